/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"
#include "trs-phone-json.h"

/* Longer than any phone rings. */
#define MAX_AFTER 999

static gboolean
refuse_bad_address (TrsRequest *request, const char *address)
{
  g_autofree char *message = NULL;

  if (trs_address_is_valid (address))
    return FALSE;
  message = g_strdup_printf ("'%s' is no number, client: or sip: address%s", address,
                             trs_address_get_hint (address));
  trs_request_refuse (request, 20404, message);
  return TRUE;
}

/* The phone in the path; NULL when the request has been answered. Only a worker's, the seed's, or
 * one that calls or was called: a number that is spelled wrong is nobody's. */
static TrsPhone *
find (TrsRequest *request, TrsEngine *engine, gboolean is_new)
{
  const char *address = trs_request_get_variable (request, "Address");
  g_autofree char *message = NULL;

  if (refuse_bad_address (request, address))
    return NULL;
  if (trs_engine_get_number_by_number (engine, address) != NULL)
    message = g_strdup_printf ("%s is a number of this sandbox, no phone: calls to it run what its "
                               "VoiceUrl says", address);
  else if (!is_new && !trs_phone_is_somebodys (engine, address))
    message = g_strdup_printf ("Nobody has a phone at %s: it is no worker's contact_uri, not in the "
                               "seed, and in no call. New=true (phone --new) puts one there",
                               address);
  if (message == NULL)
    return trs_engine_get_phone (engine, address);
  trs_request_refuse (request, 20404, message);
  return NULL;
}

static void
list (TrsRequest *request, gpointer user_data)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "phones", trs_phone_list_to_json (user_data, G_MAXUINT));
  trs_request_answer_object (request, 200, object);
}

/* Makes no phone: looking changes nothing. */
static void
fetch (TrsRequest *request, gpointer user_data)
{
  const char *address = trs_request_get_variable (request, "Address");
  TrsPhone *phone = trs_engine_find_phone (user_data, address);

  if (phone != NULL)
    trs_request_answer_object (request, 200, trs_phone_to_json (phone));
  else if (trs_phone_is_somebodys (user_data, address))
    trs_request_answer_object (request, 200, trs_phone_unused_to_json (address));
  else
    find (request, user_data, FALSE);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsForm *form = trs_request_get_form (request);
  TrsPhone *phone = NULL;
  const char *word = NULL;
  const int *given = NULL;
  g_autoptr(GError) error = NULL;
  TrsPhoneBehavior behavior;
  int after = 0;

  if (!trs_form_expect (form, "Behavior", &word, &error) ||
      !trs_form_read_int (form, "After", 0, MAX_AFTER, &after, &given, &error))
    trs_request_answer_error (request, error);
  else if (!trs_phone_behavior_from_string (word, &behavior))
    trs_request_refuse (request, 20001, "Behavior must be answer, no-answer, busy, ask or "
                         "machine");
  else
    phone = find (request, user_data, trs_form_get_bool (form, "New", FALSE));
  if (phone == NULL)
    return;
  trs_phone_set_behavior (phone, behavior, given != NULL ? after : -1);
  trs_request_answer_object (request, 200, trs_phone_to_json (phone));
}

typedef gboolean (*PhoneVerb) (TrsPhone *phone, GError **error);

/* A caller's phone may have gone with the call that it hung up. */
static void
answer_phone (TrsRequest *request, TrsEngine *engine, const char *address)
{
  TrsPhone *phone = trs_engine_find_phone (engine, address);

  trs_request_answer_object (request, 200, phone != NULL ? trs_phone_to_json (phone)
                                                         : trs_phone_unused_to_json (address));
}

static void
use (TrsRequest *request, gpointer user_data, PhoneVerb verb)
{
  TrsPhone *phone = find (request, user_data, FALSE);
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  if (phone == NULL)
    return;
  address = g_strdup (phone->address);
  if (!verb (phone, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  answer_phone (request, user_data, address);
}

static void
answer (TrsRequest *request, gpointer user_data)
{
  use (request, user_data, trs_phone_answer);
}

static void
decline (TrsRequest *request, gpointer user_data)
{
  use (request, user_data, trs_phone_decline);
}

static void
hang_up (TrsRequest *request, gpointer user_data)
{
  use (request, user_data, trs_phone_hang_up);
}

static void
press (TrsRequest *request, gpointer user_data)
{
  TrsPhone *phone = find (request, user_data, FALSE);
  const char *digits = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  if (phone == NULL)
    return;
  address = g_strdup (phone->address);
  if (!trs_form_expect (trs_request_get_form (request), "Digits", &digits, &error) ||
      !trs_phone_press (phone, digits, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  answer_phone (request, user_data, address);
}

#define PHONE "/sandbox/phones/{Address}"

static const TrsRoute routes[] = {
  { "GET", "/sandbox/phones", TRS_ACCESS_LOCAL, list },
  { "GET", PHONE, TRS_ACCESS_LOCAL, fetch },
  { "POST", PHONE, TRS_ACCESS_LOCAL, update, "Behavior After New" },
  { "POST", PHONE "/answer", TRS_ACCESS_LOCAL, answer },
  { "POST", PHONE "/decline", TRS_ACCESS_LOCAL, decline },
  { "POST", PHONE "/hangup", TRS_ACCESS_LOCAL, hang_up },
  { "POST", PHONE "/press", TRS_ACCESS_LOCAL, press, "Digits" },
};

/**
 * trs_control_add_phones:
 * @router: where the routes go
 * @engine: where the phones are; outlives the router
 */
void
trs_control_add_phones (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
