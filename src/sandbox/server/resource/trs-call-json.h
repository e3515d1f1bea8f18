/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_call_to_2010 (gpointer call, const char *base_url);

G_END_DECLS
