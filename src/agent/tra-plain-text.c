/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-plain-text.h"

#define LEFT_TO_RIGHT_ISOLATE 0x2066
#define POP_ISOLATE 0x2069

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

/* Whether what @p opens is closed before another one is opened. */
static gboolean
is_closed (const char *p)
{
  for (p = g_utf8_next_char (p); *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == POP_ISOLATE || c == LEFT_TO_RIGHT_ISOLATE)
        return c == POP_ISOLATE;
    }

  return FALSE;
}

static char *
make_plain (const char *text, glong max_chars, gboolean keep_isolates)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_new (NULL);
  glong n_chars = 0;
  gboolean space = FALSE;
  gboolean is_isolated = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean opens =
          keep_isolates && c == LEFT_TO_RIGHT_ISOLATE && !is_isolated && is_closed (p);
      gboolean closes = is_isolated && c == POP_ISOLATE;

      if (!opens && !closes && (g_unichar_isspace (c) || is_unwanted (c)))
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
      is_isolated = (is_isolated || opens) && !closes;
      g_string_append_unichar (line, c);
      n_chars++;
    }

  if (is_isolated)
    g_string_append_unichar (line, POP_ISOLATE);
  return g_string_free (line, FALSE);
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
  return text != NULL ? make_plain (text, max_chars, FALSE) : g_strdup ("");
}

/**
 * tra_plain_text_isolated:
 * @text: a sentence of ours with strangers' words in it
 * @max_chars: as for tra_plain_text()
 *
 * Like tra_plain_text(), but what stands between U+2066 and U+2069, as a phone number in a sentence
 * does, stays so. One without the other goes: it would reach into what comes after @text.
 *
 * Returns: (transfer full): the text
 */
char *
tra_plain_text_isolated (const char *text, glong max_chars)
{
  g_return_val_if_fail (text != NULL, NULL);

  return make_plain (text, max_chars, TRUE);
}
