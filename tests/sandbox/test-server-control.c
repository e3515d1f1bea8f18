/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

static JsonObject *
ask (ServerFixture *fixture, const char *method, const char *path, const char *form, guint status)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, method, path, form);

  g_assert_cmpuint (fixture->status, ==, status);
  return json_object_ref (json_node_get_object (answer));
}

static void
test_call (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) placed =
    ask (fixture, "POST", "/sandbox/calls", "From=%2B16505550100&Digits=1", 201);
  const char *sid = json_object_get_string_member (placed, "sid");
  g_autofree char *path = g_strdup_printf ("/sandbox/calls/%s", sid);
  g_autofree char *hang_up = g_strdup_printf ("/sandbox/calls/%s/hangup", sid);
  g_autoptr(JsonObject) call = NULL;
  g_autoptr(JsonObject) ended = NULL;
  g_autoptr(JsonObject) again = NULL;

  server_fixture_advance (fixture, 3);
  call = ask (fixture, "GET", path, NULL, 200);
  g_assert_cmpstr (json_object_get_string_member (call, "status"), ==, "in-progress");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (call, "transcript")), >,
                    0);
  ended = ask (fixture, "POST", hang_up, "", 200);
  g_assert_cmpstr (json_object_get_string_member (ended, "status"), ==, "completed");
  again = ask (fixture, "POST", hang_up, "", 400);
}

static void
test_call_json (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) placed = server_fixture_send (
    fixture, server_fixture_message (fixture, "POST", "/sandbox/calls"), "application/json",
    "{\"From\":\"+16505550100\",\"Digits\":\"2\"}");

  g_assert_cmpuint (fixture->status, ==, 201);
}

static void
test_call_refused (ServerFixture *fixture, gconstpointer data)
{
  const char *forms[] = { "", "From=", "From=dave", "From=%2B16505550100&To=nowhere" };
  g_autoptr(JsonObject) unknown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(JsonObject) answer = ask (fixture, "POST", "/sandbox/calls", forms[i], 400);

      g_assert_cmpstr (json_object_get_string_member (answer, "message"), !=, "");
    }
  unknown = ask (fixture, "POST", "/sandbox/calls/CA404/hangup", "", 404);
}

static void
test_phone (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) phone = ask (fixture, "GET", "/sandbox/phones/%2B16505551111", NULL, 200);
  g_autoptr(JsonObject) changed = NULL;
  g_autoptr(JsonObject) refused = NULL;
  g_autoptr(JsonObject) idle = NULL;

  g_assert_cmpstr (json_object_get_string_member (phone, "number"), ==, "+16505551111");
  g_assert_cmpstr (json_object_get_string_member (phone, "behavior"), ==, "answer");
  g_assert_cmpstr (json_object_get_string_member (phone, "state"), ==, "idle");
  g_assert_true (json_object_get_null_member (phone, "call_sid"));
  changed = ask (fixture, "POST", "/sandbox/phones/+16505551111", "Behavior=ask&After=5", 200);
  g_assert_cmpstr (json_object_get_string_member (changed, "behavior"), ==, "ask");
  refused = ask (fixture, "POST", "/sandbox/phones/+16505551111", "Behavior=sing", 400);
  idle = ask (fixture, "POST", "/sandbox/phones/+16505551111/answer", "", 400);
}

static void
test_activity (ServerFixture *fixture, gconstpointer data)
{
  const char *path = "/sandbox/workers/dave/activity";
  g_autoptr(JsonObject) set = ask (fixture, "POST", path, "Activity=Available", 200);
  g_autoptr(JsonObject) unknown = NULL;
  g_autoptr(JsonObject) missing = NULL;
  g_autoptr(JsonObject) nobody = NULL;

  g_assert_cmpstr (json_object_get_string_member (set, "activity"), ==, "Available");
  g_assert_true (json_object_get_boolean_member (set, "available"));
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
  unknown = ask (fixture, "POST", path, "Activity=Sleeping", 400);
  g_assert_nonnull (strstr (json_object_get_string_member (unknown, "message"),
                            "Offline, Available, Unavailable"));
  missing = ask (fixture, "POST", path, "", 400);
  nobody = ask (fixture, "POST", "/sandbox/workers/nobody/activity", "Activity=Available", 404);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
}

/* What is spelled wrong is named, and so is what there is. */
static void
test_misspelt (ServerFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method, *path, *form, *words;
  } cases[] = {
    { "POST", "/sandbox/calls", "From=%2B16505550100&Digit=1",
      "POST /sandbox/calls has no parameter 'Digit'; it has From, To, Digits" },
    { "POST", "/sandbox/calls", "from=%2B16505550100", "no parameter 'from'" },
    { "POST", "/sandbox/calls", "From=%2B16505550100&From=%2B16505550101", "From is given more than once" },
    { "POST", "/sandbox/calls?From=%2B16505550100", "", "'From' is to be in the body" },
    { "POST", "/sandbox/clock/advance", "Seconds=3", "it has seconds" },
    { "POST", "/sandbox/reset", "Seed=1", "POST /sandbox/reset has no parameters" },
    { "GET", "/sandbox/explain?Tasks=WT1", NULL, "it has Task, Worker" },
    { "GET", "/sandbox/log?Pagesize=1", NULL, "no parameter 'Pagesize'" },
    { "POST", "/sandbox/faults", "Fault=drop&Worker=dave&Times=2", "Times means nothing to the fault drop" },
    { "POST", "/sandbox/faults", "Fault=latency&Path=/&Status=500", "Status means nothing to the fault latency" },
    { "POST", "/sandbox/calls", "From=+16505550100", "write it as %2B" },
    { "POST", "/sandbox/calls", "From=%2B16505550100&To=16505552222", "begins with '+'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) answer =
        ask (fixture, cases[i].method, cases[i].path, cases[i].form, 400);

      g_assert_nonnull (
        strstr (json_object_get_string_member (answer, "message"), cases[i].words));
    }
}

/* GET /sandbox says what there is; nothing of it is forgotten. */
static void
test_routes (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = ask (fixture, "GET", "/sandbox", NULL, 200);
  JsonArray *routes = json_object_get_array_member (answer, "routes");
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (routes); i++)
    {
      JsonObject *route = json_array_get_object_element (routes, i);

      g_assert_true (g_str_has_prefix (json_object_get_string_member (route, "path"), "/sandbox"));
      if (g_str_equal (json_object_get_string_member (route, "path"), "/sandbox/calls"))
        {
          g_assert_cmpuint (
            json_array_get_length (json_object_get_array_member (route, "parameters")), ==, 3);
          found = TRUE;
        }
    }
  g_assert_true (found);
}

/* A number that is spelled wrong is nobody's, and looking at it makes no phone. */
static void
test_phone_of_nobody (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) looked = ask (fixture, "GET", "/sandbox/phones/+1999", NULL, 404);
  g_autoptr(JsonObject) set =
    ask (fixture, "POST", "/sandbox/phones/+1999", "Behavior=busy", 404);
  g_autoptr(JsonObject) ours =
    ask (fixture, "POST", "/sandbox/phones/+16505552222", "Behavior=busy&New=true", 404);
  g_autoptr(JsonObject) made = NULL;
  g_autoptr(JsonObject) again = NULL;

  g_assert_nonnull (strstr (json_object_get_string_member (set, "message"), "New=true"));
  g_assert_nonnull (strstr (json_object_get_string_member (ours, "message"), "VoiceUrl"));
  made = ask (fixture, "POST", "/sandbox/phones/+1999", "Behavior=busy&New=true", 200);
  again = ask (fixture, "POST", "/sandbox/phones/+1999", "Behavior=answer", 200);
}

static JsonObject *
find_phone (ServerFixture *fixture, const char *number)
{
  g_autoptr(JsonObject) answer = ask (fixture, "GET", "/sandbox/phones", NULL, 200);
  JsonArray *phones = json_object_get_array_member (answer, "phones");

  for (guint i = 0; i < json_array_get_length (phones); i++)
    {
      JsonObject *phone = json_array_get_object_element (phones, i);

      if (g_str_equal (json_object_get_string_member (phone, "number"), number))
        return json_object_ref (phone);
    }
  return NULL;
}

/* A caller has a phone like anybody else, for as long as he calls. */
static void
test_phone_of_caller (ServerFixture *fixture, gconstpointer data)
{
  const char *phone = "/sandbox/phones/+16505550100";
  g_autoptr(JsonObject) placed =
    ask (fixture, "POST", "/sandbox/calls", "From=%2B16505550100", 201);
  g_autoptr(JsonObject) listed = NULL;
  g_autoptr(JsonObject) pressed = NULL;
  g_autoptr(JsonObject) hung_up = NULL;
  g_autoptr(JsonObject) idle = NULL;
  g_autofree char *path =
    g_strdup_printf ("/sandbox/calls/%s", json_object_get_string_member (placed, "sid"));
  g_autoptr(JsonObject) call = NULL;

  server_fixture_advance (fixture, 3);
  listed = find_phone (fixture, "+16505550100");
  g_assert_nonnull (listed);
  g_assert_cmpstr (json_object_get_string_member (listed, "state"), ==, "in-call");
  g_assert_cmpstr (json_object_get_string_member (listed, "call_sid"), ==,
                   json_object_get_string_member (placed, "sid"));
  pressed = ask (fixture, "POST", "/sandbox/phones/+16505550100/press", "Digits=1", 200);
  server_fixture_advance (fixture, 3);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 1);
  hung_up = ask (fixture, "POST", "/sandbox/phones/+16505550100/hangup", "", 200);
  g_assert_cmpstr (json_object_get_string_member (hung_up, "state"), ==, "idle");
  call = ask (fixture, "GET", path, NULL, 200);
  g_assert_cmpstr (json_object_get_string_member (call, "status"), ==, "completed");
  g_assert_null (find_phone (fixture, "+16505550100"));
  idle = ask (fixture, "GET", phone, NULL, 404);
}

static void
test_clock (ServerFixture *fixture, gconstpointer data)
{
  const char *bad[] = { "", "seconds=", "seconds=-1", "seconds=x", "seconds=1x", "seconds=nan",
                        "seconds=inf", "seconds=1e300" };
  g_autoptr(JsonObject) clock = ask (fixture, "GET", "/sandbox/clock", NULL, 200);
  g_autoptr(JsonObject) later = NULL;

  g_assert_true (json_object_get_boolean_member (clock, "virtual"));
  g_assert_cmpstr (json_object_get_string_member (clock, "now"), ==, "2026-01-15T10:00:00Z");
  later = ask (fixture, "POST", "/sandbox/clock/advance", "seconds=90.5", 200);
  g_assert_cmpstr (json_object_get_string_member (later, "now"), ==, "2026-01-15T10:01:30Z");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonObject) answer =
        ask (fixture, "POST", "/sandbox/clock/advance", bad[i], 400);

      g_assert_nonnull (strstr (json_object_get_string_member (answer, "message"), "seconds"));
    }
}

static void
assert_origin (ServerFixture *fixture, const char *name, const char *value, guint status)
{
  SoupMessage *message = server_fixture_message (fixture, "POST", "/sandbox/clock/advance");
  g_autoptr(JsonNode) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
  answer = server_fixture_send (fixture, message, "application/x-www-form-urlencoded",
                                "seconds=1");
  g_assert_cmpuint (fixture->status, ==, status);
}

static void
test_origin (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *host =
    g_strdup_printf ("localhost:%u", trs_server_get_port (fixture->server));

  assert_origin (fixture, "Origin", "https://evil.example.com", 403);
  assert_origin (fixture, "Origin", "null", 403);
  assert_origin (fixture, "Origin", trs_server_get_base_url (fixture->server), 200);
  assert_origin (fixture, "Host", "evil.example.com", 403);
  assert_origin (fixture, "Host", host, 200);
}

static void
test_env (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) env = ask (fixture, "GET", "/sandbox/env", NULL, 200);
  const char *names[] = { "TR_BASE_URL",    "TR_ACCOUNT_SID",    "TR_AUTH_TOKEN",
                          "TR_API_KEY_SID", "TR_API_KEY_SECRET", "WORKSPACE_SID" };

  g_assert_cmpuint (json_object_get_size (env), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (json_object_get_string_member (env, names[i]), !=, "");
}

static gboolean
covers (JsonObject *coverage, const char *method, const char *path)
{
  JsonArray *routes = json_object_get_array_member (coverage, "routes");

  for (guint i = 0; i < json_array_get_length (routes); i++)
    {
      JsonObject *route = json_array_get_object_element (routes, i);

      if (g_str_equal (json_object_get_string_member (route, "method"), method) &&
          g_str_equal (json_object_get_string_member (route, "path"), path))
        return TRUE;
    }
  return FALSE;
}

static void
test_coverage (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) coverage = ask (fixture, "GET", "/sandbox/coverage", NULL, 200);

  g_assert_true (covers (coverage, "POST", "/v1/Workspaces/{WorkspaceSid}/Tasks"));
  g_assert_true (covers (coverage, "GET", "/sandbox/coverage"));
  g_assert_false (covers (coverage, "GET", "/v2/Services"));
  g_assert_cmpuint (
    json_array_get_length (json_object_get_array_member (coverage, "event_bridge")), >, 15);
}

static gboolean
has_no_socket (gpointer data)
{
  return ((ServerSocket *) data)->is_closed;
}

static void
test_drop (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) before = ask (fixture, "GET", "/sandbox/sockets/dave", NULL, 200);
  g_autoptr(JsonObject) dropped =
    ask (fixture, "POST", "/sandbox/faults", "Fault=drop&Worker=dave", 200);
  g_autoptr(JsonObject) after = ask (fixture, "GET", "/sandbox/sockets/dave", NULL, 200);

  g_assert_cmpint (json_object_get_int_member (before, "sockets"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (dropped, "sockets"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (after, "sockets"), ==, 0);
  server_fixture_wait (fixture, has_no_socket, socket);
  g_assert_cmpuint (socket->close_code, ==, 0);
}

static void
test_silence (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *silent = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) init = server_socket_take (fixture, silent, "init");
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults", "Fault=silence&Worker=nobody", 404);
  g_autoptr(JsonObject) named =
    ask (fixture, "POST", "/sandbox/faults", "Fault=silence&Worker=dave", 200);
  ServerSocket *second = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) second_init = server_socket_take (fixture, second, "init");
  g_autoptr(JsonObject) heard = NULL;

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .attributes = "{\"a\":1}" }, NULL));
  server_fixture_advance (fixture, 40);
  heard = server_socket_take (fixture, second, "worker.attributes.update");
  g_assert_false (silent->is_closed);
  g_assert_cmpuint (silent->frames.length, ==, 0);
  g_assert_cmpuint (silent->beats, ==, 0);
}

static void
test_expire (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *next = server_fixture_token (fixture, "worker", 3601);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults", "Fault=expire-token&Worker=dave", 200);
  g_autoptr(JsonNode) refused = NULL;
  g_autoptr(JsonNode) good = NULL;

  server_socket_wait_closed (fixture, socket);
  refused = server_fixture_bridge (fixture, token, "GET", "Workers/%D", "{}");
  server_fixture_assert_refused (fixture, refused, 401, 20104);
  good = server_fixture_bridge (fixture, next, "GET", "Workers/%D", "{}");
  g_assert_cmpuint (fixture->status, ==, 200);
}

static void
test_status_fault (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults",
         "Fault=status&Path=/v1/Workspaces&Status=429&RetryAfter=7&Times=2", 200);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "%W", NULL);

      g_assert_cmpuint (fixture->status, ==, i < 2 ? 429 : 200);
      if (i == 2)
        break;
      g_assert_cmpstr (
        soup_message_headers_get_one (soup_message_get_response_headers (fixture->message),
                                      "Retry-After"),
        ==, "7");
      g_assert_cmpstr (soup_message_get_reason_phrase (fixture->message), ==, "Too Many Requests");
    }
}

static void
test_faults_refused (ServerFixture *fixture, gconstpointer data)
{
  const char *forms[] = { "", "Fault=earthquake&Path=/", "Fault=status", "Fault=drop",
                          "Fault=status&Path=/&Status=99", "Fault=latency&Path=/&Latency=-1",
                          "Fault=status&Path=/&Times=0" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(JsonObject) answer = ask (fixture, "POST", "/sandbox/faults", forms[i], 400);

      g_assert_cmpstr (json_object_get_string_member (answer, "message"), !=, "");
    }
}

/* As it was ordered, so that nobody has to remember. */
static void
test_faults_listed (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults",
         "Fault=status&Path=/v1&Status=429&RetryAfter=7&Latency=250&Times=2", 200);
  g_autoptr(JsonObject) answer = ask (fixture, "GET", "/sandbox/faults", NULL, 200);
  JsonObject *fault =
    json_array_get_object_element (json_object_get_array_member (answer, "faults"), 0);

  g_assert_cmpint (json_object_get_int_member (fault, "status"), ==, 429);
  g_assert_cmpint (json_object_get_int_member (fault, "retry_after"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (fault, "latency"), ==, 250);
}

static void
test_faults_cleared (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults", "Fault=status&Path=/&Times=1000", 200);
  g_autoptr(JsonNode) empty = server_fixture_ask (fixture, "DELETE", "/sandbox/faults", NULL);
  g_autoptr(JsonNode) answer = NULL;

  g_assert_cmpuint (fixture->status, ==, 204);
  g_assert_null (empty);
  answer = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
}

static gboolean
answer_waits (gpointer data)
{
  ServerFixture *fixture = data;

  return tr_clock_get_next_time (fixture->clock) >= 0;
}

static void
late_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GBytes) bytes =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  *(gboolean *) user_data = bytes != NULL;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_latency (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) order =
    ask (fixture, "POST", "/sandbox/faults", "Fault=latency&Path=/v1&Latency=5000", 200);
  g_autoptr(SoupMessage) message = server_fixture_message (fixture, "GET", "%W");
  gboolean is_done = FALSE;

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL, late_cb,
                                    &is_done);
  server_fixture_wait (fixture, answer_waits, fixture);
  server_fixture_advance (fixture, 4.9);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (is_done);
  server_fixture_advance (fixture, 0.2);
  server_fixture_wait (fixture, is_true, &is_done);
}

static void
test_explain (ServerFixture *fixture, gconstpointer data)
{
  TrsTask *task = trs_task_create (
    fixture->workspace,
    &(TrsTaskChange) {
      .workflow_sid = ((TrsResource *) fixture->workspace->workflows->pdata[0])->sid },
    NULL);
  g_autofree char *both =
    g_strdup_printf ("/sandbox/explain?Worker=dave&Task=%s", task->base.sid);
  g_autofree char *alone = g_strdup_printf ("/sandbox/explain?Task=%s", task->base.sid);
  g_autoptr(JsonObject) answer = ask (fixture, "GET", both, NULL, 200);
  g_autoptr(JsonObject) of_task = ask (fixture, "GET", alone, NULL, 200);
  g_autoptr(JsonObject) of_worker = ask (fixture, "GET", "/sandbox/explain?Worker=dave", NULL, 200);
  g_autoptr(JsonObject) of_all = ask (fixture, "GET", "/sandbox/explain", NULL, 200);
  g_autoptr(JsonObject) no_task = ask (fixture, "GET", "/sandbox/explain?Task=WT404", NULL, 404);
  g_autoptr(JsonObject) nobody = ask (fixture, "GET", "/sandbox/explain?Worker=joe", NULL, 404);
  JsonObject *line;

  g_assert_cmpstr (json_object_get_string_member (answer, "explanation"), ==,
                   "dave is Offline, an activity in which no tasks come.");
  g_assert_cmpstr (json_object_get_string_member (of_task, "explanation"), ==,
                   "The task waits in queue Support with 2 workers, none of them "
                   "in an activity in which tasks come.");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (of_task, "workers")), ==,
                    3);
  g_assert_cmpstr (json_object_get_string_member (of_worker, "explanation"), ==,
                   "dave is Offline, an activity in which no tasks come.");
  line = json_array_get_object_element (json_object_get_array_member (of_worker, "tasks"), 0);
  g_assert_cmpstr (json_object_get_string_member (line, "task_sid"), ==, task->base.sid);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (of_all, "workers")), ==,
                    3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (of_all, "tasks")), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/control/call", test_call);
  SERVER_TEST ("/control/call/json", test_call_json);
  SERVER_TEST ("/control/call/refused", test_call_refused);
  SERVER_TEST ("/control/activity", test_activity);
  SERVER_TEST ("/control/phone", test_phone);
  SERVER_TEST ("/control/misspelt", test_misspelt);
  SERVER_TEST ("/control/routes", test_routes);
  SERVER_TEST ("/control/phone/nobody", test_phone_of_nobody);
  SERVER_TEST ("/control/phone/caller", test_phone_of_caller);
  SERVER_TEST ("/control/clock", test_clock);
  SERVER_TEST ("/control/origin", test_origin);
  SERVER_TEST ("/control/env", test_env);
  SERVER_TEST ("/control/coverage", test_coverage);
  SERVER_TEST ("/control/drop", test_drop);
  SERVER_TEST ("/control/silence", test_silence);
  SERVER_TEST ("/control/expire", test_expire);
  SERVER_TEST ("/control/faults/status", test_status_fault);
  SERVER_TEST ("/control/faults/refused", test_faults_refused);
  SERVER_TEST ("/control/faults/listed", test_faults_listed);
  SERVER_TEST ("/control/faults/cleared", test_faults_cleared);
  SERVER_TEST ("/control/faults/latency", test_latency);
  SERVER_TEST ("/control/explain", test_explain);
  return g_test_run ();
}
