/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-liquid-parser.h"

/* The tag that ended the last block: its name is the lexer's last word. */
static char *
take_tag_name (TrsLiquidParser *parser)
{
  char *name = trs_liquid_lexer_dup_text (&parser->lexer);

  trs_liquid_lexer_advance (&parser->lexer);
  return name;
}

gboolean
trs_liquid_parse_if (TrsLiquidParser *parser,
                     TrsLiquidNode *node,
                     gboolean is_negated,
                     GError **error)
{
  const TrsLiquidStops stops = { "elsif", "else", is_negated ? "endunless" : "endif", NULL };
  gboolean is_last = FALSE;

  for (;;)
    {
      TrsLiquidBranch *branch = trs_liquid_branch_new ();
      g_autofree char *stop = NULL;
      const char *at;

      g_ptr_array_add (node->branches, branch);
      if (!is_last)
        {
          branch->is_negated = is_negated && node->branches->len == 1;
          branch->comparisons = trs_liquid_parse_comparisons (&parser->lexer, error);
          if (branch->comparisons == NULL)
            return FALSE;
        }
      if (!trs_liquid_parse_nodes (parser, branch->nodes, stops, error))
        return FALSE;

      at = parser->lexer.start;
      stop = take_tag_name (parser);
      if (g_str_has_prefix (stop, "end"))
        return trs_liquid_parse_end (&parser->lexer, error);
      if (is_last)
        return trs_liquid_parser_fail (parser, at, error, "%s after else", stop);
      is_last = strcmp (stop, "else") == 0;
      if (is_last && !trs_liquid_parse_end (&parser->lexer, error))
        return FALSE;
    }
}

static gboolean
parse_when (TrsLiquidParser *parser, TrsLiquidBranch *branch, GError **error)
{
  branch->values = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_operand_free);
  do
    {
      TrsLiquidOperand *value = trs_liquid_parse_operand (&parser->lexer, 0, error);

      if (value == NULL)
        return FALSE;
      g_ptr_array_add (branch->values, value);
    }
  while (trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_MARK, ",") ||
         trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "or"));
  return trs_liquid_parse_end (&parser->lexer, error);
}

gboolean
trs_liquid_parse_case (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  static const TrsLiquidStops stops = { "when", "else", "endcase", NULL };
  g_autoptr(TrsLiquidBranch) ignored = trs_liquid_branch_new (); /* before the first when */
  GPtrArray *nodes = ignored->nodes;

  node->operand = trs_liquid_parse_operand (&parser->lexer, 0, error);
  if (node->operand == NULL || !trs_liquid_parse_end (&parser->lexer, error))
    return FALSE;

  for (;;)
    {
      g_autofree char *stop = NULL;
      TrsLiquidBranch *branch;

      if (!trs_liquid_parse_nodes (parser, nodes, stops, error))
        return FALSE;
      stop = take_tag_name (parser);
      if (strcmp (stop, "endcase") == 0)
        return trs_liquid_parse_end (&parser->lexer, error);

      branch = trs_liquid_branch_new ();
      nodes = branch->nodes;
      g_ptr_array_add (node->branches, branch);
      if (strcmp (stop, "when") == 0 ? !parse_when (parser, branch, error)
                                     : !trs_liquid_parse_end (&parser->lexer, error))
        return FALSE;
    }
}

static gboolean
parse_name (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  if (parser->lexer.kind != TRS_LIQUID_TOKEN_WORD)
    return trs_liquid_lexer_expected (&parser->lexer, "the name of a variable", error);

  node->text = trs_liquid_lexer_dup_text (&parser->lexer);
  trs_liquid_lexer_advance (&parser->lexer);
  return TRUE;
}

static gboolean
parse_for_option (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  TrsLiquidOperand **option;

  if (trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "reversed"))
    {
      node->is_reversed = TRUE;
      return TRUE;
    }
  if (trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "limit"))
    option = &node->limit;
  else if (trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "offset"))
    option = &node->offset;
  else
    return trs_liquid_lexer_expected (&parser->lexer, "limit, offset or reversed", error);

  if (!trs_liquid_parse_mark (&parser->lexer, ":", error))
    return FALSE;
  g_clear_pointer (option, trs_liquid_operand_free);
  *option = trs_liquid_parse_operand (&parser->lexer, 0, error);
  return *option != NULL;
}

gboolean
trs_liquid_parse_for (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  static const TrsLiquidStops stops = { "else", "endfor", NULL };
  static const TrsLiquidStops stops_after_else = { "endfor", NULL };
  TrsLiquidBranch *branch = trs_liquid_branch_new ();

  g_ptr_array_add (node->branches, branch);
  if (!parse_name (parser, node, error))
    return FALSE;
  if (!trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "in"))
    return trs_liquid_lexer_expected (&parser->lexer, "in", error);
  node->operand = trs_liquid_parse_operand (&parser->lexer, 0, error);
  if (node->operand == NULL)
    return FALSE;
  while (parser->lexer.kind != TRS_LIQUID_TOKEN_END)
    {
      trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_MARK, ",");
      if (!parse_for_option (parser, node, error))
        return FALSE;
    }

  if (!trs_liquid_parse_nodes (parser, branch->nodes, stops, error))
    return FALSE;
  if (trs_liquid_lexer_skip (&parser->lexer, TRS_LIQUID_TOKEN_WORD, "else"))
    {
      branch = trs_liquid_branch_new ();
      g_ptr_array_add (node->branches, branch);
      if (!trs_liquid_parse_end (&parser->lexer, error) ||
          !trs_liquid_parse_nodes (parser, branch->nodes, stops_after_else, error))
        return FALSE;
    }
  trs_liquid_lexer_advance (&parser->lexer);
  return trs_liquid_parse_end (&parser->lexer, error);
}

gboolean
trs_liquid_parse_assign (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  if (!parse_name (parser, node, error) || !trs_liquid_parse_mark (&parser->lexer, "=", error))
    return FALSE;
  node->expression = trs_liquid_parse_expression (&parser->lexer, error);
  return node->expression != NULL;
}

gboolean
trs_liquid_parse_capture (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error)
{
  static const TrsLiquidStops stops = { "endcapture", NULL };
  TrsLiquidBranch *branch = trs_liquid_branch_new ();

  g_ptr_array_add (node->branches, branch);
  if (!parse_name (parser, node, error) || !trs_liquid_parse_end (&parser->lexer, error) ||
      !trs_liquid_parse_nodes (parser, branch->nodes, stops, error))
    return FALSE;
  trs_liquid_lexer_advance (&parser->lexer);
  return trs_liquid_parse_end (&parser->lexer, error);
}
