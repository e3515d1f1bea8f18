/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-reservation-json.h"

#include "trs-fields.h"
#include "trs-task-json.h"
#include "trs-transfer-json.h"
#include "trs-workspace-json.h"

static JsonObject *
common_new (TrsReservation *self)
{
  TrsWorkspace *workspace = self->worker->workspace;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", workspace->base.sid);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "reservation_status",
                                 trs_reservation_status_to_string (self->status));
  json_object_set_string_member (object, "worker_sid", self->worker->base.sid);
  json_object_set_string_member (object, "worker_name", self->worker->friendly_name);
  return object;
}

static JsonObject *
rest_new (TrsReservation *self, const char *workspace, const char *parent)
{
  JsonObject *object = common_new (self);
  JsonObject *links = json_object_new ();

  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "task_sid", self->task->base.sid);
  trs_fields_set_url (object, "url", "%s/Reservations/%s", parent, self->base.sid);
  trs_fields_set_url (links, "task", "%s/Tasks/%s", workspace, self->task->base.sid);
  trs_fields_set_url (links, "worker", "%s/Workers/%s", workspace, self->worker->base.sid);
  json_object_set_string_member (links, "workspace", workspace);
  json_object_set_object_member (object, "links", links);
  return object;
}

/**
 * trs_reservation_to_task_rest:
 * @reservation: a #TrsReservation
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it below its task
 */
JsonObject *
trs_reservation_to_task_rest (gpointer reservation, const char *base_url)
{
  TrsReservation *self = reservation;
  g_autofree char *workspace = trs_workspace_dup_url (self->worker->workspace, base_url);
  g_autofree char *parent = g_strdup_printf ("%s/Tasks/%s", workspace, self->task->base.sid);

  return rest_new (self, workspace, parent);
}

/**
 * trs_reservation_to_worker_rest:
 * @reservation: a #TrsReservation
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it below its worker
 */
JsonObject *
trs_reservation_to_worker_rest (gpointer reservation, const char *base_url)
{
  TrsReservation *self = reservation;
  g_autofree char *workspace = trs_workspace_dup_url (self->worker->workspace, base_url);
  g_autofree char *parent = g_strdup_printf ("%s/Workers/%s", workspace, self->worker->base.sid);

  return rest_new (self, workspace, parent);
}

static JsonObject *
payload_new (TrsReservation *self)
{
  JsonObject *object = common_new (self);

  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  if (*self->worker_previous_activity_sid != '\0')
    json_object_set_string_member (object, "worker_previous_activity_sid",
                                   self->worker_previous_activity_sid);
  json_object_set_int_member (object, "version", self->version);
  return object;
}

/**
 * trs_reservation_to_short_payload:
 * @self: a reservation
 *
 * Returns: (transfer full): what the event bridge answers to a change: the task by its SID only
 */
JsonObject *
trs_reservation_to_short_payload (TrsReservation *self)
{
  JsonObject *object = payload_new (self);

  json_object_set_string_member (object, "task_sid", self->task->base.sid);
  json_object_set_string_member (object, "task_channel_sid", self->task->task_channel->base.sid);
  return object;
}

/**
 * trs_reservation_to_payload:
 * @reservation: a #TrsReservation
 *
 * Returns: (transfer full): the resource as the event bridge shows it. The transfers are absent
 *   where there are none: the official SDK can't bear null there.
 */
JsonObject *
trs_reservation_to_payload (gpointer reservation)
{
  TrsReservation *self = reservation;
  TrsTransfer *outgoing = trs_reservation_get_outgoing_transfer (self);
  JsonObject *object = payload_new (self);

  json_object_set_int_member (object, "reservation_timeout", self->timeout);
  json_object_set_object_member (object, "task", trs_task_to_nested_payload (self->task));
  if (self->canceled_reason_code != 0)
    json_object_set_int_member (object, "canceled_reason_code", self->canceled_reason_code);
  if (self->transfer != NULL)
    json_object_set_object_member (object, "task_transfer",
                                   trs_transfer_to_nested_payload (self->transfer));
  if (outgoing != NULL)
    json_object_set_object_member (object, "active_outgoing_task_transfer",
                                   trs_transfer_to_nested_payload (outgoing));
  return object;
}
