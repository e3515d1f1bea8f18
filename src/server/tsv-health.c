/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-health.h"

#include "tsv-answer.h"

/* GET /health, for a balancer and for systemd's eyes: the database answers. It says nothing more, as
 * anybody may ask. */

static gboolean
look (TsvStore *store, gpointer data, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  return tsv_store_find (store, &row, error, "SELECT count (*) FROM setting", "");
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  if (error != NULL)
    {
      g_message ("Not healthy: %s", error->message);
      tsv_answer_refusal (request, TSV_ERROR_BUSY, "The database does not answer");
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "status", "ok");
  tsv_answer_object (request, 200, object);
}

static void
get_health (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;

  trs_request_hold (request);
  tsv_database_run_async (context->database, look, NULL, NULL, NULL, looked_cb,
                          trs_request_ref (request));
}

void
tsv_health_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/health", TRS_ACCESS_TOKEN, get_health },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
