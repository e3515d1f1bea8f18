/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-conference-json.h"
#include "rest/trs-rest.h"
#include "trs-voice-form.h"

static TrsConference *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsConference *conference =
    trs_engine_get_conference (engine, trs_request_get_variable (request, "Sid"));

  if (conference != NULL && conference->account == account)
    return conference;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
answer (TrsRequest *request, TrsConference *conference)
{
  trs_request_answer_object (
    request, 200, trs_conference_to_2010 (conference, trs_request_get_base_url (request)));
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsConference *conference = resource;

  return trs_rest_name_fits (query, "FriendlyName", conference->friendly_name) &&
         trs_rest_name_fits (query, "Status",
                             trs_conference_status_to_string (conference->status)) &&
         trs_voice_date_fits (query, "DateCreated", conference->base.date_created) &&
         trs_voice_date_fits (query, "DateUpdated", conference->base.date_updated);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (!trs_voice_check_dates (request, "DateCreated", "DateUpdated"))
    return;
  chosen = trs_rest_filter (account->conferences, trs_request_get_query (request), accepts);
  trs_page_answer_2010_newest (request, chosen, "conferences", trs_conference_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsConference *conference = find (request, user_data);

  if (conference != NULL)
    answer (request, conference);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsConference *conference = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  const char *status = trs_form_get_filled (form, "Status");
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  const char *url, *method;

  if (conference == NULL)
    return;
  trs_voice_form_init (&voice, form);
  if (status != NULL && !g_str_equal (status, "completed"))
    trs_request_refuse (request, 20001, "Status must be completed");
  else if (!trs_voice_form_read_address (&voice, "AnnounceUrl", "AnnounceMethod", &url, &method,
                                         &error) ||
           (url != NULL && !trs_conference_announce (conference, url, method, &error)))
    trs_request_answer_error (request, error);
  else if (status != NULL && !trs_conference_end (conference, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, conference);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Conferences"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "GET", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, update },
};

void
trs_voice_add_conferences (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
