/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-pop-template.h"

#include <gio/gio.h>
#include <string.h>

/* {name}: the placeholder that begins at @p, or not one. Any other brace stays as it is. */
static gboolean
take_placeholder (const char **p, char **name)
{
  const char *end = *p + 1;

  if (**p != '{')
    return FALSE;
  while (g_ascii_isalnum (*end) || strchr ("_-.", *end) != NULL)
    {
      if (*end == '\0')
        return FALSE;
      end++;
    }
  if (*end != '}' || end == *p + 1)
    return FALSE;

  *name = g_strndup (*p + 1, end - *p - 1);
  *p = end + 1;
  return TRUE;
}

static char *
fill (const char *text, gboolean for_url, TraPopLookup lookup, gpointer user_data)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!take_placeholder (&text, &name))
        {
          g_string_append_c (filled, *text++);
          continue;
        }
      value = lookup (name, user_data);
      if (value != NULL && for_url)
        g_string_append_uri_escaped (filled, value, NULL, FALSE);
      else if (value != NULL)
        g_string_append (filled, value);
    }
  return g_string_free (filled, FALSE);
}

/* Whether a stranger's words would come before @end. */
static gboolean
has_placeholder (const char *text, const char *end)
{
  while (text < end)
    {
      g_autofree char *name = NULL;

      if (take_placeholder (&text, &name))
        return TRUE;
      text++;
    }
  return FALSE;
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
  return FALSE;
}

/* Who is asked is the administrator's to say: no attribute may choose scheme, host or port. */
static gboolean
check_url (const char *text, const char *const *schemes, GError **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);
  const char *rest;

  if (scheme == NULL)
    return refuse (error, "The address has no scheme, such as https");
  if (!g_strv_contains (schemes, scheme))
    return refuse (error, "The address has a scheme that is not allowed");

  rest = text + strlen (scheme) + 1;
  if (!g_str_has_prefix (rest, "//") &&
      (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")))
    return refuse (error, "The address names no host");
  if (g_str_has_prefix (rest, "//"))
    {
      const char *end = rest + 2 + strcspn (rest + 2, "/?#");

      if (end == rest + 2)
        return refuse (error, "The address names no host");
      if (has_placeholder (rest, end))
        return refuse (error, "The address leaves it to an attribute which host is asked");
    }
  return TRUE;
}

/* "." or "..", or what a browser takes for one of them. */
static gboolean
is_step (const char *segment, gsize length)
{
  const char *end = segment + length;
  guint n_dots = 0;

  while (segment < end)
    {
      gboolean is_escaped = g_ascii_strncasecmp (segment, "%2e", 3) == 0;

      if (!is_escaped && *segment != '.')
        return FALSE;
      segment += is_escaped ? 3 : 1;
      n_dots++;
    }
  return n_dots == 1 || n_dots == 2;
}

/* Escaping leaves dots as they are, and as a whole segment they would lead to another page. */
static gboolean
has_step (const char *url)
{
  const char *end = url + strcspn (url, "?#");

  while (url < end)
    {
      gsize length = strcspn (url, "/?#");

      if (is_step (url, length))
        return TRUE;
      url += length + (url + length < end);
    }
  return FALSE;
}

/**
 * tra_pop_template_fill_url:
 * @text: an address with {placeholders}
 * @schemes: (array zero-terminated=1): those that are allowed, in lower case
 * @lookup: (scope call): what stands for a placeholder
 * @user_data: for @lookup
 * @error: %G_IO_ERROR_INVALID_ARGUMENT: @text is not to be opened, whatever the attributes are
 *
 * What @lookup returns is escaped whole, so it ends neither the path nor the query nor a parameter
 * that it stands in; nor is it a "..", which needs no end.
 *
 * Returns: (transfer full) (nullable): the address
 */
char *
tra_pop_template_fill_url (const char *text,
                           const char *const *schemes,
                           TraPopLookup lookup,
                           gpointer user_data,
                           GError **error)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (schemes != NULL, NULL);
  g_return_val_if_fail (lookup != NULL, NULL);

  if (!check_url (text, schemes, error))
    return NULL;

  url = fill (text, TRUE, lookup, user_data);
  if (!g_uri_is_valid (url, G_URI_FLAGS_NONE, error))
    return NULL;
  if (has_step (url))
    {
      refuse (error, "An attribute would be a step to another page");
      return NULL;
    }
  for (const char *p = url; *p != '\0'; p++)
    if (g_ascii_isspace (*p) || g_ascii_iscntrl (*p))
      {
        refuse (error, "The address has a space or a line break");
        return NULL;
      }
  return g_steal_pointer (&url);
}

/**
 * tra_pop_template_fill_command:
 * @text: a command with {placeholders}, quoted as for a shell, which it is never given to
 * @lookup: (scope call): what stands for a placeholder
 * @user_data: for @lookup
 * @error: why it cannot be run: a #GShellError, or %G_IO_ERROR_INVALID_ARGUMENT where an attribute
 *   would be the program's name or one of its options
 *
 * @text is taken apart before anything is filled in: what @lookup returns is part of the one argument
 * that it stands in, whatever quotes and spaces it has.
 *
 * Returns: (transfer full) (nullable): the arguments, the program first
 */
char **
tra_pop_template_fill_command (const char *text,
                               TraPopLookup lookup,
                               gpointer user_data,
                               GError **error)
{
  g_auto(GStrv) arguments = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (lookup != NULL, NULL);

  if (!g_shell_parse_argv (text, NULL, &arguments, error))
    return NULL;
  if (has_placeholder (arguments[0], arguments[0] + strlen (arguments[0])))
    {
      refuse (error, "The command leaves it to an attribute which program is run");
      return NULL;
    }

  for (guint i = 1; arguments[i] != NULL; i++)
    {
      g_autofree char *before = arguments[i];

      arguments[i] = fill (before, FALSE, lookup, user_data);
      if (*arguments[i] == '-' && *before != '-')
        {
          refuse (error, "An attribute would be an option of the command");
          return NULL;
        }
    }
  return g_steal_pointer (&arguments);
}
