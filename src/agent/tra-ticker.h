/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

G_BEGIN_DECLS

/* How often a countdown or a running timer is shown anew, in microseconds. */
#define TRA_TICK ((gint64) G_USEC_PER_SEC / 4)

typedef struct _TraTicker TraTicker;

TraTicker *tra_ticker_new (TrClock *clock, TrClockFunc func, gpointer user_data);
void tra_ticker_free (TraTicker *self);
void tra_ticker_set_interval (TraTicker *self, gint64 interval);

G_END_DECLS
