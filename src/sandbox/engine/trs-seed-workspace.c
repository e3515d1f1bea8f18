/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-seed-private.h"

#include <string.h>

#include "tr-json.h"
#include "trs-activity-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-task-channel-private.h"
#include "trs-task-queue-private.h"
#include "trs-worker-private.h"
#include "trs-workflow-private.h"
#include "trs-workspace-private.h"

/* Every function below loads one element of a list and complains with its path. */

/* Puts the path before what a verb complained of. */
static gboolean
refuse (const TrsDocument *document, GError *cause, GError **error)
{
  g_autoptr(GError) owned = cause;

  return trs_document_refuse (document, NULL, owned->message, error);
}

static gboolean
load_activity (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorkspace *workspace = user_data;
  GError *cause = NULL;
  const char *sid, *name;
  gboolean is_available;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "available") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &name, error) ||
      !trs_document_get_bool (document, "available", FALSE, &is_available, error))
    return FALSE;
  if (trs_activity_new (workspace, sid, name, is_available, &cause) == NULL)
    return refuse (document, cause, error);
  return TRUE;
}

static gboolean
load_task_channel (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorkspace *workspace = user_data;
  GError *cause = NULL;
  TrsTaskChannelChange change = { 0 };
  gboolean optimized;
  const char *sid;

  if (!TRS_SEED_CHECK (document, error, "sid", "unique_name", "friendly_name",
                       "channel_optimized_routing") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "unique_name", &change.unique_name, error) ||
      !trs_document_get_string (document, "friendly_name", &change.friendly_name, error) ||
      !trs_document_get_bool (document, "channel_optimized_routing", FALSE, &optimized, error))
    return FALSE;

  change.channel_optimized_routing = &optimized;
  if (change.friendly_name == NULL)
    change.friendly_name = change.unique_name;
  if (trs_task_channel_new (workspace, sid, &change, &cause) == NULL)
    return refuse (document, cause, error);
  return TRUE;
}

static gboolean
load_task_queue (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorkspace *workspace = user_data;
  GError *cause = NULL;
  TrsTaskQueueChange change = { 0 };
  TrsQueueOrder task_order;
  const char *sid, *word;
  gint64 maximum;
  int max_reserved_workers;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "target_workers",
                       "max_reserved_workers", "task_order") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &change.friendly_name, error) ||
      !trs_document_get_string (document, "target_workers", &change.target_workers, error) ||
      !trs_document_get_int (document, "max_reserved_workers", 1, 50, 1, &maximum, error) ||
      !trs_document_get_string (document, "task_order", &word, error))
    return FALSE;
  if (word != NULL && strcmp (word, "FIFO") != 0 && strcmp (word, "LIFO") != 0)
    return trs_document_refuse (document, "task_order", "is neither FIFO nor LIFO", error);

  task_order = g_strcmp0 (word, "LIFO") == 0 ? TRS_QUEUE_ORDER_LIFO : TRS_QUEUE_ORDER_FIFO;
  max_reserved_workers = (int) maximum;
  change.task_order = &task_order;
  change.max_reserved_workers = &max_reserved_workers;
  if (trs_task_queue_new (workspace, sid, &change, &cause) == NULL)
    return refuse (document, cause, error);
  return TRUE;
}

static void name_queues (JsonNode *node, TrsWorkspace *workspace);

static void
name_queues_of_element (JsonArray *array, guint index, JsonNode *element, gpointer user_data)
{
  name_queues (element, user_data);
}

/* People write queues' names where the service wants SIDs. */
static void
name_queues (JsonNode *node, TrsWorkspace *workspace)
{
  g_autoptr(GList) members = NULL;
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), name_queues_of_element, workspace);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  object = json_node_get_object (node);
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *member = json_object_get_member (object, l->data);
      TrsTaskQueue *queue = NULL;

      if (strcmp (l->data, "queue") == 0 && JSON_NODE_HOLDS_VALUE (member) &&
          json_node_get_value_type (member) == G_TYPE_STRING)
        queue = trs_workspace_get_task_queue_by_name (workspace, json_node_get_string (member));
      if (queue != NULL)
        json_object_set_string_member (object, l->data, queue->base.sid);
      else
        name_queues (member, workspace);
    }
}

static gboolean
load_workflow (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorkspace *workspace = user_data;
  GError *cause = NULL;
  TrsWorkflowChange change = { 0 };
  JsonObject *object;
  g_autoptr(JsonNode) configuration = NULL;
  g_autofree char *text = NULL;
  gint64 timeout;
  int task_reservation_timeout;
  const char *sid;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "task_reservation_timeout",
                       "assignment_callback_url", "fallback_assignment_callback_url",
                       "configuration") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &change.friendly_name, error) ||
      !trs_document_get_int (document, "task_reservation_timeout", 1, 86400, 120, &timeout,
                             error) ||
      !trs_document_get_string (document, "assignment_callback_url",
                                &change.assignment_callback_url, error) ||
      !trs_document_get_string (document, "fallback_assignment_callback_url",
                                &change.fallback_assignment_callback_url, error) ||
      !trs_document_get_object (document, "configuration", &object, error))
    return FALSE;
  if (object == NULL)
    return trs_document_refuse (document, "configuration", "is missing", error);

  configuration = json_node_copy (json_object_get_member (document->object, "configuration"));
  name_queues (configuration, workspace);
  text = tr_json_to_string (configuration);
  task_reservation_timeout = (int) timeout;
  change.configuration = text;
  change.task_reservation_timeout = &task_reservation_timeout;
  if (trs_workflow_new (workspace, sid, &change, &cause) == NULL)
    return refuse (document, cause, error);
  return TRUE;
}

static gboolean
load_worker_channel (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorker *worker = user_data;
  TrsWorkerChannel *channel;
  const char *name;
  gint64 capacity;
  gboolean is_available;

  if (!TRS_SEED_CHECK (document, error, "task_channel", "capacity", "available") ||
      !trs_document_expect_string (document, "task_channel", &name, error) ||
      !trs_document_get_int (document, "capacity", 0, 1000, 1, &capacity, error) ||
      !trs_document_get_bool (document, "available", TRUE, &is_available, error))
    return FALSE;
  channel = trs_worker_get_channel (worker, name);
  if (channel == NULL)
    return trs_document_refuse (document, "task_channel", "is no task channel", error);

  channel->configured_capacity = (int) capacity;
  channel->is_available = is_available;
  return TRUE;
}

static gboolean
load_worker (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsWorkspace *workspace = user_data;
  GError *cause = NULL;
  TrsWorkerChange change = { 0 };
  JsonObject *attributes;
  g_autofree char *text = NULL;
  const char *sid, *activity_name;
  TrsActivity *activity;
  TrsWorker *worker;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "activity", "attributes",
                       "channels") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &change.friendly_name, error) ||
      !trs_document_get_string (document, "activity", &activity_name, error) ||
      !trs_document_get_object (document, "attributes", &attributes, error))
    return FALSE;
  if (activity_name != NULL)
    {
      activity = trs_workspace_get_activity_by_name (workspace, activity_name);
      if (activity == NULL)
        return trs_document_refuse (document, "activity", "is no activity of the workspace",
                                    error);
      change.activity_sid = activity->base.sid;
    }
  if (attributes != NULL)
    text = tr_json_object_to_string (attributes);
  change.attributes = text;
  worker = trs_worker_new (workspace, sid, &change, &cause);
  if (worker == NULL)
    return refuse (document, cause, error);
  if (!trs_document_foreach (document, "channels", load_worker_channel, worker, error))
    return FALSE;
  trs_worker_refresh (worker, FALSE);
  return TRUE;
}

static gboolean
load_activity_choice (const TrsDocument *document,
                      const char *member,
                      TrsWorkspace *workspace,
                      TrsActivity **place,
                      GError **error)
{
  const char *name;
  TrsActivity *activity;

  if (!trs_document_get_string (document, member, &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  activity = trs_workspace_get_activity_by_name (workspace, name);
  if (activity == NULL)
    return trs_document_refuse (document, member, "is no activity of the workspace", error);

  trs_resource_set (place, activity);
  return TRUE;
}

static gboolean
load_workspace_contents (const TrsDocument *document, TrsWorkspace *workspace, GError **error)
{
  return trs_document_foreach (document, "activities", load_activity, workspace, error) &&
         load_activity_choice (document, "default_activity", workspace,
                               &workspace->default_activity, error) &&
         load_activity_choice (document, "timeout_activity", workspace,
                               &workspace->timeout_activity, error) &&
         trs_document_foreach (document, "task_channels", load_task_channel, workspace, error) &&
         trs_workspace_fill (workspace, NULL, error) &&
         trs_document_foreach (document, "task_queues", load_task_queue, workspace, error) &&
         trs_document_foreach (document, "workflows", load_workflow, workspace, error) &&
         trs_document_foreach (document, "workers", load_worker, workspace, error);
}

gboolean
trs_seed_load_workspace (const TrsDocument *document, gpointer account, GError **error)
{
  GError *cause = NULL;
  TrsWorkspaceChange change = { 0 };
  gboolean multi_task_enabled, ignores_post_work_activity;
  const char *sid;
  TrsWorkspace *workspace;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "event_callback_url",
                       "events_filter", "multi_task_enabled", "ignore_post_work_activity",
                       "activities", "default_activity", "timeout_activity", "task_channels",
                       "task_queues", "workflows", "workers") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &change.friendly_name, error) ||
      !trs_document_get_string (document, "event_callback_url", &change.event_callback_url,
                                error) ||
      !trs_document_get_string (document, "events_filter", &change.events_filter, error) ||
      !trs_document_get_bool (document, "multi_task_enabled", TRUE, &multi_task_enabled, error) ||
      !trs_document_get_bool (document, "ignore_post_work_activity", FALSE,
                              &ignores_post_work_activity, error))
    return FALSE;

  change.multi_task_enabled = &multi_task_enabled;
  workspace = trs_workspace_new (account, sid, &change, &cause);
  if (workspace == NULL)
    return refuse (document, cause, error);
  trs_workspace_set_ignores_post_work_activity (workspace, ignores_post_work_activity);
  return load_workspace_contents (document, workspace, error);
}
