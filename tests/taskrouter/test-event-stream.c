/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event-stream.h"

#include <string.h>

#include "test-bridge.h"
#include "test-token-source.h"
#include "tr-error.h"

typedef struct
{
  TrClock *clock;
  TestBridge *bridge;
  SoupSession *session;
  TrEndpoints *endpoints;
  TrToken *token;
  TrEventStream *stream;
  GString *events; /* their names */
  guint n_closed;
  GError *error;
} Fixture;

static void
event_cb (TrEventStream *stream, TrEvent *event, gpointer user_data)
{
  g_string_append_printf (((Fixture *) user_data)->events, "%s ", tr_event_get_name (event));
}

static void
closed_cb (TrEventStream *stream, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (tr_event_stream_get_state (stream), ==, TR_EVENT_STREAM_CLOSED);
  g_clear_error (&fixture->error);
  fixture->error = g_error_copy (error);
  fixture->n_closed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (TEST_ACCOUNT, "SK1", "made-up");

  fixture->clock = tr_clock_new_manual (1768471200 * G_TIME_SPAN_SECOND);
  fixture->bridge = test_bridge_new (fixture->clock);
  fixture->session = soup_session_new ();
  fixture->endpoints = tr_endpoints_new (test_bridge_get_url (fixture->bridge), NULL);
  fixture->token = tr_token_new_access (credentials, "dave", TEST_WORKSPACE, TEST_WORKER, "worker",
                                        1768471200, 3600);
  fixture->events = g_string_new (NULL);
  fixture->stream = tr_event_stream_new (fixture->session, fixture->clock);
  g_signal_connect (fixture->stream, "event", G_CALLBACK (event_cb), fixture);
  g_signal_connect (fixture->stream, "closed", G_CALLBACK (closed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->stream);
  test_settle ();
  test_bridge_free (fixture->bridge);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->endpoints);
  g_object_unref (fixture->token);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
  g_string_free (fixture->events, TRUE);
  g_clear_error (&fixture->error);
}

static void
open_stream (Fixture *fixture)
{
  tr_event_stream_open (fixture->stream, fixture->endpoints, fixture->token, FALSE);
  g_assert_cmpint (tr_event_stream_get_state (fixture->stream), ==, TR_EVENT_STREAM_OPENING);
  test_wait (fixture->events->len > 0 || fixture->n_closed > 0);
}

static void
test_reads_what_comes_with_the_upgrade (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  g_assert_cmpstr (fixture->events->str, ==, "init ");
  g_assert_cmpint (tr_event_stream_get_state (fixture->stream), ==, TR_EVENT_STREAM_OPEN);
  g_assert_true (tr_event_stream_get_token (fixture->stream) == fixture->token);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_upgrade_status (fixture->bridge, 401);
  open_stream (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_AUTH);
  g_assert_null (strstr (fixture->error->message, tr_token_get_jwt (fixture->token)));
  g_assert_cmpuint (fixture->n_closed, ==, 1);
}

/* What the service sent before it saw our goodbye still comes. */
static void
test_close_reads_to_the_end (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  tr_event_stream_close (fixture->stream);
  g_assert_cmpint (tr_event_stream_get_state (fixture->stream), ==, TR_EVENT_STREAM_CLOSING);
  test_bridge_send (fixture->bridge, "{\"event_type\":\"one\",\"payload\":{}}");
  test_bridge_send (fixture->bridge, "{\"event_type\":\"two\",\"payload\":{}}");
  test_wait (fixture->n_closed == 1);
  g_assert_cmpstr (fixture->events->str, ==, "init one two ");
}

static void
test_dropped_says_nothing_more (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  test_bridge_send (fixture->bridge, "{\"event_type\":\"one\",\"payload\":{}}");
  tr_event_stream_drop (fixture->stream);
  g_assert_cmpint (tr_event_stream_get_state (fixture->stream), ==, TR_EVENT_STREAM_CLOSED);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 0);
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  g_assert_cmpstr (fixture->events->str, ==, "init ");
}

static void
test_dropped_while_opening (Fixture *fixture, gconstpointer data)
{
  tr_event_stream_open (fixture->stream, fixture->endpoints, fixture->token, FALSE);
  tr_event_stream_drop (fixture->stream);
  test_settle ();
  g_assert_cmpuint (fixture->n_closed, ==, 0);
}

static void
test_closed_while_opening (Fixture *fixture, gconstpointer data)
{
  tr_event_stream_open (fixture->stream, fixture->endpoints, fixture->token, FALSE);
  tr_event_stream_close (fixture->stream);
  g_assert_cmpint (tr_event_stream_get_state (fixture->stream), ==, TR_EVENT_STREAM_CLOSED);
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  tr_clock_advance (fixture->clock, 29 * G_TIME_SPAN_SECOND);
  test_bridge_send (fixture->bridge, "\t \n");
  test_settle ();
  tr_clock_advance (fixture->clock, 29 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
}

/* Sends all of @bytes, while the client reads; gives FALSE when it wants no more. */
static gboolean
send_bytes (Fixture *fixture, const guint8 *bytes, gsize length)
{
  while (length > 0)
    {
      gsize n;

      if (fixture->n_closed > 0 || test_bridge_get_n_sockets (fixture->bridge) == 0)
        return FALSE;
      n = test_bridge_send_bytes (fixture->bridge, 0, bytes, length);
      bytes += n;
      length -= n;
      g_main_context_iteration (NULL, FALSE);
    }
  return TRUE;
}

#define FRAGMENT 60000

/* One frame of @length blanks. @head: 0x01 begins a text message, 0x00 goes on with it, 0x80 more
 * ends it. Source: RFC 6455, 5.2. */
static gboolean
send_fragment (Fixture *fixture, guint8 head, guint16 length)
{
  g_autofree guint8 *frame = g_malloc (4 + (gsize) length);

  frame[0] = head;
  frame[1] = 126;
  frame[2] = (guint8) (length >> 8);
  frame[3] = (guint8) (length & 0xff);
  memset (frame + 4, ' ', length);
  return send_bytes (fixture, frame, 4 + (gsize) length);
}

static void
test_message_without_an_end (Fixture *fixture, gconstpointer data)
{
  gsize n_sent = 0;

  open_stream (fixture);
  send_fragment (fixture, 0x01, FRAGMENT);
  while (n_sent < 64 * 1024 * 1024 && send_fragment (fixture, 0x00, FRAGMENT))
    n_sent += FRAGMENT;
  test_wait (fixture->n_closed == 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_cmpuint (n_sent, <, 16 * 1024 * 1024); /* the sockets' buffers included */
}

/* What is allowed: in pieces, many times over. */
static void
test_messages_of_many_fragments (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  for (int message = 0; message < 20; message++)
    {
      g_assert_true (send_fragment (fixture, 0x01, FRAGMENT));
      for (int i = 0; i < 14; i++)
        g_assert_true (send_fragment (fixture, 0x00, FRAGMENT));
      g_assert_true (send_fragment (fixture, 0x80, FRAGMENT));
    }
  test_bridge_send (fixture->bridge, "{\"event_type\":\"one\",\"payload\":{}}");
  test_wait (fixture->n_closed > 0 || strstr (fixture->events->str, "one") != NULL);
  g_assert_cmpstr (fixture->events->str, ==, "init one ");
}

/* Bytes are no sign of life before they make a message. */
static void
test_fragments_are_silence (Fixture *fixture, gconstpointer data)
{
  open_stream (fixture);
  send_fragment (fixture, 0x01, 200);
  for (int i = 0; i < 30; i++)
    {
      g_assert_cmpuint (fixture->n_closed, ==, 0);
      send_fragment (fixture, 0x00, 200);
      test_settle ();
      tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
    }
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
}

static void
test_opens_too_slowly (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_deaf (fixture->bridge, TRUE);
  tr_event_stream_open (fixture->stream, fixture->endpoints, fixture->token, FALSE);
  test_settle ();
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_TIMEOUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/event-stream/open", test_reads_what_comes_with_the_upgrade);
  ADD ("/event-stream/open/refused", test_refused);
  ADD ("/event-stream/open/too-slow", test_opens_too_slowly);
  ADD ("/event-stream/close", test_close_reads_to_the_end);
  ADD ("/event-stream/close/opening", test_closed_while_opening);
  ADD ("/event-stream/drop", test_dropped_says_nothing_more);
  ADD ("/event-stream/drop/opening", test_dropped_while_opening);
  ADD ("/event-stream/silence", test_silence);
  ADD ("/event-stream/silence/fragments", test_fragments_are_silence);
  ADD ("/event-stream/message/without-end", test_message_without_an_end);
  ADD ("/event-stream/message/many-fragments", test_messages_of_many_fragments);
  return g_test_run ();
}
