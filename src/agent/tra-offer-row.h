/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_OFFER_ROW (tra_offer_row_get_type ())
G_DECLARE_FINAL_TYPE (TraOfferRow, tra_offer_row, TRA, OFFER_ROW, AdwActionRow)

GtkWidget *tra_offer_row_new (TraSession *session, TrReservation *reservation);
void tra_offer_row_update (TraOfferRow *self);

G_END_DECLS
