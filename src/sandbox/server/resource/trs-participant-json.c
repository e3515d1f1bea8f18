/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-participant-json.h"

#include "trs-account-json.h"
#include "trs-fields.h"

/**
 * trs_participant_to_2010:
 * @participant: a #TrsParticipant
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_participant_to_2010 (gpointer participant, const char *base_url)
{
  TrsParticipant *self = participant;
  TrsConference *conference = self->conference;
  g_autofree char *account = trs_account_dup_uri (conference->account);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", conference->account->base.sid);
  json_object_set_string_member (object, "call_sid", self->call->base.sid);
  trs_fields_set_string (object, "label", self->label);
  json_object_set_string_member (object, "conference_sid", conference->base.sid);
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  json_object_set_boolean_member (object, "end_conference_on_exit", self->end_conference_on_exit);
  json_object_set_boolean_member (object, "muted", self->is_muted);
  json_object_set_boolean_member (object, "hold", self->is_on_hold);
  json_object_set_string_member (object, "status", trs_participant_get_status (self));
  json_object_set_boolean_member (object, "start_conference_on_enter",
                                  self->start_conference_on_enter);
  json_object_set_boolean_member (object, "coaching", self->is_coaching);
  trs_fields_set_sid (object, "call_sid_to_coach", self->call_sid_to_coach);
  json_object_set_null_member (object, "queue_time");
  trs_fields_set_url (object, "uri", "%s/Conferences/%s/Participants/%s.json", account,
                      conference->base.sid, self->call->base.sid);
  return object;
}
