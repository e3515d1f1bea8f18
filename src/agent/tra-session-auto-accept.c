/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* Offers that accept themselves: they ring first, so that the agent is not in a call unawares, and
 * can be kept from it. */

#define PATIENCE (2 * (gint64) G_USEC_PER_SEC)

/* Nobody is put into a second call. */
static gboolean
is_wanted (TraSession *self, TraOffer *offer, const char *const *channels)
{
  const char *channel = tr_task_get_channel (tr_reservation_get_task (offer->reservation));

  return channel != NULL && g_strv_contains (channels, channel) && !offer->is_left_to_agent &&
         tra_session_offers (self, offer) && !offer->is_accepting && !offer->is_given_up &&
         !offer->is_refused && !offer->is_asked &&
         !(tra_offer_is_call (offer) && tra_session_has_call (self));
}

/* What the agent works at stays in front. */
static void
accept_aside (TraSession *self, TrReservation *reservation)
{
  g_autoptr(TrReservation) before = NULL;

  if (self->reservation != NULL &&
      tr_reservation_get_status (self->reservation) != TR_RESERVATION_PENDING)
    before = g_object_ref (self->reservation);

  tra_session_accept (self, reservation);
  if (before != NULL)
    tra_session_show_task (self, before);
}

static void
auto_accept_cb (gpointer user_data)
{
  TraSession *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  g_autoptr(TrReservation) due = NULL;
  GHashTableIter iter;
  gpointer value;

  self->auto_accept_timer = 0;
  g_hash_table_iter_init (&iter, self->offers);
  while (due == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (offer->auto_accept_at != 0 && offer->auto_accept_at <= now)
        {
          offer->auto_accept_at = 0;
          offer->is_left_to_agent = TRUE; /* it was tried once */
          due = g_object_ref (offer->reservation);
        }
    }
  if (due != NULL)
    accept_aside (self, due);
  tra_session_update (self); /* and for the next one */
}

/**
 * tra_session_arm_auto_accept:
 * @self: a session
 *
 * Looks for offers that are to accept themselves, and for those that are not any more.
 */
void
tra_session_arm_auto_accept (TraSession *self)
{
  g_auto(GStrv) channels = g_settings_get_strv (self->settings, "auto-accept");
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  gint64 first = 0;
  GHashTableIter iter;
  gpointer value;

  tr_clock_clear (self->clock, &self->auto_accept_timer);
  if (!self->is_signed_in || !tra_session_is_connected (self))
    return;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (!is_wanted (self, offer, (const char *const *) channels))
        offer->auto_accept_at = 0;
      else if (offer->auto_accept_at == 0)
        offer->auto_accept_at = now + PATIENCE;
      if (offer->auto_accept_at != 0 && (first == 0 || offer->auto_accept_at < first))
        first = offer->auto_accept_at;
    }
  if (first != 0)
    self->auto_accept_timer =
        tr_clock_add (self->clock, MAX (first - now, 0), auto_accept_cb, self);
}

/**
 * tra_session_is_auto_accepting:
 * @self: a session
 * @reservation: an offer
 *
 * Returns: whether it is about to accept itself
 */
gboolean
tra_session_is_auto_accepting (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL && offer->auto_accept_at != 0;
}

/**
 * tra_session_cancel_auto_accept:
 * @self: a session
 * @reservation: an offer
 *
 * Leaves it to the agent whether it is accepted.
 */
void
tra_session_cancel_auto_accept (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL || offer->auto_accept_at == 0)
    return;

  offer->is_left_to_agent = TRUE;
  tra_session_update (self);
}
