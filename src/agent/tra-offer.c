/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-offer.h"

/* Dates on the wire are whole seconds: what is younger than this happened just now. */
#define JUST_NOW (2 * (gint64) G_USEC_PER_SEC)

/* Found in the same state for so long, it was left behind: nobody restarts for that long. */
#define LEFT_BEHIND (600 * (gint64) G_USEC_PER_SEC)

/* The clock's time of something that the service dates at @seconds. */
static gint64
local_time (TrWorker *worker, gint64 seconds)
{
  gint64 now = tr_clock_get_monotonic_time (tr_worker_get_clock (worker));
  gint64 age = tr_worker_get_service_time (worker) - seconds * G_USEC_PER_SEC;

  return age < JUST_NOW ? now : now - age;
}

/**
 * tra_offer_new:
 * @worker: whom it is for
 * @reservation: the reservation
 *
 * Returns: (transfer full): what is known of @reservation now
 */
TraOffer *
tra_offer_new (TrWorker *worker, TrReservation *reservation)
{
  TrActivity *activity;
  TraOffer *self;

  g_return_val_if_fail (TR_IS_WORKER (worker), NULL);
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  activity = tr_worker_get_activity (worker);
  self = g_new0 (TraOffer, 1);
  self->reservation = g_object_ref (reservation);
  self->activity_before = activity != NULL ? g_strdup (tr_activity_get_sid (activity)) : NULL;
  self->first_seen = tr_clock_get_monotonic_time (tr_worker_get_clock (worker));
  self->deadline = local_time (worker, tr_reservation_get_date_created (reservation)) +
                   tr_reservation_get_timeout (reservation) * (gint64) G_USEC_PER_SEC;
  /* One that was accepted before we came is a call that this agent is in. */
  self->is_ours = tr_reservation_get_status (reservation) != TR_RESERVATION_PENDING;
  self->is_found_old =
      self->is_ours && tr_worker_get_service_time (worker) -
                               tr_reservation_get_date_updated (reservation) * G_USEC_PER_SEC >=
                           LEFT_BEHIND;
  tra_offer_update (self, worker);
  return self;
}

void
tra_offer_free (TraOffer *self)
{
  g_object_unref (self->reservation);
  g_free (self->activity_before);
  g_free (self->own_call_sid);
  g_free (self->number_sid);
  g_free (self->number_name);
  g_free (self->paused_recording);
  g_free (self->notes_problem);
  g_free (self);
}

/**
 * tra_offer_set_ringing:
 * @self: an offer
 * @clock: the clock
 * @timeout: seconds that the service rings the agent's phone
 *
 * The service took Accept: the phone rings from now on, and the reservation's own time stands still.
 */
void
tra_offer_set_ringing (TraOffer *self, TrClock *clock, int timeout)
{
  self->ringing_since = tr_clock_get_monotonic_time (clock);
  self->ring_timeout = timeout;
  self->is_ours = TRUE;
}

/**
 * tra_offer_update:
 * @self: an offer
 * @worker: whom it is for
 *
 * Notes when the reservation got into the state that it is in.
 */
void
tra_offer_update (TraOffer *self, TrWorker *worker)
{
  TrReservationStatus status = tr_reservation_get_status (self->reservation);
  gint64 when = local_time (worker, tr_reservation_get_date_updated (self->reservation));

  if (status == TR_RESERVATION_ACCEPTED && self->accepted_at == 0)
    self->accepted_at = when;
  if (status == TR_RESERVATION_WRAPPING && self->wrapping_at == 0)
    self->wrapping_at = when;
}

gboolean
tra_offer_is_pending (TraOffer *self)
{
  return tr_reservation_get_status (self->reservation) == TR_RESERVATION_PENDING;
}

gboolean
tra_offer_is_ringing (TraOffer *self)
{
  return self->ringing_since != 0 && tra_offer_is_pending (self);
}

/**
 * tra_offer_is_call:
 * @self: an offer
 *
 * Returns: whether Accept has to bring two phones together: a call from the voice queue or one to be
 *   placed; other tasks are plainly accepted, since the service refuses a conference for them
 */
gboolean
tra_offer_is_call (TraOffer *self)
{
  TrTask *task = tr_reservation_get_task (self->reservation);

  return tr_task_get_call_sid (task) != NULL || tr_task_get_attribute (task, "outbound_to") != NULL;
}
