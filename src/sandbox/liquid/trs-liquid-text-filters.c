/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-liquid-filters.h"

#define FILTER(name)                                                                               \
  static JsonNode *name (TrsLiquidRender *render, JsonNode *input, JsonNode **arguments,           \
                         guint n_arguments)

/* Text that may grow: past the limit the rendering has failed, and it grows no more. */
static void
add (TrsLiquidRender *render, GString *text, const char *part, gsize length)
{
  if (text->len + length > TRS_LIQUID_MAX_BYTES)
    trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "a text is too long");
  if (render->error == NULL)
    g_string_append_len (text, part, (gssize) length);
}

static JsonNode *
finish (GString *text)
{
  return trs_liquid_value_take_string (g_string_free (text, FALSE));
}

static JsonNode *
replace (TrsLiquidRender *render, JsonNode *input, JsonNode *old, JsonNode *new, gboolean is_once)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  g_autofree char *search = trs_liquid_value_to_string (old);
  g_autofree char *replacement = new != NULL ? trs_liquid_value_to_string (new) : g_strdup ("");
  gsize search_length = strlen (search);
  gsize replacement_length = strlen (replacement);
  GString *out = g_string_new (NULL);
  const char *rest = text;
  const char *found;

  while (search_length > 0 && render->error == NULL && (found = strstr (rest, search)) != NULL)
    {
      add (render, out, rest, (gsize) (found - rest));
      add (render, out, replacement, replacement_length);
      rest = found + search_length;
      if (is_once)
        break;
    }
  add (render, out, rest, strlen (rest));
  return finish (out);
}

static JsonNode *
join_two (TrsLiquidRender *render, JsonNode *first, JsonNode *second)
{
  g_autofree char *one = trs_liquid_value_to_string (first);
  g_autofree char *two = trs_liquid_value_to_string (second);
  GString *out = g_string_new (NULL);

  add (render, out, one, strlen (one));
  add (render, out, two, strlen (two));
  return finish (out);
}

FILTER (append)
{
  return join_two (render, input, arguments[0]);
}

FILTER (prepend)
{
  return join_two (render, arguments[0], input);
}

/* The first letter large, the others small. */
FILTER (capitalize)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  g_autofree char *first = NULL;
  g_autofree char *others = NULL;
  const char *second;

  if (*text == '\0')
    return trs_liquid_value_from_string ("");
  second = g_utf8_next_char (text);
  first = g_utf8_strup (text, second - text);
  others = g_utf8_strdown (second, -1);
  return trs_liquid_value_take_string (g_strconcat (first, others, NULL));
}

FILTER (downcase)
{
  g_autofree char *text = trs_liquid_value_to_string (input);

  return trs_liquid_value_take_string (g_utf8_strdown (text, -1));
}

FILTER (upcase)
{
  g_autofree char *text = trs_liquid_value_to_string (input);

  return trs_liquid_value_take_string (g_utf8_strup (text, -1));
}

FILTER (escape)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      const char *part = *c == '&'    ? "&amp;"
                         : *c == '<'  ? "&lt;"
                         : *c == '>'  ? "&gt;"
                         : *c == '"'  ? "&quot;"
                         : *c == '\'' ? "&#39;"
                                      : NULL;

      add (render, out, part != NULL ? part : c, part != NULL ? strlen (part) : 1);
    }
  return finish (out);
}

FILTER (strip)
{
  return trs_liquid_value_take_string (g_strstrip (trs_liquid_value_to_string (input)));
}

FILTER (lstrip)
{
  return trs_liquid_value_take_string (g_strchug (trs_liquid_value_to_string (input)));
}

FILTER (rstrip)
{
  return trs_liquid_value_take_string (g_strchomp (trs_liquid_value_to_string (input)));
}

FILTER (strip_newlines)
{
  char *text = trs_liquid_value_to_string (input);
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (*from != '\n' && *from != '\r')
        *to++ = *from;
    }
  *to = '\0';
  return trs_liquid_value_take_string (text);
}

FILTER (remove_all)
{
  return replace (render, input, arguments[0], NULL, FALSE);
}

FILTER (remove_first)
{
  return replace (render, input, arguments[0], NULL, TRUE);
}

FILTER (replace_all)
{
  return replace (render, input, arguments[0], n_arguments > 1 ? arguments[1] : NULL, FALSE);
}

FILTER (replace_first)
{
  return replace (render, input, arguments[0], n_arguments > 1 ? arguments[1] : NULL, TRUE);
}

static gint64
get_integer (JsonNode *value, gint64 fallback)
{
  gboolean is_int;
  gint64 integer;
  double number;

  return trs_liquid_value_get_number (value, &is_int, &integer, &number) && is_int ? integer
                                                                                   : fallback;
}

/* From a place, counted from the end if below 0: one character or element, or so many. */
FILTER (slice)
{
  g_autofree char *text = NULL;
  gboolean is_array = JSON_NODE_HOLDS_ARRAY (input);
  gint64 size;
  gint64 start = get_integer (arguments[0], 0);
  gint64 length = n_arguments > 1 ? get_integer (arguments[1], 1) : 1;

  if (!is_array)
    text = trs_liquid_value_to_string (input);
  size = is_array ? json_array_get_length (json_node_get_array (input)) : g_utf8_strlen (text, -1);
  if (start < 0)
    start = start >= -size ? start + size : size;
  start = MIN (start, size);
  length = CLAMP (length, 0, size - start);

  if (is_array)
    {
      JsonArray *out = json_array_new ();

      for (gint64 i = start; i < start + length; i++)
        json_array_add_element (
          out, json_node_ref (json_array_get_element (json_node_get_array (input), (guint)i)));
      return trs_liquid_value_take_array (out);
    }
  return trs_liquid_value_take_string (g_utf8_substring (text, start, start + length));
}

static JsonNode *
split_characters (const char *text)
{
  JsonArray *out = json_array_new ();

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      g_autofree char *character = g_strndup (c, (gsize) (g_utf8_next_char (c) - c));

      json_array_add_string_element (out, character);
    }
  return trs_liquid_value_take_array (out);
}

/* Empty parts at the end are dropped; a blank splits at any white space. */
FILTER (split)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  g_autofree char *separator = trs_liquid_value_to_string (arguments[0]);
  g_auto(GStrv) parts = NULL;
  gboolean is_blank = strcmp (separator, " ") == 0;
  JsonArray *out;
  guint n;

  if (*separator == '\0')
    return split_characters (text);

  parts = is_blank ? g_strsplit_set (text, " \t\r\n", -1) : g_strsplit (text, separator, -1);
  n = g_strv_length (parts);
  while (n > 0 && *parts[n - 1] == '\0')
    n--;
  out = json_array_new ();
  for (guint i = 0; i < n; i++)
    {
      if (!is_blank || *parts[i] != '\0')
        json_array_add_string_element (out, parts[i]);
    }
  return trs_liquid_value_take_array (out);
}

/* To so many characters with the ellipsis. */
FILTER (truncate_text)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  g_autofree char *ellipsis =
    n_arguments > 1 ? trs_liquid_value_to_string (arguments[1]) : g_strdup ("...");
  g_autofree char *start = NULL;
  gint64 length = n_arguments > 0 ? get_integer (arguments[0], 50) : 50;

  if (g_utf8_strlen (text, -1) <= length)
    return trs_liquid_value_take_string (g_steal_pointer (&text));
  length = CLAMP (length - g_utf8_strlen (ellipsis, -1), 0, g_utf8_strlen (text, -1));
  start = g_utf8_substring (text, 0, length);
  return trs_liquid_value_take_string (g_strconcat (start, ellipsis, NULL));
}

FILTER (url_encode)
{
  g_autofree char *text = trs_liquid_value_to_string (input);
  g_autofree char *escaped = g_uri_escape_string (text, " ", FALSE);
  GString *out = g_string_new (NULL);

  g_strdelimit (escaped, " ", '+');
  add (render, out, escaped, strlen (escaped));
  return finish (out);
}

FILTER (url_decode)
{
  g_autofree char *text = g_strdelimit (trs_liquid_value_to_string (input), "+", ' ');
  g_autofree char *decoded = g_uri_unescape_string (text, NULL);

  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    return trs_liquid_value_take_string (g_steal_pointer (&text));
  return trs_liquid_value_take_string (g_steal_pointer (&decoded));
}

const TrsLiquidFilterSpec trs_liquid_text_filters[] = {
  { "append", append, 1, 1 },
  { "capitalize", capitalize, 0, 0 },
  { "downcase", downcase, 0, 0 },
  { "escape", escape, 0, 0 },
  { "lstrip", lstrip, 0, 0 },
  { "prepend", prepend, 1, 1 },
  { "remove", remove_all, 1, 1 },
  { "remove_first", remove_first, 1, 1 },
  { "replace", replace_all, 1, 2 },
  { "replace_first", replace_first, 1, 2 },
  { "rstrip", rstrip, 0, 0 },
  { "slice", slice, 1, 2 },
  { "split", split, 1, 1 },
  { "strip", strip, 0, 0 },
  { "strip_newlines", strip_newlines, 0, 0 },
  { "truncate", truncate_text, 0, 2 },
  { "upcase", upcase, 0, 0 },
  { "url_decode", url_decode, 0, 0 },
  { "url_encode", url_encode, 0, 0 },
  { NULL },
};
