/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-event-json.h"
#include "resource/trs-fields.h"

#define DEFAULT_MINUTES 15
#define MAX_DAYS 30

/* The part of the log that is asked for, in microseconds since the epoch. */
typedef struct
{
  gint64 start;
  gint64 end;
} Span;

static gboolean
read_date (TrsForm *query, const char *name, gint64 *date, GError **error)
{
  const char *text = trs_form_get_filled (query, name);

  if (text == NULL || trs_fields_parse_iso_date (text, date))
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "%s '%s' is not an ISO 8601 date", name, text);
  return FALSE;
}

static gboolean
span_read (Span *span, TrsForm *query, gint64 now, GError **error)
{
  gint64 minutes = 0;

  span->end = now;
  if (!trs_form_get_int (query, "Minutes", 1, MAX_DAYS * 24 * 60, DEFAULT_MINUTES, &minutes,
                         error))
    return FALSE;
  span->start = now - minutes * 60 * G_USEC_PER_SEC;
  if (!read_date (query, "StartDate", &span->start, error) ||
      !read_date (query, "EndDate", &span->end, error))
    return FALSE;

  if (span->start < now - (gint64) MAX_DAYS * 24 * 3600 * G_USEC_PER_SEC)
    {
      g_set_error_literal (error, TRS_REFUSAL, 14241, "StartDate is more than 30 days ago");
      return FALSE;
    }
  return TRUE;
}

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
         fits_datum (query, "TaskChannel", event, "task_channel_unique_name") &&
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
  Span span;

  if (workspace == NULL)
    return;
  if (!span_read (&span, query, tr_clock_get_real_time (trs_engine_get_clock (engine)), &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  for (guint i = 0; i < workspace->events->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (workspace->events, i);

      if (event->base.date_created >= span.start && event->base.date_created <= span.end &&
          accepts (event, query))
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
