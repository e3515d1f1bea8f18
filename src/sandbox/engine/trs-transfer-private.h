/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-transfer.h"
#include "trs-reservation.h"

G_BEGIN_DECLS

void trs_transfer_complete (TrsTransfer *self);
void trs_transfer_take_failure (TrsTransfer *self, TrsReservation *reservation);
void trs_transfer_tell_failure (TrsTransfer *self);
void trs_transfer_abandon (TrsTransfer *self);

G_END_DECLS
