/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What Liquid works with, as JSON nodes: they have its types, and are never changed once made.
 * Private to this folder. */

/* What it takes to make or look at a value, where a byte of text takes 1. */
#define TRS_LIQUID_VALUE_WORK 16

JsonNode *trs_liquid_value_nil (void);
JsonNode *trs_liquid_value_from_bool (gboolean value);
JsonNode *trs_liquid_value_from_int (gint64 value);
JsonNode *trs_liquid_value_from_double (double value);
JsonNode *trs_liquid_value_from_string (const char *value);
JsonNode *trs_liquid_value_take_string (char *value);
JsonNode *trs_liquid_value_take_array (JsonArray *value);

gboolean trs_liquid_value_is_nil (JsonNode *value);
gboolean trs_liquid_value_is_string (JsonNode *value);
gboolean trs_liquid_value_is_true (JsonNode *value);
gboolean trs_liquid_value_is_empty (JsonNode *value);
gboolean trs_liquid_value_is_blank (JsonNode *value);
gboolean trs_liquid_value_get_number (JsonNode *value, gboolean *is_int, gint64 *integer, double *number);
gsize trs_liquid_value_get_weight (JsonNode *value);

char *trs_liquid_value_to_string (JsonNode *value);
JsonNode *trs_liquid_value_get_member (JsonNode *value, const char *name);
JsonNode *trs_liquid_value_get_element (JsonNode *value, gint64 index);
gboolean trs_liquid_value_equals (JsonNode *left, JsonNode *right);
gboolean trs_liquid_value_compare (JsonNode *left, JsonNode *right, int *order);
gboolean trs_liquid_value_contains (JsonNode *value, JsonNode *part);

G_END_DECLS
