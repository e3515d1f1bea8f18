/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-clock.h"

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)

typedef struct
{
  TrClock *clock;
  GString *fired;
  guint64 id;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = tr_clock_new_manual (START);
  fixture->fired = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->clock);
  g_string_free (fixture->fired, TRUE);
}

static void
a_cb (gpointer user_data)
{
  g_string_append_c (((Fixture *) user_data)->fired, 'a');
}

static void
b_cb (gpointer user_data)
{
  g_string_append_c (((Fixture *) user_data)->fired, 'b');
}

static void
chain_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->fired, "c%d",
                          (int) ((tr_clock_get_real_time (fixture->clock) - START) / G_USEC_PER_SEC));
  tr_clock_add (fixture->clock, G_USEC_PER_SEC, chain_cb, fixture);
}

static void
remove_other_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->fired, 'r');
  tr_clock_clear (fixture->clock, &fixture->id);
}

static void
test_stands_still (Fixture *fixture, gconstpointer data)
{
  tr_clock_add (fixture->clock, 0, a_cb, fixture);
  g_assert_cmpint (tr_clock_get_real_time (fixture->clock), ==, START);
  g_assert_cmpstr (fixture->fired->str, ==, "");
  tr_clock_advance (fixture->clock, 0);
  g_assert_cmpstr (fixture->fired->str, ==, "a");
}

static void
test_fires_in_order (Fixture *fixture, gconstpointer data)
{
  tr_clock_add (fixture->clock, 20, b_cb, fixture);
  tr_clock_add (fixture->clock, 10, a_cb, fixture);
  tr_clock_add (fixture->clock, 20, a_cb, fixture);
  tr_clock_advance (fixture->clock, 19);
  g_assert_cmpstr (fixture->fired->str, ==, "a");
  tr_clock_advance (fixture->clock, 1);
  g_assert_cmpstr (fixture->fired->str, ==, "aba");
  g_assert_cmpint (tr_clock_get_real_time (fixture->clock), ==, START + 20);
}

static void
test_timers_added_on_the_way_fire_at_their_own_time (Fixture *fixture, gconstpointer data)
{
  tr_clock_add (fixture->clock, G_USEC_PER_SEC, chain_cb, fixture);
  tr_clock_advance (fixture->clock, 3 * G_USEC_PER_SEC);
  g_assert_cmpstr (fixture->fired->str, ==, "c1c2c3");
}

static void
test_removed_timer_stays_silent (Fixture *fixture, gconstpointer data)
{
  tr_clock_add (fixture->clock, 10, remove_other_cb, fixture);
  fixture->id = tr_clock_add (fixture->clock, 10, a_cb, fixture);
  tr_clock_advance (fixture->clock, 100);
  g_assert_cmpstr (fixture->fired->str, ==, "r");
  g_assert_cmpint (fixture->id, ==, 0);
}

static void
jumped_cb (TrClock *clock, gint64 by, gpointer user_data)
{
  g_string_append_printf (((Fixture *) user_data)->fired, "j%d", (int) (by / G_USEC_PER_SEC));
}

/* No timer fires on the way, all that were due do at the end, and who listens hears it before. */
static void
test_sleep (Fixture *fixture, gconstpointer data)
{
  gint64 before = tr_clock_get_monotonic_time (fixture->clock);

  g_signal_connect (fixture->clock, "jumped", G_CALLBACK (jumped_cb), fixture);
  tr_clock_add (fixture->clock, G_USEC_PER_SEC, chain_cb, fixture);
  tr_clock_add (fixture->clock, 60 * G_USEC_PER_SEC, a_cb, fixture);
  tr_clock_add (fixture->clock, G_TIME_SPAN_HOUR + 1, b_cb, fixture);
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_HOUR);
  g_assert_cmpstr (fixture->fired->str, ==, "j3600c3600a");
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->clock) - before, ==, G_TIME_SPAN_HOUR);
  g_assert_cmpint (tr_clock_get_real_time (fixture->clock), ==, START + G_TIME_SPAN_HOUR);
}

static void
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
}

static void
unexpected_cb (TrClock *clock, gint64 by, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_system_clock_wakes_the_main_loop (void)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 before = tr_clock_get_monotonic_time (clock);

  g_signal_connect (clock, "jumped", G_CALLBACK (unexpected_cb), NULL);
  tr_clock_add (clock, 20 * G_TIME_SPAN_MILLISECOND, quit_cb, loop);
  g_main_loop_run (loop);
  g_assert_cmpint (tr_clock_get_monotonic_time (clock) - before, >=,
                   20 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (tr_clock_get_monotonic_time (clock) - before, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (tr_clock_get_next_time (clock), ==, -1);
}

static void
test_real_time_is_set (Fixture *fixture, gconstpointer data)
{
  gint64 monotonic = tr_clock_get_monotonic_time (fixture->clock);

  tr_clock_add (fixture->clock, 5 * G_USEC_PER_SEC, a_cb, fixture);
  tr_clock_set_real_time (fixture->clock, START + G_TIME_SPAN_HOUR);
  g_assert_cmpint (tr_clock_get_real_time (fixture->clock), ==, START + G_TIME_SPAN_HOUR);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->clock), ==, monotonic);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, monotonic + 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/clock/manual/stands-still", test_stands_still);
  ADD ("/clock/manual/fires-in-order", test_fires_in_order);
  ADD ("/clock/manual/chain", test_timers_added_on_the_way_fire_at_their_own_time);
  ADD ("/clock/manual/real-time-is-set", test_real_time_is_set);
  ADD ("/clock/manual/sleep", test_sleep);
  ADD ("/clock/manual/removed", test_removed_timer_stays_silent);
  g_test_add_func ("/clock/system/wakes-main-loop", test_system_clock_wakes_the_main_loop);
  return g_test_run ();
}
