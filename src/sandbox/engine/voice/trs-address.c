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
