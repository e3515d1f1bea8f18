/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-colleagues.h"

#include "tsv-answer.h"
#include "tsv-attributes.h"
#include "tsv-caller.h"
#include "tsv-listing.h"
#include "tsv-service.h"

/*
 * Whom a call may be handed to: workers and queues. A worker is told of another what both see when
 * they look up from their desks; a supervisor also since when, and the attributes. And what a call
 * of the worker's own begins with, which the worker's own token makes.
 */

#define WORKERS_AGE 4  /* seconds: who is free changes all the time */
#define QUEUES_AGE 120 /* seconds: queues come and go seldom */

/* The only question about attributes that a desk asks: another would find out what they are. */
#define CAN_TAKE_CALLS "worker.channel.voice.available_capacity_percentage > 0"

static const char *const of_colleague[] = {
  "sid", "friendly_name", "activity_name", "available", NULL,
};
static const char *const of_member[] = {
  "sid",       "friendly_name",       "activity_name", "activity_sid",
  "available", "date_status_changed", "attributes",    NULL,
};
static const char *const of_queue[] = { "sid", "friendly_name", NULL };
static const char *const of_whole_queue[] = { "sid", "friendly_name", "target_workers", NULL };
static const char *const of_number[] = { "phone_number", NULL };
static const char *const of_name[] = { "sid", "friendly_name", NULL };

static void
get_list (TsvContext *context,
          TrsRequest *request,
          const char *what,
          const char *const *query,
          int max_age,
          TsvListingFunc func,
          gconstpointer data)
{
  g_autofree char *path =
    g_strdup_printf ("Workspaces/%s/%s", context->config->workspace_sid, what);

  tsv_listing_get (context->listing, TR_SERVICE_TASKROUTER, path, query, max_age, request, func,
                   (gpointer) data);
}

/* ---- Workers ---- */

static void
answer_workers (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "workers", tsv_service_pick_all (items, user_data));
}

static void
list_workers (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  static const char *const free_query[] = {
    "Available", "true", "TargetWorkersExpression", CAN_TAKE_CALLS, NULL,
  };
  TrsForm *query = trs_request_get_query (request);
  const char *expression = trs_form_get (query, "TargetWorkersExpression");

  if (g_strcmp0 (expression, CAN_TAKE_CALLS) == 0)
    get_list (user_data, request, "Workers", free_query, WORKERS_AGE, answer_workers, of_name);
  else if (expression != NULL)
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "TargetWorkersExpression: not this one");
  else
    get_list (user_data, request, "Workers", NULL, WORKERS_AGE, answer_workers,
              caller->is_supervisor ? of_member : of_colleague);
}

static void
answer_worker (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  const char *wanted = trs_request_get_variable (request, "Worker");

  if (error != NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *worker = json_array_get_object_element (items, i);
      JsonNode *sid = json_object_get_member (worker, "sid");

      if (sid == NULL || !JSON_NODE_HOLDS_VALUE (sid) ||
          g_strcmp0 (json_node_get_string (sid), wanted) != 0)
        continue;
      tsv_answer_object (request, 200, tsv_service_pick (worker, of_name));
      return;
    }
  tsv_answer_refusal (request, TSV_ERROR_NOT_FOUND, "The service has no such thing");
}

static void
find_worker (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  if (caller->is_supervisor)
    tsv_attributes_answer (user_data, request, trs_request_get_variable (request, "Worker"));
  else
    get_list (user_data, request, "Workers", NULL, QUEUES_AGE, answer_worker,
              NULL);
}

/* ---- Queues ---- */

static void
answer_queues (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "task_queues", tsv_service_pick_all (items, user_data));
}

static void
list_queues (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  get_list (user_data, request, "TaskQueues", NULL, QUEUES_AGE, answer_queues,
            caller->is_supervisor ? of_whole_queue : of_queue);
}

/* ---- What a call of the worker's own needs ---- */

static gboolean
check_dial_out (TsvContext *context, TrsRequest *request, const TsvCaller *caller)
{
  if (tsv_policy_may_dial_out (context->config->policy, caller->name, caller->is_shared))
    return TRUE;
  tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "You may not call numbers");
  return FALSE;
}

static void
answer_workflows (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "workflows", tsv_service_pick_all (items, of_name));
}

static void
list_workflows (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  if (check_dial_out (user_data, request, caller))
    get_list (user_data, request, "Workflows", NULL, QUEUES_AGE, answer_workflows, NULL);
}

static void
answer_numbers (TrsRequest *request, JsonArray *items, const GError *error, gpointer user_data)
{
  if (error != NULL)
    tsv_answer_error (request, error);
  else
    tsv_service_answer_list (request, "incoming_phone_numbers",
                             tsv_service_pick_all (items, of_number));
}

static void
list_numbers (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  TsvContext *context = user_data;

  if (check_dial_out (context, request, caller))
    tsv_listing_get (context->listing, TR_SERVICE_API, "IncomingPhoneNumbers.json", NULL,
                     QUEUES_AGE, request, answer_numbers, NULL);
}

/* ---- Requests ---- */

static void
take (TrsRequest *request, TsvContext *context, TsvCallerFunc func)
{
  if (tsv_service_check_sids (context, request) && tsv_service_parse (request))
    tsv_caller_check (context, request, func, context);
}

static void
get_workers (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_workers);
}

static void
get_worker (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, find_worker);
}

static void
get_queues (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_queues);
}

static void
get_workflows (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_workflows);
}

static void
get_numbers (TrsRequest *request, gpointer user_data)
{
  take (request, user_data, list_numbers);
}

void
tsv_colleagues_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/service/IncomingPhoneNumbers", TRS_ACCESS_TOKEN, get_numbers },
    { "GET", "/v1/service/Workspaces/{Workspace}/Workers", TRS_ACCESS_TOKEN, get_workers },
    { "GET", "/v1/service/Workspaces/{Workspace}/Workers/{Worker}", TRS_ACCESS_TOKEN, get_worker },
    { "GET", "/v1/service/Workspaces/{Workspace}/TaskQueues", TRS_ACCESS_TOKEN, get_queues },
    { "GET", "/v1/service/Workspaces/{Workspace}/Workflows", TRS_ACCESS_TOKEN, get_workflows },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
