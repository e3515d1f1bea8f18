/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-participant-json.h"
#include "rest/trs-rest.h"
#include "trs-voice-form.h"

/* By SID, or by the name of a running conference. */
static TrsConference *
find_conference (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  const char *key = trs_request_get_variable (request, "ConferenceSid");
  TrsConference *conference = trs_engine_get_conference (engine, key);

  if (conference != NULL && conference->account == account)
    return conference;

  conference = trs_account_get_running_conference (account, key);
  if (conference != NULL)
    return conference;
  trs_request_refuse_unknown (request);
  return NULL;
}

static TrsParticipant *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsConference *conference = find_conference (request, engine);
  TrsParticipant *participant;

  if (conference == NULL)
    return NULL;
  participant =
    trs_conference_get_participant (conference, trs_request_get_variable (request, "CallSid"));
  if (participant == NULL)
    trs_request_refuse_unknown (request);
  return participant;
}

static void
answer (TrsRequest *request, guint status, TrsParticipant *participant)
{
  trs_request_answer_object (
    request, status, trs_participant_to_2010 (participant, trs_request_get_base_url (request)));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsParticipant *participant = resource;

  return trs_form_get_bool (query, "Muted", participant->is_muted) == participant->is_muted &&
         trs_form_get_bool (query, "Hold", participant->is_on_hold) == participant->is_on_hold &&
         trs_form_get_bool (query, "Coaching", participant->is_coaching) ==
           participant->is_coaching;
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsConference *conference = find_conference (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (conference == NULL)
    return;
  chosen = trs_rest_filter (conference->participants, trs_request_get_query (request), accepts);
  trs_page_answer_2010 (request, chosen, "participants", trs_participant_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsParticipant *participant = find (request, user_data);

  if (participant != NULL)
    answer (request, 200, participant);
}

/* What options point to, besides the form. */
typedef struct
{
  TrsRecordingOptions recording;
  TrsRecordingOptions conference_recording;
  TrsDetectionWish detection;
} Storage;

static gboolean
check_beep (const char *beep, GError **error)
{
  static const char *const words[] = { "true", "false", "onEnter", "onExit", NULL };

  if (beep == NULL || g_strv_contains (words, beep))
    return TRUE;

  g_set_error (error, TRS_REFUSAL, 20001,
               "Invalid parameter Beep: %s is none of true, false, onEnter, onExit", beep);
  return FALSE;
}

static gboolean
read_options (TrsVoiceForm *voice,
              TrsAccount *account,
              TrsParticipantOptions *options,
              Storage *storage,
              GError **error)
{
  TrsForm *form = voice->form;
  const char *record = trs_form_get_filled (form, "ConferenceRecord");
  const int *given = NULL;

  trs_participant_options_init (options);
  options->label = trs_form_get_filled (form, "Label");
  options->is_muted = trs_form_get_bool (form, "Muted", FALSE);
  options->start_conference_on_enter = trs_form_get_bool (form, "StartConferenceOnEnter", TRUE);
  options->end_conference_on_exit = trs_form_get_bool (form, "EndConferenceOnExit", FALSE);
  options->is_coaching = trs_form_get_bool (form, "Coaching", FALSE);
  options->call_sid_to_coach = trs_form_get_filled (form, "CallSidToCoach");
  options->beep = trs_form_get_filled (form, "Beep");
  if (!check_beep (options->beep, error) ||
      !trs_voice_form_read_call (voice, account, &options->call, error) ||
      !trs_form_read_int (form, "MaxParticipants", 2, 250, &options->max_participants, &given,
                          error) ||
      !trs_voice_form_read_address (voice, "WaitUrl", "WaitMethod", &options->wait_url,
                                    &options->wait_method, error) ||
      !trs_voice_form_read_recording (voice, "RecordingStatusCallback", &storage->recording,
                                      error) ||
      !trs_voice_form_read_recording (voice, "ConferenceRecordingStatusCallback",
                                      &storage->conference_recording, error) ||
      !trs_voice_form_read_detection (voice, "AmdStatusCallback", &storage->detection,
                                      &options->call.detection, error))
    return FALSE;
  /* Who answers is in the conference at once, whoever it is. */
  storage->detection.is_async = TRUE;
  if (trs_form_get_bool (form, "Record", FALSE))
    options->call.recording = &storage->recording;
  if (record != NULL && (g_str_equal (record, "true") || g_str_equal (record, "record-from-start")))
    options->conference_recording = &storage->conference_recording;
  return trs_voice_form_read_callback (voice, "ConferenceStatusCallback",
                                       &options->conference_callback, error);
}

/* Into a conference by its SID, or by its name, which may begin with this. */
static void
create (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  const char *key = trs_request_get_variable (request, "ConferenceSid");
  TrsConference *conference = trs_engine_get_conference (user_data, key);
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  Storage storage;
  TrsParticipantOptions options;
  TrsParticipant *participant = NULL;

  if ((conference != NULL && conference->account != account) ||
      (conference == NULL && trs_sid_is_valid (key, "CF")))
    {
      trs_request_refuse_unknown (request);
      return;
    }
  trs_voice_form_init (&voice, trs_request_get_form (request));
  if (!read_options (&voice, account, &options, &storage, &error))
    participant = NULL;
  else if (conference != NULL)
    participant = trs_conference_add_participant (conference, &options, &error);
  else
    participant = trs_account_add_participant (account, key, &options, &error);
  if (participant == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, participant);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsParticipant *participant = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  gboolean muted, hold, coaching, end, beep;
  TrsParticipantChange change = {
    .is_muted = trs_form_read_bool (form, "Muted", &muted),
    .is_on_hold = trs_form_read_bool (form, "Hold", &hold),
    .is_coaching = trs_form_read_bool (form, "Coaching", &coaching),
    .call_sid_to_coach = trs_form_get_filled (form, "CallSidToCoach"),
    .end_conference_on_exit = trs_form_read_bool (form, "EndConferenceOnExit", &end),
    .beep_on_exit = trs_form_read_bool (form, "BeepOnExit", &beep),
  };

  g_auto(TrsVoiceForm) voice = { 0 };

  if (participant == NULL)
    return;
  trs_voice_form_init (&voice, form);
  if (!trs_voice_form_read_address (&voice, "HoldUrl", "HoldMethod", &change.hold_url,
                                    &change.hold_method, &error) ||
      !trs_voice_form_read_address (&voice, "AnnounceUrl", "AnnounceMethod", &change.announce_url,
                                    &change.announce_method, &error) ||
      !trs_voice_form_read_address (&voice, "WaitUrl", "WaitMethod", &change.wait_url,
                                    &change.wait_method, &error) ||
      !trs_participant_update (participant, &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, participant);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsParticipant *participant = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (participant == NULL)
    return;
  if (!trs_participant_remove (participant, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Conferences/{ConferenceSid}/Participants"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION ".json", TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_participants (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
