/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-engine.h"

static void
test_valid (void)
{
  g_assert_true (trs_sid_is_valid ("WK0123456789abcdef0123456789abcdef", "WK"));
  g_assert_true (trs_sid_is_valid ("WK0123456789ABCDEF0123456789ABCDEF", "WK"));
}

static void
test_invalid (void)
{
  g_assert_false (trs_sid_is_valid (NULL, "WK"));
  g_assert_false (trs_sid_is_valid ("", "WK"));
  g_assert_false (trs_sid_is_valid ("WK", "WK"));
  g_assert_false (trs_sid_is_valid ("WR0123456789abcdef0123456789abcdef", "WK"));
  g_assert_false (trs_sid_is_valid ("WK0123456789abcdef0123456789abcde", "WK"));
  g_assert_false (trs_sid_is_valid ("WK0123456789abcdef0123456789abcdef0", "WK"));
  g_assert_false (trs_sid_is_valid ("WK0123456789abcdef0123456789abcdeg", "WK"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sid/valid", test_valid);
  g_test_add_func ("/sid/invalid", test_invalid);

  return g_test_run ();
}
