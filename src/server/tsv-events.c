/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-events.h"

#include "tsv-answer.h"
#include "tsv-event-log.h"
#include "tsv-event-query.h"
#include "tsv-event-streams.h"
#include "tsv-oversight.h"
#include "tsv-signature.h"

/* POST /v1/events, which the service calls, and GET /v1/events for supervisors. */

typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned; held */
  TsvEvent *event;     /* owned */
  gboolean is_new;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  trs_request_unref (delivery->request);
  tsv_event_free (delivery->event);
  g_free (delivery);
}

static gboolean
store_event (TsvStore *store, gpointer data, GError **error)
{
  Delivery *delivery = data;

  return tsv_event_log_add (store, delivery->event, &delivery->is_new, error);
}

/* What is not stored is not taken: then the service comes again. */
static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrsRequest *request = user_data;
  g_autoptr(GError) error = NULL;
  Delivery *delivery = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (delivery == NULL)
    {
      g_message ("Events can't be stored: %s", error->message);
      tsv_answer_refusal (request, TSV_ERROR_BUSY, "It can't be stored");
      return;
    }
  if (delivery->is_new)
    {
      delivery->context->counters.events_stored++;
      tsv_event_streams_kick (delivery->context->streams);
    }
  else
    delivery->context->counters.events_doubled++;
  tsv_answer_empty (request);
}

static gboolean
is_of_workspace (const TsvContext *context, TrsForm *form)
{
  const TsvConfig *config = context->config;

  return g_strcmp0 (trs_form_get (form, "WorkspaceSid"), config->workspace_sid) == 0 &&
         g_strcmp0 (trs_form_get (form, "AccountSid"),
                    tr_credentials_get_account_sid (config->credentials)) == 0;
}

static void
take_event (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TsvEvent) event = NULL;
  TrsForm *form;
  Delivery *delivery;

  if (!tsv_signature_check (context, request, &error))
    {
      tsv_answer_error (request, error);
      return;
    }
  form = trs_request_get_form (request);
  event = tsv_event_new_from_form (form, tsv_context_get_now (context), &error);
  if (event == NULL)
    {
      context->counters.events_refused++;
      tsv_answer_error (request, error);
      return;
    }
  if (!is_of_workspace (context, form))
    {
      context->counters.events_ignored++;
      tsv_answer_empty (request);
      return;
    }
  delivery = g_new0 (Delivery, 1);
  delivery->context = context;
  delivery->request = trs_request_ref (request);
  delivery->event = g_steal_pointer (&event);
  trs_request_hold (request);
  tsv_database_run_async (context->database, store_event, delivery, delivery_free, NULL, stored_cb,
                          request);
}

/* ---- For supervisors ---- */

static void
answer_found (TrsRequest *request, TsvEventQuery *query)
{
  JsonObject *object = json_object_new ();
  g_autofree char *cursor = g_strdup_printf ("%" G_GINT64_FORMAT, query->last);

  json_object_set_array_member (object, "events", json_array_ref (query->events));
  json_object_set_string_member (object, "cursor", cursor);
  json_object_set_boolean_member (object, "has_more", query->has_more);
  tsv_answer_object (request, 200, object);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  TsvEventQuery *query = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (query == NULL)
    tsv_answer_error (request, error);
  else
    answer_found (request, query);
}

static void
list_events (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autoptr(GError) error = NULL;
  TsvEventQuery *query;

  if (!tsv_oversight_check (context, request))
    return;
  if (!trs_request_parse_query (request, NULL))
    {
      tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "The query can't be read");
      return;
    }
  query = tsv_event_query_new (trs_request_get_query (request), &error);
  if (query == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  trs_request_hold (request);
  tsv_database_run_async (context->reader, tsv_event_query_run, query,
                          (GDestroyNotify) tsv_event_query_free, NULL, found_cb,
                          trs_request_ref (request));
}

void
tsv_events_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/events", TRS_ACCESS_TOKEN, take_event },
    { "GET", "/v1/events", TRS_ACCESS_TOKEN, list_events },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
