/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-server.h"

#include <stdlib.h>
#include <string.h>

#include "test-data.h"

#define FILL (64 * 1024)

typedef struct
{
  TestBehavior behavior;
  guint status;
  char *headers;
  char *body;
} Script;

struct _TestServer
{
  GSocketService *service;
  GTlsCertificate *certificate; /* nullable: plain HTTP */
  GCancellable *stopped;
  char *url;
  GQueue scripts; /* owned Scripts */
  GPtrArray *requests; /* owned strings */
  guint n_connections;
};

typedef struct
{
  TestServer *server;
  GIOStream *connection;
  GString *in;
  char *out;
  gboolean is_kept; /* for the next request */
  gboolean is_endless;
} Peer;

static void
script_free (Script *script)
{
  g_free (script->headers);
  g_free (script->body);
  g_free (script);
}

static void
peer_free (Peer *peer)
{
  peer->server->n_connections--;
  g_io_stream_close (peer->connection, NULL, NULL);
  g_object_unref (peer->connection);
  g_string_free (peer->in, TRUE);
  g_free (peer->out);
  g_free (peer);
}

static void peer_read (Peer *peer);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Peer *peer = user_data;

  g_clear_pointer (&peer->out, g_free);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL) ||
      (!peer->is_endless && !peer->is_kept))
    {
      peer_free (peer);
      return;
    }
  if (peer->is_kept)
    {
      g_string_truncate (peer->in, 0);
      peer_read (peer);
      return;
    }
  peer->out = g_strnfill (FILL, ' ');
  g_output_stream_write_all_async (G_OUTPUT_STREAM (source), peer->out, FILL, G_PRIORITY_DEFAULT,
                                   peer->server->stopped, written_cb, peer);
}

/* The length of a whole request at the start of @in, or 0. */
static gsize
request_length (GString *in)
{
  const char *end = strstr (in->str, "\r\n\r\n");
  g_autofree char *head = NULL;
  const char *field;
  gsize length;

  if (end == NULL)
    return 0;
  head = g_ascii_strdown (in->str, end + 2 - in->str);
  field = strstr (head, "\r\ncontent-length:");
  length = (gsize) (end + 4 - in->str);
  if (field != NULL)
    length += strtoul (field + strlen ("\r\ncontent-length:"), NULL, 10);
  return in->len >= length ? length : 0;
}

static char *
answer_text (const Script *script)
{
  gsize length = strlen (script->body);
  g_autofree char *size = NULL;

  if (script->behavior == TEST_GARBAGE)
    return g_strdup (script->body);
  if (script->behavior != TEST_ENDLESS)
    size = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n", length);
  return g_strdup_printf ("HTTP/1.1 %u Whatever\r\n%s%s%s\r\n%.*s", script->status,
                          script->behavior != TEST_ANSWER ? "Connection: close\r\n" : "",
                          size != NULL ? size : "", script->headers,
                          (int) (script->behavior == TEST_CUT ? length / 2 : length),
                          script->body);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_input_stream_skip_finish (G_INPUT_STREAM (source), result, NULL);
  peer_free (user_data);
}

static void
peer_answer (Peer *peer)
{
  Script *script = g_queue_pop_head (&peer->server->scripts);
  GIOStream *stream = peer->connection;

  g_ptr_array_add (peer->server->requests, g_strdup (peer->in->str));
  if (script == NULL)
    g_error ("a request that nobody expected: %s", peer->in->str);

  peer->is_kept = script->behavior == TEST_ANSWER;
  peer->is_endless = script->behavior == TEST_ENDLESS;
  if (script->behavior == TEST_CLOSE)
    peer_free (peer);
  else if (script->behavior == TEST_SILENT)
    g_input_stream_skip_async (g_io_stream_get_input_stream (stream), 1, G_PRIORITY_DEFAULT,
                               peer->server->stopped, ended_cb, peer);
  else
    {
      peer->out = answer_text (script);
      g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), peer->out,
                                       strlen (peer->out), G_PRIORITY_DEFAULT,
                                       peer->server->stopped, written_cb, peer);
    }
  script_free (script);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Peer *peer = user_data;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                              NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      peer_free (peer);
      return;
    }
  g_string_append_len (peer->in, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
  if (request_length (peer->in) > 0)
    peer_answer (peer);
  else
    peer_read (peer);
}

static void
peer_read (Peer *peer)
{
  GInputStream *stream = g_io_stream_get_input_stream (peer->connection);

  g_input_stream_read_bytes_async (stream, 4096, G_PRIORITY_DEFAULT, peer->server->stopped,
                                   read_cb, peer);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  TestServer *self = user_data;
  Peer *peer = g_new0 (Peer, 1);

  peer->server = self;
  peer->connection = g_object_ref (G_IO_STREAM (connection));
  if (self->certificate != NULL)
    {
      /* g_tls_server_connection_new() would read the system's authorities for each connection. */
      peer->connection =
          g_initable_new (g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()),
                          NULL, NULL, "base-io-stream", connection, "certificate",
                          self->certificate, "database", NULL, NULL);
      g_object_unref (connection);
      g_assert_nonnull (peer->connection);
    }
  peer->in = g_string_new (NULL);
  self->n_connections++;
  peer_read (peer);
  return TRUE;
}

TestServer *
test_server_new (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;
  TestServer *self = g_new0 (TestServer, 1);

  self->service = g_socket_service_new ();
  self->stopped = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->scripts);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf (
      "http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  return self;
}

TestServer *
test_server_new_tls (const char *certificate)
{
  g_autofree char *path = test_data_path (certificate);
  g_autoptr(GError) error = NULL;
  TestServer *self = test_server_new ();
  char *url = g_strconcat ("https", self->url + strlen ("http"), NULL);

  self->certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  g_free (self->url);
  self->url = url;
  return self;
}

void
test_server_stop (TestServer *self)
{
  g_cancellable_cancel (self->stopped);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (self->n_connections > 0)
    g_main_context_iteration (NULL, TRUE);
}

void
test_server_free (TestServer *self)
{
  test_server_stop (self);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->stopped);
  g_queue_clear_full (&self->scripts, (GDestroyNotify) script_free);
  g_ptr_array_unref (self->requests);
  g_free (self->url);
  g_free (self);
}

const char *
test_server_get_url (TestServer *self)
{
  return self->url;
}

void
test_server_push (TestServer *self,
                  TestBehavior behavior,
                  guint status,
                  const char *headers,
                  const char *body)
{
  Script *script = g_new0 (Script, 1);

  script->behavior = behavior;
  script->status = status;
  script->headers = g_strdup (headers != NULL ? headers : "");
  script->body = g_strdup (body != NULL ? body : "");
  g_queue_push_tail (&self->scripts, script);
}

void
test_server_push_json (TestServer *self, guint status, const char *body)
{
  test_server_push (self, TEST_ANSWER, status, "Content-Type: application/json\r\n", body);
}

guint
test_server_get_n_requests (TestServer *self)
{
  return self->requests->len;
}

const char *
test_server_get_request (TestServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return g_ptr_array_index (self->requests, index);
}

void
test_server_wait_request (TestServer *self, guint n_requests)
{
  while (self->requests->len < n_requests)
    g_main_context_iteration (NULL, TRUE);
}

void
test_server_assert_done (TestServer *self)
{
  g_assert_cmpuint (g_queue_get_length (&self->scripts), ==, 0);
}
