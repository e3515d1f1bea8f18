/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-backoff.h"

static double
chosen_random (gpointer user_data)
{
  return *(double *) user_data;
}

static void
test_ceiling_grows_to_half_a_minute (void)
{
  double highest = 1.0;
  g_autoptr(TrBackoff) backoff = tr_backoff_new (chosen_random, &highest);
  const int seconds[] = { 1, 3, 7, 15, 30, 30, 30 };

  for (gsize i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_assert_cmpint (tr_backoff_next (backoff), ==, seconds[i] * G_TIME_SPAN_SECOND);
}

static void
test_floor_stays (void)
{
  double lowest = 0.0;
  g_autoptr(TrBackoff) backoff = tr_backoff_new (chosen_random, &lowest);

  for (int i = 0; i < 1000; i++)
    g_assert_cmpint (tr_backoff_next (backoff), ==, 800 * G_TIME_SPAN_MILLISECOND);
}

static void
test_reset_makes_it_short_again (void)
{
  double highest = 1.0;
  g_autoptr(TrBackoff) backoff = tr_backoff_new (chosen_random, &highest);

  tr_backoff_next (backoff);
  tr_backoff_next (backoff);
  tr_backoff_reset (backoff);
  g_assert_cmpint (tr_backoff_next (backoff), ==, G_TIME_SPAN_SECOND);
}

static void
test_system_random_stays_in_bounds (void)
{
  g_autoptr(TrBackoff) backoff = tr_backoff_new (NULL, NULL);
  gint64 lowest = G_MAXINT64;
  gint64 highest = 0;

  for (int i = 0; i < 1000; i++)
    {
      gint64 wait = tr_backoff_next (backoff);

      g_assert_cmpint (wait, >=, 800 * G_TIME_SPAN_MILLISECOND);
      g_assert_cmpint (wait, <=, 30 * G_TIME_SPAN_SECOND);
      lowest = MIN (lowest, wait);
      highest = MAX (highest, wait);
    }
  g_assert_cmpint (lowest, <, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (highest, >, 27 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/next/grows", test_ceiling_grows_to_half_a_minute);
  g_test_add_func ("/backoff/next/floor", test_floor_stays);
  g_test_add_func ("/backoff/reset", test_reset_makes_it_short_again);
  g_test_add_func ("/backoff/system-random", test_system_random_stays_in_bounds);
  return g_test_run ();
}
