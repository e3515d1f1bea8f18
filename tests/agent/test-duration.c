/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-duration.h"

#define S ((gint64) G_USEC_PER_SEC)

static void
test_clock (void)
{
  static const struct
  {
    gint64 duration;
    const char *text;
  } cases[] = {
    { 0, "0:00" }, { -5 * S, "0:00" }, { S - 1, "0:00" }, { 59 * S, "0:59" }, { 252 * S, "4:12" },
    { 3599 * S, "59:59" }, { 3729 * S, "1:02:09" }, { 360000 * S, "100:00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tra_duration_to_clock (cases[i].duration);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_words (void)
{
  static const struct
  {
    gint64 duration;
    const char *text;
  } cases[] = {
    { 0, "0 seconds" }, { S, "1 second" }, { 38 * S, "38 seconds" }, { 60 * S, "1 minute" },
    { 725 * S, "12 minutes" }, { 4320 * S, "1 h 12 min" }, { -S, "0 seconds" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tra_duration_to_words (cases[i].duration);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_seconds_left (void)
{
  g_assert_cmpint (tra_duration_seconds_left (10 * S), ==, 10);
  g_assert_cmpint (tra_duration_seconds_left (9 * S + 1), ==, 10);
  g_assert_cmpint (tra_duration_seconds_left (1), ==, 1);
  g_assert_cmpint (tra_duration_seconds_left (0), ==, 0);
  g_assert_cmpint (tra_duration_seconds_left (-S), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duration/clock", test_clock);
  g_test_add_func ("/duration/words", test_words);
  g_test_add_func ("/duration/seconds-left", test_seconds_left);
  return g_test_run ();
}
