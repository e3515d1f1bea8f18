/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client.h"

#include <string.h>

#include "test-rest.h"
#include "tr-client-change.h"
#include "tr-json.h"

static void
ask (TestRest *fixture, const char *method, const char *path, const char *const *form)
{
  g_clear_object (&fixture->result);
  tr_client_request_async (fixture->client, TR_SERVICE_TASKROUTER, method, path, form,
                           fixture->cancellable, test_rest_cb, fixture);
  g_assert_null (fixture->result);
}

static JsonNode *
request (TestRest *fixture,
         const char *method,
         const char *path,
         const char *const *form,
         GError **error)
{
  ask (fixture, method, path, form);
  return tr_client_request_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
test_get (TestRest *fixture, gconstpointer data)
{
  const char *query[] = { "FriendlyName", "däve & +co", "PageSize", "2", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  test_server_push_json (fixture->server, 200, "{\"sid\":\"WS1\"}");
  node = request (fixture, "GET", "Workspaces/WS1", query, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "sid"), ==, "WS1");
  test_rest_assert_sent (fixture, 0,
               "GET /v1/Workspaces/WS1?FriendlyName=d%C3%A4ve%20%26%20%2Bco&PageSize=2 HTTP/1.1");
}

static void
test_post (TestRest *fixture, gconstpointer data)
{
  const char *form[] = { "Attributes", "{\"a\":\"1&2\"}", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *sent;

  test_server_push_json (fixture->server, 201, "{}");
  node = request (fixture, "POST", "Workspaces", form, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  test_rest_assert_sent (fixture, 0, "POST /v1/Workspaces HTTP/1.1");
  sent = test_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\nAttributes=%7B%22a%22%3A%221%262%22%7D"));
}

/* A change of one version, which is named as it was told. */
static void
test_change (TestRest *fixture, gconstpointer data)
{
  const char *form[] = { "Attributes", "{}", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *none = NULL;
  const char *sent;

  test_server_push_json (fixture->server, 412, "{\"code\":20412,\"message\":\"Other\"}");
  tr_client_change_async (fixture->client, TR_SERVICE_TASKROUTER, "Workspaces/WS1/Workers/WK1",
                          "\"7\"", form, fixture->cancellable, test_rest_cb, fixture);
  node = tr_client_request_finish (fixture->client, test_rest_wait (fixture), &error);
  g_assert_null (node);
  g_assert_error (error, TR_ERROR, TR_ERROR_CONFLICT);
  test_rest_assert_sent (fixture, 0, "POST /v1/Workspaces/WS1/Workers/WK1 HTTP/1.1");
  sent = test_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (sent, "If-Match: \"7\"\r\n"));

  g_clear_error (&error);
  test_server_push_json (fixture->server, 200, "{}");
  ask (fixture, "GET", "Workspaces/WS1/Workers/WK1", NULL);
  none = tr_client_request_dup_version (fixture->client, test_rest_wait (fixture));
  g_assert_null (none);
  node = tr_client_request_finish (fixture->client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (test_server_get_request (fixture->server, 1), "If-Match"));
}

static void
test_delete (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_ANSWER, 204, NULL, NULL);
  g_assert_null (request (fixture, "DELETE", "Workspaces/WS1", NULL, &error));
  g_assert_no_error (error);
  test_rest_assert_sent (fixture, 0, "DELETE /v1/Workspaces/WS1 HTTP/1.1");
}

typedef struct
{
  const char *name;
  TestBehavior behavior;
  guint status;
  const char *body;
  TrError code;
  guint service_code;
  const char *words; /* in the message */
} Refusal;

#define ENVELOPE(code, status, text) \
  "{\"code\":" #code ",\"message\":\"" text "\",\"more_info\":\"x\",\"status\":" #status "}"

static const Refusal refusals[] = {
  { "400", TEST_ANSWER, 400, ENVELOPE (20001, 400, "Bad parameter"), TR_ERROR_REFUSED, 20001,
    "GET Workspaces/WS1: HTTP 400: Bad parameter" },
  { "401", TEST_ANSWER, 401, ENVELOPE (20003, 401, "Authenticate"), TR_ERROR_AUTH, 20003,
    "Authenticate" },
  { "401-empty", TEST_ANSWER, 401, "", TR_ERROR_AUTH, 0, "HTTP 401" },
  { "403", TEST_ANSWER, 403, ENVELOPE (20403, 403, "Forbidden"), TR_ERROR_FORBIDDEN, 20403,
    "Forbidden" },
  { "404", TEST_ANSWER, 404, ENVELOPE (20404, 404, "was not found"), TR_ERROR_NOT_FOUND, 20404,
    "was not found" },
  { "409", TEST_ANSWER, 409, ENVELOPE (20409, 409, "State"), TR_ERROR_REFUSED, 20409, "State" },
  { "412", TEST_ANSWER, 412, ENVELOPE (20412, 412, "Precondition Failed"), TR_ERROR_CONFLICT,
    20412, "Precondition Failed" },
  { "422", TEST_ANSWER, 422, ENVELOPE (20001, 422, "Invalid"), TR_ERROR_REFUSED, 20001, "422" },
  { "429", TEST_ANSWER, 429, ENVELOPE (20429, 429, "Too Many Requests"), TR_ERROR_RATE_LIMIT,
    20429, "Too Many" },
  { "429-html", TEST_ANSWER, 429, "<html>slow down</html>", TR_ERROR_RATE_LIMIT, 0, "429" },
  { "500", TEST_ANSWER, 500, ENVELOPE (20500, 500, "Internal"), TR_ERROR_SERVICE, 20500,
    "Internal" },
  { "502-html", TEST_ANSWER, 502, "<html>Bad gateway</html>", TR_ERROR_SERVICE, 0, "HTTP 502" },
  { "503-empty", TEST_ANSWER, 503, "", TR_ERROR_SERVICE, 0, "HTTP 503" },
  { "problem-json", TEST_ANSWER, 400,
    "{\"type\":\"x\",\"title\":\"Bad Request\",\"status\":400,\"code\":20001,"
    "\"detail\":\"Parameter FriendlyName is required\"}",
    TR_ERROR_REFUSED, 20001, "Parameter FriendlyName is required" },
  { "odd-envelope", TEST_ANSWER, 400, "{\"code\":\"x\",\"message\":7}", TR_ERROR_REFUSED, 0,
    "no message" },
  { "many-lines", TEST_ANSWER, 400, ENVELOPE (1, 400, "one\\ntwo\\r\\u2028three"),
    TR_ERROR_REFUSED, 1, "one two  three" },
  { "secret-echoed", TEST_ANSWER, 400, ENVELOPE (1, 400, "AuthToken=" TEST_SECRET " is bad"),
    TR_ERROR_REFUSED, 1, "is bad" },
  { "404-html", TEST_ANSWER, 404, "<!DOCTYPE html><p>Not here", TR_ERROR_PROTOCOL, 0, "HTML" },
  { "403-html", TEST_ANSWER, 403, " \n<html>", TR_ERROR_PROTOCOL, 0, "HTML" },
  { "404-text", TEST_ANSWER, 404, "not found", TR_ERROR_PROTOCOL, 0, "HTTP 404, not JSON" },
  { "301", TEST_ANSWER, 301, "", TR_ERROR_PROTOCOL, 0, "another address" },
  { "200-html", TEST_ANSWER, 200, "<html><body>Sign in to the guest network</body></html>",
    TR_ERROR_PROTOCOL, 0, "HTTP 200 with an HTML page" },
  { "200-empty", TEST_ANSWER, 200, "", TR_ERROR_PROTOCOL, 0, "empty" },
  { "200-broken", TEST_ANSWER, 200, "{\"sid\":", TR_ERROR_PROTOCOL, 0, "cut off" },
  { "200-array", TEST_ANSWER, 200, "[]", TR_ERROR_PROTOCOL, 0, "not a JSON object" },
  { "cut", TEST_CUT, 200, "{\"sid\":\"WS00000000000000000000000000000001\"}", TR_ERROR_NETWORK, 0,
    "GET Workspaces/WS1: " },
  { "endless", TEST_ENDLESS, 200, "{}", TR_ERROR_PROTOCOL, 0, "larger" },
  { "garbage", TEST_GARBAGE, 200, "220 mail.example.com ESMTP\r\n\r\n", TR_ERROR_PROTOCOL, 0,
    "GET Workspaces/WS1: " },
};

static void
test_refusal (TestRest *fixture, gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, refusal->behavior, refusal->status,
                    "Location: http://127.0.0.1:1/\r\n", refusal->body);
  g_assert_null (request (fixture, "GET", "Workspaces/WS1", NULL, &error));
  test_rest_assert_error (error, refusal->code, refusal->words);
  if (refusal->behavior == TEST_ANSWER)
    g_assert_cmpuint (tr_error_get_http_status (error), ==, refusal->status);
  g_assert_cmpuint (tr_error_get_service_code (error), ==, refusal->service_code);
}

static void
test_services (TestRest *fixture, gconstpointer data)
{
  const struct
  {
    TrService service;
    const char *path;
    const char *line;
  } cases[] = {
    { TR_SERVICE_TASKROUTER, "Workspaces", "GET /v1/Workspaces HTTP/1.1\r\n" },
    { TR_SERVICE_API, "Conferences/CF1.json",
      "GET /2010-04-01/Accounts/" TEST_ACCOUNT "/Conferences/CF1.json HTTP/1.1\r\n" },
    { TR_SERVICE_STUDIO, "Flows", "GET /v2/Flows HTTP/1.1\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;

      test_server_push_json (fixture->server, 200, "{}");
      g_clear_object (&fixture->result);
      tr_client_request_async (fixture->client, cases[i].service, "GET", cases[i].path, NULL, NULL,
                               test_rest_cb, fixture);
      node = tr_client_request_finish (fixture->client, test_rest_wait (fixture), &error);
      g_assert_no_error (error);
      test_rest_assert_sent (fixture, i, cases[i].line);
    }
}

/* A SID from the wire that is none must not lead elsewhere. */
static void
test_bad_paths (TestRest *fixture, gconstpointer data)
{
  const char *paths[] = { "", "/", "..", "Workspaces/../x", "Workspaces/.", "Workspaces//x",
                          "Workspaces/", "Workspaces?x", "Workspaces#x", "Work spaces",
                          "Workspaces/\r\nX: y", "http://example.com", "Workspaces/x@y" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (request (fixture, "GET", paths[i], NULL, &error));
      test_rest_assert_error (error, TR_ERROR_PROTOCOL, "not a path");
    }
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_huge (TestRest *fixture, gconstpointer data)
{
  g_autofree char *blanks = g_strnfill (TR_JSON_MAX_BYTES - 1, ' ');
  g_autofree char *body = g_strconcat ("{}", blanks, NULL);
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, body);
  g_assert_null (request (fixture, "GET", "Workspaces", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "GET Workspaces: ");
}

static void
test_deep (TestRest *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (100000, '[');
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, body);
  g_assert_null (request (fixture, "GET", "Workspaces", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "nested too deep");
}

static void
test_cancelled_before (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (request (fixture, "POST", "Workspaces", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);
}

/* While the service is silent, or in the middle of an answer. */
/* The session lets go of its connections, after a sleep say: that is no wish of who asked. */
static void
test_let_go (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "{");
  ask (fixture, "POST", "Workspaces", NULL);
  test_server_wait_request (fixture->server, 1);
  soup_session_abort (fixture->session);
  g_assert_null (
      tr_client_request_finish (fixture->client, test_rest_wait (fixture), &error));
  test_rest_assert_error (error, TR_ERROR_NETWORK, "POST");
}

static void
test_cancelled_during (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, GPOINTER_TO_INT (data), 200, NULL, "{");
  ask (fixture, "GET", "Workspaces", NULL);
  test_server_wait_request (fixture->server, 1);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (
      tr_client_request_finish (fixture->client, test_rest_wait (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_deadline (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_SILENT, 0, NULL, NULL);
  ask (fixture, "GET", "Workspaces", NULL);
  test_server_wait_request (fixture->server, 1);
  tr_clock_advance (fixture->clock, 15 * G_USEC_PER_SEC - 1);
  g_assert_null (fixture->result);
  tr_clock_advance (fixture->clock, 1);
  g_assert_null (
      tr_client_request_finish (fixture->client, test_rest_wait (fixture), &error));
  test_rest_assert_error (error, TR_ERROR_TIMEOUT, "GET Workspaces: no answer");
}

static void
test_server_gone (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_stop (fixture->server);
  g_assert_null (request (fixture, "GET", "Workspaces", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_NETWORK, "GET Workspaces: ");
  g_assert_cmpuint (tr_error_get_http_status (error), ==, 0);
}

static void
test_second_try (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  test_server_push (fixture->server, TEST_CLOSE, 0, NULL, NULL);
  test_server_push_json (fixture->server, 200, "{}");
  node = request (fixture, "GET", "Workspaces", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  test_rest_assert_sent (fixture, 1, "GET /v1/Workspaces HTTP/1.1\r\n");
}

static void
test_no_third_try (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_CLOSE, 0, NULL, NULL);
  test_server_push (fixture->server, TEST_CLOSE, 0, NULL, NULL);
  g_assert_null (request (fixture, "GET", "Workspaces", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_NETWORK, "GET Workspaces: ");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 2);
}

/* It may have been done: nothing is written twice. */
static void
test_write_once (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_CLOSE, 0, NULL, NULL);
  g_assert_null (request (fixture, data, "Workspaces/WS1", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_NETWORK, "Workspaces/WS1: ");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 1);
}

/* The callback comes although its client was let go of: the task holds it. */
static void
test_client_dropped (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  TrClient *client = fixture->client;

  test_server_push_json (fixture->server, 200, "{}");
  ask (fixture, "GET", "Workspaces", NULL);
  g_clear_object (&fixture->client);
  test_rest_wait (fixture);
  node = tr_client_request_finish (client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

/* An answer that asks for a password gets none but ours. */
static void
test_no_prompt (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_ANSWER, 401,
                    "WWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: a=b\r\n", "");
  g_assert_null (request (fixture, "GET", "Workspaces", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_AUTH, "HTTP 401");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_DATA(path, data, test) \
  g_test_add ("/client/" path, TestRest, data, test_rest_set_up, test, test_rest_tear_down)
#define ADD(path, test) ADD_DATA (path, NULL, test)
  ADD ("request/get", test_get);
  ADD ("request/post", test_post);
  ADD ("request/change", test_change);
  ADD ("request/delete", test_delete);
  ADD ("request/services", test_services);
  ADD ("request/bad-paths", test_bad_paths);
  ADD ("request/huge", test_huge);
  ADD ("request/deep", test_deep);
  ADD ("request/let-go", test_let_go);
  ADD ("request/cancelled/before", test_cancelled_before);
  ADD_DATA ("request/cancelled/silent", GINT_TO_POINTER (TEST_SILENT), test_cancelled_during);
  ADD_DATA ("request/cancelled/endless", GINT_TO_POINTER (TEST_ENDLESS), test_cancelled_during);
  ADD ("request/deadline", test_deadline);
  ADD ("request/server-gone", test_server_gone);
  ADD ("request/second-try", test_second_try);
  ADD ("request/no-third-try", test_no_third_try);
  ADD_DATA ("request/write-once/post", "POST", test_write_once);
  ADD_DATA ("request/write-once/delete", "DELETE", test_write_once);
  ADD ("request/client-dropped", test_client_dropped);
  ADD ("request/no-prompt", test_no_prompt);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/client/request/refused/", refusals[i].name, NULL);

      g_test_add (path, TestRest, &refusals[i], test_rest_set_up, test_refusal,
                  test_rest_tear_down);
    }
  return g_test_run ();
}
