/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "resource/trs-activity-json.h"

static TrsActivity *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsActivity *activity;

  if (workspace == NULL)
    return NULL;
  activity = trs_workspace_get_activity (workspace, trs_request_get_variable (request, "Sid"));
  if (activity == NULL)
    trs_request_refuse_unknown (request);
  return activity;
}

static void
answer (TrsRequest *request, guint status, TrsActivity *activity)
{
  trs_request_answer_object (request, status,
                             trs_activity_to_rest (activity, trs_request_get_base_url (request)));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsActivity *activity = resource;

  return trs_rest_name_fits (query, "FriendlyName", activity->friendly_name) &&
         activity->is_available ==
           trs_form_get_bool (query, "Available", activity->is_available);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_rest_filter (workspace->activities, trs_request_get_query (request), accepts);
  trs_page_answer (request, chosen, "activities", trs_activity_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *name = NULL;
  TrsActivity *activity = NULL;

  if (workspace == NULL)
    return;
  if (trs_form_expect (form, "FriendlyName", &name, &error))
    activity = trs_activity_create (workspace, name, trs_form_get_bool (form, "Available", FALSE),
                                    &error);
  if (activity == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, activity);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsActivity *activity = find (request, user_data);

  if (activity != NULL)
    answer (request, 200, activity);
}

/* Available can't be changed: the service takes the parameter and leaves it as it is. */
static void
update (TrsRequest *request, gpointer user_data)
{
  TrsActivity *activity = find (request, user_data);
  const char *name = trs_form_get_filled (trs_request_get_form (request), "FriendlyName");
  g_autoptr(GError) error = NULL;

  if (activity == NULL)
    return;
  if (name != NULL && !trs_activity_update (activity, name, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, activity);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsActivity *activity = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (activity == NULL)
    return;
  if (!trs_activity_delete (activity, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/Activities"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_activities (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
