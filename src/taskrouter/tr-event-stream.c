/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event-stream.h"

#include "tr-bridge.h"
#include "tr-error.h"
#include "tr-exchange.h"
#include "tr-input-guard.h"

#define OPEN_DEADLINE (15 * G_TIME_SPAN_SECOND)

/* The service beats every 15 s. Source: the protocol's "Heartbeat and reconnect", Client check. */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)

/* libsoup's default of 128 KiB is less than a large task's reservation may take; a frame, or a
 * message of many, over this closes the connection. */
#define MAX_MESSAGE (1024 * 1024)

struct _TrEventStream
{
  GObject parent_instance;

  SoupSession *session;
  TrClock *clock;
  TrEventStreamState state;
  TrToken *token;                      /* owned, nullable until opened */
  SoupMessage *message;                /* owned, while opening */
  GCancellable *opening;               /* owned, while opening */
  SoupWebsocketConnection *connection; /* owned, while open or closing */
  TrInputGuard *guard;                 /* owned, nullable, as long as the connection */
  GError *error;                       /* what libsoup said before it closed */
  gint64 last_heard;                   /* monotonic */
  guint64 timer; /* the deadline while opening, the heartbeat watch afterwards */
};

enum { EVENT, PROTOCOL_ERROR, CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrEventStream, tr_event_stream, G_TYPE_OBJECT)

static void
farewell_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  g_object_unref (connection);
}

/* Lets go of what the state before needed. The connection says goodbye in the background: libsoup
 * waits a few seconds for the peer's answer, which must not keep us from reconnecting. */
static void
tr_event_stream_release (TrEventStream *self)
{
  g_autoptr(GCancellable) opening = g_steal_pointer (&self->opening);
  g_autoptr(SoupWebsocketConnection) connection = g_steal_pointer (&self->connection);

  tr_clock_clear (self->clock, &self->timer);
  g_clear_object (&self->message);
  g_clear_object (&self->guard);
  g_clear_error (&self->error);
  if (opening != NULL)
    g_cancellable_cancel (opening);
  if (connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (connection, self);
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_CLOSED)
    return;
  g_signal_connect (connection, "closed", G_CALLBACK (farewell_cb), NULL);
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_steal_pointer (&connection); /* farewell_cb has it */
}

/* Takes @error. */
static void
tr_event_stream_end (TrEventStream *self, GError *error)
{
  g_autoptr(TrEventStream) keep = g_object_ref (self);
  g_autoptr(GError) owned = error;

  tr_event_stream_release (self);
  self->state = TR_EVENT_STREAM_CLOSED;
  g_signal_emit (self, signals[CLOSED], 0, owned);
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *frame, gpointer user_data)
{
  g_autoptr(TrEventStream) self = g_object_ref (user_data);
  g_autoptr(TrEvent) event = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (frame, &length);

  if (self->guard != NULL)
    tr_input_guard_message_ended (self->guard);
  self->last_heard = tr_clock_get_monotonic_time (self->clock);
  if (is_blank (text, length))
    return; /* a heartbeat */

  event = tr_event_new_from_frame (frame, &error);
  if (event != NULL)
    g_signal_emit (self, signals[EVENT], 0, event);
  else
    g_signal_emit (self, signals[PROTOCOL_ERROR], 0, error);
}

static void
error_cb (SoupWebsocketConnection *connection, GError *error, gpointer user_data)
{
  TrEventStream *self = user_data;

  g_clear_error (&self->error);
  if (error->domain == SOUP_WEBSOCKET_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    self->error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "Event stream: %s", error->message);
  else
    self->error = tr_exchange_error_from_transport (error);
}

/* Whether a connection that the service closed in due form was closed for another session. The
 * protocol has no code for it, so its words are looked at: it is a session, and another one. A
 * service that says nothing is connected to again, which closes nobody. */
static gboolean
is_displaced (guint code, const char *reason)
{
  static const char *const others[] = { "another", "existing", "newer", "other ", "replaced" };
  g_autofree char *words = g_ascii_strdown (reason != NULL ? reason : "", -1);

  if (code == 0 || strstr (words, "session") == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (words, others[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Codes are not to be interpreted, says the protocol: every close leads to a reconnection, but for
 * the one that is meant for us. */
static void
closed_cb (SoupWebsocketConnection *connection, gpointer user_data)
{
  TrEventStream *self = user_data;
  guint code = soup_websocket_connection_get_close_code (connection);
  const char *reason = soup_websocket_connection_get_close_data (connection);
  g_autofree char *words = g_strescape (reason != NULL ? reason : "", NULL);
  GError *error = g_steal_pointer (&self->error);

  if (error == NULL && code == 0)
    error = g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "The event stream was cut");
  else if (error == NULL)
    error = g_error_new (TR_ERROR, is_displaced (code, reason) ? TR_ERROR_DISPLACED : TR_ERROR_NETWORK,
                         "The event stream was closed: %u %s", code, words);
  tr_event_stream_end (self, error);
}

static void
watch_cb (gpointer user_data)
{
  TrEventStream *self = user_data;
  gint64 silence = tr_clock_get_monotonic_time (self->clock) - self->last_heard;

  self->timer = 0;
  if (silence < PATIENCE)
    self->timer = tr_clock_add (self->clock, PATIENCE - silence, watch_cb, self);
  else
    tr_event_stream_end (self, g_error_new (TR_ERROR, TR_ERROR_NETWORK,
                                            "The event stream was silent for %d s",
                                            (int) (PATIENCE / G_TIME_SPAN_SECOND)));
}

static void
deadline_cb (gpointer user_data)
{
  TrEventStream *self = user_data;

  self->timer = 0;
  tr_event_stream_end (self, g_error_new (TR_ERROR, TR_ERROR_TIMEOUT,
                                          "The event stream did not open within %d s",
                                          (int) (OPEN_DEADLINE / G_TIME_SPAN_SECOND)));
}

/* An upgrade that was answered, but not with 101. */
static GError *
error_from_refusal (guint status, const GError *error)
{
  TrError code = tr_exchange_error_from_status (status);
  GError *refusal;

  if (error->domain != SOUP_WEBSOCKET_ERROR)
    return tr_exchange_error_from_transport (error);

  /* Source: the protocol's "Not confirmed": a refused token most likely fails the upgrade. What
   * stands in the way does the same, and libsoup keeps the body of the answer to itself. */
  if (status == SOUP_STATUS_FORBIDDEN)
    code = TR_ERROR_AUTH;
  refusal = g_error_new (TR_ERROR, code, "The event stream was refused with status %u", status);
  tr_error_set_details (refusal, status, 0, NULL);
  return refusal;
}

/* libsoup limits a frame only; the sum of a message's frames, since 3.8. */
static void
tr_event_stream_limit_messages (TrEventStream *self)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (self->connection);

  soup_websocket_connection_set_max_incoming_payload_size (self->connection, MAX_MESSAGE);
  if (g_object_class_find_property (klass, "max-total-message-size") != NULL)
    g_object_set (self->connection, "max-total-message-size", (guint64) MAX_MESSAGE, NULL);
  self->guard = tr_input_guard_insert (
      soup_websocket_connection_get_io_stream (self->connection), MAX_MESSAGE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrEventStream *self = user_data; /* not owned: gone, or closed, if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(SoupWebsocketConnection) connection = NULL;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      tr_event_stream_end (self, error_from_refusal (soup_message_get_status (self->message), error));
      return;
    }

  tr_clock_clear (self->clock, &self->timer);
  g_clear_object (&self->opening);
  g_clear_object (&self->message);
  self->connection = g_steal_pointer (&connection);
  self->state = TR_EVENT_STREAM_OPEN;
  tr_event_stream_limit_messages (self);
  g_signal_connect (self->connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->connection, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (closed_cb), self);
  self->last_heard = tr_clock_get_monotonic_time (self->clock);
  self->timer = tr_clock_add (self->clock, PATIENCE, watch_cb, self);
}

static void
tr_event_stream_dispose (GObject *object)
{
  TrEventStream *self = TR_EVENT_STREAM (object);

  if (self->clock != NULL)
    tr_event_stream_drop (self);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_object (&self->token);
  G_OBJECT_CLASS (tr_event_stream_parent_class)->dispose (object);
}

static void
tr_event_stream_class_init (TrEventStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tr_event_stream_dispose;

  /**
   * TrEventStream::event:
   * @event: a #TrEvent
   *
   * A frame came that is no heartbeat.
   */
  signals[EVENT] = g_signal_new ("event", TR_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, TR_TYPE_EVENT);

  /**
   * TrEventStream::protocol-error:
   * @error: which names what is wrong with it
   *
   * A frame came that cannot be read. It is skipped, and the stream stays open.
   */
  signals[PROTOCOL_ERROR] = g_signal_new ("protocol-error", TR_TYPE_EVENT_STREAM,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_ERROR);

  /**
   * TrEventStream::closed:
   * @error: why it did not open, or ended; %TR_ERROR_AUTH when the token may have been refused:
   *   only the HTTP bridge can tell, see tr_worker_take_refusal()
   *
   * The stream is over, once, and not when it was dropped.
   */
  signals[CLOSED] = g_signal_new ("closed", TR_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tr_event_stream_init (TrEventStream *self)
{
}

/**
 * tr_event_stream_new:
 * @session: opens the connection
 * @clock: measures deadline and silence
 *
 * Returns: (transfer full): a stream, not opened yet
 */
TrEventStream *
tr_event_stream_new (SoupSession *session, TrClock *clock)
{
  TrEventStream *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TR_TYPE_EVENT_STREAM, NULL);
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * tr_event_stream_open:
 * @self: a stream that was not opened yet
 * @endpoints: where the event bridge is
 * @token: whose events
 * @close_existing: whether the service is to close the worker's other connections
 *
 * TrEventStream::closed tells when it does not open within 15 s, and when it is silent for 30 s.
 *
 * Source: the protocol's "WebSocket".
 */
void
tr_event_stream_open (TrEventStream *self,
                      TrEndpoints *endpoints,
                      TrToken *token,
                      gboolean close_existing)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (TR_IS_EVENT_STREAM (self));
  g_return_if_fail (self->state == TR_EVENT_STREAM_CLOSED && self->token == NULL);

  self->token = g_object_ref (token);
  self->state = TR_EVENT_STREAM_OPENING;
  self->opening = g_cancellable_new ();
  self->timer = tr_clock_add (self->clock, OPEN_DEADLINE, deadline_cb, self);
  uri = tr_bridge_dup_socket_uri (endpoints, token, close_existing);
  self->message = soup_message_new (SOUP_METHOD_GET, uri);
  g_return_if_fail (self->message != NULL); /* the endpoints were checked when they were made */
  if (tr_token_is_capability (token))
    soup_message_headers_append (soup_message_get_request_headers (self->message), "serverVersion",
                                 "1");
  soup_message_add_flags (self->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  /* No extension is in the protocol, and a small compressed frame can be any size unpacked. */
  soup_message_disable_feature (self->message, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  soup_session_websocket_connect_async (self->session, self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->opening, opened_cb, self);
}

/**
 * tr_event_stream_close:
 * @self: a stream
 *
 * Tells the service that we want no more. What it sent before still comes, then
 * TrEventStream::closed: nothing is lost in between.
 */
void
tr_event_stream_close (TrEventStream *self)
{
  g_return_if_fail (TR_IS_EVENT_STREAM (self));

  if (self->state == TR_EVENT_STREAM_OPENING)
    tr_event_stream_drop (self);
  if (self->state != TR_EVENT_STREAM_OPEN)
    return;

  self->state = TR_EVENT_STREAM_CLOSING;
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

/**
 * tr_event_stream_drop:
 * @self: a stream
 *
 * Ends it at once: no signal comes any more.
 */
void
tr_event_stream_drop (TrEventStream *self)
{
  g_return_if_fail (TR_IS_EVENT_STREAM (self));

  tr_event_stream_release (self);
  self->state = TR_EVENT_STREAM_CLOSED;
}

/**
 * tr_event_stream_get_state:
 * @self: a stream
 *
 * Returns: where it is
 */
TrEventStreamState
tr_event_stream_get_state (TrEventStream *self)
{
  g_return_val_if_fail (TR_IS_EVENT_STREAM (self), TR_EVENT_STREAM_CLOSED);

  return self->state;
}

/**
 * tr_event_stream_get_token:
 * @self: a stream
 *
 * Returns: (transfer none) (nullable): the token that it was opened with
 */
TrToken *
tr_event_stream_get_token (TrEventStream *self)
{
  g_return_val_if_fail (TR_IS_EVENT_STREAM (self), NULL);

  return self->token;
}

/**
 * tr_event_stream_get_last_heard:
 * @self: a stream
 *
 * Returns: when the service said something last, be it a heartbeat: monotonic microseconds of the
 *   clock; 0 before it opened
 */
gint64
tr_event_stream_get_last_heard (TrEventStream *self)
{
  g_return_val_if_fail (TR_IS_EVENT_STREAM (self), 0);

  return self->last_heard;
}
