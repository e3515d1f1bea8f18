/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_worker_to_rest (gpointer worker, const char *base_url);
JsonObject *trs_worker_to_payload (gpointer worker);

G_END_DECLS
