/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"
#include "tr-transfer.h"

G_BEGIN_DECLS

typedef enum
{
  TR_RESERVATION_UNKNOWN,
  TR_RESERVATION_PENDING,
  TR_RESERVATION_ACCEPTED,
  TR_RESERVATION_REJECTED,
  TR_RESERVATION_TIMEOUT,
  TR_RESERVATION_CANCELED,
  TR_RESERVATION_RESCINDED,
  TR_RESERVATION_WRAPPING,
  TR_RESERVATION_COMPLETED,
} TrReservationStatus;

#define TR_TYPE_RESERVATION_STATUS (tr_reservation_status_get_type ())
GType tr_reservation_status_get_type (void);

#define TR_TYPE_RESERVATION (tr_reservation_get_type ())
G_DECLARE_FINAL_TYPE (TrReservation, tr_reservation, TR, RESERVATION, GObject)

/* A task held for one worker. Properties (read-only, notified): sid, status, task, version. */
TrReservation *tr_reservation_new_from_json (JsonNode *node, GError **error);
/* Takes the full form and the short form (the answer to a POST). The task object stays the same. */
gboolean tr_reservation_update_from_json (TrReservation *self, JsonNode *node, GError **error);

const char *tr_reservation_get_sid (TrReservation *self);
TrReservationStatus tr_reservation_get_status (TrReservation *self);
gboolean tr_reservation_is_open (TrReservation *self); /* pending, accepted or wrapping */
TrTask *tr_reservation_get_task (TrReservation *self);
TrTransfer *tr_reservation_get_incoming_transfer (TrReservation *self); /* nullable */
TrTransfer *tr_reservation_get_outgoing_transfer (TrReservation *self); /* nullable */
const char *tr_reservation_get_worker_sid (TrReservation *self);
int tr_reservation_get_timeout (TrReservation *self);          /* seconds, from its creation */
int tr_reservation_get_canceled_reason_code (TrReservation *self); /* 0: none given */
gint64 tr_reservation_get_date_created (TrReservation *self); /* seconds since the epoch */
gint64 tr_reservation_get_date_updated (TrReservation *self); /* seconds since the epoch */
gint64 tr_reservation_get_version (TrReservation *self);

G_END_DECLS
