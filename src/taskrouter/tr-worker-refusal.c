/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"

/*
 * An event stream that was refused with 401 or 403.
 *
 * The service may have refused the token; or a guest network's sign-in page, or a proxy that knows
 * no websockets, stands in the way. The answer to an upgrade does not tell them apart, so the same
 * token is shown to the HTTP bridge, whose refusals carry the service's own envelope and which
 * fetches another token once. Only its word signs an agent out.
 */

static void
tr_worker_judge_refusal (TrWorker *self, const GError *answer)
{
  g_autoptr(GError) error = NULL;

  if (g_error_matches (answer, TR_ERROR, TR_ERROR_AUTH) ||
      g_error_matches (answer, TR_ERROR, TR_ERROR_FORBIDDEN))
    {
      tr_worker_sign_out (self, answer);
      return;
    }
  if (answer != NULL)
    {
      g_clear_object (&self->refused); /* nobody knows */
      tr_worker_lose_connection (self, answer);
      return;
    }

  error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL,
                       "The event stream was refused with status %u, but the token is good",
                       self->refused_status);
  tr_error_set_details (error, self->refused_status, 0, NULL);
  tr_worker_lose_connection (self, error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrWorker *worker = user_data; /* not owned: gone, or stopped, if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);
  g_autoptr(TrWorker) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (worker);
  if (payload == NULL || self->has_replaced ||
      tr_token_keeper_peek (self->keeper) == self->refused)
    {
      tr_worker_judge_refusal (self, error);
      return;
    }

  g_info ("The token was refused, another is good");
  self->has_replaced = TRUE; /* the next time round, wait */
  tr_worker_disconnect (self);
  tr_worker_connect (self);
}

/* Asks the HTTP bridge about the token of the stream, which has just been refused. The phase's
 * deadline covers this too. */
void
tr_worker_take_refusal (TrWorker *self, const GError *error)
{
  TrToken *token = tr_event_stream_get_token (self->stream);
  g_autofree char *workspace = g_uri_escape_string (tr_token_get_workspace_sid (token), NULL, FALSE);
  const char *sid = tr_token_get_worker_sid (token);
  g_autofree char *worker = g_uri_escape_string (sid != NULL ? sid : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s/Workers/%s", workspace, worker);

  g_info ("Asking about the token: %s", error->message);
  g_set_object (&self->refused, token);
  self->refused_status = tr_error_get_http_status (error);
  tr_worker_drop_stream (self);
  tr_bridge_request_async (self->bridge, "GET", path, "v1", NULL, self->connection, answered_cb,
                           self);
}
