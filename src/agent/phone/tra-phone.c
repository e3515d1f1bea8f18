/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-phone.h"

#include <gmodule.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tra-location.h"

/* E.164: at most 15 digits; and no number with its country has fewer. */
#define MAX_DIGITS 15
#define MIN_DIGITS 7

/* Of the process, as modules are: what is loaded once stays. */
static const TraPhoneLibrary *library;

static char *
find_module (void)
{
  /* Beside the built program, beside a test of it, and where it is installed. */
  static const char *const places[] = { "phone/tra-phone.so", "../../src/agent/phone/tra-phone.so" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      char *path = tra_location_dup_beside_program (places[i]);

      if (path != NULL)
        return path;
    }
  return g_build_filename (MODULEDIR, "tra-phone.so", NULL);
}

static const TraPhoneLibrary *
get_library (void)
{
  static gboolean was_tried;
  g_autofree char *path = NULL;
  gpointer symbol = NULL;
  GModule *module;

  if (was_tried)
    return library;

  was_tried = TRUE;
  path = find_module ();
  module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (module == NULL || !g_module_symbol (module, TRA_PHONE_LIBRARY_SYMBOL, &symbol))
    {
      g_message ("Phone numbers: %s", g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);
  library = symbol;
  return library;
}

gboolean
tra_phone_is_loaded (void)
{
  return library != NULL;
}

/* malloc's, as the module gives it, to g_malloc's. */
static char *
take (char *text)
{
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

/* Without the module: "+", and nothing but digits and what people put between them. */
static TraPhoneVerdict
parse_international (const char *text, char **number)
{
  g_autoptr(GString) digits = g_string_new ("+");

  if (*text != '+')
    return strpbrk (text, "0123456789") != NULL ? TRA_PHONE_NO_COUNTRY : TRA_PHONE_NOT_A_NUMBER;
  for (const char *p = text + 1; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (strchr (" -./()", *p) == NULL)
      return TRA_PHONE_NOT_A_NUMBER;

  if (digits->len - 1 < MIN_DIGITS)
    return TRA_PHONE_TOO_SHORT;
  if (digits->len - 1 > MAX_DIGITS)
    return TRA_PHONE_TOO_LONG;
  *number = g_strdup (digits->str);
  return TRA_PHONE_VALID;
}

/**
 * tra_phone_parse:
 * @text: what a person typed, pasted or clicked
 * @region: where the agent is, two letters: "US"; "" if that is not known
 * @number: (out) (optional): the number as the service spells it, "+16505550100"
 * @shown: (out) (optional): as people read it, "+1 650-555-0100"
 *
 * Both are set for %TRA_PHONE_VALID, and NULL otherwise; free them with g_free().
 *
 * Returns: what is to be thought of @text
 */
TraPhoneVerdict
tra_phone_parse (const char *text, const char *region, char **number, char **shown)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *e164 = NULL;
  g_autofree char *international = NULL;
  TraPhoneVerdict verdict;

  g_return_val_if_fail (text != NULL && region != NULL, TRA_PHONE_EMPTY);

  trimmed = g_strstrip (g_strdup (text));
  if (*trimmed == '\0')
    verdict = TRA_PHONE_EMPTY;
  else if (get_library () == NULL)
    {
      verdict = parse_international (trimmed, &e164);
      international = g_strdup (e164);
    }
  else
    {
      char *parsed = NULL, *written = NULL;

      verdict = library->parse (trimmed, region, &parsed, &written);
      e164 = take (parsed);
      international = take (written);
    }

  if (number != NULL)
    *number = g_steal_pointer (&e164);
  if (shown != NULL)
    *shown = g_steal_pointer (&international);
  return verdict;
}

/**
 * tra_phone_format_as_typed:
 * @text: what was typed so far
 * @region: as for tra_phone_parse()
 *
 * Returns: (transfer full): its digits as one writes them there
 */
char *
tra_phone_format_as_typed (const char *text, const char *region)
{
  g_return_val_if_fail (text != NULL && region != NULL, NULL);

  return get_library () != NULL ? take (library->format_as_typed (text, region)) : g_strdup (text);
}

/* "US" of "en_US.UTF-8"; "" of "C". */
static char *
region_of_locale (const char *locale)
{
  const char *region = locale != NULL ? strchr (locale, '_') : NULL;

  if (region == NULL || !g_ascii_isupper (region[1]) || !g_ascii_isupper (region[2]) ||
      g_ascii_isalnum (region[3]))
    return g_strdup ("");
  return g_strndup (region + 1, 2);
}

/**
 * tra_phone_get_region:
 * @settings: the agent's settings
 *
 * Returns: (transfer full): where numbers without a country belong: the setting, else the locale's
 *   region; "" if neither says
 */
char *
tra_phone_get_region (GSettings *settings)
{
  g_autofree char *region = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  region = g_settings_get_string (settings, "dial-region");
  if (strlen (region) == 2)
    return g_ascii_strup (region, -1);
  return region_of_locale (setlocale (LC_TELEPHONE, NULL));
}
