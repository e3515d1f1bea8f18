/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-form-url.h"
#include "http/trs-page.h"
#include "resource/trs-workflow-json.h"

/* Where a change's optional values live while it is made. */
typedef struct
{
  TrsWorkflowChange change;
  int task_reservation_timeout;
} Change;

static gboolean
change_read (Change *self, TrsForm *form, GError **error)
{
  *self = (Change) { .change = {
    .friendly_name = trs_form_get_filled (form, "FriendlyName"),
    .configuration = trs_form_get_filled (form, "Configuration"),
    .assignment_callback_url = trs_form_get (form, "AssignmentCallbackUrl"),
    .fallback_assignment_callback_url = trs_form_get (form, "FallbackAssignmentCallbackUrl"),
    .re_evaluate_tasks = trs_form_get_bool (form, "ReEvaluateTasks", FALSE),
  } };
  return trs_form_check_url (form, "AssignmentCallbackUrl", 20001, error) &&
         trs_form_check_url (form, "FallbackAssignmentCallbackUrl", 20001, error) &&
         trs_form_read_int (form, "TaskReservationTimeout", 1, 86400,
                                   &self->task_reservation_timeout,
                                   &self->change.task_reservation_timeout, error);
}

static TrsWorkflow *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsWorkflow *workflow;

  if (workspace == NULL)
    return NULL;
  workflow = trs_workspace_get_workflow (workspace, trs_request_get_variable (request, "Sid"));
  if (workflow == NULL)
    trs_request_refuse_unknown (request);
  return workflow;
}

static void
answer (TrsRequest *request, guint status, TrsWorkflow *workflow)
{
  trs_request_answer_object (request, status,
                             trs_workflow_to_rest (workflow, trs_request_get_base_url (request)));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsWorkflow *workflow = resource;

  return trs_rest_name_fits (query, "FriendlyName", workflow->friendly_name);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_rest_filter (workspace->workflows, trs_request_get_query (request), accepts);
  trs_page_answer (request, chosen, "workflows", trs_workflow_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *text = NULL;
  TrsWorkflow *workflow = NULL;
  Change change;

  if (workspace == NULL)
    return;
  if (trs_form_expect (form, "FriendlyName", &text, &error) &&
      trs_form_expect (form, "Configuration", &text, &error) &&
      change_read (&change, form, &error))
    workflow = trs_workflow_create (workspace, &change.change, &error);
  if (workflow == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, workflow);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsWorkflow *workflow = find (request, user_data);

  if (workflow != NULL)
    answer (request, 200, workflow);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsWorkflow *workflow = find (request, user_data);
  g_autoptr(GError) error = NULL;
  Change change;

  if (workflow == NULL)
    return;
  if (!change_read (&change, trs_request_get_form (request), &error) ||
      !trs_workflow_update (workflow, &change.change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, workflow);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsWorkflow *workflow = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (workflow == NULL)
    return;
  if (!trs_workflow_delete (workflow, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/Workflows"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_workflows (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
