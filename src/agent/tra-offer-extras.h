/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_OFFER_EXTRAS (tra_offer_extras_get_type ())
G_DECLARE_FINAL_TYPE (TraOfferExtras, tra_offer_extras, TRA, OFFER_EXTRAS, AdwBin)

void tra_offer_extras_set_reservation (TraOfferExtras *self,
                                       TraSession *session,
                                       TrReservation *reservation /* nullable */);

G_END_DECLS
