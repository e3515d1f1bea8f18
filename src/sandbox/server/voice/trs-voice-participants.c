/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-participant-json.h"
#include "rest/trs-rest.h"

/* By SID, or by the name of a running conference. */
static TrsConference *
find_conference (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  const char *key = trs_request_get_variable (request, "ConferenceSid");
  TrsConference *conference = trs_engine_get_conference (engine, key);

  if (conference != NULL && conference->account == account)
    return conference;

  for (guint i = 0; i < account->conferences->len; i++)
    {
      conference = g_ptr_array_index (account->conferences, i);
      if (conference->status != TRS_CONFERENCE_COMPLETED &&
          g_str_equal (conference->friendly_name, key))
        return conference;
    }
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
answer (TrsRequest *request, TrsParticipant *participant)
{
  trs_request_answer_object (
    request, 200, trs_participant_to_2010 (participant, trs_request_get_base_url (request)));
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
    answer (request, participant);
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

  if (participant == NULL)
    return;
  if (!trs_participant_update (participant, &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, participant);
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
  { "GET", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_participants (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
