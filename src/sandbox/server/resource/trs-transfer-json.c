/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-transfer-json.h"

#include "trs-fields.h"

/**
 * trs_transfer_to_nested_payload:
 * @self: a transfer
 *
 * Returns: (transfer full): the transfer as it is inside a reservation on the event bridge; with
 *   the task's SID, without which the official SDK throws when it first hears of the transfer here
 */
JsonObject *
trs_transfer_to_nested_payload (TrsTransfer *self)
{
  TrsReservation *initiating = self->initiating_reservation;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "task_sid", self->task->base.sid);
  json_object_set_string_member (object, "transfer_type", self->to_queue ? "QUEUE" : "WORKER");
  json_object_set_string_member (object, "transfer_mode", self->is_cold ? "COLD" : "WARM");
  json_object_set_string_member (object, "transfer_to", self->to);
  json_object_set_string_member (object, "transfer_status",
                                 trs_transfer_status_to_string (self->status));
  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "initiating_reservation_sid", initiating->base.sid);
  json_object_set_string_member (object, "initiating_worker_sid", initiating->worker->base.sid);
  json_object_set_string_member (object, "initiating_queue_sid", self->initiating_queue_sid);
  json_object_set_string_member (object, "initiating_workflow_sid", self->initiating_workflow_sid);
  if (self->failed_reason != NULL)
    json_object_set_string_member (object, "transfer_failed_reason", self->failed_reason);
  return object;
}

/**
 * trs_transfer_to_payload:
 * @transfer: a #TrsTransfer
 *
 * Returns: (transfer full): the transfer as the event bridge shows it on its own
 */
JsonObject *
trs_transfer_to_payload (gpointer transfer)
{
  TrsTransfer *self = transfer;
  JsonObject *object = trs_transfer_to_nested_payload (self);

  json_object_set_string_member (object, "account_sid",
                                 self->task->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->task->workspace->base.sid);
  return object;
}
