/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-reservation.h"

#include <string.h>

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-instruction-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-transfer-private.h"
#include "trs-worker-private.h"
#include "voice/trs-call-private.h"

/* Of a task without a workflow. */
#define DEFAULT_TIMEOUT 120

static void
trs_reservation_finalize (gpointer data)
{
  TrsReservation *self = data;

  trs_engine_clear_timer (self->task->workspace->engine, &self->timer);
  g_clear_pointer (&self->instruction, trs_instruction_free);
  trs_resource_unref (self->worker);
  g_clear_pointer (&self->queue, trs_resource_unref);
}

static gboolean
is_open (TrsReservationStatus status)
{
  return status <= TRS_RESERVATION_WRAPPING;
}

/* Keeps the books of the worker's capacity. */
static void
trs_reservation_occupy (TrsReservation *self, int open, int accepted)
{
  TrsWorkerChannel *channel = trs_worker_get_channel_of (self->worker, self->task->task_channel);

  if (channel == NULL)
    return;
  channel->open_reservations += open;
  channel->assigned_tasks += accepted;
}

/* Its task is about to be of another channel. */
void
trs_reservation_vacate (TrsReservation *self)
{
  trs_reservation_occupy (self, -is_open (self->status),
                          -(self->status == TRS_RESERVATION_ACCEPTED));
}

/* Its task is of another channel now. */
void
trs_reservation_reoccupy (TrsReservation *self)
{
  trs_reservation_occupy (self, is_open (self->status), self->status == TRS_RESERVATION_ACCEPTED);
  trs_worker_refresh (self->worker, FALSE);
}

static void
trs_reservation_set_status (TrsReservation *self, TrsReservationStatus status)
{
  trs_reservation_occupy (self, is_open (status) - is_open (self->status),
                          (status == TRS_RESERVATION_ACCEPTED) -
                              (self->status == TRS_RESERVATION_ACCEPTED));
  self->status = status;
  self->version++;
  trs_resource_touch (self->task->workspace->engine, self);
  if (status != TRS_RESERVATION_PENDING)
    trs_reservation_hold_timer (self);
  trs_worker_refresh (self->worker, FALSE);
}

void
trs_reservation_hold_timer (TrsReservation *self)
{
  trs_engine_clear_timer (self->task->workspace->engine, &self->timer);
  self->date_deadline = 0;
}

/* Tells the worker whose it is. */
void
trs_reservation_emit (TrsReservation *self, const char *type, const char *words)
{
  TrsTask *task = self->task;

  trs_event_emit (task->workspace, type,
                  &(TrsEventSubject) {
                    .reservation = self,
                    .task = task,
                    .worker = self->worker,
                    .task_queue = task->queue,
                    .workflow = task->workflow,
                    .transfer = self->transfer,
                    .filter_name = trs_task_get_filter_name (task),
                  },
                  "Reservation %s %s", self->base.sid, words);
}

static void
timer_cb (gpointer user_data)
{
  TrsReservation *self = user_data;
  TrsEngine *engine = self->task->workspace->engine;

  self->timer = 0;
  trs_reservation_end (self, TRS_RESERVATION_TIMEOUT);
  trs_router_run (engine);
}

/* Offers the task to the worker. */
TrsReservation *
trs_reservation_new (TrsTask *task, TrsWorker *worker, TrsTransfer *transfer)
{
  TrsEngine *engine = task->workspace->engine;
  TrsReservation *self = trs_resource_new (engine, TRS_RESOURCE_RESERVATION, sizeof *self,
                                           trs_reservation_finalize, "WR", NULL);
  TrsWorkerChannel *channel = trs_worker_get_channel_of (worker, task->task_channel);

  self->task = task;
  trs_resource_set (&self->worker, worker);
  trs_resource_set (&self->queue, task->queue);
  self->transfer = transfer;
  self->timeout =
      task->workflow != NULL ? task->workflow->task_reservation_timeout : DEFAULT_TIMEOUT;
  g_strlcpy (self->worker_previous_activity_sid, worker->activity->base.sid,
             sizeof self->worker_previous_activity_sid);
  g_ptr_array_add (task->reservations, self);
  g_ptr_array_add (worker->reservations, self);

  trs_reservation_occupy (self, 1, 0);
  worker->last_reserved_time = trs_engine_now (engine);
  if (channel != NULL)
    channel->last_reserved_time = worker->last_reserved_time;
  worker->version++;
  self->date_deadline =
      tr_clock_get_monotonic_time (engine->clock) + (gint64) self->timeout * G_USEC_PER_SEC;
  self->timer = trs_engine_add_timer (engine, self->timeout, timer_cb, self);
  trs_worker_refresh (worker, FALSE);

  trs_reservation_emit (self, "reservation.created", "created");
  if (!task->workspace->multi_task_enabled && task->queue != NULL &&
      task->queue->reservation_activity != NULL)
    trs_worker_set_activity (worker, task->queue->reservation_activity);
  return self;
}

/* Its task goes. */
void
trs_reservation_forget (TrsReservation *self)
{
  trs_instruction_abort (self);
  trs_reservation_hold_timer (self);
  g_ptr_array_remove (self->worker->reservations, self);
  trs_resource_forget (self->task->workspace->engine, self);
}

static const char *
ending_type (TrsReservationStatus status)
{
  switch (status)
    {
    case TRS_RESERVATION_REJECTED:
      return "reservation.rejected";
    case TRS_RESERVATION_TIMEOUT:
      return "reservation.timeout";
    case TRS_RESERVATION_RESCINDED:
      return "reservation.rescinded";
    default:
      return "reservation.canceled";
    }
}

/* In a single-task workspace an offer that came to nothing gives the activity back. */
static void
trs_reservation_restore_activity (TrsReservation *self)
{
  TrsWorkspace *workspace = self->task->workspace;
  TrsActivity *previous =
      trs_workspace_get_activity (workspace, self->worker_previous_activity_sid);

  if (!workspace->multi_task_enabled && previous != NULL && self->queue != NULL &&
      self->queue->reservation_activity != NULL &&
      self->worker->activity == self->queue->reservation_activity)
    trs_worker_set_activity (self->worker, previous);
}

/*
 * trs_reservation_end:
 * @self: a pending reservation
 * @status: rejected, timeout, rescinded or canceled
 *
 * The offer came to nothing. When it was the last one, the task goes back to the router.
 */
void
trs_reservation_end (TrsReservation *self, TrsReservationStatus status)
{
  TrsTask *task = self->task;
  TrsTransfer *transfer = NULL;

  trs_instruction_abort (self);
  trs_reservation_set_status (self, status);
  if (task->status == TRS_TASK_RESERVED && trs_task_count_reservations (task, TRUE) == 0)
    {
      transfer = trs_task_get_active_transfer (task);
      if (transfer != NULL)
        trs_transfer_take_failure (transfer, self);
      else
        trs_task_return (task);
    }

  if (status == TRS_RESERVATION_TIMEOUT)
    trs_worker_set_activity (self->worker, task->workspace->timeout_activity);
  else
    trs_reservation_restore_activity (self);
  trs_reservation_emit (self, ending_type (status), trs_reservation_status_to_string (status));
  if (transfer != NULL)
    trs_transfer_tell_failure (transfer);
}

static void
trs_reservation_rescind_others (TrsReservation *self)
{
  for (guint i = 0; i < self->task->reservations->len; i++)
    {
      TrsReservation *other = g_ptr_array_index (self->task->reservations, i);

      if (other != self && other->status == TRS_RESERVATION_PENDING)
        trs_reservation_end (other, TRS_RESERVATION_RESCINDED);
    }
}

/* The worker has the task. */
void
trs_reservation_accept_now (TrsReservation *self)
{
  TrsTask *task = self->task;

  trs_reservation_set_status (self, TRS_RESERVATION_ACCEPTED);
  trs_task_set_assigned (task);
  trs_reservation_emit (self, "reservation.accepted", "accepted");
  if (!task->workspace->multi_task_enabled && task->queue != NULL &&
      task->queue->assignment_activity != NULL)
    trs_worker_set_activity (self->worker, task->queue->assignment_activity);
  trs_reservation_rescind_others (self);
  if (self->transfer != NULL && self->transfer->status == TRS_TRANSFER_INITIATED)
    trs_transfer_complete (self->transfer);
}

/* The worker's part of the work is done but for the paper. */
void
trs_reservation_wrap_now (TrsReservation *self, const char *reason)
{
  TrsTask *task = self->task;
  gboolean is_last;

  trs_reservation_set_status (self, TRS_RESERVATION_WRAPPING);
  is_last = task->status == TRS_TASK_ASSIGNED && trs_task_get_active_transfer (task) == NULL &&
            trs_task_get_accepted_reservation (task) == NULL;
  if (is_last)
    trs_task_set_status (task, TRS_TASK_WRAPPING, reason);
  trs_reservation_emit (self, "reservation.wrapup", "wrapping");
  if (is_last)
    {
      g_autoptr(GPtrArray) holders = trs_task_get_holders (task);

      trs_task_emit (task, "task.wrapup", holders, "wrapping");
    }
}

/* The worker is done with it. The task is done with its last open reservation. */
void
trs_reservation_complete_now (TrsReservation *self)
{
  TrsTask *task = self->task;
  g_autoptr(GPtrArray) holders = trs_task_get_holders (task);
  gboolean is_last;

  trs_reservation_set_status (self, TRS_RESERVATION_COMPLETED);
  is_last = !trs_task_is_over (task) && trs_task_count_reservations (task, FALSE) == 0 &&
            trs_task_get_active_transfer (task) == NULL;
  if (is_last)
    {
      trs_task_set_status (task, TRS_TASK_COMPLETED, NULL);
      trs_task_set_ended (task);
    }
  trs_reservation_emit (self, "reservation.completed", "completed");
  if (is_last)
    {
      trs_task_emit (task, "task.completed", holders, "completed");
      trs_call_task_ended (task);
    }
}

static const char *const status_words[] = { "pending",   "accepted",  "wrapping", "rejected",
                                            "timeout",   "rescinded", "canceled", "completed" };

/**
 * trs_reservation_status_to_string:
 * @status: a status
 *
 * Returns: the service's word
 */
const char *
trs_reservation_status_to_string (TrsReservationStatus status)
{
  return status_words[status];
}

/**
 * trs_reservation_status_from_string:
 * @word: the service's word
 * @status: (out): the status
 *
 * Returns: whether it is one
 */
gboolean
trs_reservation_status_from_string (const char *word, TrsReservationStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_words); i++)
    {
      if (strcmp (word, status_words[i]) == 0)
        {
          *status = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * trs_reservation_is_open:
 * @self: a reservation
 *
 * Returns: whether it is pending, accepted or wrapping: it occupies its worker's capacity
 */
gboolean
trs_reservation_is_open (TrsReservation *self)
{
  return is_open (self->status);
}

/**
 * trs_reservation_get_outgoing_transfer:
 * @self: a reservation
 *
 * Returns: (transfer none) (nullable): the transfer that its worker began and that is not over
 */
TrsTransfer *
trs_reservation_get_outgoing_transfer (TrsReservation *self)
{
  TrsTransfer *transfer = trs_task_get_active_transfer (self->task);

  return transfer != NULL && transfer->initiating_reservation == self ? transfer : NULL;
}
