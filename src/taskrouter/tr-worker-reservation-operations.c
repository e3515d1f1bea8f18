/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-operation.h"

/* What a worker asks about its reservations. */

/* NULL until the service said who we are. */
static char *
dup_reservation_path (TrWorker *self, TrReservation *reservation)
{
  if (self->sid == NULL)
    return NULL;
  return tr_worker_dup_reservation_path (self, tr_reservation_get_sid (reservation));
}

/* An accepted reservation may have gone on to wrapping, and that to completed, while we asked. */
static gboolean
is_reservation_done (TrOperation *operation, JsonNode *payload)
{
  g_autoptr(TrReservation) reservation = tr_reservation_new_from_json (payload, NULL);
  TrReservationStatus wanted = operation->reservation_status;
  TrReservationStatus status;

  if (reservation == NULL)
    return FALSE;
  status = tr_reservation_get_status (reservation);
  if (wanted == TR_RESERVATION_ACCEPTED && status == TR_RESERVATION_WRAPPING)
    return TRUE;
  if (wanted == TR_RESERVATION_ACCEPTED || wanted == TR_RESERVATION_WRAPPING)
    return status == wanted || status == TR_RESERVATION_COMPLETED;
  return status == wanted;
}

static TrOperation *
reservation_operation_new (TrWorker *self, TrReservation *reservation, TrReservationStatus wanted)
{
  TrOperation *operation = tr_operation_new (dup_reservation_path (self, reservation),
                                             tr_worker_take_reservation, is_reservation_done);

  operation->reservation_status = wanted;
  return operation;
}

/**
 * tr_worker_accept_async:
 * @self: a worker
 * @reservation: a pending one
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * For a task without a call; a call is accepted by an instruction, see tr_worker_instruct_async().
 *
 * Source: the protocol's "Reservation" operations, accept.
 */
void
tr_worker_accept_async (TrWorker *self,
                        TrReservation *reservation,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  operation = reservation_operation_new (self, reservation, TR_RESERVATION_ACCEPTED);
  tr_operation_set (operation, "ReservationStatus", "accepted");
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_reject_async:
 * @self: a worker
 * @reservation: a pending one
 * @activity: (nullable): what the worker is to do from now on; NULL leaves it
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Reservation" operations, reject.
 */
void
tr_worker_reject_async (TrWorker *self,
                        TrReservation *reservation,
                        TrActivity *activity,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  operation = reservation_operation_new (self, reservation, TR_RESERVATION_REJECTED);
  tr_operation_set (operation, "ReservationStatus", "rejected");
  if (activity != NULL)
    tr_operation_set (operation, "WorkerActivitySid", tr_activity_get_sid (activity));
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_wrap_async:
 * @self: a worker
 * @reservation: an accepted one
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Reservation" operations, wrap.
 */
void
tr_worker_wrap_async (TrWorker *self,
                      TrReservation *reservation,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  operation = reservation_operation_new (self, reservation, TR_RESERVATION_WRAPPING);
  tr_operation_set (operation, "ReservationStatus", "wrapping");
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

/**
 * tr_worker_complete_async:
 * @self: a worker
 * @reservation: an accepted or wrapping one
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Source: the protocol's "Reservation" operations, complete.
 */
void
tr_worker_complete_async (TrWorker *self,
                          TrReservation *reservation,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));

  operation = reservation_operation_new (self, reservation, TR_RESERVATION_COMPLETED);
  tr_operation_set (operation, "ReservationStatus", "completed");
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

static void
copy_parameter (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/**
 * tr_worker_instruct_async:
 * @self: a worker
 * @reservation: a pending one
 * @instruction: "call", "dequeue", "redirect" or "conference"
 * @parameters: (nullable): as the protocol spells them
 * @cancellable: (nullable): ends the wait, not the request
 * @callback: called once
 * @user_data: for @callback
 *
 * Success means that the service takes the instruction: the reservation is accepted when the
 * worker's phone is answered, and canceled when it is not.
 *
 * Source: the protocol's "Reservation" operations.
 */
void
tr_worker_instruct_async (TrWorker *self,
                          TrReservation *reservation,
                          const char *instruction,
                          JsonObject *parameters,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TrOperation *operation;

  g_return_if_fail (TR_IS_WORKER (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));
  g_return_if_fail (instruction != NULL);

  operation = reservation_operation_new (self, reservation, TR_RESERVATION_ACCEPTED);
  if (parameters != NULL)
    json_object_foreach_member (parameters, copy_parameter, operation->parameters);
  tr_operation_set (operation, "Instruction", instruction);
  tr_operation_run (operation, self, cancellable, callback, user_data);
}

