/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-twiml-private.h"

static gboolean
has_control (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if ((guchar) text[i] < 0x20 && text[i] != '\t' && text[i] != '\n' && text[i] != '\r')
        return TRUE;
    }
  return FALSE;
}

/* GMarkup takes some texts that XML does not, and those that it takes from the front of the
 * document are those that people send: blanks before the declaration, another encoding. */
static gboolean
check_start (const char *xml, GError **error)
{
  g_autofree char *declaration = NULL;
  const char *encoding;
  const char *found = strstr (xml, "<?xml ");
  const char *end;

  if (found == NULL)
    return TRUE;
  if (found != xml || strstr (xml + 1, "<?xml ") != NULL)
    {
      g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE,
                           "The processing instruction target matching \"[xX][mM][lL]\" is not "
                           "allowed: the declaration must be the first thing in the document");
      return FALSE;
    }

  end = strstr (xml, "?>");
  declaration = g_ascii_strdown (xml, end != NULL ? end - xml : -1);
  encoding = strstr (declaration, "encoding");
  if (encoding != NULL && strstr (encoding, "utf-8") == NULL && strstr (encoding, "utf8") == NULL &&
      strstr (encoding, "ascii") == NULL && !g_str_is_ascii (xml))
    {
      g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE,
                           "Error on line 1, column 1 of the document: only UTF-8 is read");
      return FALSE;
    }
  return TRUE;
}

/* Gives the document's bytes with a NUL behind them and none among them. */
char *
trs_twiml_read_text (const char *text, gssize length, GError **error)
{
  g_autofree char *xml = NULL;
  gsize size;

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size > TRS_TWIML_MAX_BYTES)
    {
      g_set_error (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_TOO_LARGE,
                   "The document has %" G_GSIZE_FORMAT " bytes, more than the %d allowed", size,
                   TRS_TWIML_MAX_BYTES);
      return NULL;
    }
  if (size >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    {
      text += 3;
      size -= 3;
    }
  if (size == 0 || has_control (text, size))
    {
      g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE,
                           size == 0 ? "The document is empty"
                                      : "An invalid XML character was found in the document");
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, NULL))
    {
      g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE,
                           "The document is not UTF-8");
      return NULL;
    }
  xml = g_strndup (text, size);
  return check_start (xml, error) ? g_steal_pointer (&xml) : NULL;
}
