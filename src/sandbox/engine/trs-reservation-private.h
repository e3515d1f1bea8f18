/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-reservation.h"

G_BEGIN_DECLS

TrsReservation *trs_reservation_new (TrsTask *task, TrsWorker *worker, TrsTransfer *transfer);
void trs_reservation_forget (TrsReservation *self);
void trs_reservation_end (TrsReservation *self, TrsReservationStatus status);
void trs_reservation_accept_now (TrsReservation *self);
void trs_reservation_wrap_now (TrsReservation *self, const char *reason);
void trs_reservation_complete_now (TrsReservation *self);
void trs_reservation_emit (TrsReservation *self, const char *type, const char *words);
void trs_reservation_hold_timer (TrsReservation *self);
void trs_reservation_vacate (TrsReservation *self);
void trs_reservation_reoccupy (TrsReservation *self);
gboolean trs_reservation_check_pending (TrsReservation *self,
                                        const char *instruction,
                                        GError **error);

G_END_DECLS
