/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "http/trs-authority.h"
#include "server-fixture.h"

typedef struct
{
  ServerFixture server;
  char *path; /* of what is to be trusted */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(TrClock) clock = tr_clock_new ();
  g_autoptr(TrsAuthority) authority =
    trs_authority_new (tr_clock_get_real_time (clock) / G_USEC_PER_SEC, &error);
  int fd;

  g_assert_no_error (error);
  fd = g_file_open_tmp ("ca-XXXXXX.pem", &self->path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  trs_authority_write (authority, self->path, &error);
  g_assert_no_error (error);
  server_fixture_set_up_secure (&self->server, trs_authority_get_server_certificate (authority));
  database = g_tls_file_database_new (self->path, &error);
  g_assert_no_error (error);
  soup_session_set_tls_database (self->server.session, database);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  server_fixture_tear_down (&self->server, NULL);
  g_unlink (self->path);
  g_free (self->path);
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (&fixture->server, "GET", "%W", NULL);
  const char *url;

  g_assert_cmpuint (fixture->server.status, ==, 200);
  url = json_object_get_string_member (json_node_get_object (answer), "url");
  g_assert_true (g_str_has_prefix (url, "https://127.0.0.1:"));
}

static gboolean
has_all (gpointer data)
{
  return ((ServerSocket *) data)->frames.length >= 400;
}

/* More than the kernel takes at once, and than TLS puts into one record. */
static void
test_socket (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (&fixture->server, "worker", 600);
  ServerSocket *socket = server_fixture_connect (&fixture->server, token, NULL);
  g_autoptr(JsonObject) init = NULL;
  g_autofree char *filling = g_strnfill (4000, 'x');

  g_assert_nonnull (socket->connection);
  init = server_socket_take (&fixture->server, socket, "init");
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *attributes = g_strdup_printf ("{\"n\":%u,\"a\":\"%s\"}", i, filling);

      g_assert_true (trs_worker_update (fixture->server.dave, TRS_ANY_VERSION,
                                        &(TrsWorkerChange) { .attributes = attributes }, NULL));
    }
  server_fixture_wait (&fixture->server, has_all, socket);
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("{\"n\":%u,", i);
      g_autoptr(JsonObject) event =
        server_socket_take (&fixture->server, socket, "worker.attributes.update");

      g_assert_true (
        g_str_has_prefix (json_object_get_string_member (event, "attributes"), wanted));
    }
  soup_websocket_connection_close (socket->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  server_socket_wait_closed (&fixture->server, socket);
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  soup_session_send_and_read_finish (SOUP_SESSION (source), result, user_data);
}

static gboolean
is_set (gpointer data)
{
  return *(GError **) data != NULL;
}

static void
test_not_trusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr(SoupSession) stranger = soup_session_new ();
  g_autoptr(SoupMessage) message = server_fixture_message (&fixture->server, "GET", "%W");
  g_autoptr(GError) error = NULL;

  soup_session_send_and_read_async (stranger, message, G_PRIORITY_DEFAULT, NULL, refused_cb,
                                    &error);
  server_fixture_wait (&fixture->server, is_set, &error);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

/* Who says nothing at all holds up nobody, also when the server goes. */
static void
test_silent_client (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (
    client, "127.0.0.1", (guint16) trs_server_get_port (fixture->server.server), NULL, &error);
  g_autoptr(JsonNode) answer = NULL;

  g_assert_no_error (error);
  answer = server_fixture_ask (&fixture->server, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->server.status, ==, 200);
}

#define TLS_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # SKIP glib-networking is not installed\n");
      return 0;
    }
  TLS_TEST ("/tls/request", test_request);
  TLS_TEST ("/tls/socket", test_socket);
  TLS_TEST ("/tls/not-trusted", test_not_trusted);
  TLS_TEST ("/tls/silent-client", test_silent_client);
  return g_test_run ();
}
