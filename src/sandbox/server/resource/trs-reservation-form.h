/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* Carries out what the parameters of a POST on a reservation say. */
gboolean trs_reservation_form_apply (TrsReservation *reservation,
                                     TrsForm *form,
                                     int if_match,
                                     GError **error);

G_END_DECLS
