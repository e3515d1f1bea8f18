/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-expression-node.h"

#include <string.h>

#include "trs-error.h"
#include "trs-expression.h"
#include "trs-lexer.h"

/* The parser: recursive descent, a function for each rule of the grammar.
 *
 *   or      := and { OR and }
 *   and     := not { AND not }
 *   not     := [ NOT ] primary
 *   primary := "(" or ")" | operand [ operator operand ]
 *   operand := string | number | true | false | null | list | path
 *   list    := "[" [ operand { "," operand } ] "]"
 *   path    := word { "." word | "[" integer "]" }
 *
 * Source: the service's guide "Expression syntax". */

typedef struct
{
  TrsLexer lexer;
  TrsExpression *expression;
  guint depth;
  guint *column;
  GError **error;
} Parser;

static TrsNode *parse_or (Parser *parser);
static TrsNode *parse_operand (Parser *parser);

static TrsNode *
parser_fail (Parser *parser, const char *expecting)
{
  const TrsToken *token = &parser->lexer.token;
  glong length = g_utf8_strlen (token->start, (gssize) token->length);
  g_autofree char *input = g_utf8_substring (token->start, 0, MIN (length, 64));

  if (parser->column != NULL)
    *parser->column = token->column;
  g_set_error (parser->error, TRS_ERROR, TRS_ERROR_INVALID,
               "Invalid expression: extraneous input '%s' expecting %s at column %u",
               token->type == TRS_TOKEN_END ? "<EOF>" : input, expecting, token->column);
  return NULL;
}

static gboolean
parser_skip (Parser *parser, TrsTokenType type, const char *expecting)
{
  if (parser->lexer.token.type != type)
    {
      parser_fail (parser, expecting);
      return FALSE;
    }
  trs_lexer_advance (&parser->lexer);
  return TRUE;
}

static TrsNode *
parse_list (Parser *parser)
{
  g_autoptr(TrsNode) list = trs_node_new (TRS_NODE_LIST);

  trs_lexer_advance (&parser->lexer);
  while (parser->lexer.token.type != TRS_TOKEN_CLOSE_LIST)
    {
      TrsNode *element;

      if (list->children->len > 0 && !parser_skip (parser, TRS_TOKEN_COMMA, "',' or ']'"))
        return NULL;
      element = parse_operand (parser);
      if (element == NULL)
        return NULL;
      g_ptr_array_add (list->children, element);
    }
  trs_lexer_advance (&parser->lexer);
  return g_steal_pointer (&list);
}

static gboolean
parse_path_step (Parser *parser, TrsNode *path)
{
  TrsPathStep step = { 0 };
  const TrsToken *token = &parser->lexer.token;

  if (token->type == TRS_TOKEN_DOT)
    {
      trs_lexer_advance (&parser->lexer);
      if (token->type != TRS_TOKEN_WORD)
        return parser_fail (parser, "IDENTIFIER") != NULL;
      step.name = g_strndup (token->start, token->length);
      trs_lexer_advance (&parser->lexer);
    }
  else
    {
      trs_lexer_advance (&parser->lexer);
      if (token->type != TRS_TOKEN_NUMBER || memchr (token->start, '.', token->length) != NULL ||
          token->start[0] == '-')
        return parser_fail (parser, "INTEGER") != NULL;
      step.index = g_ascii_strtoull (token->start, NULL, 10);
      trs_lexer_advance (&parser->lexer);
      if (!parser_skip (parser, TRS_TOKEN_CLOSE_LIST, "']'"))
        return FALSE;
    }
  g_array_append_val (path->steps, step);
  return TRUE;
}

/* What the expression reads tells when its answer can change. */
static void
note_path (TrsExpression *expression, TrsNode *path)
{
  static const char *const state_names[] = { "activity_name", "activity_sid", "channel", NULL };
  const TrsPathStep *first = &g_array_index (path->steps, TrsPathStep, 0);

  for (guint i = 0; i < MIN (path->steps->len, 2); i++)
    {
      const char *name = g_array_index (path->steps, TrsPathStep, i).name;

      if (name != NULL && g_strv_contains (state_names, name))
        expression->uses_state = TRUE;
    }
  if (strcmp (first->name, "task") == 0)
    {
      path->binding = expression->task_paths->len;
      g_ptr_array_add (expression->task_paths, path);
    }
}

static TrsNode *
parse_path (Parser *parser)
{
  g_autoptr(TrsNode) path = trs_node_new (TRS_NODE_PATH);
  const TrsToken *token = &parser->lexer.token;
  TrsPathStep first = { .name = g_strndup (token->start, token->length) };

  g_array_append_val (path->steps, first);
  trs_lexer_advance (&parser->lexer);
  while (token->type == TRS_TOKEN_DOT || token->type == TRS_TOKEN_OPEN_LIST)
    {
      if (!parse_path_step (parser, path))
        return NULL;
    }
  note_path (parser->expression, path);
  return g_steal_pointer (&path);
}

static TrsNode *
parse_literal (Parser *parser, TrsValue value)
{
  TrsNode *literal = trs_node_new (TRS_NODE_LITERAL);

  literal->literal = value;
  trs_lexer_advance (&parser->lexer);
  return literal;
}

static TrsNode *
parse_string (Parser *parser)
{
  g_autofree char *string = trs_token_dup_string (&parser->lexer.token);
  TrsNode *literal = parse_literal (parser, trs_value_from_string (string));

  literal->string = g_steal_pointer (&string);
  return literal;
}

static TrsNode *
parse_word (Parser *parser)
{
  static const char *const operators[] = { "AND", "OR", "NOT", "IN", "HAS", "CONTAINS" };
  const TrsToken *token = &parser->lexer.token;

  if (trs_token_is_word (token, "true") || trs_token_is_word (token, "false"))
    {
      gboolean is_true = trs_token_is_word (token, "true");

      return parse_literal (parser,
                            (TrsValue) { .type = TRS_VALUE_BOOLEAN, .boolean = is_true });
    }
  if (trs_token_is_word (token, "null"))
    return parse_literal (parser, (TrsValue) { .type = TRS_VALUE_NULL });
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (trs_token_is_word (token, operators[i]))
        return parser_fail (parser, "VALUE");
    }
  return parse_path (parser);
}

static TrsNode *
parse_operand (Parser *parser)
{
  const TrsToken *token = &parser->lexer.token;
  TrsNode *operand;

  if (parser->depth >= TRS_EXPRESSION_MAX_DEPTH)
    return parser_fail (parser, "less nesting");

  parser->depth++;
  switch (token->type)
    {
    case TRS_TOKEN_STRING:
      operand = parse_string (parser);
      break;
    case TRS_TOKEN_NUMBER:
      operand = parse_literal (parser,
                               trs_value_from_number (g_ascii_strtod (token->start, NULL)));
      break;
    case TRS_TOKEN_OPEN_LIST:
      operand = parse_list (parser);
      break;
    case TRS_TOKEN_WORD:
      operand = parse_word (parser);
      break;
    default:
      operand = parser_fail (parser, "VALUE");
    }
  parser->depth--;
  return operand;
}

static gboolean
comparison_from_token (const TrsToken *token, TrsOperator *operator)
{
  if (token->type != TRS_TOKEN_COMPARISON)
    return FALSE;

  if (token->start[0] == '=')
    *operator = TRS_OPERATOR_EQUAL;
  else if (token->start[0] == '!')
    *operator = TRS_OPERATOR_NOT_EQUAL;
  else if (token->start[0] == '<')
    *operator = token->length == 1 ? TRS_OPERATOR_LESS : TRS_OPERATOR_LESS_OR_EQUAL;
  else
    *operator = token->length == 1 ? TRS_OPERATOR_GREATER : TRS_OPERATOR_GREATER_OR_EQUAL;
  return TRUE;
}

/* Answers FALSE with the error set when NOT comes without IN. */
static gboolean
parse_operator (Parser *parser, gboolean *found, TrsOperator *operator)
{
  const TrsToken *token = &parser->lexer.token;

  *found = TRUE;
  if (comparison_from_token (token, operator))
    ;
  else if (trs_token_is_word (token, "CONTAINS"))
    *operator = TRS_OPERATOR_CONTAINS;
  else if (trs_token_is_word (token, "HAS"))
    *operator = TRS_OPERATOR_HAS;
  else if (trs_token_is_word (token, "IN"))
    *operator = TRS_OPERATOR_IN;
  else if (trs_token_is_word (token, "NOT"))
    {
      trs_lexer_advance (&parser->lexer);
      if (!trs_token_is_word (token, "IN"))
        return parser_fail (parser, "IN") != NULL;
      *operator = TRS_OPERATOR_NOT_IN;
    }
  else
    {
      *found = FALSE;
      return TRUE;
    }
  trs_lexer_advance (&parser->lexer);
  return TRUE;
}

static TrsNode *
parse_compare (Parser *parser)
{
  g_autoptr(TrsNode) left = parse_operand (parser);
  g_autoptr(TrsNode) compare = NULL;
  TrsOperator operator = TRS_OPERATOR_EQUAL;
  TrsNode *right;
  gboolean found;

  if (left == NULL || !parse_operator (parser, &found, &operator))
    return NULL;
  if (!found)
    return g_steal_pointer (&left);

  right = parse_operand (parser);
  if (right == NULL)
    return NULL;
  compare = trs_node_new (TRS_NODE_COMPARE);
  compare->operator = operator;
  g_ptr_array_add (compare->children, g_steal_pointer (&left));
  g_ptr_array_add (compare->children, right);
  return g_steal_pointer (&compare);
}

static TrsNode *
parse_primary (Parser *parser)
{
  g_autoptr(TrsNode) inner = NULL;

  if (parser->lexer.token.type != TRS_TOKEN_OPEN)
    return parse_compare (parser);

  if (parser->depth >= TRS_EXPRESSION_MAX_DEPTH)
    return parser_fail (parser, "less nesting");
  parser->depth++;
  trs_lexer_advance (&parser->lexer);
  inner = parse_or (parser);
  if (inner == NULL || !parser_skip (parser, TRS_TOKEN_CLOSE, "')'"))
    return NULL;
  parser->depth--;
  return g_steal_pointer (&inner);
}

static TrsNode *
parse_not (Parser *parser)
{
  g_autoptr(TrsNode) inner = NULL;
  TrsNode *node;
  gboolean negated = FALSE;

  while (trs_token_is_word (&parser->lexer.token, "NOT"))
    {
      negated = !negated;
      trs_lexer_advance (&parser->lexer);
    }
  inner = parse_primary (parser);
  if (inner == NULL || !negated)
    return g_steal_pointer (&inner);

  node = trs_node_new (TRS_NODE_NOT);
  g_ptr_array_add (node->children, g_steal_pointer (&inner));
  return node;
}

/* One operand, or all that the word joins: no deeper for being longer. */
static TrsNode *
parse_joined (Parser *parser, TrsNodeType type, const char *word, TrsNode *(*parse) (Parser *))
{
  g_autoptr(TrsNode) joined = NULL;
  TrsNode *operand = parse (parser);

  if (operand == NULL || !trs_token_is_word (&parser->lexer.token, word))
    return operand;

  joined = trs_node_new (type);
  g_ptr_array_add (joined->children, operand);
  while (trs_token_is_word (&parser->lexer.token, word))
    {
      trs_lexer_advance (&parser->lexer);
      operand = parse (parser);
      if (operand == NULL)
        return NULL;
      g_ptr_array_add (joined->children, operand);
    }
  return g_steal_pointer (&joined);
}

static TrsNode *
parse_and (Parser *parser)
{
  return parse_joined (parser, TRS_NODE_AND, "AND", parse_not);
}

static TrsNode *
parse_or (Parser *parser)
{
  return parse_joined (parser, TRS_NODE_OR, "OR", parse_and);
}

/*
 * trs_expression_parse:
 * @self: an expression with its text
 * @column: (out) (optional): where it went wrong
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer full): the root, or %NULL with @error set
 */
TrsNode *
trs_expression_parse (TrsExpression *self, guint *column, GError **error)
{
  Parser parser = { .expression = self, .column = column, .error = error };
  g_autoptr(TrsNode) root = NULL;

  trs_lexer_init (&parser.lexer, self->text);
  root = parse_or (&parser);
  if (root == NULL)
    return NULL;
  if (parser.lexer.token.type != TRS_TOKEN_END)
    {
      gboolean is_operand = root->type == TRS_NODE_PATH || root->type == TRS_NODE_LITERAL ||
                            root->type == TRS_NODE_LIST;

      return parser_fail (&parser, is_operand ? "OPERATOR" : "AND, OR or the end");
    }
  return g_steal_pointer (&root);
}
