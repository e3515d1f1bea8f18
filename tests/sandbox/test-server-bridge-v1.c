/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

#include "test-data.h"

/* What the older browser SDK sends and wants back; protocol/v1sdk-exchange.json is such a talk. */

#define EVENT_BRIDGE                                                                              \
  "{\"url\":\"%E\",\"method\":\"GET\",\"query_filter\":{},\"post_filter\":{},\"allow\":true},"   \
  "{\"url\":\"%E\",\"method\":\"POST\",\"query_filter\":{},\"post_filter\":{},\"allow\":true}"

#define EVERYTHING                                                                                \
  "[" EVENT_BRIDGE ",{\"url\":\"%W/**\",\"method\":\"GET\",\"allow\":true},"                      \
  "{\"url\":\"%W/**\",\"method\":\"POST\",\"allow\":true},"                                       \
  "{\"url\":\"%W/**\",\"method\":\"DELETE\",\"allow\":true}]"

/* One request; @rest is what follows the url in its body: ",\"params\":{…}". */
static JsonNode *
ask (ServerFixture *fixture,
     const char *token,
     const char *method,
     const char *url,
     const char *rest)
{
  GString *text = g_string_new (url);
  g_autofree char *body = NULL;
  g_autofree char *address = NULL;

  g_string_replace (text, "%D", fixture->dave_sid, 0);
  address = g_string_free (text, FALSE);
  body = g_strdup_printf ("{\"url\":\"%s%s%s\",\"method\":\"%s\"%s,\"token\":\"%s\"}",
                          strstr (address, "://") != NULL
                            ? ""
                            : "https://taskrouter.twilio.com/v1/Workspaces/",
                          strstr (address, "://") != NULL ? "" : fixture->workspace->base.sid,
                          address, method, rest, token);
  return server_fixture_v1 (fixture, fixture->dave_sid, body);
}

static JsonObject *
payload (JsonNode *answer)
{
  return json_object_get_object_member (json_node_get_object (answer), "payload");
}

/* The message of the talk at @index. */
static JsonNode *
sample (guint index, const char *member)
{
  g_autoptr(JsonNode) talk = test_data_json ("protocol/v1sdk-exchange.json");
  JsonObject *step = json_array_get_object_element (json_node_get_array (talk), index);

  return json_node_copy (json_object_get_member (step, member));
}

static void
assert_answer (guint index, JsonNode *answer)
{
  g_autoptr(JsonNode) wanted = sample (index, "body");

  server_assert_shape (wanted, answer, "answer");
}

static void
assert_frame (ServerFixture *fixture, ServerSocket *socket, guint index, const char *event_type)
{
  g_autoptr(JsonNode) wanted = sample (index, "message");
  g_autoptr(JsonObject) taken = server_socket_take (fixture, socket, event_type);
  g_autoptr(JsonNode) node = json_node_alloc ();

  json_node_init_object (node, taken);
  server_assert_shape (json_object_get_member (json_node_get_object (wanted), "payload"), node,
                       event_type);
}

static ServerSocket *
connect_v1 (ServerFixture *fixture, const char *token, const char *channel, const char *query)
{
  g_autofree char *address =
    g_strdup_printf ("/%s/%s?%s", fixture->account->base.sid, channel, query);

  return server_fixture_connect (fixture, token, address);
}

static void
set_activity (ServerFixture *fixture, const char *name)
{
  TrsActivity *activity = trs_workspace_get_activity_by_name (fixture->workspace, name);

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = activity->base.sid },
                                    NULL));
}

/* The whole talk of the sample, in its order. */
static void
test_exchange (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_capability (fixture, 3600);
  ServerSocket *socket = connect_v1 (fixture, token, fixture->dave_sid, "");
  g_autoptr(JsonNode) ready =
    ask (fixture, token, "GET", "/Workers/%D", ",\"event_type\":\"ready\"");
  g_autoptr(JsonNode) pending =
    ask (fixture, token, "GET", "/Workers/%D/Reservations",
         ",\"params\":{\"ReservationStatus\":\"pending\"}");
  g_autoptr(JsonNode) task = NULL, reservation = NULL, conference = NULL;
  g_autofree char *task_url = NULL, *reservation_url = NULL;
  TrsReservation *offer;

  g_assert_nonnull (socket->connection);
  assert_answer (2, ready);
  assert_answer (4, pending);
  set_activity (fixture, "Available");
  assert_frame (fixture, socket, 12, "activity.update");
  trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL);
  server_fixture_advance (fixture, 3);
  offer = g_ptr_array_index (fixture->dave->reservations, 0);
  assert_frame (fixture, socket, 5, "reservation.created");

  task_url = g_strdup_printf ("/Tasks/%s", offer->task->base.sid);
  reservation_url = g_strdup_printf ("%s/Reservations/%s", task_url, offer->base.sid);
  task = ask (fixture, token, "GET", task_url, "");
  assert_answer (7, task);
  reservation = ask (fixture, token, "GET", reservation_url, "");
  assert_answer (9, reservation);
  conference = ask (fixture, token, "POST", reservation_url,
                    ",\"params\":{\"Instruction\":\"conference\",\"From\":null,\"Timeout\":5,"
                    "\"PostWorkActivitySid\":null,\"To\":null}");
  assert_answer (11, conference);
  server_fixture_advance (fixture, 2);
  assert_frame (fixture, socket, 5, "reservation.accepted");
}

/* A reservation's frame is its task's, and names the reservation beside it. */
static void
test_reservation_frame (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_capability (fixture, 3600);
  ServerSocket *socket = connect_v1 (fixture, token, fixture->dave_sid, "");
  g_autoptr(JsonObject) activity = NULL, frame = NULL;
  TrsReservation *offer;

  set_activity (fixture, "Available");
  activity = server_socket_take (fixture, socket, "activity.update");
  trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL);
  server_fixture_advance (fixture, 3);
  offer = g_ptr_array_index (fixture->dave->reservations, 0);
  frame = server_socket_take (fixture, socket, "reservation.created");
  g_assert_cmpstr (json_object_get_string_member (frame, "sid"), ==, offer->task->base.sid);
  g_assert_cmpstr (json_object_get_string_member (frame, "reservation_sid"), ==,
                   offer->base.sid);
}

/* An SDK of each age may listen to the same worker. */
static void
test_both_ages (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *old_token = server_fixture_capability (fixture, 3600);
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *old = connect_v1 (fixture, old_token, fixture->dave_sid, "");
  ServerSocket *middle = connect_v1 (fixture, old_token, fixture->dave_sid, "serverVersion=1&");
  ServerSocket *new = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) init = server_socket_take (fixture, new, "init");
  g_autoptr(JsonObject) other_init = server_socket_take (fixture, middle, "init");
  g_autoptr(JsonObject) first = NULL, second = NULL, third = NULL;

  set_activity (fixture, "Available");
  first = server_socket_take (fixture, old, "activity.update");
  second = server_socket_take (fixture, new, "worker.activity.update");
  third = server_socket_take (fixture, middle, "worker.activity.update");
  g_assert_cmpstr (json_object_get_string_member (first, "date_updated"), ==,
                   "2026-01-15T10:00:00Z");
  g_assert_cmpint (json_object_get_int_member (second, "date_updated"), ==, 1768471200);
  g_assert_cmpint (json_object_get_int_member (third, "date_updated"), ==, 1768471200);
}

/* The SDK asks for the address that "meta" names, as it is. */
static void
test_pages (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (fixture, fixture->dave_sid, EVERYTHING);
  g_autoptr(JsonNode) first =
    ask (fixture, token, "GET", "/Workers", ",\"params\":{\"PageSize\":2,\"Available\":\"false\"}");
  JsonObject *meta = json_object_get_object_member (payload (first), "meta");
  g_autofree char *next = g_strdup (json_object_get_string_member (meta, "next_page_url"));
  g_autoptr(JsonNode) second = NULL;
  JsonArray *workers;

  g_assert_cmpstr (json_object_get_string_member (meta, "key"), ==, "workers");
  g_assert_true (g_str_has_prefix (next, trs_server_get_base_url (fixture->server)));
  g_assert_nonnull (strstr (next, "Available=false"));
  second = ask (fixture, token, "GET", next, "");
  g_assert_cmpuint (fixture->status, ==, 200);
  workers = json_object_get_array_member (payload (second), "workers");
  g_assert_cmpuint (json_array_get_length (workers), >, 0);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (workers, 0), "sid"), !=,
    json_object_get_string_member (json_array_get_object_element (
      json_object_get_array_member (payload (first), "workers"), 0), "sid"));
}

/* Whatever the REST API answers with success is 200 here: the SDK takes nothing else. */
static void
test_status (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (fixture, fixture->dave_sid, EVERYTHING);
  g_autoptr(JsonNode) created = ask (fixture, token, "POST", "/Activities",
                                     ",\"params\":{\"FriendlyName\":\"Lunch\"}");
  g_autofree char *url = NULL;
  g_autoptr(JsonNode) deleted = NULL, gone = NULL;

  g_assert_cmpuint (fixture->status, ==, 200);
  url = g_strdup_printf ("/Activities/%s",
                         json_object_get_string_member (payload (created), "sid"));
  deleted = ask (fixture, token, "DELETE", url, "");
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_nonnull (payload (deleted));
  gone = ask (fixture, token, "GET", url, ",\"event_type\":\"ready\"");
  server_fixture_assert_refused (fixture, gone, 404, 20404);
  g_assert_false (json_object_has_member (json_node_get_object (gone), "payload"));
}

/* The SDK reads nothing of a refusal but its status and reason phrase. */
static void
test_reason (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (fixture, fixture->dave_sid, EVERYTHING);
  g_autoptr(JsonNode) answer = ask (fixture, token, "POST", "/Workers/%D",
                                    ",\"params\":{\"ActivitySid\":\"WA404\"}");

  server_fixture_assert_refused (fixture, answer, 400, 20001);
  g_assert_nonnull (strstr (soup_message_get_reason_phrase (fixture->message), "WA404"));
}

static void
test_policies (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (
    fixture, fixture->dave_sid,
    "[" EVENT_BRIDGE ",{\"url\":\"%W/Workers/%D\",\"method\":\"POST\",\"query_filter\":{},"
    "\"post_filter\":{\"ActivitySid\":{\"required\":true}},\"allow\":true},"
    "{\"url\":\"%W/Activities\",\"method\":\"GET\",\"allow\":true},"
    "{\"url\":\"%W/Tasks/**\",\"method\":\"GET\",\"allow\":false}]");
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  g_autofree char *good = g_strdup_printf (",\"params\":{\"ActivitySid\":\"%s\"}",
                                           available->base.sid);
  g_autoptr(JsonNode) allowed = ask (fixture, token, "POST", "/Workers/%D", good);
  static const char *const refused[][3] = {
    { "POST", "/Workers/%D", ",\"params\":{\"Attributes\":{}}" }, /* what must be there is not */
    { "GET", "/Workers/%D", "" },                                 /* another method */
    { "GET", "/Activities/WA404", "" },                           /* below a bare collection */
    { "GET", "/Tasks/WT404", "" },                                /* a policy that forbids */
    { "POST", "/Tasks", "" },                                     /* no policy at all */
    { "DELETE", "/Workers/%D", "" },
  };

  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (payload (allowed), "activity_name"), ==,
                   "Available");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(JsonNode) answer =
        ask (fixture, token, refused[i][0], refused[i][1], refused[i][2]);

      server_fixture_assert_refused (fixture, answer, 403, 20403);
    }
}

/* Without the two policies of the event bridge nothing is carried out. */
static void
test_address_policies (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (
    fixture, fixture->dave_sid, "[{\"url\":\"%W/**\",\"method\":\"GET\",\"allow\":true}]");
  g_autoptr(JsonNode) answer = ask (fixture, token, "GET", "/Workers/%D", "");

  server_fixture_assert_refused (fixture, answer, 403, 20403);
  g_assert_null (connect_v1 (fixture, token, fixture->dave_sid, "")->connection);
  g_assert_cmpuint (fixture->status, ==, 403);
}

static void
test_refused (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (fixture, fixture->dave_sid, EVERYTHING);
  g_autofree char *access = server_fixture_token (fixture, "worker", 3600);
  static const char *const urls[] = {
    "://", "https://taskrouter.twilio.com", "https://api.twilio.com/2010-04-01/Accounts.json",
    "https://taskrouter.twilio.com/sandbox/state", "/v1/Workspaces", "Workspaces/WS1", "",
    "https://x:y:z/v1/Workspaces", "https://taskrouter.twilio.com/v1/Workspaces%zz",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *body = g_strdup_printf (
        "{\"url\":\"%s\",\"method\":\"GET\",\"token\":\"%s\"}", urls[i], token);
      g_autoptr(JsonNode) answer = server_fixture_v1 (fixture, fixture->dave_sid, body);

      server_fixture_assert_refused (fixture, answer, 400, 20001);
    }
  {
    g_autoptr(JsonNode) unknown = ask (fixture, token, "GET", "/Nothing", "");
    server_fixture_assert_refused (fixture, unknown, 404, 20404);
  }
  {
    g_autoptr(JsonNode) method = ask (fixture, token, "DELETE", "/Activities", "");
    server_fixture_assert_refused (fixture, method, 405, 20004);
  }
  {
    /* Its grants are for today's SDK: they have no policies. */
    g_autoptr(JsonNode) kind = ask (fixture, access, "GET", "/Workers/%D", "");
    server_fixture_assert_refused (fixture, kind, 403, 20403);
  }
}

/* A queue's or a workspace's client hears nothing but the beat, and asks as a worker's does. */
static void
test_other_channels (ServerFixture *fixture, gconstpointer data)
{
  const TrsTaskQueue *queue = g_ptr_array_index (fixture->workspace->task_queues, 0);
  const char *const channels[] = { queue->base.sid, fixture->workspace->base.sid };

  for (gsize i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      g_autofree char *token = server_fixture_policies (fixture, channels[i], EVERYTHING);
      g_autofree char *wrong = server_fixture_policies (fixture, "WQ404", EVERYTHING);
      ServerSocket *socket = connect_v1 (fixture, token, channels[i], "");
      g_autofree char *body = g_strdup_printf (
        "{\"url\":\"https://taskrouter.twilio.com/v1/Workspaces/%s/TaskQueues/%s\","
        "\"method\":\"GET\",\"event_type\":\"ready\",\"token\":\"%s\"}",
        fixture->workspace->base.sid, queue->base.sid, token);
      g_autoptr(JsonNode) ready = server_fixture_v1 (fixture, channels[i], body);

      g_assert_nonnull (socket->connection);
      g_assert_cmpstr (json_object_get_string_member (payload (ready), "target_workers"), ==,
                       queue->target_workers);
      g_assert_null (connect_v1 (fixture, wrong, "WQ404", "")->connection);
      g_assert_cmpuint (fixture->status, ==, 404);
      g_assert_null (connect_v1 (fixture, token, fixture->dave_sid, "")->connection);
      g_assert_cmpuint (fixture->status, ==, 403);
    }
}

static gboolean
is_gone (gpointer data)
{
  g_autoptr(JsonNode) answer =
    server_fixture_ask (data, "GET", "/sandbox/sockets/dave", NULL);

  return json_object_get_int_member (json_node_get_object (answer), "sockets") == 0;
}

static void
test_disconnect_activity (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_capability (fixture, 3600);
  TrsActivity *unavailable =
    trs_workspace_get_activity_by_name (fixture->workspace, "Unavailable");
  g_autofree char *query =
    g_strdup_printf ("disconnectActivitySid=%s&", unavailable->base.sid);
  ServerSocket *socket;

  set_activity (fixture, "Available");
  socket = connect_v1 (fixture, token, fixture->dave_sid, query);
  soup_websocket_connection_close (socket->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  server_socket_wait_closed (fixture, socket);
  server_fixture_wait (fixture, is_gone, fixture);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
  server_fixture_advance (fixture, 1);
  g_assert_true (fixture->dave->activity == unavailable);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SERVER_TEST ("/bridge-v1/exchange", test_exchange);
  SERVER_TEST ("/bridge-v1/reservation-frame", test_reservation_frame);
  SERVER_TEST ("/bridge-v1/both-ages", test_both_ages);
  SERVER_TEST ("/bridge-v1/pages", test_pages);
  SERVER_TEST ("/bridge-v1/status", test_status);
  SERVER_TEST ("/bridge-v1/reason", test_reason);
  SERVER_TEST ("/bridge-v1/policies", test_policies);
  SERVER_TEST ("/bridge-v1/policies/address", test_address_policies);
  SERVER_TEST ("/bridge-v1/refused", test_refused);
  SERVER_TEST ("/bridge-v1/other-channels", test_other_channels);
  SERVER_TEST ("/bridge-v1/disconnect-activity", test_disconnect_activity);
  return g_test_run ();
}
