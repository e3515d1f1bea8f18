/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-seen-events.h"

static TrSeenEvents *seen;

static void
test_same_is_known (void)
{
  seen = tr_seen_events_new ();
  g_assert_true (tr_seen_events_add (seen, 1, "WT1", 1));
  g_assert_false (tr_seen_events_add (seen, 1, "WT1", 1));
  g_assert_true (tr_seen_events_add (seen, 2, "WT1", 1));
  g_assert_true (tr_seen_events_add (seen, 1, "WT2", 1));
  g_assert_true (tr_seen_events_add (seen, 1, "WT1", 2));
  tr_seen_events_clear (seen);
  g_assert_true (tr_seen_events_add (seen, 1, "WT1", 1));
  tr_seen_events_free (seen);
}

static void
test_memory_is_short (void)
{
  seen = tr_seen_events_new ();
  for (int i = 0; i < 10000; i++)
    g_assert_true (tr_seen_events_add (seen, 1, "WT1", i));
  g_assert_false (tr_seen_events_add (seen, 1, "WT1", 9990));
  g_assert_true (tr_seen_events_add (seen, 1, "WT1", 9000));
  tr_seen_events_free (seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seen-events/same", test_same_is_known);
  g_test_add_func ("/seen-events/memory", test_memory_is_short);
  return g_test_run ();
}
