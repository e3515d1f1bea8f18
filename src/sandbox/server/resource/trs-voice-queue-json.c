/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-queue-json.h"

#include "trs-account-json.h"
#include "trs-fields.h"

/**
 * trs_voice_queue_to_2010:
 * @queue: a #TrsVoiceQueue
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_voice_queue_to_2010 (gpointer queue, const char *base_url)
{
  TrsVoiceQueue *self = queue;
  g_autofree char *account = trs_account_dup_uri (self->account);
  JsonObject *object = json_object_new ();
  JsonObject *subresources = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_int_member (object, "average_wait_time",
                              trs_voice_queue_get_average_wait_seconds (self));
  json_object_set_int_member (object, "current_size", self->members->len);
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_int_member (object, "max_size", self->max_size);
  json_object_set_string_member (object, "sid", self->base.sid);
  trs_fields_set_url (object, "uri", "%s/Queues/%s.json", account, self->base.sid);
  trs_fields_set_url (subresources, "members", "%s/Queues/%s/Members.json", account,
                      self->base.sid);
  json_object_set_object_member (object, "subresource_uris", subresources);
  return object;
}

/**
 * trs_queue_member_to_2010:
 * @member: a #TrsQueueMember
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it
 */
JsonObject *
trs_queue_member_to_2010 (gpointer member, const char *base_url)
{
  TrsQueueMember *self = member;
  g_autofree char *account = trs_account_dup_uri (self->queue->account);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "queue_sid", self->queue->base.sid);
  json_object_set_string_member (object, "call_sid", self->call->base.sid);
  trs_fields_set_mail_date (object, "date_enqueued", self->base.date_created);
  json_object_set_int_member (object, "position", trs_queue_member_get_position (self));
  json_object_set_int_member (object, "wait_time", trs_queue_member_get_wait_seconds (self));
  trs_fields_set_url (object, "uri", "%s/Queues/%s/Members/%s.json", account,
                      self->queue->base.sid, self->call->base.sid);
  return object;
}
