/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-plain-text.h"

static void
test_kept (void)
{
  static const char *const texts[] = { "Accounts", "Zoë Ünal", "日本語", "a <b>c</b> & d", "👍" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *plain = tra_plain_text (texts[i], 100);

      g_assert_cmpstr (plain, ==, texts[i]);
    }
}

static void
test_cleaned (void)
{
  static const char *const cases[][2] = {
    { NULL, "" },
    { "", "" },
    { " \n\t ", "" },
    { "  a \n\n b\t", "a b" },
    { "a\001\033[31mb", "a[31mb" },
    { "\342\200\256evil\342\200\254", "evil" },     /* U+202E … U+202C */
    { "\342\201\246a\342\201\251", "a" },             /* U+2066 … U+2069 */
    { "\357\273\277bom", "bom" },                     /* U+FEFF */
    { "a\342\200\250b", "a b" },                      /* U+2028 */
    { "caf\351", "caf\357\277\275" },                 /* Latin-1: shown as U+FFFD */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = tra_plain_text (cases[i][0], 100);

      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

static void
test_cut (void)
{
  g_autofree char *whole = tra_plain_text ("ünäö", 4);
  g_autofree char *cut = tra_plain_text ("ünäöx", 4);
  g_autofree char *at_space = tra_plain_text ("ab cd", 2);
  g_autofree char *trailing = tra_plain_text ("ab   ", 2);

  g_assert_cmpstr (whole, ==, "ünäö");
  g_assert_cmpstr (cut, ==, "ünäö…");
  g_assert_cmpstr (at_space, ==, "ab…");
  g_assert_cmpstr (trailing, ==, "ab");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-text/kept", test_kept);
  g_test_add_func ("/plain-text/cleaned", test_cleaned);
  g_test_add_func ("/plain-text/cut", test_cut);
  return g_test_run ();
}
