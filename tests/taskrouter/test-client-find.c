/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-data.h"
#include "test-rest.h"

#define WS "WS00000000000000000000000000000001"
#define WK "WK00000000000000000000000000000001"
#define NOT_FOUND "{\"code\":20404,\"message\":\"The resource was not found\",\"status\":404}"
#define WORKSPACE "{\"sid\":\"" WS "\",\"friendly_name\":\"writers\"}"
#define WORKER "{\"sid\":\"" WK "\",\"friendly_name\":\"dave\"}"
#define LIST(key, items) "{\"" key "\":[" items "],\"meta\":{\"key\":\"" key "\"}}"

static char *
find_workspace (TestRest *fixture, const char *wanted, char **name, GError **error)
{
  g_clear_object (&fixture->result);
  tr_client_find_workspace_async (fixture->client, wanted, fixture->cancellable, test_rest_cb,
                                  fixture);
  g_assert_null (fixture->result);
  return tr_client_find_workspace_finish (fixture->client, test_rest_wait (fixture), name, error);
}

static char *
find_worker (TestRest *fixture, const char *wanted, GError **error)
{
  g_clear_object (&fixture->result);
  tr_client_find_worker_async (fixture->client, WS, wanted, fixture->cancellable, test_rest_cb,
                               fixture);
  g_assert_null (fixture->result);
  return tr_client_find_worker_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
assert_missing (const GError *error, const char *resource, guint status, const char *words)
{
  test_rest_assert_error (error, TR_ERROR_NOT_FOUND, words);
  g_assert_cmpstr (tr_error_get_resource (error), ==, resource);
  g_assert_cmpuint (tr_error_get_http_status (error), ==, status);
}

static void
test_workspace_name (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sid = NULL;

  test_server_push_json (fixture->server, 200, LIST ("workspaces", WORKSPACE));
  sid = find_workspace (fixture, "writers", &name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sid, ==, WS);
  g_assert_cmpstr (name, ==, "writers");
  test_rest_assert_sent (fixture, 0,
                         "GET /v1/Workspaces?FriendlyName=writers&PageSize=1000 HTTP");
}

static void
test_workspace_sid (TestRest *fixture, gconstpointer data)
{
  g_autofree char *sample = test_data_text ("protocol/rest-workspace.json");
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = NULL;

  test_server_push_json (fixture->server, 200, sample);
  sid = find_workspace (fixture, WS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sid, ==, WS);
  test_rest_assert_sent (fixture, 0, "GET /v1/Workspaces/" WS " HTTP");
}

static void
test_workspace_missing (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) by_name = NULL;
  g_autoptr(GError) by_sid = NULL;

  test_server_push_json (fixture->server, 200, LIST ("workspaces", ""));
  g_assert_null (find_workspace (fixture, "readers", NULL, &by_name));
  assert_missing (by_name, "workspace", 0, "No workspace named “readers”");

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  g_assert_null (find_workspace (fixture, WS, NULL, &by_sid));
  assert_missing (by_sid, "workspace", 404, "No workspace " WS);
}

static void
test_workspace_ambiguous (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, LIST ("workspaces", WORKSPACE "," WORKSPACE));
  g_assert_null (find_workspace (fixture, "writers", NULL, &error));
  test_rest_assert_error (error, TR_ERROR_REFUSED, "More than one workspace");
}

static void
test_worker_name (TestRest *fixture, gconstpointer data)
{
  const struct
  {
    const char *wanted;
    const char *items;
    const char *line;
  } cases[] = {
    { "dave", LIST ("workers", WORKER), "dave" },
    { "Dave", LIST ("workers", WORKER), "Dave" }, /* names are unique whatever their case */
    /* A service without the filter gives everyone. */
    { "dave", LIST ("workers", "{\"sid\":\"WK2\",\"friendly_name\":\"susan\"}," WORKER), "dave" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line =
          g_strdup_printf ("GET /v1/Workspaces/" WS "/Workers?FriendlyName=%s&PageSize=1000 HTTP",
                           cases[i].line);
      g_autoptr(GError) error = NULL;
      g_autofree char *sid = NULL;

      test_server_push_json (fixture->server, 200, cases[i].items);
      sid = find_worker (fixture, cases[i].wanted, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (sid, ==, WK);
      test_rest_assert_sent (fixture, i, line);
    }
}

static void
test_worker_sid (TestRest *fixture, gconstpointer data)
{
  g_autofree char *sample = test_data_text ("protocol/rest-worker.json");
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = NULL;

  test_server_push_json (fixture->server, 200, sample);
  sid = find_worker (fixture, WK, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sid, ==, WK);
  test_rest_assert_sent (fixture, 0, "GET /v1/Workspaces/" WS "/Workers/" WK " HTTP");
}

/* Unknown worker and unknown workspace are told apart, by name and by SID. */
static void
test_worker_missing (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) by_name = NULL;
  g_autoptr(GError) by_sid = NULL;

  test_server_push_json (fixture->server, 200,
                         LIST ("workers", "{\"sid\":\"WK2\",\"friendly_name\":\"susan\"}"));
  g_assert_null (find_worker (fixture, "dave\n", &by_name));
  assert_missing (by_name, "worker", 0, "No worker named “dave”");

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  test_server_push_json (fixture->server, 200, WORKSPACE);
  g_assert_null (find_worker (fixture, WK, &by_sid));
  assert_missing (by_sid, "worker", 404, "No worker " WK);
}

static void
test_worker_without_workspace (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) by_name = NULL;
  g_autoptr(GError) by_sid = NULL;

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  g_assert_null (find_worker (fixture, "dave", &by_name));
  assert_missing (by_name, "workspace", 404, "No workspace " WS);

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  test_server_push_json (fixture->server, 404, NOT_FOUND);
  g_assert_null (find_worker (fixture, WK, &by_sid));
  assert_missing (by_sid, "workspace", 404, "No workspace " WS);
}

static void
test_refused (TestRest *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    const char *body;
    TrError code;
    const char *words;
  } cases[] = {
    { 401, "{\"code\":20003,\"message\":\"Authenticate\"}", TR_ERROR_AUTH, "Authenticate" },
    { 404, "<html>nginx</html>", TR_ERROR_PROTOCOL, "HTML" },
    { 200, "{", TR_ERROR_PROTOCOL, "not JSON" },
    { 200, LIST ("workers", "{\"friendly_name\":\"dave\"}"), TR_ERROR_PROTOCOL,
      "\"sid\" is missing" },
    { 200, LIST ("workers", "{\"sid\":\"WK1\",\"friendly_name\":7}"), TR_ERROR_PROTOCOL,
      "\"friendly_name\" is not a string" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push_json (fixture->server, cases[i].status, cases[i].body);
      g_assert_null (find_worker (fixture, "dave", &error));
      test_rest_assert_error (error, cases[i].code, cases[i].words);
      g_assert_null (tr_error_get_resource (error));
    }
}

static void
test_cancelled (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  test_server_push (fixture->server, TEST_SILENT, 0, NULL, NULL);
  tr_client_find_worker_async (fixture->client, WS, WK, fixture->cancellable, test_rest_cb,
                               fixture);
  test_server_wait_request (fixture->server, 2);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (tr_client_find_worker_finish (fixture->client, test_rest_wait (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
end_conference (TestRest *fixture, GError **error)
{
  g_clear_object (&fixture->result);
  tr_client_end_conference_async (fixture->client, "CF1", fixture->cancellable, test_rest_cb,
                                  fixture);
  g_assert_null (fixture->result);
  return tr_client_end_conference_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
test_end_conference (TestRest *fixture, gconstpointer data)
{
  g_autofree char *sample = test_data_text ("protocol/api2010-conference-completed.json");
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, sample);
  g_assert_true (end_conference (fixture, &error));
  g_assert_no_error (error);
  test_rest_assert_sent (fixture, 0,
                         "POST /2010-04-01/Accounts/" TEST_ACCOUNT "/Conferences/CF1.json HTTP");
  g_assert_true (g_str_has_suffix (test_server_get_request (fixture->server, 0),
                                   "\r\n\r\nStatus=completed"));
}

/* After a refusal or silence the conference is read again. */
static void
test_end_conference_again (TestRest *fixture, gconstpointer data)
{
  const struct
  {
    TestBehavior behavior;
    guint status;
  } first[] = { { TEST_ANSWER, 400 }, { TEST_ANSWER, 404 }, { TEST_ANSWER, 409 },
                { TEST_ANSWER, 500 }, { TEST_CLOSE, 0 },    { TEST_CUT, 200 } };
  g_autofree char *over = test_data_text ("protocol/api2010-conference-completed.json");
  g_autofree char *running = test_data_text ("protocol/api2010-conference.json");

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push (fixture->server, first[i].behavior, first[i].status, NULL, NOT_FOUND);
      test_server_push_json (fixture->server, 200, over);
      g_assert_true (end_conference (fixture, &error));
      g_assert_no_error (error);

      test_server_push (fixture->server, first[i].behavior, first[i].status, NULL, NOT_FOUND);
      test_server_push_json (fixture->server, 200, running);
      g_assert_false (end_conference (fixture, &error));
      g_assert_true (g_str_has_prefix (error->message, "POST Conferences/CF1.json: "));
    }
}

static void
test_end_conference_missing (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 404, NOT_FOUND);
  test_server_push_json (fixture->server, 404, NOT_FOUND);
  g_assert_false (end_conference (fixture, &error));
  assert_missing (error, "conference", 404, "was not found");
}

static void
test_end_conference_refused (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 401, "{\"code\":20003,\"message\":\"Authenticate\"}");
  g_assert_false (end_conference (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_AUTH, "Authenticate");
}

static void
test_end_conference_cancelled (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_SILENT, 0, NULL, NULL);
  tr_client_end_conference_async (fixture->client, "CF1", fixture->cancellable, test_rest_cb,
                                  fixture);
  test_server_wait_request (fixture->server, 1);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_false (
      tr_client_end_conference_finish (fixture->client, test_rest_wait (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/" path, TestRest, NULL, test_rest_set_up, test, test_rest_tear_down)
  ADD ("find-workspace/name", test_workspace_name);
  ADD ("find-workspace/sid", test_workspace_sid);
  ADD ("find-workspace/missing", test_workspace_missing);
  ADD ("find-workspace/ambiguous", test_workspace_ambiguous);
  ADD ("find-worker/name", test_worker_name);
  ADD ("find-worker/sid", test_worker_sid);
  ADD ("find-worker/missing", test_worker_missing);
  ADD ("find-worker/without-workspace", test_worker_without_workspace);
  ADD ("find-worker/refused", test_refused);
  ADD ("find-worker/cancelled", test_cancelled);
  ADD ("end-conference/ok", test_end_conference);
  ADD ("end-conference/read-again", test_end_conference_again);
  ADD ("end-conference/missing", test_end_conference_missing);
  ADD ("end-conference/refused", test_end_conference_refused);
  ADD ("end-conference/cancelled", test_end_conference_cancelled);
  return g_test_run ();
}
