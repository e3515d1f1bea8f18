/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"

/* The verb Record. A caller says nothing until he is told to, see trs_call_speak(): so a recording
 * ends when he has been silent for as long as the verb bears. */

/* What is under way, if anything, is as long as it is. Silence at the end is cut off. */
void
trs_script_end_recording (TrsScript *self)
{
  TrsRecording *recording = self->recording;

  if (recording == NULL)
    return;
  if (self->speech_end == 0)
    recording->since = 0; /* nothing was heard */
  else if (self->speech_end < trs_engine_now (self->account->engine) && recording->since != 0)
    {
      recording->recorded += self->speech_end - recording->since;
      recording->since = 0;
    }
  trs_recording_finish (recording);
}

/* It is over: answers the verb. */
static void
finish (TrsScript *self)
{
  g_autoptr(TrsTwimlRun) run = trs_script_take_asking (self);
  TrsRecording *recording = self->recording;
  g_autoptr(JsonObject) parameters = NULL;
  gint64 seconds;

  if (recording == NULL || run == NULL)
    return;
  trs_script_end_recording (self);
  seconds = trs_recording_get_duration_seconds (recording);
  if (seconds == 0 && recording->status == TRS_RECORDING_COMPLETED)
    seconds = 1; /* the shortest that is one */
  parameters = trs_recording_to_parameters (recording);
  trs_call_note (self->call, "recorded %" G_GINT64_FORMAT " s", seconds);
  trs_resource_set (&self->recording, NULL);
  trs_twiml_run_recorded (run, (int) seconds, parameters);
}

static void
over_cb (gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);

  self->timer = 0;
  finish (self);
  trs_router_run (self->account->engine);
}

/* When silence, or its length, ends it. */
static void
arm (TrsScript *self)
{
  const TrsTwimlElement *verb = trs_twiml_run_get_verb (self->asking);
  gint64 now = trs_engine_now (self->account->engine);
  gint64 silence = (gint64) trs_twiml_element_get_int (verb, "timeout") * G_USEC_PER_SEC;
  gint64 longest = (gint64) trs_twiml_element_get_int (verb, "maxLength") * G_USEC_PER_SEC;
  gint64 end = MAX (self->speech_end, now) + silence;

  trs_script_wait (self, MIN (end, self->recording->start_time + longest) - now, over_cb);
}

void
trs_script_record (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *self = user_data;
  g_autofree char *callback =
    trs_script_dup_url (self, trs_twiml_element_get_string (verb, "recordingStatusCallback"));
  TrsRecordingOptions options = {
    .callback = { callback,
                  trs_twiml_element_get_string (verb, "recordingStatusCallbackMethod"),
                  trs_twiml_element_get_string (verb, "recordingStatusCallbackEvent") },
  };

  if (self->role != TRS_SCRIPT_MAIN)
    {
      trs_call_note (self->call, "problem: who waits is not recorded");
      trs_twiml_run_recorded (run, 0, NULL);
      return;
    }
  trs_script_set_asking (self, run);
  self->speech_end = 0;
  trs_resource_set (&self->recording,
                    trs_recording_new (self->account, self->call, NULL, "RecordVerb", &options));
  trs_call_note (self->call, "is recorded");
  arm (self);
  trs_call_read (self->call);
}

void
trs_script_stop_recording (TrsTwimlRun *run, gpointer user_data)
{
  finish (user_data);
}

/**
 * trs_call_speak:
 * @self: a call
 * @words: what the caller says
 * @seconds: for how long; 0 is as long as the words take
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Whoever listens hears it: a Gather for speech, or a recording.
 *
 * Returns: whether it was done
 */
gboolean
trs_call_speak (TrsCall *self, const char *words, int seconds, GError **error)
{
  TrsEngine *engine = self->account->engine;
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  TrsTwimlRun *run;

  if (!trs_call_check_active (self, error))
    return FALSE;

  trs_call_note (self, "spoke: %s", words);
  run = self->script != NULL ? trs_script_get_run (self->script) : NULL;
  if (run != NULL && trs_twiml_run_is_recording (run))
    {
      gint64 length =
        seconds > 0 ? (gint64) seconds * G_USEC_PER_SEC : trs_speech_get_duration (words);

      self->script->speech_end =
        MAX (self->script->speech_end, trs_engine_now (engine)) + length;
      arm (self->script);
    }
  else if (run != NULL)
    {
      g_autoptr(TrsTwimlRun) kept = trs_twiml_run_ref (run);

      trs_twiml_run_hear (kept, words);
    }
  trs_router_run (engine);
  return TRUE;
}
