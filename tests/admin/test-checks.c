/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-checks.h"

static void
test_contacts (void)
{
  static const struct
  {
    const char *uri;
    gboolean is_contact;
  } cases[] = {
    { "+16505551111", TRUE },   { "+4930123456", TRUE },      { "client:dave", TRUE },
    { "sip:dave@example.com", TRUE },
    { "16505551111", FALSE },   { "+1 650 555 1111", FALSE }, { "+0123456789", FALSE },
    { "+1650", FALSE },         { "+1650555111122223", FALSE }, { "client:", FALSE },
    { "client:a b", FALSE },    { "sip:dave", FALSE },        { "sip:@example.com", FALSE },
    { "sip:dave@", FALSE },     { "dave", FALSE },            { "", FALSE },
    { "tel:+16505551111", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].uri);
      g_assert_cmpint (trd_checks_is_contact (cases[i].uri), ==, cases[i].is_contact);
    }
}

static void
test_skew (void)
{
  g_assert_cmpint (trd_checks_judge_skew (0), ==, TRD_HEALTH_OK);
  g_assert_cmpint (trd_checks_judge_skew (10), ==, TRD_HEALTH_OK);
  g_assert_cmpint (trd_checks_judge_skew (-11), ==, TRD_HEALTH_WARN);
  g_assert_cmpint (trd_checks_judge_skew (120), ==, TRD_HEALTH_WARN);
  g_assert_cmpint (trd_checks_judge_skew (-121), ==, TRD_HEALTH_FAIL);
}

static void
test_one_failure_is_one (void)
{
  g_autoptr(TrdReport) report = trd_report_new ();

  g_assert_false (trd_report_has_failure (report));
  trd_report_add (report, TRD_HEALTH_WARN, "a", "b");
  g_assert_false (trd_report_has_failure (report));
  trd_report_add (report, TRD_HEALTH_FAIL, "a", "b");
  trd_report_add (report, TRD_HEALTH_OK, "a", "b");
  g_assert_true (trd_report_has_failure (report));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/contacts", test_contacts);
  g_test_add_func ("/checks/skew", test_skew);
  g_test_add_func ("/checks/failure", test_one_failure_is_one);
  return g_test_run ();
}
