/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-json.h"

/*
 * The connection of a worker:
 *
 *   FETCHING_TOKEN → OPENING → SYNCING → READY
 *         ↑                                │ closed, silent, unreadable snapshot
 *         └────────── WAITING ←────────────┘
 *
 * and to SIGNED_OUT when no token is to be had, or to DISPLACED when another session of this worker
 * wants to be the only one. Events wait in the backlog while SYNCING, so that
 * none is lost between the service's `init` and the snapshot.
 */

/* The stream has its own deadline to open; a service that beats but never says who we are is as
 * good as dead too. */
#define INIT_DEADLINE (30 * G_TIME_SPAN_SECOND)

/* A connection that ends sooner was none: a service that takes everybody and then falls over would
 * else be asked again every second. */
#define SETTLE_TIME (30 * G_TIME_SPAN_SECOND)

/* The snapshot: many answers, each with a deadline of its own. */
#define SYNC_DEADLINE (60 * G_TIME_SPAN_SECOND)

/* The only place where the phase changes. @func: (nullable): is called @delay after the beginning of
 * the phase, unless the phase ends before. */
void
tr_worker_set_phase (TrWorker *self, TrWorkerPhase phase, gint64 delay, TrClockFunc func)
{
  g_autoptr(TrWorker) keep = g_object_ref (self);
  TrWorkerState state_before = tr_worker_get_state (self);
  gint64 retry_time_before = self->retry_time;

  tr_clock_clear (self->clock, &self->phase_timer);
  if (func != NULL)
    self->phase_timer = tr_clock_add (self->clock, delay, func, self);
  self->phase = phase;
  self->retry_time = 0;
  if (phase == TR_WORKER_PHASE_WAITING)
    self->retry_time = tr_clock_get_monotonic_time (self->clock) + delay;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->retry_time != retry_time_before)
    tr_worker_notify (self, TR_WORKER_PROP_RETRY_TIME);
  if (tr_worker_get_state (self) != state_before)
    tr_worker_notify (self, TR_WORKER_PROP_STATE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
tr_worker_set_error (TrWorker *self, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
}

void
tr_worker_drop_stream (TrWorker *self)
{
  g_autoptr(TrEventStream) stream = g_steal_pointer (&self->stream);

  if (stream == NULL)
    return;

  g_signal_handlers_disconnect_by_data (stream, self);
  tr_event_stream_drop (stream);
}

/* Ends all that goes on for the connection, without a word to anybody. */
void
tr_worker_disconnect (TrWorker *self)
{
  g_autoptr(GCancellable) connection = g_steal_pointer (&self->connection);

  tr_clock_clear (self->clock, &self->phase_timer);
  tr_worker_abandon_hand_over (self);
  tr_worker_drop_stream (self);
  tr_event_backlog_clear (self->backlog);
  g_hash_table_remove_all (self->fetches);
  self->fetches_size = 0;
  self->is_fetching_activities = FALSE;
  if (connection != NULL)
    g_cancellable_cancel (connection);
}

static void
retry_cb (gpointer user_data)
{
  TrWorker *self = user_data;

  self->phase_timer = 0;
  tr_worker_connect (self);
}

/* The connection is lost, or did not come about: tells at once, and tries again later. */
void
tr_worker_lose_connection (TrWorker *self, const GError *error)
{
  g_info ("Not connected: %s", error->message);
  tr_worker_set_error (self, error);
  tr_worker_disconnect (self);
  tr_worker_set_phase (self, TR_WORKER_PHASE_WAITING, tr_backoff_next (self->backoff), retry_cb);
}

void
tr_worker_sign_out (TrWorker *self, const GError *error)
{
  g_message ("Signed out: %s", error->message);
  tr_worker_set_error (self, error);
  tr_worker_disconnect (self);
  tr_token_keeper_stop (self->keeper);
  tr_worker_set_phase (self, TR_WORKER_PHASE_SIGNED_OUT, 0, NULL);
}

/* Whether asking again would give the same answer. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_REFUSED);
}

/* The token ran out and no other was to be had. While there is no connection the next try asks for
 * one anyway: no reason to sign out an agent whose network is away, or whose company's server is being
 * started anew. */
void
tr_worker_lose_token (TrWorker *self, const GError *error)
{
  if (self->phase != TR_WORKER_PHASE_SYNCING && self->phase != TR_WORKER_PHASE_READY)
    return;

  if (is_final (error))
    tr_worker_sign_out (self, error);
  else
    tr_worker_lose_connection (self, error);
}

/* What must be known could not be read. A refusal here is one that a new token did not change. */
void
tr_worker_fail_sync (TrWorker *self, const GError *error)
{
  if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
      g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN))
    tr_worker_sign_out (self, error);
  else
    tr_worker_lose_connection (self, error);
}

void
tr_worker_hold_event (TrWorker *self, TrEvent *event)
{
  g_autoptr(GError) error = NULL;

  if (!tr_event_backlog_push (self->backlog, event, &error))
    tr_worker_lose_connection (self, error);
}

void
tr_worker_replay_backlog (TrWorker *self)
{
  TrEvent *event;

  while (self->phase == TR_WORKER_PHASE_READY &&
         (event = tr_event_backlog_pop (self->backlog)) != NULL)
    {
      tr_worker_take_event (self, event);
      g_object_unref (event);
    }
}

static void
set_sid (TrWorker *self, char **place, const char *value, guint prop_id)
{
  if (g_strcmp0 (*place, value) == 0)
    return;

  g_free (*place);
  *place = g_strdup (value);
  tr_worker_notify (self, prop_id);
}

static void
sync_deadline_cb (gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);
  g_autoptr(GError) error = g_error_new (TR_ERROR, TR_ERROR_TIMEOUT,
                                         "The snapshot was not there within %d s",
                                         (int) (SYNC_DEADLINE / G_TIME_SPAN_SECOND));

  self->phase_timer = 0;
  tr_worker_lose_connection (self, error);
}

/* The event's payload was checked when it was decoded. */
static void
tr_worker_take_init (TrWorker *self, TrEvent *event)
{
  JsonObject *init = json_node_get_object (tr_event_get_payload (event));
  gint64 lifetime = json_object_get_int_member (init, "token_lifetime"); /* milliseconds */

  tr_token_keeper_set_lifetime (self->keeper, tr_event_stream_get_token (self->stream),
                                lifetime * G_TIME_SPAN_MILLISECOND);
  self->wants_take_over = FALSE; /* once only, or two of us would fight for ever */
  tr_worker_set_phase (self, TR_WORKER_PHASE_SYNCING, SYNC_DEADLINE, sync_deadline_cb);
  g_object_freeze_notify (G_OBJECT (self));
  set_sid (self, &self->account_sid, json_object_get_string_member (init, "account_sid"),
           TR_WORKER_PROP_ACCOUNT_SID);
  set_sid (self, &self->workspace_sid, json_object_get_string_member (init, "workspace_sid"),
           TR_WORKER_PROP_WORKSPACE_SID);
  set_sid (self, &self->sid, json_object_get_string_member (init, "channel_id"),
           TR_WORKER_PROP_SID);
  tr_worker_sync (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
stream_event_cb (TrEventStream *stream, TrEvent *event, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);
  gboolean is_init = tr_event_get_event_type (event) == TR_EVENT_INIT;

  if (self->phase == TR_WORKER_PHASE_OPENING && is_init)
    tr_worker_take_init (self, event);
  else if (is_init || self->phase == TR_WORKER_PHASE_OPENING)
    g_debug ("Ignored an event out of place: %s", tr_event_get_name (event));
  else if (self->phase == TR_WORKER_PHASE_SYNCING)
    tr_worker_hold_event (self, event);
  else
    tr_worker_take_event (self, event);
}

static void
stream_protocol_error_cb (TrEventStream *stream, const GError *error, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);

  tr_worker_tell_protocol_error (self, error);
}

static void
stream_closed_cb (TrEventStream *stream, const GError *error, gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);

  if (g_error_matches (error, TR_ERROR, TR_ERROR_DISPLACED))
    tr_worker_be_displaced (self, error);
  else if (self->phase == TR_WORKER_PHASE_OPENING && g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
    tr_worker_take_refusal (self, error);
  else if (!tr_worker_finish_hand_over (self))
    tr_worker_lose_connection (self, error);
}

static void
init_deadline_cb (gpointer user_data)
{
  g_autoptr(TrWorker) self = g_object_ref (user_data);
  g_autoptr(GError) error = g_error_new (TR_ERROR, TR_ERROR_TIMEOUT,
                                         "The event stream did not begin within %d s",
                                         (int) (INIT_DEADLINE / G_TIME_SPAN_SECOND));

  self->phase_timer = 0;
  tr_worker_lose_connection (self, error);
}

/* Makes @stream the one that is listened to. */
void
tr_worker_follow_stream (TrWorker *self, TrEventStream *stream)
{
  tr_worker_drop_stream (self);
  self->stream = g_object_ref (stream);
  g_signal_connect (stream, "event", G_CALLBACK (stream_event_cb), self);
  g_signal_connect (stream, "protocol-error", G_CALLBACK (stream_protocol_error_cb), self);
  g_signal_connect (stream, "closed", G_CALLBACK (stream_closed_cb), self);
}

static void
got_token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrWorker *self = user_data; /* not owned: gone, or stopped, if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = NULL;
  g_autoptr(TrEventStream) stream = NULL;

  token = tr_token_keeper_get_finish (TR_TOKEN_KEEPER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (token == NULL && is_final (error))
    tr_worker_sign_out (self, error);
  else if (token == NULL)
    tr_worker_lose_connection (self, error);
  else
    {
      stream = tr_event_stream_new (self->session, self->clock);
      tr_worker_follow_stream (self, stream);
      tr_worker_set_phase (self, TR_WORKER_PHASE_OPENING, INIT_DEADLINE, init_deadline_cb);
      tr_event_stream_open (stream, self->endpoints, token, self->wants_take_over);
    }
}

void
tr_worker_connect (TrWorker *self)
{
  g_autoptr(GCancellable) connection = g_cancellable_new ();

  g_set_object (&self->connection, connection);
  tr_worker_set_phase (self, TR_WORKER_PHASE_FETCHING_TOKEN, 0, NULL);
  if (self->connection == connection) /* else a handler stopped us */
    tr_token_keeper_get_async (self->keeper, self->refused, connection, got_token_cb, self);
}

/* The machine was asleep: whatever connection there was is likely dead, though nobody said so, and
 * events were missed. Begins again at once, so that nobody is shown as ready meanwhile. */
void
tr_worker_wake_up (TrWorker *self)
{
  g_autoptr(TrWorker) keep = g_object_ref (self);

  if (!tr_worker_is_begun (self))
    return;

  g_info ("The machine was asleep: connecting anew");
  tr_worker_disconnect (self);
  tr_worker_connect (self);
}

static void
settled_cb (gpointer user_data)
{
  TrWorker *self = user_data;

  self->phase_timer = 0;
  tr_backoff_reset (self->backoff);
}

/* The snapshot is in: tells so, then what it changed, then what happened since. */
void
tr_worker_become_ready (TrWorker *self)
{
  g_clear_object (&self->refused);
  self->has_replaced = FALSE;
  g_clear_error (&self->error);
  tr_worker_set_phase (self, TR_WORKER_PHASE_READY, SETTLE_TIME, settled_cb);
  tr_worker_emit_held (self);
  tr_worker_replay_backlog (self);
  tr_worker_hand_over (self); /* the token may have been renewed meanwhile */
}

/**
 * tr_worker_start:
 * @self: a worker
 *
 * Connects, and keeps at it until tr_worker_stop(), %TR_WORKER_SIGNED_OUT or %TR_WORKER_DISPLACED.
 * Does nothing when it was started before.
 */
void
tr_worker_start (TrWorker *self)
{
  g_return_if_fail (TR_IS_WORKER (self));

  if (tr_worker_is_begun (self))
    return;

  g_clear_object (&self->refused);
  self->has_replaced = FALSE;
  g_clear_error (&self->error);
  tr_backoff_reset (self->backoff);
  tr_worker_connect (self);
}

/**
 * tr_worker_stop:
 * @self: a worker
 *
 * Closes the connection and forgets the token. What is known of the worker stays readable. Requests
 * on their way come to their end.
 */
void
tr_worker_stop (TrWorker *self)
{
  g_return_if_fail (TR_IS_WORKER (self));

  tr_worker_disconnect (self);
  tr_token_keeper_stop (self->keeper);
  g_clear_error (&self->error);
  tr_worker_set_phase (self, TR_WORKER_PHASE_STOPPED, 0, NULL);
}

/**
 * tr_worker_retry_now:
 * @self: a worker
 *
 * Does not wait for #TrWorker:retry-time, as when the network came back. Does nothing unless the
 * state is %TR_WORKER_WAITING.
 */
void
tr_worker_retry_now (TrWorker *self)
{
  g_return_if_fail (TR_IS_WORKER (self));

  if (self->phase == TR_WORKER_PHASE_WAITING)
    tr_worker_connect (self);
}
