/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-tel-link.h"

#include <string.h>

#define SCHEME "tel:"
#define ACTION "dial"

/* No number is longer: 15 digits, an extension, and what stands between them. */
#define MAX_NUMBER 64

/* What people put between digits, and mean nothing by. */
static gboolean
is_separator (char c)
{
  return strchr ("-.() /", c) != NULL;
}

/**
 * tra_tel_link_get_number:
 * @uri: what a browser or another program wants to be opened
 *
 * Its parameters (`;ext=`, `;phone-context=`) are left out. A link comes from any page: what is no
 * digit of a telephone is no part of a number.
 *
 * Returns: (transfer full) (nullable): the number without what stands between its digits, or %NULL if
 *   @uri is not a `tel:` link to one
 *
 * Source: RFC 3966, "The tel URI for Telephone Numbers".
 */
char *
tra_tel_link_get_number (const char *uri)
{
  g_autofree char *text = NULL;
  g_autoptr(GString) number = g_string_new (NULL);

  g_return_val_if_fail (uri != NULL, NULL);

  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0)
    return NULL;

  text = g_uri_unescape_string (uri + strlen (SCHEME), NULL);
  for (const char *c = text; c != NULL && *c != '\0' && *c != ';'; c++)
    if (g_ascii_isdigit (*c) || *c == '*' || *c == '#' || (*c == '+' && number->len == 0))
      g_string_append_c (number, *c);
    else if (!is_separator (*c))
      return NULL;

  return number->len > 0 && number->len <= MAX_NUMBER && !g_str_equal (number->str, "+")
             ? g_strdup (number->str)
             : NULL;
}

/**
 * tra_tel_link_dial:
 * @application: the program
 * @link: what it is to open
 *
 * Hands the number to the action that fills in the dial pad: a link never calls by itself.
 *
 * Returns: whether @link has a number, and the program a dial pad
 */
gboolean
tra_tel_link_dial (GApplication *application, GFile *link)
{
  g_autofree char *uri = g_file_get_uri (link);
  g_autofree char *number = tra_tel_link_get_number (uri);

  g_return_val_if_fail (G_IS_APPLICATION (application), FALSE);

  if (number == NULL || !g_action_group_has_action (G_ACTION_GROUP (application), ACTION))
    return FALSE;

  g_action_group_activate_action (G_ACTION_GROUP (application), ACTION,
                                  g_variant_new_string (number));
  return TRUE;
}
