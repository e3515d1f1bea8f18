/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-worker-json.h"
#include "resource/trs-worker-list.h"

static TrsWorker *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsWorker *worker;

  if (workspace == NULL)
    return NULL;
  worker = trs_workspace_get_worker (workspace, trs_request_get_variable (request, "Sid"));
  if (worker == NULL)
    trs_request_refuse_unknown (request);
  return worker;
}

static void
answer (TrsRequest *request, guint status, TrsWorker *worker)
{
  trs_request_set_etag (request, worker->version);
  trs_request_answer_object (request, status,
                             trs_worker_to_rest (worker, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_worker_list_new (workspace, trs_request_get_query (request), &error);
  if (chosen == NULL)
    trs_request_answer_error (request, error);
  else
    trs_page_answer (request, chosen, "workers", trs_worker_to_rest);
}

static void
change_read (TrsWorkerChange *change, TrsForm *form)
{
  *change = (TrsWorkerChange) {
    .friendly_name = trs_form_get_filled (form, "FriendlyName"),
    .activity_sid = trs_form_get_filled (form, "ActivitySid"),
    .attributes = trs_form_get_filled (form, "Attributes"),
    .reject_pending_reservations = trs_form_get_bool (form, "RejectPendingReservations", FALSE),
  };
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  TrsWorkerChange change;
  TrsWorker *worker = NULL;

  if (workspace == NULL)
    return;
  change_read (&change, form);
  if (trs_form_expect (form, "FriendlyName", &change.friendly_name, &error))
    worker = trs_worker_create (workspace, &change, &error);
  if (worker == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, worker);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = find (request, user_data);

  if (worker != NULL)
    answer (request, 200, worker);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = find (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsWorkerChange change;

  if (worker == NULL)
    return;
  change_read (&change, trs_request_get_form (request));
  if (!trs_worker_update (worker, trs_rest_get_if_match (request), &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, worker);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (worker == NULL)
    return;
  if (!trs_worker_delete (worker, trs_rest_get_if_match (request), &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/Workers"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_workers (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
