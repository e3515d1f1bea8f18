/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-unclear.h"

#include <glib/gi18n.h>

#include "tra-session-private.h"

/*
 * Accept that got no clear answer: none, or one of a gateway that lost what is behind it.
 *
 * The service may have taken it, and then the agent's phone rings; the reservation is pending either
 * way, so reading it does not tell. It is asked again, and takes it now or refuses because it took the
 * first one; or an event tells what became of it. Until then it neither rings here nor is it said to
 * have failed.
 */

#define FIRST_PAUSE ((gint64) G_USEC_PER_SEC)
#define MAX_DOUBLINGS 3 /* 8 s */
#define MAX_ASKED 20    /* then only an event tells, or the agent who presses Accept */

static gboolean
is_unclear (TraOffer *offer)
{
  return offer->n_unclear > 0 && tra_offer_is_pending (offer) && !tra_offer_is_ringing (offer) &&
         !offer->is_given_up && !offer->is_refused;
}

static gboolean
waits (TraOffer *offer)
{
  return is_unclear (offer) && !offer->is_accepting && offer->ask_again_at != 0;
}

static void
ask_again_cb (gpointer user_data)
{
  TraSession *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  GHashTableIter iter;
  gpointer value;

  self->unclear_timer = 0;
  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (waits (value) && ((TraOffer *) value)->ask_again_at <= now)
      tra_session_send_accept_again (self, value);
  tra_session_update (self);
}

/**
 * tra_session_arm_unclear:
 * @self: a session
 *
 * Looks when the service is to be asked again, if it is.
 */
void
tra_session_arm_unclear (TraSession *self)
{
  gint64 first = 0;
  GHashTableIter iter;
  gpointer value;

  tr_clock_clear (self->clock, &self->unclear_timer);
  if (!self->is_signed_in || !tra_session_is_connected (self))
    return;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (waits (offer) && (first == 0 || offer->ask_again_at < first))
        first = offer->ask_again_at;
    }
  if (first != 0)
    self->unclear_timer =
        tr_clock_add (self->clock, MAX (first - tr_clock_get_monotonic_time (self->clock), 0),
                      ask_again_cb, self);
}

/**
 * tra_session_doubt_accept:
 * @self: a session
 * @offer: one whose Accept got no clear answer, twice
 *
 * Says so, once, and has the service be asked again in a while.
 */
void
tra_session_doubt_accept (TraSession *self, TraOffer *offer)
{
  gint64 pause = FIRST_PAUSE << MIN (offer->n_unclear, MAX_DOUBLINGS);

  if (offer->n_unclear == 0)
    tra_session_toast (self, tra_offer_is_call (offer)
                                 ? _("No clear answer from the service: your phone may ring")
                                 : _("No clear answer from the service yet"));
  offer->n_unclear++;
  offer->ask_again_at =
      offer->n_unclear <= MAX_ASKED ? tr_clock_get_monotonic_time (self->clock) + pause : 0;
}

/**
 * tra_session_is_unclear:
 * @self: a session
 * @reservation: (nullable): an offer
 *
 * Returns: whether its Accept got no clear answer, so that the agent's phone may ring or not
 */
gboolean
tra_session_is_unclear (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL && is_unclear (offer);
}
