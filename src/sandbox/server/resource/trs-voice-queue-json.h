/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_voice_queue_to_2010 (gpointer queue, const char *base_url);
JsonObject *trs_queue_member_to_2010 (gpointer member, const char *base_url);

G_END_DECLS
