/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-bridge.h"

#include <string.h>

#include "test-bridge.h"
#include "test-server.h"
#include "test-token-source.h"
#include "tr-error.h"
#include "tr-json.h"

typedef struct
{
  TrClock *clock;
  TestServer *server;
  SoupSession *session;
  TestTokenSource *source;
  TrTokenKeeper *keeper;
  TrBridge *bridge;
  guint n_done;
  JsonNode *payload; /* nullable */
  JsonArray *contents; /* nullable */
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrEndpoints) endpoints = NULL;

  fixture->clock = tr_clock_new_manual (1768471200 * G_TIME_SPAN_SECOND);
  fixture->server = test_server_new ();
  fixture->session = soup_session_new ();
  fixture->source = test_token_source_new (fixture->clock);
  fixture->keeper = tr_token_keeper_new (TR_TOKEN_SOURCE (fixture->source), fixture->clock);
  endpoints = tr_endpoints_new (test_server_get_url (fixture->server), NULL);
  fixture->bridge = tr_bridge_new (endpoints, fixture->session, fixture->keeper, fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tr_token_keeper_stop (fixture->keeper);
  g_clear_pointer (&fixture->payload, json_node_unref);
  g_clear_pointer (&fixture->contents, json_array_unref);
  g_clear_error (&fixture->error);
  test_server_assert_done (fixture->server);
  test_server_free (fixture->server);
  test_settle ();
  g_assert_finalize_object (fixture->bridge);
  g_assert_finalize_object (fixture->keeper);
  g_assert_finalize_object (fixture->source);
  g_assert_finalize_object (fixture->session);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->payload, json_node_unref);
  g_clear_error (&fixture->error);
  fixture->payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &fixture->error);
  g_assert_true ((fixture->payload == NULL) == (fixture->error != NULL));
  fixture->n_done++;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->contents, json_array_unref);
  g_clear_error (&fixture->error);
  fixture->contents = tr_bridge_list_finish (TR_BRIDGE (source), result, &fixture->error);
  fixture->n_done++;
}

static void
request (Fixture *fixture)
{
  guint before = fixture->n_done;

  tr_bridge_request_async (fixture->bridge, "GET", "Workspaces/WS1/Tasks/WT1", "v1", NULL, NULL,
                           requested_cb, fixture);
  test_wait (fixture->n_done > before);
}

static void
list (Fixture *fixture)
{
  guint before = fixture->n_done;

  tr_bridge_list_async (fixture->bridge, "Workspaces/WS1/Activities", "v1", NULL, NULL, listed_cb,
                        fixture);
  test_wait (fixture->n_done > before);
}

static void
test_form_of_a_request (Fixture *fixture, gconstpointer data)
{
  const char *sent, *body;
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;

  test_server_push_json (fixture->server, 201, "{\"payload\":{\"sid\":\"WT1\"}}");
  request (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (fixture->payload), "sid"),
                   ==, "WT1");
  sent = test_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/wschannels HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nclientVersion: 2.1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\napiVersion: v1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nContent-Type: text/plain;charset=UTF-8\r\n"));
  body = strstr (sent, "\r\n\r\n");
  root = tr_json_parse (body, -1, NULL);
  object = json_node_get_object (root);
  g_assert_cmpuint (json_object_get_size (object), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (object, "url"), ==, "Workspaces/WS1/Tasks/WT1");
  g_assert_cmpstr (json_object_get_string_member (object, "method"), ==, "GET");
  g_assert_cmpuint (json_object_get_size (json_object_get_object_member (object, "params")), ==, 0);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "token"), "ey"));
  g_assert_null (g_strstr_len (sent, body - sent, "token")); /* in the body only */
}

static void
test_capability_token (Fixture *fixture, gconstpointer data)
{
  const char *sent;

  test_token_source_set_capability (fixture->source, TRUE);
  test_server_push_json (fixture->server, 200, "{\"payload\":{}}");
  request (fixture);
  g_assert_no_error (fixture->error);
  sent = test_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/wschannels/" TEST_ACCOUNT "/" TEST_WORKER
                                         "?serverVersion=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nserverVersion: 1\r\n"));
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    TestBehavior behavior;
    guint status;
    const char *body;
    int code;
  } cases[] = {
    { TEST_ANSWER, 200, "<html>Welcome</html>", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 200, "{\"payload\":", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 200, "{\"payload\":null}", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 200, "{\"payload\":[]}", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 200, "{}", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 204, "", TR_ERROR_PROTOCOL },
    { TEST_CUT, 200, "{\"payload\":{\"sid\":\"WT1\"}}", TR_ERROR_PROTOCOL },
    { TEST_ENDLESS, 200, "{\"payload\":{}}", TR_ERROR_PROTOCOL },
    { TEST_CLOSE, 200, "", TR_ERROR_NETWORK },
    { TEST_ANSWER, 307, "{}", TR_ERROR_PROTOCOL },
    { TEST_ANSWER, 400, "{\"message\":\"no\"}", TR_ERROR_REFUSED },
    { TEST_ANSWER, 500, "<html>oh dear</html>", TR_ERROR_SERVICE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      test_server_push (fixture->server, cases[i].behavior, cases[i].status,
                        cases[i].status == 307 ? "Location: /elsewhere\r\n" : "", cases[i].body);
      request (fixture);
      g_assert_error (fixture->error, TR_ERROR, cases[i].code);
    }
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, TEST_SILENT, 0, "", "");
  tr_bridge_request_async (fixture->bridge, "POST", "Workspaces/WS1", "v1", NULL, NULL,
                           requested_cb, fixture);
  test_server_wait_request (fixture->server, 1);
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  test_wait (fixture->n_done == 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_TIMEOUT);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  test_server_push_json (fixture->server, 200,
                         "{\"payload\":{\"contents\":[{\"sid\":\"A\"},{\"sid\":\"B\"}],"
                         "\"after_sid\":\"B\"}}");
  test_server_push_json (fixture->server, 200,
                         "{\"payload\":{\"contents\":[{\"sid\":\"C\"}],\"after_sid\":null}}");
  list (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (json_array_get_length (fixture->contents), ==, 3);
  g_assert_nonnull (strstr (test_server_get_request (fixture->server, 0),
                            "\"params\":{\"PageSize\":1000}"));
  g_assert_nonnull (strstr (test_server_get_request (fixture->server, 1),
                            "\"params\":{\"PageSize\":1000,\"AfterSid\":\"B\"}"));
}

static void
test_bad_lists (Fixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "{\"payload\":{}}",
    "{\"payload\":{\"contents\":{}}}",
    "{\"payload\":{\"contents\":[],\"after_sid\":7}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      test_server_push_json (fixture->server, 200, bodies[i]);
      list (fixture);
      g_assert_error (fixture->error, TR_ERROR, TR_ERROR_PROTOCOL);
      g_assert_null (fixture->contents);
    }
}

static void
test_list_without_an_end (Fixture *fixture, gconstpointer data)
{
  test_server_push_json (fixture->server, 200,
                         "{\"payload\":{\"contents\":[{\"sid\":\"A\"}],\"after_sid\":\"A\"}}");
  test_server_push_json (fixture->server, 200,
                         "{\"payload\":{\"contents\":[{\"sid\":\"A\"}],\"after_sid\":\"A\"}}");
  list (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/bridge/request/form", test_form_of_a_request);
  ADD ("/bridge/request/capability-token", test_capability_token);
  ADD ("/bridge/request/bad-answers", test_bad_answers);
  ADD ("/bridge/request/silence", test_silence);
  ADD ("/bridge/list/pages", test_pages);
  ADD ("/bridge/list/bad", test_bad_lists);
  ADD ("/bridge/list/endless", test_list_without_an_end);
  return g_test_run ();
}
