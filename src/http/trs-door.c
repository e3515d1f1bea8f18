/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-door.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct _TrsDoor
{
  int epoll;       /* its owner's, who outlives us */
  GSocket *socket; /* owned */
};

/**
 * trs_door_new:
 * @epoll: watches it; its events have the door as data
 * @socket: that is bound and listens
 * @error: a %G_IO_ERROR
 */
TrsDoor *
trs_door_new (int epoll, GSocket *socket, GError **error)
{
  g_autoptr(TrsDoor) self = g_new0 (TrsDoor, 1);
  struct epoll_event event = { .events = EPOLLIN, .data = { .ptr = self } };

  self->epoll = epoll;
  self->socket = g_object_ref (socket);
  g_socket_set_blocking (socket, FALSE);
  /* What it lets in has this as well: each answer goes out at once, not when another was heard. */
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  if (epoll_ctl (epoll, EPOLL_CTL_ADD, g_socket_get_fd (socket), &event) == 0)
    return g_steal_pointer (&self);
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "epoll: %s",
               g_strerror (errno));
  return NULL;
}

/* Whoever else has the socket keeps it. */
void
trs_door_free (TrsDoor *self)
{
  epoll_ctl (self->epoll, EPOLL_CTL_DEL, g_socket_get_fd (self->socket), NULL);
  g_object_unref (self->socket);
  g_free (self);
}

/**
 * trs_door_watch:
 * @self: a door
 * @is_open: whether we want to hear of who knocks
 */
void
trs_door_watch (TrsDoor *self, gboolean is_open)
{
  struct epoll_event event = { .events = is_open ? EPOLLIN : 0, .data = { .ptr = self } };

  epoll_ctl (self->epoll, EPOLL_CTL_MOD, g_socket_get_fd (self->socket), &event);
}

/**
 * trs_door_accept:
 * @self: a door
 * @peer: (out): who is let in
 *
 * Returns: a connected socket that does not block; %TRS_DOOR_NOBODY; %TRS_DOOR_FULL
 */
int
trs_door_accept (TrsDoor *self, TrsPeer *peer)
{
  int fd;

  do
    {
      peer->length = sizeof peer->address;
      fd = accept4 (g_socket_get_fd (self->socket), &peer->address.any, &peer->length,
                    SOCK_NONBLOCK | SOCK_CLOEXEC);
    }
  while (fd < 0 && (errno == ECONNABORTED || errno == EINTR));
  if (fd < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? TRS_DOOR_NOBODY : TRS_DOOR_FULL;
  if (peer->address.any.sa_family != AF_INET && peer->address.any.sa_family != AF_INET6)
    peer->length = 0;
  return fd;
}
