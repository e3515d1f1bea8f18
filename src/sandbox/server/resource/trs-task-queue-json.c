/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-queue-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static void
set_activity (JsonObject *object, const char *name, const char *sid, TrsActivity *activity)
{
  trs_fields_set_string (object, name, activity != NULL ? activity->friendly_name : NULL);
  trs_fields_set_string (object, sid, activity != NULL ? activity->base.sid : NULL);
}

static JsonObject *
common_new (TrsTaskQueue *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "target_workers", self->target_workers);
  json_object_set_int_member (object, "max_reserved_workers", self->max_reserved_workers);
  json_object_set_string_member (object, "task_order",
                                 self->task_order == TRS_QUEUE_ORDER_LIFO ? "LIFO" : "FIFO");
  set_activity (object, "reservation_activity_name", "reservation_activity_sid",
                self->reservation_activity);
  set_activity (object, "assignment_activity_name", "assignment_activity_sid",
                self->assignment_activity);
  return object;
}

static void
set_activity_link (JsonObject *links, const char *name, const char *url, TrsActivity *activity)
{
  if (activity != NULL)
    trs_fields_set_url (links, name, "%s/Activities/%s", url, activity->base.sid);
  else
    json_object_set_null_member (links, name);
}

/**
 * trs_task_queue_to_rest:
 * @task_queue: a #TrsTaskQueue
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_task_queue_to_rest (gpointer task_queue, const char *base_url)
{
  TrsTaskQueue *self = task_queue;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  g_autofree char *url = g_strdup_printf ("%s/TaskQueues/%s", workspace, self->base.sid);
  JsonObject *object = common_new (self);
  JsonObject *links = json_object_new ();

  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "url", url);
  set_activity_link (links, "assignment_activity", workspace, self->assignment_activity);
  set_activity_link (links, "reservation_activity", workspace, self->reservation_activity);
  json_object_set_string_member (links, "workspace", workspace);
  trs_fields_set_url (links, "statistics", "%s/Statistics", url);
  trs_fields_set_url (links, "real_time_statistics", "%s/RealTimeStatistics", url);
  trs_fields_set_url (links, "cumulative_statistics", "%s/CumulativeStatistics", url);
  trs_fields_set_url (links, "list_statistics", "%s/TaskQueues/Statistics", workspace);
  trs_fields_set_url (links, "bulk_real_time_statistics", "%s/TaskQueues/RealTimeStatistics",
                      workspace);
  json_object_set_object_member (object, "links", links);
  return object;
}

/**
 * trs_task_queue_to_payload:
 * @task_queue: a #TrsTaskQueue
 *
 * Returns: (transfer full): the resource as the event bridge shows it
 */
JsonObject *
trs_task_queue_to_payload (gpointer task_queue)
{
  TrsTaskQueue *self = task_queue;
  JsonObject *object = common_new (self);

  json_object_set_boolean_member (object, "lifo_queue", self->task_order == TRS_QUEUE_ORDER_LIFO);
  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  return object;
}
