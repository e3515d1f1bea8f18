/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-clock.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/**
 * TrClock:
 *
 * The one place that time is read from, and that timers hang on. A program makes one and hands it
 * to whatever counts, waits or retries. A manual clock stands still until tr_clock_advance() turns
 * it, which makes every wait in a test a line of code instead of a sleep.
 *
 * All times and delays are in microseconds. Main context only.
 *
 * The monotonic time goes on while the machine sleeps: what is due meanwhile is due at its waking,
 * and whoever measures silence or the life of something measures the hours asleep as well.
 * TrClock::jumped tells of it, since what the machine had with others is likely gone by then.
 */

/* A shorter sleep is one that a connection survives. */
#define SHORTEST_JUMP (5 * G_TIME_SPAN_SECOND)

typedef struct
{
  guint64 id; /* grows with every timer, so equal deadlines fire in the order they were added */
  gint64 deadline; /* monotonic */
  TrClockFunc func;
  gpointer user_data;
} Timer;

struct _TrClock
{
  GObject parent_instance;

  GSequence *timers; /* owned Timers, by deadline, then id */
  GHashTable *iters; /* id → GSequenceIter of timers */
  GSource *source; /* wakes us at the first deadline; NULL in a manual clock */
  int alarm;       /* a file that becomes readable when the machine's clock was set; -1 for none */
  gpointer alarm_tag;
  gint64 asleep;   /* how long the machine has slept, since it was started */
  guint64 last_id;
  gboolean is_manual;
  gint64 manual_monotonic;
  gint64 manual_offset; /* real time less monotonic time of a manual clock */
};

enum { JUMPED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrClock, tr_clock, G_TYPE_OBJECT)

/* The time since the machine was started, asleep or not. */
static gint64
get_boot_time (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time ();
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
timer_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Timer *left = a;
  const Timer *right = b;

  if (left->deadline != right->deadline)
    return left->deadline < right->deadline ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

static Timer *
tr_clock_peek (TrClock *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->timers);

  return g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);
}

static void
tr_clock_rearm (TrClock *self)
{
  Timer *first = tr_clock_peek (self);

  /* The main loop waits by a clock that stands still during sleep; the alarm ends that. */
  if (self->source != NULL)
    g_source_set_ready_time (self->source, first != NULL ? first->deadline - self->asleep : -1);
}

/* Fires what is due at @until, one at a time: a timer may add and remove others. */
static gboolean
tr_clock_fire_one (TrClock *self, gint64 until)
{
  Timer *first = tr_clock_peek (self);
  TrClockFunc func;
  gpointer user_data;

  if (first == NULL || first->deadline > until)
    return FALSE;

  func = first->func;
  user_data = first->user_data;
  if (self->is_manual)
    self->manual_monotonic = MAX (self->manual_monotonic, first->deadline);
  tr_clock_remove (self, first->id);
  func (user_data);
  return TRUE;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

/* An alarm becomes readable when the clock is set, which the kernel does when the machine wakes up.
 * The time that it is armed for is of the year 2223. Without one, sleep is seen at the next timer.
 * Source: timerfd_create(2), TFD_TIMER_CANCEL_ON_SET. */
static void
tr_clock_make_alarm (TrClock *self)
{
  const struct itimerspec far = { .it_value = { .tv_sec = G_GINT64_CONSTANT (8000000000) } };

  self->alarm = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->alarm < 0)
    return;
  timerfd_settime (self->alarm, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL);
  self->alarm_tag = g_source_add_unix_fd (self->source, self->alarm, G_IO_IN);
}

/* Reading fails, and makes it fit for the next time. */
static void
tr_clock_quit_alarm (TrClock *self)
{
  guint64 n_times;

  if (self->alarm_tag != NULL && g_source_query_unix_fd (self->source, self->alarm_tag) != 0 &&
      read (self->alarm, &n_times, sizeof n_times) < 0)
    g_debug ("The machine's clock was set: %s", g_strerror (errno));
}

static void
tr_clock_look_for_sleep (TrClock *self)
{
  gint64 asleep = get_boot_time () - g_get_monotonic_time ();
  gint64 slept = asleep - self->asleep;

  if (ABS (slept) < G_TIME_SPAN_MILLISECOND) /* read one after the other, not at once */
    return;

  self->asleep = asleep;
  if (slept >= SHORTEST_JUMP)
    g_signal_emit (self, signals[JUMPED], 0, slept);
}

static gboolean
source_ready_cb (gpointer user_data)
{
  g_autoptr(TrClock) self = g_object_ref (user_data);
  gint64 now;

  tr_clock_quit_alarm (self);
  tr_clock_look_for_sleep (self);
  now = tr_clock_get_monotonic_time (self);
  while (tr_clock_fire_one (self, now))
    ;
  tr_clock_rearm (self);
  return G_SOURCE_CONTINUE;
}

static void
tr_clock_finalize (GObject *object)
{
  TrClock *self = TR_CLOCK (object);

  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  if (self->alarm >= 0)
    close (self->alarm);
  g_hash_table_unref (self->iters);
  g_sequence_free (self->timers);
  G_OBJECT_CLASS (tr_clock_parent_class)->finalize (object);
}

static void
tr_clock_class_init (TrClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_clock_finalize;

  /**
   * TrClock::jumped:
   * @by: microseconds, at least 5 s
   *
   * The machine was asleep, and is awake again. Timers that were due meanwhile fire after this.
   */
  signals[JUMPED] = g_signal_new ("jumped", TR_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
tr_clock_init (TrClock *self)
{
  self->timers = g_sequence_new (g_free);
  self->iters = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->alarm = -1;
}

/**
 * tr_clock_new:
 *
 * Returns: (transfer full): a clock that follows the machine's, on the thread-default main context
 */
TrClock *
tr_clock_new (void)
{
  TrClock *self = g_object_new (TR_TYPE_CLOCK, NULL);

  self->asleep = get_boot_time () - g_get_monotonic_time ();
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  tr_clock_make_alarm (self);
  g_source_set_callback (self->source, source_ready_cb, self, NULL);
  g_source_set_static_name (self->source, "TrClock");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * tr_clock_new_manual:
 * @real_time: the time it shows until it is turned, in microseconds since the epoch
 *
 * Returns: (transfer full): a clock that stands still but for tr_clock_advance()
 */
TrClock *
tr_clock_new_manual (gint64 real_time)
{
  TrClock *self = g_object_new (TR_TYPE_CLOCK, NULL);

  self->is_manual = TRUE;
  /* Not 0, so that "no time yet" can be told from a time. */
  self->manual_monotonic = G_USEC_PER_SEC;
  self->manual_offset = real_time - self->manual_monotonic;
  return self;
}

/**
 * tr_clock_get_real_time:
 * @self: a clock
 *
 * Returns: microseconds since the epoch; may jump when the machine's clock is set
 */
gint64
tr_clock_get_real_time (TrClock *self)
{
  g_return_val_if_fail (TR_IS_CLOCK (self), 0);

  return self->is_manual ? self->manual_monotonic + self->manual_offset : g_get_real_time ();
}

/**
 * tr_clock_get_monotonic_time:
 * @self: a clock
 *
 * Returns: microseconds since some point in the past, those asleep included; never goes back
 */
gint64
tr_clock_get_monotonic_time (TrClock *self)
{
  g_return_val_if_fail (TR_IS_CLOCK (self), 0);

  return self->is_manual ? self->manual_monotonic : get_boot_time ();
}

/**
 * tr_clock_is_manual:
 * @self: a clock
 *
 * Returns: whether the clock moves by tr_clock_advance() only
 */
gboolean
tr_clock_is_manual (TrClock *self)
{
  g_return_val_if_fail (TR_IS_CLOCK (self), FALSE);

  return self->is_manual;
}

/**
 * tr_clock_get_next_time:
 * @self: a clock
 *
 * Returns: the monotonic time of the first timer, or -1 when nothing waits
 */
gint64
tr_clock_get_next_time (TrClock *self)
{
  Timer *first;

  g_return_val_if_fail (TR_IS_CLOCK (self), -1);

  first = tr_clock_peek (self);
  return first != NULL ? first->deadline : -1;
}

/**
 * tr_clock_add:
 * @self: a clock
 * @delay: microseconds from now; 0 or less is at the next turn of the main loop (or of the clock)
 * @func: called once
 * @user_data: not owned: remove the timer before it dies
 *
 * Returns: an id for tr_clock_remove(), never 0
 */
guint64
tr_clock_add (TrClock *self, gint64 delay, TrClockFunc func, gpointer user_data)
{
  Timer *timer;
  GSequenceIter *iter;

  g_return_val_if_fail (TR_IS_CLOCK (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  timer = g_new0 (Timer, 1);
  timer->id = ++self->last_id;
  timer->deadline = tr_clock_get_monotonic_time (self) + MAX (delay, 0);
  timer->func = func;
  timer->user_data = user_data;
  iter = g_sequence_insert_sorted (self->timers, timer, timer_compare, NULL);
  g_hash_table_insert (self->iters, &timer->id, iter);
  tr_clock_rearm (self);
  return timer->id;
}

/**
 * tr_clock_remove:
 * @self: a clock
 * @id: from tr_clock_add(); an id that fired or was removed before is no error
 */
void
tr_clock_remove (TrClock *self, guint64 id)
{
  GSequenceIter *iter;

  g_return_if_fail (TR_IS_CLOCK (self));

  iter = g_hash_table_lookup (self->iters, &id);
  if (iter == NULL)
    return;

  g_hash_table_remove (self->iters, &id);
  g_sequence_remove (iter);
  tr_clock_rearm (self);
}

/**
 * tr_clock_clear:
 * @self: a clock
 * @id: (inout): the place of an id; 0 is no error
 *
 * Removes the timer and sets the place to 0.
 */
void
tr_clock_clear (TrClock *self, guint64 *id)
{
  g_return_if_fail (id != NULL);

  if (*id != 0)
    tr_clock_remove (self, *id);
  *id = 0;
}

/**
 * tr_clock_advance:
 * @self: a manual clock
 * @by: microseconds, 0 or more
 *
 * Turns the clock, firing each timer on the way at its own time, in order; those that they add
 * fire too when they are due before the end.
 */
void
tr_clock_advance (TrClock *self, gint64 by)
{
  g_autoptr(TrClock) keep = NULL;
  gint64 until;

  g_return_if_fail (TR_IS_CLOCK (self));
  g_return_if_fail (self->is_manual);
  g_return_if_fail (by >= 0);

  keep = g_object_ref (self);
  until = self->manual_monotonic + by;
  while (tr_clock_fire_one (self, until))
    ;
  self->manual_monotonic = MAX (self->manual_monotonic, until);
}

/**
 * tr_clock_sleep:
 * @self: a manual clock
 * @by: microseconds, 5 s or more
 *
 * As when the machine was asleep: no timer fires on the way. Then TrClock::jumped tells, and what
 * is overdue fires.
 */
void
tr_clock_sleep (TrClock *self, gint64 by)
{
  g_autoptr(TrClock) keep = NULL;

  g_return_if_fail (TR_IS_CLOCK (self));
  g_return_if_fail (self->is_manual);
  g_return_if_fail (by >= SHORTEST_JUMP);

  keep = g_object_ref (self);
  self->manual_monotonic += by;
  g_signal_emit (self, signals[JUMPED], 0, by);
  tr_clock_advance (self, 0);
}

/**
 * tr_clock_set_real_time:
 * @self: a manual clock
 * @real_time: what it shows from now on, in microseconds since the epoch
 *
 * No timer notices: what was due in five seconds still is.
 */
void
tr_clock_set_real_time (TrClock *self, gint64 real_time)
{
  g_return_if_fail (TR_IS_CLOCK (self));
  g_return_if_fail (self->is_manual);

  self->manual_offset = real_time - self->manual_monotonic;
}
