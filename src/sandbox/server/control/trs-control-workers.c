/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"

/* By its SID too: programs have that at hand. */
static TrsActivity *
find_activity (TrsWorkspace *workspace, const char *name)
{
  TrsActivity *activity = trs_workspace_get_activity_by_name (workspace, name);

  return activity != NULL ? activity : trs_workspace_get_activity (workspace, name);
}

static char *
list_activities (TrsWorkspace *workspace)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < workspace->activities->len; i++)
    {
      TrsActivity *activity = g_ptr_array_index (workspace->activities, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", activity->friendly_name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
answer_worker (TrsRequest *request, TrsWorker *worker)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "worker_sid", worker->base.sid);
  json_object_set_string_member (object, "friendly_name", worker->friendly_name);
  json_object_set_string_member (object, "activity", worker->activity->friendly_name);
  json_object_set_boolean_member (object, "available", worker->activity->is_available);
  trs_request_answer_object (request, 200, object);
}

static void
refuse_activity (TrsRequest *request, TrsWorker *worker, const char *name)
{
  g_autofree char *names = list_activities (worker->workspace);
  g_autofree char *message = g_strdup_printf ("There is no activity '%s': it is one of %s", name,
                                              names);

  trs_request_refuse (request, 20001, message);
}

static void
set_activity (TrsRequest *request, gpointer user_data)
{
  const char *who = trs_request_get_variable (request, "Worker");
  TrsWorker *worker = trs_control_find_worker (user_data, who);
  const char *name = NULL;
  TrsActivity *activity;
  g_autoptr(GError) error = NULL;

  if (worker == NULL)
    {
      g_autofree char *message = g_strdup_printf ("There is no worker '%s'", who);

      trs_request_refuse (request, 20404, message);
      return;
    }
  if (!trs_form_expect (trs_request_get_form (request), "Activity", &name, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  activity = find_activity (worker->workspace, name);
  if (activity == NULL)
    refuse_activity (request, worker, name);
  else if (!trs_worker_update (worker, TRS_ANY_VERSION,
                               &(TrsWorkerChange) { .activity_sid = activity->base.sid }, &error))
    trs_request_answer_error (request, error);
  else
    answer_worker (request, worker);
}

static const TrsRoute routes[] = {
  { "POST", "/sandbox/workers/{Worker}/activity", TRS_ACCESS_LOCAL, set_activity, "Activity" },
};

/**
 * trs_control_add_workers:
 * @router: where its routes go
 * @engine: where the workers are; outlives the router
 */
void
trs_control_add_workers (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
