/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-clock-drive.h"

#include <math.h>

/* Longer waits are begun anew; keeps the sums far from overflowing. */
#define MAX_WAIT_MS (60 * 1000)

/* How often it is seen whether a program has answered. */
#define BUSY_WAIT_MS 10

typedef struct
{
  GSource base;
  TrsClockDrive *drive;
} Source;

struct _TrsClockDrive
{
  TrClock *driven; /* owned; manual */
  TrClock *real;   /* owned; the machine's */
  double speed;
  gint64 last;  /* the machine's monotonic time of the last turn */
  double carry; /* the part of a microsecond that was not turned yet */
  TrsClockDriveFunc turned;
  TrsClockDriveBusyFunc is_busy; /* nullable */
  gpointer user_data;
  GSource *source; /* owned */
};

static gboolean
trs_clock_drive_is_busy (TrsClockDrive *self)
{
  return self->is_busy != NULL && self->is_busy (self->user_data);
}

/* Milliseconds until something is due, 0 when it is, -1 when nothing waits. */
static int
trs_clock_drive_get_wait (TrsClockDrive *self)
{
  gint64 next = tr_clock_get_next_time (self->driven);
  gint64 passed = tr_clock_get_monotonic_time (self->real) - self->last;
  double left;

  if (next < 0)
    return -1;
  left = (double) (next - tr_clock_get_monotonic_time (self->driven)) / self->speed;
  left = ceil ((left - (double) passed) / G_TIME_SPAN_MILLISECOND);
  return (int) CLAMP (left, trs_clock_drive_is_busy (self) ? BUSY_WAIT_MS : 0, MAX_WAIT_MS);
}

static gboolean
source_prepare (GSource *source, int *timeout)
{
  *timeout = trs_clock_drive_get_wait (((Source *) source)->drive);
  return *timeout == 0;
}

static gboolean
source_check (GSource *source)
{
  return trs_clock_drive_get_wait (((Source *) source)->drive) == 0;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  trs_clock_drive_catch_up (((Source *) source)->drive);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
  .prepare = source_prepare,
  .check = source_check,
  .dispatch = source_dispatch,
};

/**
 * trs_clock_drive_new:
 * @driven: a manual clock
 * @speed: seconds that pass on it in one second
 * @turned: (nullable): called after every turn that something was due in
 * @is_busy: (nullable): whether somebody who lives in the machine's time is waited for; no time
 *   passes then
 * @user_data: for both
 *
 * Returns: (transfer full): what keeps it going, on the thread-default main context
 */
TrsClockDrive *
trs_clock_drive_new (TrClock *driven,
                     double speed,
                     TrsClockDriveFunc turned,
                     TrsClockDriveBusyFunc is_busy,
                     gpointer user_data)
{
  TrsClockDrive *self = g_new0 (TrsClockDrive, 1);

  self->driven = g_object_ref (driven);
  self->real = tr_clock_new ();
  self->speed = speed;
  self->last = tr_clock_get_monotonic_time (self->real);
  self->turned = turned;
  self->is_busy = is_busy;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (Source));
  ((Source *) self->source)->drive = self;
  g_source_set_static_name (self->source, "TrsClockDrive");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
trs_clock_drive_free (TrsClockDrive *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->driven);
  g_object_unref (self->real);
  g_free (self);
}

/* To each moment at which something is due, as far as nobody is waited for. */
static gboolean
trs_clock_drive_turn (TrsClockDrive *self, gint64 by)
{
  gint64 until = tr_clock_get_monotonic_time (self->driven) + by;
  gboolean was_due = FALSE;

  while (!trs_clock_drive_is_busy (self))
    {
      gint64 now = tr_clock_get_monotonic_time (self->driven);
      gint64 next = tr_clock_get_next_time (self->driven);

      if (next < 0 || next > until)
        {
          tr_clock_advance (self->driven, until - now);
          break;
        }
      tr_clock_advance (self->driven, MAX (next - now, 0));
      was_due = TRUE;
    }
  return was_due;
}

/**
 * trs_clock_drive_catch_up:
 * @self: a drive
 *
 * Turns the clock to this moment. For before something from outside is let in, which else would
 * come before what was due earlier.
 */
void
trs_clock_drive_catch_up (TrsClockDrive *self)
{
  gint64 now = tr_clock_get_monotonic_time (self->real);
  double by = (double) (now - self->last) * self->speed + self->carry;
  gint64 whole = (gint64) by;

  self->last = now;
  self->carry = by - (double) whole;
  if (trs_clock_drive_turn (self, whole) && self->turned != NULL)
    self->turned (self->user_data);
}
