/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The one door for JSON from the wire, the disk or the user. Size and depth are capped before
 * json-glib sees a byte; every accessor checks type and range and yields a TR_ERROR_PROTOCOL that
 * names the field. "expect" fails when the member is missing or null, "optional" gives NULL or the
 * fallback; both fail on a wrong type. Strings are borrowed from the object. */
#define TR_JSON_MAX_BYTES (8 * 1024 * 1024)
#define TR_JSON_MAX_DEPTH 64
#define TR_JSON_MAX_VALUES (512 * 1024) /* json-glib takes over 100 bytes for each */

/* What comes from a network while people work is read on the main loop, at about 1 µs a value: a
 * page of 1,000 reservations has some 40,000; what is in one frame, or in one member's text, is one
 * thing. */
#define TR_JSON_MAX_ANSWER_VALUES (64 * 1024)
#define TR_JSON_MAX_FRAME_VALUES (16 * 1024)
#define TR_JSON_MAX_NESTED_VALUES (16 * 1024)

JsonNode *tr_json_parse (const char *text, gssize length, GError **error);
JsonNode *tr_json_parse_rounded (const char *text, GError **error);
JsonNode *tr_json_parse_bytes (GBytes *bytes, GError **error);
JsonNode *tr_json_parse_limited (GBytes *bytes, guint max_values, GError **error);
char *tr_json_to_string (JsonNode *node);
char *tr_json_object_to_string (JsonObject *object);

gboolean tr_json_expect_object (JsonNode *node, JsonObject **object, GError **error);
gboolean tr_json_expect_string (JsonObject *object, const char *name, const char **value, GError **error);
gboolean tr_json_expect_id (JsonObject *object, const char *name, const char **value, GError **error); /* a string, not "" */
gboolean tr_json_expect_int (JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean tr_json_expect_bool (JsonObject *object, const char *name, gboolean *value, GError **error); /* true, false, 1, 0 */
gboolean tr_json_expect_member_object (JsonObject *object, const char *name, JsonObject **value, GError **error);
gboolean tr_json_expect_array (JsonObject *object, const char *name, JsonArray **value, GError **error);
gboolean tr_json_optional_string (JsonObject *object, const char *name, const char **value, GError **error);
gboolean tr_json_optional_int (JsonObject *object, const char *name, gint64 min, gint64 max, gint64 fallback, gint64 *value, GError **error);
gboolean tr_json_optional_member_object (JsonObject *object, const char *name, JsonObject **value, GError **error);
/* A member that holds JSON text of an object (attributes): parsed through this same door. */
gboolean tr_json_expect_nested_object (JsonObject *object, const char *name, JsonObject **value /* transfer full */, GError **error);
/* The same for what is only shown: see tr_json_parse_rounded(). */
gboolean tr_json_expect_nested_rounded (JsonObject *object, const char *name, JsonObject **value /* transfer full */, GError **error);
/* The same, checked but not built: for what may never be asked for. */
gboolean tr_json_expect_nested_text (JsonObject *object, const char *name, const char **text, GError **error);

G_END_DECLS
