/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

#include "test-data.h"

static JsonNode *
payload (JsonNode *answer)
{
  g_assert_true (json_object_has_member (json_node_get_object (answer), "payload"));
  return json_object_get_member (json_node_get_object (answer), "payload");
}

static void
go_available (ServerFixture *fixture)
{
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = available->base.sid },
                                    NULL));
}

static TrsReservation *
offer_call (ServerFixture *fixture)
{
  go_available (fixture);
  g_assert_nonnull (
    trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (fixture, 3);
  g_assert_cmpuint (fixture->dave->reservations->len, >, 0);
  return g_ptr_array_index (fixture->dave->reservations, fixture->dave->reservations->len - 1);
}

static void
assert_frame (ServerFixture *fixture, ServerSocket *socket, const char *event_type)
{
  g_autofree char *path = g_strdup_printf ("protocol/ws-%s.json", event_type);
  g_autoptr(JsonNode) sample = test_data_json (path);
  g_autoptr(JsonObject) taken = server_socket_take (fixture, socket, event_type);
  g_autoptr(JsonNode) node = json_node_alloc ();

  json_node_init_object (node, taken);
  server_assert_shape (json_object_get_member (json_node_get_object (sample), "payload"), node,
                       event_type);
}

static void
test_init (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) init = server_socket_take (fixture, socket, "init");

  g_assert_cmpstr (json_object_get_string_member (init, "channel_id"), ==,
                   fixture->dave->base.sid);
  g_assert_cmpint (json_object_get_int_member (init, "token_lifetime"), ==, 3600000);
  g_assert_cmpstr (json_object_get_string_member (init, "workspace_sid"), ==,
                   fixture->workspace->base.sid);
}

static void
test_refused_sockets (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *expired = server_fixture_token (fixture, "worker", 1);
  g_autofree char *capability = server_fixture_capability (fixture, 3600);
  g_autofree char *good = NULL;
  ServerSocket *socket;

  server_fixture_advance (fixture, 2);
  socket = server_fixture_connect (fixture, expired, NULL);
  g_assert_null (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 401);
  socket = server_fixture_connect (fixture, "garbage", NULL);
  g_assert_null (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 401);
  /* Its policies name the address with the channel only. */
  socket = server_fixture_connect (fixture, capability, NULL);
  g_assert_null (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 403);
  good = server_fixture_token (fixture, "worker", 3600);
  g_assert_true (trs_worker_delete (fixture->dave, TRS_ANY_VERSION, NULL));
  socket = server_fixture_connect (fixture, good, NULL);
  g_assert_null (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 404);
}

static void
test_plain_get (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *path = g_strdup_printf ("/v1/wschannels?token=%s", token);
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", path, NULL);

  server_fixture_assert_refused (fixture, answer, 400, 20001);
}

static void
test_capability_address (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_capability (fixture, 3600);
  g_autofree char *query = g_strdup_printf ("/%s/%s?serverVersion=1&", fixture->account->base.sid,
                                            fixture->dave->base.sid);
  g_autofree char *other =
    g_strdup_printf ("/%s/WK404?serverVersion=1&", fixture->account->base.sid);
  ServerSocket *socket = server_fixture_connect (fixture, token, query);
  g_autoptr(JsonObject) init = server_socket_take (fixture, socket, "init");

  go_available (fixture);
  assert_frame (fixture, socket, "worker.activity.update");
  g_assert_null (server_fixture_connect (fixture, token, other)->connection);
  g_assert_cmpuint (fixture->status, ==, 403);
}

static void
test_frames (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *first = server_fixture_connect (fixture, token, NULL);
  ServerSocket *second = server_fixture_connect (fixture, token, NULL);
  TrsReservation *reservation;

  assert_frame (fixture, first, "init");
  assert_frame (fixture, second, "init");
  reservation = offer_call (fixture);
  assert_frame (fixture, first, "worker.activity.update");
  assert_frame (fixture, first, "reservation.created");
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL));
  assert_frame (fixture, first, "reservation.rejected");
  assert_frame (fixture, first, "reservation.created");
  server_fixture_advance (fixture, 10);
  assert_frame (fixture, first, "worker.activity.update");
  assert_frame (fixture, first, "reservation.timeout");
  g_assert_true (trs_worker_channel_update (trs_worker_get_channel (fixture->dave, "chat"),
                                            &(int) { 3 }, NULL, NULL));
  assert_frame (fixture, first, "worker.capacity.update");
  g_assert_true (trs_worker_channel_update (trs_worker_get_channel (fixture->dave, "chat"), NULL,
                                            &(gboolean) { FALSE }, NULL));
  assert_frame (fixture, first, "worker.channel.availability.update");
  assert_frame (fixture, second, "worker.activity.update");
  g_assert_cmpuint (second->frames.length, >=, 5);
}

static void
test_call_frames (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  TrsReservation *reservation;
  TrsConferenceOptions options;

  assert_frame (fixture, socket, "init");
  reservation = offer_call (fixture);
  assert_frame (fixture, socket, "worker.activity.update");
  assert_frame (fixture, socket, "reservation.created");
  trs_conference_options_init (&options);
  options.end_conference_on_exit = TRUE;
  g_assert_true (trs_reservation_conference (reservation, &options, NULL));
  server_fixture_advance (fixture, 2);
  assert_frame (fixture, socket, "reservation.accepted");
  assert_frame (fixture, socket, "task.updated");
  g_assert_true (trs_conference_end (reservation->task->conference, NULL));
  assert_frame (fixture, socket, "reservation.wrapup");
  assert_frame (fixture, socket, "task.wrapup");
  g_assert_true (trs_task_complete (reservation->task, TRS_ANY_VERSION, "done", NULL));
  assert_frame (fixture, socket, "reservation.completed");
  assert_frame (fixture, socket, "task.completed");
}

static gboolean
has_beaten_twice (gpointer data)
{
  return ((ServerSocket *) data)->beats == 2;
}

static void
test_heartbeat (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);

  assert_frame (fixture, socket, "init");
  server_fixture_advance (fixture, 14.9);
  g_assert_cmpuint (socket->beats, ==, 0);
  server_fixture_advance (fixture, 15.2);
  server_fixture_wait (fixture, has_beaten_twice, socket);
}

static void
test_close_existing (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *first = server_fixture_connect (fixture, token, NULL);
  ServerSocket *second = server_fixture_connect (fixture, token, "?closeExistingSessions=true&");

  server_socket_wait_closed (fixture, first);
  g_assert_cmpuint (first->close_code, ==, SOUP_WEBSOCKET_CLOSE_NORMAL);
  assert_frame (fixture, second, "init");
  g_assert_false (second->is_closed);
}

static void
test_expiry (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 60);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonNode) answer = NULL;

  assert_frame (fixture, socket, "init");
  server_fixture_advance (fixture, 59);
  g_assert_cmpint (soup_websocket_connection_get_state (socket->connection), ==,
                   SOUP_WEBSOCKET_STATE_OPEN);
  server_fixture_advance (fixture, 1);
  server_socket_wait_closed (fixture, socket);
  g_assert_cmpuint (socket->close_code, ==, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
  answer = server_fixture_bridge (fixture, token, "GET", "Workers/%D", "{}");
  server_fixture_assert_refused (fixture, answer, 401, 20104);
}

/* Every recorded answer of the bridge to a reading operation has the fields of ours. */
static void
test_reads (ServerFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *op;
    const char *url;
    const char *params;
  } reads[] = {
    { "init: worker", "Workers/%D", "{}" },
    { "init: activities", "Activities", "{\"PageSize\":1000}" },
    { "init: channels", "Workers/%D/WorkerChannels", "{\"PageSize\":1000}" },
    { "init: reservations", "Workers/%D/Reservations", "{\"Active\":\"true\"}" },
    { "workspace.fetchWorkersInfo", "Workers", "{\"PageSize\":1000}" },
    { "workspace.fetchTaskQueues", "TaskQueues", "{}" },
  };
  g_autoptr(JsonNode) recorded = test_data_json ("protocol/bridge-requests.json");
  JsonArray *exchanges = json_node_get_array (recorded);
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);

  offer_call (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      for (guint j = 0; j < json_array_get_length (exchanges); j++)
        {
          JsonObject *exchange = json_array_get_object_element (exchanges, j);
          g_autoptr(JsonNode) answer = NULL;

          if (g_strcmp0 (json_object_get_string_member (exchange, "op"), reads[i].op) != 0)
            continue;
          answer =
            server_fixture_bridge (fixture, token, "GET", reads[i].url, reads[i].params);
          g_assert_cmpuint (fixture->status, ==, 200);
          server_assert_shape (
            json_object_get_member (json_object_get_object_member (exchange, "response"), "body"),
            answer, reads[i].op);
        }
    }
}

static void
test_reservation_forms (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  TrsReservation *reservation = offer_call (fixture);
  g_autofree char *url = g_strdup_printf ("Workers/%%D/Reservations/%s", reservation->base.sid);
  g_autoptr(JsonNode) accepted = NULL;
  g_autoptr(JsonNode) fetched = NULL;
  g_autoptr(JsonNode) again = NULL;
  JsonObject *object;

  accepted = server_fixture_bridge (fixture, token, "POST", url,
                                    "{\"ReservationStatus\":\"accepted\"}");
  object = json_node_get_object (payload (accepted));
  g_assert_cmpstr (json_object_get_string_member (object, "reservation_status"), ==, "accepted");
  g_assert_cmpstr (json_object_get_string_member (object, "task_sid"), ==,
                   reservation->task->base.sid);
  g_assert_false (json_object_has_member (object, "task"));
  fetched = server_fixture_bridge (fixture, token, "GET", url, "{}");
  object = json_node_get_object (payload (fetched));
  g_assert_true (json_object_has_member (object, "task"));
  g_assert_false (json_object_has_member (object, "task_transfer"));
  again = server_fixture_bridge (fixture, token, "POST", url,
                                 "{\"ReservationStatus\":\"accepted\"}");
  server_fixture_assert_refused (fixture, again, 400, 20001);
}

static void
test_pages (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *params = g_strdup ("{\"PageSize\":2}");
  guint n_seen = 0;

  for (guint i = 0; params != NULL; i++)
    {
      g_autoptr(JsonNode) answer =
        server_fixture_bridge (fixture, token, "GET", "Workers/%D/WorkerChannels", params);
      JsonObject *list = json_node_get_object (payload (answer));
      JsonNode *after = json_object_get_member (list, "after_sid");

      g_assert_cmpuint (i, <, 3);
      n_seen += json_array_get_length (json_object_get_array_member (list, "contents"));
      g_clear_pointer (&params, g_free);
      if (!JSON_NODE_HOLDS_NULL (after))
        params = g_strdup_printf ("{\"PageSize\":2,\"AfterSid\":\"%s\"}",
                                  json_node_get_string (after));
    }
  g_assert_cmpuint (n_seen, ==, 5);
}

/* Nobody is left out when the last of a page goes before the next page is read. */
static void
test_page_after_gone (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "supervisor", 3600);
  g_autofree char *params = g_strdup ("{\"PageSize\":1}");
  guint n_seen = 0;

  while (params != NULL)
    {
      g_autoptr(JsonNode) answer =
        server_fixture_bridge (fixture, token, "GET", "TaskQueues", params);
      JsonObject *list = json_node_get_object (payload (answer));
      JsonNode *after = json_object_get_member (list, "after_sid");
      g_autofree char *path = NULL;
      g_autoptr(JsonNode) gone = NULL;

      n_seen += json_array_get_length (json_object_get_array_member (list, "contents"));
      g_clear_pointer (&params, g_free);
      if (JSON_NODE_HOLDS_NULL (after))
        break;
      params = g_strdup_printf ("{\"PageSize\":1,\"AfterSid\":\"%s\"}",
                                json_node_get_string (after));
      path = g_strdup_printf ("%%W/TaskQueues/%s", json_node_get_string (after));
      gone = server_fixture_ask (fixture, "DELETE", path, NULL);
    }
  g_assert_cmpuint (n_seen, ==, 2);
}

/* Neither is anybody left out of an ordered list when the last of a page gets another place. */
static void
test_ordered_page_after_moved (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "supervisor", 3600);
  g_autofree char *params = g_strdup ("{\"PageSize\":1,\"Ordering\":\"DateStatusChanged:asc\"}");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; params != NULL; i++)
    {
      g_autoptr(JsonNode) answer =
        server_fixture_bridge (fixture, token, "GET", "Workers", params);
      JsonObject *list = json_node_get_object (payload (answer));
      JsonArray *contents = json_object_get_array_member (list, "contents");
      JsonObject *meta = json_object_get_object_member (list, "meta");
      const char *sid;
      g_autofree char *path = NULL;
      g_autoptr(JsonNode) moved = NULL;

      g_assert_cmpuint (i, <, 9);
      g_assert_cmpuint (json_array_get_length (contents), ==, 1);
      sid = json_object_get_string_member (json_array_get_object_element (contents, 0), "sid");
      g_hash_table_add (seen, g_strdup (sid));
      g_clear_pointer (&params, g_free);
      if (!json_object_has_member (meta, "next_token"))
        break;
      params = g_strdup_printf ("{\"PageSize\":1,\"Ordering\":\"DateStatusChanged:asc\","
                                "\"NextToken\":\"%s\"}",
                                json_object_get_string_member (meta, "next_token"));
      if (i > 0)
        continue;
      tr_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
      path = g_strdup_printf ("/sandbox/workers/%s/activity", sid);
      moved = server_fixture_ask (fixture, "POST", path, "Activity=Unavailable");
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 3);
}

static void
assert_bad_list (ServerFixture *fixture, const char *token, const char *params)
{
  g_autoptr(JsonNode) answer =
    server_fixture_bridge (fixture, token, "GET", "Workers", params);

  server_fixture_assert_refused (fixture, answer, 400, 20001);
}

static void
test_bad_lists (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);

  assert_bad_list (fixture, token, "{\"AfterSid\":\"garbage\"}");
  assert_bad_list (fixture, token, "{\"AfterSid\":\"WK\"}");
  assert_bad_list (fixture, token, "{\"PageSize\":0}");
  assert_bad_list (fixture, token, "{\"ActivitySid\":\"garbage\"}");
  assert_bad_list (fixture, token, "{\"Ordering\":\"Name:asc\"}");
}

static void
test_bad_posts (ServerFixture *fixture, gconstpointer data)
{
  const char *bodies[] = {
    "", "{", "[]", "null", "{}", "{\"url\":1,\"method\":\"GET\",\"token\":\"x\"}",
    "{\"url\":\"x\",\"method\":\"GET\",\"params\":[],\"token\":\"x\"}",
  };
  g_autofree char *deep = g_strnfill (90000, '[');

  for (gsize i = 0; i <= G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_send (
        fixture, server_fixture_message (fixture, "POST", "/v1/wschannels"), "text/plain",
        i < G_N_ELEMENTS (bodies) ? bodies[i] : deep);

      server_fixture_assert_refused (fixture, answer, 400, 20001);
    }
}

static void
assert_status (ServerFixture *fixture, const char *token, const char *method, const char *url,
               const char *params, guint status)
{
  g_autoptr(JsonNode) answer = server_fixture_bridge (fixture, token, method, url, params);

  g_assert_cmpuint (fixture->status, ==, status);
}

static void
test_roles (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *worker = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *supervisor = server_fixture_token (fixture, "supervisor", 3600);
  TrsWorker *susan = trs_workspace_get_worker_by_name (fixture->workspace, "susan");
  g_autofree char *other = g_strdup_printf ("Workers/%s", susan->base.sid);
  g_autofree char *attributes = g_strdup_printf ("{\"Attributes\":%s}", susan->attributes);

  assert_status (fixture, worker, "POST", "Workers/%D", "{\"Attributes\":{}}", 200);
  assert_status (fixture, worker, "POST", other, attributes, 403);
  assert_status (fixture, supervisor, "POST", other, attributes, 200);
  assert_status (fixture, worker, "GET", other, "{}", 200);
  assert_status (fixture, worker, "DELETE", other, "{}", 405);
  assert_status (fixture, worker, "GET", "Nothing", "{}", 404);
  assert_status (fixture, worker, "GET", "Tasks/WT404", "{}", 404);
}

static void
test_policies (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_capability (fixture, 3600);
  g_autofree char *address = g_strdup_printf (
    "/v1/wschannels/%s/%s?serverVersion=1", fixture->account->base.sid, fixture->dave->base.sid);
  const struct
  {
    const char *method;
    const char *url;
    guint status;
  } cases[] = {
    { "GET", "Activities", 200 },
    { "DELETE", "Activities", 403 },
    { "POST", "Workers", 403 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf (
        "{\"url\":\"Workspaces/%s/%s\",\"method\":\"%s\",\"token\":\"%s\"}",
        fixture->workspace->base.sid, cases[i].url, cases[i].method, token);
      g_autoptr(JsonNode) answer = server_fixture_send (
        fixture, server_fixture_message (fixture, "POST", address), "text/plain", body);

      g_assert_cmpuint (fixture->status, ==, cases[i].status);
    }
}

static void
test_preflight (ServerFixture *fixture, gconstpointer data)
{
  SoupMessage *message = server_fixture_message (fixture, "OPTIONS", "/v1/wschannels");
  SoupMessageHeaders *headers;
  g_autoptr(JsonNode) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Origin",
                                "http://localhost:3000");
  answer = server_fixture_send (fixture, message, NULL, NULL);
  headers = soup_message_get_response_headers (fixture->message);
  g_assert_cmpuint (fixture->status, ==, 204);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Access-Control-Allow-Origin"), ==, "*");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Access-Control-Allow-Methods"), ==,
                   "POST, OPTIONS");
  g_assert_nonnull (
    strstr (soup_message_headers_get_one (headers, "Access-Control-Allow-Headers"), "apiVersion"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/bridge/init", test_init);
  SERVER_TEST ("/bridge/refused", test_refused_sockets);
  SERVER_TEST ("/bridge/plain-get", test_plain_get);
  SERVER_TEST ("/bridge/capability-address", test_capability_address);
  SERVER_TEST ("/bridge/frames", test_frames);
  SERVER_TEST ("/bridge/frames/call", test_call_frames);
  SERVER_TEST ("/bridge/heartbeat", test_heartbeat);
  SERVER_TEST ("/bridge/close-existing", test_close_existing);
  SERVER_TEST ("/bridge/expiry", test_expiry);
  SERVER_TEST ("/bridge/reads", test_reads);
  SERVER_TEST ("/bridge/reservation-forms", test_reservation_forms);
  SERVER_TEST ("/bridge/pages", test_pages);
  SERVER_TEST ("/bridge/page-after-gone", test_page_after_gone);
  SERVER_TEST ("/bridge/ordered-page-after-moved", test_ordered_page_after_moved);
  SERVER_TEST ("/bridge/bad-lists", test_bad_lists);
  SERVER_TEST ("/bridge/bad-posts", test_bad_posts);
  SERVER_TEST ("/bridge/roles", test_roles);
  SERVER_TEST ("/bridge/policies", test_policies);
  SERVER_TEST ("/bridge/preflight", test_preflight);
  return g_test_run ();
}
