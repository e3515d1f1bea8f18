/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_activity_to_rest (gpointer activity, const char *base_url);
JsonObject *trs_activity_to_payload (gpointer activity);

G_END_DECLS
