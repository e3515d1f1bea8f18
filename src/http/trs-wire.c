/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-wire.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* TLS says goodbye in a thread; so long at most. */
#define GOODBYE_SECONDS 2

struct _TrsWire
{
  int fd;         /* owned, unless there is @secure */
  GSocket *socket;   /* owned, nullable: of @secure */
  GIOStream *secure; /* owned, nullable: plain bytes */
  gboolean is_secured; /* the handshake is over */
};

/**
 * trs_wire_new:
 * @fd: (transfer full): a connected socket that does not block
 */
TrsWire *
trs_wire_new (int fd)
{
  TrsWire *self = g_new0 (TrsWire, 1);

  self->fd = fd;
  return self;
}

/**
 * trs_wire_free:
 * @self: (transfer full): a wire
 *
 * The connection ends.
 */
void
trs_wire_free (TrsWire *self)
{
  if (self->secure != NULL)
    {
      g_socket_set_timeout (self->socket, GOODBYE_SECONDS);
      if (self->is_secured)
        g_io_stream_close_async (self->secure, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      else
        g_socket_close (self->socket, NULL);
      g_object_unref (self->secure);
      g_object_unref (self->socket);
    }
  else
    close (self->fd);
  g_free (self);
}

/**
 * trs_wire_secure_async:
 * @self: a new wire
 * @certificate: with its key
 * @cancellable: cancelled before @self is freed
 * @callback: called once; @self may be gone if it was cancelled
 *
 * The handshake of TLS. Nothing is read or written before it is over.
 */
void
trs_wire_secure_async (TrsWire *self,
                       GTlsCertificate *certificate,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr(GSocketConnection) base = NULL;
  g_autoptr(GError) error = NULL;

  self->socket = g_socket_new_from_fd (self->fd, &error);
  if (self->socket != NULL)
    {
      base = g_socket_connection_factory_create_connection (self->socket);
      /* Without a word of "database" the system's authorities would be read for each connection,
       * some 10 ms of them; who connects shows no certificate. */
      self->secure = g_initable_new (
        g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()), NULL, &error,
        "base-io-stream", base, "certificate", certificate, "database", NULL, NULL);
    }
  if (self->secure == NULL)
    {
      if (self->socket != NULL)
        self->fd = dup (self->fd); /* the socket closes its own */
      g_clear_object (&self->socket);
      g_task_report_error (NULL, callback, user_data, trs_wire_secure_async,
                           g_steal_pointer (&error));
      return;
    }
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->secure), G_PRIORITY_DEFAULT,
                                    cancellable, callback, user_data);
}

/**
 * trs_wire_secure_finish:
 * @self: the wire
 * @source: (nullable): the callback's
 * @result: the callback's
 */
gboolean
trs_wire_secure_finish (TrsWire *self, GObject *source, GAsyncResult *result, GError **error)
{
  if (source == NULL)
    return g_task_propagate_boolean (G_TASK (result), error);
  self->is_secured = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, error);
  return self->is_secured;
}

int
trs_wire_get_fd (TrsWire *self)
{
  return self->fd;
}

/**
 * trs_wire_is_secure:
 *
 * Returns: whether there is TLS; then the socket may outlive the wire for a moment
 */
gboolean
trs_wire_is_secure (TrsWire *self)
{
  return self->secure != NULL;
}

static gssize
judge (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ? TRS_WIRE_LATER
                                                                     : TRS_WIRE_BROKEN;
}

static gssize
judge_errno (void)
{
  return errno == EAGAIN || errno == EWOULDBLOCK ? TRS_WIRE_LATER : TRS_WIRE_BROKEN;
}

/**
 * trs_wire_read:
 *
 * Returns: bytes; 0 where there will be no more; %TRS_WIRE_LATER; %TRS_WIRE_BROKEN
 */
gssize
trs_wire_read (TrsWire *self, void *buffer, gsize size)
{
  g_autoptr(GError) error = NULL;
  gssize n;

  if (self->secure != NULL)
    {
      n = g_pollable_input_stream_read_nonblocking (
        G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->secure)), buffer, size, NULL,
        &error);
      return n >= 0 ? n : judge (error);
    }
  do
    n = recv (self->fd, buffer, size, 0);
  while (n < 0 && errno == EINTR);
  return n >= 0 ? n : judge_errno ();
}

/**
 * trs_wire_write:
 *
 * Returns: bytes that it took, more than 0; %TRS_WIRE_LATER; %TRS_WIRE_BROKEN
 */
gssize
trs_wire_write (TrsWire *self, const void *data, gsize length)
{
  g_autoptr(GError) error = NULL;
  gssize n;

  if (self->secure != NULL)
    {
      n = g_pollable_output_stream_write_nonblocking (
        G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->secure)), data, length, NULL,
        &error);
      return n > 0 ? n : judge (error);
    }
  do
    n = send (self->fd, data, length, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n > 0 ? n : judge_errno ();
}

/**
 * trs_wire_is_drained:
 * @self: a wire
 * @wanted: bytes that were asked for
 * @got: what trs_wire_read() answered
 *
 * Returns: whether to read again is in vain until the socket tells of more. Below TLS a part of what
 *   was there says nothing: the rest of a record may be kept.
 *
 * Source: epoll(7), "Questions and answers".
 */
gboolean
trs_wire_is_drained (TrsWire *self, gsize wanted, gssize got)
{
  return got == TRS_WIRE_LATER || (self->secure == NULL && got > 0 && (gsize) got < wanted);
}

/**
 * trs_wire_finish:
 * @self: a wire
 *
 * Nothing will be written any more. What the other side still says can be read, so that it gets to read
 * the answer: to close with something unread would throw that away (RFC 9112, section 9.6).
 */
void
trs_wire_finish (TrsWire *self)
{
  shutdown (self->fd, SHUT_WR);
}
