/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workspace-json.h"

#include "trs-fields.h"

/**
 * trs_workspace_dup_url:
 * @workspace: a workspace
 * @base_url: where we are reached
 *
 * Returns: (transfer full): its address, which every address below it begins with
 */
char *
trs_workspace_dup_url (TrsWorkspace *workspace, const char *base_url)
{
  return g_strdup_printf ("%s/v1/Workspaces/%s", base_url, workspace->base.sid);
}

static JsonObject *
links_new (const char *url)
{
  static const struct
  {
    const char *name;
    const char *path;
  } links[] = {
    { "activities", "Activities" },
    { "statistics", "Statistics" },
    { "real_time_statistics", "RealTimeStatistics" },
    { "cumulative_statistics", "CumulativeStatistics" },
    { "task_queues", "TaskQueues" },
    { "tasks", "Tasks" },
    { "workers", "Workers" },
    { "workflows", "Workflows" },
    { "task_channels", "TaskChannels" },
    { "events", "Events" },
  };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    trs_fields_set_url (object, links[i].name, "%s/%s", url, links[i].path);
  return object;
}

static void
set_activity (JsonObject *object, const char *name, const char *sid, TrsActivity *activity)
{
  trs_fields_set_string (object, name, activity != NULL ? activity->friendly_name : NULL);
  trs_fields_set_string (object, sid, activity != NULL ? activity->base.sid : NULL);
}

/**
 * trs_workspace_to_rest:
 * @workspace: a #TrsWorkspace
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_workspace_to_rest (gpointer workspace, const char *base_url)
{
  TrsWorkspace *self = workspace;
  g_autofree char *url = trs_workspace_dup_url (self, base_url);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  set_activity (object, "default_activity_name", "default_activity_sid", self->default_activity);
  trs_fields_set_string (object, "event_callback_url", self->event_callback_url);
  trs_fields_set_string (object, "events_filter", self->events_filter);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_boolean_member (object, "multi_task_enabled", self->multi_task_enabled);
  json_object_set_string_member (
    object, "prioritize_queue_order",
    self->prioritize_queue_order == TRS_QUEUE_ORDER_LIFO ? "LIFO" : "FIFO");
  json_object_set_string_member (object, "sid", self->base.sid);
  set_activity (object, "timeout_activity_name", "timeout_activity_sid", self->timeout_activity);
  json_object_set_string_member (object, "url", url);
  json_object_set_object_member (object, "links", links_new (url));
  return object;
}
