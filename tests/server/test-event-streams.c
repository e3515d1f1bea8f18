/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

#include "tsv-event-log.h"

/* Those who follow what happens. */

static void
test_from_now (EventsFixture *fixture, gconstpointer data)
{
  EventsStream *all;
  EventsStream *some;

  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  all = events_stream_open (fixture, "/v1/events/stream", NULL);
  some = events_stream_open (fixture, "/v1/events/stream?type=worker.*", NULL);
  events_stream_wait (all, "retry:");
  events_stream_wait (some, "retry:");
  events_fixture_tell (fixture, "2", "task.updated", 0, NULL);
  events_fixture_tell (fixture, "3", "worker.created", 0, "WorkerSid=WK1");
  events_stream_wait (all, "id: 3\nevent: worker.created\ndata: {");
  events_stream_wait (some, "\"worker_sid\":\"WK1\"");
  g_assert_nonnull (strstr (all->text->str, "id: 2\n"));
  g_assert_null (strstr (all->text->str, "id: 1\n"));
  g_assert_null (strstr (some->text->str, "id: 2\n"));
  events_stream_close (all);
  events_stream_close (some);
}

/* Whoever comes back, to whichever instance, misses nothing and hears nothing twice. */
static void
test_comes_back (EventsFixture *fixture, gconstpointer data)
{
  EventsStream *stream;
  const char *first;

  for (int i = 1; i <= 120; i++)
    {
      g_autofree char *sid = g_strdup_printf ("%d", i);

      events_fixture_tell (fixture, sid, "task.created", -i, NULL);
    }
  fixture->server = fixture->servers[1];
  stream = events_stream_open (fixture, "/v1/events/stream", "7");
  events_stream_wait (stream, "id: 120\n");
  first = strstr (stream->text->str, "id: ");
  g_assert_true (g_str_has_prefix (first, "id: 8\n"));
  for (int i = 8; i <= 120; i++)
    {
      g_autofree char *line = g_strdup_printf ("id: %d\n", i);
      const char *here = strstr (stream->text->str, line);

      g_assert_nonnull (here);
      g_assert_null (strstr (here + 1, line));
    }

  /* The other instance stores, and this one finds it. */
  fixture->server = fixture->servers[0];
  events_fixture_tell (fixture, "121", "task.created", 0, NULL);
  server_fixture_advance (&fixture->base, 1.1);
  events_stream_wait (stream, "id: 121\n");
  events_stream_close (stream);
}

static void
test_beats (EventsFixture *fixture, gconstpointer data)
{
  EventsStream *stream = events_stream_open (fixture, "/v1/events/stream", NULL);

  events_stream_wait (stream, "retry:");
  g_assert_null (strstr (stream->text->str, ":\n"));
  for (int i = 0; i < 17; i++)
    server_fixture_advance (&fixture->base, 1);
  events_stream_wait (stream, ": still here\n\n");
  events_stream_close (stream);
}

/* Ten MiB of events, in the database at once. */
static void
store_much (EventsFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TsvStore) store = tsv_store_open (fixture->database, &error);
  g_autofree char *data = g_strnfill (200 * 1024, ' ');

  data[0] = '{';
  data[200 * 1024 - 1] = '}';
  memcpy (data + 1, "\"x\":\"", 5);
  data[200 * 1024 - 2] = '"';
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *sid = g_strdup_printf ("EVmuch%d", i);
      const TsvEvent event = { .sid = sid, .type = (char *) "task.created", .data = data };
      gboolean is_new;

      g_assert_true (tsv_event_log_add (store, &event, &is_new, &error));
    }
}

static GSocketConnection *
connect_raw (EventsFixture *fixture, const char *request)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  const char *host = tsv_server_get_url (fixture->server) + strlen ("http://");
  GSocketConnection *connection = g_socket_client_connect_to_host (client, host, 0, NULL, &error);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_assert_no_error (error);
  g_output_stream_write_all (output, request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static gint64
count_streams (EventsFixture *fixture)
{
  g_autofree char *text = events_fixture_get_text (fixture, "/metrics");
  const char *found = strstr (text, "\ntask_router_server_event_streams ");

  return g_ascii_strtoll (strchr (found, ' '), NULL, 10);
}

/* Somebody who reads nothing holds nobody up, costs one batch, and is sent away. */
static void
test_slow_reader (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(GSocketConnection) slow = NULL;
  GInputStream *input;
  EventsStream *stream;
  gsize total = 0;
  gssize n = 1;

  store_much (fixture);
  slow = connect_raw (fixture, "GET /v1/events/stream?cursor=0 HTTP/1.1\r\nHost: x\r\n"
                               "Authorization: Bearer " EVENTS_KEY "\r\n\r\n");
  stream = events_stream_open (fixture, "/v1/events/stream?cursor=95", NULL);
  events_stream_wait (stream, "id: 100\n");
  /* What it reads when it is cut off is what its socket held. */
  for (int i = 0; i < 1000 && count_streams (fixture) > 1; i++)
    server_fixture_advance (&fixture->base, 1);
  g_assert_cmpint (count_streams (fixture), ==, 1);
  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  events_stream_wait (stream, "id: 101\n");

  input = g_io_stream_get_input_stream (G_IO_STREAM (slow));
  while (n > 0)
    {
      char buffer[65536];

      n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);
      total += n > 0 ? (gsize) n : 0;
    }
  g_assert_cmpuint (total, <, 50 * 200 * 1024);
  events_stream_close (stream);
}

/* A callback that comes byte by byte, or never ends, is nobody else's business. */
static void
test_slow_callback (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(GSocketConnection) slow =
    connect_raw (fixture, "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nEventT");

  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  g_assert_cmpuint (events_fixture_count (fixture, ""), ==, 1);
  g_io_stream_close (G_IO_STREAM (slow), NULL, NULL);
}

/* A token that is made elsewhere is good until it expires, the administrator's key for ever. */
static void
test_expires (EventsFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (&fixture->base, "supervisor", 60);
  EventsStream *mine = events_stream_open (fixture, "/v1/events/stream", NULL);
  EventsStream *stream = events_stream_open_as (fixture, token, "/v1/events/stream", NULL);

  events_stream_wait (stream, "retry:");
  events_stream_wait (mine, "retry:");
  server_fixture_advance (&fixture->base, 55);
  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  events_stream_wait (stream, "id: 1\n");
  for (int i = 0; i < 10; i++)
    server_fixture_advance (&fixture->base, 1);
  events_stream_wait_over (stream);
  events_fixture_tell (fixture, "2", "task.created", 0, NULL);
  events_stream_wait (mine, "id: 2\n");
  g_assert_false (mine->is_over);
  events_stream_close (stream);
  events_stream_close (mine);
}

/* Who signs out hears nothing more, on whichever instance that is. */
static void
test_signed_out (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) susan = NULL;
  EventsStream *stream;

  company_fixture_set_password (fixture, "susan", COMPANY_PASSWORD);
  events_fixture_configure (fixture, "[sessions]\nsupervisors=susan\n");
  susan = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  stream = events_stream_open_as (fixture, company_text (susan, "token"), "/v1/events/stream", NULL);
  events_stream_wait (stream, "retry:");
  events_fixture_tell (fixture, "1", "task.created", 0, NULL);
  events_stream_wait (stream, "id: 1\n");
  server_fixture_advance (&fixture->base, 1.1);
  events_fixture_tell (fixture, "2", "task.created", 0, NULL);
  events_stream_wait (stream, "id: 2\n");

  fixture->server = fixture->servers[1];
  company_fixture_ask (fixture, "DELETE", "/v1/session", company_text (susan, "refresh_token"), NULL);
  g_assert_cmpuint (fixture->base.status, ==, 204);
  for (int i = 0; i < 3; i++)
    server_fixture_advance (&fixture->base, 1.1);
  events_stream_wait_over (stream);
  events_stream_close (stream);
}

static void
drained_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_drain (EventsFixture *fixture, gconstpointer data)
{
  EventsStream *stream = events_stream_open (fixture, "/v1/events/stream", NULL);
  gboolean is_drained = FALSE;

  events_stream_wait (stream, "retry:");
  tsv_server_drain (fixture->server, drained_cb, &is_drained);
  events_stream_wait_over (stream);
  server_fixture_wait (&fixture->base, is_set, &is_drained);
  events_stream_close (stream);
}

static void
test_forgets (EventsFixture *fixture, gconstpointer data)
{
  events_fixture_configure (fixture, "[events]\nkeep-days=2\n");
  events_fixture_tell (fixture, "1", "task.created", -3 * 24 * 3600, "TaskSid=WT1");
  events_fixture_tell (fixture, "2", "task.created", -1 * 24 * 3600, "TaskSid=WT2");
  server_fixture_advance (&fixture->base, 61);
  while (events_fixture_count (fixture, "") != 1)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (events_fixture_count (fixture, "task=WT2"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/event-streams/from-now", test_from_now);
  EVENTS_TEST ("/event-streams/comes-back", test_comes_back);
  EVENTS_TEST ("/event-streams/beats", test_beats);
  EVENTS_TEST ("/event-streams/slow-reader", test_slow_reader);
  EVENTS_TEST ("/event-streams/slow-callback", test_slow_callback);
  EVENTS_TEST ("/event-streams/expires", test_expires);
  EVENTS_TEST ("/event-streams/signed-out", test_signed_out);
  EVENTS_TEST ("/event-streams/drain", test_drain);
  EVENTS_TEST ("/event-streams/forgets", test_forgets);
  return g_test_run ();
}
