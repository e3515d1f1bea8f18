/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-service-time.h"

/* Thu, 15 Jan 2026 10:00:00 GMT; our clock is ten minutes slow. */
#define SERVICE_START (1768471200 * G_TIME_SPAN_SECOND)
#define OUR_START (SERVICE_START - 600 * G_TIME_SPAN_SECOND)
#define MILLISECOND G_TIME_SPAN_MILLISECOND

typedef struct
{
  TrClock *clock;
  TrServiceTime *time;
  gint64 service_offset; /* of the true service time to our real time */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = tr_clock_new_manual (OUR_START);
  fixture->time = tr_service_time_new (fixture->clock);
  fixture->service_offset = SERVICE_START - OUR_START;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tr_service_time_free (fixture->time);
  g_assert_finalize_object (fixture->clock);
}

static gint64
true_time (Fixture *fixture)
{
  return tr_clock_get_real_time (fixture->clock) + fixture->service_offset;
}

/* A request that takes @there to the service and @back from it. */
static void
ask (Fixture *fixture, gint64 there, gint64 back)
{
  gint64 sent = tr_clock_get_monotonic_time (fixture->clock);
  g_autoptr(GDateTime) date = NULL;
  g_autofree char *text = NULL;

  tr_clock_advance (fixture->clock, there);
  date = g_date_time_new_from_unix_utc (true_time (fixture) / G_TIME_SPAN_SECOND);
  text = g_date_time_format (date, "%a, %d %b %Y %H:%M:%S GMT");
  tr_clock_advance (fixture->clock, back);
  tr_service_time_add_answer (fixture->time, sent, text);
}

static gint64
get_mistake (Fixture *fixture)
{
  return ABS (tr_service_time_get (fixture->time) - true_time (fixture));
}

static void
test_follows_our_clock_until_told (Fixture *fixture, gconstpointer data)
{
  tr_service_time_add_event (fixture->time, SERVICE_START / G_TIME_SPAN_SECOND);
  tr_service_time_add_answer (fixture->time, 0, NULL);
  tr_service_time_add_answer (fixture->time, 0, "yesterday, or so");
  g_assert_cmpint (tr_service_time_get (fixture->time), ==, OUR_START);
}

static void
test_one_answer_is_good_to_half_a_second (Fixture *fixture, gconstpointer data)
{
  tr_clock_advance (fixture->clock, 123 * MILLISECOND);
  ask (fixture, 20 * MILLISECOND, 20 * MILLISECOND);
  g_assert_cmpint (get_mistake (fixture), <=, 520 * MILLISECOND);
}

static void
test_more_answers_narrow_it (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 40; i++)
    {
      ask (fixture, 10 * MILLISECOND, 10 * MILLISECOND);
      tr_clock_advance (fixture->clock, 117 * MILLISECOND);
    }
  g_assert_cmpint (get_mistake (fixture), <=, 60 * MILLISECOND);
}

static void
test_slow_answer_spoils_nothing (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  test_more_answers_narrow_it (fixture, data);
  before = get_mistake (fixture);
  ask (fixture, 4 * G_TIME_SPAN_SECOND, 9 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (get_mistake (fixture), <=, before);
}

static void
test_event_date_is_a_lower_bound (Fixture *fixture, gconstpointer data)
{
  tr_clock_advance (fixture->clock, 990 * MILLISECOND);
  ask (fixture, 0, 0);
  tr_clock_advance (fixture->clock, 10 * MILLISECOND);
  tr_service_time_add_event (fixture->time, true_time (fixture) / G_TIME_SPAN_SECOND);
  g_assert_cmpint (get_mistake (fixture), <=, 500 * MILLISECOND);
  g_assert_cmpint (tr_service_time_get (fixture->time), >=, true_time (fixture));
}

static void
test_old_event_changes_nothing (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  ask (fixture, 0, 0);
  before = tr_service_time_get (fixture->time);
  tr_service_time_add_event (fixture->time, 0);
  tr_service_time_add_event (fixture->time, G_MAXINT64);
  tr_service_time_add_event (fixture->time, G_MININT64);
  tr_service_time_add_event (fixture->time, SERVICE_START / G_TIME_SPAN_SECOND - 3600);
  g_assert_cmpint (tr_service_time_get (fixture->time), ==, before);
}

static void
test_clock_that_was_set_is_believed (Fixture *fixture, gconstpointer data)
{
  ask (fixture, 0, 0);
  fixture->service_offset += 3600 * G_TIME_SPAN_SECOND;
  ask (fixture, 0, 0);
  g_assert_cmpint (get_mistake (fixture), <=, 500 * MILLISECOND);
  fixture->service_offset -= 7200 * G_TIME_SPAN_SECOND;
  ask (fixture, 0, 0);
  g_assert_cmpint (get_mistake (fixture), <=, 500 * MILLISECOND);
}

/* Of the year 2100, or of the next minute: an event alone does not move the clock, an answer does. */
static void
test_event_ahead_of_time_is_not_believed (Fixture *fixture, gconstpointer data)
{
  gint64 before;

  ask (fixture, 0, 0);
  before = tr_service_time_get (fixture->time);
  tr_service_time_add_event (fixture->time, G_GINT64_CONSTANT (4102444800));
  tr_service_time_add_event (fixture->time, SERVICE_START / G_TIME_SPAN_SECOND + 60);
  tr_service_time_add_event (fixture->time, SERVICE_START / G_TIME_SPAN_SECOND + 3600);
  g_assert_cmpint (tr_service_time_get (fixture->time), ==, before);
  fixture->service_offset += 3600 * G_TIME_SPAN_SECOND;
  ask (fixture, 0, 0);
  g_assert_cmpint (get_mistake (fixture), <=, 500 * MILLISECOND);
}

static void
test_time_asleep_counts (Fixture *fixture, gconstpointer data)
{
  ask (fixture, 0, 0);
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_HOUR);
  g_assert_cmpint (get_mistake (fixture), <=, 500 * MILLISECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/service-time/untold", test_follows_our_clock_until_told);
  ADD ("/service-time/answer/one", test_one_answer_is_good_to_half_a_second);
  ADD ("/service-time/answer/many", test_more_answers_narrow_it);
  ADD ("/service-time/answer/slow", test_slow_answer_spoils_nothing);
  ADD ("/service-time/answer/clock-set", test_clock_that_was_set_is_believed);
  ADD ("/service-time/event/lower-bound", test_event_date_is_a_lower_bound);
  ADD ("/service-time/event/old", test_old_event_changes_nothing);
  ADD ("/service-time/event/ahead-of-time", test_event_ahead_of_time_is_not_believed);
  ADD ("/service-time/asleep", test_time_asleep_counts);
  return g_test_run ();
}
