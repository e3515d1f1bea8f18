/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

static JsonObject *
first (JsonNode *list, const char *key)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (list), key);

  g_assert_cmpuint (json_array_get_length (array), >, 0);
  return json_array_get_object_element (array, 0);
}

static guint
count (JsonNode *list, const char *key)
{
  return json_array_get_length (
    json_object_get_array_member (json_node_get_object (list), key));
}

static const char *
text (JsonNode *answer, const char *name)
{
  return json_object_get_string_member (json_node_get_object (answer), name);
}

/* Each resource, fetched by the address that its list gives, looks as in the sample. */
static void
test_shapes (ServerFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *key;
    const char *sample;
  } resources[] = {
    { "/v1/Workspaces", "workspaces", "rest-workspace" },
    { "%W/Activities", "activities", "rest-activity" },
    { "%W/TaskChannels", "channels", "rest-task-channel" },
    { "%W/Workers", "workers", "rest-worker" },
    { "%W/Workers/%D/Channels", "channels", "rest-worker-channel" },
    { "%W/TaskQueues", "task_queues", "rest-task-queue" },
    { "%W/Workflows", "workflows", "rest-workflow" },
    { "%W/Tasks", "tasks", "rest-task" },
  };
  g_autoptr(JsonNode) task = server_fixture_ask (fixture, "POST", "%W/Tasks", "WorkflowSid=WW");

  server_fixture_assert_refused (fixture, task, 400, 20001);
  g_assert_cmpuint (fixture->workspace->workflows->len, ==, 2);
  trs_task_create (fixture->workspace,
                   &(TrsTaskChange) {
                     .workflow_sid = ((TrsResource *) fixture->workspace->workflows->pdata[0])->sid },
                   NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (resources); i++)
    {
      const char *base = trs_server_get_base_url (fixture->server);
      g_autoptr(JsonNode) list = server_fixture_ask (fixture, "GET", resources[i].path, NULL);
      const char *url =
        json_object_get_string_member (first (list, resources[i].key), "url");
      g_autoptr(JsonNode) fetched = NULL;

      g_assert_true (g_str_has_prefix (url, base));
      fetched = server_fixture_ask (fixture, "GET", url + strlen (base), NULL);
      g_assert_cmpuint (fixture->status, ==, 200);
      server_assert_sample (resources[i].sample, fetched);
    }
}

static void
test_reservation_shapes (ServerFixture *fixture, gconstpointer data)
{
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  g_autofree char *path = NULL;
  g_autoptr(JsonNode) of_worker = NULL;
  g_autoptr(JsonNode) of_task = NULL;
  g_autoptr(JsonNode) events = NULL;
  TrsTask *task;
  TrsReservation *reservation;

  trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  task = trs_task_create (
    fixture->workspace,
    &(TrsTaskChange) {
      .workflow_sid = ((TrsResource *) fixture->workspace->workflows->pdata[0])->sid },
    NULL);
  g_assert_cmpuint (task->reservations->len, ==, 1);
  reservation = g_ptr_array_index (task->reservations, 0);
  path = g_strdup_printf ("%%W/Workers/%%D/Reservations/%s", reservation->base.sid);
  of_worker = server_fixture_ask (fixture, "GET", path, NULL);
  server_assert_sample ("rest-worker-reservation", of_worker);
  g_assert_cmpstr (soup_message_headers_get_one (
                     soup_message_get_response_headers (fixture->message), "ETag"),
                   ==, "\"0\"");
  g_free (path);
  path =
    g_strdup_printf ("%%W/Tasks/%s/Reservations/%s", task->base.sid, reservation->base.sid);
  of_task = server_fixture_ask (fixture, "GET", path, NULL);
  server_assert_sample ("rest-task-reservation", of_task);
  events = server_fixture_ask (fixture, "GET", "%W/Events?EventType=reservation.created", NULL);
  g_assert_cmpuint (count (events, "events"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (first (events, "events"), "resource_sid"), ==,
                   reservation->base.sid);
}

static void
test_statistics_shapes (ServerFixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue = g_ptr_array_index (fixture->workspace->task_queues, 0);
  g_autofree char *path =
    g_strdup_printf ("%%W/TaskQueues/%s/RealTimeStatistics", queue->base.sid);
  g_autoptr(JsonNode) both =
    server_fixture_ask (fixture, "GET", "%W/Statistics?SplitByWaitTime=5", NULL);
  g_autoptr(JsonNode) past =
    server_fixture_ask (fixture, "GET", "%W/CumulativeStatistics?SplitByWaitTime=5", NULL);
  g_autoptr(JsonNode) worker =
    server_fixture_ask (fixture, "GET", "%W/Workers/%D/Statistics", NULL);
  g_autoptr(JsonNode) now = server_fixture_ask (fixture, "GET", path, NULL);

  server_assert_sample ("rest-workspace-cumulative-statistics", past);
  server_assert_sample ("rest-worker-statistics", worker);
  server_assert_sample ("rest-task-queue-realtime-statistics", now);
  g_assert_true (json_object_has_member (json_node_get_object (both), "realtime"));
}

static void
test_list_shape (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) workers = server_fixture_ask (fixture, "GET", "%W/Workers?PageSize=1", NULL);
  g_autoptr(JsonNode) channels = server_fixture_ask (fixture, "GET", "%W/TaskChannels", NULL);

  server_assert_sample ("rest-list-workers-page1", workers);
  server_assert_sample ("rest-list-task-channels", channels);
}

static void
test_paging (ServerFixture *fixture, gconstpointer data)
{
  const char *base = trs_server_get_base_url (fixture->server);
  g_autofree char *url = g_strdup ("%W/Workers?PageSize=1&TargetWorkersExpression=1%3D%3D1");
  g_autoptr(GString) names = g_string_new (NULL);
  guint n_pages = 0;

  while (url != NULL)
    {
      g_autoptr(JsonNode) page = server_fixture_ask (fixture, "GET", url, NULL);
      JsonObject *meta =
        json_object_get_object_member (json_node_get_object (page), "meta");
      JsonNode *next = json_object_get_member (meta, "next_page_url");

      g_assert_cmpint (json_object_get_int_member (meta, "page"), ==, n_pages);
      g_assert_cmpint (JSON_NODE_HOLDS_NULL (json_object_get_member (meta, "previous_page_url")),
                       ==, n_pages == 0);
      g_string_append_printf (
        names, "%s ", json_object_get_string_member (first (page, "workers"), "friendly_name"));
      n_pages++;
      g_free (url);
      url = NULL;
      if (!JSON_NODE_HOLDS_NULL (next))
        {
          const char *address = json_node_get_string (next);

          g_assert_true (g_str_has_prefix (address, base));
          g_assert_nonnull (strstr (address, "TargetWorkersExpression=1%3D%3D1"));
          url = g_strdup (address + strlen (base));
        }
    }
  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpstr (names->str, ==, "dave susan edith ");
}

static void
test_paging_refused (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) size = server_fixture_ask (fixture, "GET", "%W/Workers?PageSize=1001", NULL);
  g_autoptr(JsonNode) jump = NULL;
  g_autoptr(JsonNode) gone = NULL;

  server_fixture_assert_refused (fixture, size, 400, 20001);
  jump = server_fixture_ask (fixture, "GET", "%W/Workers?Page=1", NULL);
  server_fixture_assert_refused (fixture, jump, 400, 40153);
  gone = server_fixture_ask (fixture, "GET", "%W/Workers?PageToken=PAWK404", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpuint (count (gone, "workers"), ==, 0);
}

/* A misspelt filter is no empty list. */
static void
test_bad_filters (ServerFixture *fixture, gconstpointer data)
{
  const char *bad[] = { "%W/Tasks?Priority=x", "%W/Tasks?AssignmentStatus=bogus",
                        "%W/Tasks?AssignmentStatus=pending,bogus", "%W/Workers?PageToken=garbage",
                        "%A/Calls.json?Status=bogus", "%A/Calls.json?StartTime=x",
                        "%A/Calls.json?EndTime%3C=2026-13-01", "%A/Conferences.json?DateCreated=0",
                        "%A/Recordings.json?DateCreated%3E=26-01-01" };
  g_autoptr(JsonNode) good = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", bad[i], NULL);

      g_test_message ("%s", bad[i]);
      server_fixture_assert_refused (fixture, answer, 400, 20001);
    }
  good = server_fixture_ask (fixture, "GET",
                             "%A/Calls.json?StartTime=2026-01-15&EndTime%3E=2026-01-15T10:00:00Z",
                             NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  g_clear_pointer (&good, json_node_unref);
  good = server_fixture_ask (fixture, "GET", "%W/Tasks?Priority=-1&AssignmentStatus=pending,reserved", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
}

/* By its SID or its unique name, like everywhere. */
static void
test_events_of_channel (ServerFixture *fixture, gconstpointer data)
{
  TrsTaskChannel *channel = trs_workspace_get_task_channel (fixture->workspace, "voice");
  g_autofree char *path = g_strdup_printf ("%%W/Events?TaskChannel=%s", channel->base.sid);
  g_autoptr(JsonNode) made = server_fixture_ask (fixture, "POST", "%W/Tasks", "TaskChannel=voice");
  g_autoptr(JsonNode) by_name = server_fixture_ask (fixture, "GET", "%W/Events?TaskChannel=voice", NULL);
  g_autoptr(JsonNode) by_sid = server_fixture_ask (fixture, "GET", path, NULL);

  g_assert_cmpuint (count (by_name, "events"), >, 0);
  g_assert_cmpuint (count (by_sid, "events"), ==, count (by_name, "events"));
}

static void
test_not_found (ServerFixture *fixture, gconstpointer data)
{
  const char *paths[] = {
    "%W/Workers/WK404", "%W/Nothing", "/v0", "/v1", "/v1/Workspaces/WS404",
    "/v1/Workspaces/WS404/Workers", "%W/Tasks/WT404", "%W//Workers", "%W/Workers/",
    "%W/Workers.json", "/v2/Services", "%A/Messages.json", "%A/Conferences",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", paths[i], NULL);

      server_fixture_assert_refused (fixture, answer, 404, 20404);
    }
}

static void
test_error_shape (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "%W/Workers/WK404", NULL);
  g_autofree char *message = g_strdup_printf (
    "The requested resource /Workspaces/%s/Workers/WK404 was not found",
    fixture->workspace->base.sid);
  g_autoptr(JsonNode) missing = NULL;

  server_assert_sample ("api2010-error", answer);
  g_assert_cmpstr (text (answer, "message"), ==, message);
  g_assert_cmpstr (text (answer, "more_info"), ==, "https://www.twilio.com/docs/errors/20404");
  missing = server_fixture_ask (fixture, "POST", "%W/Workers", "Attributes=%7B%7D");
  server_fixture_assert_refused (fixture, missing, 400, 20001);
  g_assert_nonnull (strstr (text (missing, "message"), "FriendlyName"));
}

static void
test_method (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) put = server_fixture_ask (fixture, "PUT", "%W/Workers", NULL);
  g_autoptr(JsonNode) delete = NULL;

  server_fixture_assert_refused (fixture, put, 405, 20004);
  delete = server_fixture_ask (fixture, "DELETE", "%W/Workers", NULL);
  server_fixture_assert_refused (fixture, delete, 405, 20004);
}

static void
assert_credentials (ServerFixture *fixture, const char *header, const char *path, guint status)
{
  SoupMessage *message = server_fixture_message (fixture, "GET", path);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr(JsonNode) answer = NULL;

  if (header != NULL)
    soup_message_headers_replace (headers, "Authorization", header);
  else
    soup_message_headers_remove (headers, "Authorization");
  answer = server_fixture_send (fixture, message, NULL, NULL);
  if (status == 401)
    server_fixture_assert_refused (fixture, answer, 401, 20003);
  g_assert_cmpuint (fixture->status, ==, status);
}

static void
test_credentials (ServerFixture *fixture, gconstpointer data)
{
  const TrsApiKey *key = g_ptr_array_index (fixture->account->api_keys, 0);
  g_autofree char *pair = g_strdup_printf ("%s:%s", key->sid, key->secret);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autofree char *by_key = g_strconcat ("Basic ", encoded, NULL);

  assert_credentials (fixture, by_key, "%W", 200);
  assert_credentials (fixture, by_key, "%A.json", 200);
  assert_credentials (fixture, NULL, "%W", 401);
  assert_credentials (fixture, "Basic YTpi", "%W", 401);
  assert_credentials (fixture, "Basic", "%W", 401);
  assert_credentials (fixture, "Bearer x", "%A/Calls.json", 401);
  assert_credentials (fixture, by_key, "/2010-04-01/Accounts/AC404/Calls.json", 401);
}

static void
test_versions (ServerFixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *if_match;
    guint status;
  } cases[] = { { "99", 412 }, { "\"99\"", 412 }, { "garbage", 412 }, { "-1", 412 }, { "", 412 } };
  g_autoptr(JsonNode) worker = server_fixture_ask (fixture, "GET", "%W/Workers/%D", NULL);
  g_autofree char *etag = g_strdup (soup_message_headers_get_one (
    soup_message_get_response_headers (fixture->message), "ETag"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SoupMessage *message = server_fixture_message (fixture, "POST", "%W/Workers/%D");
      g_autoptr(JsonNode) answer = NULL;

      soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match",
                                    cases[i].if_match);
      answer = server_fixture_send (fixture, message, "application/x-www-form-urlencoded",
                                    "Attributes=%7B%7D");
      server_fixture_assert_refused (fixture, answer, cases[i].status, 20412);
      g_assert_null (strstr (json_object_get_string_member (json_node_get_object (answer), "message"),
                             "2147483647"));
    }
  for (guint i = 0; i < 2; i++)
    {
      SoupMessage *message = server_fixture_message (fixture, "POST", "%W/Workers/%D");
      g_autoptr(JsonNode) answer = NULL;

      soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match", etag);
      answer = server_fixture_send (fixture, message, "application/x-www-form-urlencoded",
                                    "Attributes=%7B%22a%22%3A1%7D");
      g_assert_cmpuint (fixture->status, ==, i == 0 ? 200 : 412);
    }
}

/* What a form says counts: every third byte of this one. */
static void
test_form_of_much (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(GString) body = g_string_new ("Attributes=%7B%22a%22%3A%22");
  g_autoptr(JsonNode) answer = NULL;

  for (guint i = 0; i < 500 * 1024; i++)
    g_string_append (body, "%20");
  g_string_append (body, "%22%7D");
  answer = server_fixture_ask (fixture, "POST", "%W/Workers/%D", body->str);
  g_assert_cmpuint (fixture->status, !=, 413);
  g_clear_pointer (&answer, json_node_unref);
  for (guint i = 0; i < 600 * 1024; i++)
    g_string_append (body, "%20");
  answer = server_fixture_ask (fixture, "POST", "%W/Workers/%D", body->str);
  server_fixture_assert_refused (fixture, answer, 413, 20413);
}

/* As GET, without the body. */
static void
test_head (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) none = server_fixture_ask (fixture, "HEAD", "%W/Workers", NULL);

  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_null (none);
}

static void
test_body_too_large (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (2 * 1024 * 1024, 'x');
  g_autoptr(JsonNode) answer = NULL;
  g_autoptr(JsonNode) after = NULL;

  answer = server_fixture_ask (fixture, "POST", "%W/Tasks", body);
  server_fixture_assert_refused (fixture, answer, 413, 20413);
  after = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
}

static void
test_bad_bodies (ServerFixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *type;
    const char *body;
  } cases[] = {
    { "application/x-www-form-urlencoded", "FriendlyName=%zz" },
    { "application/x-www-form-urlencoded", "FriendlyName=%FF" },
    { "application/json", "{" },
    { "application/json", "[]" },
    { "application/json", "null" },
    { "text/plain", "%%%" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) answer =
        server_fixture_send (fixture, server_fixture_message (fixture, "POST", "%W/Workers"),
                             cases[i].type, cases[i].body);

      server_fixture_assert_refused (fixture, answer, 400, 20001);
    }
}

/* A callback that can't be sent would be lost without a word. */
static void
test_bad_urls (ServerFixture *fixture, gconstpointer data)
{
  const char *bad[] = { "notaurl", "http://", "http://[::1", "ftp://example.com/x", "/x" };
  const char *account = "%A/IncomingPhoneNumbers.json";
  g_autoptr(JsonNode) good = NULL;
  g_autoptr(JsonNode) empty = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (bad[i], NULL, FALSE);
      g_autofree char *events = g_strdup_printf ("EventCallbackUrl=%s", escaped);
      g_autofree char *workflow = g_strdup_printf (
        "FriendlyName=w&Configuration=%%7B%%7D&FallbackAssignmentCallbackUrl=%s", escaped);
      g_autofree char *number = g_strdup_printf ("PhoneNumber=%%2B16505552299&VoiceUrl=%s", escaped);
      g_autoptr(JsonNode) of_workspace = server_fixture_ask (fixture, "POST", "%W", events);
      g_autoptr(JsonNode) of_workflow = NULL;
      g_autoptr(JsonNode) of_number = NULL;

      g_test_message ("%s", bad[i]);
      server_fixture_assert_refused (fixture, of_workspace, 400, 20001);
      of_workflow = server_fixture_ask (fixture, "POST", "%W/Workflows", workflow);
      server_fixture_assert_refused (fixture, of_workflow, 400, 20001);
      g_assert_nonnull (strstr (json_object_get_string_member (
        json_node_get_object (of_workflow), "message"), "FallbackAssignmentCallbackUrl"));
      of_number = server_fixture_ask (fixture, "POST", account, number);
      g_assert_cmpuint (fixture->status, ==, 400);
    }
  good = server_fixture_ask (fixture, "POST", "%W", "EventCallbackUrl=https%3A%2F%2Fexample.com%2Fx");
  g_assert_cmpuint (fixture->status, ==, 200);
  empty = server_fixture_ask (fixture, "POST", "%W", "EventCallbackUrl=");
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_null (fixture->workspace->event_callback_url);
}

static void
test_date (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) before = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_autoptr(JsonNode) after = NULL;

  g_assert_cmpstr (soup_message_headers_get_one (
                     soup_message_get_response_headers (fixture->message), "Date"),
                   ==, "Thu, 15 Jan 2026 10:00:00 GMT");
  server_fixture_advance (fixture, 3600);
  after = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpstr (soup_message_headers_get_one (
                     soup_message_get_response_headers (fixture->message), "Date"),
                   ==, "Thu, 15 Jan 2026 11:00:00 GMT");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/rest/shapes", test_shapes);
  SERVER_TEST ("/rest/shapes/reservations", test_reservation_shapes);
  SERVER_TEST ("/rest/shapes/statistics", test_statistics_shapes);
  SERVER_TEST ("/rest/shapes/lists", test_list_shape);
  SERVER_TEST ("/rest/paging", test_paging);
  SERVER_TEST ("/rest/paging/refused", test_paging_refused);
  SERVER_TEST ("/rest/bad-filters", test_bad_filters);
  SERVER_TEST ("/rest/events-of-channel", test_events_of_channel);
  SERVER_TEST ("/rest/not-found", test_not_found);
  SERVER_TEST ("/rest/error-shape", test_error_shape);
  SERVER_TEST ("/rest/method", test_method);
  SERVER_TEST ("/rest/credentials", test_credentials);
  SERVER_TEST ("/rest/versions", test_versions);
  SERVER_TEST ("/rest/body-too-large", test_body_too_large);
  SERVER_TEST ("/rest/form-of-much", test_form_of_much);
  SERVER_TEST ("/rest/head", test_head);
  SERVER_TEST ("/rest/bad-bodies", test_bad_bodies);
  SERVER_TEST ("/rest/bad-urls", test_bad_urls);
  SERVER_TEST ("/rest/date", test_date);
  return g_test_run ();
}
