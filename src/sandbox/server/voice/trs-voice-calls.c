/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-call-json.h"
#include "rest/trs-rest.h"

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
answer (TrsRequest *request, TrsCall *call)
{
  trs_request_answer_object (request, 200,
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
  g_autoptr(GPtrArray) chosen =
    trs_rest_filter (account->calls, trs_request_get_query (request), accepts);

  trs_page_answer_2010 (request, chosen, "calls", trs_call_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);

  if (call != NULL)
    answer (request, call);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  const char *word = trs_form_get_filled (trs_request_get_form (request), "Status");
  g_autoptr(GError) error = NULL;
  TrsCallStatus status;

  if (call == NULL)
    return;
  if (word == NULL)
    trs_request_refuse (request, 20001, "The sandbox changes a call by its Status only");
  else if (!trs_call_status_from_string (word, &status) ||
           (status != TRS_CALL_COMPLETED && status != TRS_CALL_CANCELED))
    trs_request_refuse (request, 20001, "Status must be canceled or completed");
  else if (!trs_call_update_status (call, status, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, call);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Calls"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "GET", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, update },
};

void
trs_voice_add_calls (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
