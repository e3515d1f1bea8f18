/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "http/trs-host.h"

/* HTTP as it comes over a socket, byte by byte. The host answers with what it was asked. */

#define MAX_BODY 1000
#define GET "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST "POST / HTTP/1.1\r\nHost: a\r\n"

typedef struct
{
  TrClock *clock;
  TrsHost *host;
  GSocket *socket;
  guint16 port;
  GPtrArray *held; /* of TrsExchanges */
  gboolean holds;
  guint n_finished;
  guint n_left; /* nobody waited for them */
} Fixture;

typedef struct
{
  GSocketConnection *connection;
  GString *text; /* what came */
  gboolean is_over;
} Client;

static void
serve_cb (TrsExchange *exchange, gpointer user_data)
{
  Fixture *fixture = user_data;
  const TrsHead *head = trs_exchange_get_head (exchange);
  g_autofree char *text = g_strdup_printf (
    "<%s %s %s %zu>", head->method, head->path, head->query != NULL ? head->query : "-",
    g_bytes_get_size (trs_exchange_get_body (exchange)));
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  trs_exchange_set_status (exchange, trs_exchange_is_too_large (exchange) ? 413 : 200, NULL);
  trs_exchange_set_answer (exchange, bytes);
  if (fixture->holds)
    g_ptr_array_add (fixture->held, trs_exchange_ref (exchange));
  else
    trs_exchange_send (exchange);
}

static void
finished_cb (guint status, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_finished++;
  fixture->n_left += status == 0;
}

static void
listen_with (Fixture *fixture, guint max_connections, guint max_silent, gboolean is_behind_proxy)
{
  const TrsHostOptions options = {
    .max_body = MAX_BODY, .max_connections = max_connections, .max_silent = max_silent,
    .is_behind_proxy = is_behind_proxy, .serve = serve_cb, .finished = finished_cb,
    .user_data = fixture,
  };
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->host, trs_host_free);
  fixture->host = trs_host_new (&options, fixture->clock, &error);
  g_assert_no_error (error);
  trs_host_listen (fixture->host, fixture->socket, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) local = NULL;
  g_autoptr(GError) error = NULL;

  fixture->clock = tr_clock_new_manual (1768471200 * (gint64) G_USEC_PER_SEC);
  fixture->held = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_exchange_unref);
  fixture->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (fixture->socket, 256);
  g_assert_true (g_socket_bind (fixture->socket, address, TRUE, NULL));
  g_assert_true (g_socket_listen (fixture->socket, NULL));
  local = g_socket_get_local_address (fixture->socket, NULL);
  fixture->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  listen_with (fixture, 0, 0, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trs_host_free (fixture->host);
  g_ptr_array_unref (fixture->held);
  g_object_unref (fixture->socket);
  g_assert_finalize_object (fixture->clock);
}

/* ---- A client ---- */

static Client *
client_new (Fixture *fixture)
{
  Client *client = g_new0 (Client, 1);
  g_autoptr(GSocketClient) maker = g_socket_client_new ();
  g_autoptr(GError) error = NULL;

  client->connection = g_socket_client_connect_to_host (maker, "127.0.0.1", fixture->port, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (g_socket_connection_get_socket (client->connection), FALSE);
  client->text = g_string_new (NULL);
  return client;
}

static void
client_free (Client *client)
{
  g_object_unref (client->connection);
  g_string_free (client->text, TRUE);
  g_free (client);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

static void
client_say_bytes (Client *client, const char *text, gsize length)
{
  GSocket *socket = g_socket_connection_get_socket (client->connection);

  while (length > 0)
    {
      g_autoptr(GError) error = NULL;
      gssize n = g_socket_send (socket, text, length, NULL, &error);

      if (n > 0)
        {
          text += n;
          length -= (gsize) n;
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return; /* nobody listens any more */
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
client_say (Client *client, const char *text)
{
  client_say_bytes (client, text, strlen (text));
}

static void
client_hear (Client *client)
{
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gssize n;

  g_main_context_iteration (NULL, FALSE);
  n = g_socket_receive (g_socket_connection_get_socket (client->connection), buffer, sizeof buffer, NULL,
                        &error);
  if (n > 0)
    g_string_append_len (client->text, buffer, n);
  else if (n == 0 || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    client->is_over = TRUE;
}

static void
client_wait (Client *client, const char *text)
{
  gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;

  while (text != NULL ? strstr (client->text->str, text) == NULL : !client->is_over)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      client_hear (client);
    }
}

static void
turn_for_a_while (void)
{
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_open (Client *client)
{
  turn_for_a_while ();
  client_hear (client);
  return !client->is_over;
}

static void
wait_for_connections (Fixture *fixture, guint n)
{
  gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;

  while (trs_host_count_connections (fixture->host) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
}

/* ---- Good ones ---- */

static void
test_good (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *said, *heard; } table[] = {
    { GET "\r\n", "HTTP/1.1 200 OK\r\n" },
    { "\r\nGET /a%20b?c=%20 HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n\r\n<GET /a b c=%20 0>" },
    { "GET http://b:1/c HTTP/1.1\r\nHost: a\r\n\r\n", "<GET /c - 0>" },
    { "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "<OPTIONS * - 0>" },
    { POST "Content-Length: 5\r\n\r\nhello", "<POST / - 5>" },
    { POST "Content-Length: 0\r\n\r\n", "<POST / - 0>" },
    { POST "transfer-encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n2\r\n, \r\n0\r\nA: b\r\n\r\n", "<POST / - 7>" },
    { POST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(Client) whole = client_new (fixture);
      g_autoptr(Client) pieces = client_new (fixture);

      client_say (whole, table[i].said);
      client_wait (whole, table[i].heard);
      for (const char *c = table[i].said; *c != '\0'; c++)
        {
          client_say_bytes (pieces, c, 1);
          turn_for_a_while ();
        }
      client_wait (pieces, table[i].heard);
      g_assert_true (is_open (whole));
      g_assert_null (strstr (whole->text->str, "Connection: close"));
    }
}

/* Who is told to go on does, and a body that is too large is not asked for. */
static void
test_expect (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);
  g_autoptr(Client) large = client_new (fixture);

  client_say (client, POST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  client_wait (client, "100 Continue\r\n\r\n");
  client_say (client, "hello");
  client_wait (client, "<POST / - 5>");
  client_say (large, POST "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
  client_wait (large, NULL);
  g_assert_true (g_str_has_prefix (large->text->str, "HTTP/1.1 413 "));
}

static void
test_head (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);

  client_say (client, "HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  client_wait (client, NULL);
  g_assert_nonnull (strstr (client->text->str, "\r\nContent-Length: 13\r\n"));
  g_assert_true (g_str_has_suffix (client->text->str, "\r\n\r\n"));
}

/* All at once, and answered one after the other. */
static void
test_pipelined (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);
  g_autoptr(GString) text = g_string_new (NULL);
  const char *here;

  for (int i = 0; i < 200; i++)
    g_string_append_printf (text, "POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", i);
  client_say (client, text->str);
  client_wait (client, "<POST /199 - 3>");
  here = client->text->str;
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("<POST /%d - 3>", i);

      here = strstr (here, wanted);
      g_assert_nonnull (here);
    }
}

static void
test_connection (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *said; gboolean is_kept; } table[] = {
    { GET "\r\n", TRUE },
    { GET "Connection: keep-alive\r\n\r\n", TRUE },
    { GET "Connection: x, Close\r\n\r\n", FALSE },
    { "GET / HTTP/1.0\r\n\r\n", FALSE },
    { "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(Client) client = client_new (fixture);

      client_say (client, table[i].said);
      client_wait (client, "<GET / - 0>");
      if (!table[i].is_kept)
        client_wait (client, NULL);
      g_assert_cmpint (is_open (client), ==, table[i].is_kept);
      g_assert_cmpint (strstr (client->text->str, "Connection: close") == NULL, ==, table[i].is_kept);
    }
}

/* ---- Bad ones ---- */

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_value = g_strnfill (17 * 1024, 'x');
  g_autofree char *long_head = g_strconcat (GET "A: ", long_value, "\r\n\r\n", NULL);
  g_autoptr(GString) many = g_string_new (GET);
  const struct { const char *said; int status; } table[] = {
    { "\x16\x03\x01\x02\r\n\r\n", 400 },
    { "GET /\r\n\r\n", 400 },
    { "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n\r\n", 400 },
    { GET "Host: b\r\n\r\n", 400 },
    { GET "A b: c\r\n\r\n", 400 },
    { GET "A : c\r\n\r\n", 400 },
    { GET ": c\r\n\r\n", 400 },
    { GET "A: b\r\n c\r\n\r\n", 400 },
    { GET "A: b\n\r\n\r\n", 400 },
    { GET "A: b\rc\r\n\r\n", 400 },
    { POST "Content-Length: -5\r\n\r\n", 400 },
    { POST "Content-Length: +5\r\n\r\nhello", 400 },
    { POST "Content-Length: 5x\r\n\r\nhello", 400 },
    { POST "Content-Length: 5, 5\r\n\r\nhello", 400 },
    { POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400 },
    { POST "Content-Length: 99999999999999999999\r\n\r\n", 400 },
    { POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { POST "Transfer-Encoding: gzip, chunked\r\n\r\n", 501 },
    { "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { POST "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400 },
    { POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400 },
    { POST "Transfer-Encoding: chunked\r\n\r\n1\nx", 400 },
    { POST "Transfer-Encoding: chunked\r\n\r\n1\r\nxy", 400 },
    { POST "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 400 },
    { POST "Expect: tea\r\n\r\n", 417 },
    { "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505 },
    { long_head, 431 },
    { many->str, 431 },
  };

  for (int i = 0; i < 101; i++)
    g_string_append (many, "A: b\r\n");
  g_string_append (many, "\r\n");
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(Client) client = client_new (fixture);
      g_autofree char *wanted = g_strdup_printf ("HTTP/1.1 %d ", table[i].status);
      const char *said = i + 1 < G_N_ELEMENTS (table) ? table[i].said : many->str;

      client_say (client, said);
      client_say (client, GET "\r\n"); /* is no request any more */
      client_wait (client, NULL);
      g_test_message ("%zu", i);
      g_assert_true (g_str_has_prefix (client->text->str, wanted));
      g_assert_nonnull (strstr (client->text->str, "\"code\":\"bad-request\""));
      g_assert_null (strstr (client->text->str, "<GET"));
    }
}

/* All of it is read, so that the answer arrives, and the connection goes on. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (300 * 1024, 'x');
  g_autofree char *length = g_strdup_printf (POST "Content-Length: %d\r\n\r\n", 300 * 1024);
  g_autoptr(Client) client = client_new (fixture);

  client_say (client, length);
  client_say (client, body);
  client_wait (client, "413 ");
  client_say (client, POST "Transfer-Encoding: chunked\r\n\r\n4b000\r\n");
  client_say (client, body);
  client_say (client, "\r\n0\r\n\r\n" GET "\r\n");
  client_wait (client, "<GET / - 0>");
  g_assert_nonnull (strstr (strstr (client->text->str, "413 ") + 1, "413 "));
}

/* ---- Those who dawdle, and those who go ---- */

static void
test_late (Fixture *fixture, gconstpointer data)
{
  static const char *const beginnings[] = { "", GET, POST "Content-Length: 5\r\n\r\nh", GET "\r\n" GET };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr(Client) client = client_new (fixture);

      client_say (client, beginnings[i]);
      g_assert_true (is_open (client));
      tr_clock_advance (fixture->clock, 19 * G_TIME_SPAN_SECOND);
      client_say (client, i == 0 ? "" : "h"); /* a byte now and then buys no time */
      g_assert_true (is_open (client));
      tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
      client_wait (client, NULL);
    }
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);

  for (int i = 0; i < 3; i++)
    {
      g_string_truncate (client->text, 0);
      client_say (client, GET "\r\n");
      client_wait (client, "<GET / - 0>");
      tr_clock_advance (fixture->clock, 74 * G_TIME_SPAN_SECOND);
      g_assert_true (is_open (client));
    }
  tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
  client_wait (client, NULL);
}

/* A client that has said all and closed its side hears the answer; one that is gone costs nothing. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) half = client_new (fixture);
  Client *gone = client_new (fixture);

  fixture->holds = TRUE;
  client_say (half, GET "\r\n");
  g_socket_shutdown (g_socket_connection_get_socket (half->connection), FALSE, TRUE, NULL);
  client_say (gone, GET "\r\n");
  while (fixture->held->len < 2)
    g_main_context_iteration (NULL, FALSE);
  client_free (gone);
  turn_for_a_while ();
  for (guint i = 0; i < 2; i++)
    trs_exchange_send (g_ptr_array_index (fixture->held, i));
  client_wait (half, "<GET / - 0>");
  client_wait (half, NULL);
  wait_for_connections (fixture, 0);
  g_assert_cmpuint (trs_host_count_open (fixture->host), ==, 0);
}

/* Answers that outlive the host go nowhere. */
static void
test_outlived (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);

  fixture->holds = TRUE;
  client_say (client, GET "\r\n");
  while (fixture->held->len < 1)
    g_main_context_iteration (NULL, FALSE);
  listen_with (fixture, 0, 0, FALSE);
  trs_exchange_send (g_ptr_array_index (fixture->held, 0));
  client_wait (client, NULL);
  g_assert_cmpuint (fixture->n_left, ==, 1);
}

/* Who does not take what he asked for is sent away. */
static void
test_takes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) client = client_new (fixture);
  g_autofree char *much = g_strnfill (8 * 1024 * 1024, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (much, strlen (much));

  fixture->holds = TRUE;
  client_say (client, GET "\r\n");
  while (fixture->held->len < 1)
    g_main_context_iteration (NULL, FALSE);
  trs_exchange_set_answer (g_ptr_array_index (fixture->held, 0), bytes);
  trs_exchange_send (g_ptr_array_index (fixture->held, 0));
  turn_for_a_while ();
  tr_clock_advance (fixture->clock, 59 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (trs_host_count_connections (fixture->host), ==, 1);
  tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
  wait_for_connections (fixture, 0);
}

static void
test_drains (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) idle = client_new (fixture);
  g_autoptr(Client) waiting = client_new (fixture);

  client_say (idle, GET "\r\n");
  client_wait (idle, "<GET / - 0>");
  fixture->holds = TRUE;
  client_say (waiting, GET "\r\n");
  while (fixture->held->len < 1)
    g_main_context_iteration (NULL, FALSE);
  trs_host_end (fixture->host);
  client_wait (idle, NULL);
  g_assert_cmpuint (trs_host_count_open (fixture->host), ==, 1);
  trs_exchange_send (g_ptr_array_index (fixture->held, 0));
  client_wait (waiting, NULL);
  g_assert_nonnull (strstr (waiting->text->str, "Connection: close"));
}

/* ---- Many ---- */

/* Who says nothing for longest makes room for those who come, of his own address only. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  Client *clients[6];
  g_autoptr(Client) asks = NULL;

  listen_with (fixture, 0, 4, FALSE);
  for (int i = 0; i < 6; i++)
    {
      clients[i] = client_new (fixture);
      turn_for_a_while ();
    }
  wait_for_connections (fixture, 4);
  client_wait (clients[0], NULL);
  client_wait (clients[1], NULL);
  g_assert_true (is_open (clients[2]));
  asks = client_new (fixture);
  client_say (asks, GET "\r\n");
  client_wait (asks, "<GET / - 0>");
  for (int i = 0; i < 6; i++)
    client_free (clients[i]);
}

/* Behind a proxy it is those whom that names, and the proxy itself is none of them. */
static void
test_silent_behind_proxy (Fixture *fixture, gconstpointer data)
{
  Client *clients[8];

  listen_with (fixture, 0, 2, TRUE);
  for (int i = 0; i < 8; i++)
    {
      clients[i] = client_new (fixture);
      turn_for_a_while ();
    }
  wait_for_connections (fixture, 8);
  for (int i = 0; i < 6; i++)
    {
      client_say (clients[i], i < 3 ? POST "X-Forwarded-For: 192.0.2.2, 192.0.2.1\r\nContent-Length: 5\r\n\r\n"
                                    : POST "X-Forwarded-For: 192.0.2.2\r\nContent-Length: 5\r\n\r\n");
      turn_for_a_while ();
    }
  wait_for_connections (fixture, 6);
  client_wait (clients[0], NULL);
  client_wait (clients[3], NULL);
  client_say (clients[1], "hello");
  client_wait (clients[1], "<POST / - 5>");
  for (int i = 0; i < 8; i++)
    client_free (clients[i]);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr(Client) idle = NULL;
  g_autoptr(Client) held = NULL;
  g_autoptr(Client) other = NULL;

  listen_with (fixture, 2, 8, FALSE);
  idle = client_new (fixture);
  held = client_new (fixture);
  client_say (idle, GET "\r\n");
  client_wait (idle, "<GET / - 0>");
  fixture->holds = TRUE;
  client_say (held, GET "\r\n");
  while (fixture->held->len < 1)
    g_main_context_iteration (NULL, FALSE);
  other = client_new (fixture);
  client_wait (idle, NULL);
  trs_exchange_send (g_ptr_array_index (fixture->held, 0));
  client_wait (held, "<GET / - 0>");
}

static guint
count_descriptors (void)
{
  g_autoptr(GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_descriptors = 0;

  while (g_dir_read_name (directory) != NULL)
    n_descriptors++;
  return n_descriptors;
}

static gulong
get_resident_pages (void)
{
  g_autofree char *text = NULL;
  gulong size, resident = 0;

  g_file_get_contents ("/proc/self/statm", &text, NULL, NULL);
  g_assert_cmpint (sscanf (text, "%lu %lu", &size, &resident), ==, 2);
  return resident;
}

static void
come_and_go (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(Client) client = client_new (fixture);

      if (i % 8 == 0)
        continue; /* as one that only looks whether the port is open */
      client_say (client, GET "\r\n");
      client_wait (client, "<GET / - 0>");
    }
  wait_for_connections (fixture, 0);
}

/* Connections that are kept and that the client closes leave nothing behind. */
static void
test_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  guint n_descriptors;
  gulong n_pages;

  come_and_go (fixture, 500);
  n_descriptors = count_descriptors ();
  n_pages = get_resident_pages ();
  come_and_go (fixture, 3000);
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
  g_test_message ("%lu pages before, %lu after", n_pages, get_resident_pages ());
#ifndef __SANITIZE_ADDRESS__ /* keeps what was freed */
  g_assert_cmpuint (get_resident_pages (), <, n_pages + 128);
#endif
}

/* ---- TLS ---- */

typedef struct
{
  GSocketConnection *connection;
  GBytes *bytes;
  gboolean is_done;
} Secured;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Secured *self = user_data;
  g_autoptr(GError) error = NULL;

  self->connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  g_assert_no_error (error);
  self->is_done = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Secured *self = user_data;
  g_autoptr(GError) error = NULL;

  self->bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
  self->is_done = TRUE;
}

static void
secured_wait (Secured *self)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (!self->is_done)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
  self->is_done = FALSE;
}

static void
ask_securely (Fixture *fixture, GSocketClient *client)
{
  Secured self = { NULL, };
  GIOStream *stream;

  g_socket_client_connect_to_host_async (client, "127.0.0.1", fixture->port, NULL, connected_cb, &self);
  secured_wait (&self);
  stream = G_IO_STREAM (self.connection);
  for (int i = 0; i < 2; i++)
    {
      g_output_stream_write_all (g_io_stream_get_output_stream (stream), GET "\r\n", strlen (GET "\r\n"),
                                 NULL, NULL, NULL);
      g_input_stream_read_bytes_async (g_io_stream_get_input_stream (stream), 4096, G_PRIORITY_DEFAULT,
                                       NULL, read_cb, &self);
      secured_wait (&self);
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (self.bytes, NULL),
                                      (gssize) g_bytes_get_size (self.bytes), "<GET / - 0>"));
      g_clear_pointer (&self.bytes, g_bytes_unref);
    }
  g_object_unref (self.connection);
}

static void
trust_cb (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *stream,
          gpointer database)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_tls_connection_set_database (G_TLS_CONNECTION (stream), database);
}

/* Its connections are kept, and who goes does not take the next one along. */
static void
test_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pem = g_build_filename (g_getenv ("TEST_DATA"), "tls", "server.pem", NULL);
  g_autofree char *ca = g_build_filename (g_getenv ("TEST_DATA"), "tls", "ca.pem", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_file (pem, &error);
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (ca, &error);
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  g_assert_no_error (error);
  trs_host_set_certificate (fixture->host, certificate);
  g_socket_client_set_tls (client, TRUE);
  g_signal_connect (client, "event", G_CALLBACK (trust_cb), database);
  for (int i = 0; i < 50; i++)
    ask_securely (fixture, client);
  wait_for_connections (fixture, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/host/good", test_good);
  ADD ("/host/expect", test_expect);
  ADD ("/host/head", test_head);
  ADD ("/host/pipelined", test_pipelined);
  ADD ("/host/connection", test_connection);
  ADD ("/host/bad", test_bad);
  ADD ("/host/too-large", test_too_large);
  ADD ("/host/late", test_late);
  ADD ("/host/idle", test_idle);
  ADD ("/host/gone", test_gone);
  ADD ("/host/outlived", test_outlived);
  ADD ("/host/takes-nothing", test_takes_nothing);
  ADD ("/host/drains", test_drains);
  ADD ("/host/silent", test_silent);
  ADD ("/host/silent/behind-proxy", test_silent_behind_proxy);
  ADD ("/host/full", test_full);
  ADD ("/host/tls", test_tls);
  ADD ("/host/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
