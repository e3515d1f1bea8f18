/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-request.h"
#include "tra-session-private.h"

/* ---- End Conference ---- */

static void
kicked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = NULL;
  TraOffer *offer;

  answer = tr_worker_request_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  offer = tra_session_get_offer (request->session, request->reservation);
  /* Not in the call any more is what was wished. */
  if (error != NULL && offer != NULL &&
      tr_reservation_get_status (offer->reservation) == TR_RESERVATION_ACCEPTED)
    tra_request_tell_failure (request, error);
  tra_session_update (request->session);
}

/* Without a right to the conference, or to see it: the agent's own leg goes, and with it the conference, which
 * was made to end with it. Source: the event bridge's operation KickWorkerParticipant. */
static void
kick_own_leg (TraSession *self, TraRequest *request)
{
  g_autoptr(JsonObject) parameters = json_object_new ();
  g_autofree char *path = NULL;
  const char *worker_sid = tr_worker_get_sid (self->worker);
  TrTask *task = tr_reservation_get_task (request->reservation);

  path = g_strdup_printf ("Workers/%s/KickWorkerParticipant", worker_sid);
  json_object_set_string_member (parameters, "TaskSid", tr_task_get_sid (task));
  json_object_set_string_member (parameters, "TargetWorkerSid", worker_sid);
  tr_worker_request_async (self->worker, "POST", path, "v2", parameters, self->cancellable,
                           kicked_cb, request);
}

/* Signed out by the service nothing else tells that the call is over. What became of the task is
 * asked for at the next sign-in. */
static void
forget_ended_call (TraSession *self, TrReservation *reservation)
{
  if (self->phase != TRA_PHASE_EXPIRED)
    return;

  g_hash_table_remove (self->offers, tr_reservation_get_sid (reservation));
  tra_session_toast (self, _("The call has ended"));
}

/* Takes the request. */
static void
conference_ended (TraRequest *request, const GError *error)
{
  g_autoptr(TraRequest) done = NULL;

  if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
      g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN) ||
      g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    {
      kick_own_leg (request->session, request);
      return;
    }

  done = request;
  if (!tra_request_answered (request, error))
    return;
  if (error != NULL)
    tra_request_tell_failure (request, error);
  else
    forget_ended_call (request->session, request->reservation);
  tra_session_update (request->session);
}

static void
conference_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_client_end_conference_finish (TR_CLIENT (source), result, &error);
  conference_ended (user_data, error);
}

static void
company_ended_conference_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_company_client_operation_finish (TR_COMPANY_CLIENT (source), result, &error);
  conference_ended (user_data, error);
}

/* The conference by the account's own right: that is there when the sign-in ran out, too. Or by the
 * company's server, which wants a token that lives. */
static const char *
get_conference_sid (TraSession *self, TraOffer *offer)
{
  gboolean has_right = self->company != NULL
                           ? tra_company_get_token (self->company) != NULL &&
                                 tra_session_is_connected (self)
                           : self->client != NULL;

  return has_right
             ? tr_task_get_conference_sid (tr_reservation_get_task (offer->reservation))
             : NULL;
}

/**
 * tra_session_can_end_conference:
 * @self: a session
 *
 * Returns: whether there is a call that could be ended for everybody, and somebody to ask
 */
gboolean
tra_session_can_end_conference (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || !tra_offer_is_call (offer) ||
      tr_reservation_get_status (offer->reservation) != TR_RESERVATION_ACCEPTED)
    return FALSE;

  return tra_session_is_connected (self) ||
         (self->phase == TRA_PHASE_EXPIRED && get_conference_sid (self, offer) != NULL);
}

/**
 * tra_session_end_conference:
 * @self: a session
 *
 * Ends the call for everybody on it. What follows, wrap-up and status, comes by events.
 */
void
tra_session_end_conference (TraSession *self)
{
  const char *conference_sid;
  TraRequest *request;
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_end_conference (self) || tra_session_is_asking (self, "end-conference"))
    return;

  offer = tra_session_get_offer (self, self->reservation);
  conference_sid = get_conference_sid (self, offer);
  offer->is_ended_here = TRUE;
  request = tra_request_new (self, "end-conference", offer->reservation, NULL);
  if (conference_sid != NULL && self->company != NULL)
    tr_company_client_end_conference_async (tra_company_get_client (self->company),
                                            tra_company_get_token (self->company), conference_sid,
                                            self->cancellable, company_ended_conference_cb, request);
  else if (conference_sid != NULL)
    tr_client_end_conference_async (self->client, conference_sid, self->cancellable,
                                    conference_ended_cb, request);
  else
    kick_own_leg (self, request);
  tra_session_update (self);
}
