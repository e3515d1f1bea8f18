/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-twiml-private.h"

#define MILLISECOND G_GINT64_CONSTANT (1000)
#define LONGEST (10 * G_USEC_PER_SEC)

/* The service says only which is longer than which; the figures are ours. */
static const struct
{
  const char *strength;
  gint64 length;
} strengths[] = {
  { "none", 0 },
  { "x-weak", 0 },
  { "weak", 250 * MILLISECOND },
  { "medium", 500 * MILLISECOND },
  { "strong", 1000 * MILLISECOND },
  { "x-strong", 1500 * MILLISECOND },
};

#define MEDIUM (500 * MILLISECOND)

/* "2s", "1.5s", "300ms". FALSE for what is none of them. */
static gboolean
parse_time (const char *text, gint64 *length)
{
  char *unit = NULL;
  double number = g_ascii_strtod (text, &unit);
  double factor = strcmp (unit, "s") == 0 ? G_USEC_PER_SEC : MILLISECOND;

  if (!g_ascii_isdigit (*text) || (strcmp (unit, "s") != 0 && strcmp (unit, "ms") != 0))
    return FALSE;
  /* Before the product: it may be too large for a number of microseconds. */
  *length = number * factor >= LONGEST ? LONGEST : (gint64) (number * factor);
  return TRUE;
}

/* How long the silence of a <break> is, in microseconds: as its time says, which goes before its
 * strength, and at most ten seconds; without a word of either as a comma.
 *
 * Source: the service's page "Text-to-Speech: SSML", <break>; W3C SSML 1.1, 3.2.3. */
gint64
trs_twiml_read_break (const char **names, const char **values)
{
  gint64 length = MEDIUM;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (strcmp (names[i], "time") == 0 && parse_time (values[i], &length))
        return length;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      for (guint j = 0; strcmp (names[i], "strength") == 0 && j < G_N_ELEMENTS (strengths); j++)
        {
          if (strcmp (values[i], strengths[j].strength) == 0)
            length = strengths[j].length;
        }
    }
  return length;
}
