/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-number.h"

G_BEGIN_DECLS

TrsNumber *trs_number_new (TrsAccount *account, const char *sid, const TrsNumberChange *change);

G_END_DECLS
