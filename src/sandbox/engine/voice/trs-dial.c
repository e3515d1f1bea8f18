/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-recording-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"
#include "trs-task-private.h"

/* The verb Dial: its nouns ring at once and the first who answers is put through; or the caller
 * meets others in a conference, or whoever is first in a queue.
 *
 * Source: the service's pages of the Dial verb and its nouns. */

#define CODE_NO_RESERVATION 14217

struct _TrsDial
{
  TrsScript *script; /* not owned: it owns us */
  GPtrArray *legs;   /* of TrsCall, borrowed: who rings */
  char leg_sid[TRS_SID_LENGTH + 1]; /* who was put through, or ended last; "" for none */
  TrsVoiceQueue *queue;  /* nullable, borrowed: where the caller waits for a member */
  gboolean is_conference;
  gint64 bridged_at; /* real time; 0 until somebody was put through */
  TrsCallStatus status; /* of whoever ended last, unanswered */
  guint64 timer;        /* of waiting for a member, or of the time limit */
};

static void
unlink_leg (gpointer data, gpointer user_data)
{
  TrsCall *leg = data;

  leg->dialer = NULL;
}

/* Nobody rings any more. */
static void
cancel_legs (TrsDial *self)
{
  while (self->legs->len > 0)
    {
      TrsCall *leg = g_ptr_array_index (self->legs, self->legs->len - 1);

      g_ptr_array_set_size (self->legs, (int) self->legs->len - 1);
      leg->dialer = NULL;
      trs_call_end (leg, TRS_CALL_CANCELED);
    }
}

/* Whoever rings is left alone: see trs_dial_cancel(). */
void
trs_dial_free (TrsDial *self)
{
  trs_engine_clear_timer (self->script->account->engine, &self->timer);
  if (self->queue != NULL)
    g_ptr_array_remove (self->queue->dialers, self->script);
  g_ptr_array_foreach (self->legs, unlink_leg, NULL);
  g_ptr_array_unref (self->legs);
  g_free (self);
}

/* The caller is gone, or elsewhere: the phones stop ringing. */
void
trs_dial_cancel (TrsDial *self)
{
  cancel_legs (self);
  trs_dial_free (self);
}

/* A leg that is forgotten. */
void
trs_dial_forget_leg (TrsCall *leg)
{
  g_ptr_array_remove (leg->dialer->script->dial->legs, leg);
}

/* The queue is gone. */
void
trs_dial_forget_queue (TrsScript *script)
{
  script->dial->queue = NULL;
}

gboolean
trs_dial_is_bridged (TrsDial *self)
{
  return self->bridged_at != 0;
}

static const char *
status_word (TrsDial *self)
{
  if (self->is_conference)
    return "answered";
  return self->bridged_at != 0 ? "completed" : trs_call_status_to_string (self->status);
}

static void
add_recording (TrsDial *self, JsonObject *parameters)
{
  TrsRecording *recording = self->script->call->last_recording;
  g_autofree char *url = NULL;

  if (recording == NULL || strcmp (recording->source, "DialVerb") != 0)
    return;
  url = trs_recording_dup_url (recording);
  json_object_set_string_member (parameters, "RecordingUrl", url);
}

/* Answers the verb: what was dialled is over and the caller still there. */
static void
finish (TrsScript *script)
{
  TrsDial *self = g_steal_pointer (&script->dial);
  g_autoptr(TrsTwimlRun) run = trs_script_take_asking (script);
  g_autoptr(JsonObject) parameters = json_object_new ();
  g_autofree char *word = g_strdup (status_word (self));
  TrsReservation *reservation = script->call->reservation;

  if (self->bridged_at != 0)
    trs_json_set_format (parameters, "DialCallDuration", "%" G_GINT64_FORMAT,
                         (trs_engine_now (script->account->engine) - self->bridged_at) /
                           G_USEC_PER_SEC);
  if (self->leg_sid[0] != '\0')
    json_object_set_string_member (parameters, "DialCallSid", self->leg_sid);
  json_object_set_string_member (parameters, "DialBridged",
                                 self->bridged_at != 0 ? "true" : "false");
  trs_call_end_recording (script->call);
  add_recording (self, parameters);
  cancel_legs (self);
  trs_dial_free (self);
  /* A worker who dialled in for a reservation has done his part. */
  if (reservation != NULL && reservation->instruction != NULL &&
      reservation->instruction->type == TRS_INSTRUCTION_DEQUEUE)
    {
      script->call->reservation = NULL;
      reservation->instruction->call = NULL;
      trs_instruction_call_over (reservation);
    }
  if (run != NULL)
    trs_twiml_run_dialed (run, word, parameters);
}

/* Too long, in whichever way. */
static void
timer_cb (gpointer user_data)
{
  g_autoptr(TrsScript) script = trs_script_ref (user_data);
  TrsEngine *engine = script->account->engine;
  TrsDial *self = script->dial;

  self->timer = 0;
  self->status = TRS_CALL_NO_ANSWER;
  if (self->bridged_at != 0 && script->call->bridged_call != NULL)
    trs_call_unbridge (script->call);
  else if (script->call->participant != NULL)
    trs_conference_leave (script->call->participant, "participant_hung_up");
  if (script->dial == self)
    finish (script);
  trs_router_run (engine);
}

/* Both talk from now on. */
static void
bridge (TrsScript *script, TrsCall *leg)
{
  TrsDial *self = script->dial;
  TrsCall *call = script->call;
  const TrsTwimlElement *verb = trs_twiml_run_get_verb (script->asking);
  const char *record = trs_twiml_element_get_string (verb, "record");

  g_strlcpy (self->leg_sid, leg->base.sid, sizeof self->leg_sid);
  self->bridged_at = trs_engine_now (script->account->engine);
  call->bridged_call = leg;
  leg->bridged_call = call;
  trs_call_note (call, "joined %s", trs_call_get_party (leg));
  trs_call_note (leg, "joined %s", trs_call_get_party (call));
  if (call->status != TRS_CALL_IN_PROGRESS)
    trs_call_answer_now (call);
  trs_engine_clear_timer (script->account->engine, &self->timer);
  self->timer =
    trs_engine_add_timer (script->account->engine, trs_twiml_element_get_int (verb, "timeLimit"),
                          timer_cb, script);
  if (strcmp (record, "do-not-record") != 0 && strcmp (record, "false") != 0)
    trs_call_begin_recording (
      call, "DialVerb",
      &(TrsRecordingOptions) {
        .channels = g_str_has_suffix (record, "-dual") ? 2 : 1,
        .track = trs_twiml_element_get_string (verb, "recordingTrack"),
        .callback = { trs_twiml_element_get_string (verb, "recordingStatusCallback"),
                      trs_twiml_element_get_string (verb, "recordingStatusCallbackMethod"),
                      trs_twiml_element_get_string (verb, "recordingStatusCallbackEvent") } });
}

static void
whispered_cb (TrsCall *leg, gboolean failed)
{
  TrsScript *script = leg->dialer->script;

  trs_call_stop_background (leg);
  leg->dialer = NULL;
  g_ptr_array_remove (script->dial->legs, leg);
  bridge (script, leg);
}

/* Someone who was dialled picked up: the others stop ringing, and he is put through once he has
 * heard what is for him only. */
void
trs_dial_answered (TrsCall *leg)
{
  TrsScript *script = leg->dialer->script;
  TrsDial *self = script->dial;

  g_ptr_array_remove (self->legs, leg);
  cancel_legs (self);
  if (leg->program != NULL)
    {
      g_ptr_array_add (self->legs, leg);
      trs_call_start_background (leg, TRS_SCRIPT_ONCE, leg->program);
      if (leg->background != NULL)
        leg->background->over = whispered_cb;
    }
  else
    {
      leg->dialer = NULL;
      bridge (script, leg);
    }
}

/* Someone who was dialled is not reached, or went before he was put through. */
void
trs_dial_leg_over (TrsCall *leg)
{
  TrsCall *call = leg->dialer;
  TrsScript *script = call->script;
  TrsDial *self = script->dial;

  leg->dialer = NULL;
  g_ptr_array_remove (self->legs, leg);
  self->status = leg->status == TRS_CALL_COMPLETED ? TRS_CALL_NO_ANSWER : leg->status;
  g_strlcpy (self->leg_sid, leg->base.sid, sizeof self->leg_sid);
  if (self->legs->len == 0)
    finish (script);
}

/* The other side of the bridge has gone. */
void
trs_dial_bridge_over (TrsScript *script)
{
  finish (script);
}

/* The conference has ended, or the caller was taken out of it. */
void
trs_dial_conference_over (TrsCall *call)
{
  finish (call->script);
}

/* "(650) 555-0100" is a number, too. */
static char *
dup_number (const char *text)
{
  GString *number = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr (" ()-.\t\r\n", *c) == NULL)
        g_string_append_c (number, *c);
    }
  return g_string_free (number, FALSE);
}

static char *
dup_address (const TrsTwimlElement *noun)
{
  const TrsTwimlElement *identity;
  const char *text = trs_twiml_element_get_text (noun);

  switch (trs_twiml_element_get_kind (noun))
    {
    case TRS_TWIML_CLIENT:
      identity = trs_twiml_element_get_child (noun, TRS_TWIML_IDENTITY);
      return g_strconcat ("client:",
                          identity != NULL ? trs_twiml_element_get_text (identity) : text, NULL);
    case TRS_TWIML_SIP:
      return g_str_has_prefix (text, "sip:") || g_str_has_prefix (text, "sips:")
               ? g_strdup (text)
               : g_strconcat ("sip:", text, NULL);
    default:
      return dup_number (text);
    }
}

/* Rings one noun; @noun is the verb itself where that has the number as its text. */
static void
ring (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  TrsCall *call = script->call;
  g_autofree char *address = dup_address (noun);
  const char *caller = trs_twiml_element_get_string (verb, "callerId");
  TrsCall *leg =
    trs_call_new (call->account, caller != NULL ? caller : call->from, address, "outbound-dial");

  g_strlcpy (leg->parent_call_sid, call->base.sid, sizeof leg->parent_call_sid);
  leg->hops = call->hops;
  leg->dialer = call;
  g_ptr_array_add (script->dial->legs, leg);
  if (noun != verb)
    {
      const char *url = trs_twiml_element_get_string (noun, "url");

      trs_voice_callback_set (
        &leg->callback,
        &(TrsCallback) { trs_twiml_element_get_string (noun, "statusCallback"),
                         trs_twiml_element_get_string (noun, "statusCallbackMethod"),
                         trs_twiml_element_get_string (noun, "statusCallbackEvent") },
        trs_call_callback_words, "completed");
      if (url != NULL)
        {
          g_autofree char *full =
            trs_web_resolve (script->program != NULL ? script->program->url : NULL, url);

          leg->program = trs_voice_program_copy (&(TrsVoiceProgram) {
            .url = full, .method = (char *) trs_twiml_element_get_string (noun, "method") });
        }
    }
  trs_call_note (call, "dialled %s", address);
  trs_call_tell (leg);
  trs_call_dial (leg, trs_twiml_element_get_int (verb, "timeout"));
}

/* Meets the member at the front of @queue; FALSE when there is none. */
static gboolean
take_member (TrsScript *script, TrsVoiceQueue *queue)
{
  TrsCall *member = queue->members->len > 0
                      ? ((TrsQueueMember *) g_ptr_array_index (queue->members, 0))->call
                      : NULL;

  if (member == NULL)
    return FALSE;
  trs_call_leave_queue (member);
  bridge (script, member);
  return TRUE;
}

/* Somebody has come into the queue: those who wait for one are served in turn. */
void
trs_dial_serve_queue (TrsVoiceQueue *queue)
{
  while (queue->dialers->len > 0 && queue->members->len > 0)
    {
      TrsScript *script = g_ptr_array_index (queue->dialers, 0);

      g_ptr_array_remove_index (queue->dialers, 0);
      script->dial->queue = NULL;
      take_member (script, queue);
    }
}

/* For the reservation that @noun names: accepts it, and meets its caller. */
static void
dial_reservation (TrsScript *script, const TrsTwimlElement *noun)
{
  TrsCall *call = script->call;
  TrsReservation *reservation =
    trs_engine_lookup (script->account->engine, TRS_RESOURCE_RESERVATION,
                       trs_twiml_element_get_string (noun, "reservationSid"));
  TrsCall *caller = NULL;

  if (reservation != NULL && reservation->status == TRS_RESERVATION_PENDING &&
      reservation->task->workspace->account == script->account && call->reservation == NULL)
    caller = trs_task_find_call (reservation->task);
  if (caller == NULL || caller->queue_member == NULL)
    {
      trs_call_note (call, "problem %d: the reservation is not there, or decided",
                     CODE_NO_RESERVATION);
      script->dial->status = TRS_CALL_FAILED;
      finish (script);
      return;
    }

  trs_instruction_abort (reservation);
  trs_instruction_take_dequeue (reservation, call,
                                trs_twiml_element_get_string (noun, "postWorkActivitySid"));
  trs_call_leave_queue (caller);
  bridge (script, caller);
  trs_reservation_accept_now (reservation);
}

static void
dial_queue (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  const char *name = trs_twiml_element_get_text (noun);
  TrsVoiceQueue *queue;

  if (trs_twiml_element_get_string (noun, "reservationSid") != NULL)
    {
      dial_reservation (script, noun);
      return;
    }
  queue = trs_account_get_voice_queue_by_name (script->account, name);
  if (queue == NULL)
    {
      trs_call_note (script->call, "problem: there is no queue named %s", name);
      script->dial->status = TRS_CALL_FAILED;
      finish (script);
    }
  else if (!take_member (script, queue))
    {
      script->dial->queue = queue;
      g_ptr_array_add (queue->dialers, script);
      script->dial->timer = trs_engine_add_timer (
        script->account->engine, trs_twiml_element_get_int (verb, "timeout"), timer_cb, script);
    }
}

static void
dial_conference (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  TrsDial *self = script->dial;
  TrsCall *call = script->call;

  if (call->status != TRS_CALL_IN_PROGRESS)
    trs_call_answer_now (call);
  self->is_conference = TRUE;
  if (!trs_call_join_by_noun (call, noun))
    {
      self->is_conference = FALSE;
      self->status = TRS_CALL_FAILED;
      finish (script);
      return;
    }
  if (script->dial == self)
    self->timer = trs_engine_add_timer (script->account->engine,
                                        trs_twiml_element_get_int (verb, "timeLimit"), timer_cb,
                                        script);
}

void
trs_script_dial (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *script = user_data;
  GPtrArray *nouns = trs_twiml_element_get_children (verb);
  const TrsTwimlElement *first = nouns->len > 0 ? g_ptr_array_index (nouns, 0) : verb;

  if (script->role != TRS_SCRIPT_MAIN || script->call->participant != NULL)
    {
      trs_call_note (script->call, "problem: who waits cannot dial");
      trs_twiml_run_dialed (run, "failed", NULL);
      return;
    }
  trs_script_set_asking (script, run);
  script->dial = g_new0 (TrsDial, 1);
  script->dial->script = script;
  script->dial->legs = g_ptr_array_new ();
  script->dial->status = TRS_CALL_NO_ANSWER;
  if (trs_twiml_element_get_kind (first) == TRS_TWIML_CONFERENCE)
    dial_conference (script, verb, first);
  else if (trs_twiml_element_get_kind (first) == TRS_TWIML_QUEUE)
    dial_queue (script, verb, first);
  else if (nouns->len == 0)
    ring (script, verb, verb);
  else
    for (guint i = 0; i < nouns->len; i++)
      ring (script, verb, g_ptr_array_index (nouns, i));
}
