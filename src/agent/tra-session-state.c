/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* What a session tells: accessors without effects. */

static gint64
now_of (TraSession *self)
{
  return tr_clock_get_monotonic_time (self->clock);
}

gboolean
tra_session_is_signing_in (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->attempt != NULL;
}

TraKeyringState
tra_session_get_keyring_state (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_KEYRING_UNKNOWN);

  return self->keyring_state;
}

TraPhase
tra_session_get_phase (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_PHASE_SIGNED_OUT);

  return self->phase;
}

TrWorker *
tra_session_get_worker (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->is_signed_in ? self->worker : NULL;
}

TrReservation *
tra_session_get_reservation (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->reservation;
}

const char *
tra_session_get_workspace_name (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->is_signed_in ? self->workspace_name : NULL;
}

/**
 * tra_session_get_service_url:
 * @self: a session
 *
 * Returns: (nullable): where the form signs in, as the program was told; %NULL: the official service
 */
const char *
tra_session_get_service_url (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->service_url;
}

const char *
tra_session_get_demo_url (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return tra_session_is_demo (self) ? tra_demo_get_url (self->demo) : NULL;
}

gboolean
tra_session_is_demo (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->is_signed_in && self->demo != NULL;
}

TrClock *
tra_session_get_clock (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->clock;
}

GSettings *
tra_session_get_settings (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->settings;
}

/**
 * tra_session_is_offered:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: whether it waits for the agent's Accept or Reject
 */
gboolean
tra_session_is_offered (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL && tra_session_is_connected (self) && tra_session_offers (self, offer);
}

/**
 * tra_session_is_call:
 * @self: a session
 *
 * Returns: whether the phase is about a phone call; other tasks have no ringing and no conference
 */
gboolean
tra_session_is_call (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, self->reservation);
  return offer != NULL && tra_offer_is_call (offer);
}

/**
 * tra_session_find_reservation:
 * @self: a session
 * @sid: a reservation's SID, from a notification say
 *
 * Returns: (nullable): the reservation, if it is open or ended lately
 */
TrReservation *
tra_session_find_reservation (TraSession *self, const char *sid)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);
  g_return_val_if_fail (sid != NULL, NULL);

  offer = g_hash_table_lookup (self->offers, sid);
  if (offer != NULL)
    return offer->reservation;

  for (GList *l = self->ended.head; l != NULL; l = l->next)
    if (g_str_equal (tr_reservation_get_sid (l->data), sid))
      return l->data;

  return NULL;
}

const char *
tra_session_get_busy (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->busy;
}

TrActivity *
tra_session_get_wanted_activity (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->wanted_activity;
}

TrActivity *
tra_session_get_next_activity (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->next_activity;
}

/* Whether the status is the agent's to change at once. */
static gboolean
status_is_free (TraSession *self)
{
  return tra_session_is_connected (self) && !tra_session_is_asking (self, "set-activity") &&
         !tra_session_has_call (self);
}

gboolean
tra_session_can_go_online (TraSession *self)
{
  TrActivity *activity;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  if (!status_is_free (self) ||
      tra_session_pick_activity (self, "online-activity", TRUE) == NULL)
    return FALSE;

  activity = tr_worker_get_activity (self->worker);
  return self->notice != TRA_NOTICE_NONE || activity == NULL ||
         !tr_activity_is_available (activity);
}

gboolean
tra_session_can_go_offline (TraSession *self)
{
  TrActivity *offline;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  if (!status_is_free (self))
    return FALSE;

  offline = tra_session_pick_activity (self, "offline-activity", FALSE);
  return offline != NULL && tr_worker_get_activity (self->worker) != offline;
}

/**
 * tra_session_can_complete:
 * @self: a session
 *
 * Returns: whether there is work to be done with: a wrap-up, or a task that is not a call
 */
gboolean
tra_session_can_complete (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->phase == TRA_PHASE_WRAP_UP ||
         (self->phase == TRA_PHASE_IN_CALL && !tra_session_is_call (self));
}

const char *
tra_session_get_notice_caller (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->notice_caller;
}

int
tra_session_get_notice_rang_seconds (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  return self->notice_rang;
}

const char *
tra_session_get_notice_activity (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->notice_activity != NULL ? tr_activity_get_friendly_name (self->notice_activity)
                                       : NULL;
}

const char *
tra_session_get_notice_queue (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->notice_queue;
}

gint64
tra_session_get_lost_time (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  return self->lost_time;
}

/**
 * tra_session_get_reservation_left:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: microseconds until the service gives it to someone else; 0 when that is due, or over
 */
gint64
tra_session_get_reservation_left (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL || !tra_offer_is_pending (offer))
    return 0;

  return MAX (offer->deadline - now_of (self), 0);
}

gint64
tra_session_get_ringing_left (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || !tra_offer_is_ringing (offer))
    return 0;

  return MAX (offer->ringing_since + offer->ring_timeout * (gint64) G_USEC_PER_SEC - now_of (self),
              0);
}

int
tra_session_get_ringing_timeout (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  offer = tra_session_get_offer (self, self->reservation);
  return offer != NULL && tra_offer_is_ringing (offer)
             ? offer->ring_timeout
             : (int) g_settings_get_uint (self->settings, "ring-timeout");
}

/* Since when the service says that the agent is in this status. */
static gint64
status_elapsed (TraSession *self)
{
  gint64 since = tr_worker_get_date_status_changed (self->worker) * G_USEC_PER_SEC;

  return since != 0 ? MAX (tr_worker_get_service_time (self->worker) - since, 0) : 0;
}

/**
 * tra_session_get_phase_elapsed:
 * @self: a session
 *
 * Returns: microseconds: with a reservation, in its present state; else in the present status
 */
gint64
tra_session_get_phase_elapsed (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  if (!self->is_signed_in)
    return 0;

  return tra_session_get_offer (self, self->reservation) != NULL
             ? tra_session_get_task_elapsed (self, self->reservation)
             : status_elapsed (self);
}

/**
 * tra_session_get_talk_time:
 * @self: a session
 *
 * Returns: microseconds that the call has lasted, or had lasted when it ended; 0 if that is not
 *   known, as of a wrap-up that was found at sign-in
 */
gint64
tra_session_get_talk_time (TraSession *self)
{
  TraOffer *offer;
  gint64 until;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || offer->accepted_at == 0)
    return 0;

  until = offer->wrapping_at != 0 ? offer->wrapping_at : now_of (self);
  return MAX (until - offer->accepted_at, 0);
}
