/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json-scan.h"

#include <math.h>
#include <string.h>

#include "tr-error.h"
#include "tr-json-tree.h"
#include "tr-json.h"

/*
 * A strict reader of RFC 8259. It stands in for json-glib's own, which recurses without a limit in
 * 1.6 (80,000 '[' end the process), cuts strings at \u0000, reads integers past 64 bits as -1, and
 * takes empty text, 01, 1e999, raw control characters and comments; and which takes most of the
 * time that an event costs.
 */

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint64 objects; /* bit n: the container at depth n is an object, not an array */
  guint depth;
  guint values;
  guint max_values;
  gboolean rounds;         /* an integer past 64 bits is read as a floating point number */
  TrJsonTree *tree; /* nullable: then nothing is kept */
  const char *string; /* the last string, between its quotes */
  gsize string_length;
} Scan;

G_STATIC_ASSERT (TR_JSON_MAX_DEPTH <= 64);

static gboolean
scan_fail (Scan *scan, const char *what, GError **error)
{
  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "not JSON: %s at byte %" G_GSIZE_FORMAT, what,
               (gsize) (scan->at - scan->start));
  return FALSE;
}

static void
scan_skip_space (Scan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
    scan->at++;
}

/* '\0' at the end; text with a NUL in it was refused before. */
static char
scan_peek (Scan *scan)
{
  return scan->at < scan->end ? *scan->at : '\0';
}

static gboolean
scan_hex4 (Scan *scan, guint *unit)
{
  *unit = 0;
  if (scan->end - scan->at < 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (*scan->at))
        return FALSE;
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*scan->at++);
    }
  return TRUE;
}

/* After "\u". Half of a surrogate pair has no UTF-8, and json-glib makes something up for it. */
static gboolean
scan_unicode_escape (Scan *scan, GError **error)
{
  guint unit, low;

  if (!scan_hex4 (scan, &unit))
    return scan_fail (scan, "bad \\u escape", error);
  if (unit == 0)
    return scan_fail (scan, "\\u0000 in a string", error);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return scan_fail (scan, "half a surrogate pair", error);
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;

  if (scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
    return scan_fail (scan, "half a surrogate pair", error);
  scan->at += 2;
  if (!scan_hex4 (scan, &low) || low < 0xdc00 || low > 0xdfff)
    return scan_fail (scan, "half a surrogate pair", error);
  return TRUE;
}

/* At the opening quote. */
static gboolean
scan_string (Scan *scan, GError **error)
{
  scan->at++;
  scan->string = scan->at;
  while (scan->at < scan->end)
    {
      guchar c = (guchar) *scan->at;

      if (c < 0x20)
        return scan_fail (scan, "control character in a string", error);
      scan->at++;
      if (c == '"')
        {
          scan->string_length = (gsize) (scan->at - scan->string) - 1;
          return TRUE;
        }
      if (c != '\\')
        continue;

      c = (guchar) scan_peek (scan);
      if (c == '\0' || strchr ("\"\\/bfnrtu", c) == NULL)
        return scan_fail (scan, "bad escape", error);
      scan->at++;
      if (c == 'u' && !scan_unicode_escape (scan, error))
        return FALSE;
    }
  return scan_fail (scan, "string without an end", error);
}

static gsize
scan_digits (Scan *scan)
{
  const char *first = scan->at;

  while (g_ascii_isdigit (scan_peek (scan)))
    scan->at++;
  return (gsize) (scan->at - first);
}

static gboolean
scan_double (Scan *scan, const char *first, GError **error)
{
  g_autofree char *number = g_strndup (first, (gsize) (scan->at - first));
  double value = g_ascii_strtod (number, NULL);

  if (!isfinite (value))
    return scan_fail (scan, "number out of range", error);
  if (scan->tree != NULL)
    tr_json_tree_add_double (scan->tree, value);
  return TRUE;
}

static gboolean
scan_large_integer (Scan *scan, const char *first, GError **error)
{
  return scan->rounds ? scan_double (scan, first, error)
                      : scan_fail (scan, "integer out of 64 bits", error);
}

static gboolean
scan_integer (Scan *scan, const char *first, GError **error)
{
  gboolean is_negative = *first == '-';
  gint64 value = 0;

  /* Downwards, since there is one more of the negative ones. */
  for (const char *digit = first + is_negative; digit < scan->at; digit++)
    if (__builtin_mul_overflow (value, 10, &value) ||
        __builtin_sub_overflow (value, (gint64) (*digit - '0'), &value))
      return scan_large_integer (scan, first, error);
  if (!is_negative && value == G_MININT64)
    return scan_large_integer (scan, first, error);
  if (scan->tree != NULL)
    tr_json_tree_add_int (scan->tree, is_negative ? value : -value);
  return TRUE;
}

static gboolean
scan_number (Scan *scan, GError **error)
{
  const char *first = scan->at;
  gboolean is_integer = TRUE;

  if (scan_peek (scan) == '-')
    scan->at++;
  if (scan_peek (scan) == '0')
    scan->at++;
  else if (scan_digits (scan) == 0)
    return scan_fail (scan, "value expected", error);
  if (scan_peek (scan) == '.')
    {
      is_integer = FALSE;
      scan->at++;
      if (scan_digits (scan) == 0)
        return scan_fail (scan, "digit expected", error);
    }
  if (scan_peek (scan) == 'e' || scan_peek (scan) == 'E')
    {
      is_integer = FALSE;
      scan->at++;
      if (scan_peek (scan) == '+' || scan_peek (scan) == '-')
        scan->at++;
      if (scan_digits (scan) == 0)
        return scan_fail (scan, "digit expected", error);
    }
  return is_integer ? scan_integer (scan, first, error) : scan_double (scan, first, error);
}

static gboolean
scan_word (Scan *scan, const char *word, GError **error)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return scan_fail (scan, "value expected", error);
  scan->at += length;
  return TRUE;
}

static gboolean
scan_bool (Scan *scan, gboolean value, GError **error)
{
  if (!scan_word (scan, value ? "true" : "false", error))
    return FALSE;
  if (scan->tree != NULL)
    tr_json_tree_add_bool (scan->tree, value);
  return TRUE;
}

static gboolean
scan_null (Scan *scan, GError **error)
{
  if (!scan_word (scan, "null", error))
    return FALSE;
  if (scan->tree != NULL)
    tr_json_tree_add_null (scan->tree);
  return TRUE;
}

static gboolean
scan_text (Scan *scan, GError **error)
{
  if (!scan_string (scan, error))
    return FALSE;
  if (scan->tree != NULL)
    tr_json_tree_add_string (scan->tree, scan->string, scan->string_length);
  return TRUE;
}

static gboolean
scan_scalar (Scan *scan, GError **error)
{
  switch (scan_peek (scan))
    {
    case '"':
      return scan_text (scan, error);
    case 't':
      return scan_bool (scan, TRUE, error);
    case 'f':
      return scan_bool (scan, FALSE, error);
    case 'n':
      return scan_null (scan, error);
    default:
      return scan_number (scan, error);
    }
}

/* At a member's name; leaves after the colon. */
static gboolean
scan_name (Scan *scan, GError **error)
{
  scan_skip_space (scan);
  if (scan_peek (scan) != '"')
    return scan_fail (scan, "member name expected", error);
  if (!scan_string (scan, error))
    return FALSE;
  if (scan->tree != NULL)
    tr_json_tree_add_name (scan->tree, scan->string, scan->string_length);
  scan_skip_space (scan);
  if (scan_peek (scan) != ':')
    return scan_fail (scan, "':' expected", error);
  scan->at++;
  return TRUE;
}

static gboolean
scan_in_object (Scan *scan)
{
  return scan->depth > 0 && (scan->objects >> (scan->depth - 1) & 1) != 0;
}

/* At '{' or '['. @is_value_next: whether a value must follow, which an empty container has not. */
static gboolean
scan_open (Scan *scan, gboolean *is_value_next, GError **error)
{
  gboolean is_object = *scan->at == '{';

  if (scan->depth == TR_JSON_MAX_DEPTH)
    return scan_fail (scan, "nested too deep", error);
  scan->objects &= ~(G_GUINT64_CONSTANT (1) << scan->depth);
  scan->objects |= (guint64) is_object << scan->depth;
  scan->depth++;
  scan->at++;
  if (scan->tree != NULL)
    tr_json_tree_begin (scan->tree, is_object);

  scan_skip_space (scan);
  *is_value_next = scan_peek (scan) != (is_object ? '}' : ']');
  return !*is_value_next || !is_object || scan_name (scan, error);
}

/* After a value: closes what ends here, until a next value is due or all is closed. */
static gboolean
scan_after_value (Scan *scan, gboolean *is_value_next, GError **error)
{
  *is_value_next = FALSE;
  while (scan->depth > 0)
    {
      char c;

      scan_skip_space (scan);
      c = scan_peek (scan);
      if (c == ',')
        {
          scan->at++;
          *is_value_next = TRUE;
          return !scan_in_object (scan) || scan_name (scan, error);
        }
      if (c != (scan_in_object (scan) ? '}' : ']'))
        return scan_fail (scan, scan->at == scan->end ? "cut off" : "',' or end expected", error);
      scan->at++;
      scan->depth--;
      if (scan->tree != NULL)
        tr_json_tree_end (scan->tree);
    }
  return TRUE;
}

static gboolean
scan_value (Scan *scan, gboolean *is_value_next, GError **error)
{
  char c;

  scan_skip_space (scan);
  if (scan->at == scan->end)
    return scan_fail (scan, "cut off", error);
  if (++scan->values > scan->max_values)
    return scan_fail (scan, "too many values", error);

  c = *scan->at;
  if (c == '{' || c == '[')
    {
      if (!scan_open (scan, is_value_next, error))
        return FALSE;
      if (*is_value_next)
        return TRUE;
    }
  else if (!scan_scalar (scan, error))
    return FALSE;
  return scan_after_value (scan, is_value_next, error);
}

static gboolean
scan_whole (Scan *scan, GError **error)
{
  gboolean is_value_next = TRUE;

  while (is_value_next)
    if (!scan_value (scan, &is_value_next, error))
      return FALSE;

  scan_skip_space (scan);
  if (scan->at != scan->end)
    return scan_fail (scan, "something after the value", error);
  return TRUE;
}

/**
 * tr_json_scan:
 * @text: UTF-8 without a NUL
 * @length: its bytes
 * @max_values: containers included
 * @rounds: whether an integer past 64 bits is a number all the same, as it is to JavaScript
 * @error: return location
 *
 * Returns: whether @text is one JSON value, no deeper than #TR_JSON_MAX_DEPTH, with no more values
 *   than @max_values, whose numbers fit. Else %TR_ERROR_PROTOCOL with the place
 *
 * Source: RFC 8259.
 */
gboolean
tr_json_scan (const char *text, gsize length, guint max_values, gboolean rounds, GError **error)
{
  Scan scan = { .start = text, .at = text, .end = text + length, .max_values = max_values,
                .rounds = rounds };

  return scan_whole (&scan, error);
}

/**
 * tr_json_scan_tree:
 * @text: UTF-8 without a NUL
 * @length: its bytes
 * @max_values: containers included
 * @rounds: as for tr_json_scan()
 * @error: return location
 *
 * Returns: (transfer full): the value; NULL for what tr_json_scan() says no to
 */
JsonNode *
tr_json_scan_tree (const char *text,
                   gsize length,
                   guint max_values,
                   gboolean rounds,
                   GError **error)
{
  TrJsonTree tree;
  Scan scan = { .start = text, .at = text, .end = text + length, .max_values = max_values,
                .rounds = rounds, .tree = &tree };
  JsonNode *root = NULL;

  tr_json_tree_init (&tree);
  if (scan_whole (&scan, error))
    root = g_steal_pointer (&tree.root);
  tr_json_tree_clear (&tree);
  return root;
}
