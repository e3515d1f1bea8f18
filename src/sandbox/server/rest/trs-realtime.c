/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-realtime.h"

#include "resource/trs-fields.h"

/* Tasks that nobody has taken yet. */
static gboolean
is_waiting (TrsTask *task)
{
  return task->status == TRS_TASK_PENDING || task->status == TRS_TASK_RESERVED;
}

static void
count_priority (GHashTable *priorities, TrsTask *task)
{
  gpointer key = GINT_TO_POINTER (task->priority);
  int count = GPOINTER_TO_INT (g_hash_table_lookup (priorities, key));

  g_hash_table_insert (priorities, key, GINT_TO_POINTER (count + 1));
}

static void
set_priorities (JsonObject *object, GHashTable *priorities)
{
  JsonObject *by_priority = json_object_new ();
  GHashTableIter iter;
  gpointer priority, count;

  g_hash_table_iter_init (&iter, priorities);
  while (g_hash_table_iter_next (&iter, &priority, &count))
    {
      g_autofree char *name = g_strdup_printf ("%d", GPOINTER_TO_INT (priority));

      json_object_set_int_member (by_priority, name, GPOINTER_TO_INT (count));
    }
  json_object_set_object_member (object, "tasks_by_priority", by_priority);
}

static void
set_statuses (JsonObject *object, const guint *counts)
{
  static const TrsTaskStatus statuses[] = { TRS_TASK_PENDING, TRS_TASK_RESERVED,
                                            TRS_TASK_ASSIGNED, TRS_TASK_WRAPPING };
  JsonObject *by_status = json_object_new ();
  guint total = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      json_object_set_int_member (by_status, trs_task_status_to_string (statuses[i]),
                                  counts[statuses[i]]);
      total += counts[statuses[i]];
    }
  json_object_set_object_member (object, "tasks_by_status", by_status);
  json_object_set_int_member (object, "total_tasks", total);
}

/**
 * trs_realtime_set_tasks:
 * @object: gains the fields
 * @scope: which tasks
 *
 * Counts of tasks by status and priority, and the one that waits longest.
 */
void
trs_realtime_set_tasks (JsonObject *object, const TrsScope *scope)
{
  g_autoptr(GHashTable) priorities = g_hash_table_new (NULL, NULL);
  guint counts[TRS_TASK_CANCELED + 1] = { 0 };
  TrsTask *longest = NULL;

  for (guint i = 0; i < scope->workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (scope->workspace->tasks, i);

      if (!trs_scope_has_task (scope, task))
        continue;
      counts[task->status]++;
      if (task->status <= TRS_TASK_WRAPPING)
        count_priority (priorities, task);
      /* In order of creation: the first that waits has waited longest. */
      if (longest == NULL && is_waiting (task))
        longest = task;
    }
  json_object_set_int_member (object, "longest_task_waiting_age",
                              longest != NULL ? trs_task_get_age (longest) : 0);
  trs_fields_set_string (object, "longest_task_waiting_sid",
                         longest != NULL ? longest->base.sid : NULL);
  set_priorities (object, priorities);
  set_statuses (object, counts);
}

/**
 * trs_realtime_set_queue:
 * @object: gains the fields
 * @scope: a queue
 *
 * What only queues have: who is eligible, and who waits longest in this queue.
 */
void
trs_realtime_set_queue (JsonObject *object, const TrsScope *scope)
{
  gint64 now = tr_clock_get_real_time (trs_engine_get_clock (scope->workspace->engine));
  guint eligible = 0, available = 0;
  TrsTask *longest = NULL;

  for (guint i = 0; i < scope->workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (scope->workspace->tasks, i);

      if (trs_scope_has_task (scope, task) && is_waiting (task) &&
          (longest == NULL || task->date_queue_entered < longest->date_queue_entered))
        longest = task;
    }
  for (guint i = 0; i < scope->workspace->activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (scope->workspace->activities, i);
      guint count = trs_task_queue_count_workers (scope->queue, activity);

      eligible += count;
      available += activity->is_available ? count : 0;
    }
  json_object_set_int_member (object, "longest_relative_task_age_in_queue",
                              longest != NULL
                                ? (now - longest->date_queue_entered) / G_USEC_PER_SEC
                                : 0);
  trs_fields_set_string (object, "longest_relative_task_sid_in_queue",
                         longest != NULL ? longest->base.sid : NULL);
  json_object_set_int_member (object, "total_available_workers", available);
  json_object_set_int_member (object, "total_eligible_workers", eligible);
}

static guint
count_workers (const TrsScope *scope, TrsActivity *activity)
{
  guint count = 0;

  for (guint i = 0; i < scope->workspace->workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (scope->workspace->workers, i);

      if ((activity == NULL || worker->activity == activity) &&
          trs_scope_has_worker (scope, worker))
        count++;
    }
  return count;
}

/**
 * trs_realtime_set_activities:
 * @object: gains the field
 * @scope: whose workers
 *
 * How many workers are in each activity of the workspace.
 */
void
trs_realtime_set_activities (JsonObject *object, const TrsScope *scope)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < scope->workspace->activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (scope->workspace->activities, i);
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "friendly_name", activity->friendly_name);
      json_object_set_string_member (element, "sid", activity->base.sid);
      json_object_set_int_member (element, "workers", count_workers (scope, activity));
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "activity_statistics", array);
}

void
trs_realtime_set_total_workers (JsonObject *object, const TrsScope *scope)
{
  json_object_set_int_member (object, "total_workers", count_workers (scope, NULL));
}
