/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-plain-text.h"

/* Controls, and the marks that turn the reading direction of what follows: a caller's name must not
 * be able to rearrange the sentence that it stands in. */
static gboolean
is_unwanted (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
      return TRUE;
    default:
      return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) ||
             (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
    }
}

/**
 * tra_plain_text:
 * @text: (nullable): what a stranger wrote: a task's attribute, a name from the wire
 * @max_chars: how many characters to show; what is longer ends in an ellipsis
 *
 * Makes one line of @text that is safe to show: valid UTF-8 without control characters, line breaks
 * and direction marks, runs of white space as one space. The result is text, never markup.
 *
 * Returns: (transfer full): the text; empty if nothing is left
 */
char *
tra_plain_text (const char *text, glong max_chars)
{
  g_autofree char *valid = NULL;
  GString *line;
  glong n_chars = 0;
  gboolean space = FALSE;

  if (text == NULL)
    return g_strdup ("");

  valid = g_utf8_make_valid (text, -1);
  line = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || is_unwanted (c))
        {
          space = space || g_unichar_isspace (c);
          continue;
        }
      if (n_chars + (space && line->len > 0) >= max_chars)
        {
          g_string_append (line, "…");
          break;
        }
      if (space && line->len > 0)
        {
          g_string_append_c (line, ' ');
          n_chars++;
        }
      space = FALSE;
      g_string_append_unichar (line, c);
      n_chars++;
    }
  return g_string_free (line, FALSE);
}
