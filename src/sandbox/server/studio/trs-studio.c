/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-studio.h"

/**
 * trs_studio_add_routes:
 * @router: where the routes go
 * @engine: what they read and change; outlives the router
 */
void
trs_studio_add_routes (TrsRouter *router, TrsEngine *engine)
{
  trs_studio_add_flows (router, engine);
  trs_studio_add_executions (router, engine);
}

/**
 * trs_studio_find_flow:
 * @request: a request whose path names a flow
 * @engine: the engine
 *
 * Returns: (nullable): the flow, if it is of the account that asks; else the request has been
 *   answered
 */
TrsFlow *
trs_studio_find_flow (TrsRequest *request, TrsEngine *engine)
{
  TrsFlow *flow = trs_engine_get_flow (engine, trs_request_get_variable (request, "FlowSid"));

  if (flow != NULL &&
      g_strcmp0 (flow->account->base.sid, trs_request_get_account_sid (request)) == 0)
    return flow;
  trs_request_refuse_unknown (request);
  return NULL;
}

/**
 * trs_studio_row_new:
 * @sid: tells it from the other rows
 * @owner: what the element is of
 * @element: what is listed
 *
 * Returns: (transfer full): a row of a page; g_free() it
 */
TrsStudioRow *
trs_studio_row_new (const char *sid, gpointer owner, gpointer element)
{
  TrsStudioRow *row = g_new0 (TrsStudioRow, 1);

  g_strlcpy (row->base.sid, sid, sizeof row->base.sid);
  row->owner = owner;
  row->element = element;
  return row;
}
