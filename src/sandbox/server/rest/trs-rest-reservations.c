/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-reservation-form.h"
#include "resource/trs-reservation-json.h"

static TrsTask *
find_task (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsTask *task;

  if (workspace == NULL)
    return NULL;
  task = trs_workspace_get_task (workspace, trs_request_get_variable (request, "TaskSid"));
  if (task == NULL)
    trs_request_refuse_unknown (request);
  return task;
}

static TrsWorker *
find_worker (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsWorker *worker;

  if (workspace == NULL)
    return NULL;
  worker = trs_workspace_get_worker (workspace, trs_request_get_variable (request, "WorkerSid"));
  if (worker == NULL)
    trs_request_refuse_unknown (request);
  return worker;
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsReservation *reservation = resource;

  return trs_rest_name_fits (query, "ReservationStatus",
                             trs_reservation_status_to_string (reservation->status)) &&
         trs_rest_name_fits (query, "WorkerSid", reservation->worker->base.sid);
}

static void
answer_list (TrsRequest *request, GPtrArray *all, TrsSerializer to_json)
{
  TrsForm *query = trs_request_get_query (request);
  const char *word = trs_form_get_filled (query, "ReservationStatus");
  g_autoptr(GPtrArray) chosen = NULL;
  TrsReservationStatus status;

  if (word != NULL && !trs_reservation_status_from_string (word, &status))
    {
      trs_request_refuse (request, 20001, "ReservationStatus is not valid");
      return;
    }
  chosen = trs_rest_filter (all, query, accepts);
  trs_page_answer (request, chosen, "reservations", to_json);
}

static void
answer (TrsRequest *request, TrsReservation *reservation, TrsSerializer to_json)
{
  trs_request_set_etag (request, reservation->version);
  trs_request_answer_object (request, 200,
                             to_json (reservation, trs_request_get_base_url (request)));
}

static void
update (TrsRequest *request, TrsReservation *reservation, TrsSerializer to_json)
{
  g_autoptr(GError) error = NULL;

  if (!trs_reservation_form_apply (reservation, trs_request_get_form (request),
                                   trs_rest_get_if_match (request), &error))
    trs_request_answer_error (request, error);
  else
    answer (request, reservation, to_json);
}

static TrsReservation *
find_of_task (TrsRequest *request, TrsEngine *engine)
{
  TrsTask *task = find_task (request, engine);
  TrsReservation *reservation;

  if (task == NULL)
    return NULL;
  reservation = trs_task_get_reservation (task, trs_request_get_variable (request, "Sid"));
  if (reservation == NULL)
    trs_request_refuse_unknown (request);
  return reservation;
}

static TrsReservation *
find_of_worker (TrsRequest *request, TrsEngine *engine)
{
  TrsWorker *worker = find_worker (request, engine);
  TrsReservation *reservation;

  if (worker == NULL)
    return NULL;
  reservation = trs_worker_get_reservation (worker, trs_request_get_variable (request, "Sid"));
  if (reservation == NULL)
    trs_request_refuse_unknown (request);
  return reservation;
}

static void
list_of_task (TrsRequest *request, gpointer user_data)
{
  TrsTask *task = find_task (request, user_data);

  if (task != NULL)
    answer_list (request, task->reservations, trs_reservation_to_task_rest);
}

static void
fetch_of_task (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find_of_task (request, user_data);

  if (reservation != NULL)
    answer (request, reservation, trs_reservation_to_task_rest);
}

static void
update_of_task (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find_of_task (request, user_data);

  if (reservation != NULL)
    update (request, reservation, trs_reservation_to_task_rest);
}

static void
list_of_worker (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = find_worker (request, user_data);

  if (worker != NULL)
    answer_list (request, worker->reservations, trs_reservation_to_worker_rest);
}

static void
fetch_of_worker (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find_of_worker (request, user_data);

  if (reservation != NULL)
    answer (request, reservation, trs_reservation_to_worker_rest);
}

static void
update_of_worker (TrsRequest *request, gpointer user_data)
{
  TrsReservation *reservation = find_of_worker (request, user_data);

  if (reservation != NULL)
    update (request, reservation, trs_reservation_to_worker_rest);
}

#define WORKSPACE "/v1/Workspaces/{WorkspaceSid}"
#define OF_TASK WORKSPACE "/Tasks/{TaskSid}/Reservations"
#define OF_WORKER WORKSPACE "/Workers/{WorkerSid}/Reservations"

static const TrsRoute routes[] = {
  { "GET", OF_TASK, TRS_ACCESS_BASIC, list_of_task },
  { "GET", OF_TASK "/{Sid}", TRS_ACCESS_BASIC, fetch_of_task },
  { "POST", OF_TASK "/{Sid}", TRS_ACCESS_BASIC, update_of_task },
  { "GET", OF_WORKER, TRS_ACCESS_BASIC, list_of_worker },
  { "GET", OF_WORKER "/{Sid}", TRS_ACCESS_BASIC, fetch_of_worker },
  { "POST", OF_WORKER "/{Sid}", TRS_ACCESS_BASIC, update_of_worker },
};

void
trs_rest_add_reservations (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
