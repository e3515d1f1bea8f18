/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-operations.h"

#include "http/trs-refusal.h"
#include "resource/trs-task-form.h"
#include "resource/trs-task-json.h"
#include "resource/trs-transfer-json.h"
#include "rest/trs-rest.h"
#include "trs-bridge-list.h"

static void
create_task (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsTask *task = NULL;
  TrsTaskForm form;

  if (workspace == NULL)
    return;
  if (trs_task_form_read (&form, trs_request_get_form (request), &error))
    task = trs_task_create (workspace, &form.change, &error);
  if (task == NULL)
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_task_to_payload (task));
}

static void
fetch_task (TrsRequest *request, gpointer user_data)
{
  TrsTask *task =
    trs_bridge_find_task (request, user_data, trs_request_get_variable (request, "TaskSid"));

  if (task != NULL)
    trs_bridge_answer (request, trs_task_to_payload (task));
}

static void
update_task (TrsRequest *request, gpointer user_data)
{
  TrsTask *task =
    trs_bridge_find_task (request, user_data, trs_request_get_variable (request, "TaskSid"));
  g_autoptr(GError) error = NULL;
  TrsTaskForm form;

  if (task == NULL)
    return;
  if (!trs_task_form_read (&form, trs_request_get_form (request), &error) ||
      !trs_task_update (task, trs_rest_get_if_match (request), &form.change, &error))
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_task_to_payload (task));
}

/* The worker who asks, and the task that he asks for: what the …Participant operations share. */
static gboolean
find_both (TrsRequest *request, TrsEngine *engine, TrsWorker **worker, TrsTask **task)
{
  *worker = trs_bridge_find_own_worker (request, engine);
  if (*worker == NULL)
    return FALSE;
  *task = trs_bridge_find_task (request, engine,
                                trs_form_get (trs_request_get_form (request), "TaskSid"));
  return *task != NULL;
}

static void
answer_task (TrsRequest *request, gboolean is_done, TrsTask *task, const GError *error)
{
  if (!is_done)
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_task_to_payload (task));
}

static void
hold_customer (TrsRequest *request, gpointer user_data)
{
  TrsForm *params = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  TrsWorker *worker = NULL;
  TrsTask *task = NULL;
  gboolean is_done;

  if (!find_both (request, user_data, &worker, &task))
    return;
  is_done = trs_task_hold_customer (task, worker, trs_form_get_bool (params, "Hold", FALSE),
                                    &error);
  answer_task (request, is_done, task, error);
}

static void
hold_worker (TrsRequest *request, gpointer user_data)
{
  TrsForm *params = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *target = NULL;
  TrsWorker *worker = NULL;
  TrsTask *task = NULL;
  gboolean is_done;

  if (!find_both (request, user_data, &worker, &task))
    return;
  is_done = trs_form_expect (params, "TargetWorkerSid", &target, &error) &&
            trs_task_hold_worker (task, worker, target, trs_form_get_bool (params, "Hold", FALSE),
                                  &error);
  answer_task (request, is_done, task, error);
}

static void
kick_worker (TrsRequest *request, gpointer user_data)
{
  TrsForm *params = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *target = NULL;
  TrsWorker *worker = NULL;
  TrsTask *task = NULL;
  gboolean is_done;

  if (!find_both (request, user_data, &worker, &task))
    return;
  is_done = trs_form_expect (params, "TargetWorkerSid", &target, &error) &&
            trs_task_kick_worker (task, worker, target, &error);
  answer_task (request, is_done, task, error);
}

static gboolean
read_mode (TrsForm *params, gboolean *is_cold, GError **error)
{
  const char *mode = trs_form_get_filled (params, "Mode");

  *is_cold = g_strcmp0 (mode, "COLD") == 0;
  if (mode == NULL || *is_cold || g_str_equal (mode, "WARM"))
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "Mode '%s' is not valid", mode);
  return FALSE;
}

static void
create_transfer (TrsRequest *request, gpointer user_data)
{
  TrsForm *params = trs_request_get_form (request);
  const char *sid = trs_form_get (params, "ReservationSid");
  g_autoptr(GError) error = NULL;
  TrsTransferOptions options = { .attributes = trs_form_get_filled (params, "Attributes") };
  TrsReservation *reservation;
  TrsTransfer *transfer = NULL;
  TrsWorker *worker = NULL;
  TrsTask *task = NULL;
  int priority = 0;

  if (!find_both (request, user_data, &worker, &task))
    return;
  reservation = sid != NULL ? trs_worker_get_reservation (worker, sid) : NULL;
  if (reservation == NULL || reservation->task != task)
    {
      trs_bridge_refuse_missing (request, "Reservation", sid != NULL ? sid : "");
      return;
    }
  if (trs_form_expect (params, "To", &options.to, &error) &&
      read_mode (params, &options.is_cold, &error) &&
      trs_form_read_int (params, "Priority", 0, G_MAXINT32, &priority, &options.priority, &error))
    transfer = trs_transfer_create (reservation, &options, &error);
  if (transfer == NULL)
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_transfer_to_payload (transfer));
}

static void
update_transfer (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_own_worker (request, user_data);
  const char *sid = trs_request_get_variable (request, "TransferSid");
  const char *status = trs_form_get (trs_request_get_form (request), "TransferStatus");
  g_autoptr(GError) error = NULL;
  TrsTransfer *transfer;

  if (worker == NULL)
    return;
  transfer = trs_workspace_get_transfer (worker->workspace, sid);
  if (transfer == NULL || transfer->initiating_reservation->worker != worker)
    trs_bridge_refuse_missing (request, "Transfer", sid);
  else if (g_strcmp0 (status, "canceled") != 0)
    trs_request_refuse (request, 20001, "TransferStatus must be canceled");
  else if (!trs_transfer_cancel (transfer, &error))
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_transfer_to_payload (transfer));
}

#define WORKSPACE "/Workspaces/{WorkspaceSid}"
#define WORKER WORKSPACE "/Workers/{WorkerSid}"

static const TrsRoute routes[] = {
  { "POST", WORKSPACE "/Tasks", TRS_ACCESS_TOKEN, create_task },
  { "GET", WORKSPACE "/Tasks/{TaskSid}", TRS_ACCESS_TOKEN, fetch_task },
  { "POST", WORKSPACE "/Tasks/{TaskSid}", TRS_ACCESS_TOKEN, update_task },
  { "POST", WORKER "/CustomerParticipant", TRS_ACCESS_TOKEN, hold_customer },
  { "POST", WORKER "/HoldWorkerParticipant", TRS_ACCESS_TOKEN, hold_worker },
  { "POST", WORKER "/KickWorkerParticipant", TRS_ACCESS_TOKEN, kick_worker },
  { "POST", WORKER "/Transfers", TRS_ACCESS_TOKEN, create_transfer },
  { "POST", WORKER "/Transfers/{TransferSid}", TRS_ACCESS_TOKEN, update_transfer },
};

void
trs_bridge_operations_add_tasks (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
