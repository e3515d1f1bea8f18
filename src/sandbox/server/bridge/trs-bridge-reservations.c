/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-operations.h"

#include "auth/trs-request-pass.h"
#include "http/trs-refusal.h"
#include "resource/trs-reservation-form.h"
#include "resource/trs-reservation-json.h"
#include "rest/trs-rest.h"
#include "trs-bridge-list.h"

static TrsReservation *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorker *worker = trs_bridge_find_own_worker (request, engine);
  const char *sid = trs_request_get_variable (request, "ReservationSid");
  TrsReservation *reservation;

  if (worker == NULL)
    return NULL;
  reservation = trs_worker_get_reservation (worker, sid);
  if (reservation == NULL)
    trs_bridge_refuse_missing (request, "Reservation", sid);
  return reservation;
}

static gboolean
accepts (gpointer resource, TrsForm *params)
{
  TrsReservation *reservation = resource;

  return trs_rest_name_fits (params, "ReservationStatus",
                             trs_reservation_status_to_string (reservation->status)) &&
         (!trs_form_get_bool (params, "Active", FALSE) || trs_reservation_is_open (reservation));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_own_worker (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (worker == NULL)
    return;
  chosen = trs_rest_filter (worker->reservations, trs_request_get_form (request), accepts);
  trs_bridge_answer_list (request, user_data, chosen, trs_reservation_to_payload);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find (request, user_data);

  if (reservation != NULL)
    trs_bridge_answer (request, trs_reservation_to_payload (reservation));
}

static void
update (TrsRequest *request, TrsReservation *reservation)
{
  g_autoptr(GError) error = NULL;

  if (!trs_reservation_form_apply (reservation, trs_request_get_form (request),
                                   trs_rest_get_if_match (request), &error))
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_reservation_to_short_payload (reservation));
}

static void
update_own (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find (request, user_data);

  if (reservation != NULL)
    update (request, reservation);
}

static TrsReservation *
find_of_task (TrsRequest *request, TrsEngine *engine)
{
  TrsTask *task =
    trs_bridge_find_task (request, engine, trs_request_get_variable (request, "TaskSid"));
  const char *sid = trs_request_get_variable (request, "ReservationSid");
  TrsReservation *reservation;

  if (task == NULL)
    return NULL;
  reservation = trs_task_get_reservation (task, sid);
  if (reservation == NULL)
    trs_bridge_refuse_missing (request, "Reservation", sid);
  return reservation;
}

/* A supervisor's way to somebody else's reservation: to supervise it, or as his own. */
static void
update_of_task (TrsRequest *request, gpointer user_data)
{
  TrsPass *pass = trs_request_get_pass (request);
  TrsReservation *reservation = find_of_task (request, user_data);

  if (reservation == NULL)
    return;
  if (!trs_pass_is_supervisor (pass) &&
      g_strcmp0 (reservation->worker->base.sid, trs_pass_get_worker_sid (pass)) != 0)
    trs_request_refuse (request, 20403, "The token's role does not open other workers");
  else
    update (request, reservation);
}

static void
fetch_of_task (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find_of_task (request, user_data);

  if (reservation != NULL)
    trs_bridge_answer (request, trs_reservation_to_payload (reservation));
}

static void
update_participant (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_own_worker (request, user_data);
  TrsForm *params = trs_request_get_form (request);
  const char *sid = trs_form_get (params, "ReservationSid");
  g_autoptr(GError) error = NULL;
  TrsReservation *reservation;
  gboolean mute, end, beep;
  TrsParticipantChange change = {
    .is_muted = trs_form_read_bool (params, "Mute", &mute),
    .end_conference_on_exit = trs_form_read_bool (params, "EndConferenceOnExit", &end),
    .beep_on_exit = trs_form_read_bool (params, "BeepOnExit", &beep),
  };

  if (worker == NULL)
    return;
  reservation = sid != NULL ? trs_worker_get_reservation (worker, sid) : NULL;
  if (reservation == NULL)
    trs_bridge_refuse_missing (request, "Reservation", sid != NULL ? sid : "");
  else if (!trs_reservation_update_participant (reservation, &change, &error))
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_reservation_to_short_payload (reservation));
}

#define WORKSPACE "/Workspaces/{WorkspaceSid}"
#define WORKER WORKSPACE "/Workers/{WorkerSid}"
#define OF_TASK WORKSPACE "/Tasks/{TaskSid}/Reservations/{ReservationSid}"

static const TrsRoute routes[] = {
  { "GET", WORKER "/Reservations", TRS_ACCESS_TOKEN, list },
  { "GET", WORKER "/Reservations/{ReservationSid}", TRS_ACCESS_TOKEN, fetch },
  { "POST", WORKER "/Reservations/{ReservationSid}", TRS_ACCESS_TOKEN, update_own },
  { "POST", WORKER "/WorkerParticipant", TRS_ACCESS_TOKEN, update_participant },
  { "GET", OF_TASK, TRS_ACCESS_TOKEN, fetch_of_task },
  { "POST", OF_TASK, TRS_ACCESS_TOKEN, update_of_task },
};

void
trs_bridge_operations_add_reservations (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
