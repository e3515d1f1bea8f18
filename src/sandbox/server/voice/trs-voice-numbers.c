/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-number-json.h"
#include "rest/trs-rest.h"

/* "*" in a wanted number is any one digit, and a part of the number is enough. */
static gboolean
number_fits (TrsForm *query, TrsNumber *number)
{
  const char *wanted = trs_form_get_filled (query, "PhoneNumber");
  g_autofree char *dotted = NULL;
  g_autofree char *pattern = NULL;

  if (wanted == NULL)
    return TRUE;
  dotted = g_strdelimit (g_strdup (wanted), "*", '?');
  pattern = g_strconcat ("*", dotted, "*", NULL);
  return g_pattern_match_simple (pattern, number->phone_number);
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsNumber *number = resource;

  return number_fits (query, number) &&
         trs_rest_name_fits (query, "FriendlyName", number->friendly_name);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GPtrArray) chosen =
    trs_rest_filter (account->numbers, trs_request_get_query (request), accepts);

  trs_page_answer_2010 (request, chosen, "incoming_phone_numbers", trs_number_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  TrsNumber *number = trs_engine_get_number (user_data, trs_request_get_variable (request, "Sid"));

  if (number != NULL && number->account == account)
    trs_request_answer_object (request, 200,
                               trs_number_to_2010 (number, trs_request_get_base_url (request)));
  else
    trs_request_refuse_unknown (request);
}

static const TrsRoute routes[] = {
  { "GET", TRS_VOICE_ACCOUNT "/IncomingPhoneNumbers.json", TRS_ACCESS_BASIC, list },
  { "GET", TRS_VOICE_ACCOUNT "/IncomingPhoneNumbers/{Sid}.json", TRS_ACCESS_BASIC, fetch },
};

void
trs_voice_add_numbers (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
