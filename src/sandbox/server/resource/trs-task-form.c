/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-form.h"

#include "http/trs-refusal.h"
#include "trs-fields.h"

static gboolean
read_start_time (TrsTaskForm *self, TrsForm *form, GError **error)
{
  const char *text = trs_form_get_filled (form, "VirtualStartTime");

  if (text == NULL)
    return TRUE;
  if (!trs_fields_parse_iso_date (text, &self->virtual_start_time))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "VirtualStartTime '%s' is not an ISO 8601 date",
                   text);
      return FALSE;
    }
  self->change.virtual_start_time = &self->virtual_start_time;
  return TRUE;
}

static gboolean
read_status (TrsTaskForm *self, TrsForm *form, GError **error)
{
  const char *word = trs_form_get_filled (form, "AssignmentStatus");

  if (word == NULL)
    return TRUE;
  if (!trs_task_status_from_string (word, &self->status))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "AssignmentStatus '%s' is not valid", word);
      return FALSE;
    }
  self->change.status = &self->status;
  return TRUE;
}

/**
 * trs_task_form_read:
 * @self: (out): what the parameters say
 * @form: AssignmentStatus, Attributes, IgnoreCapacity, Priority, Reason, RoutingTarget,
 *   TaskChannel (or TaskChannelUniqueName or TaskChannelSid, as the event bridge says),
 *   TaskQueueSid, Timeout, VirtualStartTime, WorkflowSid; outlives @self
 * @error: a %TRS_REFUSAL
 *
 * Source: the service's Task resource; twilio-taskrouter's Worker.createTask for the bridge.
 */
gboolean
trs_task_form_read (TrsTaskForm *self, TrsForm *form, GError **error)
{
  const char *channel = trs_form_get_filled (form, "TaskChannel");

  if (channel == NULL)
    channel = trs_form_get_filled (form, "TaskChannelUniqueName");
  if (channel == NULL)
    channel = trs_form_get_filled (form, "TaskChannelSid");

  *self = (TrsTaskForm) { .change = {
    .attributes = trs_form_get_filled (form, "Attributes"),
    .workflow_sid = trs_form_get_filled (form, "WorkflowSid"),
    .task_channel = channel,
    .routing_target = trs_form_get_filled (form, "RoutingTarget"),
    .task_queue_sid = trs_form_get_filled (form, "TaskQueueSid"),
    .reason = trs_form_get_filled (form, "Reason"),
  } };
  self->change.ignore_capacity = trs_form_read_bool (form, "IgnoreCapacity", &self->ignore_capacity);
  return trs_form_read_int (form, "Priority", 0, G_MAXINT32, &self->priority,
                            &self->change.priority, error) &&
         trs_form_read_int (form, "Timeout", 1, 1209600, &self->timeout, &self->change.timeout,
                            error) &&
         read_start_time (self, form, error) && read_status (self, form, error);
}
