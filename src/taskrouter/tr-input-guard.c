/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-input-guard.h"

/**
 * TrInputGuard:
 *
 * libsoup 3.2 joins the fragments of a websocket message without a limit, and reads on for as long
 * as bytes come before it looks at them. A peer that sends without end, or faster than we read,
 * takes all memory and all of the main loop's time. This stands before the socket: after a burst
 * it says that there is nothing to read until the main loop came round, and when more came since
 * the last message's end than a message may have, reading fails.
 */

/* What is read in one turn of the main loop: a fraction of a millisecond. */
#define BURST (256 * 1024)

struct _TrInputGuard
{
  GFilterInputStream parent_instance;

  gsize max_message;
  gsize since_message; /* bytes since the end of a message was seen */
  gsize burst;         /* bytes in this turn */
  gboolean is_pausing; /* there may be more, but not in this turn */
};

static void tr_input_guard_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrInputGuard, tr_input_guard, G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      tr_input_guard_pollable_init))

static GPollableInputStream *
tr_input_guard_get_base (GPollableInputStream *stream)
{
  return G_POLLABLE_INPUT_STREAM (G_FILTER_INPUT_STREAM (stream)->base_stream);
}

static gboolean
tr_input_guard_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (tr_input_guard_get_base (stream));
}

static gboolean
tr_input_guard_is_readable (GPollableInputStream *stream)
{
  return TR_INPUT_GUARD (stream)->is_pausing ||
         g_pollable_input_stream_is_readable (tr_input_guard_get_base (stream));
}

/* After a pause the socket may have nothing new, while TLS still keeps what it has decrypted: so
 * the next turn reads, whatever the socket says. */
static GSource *
tr_input_guard_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  GPollableInputStream *base = tr_input_guard_get_base (stream);
  g_autoptr(GSource) child = NULL;

  if (TR_INPUT_GUARD (stream)->is_pausing)
    child = g_timeout_source_new (0);
  else
    child = g_pollable_input_stream_create_source (base, cancellable);
  return g_pollable_source_new_full (stream, child, cancellable);
}

static gssize
tr_input_guard_read_nonblocking (GPollableInputStream *stream,
                                 void *buffer,
                                 gsize count,
                                 GError **error)
{
  TrInputGuard *self = TR_INPUT_GUARD (stream);
  gssize n;

  if (self->since_message > self->max_message)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   "a message of more than %" G_GSIZE_FORMAT " bytes", self->max_message);
      return -1;
    }
  self->is_pausing = self->burst >= BURST;
  if (self->is_pausing)
    {
      self->burst = 0;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "enough for this turn");
      return -1;
    }

  n = g_pollable_input_stream_read_nonblocking (tr_input_guard_get_base (stream), buffer, count,
                                                NULL, error);
  if (n > 0)
    {
      self->burst += (gsize) n;
      self->since_message += (gsize) n;
    }
  else
    self->burst = 0;
  return n;
}

static void
tr_input_guard_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = tr_input_guard_can_poll;
  iface->is_readable = tr_input_guard_is_readable;
  iface->create_source = tr_input_guard_create_source;
  iface->read_nonblocking = tr_input_guard_read_nonblocking;
}

static void
tr_input_guard_class_init (TrInputGuardClass *klass)
{
}

static void
tr_input_guard_init (TrInputGuard *self)
{
}

/**
 * tr_input_guard_new:
 * @base: a pollable stream
 * @max_message: bytes that may come until tr_input_guard_message_ended(); half a MiB more is let
 *   through, since the end is seen only after a turn's reading
 *
 * Returns: (transfer full): a stream that reads from @base
 */
TrInputGuard *
tr_input_guard_new (GInputStream *base, gsize max_message)
{
  TrInputGuard *self;

  g_return_val_if_fail (G_IS_POLLABLE_INPUT_STREAM (base), NULL);

  self = g_object_new (TR_TYPE_INPUT_GUARD, "base-stream", base, NULL);
  self->max_message = max_message + 2 * BURST; /* what is read after its end, and frames' heads */
  return self;
}

/**
 * tr_input_guard_insert:
 * @stream: of a websocket connection that a #SoupSession opened
 * @max_message: as for tr_input_guard_new()
 *
 * Puts a guard below what libsoup reads from. A websocket connection is given its stream when it is
 * made, and a #SoupSession makes it by itself; but what it reads is a filter over the socket, and
 * what is filtered is a field that subclasses may set.
 *
 * Returns: (transfer full) (nullable): the guard; NULL when a later libsoup is made otherwise
 */
TrInputGuard *
tr_input_guard_insert (GIOStream *stream, gsize max_message)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  TrInputGuard *self;
  GFilterInputStream *filter;

  if (!G_IS_FILTER_INPUT_STREAM (input))
    return NULL;
  filter = G_FILTER_INPUT_STREAM (input);
  if (!G_IS_POLLABLE_INPUT_STREAM (filter->base_stream))
    return NULL;

  self = tr_input_guard_new (filter->base_stream, max_message);
  g_set_object (&filter->base_stream, G_INPUT_STREAM (self));
  return self;
}

/**
 * tr_input_guard_message_ended:
 * @self: a guard
 *
 * A whole message was read: the next may be as large again.
 */
void
tr_input_guard_message_ended (TrInputGuard *self)
{
  g_return_if_fail (TR_IS_INPUT_GUARD (self));

  self->since_message = 0;
}
