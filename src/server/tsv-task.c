/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-task.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-caller.h"
#include "tsv-work.h"

/* POST /v1/tasks/{sid}/complete, for the worker who has it. */

static void
answer_completed (TrsRequest *request)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", trs_request_get_variable (request, "Sid"));
  json_object_set_string_member (object, "status", "completed");
  tsv_answer_object (request, 200, object);
}

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (error == NULL)
    answer_completed (request);
  else
    {
      g_autoptr(GError) told = tsv_error_from_service (error);

      tsv_answer_error (request, told);
    }
}

static void
complete_own (TrsRequest *request, const char *const *tasks, gpointer user_data)
{
  TsvContext *context = user_data;
  const char *sid = trs_request_get_variable (request, "Sid");
  const char *const form[] = { "AssignmentStatus", "completed", NULL };
  g_autofree char *path = NULL;

  if (tasks == NULL)
    return;
  if (!g_strv_contains (tasks, sid))
    {
      tsv_answer_refusal (request, TSV_ERROR_NOT_YOURS, "No reservation of yours goes with this task");
      return;
    }
  path = g_strdup_printf ("Workspaces/%s/Tasks/%s", context->config->workspace_sid, sid);
  tr_client_request_async (context->client, TR_SERVICE_TASKROUTER, "POST", path, form, NULL,
                           completed_cb, trs_request_ref (request));
}

static void
complete_called (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  tsv_work_list (user_data, request, caller->worker_sid, complete_own, user_data);
}

static void
complete (TrsRequest *request, gpointer user_data)
{
  tsv_caller_check (user_data, request, complete_called, user_data);
}

void
tsv_task_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/tasks/{Sid}/complete", TRS_ACCESS_TOKEN, complete },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
