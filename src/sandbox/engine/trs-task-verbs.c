/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task.h"

#include <string.h>

#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-channel-private.h"
#include "trs-task-private.h"
#include "voice/trs-call-private.h"

#define MAX_ATTRIBUTES_LENGTH 4096
#define DEFAULT_TIMEOUT 86400
#define MAX_TIMEOUT 1209600

/* 1900-01-01T00:00:00Z, in microseconds since the epoch. */
#define EARLIEST_START (G_GINT64_CONSTANT (-2208988800) * G_USEC_PER_SEC)

/* What a new task is made of, looked up and found good. */
typedef struct
{
  TrsWorkflow *workflow;   /* nullable */
  TrsTaskQueue *queue;     /* nullable: to be sent there directly */
  TrsTaskChannel *channel;
  JsonObject *attributes;  /* owned */
} Parts;

static gboolean
parse_attributes (const char *text, JsonObject **object, GError **error)
{
  if (g_utf8_strlen (text, -1) > MAX_ATTRIBUTES_LENGTH)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Attributes is longer than %d characters", MAX_ATTRIBUTES_LENGTH);
      return FALSE;
    }
  *object = trs_document_parse_object (text, "Attributes", error);
  return *object != NULL;
}

static gboolean
refuse (GError **error, TrsWorkspace *workspace, const char *parameter, const char *value)
{
  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Value '%s' provided for %s as RoutingTarget has an invalid format. "
               "WorkspaceSid: %s, AccountSid: %s",
               value, parameter, workspace->base.sid, workspace->account->base.sid);
  return FALSE;
}

static gboolean
find_workflow (TrsWorkspace *workspace, const char *sid, TrsWorkflow **workflow, GError **error)
{
  *workflow = trs_workspace_get_workflow (workspace, sid);
  return *workflow != NULL || refuse (error, workspace, "WorkflowSid", sid);
}

static gboolean
find_queue (TrsWorkspace *workspace, const char *sid, TrsTaskQueue **queue, GError **error)
{
  *queue = trs_workspace_get_task_queue (workspace, sid);
  return *queue != NULL || refuse (error, workspace, "TaskQueueSid", sid);
}

static gboolean
find_routing_target (TrsWorkspace *workspace, const char *sid, Parts *parts, GError **error)
{
  if (g_str_has_prefix (sid, "WW"))
    return find_workflow (workspace, sid, &parts->workflow, error);
  if (g_str_has_prefix (sid, "WQ"))
    return find_queue (workspace, sid, &parts->queue, error);
  return trs_workspace_get_worker (workspace, sid) != NULL ||
         refuse (error, workspace, "RoutingTarget", sid);
}

static gboolean
find_parts (TrsWorkspace *workspace, const TrsTaskChange *change, Parts *parts, GError **error)
{
  const char *channel = change->task_channel != NULL ? change->task_channel : "default";

  parts->channel = trs_task_channel_find (workspace, channel, error);
  if (parts->channel == NULL ||
      (change->workflow_sid != NULL &&
       !find_workflow (workspace, change->workflow_sid, &parts->workflow, error)) ||
      (change->task_queue_sid != NULL &&
       !find_queue (workspace, change->task_queue_sid, &parts->queue, error)) ||
      (change->routing_target != NULL &&
       !find_routing_target (workspace, change->routing_target, parts, error)))
    return FALSE;

  if (parts->workflow == NULL && parts->queue == NULL && change->routing_target == NULL)
    {
      if (workspace->workflows->len != 1)
        {
          g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                               "Missing required parameter WorkflowSid in the post body");
          return FALSE;
        }
      parts->workflow = g_ptr_array_index (workspace->workflows, 0);
    }
  return parse_attributes (change->attributes != NULL ? change->attributes : "{}",
                           &parts->attributes, error);
}

static gboolean
check_numbers (TrsWorkspace *workspace, const TrsTaskChange *change, GError **error)
{
  const char *complaint = NULL;

  if (change->priority != NULL && *change->priority < 0)
    complaint = "Priority must be 0 or more";
  else if (change->timeout != NULL && (*change->timeout < 1 || *change->timeout > MAX_TIMEOUT))
    complaint = "Timeout must be from 1 to 1209600 seconds";
  else if (change->virtual_start_time != NULL &&
           *change->virtual_start_time > trs_engine_now (workspace->engine))
    complaint = "VirtualStartTime must not be in the future";
  else if (change->virtual_start_time != NULL && *change->virtual_start_time < EARLIEST_START)
    complaint = "VirtualStartTime must not be before 1900";

  if (complaint != NULL)
    g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID, complaint);
  return complaint == NULL;
}

static void
trs_task_enter (TrsTask *self, const Parts *parts)
{
  TrsWorkspace *workspace = self->workspace;

  trs_event_emit (workspace, "task.created",
                  &(TrsEventSubject) { .task = self, .workflow = self->workflow },
                  "Task %s created", self->base.sid);
  if (self->workflow != NULL)
    trs_event_emit (workspace, "workflow.entered",
                    &(TrsEventSubject) { .task = self, .workflow = self->workflow },
                    "Task %s entered Workflow %s", self->base.sid, self->workflow->friendly_name);
  if (parts->queue != NULL)
    {
      trs_task_set_queue (self, parts->queue);
      trs_event_emit (workspace, "task-queue.entered",
                      &(TrsEventSubject) {
                        .task = self, .workflow = self->workflow, .task_queue = parts->queue },
                      "Task %s entered TaskQueue %s", self->base.sid,
                      parts->queue->friendly_name);
    }
  else if (self->workflow != NULL && trs_task_get_routing_worker (self) == NULL)
    self->config = trs_workflow_config_ref (self->workflow->config);
}

/* As trs_task_create(), but leaves the routing to the caller's trs_router_run(). */
TrsTask *
trs_task_new (TrsWorkspace *workspace, const TrsTaskChange *change, GError **error)
{
  g_autoptr(JsonObject) attributes = NULL;
  Parts parts = { 0 };
  gboolean is_good = check_numbers (workspace, change, error) &&
                     find_parts (workspace, change, &parts, error);
  TrsTask *self;

  attributes = parts.attributes;
  if (!is_good)
    return NULL;

  self = trs_task_alloc (workspace, parts.channel);
  trs_task_set_attributes (self, change->attributes != NULL ? change->attributes : "{}",
                           attributes);
  trs_resource_set (&self->workflow, parts.workflow);
  self->priority = change->priority != NULL ? *change->priority : 0;
  self->timeout = change->timeout != NULL ? *change->timeout : DEFAULT_TIMEOUT;
  self->virtual_start_time = change->virtual_start_time != NULL ? *change->virtual_start_time
                                                                : self->base.date_created;
  self->routing_target = g_strdup (change->routing_target);
  self->ignore_capacity = change->ignore_capacity != NULL
                              ? *change->ignore_capacity
                              : trs_task_get_routing_worker (self) != NULL;
  trs_task_begin_life_timers (self);
  trs_task_enter (self, &parts);
  trs_router_want_task (self);
  return self;
}

/**
 * trs_task_create:
 * @workspace: a workspace
 * @change: what it is
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * It is offered to a worker before this returns, if there is one.
 *
 * Returns: (transfer none): the task, or %NULL with @error set
 */
TrsTask *
trs_task_create (TrsWorkspace *workspace, const TrsTaskChange *change, GError **error)
{
  TrsTask *self = trs_task_new (workspace, change, error);

  if (self != NULL)
    trs_router_run (workspace->engine);
  return self;
}

static gboolean
change_status (TrsTask *self, const TrsTaskChange *change, GError **error)
{
  switch (*change->status)
    {
    case TRS_TASK_CANCELED:
      return trs_task_cancel (self, TRS_ANY_VERSION, change->reason, error);
    case TRS_TASK_WRAPPING:
      return trs_task_wrap (self, TRS_ANY_VERSION, change->reason, error);
    case TRS_TASK_COMPLETED:
      return trs_task_complete (self, TRS_ANY_VERSION, change->reason, error);
    default:
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "AssignmentStatus cannot be changed to %s",
                   trs_task_status_to_string (*change->status));
      return FALSE;
    }
}

static void
apply_change (TrsTask *self,
              const TrsTaskChange *change,
              JsonObject *attributes,
              TrsTaskChannel *channel)
{
  g_autoptr(GPtrArray) holders = trs_task_get_holders (self);
  gboolean is_waiting = self->waiting != NULL;

  trs_router_leave (self);
  if (attributes != NULL)
    trs_task_set_attributes (self, change->attributes, attributes);
  if (channel != NULL)
    trs_task_set_channel (self, channel);
  if (change->priority != NULL)
    self->priority = *change->priority;
  if (change->virtual_start_time != NULL)
    self->virtual_start_time = *change->virtual_start_time;
  trs_task_changed (self);
  trs_task_emit (self, "task.updated", holders, "updated");
  if (self->status != TRS_TASK_PENDING)
    return;

  /* Other attributes are another way through the workflow; the rest is another place in line. */
  if (attributes != NULL)
    trs_router_restart_task (self);
  else if (is_waiting)
    trs_router_want_task (self);
}

/**
 * trs_task_update:
 * @self: a task
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @change: what to set: a status with its reason, or anything else
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_task_update (TrsTask *self, int if_match, const TrsTaskChange *change, GError **error)
{
  g_autoptr(JsonObject) attributes = NULL;
  TrsTaskChannel *channel = NULL;
  gboolean is_change = change->attributes != NULL || change->priority != NULL ||
                       change->virtual_start_time != NULL || change->task_channel != NULL;

  if (!trs_version_check (self->version, if_match, error) ||
      !check_numbers (self->workspace, change, error) ||
      (change->attributes != NULL &&
       !parse_attributes (change->attributes, &attributes, error)) ||
      (change->task_channel != NULL &&
       ((channel = trs_task_channel_find (self->workspace, change->task_channel, error)) == NULL ||
        !trs_task_check_channel (self, channel, error))))
    return FALSE;
  if (is_change && change->status != NULL && *change->status != TRS_TASK_CANCELED)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "AssignmentStatus cannot be changed together with other parameters");
      return FALSE;
    }

  if (is_change)
    apply_change (self, change, attributes, channel);
  if (change->status != NULL)
    return change_status (self, change, error);
  trs_router_run (self->workspace->engine);
  return TRUE;
}

/**
 * trs_task_delete:
 * @self: a task
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @error: return location for a %TRS_ERROR_VERSION
 *
 * Whatever state it is in: its reservations are canceled or completed.
 *
 * Returns: whether it was done
 */
gboolean
trs_task_delete (TrsTask *self, int if_match, GError **error)
{
  TrsEngine *engine = self->workspace->engine;

  if (!trs_version_check (self->version, if_match, error))
    return FALSE;

  trs_task_remove (self, "task.deleted");
  trs_router_run (engine);
  return TRUE;
}

static gboolean
refuse_state (TrsTask *self, const char *verb, const char *why, GError **error)
{
  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Cannot %s task %s in workspace %s for account %s because it is %s.", verb,
               self->base.sid, self->workspace->base.sid, self->workspace->account->base.sid, why);
  return FALSE;
}

/**
 * trs_task_cancel:
 * @self: a task that is pending or reserved
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @reason: (nullable): why
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_task_cancel (TrsTask *self, int if_match, const char *reason, GError **error)
{
  if (!trs_version_check (self->version, if_match, error))
    return FALSE;
  if (self->status > TRS_TASK_RESERVED || trs_task_get_active_transfer (self) != NULL)
    return refuse_state (self, "cancel", "not pending or reserved", error);

  trs_task_cancel_now (self, reason);
  trs_router_run (self->workspace->engine);
  return TRUE;
}

/**
 * trs_task_wrap:
 * @self: a task that is assigned
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @reason: (nullable): why
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_task_wrap (TrsTask *self, int if_match, const char *reason, GError **error)
{
  if (!trs_version_check (self->version, if_match, error))
    return FALSE;
  if (trs_task_get_active_transfer (self) != NULL)
    return refuse_state (self, "wrap up", "being transferred", error);
  if (self->status != TRS_TASK_ASSIGNED)
    return refuse_state (self, "wrap up", "not currently assigned", error);

  for (guint i = 0; i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);

      if (reservation->status == TRS_RESERVATION_ACCEPTED)
        trs_reservation_wrap_now (reservation, reason);
    }
  trs_router_run (self->workspace->engine);
  return TRUE;
}

/**
 * trs_task_complete:
 * @self: a task that is assigned or wrapping
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @reason: (nullable): why
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Completes its reservations too.
 *
 * Returns: whether it was done
 */
gboolean
trs_task_complete (TrsTask *self, int if_match, const char *reason, GError **error)
{
  g_autoptr(GPtrArray) holders = NULL;

  if (!trs_version_check (self->version, if_match, error))
    return FALSE;
  if ((self->status != TRS_TASK_ASSIGNED && self->status != TRS_TASK_WRAPPING) ||
      trs_task_get_active_transfer (self) != NULL)
    return refuse_state (self, "complete", "not currently assigned", error);

  holders = trs_task_get_holders (self);
  trs_task_set_status (self, TRS_TASK_COMPLETED, reason);
  trs_task_set_ended (self);
  trs_task_end_reservations (self);
  trs_task_emit (self, "task.completed", holders, "completed");
  trs_call_task_ended (self);
  trs_router_run (self->workspace->engine);
  return TRUE;
}
