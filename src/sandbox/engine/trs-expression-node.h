/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"
#include "trs-value.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_NODE_OR,
  TRS_NODE_AND,
  TRS_NODE_NOT,
  TRS_NODE_COMPARE,
  TRS_NODE_LITERAL,
  TRS_NODE_LIST,
  TRS_NODE_PATH,
} TrsNodeType;

typedef enum
{
  TRS_OPERATOR_EQUAL,
  TRS_OPERATOR_NOT_EQUAL,
  TRS_OPERATOR_LESS,
  TRS_OPERATOR_LESS_OR_EQUAL,
  TRS_OPERATOR_GREATER,
  TRS_OPERATOR_GREATER_OR_EQUAL,
  TRS_OPERATOR_CONTAINS,
  TRS_OPERATOR_HAS,
  TRS_OPERATOR_IN,
  TRS_OPERATOR_NOT_IN,
} TrsOperator;

typedef struct
{
  char *name;    /* NULL: an array's element */
  guint64 index; /* the element's */
} TrsPathStep;

typedef struct _TrsNode TrsNode;

struct _TrsNode
{
  TrsNodeType type;
  TrsOperator operator;
  GPtrArray *children; /* of TrsNode; NULL for literals and paths */
  TrsValue literal;
  char *string;   /* what a text literal borrows from */
  GArray *steps;  /* of TrsPathStep; paths only */
  guint binding;  /* of a task's path: its place among the bindings */
};

struct _TrsExpression
{
  gatomicrefcount ref_count;
  char *text;
  TrsNode *root;
  GPtrArray *task_paths; /* of TrsNode, borrowed: the paths that begin with "task." */
  gboolean uses_state;   /* names a worker's activity or channels, which change by themselves */
};

TrsNode *trs_node_new (TrsNodeType type);
void trs_node_free (TrsNode *self);
TrsNode *trs_expression_parse (TrsExpression *self, guint *column, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsNode, trs_node_free)

G_END_DECLS
