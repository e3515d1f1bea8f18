/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow-schema.h"

G_BEGIN_DECLS

/* Looks for all that is wrong with a definition. Private to this folder. */

/* The walk through a definition. Each step says where it is by a path such as
 * "#/states/0/transitions/1". */
typedef struct
{
  JsonArray *errors;
  JsonArray *warnings;
  GHashTable *names; /* of the widgets, borrowed, to their JsonObject */
} TrsFlowCheck;

gboolean trs_flow_check (JsonNode *root, JsonObject **details);
JsonObject *trs_flow_check_details (const char *message);

gboolean trs_flow_is_string (JsonNode *node);
gboolean trs_flow_is_boolean (JsonNode *node);
gboolean trs_flow_is_number (JsonNode *node);
gboolean trs_flow_check_note (JsonArray *problems, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);
JsonNode *trs_flow_check_get (TrsFlowCheck *check, JsonObject *object, const char *name, gboolean is_needed, const char *path);
const char *trs_flow_check_get_string (TrsFlowCheck *check, JsonObject *object, const char *name, gboolean is_needed, const char *path);
JsonArray *trs_flow_check_get_array (TrsFlowCheck *check, JsonObject *object, const char *name, const char *path);
void trs_flow_check_liquid (TrsFlowCheck *check, const char *text, const char *path);
void trs_flow_check_properties (TrsFlowCheck *check, const TrsFlowWidgetSpec *spec, JsonObject *properties, const char *path);

G_END_DECLS
