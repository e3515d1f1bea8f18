/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workspace.h"

#include <string.h>

#include "trs-engine-private.h"

/* Each answers NULL for what is not in this workspace, or is something else; names are compared
 * exactly but for workers', and the first of two with one name wins. */

TrsActivity *
trs_workspace_get_activity (TrsWorkspace *self, const char *sid)
{
  TrsActivity *activity = trs_engine_lookup (self->engine, TRS_RESOURCE_ACTIVITY, sid);

  return activity != NULL && activity->workspace == self ? activity : NULL;
}

TrsActivity *
trs_workspace_get_activity_by_name (TrsWorkspace *self, const char *name)
{
  for (guint i = 0; i < self->activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (self->activities, i);

      if (strcmp (activity->friendly_name, name) == 0)
        return activity;
    }
  return NULL;
}

TrsTaskChannel *
trs_workspace_get_task_channel (TrsWorkspace *self, const char *sid_or_unique_name)
{
  for (guint i = 0; i < self->task_channels->len; i++)
    {
      TrsTaskChannel *channel = g_ptr_array_index (self->task_channels, i);

      if (strcmp (channel->base.sid, sid_or_unique_name) == 0 ||
          strcmp (channel->unique_name, sid_or_unique_name) == 0)
        return channel;
    }
  return NULL;
}

TrsTaskQueue *
trs_workspace_get_task_queue (TrsWorkspace *self, const char *sid)
{
  TrsTaskQueue *queue = trs_engine_lookup (self->engine, TRS_RESOURCE_TASK_QUEUE, sid);

  return queue != NULL && queue->workspace == self ? queue : NULL;
}

TrsTaskQueue *
trs_workspace_get_task_queue_by_name (TrsWorkspace *self, const char *name)
{
  for (guint i = 0; i < self->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (self->task_queues, i);

      if (strcmp (queue->friendly_name, name) == 0)
        return queue;
    }
  return NULL;
}

TrsWorkflow *
trs_workspace_get_workflow (TrsWorkspace *self, const char *sid)
{
  TrsWorkflow *workflow = trs_engine_lookup (self->engine, TRS_RESOURCE_WORKFLOW, sid);

  return workflow != NULL && workflow->workspace == self ? workflow : NULL;
}

TrsWorkflow *
trs_workspace_get_workflow_by_name (TrsWorkspace *self, const char *name)
{
  for (guint i = 0; i < self->workflows->len; i++)
    {
      TrsWorkflow *workflow = g_ptr_array_index (self->workflows, i);

      if (strcmp (workflow->friendly_name, name) == 0)
        return workflow;
    }
  return NULL;
}

TrsWorker *
trs_workspace_get_worker (TrsWorkspace *self, const char *sid)
{
  TrsWorker *worker = trs_engine_lookup (self->engine, TRS_RESOURCE_WORKER, sid);

  return worker != NULL && worker->workspace == self ? worker : NULL;
}

TrsWorker *
trs_workspace_get_worker_by_name (TrsWorkspace *self, const char *name)
{
  g_autofree char *key = g_utf8_casefold (name, -1);

  return g_hash_table_lookup (self->workers_by_name, key);
}

TrsTask *
trs_workspace_get_task (TrsWorkspace *self, const char *sid)
{
  TrsTask *task = trs_engine_lookup (self->engine, TRS_RESOURCE_TASK, sid);

  return task != NULL && task->workspace == self ? task : NULL;
}

TrsReservation *
trs_workspace_get_reservation (TrsWorkspace *self, const char *sid)
{
  TrsReservation *reservation = trs_engine_lookup (self->engine, TRS_RESOURCE_RESERVATION, sid);

  return reservation != NULL && reservation->task->workspace == self ? reservation : NULL;
}

TrsTransfer *
trs_workspace_get_transfer (TrsWorkspace *self, const char *sid)
{
  TrsTransfer *transfer = trs_engine_lookup (self->engine, TRS_RESOURCE_TRANSFER, sid);

  return transfer != NULL && transfer->task->workspace == self ? transfer : NULL;
}

/* Takes time that grows with the log. */
TrsEvent *
trs_workspace_get_event (TrsWorkspace *self, const char *sid)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      TrsEvent *event = g_ptr_array_index (self->events, i - 1);

      if (strcmp (event->base.sid, sid) == 0)
        return event;
    }
  return NULL;
}
