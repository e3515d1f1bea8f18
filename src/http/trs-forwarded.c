/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-forwarded.h"

#include <string.h>

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1" or "[2001:db8::1]:4711": proxies differ. */
static GInetAddress *
parse_address (const char *text)
{
  GInetAddress *address = g_inet_address_new_from_string (text);
  const char *end = *text == '[' ? strchr (text, ']') : strchr (text, ':');
  g_autofree char *bare = NULL;

  if (address != NULL || end == NULL)
    return address;
  if (*text == '[')
    text++;
  bare = g_strndup (text, (gsize) (end - text));
  return g_inet_address_new_from_string (bare);
}

/**
 * trs_forwarded_parse:
 * @list: (nullable): what X-Forwarded-For says, behind a proxy that is trusted
 *
 * The last address is what our own proxy has seen; those before it are what anybody may write.
 *
 * Returns: (transfer full) (nullable): who asks
 */
GInetAddress *
trs_forwarded_parse (const char *list)
{
  const char *comma = list != NULL ? strrchr (list, ',') : NULL;
  g_autofree char *last = g_strdup (comma != NULL ? comma + 1 : list);

  return last != NULL ? parse_address (g_strstrip (last)) : NULL;
}
