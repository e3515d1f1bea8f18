/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-request.h"
#include "tra-session-private.h"

/* ---- Accept ---- */

static void send_accept (TraSession *self, TraOffer *offer, TraRequest *request);

static void
tell_refused (TraSession *self, TraOffer *offer)
{
  g_autofree char *text = tra_messages_not_accepted (TR_RESERVATION_PENDING);

  offer->is_refused = FALSE;
  tra_session_toast (self, text);
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_worker_request_finish (TR_WORKER (source), result, &error);
  g_autoptr(TrReservation) read = NULL;
  TraSession *self = request->session;
  TraOffer *offer;

  if (!tra_request_answered (request, error))
    return;

  offer = tra_session_get_offer (self, request->reservation);
  if (offer == NULL || !tra_offer_is_pending (offer))
    return; /* the event was quicker, and told */

  if (node != NULL)
    read = tr_reservation_new_from_json (node, &error);
  if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND) ||
      (read != NULL && tr_reservation_get_status (read) != TR_RESERVATION_PENDING))
    tra_session_refresh (self); /* the event did not come: our connection is deaf */
  else if (offer->is_asked && read != NULL && tra_offer_is_call (offer))
    tra_offer_set_ringing (offer, self->clock, offer->ring_timeout); /* the first one was taken */
  else
    tell_refused (self, offer);
  tra_session_update (self);
}

/* Whoever was quicker, the timeout, the caller or another session of ours: the event about it is on
 * its way, or was here already and said what happened. One outcome, told once, by the event; so that
 * it comes for sure the reservation is read again. */
static void
accept_refused (TraSession *self, TraOffer *offer, const GError *error)
{
  g_autofree char *path = NULL;

  g_info ("accept: %s", error->message);
  if (offer == NULL || !tra_offer_is_pending (offer))
    return;

  offer->is_refused = TRUE;
  path = g_strdup_printf ("Workers/%s/Reservations/%s", tr_worker_get_sid (self->worker),
                          tr_reservation_get_sid (offer->reservation));
  tr_worker_request_async (self->worker, "GET", path, "v1", NULL, self->cancellable, read_again_cb,
                           tra_request_new_silent (self, "accept", offer->reservation, NULL));
}

/* Is the phone ringing? The reservation is pending either way. Asked once more, the service takes it
 * now or, if it took the first one, refuses. */
static void
accept_unanswered (TraSession *self, TraOffer *offer, const GError *error)
{
  gboolean is_first = !offer->is_asked;

  g_info ("accept: %s", error->message);
  if (!tra_offer_is_pending (offer))
    return; /* the event was quicker, and told */

  offer->is_asked = TRUE;
  if (is_first && tra_session_is_connected (self))
    send_accept (self, offer, tra_request_new (self, "accept", offer->reservation, NULL));
  else
    tra_session_doubt_accept (self, offer);
}

/* No answer to the one, and too many requests for the next: it is as unclear as before. */
static gboolean
is_unclear (TraOffer *offer, const GError *error)
{
  return tra_request_is_unclear (error) ||
         (offer->n_unclear > 0 && g_error_matches (error, TR_ERROR, TR_ERROR_RATE_LIMIT));
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  TraSession *self = request->session;
  TraOffer *offer;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  offer = tra_session_get_offer (self, request->reservation);
  if (offer != NULL)
    offer->is_accepting = FALSE;

  if (error == NULL && offer != NULL && tra_offer_is_call (offer))
    tra_offer_set_ringing (offer, self->clock, offer->ring_timeout);
  else if (error == NULL && offer != NULL)
    offer->is_ours = TRUE;
  else if (error != NULL && tra_request_is_refusal (error))
    accept_refused (self, offer, error);
  else if (error != NULL && offer != NULL && is_unclear (offer, error))
    accept_unanswered (self, offer, error);
  else if (error != NULL)
    {
      if (offer != NULL)
        offer->ask_again_at = 0;
      tra_request_tell_failure (request, error);
    }
  tra_session_update (self);
}

/* The service brings the caller and the agent's phone together in a conference of its own. It may
 * set the status afterwards; a multi-tasking workspace may not, so that is looked after, too. */
JsonObject *
tra_session_conference_parameters (TraSession *self, int ring_timeout)
{
  TrActivity *after = tra_session_pick_activity (self, "after-call-activity", -1);
  JsonObject *parameters = json_object_new ();

  if (after == NULL)
    after = tra_session_pick_activity (self, "offline-activity", FALSE);

  json_object_set_int_member (parameters, "Timeout", ring_timeout);
  json_object_set_boolean_member (parameters, "EndConferenceOnExit", TRUE);
  json_object_set_boolean_member (parameters, "EndConferenceOnCustomerExit", TRUE);
  if (g_settings_get_boolean (self->settings, "record-calls"))
    json_object_set_string_member (parameters, "ConferenceRecord", "record-from-start");
  tra_session_expect_after_call (self, after);
  if (after != NULL)
    json_object_set_string_member (parameters, "PostWorkActivitySid", tr_activity_get_sid (after));
  return parameters;
}

/* Takes @request. */
static void
send_accept (TraSession *self, TraOffer *offer, TraRequest *request)
{
  offer->is_accepting = TRUE;
  offer->is_refused = FALSE;
  if (tra_offer_is_call (offer))
    {
      g_autoptr(JsonObject) parameters = NULL;

      offer->ring_timeout = (int) g_settings_get_uint (self->settings, "ring-timeout");
      parameters = tra_session_conference_parameters (self, offer->ring_timeout);
      tr_worker_instruct_async (self->worker, offer->reservation, "conference", parameters,
                                self->cancellable, accepted_cb, request);
    }
  else
    {
      tr_worker_accept_async (self->worker, offer->reservation, self->cancellable, accepted_cb,
                              request);
    }
}

/* By itself, so that nothing is shown as busy, and the agent may do otherwise. */
void
tra_session_send_accept_again (TraSession *self, TraOffer *offer)
{
  send_accept (self, offer,
               tra_request_new_silent (self, "accept", offer->reservation, NULL));
}

/**
 * tra_session_accept:
 * @self: a session
 * @reservation: (nullable): which; %NULL is the first one that is offered
 *
 * Takes an offer: a call by a conference, which rings the agent's phone, anything else plainly.
 * Once more for one that was taken here does nothing; one that is gone says what became of it.
 */
void
tra_session_accept (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  reservation = reservation != NULL ? reservation : tra_session_get_offered (self);
  if (reservation == NULL || !tra_session_is_connected (self))
    return;

  offer = tra_session_get_offer (self, reservation);
  if (offer == NULL || !tra_offer_is_pending (offer))
    {
      g_autofree char *text =
          tra_messages_not_accepted (tr_reservation_get_status (reservation));

      if (offer == NULL || !offer->is_ours)
        tra_session_toast (self, text);
      return;
    }
  if (offer->is_accepting || offer->is_given_up || tra_offer_is_ringing (offer))
    return;

  tra_session_clear_notice (self);
  send_accept (self, offer, tra_request_new (self, "accept", offer->reservation, NULL));
  tra_session_show_task (self, reservation); /* whoever accepts turns to it */
}

/* ---- Reject ---- */

static void
rejected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  TraSession *self = request->session;
  TraOffer *offer;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  offer = tra_session_get_offer (self, request->reservation);
  /* Gone already is what was wished. */
  if (error != NULL && offer != NULL && tra_offer_is_pending (offer))
    {
      offer->is_given_up = FALSE;
      tra_request_tell_failure (request, error);
    }
  tra_session_update (self);
}

void
tra_session_give_up (TraSession *self, const char *verb, TraOffer *offer, TrActivity *activity)
{
  TraRequest *request = tra_request_new (self, verb, offer->reservation, NULL);

  offer->is_given_up = TRUE;
  if (activity != NULL)
    tra_session_expect_status (self, activity);
  tr_worker_reject_async (self->worker, offer->reservation, activity, self->cancellable,
                          rejected_cb, request);
  tra_session_update (self);
}

/**
 * tra_session_reject:
 * @self: a session
 * @reservation: (nullable): which; %NULL is the first one that is offered
 *
 * Leaves an offer to the next agent. The status stays.
 */
void
tra_session_reject (TraSession *self, TrReservation *reservation)
{
  tra_session_reject_to (self, reservation, NULL);
}

/**
 * tra_session_reject_to:
 * @self: a session
 * @reservation: (nullable): which; %NULL is the first one that is offered
 * @activity: (nullable): the status from then on; %NULL: it stays
 *
 * Leaves an offer to the next agent, and changes the status with it.
 */
void
tra_session_reject_to (TraSession *self, TrReservation *reservation, TrActivity *activity)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (reservation == NULL)
    reservation = tra_session_get_offered (self);
  offer = tra_session_get_offer (self, reservation);
  if (offer != NULL && tra_session_is_connected (self) && tra_session_offers (self, offer) &&
      (!offer->is_accepting || offer->n_unclear > 0) && !offer->is_given_up)
    tra_session_give_up (self, "reject", offer, activity);
}

/**
 * tra_session_stop_ringing:
 * @self: a session
 *
 * Takes Accept back while the agent's phone still rings. The agent is made unavailable: otherwise
 * the same caller would be offered again at once.
 */
void
tra_session_stop_ringing (TraSession *self)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, self->reservation);
  if (offer != NULL && tra_session_is_connected (self) && tra_offer_is_ringing (offer) &&
      !offer->is_given_up)
    tra_session_give_up (self, "stop-ringing", offer,
                         offer->is_outgoing ? NULL : tra_session_pick_unanswered_activity (self));
}
