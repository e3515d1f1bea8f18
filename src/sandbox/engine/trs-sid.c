/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-sid.h"

#include <string.h>

/**
 * trs_sid_is_valid:
 * @text: (nullable): anything
 * @prefix: two capital letters, such as "WK"
 *
 * Returns: whether @text has the shape of a SID of that kind; it may still name nothing
 */
gboolean
trs_sid_is_valid (const char *text, const char *prefix)
{
  if (text == NULL || strlen (text) != TRS_SID_LENGTH || strncmp (text, prefix, 2) != 0)
    return FALSE;

  for (const char *c = text + 2; *c != '\0'; c++)
    {
      if (!g_ascii_isxdigit (*c))
        return FALSE;
    }
  return TRUE;
}
