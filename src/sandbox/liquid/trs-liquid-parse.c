/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid.h"

#include <string.h>

#include "trs-liquid-parser.h"

gboolean
trs_liquid_parser_fail (TrsLiquidParser *parser,
                        const char *at,
                        GError **error,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  trs_liquid_set_error (error, TRS_LIQUID_ERROR_SYNTAX, parser->template, at, "%s", message);
  return FALSE;
}

static void
add_text (TrsLiquidParser *parser, GPtrArray *nodes, const char *end, gboolean is_trimmed)
{
  const char *start = parser->cursor;
  TrsLiquidNode *node;

  if (parser->is_trimming)
    {
      while (start < end && g_ascii_isspace (*start))
        start++;
    }
  if (is_trimmed)
    {
      while (end > start && g_ascii_isspace (end[-1]))
        end--;
    }
  if (end == start)
    return;

  node = trs_liquid_node_new (TRS_LIQUID_TEXT);
  node->text = g_strndup (start, (gsize) (end - start));
  g_ptr_array_add (nodes, node);
}

static const char *
find_opening (const char *from)
{
  for (const char *brace = strchr (from, '{'); brace != NULL; brace = strchr (brace + 1, '{'))
    {
      if (brace[1] == '{' || brace[1] == '%')
        return brace;
    }
  return NULL;
}

/* Sets the lexer to the inside of the tag that opens at @open, and the cursor behind it. */
static gboolean
open_tag (TrsLiquidParser *parser, const char *open, GError **error)
{
  const char *closing = open[1] == '{' ? "}}" : "%}";
  const char *start = open + 2;
  const char *end = strstr (start, closing);

  if (end == NULL)
    return trs_liquid_parser_fail (parser, open, error, "no %s closes the tag", closing);

  parser->cursor = end + 2;
  if (start < end && *start == '-')
    start++;
  parser->is_trimming = end > start && end[-1] == '-';
  if (parser->is_trimming)
    end--;
  trs_liquid_lexer_init (&parser->lexer, parser->template, start, end);
  return TRUE;
}

static gboolean
is_stop (const TrsLiquidStops stops, const char *name)
{
  for (guint i = 0; stops != NULL && stops[i] != NULL; i++)
    {
      if (strcmp (stops[i], name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What is between raw and endraw, as it stands. */
static gboolean
parse_raw (TrsLiquidParser *parser, GPtrArray *nodes, const char *open, GError **error)
{
  for (const char *next = find_opening (parser->cursor); next != NULL;
       next = find_opening (next + 1))
    {
      TrsLiquidParser ahead = *parser;

      if (next[1] != '%')
        continue;
      if (!open_tag (&ahead, next, error)) /* nor will any tag after it be closed */
        return FALSE;
      if (trs_liquid_lexer_skip (&ahead.lexer, TRS_LIQUID_TOKEN_WORD, "endraw"))
        {
          add_text (parser, nodes, next, next[2] == '-');
          *parser = ahead;
          return trs_liquid_parse_end (&parser->lexer, error);
        }
    }
  return trs_liquid_parser_fail (parser, open, error, "no %s", "endraw");
}

/* Comments may hold comments. What else is in them is not read. */
static gboolean
parse_comment (TrsLiquidParser *parser, const char *open, GError **error)
{
  guint n_open = 1;

  while (n_open > 0)
    {
      const char *next = find_opening (parser->cursor);

      if (next == NULL)
        return trs_liquid_parser_fail (parser, open, error, "no %s", "endcomment");
      parser->cursor = next + 2;
      if (next[1] != '%')
        continue;
      if (!open_tag (parser, next, error))
        return FALSE;
      if (trs_liquid_lexer_is (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "comment"))
        n_open++;
      else if (trs_liquid_lexer_is (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "endcomment"))
        n_open--;
    }
  return TRUE;
}

static gboolean
parse_tag (TrsLiquidParser *parser,
           const char *name,
           GPtrArray *nodes,
           const char *open,
           GError **error)
{
  static const struct
  {
    const char *name;
    TrsLiquidNodeKind kind;
  } tags[] = {
    { "if", TRS_LIQUID_IF },           { "unless", TRS_LIQUID_IF },
    { "case", TRS_LIQUID_CASE },       { "for", TRS_LIQUID_FOR },
    { "assign", TRS_LIQUID_ASSIGN },   { "capture", TRS_LIQUID_CAPTURE },
    { "break", TRS_LIQUID_BREAK },     { "continue", TRS_LIQUID_CONTINUE },
  };
  TrsLiquidNode *node = NULL;

  if (strcmp (name, "raw") == 0)
    return parse_raw (parser, nodes, open, error);
  if (strcmp (name, "comment") == 0)
    return parse_comment (parser, open, error);

  for (guint i = 0; i < G_N_ELEMENTS (tags) && node == NULL; i++)
    {
      if (strcmp (tags[i].name, name) == 0)
        node = trs_liquid_node_new (tags[i].kind);
    }
  if (node == NULL)
    return trs_liquid_parser_fail (parser, open, error, "there is no tag \"%s\" here in the subset",
                                   name);

  g_ptr_array_add (nodes, node);
  switch (node->kind)
    {
    case TRS_LIQUID_IF:
      return trs_liquid_parse_if (parser, node, *name == 'u', error);
    case TRS_LIQUID_CASE:
      return trs_liquid_parse_case (parser, node, error);
    case TRS_LIQUID_FOR:
      return trs_liquid_parse_for (parser, node, error);
    case TRS_LIQUID_ASSIGN:
      return trs_liquid_parse_assign (parser, node, error);
    case TRS_LIQUID_CAPTURE:
      return trs_liquid_parse_capture (parser, node, error);
    default:
      return trs_liquid_parse_end (&parser->lexer, error);
    }
}

static gboolean
parse_output (TrsLiquidParser *parser, GPtrArray *nodes, GError **error)
{
  TrsLiquidNode *node;

  if (parser->lexer.kind == TRS_LIQUID_TOKEN_END) /* {{}} is nothing */
    return TRUE;

  node = trs_liquid_node_new (TRS_LIQUID_OUTPUT);
  g_ptr_array_add (nodes, node);
  node->expression = trs_liquid_parse_expression (&parser->lexer, error);
  return node->expression != NULL;
}

/* The tag that ends it for good. */
static const char *
get_last (const TrsLiquidStops stops)
{
  guint i = 0;

  while (stops[i + 1] != NULL)
    i++;
  return stops[i];
}

/* Reads up to one of the tags @stops, whose name is then the lexer's word; up to the end of the
 * template for none. */
static gboolean
parse_block (TrsLiquidParser *parser, GPtrArray *nodes, const TrsLiquidStops stops, GError **error)
{
  const char *start = parser->cursor;
  const char *open;

  while ((open = find_opening (parser->cursor)) != NULL)
    {
      g_autofree char *name = NULL;

      add_text (parser, nodes, open, open[2] == '-');
      if (!open_tag (parser, open, error))
        return FALSE;
      if (open[1] == '{')
        {
          if (!parse_output (parser, nodes, error))
            return FALSE;
          continue;
        }
      if (parser->lexer.kind != TRS_LIQUID_TOKEN_WORD)
        return trs_liquid_lexer_expected (&parser->lexer, "the name of a tag", error);
      name = trs_liquid_lexer_dup_text (&parser->lexer);
      if (is_stop (stops, name))
        return TRUE;
      trs_liquid_lexer_advance (&parser->lexer);
      if (!parse_tag (parser, name, nodes, open, error))
        return FALSE;
    }
  if (stops != NULL)
    return trs_liquid_parser_fail (parser, start, error, "no %s", get_last (stops));
  add_text (parser, nodes, parser->cursor + strlen (parser->cursor), FALSE);
  return TRUE;
}

gboolean
trs_liquid_parse_nodes (TrsLiquidParser *parser,
                        GPtrArray *nodes,
                        const TrsLiquidStops stops,
                        GError **error)
{
  gboolean is_good;

  if (parser->depth >= TRS_LIQUID_MAX_DEPTH)
    {
      trs_liquid_set_error (error, TRS_LIQUID_ERROR_LIMIT, parser->template, parser->cursor,
                            "tags are nested more than %d deep", TRS_LIQUID_MAX_DEPTH);
      return FALSE;
    }

  parser->depth++;
  is_good = parse_block (parser, nodes, stops, error);
  parser->depth--;
  return is_good;
}

/**
 * trs_liquid_parse:
 * @text: a template in UTF-8
 * @error: return location
 *
 * Returns: (transfer full): the template, or %NULL with a #TrsLiquidError
 */
TrsLiquid *
trs_liquid_parse (const char *text, GError **error)
{
  g_autoptr(TrsLiquid) self = NULL;
  TrsLiquidParser parser = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > TRS_LIQUID_MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, TRS_LIQUID_ERROR, TRS_LIQUID_ERROR_LIMIT,
                   "Liquid error: a template is UTF-8 of at most %d bytes", TRS_LIQUID_MAX_BYTES);
      return NULL;
    }

  self = g_new0 (TrsLiquid, 1);
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_node_free);
  parser.template = text;
  parser.cursor = text;
  if (!trs_liquid_parse_nodes (&parser, self->nodes, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}
