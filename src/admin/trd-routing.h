/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "trs-workflow-config.h"

G_BEGIN_DECLS

/* What the service's router thinks of what its REST API tells, worked out with the sandbox's engine.
 * Asks nobody. */

JsonObject *trd_routing_read_attributes (JsonObject *thing);
JsonObject *trd_routing_describe_worker (JsonObject *worker, GPtrArray *channels);

gboolean trd_routing_asks_for_channels (const char *expression);
gboolean trd_routing_is_member (JsonObject *queue, JsonObject *worker);
const TrsTarget *trd_routing_find_target (TrsWorkflowConfig *workflow, JsonObject *task);
gboolean trd_routing_is_wanted (const TrsTarget *target, JsonObject *task, JsonObject *worker);

G_END_DECLS
