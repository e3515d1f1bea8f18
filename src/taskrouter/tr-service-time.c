/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-service-time.h"

#include <libsoup/soup.h>

/* The Date header has whole seconds, so one answer tells the offset between the service's clock and
 * our monotonic one to within a second and the time that the answer took. Each further answer cuts
 * that interval: after a few, it is narrow. */
struct _TrServiceTime
{
  TrClock *clock;
  gint64 low;  /* µs to add to the monotonic time, at least … */
  gint64 high; /* … and less than this */
  gboolean is_known;
};

/* Of the year 9999; a larger date is nonsense. */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)

/**
 * tr_service_time_new:
 * @clock: our own clock
 *
 * Returns: (transfer full): an estimate that follows @clock until an answer tells better
 */
TrServiceTime *
tr_service_time_new (TrClock *clock)
{
  TrServiceTime *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_new0 (TrServiceTime, 1);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * tr_service_time_free:
 * @self: (transfer full): an estimate
 */
void
tr_service_time_free (TrServiceTime *self)
{
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * tr_service_time_add_answer:
 * @self: an estimate
 * @sent: monotonic time of the clock when the request was sent, in microseconds
 * @date: (nullable): the answer's Date header, which has just come
 *
 * A date that contradicts what was known before replaces it: then a clock was set.
 */
void
tr_service_time_add_answer (TrServiceTime *self, gint64 sent, const char *date)
{
  g_autoptr(GDateTime) parsed = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  gint64 second, low, high;

  g_return_if_fail (self != NULL);

  if (parsed == NULL)
    return;

  second = g_date_time_to_unix (parsed) * G_TIME_SPAN_SECOND;
  low = second - tr_clock_get_monotonic_time (self->clock);
  high = second + G_TIME_SPAN_SECOND - sent;
  if (self->is_known && MAX (low, self->low) < MIN (high, self->high))
    {
      low = MAX (low, self->low);
      high = MIN (high, self->high);
    }
  self->low = low;
  self->high = high;
  self->is_known = TRUE;
}

/**
 * tr_service_time_add_event:
 * @self: an estimate
 * @date: when what the event tells of happened, in seconds since the epoch
 *
 * The service's clock shows at least @date by now: it cannot tell of what is yet to come. So the
 * estimate gets narrower; but only an answer's own date moves it, since one event with a date far
 * ahead would else put every deadline into the past.
 */
void
tr_service_time_add_event (TrServiceTime *self, gint64 date)
{
  gint64 low;

  g_return_if_fail (self != NULL);

  if (!self->is_known || date < 0 || date > LAST_SECOND)
    return;

  low = date * G_TIME_SPAN_SECOND - tr_clock_get_monotonic_time (self->clock);
  if (low > self->low && low < self->high)
    self->low = low;
}

/**
 * tr_service_time_get:
 * @self: an estimate
 *
 * Returns: the service's time in microseconds since the epoch; our own clock's until an answer came
 */
gint64
tr_service_time_get (TrServiceTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (!self->is_known)
    return tr_clock_get_real_time (self->clock);
  return tr_clock_get_monotonic_time (self->clock) + self->low + (self->high - self->low) / 2;
}
