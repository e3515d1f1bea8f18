/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workspace.h"

#include <string.h>

#include "tr-json.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-workspace-private.h"

static void
trs_workspace_finalize (gpointer data)
{
  TrsWorkspace *self = data;

  /* Tasks first: they remember everything else. */
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->workers);
  g_ptr_array_unref (self->workflows);
  g_ptr_array_unref (self->task_queues);
  g_ptr_array_unref (self->task_channels);
  g_clear_pointer (&self->default_activity, trs_resource_unref);
  g_clear_pointer (&self->timeout_activity, trs_resource_unref);
  g_ptr_array_unref (self->activities);
  g_ptr_array_unref (self->events);
  g_hash_table_unref (self->workers_by_name);
  g_free (self->friendly_name);
  g_free (self->event_callback_url);
  g_free (self->events_filter);
}

static gboolean
check_activity (TrsWorkspace *self, const char *sid, const char *parameter, GError **error)
{
  if (sid == NULL || trs_workspace_get_activity (self, sid) != NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Value '%s' provided for %s is not an Activity of Workspace %s", sid, parameter,
               self->base.sid);
  return FALSE;
}

/* "" clears. */
static void
set_text (char **place, const char *text)
{
  if (text == NULL)
    return;

  g_free (*place);
  *place = *text != '\0' ? g_strdup (text) : NULL;
}

static void
trs_workspace_apply (TrsWorkspace *self, const TrsWorkspaceChange *change)
{
  set_text (&self->friendly_name, change->friendly_name);
  set_text (&self->event_callback_url, change->event_callback_url);
  set_text (&self->events_filter, change->events_filter);
  if (change->multi_task_enabled != NULL)
    self->multi_task_enabled = *change->multi_task_enabled;
  if (change->prioritize_queue_order != NULL)
    self->prioritize_queue_order = *change->prioritize_queue_order;
  if (change->default_activity_sid != NULL)
    trs_resource_set (&self->default_activity,
                      trs_workspace_get_activity (self, change->default_activity_sid));
  if (change->timeout_activity_sid != NULL)
    trs_resource_set (&self->timeout_activity,
                      trs_workspace_get_activity (self, change->timeout_activity_sid));
}

static gboolean
check_workspace_name (TrsAccount *account, TrsWorkspace *self, const char *name, GError **error)
{
  if (!trs_friendly_name_check (name, "FriendlyName", error))
    return FALSE;

  for (guint i = 0; i < account->workspaces->len; i++)
    {
      TrsWorkspace *other = g_ptr_array_index (account->workspaces, i);

      if (other != self && strcmp (other->friendly_name, name) == 0)
        {
          g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                               "Workspace with the same friendly name already exists");
          return FALSE;
        }
    }
  return TRUE;
}

/* An empty workspace, without the activities and channels that trs_workspace_fill() gives. */
TrsWorkspace *
trs_workspace_new (TrsAccount *account,
                   const char *sid,
                   const TrsWorkspaceChange *change,
                   GError **error)
{
  TrsWorkspace *self;

  if (!trs_engine_check_free_sid (account->engine, sid, "WS", error) ||
      !check_workspace_name (account, NULL, change->friendly_name, error))
    return NULL;

  self = trs_resource_new (account->engine, TRS_RESOURCE_WORKSPACE, sizeof *self,
                           trs_workspace_finalize, "WS", sid);
  self->engine = account->engine;
  self->account = account;
  self->multi_task_enabled = TRUE;
  self->activities = trs_resource_list_new ();
  self->task_channels = trs_resource_list_new ();
  self->task_queues = trs_resource_list_new ();
  self->workflows = trs_resource_list_new ();
  self->workers = trs_resource_list_new ();
  self->tasks = trs_resource_list_new ();
  self->events = trs_resource_list_new ();
  self->workers_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  trs_workspace_apply (self, change);
  g_ptr_array_add (account->workspaces, self);
  trs_event_emit (self, "workspace.created", &(TrsEventSubject) { 0 }, "Workspace %s created",
                  self->friendly_name);
  return self;
}

static void
add_activities (TrsWorkspace *self)
{
  static const struct
  {
    const char *name;
    gboolean is_available;
  } activities[] = { { "Offline", FALSE }, { "Available", TRUE }, { "Unavailable", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    {
      if (trs_workspace_get_activity_by_name (self, activities[i].name) == NULL)
        trs_activity_create (self, activities[i].name, activities[i].is_available, NULL);
    }
}

static void
add_task_channels (TrsWorkspace *self)
{
  static const char *const channels[][2] = {
    { "default", "Default" }, { "voice", "Voice" }, { "chat", "Programmable Chat" },
    { "sms", "SMS" },         { "video", "Video" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      if (trs_workspace_get_task_channel (self, channels[i][0]) == NULL)
        trs_task_channel_create (
            self,
            &(TrsTaskChannelChange) { .unique_name = channels[i][0],
                                      .friendly_name = channels[i][1] },
            NULL);
    }
}

static void
add_fifo (TrsWorkspace *self)
{
  TrsTaskQueue *queue = trs_task_queue_create (
      self, &(TrsTaskQueueChange) { .friendly_name = "Sample Queue" }, NULL);
  g_autoptr(JsonObject) target = json_object_new ();
  g_autoptr(JsonObject) routing = json_object_new ();
  g_autoptr(JsonObject) root = json_object_new ();
  g_autofree char *configuration = NULL;

  json_object_set_string_member (target, "queue", queue->base.sid);
  json_object_set_object_member (routing, "default_filter", g_steal_pointer (&target));
  json_object_set_object_member (root, "task_routing", g_steal_pointer (&routing));
  configuration = tr_json_object_to_string (root);
  trs_workflow_create (self,
                       &(TrsWorkflowChange) { .friendly_name = "Default Fifo Workflow",
                                              .configuration = configuration },
                       NULL);
}

/*
 * trs_workspace_fill:
 * @self: a new workspace
 * @template: (nullable): "NONE" or "FIFO"
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Adds what every workspace begins with, as far as it is not there: activities, task channels,
 * and Offline as default and timeout activity.
 */
gboolean
trs_workspace_fill (TrsWorkspace *self, const char *template, GError **error)
{
  gboolean is_fifo = g_strcmp0 (template, "FIFO") == 0;

  if (template != NULL && !is_fifo && strcmp (template, "NONE") != 0)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID, "Template must be NONE or FIFO");
      return FALSE;
    }

  if (self->activities->len == 0)
    add_activities (self);
  add_task_channels (self);
  if (self->default_activity == NULL)
    trs_resource_set (&self->default_activity, g_ptr_array_index (self->activities, 0));
  if (self->timeout_activity == NULL)
    trs_resource_set (&self->timeout_activity, self->default_activity);
  if (is_fifo)
    add_fifo (self);
  return TRUE;
}

/**
 * trs_workspace_create:
 * @account: an account
 * @change: friendly_name is required
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the workspace, with the service's default activities and task
 *   channels, or %NULL with @error set
 */
TrsWorkspace *
trs_workspace_create (TrsAccount *account, const TrsWorkspaceChange *change, GError **error)
{
  TrsWorkspace *self = trs_workspace_new (account, NULL, change, error);

  if (self != NULL && !trs_workspace_fill (self, change->template, error))
    {
      trs_resource_remove (account->engine, account->workspaces, self);
      return NULL;
    }
  return self;
}

/**
 * trs_workspace_update:
 * @self: a workspace
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done; all or nothing
 */
gboolean
trs_workspace_update (TrsWorkspace *self, const TrsWorkspaceChange *change, GError **error)
{
  if ((change->friendly_name != NULL &&
       !check_workspace_name (self->account, self, change->friendly_name, error)) ||
      !check_activity (self, change->default_activity_sid, "DefaultActivitySid", error) ||
      !check_activity (self, change->timeout_activity_sid, "TimeoutActivitySid", error))
    return FALSE;

  trs_workspace_apply (self, change);
  trs_resource_touch (self->engine, self);
  trs_event_emit (self, "workspace.updated", &(TrsEventSubject) { 0 }, "Workspace %s updated",
                  self->friendly_name);
  return TRUE;
}

/**
 * trs_workspace_delete:
 * @self: a workspace
 * @error: return location
 *
 * Deletes it with all that is in it.
 *
 * Returns: %TRUE
 */
gboolean
trs_workspace_delete (TrsWorkspace *self, GError **error)
{
  GPtrArray *lists[] = { self->activities, self->task_channels, self->task_queues,
                         self->workflows, self->workers };

  while (self->tasks->len > 0)
    trs_task_remove (g_ptr_array_index (self->tasks, self->tasks->len - 1), "task.deleted");
  /* Workers who are free now wait for the router, which must not find them gone. */
  trs_router_run (self->engine);
  trs_event_emit (self, "workspace.deleted", &(TrsEventSubject) { 0 }, "Workspace %s deleted",
                  self->friendly_name);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < lists[i]->len; j++)
        trs_resource_forget (self->engine, g_ptr_array_index (lists[i], j));
    }
  trs_resource_remove (self->engine, self->account->workspaces, self);
  return TRUE;
}

/**
 * trs_workspace_set_ignores_post_work_activity:
 * @self: a workspace
 * @ignores: whether an instruction's PostWorkActivitySid does nothing
 *
 * The service's documentation says that post-work activities act in single-task workspaces only;
 * live multi-tasking ones were seen to obey them. The sandbox obeys unless told otherwise.
 */
void
trs_workspace_set_ignores_post_work_activity (TrsWorkspace *self, gboolean ignores)
{
  self->ignores_post_work_activity = ignores;
}
