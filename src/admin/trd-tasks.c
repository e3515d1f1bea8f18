/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-progress.h"
#include "trd-task.h"

static const TrdColumn columns[] = {
  { "task_queue_friendly_name", "QUEUE", TRD_KIND_TEXT },
  { "assignment_status", "STATUS", TRD_KIND_TEXT },
  { "age", "AGE", TRD_KIND_DURATION },
  { "priority", "PRIORITY", TRD_KIND_NUMBER },
  { "from", "FROM", TRD_KIND_TEXT },
  { "call_sid", "CALL", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn reservation_columns[] = {
  { "task_sid", "TASK", TRD_KIND_TEXT },
  { "reservation_status", "STATUS", TRD_KIND_TEXT },
  { "worker_name", "WORKER", TRD_KIND_TEXT },
  { "from", "FROM", TRD_KIND_TEXT },
  { "conference_sid", "CONFERENCE", TRD_KIND_TEXT },
  { "participants", "ON IT", TRD_KIND_NUMBER },
  { "sid", "SID", TRD_KIND_TEXT },
};

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tasks = trd_task_list (service, options->status, options->limit, &error);

  if (tasks == NULL)
    return trd_complain_error (error);
  trd_table_print (columns, G_N_ELEMENTS (columns), tasks, options->format, "There are no such tasks.");
  return TRD_EXIT_DONE;
}

static TrdExit
show (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) task = trd_task_find (service, arguments[0], &error);

  if (task == NULL)
    return trd_complain_error (error);
  trd_card_print (columns, G_N_ELEMENTS (columns), task, options->format);
  return TRD_EXIT_DONE;
}

/* ---- Reservations ---- */

static GPtrArray *
collect_tasks (TrdService *service, char **sids, GError **error)
{
  g_autoptr(GPtrArray) tasks = NULL;

  if (sids[0] == NULL)
    return trd_task_list (service, NULL, 0, error);

  tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  for (gsize i = 0; sids[i] != NULL; i++)
    {
      JsonObject *task = trd_task_find (service, sids[i], error);

      if (task == NULL)
        return NULL;
      g_ptr_array_add (tasks, task);
    }
  return g_steal_pointer (&tasks);
}

/* A task without a conference is fine, and so is one whose conference is long forgotten. */
static void
add_participants (TrdService *service, JsonObject *task, JsonObject *reservation)
{
  const char *conference = trd_member_text (task, "conference_sid");
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GPtrArray) participants = NULL;

  if (conference == NULL)
    return;
  json_object_set_string_member (reservation, "conference_sid", conference);
  escaped = g_uri_escape_string (conference, NULL, FALSE);
  path = g_strdup_printf ("Conferences/%s/Participants.json", escaped);
  participants = trd_service_list (service, TR_SERVICE_API, path, NULL, 0, NULL);
  if (participants != NULL)
    json_object_set_int_member (reservation, "participants", participants->len);
}

static gboolean
add_reservations (TrdService *service, JsonObject *task, GPtrArray *rows, GError **error)
{
  g_autofree char *path = g_strdup_printf ("Tasks/%s/Reservations", trd_member_text (task, "sid"));
  g_autoptr(GPtrArray) reservations = trd_service_list_workspace (service, path, NULL, 0, error);
  const char *from = trd_member_text (task, "from");

  if (reservations == NULL)
    return FALSE;
  for (guint i = 0; i < reservations->len; i++)
    {
      JsonObject *reservation = json_object_ref (g_ptr_array_index (reservations, i));

      if (from != NULL)
        json_object_set_string_member (reservation, "from", from);
      add_participants (service, task, reservation);
      g_ptr_array_add (rows, reservation);
    }
  return TRUE;
}

static gboolean
collect_reservations (TrdService *service, GPtrArray *tasks, GPtrArray *rows, GError **error)
{
  g_autoptr(TrdProgress) progress = trd_progress_new ("Reading reservations of tasks", tasks->len);

  for (guint i = 0; i < tasks->len; i++, trd_progress_step (progress))
    if (!add_reservations (service, g_ptr_array_index (tasks, i), rows, error))
      return FALSE;
  return TRUE;
}

static TrdExit
reservations (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr(GPtrArray) tasks = collect_tasks (service, arguments, &error);

  if (tasks == NULL || !collect_reservations (service, tasks, rows, &error))
    return trd_complain_error (error);
  if (options->limit > 0 && rows->len > (guint) options->limit)
    g_ptr_array_set_size (rows, options->limit);
  trd_table_print (reservation_columns, G_N_ELEMENTS (reservation_columns), rows, options->format,
                   "Nothing was offered to anybody.");
  return TRD_EXIT_DONE;
}

/* ---- Completing ---- */

/* NULL, without an error too: it is left as it is. */
static JsonObject *
complete_one (TrdService *service, const TrdOptions *options, JsonObject *task, GError **error)
{
  const char *const form[] = { "AssignmentStatus", "completed", "Reason", "completed by an administrator",
                               NULL };
  const char *sid = trd_member_text (task, "sid");
  g_autofree char *path = g_strdup_printf ("Tasks/%s", sid);
  g_autoptr(GError) problem = NULL;

  if (!trd_task_is_call_over (service, task, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        trd_complain (TRD_EXIT_REFUSED, "%s is left as it is: its call %s goes on ('calls end' ends it)",
                      sid, trd_member_text (task, "call_sid"));
      return NULL;
    }
  if (options->dry_run)
    return json_object_ref (task);
  return trd_service_request_workspace (service, "POST", path, form, error);
}

static TrdExit
complete_all (TrdService *service, const TrdOptions *options, GPtrArray *tasks)
{
  g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  TrdProgress *progress = trd_progress_new ("Completing tasks", tasks->len);
  TrdExit status = TRD_EXIT_DONE;

  for (guint i = 0; i < tasks->len; i++, trd_progress_step (progress))
    {
      g_autoptr(GError) error = NULL;
      JsonObject *task = complete_one (service, options, g_ptr_array_index (tasks, i), &error);

      if (task != NULL)
        g_ptr_array_add (done, task);
      else
        status = error != NULL ? trd_complain_error (error) : TRD_EXIT_REFUSED;
    }
  trd_progress_free (progress);
  trd_table_print (columns, G_N_ELEMENTS (columns), done, options->format, "Nothing to complete.");
  return status;
}

static gboolean
parse_time (JsonObject *task, const char *member, gint64 *seconds_ago)
{
  const char *text = trd_member_text (task, member);
  g_autoptr(GDateTime) then = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (then != NULL)
    *seconds_ago = g_date_time_difference (now, then) / G_USEC_PER_SEC;
  return then != NULL;
}

/* By its last change, which is when it came into wrap-up. */
static void
leave_older (GPtrArray *tasks, gint64 older_than)
{
  for (guint i = tasks->len; i > 0; i--)
    {
      gint64 age = 0;

      if (!parse_time (g_ptr_array_index (tasks, i - 1), "date_updated", &age) || age < older_than)
        g_ptr_array_remove_index (tasks, i - 1);
    }
}

static TrdExit
complete (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tasks = NULL;

  if (options->wrapping == (arguments[0] != NULL))
    return trd_complain (TRD_EXIT_USAGE, "name the tasks to complete, or say --wrapping for all that are "
                         "in wrap-up");
  tasks = options->wrapping ? trd_task_list (service, "wrapping", 0, &error)
                            : collect_tasks (service, arguments, &error);
  if (tasks == NULL)
    return trd_complain_error (error);
  if (options->wrapping && options->older_than > 0)
    leave_older (tasks, options->older_than);
  return complete_all (service, options, tasks);
}

/* ---- Deleting ---- */

static TrdExit
delete_all (TrdService *service, GPtrArray *tasks)
{
  g_autoptr(TrdProgress) progress = trd_progress_new ("Deleting tasks", tasks->len);
  TrdExit status = TRD_EXIT_DONE;

  for (guint i = 0; i < tasks->len; i++, trd_progress_step (progress))
    {
      const char *sid = trd_member_text (g_ptr_array_index (tasks, i), "sid");
      g_autofree char *path = g_strdup_printf ("Tasks/%s", sid);
      g_autoptr(GError) error = NULL;

      if (!trd_service_delete_workspace (service, path, &error))
        status = trd_complain (trd_complain_error (error), "%s was not deleted", sid);
    }
  return status;
}

static TrdExit
delete (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tasks = NULL;
  g_autofree char *question = NULL;

  if (options->all == (arguments[0] != NULL))
    return trd_complain (TRD_EXIT_USAGE, "name the tasks to delete, or say --all");
  tasks = collect_tasks (service, arguments, &error);
  if (tasks == NULL)
    return trd_complain_error (error);

  trd_table_print (columns, G_N_ELEMENTS (columns), tasks, options->format, "There are no tasks.");
  if (options->dry_run || tasks->len == 0)
    return TRD_EXIT_DONE;
  question = g_strdup_printf ("Delete %u task%s for good? Callers who wait lose their place.", tasks->len,
                              tasks->len == 1 ? "" : "s");
  if (!trd_confirm (options, question))
    return TRD_EXIT_REFUSED;
  return delete_all (service, tasks);
}

const TrdCommand trd_task_commands[] = {
  { "tasks", "list", "", "List tasks (--status=pending,reserved…).", list, 0, 0,
    TRD_OPTION_LIMIT | TRD_OPTION_STATUS },
  { "tasks", "show", "TASK", "Show one, by its SID.", show, 1, 1, 0 },
  { "tasks", "reservations", "[TASK…]", "List to whom tasks were offered, and what became of it.",
    reservations, 0, G_MAXUINT8, TRD_OPTION_LIMIT },
  { "tasks", "complete", "[TASK…]", "Complete tasks whose call is over; --wrapping: all in wrap-up.",
    complete, 0, G_MAXUINT8, TRD_OPTION_WRAPPING | TRD_OPTION_YES },
  { "tasks", "delete", "[TASK…]", "Delete tasks for good; --all: every one.", delete, 0, G_MAXUINT8,
    TRD_OPTION_ALL | TRD_OPTION_YES },
  { NULL },
};
