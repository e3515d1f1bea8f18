/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-instruction-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-task-private.h"
#include "trs-transfer-private.h"
#include "trs-worker-private.h"
#include "voice/trs-call-private.h"
#include "voice/trs-conference-private.h"
#include "voice/trs-recording-private.h"

/* What comes of instructions: the worker's phone was answered or not, the call came to an end.
 *
 * Source: the service's guides "Handling assignment callbacks" and "Queueing calls with
 * TaskRouter", and its worker SDK's voice tests. */

static const char *
get_outbound_to (TrsTask *task)
{
  JsonNode *node = json_object_get_member (task->attributes_object, "outbound_to");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static void
set_post_work_activity (TrsReservation *self, const char *sid)
{
  TrsWorkspace *workspace = self->task->workspace;
  TrsActivity *activity = sid != NULL ? trs_workspace_get_activity (workspace, sid) : NULL;

  if (activity == NULL || (workspace->multi_task_enabled && workspace->ignores_post_work_activity))
    return;
  trs_worker_set_activity (self->worker, activity);
}

/*
 * trs_instruction_failed:
 * @self: a pending reservation whose worker was not reached
 * @code: the service's reason code; 0 for none
 *
 * The task is not offered to a worker whose activity the instruction changes, as that happens
 * before the router sees it.
 */
void
trs_instruction_failed (TrsReservation *self, int code)
{
  TrsTask *task = self->task;
  g_autofree char *post_work = NULL;

  if (self->status != TRS_RESERVATION_PENDING)
    return;
  if (self->instruction != NULL)
    post_work = g_strdup (self->instruction->post_work_activity_sid);

  self->canceled_reason_code = code;
  if (trs_task_get_routing_worker (task) != NULL)
    {
      g_autofree char *reason =
          g_strdup_printf ("RoutingTarget not available for Reservation acceptance: %s",
                           task->routing_target);

      trs_task_cancel_now (task, reason);
    }
  else
    trs_reservation_end (self, TRS_RESERVATION_CANCELED);
  set_post_work_activity (self, post_work);
}

/*
 * trs_instruction_call_over:
 * @self: a reservation
 *
 * The call that it was about is over: the worker wraps up. Does nothing a second time.
 */
void
trs_instruction_call_over (TrsReservation *self)
{
  TrsInstruction *instruction = self->instruction;

  if (instruction != NULL)
    {
      if (instruction->is_over)
        return;
      instruction->is_over = TRUE;
    }
  if (self->status == TRS_RESERVATION_ACCEPTED)
    {
      if (self->task->workspace->multi_task_enabled)
        trs_reservation_wrap_now (self, NULL);
      else
        trs_reservation_complete_now (self);
    }
  if (instruction != NULL)
    set_post_work_activity (self, instruction->post_work_activity_sid);
}

/* A worker went and the others talk on: he is done if another has the task now. */
void
trs_task_worker_left (TrsTask *task, TrsWorker *worker)
{
  TrsReservation *current = task != NULL ? trs_task_get_accepted_reservation (task) : NULL;

  if (current == NULL || current->worker == worker)
    return;

  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (reservation->worker == worker && reservation->status == TRS_RESERVATION_ACCEPTED)
        trs_instruction_call_over (reservation);
    }
}

/* A task that nobody has accepted any more is not assigned. */
static void
settle (TrsTask *task)
{
  g_autoptr(GPtrArray) holders = NULL;

  if (task->status != TRS_TASK_ASSIGNED || trs_task_get_accepted_reservation (task) != NULL)
    return;

  holders = trs_task_get_holders (task);
  if (holders->len > 0)
    {
      trs_task_set_status (task, TRS_TASK_WRAPPING, NULL);
      trs_task_emit (task, "task.wrapup", holders, "wrapping");
    }
  else
    {
      trs_task_set_status (task, TRS_TASK_COMPLETED, NULL);
      trs_task_set_ended (task);
      trs_task_emit (task, "task.completed", holders, "completed");
    }
}

void
trs_task_conference_ended (TrsTask *task)
{
  trs_transfer_abandon (trs_task_get_active_transfer (task));
  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (reservation->instruction != NULL &&
          reservation->instruction->type == TRS_INSTRUCTION_CONFERENCE &&
          reservation->status != TRS_RESERVATION_PENDING)
        trs_instruction_call_over (reservation);
    }
  settle (task);
}

static void
give_up (TrsReservation *self, int code)
{
  TrsCall *call = self->instruction->call;

  call->reservation = NULL;
  self->instruction->call = NULL;
  trs_call_end (call, TRS_CALL_COMPLETED);
  trs_instruction_failed (self, code);
}

/* What the service writes into the attributes, so that programs find the conference. */
static void
note_conference (TrsTask *task, TrsConference *conference, TrsCall *worker_call)
{
  g_autoptr(JsonObject) more = json_object_new ();
  JsonObject *members = json_object_new ();
  JsonObject *object = json_object_new ();
  TrsParticipant *customer = trs_conference_get_customer_participant (conference);

  json_object_set_string_member (members, "worker", worker_call->base.sid);
  if (customer != NULL)
    json_object_set_string_member (members, "customer", customer->call->base.sid);
  json_object_set_string_member (object, "sid", conference->base.sid);
  json_object_set_object_member (object, "participants", members);
  json_object_set_object_member (more, "conference", object);
  trs_task_merge_attributes (task, more);
}

static void
note_worker_call (TrsTask *task, TrsCall *worker_call)
{
  g_autoptr(JsonObject) more = json_object_new ();

  json_object_set_string_member (more, "worker_call_sid", worker_call->base.sid);
  trs_task_merge_attributes (task, more);
}

/* Accepted with new attributes: one version, and both told. */
static void
accept_with_attributes (TrsReservation *self)
{
  g_autoptr(GPtrArray) holders = NULL;

  trs_reservation_accept_now (self);
  holders = trs_task_get_holders (self->task);
  trs_task_emit (self->task, "task.updated", holders, "updated");
}

/* The customer's leg: out of the queue, or dialled. */
static void
bring_customer (TrsReservation *self, TrsConference *conference, TrsCall *call)
{
  TrsTask *task = self->task;
  TrsParticipant *customer;
  gboolean is_dialled = call == NULL;

  if (is_dialled)
    call = trs_call_new (conference->account, self->instruction->call->from,
                         get_outbound_to (task), "outbound-api");
  else
    {
      /* What he ran ends here: he talks until he hangs up. */
      trs_call_leave_queue (call);
      trs_call_stop_script (call);
    }
  customer = trs_conference_join (conference, call, TRS_PARTICIPANT_CUSTOMER);
  customer->end_conference_on_exit = self->instruction->end_conference_on_customer_exit;
  if (is_dialled)
    trs_call_dial (call, 0);
  else
    trs_participant_connected (customer);
}

static void
run_conference (TrsReservation *self)
{
  TrsTask *task = self->task;
  TrsInstruction *instruction = self->instruction;
  TrsCall *worker_call = instruction->call;
  TrsConference *conference = task->conference;
  TrsCall *caller = conference == NULL ? trs_task_find_call (task) : NULL;
  const char *outbound_to = get_outbound_to (task);
  TrsParticipant *worker;

  if (caller != NULL && caller->participant != NULL)
    caller = NULL;
  if (conference == NULL && caller == NULL &&
      (outbound_to == NULL || !trs_address_is_valid (outbound_to)))
    {
      give_up (self, outbound_to != NULL ? 13223 : 0);
      return;
    }

  if (conference == NULL)
    {
      conference = trs_conference_new (task->workspace->account, task->base.sid, task);
      conference->max_participants = instruction->max_participants;
      conference->callback = instruction->conference_callback;
      instruction->conference_callback = (TrsVoiceCallback) { 0 };
      if (instruction->records_conference)
        conference->recording_options = trs_recording_options_copy (&(TrsRecordingOptions) { 0 });
    }
  worker = trs_conference_join (conference, worker_call, TRS_PARTICIPANT_WORKER);
  trs_resource_set (&worker->worker, self->worker);
  worker->is_muted = instruction->muted;
  worker->start_conference_on_enter = instruction->start_conference_on_enter;
  worker->end_conference_on_exit = instruction->end_conference_on_exit;
  if (instruction->wait_url != NULL)
    worker->wait = trs_voice_program_copy (&(TrsVoiceProgram) { .url = instruction->wait_url });
  trs_participant_connected (worker);
  if (trs_conference_get_customer_participant (conference) == NULL &&
      self->transfer == NULL)
    bring_customer (self, conference, caller);
  note_conference (task, conference, worker_call);
  accept_with_attributes (self);
}

static void
run_dequeue (TrsReservation *self)
{
  TrsCall *worker_call = self->instruction->call;
  TrsCall *caller = trs_task_find_call (self->task);

  if (caller == NULL || caller->queue_member == NULL)
    {
      give_up (self, 0);
      return;
    }

  trs_call_leave_queue (caller);
  caller->bridged_call = worker_call;
  worker_call->bridged_call = caller;
  trs_call_note (caller, "joined %s", worker_call->to);
  trs_call_note (worker_call, "joined %s", caller->from);
  note_worker_call (self->task, worker_call);
  accept_with_attributes (self);
}

static void
run_call (TrsReservation *self)
{
  TrsCall *call = self->instruction->call;

  g_autofree char *url = g_strdup (self->instruction->url);

  trs_call_note (call, "sent to %s", url);
  note_worker_call (self->task, call);
  if (self->instruction->accepts)
    accept_with_attributes (self);
  else
    g_clear_pointer (&self->instruction, trs_instruction_free);
  trs_call_run (call, &(TrsVoiceProgram) { .url = url });
}

/* The worker's phone was picked up. */
void
trs_instruction_answered (TrsReservation *self)
{
  switch (self->instruction->type)
    {
    case TRS_INSTRUCTION_CONFERENCE:
      run_conference (self);
      break;
    case TRS_INSTRUCTION_DEQUEUE:
      run_dequeue (self);
      break;
    case TRS_INSTRUCTION_CALL:
      run_call (self);
      break;
    case TRS_INSTRUCTION_REDIRECT:
    default:
      break;
    }
}
