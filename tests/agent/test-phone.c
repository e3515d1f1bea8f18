/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "phone/tra-phone.h"

#include "tra-settings.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *region;
    TraPhoneVerdict verdict;
    const char *number;
    const char *shown;
  } cases[] = {
    { "+1 650 253 0000", "", TRA_PHONE_VALID, "+16502530000", "+1 650-253-0000" },
    { "(650) 253-0000", "US", TRA_PHONE_VALID, "+16502530000", "+1 650-253-0000" },
    { " 030 901820 ", "DE", TRA_PHONE_VALID, "+4930901820", "+49 30 901820" },
    { "tel:+16502530000", "", TRA_PHONE_VALID, "+16502530000", "+1 650-253-0000" },
    { "+16505550100", "", TRA_PHONE_VALID, "+16505550100", "+1 650-555-0100" },
    { "030 901820", "", TRA_PHONE_NO_COUNTRY, NULL, NULL },
    { "", "US", TRA_PHONE_EMPTY, NULL, NULL },
    { "  ", "US", TRA_PHONE_EMPTY, NULL, NULL },
    { "hello", "US", TRA_PHONE_NOT_A_NUMBER, NULL, NULL },
    { "650", "US", TRA_PHONE_TOO_SHORT, NULL, NULL },
    { "+165025300001234567", "", TRA_PHONE_TOO_LONG, NULL, NULL },
    { "+1 000 253 0000", "", TRA_PHONE_INVALID, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *shown = NULL;
      TraPhoneVerdict verdict = tra_phone_parse (cases[i].text, cases[i].region, &number, &shown);

      g_test_message ("'%s' in '%s'", cases[i].text, cases[i].region);
      g_assert_cmpint (verdict, ==, cases[i].verdict);
      g_assert_cmpstr (number, ==, cases[i].number);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
  g_assert_true (tra_phone_is_loaded ());
}

/* The setting goes before the locale, and nonsense is none. */
static void
test_region (void)
{
  g_autoptr(GSettings) settings = tra_settings_new (NULL);
  g_autofree char *set = NULL;
  g_autofree char *unset = NULL;

  g_settings_set_string (settings, "dial-region", "de");
  set = tra_phone_get_region (settings);
  g_assert_cmpstr (set, ==, "DE");
  g_settings_set_string (settings, "dial-region", "Germany");
  unset = tra_phone_get_region (settings);
  g_assert_cmpstr (unset, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_false (tra_phone_is_loaded ());
  g_test_add_func ("/phone/parse", test_parse);
  g_test_add_func ("/phone/region", test_region);
  return g_test_run ();
}
