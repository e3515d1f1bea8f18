/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ticker.h"

typedef struct
{
  TrClock *clock;
  TraTicker *ticker;
  int n_ticks;
} Fixture;

static void
ticked (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_ticks++;
}

static void
ticked_once (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_ticks++;
  g_clear_pointer (&fixture->ticker, tra_ticker_free);
}

static void
set_up (Fixture *fixture, gconstpointer func)
{
  fixture->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  fixture->ticker = tra_ticker_new (fixture->clock, func != NULL ? ticked_once : ticked, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer func)
{
  g_clear_pointer (&fixture->ticker, tra_ticker_free);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
}

static void
test_rests (Fixture *fixture, gconstpointer func)
{
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  tra_ticker_set_interval (fixture->ticker, TRA_TICK);
  tra_ticker_set_interval (fixture->ticker, 0);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
}

static void
test_ticks (Fixture *fixture, gconstpointer func)
{
  tra_ticker_set_interval (fixture->ticker, TRA_TICK);
  tr_clock_advance (fixture->clock, TRA_TICK / 2);
  tra_ticker_set_interval (fixture->ticker, TRA_TICK); /* the same: the tick on its way stays */
  tr_clock_advance (fixture->clock, G_USEC_PER_SEC - TRA_TICK / 2);
  g_assert_cmpint (fixture->n_ticks, ==, 4);
}

static void
test_freed_by_tick (Fixture *fixture, gconstpointer func)
{
  tra_ticker_set_interval (fixture->ticker, TRA_TICK);
  tr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  g_assert_cmpint (fixture->n_ticks, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ticker/rests", Fixture, NULL, set_up, test_rests, tear_down);
  g_test_add ("/ticker/ticks", Fixture, NULL, set_up, test_ticks, tear_down);
  g_test_add ("/ticker/freed-by-tick", Fixture, "once", set_up, test_freed_by_tick, tear_down);
  return g_test_run ();
}
