/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-own-call.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-service.h"

/*
 * What became of a number that was called is told by its call alone: the number is gone from the
 * conference by then. Of a call whose SID is known its status is no secret; but whom it is to, is,
 * unless it is to the worker's own phone. That is how a desk that was started anew in a call of three
 * knows which leg is its worker's.
 *
 * Source: Api 2010, Calls/{CA}: GET; TaskRouter, Workers/{WK}: GET.
 */

static const char *const of_call[] = { "sid", "status", NULL };

typedef struct
{
  TrsRequest *request; /* owned; held */
  const TsvContext *context;
  char *worker_sid;
  JsonObject *call; /* owned, nullable: as the service told it */
} Errand;

static void
errand_free (Errand *errand)
{
  trs_request_unref (errand->request);
  g_free (errand->worker_sid);
  g_clear_pointer (&errand->call, json_object_unref);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

/* Whether the worker's attributes name @to as the phone. */
static gboolean
is_phone_of (JsonNode *node, const char *to)
{
  g_autoptr(JsonObject) attributes = NULL;
  const char *phone;
  JsonObject *worker;

  return node != NULL && tr_json_expect_object (node, &worker, NULL) &&
         tr_json_expect_nested_object (worker, "attributes", &attributes, NULL) &&
         tr_json_expect_string (attributes, "contact_uri", &phone, NULL) &&
         g_str_equal (phone, to);
}

static void
worker_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Errand) errand = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  JsonObject *answer = tsv_service_pick (errand->call, of_call);
  const char *to = NULL;

  if (error != NULL)
    g_info ("Whose phone it is: %s", error->message);
  if (tr_json_expect_string (errand->call, "to", &to, NULL) && is_phone_of (node, to))
    json_object_set_string_member (answer, "to", to);
  tsv_answer_object (errand->request, 200, answer);
}

static void
call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Errand) errand = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  JsonObject *call;

  if (node == NULL || !tr_json_expect_object (node, &call, &error))
    {
      tsv_service_answer_error (errand->request, error);
      return;
    }

  errand->call = json_object_ref (call);
  escaped = g_uri_escape_string (errand->worker_sid, NULL, FALSE);
  path = g_strdup_printf ("Workspaces/%s/Workers/%s", errand->context->config->workspace_sid,
                          escaped);
  tr_client_request_async (TR_CLIENT (source), TR_SERVICE_TASKROUTER, "GET", path, NULL, NULL,
                           worker_cb, g_steal_pointer (&errand));
}

/**
 * tsv_own_call_show:
 * @request: held; its variable Call is a SID
 * @caller: who asks
 * @user_data: the context
 */
void
tsv_own_call_show (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  const TsvContext *context = user_data;
  g_autofree char *path =
    g_strdup_printf ("Calls/%s.json", trs_request_get_variable (request, "Call"));
  Errand *errand = g_new0 (Errand, 1);

  errand->request = trs_request_ref (request);
  errand->context = context;
  errand->worker_sid = g_strdup (caller->worker_sid);
  tr_client_request_async (context->client, TR_SERVICE_API, "GET", path, NULL, NULL, call_cb, errand);
}
