/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

/**
 * trs_rest_add_routes:
 * @router: where the routes go
 * @engine: what they read and change; outlives the router
 */
void
trs_rest_add_routes (TrsRouter *router, TrsEngine *engine)
{
  trs_rest_add_workspaces (router, engine);
  trs_rest_add_activities (router, engine);
  trs_rest_add_events (router, engine);
  trs_rest_add_tasks (router, engine);
  trs_rest_add_task_channels (router, engine);
  trs_rest_add_task_queues (router, engine);
  trs_rest_add_workers (router, engine);
  trs_rest_add_worker_channels (router, engine);
  trs_rest_add_workflows (router, engine);
  trs_rest_add_reservations (router, engine);
  trs_rest_add_statistics (router, engine);
}

/**
 * trs_rest_find_workspace:
 * @request: a request whose path names a workspace
 * @engine: the engine
 *
 * Returns: (nullable): the workspace, if it is of the account that asks; else the request has been
 *   answered
 */
TrsWorkspace *
trs_rest_find_workspace (TrsRequest *request, TrsEngine *engine)
{
  const char *sid = trs_request_get_variable (request, "WorkspaceSid");
  TrsWorkspace *workspace = trs_engine_get_workspace (engine, sid);
  const char *account_sid = trs_request_get_account_sid (request);

  if (workspace != NULL && g_strcmp0 (workspace->account->base.sid, account_sid) == 0)
    return workspace;

  trs_request_refuse_unknown (request);
  return NULL;
}

/**
 * trs_rest_filter:
 * @list: the whole list
 * @query: the filters
 * @accepts: whether one passes
 *
 * Returns: (transfer full): what passes, in the same order; its elements are borrowed
 */
GPtrArray *
trs_rest_filter (GPtrArray *list, TrsForm *query, TrsRestFilter accepts)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      gpointer resource = g_ptr_array_index (list, i);

      if (accepts (resource, query))
        g_ptr_array_add (chosen, resource);
    }
  return chosen;
}

/**
 * trs_rest_name_fits:
 * @query: the filters
 * @parameter: a filter's name
 * @value: (nullable): what a resource has
 *
 * Returns: whether the filter is absent, or equal to the value
 */
gboolean
trs_rest_name_fits (TrsForm *query, const char *parameter, const char *value)
{
  const char *wanted = trs_form_get_filled (query, parameter);

  return wanted == NULL || g_strcmp0 (wanted, value) == 0;
}

/**
 * trs_rest_get_if_match:
 * @request: a request
 *
 * Returns: the version that it is meant for, %TRS_ANY_VERSION when it names none, and one that
 *   nothing has when it names garbage
 */
int
trs_rest_get_if_match (TrsRequest *request)
{
  int version = 0;

  if (!trs_request_get_if_match (request, &version))
    return TRS_ANY_VERSION;
  return version < 0 ? G_MAXINT : version;
}
