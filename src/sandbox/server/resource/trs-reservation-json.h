/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_reservation_to_task_rest (gpointer reservation, const char *base_url);
JsonObject *trs_reservation_to_worker_rest (gpointer reservation, const char *base_url);
JsonObject *trs_reservation_to_payload (gpointer reservation);
JsonObject *trs_reservation_to_short_payload (TrsReservation *reservation);

G_END_DECLS
