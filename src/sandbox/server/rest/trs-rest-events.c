/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-event-json.h"
#include "trs-span.h"

static gboolean
fits_datum (TrsForm *query, const char *parameter, TrsEvent *event, const char *key)
{
  return trs_rest_name_fits (query, parameter, trs_event_get_datum (event, key));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsEvent *event = resource;

  return trs_rest_name_fits (query, "EventType", event->type) &&
         trs_rest_name_fits (query, "Sid", event->base.sid) &&
         fits_datum (query, "ReservationSid", event, "reservation_sid") &&
         (fits_datum (query, "TaskChannel", event, "task_channel_unique_name") ||
          fits_datum (query, "TaskChannel", event, "task_channel_sid")) &&
         fits_datum (query, "TaskQueueSid", event, "task_queue_sid") &&
         fits_datum (query, "TaskSid", event, "task_sid") &&
         fits_datum (query, "WorkerSid", event, "worker_sid") &&
         fits_datum (query, "WorkflowSid", event, "workflow_sid");
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsEngine *engine = user_data;
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsForm *query = trs_request_get_query (request);
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  TrsSpan span;

  if (workspace == NULL)
    return;
  if (!trs_span_read (&span, query, engine, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  for (guint i = 0; i < workspace->events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (workspace->events, i);

      if (trs_span_has (&span, event->base.date_created) && accepts (event, query))
        g_ptr_array_add (chosen, event);
    }
  trs_page_answer (request, chosen, "events", trs_event_to_rest);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsEvent *event;

  if (workspace == NULL)
    return;
  event = trs_workspace_get_event (workspace, trs_request_get_variable (request, "Sid"));
  if (event == NULL)
    trs_request_refuse_unknown (request);
  else
    trs_request_answer_object (request, 200,
                               trs_event_to_rest (event, trs_request_get_base_url (request)));
}

static const TrsRoute routes[] = {
  { "GET", "/v1/Workspaces/{WorkspaceSid}/Events", TRS_ACCESS_BASIC, list },
  { "GET", "/v1/Workspaces/{WorkspaceSid}/Events/{Sid}", TRS_ACCESS_BASIC, fetch },
};

void
trs_rest_add_events (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
