/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-bridge.h"

#include <string.h>

#include "tr-exchange.h"
#include "tr-http-error.h"
#include "tr-json.h"

#define MAX_ANSWER TR_JSON_MAX_BYTES

struct _TrBridge
{
  GObject parent_instance;

  TrEndpoints *endpoints;
  SoupSession *session;
  TrTokenKeeper *keeper;
  TrClock *clock;
  TrServiceTime *service_time;
};

G_DEFINE_FINAL_TYPE (TrBridge, tr_bridge, G_TYPE_OBJECT)

typedef struct
{
  char *method;
  char *path;
  const char *api_version; /* interned */
  JsonObject *parameters;
  gint64 version; /* that the resource must have; -1: any */
  TrToken *token; /* that it was sent with, nullable */
  gboolean is_second_try;
  gint64 sent_at;
  gsize answer_size; /* bytes */
  SoupMessage *message;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->method);
  g_free (request->path);
  json_object_unref (request->parameters);
  g_clear_object (&request->token);
  g_clear_object (&request->message);
  g_free (request);
}

static void
tr_bridge_finalize (GObject *object)
{
  TrBridge *self = TR_BRIDGE (object);

  g_clear_object (&self->endpoints);
  g_clear_object (&self->session);
  g_clear_object (&self->keeper);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->service_time, tr_service_time_free);
  G_OBJECT_CLASS (tr_bridge_parent_class)->finalize (object);
}

static void
tr_bridge_class_init (TrBridgeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_bridge_finalize;
}

static void
tr_bridge_init (TrBridge *self)
{
}

/**
 * tr_bridge_new:
 * @endpoints: where the event bridge is
 * @session: sends the requests
 * @keeper: has the token
 * @clock: measures deadlines
 *
 * Returns: (transfer full): a bridge
 */
TrBridge *
tr_bridge_new (TrEndpoints *endpoints, SoupSession *session, TrTokenKeeper *keeper, TrClock *clock)
{
  TrBridge *self;

  g_return_val_if_fail (TR_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (TR_IS_TOKEN_KEEPER (keeper), NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TR_TYPE_BRIDGE, NULL);
  self->endpoints = g_object_ref (endpoints);
  self->session = g_object_ref (session);
  self->keeper = g_object_ref (keeper);
  self->clock = g_object_ref (clock);
  self->service_time = tr_service_time_new (clock);
  return self;
}

/* A capability token names one address in its policies; an AccessToken says by itself whose it is. */
static void
append_address (GString *uri, TrToken *token)
{
  if (!tr_token_is_capability (token))
    return;

  g_string_append_c (uri, '/');
  g_string_append_uri_escaped (uri, tr_token_get_account_sid (token), NULL, FALSE);
  g_string_append_c (uri, '/');
  g_string_append_uri_escaped (uri, tr_token_get_worker_sid (token), NULL, FALSE);
}

/**
 * tr_bridge_dup_uri:
 * @endpoints: where the event bridge is
 * @token: whose requests
 *
 * Returns: (transfer full): where requests are posted to
 *
 * Source: the protocol's "HTTP bridge"; the longer form is that of the official SDK 0.1, which
 * takes capability tokens.
 */
char *
tr_bridge_dup_uri (TrEndpoints *endpoints, TrToken *token)
{
  GString *uri = g_string_new (tr_endpoints_get_event_bridge (endpoints));

  append_address (uri, token);
  if (tr_token_is_capability (token))
    g_string_append (uri, "?serverVersion=1");
  return g_string_free (uri, FALSE);
}

/**
 * tr_bridge_dup_socket_uri:
 * @endpoints: where the event bridge is
 * @token: whose events
 * @close_existing: whether the service is to close the worker's other sockets
 *
 * Returns: (transfer full): where the socket is opened; it holds the token, so it is secret
 *
 * Source: the protocol's "WebSocket": the token can only be in the query.
 */
char *
tr_bridge_dup_socket_uri (TrEndpoints *endpoints, TrToken *token, gboolean close_existing)
{
  g_autofree char *base = tr_endpoints_dup_event_socket (endpoints);
  GString *uri = g_string_new (base);

  append_address (uri, token);
  g_string_append (uri, "?token=");
  g_string_append_uri_escaped (uri, tr_token_get_jwt (token), NULL, FALSE);
  g_string_append_printf (uri, "&closeExistingSessions=%s&clientVersion=%s",
                          close_existing ? "true" : "false", TR_BRIDGE_CLIENT_VERSION);
  if (tr_token_is_capability (token))
    g_string_append (uri, "&serverVersion=1");
  return g_string_free (uri, FALSE);
}

/**
 * tr_bridge_get_service_time:
 * @self: a bridge
 *
 * Returns: (transfer none): the service's time, by the answers that came
 */
TrServiceTime *
tr_bridge_get_service_time (TrBridge *self)
{
  g_return_val_if_fail (TR_IS_BRIDGE (self), NULL);

  return self->service_time;
}

static SoupMessage *
build_message (TrBridge *self, Request *request)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autofree char *uri = tr_bridge_dup_uri (self->endpoints, request->token);
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, uri);
  SoupMessageHeaders *headers;

  if (message == NULL) /* the endpoints were checked when they were made */
    return NULL;

  json_object_set_string_member (body, "url", request->path);
  json_object_set_string_member (body, "method", request->method);
  json_object_set_object_member (body, "params", json_object_ref (request->parameters));
  json_object_set_string_member (body, "token", tr_token_get_jwt (request->token));
  text = tr_json_object_to_string (body);
  bytes = g_bytes_new_take (text, strlen (text));
  text = NULL;
  soup_message_set_request_body_from_bytes (message, "text/plain;charset=UTF-8", bytes);

  headers = soup_message_get_request_headers (message);
  soup_message_headers_append (headers, "clientVersion", TR_BRIDGE_CLIENT_VERSION);
  soup_message_headers_append (headers, "apiVersion", request->api_version);
  if (tr_token_is_capability (request->token))
    soup_message_headers_append (headers, "serverVersion", "1");
  if (request->version >= 0)
    {
      g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, request->version);

      soup_message_headers_append (headers, "If-Match", version);
    }
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  return message;
}

static JsonNode *
read_payload (JsonNode *root, GError **error)
{
  JsonObject *object, *payload;

  if (!tr_json_expect_object (root, &object, error) ||
      !tr_json_expect_member_object (object, "payload", &payload, error))
    return NULL;
  return json_node_ref (json_object_get_member (object, "payload"));
}

/* The service's refusal of a token says why; one without a word is of something in the way. */
static gboolean
is_mute_refusal (guint status, GBytes *body)
{
  return (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN) &&
         g_bytes_get_size (body) == 0;
}

/* Source: the protocol's "HTTP bridge", Success and Failure. */
static JsonNode *
payload_from_answer (Request *request, GBytes *body, GError **error)
{
  guint status = soup_message_get_status (request->message);
  g_autofree char *what = g_strdup_printf ("%s %s", request->method, request->path);
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) root = NULL;
  JsonNode *payload = NULL;

  if (is_mute_refusal (status, body))
    {
      g_propagate_error (error, tr_http_error_from_garbage (what, status, body, NULL));
      return NULL;
    }
  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      g_propagate_error (error, tr_http_error_from_status (what, status, body));
      return NULL;
    }

  root = tr_json_parse_limited (body, TR_JSON_MAX_ANSWER_VALUES, &cause);
  if (root != NULL)
    payload = read_payload (root, &cause);
  if (payload == NULL)
    g_propagate_error (error, tr_http_error_from_garbage (what, status, body, cause));
  return payload;
}

static void send_request (GTask *task);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrBridge *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = tr_exchange_finish (SOUP_SESSION (source), result, &error);
  g_autoptr(JsonNode) payload = NULL;
  const char *date;

  if (body != NULL)
    {
      date = soup_message_headers_get_one (soup_message_get_response_headers (request->message),
                                           "Date");
      request->answer_size = g_bytes_get_size (body);
      tr_service_time_add_answer (self->service_time, request->sent_at, date);
      payload = payload_from_answer (request, body, &error);
    }
  else
    g_prefix_error (&error, "%s %s: ", request->method, request->path);

  /* A refused token was refused before anything was done, so asking again is safe. */
  if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) && !request->is_second_try)
    {
      request->is_second_try = TRUE;
      send_request (g_steal_pointer (&task));
    }
  else if (payload != NULL)
    g_task_return_pointer (task, g_steal_pointer (&payload), (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
got_token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrBridge *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = tr_token_keeper_get_finish (TR_TOKEN_KEEPER (source), result, &error);

  if (token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_set_object (&request->token, token);
  g_clear_object (&request->message);
  request->message = build_message (self, request);
  request->sent_at = tr_clock_get_monotonic_time (self->clock);
  if (request->message == NULL)
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_PROTOCOL, "The event bridge has no address");
  else
    tr_exchange_async (self->session, request->message, self->clock, MAX_ANSWER, cancellable,
                       answered_cb, g_steal_pointer (&task));
}

/* Takes the task. On a second try the token of the first is not wanted again. */
static void
send_request (GTask *task)
{
  TrBridge *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  tr_token_keeper_get_async (self->keeper, request->token, g_task_get_cancellable (task),
                             got_token_cb, task);
}

/**
 * tr_bridge_request_async:
 * @self: a bridge
 * @method: GET, POST or DELETE, of the operation
 * @path: the operation's resource, as `Workspaces/WS…/Workers/WK…`, its parts escaped
 * @api_version: "v1" or "v2", as the protocol says for the operation
 * @parameters: (nullable): of the operation
 * @cancellable: (nullable): ends the wait; what was asked may have happened all the same
 * @callback: called once
 * @user_data: for @callback
 *
 * When the service refuses the token, a new one is fetched and the request sent once more.
 *
 * Source: the protocol's "HTTP bridge".
 */
void
tr_bridge_request_async (TrBridge *self,
                         const char *method,
                         const char *path,
                         const char *api_version,
                         JsonObject *parameters,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  tr_bridge_request_if_match_async (self, method, path, api_version, -1, parameters, cancellable,
                                    callback, user_data);
}

/**
 * tr_bridge_request_if_match_async:
 * @self: a bridge
 * @method: as of tr_bridge_request_async(), and so on
 * @path: the operation's resource
 * @api_version: "v1" or "v2"
 * @version: what the resource was seen to be; below 0: whatever it is
 * @parameters: (nullable): of the operation
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Fails with %TR_ERROR_CONFLICT if someone changed the resource meanwhile.
 *
 * Source: the protocol's "Version check": If-Match with a bare number, 412 if it is another.
 */
void
tr_bridge_request_if_match_async (TrBridge *self,
                                  const char *method,
                                  const char *path,
                                  const char *api_version,
                                  gint64 version,
                                  JsonObject *parameters,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (TR_IS_BRIDGE (self));
  g_return_if_fail (method != NULL && path != NULL && api_version != NULL);

  request = g_new0 (Request, 1);
  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->api_version = g_intern_string (api_version);
  request->version = version;
  request->parameters = parameters != NULL ? json_object_ref (parameters) : json_object_new ();
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_bridge_request_async);
  g_task_set_task_data (task, request, request_free);
  send_request (task);
}

/**
 * tr_bridge_request_finish:
 * @self: a bridge
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the payload, an object; NULL with #TR_ERROR or %G_IO_ERROR_CANCELLED
 */
JsonNode *
tr_bridge_request_finish (TrBridge *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_bridge_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tr_bridge_request_get_size:
 * @self: a bridge
 * @result: from the callback
 *
 * Returns: bytes of the answer's body; 0 if none came
 */
gsize
tr_bridge_request_get_size (TrBridge *self, GAsyncResult *result)
{
  Request *request;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_bridge_request_async), 0);

  request = g_task_get_task_data (G_TASK (result));
  return request->answer_size;
}
