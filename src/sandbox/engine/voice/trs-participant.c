/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-participant.h"

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"

static void
trs_participant_finalize (gpointer data)
{
  TrsParticipant *self = data;

  g_free (self->label);
  g_clear_pointer (&self->wait, trs_voice_program_free);
  g_clear_pointer (&self->worker, trs_resource_unref);
}

TrsParticipant *
trs_participant_new (TrsConference *conference, TrsCall *call, TrsParticipantRole role)
{
  TrsParticipant *self = trs_resource_new (conference->account->engine, TRS_RESOURCE_PARTICIPANT,
                                           sizeof *self, trs_participant_finalize, NULL, NULL);

  g_assert (call->participant == NULL);
  self->conference = conference;
  self->call = call;
  self->role = role;
  self->start_conference_on_enter = TRUE;
  call->participant = self;
  return self;
}

gboolean
trs_participant_is_connected (TrsParticipant *self)
{
  return self->call->status == TRS_CALL_IN_PROGRESS;
}

/* Sets a flag and tells; the two types are for true and false. */
static void
trs_participant_set_flag (TrsParticipant *self,
                          gboolean *place,
                          const gboolean *value,
                          const char *type_on,
                          const char *type_off)
{
  if (value == NULL || !*value == !*place)
    return;

  *place = *value;
  trs_resource_touch (self->conference->account->engine, self);
  trs_conference_emit (self->conference, *value ? type_on : type_off, self->call, self);
}

/* What he hears while he does not hear the others. */
void
trs_participant_wait (TrsParticipant *self)
{
  if (self->wait != NULL && self->conference->status == TRS_CONFERENCE_INIT &&
      trs_participant_is_connected (self) && self->call->background == NULL)
    trs_call_start_background (self->call, TRS_SCRIPT_ROOM, self->wait);
}

static void
set_wait (TrsParticipant *self, const TrsParticipantChange *change)
{
  if (change->wait_url == NULL)
    return;
  g_clear_pointer (&self->wait, trs_voice_program_free);
  self->wait = trs_voice_program_copy (&(TrsVoiceProgram) {
    .url = (char *) change->wait_url, .method = (char *) change->wait_method });
  if (self->conference->status == TRS_CONFERENCE_INIT && !self->is_on_hold)
    trs_call_stop_background (self->call);
  trs_participant_wait (self);
}

static void
set_hold (TrsParticipant *self, const TrsParticipantChange *change)
{
  gboolean was_on_hold = self->is_on_hold;

  if (change->is_on_hold == NULL)
    return;
  if (!*change->is_on_hold && was_on_hold)
    trs_call_stop_background (self->call);
  else if (*change->is_on_hold && change->hold_url != NULL)
    trs_call_start_background (self->call, TRS_SCRIPT_ROOM,
                               &(TrsVoiceProgram) { .url = (char *) change->hold_url,
                                                    .method = (char *) change->hold_method });
  trs_participant_set_flag (self, &self->is_on_hold, change->is_on_hold, "participant.hold",
                            "participant.unhold");
}

static void
announce (TrsParticipant *self, const TrsParticipantChange *change)
{
  if (change->announce_url == NULL || !trs_participant_is_connected (self))
    return;
  trs_call_start_background (self->call, TRS_SCRIPT_ONCE,
                             &(TrsVoiceProgram) { .url = (char *) change->announce_url,
                                                  .method = (char *) change->announce_method });
  if (self->call->background != NULL)
    self->call->background->over = trs_conference_emit_announcement;
}

/**
 * trs_participant_update:
 * @self: someone in a conference
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_participant_update (TrsParticipant *self, const TrsParticipantChange *change, GError **error)
{
  if (change->is_coaching != NULL && *change->is_coaching &&
      (change->call_sid_to_coach == NULL ||
       trs_conference_get_participant (self->conference, change->call_sid_to_coach) == NULL))
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "CallSidToCoach is not a participant of the conference");
      return FALSE;
    }

  if (change->call_sid_to_coach != NULL)
    g_strlcpy (self->call_sid_to_coach, change->call_sid_to_coach, sizeof self->call_sid_to_coach);
  trs_participant_set_flag (self, &self->is_muted, change->is_muted, "participant.mute",
                            "participant.unmute");
  set_hold (self, change);
  trs_participant_set_flag (self, &self->is_coaching, change->is_coaching, "participant.modify",
                            "participant.modify");
  trs_participant_set_flag (self, &self->end_conference_on_exit, change->end_conference_on_exit,
                            "participant.modify", "participant.modify");
  trs_participant_set_flag (self, &self->beep_on_exit, change->beep_on_exit, "participant.modify",
                            "participant.modify");
  set_wait (self, change);
  announce (self, change);
  return TRUE;
}

/**
 * trs_participant_remove:
 * @self: someone in a conference
 * @error: return location
 *
 * Takes the leg out and hangs it up.
 *
 * Returns: %TRUE
 */
gboolean
trs_participant_remove (TrsParticipant *self, GError **error)
{
  TrsEngine *engine = self->conference->account->engine;

  trs_conference_leave (self, "participant_updated_via_api");
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_participant_get_status:
 * @self: someone in a conference
 *
 * Returns: the service's word
 */
const char *
trs_participant_get_status (TrsParticipant *self)
{
  switch (self->call->status)
    {
    case TRS_CALL_QUEUED:
      return "queued";
    case TRS_CALL_RINGING:
      return "ringing";
    case TRS_CALL_IN_PROGRESS:
      return "connected";
    case TRS_CALL_COMPLETED:
      return "complete";
    default:
      return "failed";
    }
}

static gboolean
check_asking (TrsTask *task, TrsWorker *asking, GError **error)
{
  TrsConference *conference = task->conference;

  if (conference == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Task %s has no conference in progress",
                   task->base.sid);
      return FALSE;
    }
  if (trs_conference_get_worker_participant (conference, asking) == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Worker %s is not a participant of the conference of task %s",
                   asking->base.sid, task->base.sid);
      return FALSE;
    }
  return TRUE;
}

static TrsParticipant *
find_target (TrsTask *task, TrsWorker *asking, const char *worker_sid, GError **error)
{
  TrsWorker *worker = trs_workspace_get_worker (task->workspace, worker_sid);
  TrsParticipant *target;

  if (!check_asking (task, asking, error))
    return NULL;
  target = worker != NULL ? trs_conference_get_worker_participant (task->conference, worker) : NULL;
  if (target == NULL)
    g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                 "Worker %s is not a participant of the conference of task %s", worker_sid,
                 task->base.sid);
  return target;
}

/**
 * trs_task_hold_customer:
 * @task: a task in a conference
 * @asking: a worker in it
 * @hold: whether the customer hears music
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 *
 * Source: the service's worker SDK, task.updateParticipant().
 */
gboolean
trs_task_hold_customer (TrsTask *task, TrsWorker *asking, gboolean hold, GError **error)
{
  TrsParticipant *customer;

  if (!check_asking (task, asking, error))
    return FALSE;
  customer = trs_conference_get_customer_participant (task->conference);
  if (customer == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "The customer left the conference of task %s", task->base.sid);
      return FALSE;
    }
  return trs_participant_update (customer, &(TrsParticipantChange) { .is_on_hold = &hold }, error);
}

/**
 * trs_task_hold_worker:
 * @task: a task in a conference
 * @asking: a worker in it
 * @worker_sid: another worker in it
 * @hold: whether the other hears music
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 *
 * Source: the service's worker SDK, task.hold().
 */
gboolean
trs_task_hold_worker (TrsTask *task,
                      TrsWorker *asking,
                      const char *worker_sid,
                      gboolean hold,
                      GError **error)
{
  TrsParticipant *target = find_target (task, asking, worker_sid, error);

  return target != NULL &&
         trs_participant_update (target, &(TrsParticipantChange) { .is_on_hold = &hold }, error);
}

/**
 * trs_task_kick_worker:
 * @task: a task in a conference
 * @asking: a worker in it
 * @worker_sid: another worker in it
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 *
 * Source: the service's worker SDK, task.kick().
 */
gboolean
trs_task_kick_worker (TrsTask *task, TrsWorker *asking, const char *worker_sid, GError **error)
{
  TrsParticipant *target = find_target (task, asking, worker_sid, error);

  return target != NULL && trs_participant_remove (target, error);
}

/**
 * trs_reservation_update_participant:
 * @reservation: an accepted reservation with a conference
 * @change: what to set on the worker's own leg
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 *
 * Source: the service's worker SDK, reservation.updateParticipant().
 */
gboolean
trs_reservation_update_participant (TrsReservation *reservation,
                                    const TrsParticipantChange *change,
                                    GError **error)
{
  TrsTask *task = reservation->task;

  if (!check_asking (task, reservation->worker, error))
    return FALSE;
  return trs_participant_update (
      trs_conference_get_worker_participant (task->conference, reservation->worker), change,
      error);
}
