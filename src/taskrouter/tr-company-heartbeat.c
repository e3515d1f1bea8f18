/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-heartbeat.h"

#include "tr-company-client-private.h"
#include "tr-json.h"

#define MAX_SECONDS (24 * 60 * 60)

/**
 * tr_company_client_beat_async:
 * @self: a client
 * @token: the worker's, which lives
 * @device: what this computer is known by
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Says that the desk is still there, so that the server need not wait for the token's end to see
 * that it is not.
 *
 * Source: task-router-server's API, `POST /v1/session/heartbeat`.
 */
void
tr_company_client_beat_async (TrCompanyClient *self,
                              TrToken *token,
                              const char *device,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  GTask *task;

  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (TR_IS_TOKEN (token));
  g_return_if_fail (device != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_company_client_beat_async);
  json_object_set_string_member (body, "device", device);
  tr_company_client_send (task, "POST", "/v1/session/heartbeat", tr_token_get_jwt (token), body,
                          "bad-token");
}

static gboolean
read_every (JsonNode *node, guint *every, GError **error)
{
  JsonObject *object;
  gint64 seconds;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_int (object, "every", 0, MAX_SECONDS, &seconds, error))
    return FALSE;
  *every = (guint) seconds;
  return TRUE;
}

/**
 * tr_company_client_beat_finish:
 * @self: a client
 * @result: from the callback
 * @every: (out): within how many seconds the server wants the next; 0: nobody listens for it
 * @error: return location
 *
 * Returns: whether it was heard; FALSE with a #TrError (%TR_ERROR_NOT_FOUND: this server knows of
 *   no such thing) or %G_IO_ERROR_CANCELLED
 */
gboolean
tr_company_client_beat_finish (TrCompanyClient *self,
                               GAsyncResult *result,
                               guint *every,
                               GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_company_client_beat_async), FALSE);
  g_return_val_if_fail (every != NULL, FALSE);

  node = g_task_propagate_pointer (G_TASK (result), &cause);
  if (node != NULL && read_every (node, every, &cause))
    return TRUE;
  if (cause == NULL) /* a 204 */
    cause = g_error_new_literal (TR_ERROR, TR_ERROR_PROTOCOL, "the answer is empty");
  g_propagate_prefixed_error (error, cause, "Heartbeat: ");
  return FALSE;
}
