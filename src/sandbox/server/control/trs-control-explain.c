/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"

static TrsWorkspace *
get_workspace (TrsEngine *engine, guint *account_index, guint *index)
{
  GPtrArray *accounts = trs_engine_get_accounts (engine);

  for (; *account_index < accounts->len; ++*account_index, *index = 0)
    {
      TrsAccount *account = g_ptr_array_index (accounts, *account_index);

      if (*index < account->workspaces->len)
        return g_ptr_array_index (account->workspaces, (*index)++);
    }
  return NULL;
}

static TrsTask *
find_task (TrsEngine *engine, const char *sid)
{
  guint i = 0, j = 0;
  TrsWorkspace *workspace;

  while ((workspace = get_workspace (engine, &i, &j)) != NULL)
    {
      TrsTask *task = trs_workspace_get_task (workspace, sid);

      if (task != NULL)
        return task;
    }
  return NULL;
}

/**
 * trs_control_find_worker:
 * @engine: the engine
 * @sid_or_name: a worker's SID, or his name in the first workspace that has it
 *
 * Returns: (transfer none) (nullable): the worker
 */
TrsWorker *
trs_control_find_worker (TrsEngine *engine, const char *sid_or_name)
{
  guint i = 0, j = 0;
  TrsWorkspace *workspace;

  while ((workspace = get_workspace (engine, &i, &j)) != NULL)
    {
      TrsWorker *worker = trs_workspace_get_worker (workspace, sid_or_name);

      if (worker == NULL)
        worker = trs_workspace_get_worker_by_name (workspace, sid_or_name);
      if (worker != NULL)
        return worker;
    }
  return NULL;
}

/* One line of a list; either may be absent. @sentence is taken over. */
static void
add_line (JsonArray *lines, TrsTask *task, TrsWorker *worker, char *sentence)
{
  g_autofree char *owned = sentence;
  JsonObject *object = json_object_new ();

  if (task != NULL)
    json_object_set_string_member (object, "task_sid", task->base.sid);
  if (worker != NULL)
    {
      json_object_set_string_member (object, "worker_sid", worker->base.sid);
      json_object_set_string_member (object, "friendly_name", worker->friendly_name);
    }
  json_object_set_string_member (object, "explanation", owned);
  json_array_add_object_element (lines, object);
}

static gboolean
is_waiting (TrsTask *task)
{
  return task->status == TRS_TASK_PENDING || task->status == TRS_TASK_RESERVED;
}

/* Every worker, as seen by the task; by himself without one. */
static void
add_workers (JsonArray *lines, TrsWorkspace *workspace, TrsTask *task)
{
  for (guint i = 0; i < workspace->workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workspace->workers, i);

      add_line (lines, NULL, worker,
                task != NULL ? trs_task_explain (task, worker) : trs_worker_explain (worker));
    }
}

/* Every task that waits, as seen by the worker; by itself without one. */
static void
add_tasks (JsonArray *lines, TrsWorkspace *workspace, TrsWorker *worker)
{
  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (is_waiting (task))
        add_line (lines, task, NULL,
                  worker != NULL ? trs_task_explain (task, worker)
                                 : trs_task_explain_waiting (task));
    }
}

static void
explain_one (JsonObject *object, TrsTask *task, TrsWorker *worker)
{
  g_autofree char *sentence = NULL;
  JsonArray *lines = NULL;

  if (task != NULL && worker != NULL)
    sentence = trs_task_explain (task, worker);
  else
    sentence = task != NULL ? trs_task_explain_waiting (task) : trs_worker_explain (worker);
  if (task != NULL)
    json_object_set_string_member (object, "task_sid", task->base.sid);
  if (worker != NULL)
    json_object_set_string_member (object, "worker_sid", worker->base.sid);
  json_object_set_string_member (object, "explanation", sentence);
  if (task != NULL && worker != NULL)
    return;

  lines = json_array_new ();
  if (task != NULL)
    add_workers (lines, task->workspace, task);
  else
    add_tasks (lines, worker->workspace, worker);
  json_object_set_array_member (object, task != NULL ? "workers" : "tasks", lines);
}

static void
explain_all (JsonObject *object, TrsEngine *engine)
{
  JsonArray *workers = json_array_new ();
  JsonArray *tasks = json_array_new ();
  guint i = 0, j = 0;
  TrsWorkspace *workspace;

  while ((workspace = get_workspace (engine, &i, &j)) != NULL)
    {
      add_workers (workers, workspace, NULL);
      add_tasks (tasks, workspace, NULL);
    }
  json_object_set_array_member (object, "tasks", tasks);
  json_object_set_array_member (object, "workers", workers);
}

static void
explain (TrsRequest *request, gpointer user_data)
{
  TrsForm *query = trs_request_get_query (request);
  const char *task_sid = trs_form_get_filled (query, "Task");
  const char *name = trs_form_get_filled (query, "Worker");
  TrsTask *task = task_sid != NULL ? find_task (user_data, task_sid) : NULL;
  TrsWorker *worker = name != NULL ? trs_control_find_worker (user_data, name) : NULL;
  JsonObject *object;

  if ((task_sid != NULL && task == NULL) || (name != NULL && worker == NULL) ||
      (task != NULL && worker != NULL && task->workspace != worker->workspace))
    {
      trs_request_refuse (request, 20404, "There is no such Task, or no such Worker beside it");
      return;
    }
  object = json_object_new ();
  if (task != NULL || worker != NULL)
    explain_one (object, task, worker);
  else
    explain_all (object, user_data);
  trs_request_answer_object (request, 200, object);
}

static const TrsRoute routes[] = {
  { "GET", "/sandbox/explain", TRS_ACCESS_LOCAL, explain, "Task Worker" },
};

/**
 * trs_control_add_explain:
 * @router: where its routes go
 * @engine: what is explained; outlives the router
 */
void
trs_control_add_explain (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
