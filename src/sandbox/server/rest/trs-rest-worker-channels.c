/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-worker-channel-json.h"

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

static TrsWorkerChannel *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorker *worker = find_worker (request, engine);
  TrsWorkerChannel *channel;

  if (worker == NULL)
    return NULL;
  channel = trs_worker_get_channel (worker, trs_request_get_variable (request, "Sid"));
  if (channel == NULL)
    trs_request_refuse_unknown (request);
  return channel;
}

static void
answer (TrsRequest *request, TrsWorkerChannel *channel)
{
  trs_request_answer_object (
    request, 200, trs_worker_channel_to_rest (channel, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = find_worker (request, user_data);

  if (worker != NULL)
    trs_page_answer (request, worker->channels, "channels", trs_worker_channel_to_rest);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsWorkerChannel *channel = find (request, user_data);

  if (channel != NULL)
    answer (request, channel);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsWorkerChannel *channel = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const int *capacity = NULL;
  int capacity_storage = 0;
  gboolean available = FALSE;

  if (channel == NULL)
    return;
  if (!trs_form_read_int (form, "Capacity", 0, G_MAXINT32, &capacity_storage, &capacity, &error) ||
      !trs_worker_channel_update (channel, capacity,
                                  trs_form_read_bool (form, "Available", &available), &error))
    trs_request_answer_error (request, error);
  else
    answer (request, channel);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Channels"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
};

void
trs_rest_add_worker_channels (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
