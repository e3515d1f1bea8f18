/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-text.h"

#include <string.h>

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:             /* escape sequences */
    case G_UNICODE_FORMAT:              /* turns the direction of what follows */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return TRUE;
    }
}

/**
 * trd_text_plain:
 * @text: a stranger's text
 *
 * Returns: (transfer full): the same in one line, with nothing in it that a terminal would obey
 */
char *
trd_text_plain (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (plain, is_harmless (c) ? c : ' ');
    }
  return g_string_free (plain, FALSE);
}

/**
 * trd_text_escape_json:
 * @json: JSON text
 *
 * Returns: (transfer full): the same JSON, in which what a terminal would obey is escaped
 */
char *
trd_text_escape_json (const char *json)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || is_harmless (c))
        g_string_append_unichar (escaped, c);
      else if (c < 0x10000)
        g_string_append_printf (escaped, "\\u%04x", c);
      else
        g_string_append_printf (escaped, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
    }
  return g_string_free (escaped, FALSE);
}

/**
 * trd_text_width:
 * @text: plain text
 *
 * Returns: how many columns of a terminal it takes
 */
gsize
trd_text_width (const char *text)
{
  gsize width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

/**
 * trd_text_cut:
 * @text: plain text
 * @width: columns of a terminal
 *
 * Returns: (transfer full): as much of it as takes no more than @width
 */
char *
trd_text_cut (const char *text, gsize width)
{
  const char *p = text;
  gsize taken = 0;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize own = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      if (taken + own > width)
        break;
      taken += own;
    }
  return g_strndup (text, p - text);
}

/**
 * trd_text_duration:
 * @seconds: a length of time
 *
 * Returns: (transfer full): as people read it: "42s", "3m 05s", "2h 10m", "4d 3h"
 */
char *
trd_text_duration (gint64 seconds)
{
  seconds = MAX (seconds, 0);
  if (seconds < 60)
    return g_strdup_printf ("%ds", (int) seconds);
  if (seconds < 60 * 60)
    return g_strdup_printf ("%dm %02ds", (int) (seconds / 60), (int) (seconds % 60));
  if (seconds < 24 * 60 * 60)
    return g_strdup_printf ("%dh %02dm", (int) (seconds / 3600), (int) (seconds / 60 % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT "d %dh", seconds / 86400, (int) (seconds / 3600 % 24));
}

/**
 * trd_text_parse_duration:
 * @text: a number with an optional unit: "90", "90s", "5m", "2h", "1d"
 * @seconds: (out): as much
 *
 * Returns: whether it is one
 */
gboolean
trd_text_parse_duration (const char *text, gint64 *seconds)
{
  static const struct
  {
    const char *name;
    gint64 seconds;
  } units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 } };
  const gint64 longest = 3650;
  char *end = NULL;
  guint64 number;

  if (!g_ascii_isdigit (*text))
    return FALSE;

  number = g_ascii_strtoull (text, &end, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].name) && number <= (guint64) (longest * 86400 / units[i].seconds))
      {
        *seconds = (gint64) number * units[i].seconds;
        return TRUE;
      }
  return FALSE;
}
