/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-listener.h"

#include "tr-clock.h"

/* Agents sign in by the thousand after a restart; the kernel caps this at somaxconn. */
#define BACKLOG 4096

/* Whoever connects and then says nothing is sent away. */
#define HANDSHAKE_TIME (10 * G_TIME_SPAN_SECOND)

/* How long nobody is let in after somebody could not be: out of file descriptors, the next try
 * would fail as well, at once, and for ever. */
#define REST_TIME (100 * G_TIME_SPAN_MILLISECOND)

/* soup_server_listen() of libsoup 3.2 leaks a GSocket per connection, and the fd of each
 * keep-alive connection that the client closes. Accepting ourselves and answering with
 * "Connection: close" leaks neither. */
struct _TrsListener
{
  GSocketListener *sockets; /* owned */
  SoupServer *server;      /* owned */
  GTlsCertificate *certificate; /* owned, nullable: plain TCP */
  GCancellable *cancellable;    /* owned; cancelled when we go */
  TrClock *clock;               /* owned; the machine's */
  guint64 rest;
  gboolean is_full; /* and it was said so */
  TrsPatience *patience;        /* nullable; its owner's, who outlives us */
  guint port;
};

/* A connection whose TLS handshake is under way. */
typedef struct
{
  TrsListener *listener; /* gone if we were cancelled */
  GSocketConnection *base; /* owned */
  GCancellable *cancellable; /* owned; by the deadline, or by the listener */
  GCancellable *outer;       /* owned; the listener's */
  gulong outer_handler;
  TrClock *clock; /* owned */
  guint64 timer;
} Handshake;

static void
handshake_free (Handshake *handshake)
{
  tr_clock_clear (handshake->clock, &handshake->timer);
  g_cancellable_disconnect (handshake->outer, handshake->outer_handler);
  g_object_unref (handshake->outer);
  g_object_unref (handshake->cancellable);
  g_object_unref (handshake->clock);
  g_object_unref (handshake->base);
  g_free (handshake);
}

static void
trs_listener_take (TrsListener *self, GSocketConnection *connection, GIOStream *stream)
{
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr(GError) error = NULL;

  if (self->patience != NULL && remote != NULL)
    trs_patience_watch (self->patience, g_socket_connection_get_socket (connection), remote);
  if (!soup_server_accept_iostream (self->server, stream, local, remote, &error))
    g_info ("Could not take a connection: %s", error->message);
}

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Handshake *handshake = user_data;
  g_autoptr(GError) error = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error) &&
      !g_cancellable_set_error_if_cancelled (handshake->outer, &error))
    trs_listener_take (handshake->listener, handshake->base, G_IO_STREAM (source));
  else
    g_info ("A connection could not be secured: %s", error->message);
  handshake_free (handshake);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
late_cb (gpointer user_data)
{
  Handshake *handshake = user_data;

  handshake->timer = 0;
  g_cancellable_cancel (handshake->cancellable);
}

static void
trs_listener_shake_hands (TrsListener *self, GSocketConnection *connection)
{
  g_autoptr(GError) error = NULL;
  /* Without a word of "database" the system's authorities would be read for each connection, some
   * 10 ms of them; who connects shows no certificate. */
  g_autoptr(GIOStream) stream = g_initable_new (
    g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()), NULL, &error,
    "base-io-stream", connection, "certificate", self->certificate, "database", NULL, NULL);
  Handshake *handshake;

  if (stream == NULL)
    {
      g_message ("A connection could not be secured: %s", error->message);
      return;
    }
  handshake = g_new0 (Handshake, 1);
  handshake->listener = self;
  handshake->base = g_object_ref (connection);
  handshake->cancellable = g_cancellable_new ();
  handshake->outer = g_object_ref (self->cancellable);
  handshake->outer_handler = g_cancellable_connect (
    self->cancellable, G_CALLBACK (outer_cancelled_cb), handshake->cancellable, NULL);
  handshake->clock = g_object_ref (self->clock);
  handshake->timer = tr_clock_add (self->clock, HANDSHAKE_TIME, late_cb, handshake);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT,
                                    handshake->cancellable, shaken_cb, handshake);
}

static void trs_listener_accept (TrsListener *self);

static void
rested_cb (gpointer user_data)
{
  TrsListener *self = user_data;

  self->rest = 0;
  trs_listener_accept (self);
}

/* Said once, until somebody can be let in again. */
static void
trs_listener_rest (TrsListener *self, const GError *error)
{
  if (!self->is_full)
    g_message ("Nobody can be let in for now: %s", error->message);
  self->is_full = TRUE;
  self->rest = tr_clock_add (self->clock, REST_TIME, rested_cb, self);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrsListener *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection =
    g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      trs_listener_rest (self, error);
      return;
    }
  self->is_full = FALSE;
  if (self->certificate != NULL)
    trs_listener_shake_hands (self, connection);
  else
    trs_listener_take (self, connection, G_IO_STREAM (connection));
  trs_listener_accept (self);
}

static void
trs_listener_accept (TrsListener *self)
{
  g_socket_listener_accept_async (self->sockets, self->cancellable, accepted_cb, self);
}

static TrsListener *
trs_listener_new_idle (SoupServer *server, GTlsCertificate *certificate)
{
  TrsListener *self = g_new0 (TrsListener, 1);

  self->sockets = g_socket_listener_new ();
  self->server = g_object_ref (server);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->cancellable = g_cancellable_new ();
  self->clock = tr_clock_new ();
  g_socket_listener_set_backlog (self->sockets, BACKLOG);
  return self;
}

static void
trs_listener_start (TrsListener *self, GSocketAddress *address)
{
  if (G_IS_INET_SOCKET_ADDRESS (address))
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  trs_listener_accept (self);
}

/* Some programs take "localhost" for nothing else. Where there is no such address, or another
 * program has the port there, it is left out. */
static void
trs_listener_add_ipv6 (TrsListener *self, GSocketAddress *other)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr(GSocketAddress) address =
    g_inet_socket_address_new (
      loopback, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (other)));
  g_autoptr(GError) error = NULL;

  if (!g_socket_listener_add_address (self->sockets, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, NULL, &error))
    g_debug ("Not at [::1]: %s", error->message);
}

/**
 * trs_listener_new:
 * @server: gets the connections
 * @port: TCP port on the loopback addresses; 0 picks a free one
 * @certificate: (nullable): with its key; %NULL speaks no TLS
 * @error: a #GIOErrorEnum, %G_IO_ERROR_ADDRESS_IN_USE among them
 *
 * Returns: (transfer full) (nullable): a listener that accepts from the next turn of the main loop
 */
TrsListener *
trs_listener_new (SoupServer *server,
                  guint16 port,
                  GTlsCertificate *certificate,
                  GError **error)
{
  g_autoptr(TrsListener) self = trs_listener_new_idle (server, certificate);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (self->sockets, wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return NULL;

  trs_listener_add_ipv6 (self, effective);
  trs_listener_start (self, effective);
  return g_steal_pointer (&self);
}

void
trs_listener_free (TrsListener *self)
{
  g_cancellable_cancel (self->cancellable);
  tr_clock_clear (self->clock, &self->rest);
  g_socket_listener_close (self->sockets);
  g_object_unref (self->sockets);
  g_object_unref (self->server);
  g_clear_object (&self->certificate);
  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * trs_listener_set_patience:
 * @self: a listener
 * @patience: (nullable): for the connections from now on; outlives the listener
 */
void
trs_listener_set_patience (TrsListener *self, TrsPatience *patience)
{
  self->patience = patience;
}

guint
trs_listener_get_port (TrsListener *self)
{
  return self->port;
}
