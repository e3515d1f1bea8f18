/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-clock-drive.h"

/* How often the clock is turned: at tenfold speed it steps by a fifth of a second. */
#define STEP (20 * G_TIME_SPAN_MILLISECOND)

struct _TrsClockDrive
{
  TrClock *driven; /* owned; manual */
  TrClock *real;   /* owned; the machine's */
  double speed;
  gint64 last;  /* the machine's monotonic time of the last step */
  double carry; /* the part of a microsecond that was not turned yet */
  guint64 timer;
};

static void
step_cb (gpointer user_data)
{
  TrsClockDrive *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->real);
  double by = (double) (now - self->last) * self->speed + self->carry;
  gint64 whole = (gint64) by;

  self->last = now;
  self->carry = by - (double) whole;
  self->timer = tr_clock_add (self->real, STEP, step_cb, self);
  tr_clock_advance (self->driven, whole);
}

/**
 * trs_clock_drive_new:
 * @driven: a manual clock
 * @speed: seconds that pass on it in one second
 *
 * Returns: (transfer full): what keeps it going, from the next turn of the main loop on
 */
TrsClockDrive *
trs_clock_drive_new (TrClock *driven, double speed)
{
  TrsClockDrive *self = g_new0 (TrsClockDrive, 1);

  self->driven = g_object_ref (driven);
  self->real = tr_clock_new ();
  self->speed = speed;
  self->last = tr_clock_get_monotonic_time (self->real);
  self->timer = tr_clock_add (self->real, STEP, step_cb, self);
  return self;
}

void
trs_clock_drive_free (TrsClockDrive *self)
{
  tr_clock_clear (self->real, &self->timer);
  g_object_unref (self->driven);
  g_object_unref (self->real);
  g_free (self);
}
