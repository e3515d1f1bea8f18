/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-participant.h"

#include <libsoup/soup.h>

#include "tr-json.h"

/**
 * TrParticipant:
 *
 * One leg of a conference.
 *
 * Source: Api 2010, Participants.
 */

struct _TrParticipant
{
  GObject parent_instance;

  char *call_sid; /* owned; never NULL */
  char *label;    /* owned, nullable */
  gboolean is_muted;
  gboolean is_on_hold;
  gboolean is_connected;
  gboolean ends_conference;
  gint64 date_updated;
};

G_DEFINE_FINAL_TYPE (TrParticipant, tr_participant, G_TYPE_OBJECT)

static void
tr_participant_finalize (GObject *object)
{
  TrParticipant *self = TR_PARTICIPANT (object);

  g_free (self->call_sid);
  g_free (self->label);
  G_OBJECT_CLASS (tr_participant_parent_class)->finalize (object);
}

static void
tr_participant_class_init (TrParticipantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_participant_finalize;
}

static void
tr_participant_init (TrParticipant *self)
{
}

/* A date that cannot be read is a date that was not told. */
static gint64
read_date (const char *text)
{
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/**
 * tr_participant_new_from_json:
 * @node: a participant of the voice API
 * @error: return location
 *
 * Returns: (transfer full): the participant; NULL with %TR_ERROR_PROTOCOL, which names the field
 */
TrParticipant *
tr_participant_new_from_json (JsonNode *node, GError **error)
{
  const char *call_sid, *label, *status, *date;
  gboolean is_muted, is_on_hold, ends_conference;
  TrParticipant *self;
  JsonObject *object;

  g_return_val_if_fail (node != NULL, NULL);

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "call_sid", &call_sid, error) ||
      !tr_json_optional_string (object, "label", &label, error) ||
      !tr_json_expect_bool (object, "muted", &is_muted, error) ||
      !tr_json_expect_bool (object, "hold", &is_on_hold, error) ||
      !tr_json_expect_bool (object, "end_conference_on_exit", &ends_conference, error) ||
      !tr_json_optional_string (object, "status", &status, error) ||
      !tr_json_optional_string (object, "date_updated", &date, error))
    {
      g_prefix_error_literal (error, "Participant: ");
      return NULL;
    }

  self = g_object_new (TR_TYPE_PARTICIPANT, NULL);
  self->call_sid = g_strdup (call_sid);
  self->label = g_strdup (label);
  self->is_muted = is_muted;
  self->is_on_hold = is_on_hold;
  self->ends_conference = ends_conference;
  self->is_connected = status == NULL || g_str_equal (status, "connected");
  self->date_updated = read_date (date);
  return self;
}

const char *
tr_participant_get_call_sid (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), NULL);

  return self->call_sid;
}

const char *
tr_participant_get_label (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), NULL);

  return self->label;
}

gboolean
tr_participant_is_muted (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), FALSE);

  return self->is_muted;
}

gboolean
tr_participant_is_on_hold (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), FALSE);

  return self->is_on_hold;
}

gboolean
tr_participant_is_connected (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), FALSE);

  return self->is_connected;
}

gboolean
tr_participant_ends_conference (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), FALSE);

  return self->ends_conference;
}

gint64
tr_participant_get_date_updated (TrParticipant *self)
{
  g_return_val_if_fail (TR_IS_PARTICIPANT (self), 0);

  return self->date_updated;
}
