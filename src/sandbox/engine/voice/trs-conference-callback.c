/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-account.h"
#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"

/* What programs are told of a conference.
 *
 * Source: the service's Participant resource, ConferenceStatusCallback, and its page of the
 * Conference noun. */

static void
add_flag (JsonObject *object, const char *name, gboolean flag)
{
  json_object_set_string_member (object, name, flag ? "true" : "false");
}

static void
add_participant (JsonObject *object, TrsCall *call, TrsParticipant *participant)
{
  json_object_set_string_member (object, "CallSid", call->base.sid);
  add_flag (object, "Muted", participant->is_muted);
  add_flag (object, "Hold", participant->is_on_hold);
  add_flag (object, "Coaching", participant->is_coaching);
  add_flag (object, "EndConferenceOnExit", participant->end_conference_on_exit);
  add_flag (object, "StartConferenceOnEnter", participant->start_conference_on_enter);
  if (participant->label != NULL)
    json_object_set_string_member (object, "ParticipantLabel", participant->label);
  if (participant->call_sid_to_coach[0] != '\0')
    json_object_set_string_member (object, "CallSidToCoach", participant->call_sid_to_coach);
}

static void
add_end (JsonObject *object, TrsConference *self)
{
  if (self->ending_call_sid[0] != '\0')
    json_object_set_string_member (object, "CallSidEndingConference", self->ending_call_sid);
  json_object_set_string_member (object, "ReasonConferenceEnded", self->reason_ended);
  json_object_set_string_member (object, "Reason", self->reason_ended);
}

/* Takes @object over. */
static void
send (TrsConference *self, const char *event, JsonObject *object)
{
  g_autoptr(JsonObject) owned = object;

  json_object_set_string_member (owned, "ConferenceSid", self->base.sid);
  json_object_set_string_member (owned, "FriendlyName", self->friendly_name);
  json_object_set_string_member (owned, "AccountSid", self->account->base.sid);
  json_object_set_string_member (owned, "StatusCallbackEvent", event);
  trs_voice_callback_send (&self->callback, self->account, owned);
}

/* The word to ask for it by: "participant.unmute" comes to those who want "mute". */
static gboolean
is_wanted (TrsConference *self, const char *what)
{
  const char *word = g_str_has_prefix (what, "un") ? what + strlen ("un") : what;

  return trs_voice_callback_wants (&self->callback, trs_conference_callback_words, word);
}

static void
tell (TrsConference *self,
      const char *type,
      TrsCall *call,
      TrsParticipant *participant,
      const char *reason)
{
  const char *what = strchr (type, '.') + 1;
  g_autofree char *event = NULL;
  JsonObject *object;

  if (!is_wanted (self, what))
    return;

  event = g_strdelimit (g_strdup (type), ".", '-');
  object = json_object_new ();
  if (participant != NULL)
    add_participant (object, call, participant);
  if (reason != NULL)
    {
      json_object_set_string_member (object, "ReasonParticipantLeft", reason);
      json_object_set_string_member (object, "ParticipantCallStatus",
                                     trs_call_status_to_string (call->status));
    }
  if (strcmp (what, "end") == 0)
    add_end (object, self);
  send (self, event, object);
}

/* @type is a literal, such as "participant.join"; @call and @participant are nullable. */
void
trs_conference_emit (TrsConference *self,
                     const char *type,
                     TrsCall *call,
                     TrsParticipant *participant)
{
  trs_event_emit_voice (self->account, type, call, self, participant);
  tell (self, type, call, participant, NULL);
}

/* @reason is the service's word. */
void
trs_conference_emit_left (TrsConference *self,
                          TrsCall *call,
                          TrsParticipant *participant,
                          const char *reason)
{
  trs_event_emit_voice (self->account, "participant.leave", call, self, participant);
  tell (self, "participant.leave", call, participant, reason);
}

/* Someone in a conference has heard what was announced, or could not. */
void
trs_conference_emit_announcement (TrsCall *call, gboolean failed)
{
  TrsParticipant *participant = call->participant;
  TrsConference *self = participant != NULL ? participant->conference : NULL;
  JsonObject *object;

  trs_call_stop_background (call);
  if (self == NULL || !is_wanted (self, "announcement"))
    return;
  object = json_object_new ();
  add_participant (object, call, participant);
  send (self, failed ? "announcement-fail" : "announcement-end", object);
}
