/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include <string.h>

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-recording-json.h"
#include "rest/trs-rest.h"
#include "trs-voice-form.h"

/* The one of a call or conference that is made now, whatever its SID is. */
#define CURRENT "Twilio.CURRENT"

/* What the path names by @variable, when it is one below @folder; else NULL. */
static const char *
get_owner (TrsRequest *request, const char *folder, const char *variable)
{
  return strstr (trs_request_get_path (request), folder) != NULL
           ? trs_request_get_variable (request, variable)
           : NULL;
}

/* Of the account; and of the call or conference that the path names, if it names one. */
static gboolean
belongs (TrsRequest *request, TrsRecording *recording)
{
  const char *call_sid = get_owner (request, "/Calls/", "CallSid");
  const char *conference_sid = get_owner (request, "/Conferences/", "ConferenceSid");

  return (call_sid == NULL || g_strcmp0 (recording->call_sid, call_sid) == 0) &&
         (conference_sid == NULL || g_strcmp0 (recording->conference_sid, conference_sid) == 0);
}

static TrsRecording *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  const char *sid = trs_request_get_variable (request, "Sid");

  for (guint i = account->recordings->len; i > 0; i--)
    {
      TrsRecording *recording = g_ptr_array_index (account->recordings, i - 1);

      if (belongs (request, recording) &&
          (g_str_equal (recording->base.sid, sid) ||
           (g_str_equal (sid, CURRENT) && recording->status < TRS_RECORDING_STOPPED)))
        return recording;
    }
  trs_request_refuse_unknown (request);
  return NULL;
}

/* Which of its addresses the path is. */
static TrsSerializer
get_serializer (TrsRequest *request)
{
  if (get_owner (request, "/Calls/", "CallSid") != NULL)
    return trs_call_recording_to_2010;
  if (get_owner (request, "/Conferences/", "ConferenceSid") != NULL)
    return trs_conference_recording_to_2010;
  return trs_recording_to_2010;
}

static void
answer (TrsRequest *request, guint status, TrsRecording *recording)
{
  TrsSerializer to_json = get_serializer (request);

  trs_request_answer_object (request, status,
                             to_json (recording, trs_request_get_base_url (request)));
}

static TrsCall *
find_call (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsCall *call = trs_engine_get_call (engine, trs_request_get_variable (request, "CallSid"));

  if (call != NULL && call->account == account)
    return call;
  trs_request_refuse_unknown (request);
  return NULL;
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsRecording *recording = resource;

  return trs_rest_name_fits (query, "CallSid", recording->call_sid) &&
         trs_rest_name_fits (query, "ConferenceSid", recording->conference_sid) &&
         trs_voice_date_fits (query, "DateCreated", recording->base.date_created);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GPtrArray) own = g_ptr_array_new ();

  if (!trs_voice_check_dates (request, "DateCreated", NULL))
    return;
  chosen = trs_rest_filter (account->recordings, trs_request_get_query (request), accepts);
  for (guint i = 0; i < chosen->len; i++)
    {
      if (belongs (request, g_ptr_array_index (chosen, i)))
        g_ptr_array_add (own, g_ptr_array_index (chosen, i));
    }
  trs_page_answer_2010_newest (request, own, "recordings", get_serializer (request));
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find_call (request, user_data);
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  TrsRecordingOptions options;
  TrsRecording *recording = NULL;

  if (call == NULL)
    return;
  trs_voice_form_init (&voice, trs_request_get_form (request));
  if (trs_voice_form_read_recording (&voice, "RecordingStatusCallback", &options, &error))
    recording = trs_call_record (call, &options, &error);
  if (recording == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, recording);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsRecording *recording = find (request, user_data);

  if (recording != NULL)
    answer (request, 200, recording);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsRecording *recording = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  const char *behavior = trs_form_get_filled (form, "PauseBehavior");
  const char *word = NULL;
  g_autoptr(GError) error = NULL;
  TrsRecordingStatus status;

  if (recording == NULL)
    return;
  if (!trs_form_expect (form, "Status", &word, &error))
    trs_request_answer_error (request, error);
  else if (!trs_recording_status_from_string (word, &status) || status > TRS_RECORDING_STOPPED)
    trs_request_refuse (request, 20001, "Status must be in-progress, paused or stopped");
  else if (!trs_recording_update_status (recording, status, g_strcmp0 (behavior, "skip") == 0,
                                         &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, recording);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsRecording *recording = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (recording == NULL)
    return;
  if (!trs_recording_delete (recording, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define OF_ACCOUNT TRS_VOICE_ACCOUNT "/Recordings"
#define OF_CALL TRS_VOICE_ACCOUNT "/Calls/{CallSid}/Recordings"
#define OF_CONFERENCE TRS_VOICE_ACCOUNT "/Conferences/{ConferenceSid}/Recordings"

static const TrsRoute routes[] = {
  { "GET", OF_ACCOUNT ".json", TRS_ACCESS_BASIC, list },
  { "GET", OF_ACCOUNT "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "DELETE", OF_ACCOUNT "/{Sid}.json", TRS_ACCESS_BASIC, delete },
  { "GET", OF_CALL ".json", TRS_ACCESS_BASIC, list },
  { "POST", OF_CALL ".json", TRS_ACCESS_BASIC, create },
  { "GET", OF_CALL "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", OF_CALL "/{Sid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", OF_CALL "/{Sid}.json", TRS_ACCESS_BASIC, delete },
  { "GET", OF_CONFERENCE ".json", TRS_ACCESS_BASIC, list },
  { "GET", OF_CONFERENCE "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", OF_CONFERENCE "/{Sid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", OF_CONFERENCE "/{Sid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_recordings (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
