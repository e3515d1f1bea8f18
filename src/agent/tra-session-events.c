/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-session-private.h"

/* How many reservations that ended are remembered, so that a late click learns what became of them. */
#define MAX_ENDED 16

/* How long a connection that is made anew by our own wish is shown as the old one. */
#define REFRESH_PATIENCE (2 * (gint64) G_USEC_PER_SEC)

static TraOffer *
find_or_add_offer (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);

  /* A service that was set back gives its SIDs again: another call, then. */
  if (offer != NULL && offer->reservation != reservation)
    {
      g_hash_table_remove (self->offers, tr_reservation_get_sid (reservation));
      offer = NULL;
    }
  if (offer == NULL)
    {
      offer = tra_offer_new (self->worker, reservation);
      g_hash_table_insert (self->offers, (char *) tr_reservation_get_sid (reservation), offer);
    }
  return offer;
}

/* ---- The notice ---- */

/**
 * tra_session_clear_notice:
 * @self: a session
 *
 * Forgets what the agent missed.
 */
void
tra_session_clear_notice (TraSession *self)
{
  self->notice = TRA_NOTICE_NONE;
  self->notice_rang = 0;
  g_clear_pointer (&self->notice_caller, g_free);
  g_clear_pointer (&self->notice_queue, g_free);
  g_clear_object (&self->notice_activity);
}

static void
set_notice (TraSession *self, TraNoticeKind kind, TraOffer *offer, int rang)
{
  TrTask *task = tr_reservation_get_task (offer->reservation);
  TrActivity *activity = tr_worker_get_activity (self->worker);

  tra_session_clear_notice (self);
  self->notice = kind;
  self->notice_rang = rang;
  self->notice_caller = g_strdup (tr_task_get_caller (task));
  self->notice_queue = g_strdup (tr_task_get_queue_name (task));

  /* The event of the status may come before this one or after it. */
  if (activity != NULL && !tr_activity_is_available (activity) &&
      g_strcmp0 (tr_activity_get_sid (activity), offer->activity_before) != 0)
    self->notice_activity = g_object_ref (activity);
}

/* The first status after the notice is the one that the service set, if it is an unavailable one;
 * any other is the agent's own next step. */
static void
activity_updated_cb (TraSession *self, TrActivity *activity)
{
  tra_session_note_status (self, activity);
  if (self->notice != TRA_NOTICE_NONE && self->notice_activity != activity)
    {
      if (self->notice_activity == NULL && activity != NULL &&
          !tr_activity_is_available (activity))
        self->notice_activity = g_object_ref (activity);
      else
        tra_session_clear_notice (self);
    }
  tra_session_update (self);
}

/* ---- Reservations ---- */

/* An offer that is there no more. */
static void
end_offer (TraSession *self, TraOffer *offer)
{
  g_autoptr(TrReservation) reservation = g_object_ref (offer->reservation);
  const char *task_sid = tr_task_get_sid (tr_reservation_get_task (reservation));

  g_hash_table_remove (self->offers, tr_reservation_get_sid (reservation));
  if (g_strcmp0 (self->front_sid, tr_reservation_get_sid (reservation)) == 0)
    g_clear_pointer (&self->front_sid, g_free);
  g_queue_push_head (&self->ended, g_object_ref (reservation));
  if (self->ended.length > MAX_ENDED)
    g_object_unref (g_queue_pop_tail (&self->ended));

  if (self->hush_timer != 0 && g_strcmp0 (task_sid, self->hushed_task) == 0)
    tra_session_unhush (self);
  tra_session_update (self);
  tra_session_emit_reservation_ended (self, reservation);
  tra_session_check_next (self);
}

/* Tells why Accept came to nothing, if it was pressed; whether it did. */
static gboolean
tell_not_accepted (TraSession *self, TraOffer *offer, TrReservationStatus status)
{
  g_autofree char *text = NULL;

  if (!offer->is_accepting && !offer->is_refused)
    return FALSE;

  text = tra_messages_not_accepted (status);
  tra_session_toast_event (self, text);
  return TRUE;
}

static void
reservation_created_cb (TraSession *self, TrReservation *reservation)
{
  tra_session_take_outgoing (self, find_or_add_offer (self, reservation));
  tra_session_update (self);
}

static void
reservation_accepted_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = find_or_add_offer (self, reservation);
  gboolean was_asked_here = offer->is_accepting || offer->is_asked || offer->ringing_since != 0;

  /* Refused here and accepted all the same: another session of this worker's was quicker. */
  if (offer->is_refused)
    tell_not_accepted (self, offer, TR_RESERVATION_ACCEPTED);
  else if (was_asked_here)
    offer->is_ours = TRUE;
  offer->is_refused = FALSE;

  tra_offer_update (offer, self->worker);
  tra_session_clear_notice (self);
  if (offer->is_ours && tra_offer_is_call (offer))
    tra_session_settle_soon (self, TRA_DEBT_CALL_STARTED);
  tra_session_update (self);
  tra_session_emit_reservation_ended (self, reservation);
}

static void
reservation_wrapup_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = find_or_add_offer (self, reservation);

  tra_offer_update (offer, self->worker);
  if (offer->is_ours && tra_offer_is_call (offer))
    tra_session_settle_soon (self, TRA_DEBT_CALL_ENDED);
  tra_session_find_ending (self, offer);
  tra_session_update (self);
}

static void
reservation_completed_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);

  if (offer == NULL)
    return;

  tra_session_rescue_notes (self, offer);
  /* A single-task workspace knows no wrap-up: the call ended just now. */
  if (offer->is_ours && offer->wrapping_at == 0 && tra_offer_is_call (offer))
    tra_session_settle_soon (self, TRA_DEBT_CALL_ENDED);
  end_offer (self, offer);
}

static void
reservation_rejected_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);

  if (offer == NULL)
    return;

  tell_not_accepted (self, offer, TR_RESERVATION_REJECTED);
  end_offer (self, offer);
}

static void
reservation_timeout_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);

  if (offer == NULL)
    return;

  set_notice (self, TRA_NOTICE_MISSED, offer, tr_reservation_get_timeout (reservation));
  tell_not_accepted (self, offer, TR_RESERVATION_TIMEOUT);
  end_offer (self, offer);
}

/* The agent's phone rang, and nobody picked it up: the caller waits on, and would be offered to this
 * agent again at once, and so on without end. */
static void
phone_not_answered (TraSession *self, TraOffer *offer)
{
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  int rang = 0;

  if (offer->ringing_since != 0)
    rang = (int) ((now - offer->ringing_since + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC);

  set_notice (self, TRA_NOTICE_NOT_ANSWERED, offer, MIN (rang, offer->ring_timeout));
  g_free (self->hushed_task);
  self->hushed_task = g_strdup (tr_task_get_sid (tr_reservation_get_task (offer->reservation)));
  tra_session_settle_soon (self, TRA_DEBT_NOT_ANSWERED);
}

/* Canceled has three meanings: the caller is gone, the agent's phone was not answered, or the offer
 * was taken back. The state of the task in the event tells the first from the others. */
static void
reservation_canceled_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);
  gboolean rang, is_gone;

  if (offer == NULL)
    return;

  is_gone = tr_task_get_status (tr_reservation_get_task (reservation)) == TR_TASK_CANCELED;
  rang = offer->ringing_since != 0 ||
         ((offer->is_accepting || offer->is_asked) && tra_offer_is_call (offer));
  if (offer->is_outgoing)
    tra_session_outgoing_canceled (self, offer);
  else if (is_gone)
    tra_session_toast_event (self, _("The caller hung up"));
  else if (rang && !offer->is_given_up)
    phone_not_answered (self, offer);
  else if (rang)
    tra_session_settle_soon (self, TRA_DEBT_NOT_ANSWERED);
  else
    tra_session_toast_event (self, _("The call was withdrawn"));
  end_offer (self, offer);
}

static void
reservation_rescinded_cb (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer = tra_session_get_offer (self, reservation);

  if (offer == NULL)
    return;

  if (!tell_not_accepted (self, offer, TR_RESERVATION_RESCINDED))
    tra_session_toast_event (self, _("Another agent took the call"));
  end_offer (self, offer);
}

/* ---- The connection ---- */

/* Takes over what the worker's list of open reservations holds. */
static void
sync_offers (TraSession *self)
{
  GListModel *list = tr_worker_get_reservations (self->worker);
  guint n_items = g_list_model_get_n_items (list);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);

      tra_offer_update (find_or_add_offer (self, reservation), self->worker);
    }
}

static void
refresh_shows_cb (gpointer user_data)
{
  TraSession *self = user_data;

  self->refresh_timer = 0;
  self->is_refreshing = FALSE;
  self->lost_time = tr_clock_get_real_time (self->clock);
  tra_session_update (self);
}

static void
end_refresh (TraSession *self)
{
  tr_clock_clear (self->clock, &self->refresh_timer);
  self->is_refreshing = FALSE;
}

/**
 * tra_session_refresh:
 * @self: a session that is connected
 *
 * Connects anew, quietly: what the service says is not what its events said.
 */
void
tra_session_refresh (TraSession *self)
{
  g_info ("Events are missing; connecting anew");
  self->is_refreshing = TRUE;
  tr_clock_clear (self->clock, &self->refresh_timer);
  self->refresh_timer = tr_clock_add (self->clock, REFRESH_PATIENCE, refresh_shows_cb, self);
  tr_worker_stop (self->worker);
  tr_worker_start (self->worker);
}

static void
connection_found (TraSession *self)
{
  gboolean was_lost = self->lost_time != 0;

  self->was_ready = TRUE;
  self->lost_time = 0;
  sync_offers (self);
  tra_session_note_status (self, tr_worker_get_activity (self->worker));
  if (self->debt != TRA_DEBT_NONE)
    tra_session_settle_soon (self, self->debt);
  if (was_lost)
    tra_session_toast_event (self, _("Connected again"));
}

static void
state_changed_cb (TraSession *self)
{
  TrWorkerState state = tr_worker_get_state (self->worker);

  if (!self->is_signed_in)
    {
      if (state == TR_WORKER_READY)
        connection_found (self);
      tra_session_connection_changed (self);
      return;
    }

  if (state != TR_WORKER_STOPPED && state != TR_WORKER_CONNECTING)
    end_refresh (self);
  if (state == TR_WORKER_READY)
    connection_found (self);
  else if (self->is_refreshing)
    return;
  else if (self->lost_time == 0 && (self->was_ready || state != TR_WORKER_CONNECTING))
    self->lost_time = tr_clock_get_real_time (self->clock);
  if (state == TR_WORKER_DISPLACED)
    tra_session_be_elsewhere (self);
  else
    tra_session_update (self);
}

/**
 * tra_session_follow_worker:
 * @self: a session with a worker
 *
 * Listens to the worker from now on.
 */
void
tra_session_follow_worker (TraSession *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } says[] = {
    { "notify::state", G_CALLBACK (state_changed_cb) },
    { "notify::retry-time", G_CALLBACK (tra_session_update) },
    { "notify::activities", G_CALLBACK (tra_session_update) },
    { "activity-updated", G_CALLBACK (activity_updated_cb) },
    { "attributes-updated", G_CALLBACK (tra_session_update) },
    { "reservation-created", G_CALLBACK (reservation_created_cb) },
    { "reservation-accepted", G_CALLBACK (reservation_accepted_cb) },
    { "reservation-wrapup", G_CALLBACK (reservation_wrapup_cb) },
    { "reservation-completed", G_CALLBACK (reservation_completed_cb) },
    { "reservation-rejected", G_CALLBACK (reservation_rejected_cb) },
    { "reservation-timeout", G_CALLBACK (reservation_timeout_cb) },
    { "reservation-canceled", G_CALLBACK (reservation_canceled_cb) },
    { "reservation-rescinded", G_CALLBACK (reservation_rescinded_cb) },
    { "reservation-failed", G_CALLBACK (tra_session_reservation_failed) },
    { "task-transfer-initiated", G_CALLBACK (tra_session_transfer_changed) },
    { "task-transfer-attempt-failed", G_CALLBACK (tra_session_transfer_changed) },
    { "task-transfer-completed", G_CALLBACK (tra_session_transfer_changed) },
    { "task-transfer-failed", G_CALLBACK (tra_session_transfer_failed) },
    { "task-transfer-canceled", G_CALLBACK (tra_session_transfer_changed) },
    { "task-updated", G_CALLBACK (tra_session_task_updated) },
  };

  self->worker_says = g_signal_group_new (TR_TYPE_WORKER);
  for (gsize i = 0; i < G_N_ELEMENTS (says); i++)
    g_signal_group_connect_swapped (self->worker_says, says[i].signal, says[i].callback, self);
  g_signal_group_set_target (self->worker_says, self->worker);
}
