/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-request.h"

#include <glib/gi18n.h>

#include "tra-session-private.h"

/* A button does not spin for longer: what was asked may still happen, and then an event tells. */
#define PATIENCE (10 * (gint64) G_USEC_PER_SEC)

static gboolean
tra_request_hide (TraRequest *self)
{
  tr_clock_clear (self->session->clock, &self->timer);
  return g_ptr_array_remove (self->session->requests, self);
}

static void
patience_ended_cb (gpointer user_data)
{
  TraRequest *self = user_data;
  g_autoptr(TraSession) session = g_object_ref (self->session);

  self->timer = 0;
  tra_request_hide (self);
  tra_session_toast (session, _("No answer yet from the service"));
  tra_session_update (session);
}

TraRequest *
tra_request_new_silent (TraSession *session,
                        const char *verb,
                        TrReservation *reservation,
                        TrActivity *activity)
{
  TraRequest *self = g_new0 (TraRequest, 1);

  self->session = session;
  self->verb = verb;
  if (reservation != NULL)
    self->reservation = g_object_ref (reservation);
  if (activity != NULL)
    self->activity = g_object_ref (activity);
  return self;
}

TraRequest *
tra_request_new (TraSession *session,
                 const char *verb,
                 TrReservation *reservation,
                 TrActivity *activity)
{
  TraRequest *self = tra_request_new_silent (session, verb, reservation, activity);

  self->timer = tr_clock_add (session->clock, PATIENCE, patience_ended_cb, self);
  g_ptr_array_add (session->requests, self);
  return self;
}

gboolean
tra_request_answered (TraRequest *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  tra_request_hide (self);
  return TRUE;
}

/* One sentence for the agent; the details go to the log. */
void
tra_request_tell_failure (TraRequest *self, const GError *error)
{
  g_autofree char *text = tra_messages_for_request (self->verb, error);

  g_info ("%s: %s", self->verb, error->message);
  tra_session_toast (self->session, text);
}

/* Likewise, where nobody can be asked what became of it: an answer that was lost says so. */
void
tra_request_tell_unclear (TraRequest *self, const GError *error)
{
  g_autoptr(GError) copy = g_error_copy (error);

  if (tra_request_is_unclear (copy))
    tr_error_set_unclear (copy);
  tra_request_tell_failure (self, copy);
}

/* The service understood and said no: the thing's state does not allow it any more. */
gboolean
tra_request_is_refusal (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_REFUSED) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_CONFLICT);
}

/* Nobody understood, or what was said was lost on the way: it may have been done all the same. */
gboolean
tra_request_is_unclear (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_SERVICE) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

void
tra_request_free (TraRequest *self)
{
  g_clear_object (&self->reservation);
  g_clear_object (&self->activity);
  g_free (self);
}

/* What is asked about a task that is worked on, but not in front, holds up nothing else. */
static gboolean
is_aside (TraSession *self, TraRequest *request)
{
  return request->reservation != NULL && request->reservation != self->reservation &&
         tr_reservation_get_status (request->reservation) != TR_RESERVATION_PENDING;
}

/* The verb of the newest one that shows; NULL if none does. */
const char *
tra_session_latest_verb (TraSession *self)
{
  for (guint i = self->requests->len; i > 0; i--)
    {
      TraRequest *request = g_ptr_array_index (self->requests, i - 1);

      if (!is_aside (self, request))
        return request->verb;
    }

  return NULL;
}

gboolean
tra_session_is_asking (TraSession *self, const char *verb)
{
  for (guint i = 0; i < self->requests->len; i++)
    if (g_str_equal (((TraRequest *) g_ptr_array_index (self->requests, i))->verb, verb))
      return TRUE;

  return FALSE;
}

gboolean
tra_session_is_asking_about (TraSession *self, const char *verb, TrReservation *reservation)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      TraRequest *request = g_ptr_array_index (self->requests, i);

      if (g_str_equal (request->verb, verb) && request->reservation == reservation)
        return TRUE;
    }

  return FALSE;
}

/* The status that was asked for and is not there yet. */
TrActivity *
tra_session_latest_wanted (TraSession *self)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      TraRequest *request = g_ptr_array_index (self->requests, i);

      if (g_str_equal (request->verb, "set-activity"))
        return request->activity;
    }

  return NULL;
}

/* Their callbacks come yet, as cancelled, and free them. */
void
tra_session_forget_requests (TraSession *self)
{
  while (self->requests->len > 0)
    tra_request_hide (g_ptr_array_index (self->requests, 0));
}
