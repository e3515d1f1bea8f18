/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "test-data.h"
#include "test-rest.h"
#include "tr-json.h"

static JsonArray *
list (TestRest *fixture,
      TrService service,
      const char *path,
      const char *const *query,
      guint limit,
      GError **error)
{
  g_clear_object (&fixture->result);
  tr_client_list_async (fixture->client, service, path, query, limit, fixture->cancellable,
                        test_rest_cb, fixture);
  g_assert_null (fixture->result);
  return tr_client_list_finish (fixture->client, test_rest_wait (fixture), error);
}

static JsonArray *
list_workers (TestRest *fixture, guint limit, GError **error)
{
  return list (fixture, TR_SERVICE_TASKROUTER, "Workspaces/WS1/Workers", NULL, limit, error);
}

/* A page of TaskRouter with items "sid": @sids, split at spaces. @next: a path, a URL or NULL. */
static void
push_page (TestRest *fixture, const char *sids, const char *next)
{
  g_auto(GStrv) parts = g_strsplit (sids, " ", -1);
  g_autoptr(GString) items = g_string_new (NULL);
  g_autofree char *url = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (items, "%s{\"sid\":\"%s\"}", i > 0 ? "," : "", parts[i]);
  if (next != NULL)
    url = g_strdup_printf ("\"%s%s\"",
                           *next == '/' ? test_server_get_url (fixture->server) : "", next);
  body = g_strdup_printf ("{\"workers\":[%s],\"meta\":{\"key\":\"workers\",\"page\":0,"
                          "\"next_page_url\":%s}}",
                          items->str, url != NULL ? url : "null");
  test_server_push_json (fixture->server, 200, body);
}

static void
assert_sids (JsonArray *items, const char *expected)
{
  g_autoptr(GString) sids = g_string_new (NULL);

  g_assert_nonnull (items);
  for (guint i = 0; i < json_array_get_length (items); i++)
    g_string_append_printf (
        sids, "%s%s", i > 0 ? " " : "",
        json_object_get_string_member (json_array_get_object_element (items, i), "sid"));
  g_assert_cmpstr (sids->str, ==, expected);
}

static void
test_pages (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = NULL;

  push_page (fixture, "a b", "/v1/Workspaces/WS1/Workers?PageSize=1000&Page=1&PageToken=PAb");
  push_page (fixture, "c", "/v1/Workspaces/WS1/Workers?PageSize=1000&Page=2&PageToken=PAc");
  push_page (fixture, "d", NULL);
  items = list_workers (fixture, 0, &error);
  g_assert_no_error (error);
  assert_sids (items, "a b c d");
  test_rest_assert_sent (fixture, 0, "GET /v1/Workspaces/WS1/Workers?PageSize=1000 HTTP");
  test_rest_assert_sent (
      fixture, 1, "GET /v1/Workspaces/WS1/Workers?PageSize=1000&Page=1&PageToken=PAb HTTP");
  test_rest_assert_sent (
      fixture, 2, "GET /v1/Workspaces/WS1/Workers?PageSize=1000&Page=2&PageToken=PAc HTTP");
}

/* The recorded pages, but for the host in their links. */
static void
test_samples (TestRest *fixture, gconstpointer data)
{
  const char *query[] = { "PageSize", "1", NULL };
  g_autofree char *text = test_data_text ("protocol/rest-list-workers-page1.json");
  g_autofree char *second = test_data_text ("protocol/rest-list-workers-page2.json");
  g_autoptr(GString) first = g_string_new (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = NULL;

  g_string_replace (first, "https://taskrouter.twilio.com", test_server_get_url (fixture->server),
                    0);
  test_server_push_json (fixture->server, 200, first->str);
  test_server_push_json (fixture->server, 200, second);
  items = list (fixture, TR_SERVICE_TASKROUTER,
                "Workspaces/WS00000000000000000000000000000001/Workers", query, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  test_rest_assert_sent (
      fixture, 0, "GET /v1/Workspaces/WS00000000000000000000000000000001/Workers?PageSize=1 HTTP");
}

static void
test_2010 (TestRest *fixture, gconstpointer data)
{
  const char *query[] = { "Status", "in-progress", NULL };
  g_autofree char *text = test_data_text ("protocol/api2010-conferences.json");
  g_autoptr(GString) first = g_string_new (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = NULL;

  g_string_replace (first, "\"next_page_uri\": null",
                    "\"next_page_uri\": \"/2010-04-01/Accounts/AC1/Conferences.json?Page=1\"", 0);
  test_server_push_json (fixture->server, 200, first->str);
  test_server_push_json (fixture->server, 200, text);
  items = list (fixture, TR_SERVICE_API, "Conferences.json", query, 0, &error);
  g_assert_no_error (error);
  assert_sids (items, "CF00000000000000000000000000000001 CF00000000000000000000000000000001");
  test_rest_assert_sent (fixture, 0,
                         "GET /2010-04-01/Accounts/" TEST_ACCOUNT
                         "/Conferences.json?Status=in-progress&PageSize=1000 HTTP");
  test_rest_assert_sent (fixture, 1, "GET /2010-04-01/Accounts/AC1/Conferences.json?Page=1 HTTP");
}

static void
test_limit (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = NULL;
  g_autoptr(JsonArray) exact = NULL;

  push_page (fixture, "a b", "/v1/next");
  push_page (fixture, "c d", "/v1/last");
  items = list_workers (fixture, 3, &error);
  g_assert_no_error (error);
  assert_sids (items, "a b c");
  test_rest_assert_sent (fixture, 0, "GET /v1/Workspaces/WS1/Workers?PageSize=3 HTTP");

  push_page (fixture, "a b", "/v1/next");
  exact = list_workers (fixture, 2, &error);
  g_assert_no_error (error);
  assert_sids (exact, "a b");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 3);
}

static void
test_empty (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = NULL;

  test_server_push_json (
      fixture->server, 200,
      "{\"channels\":[],\"meta\":{\"key\":\"channels\",\"next_page_url\":\"\"}}");
  items = list_workers (fixture, 0, &error);
  g_assert_no_error (error);
  assert_sids (items, "");
}

/* Our credentials go along: the next page must be where the first was. */
static void
test_other_host (TestRest *fixture, gconstpointer data)
{
  const char *base = test_server_get_url (fixture->server);
  g_autofree char *secure = g_strconcat ("https", base + strlen ("http"), "/x", NULL);
  g_autofree char *user = g_strconcat ("http://a:b@", base + strlen ("http://"), "/x", NULL);
  g_autofree char *suffix = g_strconcat (base, ".example.com/x", NULL);
  g_autofree char *sneaky = g_strconcat (base, "@example.com/x", NULL);
  const char *urls[] = { "https://taskrouter.twilio.com/v1/x", "http://127.0.0.1:1/x",
                         "http://localhost/x", "ftp://127.0.0.1/x", "x", "http://", secure, user,
                         suffix, sneaky };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GError) error = NULL;

      push_page (fixture, "a", urls[i]);
      g_assert_null (list_workers (fixture, 0, &error));
      test_rest_assert_error (error, TR_ERROR_PROTOCOL, "another host");
    }
}

static void
test_no_scheme (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"calls\":[],\"next_page_uri\":\"//example.com/2010-04-01/x\"}");
  test_server_push_json (fixture->server, 404, "{\"code\":20404,\"message\":\"x\",\"status\":404}");
  g_assert_null (list (fixture, TR_SERVICE_API, "Calls.json", NULL, 0, &error));
  test_rest_assert_error (error, TR_ERROR_NOT_FOUND, "404");
  /* It was taken for a path of ours, and so it is. */
  test_rest_assert_sent (fixture, 1, "GET //example.com/2010-04-01/x HTTP");
}

static void
test_circle (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push_page (fixture, "a", "/v1/b");
  push_page (fixture, "b", "/v1/c");
  push_page (fixture, "c", "/v1/b");
  g_assert_null (list_workers (fixture, 0, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "the pages have no end");
}

static void
test_first_again (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push_page (fixture, "a", "/v1/Workspaces/WS1/Workers?PageSize=1000");
  g_assert_null (list_workers (fixture, 0, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "the pages have no end");
}

static void
test_without_end (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *next = g_strdup_printf ("/v1/%u", i);

      push_page (fixture, "a", next);
    }
  g_assert_null (list_workers (fixture, 0, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "the pages have no end");
}

static void
test_bad_pages (TestRest *fixture, gconstpointer data)
{
  const struct
  {
    const char *body;
    const char *complaint;
  } bad[] = {
    { "[]", "not a JSON object" },
    { "{}", "without a list" },
    { "{\"a\":[],\"b\":[]}", "two lists" },
    { "{\"meta\":[]}", "\"meta\" is not an object" },
    { "{\"meta\":{},\"workers\":[]}", "\"key\" is missing" },
    { "{\"meta\":{\"key\":\"workers\"}}", "\"workers\" is missing" },
    { "{\"meta\":{\"key\":\"workers\"},\"workers\":{}}", "\"workers\" is not an array" },
    { "{\"meta\":{\"key\":\"workers\",\"next_page_url\":7},\"workers\":[]}",
      "\"next_page_url\" is not a string" },
    { "{\"next_page_uri\":7,\"workers\":[]}", "\"next_page_uri\" is not a string" },
    { "{\"meta\":{\"key\":\"workers\"},\"workers\":[{},7]}", "item 1: not a JSON object" },
    { "{\"meta\":{\"key\":\"workers\"},\"workers\":[null]}", "item 0: not a JSON object" },
    { "<html></html>", "HTML" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push_json (fixture->server, 200, bad[i].body);
      g_assert_null (list_workers (fixture, 0, &error));
      test_rest_assert_error (error, TR_ERROR_PROTOCOL, bad[i].complaint);
      g_assert_true (g_str_has_prefix (error->message, "GET Workspaces/WS1/Workers: "));
    }
}

static void
test_second_refused (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push_page (fixture, "a", "/v1/b");
  test_server_push_json (fixture->server, 401, "{\"code\":20003,\"message\":\"Authenticate\"}");
  g_assert_null (list_workers (fixture, 0, &error));
  test_rest_assert_error (error, TR_ERROR_AUTH, "Authenticate");
}

static void
test_cancelled (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push_page (fixture, "a", "/v1/b");
  test_server_push (fixture->server, TEST_SILENT, 0, NULL, NULL);
  tr_client_list_async (fixture->client, TR_SERVICE_TASKROUTER, "Workspaces", NULL, 0,
                        fixture->cancellable, test_rest_cb, fixture);
  test_server_wait_request (fixture->server, 2);
  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (tr_client_list_finish (fixture->client, test_rest_wait (fixture), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_bad_path (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (list (fixture, TR_SERVICE_TASKROUTER, "Workspaces/../x", NULL, 0, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "not a path");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/list/" path, TestRest, NULL, test_rest_set_up, test, test_rest_tear_down)
  ADD ("pages", test_pages);
  ADD ("samples", test_samples);
  ADD ("2010", test_2010);
  ADD ("limit", test_limit);
  ADD ("empty", test_empty);
  ADD ("other-host", test_other_host);
  ADD ("no-scheme", test_no_scheme);
  ADD ("circle", test_circle);
  ADD ("first-again", test_first_again);
  ADD ("without-end", test_without_end);
  ADD ("bad-pages", test_bad_pages);
  ADD ("second-refused", test_second_refused);
  ADD ("cancelled", test_cancelled);
  ADD ("bad-path", test_bad_path);
  return g_test_run ();
}
