/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-recording-json.h"

#include "trs-account-json.h"
#include "trs-fields.h"

/* What all three addresses of a recording show. */
static JsonObject *
recording_new (TrsRecording *self)
{
  static const char *const absent[] = { "encryption_details", "error_code", "price" };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_string_member (object, "api_version", "2010-04-01");
  trs_fields_set_string (object, "call_sid", self->call_sid);
  trs_fields_set_string (object, "conference_sid", self->conference_sid);
  json_object_set_int_member (object, "channels", self->channels);
  trs_fields_set_mail_date (object, "date_created", self->base.date_created);
  trs_fields_set_mail_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_mail_date (object, "start_time", self->start_time);
  json_object_set_string_member (object, "price_unit", "USD");
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "source", self->source);
  json_object_set_string_member (object, "status", trs_recording_status_to_string (self->status));
  if (self->status >= TRS_RECORDING_STOPPED)
    trs_fields_set_url (object, "duration", "%" G_GINT64_FORMAT,
                        trs_recording_get_duration_seconds (self));
  else
    json_object_set_null_member (object, "duration");
  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    json_object_set_null_member (object, absent[i]);
  return object;
}

/**
 * trs_recording_to_2010:
 * @recording: a #TrsRecording
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it among the account's
 */
JsonObject *
trs_recording_to_2010 (gpointer recording, const char *base_url)
{
  TrsRecording *self = recording;
  g_autofree char *account = trs_account_dup_uri (self->account);
  g_autofree char *uri = g_strdup_printf ("%s/Recordings/%s", account, self->base.sid);
  g_autofree char *media = trs_recording_dup_url (self);
  JsonObject *object = recording_new (self);
  JsonObject *subresources = json_object_new ();

  json_object_set_string_member (object, "media_url", media);
  trs_fields_set_url (object, "uri", "%s.json", uri);
  trs_fields_set_url (subresources, "add_on_results", "%s/AddOnResults.json", uri);
  trs_fields_set_url (subresources, "transcriptions", "%s/Transcriptions.json", uri);
  json_object_set_object_member (object, "subresource_uris", subresources);
  return object;
}

/**
 * trs_call_recording_to_2010:
 * @recording: a #TrsRecording of a call
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it among the call's
 */
JsonObject *
trs_call_recording_to_2010 (gpointer recording, const char *base_url)
{
  TrsRecording *self = recording;
  g_autofree char *account = trs_account_dup_uri (self->account);
  JsonObject *object = recording_new (self);

  json_object_set_string_member (object, "track", self->track);
  trs_fields_set_url (object, "uri", "%s/Calls/%s/Recordings/%s.json", account, self->call_sid,
                      self->base.sid);
  return object;
}

/**
 * trs_conference_recording_to_2010:
 * @recording: a #TrsRecording of a conference
 * @base_url: where we are reached; not used by the 2010 API
 *
 * Returns: (transfer full): the resource as the 2010 API shows it among the conference's
 */
JsonObject *
trs_conference_recording_to_2010 (gpointer recording, const char *base_url)
{
  TrsRecording *self = recording;
  g_autofree char *account = trs_account_dup_uri (self->account);
  JsonObject *object = recording_new (self);

  trs_fields_set_url (object, "uri", "%s/Conferences/%s/Recordings/%s.json", account,
                      self->conference_sid, self->base.sid);
  return object;
}
