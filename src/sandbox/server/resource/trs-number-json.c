/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-number-json.h"

#include "trs-account-json.h"
#include "trs-fields.h"

static JsonObject *
capabilities_new (void)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "voice", TRUE);
  json_object_set_boolean_member (object, "sms", FALSE);
  json_object_set_boolean_member (object, "mms", FALSE);
  json_object_set_boolean_member (object, "fax", FALSE);
  return object;
}

/* What numbers of the service have and ours never use. */
static void
set_unused (JsonObject *object)
{
  static const char *const absent[] = { "address_sid",  "bundle_sid", "emergency_address_sid",
                                        "identity_sid", "trunk_sid" };
  static const struct
  {
    const char *name;
    const char *value;
  } fixed[] = {
    { "address_requirements", "none" },
    { "emergency_address_status", "unregistered" },
    { "emergency_status", "Inactive" },
    { "origin", "twilio" },
    { "sms_application_sid", "" },
    { "sms_fallback_method", "POST" },
    { "sms_fallback_url", "" },
    { "sms_method", "POST" },
    { "sms_url", "" },
    { "type", "local" },
    { "voice_application_sid", "" },
    { "voice_receive_mode", "voice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    json_object_set_null_member (object, absent[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    json_object_set_string_member (object, fixed[i].name, fixed[i].value);
  json_object_set_boolean_member (object, "beta", FALSE);
  json_object_set_boolean_member (object, "voice_caller_id_lookup", FALSE);
}

static void
set_text (JsonObject *object, const char *name, const char *value, const char *fallback)
{
  json_object_set_string_member (object, name, value != NULL ? value : fallback);
}

static void
set_program (JsonObject *object, TrsNumber *self)
{
  set_text (object, "voice_url", self->program.url, "");
  set_text (object, "voice_method", self->program.method, "POST");
  set_text (object, "voice_fallback_url", self->program.fallback_url, "");
  set_text (object, "voice_fallback_method", self->program.fallback_method, "POST");
  set_text (object, "status_callback", self->status_callback, "");
  set_text (object, "status_callback_method", self->status_callback_method, "POST");
}

/**
 * trs_number_to_2010:
 * @number: a #TrsNumber
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_number_to_2010 (gpointer number, const char *base_url)
{
  TrsNumber *self = number;
  g_autofree char *account = trs_account_dup_uri (self->account);
  JsonObject *object = json_object_new ();

  set_unused (object);
  set_program (object, self);
  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_string_member (object, "api_version", "2010-04-01");
  json_object_set_object_member (object, "capabilities", capabilities_new ());
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "phone_number", self->phone_number);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "status", "in-use");
  trs_fields_set_url (object, "uri", "%s/IncomingPhoneNumbers/%s.json", account, self->base.sid);
  return object;
}
