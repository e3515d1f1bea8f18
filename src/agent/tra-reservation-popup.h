/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-ringer.h"
#include "tra-history.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_RESERVATION_POPUP (tra_reservation_popup_get_type ())
G_DECLARE_FINAL_TYPE (TraReservationPopup, tra_reservation_popup, TRA, RESERVATION_POPUP, AdwWindow)

TraReservationPopup *tra_reservation_popup_new (GtkApplication *application, TraSession *session);
TraReservationPopup *tra_reservation_popup_new_rehearsal (GtkApplication *application,
                                                          TraSession *session,
                                                          TrReservation *reservation);
void tra_reservation_popup_set_ringer (TraReservationPopup *self, TraRinger *ringer);
void tra_reservation_popup_set_history (TraReservationPopup *self, TraHistory *history);

G_END_DECLS
