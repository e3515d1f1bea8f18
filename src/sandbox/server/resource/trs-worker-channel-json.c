/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-worker-channel-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static JsonObject *
common_new (TrsWorkerChannel *self)
{
  TrsWorkspace *workspace = self->worker->workspace;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", workspace->base.sid);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "worker_sid", self->worker->base.sid);
  json_object_set_string_member (object, "task_channel_sid", self->task_channel->base.sid);
  json_object_set_string_member (object, "task_channel_unique_name",
                                 self->task_channel->unique_name);
  json_object_set_int_member (object, "configured_capacity", self->configured_capacity);
  json_object_set_int_member (object, "assigned_tasks", self->assigned_tasks);
  json_object_set_int_member (object, "available_capacity_percentage",
                              trs_worker_channel_get_available_capacity_percentage (self));
  return object;
}

/**
 * trs_worker_channel_to_rest:
 * @worker_channel: a #TrsWorkerChannel
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_worker_channel_to_rest (gpointer worker_channel, const char *base_url)
{
  TrsWorkerChannel *self = worker_channel;
  g_autofree char *workspace = trs_workspace_dup_url (self->worker->workspace, base_url);
  JsonObject *object = common_new (self);

  json_object_set_boolean_member (object, "available", self->is_available);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_url (object, "url", "%s/Workers/%s/Channels/%s", workspace,
                      self->worker->base.sid, self->base.sid);
  return object;
}

/**
 * trs_worker_channel_to_payload:
 * @worker_channel: a #TrsWorkerChannel
 *
 * Returns: (transfer full): the resource as the event bridge shows it: with a number for a
 *   boolean, and the one date that is in milliseconds
 */
JsonObject *
trs_worker_channel_to_payload (gpointer worker_channel)
{
  TrsWorkerChannel *self = worker_channel;
  JsonObject *object = common_new (self);

  json_object_set_int_member (object, "available", self->is_available ? 1 : 0);
  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  json_object_set_int_member (object, "last_reserved_time", self->last_reserved_time / 1000);
  json_object_set_int_member (object, "version", self->version);
  return object;
}
