/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include "tr-error.h"

#include "trd-progress.h"
#include "trd-worker.h"

static const TrdColumn columns[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "activity_name", "ACTIVITY", TRD_KIND_TEXT },
  { "available", "AVAILABLE", TRD_KIND_TEXT },
  { "in_activity_seconds", "FOR", TRD_KIND_DURATION },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn card[] = {
  { "friendly_name", "Name", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
  { "activity_name", "Activity", TRD_KIND_TEXT },
  { "activity_sid", "Activity SID", TRD_KIND_TEXT },
  { "available", "Available", TRD_KIND_TEXT },
  { "in_activity_seconds", "For", TRD_KIND_DURATION },
  { "attributes", "Attributes", TRD_KIND_TEXT },
};

/* How long in this activity, by this machine's clock. */
static void
add_time (JsonObject *worker)
{
  const char *text = trd_member_text (worker, "date_status_changed");
  g_autoptr(GDateTime) changed = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (changed != NULL)
    json_object_set_int_member (worker, "in_activity_seconds",
                                MAX (g_date_time_difference (now, changed), 0) / G_USEC_PER_SEC);
}

/**
 * trd_worker_list:
 * @service: the service
 * @activity: (nullable): only those who have it, by name
 * @limit: how many at most; 0: all
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the workers, with
 *   "in_activity_seconds" by this machine's clock
 */
GPtrArray *
trd_worker_list (TrdService *service, const char *activity, guint limit, GError **error)
{
  const char *const query[] = { "ActivityName", activity, NULL };
  GPtrArray *workers = trd_service_list_workspace (service, "Workers", activity != NULL ? query : NULL,
                                                   limit, error);

  for (guint i = 0; workers != NULL && i < workers->len; i++)
    add_time (g_ptr_array_index (workers, i));
  return workers;
}

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) workers = trd_worker_list (service, options->status, options->limit, &error);

  if (workers == NULL)
    return trd_complain_error (error);
  trd_table_print (columns, G_N_ELEMENTS (columns), workers, options->format,
                   options->status != NULL ? "No worker has that activity." : "There are no workers.");
  return TRD_EXIT_DONE;
}

static JsonObject *
find_worker (TrdService *service, const TrdOptions *options, const char *name, GError **error)
{
  g_autoptr(GPtrArray) workers = trd_worker_list (service, options->status, options->limit, error);
  JsonObject *worker = workers != NULL ? trd_find (workers, name, "worker", error) : NULL;

  return worker != NULL ? json_object_ref (worker) : NULL;
}

static TrdExit
show (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) worker = find_worker (service, options, arguments[0], &error);

  if (worker == NULL)
    return trd_complain_error (error);
  trd_card_print (card, G_N_ELEMENTS (card), worker, options->format);
  return TRD_EXIT_DONE;
}

static JsonObject *
set_activity (TrdService *service, JsonObject *worker, const char *activity_sid, GError **error)
{
  const char *const form[] = { "ActivitySid", activity_sid, NULL };
  g_autofree char *path = g_strdup_printf ("Workers/%s", trd_member_text (worker, "sid"));
  JsonObject *changed = trd_service_request_workspace (service, "POST", path, form, error);

  if (changed != NULL)
    add_time (changed);
  return changed;
}

static TrdExit
set_activity_command (const TrdCommand *command,
                      TrdService *service,
                      const TrdOptions *options,
                      char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) worker = find_worker (service, options, arguments[0], &error);
  g_autoptr(GPtrArray) activities = NULL;
  g_autoptr(JsonObject) changed = NULL;
  JsonObject *activity;

  if (worker == NULL)
    return trd_complain_error (error);
  activities = trd_service_list_workspace (service, "Activities", NULL, 0, &error);
  activity = activities != NULL ? trd_find (activities, arguments[1], "activity", &error) : NULL;
  changed = activity != NULL
                ? set_activity (service, worker, trd_member_text (activity, "sid"), &error)
                : NULL;
  if (changed == NULL)
    return trd_complain_error (error);
  trd_card_print (card, G_N_ELEMENTS (card), changed, options->format);
  return TRD_EXIT_DONE;
}

/* ---- Everybody offline ---- */

/* The workspace itself says which activity a worker gets who does not answer. */
static char *
dup_offline_activity (TrdService *service, GError **error)
{
  const char *workspace = trd_service_get_workspace (service, error);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s", workspace);
  g_autoptr(JsonObject) found = NULL;
  const char *sid;

  if (workspace == NULL)
    return NULL;
  found = trd_service_request (service, TR_SERVICE_TASKROUTER, "GET", path, NULL, error);
  if (found == NULL)
    return NULL;

  sid = trd_member_text (found, "timeout_activity_sid");
  if (sid == NULL)
    g_set_error_literal (error, TR_ERROR, TR_ERROR_REFUSED,
                         "the workspace has no timeout activity, which is what offline would be");
  return g_strdup (sid);
}

static GPtrArray *
choose_available (GPtrArray *workers, const char *offline_sid)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < workers->len; i++)
    {
      JsonObject *worker = g_ptr_array_index (workers, i);

      if (g_strcmp0 (trd_member_text (worker, "activity_sid"), offline_sid) != 0)
        g_ptr_array_add (chosen, json_object_ref (worker));
    }
  return chosen;
}

static TrdExit
set_all (TrdService *service, const TrdOptions *options, GPtrArray *workers, const char *activity_sid)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  TrdProgress *progress = trd_progress_new ("Setting workers offline", workers->len);
  TrdExit status = TRD_EXIT_DONE;

  for (guint i = 0; i < workers->len; i++, trd_progress_step (progress))
    {
      g_autoptr(GError) error = NULL;
      JsonObject *worker = g_ptr_array_index (workers, i);
      JsonObject *now = set_activity (service, worker, activity_sid, &error);

      if (now != NULL)
        g_ptr_array_add (changed, now);
      else
        status = trd_complain (trd_complain_error (error), "%s was not changed",
                               trd_member_text (worker, "friendly_name"));
    }
  trd_progress_free (progress);
  trd_table_print (columns, G_N_ELEMENTS (columns), changed, options->format, "Nobody was changed.");
  return status;
}

static TrdExit
set_offline (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *offline = NULL;
  g_autofree char *question = NULL;
  g_autoptr(GPtrArray) workers = NULL;
  g_autoptr(GPtrArray) chosen = NULL;

  if (!options->all)
    return trd_complain (TRD_EXIT_USAGE, "'workers offline' is for everybody: say --all, or use "
                         "'workers set-activity NAME ACTIVITY' for one");
  offline = dup_offline_activity (service, &error);
  workers = offline != NULL ? trd_worker_list (service, options->status, options->limit, &error) : NULL;
  if (workers == NULL)
    return trd_complain_error (error);

  chosen = choose_available (workers, offline);
  if (options->dry_run || chosen->len == 0)
    {
      trd_table_print (columns, G_N_ELEMENTS (columns), chosen, options->format,
                       "Everybody is offline.");
      return TRD_EXIT_DONE;
    }
  question = g_strdup_printf ("Set %u workers offline? Calls that wait for their answer go to others.",
                              chosen->len);
  if (!trd_confirm (options, question))
    return TRD_EXIT_REFUSED;
  return set_all (service, options, chosen, offline);
}

const TrdCommand trd_worker_commands[] = {
  { "workers", "list", "", "List the workers, with what they do since when.", list, 0, 0,
    TRD_OPTION_LIMIT | TRD_OPTION_STATUS },
  { "workers", "show", "NAME", "Show one worker, by name or SID.", show, 1, 1, 0 },
  { "workers", "set-activity", "NAME ACTIVITY", "Give a worker an activity.", set_activity_command,
    2, 2, 0 },
  { "workers", "offline", "", "Set everybody offline (--all).", set_offline, 0, 0,
    TRD_OPTION_ALL | TRD_OPTION_YES },
  { NULL },
};
