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

static gboolean
is_toll_free (const char *number)
{
  static const char *const prefixes[] = { "+1800", "+1833", "+1844", "+1855",
                                          "+1866", "+1877", "+1888" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (g_str_has_prefix (number, prefixes[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_local (gpointer resource, TrsForm *query)
{
  return accepts (resource, query) && !is_toll_free (((TrsNumber *) resource)->phone_number);
}

static gboolean
is_free (gpointer resource, TrsForm *query)
{
  return accepts (resource, query) && is_toll_free (((TrsNumber *) resource)->phone_number);
}

/* Whether a number is a mobile one can't be told from it where the sandbox has numbers. */
static gboolean
is_mobile (gpointer resource, TrsForm *query)
{
  return FALSE;
}

/* Where the path says of what type they are, the service does not. */
static JsonObject *
number_to_2010_without_type (gpointer number, const char *base_url)
{
  JsonObject *object = trs_number_to_2010 (number, base_url);

  json_object_remove_member (object, "type");
  return object;
}

static void
list_kind (TrsRequest *request, gpointer user_data, TrsRestFilter fits)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GPtrArray) chosen =
    trs_rest_filter (account->numbers, trs_request_get_query (request), fits);

  trs_page_answer_2010 (request, chosen, "incoming_phone_numbers",
                        fits == accepts ? trs_number_to_2010 : number_to_2010_without_type);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  list_kind (request, user_data, accepts);
}

static void
list_local (TrsRequest *request, gpointer user_data)
{
  list_kind (request, user_data, is_local);
}

static void
list_mobile (TrsRequest *request, gpointer user_data)
{
  list_kind (request, user_data, is_mobile);
}

static void
list_toll_free (TrsRequest *request, gpointer user_data)
{
  list_kind (request, user_data, is_free);
}

static TrsNumber *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsNumber *number = trs_engine_get_number (engine, trs_request_get_variable (request, "Sid"));

  if (number != NULL && number->account == account)
    return number;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
answer (TrsRequest *request, guint status, TrsNumber *number)
{
  trs_request_answer_object (request, status,
                             trs_number_to_2010 (number, trs_request_get_base_url (request)));
}

static void
read_change (TrsForm *form, TrsNumberChange *change)
{
  *change = (TrsNumberChange) {
    .phone_number = trs_form_get_filled (form, "PhoneNumber"),
    .area_code = trs_form_get_filled (form, "AreaCode"),
    .friendly_name = trs_form_get_filled (form, "FriendlyName"),
    .voice_url = trs_form_get (form, "VoiceUrl"),
    .voice_method = trs_form_get_filled (form, "VoiceMethod"),
    .voice_fallback_url = trs_form_get (form, "VoiceFallbackUrl"),
    .voice_fallback_method = trs_form_get_filled (form, "VoiceFallbackMethod"),
    .status_callback = trs_form_get (form, "StatusCallback"),
    .status_callback_method = trs_form_get_filled (form, "StatusCallbackMethod"),
  };
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsNumberChange change;
  TrsNumber *number;

  read_change (trs_request_get_form (request), &change);
  number = trs_number_create (account, &change, &error);
  if (number == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, number);
}

static void
create_of_kind (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsNumberChange change;
  TrsNumber *number = NULL;

  read_change (trs_request_get_form (request), &change);
  /* An area code is for the collection of all types. */
  change.area_code = NULL;
  if (change.phone_number != NULL)
    number = trs_number_create (account, &change, &error);
  else
    trs_form_expect (trs_request_get_form (request), "PhoneNumber", &change.phone_number, &error);
  if (number == NULL)
    trs_request_answer_error (request, error);
  else
    trs_request_answer_object (
      request, 201, number_to_2010_without_type (number, trs_request_get_base_url (request)));
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsNumber *number = find (request, user_data);
  g_autoptr(GError) error = NULL;
  TrsNumberChange change;

  if (number == NULL)
    return;
  read_change (trs_request_get_form (request), &change);
  if (!trs_number_update (number, &change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, number);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsNumber *number = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (number == NULL)
    return;
  if (!trs_number_delete (number, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsNumber *number = find (request, user_data);

  if (number != NULL)
    answer (request, 200, number);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/IncomingPhoneNumbers"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION ".json", TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/Local.json", TRS_ACCESS_BASIC, list_local },
  { "POST", COLLECTION "/Local.json", TRS_ACCESS_BASIC, create_of_kind },
  { "GET", COLLECTION "/Mobile.json", TRS_ACCESS_BASIC, list_mobile },
  { "POST", COLLECTION "/Mobile.json", TRS_ACCESS_BASIC, create_of_kind },
  { "GET", COLLECTION "/TollFree.json", TRS_ACCESS_BASIC, list_toll_free },
  { "POST", COLLECTION "/TollFree.json", TRS_ACCESS_BASIC, create_of_kind },
  { "GET", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_numbers (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
