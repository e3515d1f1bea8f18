/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client.h"

#include <string.h>

#include "test-server.h"
#include "tr-json.h"

#define ACCOUNT "AC00000000000000000000000000000001"
#define SECRET "made-up-auth-token-0123456789abc"
#define CODED "QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTptYWRlLXVwLWF1dGgtdG9rZW4tMDEyMzQ1Njc4OWFiYw=="

typedef struct
{
  TestServer *server;
  TrClock *clock;
  SoupSession *session;
  TrClient *client;
  GCancellable *cancellable;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (ACCOUNT, NULL, SECRET);
  g_autoptr(TrEndpoints) endpoints = NULL;

  fixture->server = test_server_new ();
  fixture->clock = tr_clock_new_manual (0);
  fixture->session = soup_session_new ();
  fixture->cancellable = g_cancellable_new ();
  endpoints = tr_endpoints_new (test_server_get_url (fixture->server), NULL);
  fixture->client = tr_client_new (endpoints, credentials, fixture->session);
  tr_client_set_clock (fixture->client, fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_server_assert_done (fixture->server);
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->client);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1); /* no timer is left */
  g_assert_finalize_object (fixture->clock);
  soup_session_abort (fixture->session);
  test_server_free (fixture->server);
  g_object_unref (fixture->session);
  g_assert_finalize_object (fixture->cancellable);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  g_set_object (&fixture->result, result);
}

static void
wait (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (Fixture *fixture, const char *method, const char *path, const char *const *form)
{
  g_clear_object (&fixture->result);
  tr_client_request_async (fixture->client, TR_SERVICE_TASKROUTER, method, path, form,
                           fixture->cancellable, done_cb, fixture);
  g_assert_null (fixture->result);
}

static JsonNode *
request (Fixture *fixture,
         const char *method,
         const char *path,
         const char *const *form,
         GError **error)
{
  ask (fixture, method, path, form);
  wait (fixture);
  return tr_client_request_finish (fixture->client, fixture->result, error);
}

/* No error of ours holds a secret or a line break. */
static void
assert_fit_for_log (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strstr (error->message, SECRET));
  g_assert_null (strstr (error->message, CODED));
}

static void
assert_sent (Fixture *fixture, guint index, const char *line)
{
  const char *sent = test_server_get_request (fixture->server, index);

  if (!g_str_has_prefix (sent, line))
    g_error ("expected “%s”, got “%s”", line, sent);
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Basic " CODED "\r\n"));
}

static void
test_get (Fixture *fixture, gconstpointer data)
{
  const char *query[] = { "FriendlyName", "däve & +co", "PageSize", "2", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  test_server_push_json (fixture->server, 200, "{\"sid\":\"WS1\"}");
  node = request (fixture, "GET", "Workspaces/WS1", query, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "sid"), ==, "WS1");
  assert_sent (fixture, 0,
               "GET /v1/Workspaces/WS1?FriendlyName=d%C3%A4ve%20%26%20%2Bco&PageSize=2 HTTP/1.1");
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  const char *form[] = { "Attributes", "{\"a\":\"1&2\"}", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *sent;

  test_server_push_json (fixture->server, 201, "{}");
  node = request (fixture, "POST", "Workspaces", form, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  assert_sent (fixture, 0, "POST /v1/Workspaces HTTP/1.1");
  sent = test_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\nAttributes=%7B%22a%22%3A%221%262%22%7D"));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_ANSWER, 204, NULL, NULL);
  g_assert_null (request (fixture, "DELETE", "Workspaces/WS1", NULL, &error));
  g_assert_no_error (error);
  assert_sent (fixture, 0, "DELETE /v1/Workspaces/WS1 HTTP/1.1");
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
  { "secret-echoed", TEST_ANSWER, 400, ENVELOPE (1, 400, "AuthToken=" SECRET " is bad"),
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
test_refusal (Fixture *fixture, gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, refusal->behavior, refusal->status,
                    "Location: http://127.0.0.1:1/\r\n", refusal->body);
  g_assert_null (request (fixture, "GET", "Workspaces/WS1", NULL, &error));
  g_assert_error (error, TR_ERROR, (int) refusal->code);
  assert_fit_for_log (error);
  if (strstr (error->message, refusal->words) == NULL)
    g_error ("“%s” does not hold “%s”", error->message, refusal->words);
  if (refusal->behavior == TEST_ANSWER)
    g_assert_cmpuint (tr_error_get_http_status (error), ==, refusal->status);
  g_assert_cmpuint (tr_error_get_service_code (error), ==, refusal->service_code);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/client/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("request/get", test_get);
  ADD ("request/post", test_post);
  ADD ("request/delete", test_delete);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/client/request/refused/", refusals[i].name, NULL);

      g_test_add (path, Fixture, &refusals[i], set_up, test_refusal, tear_down);
    }
  return g_test_run ();
}
