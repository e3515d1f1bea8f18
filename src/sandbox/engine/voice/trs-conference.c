/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-conference.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"
#include "trs-task-private.h"
#include "trs-transfer-private.h"

/* How many conferences an account keeps; completed ones beyond it are forgotten, oldest first. */
#define MAX_CONFERENCES 10000

#define MAX_PARTICIPANTS 250

static void
trs_conference_finalize (gpointer data)
{
  TrsConference *self = data;

  if (self->task != NULL && self->task->conference == self)
    self->task->conference = NULL;
  trs_voice_callback_clear (&self->callback);
  g_clear_pointer (&self->recording_options, trs_recording_options_free);
  trs_resource_set (&self->recording, NULL);
  g_ptr_array_unref (self->participants);
  g_free (self->friendly_name);
}

static void
forget_old_conferences (TrsAccount *account)
{
  guint keep = MAX_CONFERENCES;

  if (account->conferences->len < keep + keep / 8)
    return;

  for (guint i = 0; i < account->conferences->len && account->conferences->len > keep;)
    {
      TrsConference *conference = g_ptr_array_index (account->conferences, i);

      if (conference->status == TRS_CONFERENCE_COMPLETED)
        trs_resource_remove (account->engine, account->conferences, conference);
      else
        i++;
    }
}

TrsConference *
trs_conference_new (TrsAccount *account, const char *friendly_name, TrsTask *task)
{
  TrsConference *self = trs_resource_new (account->engine, TRS_RESOURCE_CONFERENCE, sizeof *self,
                                          trs_conference_finalize, "CF", NULL);

  forget_old_conferences (account);
  self->account = account;
  self->friendly_name = g_strdup (friendly_name);
  self->region = "us1";
  self->max_participants = MAX_PARTICIPANTS;
  self->participants = trs_resource_list_new ();
  self->task = task;
  if (task != NULL)
    task->conference = self;
  g_ptr_array_add (account->conferences, self);
  return self;
}

/* It is in progress once two are in, one of whom starts it. */
static void
trs_conference_start (TrsConference *self)
{
  guint connected = 0;
  gboolean has_starter = FALSE;

  if (self->status != TRS_CONFERENCE_INIT)
    return;

  for (guint i = 0; i < self->participants->len; i++)
    {
      TrsParticipant *participant = g_ptr_array_index (self->participants, i);

      if (!trs_participant_is_connected (participant))
        continue;
      connected++;
      has_starter |= participant->start_conference_on_enter;
    }
  if (connected < 2 || !has_starter)
    return;

  self->status = TRS_CONFERENCE_IN_PROGRESS;
  trs_resource_touch (self->account->engine, self);
  trs_conference_emit (self, "conference.start", NULL, NULL);
  for (guint i = 0; i < self->participants->len; i++)
    {
      TrsParticipant *participant = g_ptr_array_index (self->participants, i);

      if (!participant->is_on_hold)
        trs_call_stop_background (participant->call);
    }
  trs_conference_begin_recording (self);
}

/* As whoever came first wished; does nothing a second time. */
void
trs_conference_begin_recording (TrsConference *self)
{
  if (self->recording_options == NULL || self->recording != NULL)
    return;
  trs_resource_set (&self->recording, trs_recording_new (self->account, NULL, self, "Conference",
                                                         self->recording_options));
}

/* All but @self hear it. */
static void
beep (TrsConference *conference, TrsParticipant *self)
{
  for (guint i = 0; i < conference->participants->len; i++)
    {
      TrsParticipant *other = g_ptr_array_index (conference->participants, i);

      if (other != self && trs_participant_is_connected (other))
        trs_call_note (other->call, "heard a beep");
    }
}

/* Whoever answered, or was there before, is in. */
void
trs_participant_connected (TrsParticipant *self)
{
  TrsConference *conference = self->conference;

  trs_call_note (self->call, "joined the conference");
  if (self->beeps_on_enter)
    beep (conference, self);
  trs_conference_emit (conference, "participant.join", self->call, self);
  trs_conference_start (conference);
  trs_participant_wait (self);
}

/* With a call that is answered, or rings and comes in when it is. */
TrsParticipant *
trs_conference_join (TrsConference *self, TrsCall *call, TrsParticipantRole role)
{
  TrsParticipant *participant = trs_participant_new (self, call, role);

  g_ptr_array_add (self->participants, participant);
  return participant;
}

/*
 * trs_conference_leave:
 * @participant: someone in a conference
 * @reason: the service's word, such as "participant_hung_up"; "participant_updated_via_api" hangs
 *   him up
 *
 * Ends the conference when he was the one whose leaving does, or the last.
 */
void
trs_conference_leave (TrsParticipant *participant, const char *reason)
{
  TrsConference *self = participant->conference;
  TrsCall *call = participant->call;
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (participant);
  gboolean was_kicked = strcmp (reason, "participant_updated_via_api") == 0;
  gboolean ends = participant->end_conference_on_exit;
  TrsWorker *worker = participant->worker;

  call->participant = NULL;
  trs_call_stop_background (call);
  trs_resource_remove (self->account->engine, self->participants, participant);
  trs_resource_touch (self->account->engine, self);
  trs_conference_emit_left (self, call, participant, reason);
  if (participant->beep_on_exit)
    beep (self, participant);

  if (ends)
    trs_conference_end_now (self,
                            was_kicked ? "participant-with-end-conference-on-exit-kicked"
                                       : "participant-with-end-conference-on-exit-left",
                            call);
  else if (self->participants->len == 0)
    trs_conference_end_now (self, was_kicked ? "last-participant-kicked" : "last-participant-left",
                            call);
  else if (participant->role == TRS_PARTICIPANT_WORKER && self->task != NULL)
    trs_task_worker_left (self->task, worker);
  if (was_kicked)
    trs_call_drop (call);
}

/* Who dialled into the conference goes on with his own document; others are hung up. */
static void
release (TrsConference *self, TrsParticipant *participant)
{
  TrsCall *call = participant->call;

  call->participant = NULL;
  trs_call_stop_background (call);
  trs_conference_emit_left (self, call, participant, "moderator_ended_conference");
  trs_resource_remove (self->account->engine, self->participants, participant);
  if (call->script != NULL && call->script->dial != NULL)
    trs_dial_conference_over (call);
  else
    trs_call_drop (call);
}

/* Nobody is in it any more, and the workers' reservations wrap up. */
void
trs_conference_end_now (TrsConference *self, const char *reason, TrsCall *ending_call)
{
  TrsTask *task = self->task;

  if (self->status == TRS_CONFERENCE_COMPLETED)
    return;

  self->status = TRS_CONFERENCE_COMPLETED;
  self->reason_ended = reason;
  if (ending_call != NULL)
    g_strlcpy (self->ending_call_sid, ending_call->base.sid, sizeof self->ending_call_sid);
  trs_resource_touch (self->account->engine, self);
  while (self->participants->len > 0)
    release (self, g_ptr_array_index (self->participants, 0));
  if (self->recording != NULL)
    trs_recording_finish (self->recording);
  trs_resource_set (&self->recording, NULL);
  trs_conference_emit (self, "conference.end", ending_call, NULL);
  if (task != NULL)
    {
      task->conference = NULL;
      self->task = NULL;
      trs_task_conference_ended (task);
    }
}

static const char *const status_words[] = { "init", "in-progress", "completed" };

/**
 * trs_conference_status_to_string:
 * @status: a status
 *
 * Returns: the service's word
 */
const char *
trs_conference_status_to_string (TrsConferenceStatus status)
{
  return status_words[status];
}

/**
 * trs_conference_status_from_string:
 * @word: the service's word
 * @status: (out): the status
 *
 * Returns: whether it is one
 */
gboolean
trs_conference_status_from_string (const char *word, TrsConferenceStatus *status)
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
 * trs_conference_get_participant:
 * @self: a conference
 * @call_sid_or_label: CA SID or label
 *
 * Returns: (transfer none) (nullable): the participant
 */
TrsParticipant *
trs_conference_get_participant (TrsConference *self, const char *call_sid_or_label)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      TrsParticipant *participant = g_ptr_array_index (self->participants, i);

      if (strcmp (participant->call->base.sid, call_sid_or_label) == 0 ||
          g_strcmp0 (participant->label, call_sid_or_label) == 0)
        return participant;
    }
  return NULL;
}

/**
 * trs_conference_get_worker_participant:
 * @self: a conference
 * @worker: a worker
 *
 * Returns: (transfer none) (nullable): the worker's own leg
 */
TrsParticipant *
trs_conference_get_worker_participant (TrsConference *self, TrsWorker *worker)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      TrsParticipant *participant = g_ptr_array_index (self->participants, i);

      if (participant->role == TRS_PARTICIPANT_WORKER && participant->worker == worker)
        return participant;
    }
  return NULL;
}

/**
 * trs_conference_get_customer_participant:
 * @self: a conference
 *
 * Returns: (transfer none) (nullable): the customer's leg
 */
TrsParticipant *
trs_conference_get_customer_participant (TrsConference *self)
{
  for (guint i = 0; i < self->participants->len; i++)
    {
      TrsParticipant *participant = g_ptr_array_index (self->participants, i);

      if (participant->role == TRS_PARTICIPANT_CUSTOMER)
        return participant;
    }
  return NULL;
}
