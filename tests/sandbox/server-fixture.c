/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

#include "test-data.h"
#include "tr-credentials.h"
#include "tr-json.h"
#include "tr-jwt.h"
#include "tr-token.h"

/* 2026-01-15T10:00:00Z, the day of the samples. */
#define NOW G_GINT64_CONSTANT (1768471200)
#define DEADLINE_SECONDS 60

static void
socket_free (gpointer data)
{
  ServerSocket *socket = data;

  if (socket->connection != NULL)
    g_signal_handlers_disconnect_by_data (socket->connection, socket);
  g_clear_object (&socket->connection);
  g_queue_clear_full (&socket->frames, g_free);
  g_free (socket);
}

/* All but the server. */
void
server_fixture_set_up_client (ServerFixture *self)
{
  self->session = soup_session_new_with_options ("max-conns-per-host", 100, "proxy-resolver", NULL,
                                                 NULL);
  self->sockets = g_ptr_array_new_with_free_func (socket_free);
}

void
server_fixture_set_up (ServerFixture *self, gconstpointer data)
{
  server_fixture_set_up_secure (self, NULL);
}

/* @certificate: nullable; the server's */
void
server_fixture_set_up_secure (ServerFixture *self, GTlsCertificate *certificate)
{
  g_autoptr(GError) error = NULL;

  self->clock = tr_clock_new_manual (NOW * G_USEC_PER_SEC);
  self->engine = trs_engine_new (self->clock, 7);
  trs_engine_load_default_seed (self->engine, &error);
  g_assert_no_error (error);
  self->server = trs_server_new (self->engine);
  if (certificate != NULL)
    trs_server_set_certificate (self->server, certificate);
  trs_server_listen (self->server, 0, &error);
  g_assert_no_error (error);
  server_fixture_set_up_client (self);
  self->account = g_ptr_array_index (trs_engine_get_accounts (self->engine), 0);
  self->workspace = g_ptr_array_index (self->account->workspaces, 0);
  self->dave = trs_workspace_get_worker_by_name (self->workspace, "dave");
  g_strlcpy (self->dave_sid, self->dave->base.sid, sizeof self->dave_sid);
}

void
server_fixture_tear_down (ServerFixture *self, gconstpointer data)
{
  g_clear_pointer (&self->sockets, g_ptr_array_unref);
  g_clear_object (&self->message);
  soup_session_abort (self->session);
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->server);
  g_assert_finalize_object (self->engine);
  g_assert_finalize_object (self->clock);
  /* What was cut is told so on the next turns. */
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("Waited in vain for %d seconds", DEADLINE_SECONDS);
  return G_SOURCE_REMOVE;
}

void
server_fixture_wait (ServerFixture *self, gboolean (*holds) (gpointer data), gpointer data)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_SECONDS, deadline_cb, NULL);

  while (!holds (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

void
server_fixture_advance (ServerFixture *self, double seconds)
{
  tr_clock_advance (self->clock, (gint64) (seconds * G_USEC_PER_SEC));
}

static char *
expand (ServerFixture *self, const char *path)
{
  GString *url = g_string_new (trs_server_get_base_url (self->server));
  g_autofree char *workspace = g_strdup_printf ("/v1/Workspaces/%s", self->workspace->base.sid);
  g_autofree char *account = g_strdup_printf ("/2010-04-01/Accounts/%s", self->account->base.sid);

  g_string_append (url, path);
  g_string_replace (url, "%W", workspace, 0);
  g_string_replace (url, "%A", account, 0);
  g_string_replace (url, "%D", self->dave_sid, 0);
  return g_string_free (url, FALSE);
}

SoupMessage *
server_fixture_message (ServerFixture *self, const char *method, const char *path)
{
  g_autofree char *url = expand (self, path);
  SoupMessage *message = soup_message_new (method, url);
  g_autofree char *pair =
    g_strdup_printf ("%s:%s", self->account->base.sid, self->account->auth_token);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *header = g_strconcat ("Basic ", encoded, NULL);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                header);
  return message;
}

typedef struct
{
  GBytes *bytes;
  gboolean is_done;
} Exchange;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  g_autoptr(GError) error = NULL;

  exchange->bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
  exchange->is_done = TRUE;
}

static gboolean
exchange_is_done (gpointer data)
{
  Exchange *exchange = data;

  return exchange->is_done;
}

/* @message is taken over. Returns NULL for an empty body. */
GBytes *
server_fixture_read (ServerFixture *self, SoupMessage *message)
{
  Exchange exchange = { NULL, FALSE };

  g_clear_object (&self->message);
  self->message = message;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, answered_cb,
                                    &exchange);
  server_fixture_wait (self, exchange_is_done, &exchange);
  self->status = soup_message_get_status (message);
  return exchange.bytes;
}

JsonNode *
server_fixture_send (ServerFixture *self, SoupMessage *message, const char *type, const char *body)
{
  g_autoptr(GBytes) bytes = NULL;
  JsonNode *node = NULL;

  if (body != NULL)
    {
      g_autoptr(GBytes) request = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, type, request);
    }
  bytes = server_fixture_read (self, message);
  if (g_bytes_get_size (bytes) > 0)
    {
      g_autoptr(GError) error = NULL;

      node = tr_json_parse_bytes (bytes, &error);
      g_assert_no_error (error);
    }
  return node;
}

JsonNode *
server_fixture_ask (ServerFixture *self, const char *method, const char *path, const char *form)
{
  return server_fixture_send (self, server_fixture_message (self, method, path),
                              "application/x-www-form-urlencoded", form);
}

void
server_fixture_assert_refused (ServerFixture *self, JsonNode *answer, guint status, int code)
{
  JsonObject *object = json_node_get_object (answer);

  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpint (json_object_get_int_member (object, "code"), ==, code);
  g_assert_cmpint (json_object_get_int_member (object, "status"), ==, status);
  g_assert_cmpstr (json_object_get_string_member (object, "message"), !=, "");
}

char *
server_fixture_token (ServerFixture *self, const char *role, int ttl)
{
  const TrsApiKey *key = g_ptr_array_index (self->account->api_keys, 0);
  g_autoptr(TrCredentials) credentials =
    tr_credentials_new (self->account->base.sid, key->sid, key->secret);
  gint64 now = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
  g_autoptr(TrToken) token = tr_token_new_access (credentials, "test", self->workspace->base.sid,
                                                  self->dave_sid, role, now, ttl);

  return g_strdup (tr_token_get_jwt (token));
}

char *
server_fixture_capability (ServerFixture *self, int ttl)
{
  g_autoptr(TrCredentials) credentials =
    tr_credentials_new (self->account->base.sid, NULL, self->account->auth_token);
  gint64 now = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
  g_autoptr(TrToken) token = tr_token_new_capability (credentials, self->workspace->base.sid,
                                                      self->dave_sid, now, ttl);

  return g_strdup (tr_token_get_jwt (token));
}

/* A capability token of an hour; @policies is JSON text, and may hold what server_fixture_ask()
 * knows, and %E for the event bridge's address with the channel. */
char *
server_fixture_policies (ServerFixture *self, const char *channel, const char *policies)
{
  gint64 now = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
  g_autoptr(GString) text = g_string_new (policies);
  g_autofree char *claims = NULL;
  g_autofree char *bridge = g_strdup_printf ("https://event-bridge.twilio.com/v1/wschannels/%s/%s",
                                             self->account->base.sid, channel);
  g_autofree char *workspace = g_strdup_printf ("https://taskrouter.twilio.com/v1/Workspaces/%s",
                                                self->workspace->base.sid);

  g_string_replace (text, "%E", bridge, 0);
  g_string_replace (text, "%W", workspace, 0);
  g_string_replace (text, "%D", self->dave_sid, 0);
  claims = g_strdup_printf (
    "{\"iss\":\"%s\",\"exp\":%" G_GINT64_FORMAT ",\"version\":\"v1\",\"account_sid\":\"%s\","
    "\"channel\":\"%s\",\"workspace_sid\":\"%s\",\"policies\":%s%s%s%s}",
    self->account->base.sid, now + 3600, self->account->base.sid, channel,
    self->workspace->base.sid, text->str,
    g_str_has_prefix (channel, "WK") ? ",\"worker_sid\":\"" : "",
    g_str_has_prefix (channel, "WK") ? channel : "",
    g_str_has_prefix (channel, "WK") ? "\"" : "");
  return tr_jwt_sign (G_CHECKSUM_SHA256, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims,
                      self->account->auth_token);
}

/* The older SDK's POST, as the browser sends it. */
JsonNode *
server_fixture_v1 (ServerFixture *self, const char *channel, const char *body)
{
  g_autofree char *path =
    g_strdup_printf ("/v1/wschannels/%s/%s", self->account->base.sid, channel);

  return server_fixture_send (self, server_fixture_message (self, "POST", path),
                              "text/plain;charset=UTF-8", body);
}

/* @url is below the workspace; @params is JSON text. Returns the whole answer. */
JsonNode *
server_fixture_bridge (ServerFixture *self,
                       const char *token,
                       const char *method,
                       const char *url,
                       const char *params)
{
  GString *below = g_string_new (url);
  g_autofree char *body = NULL;

  g_string_replace (below, "%D", self->dave_sid, 0);
  body = g_strdup_printf ("{\"url\":\"Workspaces/%s%s%s\",\"method\":\"%s\",\"params\":%s,"
                          "\"token\":\"%s\"}",
                          self->workspace->base.sid, below->len > 0 ? "/" : "", below->str, method,
                          params, token);
  g_string_free (below, TRUE);
  return server_fixture_send (self, server_fixture_message (self, "POST", "/v1/wschannels"),
                              "text/plain;charset=UTF-8", body);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  ServerSocket *socket = user_data;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  char *frame = g_strndup (text, size);

  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  if (*g_strstrip (frame) != '\0')
    {
      g_queue_push_tail (&socket->frames, frame);
      return;
    }
  socket->beats++;
  g_free (frame);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  ServerSocket *socket = user_data;

  socket->is_closed = TRUE;
  socket->close_code = soup_websocket_connection_get_close_code (connection);
}

typedef struct
{
  ServerSocket *socket;
  gboolean is_done;
} Handshake;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Handshake *handshake = user_data;
  g_autoptr(GError) error = NULL;

  handshake->socket->connection =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  handshake->is_done = TRUE;
}

static gboolean
handshake_is_done (gpointer data)
{
  Handshake *handshake = data;

  return handshake->is_done;
}

/* @query: nullable; begins with "/AC…/WK…?" or "?", and is followed by the token. */
ServerSocket *
server_fixture_connect (ServerFixture *self, const char *token, const char *query)
{
  ServerSocket *socket = g_new0 (ServerSocket, 1);
  Handshake handshake = { socket, FALSE };
  g_autofree char *path = g_strdup_printf ("/v1/wschannels%stoken=%s",
                                           query != NULL ? query : "?", token);
  g_autoptr(SoupMessage) message = server_fixture_message (self, "GET", path);

  g_ptr_array_add (self->sockets, socket);
  g_queue_init (&socket->frames);
  soup_session_websocket_connect_async (self->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        NULL, connected_cb, &handshake);
  server_fixture_wait (self, handshake_is_done, &handshake);
  self->status = soup_message_get_status (message);
  if (socket->connection != NULL)
    {
      g_signal_connect (socket->connection, "message", G_CALLBACK (message_cb), socket);
      g_signal_connect (socket->connection, "closed", G_CALLBACK (closed_cb), socket);
    }
  return socket;
}

static gboolean
has_frame (gpointer data)
{
  ServerSocket *socket = data;

  return socket->frames.length > 0;
}

/* The next frame; it must be of this type. Returns its payload. */
JsonObject *
server_socket_take (ServerFixture *self, ServerSocket *socket, const char *event_type)
{
  g_autofree char *frame = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;

  server_fixture_wait (self, has_frame, socket);
  frame = g_queue_pop_head (&socket->frames);
  node = test_json (frame);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "event_type"), ==, event_type);
  return json_object_ref (json_object_get_object_member (object, "payload"));
}

static gboolean
is_closed (gpointer data)
{
  ServerSocket *socket = data;

  return socket->is_closed;
}

void
server_socket_wait_closed (ServerFixture *self, ServerSocket *socket)
{
  server_fixture_wait (self, is_closed, socket);
}

static void
assert_members (JsonObject *sample, JsonObject *answer, const char *name)
{
  g_autoptr(GList) wanted = json_object_get_members (sample);
  g_autoptr(GList) given = json_object_get_members (answer);

  for (GList *l = wanted; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", name, (char *) l->data);

      if (!json_object_has_member (answer, l->data))
        g_error ("%s is missing in the answer", path);
      server_assert_shape (json_object_get_member (sample, l->data),
                           json_object_get_member (answer, l->data), path);
    }
  for (GList *l = given; l != NULL; l = l->next)
    {
      if (!json_object_has_member (sample, l->data))
        g_error ("%s.%s is not in the sample", name, (char *) l->data);
    }
}

void
server_assert_shape (JsonNode *sample, JsonNode *answer, const char *name)
{
  if (JSON_NODE_HOLDS_NULL (sample) || JSON_NODE_HOLDS_NULL (answer))
    return;

  if (json_node_get_node_type (sample) != json_node_get_node_type (answer) ||
      (JSON_NODE_HOLDS_VALUE (sample) &&
       json_node_get_value_type (sample) != json_node_get_value_type (answer)))
    g_error ("%s has another type than in the sample", name);
  if (JSON_NODE_HOLDS_OBJECT (sample))
    assert_members (json_node_get_object (sample), json_node_get_object (answer), name);
  else if (JSON_NODE_HOLDS_ARRAY (sample) &&
           json_array_get_length (json_node_get_array (sample)) > 0 &&
           json_array_get_length (json_node_get_array (answer)) > 0)
    server_assert_shape (json_array_get_element (json_node_get_array (sample), 0),
                         json_array_get_element (json_node_get_array (answer), 0), name);
}

/* @sample: a file of tests/data/protocol, without its ".json". */
void
server_assert_sample (const char *sample, JsonNode *answer)
{
  g_autofree char *path = g_strdup_printf ("protocol/%s.json", sample);
  g_autoptr(JsonNode) node = test_data_json (path);

  g_assert_nonnull (answer);
  server_assert_shape (node, answer, sample);
}
