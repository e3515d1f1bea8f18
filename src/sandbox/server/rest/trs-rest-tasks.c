/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-task-form.h"
#include "resource/trs-task-json.h"
#include "resource/trs-task-list.h"

static TrsTask *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsTask *task;

  if (workspace == NULL)
    return NULL;
  task = trs_workspace_get_task (workspace, trs_request_get_variable (request, "Sid"));
  if (task == NULL)
    trs_request_refuse_unknown (request);
  return task;
}

static void
answer (TrsRequest *request, guint status, TrsTask *task)
{
  trs_request_set_etag (request, task->version);
  trs_request_answer_object (request, status,
                             trs_task_to_rest (task, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_task_list_new (workspace, trs_request_get_query (request), &error);
  if (chosen == NULL)
    trs_request_answer_error (request, error);
  else
    trs_page_answer (request, chosen, "tasks", trs_task_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
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
    answer (request, 201, task);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsTask *task = find (request, user_data);

  if (task != NULL)
    answer (request, 200, task);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsTask *task = find (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsTaskForm form;

  if (task == NULL)
    return;
  if (!trs_task_form_read (&form, trs_request_get_form (request), &error) ||
      !trs_task_update (task, trs_rest_get_if_match (request), &form.change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, task);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsTask *task = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (task == NULL)
    return;
  if (!trs_task_delete (task, trs_rest_get_if_match (request), &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/Tasks"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_tasks (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
