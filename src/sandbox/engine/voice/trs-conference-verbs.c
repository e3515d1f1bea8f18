/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-conference.h"

#include <string.h>

#include "trs-account.h"
#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"

/**
 * trs_conference_end:
 * @self: a conference; one that is completed stays as it is
 * @error: return location
 *
 * Hangs everybody up.
 *
 * Returns: %TRUE
 */
gboolean
trs_conference_end (TrsConference *self, GError **error)
{
  trs_conference_end_now (self, "conference-ended-via-api", NULL);
  trs_router_run (self->account->engine);
  return TRUE;
}

/**
 * trs_participant_options_init:
 * @options: (out caller-allocates): options
 *
 * Sets what the service takes where a request says nothing.
 */
void
trs_participant_options_init (TrsParticipantOptions *options)
{
  *options = (TrsParticipantOptions) { .start_conference_on_enter = TRUE };
}

/**
 * trs_account_get_running_conference:
 * @account: an account
 * @friendly_name: its name
 *
 * Returns: (transfer none) (nullable): the one of that name that is not completed
 */
TrsConference *
trs_account_get_running_conference (TrsAccount *account, const char *friendly_name)
{
  for (guint i = account->conferences->len; i > 0; i--)
    {
      TrsConference *conference = g_ptr_array_index (account->conferences, i - 1);

      if (conference->status != TRS_CONFERENCE_COMPLETED &&
          strcmp (conference->friendly_name, friendly_name) == 0)
        return conference;
    }
  return NULL;
}

static gboolean
check_room (TrsConference *self, const TrsParticipantOptions *options, GError **error)
{
  if (self->status == TRS_CONFERENCE_COMPLETED ||
      self->participants->len >= (guint) self->max_participants)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Conference %s is %s", self->base.sid,
                   self->status == TRS_CONFERENCE_COMPLETED ? "completed" : "full");
      return FALSE;
    }
  if (options->label != NULL && trs_conference_get_participant (self, options->label) != NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Label %s is used already",
                   options->label);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_coach (TrsConference *self, const TrsParticipantOptions *options, GError **error)
{
  if (!options->is_coaching ||
      (self != NULL && options->call_sid_to_coach != NULL &&
       trs_conference_get_participant (self, options->call_sid_to_coach) != NULL))
    return TRUE;

  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "CallSidToCoach is not a participant of the conference");
  return FALSE;
}

/* What the first to come decides for the whole conference. */
static void
set_up (TrsConference *self, const TrsParticipantOptions *options)
{
  if (self->participants->len > 0)
    return;
  if (options->max_participants > 0)
    self->max_participants = options->max_participants;
  trs_voice_callback_set (&self->callback, &options->conference_callback,
                          trs_conference_callback_words, "start end");
  if (options->conference_recording != NULL && self->recording_options == NULL)
    self->recording_options = trs_recording_options_copy (options->conference_recording);
}

static gboolean
is_one_of (const char *word, const char *one, const char *other)
{
  return g_strcmp0 (word, one) == 0 || g_strcmp0 (word, other) == 0;
}

/* With a call that is answered, or rings and comes in when it is. */
static TrsParticipant *
join (TrsConference *self, TrsCall *call, const TrsParticipantOptions *options)
{
  TrsParticipant *participant;

  set_up (self, options);
  participant = trs_conference_join (self, call, TRS_PARTICIPANT_OTHER);
  participant->label = g_strdup (options->label);
  participant->is_muted = options->is_muted;
  participant->is_coaching = options->is_coaching;
  if (options->call_sid_to_coach != NULL)
    g_strlcpy (participant->call_sid_to_coach, options->call_sid_to_coach,
               sizeof participant->call_sid_to_coach);
  participant->start_conference_on_enter = options->start_conference_on_enter;
  participant->end_conference_on_exit = options->end_conference_on_exit;
  participant->beep_on_exit = options->beep_on_exit || is_one_of (options->beep, "true", "onExit");
  participant->beeps_on_enter = is_one_of (options->beep, "true", "onEnter");
  if (options->wait_url != NULL && *options->wait_url != '\0')
    participant->wait =
      trs_voice_program_copy (&(TrsVoiceProgram) { .url = (char *) options->wait_url,
                                                   .method = (char *) options->wait_method });
  return participant;
}

/**
 * trs_conference_add_participant:
 * @self: a conference that is not completed
 * @options: who
 * @error: return location for a %TRS_ERROR_INVALID, %TRS_ERROR_CALLED_NUMBER and the like
 *
 * Dials someone in.
 *
 * Returns: (transfer none): the participant, whose phone rings, or %NULL with @error set
 */
TrsParticipant *
trs_conference_add_participant (TrsConference *self,
                                const TrsParticipantOptions *options,
                                GError **error)
{
  TrsCall *call;

  if (!check_room (self, options, error) || !check_coach (self, options, error))
    return NULL;
  call = trs_call_create (self->account, &options->call, error);
  return call != NULL ? join (self, call, options) : NULL;
}

/**
 * trs_account_add_participant:
 * @account: an account
 * @conference_name: of the running conference, or of the one that begins with him
 * @options: who
 * @error: return location for a %TRS_ERROR_INVALID, %TRS_ERROR_CALLED_NUMBER and the like
 *
 * Dials someone in.
 *
 * Returns: (transfer none): the participant, whose phone rings, or %NULL with @error set
 *
 * Source: the service's Participant resource: a conference is made by its first participant.
 */
TrsParticipant *
trs_account_add_participant (TrsAccount *account,
                             const char *conference_name,
                             const TrsParticipantOptions *options,
                             GError **error)
{
  TrsConference *conference = trs_account_get_running_conference (account, conference_name);
  TrsCall *call;

  if (conference != NULL)
    return trs_conference_add_participant (conference, options, error);
  if (!trs_friendly_name_check (conference_name, "ConferenceSid", error) ||
      !check_coach (NULL, options, error))
    return NULL;
  call = trs_call_create (account, &options->call, error);
  if (call == NULL)
    return NULL;
  return join (trs_conference_new (account, conference_name, NULL), call, options);
}

/**
 * trs_conference_announce:
 * @self: a conference
 * @url: TwiML that all hear, once
 * @method: (nullable): "GET" or "POST"
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was begun
 */
gboolean
trs_conference_announce (TrsConference *self, const char *url, const char *method, GError **error)
{
  if (self->status == TRS_CONFERENCE_COMPLETED)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Conference %s is completed",
                   self->base.sid);
      return FALSE;
    }

  for (guint i = 0; i < self->participants->len; i++)
    trs_participant_update (g_ptr_array_index (self->participants, i),
                            &(TrsParticipantChange) { .announce_url = url,
                                                      .announce_method = method },
                            NULL);
  return TRUE;
}

/* A Conference noun's own words for what is to be made of the conference. */
static void
read_noun (const TrsTwimlElement *noun, TrsParticipantOptions *options)
{
  options->label = trs_twiml_element_get_string (noun, "participantLabel");
  options->is_muted = trs_twiml_element_get_bool (noun, "muted");
  options->call_sid_to_coach = trs_twiml_element_get_string (noun, "coach");
  options->is_coaching = options->call_sid_to_coach != NULL;
  options->start_conference_on_enter = trs_twiml_element_get_bool (noun, "startConferenceOnEnter");
  options->end_conference_on_exit = trs_twiml_element_get_bool (noun, "endConferenceOnExit");
  options->max_participants = trs_twiml_element_get_int (noun, "maxParticipants");
  options->wait_method = trs_twiml_element_get_string (noun, "waitMethod");
  options->conference_callback =
    (TrsCallback) { trs_twiml_element_get_string (noun, "statusCallback"),
                    trs_twiml_element_get_string (noun, "statusCallbackMethod"),
                    trs_twiml_element_get_string (noun, "statusCallbackEvent") };
}

/*
 * trs_call_join_by_noun:
 * @call: a call that dials
 * @noun: a Conference
 *
 * Returns: whether it is in the conference now
 */
gboolean
trs_call_join_by_noun (TrsCall *call, const TrsTwimlElement *noun)
{
  TrsAccount *account = call->account;
  const char *name = trs_twiml_element_get_text (noun);
  const char *record = trs_twiml_element_get_string (noun, "record");
  const char *wait_url = trs_twiml_element_get_string (noun, "waitUrl");
  TrsConference *self = trs_account_get_running_conference (account, name);
  g_autofree char *full_wait_url = NULL;
  g_autoptr(GError) error = NULL;
  TrsParticipantOptions options;
  g_autofree char *callback =
    trs_script_dup_url (call->script, trs_twiml_element_get_string (noun, "statusCallback"));
  g_autofree char *recording_callback = trs_script_dup_url (
    call->script, trs_twiml_element_get_string (noun, "recordingStatusCallback"));
  TrsRecordingOptions recording = {
    .callback = { recording_callback,
                  trs_twiml_element_get_string (noun, "recordingStatusCallbackMethod"),
                  trs_twiml_element_get_string (noun, "recordingStatusCallbackEvent") },
  };

  trs_participant_options_init (&options);
  read_noun (noun, &options);
  options.conference_callback.url = callback;
  if (wait_url != NULL && *wait_url != '\0')
    options.wait_url = full_wait_url = trs_web_resolve (
      call->script->program != NULL ? call->script->program->url : NULL, wait_url);
  if (strcmp (record, "record-from-start") == 0 || strcmp (record, "true") == 0)
    options.conference_recording = &recording;
  if (*name == '\0')
    {
      trs_call_note (call, "problem: the Conference has no name");
      return FALSE;
    }
  if ((self == NULL && !trs_friendly_name_check (name, "Conference", &error)) ||
      (self != NULL && !check_room (self, &options, &error)) ||
      !check_coach (self, &options, &error))
    {
      trs_call_note (call, "problem: %s", error->message);
      return FALSE;
    }
  if (self == NULL)
    self = trs_conference_new (account, name, NULL);
  trs_participant_connected (join (self, call, &options));
  return TRUE;
}
