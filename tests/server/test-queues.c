/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

/* How many wait where, for all desks at once; and figures for Prometheus. */

static JsonObject *
get_queues (EventsFixture *fixture)
{
  JsonObject *answer = events_fixture_get (fixture, "/v1/queues");

  g_assert_cmpuint (fixture->base.status, ==, 200);
  return answer;
}

static int
get_waiting (JsonObject *answer, const char *name)
{
  JsonArray *queues = json_object_get_array_member (answer, "queues");

  for (guint i = 0; i < json_array_get_length (queues); i++)
    {
      JsonObject *queue = json_array_get_object_element (queues, i);

      if (g_str_equal (company_text (queue, "name"), name))
        return (int) json_object_get_int_member (queue, "waiting");
    }
  g_assert_not_reached ();
}

static gint64
read_metric (EventsFixture *fixture, const char *name)
{
  g_autofree char *text = events_fixture_get_text (fixture, "/metrics");
  g_autofree char *line = g_strdup_printf ("\ntask_router_server_%s ", name);
  const char *found = strstr (text, line);

  g_assert_nonnull (found);
  return g_ascii_strtoll (found + strlen (line), NULL, 10);
}

static void
call_in (EventsFixture *fixture)
{
  g_assert_nonnull (trs_call_place (fixture->base.engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (&fixture->base, 3);
}

/* Asked of the service once in a while, however many desks ask. */
static void
test_cached (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = NULL;
  g_autoptr(JsonObject) second = NULL;
  g_autoptr(JsonObject) third = NULL;

  events_fixture_configure (fixture, "[queues]\ncache-seconds=20\n");
  call_in (fixture);
  first = get_queues (fixture);
  g_assert_cmpint (get_waiting (first, "Support"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (first, "age"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (first, "next_in"), ==, 20);
  call_in (fixture);
  second = get_queues (fixture);
  g_assert_cmpint (get_waiting (second, "Support"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (second, "age"), ==, 3);
  server_fixture_advance (&fixture->base, 20);
  third = get_queues (fixture);
  g_assert_cmpint (get_waiting (third, "Support"), ==, 2);
  g_assert_cmpint (read_metric (fixture, "queue_fetches_total{result=\"done\"}"), ==, 2);
}

/* Those who ask while it is asked wait for the same answer. */
static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GBytes) bytes =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), "\"waiting\":1"));
  ++*(guint *) user_data;
}

static gboolean
is_eight (gpointer data)
{
  return *(guint *) data == 8;
}

static void
test_single_flight (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  g_autofree char *header = g_strconcat ("Bearer ", company_text (session, "token"), NULL);
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/queues", NULL);
  guint n = 0;

  call_in (fixture);
  for (int i = 0; i < 8; i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new ("GET", url);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    header);
      soup_session_send_and_read_async (fixture->base.session, message, G_PRIORITY_DEFAULT, NULL,
                                        count_cb, &n);
    }
  server_fixture_wait (&fixture->base, is_eight, &n);
  g_assert_cmpint (read_metric (fixture, "queue_fetches_total{result=\"done\"}"), ==, 1);
}

static char *
ask_again (EventsFixture *fixture, const char *known)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/queues", NULL);
  SoupMessage *message = g_object_ref (soup_message_new ("GET", url));
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GBytes) bytes = NULL;
  char *etag;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                "Bearer " EVENTS_KEY);
  if (known != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-None-Match", known);
  bytes = server_fixture_read (&fixture->base, message);
  etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  g_assert_nonnull (soup_message_headers_get_one (headers, "Age"));
  g_assert_true ((g_bytes_get_size (bytes) == 0) == (fixture->base.status == 304));
  g_object_unref (message);
  return etag;
}

static void
test_unchanged (EventsFixture *fixture, gconstpointer data)
{
  g_autofree char *etag = ask_again (fixture, NULL);
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpuint (fixture->base.status, ==, 200);
  server_fixture_advance (&fixture->base, 60);
  same = ask_again (fixture, etag);
  g_assert_cmpuint (fixture->base.status, ==, 304);
  g_assert_cmpstr (same, ==, etag);
  call_in (fixture);
  server_fixture_advance (&fixture->base, 60);
  other = ask_again (fixture, etag);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpstr (other, !=, etag);
}

/* A service that refuses is let alone for a while; what was known is told with its age. */
static void
test_service_away (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) fresh = NULL;
  g_autoptr(JsonObject) stale = NULL;
  g_autoptr(JsonObject) none = NULL;

  fresh = get_queues (fixture);
  server_fixture_advance (&fixture->base, 20);
  {
    g_autoptr(JsonNode) node = server_fixture_ask (
      &fixture->base, "POST", "/sandbox/faults", "Fault=status&Status=400&Path=/v1/Workspaces&Times=100");
  }
  g_assert_cmpuint (fixture->base.status, <, 300);
  stale = get_queues (fixture);
  g_assert_cmpint (json_object_get_int_member (stale, "age"), ==, 20);
  g_assert_cmpint (read_metric (fixture, "queue_fetches_total{result=\"failed\"}"), ==, 1);
  fixture->server = fixture->servers[1];
  none = events_fixture_get (fixture, "/v1/queues");
  g_assert_cmpuint (fixture->base.status, >=, 502);
}

static void
test_readers (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) none = company_fixture_ask (fixture, "GET", "/v1/queues", NULL, NULL);
  g_autoptr(JsonObject) metrics = NULL;

  company_assert_refused (fixture, none, 401, "bad-token");
  metrics = company_fixture_ask (fixture, "GET", "/metrics", NULL, NULL);
  company_assert_refused (fixture, metrics, 401, "bad-token");
}

static void
test_metrics (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);

  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  json_object_unref (events_fixture_post (fixture, "/v1/events", "a=b", "AAAA"));
  g_assert_cmpint (read_metric (fixture, "events_total{result=\"stored\"}"), ==, 1);
  g_assert_cmpint (read_metric (fixture, "events_total{result=\"doubled\"}"), ==, 1);
  g_assert_cmpint (read_metric (fixture, "events_total{result=\"refused\"}"), ==, 1);
  g_assert_cmpint (read_metric (fixture, "requests_total{status=\"4xx\"}"), ==, 1);
  g_assert_cmpint (read_metric (fixture, "sessions"), ==, 1);
  g_assert_cmpint (read_metric (fixture, "last_event_timestamp_seconds"), ==,
                   tr_clock_get_real_time (fixture->base.clock) / G_USEC_PER_SEC);
  g_assert_cmpint (read_metric (fixture, "missing_events{type=\"task.created\"}"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/queues/cached", test_cached);
  EVENTS_TEST ("/queues/single-flight", test_single_flight);
  EVENTS_TEST ("/queues/unchanged", test_unchanged);
  EVENTS_TEST ("/queues/service-away", test_service_away);
  EVENTS_TEST ("/queues/readers", test_readers);
  EVENTS_TEST ("/queues/metrics", test_metrics);
  return g_test_run ();
}
