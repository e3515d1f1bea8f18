/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-directory.h"
#include "tra-session-line.h"

G_BEGIN_DECLS

/* Handing the call to someone else, and leaving it to those who are on it. */
TraDirectory *tra_session_get_directory (TraSession *self); /* nullable: no right to one */
const char *tra_session_get_colleague_name (TraSession *self, const char *worker_sid); /* nullable */
/* Who transfers a reservation to us, fit for a sentence; nullable: nobody does. */
char *tra_session_dup_sender_name (TraSession *self, TrReservation *reservation);

gboolean tra_session_can_transfer (TraSession *self);
gboolean tra_session_can_cancel_transfer (TraSession *self);
gboolean tra_session_can_hand_over (TraSession *self); /* the caller is held, someone else is there */
gboolean tra_session_can_leave_call (TraSession *self);
gboolean tra_session_can_remove_leg (TraSession *self, TraLeg *leg);

void tra_session_transfer (TraSession *self, TraTarget *target, gboolean is_warm);
gboolean tra_session_can_transfer_to_number (TraSession *self);
void tra_session_transfer_to_number (TraSession *self, const char *number, gboolean is_warm);
void tra_session_cancel_transfer (TraSession *self);
void tra_session_hand_over (TraSession *self);
void tra_session_leave_call (TraSession *self);
void tra_session_remove_leg (TraSession *self, const char *call_sid);

G_END_DECLS
