/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "http/trs-form.h"
#include "http/trs-refusal.h"

/* What a stranger posts as a form: read, and read for what handlers ask of it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsForm) form =
    trs_form_new_urlencoded (size > 0 ? (const char *) data : "", size, &error);
  g_autofree char *query = NULL;
  g_autoptr(TrsForm) again = NULL;
  const char *value = NULL;
  gint64 number = 0;

  g_assert ((form == NULL) == (error != NULL));
  if (form == NULL)
    {
      g_assert (trs_refusal_get_status (error) == 400);
      return 0;
    }
  if (trs_form_get_int (form, "a", -5, 5, 0, &number, NULL))
    g_assert (number >= -5 && number <= 5);
  trs_form_get_bool (form, "a", FALSE);
  if (trs_form_expect (form, "a", &value, NULL))
    g_assert (g_utf8_validate (value, -1, NULL));

  /* What it says can be said again, and means the same. */
  query = trs_form_to_query (form);
  again = trs_form_new_urlencoded (query, strlen (query), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trs_form_get (form, "a"), ==, trs_form_get (again, "a"));
  return 0;
}
