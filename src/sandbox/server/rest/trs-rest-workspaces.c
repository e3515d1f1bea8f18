/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-form-url.h"
#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-workspace-json.h"

static void
answer (TrsRequest *request, guint status, TrsWorkspace *workspace)
{
  trs_request_answer_object (
    request, status, trs_workspace_to_rest (workspace, trs_request_get_base_url (request)));
}

/* Where a change's optional values live while it is made. */
typedef struct
{
  TrsWorkspaceChange change;
  gboolean multi_task_enabled;
  TrsQueueOrder order;
} Change;

static gboolean
change_read (Change *self, TrsForm *form, GError **error)
{
  const char *order = trs_form_get_filled (form, "PrioritizeQueueOrder");

  *self = (Change) { .change = {
    .friendly_name = trs_form_get (form, "FriendlyName"),
    .event_callback_url = trs_form_get (form, "EventCallbackUrl"),
    .events_filter = trs_form_get (form, "EventsFilter"),
    .template = trs_form_get_filled (form, "Template"),
    .default_activity_sid = trs_form_get_filled (form, "DefaultActivitySid"),
    .timeout_activity_sid = trs_form_get_filled (form, "TimeoutActivitySid"),
  } };
  self->change.multi_task_enabled =
    trs_form_read_bool (form, "MultiTaskEnabled", &self->multi_task_enabled);
  if (!trs_form_check_url (form, "EventCallbackUrl", 20001, error))
    return FALSE;
  if (order == NULL)
    return TRUE;

  if (!g_str_equal (order, "FIFO") && !g_str_equal (order, "LIFO"))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "PrioritizeQueueOrder must be FIFO or LIFO");
      return FALSE;
    }
  self->order = g_str_equal (order, "LIFO") ? TRS_QUEUE_ORDER_LIFO : TRS_QUEUE_ORDER_FIFO;
  self->change.prioritize_queue_order = &self->order;
  return TRUE;
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsWorkspace *workspace = resource;

  return trs_rest_name_fits (query, "FriendlyName", workspace->friendly_name);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account =
    trs_engine_get_account (user_data, trs_request_get_account_sid (request));
  g_autoptr(GPtrArray) chosen = NULL;

  chosen = trs_rest_filter (account->workspaces, trs_request_get_query (request), accepts);
  trs_page_answer (request, chosen, "workspaces", trs_workspace_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account =
    trs_engine_get_account (user_data, trs_request_get_account_sid (request));
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *name = NULL;
  TrsWorkspace *workspace = NULL;
  Change change;

  if (trs_form_expect (form, "FriendlyName", &name, &error) && change_read (&change, form, &error))
    workspace = trs_workspace_create (account, &change.change, &error);
  if (workspace == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, workspace);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);

  if (workspace != NULL)
    answer (request, 200, workspace);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GError) error = NULL;
  Change change;

  if (workspace == NULL)
    return;
  if (!change_read (&change, trs_request_get_form (request), &error) ||
      !trs_workspace_update (workspace, &change.change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, workspace);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  if (!trs_workspace_delete (workspace, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

static const TrsRoute routes[] = {
  { "GET", "/v1/Workspaces", TRS_ACCESS_BASIC, list },
  { "POST", "/v1/Workspaces", TRS_ACCESS_BASIC, create },
  { "GET", "/v1/Workspaces/{WorkspaceSid}", TRS_ACCESS_BASIC, fetch },
  { "POST", "/v1/Workspaces/{WorkspaceSid}", TRS_ACCESS_BASIC, update },
  { "DELETE", "/v1/Workspaces/{WorkspaceSid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_workspaces (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
