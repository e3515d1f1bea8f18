/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-routing.h"

G_BEGIN_DECLS

/* Studio definitions. In a centre they name workflows where the service has SIDs. */
void trd_flow_rename_workflows (JsonNode *definition, TrdLookup lookup, gpointer user_data);
JsonNode *trd_flow_dup_by_name (JsonNode *definition);
gboolean trd_flow_equals (JsonNode *left, JsonNode *right);
void trd_flow_foreach_workflow (JsonNode *definition, TrdSetupRoutingFunc func, gpointer user_data);

G_END_DECLS
