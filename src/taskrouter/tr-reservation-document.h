/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-reservation.h"

G_BEGIN_DECLS

/* Private: all that a Reservation of the protocol says, in its full or its short form, read and
 * checked before anything is changed. Strings are borrowed from the node. */
typedef struct
{
  gboolean is_short; /* the answer to a POST: no task, no timeout, no transfers */
  const char *sid;
  TrReservationStatus status;
  const char *worker_sid;
  gint64 timeout;
  gint64 canceled_reason_code;
  gint64 date_created;
  gint64 date_updated;
  gint64 version; /* TR_MODEL_NO_VERSION in a short form without one */
  TrTask *task; /* owned */
  TrTransfer *incoming; /* owned, nullable */
  TrTransfer *outgoing; /* owned, nullable */
} TrReservationDocument;

/* @known: the reservation that is to be updated; without a sid it is a new one, which needs the
 * full form. */
gboolean tr_reservation_document_read (TrReservationDocument *document,
                                       JsonNode *node,
                                       TrReservation *known,
                                       GError **error);
void tr_reservation_document_clear (TrReservationDocument *document);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrReservationDocument, tr_reservation_document_clear)

G_END_DECLS
