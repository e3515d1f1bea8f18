/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-server.h"

G_BEGIN_DECLS

double trs_clock_get_speed (TrsServer *server);
JsonObject *trs_clock_to_json (TrsServer *server);

G_END_DECLS
