/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

static const TrdColumn workspace_card[] = {
  { "realtime.total_workers", "Workers", TRD_KIND_NUMBER },
  { "realtime.total_tasks", "Tasks now", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.pending", "  waiting", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.reserved", "  offered", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.assigned", "  worked on", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.wrapping", "  in wrap-up", TRD_KIND_NUMBER },
  { "realtime.longest_task_waiting_age", "Longest wait now", TRD_KIND_DURATION },
  { "cumulative.start_time", "Since", TRD_KIND_TIME },
  { "cumulative.tasks_created", "Tasks created", TRD_KIND_NUMBER },
  { "cumulative.tasks_completed", "  completed", TRD_KIND_NUMBER },
  { "cumulative.tasks_canceled", "  canceled", TRD_KIND_NUMBER },
  { "cumulative.reservations_created", "Offers", TRD_KIND_NUMBER },
  { "cumulative.reservations_accepted", "  accepted", TRD_KIND_NUMBER },
  { "cumulative.reservations_rejected", "  rejected", TRD_KIND_NUMBER },
  { "cumulative.reservations_timed_out", "  missed", TRD_KIND_NUMBER },
  { "cumulative.reservations_canceled", "  canceled", TRD_KIND_NUMBER },
  { "cumulative.wait_duration_until_accepted.avg", "Average wait", TRD_KIND_DURATION },
  { "cumulative.wait_duration_until_accepted.max", "Longest wait", TRD_KIND_DURATION },
};

static const TrdColumn queue_columns[] = {
  { "task_queue_friendly_name", "QUEUE", TRD_KIND_TEXT },
  { "realtime.tasks_by_status.pending", "WAITING", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.reserved", "OFFERED", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.assigned", "WORKED ON", TRD_KIND_NUMBER },
  { "realtime.tasks_by_status.wrapping", "WRAP-UP", TRD_KIND_NUMBER },
  { "realtime.longest_task_waiting_age", "LONGEST", TRD_KIND_DURATION },
  { "realtime.total_available_workers", "FREE", TRD_KIND_NUMBER },
  { "realtime.total_eligible_workers", "OF", TRD_KIND_NUMBER },
  { "cumulative.tasks_entered", "ENTERED", TRD_KIND_NUMBER },
  { "cumulative.reservations_accepted", "ACCEPTED", TRD_KIND_NUMBER },
  { "cumulative.reservations_timed_out", "MISSED", TRD_KIND_NUMBER },
  { "cumulative.tasks_canceled", "CANCELED", TRD_KIND_NUMBER },
  { "cumulative.wait_duration_until_accepted.avg", "AVERAGE WAIT", TRD_KIND_DURATION },
};

static const TrdColumn worker_columns[] = {
  { "friendly_name", "ACTIVITY", TRD_KIND_TEXT },
  { "workers", "WORKERS", TRD_KIND_NUMBER },
  { "avg", "AVERAGE", TRD_KIND_DURATION },
  { "max", "LONGEST", TRD_KIND_DURATION },
  { "total", "TOTAL", TRD_KIND_DURATION },
};

typedef struct
{
  const char *pair[3];
  char text[16];
} Minutes;

static const char *const *
minutes_of (const TrdOptions *options, Minutes *minutes)
{
  if (options->minutes == 0)
    return NULL;
  g_snprintf (minutes->text, sizeof minutes->text, "%d", options->minutes);
  minutes->pair[0] = "Minutes";
  minutes->pair[1] = minutes->text;
  minutes->pair[2] = NULL;
  return minutes->pair;
}

static TrdExit
workspace (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  Minutes minutes;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) row = trd_service_request_workspace (service, "GET", "Statistics",
                                                             minutes_of (options, &minutes), &error);

  if (row == NULL)
    return trd_complain_error (error);
  trd_card_print (workspace_card, G_N_ELEMENTS (workspace_card), row, options->format);
  return TRD_EXIT_DONE;
}

static void
add_name (JsonObject *row, GPtrArray *queues)
{
  const char *sid = trd_member_text (row, "task_queue_sid");
  JsonObject *queue = sid != NULL ? trd_find (queues, sid, "task queue", NULL) : NULL;

  json_object_set_string_member (row, "task_queue_friendly_name",
                                 queue != NULL ? trd_member_text (queue, "friendly_name") : sid);
}

static TrdExit
queues (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  Minutes minutes;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) names = trd_service_list_workspace (service, "TaskQueues", NULL, 0, &error);
  g_autoptr(GPtrArray) rows = NULL;

  if (names != NULL)
    rows = trd_service_list_workspace (service, "TaskQueues/Statistics", minutes_of (options, &minutes),
                                       options->limit, &error);
  if (rows == NULL)
    return trd_complain_error (error);
  for (guint i = 0; i < rows->len; i++)
    add_name (g_ptr_array_index (rows, i), names);
  trd_table_print (queue_columns, G_N_ELEMENTS (queue_columns), rows, options->format,
                   "There are no task queues.");
  return TRD_EXIT_DONE;
}

/* ---- Workers ---- */

/* How many have an activity now, beside how long it was had. */
static void
add_row (JsonObject *now, GPtrArray *durations, GPtrArray *rows)
{
  static const char *const members[] = { "avg", "max", "min", "total" };
  JsonObject *row = json_object_ref (now);
  const char *sid = trd_member_text (now, "sid");
  JsonObject *duration = sid != NULL ? trd_find (durations, sid, "activity", NULL) : NULL;

  for (gsize i = 0; duration != NULL && i < G_N_ELEMENTS (members); i++)
    json_object_set_int_member (row, members[i], trd_member_int (duration, members[i]));
  g_ptr_array_add (rows, row);
}

static TrdExit
workers (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  Minutes minutes;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr(JsonObject) whole = trd_service_request_workspace (service, "GET", "Workers/Statistics",
                                                               minutes_of (options, &minutes), &error);
  g_autoptr(GPtrArray) now = NULL;
  g_autoptr(GPtrArray) durations = NULL;

  if (whole == NULL)
    return trd_complain_error (error);
  now = trd_member_objects (whole, "realtime", "activity_statistics");
  durations = trd_member_objects (whole, "cumulative", "activity_durations");
  for (guint i = 0; i < now->len; i++)
    add_row (g_ptr_array_index (now, i), durations, rows);
  trd_table_print (worker_columns, G_N_ELEMENTS (worker_columns), rows, options->format,
                   "The workspace has no activities.");
  return TRD_EXIT_DONE;
}

const TrdCommand trd_stats_commands[] = {
  { "stats", "workspace", "", "Count tasks, offers and waits: now, and in the last minutes.", workspace, 0,
    0, TRD_OPTION_MINUTES },
  { "stats", "queues", "", "The same for each task queue.", queues, 0, 0,
    TRD_OPTION_MINUTES | TRD_OPTION_LIMIT },
  { "stats", "workers", "", "How many workers have each activity, and for how long.", workers, 0, 0,
    TRD_OPTION_MINUTES },
  { NULL },
};
