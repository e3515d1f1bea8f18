/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-situation.h"

#include "trd-routing.h"
#include "trd-table.h"

/**
 * trd_situation_new:
 * @service: the service; kept, not owned
 *
 * Returns: (transfer full) (nullable): how things are in its workspace
 */
TrdSituation *
trd_situation_new (TrdService *service, GError **error)
{
  g_autoptr(TrdSituation) self = g_new0 (TrdSituation, 1);
  g_autoptr(JsonObject) workspace = NULL;
  const char *sid = trd_service_get_workspace (service, error);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s", sid);

  self->service = service;
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_ptr_array_unref);
  if (sid == NULL)
    return NULL;
  workspace = trd_service_request (service, TR_SERVICE_TASKROUTER, "GET", path, NULL, error);
  if (workspace == NULL)
    return NULL;
  self->is_multi_tasking = trd_member_is_true (workspace, "multi_task_enabled");
  self->workers = trd_service_list_workspace (service, "Workers", NULL, 0, error);
  if (self->workers != NULL)
    self->queues = trd_service_list_workspace (service, "TaskQueues", NULL, 0, error);
  return self->queues != NULL ? g_steal_pointer (&self) : NULL;
}

void
trd_situation_free (TrdSituation *self)
{
  g_clear_pointer (&self->workers, g_ptr_array_unref);
  g_clear_pointer (&self->queues, g_ptr_array_unref);
  g_hash_table_unref (self->channels);
  g_free (self);
}

/**
 * trd_situation_get_channels:
 * @self: a situation
 * @worker: one of its workers
 *
 * Asks for them, the first time.
 *
 * Returns: (nullable) (element-type JsonObject): the worker's channels
 */
GPtrArray *
trd_situation_get_channels (TrdSituation *self, JsonObject *worker, GError **error)
{
  const char *sid = trd_member_text (worker, "sid");
  g_autofree char *escaped = g_uri_escape_string (sid != NULL ? sid : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Workers/%s/Channels", escaped);
  GPtrArray *channels = g_hash_table_lookup (self->channels, escaped);

  if (channels != NULL)
    return channels;
  channels = trd_service_list_workspace (self->service, path, NULL, 0, error);
  if (channels != NULL)
    g_hash_table_insert (self->channels, g_steal_pointer (&escaped), channels);
  return channels;
}

/**
 * trd_situation_describe:
 * @self: a situation
 * @worker: one of its workers
 * @expression: (nullable): what is to be asked of the worker
 *
 * Returns: (transfer full) (nullable): what the expression may name of the worker
 */
JsonObject *
trd_situation_describe (TrdSituation *self, JsonObject *worker, const char *expression, GError **error)
{
  GPtrArray *channels = NULL;

  if (trd_routing_asks_for_channels (expression))
    {
      channels = trd_situation_get_channels (self, worker, error);
      if (channels == NULL)
        return NULL;
    }
  return trd_routing_describe_worker (worker, channels);
}

/**
 * trd_situation_list_queues_of:
 * @self: a situation
 * @worker: one of its workers
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the queues that have the worker
 */
GPtrArray *
trd_situation_list_queues_of (TrdSituation *self, JsonObject *worker, GError **error)
{
  g_autoptr(GPtrArray) queues = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < self->queues->len; i++)
    {
      JsonObject *queue = g_ptr_array_index (self->queues, i);
      g_autoptr(JsonObject) names =
          trd_situation_describe (self, worker, trd_member_text (queue, "target_workers"), error);

      if (names == NULL)
        return NULL;
      if (trd_routing_is_member (queue, names))
        g_ptr_array_add (queues, json_object_ref (queue));
    }
  return g_steal_pointer (&queues);
}

/* ---- Cases ---- */

static int
compare_created (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (trd_member_text (*(JsonObject *const *) a, "date_created"),
                    trd_member_text (*(JsonObject *const *) b, "date_created"));
}

static gboolean
read_workflow (TrdCase *self, TrdService *service, GError **error)
{
  const char *sid = trd_member_text (self->task, "workflow_sid");
  g_autofree char *escaped = g_uri_escape_string (sid != NULL ? sid : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Workflows/%s", escaped);
  g_autoptr(JsonObject) workflow = NULL;
  const char *text;

  if (sid == NULL || *sid == '\0')
    return TRUE;
  workflow = trd_service_request_workspace (service, "GET", path, NULL, error);
  if (workflow == NULL)
    return FALSE;
  text = trd_member_text (workflow, "configuration");
  self->workflow = text != NULL ? trs_workflow_config_new (text, NULL) : NULL;
  if (self->workflow != NULL)
    self->target = trd_routing_find_target (self->workflow, self->task);
  return TRUE;
}

/**
 * trd_case_new:
 * @situation: where it waits
 * @task: a task, as the REST API tells it
 *
 * Asks for its reservations and its workflow.
 *
 * Returns: (transfer full) (nullable): the case
 */
TrdCase *
trd_case_new (TrdSituation *situation, JsonObject *task, GError **error)
{
  g_autoptr(TrdCase) self = g_new0 (TrdCase, 1);
  const char *sid = trd_member_text (task, "sid");
  const char *queue_sid = trd_member_text (task, "task_queue_sid");
  JsonObject *queue = queue_sid != NULL ? trd_find (situation->queues, queue_sid, "queue", NULL) : NULL;
  g_autofree char *escaped = g_uri_escape_string (sid != NULL ? sid : "", NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Tasks/%s/Reservations", escaped);

  self->task = json_object_ref (task);
  self->attributes = trd_routing_read_attributes (task);
  self->queue = queue != NULL ? json_object_ref (queue) : NULL;
  self->reservations = trd_service_list_workspace (situation->service, path, NULL, 0, error);
  if (self->reservations == NULL || !read_workflow (self, situation->service, error))
    return NULL;
  g_ptr_array_sort (self->reservations, compare_created);
  return g_steal_pointer (&self);
}

void
trd_case_free (TrdCase *self)
{
  json_object_unref (self->task);
  json_object_unref (self->attributes);
  g_clear_pointer (&self->queue, json_object_unref);
  g_clear_pointer (&self->reservations, g_ptr_array_unref);
  g_clear_pointer (&self->workflow, trs_workflow_config_unref);
  g_free (self);
}
