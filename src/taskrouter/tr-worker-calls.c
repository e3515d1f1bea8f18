/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-calls.h"

#include "tr-json.h"

/* Source of all: the service's worker SDK: reservation.updateParticipant(), task.updateParticipant(),
 * task.hold(), task.kick(), task.transfer(), transfer.cancel() and worker.createTask(). */

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  JsonNode *payload = tr_worker_request_finish (TR_WORKER (source), result, &error);

  if (payload != NULL)
    g_task_return_pointer (task, payload, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
}

/* @below: below the worker; NULL for below the workspace: its tasks. Takes the task and @parameters. */
static void
ask (GTask *task, const char *below, const char *api_version, JsonObject *parameters)
{
  TrWorker *self = g_task_get_source_object (task);
  const char *sid = tr_worker_get_sid (self);
  g_autofree char *escaped = sid != NULL ? g_uri_escape_string (sid, NULL, FALSE) : NULL;
  g_autoptr(JsonObject) owned = parameters;
  g_autofree char *path = NULL;

  if (escaped == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "Not connected yet");
      g_object_unref (task);
      return;
    }

  path = below != NULL ? g_strdup_printf ("Workers/%s/%s", escaped, below) : g_strdup ("Tasks");
  tr_worker_request_async (self, "POST", path, api_version, parameters,
                           g_task_get_cancellable (task), answered_cb, task);
}

static GTask *
task_new (TrWorker *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

static void
update_own_leg (GTask *task, TrReservation *reservation, const char *name, gboolean value)
{
  JsonObject *parameters = json_object_new ();

  json_object_set_string_member (parameters, "ReservationSid", tr_reservation_get_sid (reservation));
  json_object_set_boolean_member (parameters, name, value);
  ask (task, "WorkerParticipant", "v2", parameters);
}

/**
 * tr_worker_mute_async:
 * @self: a worker
 * @reservation: an accepted one of a conference
 * @is_muted: whether the others shall not hear this worker
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 */
void
tr_worker_mute_async (TrWorker *self,
                      TrReservation *reservation,
                      gboolean is_muted,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  update_own_leg (task_new (self, tr_worker_call_finish, cancellable, callback, user_data),
                  reservation, "Mute", is_muted);
}

/**
 * tr_worker_set_end_on_exit_async:
 * @self: a worker
 * @reservation: an accepted one of a conference
 * @ends: whether the conference is over when this worker leaves it
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 */
void
tr_worker_set_end_on_exit_async (TrWorker *self,
                                 TrReservation *reservation,
                                 gboolean ends,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  update_own_leg (task_new (self, tr_worker_call_finish, cancellable, callback, user_data),
                  reservation, "EndConferenceOnExit", ends);
}

static JsonObject *
about_task (TrTask *task, const char *worker_sid)
{
  JsonObject *parameters = json_object_new ();

  json_object_set_string_member (parameters, "TaskSid", tr_task_get_sid (task));
  if (worker_sid != NULL)
    json_object_set_string_member (parameters, "TargetWorkerSid", worker_sid);
  return parameters;
}

/**
 * tr_worker_hold_customer_async:
 * @self: a worker
 * @task: an assigned one with a conference
 * @is_held: whether the customer shall hear music instead of the others
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 */
void
tr_worker_hold_customer_async (TrWorker *self,
                               TrTask *task,
                               gboolean is_held,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  JsonObject *parameters;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));

  parameters = about_task (task, NULL);
  json_object_set_boolean_member (parameters, "Hold", is_held);
  ask (task_new (self, tr_worker_call_finish, cancellable, callback, user_data),
       "CustomerParticipant", "v2", parameters);
}

/**
 * tr_worker_hold_worker_async:
 * @self: a worker
 * @task: an assigned one with a conference
 * @worker_sid: another worker in that conference
 * @is_held: whether that one shall hear music instead of the others
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 */
void
tr_worker_hold_worker_async (TrWorker *self,
                             TrTask *task,
                             const char *worker_sid,
                             gboolean is_held,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  JsonObject *parameters;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (worker_sid != NULL);

  parameters = about_task (task, worker_sid);
  json_object_set_boolean_member (parameters, "Hold", is_held);
  ask (task_new (self, tr_worker_call_finish, cancellable, callback, user_data),
       "HoldWorkerParticipant", "v2", parameters);
}

/**
 * tr_worker_kick_worker_async:
 * @self: a worker
 * @task: an assigned one with a conference
 * @worker_sid: a worker in that conference, which may be @self
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Hangs up on a worker's phone. The conference ends with it if that leg says so.
 */
void
tr_worker_kick_worker_async (TrWorker *self,
                             TrTask *task,
                             const char *worker_sid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (worker_sid != NULL);

  ask (task_new (self, tr_worker_call_finish, cancellable, callback, user_data),
       "KickWorkerParticipant", "v2", about_task (task, worker_sid));
}

/**
 * tr_worker_cancel_transfer_async:
 * @self: a worker
 * @transfer: one that this worker began and nobody has taken yet
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * The customer stays on hold until someone resumes.
 */
void
tr_worker_cancel_transfer_async (TrWorker *self,
                                 TrTransfer *transfer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *below = NULL;
  JsonObject *parameters;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_TRANSFER (transfer));

  parameters = json_object_new ();
  json_object_set_string_member (parameters, "TaskSid", tr_transfer_get_task_sid (transfer));
  json_object_set_string_member (parameters, "TransferStatus", "canceled");
  escaped = g_uri_escape_string (tr_transfer_get_sid (transfer), NULL, FALSE);
  below = g_strconcat ("Transfers/", escaped, NULL);
  ask (task_new (self, tr_worker_call_finish, cancellable, callback, user_data), below, "v2",
       parameters);
}

/**
 * tr_worker_call_finish:
 * @self: a worker
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether the service did it; else #TR_ERROR or %G_IO_ERROR_CANCELLED. After
 *   %TR_ERROR_TIMEOUT or %TR_ERROR_NETWORK it may have been done
 */
gboolean
tr_worker_call_finish (TrWorker *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) payload = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_worker_call_finish), FALSE);

  payload = g_task_propagate_pointer (G_TASK (result), error);
  return payload != NULL;
}

/**
 * tr_worker_transfer_async:
 * @self: a worker
 * @reservation: the accepted one of the call
 * @to: SID of a worker or a task queue
 * @is_warm: whether this worker stays on the line; the customer is on hold meanwhile. Else its leg
 *   leaves at once
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Offers the call to someone else. What comes of it is told by the signals task-transfer-….
 */
void
tr_worker_transfer_async (TrWorker *self,
                          TrReservation *reservation,
                          const char *to,
                          gboolean is_warm,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  JsonObject *parameters;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));
  g_return_if_fail (to != NULL);

  parameters = about_task (tr_reservation_get_task (reservation), NULL);
  json_object_set_string_member (parameters, "ReservationSid", tr_reservation_get_sid (reservation));
  json_object_set_string_member (parameters, "To", to);
  json_object_set_string_member (parameters, "Mode", is_warm ? "WARM" : "COLD");
  ask (task_new (self, tr_worker_transfer_async, cancellable, callback, user_data), "Transfers",
       "v2", parameters);
}

/**
 * tr_worker_transfer_finish:
 * @self: a worker
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the transfer as it began; NULL with #TR_ERROR or %G_IO_ERROR_CANCELLED
 */
TrTransfer *
tr_worker_transfer_finish (TrWorker *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) payload = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_worker_transfer_async), NULL);

  payload = g_task_propagate_pointer (G_TASK (result), error);
  return payload != NULL ? tr_transfer_new_from_json (payload, error) : NULL;
}

/**
 * tr_worker_call_out_async:
 * @self: a worker
 * @to: whom to call, as the service spells numbers: "+16505550100"
 * @from: the number that is shown to them, one of the account's
 * @workflow_sid: (WW…) that the task is counted in
 * @queue_sid: (WQ…) likewise
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * The task goes to this worker alone, whatever its activity and capacity. An instruction
 * "conference" on its reservation calls the worker, then @to.
 */
void
tr_worker_call_out_async (TrWorker *self,
                          const char *to,
                          const char *from,
                          const char *workflow_sid,
                          const char *queue_sid,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  JsonObject *parameters, *attributes;
  const char *sid;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (to != NULL && from != NULL);
  g_return_if_fail (workflow_sid != NULL && queue_sid != NULL);

  sid = tr_worker_get_sid (self);
  parameters = json_object_new ();
  attributes = json_object_new ();
  json_object_set_string_member (attributes, "outbound_to", to);
  json_object_set_string_member (attributes, "from", from);
  json_object_set_string_member (attributes, "direction", "outbound");
  json_object_set_string_member (parameters, "WorkflowSid", workflow_sid);
  json_object_set_string_member (parameters, "TaskQueueSid", queue_sid);
  json_object_set_string_member (parameters, "RoutingTarget", sid != NULL ? sid : "");
  json_object_set_string_member (parameters, "TaskChannelUniqueName", "voice");
  json_object_set_object_member (parameters, "Attributes", attributes);
  ask (task_new (self, tr_worker_call_out_async, cancellable, callback, user_data), NULL, "v1",
       parameters);
}

/**
 * tr_worker_call_out_finish:
 * @self: a worker
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the task's SID; NULL with #TR_ERROR or %G_IO_ERROR_CANCELLED
 */
char *
tr_worker_call_out_finish (TrWorker *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) payload = NULL;
  JsonObject *object;
  const char *sid;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_worker_call_out_async), NULL);

  payload = g_task_propagate_pointer (G_TASK (result), error);
  if (payload == NULL)
    return NULL;
  if (tr_json_expect_object (payload, &object, error) &&
      tr_json_expect_id (object, "sid", &sid, error))
    return g_strdup (sid);

  g_prefix_error_literal (error, "Task: ");
  return NULL;
}
