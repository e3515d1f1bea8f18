/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

/*
 * From an old token's event stream to a new one's.
 *
 * The protocol cannot tell a live socket of a new token, so while the old stream goes on, a second
 * is opened. From its `init` on its events wait in the backlog; the old one is asked to close and
 * is read to its end; then the backlog is replayed. Whatever the service sent is in one of the two
 * or in both, and what is in both is known again by its version. Nobody notices.
 */

/* How long the service may take to see that the old stream is to be closed. */
#define DRAIN_TIME (2 * G_TIME_SPAN_SECOND)

/* Ends the attempt and the waits of a hand-over. */
void
tr_worker_abandon_hand_over (TrWorker *self)
{
  g_autoptr(TrEventStream) successor = g_steal_pointer (&self->successor);

  tr_clock_clear (self->clock, &self->successor_timer);
  self->is_handing_over = FALSE;
  if (successor == NULL)
    return;

  g_signal_handlers_disconnect_by_data (successor, self);
  tr_event_stream_drop (successor);
}

/* Gives FALSE when there is no successor that could take over. */
gboolean
tr_worker_finish_hand_over (TrWorker *self)
{
  g_autoptr(TrEventStream) successor = NULL;

  if (!self->is_handing_over)
    return FALSE;

  successor = g_steal_pointer (&self->successor);
  g_signal_handlers_disconnect_by_data (successor, self);
  tr_worker_abandon_hand_over (self);
  tr_worker_follow_stream (self, successor);
  tr_backoff_reset (self->successor_backoff);
  tr_worker_replay_backlog (self);
  tr_worker_hand_over (self); /* the token may have been renewed once more */
  return TRUE;
}

static void
drained_cb (gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);

  self->successor_timer = 0;
  tr_worker_finish_hand_over (self);
}

static void
successor_event_cb (TrEventStream *successor, TrEvent *event, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);
  JsonObject *init;

  if (self->is_handing_over)
    {
      tr_worker_hold_event (self, event);
      return;
    }
  if (tr_event_get_event_type (event) != TR_EVENT_INIT)
    return;

  init = json_node_get_object (tr_event_get_payload (event));
  tr_token_keeper_set_lifetime (self->keeper, tr_event_stream_get_token (successor),
                                json_object_get_int_member (init, "token_lifetime") *
                                  G_TIME_SPAN_MILLISECOND);
  self->is_handing_over = TRUE;
  self->successor_timer = tr_clock_add (self->clock, DRAIN_TIME, drained_cb, self);
  tr_event_stream_close (self->stream);
}

static void
successor_protocol_error_cb (TrEventStream *successor, const GError *error, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);

  tr_worker_tell_protocol_error (self, error);
}

static void
try_again_cb (gpointer user_data)
{
  TrWorker *self = user_data;

  self->successor_timer = 0;
  tr_worker_hand_over (self);
}

/* While the old stream lives, there is time to try again. */
static void
successor_closed_cb (TrEventStream *successor, const GError *error, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);
  gboolean was_handing_over = self->is_handing_over;

  tr_worker_abandon_hand_over (self);
  if (g_error_matches (error, TR_ERROR, TR_ERROR_DISPLACED))
    {
      tr_worker_be_displaced (self, error);
      return;
    }
  if (was_handing_over) /* the old one is on its way out: nobody is left */
    {
      tr_worker_lose_connection (self, error);
      return;
    }

  g_info ("The renewed token's event stream did not open: %s", error->message);
  self->successor_timer = tr_clock_add (self->clock, tr_backoff_next (self->successor_backoff),
                                        try_again_cb, self);
}

/* Opens a stream with the token in use, unless the stream that we have was opened with it. */
void
tr_worker_hand_over (TrWorker *self)
{
  TrToken *token = tr_token_keeper_peek (self->keeper);

  if (self->phase != TR_WORKER_PHASE_READY || self->successor != NULL || token == NULL ||
      token == tr_event_stream_get_token (self->stream))
    return;

  tr_clock_clear (self->clock, &self->successor_timer);
  self->successor = tr_event_stream_new (self->session, self->clock);
  g_signal_connect (self->successor, "event", G_CALLBACK (successor_event_cb), self);
  g_signal_connect (self->successor, "protocol-error", G_CALLBACK (successor_protocol_error_cb),
                    self);
  g_signal_connect (self->successor, "closed", G_CALLBACK (successor_closed_cb), self);
  tr_event_stream_open (self->successor, self->endpoints, token, FALSE);
}
