/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-phone.h"

G_BEGIN_DECLS

TrsPhone *trs_engine_ensure_phone (TrsEngine *engine, const char *address);

G_END_DECLS
