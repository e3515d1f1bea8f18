/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-scope.h"

#include "http/trs-refusal.h"

/**
 * trs_scope_read_channel:
 * @self: a scope with a workspace
 * @query: TaskChannel, a unique name or a SID
 * @error: a %TRS_REFUSAL when there is no such channel
 *
 * Narrows the scope to the channel that is asked for, if one is.
 */
gboolean
trs_scope_read_channel (TrsScope *self, TrsForm *query, GError **error)
{
  const char *name = trs_form_get_filled (query, "TaskChannel");

  if (name == NULL)
    return TRUE;
  self->channel = trs_workspace_get_task_channel (self->workspace, name);
  if (self->channel != NULL)
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "TaskChannel '%s' does not exist", name);
  return FALSE;
}

gboolean
trs_scope_has_task (const TrsScope *self, TrsTask *task)
{
  return (self->queue == NULL || task->queue == self->queue) &&
         (self->workflow == NULL || task->workflow == self->workflow) &&
         (self->channel == NULL || task->task_channel == self->channel);
}

gboolean
trs_scope_has_worker (const TrsScope *self, TrsWorker *worker)
{
  return (self->worker == NULL || worker == self->worker) &&
         (self->worker_name == NULL || g_str_equal (worker->friendly_name, self->worker_name)) &&
         (self->queue == NULL || trs_task_queue_has_worker (self->queue, worker));
}

static gboolean
datum_is (TrsEvent *event, const char *key, const char *value)
{
  return value == NULL || g_strcmp0 (trs_event_get_datum (event, key), value) == 0;
}

/**
 * trs_scope_has_event:
 * @self: a scope
 * @event: an event of its workspace's log
 *
 * Returns: whether it is of the scope's queue, workflow, workers and channel
 */
gboolean
trs_scope_has_event (const TrsScope *self, TrsEvent *event)
{
  return datum_is (event, "task_queue_sid", self->queue != NULL ? self->queue->base.sid : NULL) &&
         datum_is (event, "workflow_sid",
                   self->workflow != NULL ? self->workflow->base.sid : NULL) &&
         datum_is (event, "worker_sid", self->worker != NULL ? self->worker->base.sid : NULL) &&
         datum_is (event, "worker_name", self->worker_name) &&
         datum_is (event, "task_channel_sid",
                   self->channel != NULL ? self->channel->base.sid : NULL);
}
