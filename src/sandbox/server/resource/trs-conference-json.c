/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-conference-json.h"

#include "trs-account-json.h"
#include "trs-fields.h"

/**
 * trs_conference_to_2010:
 * @conference: a #TrsConference
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_conference_to_2010 (gpointer conference, const char *base_url)
{
  TrsConference *self = conference;
  g_autofree char *account = trs_account_dup_uri (self->account);
  g_autofree char *uri = g_strdup_printf ("%s/Conferences/%s", account, self->base.sid);
  JsonObject *object = json_object_new ();
  JsonObject *subresources = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_string_member (object, "api_version", "2010-04-01");
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  trs_fields_set_string (object, "region", self->region);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "status",
                                 trs_conference_status_to_string (self->status));
  trs_fields_set_string (object, "reason_conference_ended", self->reason_ended);
  trs_fields_set_sid (object, "call_sid_ending_conference", self->ending_call_sid);
  trs_fields_set_url (object, "uri", "%s.json", uri);
  trs_fields_set_url (subresources, "participants", "%s/Participants.json", uri);
  trs_fields_set_url (subresources, "recordings", "%s/Recordings.json", uri);
  json_object_set_object_member (object, "subresource_uris", subresources);
  return object;
}
