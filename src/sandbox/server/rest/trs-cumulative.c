/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-cumulative.h"

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"

/* Thresholds of one request; more would only be a way to make us work. */
#define MAX_SPLITS 20

/* In one of the tables below. */
#define MAX_COUNTS 8

typedef struct
{
  const char *type; /* of the events */
  const char *field;
} Count;

static const Count reservation_counts[] = {
  { "reservation.created", "reservations_created" },
  { "reservation.accepted", "reservations_accepted" },
  { "reservation.rejected", "reservations_rejected" },
  { "reservation.timeout", "reservations_timed_out" },
  { "reservation.canceled", "reservations_canceled" },
  { "reservation.rescinded", "reservations_rescinded" },
};

static const Count task_counts[] = {
  { "task.canceled", "tasks_canceled" },
  { "task.completed", "tasks_completed" },
  { "task.deleted", "tasks_deleted" },
  { "task-queue.moved", "tasks_moved" },
};

/* The log is in order of time: where a span begins in it. */
static guint
find_start (GPtrArray *events, gint64 date)
{
  guint low = 0, high = events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const TrsResource *event = g_ptr_array_index (events, middle);

      if (event->date_created < date)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
set_counts (JsonObject *object,
            const TrsScope *scope,
            const TrsSpan *span,
            const Count *counts,
            gsize n_counts)
{
  GPtrArray *events = scope->workspace->events;
  guint n_events[MAX_COUNTS] = { 0 };

  g_assert (n_counts <= MAX_COUNTS);
  for (guint i = find_start (events, span->start); i < events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (events, i);

      if (event->base.date_created > span->end)
        break;
      for (gsize j = 0; j < n_counts; j++)
        {
          if (g_str_equal (event->type, counts[j].type) && trs_scope_has_event (scope, event))
            n_events[j]++;
        }
    }
  for (gsize i = 0; i < n_counts; i++)
    json_object_set_int_member (object, counts[i].field, n_events[i]);
}

static gint64
get_age (TrsEvent *event)
{
  const char *age = trs_event_get_datum (event, "task_age");

  return age != NULL ? g_ascii_strtoll (age, NULL, 10) : 0;
}

/* How long tasks had waited when an event of @type came, in seconds. */
static GArray *
collect_waits (const TrsScope *scope, const TrsSpan *span, const char *type)
{
  GPtrArray *events = scope->workspace->events;
  GArray *waits = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = find_start (events, span->start); i < events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (events, i);

      if (event->base.date_created > span->end)
        break;
      if (g_str_equal (event->type, type) && trs_scope_has_event (scope, event))
        {
          gint64 age = get_age (event);

          g_array_append_val (waits, age);
        }
    }
  return waits;
}

/* The same until acceptance, from when the task came into the queue instead of from when it was
 * made: that may have been before the span. */
static GArray *
collect_waits_in_queue (const TrsScope *scope, const TrsSpan *span)
{
  g_autoptr(GHashTable) entered = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *events = scope->workspace->events;
  GArray *waits = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (events, i);
      gboolean is_entry = g_str_equal (event->type, "task-queue.entered");
      const char *task_sid;
      TrsEvent *entry;
      gint64 wait;

      if ((!is_entry && !g_str_equal (event->type, "reservation.accepted")) ||
          !trs_scope_has_event (scope, event))
        continue;
      task_sid = trs_event_get_datum (event, "task_sid");
      if (task_sid == NULL)
        continue;
      entry = g_hash_table_lookup (entered, task_sid);
      if (is_entry)
        g_hash_table_insert (entered, (gpointer) task_sid, event);
      if (is_entry || !trs_span_has (span, event->base.date_created))
        continue;
      wait = entry != NULL
               ? (event->base.date_created - entry->base.date_created) / G_USEC_PER_SEC
               : get_age (event);
      g_array_append_val (waits, wait);
    }
  return waits;
}

static JsonObject *
summary_new (GArray *values)
{
  JsonObject *summary = json_object_new ();
  gint64 total = 0, min = 0, max = 0;

  for (guint i = 0; i < values->len; i++)
    {
      gint64 value = g_array_index (values, gint64, i);

      total += value;
      min = i == 0 ? value : MIN (min, value);
      max = MAX (max, value);
    }
  json_object_set_int_member (summary, "avg", values->len > 0 ? total / values->len : 0);
  json_object_set_int_member (summary, "min", min);
  json_object_set_int_member (summary, "max", max);
  json_object_set_int_member (summary, "total", total);
  return summary;
}

static void
set_summary (JsonObject *object, const char *name, GArray *values)
{
  json_object_set_object_member (object, name, summary_new (values));
}

static JsonObject *
split_new (GArray *accepted, GArray *canceled, gint64 seconds, gboolean above)
{
  JsonObject *object = json_object_new ();
  guint n_accepted = 0, n_canceled = 0;

  for (guint i = 0; i < accepted->len; i++)
    n_accepted += (g_array_index (accepted, gint64, i) > seconds) == above;
  for (guint i = 0; i < canceled->len; i++)
    n_canceled += (g_array_index (canceled, gint64, i) > seconds) == above;
  json_object_set_int_member (object, "tasks_canceled", n_canceled);
  json_object_set_int_member (object, "reservations_accepted", n_accepted);
  return object;
}

static gboolean
set_splits (JsonObject *object,
            GArray *accepted,
            GArray *canceled,
            const char *split_by,
            GError **error)
{
  g_auto(GStrv) words = g_strsplit (split_by != NULL ? split_by : "", ",", MAX_SPLITS + 1);
  JsonObject *splits = json_object_new ();

  json_object_set_object_member (object, "split_by_wait_time", splits);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 seconds = 0;
      JsonObject *split;

      if (i == MAX_SPLITS ||
          !g_ascii_string_to_signed (g_strstrip (words[i]), 10, 0, G_MAXINT32, &seconds, NULL))
        {
          g_set_error (error, TRS_REFUSAL, 20001,
                       "SplitByWaitTime must be a list of at most %d numbers of seconds",
                       MAX_SPLITS);
          return FALSE;
        }
      split = json_object_new ();
      json_object_set_object_member (split, "above", split_new (accepted, canceled, seconds, TRUE));
      json_object_set_object_member (split, "below", split_new (accepted, canceled, seconds, FALSE));
      json_object_set_object_member (splits, words[i], split);
    }
  return TRUE;
}

void
trs_cumulative_set_span (JsonObject *object, const TrsSpan *span)
{
  trs_fields_set_iso_date (object, "start_time", span->start);
  trs_fields_set_iso_date (object, "end_time", span->end);
}

/**
 * trs_cumulative_set_reservations:
 * @object: gains the fields
 * @scope: whose reservations
 * @span: when
 */
void
trs_cumulative_set_reservations (JsonObject *object, const TrsScope *scope, const TrsSpan *span)
{
  set_counts (object, scope, span, reservation_counts, G_N_ELEMENTS (reservation_counts));
}

/**
 * trs_cumulative_set_tasks:
 * @object: gains the fields
 * @scope: which tasks
 * @span: when
 * @split_by: (nullable): seconds, separated by commas
 * @error: a %TRS_REFUSAL when @split_by is something else
 *
 * Counts of what became of tasks, and how long they waited.
 */
gboolean
trs_cumulative_set_tasks (JsonObject *object,
                          const TrsScope *scope,
                          const TrsSpan *span,
                          const char *split_by,
                          GError **error)
{
  static const Count created = { "task.created", "tasks_created" };
  static const Count entered_queue = { "task-queue.entered", "tasks_entered" };
  static const Count entered_workflow = { "workflow.entered", "tasks_entered" };
  static const Count timed_out = { "workflow.timeout", "tasks_timed_out_in_workflow" };
  g_autoptr(GArray) accepted = collect_waits (scope, span, "reservation.accepted");
  g_autoptr(GArray) canceled = collect_waits (scope, span, "task.canceled");
  JsonObject *until_accepted;

  set_counts (object, scope, span, task_counts, G_N_ELEMENTS (task_counts));
  if (scope->queue != NULL)
    {
      g_autoptr(GArray) in_queue = collect_waits_in_queue (scope, span);

      set_counts (object, scope, span, &entered_queue, 1);
      set_summary (object, "wait_duration_in_queue_until_accepted", in_queue);
    }
  else
    {
      set_counts (object, scope, span, scope->workflow != NULL ? &entered_workflow : &created, 1);
      set_counts (object, scope, span, &timed_out, 1);
    }
  until_accepted = summary_new (accepted);
  json_object_set_int_member (object, "avg_task_acceptance_time",
                              json_object_get_int_member (until_accepted, "avg"));
  json_object_set_object_member (object, "wait_duration_until_accepted", until_accepted);
  set_summary (object, "wait_duration_until_canceled", canceled);
  return set_splits (object, accepted, canceled, split_by, error);
}

static void
add_duration (GHashTable *durations, const char *activity_sid, gint64 start, gint64 end)
{
  GArray *values = g_hash_table_lookup (durations, activity_sid);
  gint64 seconds = (end - start) / G_USEC_PER_SEC;

  if (values == NULL || end <= start)
    return;
  g_array_append_val (values, seconds);
}

/* Each change tells how long the activity before it had lasted; what goes on now, the worker. */
static void
collect_durations (GHashTable *durations, const TrsScope *scope, const TrsSpan *span)
{
  GPtrArray *events = scope->workspace->events;
  GPtrArray *workers = scope->workspace->workers;

  for (guint i = 0; i < events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (events, i);
      gint64 end = event->base.date_created;
      const char *previous, *time;

      if (!g_str_equal (event->type, "worker.activity.update"))
        continue;
      previous = trs_event_get_datum (event, "worker_previous_activity_sid");
      time = trs_event_get_datum (event, "worker_time_in_previous_activity_ms");
      if (previous != NULL && time != NULL && trs_scope_has_event (scope, event))
        add_duration (durations, previous,
                      MAX (end - g_ascii_strtoll (time, NULL, 10) * 1000, span->start),
                      MIN (end, span->end));
    }
  for (guint i = 0; i < workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workers, i);

      if (trs_scope_has_worker (scope, worker))
        add_duration (durations, worker->activity->base.sid,
                      MAX (worker->date_status_changed, span->start), span->end);
    }
}

/**
 * trs_cumulative_set_activities:
 * @object: gains the field
 * @scope: which workers; its queue is looked at as it is now
 * @span: when
 *
 * How long workers were in each activity.
 */
void
trs_cumulative_set_activities (JsonObject *object, const TrsScope *scope, const TrsSpan *span)
{
  g_autoptr(GHashTable) durations =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  GPtrArray *activities = scope->workspace->activities;
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < activities->len; i++)
    g_hash_table_insert (durations, ((TrsResource *) activities->pdata[i])->sid,
                         g_array_new (FALSE, FALSE, sizeof (gint64)));
  collect_durations (durations, scope, span);
  for (guint i = 0; i < activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (activities, i);
      JsonObject *element = summary_new (g_hash_table_lookup (durations, activity->base.sid));

      json_object_set_string_member (element, "sid", activity->base.sid);
      json_object_set_string_member (element, "friendly_name", activity->friendly_name);
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "activity_durations", array);
}
