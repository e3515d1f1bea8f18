/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task.h"

#include <string.h>

#include "tr-json.h"
#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-task-queue-private.h"
#include "trs-transfer-private.h"
#include "trs-worker-private.h"
#include "voice/trs-call-private.h"

/* Source: the service's "TaskRouter resource limits". */
#define ENDED_LIFE_SECONDS 300
#define ASSIGNED_LIFE_SECONDS 86400

/* Cuts every thread that others hold of the task, and its timers. */
static void
trs_task_let_go (TrsTask *self)
{
  TrsEngine *engine = self->workspace->engine;

  trs_engine_clear_timer (engine, &self->ttl_timer);
  trs_engine_clear_timer (engine, &self->target_timer);
  trs_engine_clear_timer (engine, &self->removal_timer);
  trs_engine_clear_timer (engine, &self->routing_target_timer);
  if (self->conference != NULL)
    self->conference->task = NULL;
  if (self->call != NULL)
    self->call->task = NULL;
  self->conference = NULL;
  self->call = NULL;
}

static void
trs_task_finalize (gpointer data)
{
  TrsTask *self = data;

  trs_task_let_go (self);
  g_ptr_array_unref (self->transfers);
  g_ptr_array_unref (self->reservations);
  g_clear_pointer (&self->attributes, g_ref_string_release);
  g_clear_pointer (&self->attributes_object, json_object_unref);
  g_clear_pointer (&self->config, trs_workflow_config_unref);
  g_clear_pointer (&self->task_channel, trs_resource_unref);
  g_clear_pointer (&self->workflow, trs_resource_unref);
  g_clear_pointer (&self->queue, trs_resource_unref);
  g_free (self->reason);
  g_free (self->routing_target);
}

TrsTask *
trs_task_alloc (TrsWorkspace *workspace, TrsTaskChannel *channel)
{
  TrsTask *self = trs_resource_new (workspace->engine, TRS_RESOURCE_TASK, sizeof *self,
                                    trs_task_finalize, "WT", NULL);

  self->workspace = workspace;
  self->reservations = trs_resource_list_new ();
  self->transfers = trs_resource_list_new ();
  trs_resource_set (&self->task_channel, channel);
  g_ptr_array_add (workspace->tasks, self);
  return self;
}

/* Every change of a task is a version. */
void
trs_task_changed (TrsTask *self)
{
  self->version++;
  trs_resource_touch (self->workspace->engine, self);
}

/* Those who have it, or may take it, need room for it in the other channel. */
gboolean
trs_task_check_channel (TrsTask *self, TrsTaskChannel *channel, GError **error)
{
  for (guint i = 0; channel != self->task_channel && i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);
      TrsWorkerChannel *room = trs_worker_get_channel_of (reservation->worker, channel);

      if (reservation->status <= TRS_RESERVATION_WRAPPING && !self->ignore_capacity &&
          (room == NULL || room->open_reservations >= room->configured_capacity))
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Worker %s has no capacity for Task %s in TaskChannel %s",
                       reservation->worker->base.sid, self->base.sid, channel->unique_name);
          return FALSE;
        }
    }
  return TRUE;
}

/* Not while it is in a line, which is a channel's. */
void
trs_task_set_channel (TrsTask *self, TrsTaskChannel *channel)
{
  for (guint i = 0; i < self->reservations->len; i++)
    trs_reservation_vacate (g_ptr_array_index (self->reservations, i));
  trs_resource_set (&self->task_channel, channel);
  for (guint i = 0; i < self->reservations->len; i++)
    trs_reservation_reoccupy (g_ptr_array_index (self->reservations, i));
}

void
trs_task_set_status (TrsTask *self, TrsTaskStatus status, const char *reason)
{
  self->status = status;
  if (reason != NULL)
    {
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  trs_task_changed (self);
}

void
trs_task_set_queue (TrsTask *self, TrsTaskQueue *queue)
{
  trs_router_leave (self);
  trs_resource_set (&self->queue, queue);
  self->date_queue_entered = trs_engine_now (self->workspace->engine);
}

void
trs_task_set_attributes (TrsTask *self, const char *text, JsonObject *object)
{
  g_clear_pointer (&self->attributes, g_ref_string_release);
  g_clear_pointer (&self->attributes_object, json_object_unref);
  self->attributes = g_ref_string_new (text);
  self->attributes_object = json_object_ref (object);
}

static void
copy_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/* Adds what the service itself knows, such as the conference. Not a version of its own. */
void
trs_task_merge_attributes (TrsTask *self, JsonObject *more)
{
  g_autoptr(JsonObject) merged = json_object_new ();
  g_autofree char *text = NULL;

  json_object_foreach_member (self->attributes_object, copy_member, merged);
  json_object_foreach_member (more, copy_member, merged);
  text = tr_json_object_to_string (merged);
  trs_task_set_attributes (self, text, merged);
}

/* Tells the holders of its reservations; @holders as trs_task_get_holders() gave it before the
 * change, when the change took their reservations. */
void
trs_task_emit (TrsTask *self, const char *type, GPtrArray *holders, const char *words)
{
  trs_event_emit (self->workspace, type,
                  &(TrsEventSubject) { .task = self,
                                       .task_queue = self->queue,
                                       .workflow = self->workflow,
                                       .filter_name = trs_task_get_filter_name (self),
                                       .holders = holders },
                  "Task %s %s", self->base.sid, words);
}

/* Returns: (transfer full) (element-type TrsWorker): who has an open reservation of it */
GPtrArray *
trs_task_get_holders (TrsTask *self)
{
  GPtrArray *holders = g_ptr_array_new ();

  for (guint i = 0; i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);

      if (trs_reservation_is_open (reservation) &&
          !g_ptr_array_find (holders, reservation->worker, NULL))
        g_ptr_array_add (holders, reservation->worker);
    }
  return holders;
}

gboolean
trs_task_is_held_by (TrsTask *self, TrsWorker *worker)
{
  for (guint i = self->reservations->len; i > 0; i--)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i - 1);

      if (reservation->worker == worker && trs_reservation_is_open (reservation))
        return TRUE;
    }
  return FALSE;
}

guint
trs_task_count_reservations (TrsTask *self, gboolean pending_only)
{
  guint count = 0;

  for (guint i = 0; i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);

      if (pending_only ? reservation->status == TRS_RESERVATION_PENDING
                       : trs_reservation_is_open (reservation))
        count++;
    }
  return count;
}

gboolean
trs_task_is_over (TrsTask *self)
{
  return self->status == TRS_TASK_COMPLETED || self->status == TRS_TASK_CANCELED;
}

/* The worker whom it was made for; NULL when it was made for none, or he is gone. */
TrsWorker *
trs_task_get_routing_worker (TrsTask *self)
{
  if (self->routing_target == NULL || trs_task_get_active_transfer (self) != NULL)
    return NULL;
  return trs_workspace_get_worker (self->workspace, self->routing_target);
}

static void
ttl_timer_cb (gpointer user_data)
{
  TrsTask *self = user_data;

  self->ttl_timer = 0;
  trs_task_cancel_now (self, "Task TTL Exceeded");
  trs_router_run (self->workspace->engine);
}

void
trs_task_begin_life_timers (TrsTask *self)
{
  self->ttl_timer =
      trs_engine_add_timer (self->workspace->engine, self->timeout, ttl_timer_cb, self);
}

static void
removal_timer_cb (gpointer user_data)
{
  TrsTask *self = user_data;

  self->removal_timer = 0;
  trs_task_remove (self, NULL);
}

static void
assigned_life_timer_cb (gpointer user_data)
{
  TrsTask *self = user_data;
  TrsEngine *engine = self->workspace->engine;

  self->removal_timer = 0;
  trs_task_remove (self, "task.system-deleted");
  trs_router_run (engine);
}

/* It has its worker: nothing of routing runs on. */
void
trs_task_set_assigned (TrsTask *self)
{
  TrsEngine *engine = self->workspace->engine;

  trs_router_leave (self);
  trs_engine_clear_timer (engine, &self->ttl_timer);
  trs_engine_clear_timer (engine, &self->target_timer);
  trs_engine_clear_timer (engine, &self->routing_target_timer);
  if (self->date_assigned == 0)
    {
      self->date_assigned = trs_engine_now (engine);
      self->removal_timer = trs_engine_add_timer (engine, ASSIGNED_LIFE_SECONDS,
                                                  assigned_life_timer_cb, self);
    }
  trs_task_set_status (self, TRS_TASK_ASSIGNED, NULL);
}

/* Completed or canceled: it stays to be read for a while. */
void
trs_task_set_ended (TrsTask *self)
{
  TrsEngine *engine = self->workspace->engine;

  trs_router_leave (self);
  trs_engine_clear_timer (engine, &self->ttl_timer);
  trs_engine_clear_timer (engine, &self->target_timer);
  trs_engine_clear_timer (engine, &self->routing_target_timer);
  trs_engine_clear_timer (engine, &self->removal_timer);
  self->removal_timer = trs_engine_add_timer (engine, ENDED_LIFE_SECONDS, removal_timer_cb, self);
}

/* Nobody took it: back to the router. */
void
trs_task_return (TrsTask *self)
{
  trs_task_set_status (self, TRS_TASK_PENDING, NULL);
  trs_router_want_task (self);
}

/* What is offered is canceled, what is worked on is completed. */
void
trs_task_end_reservations (TrsTask *self)
{
  for (guint i = 0; i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);

      if (reservation->status == TRS_RESERVATION_PENDING)
        trs_reservation_end (reservation, TRS_RESERVATION_CANCELED);
      else if (trs_reservation_is_open (reservation))
        trs_reservation_complete_now (reservation);
    }
}

/* Whatever state it is in. The caller, if he still waits, leaves the queue. */
void
trs_task_cancel_now (TrsTask *self, const char *reason)
{
  g_autoptr(GPtrArray) holders = trs_task_get_holders (self);

  trs_transfer_abandon (trs_task_get_active_transfer (self));
  trs_task_set_status (self, TRS_TASK_CANCELED, reason);
  trs_task_set_ended (self);
  trs_task_end_reservations (self);
  trs_task_emit (self, "task.canceled", holders, "canceled");
  trs_call_task_ended (self);
}

/* As if it had never been, but for the log: @type is the event of one that was not over. */
void
trs_task_remove (TrsTask *self, const char *type)
{
  TrsWorkspace *workspace = self->workspace;
  g_autoptr(GPtrArray) holders = trs_task_get_holders (self);
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);

  if (!trs_task_is_over (self))
    {
      trs_transfer_abandon (trs_task_get_active_transfer (self));
      trs_task_set_status (self,
                           self->status < TRS_TASK_ASSIGNED ? TRS_TASK_CANCELED
                                                            : TRS_TASK_COMPLETED,
                           "Task deleted");
      trs_task_set_ended (self);
      trs_task_end_reservations (self);
      trs_task_emit (self, type, holders, "deleted");
      trs_call_task_ended (self);
    }
  else if (type != NULL)
    trs_task_emit (self, type, holders, "deleted");
  for (guint i = 0; i < self->transfers->len; i++)
    trs_resource_forget (workspace->engine, g_ptr_array_index (self->transfers, i));
  for (guint i = 0; i < self->reservations->len; i++)
    trs_reservation_forget (g_ptr_array_index (self->reservations, i));
  trs_task_let_go (self);
  trs_resource_remove (workspace->engine, workspace->tasks, self);
}
