/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-liquid-value.h"
#include "trs-liquid.h"

G_BEGIN_DECLS

/* How templates are kept. Private to this folder: the parser writes them, then nobody does. */

typedef struct _TrsLiquidOperand TrsLiquidOperand;
typedef struct _TrsLiquidRender TrsLiquidRender;

/* Exactly one of literal, name and from is set. */
struct _TrsLiquidOperand
{
  JsonNode *literal;
  char *name;          /* of a variable */
  GPtrArray *segments; /* of TrsLiquidOperand: what follows the name; a literal for ".word" */
  TrsLiquidOperand *from; /* (from..to) */
  TrsLiquidOperand *to;
  enum
  {
    TRS_LIQUID_NOT_SPECIAL,
    TRS_LIQUID_EMPTY, /* the words of comparisons, whose literal is "" */
    TRS_LIQUID_BLANK,
  } special;
};

/* Gives a new value; NULL when it has failed the rendering. */
typedef JsonNode *(*TrsLiquidFilterFunc) (TrsLiquidRender *render, JsonNode *input, JsonNode **arguments, guint n_arguments);

typedef struct
{
  const char *name;
  TrsLiquidFilterFunc func;
  guint minimum; /* arguments */
  guint maximum;
} TrsLiquidFilterSpec;

typedef struct
{
  const TrsLiquidFilterSpec *spec;
  GPtrArray *arguments; /* of TrsLiquidOperand */
} TrsLiquidFilter;

typedef struct
{
  TrsLiquidOperand *operand;
  GPtrArray *filters; /* of TrsLiquidFilter */
} TrsLiquidExpression;

typedef enum
{
  TRS_LIQUID_TRUTH, /* the left operand alone */
  TRS_LIQUID_EQUAL,
  TRS_LIQUID_NOT_EQUAL,
  TRS_LIQUID_LESS,
  TRS_LIQUID_LESS_OR_EQUAL,
  TRS_LIQUID_GREATER,
  TRS_LIQUID_GREATER_OR_EQUAL,
  TRS_LIQUID_CONTAINS,
} TrsLiquidOperator;

typedef struct
{
  TrsLiquidOperand *left;
  TrsLiquidOperator operator;
  TrsLiquidOperand *right; /* nullable */
  gboolean is_or;          /* how the next one is joined to it */
} TrsLiquidComparison;

typedef enum
{
  TRS_LIQUID_TEXT,
  TRS_LIQUID_OUTPUT,
  TRS_LIQUID_IF,
  TRS_LIQUID_CASE,
  TRS_LIQUID_FOR,
  TRS_LIQUID_ASSIGN,
  TRS_LIQUID_CAPTURE,
  TRS_LIQUID_BREAK,
  TRS_LIQUID_CONTINUE,
} TrsLiquidNodeKind;

/* One way through an if or case, or the body of a for. */
typedef struct
{
  GPtrArray *comparisons; /* nullable: of TrsLiquidComparison; of an if */
  gboolean is_negated;    /* unless */
  GPtrArray *values;      /* nullable: of TrsLiquidOperand; of a case. Neither: else */
  GPtrArray *nodes;       /* of TrsLiquidNode */
} TrsLiquidBranch;

typedef struct
{
  TrsLiquidNodeKind kind;
  char *text; /* of a text; the variable's name of an assign, capture or for */
  TrsLiquidExpression *expression;  /* of an output or assign */
  TrsLiquidOperand *operand;        /* of a case or for */
  TrsLiquidOperand *limit;          /* nullable: of a for */
  TrsLiquidOperand *offset;         /* nullable: of a for */
  gboolean is_reversed;             /* of a for */
  GPtrArray *branches;              /* of TrsLiquidBranch */
} TrsLiquidNode;

struct _TrsLiquid
{
  GPtrArray *nodes; /* of TrsLiquidNode */
};

TrsLiquidOperand *trs_liquid_operand_new (void);
void trs_liquid_operand_free (TrsLiquidOperand *self);
TrsLiquidFilter *trs_liquid_filter_new (const TrsLiquidFilterSpec *spec);
void trs_liquid_filter_free (TrsLiquidFilter *self);
TrsLiquidExpression *trs_liquid_expression_new (void);
void trs_liquid_expression_free (TrsLiquidExpression *self);
void trs_liquid_comparison_free (TrsLiquidComparison *self);
TrsLiquidBranch *trs_liquid_branch_new (void);
void trs_liquid_branch_free (TrsLiquidBranch *self);
TrsLiquidNode *trs_liquid_node_new (TrsLiquidNodeKind kind);
void trs_liquid_node_free (TrsLiquidNode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidOperand, trs_liquid_operand_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidFilter, trs_liquid_filter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidExpression, trs_liquid_expression_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidComparison, trs_liquid_comparison_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidBranch, trs_liquid_branch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquidNode, trs_liquid_node_free)

G_END_DECLS
