/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* Several tasks at once, and which of them the phase is about. */

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const TraOffer *left = *(TraOffer **) a;
  const TraOffer *right = *(TraOffer **) b;
  gint64 created_left = tr_reservation_get_date_created (left->reservation);
  gint64 created_right = tr_reservation_get_date_created (right->reservation);

  if (created_left != created_right)
    return created_left < created_right ? -1 : 1;
  if (left->first_seen != right->first_seen)
    return left->first_seen < right->first_seen ? -1 : 1;
  return g_strcmp0 (tr_reservation_get_sid (left->reservation),
                    tr_reservation_get_sid (right->reservation));
}

static gboolean
is_task (TraSession *self, TraOffer *offer)
{
  return !tra_offer_is_pending (offer) || tra_offer_is_ringing (offer) ||
         tra_session_offers (self, offer);
}

/**
 * tra_session_dup_tasks:
 * @self: a session
 *
 * Returns: (transfer full) (element-type TrReservation): what is offered to the agent, rings, is
 *   worked on or is wrapped up, the oldest first
 */
GPtrArray *
tra_session_dup_tasks (TraSession *self)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) offers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_task (self, value))
      g_ptr_array_add (offers, value);
  g_ptr_array_sort (offers, compare_offers);
  for (guint i = 0; i < offers->len; i++)
    {
      TraOffer *offer = g_ptr_array_index (offers, i);

      g_ptr_array_add (tasks, g_object_ref (offer->reservation));
    }
  return tasks;
}

/**
 * tra_session_show_task:
 * @self: a session
 * @reservation: an open one
 *
 * Brings it to the front: the phase is about it from now on, until it ends or another is shown.
 */
void
tra_session_show_task (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL || !is_task (self, offer))
    return;

  g_free (self->front_sid);
  self->front_sid = g_strdup (tr_reservation_get_sid (reservation));
  tra_session_update (self);
}

/* What the agent brought to the front, while it is there. */
TraOffer *
tra_session_get_front (TraSession *self)
{
  TraOffer *offer =
      self->front_sid != NULL ? g_hash_table_lookup (self->offers, self->front_sid) : NULL;

  return offer != NULL && is_task (self, offer) ? offer : NULL;
}

/**
 * tra_session_get_task_phase:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: what the phase would be if it were in front: reserved, ringing, in-call or wrap-up;
 *   %TRA_PHASE_SIGNED_OUT if it is not open
 */
TraPhase
tra_session_get_task_phase (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_PHASE_SIGNED_OUT);

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL)
    return TRA_PHASE_SIGNED_OUT;
  if (tra_offer_is_pending (offer))
    return tra_offer_is_ringing (offer) ? TRA_PHASE_RINGING : TRA_PHASE_RESERVED;

  return tr_reservation_get_status (offer->reservation) == TR_RESERVATION_WRAPPING
             ? TRA_PHASE_WRAP_UP
             : TRA_PHASE_IN_CALL;
}

/**
 * tra_session_get_task_elapsed:
 * @self: a session
 * @reservation: an open one
 *
 * Returns: µs that it has been in its present state
 */
gint64
tra_session_get_task_elapsed (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;
  gint64 since;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL)
    return 0;

  if (tra_offer_is_pending (offer))
    since = tra_offer_is_ringing (offer) ? offer->ringing_since : offer->first_seen;
  else
    since = offer->wrapping_at != 0 ? offer->wrapping_at : offer->accepted_at;
  return since != 0 ? MAX (tr_clock_get_monotonic_time (self->clock) - since, 0) : 0;
}

/**
 * tra_session_is_call_task:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: whether it is a phone call; %FALSE also for one that is not open
 */
gboolean
tra_session_is_call_task (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL && tra_offer_is_call (offer);
}

/**
 * tra_session_has_call:
 * @self: a session
 *
 * Returns: whether the agent is on the phone, or it rings: in front or not
 */
gboolean
tra_session_has_call (TraSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;
      TrReservationStatus status = tr_reservation_get_status (offer->reservation);

      if (tra_offer_is_ringing (offer) ||
          (status == TR_RESERVATION_ACCEPTED && tra_offer_is_call (offer)))
        return TRUE;
    }
  return FALSE;
}
