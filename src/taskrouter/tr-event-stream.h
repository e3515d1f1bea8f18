/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tr-clock.h"
#include "tr-endpoints.h"
#include "tr-event.h"
#include "tr-token.h"

G_BEGIN_DECLS

/**
 * TrEventStreamState:
 * @TR_EVENT_STREAM_CLOSED: not opened yet, or over
 * @TR_EVENT_STREAM_OPENING: the service has not answered yet
 * @TR_EVENT_STREAM_OPEN: events come
 * @TR_EVENT_STREAM_CLOSING: events come, until the service has seen that we want no more
 */
typedef enum
{
  TR_EVENT_STREAM_CLOSED,
  TR_EVENT_STREAM_OPENING,
  TR_EVENT_STREAM_OPEN,
  TR_EVENT_STREAM_CLOSING,
} TrEventStreamState;

#define TR_TYPE_EVENT_STREAM (tr_event_stream_get_type ())
G_DECLARE_FINAL_TYPE (TrEventStream, tr_event_stream, TR, EVENT_STREAM, GObject)

/* One connection to the event bridge, from its opening to its end; a reconnection is another
 * stream. Signals: event (TrEvent), protocol-error (GError), closed (GError). */
TrEventStream *tr_event_stream_new (SoupSession *session, TrClock *clock);

void tr_event_stream_open (TrEventStream *self,
                           TrEndpoints *endpoints,
                           TrToken *token,
                           gboolean close_existing);
void tr_event_stream_close (TrEventStream *self);
void tr_event_stream_drop (TrEventStream *self);

TrEventStreamState tr_event_stream_get_state (TrEventStream *self);
gint64 tr_event_stream_get_last_heard (TrEventStream *self); /* monotonic µs of the clock */
TrToken *tr_event_stream_get_token (TrEventStream *self); /* nullable */

G_END_DECLS
