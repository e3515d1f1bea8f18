/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-queue.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-pool.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-queue-private.h"
#include "trs-worker-private.h"
#include "trs-workflow-config.h"

#define MAX_RESERVED_WORKERS 50

static void
trs_task_queue_finalize (gpointer data)
{
  TrsTaskQueue *self = data;

  g_clear_pointer (&self->reservation_activity, trs_resource_unref);
  g_clear_pointer (&self->assignment_activity, trs_resource_unref);
  g_clear_pointer (&self->expression, trs_expression_unref);
  g_hash_table_unref (self->members_by_activity);
  g_ptr_array_unref (self->pools);
  g_hash_table_unref (self->wishes);
  g_hash_table_unref (self->lines);
  g_free (self->friendly_name);
  g_free (self->target_workers);
}

static gboolean
check_name (TrsWorkspace *workspace, TrsTaskQueue *self, const char *name, GError **error)
{
  TrsTaskQueue *other;

  if (!trs_friendly_name_check (name, "FriendlyName", error))
    return FALSE;

  other = trs_workspace_get_task_queue_by_name (workspace, name);
  if (other == NULL || other == self)
    return TRUE;
  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "TaskQueue with the same friendly name already exists");
  return FALSE;
}

static gboolean
check_activity (TrsWorkspace *workspace, const char *sid, const char *parameter, GError **error)
{
  if (sid == NULL || *sid == '\0' || trs_workspace_get_activity (workspace, sid) != NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Value '%s' provided for %s is not an Activity of Workspace %s", sid, parameter,
               workspace->base.sid);
  return FALSE;
}

/* Everything but the name, which on create is required. */
static gboolean
check_change (TrsWorkspace *workspace,
              const TrsTaskQueueChange *change,
              TrsExpression **expression,
              GError **error)
{
  if (!check_activity (workspace, change->reservation_activity_sid, "ReservationActivitySid",
                       error) ||
      !check_activity (workspace, change->assignment_activity_sid, "AssignmentActivitySid", error))
    return FALSE;
  if (change->max_reserved_workers != NULL &&
      (*change->max_reserved_workers < 1 || *change->max_reserved_workers > MAX_RESERVED_WORKERS))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "MaxReservedWorkers must be from 1 to %d",
                   MAX_RESERVED_WORKERS);
      return FALSE;
    }
  if (change->target_workers != NULL && *change->target_workers != '\0')
    {
      *expression = trs_expression_new (change->target_workers, NULL, error);
      if (*expression == NULL)
        {
          g_prefix_error_literal (error, "Invalid TargetWorkers: ");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
trs_task_queue_names (TrsTaskQueue *self, TrsWorker *worker)
{
  return self->expression != NULL && trs_expression_matches_worker (self->expression, worker);
}

void
trs_task_queue_count (TrsTaskQueue *self, TrsActivity *activity, int difference)
{
  int count = GPOINTER_TO_INT (g_hash_table_lookup (self->members_by_activity, activity));

  if (count + difference > 0)
    g_hash_table_insert (self->members_by_activity, activity, GINT_TO_POINTER (count + difference));
  else
    g_hash_table_remove (self->members_by_activity, activity);
}

gboolean
trs_task_queue_depends_on_state (TrsTaskQueue *self)
{
  return self->expression != NULL && trs_expression_uses_state (self->expression);
}

void
trs_task_queue_drop_worker (TrsTaskQueue *self, TrsWorker *worker)
{
  if (!g_ptr_array_remove (worker->queues, self))
    return;

  trs_task_queue_count (self, worker->activity, -1);
  trs_task_queue_update_pools (self, worker);
}

/* Takes the worker in, or drops it, as the expression says now. */
void
trs_task_queue_reconsider (TrsTaskQueue *self, TrsWorker *worker)
{
  if (!trs_task_queue_names (self, worker))
    {
      trs_task_queue_drop_worker (self, worker);
      return;
    }
  if (trs_task_queue_has_worker (self, worker))
    return;

  g_ptr_array_add (worker->queues, self);
  trs_task_queue_count (self, worker->activity, 1);
  trs_task_queue_update_pools (self, worker);
}

static void
trs_task_queue_reconsider_all (TrsTaskQueue *self)
{
  GPtrArray *workers = self->workspace->workers;

  for (guint i = 0; i < workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workers, i);

      trs_task_queue_reconsider (self, worker);
      trs_router_want_worker (worker);
    }
}

/* The order in which waiting tasks are served. */
static int
task_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TrsTask *left = a;
  const TrsTask *right = b;
  TrsTaskQueue *self = user_data;

  if (self->task_order == TRS_QUEUE_ORDER_LIFO)
    return left->base.serial > right->base.serial ? -1 : left->base.serial < right->base.serial;
  if (left->priority != right->priority)
    return left->priority > right->priority ? -1 : 1;
  if (left->virtual_start_time != right->virtual_start_time)
    return left->virtual_start_time < right->virtual_start_time ? -1 : 1;
  return left->base.serial < right->base.serial ? -1 : left->base.serial > right->base.serial;
}

/* Pending tasks of one kind, first served first. */
TrsLine *
trs_task_queue_get_line (TrsTaskQueue *self, TrsTaskChannel *channel)
{
  return g_hash_table_lookup (self->lines, channel);
}

void
trs_task_queue_add_task (TrsTaskQueue *self, TrsTask *task)
{
  TrsLine *line = trs_task_queue_get_line (self, task->task_channel);

  if (line == NULL)
    {
      line = trs_line_new (task_compare, self);
      g_hash_table_insert (self->lines, task->task_channel, line);
    }
  trs_line_add (line, task);
}

static void
trs_task_queue_apply (TrsTaskQueue *self, const TrsTaskQueueChange *change)
{
  TrsWorkspace *workspace = self->workspace;

  if (change->friendly_name != NULL)
    {
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (change->friendly_name);
    }
  if (change->max_reserved_workers != NULL)
    self->max_reserved_workers = *change->max_reserved_workers;
  if (change->reservation_activity_sid != NULL)
    trs_resource_set (&self->reservation_activity,
                      trs_workspace_get_activity (workspace, change->reservation_activity_sid));
  if (change->assignment_activity_sid != NULL)
    trs_resource_set (&self->assignment_activity,
                      trs_workspace_get_activity (workspace, change->assignment_activity_sid));
  if (change->task_order != NULL && *change->task_order != self->task_order)
    {
      GHashTableIter iter;
      gpointer line;

      self->task_order = *change->task_order;
      g_hash_table_iter_init (&iter, self->lines);
      while (g_hash_table_iter_next (&iter, NULL, &line))
        trs_line_sort (line);
    }
}

/* As trs_task_queue_create(), with a seed's own SID (nullable). */
TrsTaskQueue *
trs_task_queue_new (TrsWorkspace *workspace,
                    const char *sid,
                    const TrsTaskQueueChange *change,
                    GError **error)
{
  TrsTaskQueueChange all = *change;
  g_autoptr(TrsExpression) expression = NULL;
  TrsTaskQueue *self;

  if (all.target_workers == NULL)
    all.target_workers = "1==1";
  if (!trs_engine_check_free_sid (workspace->engine, sid, "WQ", error) ||
      !check_name (workspace, NULL, all.friendly_name, error) ||
      !check_change (workspace, &all, &expression, error))
    return NULL;

  self = trs_resource_new (workspace->engine, TRS_RESOURCE_TASK_QUEUE, sizeof *self,
                           trs_task_queue_finalize, "WQ", sid);
  self->workspace = workspace;
  self->max_reserved_workers = 1;
  self->target_workers = g_strdup (all.target_workers);
  self->expression = g_steal_pointer (&expression);
  self->members_by_activity = g_hash_table_new (NULL, NULL);
  self->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_pool_free);
  self->wishes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lines = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) trs_line_free);
  trs_task_queue_apply (self, &all);
  g_ptr_array_add (workspace->task_queues, self);
  trs_event_emit (workspace, "task-queue.created", &(TrsEventSubject) { .task_queue = self },
                  "TaskQueue %s created", self->friendly_name);
  trs_task_queue_reconsider_all (self);
  return self;
}

/**
 * trs_task_queue_create:
 * @workspace: a workspace
 * @change: friendly_name is required
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the queue, or %NULL with @error set
 */
TrsTaskQueue *
trs_task_queue_create (TrsWorkspace *workspace, const TrsTaskQueueChange *change, GError **error)
{
  TrsTaskQueue *self = trs_task_queue_new (workspace, NULL, change, error);

  if (self != NULL)
    trs_router_run (workspace->engine);
  return self;
}

/**
 * trs_task_queue_update:
 * @self: a queue
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * All or nothing. Workers whom a new expression names get waiting tasks before this returns.
 *
 * Returns: whether it was done
 */
gboolean
trs_task_queue_update (TrsTaskQueue *self, const TrsTaskQueueChange *change, GError **error)
{
  TrsWorkspace *workspace = self->workspace;
  g_autoptr(TrsExpression) expression = NULL;

  if ((change->friendly_name != NULL &&
       !check_name (workspace, self, change->friendly_name, error)) ||
      !check_change (workspace, change, &expression, error))
    return FALSE;

  trs_task_queue_apply (self, change);
  trs_resource_touch (workspace->engine, self);
  if (change->target_workers != NULL)
    {
      g_free (self->target_workers);
      self->target_workers = g_strdup (change->target_workers);
      g_clear_pointer (&self->expression, trs_expression_unref);
      self->expression = g_steal_pointer (&expression);
      trs_task_queue_reconsider_all (self);
      trs_event_emit (workspace, "task-queue.expression.updated",
                      &(TrsEventSubject) { .task_queue = self },
                      "TaskQueue %s expression updated", self->friendly_name);
    }
  trs_router_run (workspace->engine);
  return TRUE;
}

static gboolean
trs_task_queue_is_used (TrsTaskQueue *self)
{
  TrsWorkspace *workspace = self->workspace;

  for (guint i = 0; i < workspace->workflows->len; i++)
    {
      TrsWorkflow *workflow = g_ptr_array_index (workspace->workflows, i);

      if (trs_workflow_config_uses_queue (workflow->config, self->base.sid))
        return TRUE;
    }
  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (task->queue == self && task->status < TRS_TASK_COMPLETED)
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_task_queue_delete:
 * @self: a queue that no workflow names and no open task is in
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_task_queue_delete (TrsTaskQueue *self, GError **error)
{
  TrsWorkspace *workspace = self->workspace;

  if (trs_task_queue_is_used (self))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Cannot delete TaskQueue %s because it is in use", self->base.sid);
      return FALSE;
    }
  for (guint i = 0; i < workspace->workers->len; i++)
    trs_task_queue_drop_worker (self, g_ptr_array_index (workspace->workers, i));
  trs_event_emit (workspace, "task-queue.deleted", &(TrsEventSubject) { .task_queue = self },
                  "TaskQueue %s deleted", self->friendly_name);
  trs_resource_remove (workspace->engine, workspace->task_queues, self);
  return TRUE;
}

/**
 * trs_task_queue_has_worker:
 * @self: a queue
 * @worker: a worker
 *
 * Returns: whether the queue's expression names the worker, available or not
 */
gboolean
trs_task_queue_has_worker (TrsTaskQueue *self, TrsWorker *worker)
{
  return g_ptr_array_find (worker->queues, self, NULL);
}

/**
 * trs_task_queue_count_workers:
 * @self: a queue
 * @activity: (nullable): count those in this activity only
 *
 * Returns: how many workers the queue's expression names
 */
guint
trs_task_queue_count_workers (TrsTaskQueue *self, TrsActivity *activity)
{
  GHashTableIter iter;
  gpointer value;
  guint count = 0;

  if (activity != NULL)
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->members_by_activity, activity));

  g_hash_table_iter_init (&iter, self->members_by_activity);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count += GPOINTER_TO_UINT (value);
  return count;
}
