/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_worker_channel_to_rest (gpointer worker_channel, const char *base_url);
JsonObject *trs_worker_channel_to_payload (gpointer worker_channel);

G_END_DECLS
