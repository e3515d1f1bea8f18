/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-operations.h"

#include "auth/trs-request-pass.h"
#include "http/trs-refusal.h"
#include "resource/trs-activity-json.h"
#include "resource/trs-task-queue-json.h"
#include "resource/trs-task-queue-list.h"
#include "resource/trs-worker-channel-json.h"
#include "resource/trs-worker-json.h"
#include "resource/trs-worker-list.h"
#include "rest/trs-rest.h"
#include "trs-bridge-list.h"

/**
 * trs_bridge_refuse_missing:
 * @request: an operation
 * @noun: what was looked for
 * @sid: as the caller named it
 */
void
trs_bridge_refuse_missing (TrsRequest *request, const char *noun, const char *sid)
{
  g_autofree char *message = g_strdup_printf ("%s %s not found", noun, sid);

  trs_request_refuse (request, 20404, message);
}

/**
 * trs_bridge_find_workspace:
 * @request: an operation, whose path names a workspace
 * @engine: the engine
 *
 * Returns: (nullable): the workspace that the token opens; else the request has been answered
 */
TrsWorkspace *
trs_bridge_find_workspace (TrsRequest *request, TrsEngine *engine)
{
  TrsPass *pass = trs_request_get_pass (request);
  const char *sid = trs_request_get_variable (request, "WorkspaceSid");
  TrsWorkspace *workspace = trs_engine_get_workspace (engine, sid);

  if (!g_str_equal (sid, trs_pass_get_workspace_sid (pass)))
    trs_request_refuse (request, 20403, "The token is for another workspace");
  else if (workspace == NULL ||
           !g_str_equal (workspace->account->base.sid, trs_pass_get_account_sid (pass)))
    trs_bridge_refuse_missing (request, "Workspace", sid);
  else
    return workspace;
  return NULL;
}

/**
 * trs_bridge_find_worker:
 * @request: an operation, whose path names a worker
 * @engine: the engine
 *
 * Returns: (nullable): the worker, whoever asks; else the request has been answered
 */
TrsWorker *
trs_bridge_find_worker (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, engine);
  const char *sid = trs_request_get_variable (request, "WorkerSid");
  TrsWorker *worker;

  if (workspace == NULL)
    return NULL;
  worker = trs_workspace_get_worker (workspace, sid);
  if (worker == NULL)
    trs_bridge_refuse_missing (request, "Worker", sid);
  return worker;
}

/**
 * trs_bridge_find_own_worker:
 * @request: an operation, whose path names a worker
 * @engine: the engine
 *
 * Returns: (nullable): the worker, if the token is his own or a supervisor's; else the request has
 *   been answered
 */
TrsWorker *
trs_bridge_find_own_worker (TrsRequest *request, TrsEngine *engine)
{
  TrsPass *pass = trs_request_get_pass (request);
  const char *sid = trs_request_get_variable (request, "WorkerSid");

  if (!trs_pass_is_supervisor (pass) && g_strcmp0 (sid, trs_pass_get_worker_sid (pass)) != 0)
    {
      trs_request_refuse (request, 20403, "The token's role does not open other workers");
      return NULL;
    }
  return trs_bridge_find_worker (request, engine);
}

/**
 * trs_bridge_find_task:
 * @request: an operation
 * @engine: the engine
 * @sid: (nullable): a task's SID, from the path or a parameter
 *
 * Returns: (nullable): the task; else the request has been answered
 */
TrsTask *
trs_bridge_find_task (TrsRequest *request, TrsEngine *engine, const char *sid)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, engine);
  TrsTask *task;

  if (workspace == NULL)
    return NULL;
  task = sid != NULL ? trs_workspace_get_task (workspace, sid) : NULL;
  if (task == NULL)
    trs_bridge_refuse_missing (request, "Task", sid != NULL ? sid : "");
  return task;
}

static void
list_activities (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, user_data);

  if (workspace != NULL)
    trs_bridge_answer_list (request, user_data, workspace->activities, trs_activity_to_payload);
}

static void
list_workers (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_worker_list_new (workspace, trs_request_get_form (request), &error);
  if (chosen == NULL)
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer_list (request, user_data, chosen, trs_worker_to_payload);
}

static void
fetch_worker (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_worker (request, user_data);

  if (worker != NULL)
    trs_bridge_answer (request, trs_worker_to_payload (worker));
}

static void
update_worker (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_own_worker (request, user_data);
  TrsForm *params = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  TrsWorkerChange change = {
    .activity_sid = trs_form_get_filled (params, "ActivitySid"),
    .attributes = trs_form_get_filled (params, "Attributes"),
    .reject_pending_reservations = trs_form_get_bool (params, "RejectPendingReservations", FALSE),
  };

  if (worker == NULL)
    return;
  if (!trs_worker_update (worker, trs_rest_get_if_match (request), &change, &error))
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer (request, trs_worker_to_payload (worker));
}

static void
list_worker_channels (TrsRequest *request, gpointer user_data)
{
  TrsWorker *worker = trs_bridge_find_worker (request, user_data);

  if (worker != NULL)
    trs_bridge_answer_list (request, user_data, worker->channels, trs_worker_channel_to_payload);
}

static void
list_task_queues (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_task_queue_list_new (workspace, trs_request_get_form (request), &error);
  if (chosen == NULL)
    trs_request_answer_error (request, error);
  else
    trs_bridge_answer_list (request, user_data, chosen, trs_task_queue_to_payload);
}

static void
fetch_task_queue (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_bridge_find_workspace (request, user_data);
  const char *sid = trs_request_get_variable (request, "TaskQueueSid");
  TrsTaskQueue *queue;

  if (workspace == NULL)
    return;
  queue = trs_workspace_get_task_queue (workspace, sid);
  if (queue == NULL)
    trs_bridge_refuse_missing (request, "TaskQueue", sid);
  else
    trs_bridge_answer (request, trs_task_queue_to_payload (queue));
}

#define WORKSPACE "/Workspaces/{WorkspaceSid}"
#define WORKER WORKSPACE "/Workers/{WorkerSid}"

static const TrsRoute routes[] = {
  { "GET", WORKSPACE "/Activities", TRS_ACCESS_TOKEN, list_activities },
  { "GET", WORKSPACE "/Workers", TRS_ACCESS_TOKEN, list_workers },
  { "GET", WORKER, TRS_ACCESS_TOKEN, fetch_worker },
  { "POST", WORKER, TRS_ACCESS_TOKEN, update_worker },
  { "GET", WORKER "/WorkerChannels", TRS_ACCESS_TOKEN, list_worker_channels },
  { "GET", WORKSPACE "/TaskQueues", TRS_ACCESS_TOKEN, list_task_queues },
  { "GET", WORKSPACE "/TaskQueues/{TaskQueueSid}", TRS_ACCESS_TOKEN, fetch_task_queue },
};

/**
 * trs_bridge_operations_add:
 * @router: where the operations go
 * @engine: what they read and change; outlives the router
 */
void
trs_bridge_operations_add (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
  trs_bridge_operations_add_reservations (router, engine);
  trs_bridge_operations_add_tasks (router, engine);
}
