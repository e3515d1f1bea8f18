/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

#include "log/trs-wire-log.h"
#include "tr-json.h"

/* The page for people, what it reads, and who may. */

static const char *const addresses[] = { "/",
                                         "/inspector/main.js",
                                         "/inspector/inspector.css",
                                         "/sandbox/overview",
                                         "/sandbox/log",
                                         "/sandbox/log/1" };

static JsonObject *
ask (ServerFixture *fixture, const char *path)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", path, NULL);

  g_assert_cmpuint (fixture->status, ==, 200);
  return json_object_ref (json_node_get_object (answer));
}

static const char *
header (ServerFixture *fixture, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (fixture->message), name);
}

static char *
read_text (ServerFixture *fixture, const char *path)
{
  g_autoptr(GBytes) bytes =
    server_fixture_read (fixture, server_fixture_message (fixture, "GET", path));
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  return g_strndup (text, length);
}

static void
test_page (ServerFixture *fixture, gconstpointer data)
{
  static const char *const forbidden[] = { "http:", "https:", "<style", " style=", "onclick=",
                                           "javascript:" };
  g_autofree char *page = read_text (fixture, "/");

  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (header (fixture, "Content-Type"), ==, "text/html;charset=utf-8");
  g_assert_nonnull (strstr (header (fixture, "Content-Security-Policy"), "default-src 'none'"));
  g_assert_nonnull (strstr (header (fixture, "Content-Security-Policy"), "script-src 'self';"));
  g_assert_null (strstr (header (fixture, "Content-Security-Policy"), "unsafe"));
  g_assert_cmpstr (header (fixture, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_null (header (fixture, "Access-Control-Allow-Origin"));
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_null (strstr (page, forbidden[i]));
}

static void
test_unknown_file (ServerFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/inspector/nothing.js", "/inspector/", "/inspector",
                                       "/inspector/a/main.js" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", paths[i], NULL);

      server_fixture_assert_refused (fixture, answer, 404, 20404);
    }
}

/* By DNS rebinding, by a script, by a form. */
static void
test_strangers (ServerFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *value;
  } headers[] = {
    { "Host", "sandbox.example.com" },
    { "Host", "127.0.0.1:1" },
    { "Origin", "https://desk.example.com" },
    { "Origin", "null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (headers); j++)
      {
        SoupMessage *message = server_fixture_message (fixture, "GET", addresses[i]);
        g_autoptr(JsonNode) answer = NULL;

        soup_message_headers_replace (soup_message_get_request_headers (message), headers[j].name,
                                      headers[j].value);
        answer = server_fixture_send (fixture, message, NULL, NULL);
        server_fixture_assert_refused (fixture, answer, 403, 20403);
        g_assert_null (header (fixture, "Access-Control-Allow-Origin"));
      }
}

static JsonObject *
get_first (JsonObject *object, const char *name)
{
  JsonArray *array = json_object_get_array_member (object, name);

  g_assert_cmpuint (json_array_get_length (array), >, 0);
  return json_array_get_object_element (array, 0);
}

static void
test_overview (ServerFixture *fixture, gconstpointer data)
{
  guint n_phones = trs_engine_get_phones (fixture->engine)->len;
  g_autoptr(JsonObject) empty = ask (fixture, "/sandbox/overview");
  g_autoptr(JsonObject) later = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *workspace = get_first (empty, "workspaces");
  JsonObject *call, *queue, *task, *worker;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (empty, "calls")), ==, 0);
  g_assert_cmpint (json_object_get_int_member (workspace, "tasks_total"), ==, 0);
  g_assert_true (json_object_get_null_member (get_first (workspace, "queues"), "longest_wait"));
  /* Every worker's phone, though looking has made none. */
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (empty, "phones")), ==, 3);
  g_assert_cmpuint (trs_engine_get_phones (fixture->engine)->len, ==, n_phones);

  g_assert_nonnull (trs_call_place (fixture->engine, "+16505550100", "+16505552222", "1", NULL));
  server_fixture_advance (fixture, 60);
  later = ask (fixture, "/sandbox/overview");
  workspace = get_first (later, "workspaces");
  queue = get_first (workspace, "queues");
  task = get_first (workspace, "tasks");
  worker = get_first (workspace, "workers");
  call = get_first (later, "calls");
  g_assert_cmpstr (json_object_get_string_member (queue, "friendly_name"), ==, "Support");
  g_assert_cmpint (json_object_get_int_member (queue, "waiting"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (queue, "workers"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (queue, "workers_available"), ==, 0);
  g_assert_cmpfloat (json_object_get_double_member (queue, "longest_wait"), >, 30);
  g_assert_cmpfloat (json_object_get_double_member (queue, "longest_wait"), <=, 60);
  g_assert_cmpstr (json_object_get_string_member (task, "status"), ==, "pending");
  g_assert_cmpstr (json_object_get_string_member (task, "from"), ==, "+16505550100");
  g_assert_nonnull (
    strstr (json_object_get_string_member (task, "explanation"), "waits in queue Support"));
  g_assert_cmpstr (json_object_get_string_member (worker, "activity"), ==, "Offline");
  g_assert_cmpstr (json_object_get_string_member (call, "status"), ==, "in-progress");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (call, "transcript"),
                                   "/sandbox/calls/CA"));
  json_node_set_object (node, later);
  text = tr_json_to_string (node);
  g_assert_null (strstr (text, fixture->account->auth_token));
}

/* The whole log, as one text and as entries. */
static JsonArray *
read_log (ServerFixture *fixture, const char *query, char **text)
{
  g_autofree char *path = g_strconcat ("/sandbox/log?PageSize=500", query, NULL);
  g_autoptr(JsonObject) log = ask (fixture, path);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, log);
  *text = tr_json_to_string (node);
  return json_array_ref (json_object_get_array_member (log, "entries"));
}

static void
test_log (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  g_autofree char *form =
    g_strdup_printf ("Attributes=%%7B%%22a%%22%%3A1%%7D&WorkflowSid=%s", workflow->base.sid);
  g_autoptr(JsonNode) created = server_fixture_ask (fixture, "POST", "%W/Tasks", form);
  g_autoptr(JsonArray) entries = NULL;
  g_autoptr(JsonArray) brief = NULL;
  g_autofree char *text = NULL;
  g_autofree char *brief_text = NULL;
  JsonObject *handshake, *init, *request;

  g_assert_nonnull (socket->connection);
  g_assert_cmpuint (fixture->status, ==, 201);
  entries = read_log (fixture, "", &text);
  g_assert_cmpuint (json_array_get_length (entries), ==, 3);
  handshake = json_array_get_object_element (entries, 0);
  init = json_array_get_object_element (entries, 1);
  request = json_array_get_object_element (entries, 2);
  g_assert_cmpstr (json_object_get_string_member (handshake, "kind"), ==, "request");
  g_assert_cmpint (json_object_get_int_member (handshake, "status"), ==, 101);
  g_assert_nonnull (strstr (json_object_get_string_member (handshake, "target"), "token=***"));
  g_assert_cmpstr (json_object_get_string_member (init, "kind"), ==, "event");
  g_assert_cmpstr (json_object_get_string_member (init, "target"), ==, fixture->dave_sid);
  g_assert_cmpstr (json_object_get_string_member (init, "note"), ==, "init");
  g_assert_cmpstr (json_object_get_string_member (request, "method"), ==, "POST");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (request, "target"), "/Tasks"));
  g_assert_cmpint (json_object_get_int_member (request, "status"), ==, 201);
  g_assert_cmpstr (json_object_get_string_member (request, "request_body"), ==, form);
  g_assert_nonnull (
    strstr (json_object_get_string_member (request, "request_headers"), "Basic ***"));
  g_assert_nonnull (strstr (json_object_get_string_member (request, "response_body"), "\"WT"));

  brief = read_log (fixture, "&After=2&Brief=true", &brief_text);
  g_assert_cmpuint (json_array_get_length (brief), ==, 1);
  g_assert_false (json_object_has_member (json_array_get_object_element (brief, 0),
                                          "response_body"));
}

static void
test_log_secrets (ServerFixture *fixture, gconstpointer data)
{
  static const char *const forms[] = {
    "SipAuthPassword=hunter2&Attributes=%7B%7D",
    "Attributes=%7B%22password%22%3A%22hunter2%22%7D",
    "Attributes=%7B%22api_secret%22+%3A+%22hunter2%22%2C%22b%22%3A1%7D",
  };
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *cut_token = g_strndup (token, 12);
  g_autofree char *path = g_strdup_printf ("/v1/nowhere/%s?Token=%s&AuthToken=hunter2", token, token);
  g_autoptr(JsonArray) entries = NULL;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) lost = server_fixture_ask (fixture, "GET", path, NULL);
  g_autoptr(JsonNode) account = server_fixture_ask (fixture, "GET", "%A.json", NULL);
  g_autoptr(JsonNode) env = server_fixture_ask (fixture, "GET", "/sandbox/env", NULL);
  g_autoptr(JsonNode) bridge =
    server_fixture_bridge (fixture, token, "POST", "Workspaces/WS1",
                           "{\"Attributes\":\"{\\\"token\\\":\\\"hunter2\\\"}\"}");
  const TrsApiKey *key = g_ptr_array_index (fixture->account->api_keys, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "POST", "%W/Tasks", forms[i]);
    }
  entries = read_log (fixture, "", &text);
  g_assert_cmpuint (json_array_get_length (entries), ==, 7);
  g_assert_nonnull (strstr (text, "***"));
  g_assert_null (strstr (text, "hunter2"));
  g_assert_null (strstr (text, cut_token));
  g_assert_null (strstr (text, fixture->account->auth_token));
  g_assert_null (strstr (text, key->secret));
}

static void
test_log_pages (ServerFixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "After=x", "After=-1", "PageSize=0", "PageSize=501" };
  g_autoptr(JsonObject) first = NULL;
  g_autoptr(JsonObject) rest = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "%W", NULL);
    }
  first = ask (fixture, "/sandbox/log?PageSize=3");
  g_assert_cmpint (json_object_get_int_member (first, "last"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (first, "newest"), ==, 5);
  rest = ask (fixture, "/sandbox/log?After=3");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (rest, "entries")), ==, 2);
  g_assert_cmpint (json_object_get_int_member (rest, "last"), ==, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/log?", bad[i], NULL);
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", path, NULL);

      g_assert_cmpuint (fixture->status, ==, 400);
    }
  {
    g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "/sandbox/log/99999", NULL);

    server_fixture_assert_refused (fixture, answer, 404, 20404);
  }
}

static void
test_log_faults (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) ordered =
    server_fixture_ask (fixture, "POST", "/sandbox/faults", "Fault=status&Status=503&Path=/v1/");
  g_autoptr(JsonNode) struck = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_autoptr(JsonArray) entries = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpuint (fixture->status, ==, 503);
  entries = read_log (fixture, "", &text);
  g_assert_cmpint (
    json_object_get_int_member (json_array_get_object_element (entries, 1), "status"), ==, 503);
}

/* However much comes. */
static void
test_log_bounds (void)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);
  g_autoptr(TrsWireLog) log = trs_wire_log_new (clock);
  g_autofree char *large = g_strnfill (1 << 20, '-');
  g_autoptr(GBytes) body = g_bytes_new (large, 1 << 20);
  TrsWireEntry entry = { TRS_WIRE_REQUEST, "GET", "/" };
  g_autoptr(JsonObject) full = NULL;
  g_autoptr(JsonObject) old = NULL;
  g_autoptr(JsonObject) late = NULL;

  for (guint i = 0; i < 5000; i++)
    trs_wire_log_add (log, &entry);
  old = trs_wire_log_to_json (log, 0, 10, TRUE);
  g_assert_cmpint (json_object_get_int_member (old, "lost"), ==, 3000);
  g_assert_cmpint (json_object_get_int_member (old, "newest"), ==, 5000);
  g_assert_null (trs_wire_log_get_json (log, 3000));

  entry.request_body = body;
  for (guint i = 0; i < 1000; i++)
    trs_wire_log_add (log, &entry);
  full = trs_wire_log_get_json (log, 6000);
  g_assert_true (json_object_get_boolean_member (full, "cut"));
  g_assert_cmpint (json_object_get_int_member (full, "bytes"), ==, 1 << 20);
  g_assert_cmpuint (strlen (json_object_get_string_member (full, "request_body")), <=, 32 * 1024);
  late = trs_wire_log_to_json (log, 5000, 10, TRUE);
  g_assert_cmpint (json_object_get_int_member (late, "lost"), >=, 1000 - 4 * 1024 / 32);
}

/* Where a body is cut, no half of a secret is left over that its length does not tell any more. */
static void
test_log_cut (void)
{
  static const char secret[] = "0123456789abcdef0123456789abcdef";
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);
  g_autoptr(TrsWireLog) log = trs_wire_log_new (clock);

  for (guint before = 0; before <= strlen (secret); before++)
    {
      g_autofree char *start = g_strnfill (32 * 1024 - before, '-');
      g_autofree char *text = g_strconcat (start, " ", secret, " and more", NULL);
      g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
      TrsWireEntry entry = { TRS_WIRE_REQUEST, "GET", "/", .request_body = body };
      g_autoptr(JsonObject) full = NULL;

      trs_wire_log_add (log, &entry);
      full = trs_wire_log_get_json (log, before + 1);
      g_assert_null (strstr (json_object_get_string_member (full, "request_body"), "0123"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SERVER_TEST ("/server/inspector/page", test_page);
  SERVER_TEST ("/server/inspector/unknown-file", test_unknown_file);
  SERVER_TEST ("/server/inspector/strangers", test_strangers);
  SERVER_TEST ("/server/inspector/overview", test_overview);
  SERVER_TEST ("/server/inspector/log", test_log);
  SERVER_TEST ("/server/inspector/log-secrets", test_log_secrets);
  SERVER_TEST ("/server/inspector/log-pages", test_log_pages);
  SERVER_TEST ("/server/inspector/log-faults", test_log_faults);
  g_test_add_func ("/server/inspector/log-bounds", test_log_bounds);
  g_test_add_func ("/server/inspector/log-cut", test_log_cut);

  return g_test_run ();
}
