/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TR_TYPE_WORKER_CHANNEL (tr_worker_channel_get_type ())
G_DECLARE_FINAL_TYPE (TrWorkerChannel, tr_worker_channel, TR, WORKER_CHANNEL, GObject)

/* How much of one kind of work a worker takes at a time. Properties (read-only, notified): sid,
 * unique-name, is-available, capacity, assigned-tasks, capacity-percentage. */
TrWorkerChannel *tr_worker_channel_new_from_json (JsonNode *node, GError **error);
gboolean tr_worker_channel_update_from_json (TrWorkerChannel *self, JsonNode *node, GError **error);

const char *tr_worker_channel_get_sid (TrWorkerChannel *self);
const char *tr_worker_channel_get_unique_name (TrWorkerChannel *self); /* of the task channel */
gboolean tr_worker_channel_is_available (TrWorkerChannel *self);
int tr_worker_channel_get_capacity (TrWorkerChannel *self);
int tr_worker_channel_get_assigned_tasks (TrWorkerChannel *self);
int tr_worker_channel_get_capacity_percentage (TrWorkerChannel *self);

G_END_DECLS
