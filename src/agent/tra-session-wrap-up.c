/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-request.h"
#include "tra-session-private.h"

/* How long a wrap-up goes on when nobody ends it. */

/* What one press of Extend gives. */
#define EXTENSION (120 * (gint64) G_USEC_PER_SEC)

static gboolean
is_wrapping (TraOffer *offer)
{
  return tr_reservation_get_status (offer->reservation) == TR_RESERVATION_WRAPPING;
}

/* The clock's time at which it ends by itself; 0: it does not. Counted from when it was seen here,
 * so that one that was found at sign-in is seen by the agent, too. */
static gint64
get_due (TraSession *self, TraOffer *offer)
{
  guint seconds = g_settings_get_uint (self->settings, "auto-complete-seconds");

  if (seconds == 0 || !is_wrapping (offer))
    return 0;

  return MAX (offer->wrapping_at, offer->first_seen) + seconds * (gint64) G_USEC_PER_SEC +
         offer->extension;
}

static void
complete_timer_cb (gpointer user_data)
{
  TraSession *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  g_autoptr(GPtrArray) due = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  self->complete_timer = 0;
  if (!tra_session_is_connected (self))
    return;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (get_due (self, value) != 0 && get_due (self, value) <= now)
      g_ptr_array_add (due, ((TraOffer *) value)->reservation);

  for (guint i = 0; i < due->len; i++)
    {
      TraOffer *offer = tra_session_get_offer (self, g_ptr_array_index (due, i));

      if (offer != NULL)
        {
          offer->is_insisting = TRUE;
          tra_session_complete_offer (self, offer);
        }
    }
}

/**
 * tra_session_arm_complete_timer:
 * @self: a session
 *
 * Has each wrap-up end by itself, if the settings say so.
 */
void
tra_session_arm_complete_timer (TraSession *self)
{
  gint64 first = 0;
  GHashTableIter iter;
  gpointer value;

  tr_clock_clear (self->clock, &self->complete_timer);
  if (!self->is_signed_in || !tra_session_is_connected (self))
    return;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;
      gint64 due = get_due (self, offer);

      if (due != 0 && (first == 0 || due < first) &&
          !tra_session_is_asking_about (self, "complete", offer->reservation))
        first = due;
    }
  if (first != 0)
    self->complete_timer =
        tr_clock_add (self->clock, first - tr_clock_get_monotonic_time (self->clock),
                      complete_timer_cb, self);
}

/**
 * tra_session_get_wrap_up_left:
 * @self: a session
 *
 * Returns: µs until the wrap-up in front ends by itself, 0 or more; -1: it does not
 */
gint64
tra_session_get_wrap_up_left (TraSession *self)
{
  TraOffer *offer;
  gint64 due;

  g_return_val_if_fail (TRA_IS_SESSION (self), -1);

  offer = tra_session_get_offer (self, self->reservation);
  due = offer != NULL ? get_due (self, offer) : 0;
  return due != 0 ? MAX (due - tr_clock_get_monotonic_time (self->clock), 0) : -1;
}

/**
 * tra_session_extend_wrap_up:
 * @self: a session
 *
 * Gives the wrap-up in front two minutes more before it ends by itself.
 */
void
tra_session_extend_wrap_up (TraSession *self)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || get_due (self, offer) == 0)
    return;

  offer->extension += EXTENSION;
  tra_session_update (self);
}

static void
wrapped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL &&
      tr_reservation_get_status (request->reservation) == TR_RESERVATION_ACCEPTED)
    tra_request_tell_failure (request, error);
  tra_session_update (request->session);
}

/**
 * tra_session_wrap_up:
 * @self: a session
 *
 * Has the task in front be wrapped up, if it is no call: a call's wrap-up comes with its end.
 */
void
tra_session_wrap_up (TraSession *self)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || !tra_session_is_connected (self) || tra_offer_is_call (offer) ||
      tr_reservation_get_status (offer->reservation) != TR_RESERVATION_ACCEPTED ||
      tra_session_is_asking_about (self, "wrap-up", offer->reservation))
    return;

  tr_worker_wrap_async (self->worker, offer->reservation, self->cancellable, wrapped_cb,
                        tra_request_new (self, "wrap-up", offer->reservation, NULL));
  tra_session_update (self);
}
