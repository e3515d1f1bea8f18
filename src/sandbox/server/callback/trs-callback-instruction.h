/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* What a program answers to an assignment callback. */
void trs_callback_instruction_run (TrsReservation *reservation, const char *body, gsize length);

G_END_DECLS
