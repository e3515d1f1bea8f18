/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-liquid-lexer.h"
#include "trs-liquid-private.h"

G_BEGIN_DECLS

/* Private to this folder. */

typedef struct
{
  const char *template;
  const char *cursor;
  gboolean is_trimming; /* the tag before the cursor wants the blanks after it away */
  guint depth;          /* of blocks */
  TrsLiquidLexer lexer; /* of the tag that is being read */
} TrsLiquidParser;

typedef const char *TrsLiquidStops[4]; /* the tags that end a block; NULL after the last */

/* Always FALSE. */
gboolean trs_liquid_parser_fail (TrsLiquidParser *parser, const char *at, GError **error, const char *format, ...) G_GNUC_PRINTF (4, 5);
gboolean trs_liquid_parse_nodes (TrsLiquidParser *parser, GPtrArray *nodes, const TrsLiquidStops stops, GError **error);

/* The tags that have something in them, after their name. */
gboolean trs_liquid_parse_assign (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error);
gboolean trs_liquid_parse_capture (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error);
gboolean trs_liquid_parse_case (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error);
gboolean trs_liquid_parse_for (TrsLiquidParser *parser, TrsLiquidNode *node, GError **error);
gboolean trs_liquid_parse_if (TrsLiquidParser *parser, TrsLiquidNode *node, gboolean is_negated, GError **error);

/* The parts of tags. */

TrsLiquidOperand *trs_liquid_parse_operand (TrsLiquidLexer *lexer, guint depth, GError **error);
TrsLiquidExpression *trs_liquid_parse_expression (TrsLiquidLexer *lexer, GError **error);
GPtrArray *trs_liquid_parse_comparisons (TrsLiquidLexer *lexer, GError **error);
gboolean trs_liquid_parse_mark (TrsLiquidLexer *lexer, const char *mark, GError **error);
gboolean trs_liquid_parse_end (TrsLiquidLexer *lexer, GError **error);

G_END_DECLS
