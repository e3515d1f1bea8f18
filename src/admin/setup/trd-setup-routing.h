/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-entry.h"

G_BEGIN_DECLS

/* A workflow's way for tasks, in one form: {"filters": [{"name", "expression", "targets": [{"queue",
 * "timeout", …}]}], "default_queue"}. Queues are named, numbers are numbers, and each target says its
 * queue. The service's Configuration has SIDs, and says some of it in several ways. */

/* A SID of a name, or the other way round. NULL: there is none. */
typedef const char *(*TrdLookup) (const char *text, gpointer user_data);

JsonNode *trd_setup_routing_from_entry (const TrdEntry *workflow, GError **error); /* NULL with no error: it says none */
JsonNode *trd_setup_routing_from_configuration (const char *text, TrdLookup name_of, gpointer user_data, GError **error);
char *trd_setup_routing_to_configuration (JsonObject *routing, TrdLookup sid_of, gpointer user_data, char **missing);

/* Each queue that is named, with its path below the workflow: "filters[0].targets[1].queue". */
typedef void (*TrdSetupRoutingFunc) (const char *path, const char *queue, gpointer user_data);
void trd_setup_routing_foreach_queue (JsonObject *routing, TrdSetupRoutingFunc func, gpointer user_data);

G_END_DECLS
