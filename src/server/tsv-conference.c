/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-conference.h"

#include "tsv-answer.h"
#include "tsv-line.h"

/* POST /v1/conferences/{sid}/end, for the worker whose call it is. */

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  if (!tr_client_end_conference_finish (TR_CLIENT (source), result, &error))
    {
      g_autoptr(GError) told = tsv_error_from_service (error);

      tsv_answer_error (request, told);
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "sid", trs_request_get_variable (request, "Sid"));
  json_object_set_string_member (object, "status", "completed");
  tsv_answer_object (request, 200, object);
}

static void
end_own (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;

  tr_client_end_conference_async (context->client, trs_request_get_variable (request, "Sid"), NULL,
                                  ended_cb, trs_request_ref (request));
}

static void
end_called (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  TsvContext *context = user_data;

  tsv_line_check (context->line, request, caller, FALSE, end_own, context);
}

static void
end (TrsRequest *request, gpointer user_data)
{
  tsv_caller_check (user_data, request, end_called, user_data);
}

void
tsv_conference_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/conferences/{Sid}/end", TRS_ACCESS_TOKEN, end },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
