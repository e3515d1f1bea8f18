/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-account-json.h"

#include "trs-fields.h"

/**
 * trs_account_dup_uri:
 * @account: an account
 *
 * Returns: (transfer full): its address without host and ".json", which every address below it
 *   begins with
 */
char *
trs_account_dup_uri (TrsAccount *account)
{
  return g_strdup_printf ("/2010-04-01/Accounts/%s", account->base.sid);
}

static JsonObject *
subresources_new (const char *uri)
{
  static const struct
  {
    const char *name;
    const char *path;
  } links[] = {
    { "calls", "Calls" },
    { "conferences", "Conferences" },
    { "incoming_phone_numbers", "IncomingPhoneNumbers" },
    { "queues", "Queues" },
    { "recordings", "Recordings" },
  };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    trs_fields_set_url (object, links[i].name, "%s/%s.json", uri, links[i].path);
  return object;
}

/**
 * trs_account_to_2010:
 * @account: a #TrsAccount
 * @base_url: where we are reached; not used by the 2010 API
 *
 * The auth token, which the service shows here, is left out: nothing of ours needs to read it.
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_account_to_2010 (gpointer account, const char *base_url)
{
  TrsAccount *self = account;
  g_autofree char *uri = trs_account_dup_uri (self);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_null_member (object, "auth_token");
  trs_fields_set_string (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "status", "active");
  json_object_set_string_member (object, "type", "Full");
  json_object_set_string_member (object, "owner_account_sid", self->base.sid);
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_url (object, "uri", "%s.json", uri);
  json_object_set_object_member (object, "subresource_uris", subresources_new (uri));
  return object;
}
