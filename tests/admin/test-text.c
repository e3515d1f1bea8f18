/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-text.h"

static void
test_plain (void)
{
  static const struct
  {
    const char *text;
    const char *plain;
  } cases[] = {
    { "Support", "Support" },
    { "a\tb\nc", "a b c" },
    { "\033[31mred", " [31mred" },
    { "\u202eabc", " abc" },
    { "\xff", "\uFFFD" },
    { "Müller 東京", "Müller 東京" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = trd_text_plain (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_escape_json (void)
{
  g_autofree char *text = trd_text_escape_json ("[\n  \"a\xc2\x9b" "2J\u202e\U000e0001é\"\n]");

  g_assert_cmpstr (text, ==, "[\n  \"a\\u009b2J\\u202e\\udb40\\udc01é\"\n]");
}

static void
test_width (void)
{
  g_assert_cmpuint (trd_text_width ("abc"), ==, 3);
  g_assert_cmpuint (trd_text_width ("Müller"), ==, 6);
  g_assert_cmpuint (trd_text_width ("東京"), ==, 4);
}

static void
test_duration (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } cases[] = {
    { -5, "0s" }, { 0, "0s" }, { 59, "59s" }, { 60, "1m 00s" }, { 185, "3m 05s" },
    { 7800, "2h 10m" }, { 4 * 86400 + 3 * 3600, "4d 3h" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = trd_text_duration (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_parse_duration (void)
{
  static const char *const wrong[] = { "", "m", "-5m", "5 m", "5x", "1.5h", "99999999999999999999", "3651d" };
  gint64 seconds = 0;

  g_assert_true (trd_text_parse_duration ("90", &seconds));
  g_assert_cmpint (seconds, ==, 90);
  g_assert_true (trd_text_parse_duration ("90s", &seconds));
  g_assert_cmpint (seconds, ==, 90);
  g_assert_true (trd_text_parse_duration ("5m", &seconds));
  g_assert_cmpint (seconds, ==, 300);
  g_assert_true (trd_text_parse_duration ("2h", &seconds));
  g_assert_cmpint (seconds, ==, 7200);
  g_assert_true (trd_text_parse_duration ("3650d", &seconds));
  g_assert_cmpint (seconds, ==, 3650 * 86400);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (trd_text_parse_duration (wrong[i], &seconds));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/plain", test_plain);
  g_test_add_func ("/text/escape-json", test_escape_json);
  g_test_add_func ("/text/width", test_width);
  g_test_add_func ("/text/duration", test_duration);
  g_test_add_func ("/text/parse-duration", test_parse_duration);
  return g_test_run ();
}
