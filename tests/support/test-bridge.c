/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-bridge.h"

#include <libsoup/soup.h>
#include <string.h>

#include "test-data.h"

#define PATH "/v1/wschannels"

/* The next operation of its kind is answered otherwise. */
typedef struct
{
  char *method;
  char *end; /* of the url */
  guint status; /* 0: it is held back */
  char *body;
} Exception;

typedef struct
{
  SoupServerMessage *message;
  char *answer;
} HeldAnswer;

struct _TestBridge
{
  TrClock *clock;
  SoupServer *server;
  GSocketService *service;
  GSocketAddress *address;
  char *url;

  JsonObject *worker;
  JsonArray *activities;
  JsonArray *channels;
  GPtrArray *reservations; /* owned JsonObjects, in the order that they came */
  guint n_made;
  guint page_size;

  GPtrArray *sockets; /* owned SoupWebsocketConnections, those that are open */
  guint n_upgrades;
  char *last_query;

  gboolean sends_init;
  gboolean is_deaf;
  guint upgrade_status;
  guint request_status; /* 0: requests are answered */
  char *request_body;
  guint n_refusals; /* how often that is the answer; 0: always */
  gint64 token_lifetime;
  GPtrArray *silent; /* owned connections that nobody answers */
  GPtrArray *exceptions; /* owned Exceptions */
  GPtrArray *held; /* owned HeldAnswers */

  GString *log;
  char *last_token;
};

static void held_disconnected_cb (SoupServerMessage *message, gpointer user_data);

static void
exception_free (gpointer data)
{
  Exception *exception = data;

  g_free (exception->method);
  g_free (exception->end);
  g_free (exception->body);
  g_free (exception);
}

static void
held_answer_free (gpointer data)
{
  HeldAnswer *held = data;

  g_signal_handlers_disconnect_matched (held->message, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                        held_disconnected_cb, NULL);
  g_object_unref (held->message);
  g_free (held->answer);
  g_free (held);
}

static gint64
now (TestBridge *self)
{
  return tr_clock_get_real_time (self->clock) / G_TIME_SPAN_SECOND;
}

static char *
to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static char *
payload_text (JsonObject *payload)
{
  g_autofree char *text = to_text (payload);

  return g_strdup_printf ("{\"payload\":%s}", text);
}

static char *
event_text (const char *name, JsonObject *payload)
{
  g_autofree char *text = to_text (payload);

  return g_strdup_printf ("{\"event_type\":\"%s\",\"payload\":%s}", name, text);
}

/* A change: one version more, and its date. */
static void
touch (TestBridge *self, JsonObject *object)
{
  json_object_set_int_member (object, "version",
                              json_object_get_int_member (object, "version") + 1);
  json_object_set_int_member (object, "date_updated", now (self));
}

static JsonObject *
new_activity (const char *sid, const char *name, gboolean is_available)
{
  JsonObject *activity = json_object_new ();

  json_object_set_string_member (activity, "account_sid", TEST_ACCOUNT);
  json_object_set_string_member (activity, "workspace_sid", TEST_WORKSPACE);
  json_object_set_string_member (activity, "sid", sid);
  json_object_set_string_member (activity, "friendly_name", name);
  json_object_set_boolean_member (activity, "available", is_available);
  json_object_set_int_member (activity, "date_created", 1767607200);
  json_object_set_int_member (activity, "date_updated", 1767607200);
  return activity;
}

static JsonObject *
new_channel (const char *sid, const char *name)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-worker.capacity.update.json");
  JsonObject *channel = json_object_ref (json_node_get_object (node));

  json_object_set_string_member (channel, "sid", sid);
  json_object_set_string_member (channel, "task_channel_unique_name", name);
  json_object_set_int_member (channel, "configured_capacity", 1);
  json_object_set_int_member (channel, "version", 1);
  return channel;
}

static void
fill_store (TestBridge *self)
{
  g_autoptr(JsonNode) worker = test_data_event_payload ("protocol/ws-worker.activity.update.json");

  self->worker = json_object_ref (json_node_get_object (worker));
  self->activities = json_array_new ();
  json_array_add_object_element (self->activities, new_activity (TEST_OFFLINE, "Offline", FALSE));
  json_array_add_object_element (self->activities,
                                 new_activity (TEST_AVAILABLE, "Available", TRUE));
  json_array_add_object_element (self->activities,
                                 new_activity (TEST_UNAVAILABLE, "Unavailable", FALSE));
  self->channels = json_array_new ();
  json_array_add_object_element (self->channels,
                                 new_channel ("WC00000000000000000000000000000001", "default"));
  json_array_add_object_element (self->channels,
                                 new_channel ("WC00000000000000000000000000000002", "voice"));
  self->reservations = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  test_bridge_set_activity (self, TEST_OFFLINE);
}

void
test_bridge_set_activity (TestBridge *self, const char *activity_sid)
{
  JsonObject *activity = NULL;

  for (guint i = 0; i < json_array_get_length (self->activities); i++)
    {
      JsonObject *each = json_array_get_object_element (self->activities, i);

      if (g_str_equal (json_object_get_string_member (each, "sid"), activity_sid))
        activity = each;
    }
  g_assert_nonnull (activity);
  json_object_set_string_member (self->worker, "activity_sid", activity_sid);
  json_object_set_string_member (self->worker, "activity_name",
                                 json_object_get_string_member (activity, "friendly_name"));
  json_object_set_boolean_member (self->worker, "available",
                                  json_object_get_boolean_member (activity, "available"));
  json_object_set_int_member (self->worker, "date_status_changed", now (self));
  touch (self, self->worker);
}

void
test_bridge_set_worker_attributes (TestBridge *self, const char *text)
{
  json_object_set_string_member (self->worker, "attributes", text);
  touch (self, self->worker);
}

void
test_bridge_add_activity (TestBridge *self, const char *sid, const char *name)
{
  json_array_add_object_element (self->activities, new_activity (sid, name, FALSE));
}

void
test_bridge_set_channel (TestBridge *self, guint index, int capacity, gboolean is_available)
{
  JsonObject *channel = json_array_get_object_element (self->channels, index);

  json_object_set_int_member (channel, "configured_capacity", capacity);
  json_object_set_int_member (channel, "available", is_available);
  touch (self, channel);
}

const char *
test_bridge_add_reservation (TestBridge *self)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *reservation = json_object_ref (json_node_get_object (node));
  JsonObject *task = json_object_get_object_member (reservation, "task");
  g_autofree char *sid = g_strdup_printf ("WR%032u", ++self->n_made);
  g_autofree char *task_sid = g_strdup_printf ("WT%032u", self->n_made);

  json_object_set_string_member (reservation, "sid", sid);
  json_object_set_string_member (task, "sid", task_sid);
  json_object_set_int_member (reservation, "date_created", now (self));
  json_object_set_int_member (reservation, "date_updated", now (self));
  g_ptr_array_add (self->reservations, reservation);
  return json_object_get_string_member (reservation, "sid");
}

JsonObject *
test_bridge_get_reservation (TestBridge *self, const char *sid)
{
  for (guint i = 0; i < self->reservations->len; i++)
    {
      JsonObject *reservation = g_ptr_array_index (self->reservations, i);

      if (g_str_equal (json_object_get_string_member (reservation, "sid"), sid))
        return reservation;
    }
  return NULL;
}

JsonObject *
test_bridge_get_worker (TestBridge *self)
{
  return self->worker;
}

void
test_bridge_set_reservation (TestBridge *self, const char *sid, const char *status)
{
  JsonObject *reservation = test_bridge_get_reservation (self, sid);

  g_assert_nonnull (reservation);
  json_object_set_string_member (reservation, "reservation_status", status);
  touch (self, reservation);
}

void
test_bridge_set_task (TestBridge *self,
                      const char *sid,
                      const char *status,
                      const char *attributes)
{
  JsonObject *reservation = test_bridge_get_reservation (self, sid);
  JsonObject *task = json_object_get_object_member (reservation, "task");

  if (status != NULL)
    json_object_set_string_member (task, "assignment_status", status);
  if (attributes != NULL)
    json_object_set_string_member (task, "attributes", attributes);
  touch (self, task);
}

void
test_bridge_remove_reservation (TestBridge *self, const char *sid)
{
  g_ptr_array_remove (self->reservations, test_bridge_get_reservation (self, sid));
}

void
test_bridge_set_page_size (TestBridge *self, guint page_size)
{
  self->page_size = page_size;
}

char *
test_bridge_reservation_event (TestBridge *self, const char *name, const char *sid)
{
  return event_text (name, test_bridge_get_reservation (self, sid));
}

char *
test_bridge_task_event (TestBridge *self, const char *name, const char *reservation_sid)
{
  JsonObject *reservation = test_bridge_get_reservation (self, reservation_sid);

  return event_text (name, json_object_get_object_member (reservation, "task"));
}

char *
test_bridge_worker_event (TestBridge *self, const char *name)
{
  return event_text (name, self->worker);
}

char *
test_bridge_channel_event (TestBridge *self, const char *name, guint index)
{
  return event_text (name, json_array_get_object_element (self->channels, index));
}

/* Answers */

static void
answer (SoupServerMessage *message, guint status, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

static void
set_date (TestBridge *self, SoupServerMessage *message)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (now (self));
  g_autofree char *text = g_date_time_format (date, "%a, %d %b %Y %H:%M:%S GMT");

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", text);
}

static gboolean
is_open (JsonObject *reservation)
{
  const char *status = json_object_get_string_member (reservation, "reservation_status");

  return g_strv_contains ((const char *[]) { "pending", "accepted", "wrapping", NULL }, status);
}

/* One page of @all, after the element whose sid is AfterSid. */
static char *
answer_list (TestBridge *self, JsonArray *all, JsonObject *params)
{
  const char *after = json_object_get_string_member_with_default (params, "AfterSid", NULL);
  g_autoptr(JsonObject) payload = json_object_new ();
  JsonArray *contents = json_array_new ();
  gboolean has_begun = after == NULL;
  const char *last = NULL;
  guint i;

  for (i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *element = json_array_get_object_element (all, i);
      const char *sid = json_object_get_string_member (element, "sid");

      if (has_begun && json_array_get_length (contents) == self->page_size)
        break;
      if (has_begun)
        json_array_add_object_element (contents, json_object_ref (element));
      if (has_begun)
        last = sid;
      has_begun = has_begun || g_strcmp0 (sid, after) == 0;
    }
  json_object_set_array_member (payload, "contents", contents);
  if (i < json_array_get_length (all))
    json_object_set_string_member (payload, "after_sid", last);
  else
    json_object_set_null_member (payload, "after_sid");
  return payload_text (payload);
}

static char *
answer_reservations (TestBridge *self, JsonObject *params)
{
  g_autoptr(JsonArray) open = json_array_new ();

  for (guint i = 0; i < self->reservations->len; i++)
    if (is_open (g_ptr_array_index (self->reservations, i)))
      json_array_add_object_element (open,
                                     json_object_ref (g_ptr_array_index (self->reservations, i)));
  return answer_list (self, open, params);
}

/* The short form: the answer to a POST. */
static char *
answer_short (JsonObject *reservation)
{
  static const char *const names[] = { "account_sid", "workspace_sid", "sid", "date_created",
                                       "date_updated", "worker_sid", "reservation_status",
                                       "version" };
  g_autoptr(JsonObject) form = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_member (form, names[i], json_object_dup_member (reservation, names[i]));
  return payload_text (form);
}

static char *
change_reservation (TestBridge *self, const char *sid, JsonObject *params)
{
  const char *status = json_object_get_string_member_with_default (params, "ReservationStatus",
                                                                   NULL);

  if (status != NULL)
    test_bridge_set_reservation (self, sid, status);
  return answer_short (test_bridge_get_reservation (self, sid));
}

static char *
change_worker (TestBridge *self, JsonObject *params)
{
  if (json_object_has_member (params, "ActivitySid"))
    test_bridge_set_activity (self, json_object_get_string_member (params, "ActivitySid"));
  if (json_object_has_member (params, "Attributes"))
    {
      g_autofree char *text = to_text (json_object_get_object_member (params, "Attributes"));

      test_bridge_set_worker_attributes (self, text);
    }
  return payload_text (self->worker);
}

static char *
change_task (TestBridge *self, JsonObject *reservation, JsonObject *params)
{
  const char *sid = json_object_get_string_member (reservation, "sid");
  g_autofree char *attributes = NULL;

  if (json_object_has_member (params, "Attributes"))
    attributes = to_text (json_object_get_object_member (params, "Attributes"));
  test_bridge_set_task (self, sid,
                        json_object_get_string_member_with_default (params, "AssignmentStatus",
                                                                    NULL),
                        attributes);
  return payload_text (json_object_get_object_member (reservation, "task"));
}

static JsonObject *
find_by_task (TestBridge *self, const char *task_sid)
{
  for (guint i = 0; i < self->reservations->len; i++)
    {
      JsonObject *reservation = g_ptr_array_index (self->reservations, i);
      JsonObject *task = json_object_get_object_member (reservation, "task");

      if (g_str_equal (json_object_get_string_member (task, "sid"), task_sid))
        return reservation;
    }
  return NULL;
}

/* NULL: no such thing. @url is below the workspace. */
static char *
operate (TestBridge *self, const char *method, const char *url, JsonObject *params)
{
  gboolean is_post = g_str_equal (method, "POST");
  JsonObject *reservation;

  if (g_str_equal (url, "Activities"))
    return answer_list (self, self->activities, params);
  if (g_str_has_prefix (url, "Tasks/"))
    {
      reservation = find_by_task (self, url + strlen ("Tasks/"));
      if (reservation == NULL)
        return NULL;
      return is_post ? change_task (self, reservation, params)
                     : payload_text (json_object_get_object_member (reservation, "task"));
    }
  if (!g_str_has_prefix (url, "Workers/" TEST_WORKER))
    return NULL;

  url += strlen ("Workers/" TEST_WORKER);
  if (*url == '\0')
    return is_post ? change_worker (self, params) : payload_text (self->worker);
  if (g_str_equal (url, "/WorkerChannels"))
    return answer_list (self, self->channels, params);
  if (g_str_equal (url, "/Reservations"))
    return answer_reservations (self, params);
  if (!g_str_has_prefix (url, "/Reservations/"))
    return NULL;

  url += strlen ("/Reservations/");
  reservation = test_bridge_get_reservation (self, url);
  if (reservation == NULL)
    return NULL;
  return is_post ? change_reservation (self, url, params) : payload_text (reservation);
}

/* Source: the protocol's "Version check". Here of tasks only. */
static gboolean
is_outdated (TestBridge *self, SoupServerMessage *message, const char *url)
{
  const char *version =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message), "If-Match");
  JsonObject *reservation = NULL;
  JsonObject *task;

  if (version != NULL && g_str_has_prefix (url, "Tasks/"))
    reservation = find_by_task (self, url + strlen ("Tasks/"));
  if (reservation == NULL)
    return FALSE;

  task = json_object_get_object_member (reservation, "task");
  return g_ascii_strtoll (version, NULL, 10) != json_object_get_int_member (task, "version");
}

/* Takes the exception that fits, if there is one. */
static Exception *
take_exception (TestBridge *self, const char *method, const char *url)
{
  for (guint i = 0; i < self->exceptions->len; i++)
    {
      Exception *exception = g_ptr_array_index (self->exceptions, i);

      if (g_str_equal (exception->method, method) && g_str_has_suffix (url, exception->end))
        return g_ptr_array_steal_index (self->exceptions, i);
    }
  return NULL;
}

/* The client gave up: nobody is left to answer. */
static void
held_disconnected_cb (SoupServerMessage *message, gpointer user_data)
{
  TestBridge *self = user_data;

  for (guint i = 0; i < self->held->len; i++)
    if (((HeldAnswer *) g_ptr_array_index (self->held, i))->message == message)
      {
        g_ptr_array_remove_index (self->held, i);
        return;
      }
}

static void
hold_answer (TestBridge *self, SoupServerMessage *message, const char *text)
{
  HeldAnswer *held = g_new0 (HeldAnswer, 1);

  held->message = g_object_ref (message);
  held->answer = g_strdup (text);
  g_ptr_array_add (self->held, held);
  g_signal_connect (message, "disconnected", G_CALLBACK (held_disconnected_cb), self);
  soup_server_message_set_status (message, 200, NULL); /* else libsoup tries to upgrade it */
  soup_server_message_pause (message);
}

static void
log_request (TestBridge *self, SoupServerMessage *message, JsonObject *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *params = to_text (json_object_get_object_member (body, "params"));

  g_string_append_printf (self->log, "%s %s %s %s\n", json_object_get_string_member (body, "method"),
                          json_object_get_string_member (body, "url"),
                          soup_message_headers_get_one (headers, "apiVersion"), params);
  g_free (self->last_token);
  self->last_token = g_strdup (json_object_get_string_member (body, "token"));
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TestBridge *self = user_data;
  SoupMessageBody *bytes = soup_server_message_get_request_body (message);
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;
  JsonObject *body;
  const char *method, *url;
  Exception *exception;

  if (g_str_equal (soup_server_message_get_method (message), "GET"))
    return; /* an upgrade */

  set_date (self, message);
  root = test_json (bytes->data);
  body = json_node_get_object (root);
  log_request (self, message, body);
  method = json_object_get_string_member (body, "method");
  url = json_object_get_string_member (body, "url");
  if (self->request_status != 0)
    {
      answer (message, self->request_status, self->request_body);
      return;
    }
  g_assert_true (g_str_has_prefix (url, "Workspaces/" TEST_WORKSPACE "/"));
  exception = take_exception (self, method, url);
  if (exception != NULL && exception->status != 0)
    answer (message, exception->status, exception->body);
  else if (is_outdated (self, message, url + strlen ("Workspaces/" TEST_WORKSPACE "/")))
    answer (message, 412, "{\"message\":\"Precondition failed\",\"code\":20412}");
  else
    {
      text = operate (self, method, url + strlen ("Workspaces/" TEST_WORKSPACE "/"),
                      json_object_get_object_member (body, "params"));
      if (exception != NULL)
        hold_answer (self, message, text);
      else if (text != NULL)
        answer (message, 200, text);
      else
        answer (message, 404, "{\"message\":\"Not found\",\"code\":20404}");
    }
  g_clear_pointer (&exception, exception_free);
}

/* The worker's resource of the REST API, which changes the same store without any bridge. */
static void
rest_cb (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  TestBridge *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *bytes = soup_server_message_get_request_body (message);
  g_autoptr(GHashTable) form = soup_form_decode (bytes->data);
  g_autoptr(JsonObject) params = json_object_new ();
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (headers, "Authorization"), "Basic "));
  g_hash_table_iter_init (&iter, form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_string_member (params, name, value);
  written = to_text (params);
  g_string_append_printf (self->log, "%s %s REST %s\n",
                          soup_server_message_get_method (message), path, written);
  set_date (self, message);
  text = change_worker (self, params);
  answer (message, 200, text);
}

/* Sockets */

static void
socket_closed_cb (SoupWebsocketConnection *socket, gpointer user_data)
{
  TestBridge *self = user_data;

  g_ptr_array_remove (self->sockets, socket);
}

void
test_bridge_send_init (TestBridge *self, guint socket)
{
  g_autofree char *init = g_strdup_printf (
      "{\"event_type\":\"init\",\"payload\":{\"channel_id\":\"" TEST_WORKER
      "\",\"account_sid\":\"" TEST_ACCOUNT "\",\"workspace_sid\":\"" TEST_WORKSPACE
      "\",\"token_lifetime\":%" G_GINT64_FORMAT "}}",
      self->token_lifetime);

  test_bridge_send_to (self, socket, init);
}

static void
upgrade_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            SoupWebsocketConnection *socket,
            gpointer user_data)
{
  TestBridge *self = user_data;

  self->n_upgrades++;
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_signal_connect (socket, "closed", G_CALLBACK (socket_closed_cb), self);
  if (self->sends_init)
    test_bridge_send_init (self, self->sockets->len - 1);
}

static void
early_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  TestBridge *self = user_data;

  if (!g_str_equal (soup_server_message_get_method (message), "GET"))
    return;

  g_free (self->last_query);
  g_assert_null (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Sec-WebSocket-Extensions"));
  self->last_query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  if (self->upgrade_status == 0)
    return;
  answer (message, self->upgrade_status, "<html>no</html>");
  if (self->n_refusals > 0 && --self->n_refusals == 0)
    self->upgrade_status = 0;
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  TestBridge *self = user_data;
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (self->is_deaf)
    g_ptr_array_add (self->silent, g_object_ref (connection));
  else
    soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, NULL);
  return TRUE;
}

static void
listen_on (TestBridge *self, GSocketAddress *address)
{
  g_autoptr(GError) error = NULL;

  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL,
                                 self->address == NULL ? &self->address : NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
}

TestBridge *
test_bridge_new (TrClock *clock)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  TestBridge *self = g_new0 (TestBridge, 1);

  self->clock = g_object_ref (clock);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->server, PATH, early_cb, self, NULL);
  soup_server_add_handler (self->server, PATH, request_cb, self, NULL);
  soup_server_add_handler (self->server,
                           "/v1/Workspaces/" TEST_WORKSPACE "/Workers/" TEST_WORKER, rest_cb, self,
                           NULL);
  soup_server_add_websocket_handler (self->server, PATH, NULL, NULL, upgrade_cb, self, NULL);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->silent = g_ptr_array_new_with_free_func (g_object_unref);
  self->exceptions = g_ptr_array_new_with_free_func (exception_free);
  self->held = g_ptr_array_new_with_free_func (held_answer_free);
  self->log = g_string_new (NULL);
  self->sends_init = TRUE;
  self->token_lifetime = 3600 * 1000;
  self->page_size = 1000;
  fill_store (self);
  listen_on (self, any_port);
  self->url = g_strdup_printf (
      "http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (self->address)));
  return self;
}

void
test_bridge_free (TestBridge *self)
{
  test_bridge_set_reachable (self, FALSE);
  test_bridge_release (self);
  test_settle ();
  for (guint i = 0; i < self->sockets->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->sockets, i), self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_object_unref (self->address);
  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->silent);
  g_ptr_array_unref (self->exceptions);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->reservations);
  json_object_unref (self->worker);
  json_array_unref (self->activities);
  json_array_unref (self->channels);
  g_string_free (self->log, TRUE);
  g_free (self->last_token);
  g_free (self->last_query);
  g_free (self->request_body);
  g_free (self->url);
  g_object_unref (self->clock);
  g_free (self);
  test_settle ();
}

void
test_bridge_serve (TestBridge *self,
                   const char *path,
                   SoupServerCallback callback,
                   gpointer user_data)
{
  soup_server_add_handler (self->server, path, callback, user_data, NULL);
}

const char *
test_bridge_get_url (TestBridge *self)
{
  return self->url;
}

guint
test_bridge_get_n_sockets (TestBridge *self)
{
  return self->sockets->len;
}

guint
test_bridge_get_n_upgrades (TestBridge *self)
{
  return self->n_upgrades;
}

const char *
test_bridge_get_last_query (TestBridge *self)
{
  return self->last_query;
}

void
test_bridge_send_to (TestBridge *self, guint socket, const char *frame)
{
  soup_websocket_connection_send_text (g_ptr_array_index (self->sockets, socket), frame);
}

gsize
test_bridge_send_bytes (TestBridge *self, guint socket, gconstpointer bytes, gsize length)
{
  GIOStream *stream =
      soup_websocket_connection_get_io_stream (g_ptr_array_index (self->sockets, socket));
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  gssize n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), bytes,
                                                         length, NULL, NULL);

  return n > 0 ? (gsize) n : 0;
}

void
test_bridge_send (TestBridge *self, const char *frame)
{
  for (guint i = 0; i < self->sockets->len; i++)
    test_bridge_send_to (self, i, frame);
}

void
test_bridge_take_and_send (TestBridge *self, char *frame)
{
  test_bridge_send (self, frame);
  g_free (frame);
}

void
test_bridge_close_sockets (TestBridge *self, gushort code, const char *reason)
{
  for (guint i = 0; i < self->sockets->len; i++)
    soup_websocket_connection_close (g_ptr_array_index (self->sockets, i), code, reason);
}

void
test_bridge_cut_socket (TestBridge *self, guint socket)
{
  g_autoptr(SoupWebsocketConnection) cut = g_ptr_array_steal_index (self->sockets, socket);

  g_signal_handlers_disconnect_by_data (cut, self);
  g_io_stream_close (soup_websocket_connection_get_io_stream (cut), NULL, NULL);
}

void
test_bridge_cut_sockets (TestBridge *self)
{
  while (self->sockets->len > 0)
    test_bridge_cut_socket (self, 0);
}

void
test_bridge_set_sends_init (TestBridge *self, gboolean sends_init)
{
  self->sends_init = sends_init;
}

void
test_bridge_set_upgrade_status (TestBridge *self, guint status)
{
  self->upgrade_status = status;
}

void
test_bridge_set_request_answer (TestBridge *self, guint status, const char *body)
{
  self->request_status = status;
  g_free (self->request_body);
  self->request_body = g_strdup (body);
}

void
test_bridge_refuse_tokens (TestBridge *self, guint n)
{
  self->n_refusals = n;
}

void
test_bridge_set_token_lifetime (TestBridge *self, gint64 milliseconds)
{
  self->token_lifetime = milliseconds;
}

void
test_bridge_set_reachable (TestBridge *self, gboolean is_reachable)
{
  if (is_reachable == (self->service != NULL))
    return;
  if (is_reachable)
    {
      listen_on (self, self->address);
      return;
    }

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  test_bridge_cut_sockets (self);
}

void
test_bridge_set_deaf (TestBridge *self, gboolean is_deaf)
{
  self->is_deaf = is_deaf;
}

static void
add_exception (TestBridge *self, const char *method, const char *end, guint status, const char *body)
{
  Exception *exception = g_new0 (Exception, 1);

  exception->method = g_strdup (method);
  exception->end = g_strdup (end);
  exception->status = status;
  exception->body = g_strdup (body);
  g_ptr_array_add (self->exceptions, exception);
}

void
test_bridge_fail_next (TestBridge *self,
                       const char *method,
                       const char *end,
                       guint status,
                       const char *body)
{
  add_exception (self, method, end, status, body);
}

void
test_bridge_hold (TestBridge *self, const char *method, const char *end)
{
  add_exception (self, method, end, 0, NULL);
}

guint
test_bridge_get_n_held (TestBridge *self)
{
  return self->held->len;
}

void
test_bridge_release (TestBridge *self)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      HeldAnswer *held = g_ptr_array_index (self->held, i);

      answer (held->message, held->answer != NULL ? 200 : 404,
              held->answer != NULL ? held->answer : "{\"message\":\"Not found\"}");
      soup_server_message_unpause (held->message);
    }
  g_ptr_array_set_size (self->held, 0);
}

void
test_bridge_forget_held (TestBridge *self)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      HeldAnswer *held = g_ptr_array_index (self->held, i);
      GSocket *socket = soup_server_message_get_socket (held->message);

      if (socket != NULL)
        g_socket_shutdown (socket, TRUE, TRUE, NULL);
      soup_server_message_unpause (held->message);
    }
  g_ptr_array_set_size (self->held, 0);
}

GString *
test_bridge_get_log (TestBridge *self)
{
  return self->log;
}

const char *
test_bridge_get_last_token (TestBridge *self)
{
  return self->last_token;
}

guint
test_bridge_count (TestBridge *self, const char *needle)
{
  guint count = 0;

  for (const char *at = strstr (self->log->str, needle); at != NULL; at = strstr (at + 1, needle))
    count++;
  return count;
}

gboolean
test_wait_failed_cb (gpointer condition)
{
  g_error ("waited in vain for: %s", (const char *) condition);
}

static gboolean
quiet_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
test_settle (void)
{
  gboolean is_quiet = FALSE;

  /* Loopback takes a few turns of the loop: what does nothing for 5 ms is at rest. */
  while (!is_quiet)
    {
      guint id = g_timeout_add_full (G_PRIORITY_LOW, 5, quiet_cb, &is_quiet, NULL);

      g_main_context_iteration (NULL, TRUE);
      if (!is_quiet)
        g_source_remove (id);
    }
}
