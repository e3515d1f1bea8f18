/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tr-reservation.h"

G_BEGIN_DECLS

#define TRA_TYPE_CHIPS (tra_chips_get_type ())
G_DECLARE_FINAL_TYPE (TraChips, tra_chips, TRA, CHIPS, AdwBin)

void tra_chips_set_reservation (TraChips *self,
                                TrReservation *reservation,
                                gboolean has_waited);

G_END_DECLS
