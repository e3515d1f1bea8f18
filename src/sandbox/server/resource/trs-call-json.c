/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call-json.h"

#include <string.h>

#include "trs-account-json.h"
#include "trs-fields.h"

/* "+16505550101" is shown as "(650) 555-0101"; other addresses as they are. */
static char *
dup_formatted (const char *address)
{
  if (!g_str_has_prefix (address, "+1") || strlen (address) != strlen ("+16505550101"))
    return g_strdup (address);
  return g_strdup_printf ("(%.3s) %.3s-%s", address + 2, address + 5, address + 8);
}

static JsonObject *
subresources_new (const char *uri)
{
  static const struct
  {
    const char *name;
    const char *path;
  } links[] = {
    { "notifications", "Notifications" },
    { "recordings", "Recordings" },
    { "payments", "Payments" },
    { "events", "Events" },
    { "siprec", "Siprec" },
    { "streams", "Streams" },
    { "transcriptions", "Transcriptions" },
    { "user_defined_message_subscriptions", "UserDefinedMessageSubscriptions" },
    { "user_defined_messages", "UserDefinedMessages" },
  };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    trs_fields_set_url (object, links[i].name, "%s/%s.json", uri, links[i].path);
  return object;
}

/* Numbers that the 2010 API writes as text. */
static void
set_numbers (JsonObject *object, TrsCall *self)
{
  g_autofree char *queue_time = g_strdup_printf ("%" G_GINT64_FORMAT, self->queue_time / 1000);

  json_object_set_string_member (object, "queue_time", queue_time);
  if (self->end_time == 0)
    json_object_set_null_member (object, "duration");
  else
    trs_fields_set_url (object, "duration", "%" G_GINT64_FORMAT,
                        trs_call_get_duration_seconds (self));
}

/**
 * trs_call_to_2010:
 * @call: a #TrsCall
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_call_to_2010 (gpointer call, const char *base_url)
{
  TrsCall *self = call;
  static const char *const absent[] = { "caller_name", "forwarded_from", "group_sid", "price",
                                        "trunk_sid" };
  g_autofree char *account = trs_account_dup_uri (self->account);
  g_autofree char *uri = g_strdup_printf ("%s/Calls/%s", account, self->base.sid);
  g_autofree char *from = dup_formatted (self->from);
  g_autofree char *to = dup_formatted (self->to);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_string_member (object, "api_version", "2010-04-01");
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_mail_date (object, "start_time", self->start_time);
  trs_fields_set_mail_date (object, "end_time", self->end_time);
  json_object_set_string_member (object, "direction", self->direction);
  json_object_set_string_member (object, "from", self->from);
  json_object_set_string_member (object, "from_formatted", from);
  json_object_set_string_member (object, "to", self->to);
  json_object_set_string_member (object, "to_formatted", to);
  trs_fields_set_sid (object, "parent_call_sid", self->parent_call_sid);
  trs_fields_set_sid (object, "phone_number_sid", self->phone_number_sid);
  json_object_set_string_member (object, "status", trs_call_status_to_string (self->status));
  json_object_set_string_member (object, "price_unit", "USD");
  if (self->answered_by != NULL)
    json_object_set_string_member (object, "answered_by", self->answered_by);
  else
    json_object_set_null_member (object, "answered_by");
  set_numbers (object, self);
  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    json_object_set_null_member (object, absent[i]);
  trs_fields_set_url (object, "uri", "%s.json", uri);
  json_object_set_object_member (object, "subresource_uris", subresources_new (uri));
  return object;
}
