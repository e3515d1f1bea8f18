/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-listener.h"

/* Agents sign in by the thousand after a restart; the kernel caps this at somaxconn. */
#define BACKLOG 4096

/* soup_server_listen() of libsoup 3.2 leaks a GSocket per connection, and the fd of each
 * keep-alive connection that the client closes. Accepting ourselves and answering with
 * "Connection: close" leaks neither. */
struct _TrsListener
{
  GSocketService *service; /* owned */
  SoupServer *server;      /* owned */
  guint port;
};

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  TrsListener *self = user_data;
  g_autoptr(GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr(GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr(GError) error = NULL;

  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, &error))
    g_info ("Could not take a connection: %s", error->message);
  return TRUE;
}

/**
 * trs_listener_new:
 * @server: gets the connections
 * @port: TCP port on the loopback address; 0 picks a free one
 * @error: a #GIOErrorEnum, %G_IO_ERROR_ADDRESS_IN_USE among them
 *
 * Returns: (transfer full) (nullable): a listener that accepts from the next turn of the main loop
 */
TrsListener *
trs_listener_new (SoupServer *server, guint16 port, GError **error)
{
  g_autoptr(TrsListener) self = g_new0 (TrsListener, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocketAddress) effective = NULL;

  self->service = g_socket_service_new ();
  self->server = g_object_ref (server);
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), BACKLOG);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                      &effective, error))
    return NULL;

  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}

void
trs_listener_free (TrsListener *self)
{
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_object_unref (self->server);
  g_free (self);
}

guint
trs_listener_get_port (TrsListener *self)
{
  return self->port;
}
