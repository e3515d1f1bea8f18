/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TR_TYPE_ACTIVITY (tr_activity_get_type ())
G_DECLARE_FINAL_TYPE (TrActivity, tr_activity, TR, ACTIVITY, GObject)

/* A status that a worker can be in. Properties: sid, friendly-name, is-available. */
TrActivity *tr_activity_new_from_json (JsonNode *node, GError **error);
gboolean tr_activity_update_from_json (TrActivity *self, JsonNode *node, GError **error);

const char *tr_activity_get_sid (TrActivity *self);
const char *tr_activity_get_friendly_name (TrActivity *self);
gboolean tr_activity_is_available (TrActivity *self);

G_END_DECLS
