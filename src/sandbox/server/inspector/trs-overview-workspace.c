/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-overview.h"

#include "resource/trs-fields.h"

/* A page shows so much to people; each task's reason costs a look at every worker. */
#define MAX_WORKERS 200
#define MAX_TASKS 60

/* What waits in one queue. */
typedef struct
{
  guint n_waiting;
  guint n_reserved;
  gint64 oldest; /* when the one that waits longest came; 0 for none */
} Line;

static gint64
get_now (TrsWorkspace *workspace)
{
  return tr_clock_get_real_time (trs_engine_get_clock (workspace->engine));
}

static void
set_seconds_since (JsonObject *object, const char *name, gint64 now, gint64 date)
{
  if (date == 0)
    json_object_set_null_member (object, name);
  else
    json_object_set_double_member (object, name, (double) MAX (now - date, 0) / G_USEC_PER_SEC);
}

static gboolean
is_open (TrsTask *task)
{
  return task->status != TRS_TASK_COMPLETED && task->status != TRS_TASK_CANCELED;
}

/* One walk over all tasks for all queues: TrsTaskQueue → Line. */
static GHashTable *
measure_lines (TrsWorkspace *workspace)
{
  GHashTable *lines = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);
      Line *line = task->queue != NULL ? g_hash_table_lookup (lines, task->queue) : NULL;

      if (task->queue == NULL ||
          (task->status != TRS_TASK_PENDING && task->status != TRS_TASK_RESERVED))
        continue;
      if (line == NULL)
        {
          line = g_new0 (Line, 1);
          g_hash_table_insert (lines, task->queue, line);
        }
      line->n_waiting++;
      line->n_reserved += task->status == TRS_TASK_RESERVED;
      if (line->oldest == 0 || task->date_queue_entered < line->oldest)
        line->oldest = task->date_queue_entered;
    }
  return lines;
}

static guint
count_workers (TrsTaskQueue *queue, gboolean only_available)
{
  GPtrArray *activities = queue->workspace->activities;
  guint count = 0;

  for (guint i = 0; i < activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (activities, i);

      if (activity->is_available || !only_available)
        count += trs_task_queue_count_workers (queue, activity);
    }
  return count;
}

static JsonObject *
queue_to_json (TrsTaskQueue *queue, const Line *line)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", queue->base.sid);
  json_object_set_string_member (object, "friendly_name", queue->friendly_name);
  json_object_set_string_member (object, "target_workers", queue->target_workers);
  json_object_set_int_member (object, "waiting", line != NULL ? line->n_waiting : 0);
  json_object_set_int_member (object, "offered", line != NULL ? line->n_reserved : 0);
  set_seconds_since (object, "longest_wait", get_now (queue->workspace),
                     line != NULL ? line->oldest : 0);
  json_object_set_int_member (object, "workers", count_workers (queue, FALSE));
  json_object_set_int_member (object, "workers_available", count_workers (queue, TRUE));
  return object;
}

static JsonArray *
queues_to_json (TrsWorkspace *workspace)
{
  g_autoptr(GHashTable) lines = measure_lines (workspace);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < workspace->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (workspace->task_queues, i);

      json_array_add_object_element (array,
                                     queue_to_json (queue, g_hash_table_lookup (lines, queue)));
    }
  return array;
}

static JsonArray *
channels_to_json (TrsWorker *worker)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < worker->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (worker->channels, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "channel", channel->task_channel->unique_name);
      json_object_set_boolean_member (object, "available", channel->is_available);
      json_object_set_int_member (object, "capacity", channel->configured_capacity);
      json_object_set_int_member (object, "in_use", channel->open_reservations);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
reservations_to_json (TrsWorker *worker)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < worker->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (worker->reservations, i);
      JsonObject *object;

      if (!trs_reservation_is_open (reservation))
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "sid", reservation->base.sid);
      json_object_set_string_member (object, "task_sid", reservation->task->base.sid);
      json_object_set_string_member (object, "status",
                                     trs_reservation_status_to_string (reservation->status));
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
worker_to_json (TrsWorker *worker, TrsBridge *bridge)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", worker->base.sid);
  json_object_set_string_member (object, "friendly_name", worker->friendly_name);
  json_object_set_string_member (object, "activity", worker->activity->friendly_name);
  json_object_set_boolean_member (object, "available", worker->activity->is_available);
  set_seconds_since (object, "since", get_now (worker->workspace), worker->date_status_changed);
  trs_fields_set_string (object, "contact_uri", trs_worker_get_contact_uri (worker));
  json_object_set_int_member (object, "sockets",
                              trs_bridge_count_sockets (bridge, worker->base.sid));
  json_object_set_array_member (object, "channels", channels_to_json (worker));
  json_object_set_array_member (object, "reservations", reservations_to_json (worker));
  return object;
}

static JsonArray *
workers_to_json (TrsWorkspace *workspace, TrsBridge *bridge)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < MIN (workspace->workers->len, MAX_WORKERS); i++)
    json_array_add_object_element (
      array, worker_to_json (g_ptr_array_index (workspace->workers, i), bridge));
  return array;
}

static JsonObject *
task_to_json (TrsTask *task)
{
  TrsReservation *accepted = trs_task_get_accepted_reservation (task);
  g_autofree char *explanation = trs_task_explain_waiting (task);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", task->base.sid);
  json_object_set_string_member (object, "status", trs_task_status_to_string (task->status));
  json_object_set_double_member (object, "age",
                                 (double) trs_task_get_age (task));
  json_object_set_int_member (object, "priority", task->priority);
  json_object_set_string_member (object, "channel", task->task_channel->unique_name);
  json_object_set_string_member (object, "attributes", task->attributes);
  trs_fields_set_string (object, "queue",
                         task->queue != NULL ? task->queue->friendly_name : NULL);
  trs_fields_set_string (object, "workflow",
                         task->workflow != NULL ? task->workflow->friendly_name : NULL);
  trs_fields_set_string (object, "worker",
                         accepted != NULL ? accepted->worker->friendly_name : NULL);
  trs_fields_set_string (object, "from", task->call != NULL ? task->call->from : NULL);
  trs_fields_set_string (object, "call_sid", task->call != NULL ? task->call->base.sid : NULL);
  json_object_set_string_member (object, "explanation", explanation);
  return object;
}

static JsonArray *
tasks_to_json (TrsWorkspace *workspace, guint *n_open)
{
  JsonArray *array = json_array_new ();

  *n_open = 0;
  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (!is_open (task))
        continue;
      if (++*n_open <= MAX_TASKS)
        json_array_add_object_element (array, task_to_json (task));
    }
  return array;
}

static JsonArray *
activities_to_json (TrsWorkspace *workspace)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < workspace->activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (workspace->activities, i);

      json_array_add_string_element (array, activity->friendly_name);
    }
  return array;
}

/**
 * trs_overview_new_workspace:
 * @workspace: a workspace
 * @bridge: who is connected
 *
 * Returns: (transfer full): its queues, and the beginning of its workers and of its open tasks, each
 *   with the reason why it waits
 */
JsonObject *
trs_overview_new_workspace (TrsWorkspace *workspace, TrsBridge *bridge)
{
  JsonObject *object = json_object_new ();
  guint n_open = 0;

  json_object_set_string_member (object, "sid", workspace->base.sid);
  json_object_set_string_member (object, "friendly_name", workspace->friendly_name);
  json_object_set_array_member (object, "activities", activities_to_json (workspace));
  json_object_set_array_member (object, "queues", queues_to_json (workspace));
  json_object_set_array_member (object, "workers", workers_to_json (workspace, bridge));
  json_object_set_int_member (object, "workers_total", workspace->workers->len);
  json_object_set_array_member (object, "tasks", tasks_to_json (workspace, &n_open));
  json_object_set_int_member (object, "tasks_total", n_open);
  return object;
}
