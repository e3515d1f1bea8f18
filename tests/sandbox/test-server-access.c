/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

/* Who may do what over which wire: browsers, roles, policies, and what is refused to all. */

static const char *
header (ServerFixture *fixture, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (fixture->message), name);
}

static JsonNode *
ask_as_page (ServerFixture *fixture, const char *method, const char *path, gboolean has_password)
{
  SoupMessage *message = server_fixture_message (fixture, method, path);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Origin", "http://localhost:3000");
  if (!has_password)
    soup_message_headers_remove (headers, "Authorization");
  return server_fixture_send (fixture, message, NULL, NULL);
}

/* A browser asks first, without credentials, and then needs a word with every answer. */
static void
test_pages_of_others (ServerFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "%W", "%W/Workers", "%W/Workers/%D", "%A/Calls.json",
                                       "/v1/wschannels", "/v1/wschannels/AC1/WK1" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(JsonNode) preflight = ask_as_page (fixture, "OPTIONS", paths[i], FALSE);
      g_autoptr(JsonNode) refused = NULL;

      g_assert_cmpuint (fixture->status, ==, 204);
      g_assert_cmpstr (header (fixture, "Access-Control-Allow-Origin"), ==, "*");
      g_assert_nonnull (strstr (header (fixture, "Access-Control-Allow-Methods"), "POST"));
      g_assert_nonnull (strstr (header (fixture, "Access-Control-Allow-Headers"), "If-Match"));
      g_assert_nonnull (
        strstr (header (fixture, "Access-Control-Allow-Headers"), "Authorization"));
      g_assert_null (header (fixture, "Access-Control-Allow-Credentials"));
      refused = ask_as_page (fixture, "GET", paths[i], FALSE);
      g_assert_cmpuint (fixture->status, ==, 401);
      g_assert_cmpstr (header (fixture, "Access-Control-Allow-Origin"), ==, "*");
    }
  {
    g_autoptr(JsonNode) answer = ask_as_page (fixture, "GET", "%W/Workers/%D", TRUE);
    g_assert_cmpuint (fixture->status, ==, 200);
    g_assert_nonnull (strstr (header (fixture, "Access-Control-Expose-Headers"), "ETag"));
  }
  {
    g_autoptr(JsonNode) unknown = ask_as_page (fixture, "OPTIONS", "/v1/Nothing", FALSE);
    g_assert_cmpuint (fixture->status, ==, 404);
  }
}

/* Everybody knows what opens a sandbox with the built-in seed. */
static void
test_pages_elsewhere (ServerFixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "OPTIONS", "GET", "POST" };

  for (gsize i = 0; i < G_N_ELEMENTS (methods) * 2; i++)
    {
      gboolean is_rebound = i >= G_N_ELEMENTS (methods);
      SoupMessage *message =
        server_fixture_message (fixture, methods[i % G_N_ELEMENTS (methods)], "%W/Workers");
      g_autoptr(JsonNode) answer = NULL;

      soup_message_headers_replace (soup_message_get_request_headers (message),
                                    is_rebound ? "Host" : "Origin",
                                    is_rebound ? "evil.example" : "https://desk.example.com");
      answer = server_fixture_send (fixture, message, NULL, NULL);
      g_assert_cmpuint (fixture->status, ==, 403);
      g_assert_null (header (fixture, "Access-Control-Allow-Origin"));
    }
}

static void
test_page_allowed (ServerFixture *fixture, gconstpointer data)
{
  SoupMessage *message = server_fixture_message (fixture, "GET", "%W/Workers");
  g_autoptr(JsonNode) answer = NULL;

  trs_server_allow_origin (fixture->server, "https://desk.example.com");
  soup_message_headers_replace (soup_message_get_request_headers (message), "Origin",
                                "https://desk.example.com");
  answer = server_fixture_send (fixture, message, NULL, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (header (fixture, "Access-Control-Allow-Origin"), ==, "*");
  g_clear_pointer (&answer, json_node_unref);

  /* The page and the sandbox may be reached through one tunnel; the control API is not. */
  message = server_fixture_message (fixture, "GET", "%W/Workers");
  soup_message_headers_replace (soup_message_get_request_headers (message), "Host",
                                "desk.example.com");
  answer = server_fixture_send (fixture, message, NULL, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_clear_pointer (&answer, json_node_unref);
  message = server_fixture_message (fixture, "GET", "/sandbox/phones");
  soup_message_headers_replace (soup_message_get_request_headers (message), "Host",
                                "desk.example.com");
  answer = server_fixture_send (fixture, message, NULL, NULL);
  g_assert_cmpuint (fixture->status, ==, 403);
}

/* The control API asks for no password, so no page elsewhere gets a word. */
static void
test_pages_and_control (ServerFixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "OPTIONS", "GET", "POST" };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr(JsonNode) answer =
        ask_as_page (fixture, methods[i], "/sandbox/clock/advance", FALSE);

      g_assert_cmpuint (fixture->status, >=, 400);
      g_assert_null (header (fixture, "Access-Control-Allow-Origin"));
    }
}

/* One byte more than 1 MiB, wherever a body can go. */
static void
test_large_bodies (ServerFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = {
    "%W",           "%W/Tasks", "%W/TaskQueues/RealTimeStatistics", "%A/Calls.json",
    "/v1/wschannels", "/v1/wschannels/AC1/WK1", "/sandbox/calls", "/nowhere",
  };
  g_autofree char *body = g_strnfill (1024 * 1024 + 1, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "POST", paths[i], body);

      server_fixture_assert_refused (fixture, answer, 413, 20413);
    }
}

/* One operation of the bridge, and what the service says of it. */
typedef struct
{
  const char *method;
  const char *url;    /* %O is susan's SID, %T the task's, %R the reservation's */
  const char *params; /* may hold them too, and %A for the activity Available */
  guint status;
  int code; /* 0: none */
} Case;

typedef struct
{
  TrsWorker *susan;
  TrsReservation *reservation;
} Scene;

static Scene
set_scene (ServerFixture *fixture)
{
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  Scene scene = { trs_workspace_get_worker_by_name (fixture->workspace, "susan"), NULL };

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = available->base.sid },
                                    NULL));
  g_assert_nonnull (trs_task_create (
    fixture->workspace, &(TrsTaskChange) { .workflow_sid = workflow->base.sid }, NULL));
  scene.reservation = g_ptr_array_index (fixture->dave->reservations, 0);
  return scene;
}

static char *
expand (ServerFixture *fixture, const Scene *scene, const char *text)
{
  GString *string = g_string_new (text);
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");

  g_string_replace (string, "%O", scene->susan->base.sid, 0);
  g_string_replace (string, "%T", scene->reservation->task->base.sid, 0);
  g_string_replace (string, "%R", scene->reservation->base.sid, 0);
  g_string_replace (string, "%A", available->base.sid, 0);
  return g_string_free (string, FALSE);
}

static void
check (ServerFixture *fixture, const Scene *scene, const char *token, const Case *wish)
{
  g_autofree char *url = expand (fixture, scene, wish->url);
  g_autofree char *params = expand (fixture, scene, wish->params);
  g_autoptr(JsonNode) answer =
    server_fixture_bridge (fixture, token, wish->method, url, params);

  if (fixture->status != wish->status)
    g_error ("%s %s %s: %u instead of %u", wish->method, wish->url, wish->params, fixture->status,
             wish->status);
  if (wish->code != 0)
    server_fixture_assert_refused (fixture, answer, wish->status, wish->code);
}

/* A worker's token opens his own things, a supervisor's everybody's. */
static void
test_roles (ServerFixture *fixture, gconstpointer data)
{
  static const Case others[] = {
    { "POST", "Workers/%O", "{\"Attributes\":{}}", 403, 20403 },
    { "GET", "Workers/%O/Reservations", "{}", 403, 20403 },
    { "GET", "Workers/%O/Reservations/WR404", "{}", 403, 20403 },
    { "POST", "Workers/%O/Reservations/WR404", "{\"ReservationStatus\":\"accepted\"}", 403, 20403 },
    { "POST", "Workers/%O/WorkerParticipant", "{\"ReservationSid\":\"%R\"}", 403, 20403 },
    { "POST", "Workers/%O/CustomerParticipant", "{\"TaskSid\":\"%T\"}", 403, 20403 },
    { "POST", "Workers/%O/HoldWorkerParticipant", "{\"TaskSid\":\"%T\"}", 403, 20403 },
    { "POST", "Workers/%O/KickWorkerParticipant", "{\"TaskSid\":\"%T\"}", 403, 20403 },
    { "POST", "Workers/%O/Transfers", "{\"TaskSid\":\"%T\"}", 403, 20403 },
    { "POST", "Workers/%O/Transfers/TT404", "{\"TaskSid\":\"%T\"}", 403, 20403 },
  };
  g_autofree char *worker = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *nobody = server_fixture_token (fixture, "", 3600);
  g_autofree char *supervisor = server_fixture_token (fixture, "supervisor", 3600);
  Scene scene = set_scene (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *url = expand (fixture, &scene, others[i].url);
      g_autofree char *params = expand (fixture, &scene, others[i].params);
      g_autoptr(JsonNode) answer = NULL;

      check (fixture, &scene, worker, &others[i]);
      check (fixture, &scene, nobody, &others[i]);
      answer = server_fixture_bridge (fixture, supervisor, others[i].method, url, params);
      g_assert_cmpuint (fixture->status, !=, 403);
    }
}

/* Another workspace of the account, and another account's, are as closed as if they were not. */
static void
test_other_workspaces (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "supervisor", 3600);
  TrsWorkspace *other = trs_workspace_create (
    fixture->account, &(TrsWorkspaceChange) { .friendly_name = "another" }, NULL);
  const char *const sids[] = { other->base.sid, "WS404" };

  for (gsize i = 0; i < G_N_ELEMENTS (sids); i++)
    {
      g_autofree char *body = g_strdup_printf (
        "{\"url\":\"Workspaces/%s/Activities\",\"method\":\"GET\",\"params\":{},\"token\":\"%s\"}",
        sids[i], token);
      g_autoptr(JsonNode) answer = server_fixture_send (
        fixture, server_fixture_message (fixture, "POST", "/v1/wschannels"), "text/plain", body);

      server_fixture_assert_refused (fixture, answer, 403, 20403);
    }
}

/* What every operation says of bad input. */
static void
test_bad_input (ServerFixture *fixture, gconstpointer data)
{
  static const Case cases[] = {
    { "GET", "Activities", "{\"PageSize\":1001}", 400, 20001 },
    { "GET", "Activities", "{\"PageSize\":\"many\"}", 400, 20001 },
    { "GET", "Activities", "{\"AfterSid\":\"x\"}", 400, 20001 },
    { "PUT", "Activities", "{}", 405, 20004 },
    { "GET", "", "{}", 404, 20404 },
    { "GET", "Nothing/At/All", "{}", 404, 20404 },
    { "GET", "Workers", "{\"ActivitySid\":\"x\"}", 400, 20001 },
    { "GET", "Workers", "{\"NextToken\":\"x\"}", 400, 20001 },
    { "GET", "Workers/WK404", "{}", 404, 20404 },
    { "GET", "TaskQueues", "{\"Ordering\":\"Name\"}", 400, 20001 },
    { "GET", "TaskQueues/WQ404", "{}", 404, 20404 },
    { "GET", "Workers/WK404/WorkerChannels", "{}", 404, 20404 },
    { "POST", "Workers/%D", "{\"ActivitySid\":\"WA404\"}", 400, 20001 },
    { "POST", "Workers/%D", "{\"ActivitySid\":{\"a\":1}}", 400, 20001 },
    { "POST", "Workers/%D", "{\"Attributes\":\"[]\"}", 400, 20001 },
    { "POST", "Workers/%D", "{\"Attributes\":\"{\"}", 400, 20001 },
    { "POST", "Workers/%D", "{\"Attributes\":7}", 400, 20001 },
    { "POST", "Workers/%D", "{\"ActivitySid\":\"%A\",\"RejectPendingReservations\":true}", 400,
      20001 },
    { "POST", "Tasks", "{\"WorkflowSid\":\"WW404\"}", 400, 20001 },
    { "POST", "Tasks", "{\"Attributes\":\"no\"}", 400, 20001 },
    { "POST", "Tasks", "{\"Priority\":-1}", 400, 20001 },
    { "POST", "Tasks", "{\"Timeout\":0}", 400, 20001 },
    { "POST", "Tasks", "{\"VirtualStartTime\":\"soon\"}", 400, 20001 },
    { "POST", "Tasks", "{\"RoutingTarget\":\"XX1\"}", 400, 20001 },
    { "GET", "Tasks/WT404", "{}", 404, 20404 },
    { "POST", "Tasks/WT404", "{}", 404, 20404 },
    { "POST", "Tasks/%T", "{\"AssignmentStatus\":\"eaten\"}", 400, 20001 },
    { "POST", "Tasks/%T", "{\"AssignmentStatus\":\"completed\"}", 400, 20001 },
    { "POST", "Tasks/%T", "{\"AssignmentStatus\":\"pending\"}", 400, 20001 },
    { "POST", "Tasks/%T", "{\"VirtualStartTime\":\"2999-01-01T00:00:00Z\"}", 400, 20001 },
    { "GET", "Workers/%D/Reservations", "{\"PageSize\":0}", 400, 20001 },
    { "GET", "Workers/%D/Reservations/WR404", "{}", 404, 20404 },
    { "POST", "Workers/%D/Reservations/WR404", "{}", 404, 20404 },
    { "POST", "Workers/%D/Reservations/%R", "{}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"ReservationStatus\":\"pending\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"ReservationStatus\":\"wrapping\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"ReservationStatus\":\"rejected\",\"WorkerActivitySid\":\"WA404\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"ReservationStatus\":\"accepted\",\"Instruction\":\"call\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"Instruction\":\"sing\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"Instruction\":\"call\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"Instruction\":\"call\",\"CallFrom\":\"+1\",\"CallUrl\":\"http://x/\",\"CallTimeout\":0}",
      400, 20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"Instruction\":\"redirect\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"Instruction\":\"redirect\",\"RedirectCallSid\":\"CA404\","
      "\"RedirectUrl\":\"http://x/\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"Instruction\":\"conference\",\"StatusCallbackEvent\":[\"ringing\",\"zz\"]}", 400,
      20001 },
    { "POST", "Workers/%D/Reservations/%R", "{\"Instruction\":\"supervise\"}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"Instruction\":\"conference\",\"Timeout\":1000}", 400, 20001 },
    { "POST", "Workers/%D/Reservations/%R",
      "{\"Instruction\":\"conference\",\"PostWorkActivitySid\":\"WA404\"}", 400, 20001 },
    { "GET", "Tasks/%T/Reservations/WR404", "{}", 404, 20404 },
    { "POST", "Tasks/WT404/Reservations/%R", "{}", 404, 20404 },
    { "POST", "Tasks/%T/Reservations/%R",
      "{\"Instruction\":\"supervise\",\"Supervisor\":\"%O\",\"SupervisorMode\":\"spy\"}", 400,
      20001 },
    { "POST", "Workers/%D/WorkerParticipant", "{}", 404, 20404 },
    { "POST", "Workers/%D/WorkerParticipant", "{\"ReservationSid\":\"%R\",\"Mute\":true}", 400,
      20001 },
    { "POST", "Workers/%D/CustomerParticipant", "{}", 404, 20404 },
    { "POST", "Workers/%D/CustomerParticipant", "{\"TaskSid\":\"%T\",\"Hold\":true}", 400, 20001 },
    { "POST", "Workers/%D/HoldWorkerParticipant", "{\"TaskSid\":\"%T\"}", 400, 20001 },
    { "POST", "Workers/%D/HoldWorkerParticipant",
      "{\"TaskSid\":\"%T\",\"TargetWorkerSid\":\"%O\",\"Hold\":true}", 400, 20001 },
    { "POST", "Workers/%D/KickWorkerParticipant",
      "{\"TaskSid\":\"%T\",\"TargetWorkerSid\":\"%O\"}", 400, 20001 },
    { "POST", "Workers/%D/Transfers", "{\"TaskSid\":\"%T\"}", 404, 20404 },
    { "POST", "Workers/%D/Transfers", "{\"TaskSid\":\"%T\",\"ReservationSid\":\"%R\"}", 400,
      20001 },
    { "POST", "Workers/%D/Transfers",
      "{\"TaskSid\":\"%T\",\"ReservationSid\":\"%R\",\"To\":\"%O\",\"Mode\":\"HOT\"}", 400, 20001 },
    { "POST", "Workers/%D/Transfers",
      "{\"TaskSid\":\"%T\",\"ReservationSid\":\"%R\",\"To\":\"%O\"}", 400, 20001 },
    { "POST", "Workers/%D/Transfers/TT404", "{}", 404, 20404 },
  };
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  Scene scene = set_scene (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check (fixture, &scene, token, &cases[i]);
  g_assert_cmpint (scene.reservation->status, ==, TRS_RESERVATION_PENDING);
}

/* Policies hold for today's payloads too: one operation after the other. */
static void
test_policies (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_policies (
    fixture, fixture->dave_sid,
    "[{\"url\":\"%E\",\"method\":\"POST\",\"allow\":true},"
    "{\"url\":\"%W/Workers/%D\",\"method\":\"GET\",\"allow\":true},"
    "{\"url\":\"%W/Workers/%D\",\"method\":\"POST\","
    "\"post_filter\":{\"ActivitySid\":{\"required\":true}},\"allow\":true},"
    "{\"url\":\"%W/Tasks/**\",\"method\":\"GET\",\"allow\":true}]");
  g_autofree char *address = g_strdup_printf ("/v1/wschannels/%s/%s?serverVersion=1",
                                              fixture->account->base.sid, fixture->dave_sid);
  static const Case cases[] = {
    { "GET", "Workers/%D", "{}", 200, 0 },
    { "POST", "Workers/%D", "{\"ActivitySid\":\"%A\"}", 200, 0 },
    { "POST", "Workers/%D", "{\"Attributes\":{}}", 403, 20403 },
    { "GET", "Tasks/%T", "{}", 200, 0 },
    { "GET", "Tasks/%T/Reservations/%R", "{}", 200, 0 },
    { "POST", "Tasks/%T", "{\"Priority\":1}", 403, 20403 },
    { "GET", "Workers/%D/Reservations", "{}", 403, 20403 },
    { "GET", "Activities", "{}", 403, 20403 },
  };
  Scene scene = set_scene (fixture);
  ServerSocket *socket;
  g_autofree char *query = g_strdup_printf ("/%s/%s?serverVersion=1&",
                                            fixture->account->base.sid, fixture->dave_sid);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = expand (fixture, &scene, cases[i].url);
      g_autofree char *params = expand (fixture, &scene, cases[i].params);
      GString *below = g_string_new (url);
      g_autofree char *path = NULL;
      g_autofree char *body = NULL;
      g_autoptr(JsonNode) answer = NULL;

      g_string_replace (below, "%D", fixture->dave_sid, 0);
      path = g_string_free (below, FALSE);
      body = g_strdup_printf ("{\"url\":\"Workspaces/%s/%s\",\"method\":\"%s\",\"params\":%s,"
                              "\"token\":\"%s\"}",
                              fixture->workspace->base.sid, path, cases[i].method, params, token);
      answer = server_fixture_send (fixture, server_fixture_message (fixture, "POST", address),
                                    "text/plain", body);
      if (fixture->status != cases[i].status)
        g_error ("%s %s: %u", cases[i].method, cases[i].url, fixture->status);
    }
  /* Posting to the bridge is allowed, listening is not. */
  socket = server_fixture_connect (fixture, token, query);
  g_assert_null (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 403);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SERVER_TEST ("/access/pages", test_pages_of_others);
  SERVER_TEST ("/access/pages/control", test_pages_and_control);
  SERVER_TEST ("/access/large-bodies", test_large_bodies);
  SERVER_TEST ("/access/roles", test_roles);
  SERVER_TEST ("/access/other-workspaces", test_other_workspaces);
  SERVER_TEST ("/access/bad-input", test_bad_input);
  SERVER_TEST ("/access/policies", test_policies);
  SERVER_TEST ("/access/pages-elsewhere", test_pages_elsewhere);
  SERVER_TEST ("/access/page-allowed", test_page_allowed);
  return g_test_run ();
}
