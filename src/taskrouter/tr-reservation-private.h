/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-reservation.h"

G_BEGIN_DECLS

/* Private: as tr_reservation_update_from_json(), from a document that was decoded into @newer
 * before: an event is decoded once, when it comes. %TR_ERROR_PROTOCOL when its task is another. */
gboolean tr_reservation_update_from (TrReservation *self, TrReservation *newer, GError **error);

G_END_DECLS
