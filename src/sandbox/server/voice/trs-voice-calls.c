/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-call-json.h"
#include "rest/trs-rest.h"
#include "trs-voice-form.h"

static TrsCall *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsCall *call = trs_engine_get_call (engine, trs_request_get_variable (request, "Sid"));

  if (call != NULL && call->account == account)
    return call;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
answer (TrsRequest *request, guint status, TrsCall *call)
{
  trs_request_answer_object (request, status,
                             trs_call_to_2010 (call, trs_request_get_base_url (request)));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsCall *call = resource;

  return trs_rest_name_fits (query, "From", call->from) &&
         trs_rest_name_fits (query, "To", call->to) &&
         trs_rest_name_fits (query, "ParentCallSid", call->parent_call_sid) &&
         trs_rest_name_fits (query, "Status", trs_call_status_to_string (call->status)) &&
         trs_voice_date_fits (query, "StartTime", call->start_time) &&
         trs_voice_date_fits (query, "EndTime", call->end_time);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  TrsForm *query = trs_request_get_query (request);
  const char *word = trs_form_get_filled (query, "Status");
  g_autoptr(GPtrArray) chosen = NULL;
  TrsCallStatus status;

  if (word != NULL && !trs_call_status_from_string (word, &status))
    {
      trs_request_refuse (request, 20001, "Status is no status of a call");
      return;
    }
  if (!trs_voice_check_dates (request, "StartTime", "EndTime"))
    return;
  chosen = trs_rest_filter (account->calls, query, accepts);
  trs_page_answer_2010_newest (request, chosen, "calls", trs_call_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);

  if (call != NULL)
    answer (request, 200, call);
}

static gboolean
has_program (TrsVoiceProgram *program, GError **error)
{
  if (!trs_voice_program_is_empty (program))
    return TRUE;

  g_set_error_literal (error, TRS_REFUSAL, 21205, "Url parameter is required.");
  return FALSE;
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  TrsVoiceProgram program;
  TrsRecordingOptions recording;
  TrsDetectionWish detection;
  TrsCallRequest wish;
  TrsCall *call = NULL;

  trs_voice_form_init (&voice, form);
  if (trs_voice_form_read_call (&voice, account, &wish, &error) &&
      trs_voice_form_read_program (&voice, &program, &error) && has_program (&program, &error) &&
      trs_voice_form_read_recording (&voice, "RecordingStatusCallback", &recording, &error) &&
      trs_voice_form_read_detection (&voice, "AsyncAmdStatusCallback", &detection,
                                     &wish.detection, &error))
    {
      wish.program = &program;
      if (trs_form_get_bool (form, "Record", FALSE))
        wish.recording = &recording;
      call = trs_call_create (account, &wish, &error);
    }
  if (call == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, call);
}

/* What is new besides the status; FALSE when it was not said well. */
static gboolean
read_change (TrsVoiceForm *voice,
             TrsCallChange *change,
             TrsVoiceProgram *program,
             int *time_limit,
             GError **error)
{
  const char *word = trs_form_get_filled (voice->form, "Status");
  TrsCallStatus status = TRS_CALL_QUEUED;

  if (word != NULL && (!trs_call_status_from_string (word, &status) ||
                       (status != TRS_CALL_COMPLETED && status != TRS_CALL_CANCELED)))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001, "Status must be canceled or completed");
      return FALSE;
    }
  if (!trs_voice_form_read_program (voice, program, error) ||
      !trs_voice_form_read_callback (voice, "StatusCallback", &change->callback, error) ||
      !trs_form_read_int (voice->form, "TimeLimit", 1, 24 * 60 * 60, time_limit,
                          &change->time_limit, error))
    return FALSE;

  if (word != NULL)
    change->status = status;
  change->program = trs_voice_program_is_empty (program) ? NULL : program;
  return TRUE;
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  TrsVoiceProgram program;
  TrsCallChange change = { 0 };
  int time_limit = 0;

  if (call == NULL)
    return;
  trs_voice_form_init (&voice, trs_request_get_form (request));
  if (!read_change (&voice, &change, &program, &time_limit, &error) ||
      !trs_call_update (call, &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, call);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (call == NULL)
    return;
  if (!trs_call_delete (call, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Calls"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION ".json", TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_calls (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
