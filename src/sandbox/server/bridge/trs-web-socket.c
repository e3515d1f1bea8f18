/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-web-socket.h"

#include <gio/gfiledescriptorbased.h>
#include <string.h>
#include <sys/socket.h>

#include "trs-frame-reader.h"

/* Kept for a client that reads slowly; one that does not read at all is cut off there. */
#define MAX_PENDING (1024 * 1024)
#define READ_SIZE 4096

typedef enum
{
  OPEN,
  CLOSING, /* our close frame is out, or on its way */
  BROKEN,  /* nothing more can be sent; the poller will tell that it is over */
} State;

struct _TrsWebSocket
{
  TrsPoller *poller; /* outlives us */
  GIOStream *stream; /* owned */
  GIOStream *base;   /* owned; the same without TLS */
  int fd;            /* the base's */
  State state;
  gboolean is_over; /* the other side said goodbye */
  GByteArray *pending; /* owned; NULL unless the kernel takes no more */
  TrsWebSocketFunc closed;
  gpointer user_data;
  TrsFrameReader reader;
};

/* The other side sees the end, and so do we, from the main loop. */
static void
trs_web_socket_break (TrsWebSocket *self)
{
  self->state = BROKEN;
  g_clear_pointer (&self->pending, g_byte_array_unref);
  shutdown (self->fd, SHUT_RDWR);
}

static gssize
write_some (TrsWebSocket *self, const guint8 *bytes, gsize size)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);
  g_autoptr(GError) error = NULL;
  gssize n_written = g_pollable_output_stream_write_nonblocking (
    G_POLLABLE_OUTPUT_STREAM (output), bytes, size, NULL, &error);

  if (n_written < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  return n_written;
}

static void
trs_web_socket_write (TrsWebSocket *self, const guint8 *bytes, gsize size)
{
  gssize n_written = self->pending == NULL ? write_some (self, bytes, size) : 0;

  if (n_written == (gssize) size)
    return;
  if (n_written < 0 || (self->pending != NULL ? self->pending->len : 0) + size > MAX_PENDING)
    {
      trs_web_socket_break (self);
      return;
    }
  if (self->pending == NULL)
    {
      self->pending = g_byte_array_new ();
      trs_poller_set_writing (self->poller, self->fd, TRUE);
    }
  g_byte_array_append (self->pending, bytes + n_written, (guint) (size - (gsize) n_written));
}

static void
trs_web_socket_write_frame (TrsWebSocket *self,
                            TrsFrameKind kind,
                            const guint8 *payload,
                            gsize size)
{
  g_autofree guint8 *frame = g_malloc (size + 10);
  gsize header_size = trs_frame_write_header (frame, kind, size);

  if (size > 0)
    memcpy (frame + header_size, payload, size);
  trs_web_socket_write (self, frame, header_size + size);
}

static void
trs_web_socket_flush (TrsWebSocket *self)
{
  gssize n_written;

  if (self->pending == NULL)
    return;
  n_written = write_some (self, self->pending->data, self->pending->len);
  if (n_written < 0)
    {
      trs_web_socket_break (self);
      return;
    }
  g_byte_array_remove_range (self->pending, 0, (guint) n_written);
  if (self->pending->len > 0)
    return;
  g_clear_pointer (&self->pending, g_byte_array_unref);
  trs_poller_set_writing (self->poller, self->fd, FALSE);
}

/* Control frames are answered; what else a client says is for nobody. */
static gboolean
frame_cb (TrsFrameKind kind, const guint8 *payload, gsize size, gpointer user_data)
{
  TrsWebSocket *self = user_data;

  if (kind == TRS_FRAME_PING && self->state == OPEN)
    trs_web_socket_write_frame (self, TRS_FRAME_PONG, payload, size);
  else if (kind == TRS_FRAME_CLOSE)
    {
      guint code = trs_frame_check_close (payload, size);

      /* An echo of its code, unless the goodbye was ours. */
      if (code != 0)
        trs_web_socket_close (self, code, "Protocol error");
      else if (self->state == OPEN)
        trs_web_socket_write_frame (self, TRS_FRAME_CLOSE, payload, MIN (size, 2));
      self->is_over = TRUE;
    }
  return !self->is_over;
}

/* Whether the connection goes on. */
static gboolean
trs_web_socket_read (TrsWebSocket *self)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  guint8 bytes[READ_SIZE];

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      gssize size = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input),
                                                              bytes, sizeof bytes, NULL, &error);
      guint code;

      if (size <= 0)
        return size < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      code = trs_frame_reader_feed (&self->reader, bytes, (gsize) size, frame_cb, self);
      if (code != 0)
        trs_web_socket_close (self, code, "Protocol error");
      if (code != 0 || self->is_over)
        return FALSE;
    }
}

static void
ready_cb (GIOCondition condition, gpointer user_data)
{
  TrsWebSocket *self = user_data;

  if (condition & G_IO_OUT)
    trs_web_socket_flush (self);
  if ((condition & (G_IO_IN | G_IO_HUP)) && !trs_web_socket_read (self))
    self->closed (self, self->user_data);
}

/* What libsoup and TLS are wrapped around: the poller watches the socket itself. Nothing is
 * overlooked for that: what TLS holds of a read is read until there is no more, and what it could
 * not write is given to it again. */
static GIOStream *
find_base (GIOStream *stream)
{
  static const char *const names[] = { "base-iostream", "base-io-stream" }; /* libsoup's, GIO's */
  GIOStream *base = g_object_ref (stream);

  for (gsize i = 0; i < G_N_ELEMENTS (names);)
    {
      GIOStream *inner = NULL;

      if (g_object_class_find_property (G_OBJECT_GET_CLASS (base), names[i]) == NULL)
        {
          i++;
          continue;
        }
      g_object_get (base, names[i], &inner, NULL);
      g_object_unref (base);
      base = inner;
      i = 0;
    }
  return base;
}

/**
 * trs_web_socket_new:
 * @poller: watches it; outlives it
 * @stream: (transfer full): a connection after its handshake, over a socket
 * @closed: called when the other side is gone; frees the socket
 * @user_data: for @closed
 *
 * Returns: (transfer full): an open socket
 */
TrsWebSocket *
trs_web_socket_new (TrsPoller *poller,
                    GIOStream *stream,
                    TrsWebSocketFunc closed,
                    gpointer user_data)
{
  TrsWebSocket *self = g_new0 (TrsWebSocket, 1);

  self->poller = poller;
  self->stream = stream;
  self->base = find_base (stream);
  self->fd = g_file_descriptor_based_get_fd (
    G_FILE_DESCRIPTOR_BASED (g_io_stream_get_output_stream (self->base)));
  self->closed = closed;
  self->user_data = user_data;
  trs_poller_add (poller, self->fd, ready_cb, self);
  return self;
}

/**
 * trs_web_socket_free:
 * @self: a socket
 *
 * Cuts the connection if it is still there.
 */
void
trs_web_socket_free (TrsWebSocket *self)
{
  trs_poller_remove (self->poller, self->fd);
  /* Without TLS's goodbye, which may have to wait: a websocket has one of its own. */
  g_io_stream_close (self->base, NULL, NULL);
  g_object_unref (self->base);
  g_object_unref (self->stream);
  g_clear_pointer (&self->pending, g_byte_array_unref);
  g_free (self);
}

/**
 * trs_web_socket_send:
 * @self: a socket
 * @text: a message
 *
 * Sends it, unless the socket is on its way out. Never calls back.
 */
void
trs_web_socket_send (TrsWebSocket *self, const char *text)
{
  if (self->state == OPEN)
    trs_web_socket_write_frame (self, TRS_FRAME_TEXT, (const guint8 *) text, strlen (text));
}

/**
 * trs_web_socket_close:
 * @self: a socket
 * @code: RFC 6455's
 * @reason: for the other side, at most 123 bytes
 *
 * Says goodbye. Nothing is sent any more; the other side's answer, or its end, closes it.
 */
void
trs_web_socket_close (TrsWebSocket *self, guint code, const char *reason)
{
  guint8 payload[TRS_FRAME_MAX_CONTROL] = { (guint8) (code >> 8), (guint8) code };
  gsize size = MIN (strlen (reason), sizeof payload - 2);

  if (self->state != OPEN)
    return;
  memcpy (payload + 2, reason, size);
  trs_web_socket_write_frame (self, TRS_FRAME_CLOSE, payload, size + 2);
  if (self->state == OPEN)
    self->state = CLOSING;
}

gboolean
trs_web_socket_is_open (TrsWebSocket *self)
{
  return self->state == OPEN;
}
