/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-phone.h"

G_BEGIN_DECLS

TrsPhone *trs_engine_ensure_phone (TrsEngine *engine, const char *address);
void trs_phone_take_caller (TrsCall *call);
void trs_phone_release (TrsCall *call);

G_END_DECLS
