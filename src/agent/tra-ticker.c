/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ticker.h"

/**
 * TraTicker:
 *
 * Calls a function again and again while something on the screen counts, and never otherwise: a
 * desktop that waits for calls must not wake up to redraw what stands still. What is shown is
 * computed anew at each tick, so a late or missed one does no harm.
 */
struct _TraTicker
{
  TrClock *clock; /* owned */
  TrClockFunc func;
  gpointer user_data;
  gint64 interval; /* µs; 0 while it rests */
  guint64 timer;
};

static void
ticked_cb (gpointer user_data)
{
  TraTicker *self = user_data;

  /* First the next one: @func may stop or free us. */
  self->timer = tr_clock_add (self->clock, self->interval, ticked_cb, self);
  self->func (self->user_data);
}

/**
 * tra_ticker_new:
 * @clock: where the time comes from
 * @func: what to call at each tick; may change the interval or free the ticker
 * @user_data: for @func
 *
 * Returns: (transfer full): a ticker at rest; free with tra_ticker_free()
 */
TraTicker *
tra_ticker_new (TrClock *clock, TrClockFunc func, gpointer user_data)
{
  TraTicker *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (TraTicker, 1);
  self->clock = g_object_ref (clock);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
tra_ticker_free (TraTicker *self)
{
  tr_clock_clear (self->clock, &self->timer);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * tra_ticker_set_interval:
 * @self: a ticker
 * @interval: from one tick to the next, in microseconds; 0 stops it
 *
 * Does nothing if @self ticks at @interval already, so it can be called at every update.
 */
void
tra_ticker_set_interval (TraTicker *self, gint64 interval)
{
  g_return_if_fail (interval >= 0);

  if (self->interval == interval)
    return;

  self->interval = interval;
  tr_clock_clear (self->clock, &self->timer);
  if (interval > 0)
    self->timer = tr_clock_add (self->clock, interval, ticked_cb, self);
}
