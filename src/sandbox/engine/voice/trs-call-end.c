/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call.h"

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-phone-private.h"
#include "trs-recording-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"
#include "trs-task-private.h"

/* How many calls an account keeps; ended ones beyond it are forgotten, oldest first. */
#define MAX_CALLS 20000

/* The worker's leg of an instruction. */
static void
tell_reservation (TrsCall *self, gboolean was_answered)
{
  TrsReservation *reservation = g_steal_pointer (&self->reservation);

  if (reservation == NULL)
    return;
  if (reservation->instruction != NULL)
    reservation->instruction->call = NULL;
  /* A conference goes on for as long as it goes on, whoever leaves it. */
  if (was_answered && reservation->instruction != NULL &&
      reservation->instruction->type == TRS_INSTRUCTION_CONFERENCE)
    return;
  if (was_answered)
    trs_instruction_call_over (reservation);
  else
    trs_instruction_failed (reservation, self->status == TRS_CALL_FAILED ? 13223 : 0);
}

/* The caller went. A task that nobody has yet goes with him. */
static void
tell_task (TrsCall *self, gboolean was_waiting)
{
  TrsTask *task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  task->call = NULL;
  if (task->status < TRS_TASK_ASSIGNED && trs_task_get_active_transfer (task) == NULL)
    trs_task_cancel_now (task, "hangup");
  if (!was_waiting || task->status != TRS_TASK_ASSIGNED)
    return;
  for (guint i = 0; i < task->reservations->len; i++)
    trs_instruction_call_over (g_ptr_array_index (task->reservations, i));
}

static void
forget_old_calls (TrsAccount *account)
{
  guint keep = MAX_CALLS;

  /* In bulk, as each removal from the front moves the rest. */
  if (account->calls->len < keep + keep / 8)
    return;

  for (guint i = 0; i < account->calls->len && account->calls->len > keep;)
    {
      TrsCall *call = g_ptr_array_index (account->calls, i);

      if (trs_call_is_over (call))
        trs_resource_remove (account->engine, account->calls, call);
      else
        i++;
    }
}

/* The two sides of a bridge part: the other goes on with what it was at, or ends. */
void
trs_call_unbridge (TrsCall *self)
{
  TrsCall *other = g_steal_pointer (&self->bridged_call);

  if (other == NULL)
    return;

  other->bridged_call = NULL;
  if (other->script != NULL && other->script->dial != NULL)
    trs_dial_bridge_over (other->script);
  else if (other->script != NULL && other->script->asking != NULL)
    trs_script_left_queue (other->script, "bridged");
  else
    trs_call_end (other, TRS_CALL_COMPLETED);
}

/* The same line ends at both ends. */
static void
end_far_end (TrsCall *self)
{
  TrsCall *far_end = g_steal_pointer (&self->far_end);

  if (far_end == NULL)
    return;
  far_end->far_end = NULL;
  if (far_end->status == TRS_CALL_IN_PROGRESS)
    trs_call_end (far_end, TRS_CALL_COMPLETED);
  else
    trs_call_end (far_end, self->status == TRS_CALL_COMPLETED ? TRS_CALL_NO_ANSWER : self->status);
}

static void
end_scripts (TrsCall *self)
{
  g_autoptr(TrsScript) script = g_steal_pointer (&self->script);

  trs_call_stop_background (self);
  if (script != NULL)
    trs_script_hang_up (script);
}

/*
 * trs_call_end:
 * @self: a call; one that is over stays as it is
 * @status: how it ends
 *
 * The one way that calls end. Everything that the call was part of hears of it.
 */
void
trs_call_end (TrsCall *self, TrsCallStatus status)
{
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  gboolean was_answered = self->status == TRS_CALL_IN_PROGRESS;
  gboolean was_waiting = self->queue_member != NULL;

  if (trs_call_is_over (self))
    return;

  trs_engine_clear_timer (self->account->engine, &self->timer);
  trs_call_stop_detection (self);
  trs_phone_release (self);
  self->end_time = trs_engine_now (self->account->engine);
  trs_call_end_recording (self);
  trs_call_note (self, "%s", was_answered ? "hung up" : trs_call_status_to_string (status));
  trs_call_set_status (self, status);

  trs_call_leave_queue (self);
  if (was_waiting && self->script != NULL)
    trs_script_tell_left_queue (self->script, "hangup");
  if (self->participant != NULL)
    trs_conference_leave (self->participant, "participant_hung_up");
  end_scripts (self);
  trs_call_unbridge (self);
  if (self->dialer != NULL)
    trs_dial_leg_over (self);
  end_far_end (self);
  tell_reservation (self, was_answered);
  tell_task (self, was_waiting);
  forget_old_calls (self->account);
}

/* From our side. */
void
trs_call_drop (TrsCall *self)
{
  trs_call_end (self, self->status == TRS_CALL_IN_PROGRESS ? TRS_CALL_COMPLETED
                                                           : TRS_CALL_CANCELED);
}

/* Begins what the call is for; what it was at must have ended. */
void
trs_call_run (TrsCall *self, const TrsVoiceProgram *program)
{
  g_autoptr(TrsScript) script = trs_script_new (self->account, self, TRS_SCRIPT_MAIN);

  g_assert (self->script == NULL);
  self->script = trs_script_ref (script);
  trs_script_run_program (script, program);
}

void
trs_call_stop_script (TrsCall *self)
{
  g_autoptr(TrsScript) script = g_steal_pointer (&self->script);

  trs_call_stop_background (self);
  if (script != NULL)
    trs_script_stop (script);
}

/* What it hears while it waits, instead of what it heard. */
void
trs_call_start_background (TrsCall *self, int role, const TrsVoiceProgram *program)
{
  g_autoptr(TrsScript) script = trs_script_new (self->account, self, (TrsScriptRole) role);

  trs_call_stop_background (self);
  self->background = trs_script_ref (script);
  trs_script_run_program (script, program);
}

void
trs_call_stop_background (TrsCall *self)
{
  g_autoptr(TrsScript) script = g_steal_pointer (&self->background);

  if (script != NULL)
    trs_script_stop (script);
}

/* Out of the queue, or away from whom it was put through to from there. */
static void
tell_redirected (TrsCall *self)
{
  gboolean was_waiting = self->queue_member != NULL;

  trs_call_leave_queue (self);
  if (self->script != NULL && (was_waiting || self->bridged_call != NULL))
    trs_script_tell_left_queue (self->script,
                                was_waiting ? "redirected" : "redirected-from-bridged");
}

/* Out of all that it was part of, and on with another program. */
void
trs_call_go_elsewhere (TrsCall *self, const TrsVoiceProgram *program)
{
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);

  trs_call_stop_detection (self);
  tell_redirected (self);
  trs_call_stop_script (self);
  if (self->participant != NULL)
    trs_conference_leave (self->participant, "participant_redirected");
  trs_call_unbridge (self);
  if (!trs_call_is_over (self))
    trs_call_run (self, program);
}

/* @source is a literal. */
void
trs_call_begin_recording (TrsCall *self, const char *source, const TrsRecordingOptions *options)
{
  if (self->recording != NULL)
    return;
  trs_resource_set (&self->recording,
                    trs_recording_new (self->account, self, NULL, source, options));
  trs_call_note (self, "is recorded");
}

void
trs_call_end_recording (TrsCall *self)
{
  if (self->recording != NULL)
    trs_recording_finish (self->recording);
  trs_resource_set (&self->recording, NULL);
}
