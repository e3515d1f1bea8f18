/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-systemd.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_FD 3
#define MAX_SOCKETS 16

/* The same rule as for addresses of our own: no passwords in the clear on a network. */
static gboolean
check_socket (GSocket *socket, gboolean has_tls, GError **error)
{
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (socket, error);
  gboolean is_private;

  if (address == NULL)
    return FALSE;
  is_private = G_IS_UNIX_SOCKET_ADDRESS (address) ||
               (G_IS_INET_SOCKET_ADDRESS (address) &&
                g_inet_address_get_is_loopback (
                  g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))));
  if (!has_tls && !is_private)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "the socket that systemd gave is seen by other machines: give certificate "
                           "and key, or let it listen on the loopback address");
      return FALSE;
    }
  if (g_socket_get_socket_type (socket) != G_SOCKET_TYPE_STREAM)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "the socket that systemd gave is no ListenStream=");
      return FALSE;
    }
  return TRUE;
}

/**
 * tsv_systemd_take_sockets:
 * @has_tls: whether what goes over them is encrypted
 * @error: a %G_IO_ERROR
 *
 * Once, at the start.
 *
 * Source: sd_listen_fds(3).
 *
 * Returns: (transfer full) (nullable) (element-type GSocket): what a .socket unit opened for us; none
 *   where we were started otherwise
 */
GPtrArray *
tsv_systemd_take_sockets (gboolean has_tls, GError **error)
{
  g_autoptr(GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  const char *pid_text = g_getenv ("LISTEN_PID");
  const char *count_text = g_getenv ("LISTEN_FDS");
  gint64 pid;
  gint64 n_sockets;

  if (pid_text == NULL || count_text == NULL ||
      !g_ascii_string_to_signed (pid_text, 10, 1, G_MAXINT, &pid, NULL) || pid != getpid () ||
      !g_ascii_string_to_signed (count_text, 10, 0, MAX_SOCKETS, &n_sockets, NULL))
    return g_steal_pointer (&sockets);

  for (int fd = FIRST_FD; fd < FIRST_FD + (int) n_sockets; fd++)
    {
      g_autoptr(GSocket) socket = g_socket_new_from_fd (fd, error);

      fcntl (fd, F_SETFD, FD_CLOEXEC);
      if (socket == NULL || !check_socket (socket, has_tls, error))
        return NULL;
      g_ptr_array_add (sockets, g_steal_pointer (&socket));
    }
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  return g_steal_pointer (&sockets);
}

/**
 * tsv_systemd_notify:
 * @state: "READY=1" or "STOPPING=1"
 *
 * Tells systemd, if it started us and wants to know.
 *
 * Source: sd_notify(3).
 */
void
tsv_systemd_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (path == NULL || (*path != '/' && *path != '@') || strlen (path) >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, strlen (path));
  if (*path == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address,
              (socklen_t) (offsetof (struct sockaddr_un, sun_path) + strlen (path))) < 0)
    g_info ("systemd could not be told %s", state);
  close (fd);
}
