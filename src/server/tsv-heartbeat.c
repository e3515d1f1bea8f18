/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-heartbeat.h"

#include "tsv-answer.h"
#include "tsv-bearer.h"
#include "tsv-digest.h"
#include "tsv-family.h"

typedef struct
{
  char *worker_sid;
  GBytes *device; /* digest */
  gint64 now;
  int every; /* seconds; 0: nobody listens for them */
} Beat;

static void
beat_free (gpointer data)
{
  Beat *beat = data;

  g_clear_pointer (&beat->device, g_bytes_unref);
  g_free (beat->worker_sid);
  g_free (beat);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Beat, beat_free)

static gboolean
note_beat (TsvStore *store, gpointer data, GError **error)
{
  const Beat *beat = data;

  if (!tsv_store_run (store, error,
                      "UPDATE session SET beat = ? WHERE worker_sid = ? AND device = ?", "itb",
                      beat->now, beat->worker_sid, beat->device))
    return FALSE;
  if (tsv_store_get_changes (store) > 0)
    return TRUE;
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_SESSION_ENDED,
                       "The worker is not signed in at this device");
  return FALSE;
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  Beat *beat = tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  JsonObject *object;

  if (beat == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "every", beat->every);
  tsv_answer_object (request, 200, object);
}

static GBytes *
read_device (TrsRequest *request, GError **error)
{
  g_autoptr(JsonObject) body = tsv_answer_read_body (request, error);
  const char *device;

  if (body == NULL || !tsv_answer_read_text (body, "device", TSV_MAX_DEVICE, &device, error))
    return NULL;
  if (device != NULL)
    return tsv_digest_new_text ("device", device);
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "device is wanted");
  return NULL;
}

static void
take_beat (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  int patience = context->config->policy->vanish_seconds;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = tsv_bearer_verify (context, request, &error);
  g_autoptr(Beat) beat = g_new0 (Beat, 1);

  if (token != NULL)
    beat->device = read_device (request, &error);
  if (beat->device == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  beat->worker_sid = g_strdup (tr_token_get_worker_sid (token));
  beat->now = tsv_context_get_now (context);
  beat->every = patience > 0 ? MAX (1, patience / 3) : 0;
  trs_request_hold (request);
  tsv_database_run_async (context->database, note_beat, g_steal_pointer (&beat), beat_free, NULL,
                          noted_cb, trs_request_ref (request));
}

void
tsv_heartbeat_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/session/heartbeat", TRS_ACCESS_TOKEN, take_beat },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
