/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-operation.h"

#include "tr-error.h"

/* What a worker asks about itself and its tasks, and all the rest. */

/* NULL until the service said who we are. */
static char *
dup_own_path (TrWorker *self)
{
  return self->sid != NULL ? tr_worker_dup_own_path (self, NULL) : NULL;
}

static char *
dup_task_path (TrWorker *self, TrTask *task)
{
  return self->sid != NULL ? tr_worker_dup_task_path (self, tr_task_get_sid (task)) : NULL;
}

static gboolean
is_task_done (TrOperation *operation, JsonNode *payload)
{
  g_autoptr(TrTask) task = tr_task_new_from_json (payload, NULL);

  return task != NULL && (tr_task_get_status (task) == operation->task_status ||
                          tr_task_get_status (task) == TR_TASK_COMPLETED);
}

static gboolean
is_activity_done (TrOperation *operation, JsonNode *payload)
{
  g_autoptr(TrWorkerRecord) record = tr_worker_record_new_from_json (payload, NULL);

  return record != NULL && g_str_equal (record->activity_sid, operation->activity_sid);
}

static gboolean
is_equal (JsonObject *a, JsonObject *b)
{
  g_autoptr(JsonNode) left = json_node_init_object (json_node_alloc (), a);
  g_autoptr(JsonNode) right = json_node_init_object (json_node_alloc (), b);

  return json_node_equal (left, right);
}

static gboolean
are_attributes_done (TrOperation *operation, JsonNode *payload)
{
  g_autoptr(TrWorkerRecord) record = tr_worker_record_new_from_json (payload, NULL);

  return record != NULL && is_equal (record->attributes, operation->attributes);
}

static gboolean
are_task_attributes_done (TrOperation *operation, JsonNode *payload)
{
  g_autoptr(TrTask) task = tr_task_new_from_json (payload, NULL);

  return task != NULL && is_equal (tr_task_get_attributes (task), operation->attributes);
}

/**
 * tr_worker_set_activity_async:
 * @self: a worker
 * @activity: what it is to do from now on
 * @reject_pending: whether its pending reservations are rejected; only towards an activity that is
 *   not available, else the service refuses
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Worker" operations, activity.setAsCurrent.
 */
void
tr_worker_set_activity_async (TrWorker *self,
                              TrActivity *activity,
                              gboolean reject_pending,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  operation = tr_operation_new (dup_own_path (self), tr_worker_take_worker, is_activity_done);
  operation->activity_sid = g_strdup (tr_activity_get_sid (activity));
  tr_operation_set (operation, "ActivitySid", tr_activity_get_sid (activity));
  if (reject_pending)
    json_object_set_boolean_member (operation->parameters, "RejectPendingReservations", TRUE);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_set_attributes_async:
 * @self: a worker
 * @attributes: all of its attributes from now on
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Worker" operations, worker.setAttributes.
 */
void
tr_worker_set_attributes_async (TrWorker *self,
                                JsonObject *attributes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (attributes != NULL);

  operation = tr_operation_new (dup_own_path (self), tr_worker_take_worker, are_attributes_done);
  tr_operation_set_attributes (operation, attributes);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_complete_task_async:
 * @self: a worker
 * @task: an assigned or wrapping one
 * @reason: why, in words for people
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Task" operations, complete.
 */
void
tr_worker_complete_task_async (TrWorker *self,
                               TrTask *task,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (reason != NULL);

  operation = tr_operation_new (dup_task_path (self, task), tr_worker_take_task, is_task_done);
  operation->task_status = TR_TASK_COMPLETED;
  tr_operation_set (operation, "AssignmentStatus", "completed");
  tr_operation_set (operation, "Reason", reason);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_wrap_up_task_async:
 * @self: a worker
 * @task: an assigned one
 * @reason: (nullable): why, in words for people
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Task" operations, wrapUp.
 */
void
tr_worker_wrap_up_task_async (TrWorker *self,
                              TrTask *task,
                              const char *reason,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));

  operation = tr_operation_new (dup_task_path (self, task), tr_worker_take_task, is_task_done);
  operation->task_status = TR_TASK_WRAPPING;
  tr_operation_set (operation, "AssignmentStatus", "wrapping");
  if (reason != NULL)
    tr_operation_set (operation, "Reason", reason);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_set_task_attributes_async:
 * @self: a worker
 * @task: any that the worker holds
 * @attributes: all of its attributes from now on
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Task" operations, setAttributes.
 */
void
tr_worker_set_task_attributes_async (TrWorker *self,
                                     TrTask *task,
                                     JsonObject *attributes,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (attributes != NULL);

  operation = tr_operation_new (dup_task_path (self, task), tr_worker_take_task,
                                are_task_attributes_done);
  tr_operation_set_attributes (operation, attributes);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_operation_finish:
 * @self: a worker
 * @result: from the callback of an operation
 * @error: return location
 *
 * Returns: whether it was done; else #TR_ERROR or %G_IO_ERROR_CANCELLED. %TR_ERROR_TIMEOUT and
 *   %TR_ERROR_NETWORK mean that it was not done as far as could be seen
 */
gboolean
tr_worker_operation_finish (TrWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_worker_operation_finish), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  JsonNode *payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);

  if (payload != NULL)
    g_task_return_pointer (task, payload, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
}

/**
 * tr_worker_request_async:
 * @self: a worker
 * @method: GET, POST or DELETE
 * @path: below the worker's workspace, its parts escaped
 * @api_version: "v1" or "v2", as the protocol says for the operation
 * @parameters: (nullable): of the operation
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Any other operation of the bridge. The answer changes nothing that is known here; the events that
 * follow do.
 */
void
tr_worker_request_async (TrWorker *self,
                         const char *method,
                         const char *path,
                         const char *api_version,
                         JsonObject *parameters,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *full_path = NULL;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (method != NULL && path != NULL && api_version != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_worker_request_async);
  if (self->workspace_sid == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "Not connected yet");
      return;
    }

  full_path = tr_worker_dup_path (self, path);
  tr_bridge_request_async (self->bridge, method, full_path, api_version, parameters, cancellable,
                           requested_cb, g_steal_pointer (&task));
}

/**
 * tr_worker_request_finish:
 * @self: a worker
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the answer's payload, an object, not checked; NULL with #TR_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
JsonNode *
tr_worker_request_finish (TrWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_worker_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
