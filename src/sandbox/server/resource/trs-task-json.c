/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static JsonObject *
links_new (TrsTask *self, const char *workspace, const char *url)
{
  JsonObject *links = json_object_new ();

  if (self->queue != NULL)
    trs_fields_set_url (links, "task_queue", "%s/TaskQueues/%s", workspace, self->queue->base.sid);
  else
    json_object_set_null_member (links, "task_queue");
  if (self->workflow != NULL)
    trs_fields_set_url (links, "workflow", "%s/Workflows/%s", workspace, self->workflow->base.sid);
  else
    json_object_set_null_member (links, "workflow");
  json_object_set_string_member (links, "workspace", workspace);
  trs_fields_set_url (links, "reservations", "%s/Reservations", url);
  return links;
}

/* What both forms call by the same name and show in the same way. */
static JsonObject *
common_new (TrsTask *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_int_member (object, "age", trs_task_get_age (self));
  json_object_set_string_member (object, "assignment_status",
                                 trs_task_status_to_string (self->status));
  json_object_set_string_member (object, "attributes", self->attributes);
  json_object_set_string_member (object, "addons", "{}");
  json_object_set_int_member (object, "priority", self->priority);
  trs_fields_set_string (object, "reason", self->reason);
  json_object_set_int_member (object, "timeout", self->timeout);
  json_object_set_string_member (object, "task_channel_sid", self->task_channel->base.sid);
  json_object_set_string_member (object, "task_channel_unique_name",
                                 self->task_channel->unique_name);
  trs_fields_set_string (object, "routing_target", self->routing_target);
  return object;
}

/**
 * trs_task_to_rest:
 * @task: a #TrsTask
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_task_to_rest (gpointer task, const char *base_url)
{
  TrsTask *self = task;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  g_autofree char *url = g_strdup_printf ("%s/Tasks/%s", workspace, self->base.sid);
  JsonObject *object = common_new (self);

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_iso_date (object, "task_queue_entered_date", self->date_queue_entered);
  trs_fields_set_iso_date (object, "virtual_start_time", self->virtual_start_time);
  trs_fields_set_string (object, "task_queue_sid",
                         self->queue != NULL ? self->queue->base.sid : NULL);
  trs_fields_set_string (object, "task_queue_friendly_name",
                         self->queue != NULL ? self->queue->friendly_name : NULL);
  trs_fields_set_string (object, "workflow_sid",
                         self->workflow != NULL ? self->workflow->base.sid : NULL);
  trs_fields_set_string (object, "workflow_friendly_name",
                         self->workflow != NULL ? self->workflow->friendly_name : NULL);
  json_object_set_boolean_member (object, "ignore_capacity", self->ignore_capacity);
  json_object_set_string_member (object, "url", url);
  json_object_set_object_member (object, "links", links_new (self, workspace, url));
  return object;
}

/**
 * trs_task_to_nested_payload:
 * @self: a task
 *
 * Returns: (transfer full): the resource as it is inside a reservation on the event bridge. Its
 *   readers want text in every name and SID, so a task without a queue has empty ones.
 */
JsonObject *
trs_task_to_nested_payload (TrsTask *self)
{
  JsonObject *object = common_new (self);

  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  trs_fields_set_epoch (object, "virtual_start_time", self->virtual_start_time);
  json_object_set_string_member (object, "queue_sid",
                                 self->queue != NULL ? self->queue->base.sid : "");
  json_object_set_string_member (object, "queue_name",
                                 self->queue != NULL ? self->queue->friendly_name : "");
  json_object_set_string_member (object, "workflow_sid",
                                 self->workflow != NULL ? self->workflow->base.sid : "");
  json_object_set_string_member (object, "workflow_name",
                                 self->workflow != NULL ? self->workflow->friendly_name : "");
  json_object_set_int_member (object, "version", self->version);
  return object;
}

/**
 * trs_task_to_payload:
 * @task: a #TrsTask
 *
 * Returns: (transfer full): the resource as the event bridge shows it on its own
 */
JsonObject *
trs_task_to_payload (gpointer task)
{
  TrsTask *self = task;
  JsonObject *object = trs_task_to_nested_payload (self);

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_int_member (object, "counter", self->reservations->len);
  return object;
}
