/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-fetch.h"

#include "tr-error.h"

#define PATIENCE (10 * G_USEC_PER_SEC)

typedef struct
{
  GCancellable *cancellable; /* owned */
  GInputStream *stream;      /* owned, nullable */
  GError *error;             /* owned, nullable */
  gboolean is_over;
} Fetch;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &fetch->error);
  fetch->is_over = TRUE;
}

/* libsoup ends the request then, and calls back. */
static void
late_cb (gpointer user_data)
{
  g_cancellable_cancel (((Fetch *) user_data)->cancellable);
}

static TrdAnswer *
answer_of (SoupMessage *message)
{
  TrdAnswer *answer = g_new0 (TrdAnswer, 1);
  const char *date = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");

  answer->status = soup_message_get_status (message);
  answer->date = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  return answer;
}

/**
 * trd_fetch:
 * @client: whose session to use; its credentials are not sent
 * @method: GET or HEAD
 * @url: an absolute address, which is not followed elsewhere
 *
 * Asks, and waits for ten seconds at most. The body is not read.
 *
 * Returns: (transfer full) (nullable): what it answers, whatever the status; %NULL with
 *   %TR_ERROR_NETWORK if it does not
 */
TrdAnswer *
trd_fetch (TrClient *client, const char *method, const char *url, GError **error)
{
  g_autoptr(SoupMessage) message = soup_message_new (method, url);
  g_autoptr(TrClock) clock = tr_clock_new ();
  Fetch fetch = { 0 };
  TrdAnswer *answer = NULL;
  guint64 timer;

  if (message == NULL)
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_NETWORK, "it is no address");
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  fetch.cancellable = g_cancellable_new ();
  timer = tr_clock_add (clock, PATIENCE, late_cb, &fetch);
  soup_session_send_async (tr_client_get_session (client), message, G_PRIORITY_DEFAULT, fetch.cancellable,
                           answered_cb, &fetch);
  while (!fetch.is_over)
    g_main_context_iteration (NULL, TRUE);
  tr_clock_remove (clock, timer);

  if (fetch.error == NULL)
    answer = answer_of (message);
  else
    g_set_error_literal (error, TR_ERROR, TR_ERROR_NETWORK,
                         g_cancellable_is_cancelled (fetch.cancellable) ? "no answer within 10 seconds"
                                                                        : fetch.error->message);
  g_clear_error (&fetch.error);
  g_clear_object (&fetch.stream);
  g_object_unref (fetch.cancellable);
  return answer;
}

void
trd_answer_free (TrdAnswer *self)
{
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self);
}
