/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-address.h"

#include <string.h>

/**
 * trs_address_is_valid:
 * @address: anything
 *
 * Returns: whether it is E.164, client:… or sip:…@…, and can be called
 */
gboolean
trs_address_is_valid (const char *address)
{
  gsize length;

  if (g_str_has_prefix (address, "client:"))
    return address[strlen ("client:")] != '\0';
  if (g_str_has_prefix (address, "sip:"))
    return strchr (address, '@') != NULL;
  if (address[0] != '+' || address[1] < '1' || address[1] > '9')
    return FALSE;
  length = strspn (address + 1, "0123456789");
  return address[length + 1] == '\0' && length >= 2 && length <= 15;
}

/**
 * trs_address_get_country:
 * @address: anything
 *
 * Returns: (nullable): the country of a number, "US"; "" for one that is not known; %NULL for what
 *   is no number
 *
 * Source: ITU-T E.164, list of assigned country codes.
 */
const char *
trs_address_get_country (const char *address)
{
  static const struct
  {
    const char *code;
    const char *country;
  } countries[] = {
    { "+1", "US" },  { "+30", "GR" }, { "+31", "NL" },  { "+32", "BE" },  { "+33", "FR" },
    { "+34", "ES" }, { "+351", "PT" }, { "+353", "IE" }, { "+358", "FI" }, { "+36", "HU" },
    { "+39", "IT" }, { "+41", "CH" }, { "+420", "CZ" }, { "+43", "AT" },  { "+44", "GB" },
    { "+45", "DK" }, { "+46", "SE" }, { "+47", "NO" },  { "+48", "PL" },  { "+49", "DE" },
    { "+52", "MX" }, { "+55", "BR" }, { "+61", "AU" },  { "+64", "NZ" },  { "+65", "SG" },
    { "+81", "JP" }, { "+91", "IN" }, { "+972", "IL" },
  };

  if (address[0] != '+')
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      if (g_str_has_prefix (address, countries[i].code))
        return countries[i].country;
    }
  return "";
}

/**
 * trs_address_get_hint:
 * @address: (nullable): what was refused
 *
 * Returns: what to add to the refusal; "" where there is nothing to say
 */
const char *
trs_address_get_hint (const char *address)
{
  if (address != NULL && address[0] == ' ' && g_ascii_isdigit (address[1]))
    return " (in a form a '+' means a space: write it as %2B, or let curl do it with "
           "--data-urlencode)";
  if (address != NULL && g_ascii_isdigit (address[0]))
    return " (a number begins with '+' and the country's code)";
  return "";
}
