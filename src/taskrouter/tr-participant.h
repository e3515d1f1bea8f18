/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TR_TYPE_PARTICIPANT (tr_participant_get_type ())
G_DECLARE_FINAL_TYPE (TrParticipant, tr_participant, TR, PARTICIPANT, GObject)

/* One leg of a conference as the service last showed it. It does not change: the next look at the
 * conference makes new ones. */
TrParticipant *tr_participant_new_from_json (JsonNode *node, GError **error);

const char *tr_participant_get_call_sid (TrParticipant *self);
const char *tr_participant_get_label (TrParticipant *self); /* nullable */
gboolean tr_participant_is_muted (TrParticipant *self);
gboolean tr_participant_is_on_hold (TrParticipant *self);
gboolean tr_participant_is_connected (TrParticipant *self);  /* else it is being called */
gboolean tr_participant_ends_conference (TrParticipant *self); /* by leaving it */
gint64 tr_participant_get_date_updated (TrParticipant *self); /* seconds since the epoch; 0: not told */

G_END_DECLS
