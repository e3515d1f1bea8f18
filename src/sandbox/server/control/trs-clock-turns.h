/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "trs-server.h"

G_BEGIN_DECLS

/* Turns of a clock that stands still by itself. Programs live in the machine's time: without a word
 * to the contrary, minutes of the sandbox's would pass while one thinks about what to do with a
 * call, and how many would depend on the machine. So a turn stops at each moment at which a program
 * is asked or told, and goes on when all have answered or their deadlines are over. */
typedef struct _TrsClockTurns TrsClockTurns;

TrsClockTurns *trs_clock_turns_new (TrsServer *server);
void trs_clock_turns_free (TrsClockTurns *self);

void trs_clock_turns_add (TrsClockTurns *self, TrsRequest *request, gint64 by);
void trs_clock_turns_give_up (TrsClockTurns *self);

G_END_DECLS
