/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-answer-text.h"

#include <string.h>

#define DECLARATION "<?xml "

/* The length of a document's XML declaration; 0 for none. */
static gsize
measure_declaration (const char *bytes, gsize length)
{
  const char *end;

  if (length < strlen (DECLARATION) || memcmp (bytes, DECLARATION, strlen (DECLARATION)) != 0)
    return 0;
  end = g_strstr_len (bytes, (gssize) length, "?>");
  return end != NULL ? (gsize) (end - bytes) + strlen ("?>") : 0;
}

static char *
dup_declared (const char *bytes, gsize length)
{
  g_autofree char *declaration = g_strndup (bytes, length);
  const char *found = strstr (declaration, "encoding");
  const char *start = found != NULL ? strpbrk (found, "\"'") : NULL;
  const char *end = start != NULL ? strchr (start + 1, *start) : NULL;

  return end != NULL ? g_strndup (start + 1, (gsize) (end - start) - 1) : NULL;
}

static gboolean
is_utf8 (const char *charset)
{
  return charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0 ||
         g_ascii_strcasecmp (charset, "utf8") == 0;
}

/**
 * trs_answer_text_new:
 * @bytes: a body
 * @length: of it
 * @charset: (nullable): what its Content-Type says
 *
 * Reads it as what the header says, else as what an XML document says of itself, else as UTF-8. An
 * XML declaration that is not true any more is taken away. What can't be read is replaced.
 *
 * Returns: (transfer full): UTF-8
 *
 * Source: RFC 7303, section 3, for which of the two counts.
 */
char *
trs_answer_text_new (const char *bytes, gsize length, const char *charset)
{
  gsize size = measure_declaration (bytes, length);
  g_autofree char *declared = dup_declared (bytes, size);
  const char *name = charset != NULL ? charset : declared;
  char *text = NULL;

  if (!is_utf8 (declared))
    {
      bytes += size;
      length -= size;
    }
  if (!is_utf8 (name))
    text = g_convert (bytes, (gssize) length, "UTF-8", name, NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (bytes, (gssize) length);
}
