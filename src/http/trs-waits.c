/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-waits.h"

/* A desk asks again after 20 s or after 50 minutes, a proxy whenever: longer than the former, so that
 * it needs no new connection. */
static const gint64 patience[TRS_N_WAITS] = {
  [TRS_WAIT_ASK] = 20 * G_TIME_SPAN_SECOND,
  [TRS_WAIT_IDLE] = 75 * G_TIME_SPAN_SECOND,
  [TRS_WAIT_TAKE] = 60 * G_TIME_SPAN_SECOND,
  [TRS_WAIT_LINGER] = 2 * G_TIME_SPAN_SECOND,
};

struct _TrsWaits
{
  TrClock *clock; /* owned */
  GQueue queues[TRS_N_WAITS]; /* of links in TrsWaiters */
  guint64 timer;
  gint64 timer_time; /* monotonic; of @timer */
  TrsWaitsFunc func;
  gpointer user_data;
};

static void trs_waits_wake_at (TrsWaits *self, gint64 time);

static gint64
get_deadline (GQueue *queue)
{
  /* The link is the first member, and its data whoever it is part of. */
  TrsWaiter *waiter = (TrsWaiter *) queue->head;

  return waiter->since + patience[waiter->wait];
}

static void
trs_waits_end_late (TrsWaits *self, GQueue *queue, gint64 now)
{
  while (queue->length > 0 && get_deadline (queue) <= now)
    {
      gpointer late = queue->head->data;

      trs_waits_set (self, (TrsWaiter *) queue->head, TRS_WAIT_NONE);
      self->func (late, self->user_data);
    }
}

static void
timer_cb (gpointer user_data)
{
  TrsWaits *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->clock);

  self->timer = 0;
  for (int i = 0; i < TRS_N_WAITS; i++)
    trs_waits_end_late (self, &self->queues[i], now);
  for (int i = 0; i < TRS_N_WAITS; i++)
    {
      if (self->queues[i].length > 0)
        trs_waits_wake_at (self, get_deadline (&self->queues[i]));
    }
}

/* One that is too early does no harm: it finds nobody late and is set again. */
static void
trs_waits_wake_at (TrsWaits *self, gint64 time)
{
  if (self->timer != 0 && self->timer_time <= time)
    return;
  tr_clock_clear (self->clock, &self->timer);
  self->timer_time = time;
  self->timer = tr_clock_add (
    self->clock, MAX (time - tr_clock_get_monotonic_time (self->clock), 0), timer_cb, self);
}

/**
 * trs_waits_new:
 * @clock: what measures
 * @func: is told who waited too long
 * @user_data: for @func
 */
TrsWaits *
trs_waits_new (TrClock *clock, TrsWaitsFunc func, gpointer user_data)
{
  TrsWaits *self = g_new0 (TrsWaits, 1);

  self->clock = g_object_ref (clock);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/* Nobody waits any more. */
void
trs_waits_free (TrsWaits *self)
{
  tr_clock_clear (self->clock, &self->timer);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * trs_waits_set:
 * @self: who waits
 * @waiter: one of them
 * @wait: what it waits for from now on; for the same as before, the time goes on
 */
void
trs_waits_set (TrsWaits *self, TrsWaiter *waiter, TrsWait wait)
{
  if (waiter->wait == wait)
    return;
  if (waiter->wait != TRS_WAIT_NONE)
    g_queue_unlink (&self->queues[waiter->wait], &waiter->link);
  waiter->wait = wait;
  if (wait == TRS_WAIT_NONE)
    return;
  waiter->since = tr_clock_get_monotonic_time (self->clock);
  g_queue_push_tail_link (&self->queues[wait], &waiter->link);
  trs_waits_wake_at (self, waiter->since + patience[wait]);
}

/**
 * trs_waits_get_first:
 *
 * Returns: (nullable): who waits longest for that
 */
gpointer
trs_waits_get_first (TrsWaits *self, TrsWait wait)
{
  return self->queues[wait].length > 0 ? self->queues[wait].head->data : NULL;
}
