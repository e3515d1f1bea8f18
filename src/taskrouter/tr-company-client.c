/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-client-private.h"

#include "tr-company-request.h"
#include "tr-endpoints.h"

/**
 * TrCompanyClient:
 *
 * The API of task-router-server, as a desk uses it. Nothing is sent twice, nothing is kept but the
 * address, and no secret is in an error or in a log. Main context only.
 */
struct _TrCompanyClient
{
  GObject parent_instance;

  char *address;        /* owned; no slash at the end */
  SoupSession *session; /* owned */
  TrClock *clock;       /* owned */
};

G_DEFINE_FINAL_TYPE (TrCompanyClient, tr_company_client, G_TYPE_OBJECT)

static void
tr_company_client_dispose (GObject *object)
{
  TrCompanyClient *self = TR_COMPANY_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tr_company_client_parent_class)->dispose (object);
}

static void
tr_company_client_finalize (GObject *object)
{
  g_free (TR_COMPANY_CLIENT (object)->address);
  G_OBJECT_CLASS (tr_company_client_parent_class)->finalize (object);
}

static void
tr_company_client_class_init (TrCompanyClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tr_company_client_dispose;
  G_OBJECT_CLASS (klass)->finalize = tr_company_client_finalize;
}

static void
tr_company_client_init (TrCompanyClient *self)
{
}

/**
 * tr_company_client_new:
 * @address: where the server is, as https://calls.example.com; plain http is for this machine only
 * @session: what sends; its TLS settings are what is trusted
 * @clock: measures the deadlines
 * @error: return location
 *
 * Returns: (transfer full): a client; NULL with %G_IO_ERROR_INVALID_ARGUMENT, whose message says
 *   what is wrong with @address and holds nothing of it
 */
TrCompanyClient *
tr_company_client_new (const char *address, SoupSession *session, TrClock *clock, GError **error)
{
  g_autoptr(TrEndpoints) endpoints = NULL;
  TrCompanyClient *self;

  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  /* Both take passwords and tokens, so both have the same rules. */
  endpoints = tr_endpoints_new (address, error);
  if (endpoints == NULL)
    return NULL;
  if (tr_endpoints_is_official (endpoints))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "Server address: it is empty");
      return NULL;
    }

  self = g_object_new (TR_TYPE_COMPANY_CLIENT, NULL);
  self->address = g_strdup (tr_endpoints_get_taskrouter (endpoints));
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * tr_company_client_get_address:
 * @self: a client
 *
 * Returns: the address in its shortest form: what a keyring finds the same server by
 */
const char *
tr_company_client_get_address (TrCompanyClient *self)
{
  g_return_val_if_fail (TR_IS_COMPANY_CLIENT (self), NULL);

  return self->address;
}

/* Private: see the header. */
void
tr_company_client_send (GTask *task,
                        const char *method,
                        const char *path,
                        const char *bearer,
                        JsonObject *body,
                        const char *refusal)
{
  TrCompanyClient *self = g_task_get_source_object (task);
  g_autofree char *url = g_strconcat (self->address, path, NULL);
  g_autofree char *what = g_strdup_printf ("%s %s", method, path);
  SoupMessage *message = tr_company_request_new_message (method, url, bearer, body);

  tr_company_request_send (task, self->session, self->clock, message, what, refusal);
}

/**
 * tr_company_client_sign_in_async:
 * @self: a client
 * @worker: the worker's friendly name
 * @password: the worker's; it is sent once and not kept
 * @device: (nullable): what this computer is known by, made up once, of 1 to 128 bytes
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Signs a worker in. Ends with tr_company_client_grant_finish(), whose %TR_ERROR_AUTH means worker
 * or password: the server never says which.
 *
 * Source: task-router-server's API, `POST /v1/session`.
 */
void
tr_company_client_sign_in_async (TrCompanyClient *self,
                                 const char *worker,
                                 const char *password,
                                 const char *device,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  GTask *task;

  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (worker != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_company_client_grant_finish);
  json_object_set_string_member (body, "worker", worker);
  json_object_set_string_member (body, "password", password);
  if (device != NULL)
    json_object_set_string_member (body, "device", device);
  tr_company_client_send (task, "POST", "/v1/session", NULL, body, "bad-credentials");
}

/**
 * tr_company_client_refresh_async:
 * @self: a client
 * @refresh_token: from the last grant; good for one use
 * @device: what this computer is known by
 * @attempt: (nullable): the same whenever the same renewal is sent again, so that an answer that was
 *   lost is no second use
 * @cancellable: (nullable): to give up; the token may have been used all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Renews a session. Ends with tr_company_client_grant_finish(), whose %TR_ERROR_AUTH means that the
 * session is over; after any other error @refresh_token is still what is to be tried.
 *
 * Source: task-router-server's API, `POST /v1/session/refresh`.
 */
void
tr_company_client_refresh_async (TrCompanyClient *self,
                                 const char *refresh_token,
                                 const char *device,
                                 const char *attempt,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  GTask *task;

  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (refresh_token != NULL && device != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_company_client_grant_finish);
  json_object_set_string_member (body, "refresh_token", refresh_token);
  json_object_set_string_member (body, "device", device);
  if (attempt != NULL)
    json_object_set_string_member (body, "attempt", attempt);
  tr_company_client_send (task, "POST", "/v1/session/refresh", NULL, body, "session-ended");
}

/**
 * tr_company_client_grant_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): what was granted; NULL with a #TrError or %G_IO_ERROR_CANCELLED.
 *   %TR_ERROR_RATE_LIMIT says by tr_error_get_retry_after() for how long
 */
TrCompanyGrant *
tr_company_client_grant_finish (TrCompanyClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_company_client_grant_finish), NULL);

  node = g_task_propagate_pointer (G_TASK (result), &cause);
  if (node != NULL)
    return tr_company_grant_new_from_json (node, error);
  if (cause == NULL) /* a 204 */
    cause = g_error_new_literal (TR_ERROR, TR_ERROR_PROTOCOL, "Session: the answer is empty");
  g_propagate_error (error, cause);
  return NULL;
}

/**
 * tr_company_client_sign_out_async:
 * @self: a client
 * @refresh_token: from the last grant
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Ends a session; no error if it was over already. Ends with tr_company_client_operation_finish().
 *
 * Source: task-router-server's API, `DELETE /v1/session`.
 */
void
tr_company_client_sign_out_async (TrCompanyClient *self,
                                  const char *refresh_token,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (refresh_token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_company_client_operation_finish);
  tr_company_client_send (task, "DELETE", "/v1/session", refresh_token, NULL, "bad-token");
}

/* Takes the task. @before and @after: what is around the SID in the path. */
static void
send_about (GTask *task, TrToken *token, const char *before, const char *sid, const char *after)
{
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);
  g_autofree char *path = g_strconcat (before, escaped, after, NULL);

  g_task_set_source_tag (task, tr_company_client_operation_finish);
  tr_company_client_send (task, "POST", path, tr_token_get_jwt (token), NULL, "bad-token");
}

/**
 * tr_company_client_end_conference_async:
 * @self: a client
 * @token: the worker's, which lives
 * @conference_sid: a conference that one of the worker's reservations belongs to
 * @cancellable: (nullable): to give up; it may have ended all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Ends a call for everybody on it; no error if it was over already. Ends with
 * tr_company_client_operation_finish(): %TR_ERROR_FORBIDDEN if it is not the worker's.
 *
 * Source: task-router-server's API, `POST /v1/conferences/{sid}/end`.
 */
void
tr_company_client_end_conference_async (TrCompanyClient *self,
                                        TrToken *token,
                                        const char *conference_sid,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (TR_IS_TOKEN (token));
  g_return_if_fail (conference_sid != NULL);

  send_about (g_task_new (self, cancellable, callback, user_data), token, "/v1/conferences/",
              conference_sid, "/end");
}

/**
 * tr_company_client_complete_task_async:
 * @self: a client
 * @token: the worker's, which lives
 * @task_sid: a task that one of the worker's reservations belongs to
 * @cancellable: (nullable): to give up; it may be completed all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Completes a task; no error if it was completed already. Ends with
 * tr_company_client_operation_finish(): %TR_ERROR_FORBIDDEN if it is not the worker's.
 *
 * Source: task-router-server's API, `POST /v1/tasks/{sid}/complete`.
 */
void
tr_company_client_complete_task_async (TrCompanyClient *self,
                                       TrToken *token,
                                       const char *task_sid,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (TR_IS_TOKEN (token));
  g_return_if_fail (task_sid != NULL);

  send_about (g_task_new (self, cancellable, callback, user_data), token, "/v1/tasks/", task_sid,
              "/complete");
}

/**
 * tr_company_client_operation_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether it was done; FALSE with a #TrError or %G_IO_ERROR_CANCELLED
 */
gboolean
tr_company_client_operation_finish (TrCompanyClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_company_client_operation_finish),
                        FALSE);

  node = g_task_propagate_pointer (G_TASK (result), &cause);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, cause);
  return FALSE;
}
