/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"

/* Longer than any phone rings. */
#define MAX_AFTER 999

static TrsPhone *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsPhone *phone = trs_engine_get_phone (engine, trs_request_get_variable (request, "Address"));

  if (phone == NULL)
    trs_request_refuse (request, 20404, "That is no number, client: or sip: address");
  return phone;
}

/**
 * trs_control_phone_to_json:
 * @phone: a phone
 *
 * Returns: (transfer full): what it is set to, and what it does
 */
JsonObject *
trs_control_phone_to_json (TrsPhone *phone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", phone->address);
  json_object_set_string_member (object, "behavior",
                                 trs_phone_behavior_to_string (phone->behavior));
  json_object_set_int_member (object, "after", phone->after_seconds);
  json_object_set_string_member (object, "state",
                                 trs_phone_state_to_string (trs_phone_get_state (phone)));
  trs_fields_set_string (object, "call_sid", phone->call != NULL ? phone->call->base.sid : NULL);
  return object;
}

static void
list (TrsRequest *request, gpointer user_data)
{
  GPtrArray *phones = trs_engine_get_phones (user_data);
  JsonArray *array = json_array_new ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < phones->len; i++)
    json_array_add_object_element (array, trs_control_phone_to_json (g_ptr_array_index (phones, i)));
  json_object_set_array_member (object, "phones", array);
  trs_request_answer_object (request, 200, object);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsPhone *phone = find (request, user_data);

  if (phone != NULL)
    trs_request_answer_object (request, 200, trs_control_phone_to_json (phone));
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsPhone *phone = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  const char *word = NULL;
  g_autoptr(GError) error = NULL;
  TrsPhoneBehavior behavior;
  gint64 after = 0;

  if (phone == NULL)
    return;
  if (!trs_form_expect (form, "Behavior", &word, &error) ||
      !trs_form_get_int (form, "After", 0, MAX_AFTER, phone->after_seconds, &after, &error))
    trs_request_answer_error (request, error);
  else if (!trs_phone_behavior_from_string (word, &behavior))
    trs_request_refuse (request, 20001, "Behavior must be answer, no-answer, busy or ask");
  else
    {
      trs_phone_set_behavior (phone, behavior, (int) after);
      trs_request_answer_object (request, 200, trs_control_phone_to_json (phone));
    }
}

static void
use (TrsRequest *request,
     gpointer user_data,
     gboolean (*verb) (TrsPhone *phone, GError **error))
{
  TrsPhone *phone = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (phone == NULL)
    return;
  if (!verb (phone, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_object (request, 200, trs_control_phone_to_json (phone));
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

#define PHONE "/sandbox/phones/{Address}"

static const TrsRoute routes[] = {
  { "GET", "/sandbox/phones", TRS_ACCESS_LOCAL, list },
  { "GET", PHONE, TRS_ACCESS_LOCAL, fetch },
  { "POST", PHONE, TRS_ACCESS_LOCAL, update },
  { "POST", PHONE "/answer", TRS_ACCESS_LOCAL, answer },
  { "POST", PHONE "/decline", TRS_ACCESS_LOCAL, decline },
  { "POST", PHONE "/hangup", TRS_ACCESS_LOCAL, hang_up },
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
