/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a flow knows: {"contact", "flow", "trigger", "widgets"}. A context never changes: with a
 * value set it is another one, which shares the rest. So a step keeps the context of its time at
 * no cost. Private to this folder. */

JsonNode *trs_flow_context_new (const char *flow_sid, const char *execution_sid, const char *contact_address, const char *flow_address, const char *trigger, JsonNode *parameters);
JsonNode *trs_flow_context_with (JsonNode *context, JsonNode *value, ...) G_GNUC_NULL_TERMINATED;
JsonObject *trs_flow_context_merge (JsonObject *first, JsonObject *second);

G_END_DECLS
