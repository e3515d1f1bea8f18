/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TR_TYPE_CLOCK (tr_clock_get_type ())
G_DECLARE_FINAL_TYPE (TrClock, tr_clock, TR, CLOCK, GObject)

/**
 * TrClockFunc:
 * @user_data: what was given to tr_clock_add()
 *
 * Called once, when the time has come.
 */
typedef void (*TrClockFunc) (gpointer user_data);

/* Signal: jumped (gint64): the machine was asleep. */
TrClock *tr_clock_new (void);
TrClock *tr_clock_new_manual (gint64 real_time);

gint64 tr_clock_get_real_time (TrClock *self);
gint64 tr_clock_get_monotonic_time (TrClock *self);
gboolean tr_clock_is_manual (TrClock *self);
gint64 tr_clock_get_next_time (TrClock *self);

guint64 tr_clock_add (TrClock *self, gint64 delay, TrClockFunc func, gpointer user_data);
void tr_clock_remove (TrClock *self, guint64 id);
void tr_clock_clear (TrClock *self, guint64 *id);
void tr_clock_advance (TrClock *self, gint64 by);
void tr_clock_sleep (TrClock *self, gint64 by);
void tr_clock_set_real_time (TrClock *self, gint64 real_time);

G_END_DECLS
