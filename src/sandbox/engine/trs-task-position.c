/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-worker-private.h"

/* Where in its workflow's configuration a task is, and how it moves on.
 *
 * Source: the service's guides "Workflow configuration" and "Lifecycle of a task". */

/* The step that it is in; NULL for a task that was sent to its queue or worker directly. */
const TrsTarget *
trs_task_get_target (TrsTask *self)
{
  TrsFilter *filter;

  if (!self->has_target)
    return NULL;
  if (self->filter >= self->config->filters->len)
    return self->config->default_target;

  filter = g_ptr_array_index (self->config->filters, self->filter);
  return g_ptr_array_index (filter->targets, self->target);
}

/* NULL outside of every filter, or in one without a name. */
const char *
trs_task_get_filter_name (TrsTask *self)
{
  TrsFilter *filter;

  if (!self->has_target)
    return NULL;
  if (self->filter >= self->config->filters->len)
    return "Default Filter";

  filter = g_ptr_array_index (self->config->filters, self->filter);
  return filter->friendly_name;
}

static void
target_timer_cb (gpointer user_data)
{
  TrsTask *self = user_data;

  /* While someone is offered the task, the step's end waits for the answer. */
  self->target_timer = 0;
  self->target_expired = TRUE;
  trs_router_want_task (self);
  trs_router_run (self->workspace->engine);
}

/* Takes the step's queue and priority. FALSE when the queue is gone. */
static gboolean
trs_task_take_target (TrsTask *self)
{
  const TrsTarget *target = trs_task_get_target (self);
  TrsTaskQueue *queue = trs_workspace_get_task_queue (self->workspace, target->queue_sid);
  TrsTaskQueue *old = self->queue;
  TrsEventSubject subject = { .task = self,
                              .workflow = self->workflow,
                              .task_queue = queue,
                              .filter_name = trs_task_get_filter_name (self) };

  if (queue == NULL)
    return FALSE;

  if (old != NULL && old != queue)
    {
      subject.task_queue = old;
      trs_event_emit (self->workspace, "task-queue.moved", &subject,
                      "Task %s moved out of TaskQueue %s", self->base.sid, old->friendly_name);
      subject.task_queue = queue;
    }
  if (target->has_priority)
    self->priority = target->priority;
  if (old != queue)
    trs_task_set_queue (self, queue);
  self->target_expired = FALSE;
  trs_engine_clear_timer (self->workspace->engine, &self->target_timer);
  if (target->timeout > 0)
    self->target_timer = trs_engine_add_timer (self->workspace->engine, target->timeout,
                                               target_timer_cb, self);

  trs_event_emit (self->workspace, "workflow.target-matched", &subject,
                  "Task %s matched a workflow target", self->base.sid);
  if (old != queue)
    trs_event_emit (self->workspace, "task-queue.entered", &subject,
                    "Task %s entered TaskQueue %s", self->base.sid, queue->friendly_name);
  return TRUE;
}

static gboolean
trs_task_find_filter (TrsTask *self, guint from)
{
  for (guint i = from; i < self->config->filters->len; i++)
    {
      TrsFilter *filter = g_ptr_array_index (self->config->filters, i);

      if (trs_expression_matches_task (filter->expression, self))
        {
          self->filter = i;
          self->target = 0;
          self->has_target = TRUE;
          self->has_matched = TRUE;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
trs_task_enter_default (TrsTask *self)
{
  if (self->config->default_target == NULL)
    return FALSE;

  self->filter = self->config->filters->len;
  self->target = 0;
  self->has_target = TRUE;
  return trs_task_take_target (self);
}

/* From the first filter on. FALSE when the workflow has no place for it. */
gboolean
trs_task_enter_workflow (TrsTask *self)
{
  trs_router_leave (self);
  g_clear_pointer (&self->config, trs_workflow_config_unref);
  self->config = trs_workflow_config_ref (self->workflow->config);
  self->has_target = self->has_matched = self->has_waited = FALSE;
  if (!trs_task_find_filter (self, 0))
    return trs_task_enter_default (self);
  return trs_task_take_target (self) || trs_task_advance (self);
}

/* To the next step, the next filter that matches, or the end: FALSE. The default filter is for
 * what no filter matched, and for what every step skipped. */
gboolean
trs_task_advance (TrsTask *self)
{
  trs_router_leave (self);
  while (self->filter < self->config->filters->len)
    {
      TrsFilter *filter = g_ptr_array_index (self->config->filters, self->filter);

      if (self->target + 1 < filter->targets->len)
        self->target++;
      else if (!trs_task_find_filter (self, self->filter + 1))
        return !self->has_waited && trs_task_enter_default (self);
      if (trs_task_take_target (self))
        return TRUE;
    }
  return FALSE;
}

/* The one worker that the step is for; NULL when its name is no worker's. Ask only where the step
 * has a known worker. */
TrsWorker *
trs_task_get_known_worker (TrsTask *self)
{
  const TrsTarget *target = trs_task_get_target (self);
  g_autoptr(JsonArray) bindings = trs_expression_bind_task (target->known_worker, self);
  JsonNode *node = json_array_get_element (bindings, 0);
  const char *name;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  name = json_node_get_string (node);
  return target->known_by_name ? trs_workspace_get_worker_by_name (self->workspace, name)
                               : trs_workspace_get_worker (self->workspace, name);
}

/* Whether the step wants this worker, who may be busy or away. */
gboolean
trs_task_accepts_worker (TrsTask *self, TrsWorker *worker)
{
  const TrsTarget *target = trs_task_get_target (self);
  g_autoptr(JsonArray) bindings = NULL;

  if (target == NULL)
    return TRUE;
  if (target->known_worker != NULL && trs_task_get_known_worker (self) != worker)
    return FALSE;
  if (target->expression == NULL)
    return TRUE;

  bindings = trs_expression_bind_task (target->expression, self);
  return trs_expression_matches_bound (target->expression, bindings, worker);
}
