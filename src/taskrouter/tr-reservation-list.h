/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-reservation.h"

G_BEGIN_DECLS

/**
 * TrReservationList:
 *
 * A worker's open reservations, and a short memory of those that ended: an event that comes late
 * must neither bring one back nor miss its task.
 */
typedef struct _TrReservationList TrReservationList;

TrReservationList *tr_reservation_list_new (void);
void tr_reservation_list_free (TrReservationList *self);

GListModel *tr_reservation_list_get_model (TrReservationList *self);
/* Both nullable. */
TrReservation *tr_reservation_list_find (TrReservationList *self, const char *sid);
TrTask *tr_reservation_list_find_task (TrReservationList *self, const char *task_sid);
gboolean tr_reservation_list_has_ended (TrReservationList *self, const char *sid);
char **tr_reservation_list_dup_sids (TrReservationList *self);

void tr_reservation_list_add (TrReservationList *self, TrReservation *reservation);
void tr_reservation_list_end (TrReservationList *self, TrReservation *reservation);
void tr_reservation_list_drop (TrReservationList *self, TrReservation *reservation);
void tr_reservation_list_forget_ended (TrReservationList *self);

G_END_DECLS
