/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid-parser.h"

#include <string.h>

#include "trs-liquid-filters.h"

static gboolean
skip_mark (TrsLiquidLexer *lexer, const char *mark)
{
  return trs_liquid_lexer_skip (lexer, TRS_LIQUID_TOKEN_MARK, mark);
}

static gboolean
parse_segments (TrsLiquidLexer *lexer, TrsLiquidOperand *operand, guint depth, GError **error)
{
  for (;;)
    {
      g_autoptr(TrsLiquidOperand) segment = NULL;

      if (skip_mark (lexer, "."))
        {
          if (lexer->kind != TRS_LIQUID_TOKEN_WORD)
            return trs_liquid_lexer_expected (lexer, "a name after the dot", error);
          segment = trs_liquid_operand_new ();
          segment->literal = trs_liquid_value_take_string (trs_liquid_lexer_dup_text (lexer));
          trs_liquid_lexer_advance (lexer);
        }
      else if (skip_mark (lexer, "["))
        {
          segment = trs_liquid_parse_operand (lexer, depth + 1, error);
          if (segment == NULL)
            return FALSE;
          if (!skip_mark (lexer, "]"))
            return trs_liquid_lexer_expected (lexer, "]", error);
        }
      else
        return TRUE;
      g_ptr_array_add (operand->segments, g_steal_pointer (&segment));
    }
}

static gboolean
parse_range (TrsLiquidLexer *lexer, TrsLiquidOperand *operand, guint depth, GError **error)
{
  operand->from = trs_liquid_parse_operand (lexer, depth + 1, error);
  if (operand->from == NULL)
    return FALSE;
  if (!skip_mark (lexer, ".."))
    return trs_liquid_lexer_expected (lexer, "..", error);
  operand->to = trs_liquid_parse_operand (lexer, depth + 1, error);
  if (operand->to == NULL)
    return FALSE;
  return skip_mark (lexer, ")") || trs_liquid_lexer_expected (lexer, ")", error);
}

static gboolean
parse_number (TrsLiquidLexer *lexer, TrsLiquidOperand *operand, GError **error)
{
  g_autofree char *text = trs_liquid_lexer_dup_text (lexer);
  gint64 integer;

  if (lexer->kind == TRS_LIQUID_TOKEN_DOUBLE)
    operand->literal = trs_liquid_value_from_double (g_ascii_strtod (text, NULL));
  else if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    operand->literal = trs_liquid_value_from_int (integer);
  else
    return trs_liquid_lexer_expected (lexer, "a smaller number", error);
  trs_liquid_lexer_advance (lexer);
  return TRUE;
}

static gboolean
parse_word (TrsLiquidLexer *lexer, TrsLiquidOperand *operand, guint depth, GError **error)
{
  g_autofree char *word = trs_liquid_lexer_dup_text (lexer);

  trs_liquid_lexer_advance (lexer);
  if (strcmp (word, "nil") == 0 || strcmp (word, "null") == 0)
    operand->literal = trs_liquid_value_nil ();
  else if (strcmp (word, "true") == 0 || strcmp (word, "false") == 0)
    operand->literal = trs_liquid_value_from_bool (*word == 't');
  else if (strcmp (word, "empty") == 0 || strcmp (word, "blank") == 0)
    {
      operand->literal = trs_liquid_value_from_string ("");
      operand->special = *word == 'e' ? TRS_LIQUID_EMPTY : TRS_LIQUID_BLANK;
    }
  else
    {
      operand->name = g_steal_pointer (&word);
      return parse_segments (lexer, operand, depth, error);
    }
  return TRUE;
}

/* A literal, a variable with what is in it, or a range. */
TrsLiquidOperand *
trs_liquid_parse_operand (TrsLiquidLexer *lexer, guint depth, GError **error)
{
  g_autoptr(TrsLiquidOperand) operand = trs_liquid_operand_new ();
  gboolean is_good;

  if (depth > TRS_LIQUID_MAX_DEPTH)
    {
      trs_liquid_set_error (error, TRS_LIQUID_ERROR_LIMIT, lexer->template, lexer->start,
                            "nested more than %d deep", TRS_LIQUID_MAX_DEPTH);
      return NULL;
    }
  if (lexer->kind == TRS_LIQUID_TOKEN_STRING)
    {
      operand->literal = trs_liquid_value_take_string (trs_liquid_lexer_dup_text (lexer));
      trs_liquid_lexer_advance (lexer);
      is_good = TRUE;
    }
  else if (lexer->kind == TRS_LIQUID_TOKEN_INTEGER || lexer->kind == TRS_LIQUID_TOKEN_DOUBLE)
    is_good = parse_number (lexer, operand, error);
  else if (lexer->kind == TRS_LIQUID_TOKEN_WORD)
    is_good = parse_word (lexer, operand, depth, error);
  else if (skip_mark (lexer, "("))
    is_good = parse_range (lexer, operand, depth, error);
  else
    is_good = trs_liquid_lexer_expected (lexer, "a value", error);
  return is_good ? g_steal_pointer (&operand) : NULL;
}

static gboolean
parse_arguments (TrsLiquidLexer *lexer, TrsLiquidFilter *filter, GError **error)
{
  if (!skip_mark (lexer, ":"))
    return TRUE;

  do
    {
      TrsLiquidOperand *argument = trs_liquid_parse_operand (lexer, 0, error);

      if (argument == NULL)
        return FALSE;
      g_ptr_array_add (filter->arguments, argument);
    }
  while (skip_mark (lexer, ","));
  return TRUE;
}

static TrsLiquidFilter *
parse_filter (TrsLiquidLexer *lexer, GError **error)
{
  g_autoptr(TrsLiquidFilter) filter = NULL;
  g_autofree char *name = trs_liquid_lexer_dup_text (lexer);
  const TrsLiquidFilterSpec *spec;
  const char *start = lexer->start;

  if (lexer->kind != TRS_LIQUID_TOKEN_WORD)
    {
      trs_liquid_lexer_expected (lexer, "the name of a filter", error);
      return NULL;
    }
  spec = trs_liquid_filter_find (name);
  if (spec == NULL)
    {
      trs_liquid_set_error (error, TRS_LIQUID_ERROR_SYNTAX, lexer->template, start,
                            "there is no filter \"%s\" in the subset", name);
      return NULL;
    }

  trs_liquid_lexer_advance (lexer);
  filter = trs_liquid_filter_new (spec);
  if (!parse_arguments (lexer, filter, error))
    return NULL;
  if (filter->arguments->len < spec->minimum || filter->arguments->len > spec->maximum)
    {
      trs_liquid_set_error (error, TRS_LIQUID_ERROR_SYNTAX, lexer->template, start,
                            "the filter \"%s\" does not take %u arguments", name,
                            filter->arguments->len);
      return NULL;
    }
  return g_steal_pointer (&filter);
}

/* value | filter: argument, argument | … to the end of the tag. */
TrsLiquidExpression *
trs_liquid_parse_expression (TrsLiquidLexer *lexer, GError **error)
{
  g_autoptr(TrsLiquidExpression) expression = trs_liquid_expression_new ();

  expression->operand = trs_liquid_parse_operand (lexer, 0, error);
  if (expression->operand == NULL)
    return NULL;
  while (skip_mark (lexer, "|"))
    {
      TrsLiquidFilter *filter = parse_filter (lexer, error);

      if (filter == NULL)
        return NULL;
      g_ptr_array_add (expression->filters, filter);
    }
  if (!trs_liquid_parse_end (lexer, error))
    return NULL;
  return g_steal_pointer (&expression);
}

static gboolean
parse_operator (TrsLiquidLexer *lexer, TrsLiquidOperator *operator)
{
  static const struct
  {
    const char *text;
    TrsLiquidOperator operator;
  } operators[] = {
    { "==", TRS_LIQUID_EQUAL },
    { "!=", TRS_LIQUID_NOT_EQUAL },
    { "<>", TRS_LIQUID_NOT_EQUAL },
    { "<", TRS_LIQUID_LESS },
    { "<=", TRS_LIQUID_LESS_OR_EQUAL },
    { ">", TRS_LIQUID_GREATER },
    { ">=", TRS_LIQUID_GREATER_OR_EQUAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (trs_liquid_lexer_skip (lexer, TRS_LIQUID_TOKEN_OPERATOR, operators[i].text))
        {
          *operator = operators[i].operator;
          return TRUE;
        }
    }
  *operator = TRS_LIQUID_CONTAINS;
  return trs_liquid_lexer_skip (lexer, TRS_LIQUID_TOKEN_WORD, "contains");
}

/* Comparisons joined by "and" and "or", to the end of the tag. */
GPtrArray *
trs_liquid_parse_comparisons (TrsLiquidLexer *lexer, GError **error)
{
  g_autoptr(GPtrArray) comparisons =
    g_ptr_array_new_with_free_func ((GDestroyNotify)trs_liquid_comparison_free);

  for (;;)
    {
      TrsLiquidComparison *comparison = g_new0 (TrsLiquidComparison, 1);

      g_ptr_array_add (comparisons, comparison);
      comparison->left = trs_liquid_parse_operand (lexer, 0, error);
      if (comparison->left == NULL)
        return NULL;
      if (!parse_operator (lexer, &comparison->operator))
        comparison->operator = TRS_LIQUID_TRUTH;
      else if ((comparison->right = trs_liquid_parse_operand (lexer, 0, error)) == NULL)
        return NULL;

      if (trs_liquid_lexer_skip (lexer, TRS_LIQUID_TOKEN_WORD, "or"))
        comparison->is_or = TRUE;
      else if (!trs_liquid_lexer_skip (lexer, TRS_LIQUID_TOKEN_WORD, "and"))
        break;
    }
  if (!trs_liquid_parse_end (lexer, error))
    return NULL;
  return g_steal_pointer (&comparisons);
}

gboolean
trs_liquid_parse_mark (TrsLiquidLexer *lexer, const char *mark, GError **error)
{
  return skip_mark (lexer, mark) || trs_liquid_lexer_expected (lexer, mark, error);
}

gboolean
trs_liquid_parse_end (TrsLiquidLexer *lexer, GError **error)
{
  return lexer->kind == TRS_LIQUID_TOKEN_END ||
         trs_liquid_lexer_expected (lexer, "the end of the tag", error);
}
