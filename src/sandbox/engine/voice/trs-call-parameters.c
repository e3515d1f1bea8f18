/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-account.h"
#include "trs-address.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-recording.h"

/* What programs are told of a call.
 *
 * Source: the service's guide "TwiML: requests to your application", and its Call resource's
 * StatusCallback. */

static void
copy_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/* Where a number is from. The service often knows no more than the country, and then sends the
 * others empty. */
static void
add_place (JsonObject *object, const char *party, const char *address)
{
  static const char *const names[] = { "City", "State", "Zip" };
  const char *country = trs_address_get_country (address);
  g_autofree char *name = g_strconcat (party, "Country", NULL);

  if (country == NULL)
    return;
  json_object_set_string_member (object, name, country);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *other = g_strconcat (party, names[i], NULL);

      json_object_set_string_member (object, other, "");
    }
}

/* @more is nullable. */
JsonObject *
trs_call_make_parameters (TrsCall *self, JsonObject *more)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "AccountSid", self->account->base.sid);
  json_object_set_string_member (object, "ApiVersion", "2010-04-01");
  json_object_set_string_member (object, "CallSid", self->base.sid);
  json_object_set_string_member (object, "CallStatus", trs_call_status_to_string (self->status));
  json_object_set_string_member (object, "Called", self->to);
  json_object_set_string_member (object, "Caller", self->from);
  json_object_set_string_member (object, "Direction", self->direction);
  json_object_set_string_member (object, "From", self->from);
  json_object_set_string_member (object, "To", self->to);
  add_place (object, "From", self->from);
  add_place (object, "Caller", self->from);
  add_place (object, "To", self->to);
  add_place (object, "Called", self->to);
  if (self->parent_call_sid[0] != '\0')
    json_object_set_string_member (object, "ParentCallSid", self->parent_call_sid);
  if (self->answered_by != NULL)
    json_object_set_string_member (object, "AnsweredBy", self->answered_by);
  if (more != NULL)
    json_object_foreach_member (more, copy_member, object);
  return object;
}

static void
add_duration (TrsCall *self, JsonObject *object)
{
  gint64 seconds = trs_call_get_duration_seconds (self);

  trs_json_set_format (object, "CallDuration", "%" G_GINT64_FORMAT, seconds);
  trs_json_set_format (object, "Duration", "%" G_GINT64_FORMAT, (seconds + 59) / 60);
}

/* Of the newest recording, when there is one. */
static void
add_recording (TrsCall *self, JsonObject *object)
{
  TrsRecording *recording = self->last_recording;
  g_autofree char *url = NULL;

  if (recording == NULL)
    return;
  url = trs_recording_dup_url (recording);
  json_object_set_string_member (object, "RecordingUrl", url);
  json_object_set_string_member (object, "RecordingSid", recording->base.sid);
  trs_json_set_format (object, "RecordingDuration", "%" G_GINT64_FORMAT,
                       trs_recording_get_duration_seconds (recording));
}

/* Tells of the call's status, if a program wants to hear of it. */
void
trs_call_tell (TrsCall *self)
{
  static const char *const words[] = { "initiated", "ringing",   "answered",  "completed",
                                       "completed", "completed", "completed", "completed" };
  const char *word = words[self->status];
  g_autoptr(JsonObject) object = NULL;

  if (!trs_voice_callback_wants (&self->callback, trs_call_callback_words, word))
    return;

  object = trs_call_make_parameters (self, NULL);
  if (self->status == TRS_CALL_QUEUED)
    json_object_set_string_member (object, "CallStatus", "initiated");
  json_object_set_string_member (object, "CallbackSource", "call-progress-events");
  if (trs_call_is_over (self))
    {
      add_duration (self, object);
      add_recording (self, object);
    }
  trs_voice_callback_send (&self->callback, self->account, object);
}
