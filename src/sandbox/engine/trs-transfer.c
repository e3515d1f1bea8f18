/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-transfer.h"

#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-instruction-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-transfer-private.h"
#include "trs-worker-private.h"
#include "voice/trs-conference-private.h"

/* Source: the service's worker SDK, task.transfer(), and its transfer tests. */

static void
trs_transfer_finalize (gpointer data)
{
  TrsTransfer *self = data;

  g_free (self->to);
  g_free (self->failed_reason);
  g_free (self->initiating_queue_sid);
  g_free (self->initiating_workflow_sid);
}

static void
trs_transfer_emit (TrsTransfer *self, const char *type, const char *words)
{
  TrsTask *task = self->task;

  trs_event_emit (task->workspace, type,
                  &(TrsEventSubject) {
                    .task = task,
                    .transfer = self,
                    .addressee = self->initiating_reservation->worker,
                    .task_queue = task->queue,
                    .workflow = task->workflow,
                  },
                  "Transfer %s %s", self->base.sid, words);
}

static void
trs_transfer_set_status (TrsTransfer *self, TrsTransferStatus status)
{
  self->status = status;
  trs_resource_touch (self->task->workspace->engine, self);
}

static void
trs_transfer_set_reason (TrsTransfer *self, const char *reason)
{
  g_free (self->failed_reason);
  self->failed_reason = g_strdup (reason);
}

/* The other worker has the task. */
void
trs_transfer_complete (TrsTransfer *self)
{
  trs_transfer_set_status (self, TRS_TRANSFER_COMPLETE);
  trs_transfer_emit (self, "task.transfer-completed", "completed");
}

/* An offer of it came to nothing and no other is open. State only: the reservation's own event
 * comes before trs_transfer_tell_failure(). */
void
trs_transfer_take_failure (TrsTransfer *self, TrsReservation *reservation)
{
  const char *words = trs_reservation_status_to_string (reservation->status);
  gboolean timed_out = reservation->status == TRS_RESERVATION_TIMEOUT;
  g_autofree char *reason = NULL;

  if (self->to_queue)
    {
      reason = g_strdup_printf ("Transfer attempt failed on reservation %s because there are no "
                                "more pending reservations",
                                reservation->status == TRS_RESERVATION_REJECTED ? "reject"
                                                                                : words);
      trs_transfer_set_reason (self, reason);
      trs_task_return (self->task);
      return;
    }

  reason = timed_out ? g_strdup ("Transfer failed because the reservation timed out")
                     : g_strdup_printf ("Transfer failed because the reservation was %s", words);
  trs_transfer_set_reason (self, reason);
  trs_transfer_set_status (self, TRS_TRANSFER_FAILED);
  trs_task_set_status (self->task, TRS_TASK_ASSIGNED, NULL);
}

void
trs_transfer_tell_failure (TrsTransfer *self)
{
  g_autoptr(GPtrArray) holders = NULL;

  if (self->status == TRS_TRANSFER_INITIATED)
    {
      trs_transfer_emit (self, "task.transfer-attempt-failed", "attempt failed");
      return;
    }
  holders = trs_task_get_holders (self->task);
  trs_task_emit (self->task, "task.updated", holders, "updated");
  trs_transfer_emit (self, "task.transfer-failed", "failed");
}

/* Ends it without a taker: the task is the initiator's again. @self is nullable. */
void
trs_transfer_abandon (TrsTransfer *self)
{
  TrsTask *task;

  if (self == NULL)
    return;

  task = self->task;
  trs_transfer_set_status (self, TRS_TRANSFER_CANCELED);
  trs_router_leave (task);
  trs_task_set_status (task, TRS_TASK_ASSIGNED, NULL);
  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (reservation->status == TRS_RESERVATION_PENDING)
        trs_reservation_end (reservation, TRS_RESERVATION_CANCELED);
    }
  trs_transfer_emit (self, "task.transfer-canceled", "canceled");
}

static gboolean
check_initiating (TrsReservation *reservation, GError **error)
{
  TrsTask *task = reservation->task;

  if (reservation->status == TRS_RESERVATION_ACCEPTED && task->status == TRS_TASK_ASSIGNED &&
      trs_task_get_accepted_reservation (task) == reservation)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Cannot transfer task %s because reservation %s does not hold it, or it is being "
               "transferred already.",
               task->base.sid, reservation->base.sid);
  return FALSE;
}

static gboolean
check_target (TrsReservation *initiating, const char *to, GError **error)
{
  TrsTask *task = initiating->task;
  TrsWorker *worker = trs_workspace_get_worker (task->workspace, to);

  if (trs_workspace_get_task_queue (task->workspace, to) != NULL)
    return TRUE;
  if (worker != NULL && worker != initiating->worker && !trs_task_is_held_by (task, worker) &&
      trs_worker_is_eligible (worker, task->task_channel))
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Cannot transfer task %s to %s because it is not an available Worker or a "
               "TaskQueue.",
               task->base.sid, to);
  return FALSE;
}

/* The initiator's part is over as soon as the transfer began. */
static void
leave_cold (TrsReservation *reservation)
{
  TrsConference *conference = reservation->task->conference;
  TrsParticipant *leg = conference != NULL ? trs_conference_get_worker_participant (
                                                 conference, reservation->worker)
                                           : NULL;

  trs_instruction_call_over (reservation);
  if (leg == NULL)
    return;
  /* The customer stays for the next. */
  leg->end_conference_on_exit = FALSE;
  trs_conference_leave (leg, "participant_updated_via_api");
}

static void
hold_customer (TrsTask *task)
{
  TrsParticipant *customer =
      task->conference != NULL ? trs_conference_get_customer_participant (task->conference) : NULL;
  gboolean hold = TRUE;

  if (customer != NULL)
    trs_participant_update (customer, &(TrsParticipantChange) { .is_on_hold = &hold }, NULL);
}

static void
trs_transfer_offer (TrsTransfer *self)
{
  TrsTask *task = self->task;

  if (self->to_queue)
    {
      trs_task_set_queue (task, trs_workspace_get_task_queue (task->workspace, self->to));
      task->has_target = FALSE;
      trs_task_return (task);
    }
  else
    {
      trs_task_set_status (task, TRS_TASK_RESERVED, NULL);
      trs_reservation_new (task, trs_workspace_get_worker (task->workspace, self->to), self);
    }
}

static TrsTransfer *
trs_transfer_new (TrsReservation *initiating, const TrsTransferOptions *options)
{
  TrsTask *task = initiating->task;
  TrsTransfer *self = trs_resource_new (task->workspace->engine, TRS_RESOURCE_TRANSFER,
                                        sizeof *self, trs_transfer_finalize, "TT", NULL);

  self->task = task;
  self->is_cold = options->is_cold;
  self->to = g_strdup (options->to);
  self->to_queue = trs_workspace_get_task_queue (task->workspace, options->to) != NULL;
  self->initiating_reservation = initiating;
  self->initiating_queue_sid = g_strdup (task->queue != NULL ? task->queue->base.sid : "");
  self->initiating_workflow_sid = g_strdup (task->workflow != NULL ? task->workflow->base.sid : "");
  g_ptr_array_add (task->transfers, self);
  return self;
}

/**
 * trs_transfer_create:
 * @initiating: the accepted reservation of whoever hands over
 * @options: to whom, and how
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Warm: the customer is put on hold, and stays so until someone releases him. Cold: the
 * initiator's leg leaves and his reservation wraps up.
 *
 * Returns: (transfer none): the transfer, offered to its target, or %NULL with @error set
 */
TrsTransfer *
trs_transfer_create (TrsReservation *initiating,
                     const TrsTransferOptions *options,
                     GError **error)
{
  TrsTask *task = initiating->task;
  g_autoptr(JsonObject) attributes = NULL;
  TrsTransfer *self;

  if (!check_initiating (initiating, error) || !check_target (initiating, options->to, error))
    return NULL;
  if (options->attributes != NULL)
    {
      attributes = trs_document_parse_object (options->attributes, "Attributes", error);
      if (attributes == NULL)
        return NULL;
    }

  if (attributes != NULL)
    trs_task_set_attributes (task, options->attributes, attributes);
  if (options->priority != NULL)
    task->priority = *options->priority;
  self = trs_transfer_new (initiating, options);
  if (self->is_cold)
    leave_cold (initiating);
  else
    hold_customer (task);
  trs_transfer_emit (self, "task.transfer-initiated", "initiated");
  if (self->status == TRS_TRANSFER_INITIATED)
    trs_transfer_offer (self);
  trs_router_run (task->workspace->engine);
  return self;
}

/**
 * trs_transfer_cancel:
 * @self: a transfer that is initiated
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_transfer_cancel (TrsTransfer *self, GError **error)
{
  TrsEngine *engine = self->task->workspace->engine;

  if (self->status != TRS_TRANSFER_INITIATED)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Transfer %s is already %s . Cannot cancel transfer.", self->base.sid,
                   trs_transfer_status_to_string (self->status));
      return FALSE;
    }

  trs_transfer_abandon (self);
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_transfer_status_to_string:
 * @status: a status
 *
 * Returns: the service's word
 */
const char *
trs_transfer_status_to_string (TrsTransferStatus status)
{
  static const char *const words[] = { "initiated", "complete", "failed", "canceled" };

  return words[status];
}
