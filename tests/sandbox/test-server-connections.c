/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/trs-listener.h"
#include "http/trs-patience.h"
#include "server-fixture.h"

#include <string.h>

/* Enough to see what grows. */
#define N_CONNECTIONS 2000

static guint
count_fds (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_fds = 0;

  while (g_dir_read_name (dir) != NULL)
    n_fds++;
  return n_fds;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef struct
{
  GSocketConnection *connection;
  GString *answer;
  char buffer[4096];
  gboolean is_done;
} Raw;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Raw *raw = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0)
    {
      raw->is_done = TRUE;
      return;
    }
  g_string_append_len (raw->answer, raw->buffer, size);
  g_input_stream_read_async (G_INPUT_STREAM (source), raw->buffer, sizeof raw->buffer,
                             G_PRIORITY_DEFAULT, NULL, read_cb, raw);
}

static gboolean
raw_is_done (gpointer data)
{
  return ((Raw *) data)->is_done;
}

/* Sends bytes as they are and reads until the server hangs up; @half closes our side first. */
static char *
exchange (ServerFixture *fixture, const char *request, gboolean half)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  Raw raw = { NULL, g_string_new (NULL), { 0 }, FALSE };
  g_autoptr(GError) error = NULL;

  raw.connection = g_socket_client_connect_to_host (
    client, "127.0.0.1", (guint16) trs_server_get_port (fixture->server), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (raw.connection)),
                             request, strlen (request), NULL, NULL, NULL);
  if (half)
    g_socket_shutdown (g_socket_connection_get_socket (raw.connection), FALSE, TRUE, NULL);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (raw.connection)),
                             raw.buffer, sizeof raw.buffer, G_PRIORITY_DEFAULT, NULL, read_cb,
                             &raw);
  server_fixture_wait (fixture, raw_is_done, &raw);
  g_object_unref (raw.connection);
  return g_string_free (raw.answer, FALSE);
}

static void
test_fds (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *first = exchange (fixture, "GET /v1/Workspaces HTTP/1.1\r\n\r\n", FALSE);
  guint before;

  settle ();
  before = count_fds ();
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      g_autofree char *answer =
        exchange (fixture, "GET /v1/Workspaces HTTP/1.1\r\nHost: localhost\r\n\r\n", FALSE);

      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 401 "));
    }
  settle ();
  g_assert_cmpuint (count_fds (), ==, before);
}

static void
test_socket_fds (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  guint before;

  settle ();
  before = count_fds ();
  for (guint i = 0; i < 200; i++)
    {
      ServerSocket *socket = server_fixture_connect (fixture, token, NULL);

      soup_websocket_connection_close (socket->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
      server_socket_wait_closed (fixture, socket);
      g_ptr_array_set_size (fixture->sockets, 0);
    }
  settle ();
  g_assert_cmpuint (count_fds (), ==, before);
}

static void
test_garbage (ServerFixture *fixture, gconstpointer data)
{
  const char *requests[] = {
    "\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "\x16\x03\x01\x02\x01\x01\r\n\r\n",
    "POST /v1/wschannels HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "POST /v1/wschannels HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    "POST /v1/wschannels HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "GET /%00%ff%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /v1/Workspaces?%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /v1/wschannels?token HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "GET /v1/wschannels?%zz HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *answer = exchange (fixture, requests[i], TRUE);
      g_autoptr(JsonNode) alive = server_fixture_ask (fixture, "GET", "%W", NULL);

      g_assert_cmpuint (fixture->status, ==, 200);
      g_assert_false (g_str_has_prefix (answer, "HTTP/1.1 200"));
    }
}

/* Whoever says half a request, or nothing, has a minute; a socket that is open stays. */
static void
test_patience (void)
{
  static const char *const beginnings[] = { "", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\n"
                                            "Content-Length: 10\r\n\r\nab" };
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);
  g_autoptr(TrsPatience) patience = trs_patience_new (server, clock, 60 * G_TIME_SPAN_SECOND);
  TrsListener *listener = trs_listener_new (server, 0, NULL, NULL);

  trs_listener_set_patience (listener, patience);
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr(GSocketClient) client = g_socket_client_new ();
      Raw raw = { NULL, g_string_new (NULL), { 0 }, FALSE };

      raw.connection = g_socket_client_connect_to_host (
        client, "127.0.0.1", (guint16) trs_listener_get_port (listener), NULL, NULL);
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (raw.connection)),
                                 beginnings[i], strlen (beginnings[i]), NULL, NULL, NULL);
      g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (raw.connection)),
                                 raw.buffer, sizeof raw.buffer, G_PRIORITY_DEFAULT, NULL, read_cb,
                                 &raw);
      while (tr_clock_get_next_time (clock) < 0) /* until it was let in */
        g_main_context_iteration (NULL, FALSE);
      tr_clock_advance (clock, 59 * G_TIME_SPAN_SECOND);
      settle ();
      g_assert_false (raw.is_done);
      tr_clock_advance (clock, 1 * G_TIME_SPAN_SECOND);
      while (!raw.is_done)
        g_main_context_iteration (NULL, TRUE);
      g_object_unref (raw.connection);
      g_string_free (raw.answer, TRUE);
    }
  trs_listener_free (listener);
  soup_server_disconnect (server);
  settle ();
}

static gboolean
has_ipv6 (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, NULL);

  return socket != NULL && g_socket_bind (socket, address, FALSE, NULL);
}

/* For programs that take "localhost" for ::1. */
static void
test_ipv6 (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;

  if (!has_ipv6 ())
    {
      g_test_skip ("this machine has no ::1");
      return;
    }
  connection = g_socket_client_connect_to_host (
    client, "::1", (guint16) trs_server_get_port (fixture->server), NULL, NULL);
  g_assert_nonnull (connection);
}

static void
test_chunked_too_large (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *chunk = g_strnfill (0x10000, 'x');
  g_autoptr(GString) request =
    g_string_new ("POST /v1/wschannels HTTP/1.1\r\n"
                  "Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 32; i++)
    g_string_append_printf (request, "10000\r\n%s\r\n", chunk);
  g_string_append (request, "0\r\n\r\n");
  answer = exchange (fixture, request->str, FALSE);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
}

/* A worker's socket without a library that would answer for us. */
static void
open_raw (ServerFixture *fixture, Raw *raw, const char *query)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *token = server_fixture_token (fixture, "worker", 3600);
  g_autofree char *request = g_strdup_printf (
    "GET /v1/wschannels?%stoken=%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    query, token);

  *raw = (Raw) { .answer = g_string_new (NULL) };
  raw->connection = g_socket_client_connect_to_host (
    client, "127.0.0.1", (guint16) trs_server_get_port (fixture->server), NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (raw->connection)),
                             request, strlen (request), NULL, NULL, NULL);
}

static void
read_raw (Raw *raw)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (raw->connection)),
                             raw->buffer, sizeof raw->buffer, G_PRIORITY_DEFAULT, NULL, read_cb,
                             raw);
}

static void
write_raw (Raw *raw, const char *bytes, gsize size)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (raw->connection)), bytes,
                             size, NULL, NULL, NULL);
}

static void
close_raw (Raw *raw)
{
  g_object_unref (raw->connection);
  g_string_free (raw->answer, TRUE);
}

/* Frames hold zeros, so what came is no C string. */
static gboolean
raw_has (Raw *raw, const char *bytes, gsize size)
{
  return memmem (raw->answer->str, raw->answer->len, bytes, size) != NULL;
}

static gboolean
raw_has_init (gpointer data)
{
  return raw_has (data, "token_lifetime", strlen ("token_lifetime"));
}

static int
count_sockets (ServerFixture *fixture)
{
  g_autoptr(JsonNode) answer =
    server_fixture_ask (fixture, "GET", "/sandbox/sockets/dave", NULL);

  return (int) json_object_get_int_member (json_node_get_object (answer), "sockets");
}

static gboolean
raw_has_pong (gpointer data)
{
  return raw_has (data, "\x8a\x02hi", 4);
}

static void
test_ping (ServerFixture *fixture, gconstpointer data)
{
  Raw raw;

  open_raw (fixture, &raw, "");
  read_raw (&raw);
  server_fixture_wait (fixture, raw_has_init, &raw);
  g_string_truncate (raw.answer, 0);
  write_raw (&raw, "\x89\x82\0\0\0\0hi", 8);
  server_fixture_wait (fixture, raw_has_pong, &raw);
  /* What is not masked breaks the protocol. */
  write_raw (&raw, "\x81\x02hi", 4);
  server_fixture_wait (fixture, raw_is_done, &raw);
  g_assert_true (raw_has (&raw, "\x03\xeaProtocol error", 16));
  g_assert_cmpint (count_sockets (fixture), ==, 0);
  close_raw (&raw);
}

/* What a client does not read is kept for it, but not for ever. */
static void
test_deaf (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (4000, 'x');
  Raw raw;

  open_raw (fixture, &raw, "");
  while (count_sockets (fixture) == 0)
    ;
  for (guint i = 0; i < 4000 && count_sockets (fixture) == 1; i += 100)
    {
      for (guint j = 0; j < 100; j++)
        {
          g_autofree char *attributes = g_strdup_printf ("{\"%s\":%u}", text, i + j);

          g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                            &(TrsWorkerChange) { .attributes = attributes },
                                            NULL));
        }
    }
  g_assert_cmpint (count_sockets (fixture), ==, 0);
  close_raw (&raw);
}

/* A laptop that sleeps does not answer a goodbye: its connection counts for nothing any more, and
 * goes when that took too long. */
static void
test_goodbye_without_an_answer (ServerFixture *fixture, gconstpointer data)
{
  TrsActivity *available =
    trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  Raw first, second;

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = available->base.sid },
                                    NULL));
  open_raw (fixture, &first, "");
  while (count_sockets (fixture) == 0)
    ;
  open_raw (fixture, &second, "closeExistingSessions=true&setWorkerOfflineIfDisconnected=true&");
  read_raw (&second);
  server_fixture_wait (fixture, raw_has_init, &second);
  g_assert_cmpint (count_sockets (fixture), ==, 1);
  g_io_stream_close (G_IO_STREAM (second.connection), NULL, NULL);
  while (count_sockets (fixture) == 1)
    ;
  server_fixture_advance (fixture, 2);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Offline");

  server_fixture_advance (fixture, 9);
  read_raw (&first);
  server_fixture_wait (fixture, raw_is_done, &first);
  close_raw (&first);
  close_raw (&second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/connections/fds", test_fds);
  SERVER_TEST ("/connections/sockets/fds", test_socket_fds);
  SERVER_TEST ("/connections/garbage", test_garbage);
  SERVER_TEST ("/connections/chunked-too-large", test_chunked_too_large);
  SERVER_TEST ("/connections/ipv6", test_ipv6);
  g_test_add_func ("/connections/patience", test_patience);
  SERVER_TEST ("/connections/sockets/ping", test_ping);
  SERVER_TEST ("/connections/sockets/deaf", test_deaf);
  SERVER_TEST ("/connections/sockets/goodbye", test_goodbye_without_an_answer);
  return g_test_run ();
}
