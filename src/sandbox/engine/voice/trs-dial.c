/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-dial-private.h"
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
void
trs_dial_finish (TrsScript *script)
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

/* Whoever was dialled is left, and the caller still there. */
static void
leave (TrsScript *script)
{
  TrsDial *self = script->dial;

  if (self->bridged_at != 0 && script->call->bridged_call != NULL)
    trs_call_unbridge (script->call);
  else if (script->call->participant != NULL)
    trs_conference_leave (script->call->participant, "participant_hung_up");
  if (script->dial == self)
    trs_dial_finish (script);
}

/* Too long, in whichever way. */
void
trs_dial_timer_cb (gpointer user_data)
{
  g_autoptr(TrsScript) script = trs_script_ref (user_data);
  TrsEngine *engine = script->account->engine;
  TrsDial *self = script->dial;

  self->timer = 0;
  self->status = TRS_CALL_NO_ANSWER;
  leave (script);
  trs_router_run (engine);
}

/* With hangupOnStar the caller's keys are for us as long as he talks with somebody. */
gboolean
trs_dial_hears_star (TrsScript *script)
{
  TrsDial *self = script->dial;
  const TrsTwimlElement *verb =
    self != NULL && script->asking != NULL ? trs_twiml_run_get_verb (script->asking) : NULL;

  return verb != NULL && (self->bridged_at != 0 || script->call->participant != NULL) &&
         trs_twiml_element_get_bool (verb, "hangupOnStar");
}

/* The caller has enough of whom he talks with, and goes on with his document. */
void
trs_dial_star (TrsScript *script)
{
  g_autoptr(TrsScript) held = trs_script_ref (script);

  leave (held);
}

/* Both talk from now on. */
void
trs_dial_bridge (TrsScript *script, TrsCall *leg)
{
  TrsDial *self = script->dial;
  TrsCall *call = script->call;
  const TrsTwimlElement *verb = trs_twiml_run_get_verb (script->asking);
  const char *record = trs_twiml_element_get_string (verb, "record");
  g_autofree char *record_callback =
    trs_script_dup_url (script, trs_twiml_element_get_string (verb, "recordingStatusCallback"));

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
                          trs_dial_timer_cb, script);
  if (strcmp (record, "do-not-record") != 0 && strcmp (record, "false") != 0)
    trs_call_begin_recording (
      call, "DialVerb",
      &(TrsRecordingOptions) {
        .channels = g_str_has_suffix (record, "-dual") ? 2 : 1,
        .track = trs_twiml_element_get_string (verb, "recordingTrack"),
        .callback = { record_callback,
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
  trs_dial_bridge (script, leg);
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
      trs_dial_bridge (script, leg);
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
  if (self->legs->len == 0 && !trs_dial_ring_next (script))
    trs_dial_finish (script);
}

/* The other side of the bridge has gone. */
void
trs_dial_bridge_over (TrsScript *script)
{
  trs_dial_finish (script);
}

/* The conference has ended, or the caller was taken out of it. */
void
trs_dial_conference_over (TrsCall *call)
{
  trs_dial_finish (call->script);
}
