/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-instruction.h"

#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-worker-private.h"
#include "voice/trs-call-private.h"
#include "voice/trs-conference-private.h"
#include "voice/trs-recording-private.h"

/* How instructions begin; what comes of them is in trs-instruction-run.c. */

#define DEFAULT_TIMEOUT 60
#define MAX_TIMEOUT 999

/**
 * trs_conference_options_init:
 * @options: (out caller-allocates): options
 *
 * Sets what the service takes where a request says nothing.
 *
 * Source: the service's Reservation resource, conference parameters.
 */
void
trs_conference_options_init (TrsConferenceOptions *options)
{
  *options = (TrsConferenceOptions) {
    .timeout = DEFAULT_TIMEOUT,
    .start_conference_on_enter = TRUE,
    .max_participants = 250,
    .beep = "true",
    .conference_record = "false",
  };
}

void
trs_instruction_free (TrsInstruction *self)
{
  if (self->call != NULL)
    self->call->reservation = NULL;
  trs_voice_callback_clear (&self->conference_callback);
  g_free (self->wait_url);
  g_free (self->url);
  g_free (self->post_work_activity_sid);
  g_free (self);
}

/* A worker dialled into the queue for it, instead of being rung. */
void
trs_instruction_take_dequeue (TrsReservation *reservation,
                              TrsCall *call,
                              const char *post_work_activity_sid)
{
  TrsInstruction *instruction = g_new0 (TrsInstruction, 1);

  instruction->type = TRS_INSTRUCTION_DEQUEUE;
  instruction->post_work_activity_sid = g_strdup (post_work_activity_sid);
  instruction->call = call;
  call->reservation = reservation;
  reservation->instruction = instruction;
}

/* The reservation is decided otherwise, or goes: a phone that rings for it stops. */
void
trs_instruction_abort (TrsReservation *reservation)
{
  TrsInstruction *instruction = g_steal_pointer (&reservation->instruction);
  TrsCall *call;

  if (instruction == NULL)
    return;

  call = instruction->call;
  trs_instruction_free (instruction);
  if (call != NULL && call->status != TRS_CALL_IN_PROGRESS)
    trs_call_end (call, TRS_CALL_CANCELED);
}

static gboolean
check_activity (TrsReservation *self, const char *sid, GError **error)
{
  TrsWorkspace *workspace = self->task->workspace;

  if (sid == NULL || *sid == '\0' || trs_workspace_get_activity (workspace, sid) != NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Value '%s' provided for PostWorkActivitySid is not an Activity of Workspace %s",
               sid, workspace->base.sid);
  return FALSE;
}

static gboolean
check_timeout (int timeout, GError **error)
{
  if (timeout >= 0 && timeout <= MAX_TIMEOUT)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Timeout must be from 1 to %d seconds",
               MAX_TIMEOUT);
  return FALSE;
}

/* Source: the service's error 40151. */
static gboolean
check_no_transfer (TrsReservation *self, const char *instruction, GError **error)
{
  if (self->transfer == NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Unable to execute %s instruction. Reservation %s is of a transfer.", instruction,
               self->base.sid);
  return FALSE;
}

static const char *
get_text_attribute (TrsTask *task, const char *name)
{
  JsonNode *node = json_object_get_member (task->attributes_object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* The caller id that the worker sees: the number that the caller dialled, or what the task says. */
static const char *
default_from (TrsTask *task)
{
  TrsCall *call = trs_task_find_call (task);
  const char *from = call != NULL ? call->to : get_text_attribute (task, "from");

  return from != NULL ? from : "";
}

/* Rings the worker's phone. An address that cannot be called fails as a call that is not
 * answered does, a moment later. */
static void
begin (TrsReservation *self,
       TrsInstruction *instruction,
       const char *to,
       const char *from,
       int timeout,
       const TrsCallback *callback)
{
  TrsCall *call;

  if (to == NULL)
    to = trs_worker_get_contact_uri (self->worker);
  if (from == NULL)
    from = default_from (self->task);
  call = trs_call_new (self->task->workspace->account, from, to != NULL ? to : "",
                       "outbound-api");
  self->instruction = instruction;
  instruction->call = call;
  call->reservation = self;
  if (instruction->accepts)
    trs_reservation_hold_timer (self);
  if (instruction->records_call)
    call->recording_options = trs_recording_options_copy (&(TrsRecordingOptions) { 0 });
  trs_voice_callback_set (&call->callback, callback, trs_call_callback_words, "completed");
  trs_call_tell (call);
  trs_call_dial (call, timeout);
}

/* "true", "record-from-start" or "record-from-answer", but not "false" and "do-not-record". */
static gboolean
is_record_word (const char *word)
{
  return word != NULL && (g_str_equal (word, "true") || g_str_has_prefix (word, "record-from-"));
}

/**
 * trs_reservation_conference:
 * @self: a pending reservation
 * @options: how, see trs_conference_options_init()
 * @error: return location for a %TRS_ERROR_INVALID when it was decided before
 *
 * Begins to ring the worker's phone. The reservation stays pending, and its time stands still,
 * until the phone is answered (accepted) or not (canceled).
 *
 * Returns: whether it began
 *
 * Source: the service's Reservation resource, instruction "conference"; for the time that stands
 * still, its support article "TaskRouter: Reservation canceled instead of timing out": who was told
 * to take the task has responded, and what comes of the ringing is accepted or canceled.
 */
gboolean
trs_reservation_conference (TrsReservation *self,
                            const TrsConferenceOptions *options,
                            GError **error)
{
  TrsInstruction *instruction;

  if (!trs_reservation_check_pending (self, "Conference", error) ||
      !check_timeout (options->timeout, error) ||
      !check_activity (self, options->post_work_activity_sid, error))
    return FALSE;

  instruction = g_new0 (TrsInstruction, 1);
  instruction->type = TRS_INSTRUCTION_CONFERENCE;
  instruction->accepts = TRUE;
  instruction->muted = options->muted;
  instruction->start_conference_on_enter = options->start_conference_on_enter;
  instruction->end_conference_on_exit = options->end_conference_on_exit;
  instruction->end_conference_on_customer_exit = options->end_conference_on_customer_exit;
  instruction->max_participants = options->max_participants;
  instruction->post_work_activity_sid = g_strdup (options->post_work_activity_sid);
  instruction->wait_url = g_strdup (options->wait_url);
  instruction->records_call = options->record;
  instruction->records_conference = is_record_word (options->conference_record);
  trs_voice_callback_set (&instruction->conference_callback, &options->conference_status_callback,
                          trs_conference_callback_words, "start end");
  begin (self, instruction, options->to, options->from, options->timeout,
         &options->status_callback);
  return TRUE;
}

/**
 * trs_reservation_dequeue:
 * @self: a pending reservation of a caller who waits
 * @options: how
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * As trs_reservation_conference(), but both are put through to each other without a conference.
 *
 * Returns: whether it began
 */
gboolean
trs_reservation_dequeue (TrsReservation *self, const TrsDequeueOptions *options, GError **error)
{
  TrsInstruction *instruction;

  if (!trs_reservation_check_pending (self, "Dequeue", error) ||
      !check_no_transfer (self, "Dequeue", error) || !check_timeout (options->timeout, error) ||
      !check_activity (self, options->post_work_activity_sid, error))
    return FALSE;

  instruction = g_new0 (TrsInstruction, 1);
  instruction->type = TRS_INSTRUCTION_DEQUEUE;
  instruction->accepts = TRUE;
  instruction->post_work_activity_sid = g_strdup (options->post_work_activity_sid);
  instruction->records_call = is_record_word (options->record);
  begin (self, instruction, options->to, options->from, options->timeout,
         &options->status_callback);
  return TRUE;
}

static gboolean
check_required (const char *value, const char *parameter, GError **error)
{
  if (value != NULL && *value != '\0')
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Missing required parameter %s in the post body", parameter);
  return FALSE;
}

/**
 * trs_reservation_call:
 * @self: a pending reservation
 * @options: how
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Begins to ring the worker's phone. Answering accepts the reservation if the options say so.
 *
 * Returns: whether it began
 */
gboolean
trs_reservation_call (TrsReservation *self, const TrsCallOptions *options, GError **error)
{
  TrsInstruction *instruction;

  if (!check_required (options->from, "CallFrom", error) ||
      !check_required (options->url, "CallUrl", error) ||
      !trs_reservation_check_pending (self, "Call", error) ||
      !check_no_transfer (self, "Call", error) || !check_timeout (options->timeout, error))
    return FALSE;

  instruction = g_new0 (TrsInstruction, 1);
  instruction->type = TRS_INSTRUCTION_CALL;
  instruction->accepts = options->accept;
  instruction->url = g_strdup (options->url);
  instruction->records_call = is_record_word (options->record);
  begin (self, instruction, options->to, options->from, options->timeout,
         &options->status_callback);
  return TRUE;
}

/**
 * trs_reservation_redirect:
 * @self: a pending reservation
 * @options: which call, and where to
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Sends the caller elsewhere, out of the queue. Accepts the reservation if the options say so.
 *
 * Returns: whether it was done
 */
gboolean
trs_reservation_redirect (TrsReservation *self, const TrsRedirectOptions *options, GError **error)
{
  TrsEngine *engine = self->task->workspace->engine;
  TrsInstruction *instruction;
  TrsCall *call;

  if (!check_required (options->call_sid, "RedirectCallSid", error) ||
      !check_required (options->url, "RedirectUrl", error) ||
      !trs_reservation_check_pending (self, "Redirect", error) ||
      !check_no_transfer (self, "Redirect", error))
    return FALSE;
  call = trs_engine_get_call (engine, options->call_sid);
  if (call == NULL || call->account != self->task->workspace->account ||
      call->status != TRS_CALL_IN_PROGRESS || call->participant != NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Unable to execute Redirect instruction. Call %s cannot be redirected.",
                   options->call_sid);
      return FALSE;
    }

  trs_call_note (call, "redirected to %s", options->url);
  if (options->accept)
    {
      instruction = g_new0 (TrsInstruction, 1);
      instruction->type = TRS_INSTRUCTION_REDIRECT;
      if (call->reservation == NULL)
        {
          instruction->call = call;
          call->reservation = self;
        }
      self->instruction = instruction;
      trs_reservation_accept_now (self);
    }
  trs_call_go_elsewhere (call, &(TrsVoiceProgram) { .url = (char *) options->url });
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_reservation_supervise:
 * @self: an accepted reservation with a conference
 * @options: who, and how
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Rings the supervisor's phone, who joins muted, heard by the worker only, or as anybody.
 *
 * Returns: whether it began
 */
gboolean
trs_reservation_supervise (TrsReservation *self,
                           const TrsSuperviseOptions *options,
                           GError **error)
{
  TrsWorkspace *workspace = self->task->workspace;
  TrsConference *conference = self->task->conference;
  TrsParticipantOptions leg = { .call.from = default_from (self->task),
                                .is_muted = options->mode == TRS_SUPERVISE_MONITOR };
  TrsWorker *supervisor;
  TrsParticipant *participant, *coached;

  if (!check_required (options->supervisor, "Supervisor", error))
    return FALSE;
  if (self->status != TRS_RESERVATION_ACCEPTED || conference == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Unable to execute Supervise instruction. Reservation %s is not currently in "
                   "an Accepted state with a conference.",
                   self->base.sid);
      return FALSE;
    }
  supervisor = trs_workspace_get_worker (workspace, options->supervisor);
  leg.call.to = supervisor != NULL ? trs_worker_get_contact_uri (supervisor) : options->supervisor;
  participant = trs_conference_add_participant (conference, &leg, error);
  if (participant == NULL)
    return FALSE;

  participant->role = TRS_PARTICIPANT_SUPERVISOR;
  if (supervisor != NULL)
    trs_resource_set (&participant->worker, supervisor);
  coached = trs_conference_get_worker_participant (conference, self->worker);
  if (options->mode == TRS_SUPERVISE_WHISPER && coached != NULL)
    {
      participant->is_coaching = TRUE;
      g_strlcpy (participant->call_sid_to_coach, coached->call->base.sid,
                 sizeof participant->call_sid_to_coach);
    }
  return TRUE;
}
