/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-exchange.h"

#define CHUNK (16 * 1024)

typedef struct
{
  TrClock *clock;
  guint64 deadline_timer;
  gboolean is_late;
  GCancellable *inner; /* what the transport listens to: cancelled by the caller or the deadline */
  GCancellable *outer; /* the caller's, nullable */
  gulong outer_handler;
  gsize max_bytes;
  GByteArray *body;
  GInputStream *stream; /* nullable until the head of the answer is there */
} Exchange;

/* Disarms what could call back. */
static void
exchange_settle (Exchange *exchange)
{
  tr_clock_clear (exchange->clock, &exchange->deadline_timer);
  /* Not g_cancellable_disconnect(), which waits for the handler that we may be called from. */
  if (exchange->outer_handler != 0)
    g_signal_handler_disconnect (exchange->outer, exchange->outer_handler);
  exchange->outer_handler = 0;
}

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  exchange_settle (exchange);
  g_object_unref (exchange->clock);
  g_object_unref (exchange->inner);
  g_clear_object (&exchange->outer);
  g_clear_object (&exchange->stream);
  g_byte_array_unref (exchange->body);
  g_free (exchange);
}

static void
deadline_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->deadline_timer = 0;
  exchange->is_late = TRUE;
  g_cancellable_cancel (exchange->inner);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  Exchange *exchange = user_data;

  g_cancellable_cancel (exchange->inner);
}

/* Cancelled, but not by who asked: the session was told to let go of all its connections. */
static gboolean
was_let_go (Exchange *exchange, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         (exchange->outer == NULL || !g_cancellable_is_cancelled (exchange->outer));
}

static void
return_error (GTask *task, const GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);
  gboolean is_late = exchange->is_late;

  exchange_settle (exchange);
  if (is_late)
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_TIMEOUT, "no answer within %d s",
                             (int) (TR_EXCHANGE_DEADLINE / G_TIME_SPAN_SECOND));
  else if (was_let_go (exchange, error))
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "the connection was let go");
  else
    g_task_return_error (task, tr_exchange_error_from_transport (error));
}

static void
return_body (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  gsize length;
  guint8 *data = g_byte_array_steal (exchange->body, &length);

  exchange_settle (exchange);
  g_input_stream_close_async (exchange->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_task_return_pointer (task, g_bytes_new_take (data, length), (GDestroyNotify) g_bytes_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (exchange->stream, result, &error);

  if (chunk == NULL)
    {
      return_error (task, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      return_body (task);
      return;
    }
  if (exchange->body->len + g_bytes_get_size (chunk) > exchange->max_bytes)
    {
      exchange_settle (exchange);
      g_cancellable_cancel (exchange->inner);
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_PROTOCOL,
                               "the answer is larger than %" G_GSIZE_FORMAT " bytes",
                               exchange->max_bytes);
      return;
    }

  g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (exchange->stream, CHUNK, G_PRIORITY_DEFAULT, exchange->inner,
                                   read_cb, g_steal_pointer (&task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    return_error (task, error);
  else
    g_input_stream_read_bytes_async (exchange->stream, CHUNK, G_PRIORITY_DEFAULT, exchange->inner,
                                     read_cb, g_steal_pointer (&task));
}

/**
 * tr_exchange_async:
 * @session: sends the message
 * @message: a request; it is not redirected, since its body may hold a token
 * @clock: measures #TR_EXCHANGE_DEADLINE
 * @max_bytes: a longer answer is refused
 * @cancellable: (nullable): ends the wait; what was asked may have happened all the same
 * @callback: called once
 * @user_data: for @callback
 *
 * The deadline is for the whole: a peer that sends a byte now and then does not escape it.
 */
void
tr_exchange_async (SoupSession *session,
                   SoupMessage *message,
                   TrClock *clock,
                   gsize max_bytes,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, tr_exchange_async);
  g_task_set_name (task, "TrExchange");
  exchange->clock = g_object_ref (clock);
  exchange->inner = g_cancellable_new ();
  exchange->max_bytes = max_bytes;
  exchange->body = g_byte_array_new ();
  g_task_set_task_data (task, exchange, exchange_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (cancellable != NULL)
    {
      exchange->outer = g_object_ref (cancellable);
      exchange->outer_handler = g_signal_connect (cancellable, "cancelled",
                                                  G_CALLBACK (outer_cancelled_cb), exchange);
    }
  exchange->deadline_timer = tr_clock_add (clock, TR_EXCHANGE_DEADLINE, deadline_cb, exchange);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, exchange->inner, sent_cb,
                           g_steal_pointer (&task));
}

/**
 * tr_exchange_finish:
 * @session: the session
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the body, whatever the status; NULL with %TR_ERROR_NETWORK,
 *   %TR_ERROR_TIMEOUT, %TR_ERROR_TLS, %TR_ERROR_PROTOCOL or %G_IO_ERROR_CANCELLED
 */
GBytes *
tr_exchange_finish (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tr_exchange_error_from_status:
 * @status: an HTTP status that is no success
 *
 * Returns: what it means to a caller
 */
TrError
tr_exchange_error_from_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return TR_ERROR_AUTH;
    case SOUP_STATUS_FORBIDDEN:
      return TR_ERROR_FORBIDDEN;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      return TR_ERROR_NOT_FOUND;
    case SOUP_STATUS_REQUEST_TIMEOUT:
      return TR_ERROR_TIMEOUT;
    case SOUP_STATUS_PRECONDITION_FAILED:
      return TR_ERROR_CONFLICT;
    case 429: /* Too Many Requests, RFC 6585 */
      return TR_ERROR_RATE_LIMIT;
    default:
      if (status >= 500)
        return TR_ERROR_SERVICE;
      return status >= 400 ? TR_ERROR_REFUSED : TR_ERROR_PROTOCOL;
    }
}

/**
 * tr_exchange_error_from_transport:
 * @error: what GIO or libsoup said
 *
 * Returns: (transfer full): the same as a #TR_ERROR; %G_IO_ERROR_CANCELLED stays itself
 */
GError *
tr_exchange_error_from_transport (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (error->domain == G_TLS_ERROR)
    return g_error_new (TR_ERROR, TR_ERROR_TLS, "TLS: %s", error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (TR_ERROR, TR_ERROR_TIMEOUT, "no answer: %s", error->message);
  if (error->domain == SOUP_SESSION_ERROR)
    return g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "no HTTP: %s", error->message);
  return g_error_new (TR_ERROR, TR_ERROR_NETWORK, "no answer: %s", error->message);
}
