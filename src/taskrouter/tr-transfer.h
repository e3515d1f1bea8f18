/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  TR_TRANSFER_UNKNOWN,
  TR_TRANSFER_INITIATED,
  TR_TRANSFER_COMPLETE,
  TR_TRANSFER_FAILED,
  TR_TRANSFER_CANCELED,
} TrTransferStatus;

#define TR_TYPE_TRANSFER_STATUS (tr_transfer_status_get_type ())
GType tr_transfer_status_get_type (void);

#define TR_TYPE_TRANSFER (tr_transfer_get_type ())
G_DECLARE_FINAL_TYPE (TrTransfer, tr_transfer, TR, TRANSFER, GObject)

/* A task on its way from one worker to another, or to a queue. Properties (read-only, notified):
 * sid, status, failed-reason. */
TrTransfer *tr_transfer_new_from_json (JsonNode *node, GError **error);
gboolean tr_transfer_update_from_json (TrTransfer *self, JsonNode *node, GError **error);

const char *tr_transfer_get_sid (TrTransfer *self);
const char *tr_transfer_get_task_sid (TrTransfer *self);
const char *tr_transfer_get_initiating_reservation_sid (TrTransfer *self);
const char *tr_transfer_get_initiating_worker_sid (TrTransfer *self);
const char *tr_transfer_get_to (TrTransfer *self);
TrTransferStatus tr_transfer_get_status (TrTransfer *self);
gboolean tr_transfer_is_warm (TrTransfer *self);
const char *tr_transfer_get_failed_reason (TrTransfer *self); /* nullable */

G_END_DECLS
