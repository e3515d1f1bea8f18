/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TrWorkerRecord:
 *
 * What the service knows of a worker: one decoded Worker of the protocol.
 */
typedef struct
{
  char *sid;
  char *friendly_name;
  char *activity_sid;
  gboolean is_available;
  char *attributes_text; /* what @attributes was read from */
  JsonObject *attributes;
  gint64 date_status_changed; /* seconds since the epoch */
  gint64 version;
} TrWorkerRecord;

TrWorkerRecord *tr_worker_record_new_from_json (JsonNode *node, GError **error);
void tr_worker_record_free (TrWorkerRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrWorkerRecord, tr_worker_record_free)

G_END_DECLS
