/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event-backlog.h"

#include "tr-error.h"

struct _TrEventBacklog
{
  GQueue events; /* owned TrEvents */
  gsize n_bytes; /* of their frames */
};

/**
 * tr_event_backlog_new:
 *
 * Returns: (transfer full): an empty backlog
 */
TrEventBacklog *
tr_event_backlog_new (void)
{
  TrEventBacklog *self = g_new0 (TrEventBacklog, 1);

  g_queue_init (&self->events);
  return self;
}

/**
 * tr_event_backlog_free:
 * @self: (transfer full): a backlog
 */
void
tr_event_backlog_free (TrEventBacklog *self)
{
  tr_event_backlog_clear (self);
  g_free (self);
}

/**
 * tr_event_backlog_push:
 * @self: a backlog
 * @event: has to wait
 * @error: return location
 *
 * Returns: whether there was room; if not, %TR_ERROR_PROTOCOL, and @event is not in it
 */
gboolean
tr_event_backlog_push (TrEventBacklog *self, TrEvent *event, GError **error)
{
  gsize size;

  g_return_val_if_fail (self != NULL && TR_IS_EVENT (event), FALSE);

  size = tr_event_get_size (event);
  if (g_queue_get_length (&self->events) >= TR_EVENT_BACKLOG_MAX_EVENTS ||
      size > TR_EVENT_BACKLOG_MAX_BYTES - self->n_bytes)
    {
      g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL,
                   "Too much to wait for its turn: over %u events of %" G_GSIZE_FORMAT " bytes",
                   g_queue_get_length (&self->events), self->n_bytes);
      return FALSE;
    }

  self->n_bytes += size;
  g_queue_push_tail (&self->events, g_object_ref (event));
  return TRUE;
}

/**
 * tr_event_backlog_pop:
 * @self: a backlog
 *
 * Returns: (transfer full) (nullable): the oldest event; NULL when there is none
 */
TrEvent *
tr_event_backlog_pop (TrEventBacklog *self)
{
  TrEvent *event;

  g_return_val_if_fail (self != NULL, NULL);

  event = g_queue_pop_head (&self->events);
  if (event != NULL)
    self->n_bytes -= tr_event_get_size (event);
  return event;
}

/**
 * tr_event_backlog_clear:
 * @self: a backlog
 *
 * Forgets all events.
 */
void
tr_event_backlog_clear (TrEventBacklog *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->events, g_object_unref);
  self->n_bytes = 0;
}
