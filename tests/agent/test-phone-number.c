/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "tra-phone-number.h"

static void
test_format (void)
{
  static const char *const cases[][2] = {
    { "+16505550100", "+1 650 555 0100" },
    { "+14155550142", "+1 415 555 0142" },
    /* Not North American, or not a number at all: as it is. */
    { "+442079460123", "+442079460123" },
    { "+10505550100", "+10505550100" },
    { "+16501550100", "+16501550100" },
    { "+1650555010", "+1650555010" },
    { "+165055501000", "+165055501000" },
    { "+1650555x100", "+1650555x100" },
    { "client:dana", "client:dana" },
    { "sip:dana@pbx.example.com", "sip:dana@pbx.example.com" },
    { "anonymous", "anonymous" },
    { "", "" },
    { NULL, "" },
    { "+1\n6505550100", "+1 6505550100" },
    { "\342\200\256+16505550100", "+1 650 555 0100" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *formatted = tra_phone_number_format (cases[i][0]);

      g_assert_cmpstr (formatted, ==, cases[i][1]);
    }
}

static void
test_isolate (void)
{
  g_autofree char *isolated = tra_phone_number_isolate ("+16505550100");

  g_assert_cmpstr (isolated, ==, "\342\201\246+1 650 555 0100\342\201\251");
}

/* Alone on its line in Arabic the groups would change places: "0100 555 650 1+". */
static void
test_right_to_left (void)
{
  g_autofree char *formatted = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  formatted = tra_phone_number_format ("+16505550100");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_assert_cmpstr (formatted, ==, "\342\201\246+1 650 555 0100\342\201\251");
}

static void
test_plain (void)
{
  g_autofree char *plain = tra_phone_number_plain ("+16505550100");
  g_autofree char *huge = g_strnfill (10000, '1');
  g_autofree char *cut = tra_phone_number_plain (huge);

  g_assert_cmpstr (plain, ==, "+16505550100");
  g_assert_cmpuint (g_utf8_strlen (cut, -1), ==, 65);
}

static void
test_withheld (void)
{
  static const char *const withheld[] = {
    "anonymous", "Anonymous", "Restricted", "+266696687", "+7378742833", "+2562533", "+8656696",
    "+86282452253", "+7748283", "sip:anonymous@anonymous.invalid",
  };
  static const char *const shown[] = {
    "", "+", "+16505550100", "+2666966870", "+26669668", "266696687", "client:anonymous",
    "sip:dana@example.com", "+\303\274", "known",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (withheld); i++)
    g_assert_true (tra_phone_number_is_withheld (withheld[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    g_assert_false (tra_phone_number_is_withheld (shown[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone-number/format", test_format);
  g_test_add_func ("/phone-number/isolate", test_isolate);
  g_test_add_func ("/phone-number/right-to-left", test_right_to_left);
  g_test_add_func ("/phone-number/plain", test_plain);
  g_test_add_func ("/phone-number/withheld", test_withheld);
  return g_test_run ();
}
