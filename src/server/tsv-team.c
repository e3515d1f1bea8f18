/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-team.h"

#include <string.h>

#include "tsv-answer.h"
#include "tsv-attributes.h"
#include "tsv-caller.h"
#include "tsv-listing.h"
#include "tsv-service.h"

/*
 * What a supervisor's desk asks about others' work, and for them; and the one thing that anybody's
 * desk may ask for itself, when the event bridge is out of reach: to be in another activity.
 */

#define TASKS_AGE 3 /* seconds */
#define OPEN_STATUSES "reserved,assigned,wrapping"

static const char *const of_task[] = {
  "sid", "assignment_status", "date_updated", "task_queue_friendly_name", "attributes", NULL,
};
static const char *const of_reservation[] = { "sid", "worker_sid", "reservation_status", NULL };
static const char *const of_worker[] = {
  "sid", "activity_sid", "activity_name", "available", NULL,
};

static char *
dup_path (TsvContext *context, const char *below)
{
  return g_strdup_printf ("Workspaces/%s/%s", context->config->workspace_sid, below);
}

/* ---- Reading ---- */

static void
answer_tasks (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "tasks", tsv_service_pick_all (items, of_task));
}

static void
list_tasks (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  static const char *const query[] = { "AssignmentStatus", OPEN_STATUSES, NULL };
  TsvContext *context = user_data;
  g_autofree char *path = dup_path (context, "Tasks");

  tsv_listing_get (context->listing, TR_SERVICE_TASKROUTER, path, query, TASKS_AGE, request,
                   answer_tasks, NULL);
}

static void
answer_reservations (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "reservations", tsv_service_pick_all (items, of_reservation));
}

static void
list_reservations (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  TsvContext *context = user_data;
  const char *task = trs_request_get_variable (request, "Task");
  g_autofree char *below = g_strdup_printf ("Tasks/%s/Reservations", task);
  g_autofree char *path = dup_path (context, below);

  tsv_listing_get (context->listing, TR_SERVICE_TASKROUTER, path, NULL, TASKS_AGE, request,
                   answer_reservations, NULL);
}

/* ---- Asking ---- */

/* Whoever looks next sees what came of it. */
static void
forget (TsvContext *context, const char *what)
{
  g_autofree char *path = dup_path (context, what);

  tsv_listing_forget (context->listing, path);
}

static gboolean
is_activity (const char *sid)
{
  return sid != NULL && strlen (sid) == 34 && g_str_has_prefix (sid, "WA") &&
         strspn (sid + 2, "0123456789abcdefABCDEF") == 32;
}

static void
change_worker (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  TsvContext *context = user_data;
  TrsForm *form = trs_request_get_form (request);
  const char *worker = trs_request_get_variable (request, "Worker");
  const char *activity = trs_form_get (form, "ActivitySid");
  gboolean rejects = trs_form_get_bool (form, "RejectPendingReservations", FALSE);
  const char *const fields[] = {
    "ActivitySid", activity, rejects ? "RejectPendingReservations" : NULL, "true", NULL,
  };
  g_autofree char *below = g_strdup_printf ("Workers/%s", worker);
  g_autofree char *path = dup_path (context, below);

  if (trs_form_get (form, "Attributes") != NULL)
    tsv_attributes_change (context, request, caller);
  else if (!caller->is_supervisor && !g_str_equal (caller->worker_sid, worker))
    tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "This is for supervisors");
  else if (!is_activity (activity))
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "ActivitySid: an activity is wanted");
  else
    {
      g_message ("%s sets the activity of %s", caller->name, worker);
      forget (context, "Workers");
      forget (context, "Tasks");
      tsv_service_post (context, request, TR_SERVICE_TASKROUTER, path, fields, of_worker);
    }
}

static void
complete (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  static const char *const fields[] = {
    "AssignmentStatus", "completed", "Reason", "completed by a supervisor", NULL,
  };
  TsvContext *context = user_data;
  TrsForm *form = trs_request_get_form (request);
  const char *task = trs_request_get_variable (request, "Task");
  g_autofree char *below = g_strdup_printf ("Tasks/%s", task);
  g_autofree char *path = dup_path (context, below);

  if (g_strcmp0 (trs_form_get (form, "AssignmentStatus"), "completed") != 0)
    {
      tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "AssignmentStatus: completed is wanted");
      return;
    }
  g_message ("%s completes %s", caller->name, task);
  forget (context, "Tasks");
  tsv_service_post (context, request, TR_SERVICE_TASKROUTER, path, fields, of_task);
}

/* The supervisor's own phone rings, and joins muted: no other phone, and no other way. */
static void
monitor (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  const char *const fields[] = {
    "Instruction", "supervise", "Supervisor", caller->worker_sid, "SupervisorMode", "monitor", NULL,
  };
  TsvContext *context = user_data;
  TrsForm *form = trs_request_get_form (request);
  const char *task = trs_request_get_variable (request, "Task");
  g_autofree char *below = g_strdup_printf ("Tasks/%s/Reservations/%s", task,
                                            trs_request_get_variable (request, "Reservation"));
  g_autofree char *path = dup_path (context, below);

  if (g_strcmp0 (trs_form_get (form, "Instruction"), "supervise") != 0 ||
      g_strcmp0 (trs_form_get (form, "SupervisorMode"), "monitor") != 0)
    {
      tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST,
                          "Instruction: supervise is wanted, with the mode monitor");
      return;
    }
  g_message ("%s listens in on %s", caller->name, task);
  tsv_service_post (context, request, TR_SERVICE_TASKROUTER, path, fields, of_reservation);
}

/* ---- Requests ---- */

static void
take (TrsRequest *request, TsvContext *context, TsvCallerFunc func)
{
  if (tsv_service_check_sids (context, request) && tsv_service_parse (request))
    tsv_caller_check_supervisor (context, request, func, context);
}

static void
get_tasks (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_tasks);
}

static void
get_reservations (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_reservations);
}

static void
post_worker (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;

  if (tsv_service_check_sids (context, request) && tsv_service_parse (request))
    tsv_caller_check (context, request, change_worker, context);
}

static void
post_task (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, complete);
}

static void
post_reservation (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, monitor);
}

void
tsv_team_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/service/Workspaces/{Workspace}/Tasks", TRS_ACCESS_TOKEN, get_tasks },
    { "POST", "/v1/service/Workspaces/{Workspace}/Tasks/{Task}", TRS_ACCESS_TOKEN, post_task },
    { "GET", "/v1/service/Workspaces/{Workspace}/Tasks/{Task}/Reservations", TRS_ACCESS_TOKEN,
      get_reservations },
    { "POST", "/v1/service/Workspaces/{Workspace}/Tasks/{Task}/Reservations/{Reservation}",
      TRS_ACCESS_TOKEN, post_reservation },
    { "POST", "/v1/service/Workspaces/{Workspace}/Workers/{Worker}", TRS_ACCESS_TOKEN, post_worker },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
