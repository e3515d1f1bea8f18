/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-task-private.h"

/*
 * A task's attributes are one document, written as a whole, and others write it as well: a flow, a
 * colleague's program, the service when a call is joined. So they are read, what is ours is put in,
 * and they are written if nobody was quicker; else all over again.
 */

/* Somebody who writes each time that we have read is not waited for without end. */
#define MAX_TRIES 5

typedef struct
{
  char *path;        /* owned */
  JsonObject *patch; /* owned */
  guint tries;
  GError *error;     /* owned, nullable: of the write whose outcome is looked for */
} Merge;

static void
merge_free (gpointer data)
{
  Merge *merge = data;

  g_free (merge->path);
  json_object_unref (merge->patch);
  g_clear_error (&merge->error);
  g_free (merge);
}

static JsonObject *merge_objects (JsonObject *target, JsonObject *patch, GError **error);

static gboolean
merge_member (JsonObject *merged, const char *name, JsonNode *patch, GError **error)
{
  JsonNode *present = json_object_get_member (merged, name);
  JsonObject *inner;

  if (JSON_NODE_HOLDS_NULL (patch))
    {
      if (present != NULL)
        json_object_remove_member (merged, name);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (patch) || present == NULL || JSON_NODE_HOLDS_NULL (present))
    {
      json_object_set_member (merged, name, json_node_copy (patch));
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (present))
    {
      g_set_error (error, TR_ERROR, TR_ERROR_REFUSED,
                   "The task's attribute \"%s\" is someone else's: not an object", name);
      return FALSE;
    }

  inner = merge_objects (json_node_get_object (present), json_node_get_object (patch), error);
  if (inner == NULL)
    return FALSE;
  json_object_set_object_member (merged, name, inner);
  return TRUE;
}

/* A new one: @target stays as it is. */
static JsonObject *
merge_objects (JsonObject *target, JsonObject *patch, GError **error)
{
  g_autoptr(JsonObject) merged = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, target);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (merged, name, json_node_copy (node));

  json_object_iter_init_ordered (&iter, patch);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!merge_member (merged, name, node, error))
      return NULL;

  return g_steal_pointer (&merged);
}

static gboolean
is_equal (JsonObject *a, JsonObject *b)
{
  g_autoptr(JsonNode) left = json_node_init_object (json_node_alloc (), a);
  g_autoptr(JsonNode) right = json_node_init_object (json_node_alloc (), b);

  return json_node_equal (left, right);
}

static void read_task (GTask *task);

/* Whether what was written may be there although no answer says so. */
static gboolean
is_uncertain (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_SERVICE) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Merge *merge = g_task_get_task_data (task);
  TrWorker *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);

  /* While a snapshot is read, it and the events after it are the truth. */
  if (payload != NULL && (self->phase == TR_WORKER_PHASE_SYNCING ||
                          tr_worker_take_task (self, payload, &error)))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (g_error_matches (error, TR_ERROR, TR_ERROR_CONFLICT) && merge->tries < MAX_TRIES)
    {
      g_info ("Merging again: %s", error->message);
      read_task (g_steal_pointer (&task));
    }
  else if (is_uncertain (error))
    {
      merge->error = g_steal_pointer (&error);
      read_task (g_steal_pointer (&task));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
write_task (GTask *task, TrTask *record, JsonObject *merged)
{
  Merge *merge = g_task_get_task_data (task);
  TrWorker *self = g_task_get_source_object (task);
  g_autoptr(JsonObject) parameters = json_object_new ();

  json_object_set_object_member (parameters, "Attributes", json_object_ref (merged));
  tr_bridge_request_if_match_async (self->bridge, "POST", merge->path, "v1",
                                    tr_task_get_version (record), parameters,
                                    g_task_get_cancellable (task), written_cb, task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Merge *merge = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);
  g_autoptr(TrTask) record = NULL;
  g_autoptr(JsonObject) present = NULL;
  g_autoptr(JsonObject) merged = NULL;

  if (payload != NULL)
    record = tr_task_new_from_json (payload, &error);
  if (record != NULL)
    present = tr_task_dup_exact_attributes (record, &error);
  if (present != NULL)
    merged = merge_objects (present, merge->patch, &error);

  if (merged != NULL && is_equal (merged, present))
    g_task_return_boolean (task, TRUE);
  else if (merge->error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      g_task_return_error (task, g_steal_pointer (&merge->error));
    }
  else if (merged == NULL)
    g_task_return_error (task, error);
  else
    write_task (g_steal_pointer (&task), record, merged);
}

/* Takes the task. */
static void
read_task (GTask *task)
{
  Merge *merge = g_task_get_task_data (task);
  TrWorker *self = g_task_get_source_object (task);

  merge->tries++;
  tr_bridge_request_async (self->bridge, "GET", merge->path, "v1", NULL,
                           g_task_get_cancellable (task), read_cb, task);
}

/**
 * tr_worker_merge_task_attributes_async:
 * @self: a worker
 * @task: any that the worker holds
 * @patch: members to set; an object goes into the object that is there, %null takes a member away
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Reads the task's attributes, changes what @patch names, and writes them back unless somebody
 * changed the task meanwhile; then it begins anew, a few times. Where @patch has an object and the
 * task something else, that is someone else's, and it fails with %TR_ERROR_REFUSED;
 * %TR_ERROR_CONFLICT means that somebody was quicker each time. Ends with
 * tr_worker_operation_finish().
 *
 * Source: the protocol's "Version check"; the way of merging is that of RFC 7396.
 */
void
tr_worker_merge_task_attributes_async (TrWorker *self,
                                       TrTask *task,
                                       JsonObject *patch,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr(GTask) operation = NULL;
  Merge *merge;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (patch != NULL);

  operation = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (operation, tr_worker_operation_finish);
  if (self->workspace_sid == NULL)
    {
      g_task_return_new_error (operation, TR_ERROR, TR_ERROR_NETWORK, "Not connected yet");
      return;
    }

  merge = g_new0 (Merge, 1);
  merge->path = tr_worker_dup_task_path (self, tr_task_get_sid (task));
  merge->patch = json_object_ref (patch);
  g_task_set_task_data (operation, merge, merge_free);
  read_task (g_steal_pointer (&operation));
}
