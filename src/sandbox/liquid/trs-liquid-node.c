/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid-private.h"

/* None of this recurses deeper than the parser does. */

TrsLiquidOperand *
trs_liquid_operand_new (void)
{
  TrsLiquidOperand *self = g_new0 (TrsLiquidOperand, 1);

  self->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_operand_free);
  return self;
}

void
trs_liquid_operand_free (TrsLiquidOperand *self)
{
  g_clear_pointer (&self->literal, json_node_unref);
  g_free (self->name);
  g_ptr_array_unref (self->segments);
  g_clear_pointer (&self->from, trs_liquid_operand_free);
  g_clear_pointer (&self->to, trs_liquid_operand_free);
  g_free (self);
}

TrsLiquidFilter *
trs_liquid_filter_new (const TrsLiquidFilterSpec *spec)
{
  TrsLiquidFilter *self = g_new0 (TrsLiquidFilter, 1);

  self->spec = spec;
  self->arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_operand_free);
  return self;
}

void
trs_liquid_filter_free (TrsLiquidFilter *self)
{
  g_ptr_array_unref (self->arguments);
  g_free (self);
}

TrsLiquidExpression *
trs_liquid_expression_new (void)
{
  TrsLiquidExpression *self = g_new0 (TrsLiquidExpression, 1);

  self->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_filter_free);
  return self;
}

void
trs_liquid_expression_free (TrsLiquidExpression *self)
{
  g_clear_pointer (&self->operand, trs_liquid_operand_free);
  g_ptr_array_unref (self->filters);
  g_free (self);
}

void
trs_liquid_comparison_free (TrsLiquidComparison *self)
{
  g_clear_pointer (&self->left, trs_liquid_operand_free);
  g_clear_pointer (&self->right, trs_liquid_operand_free);
  g_free (self);
}

TrsLiquidBranch *
trs_liquid_branch_new (void)
{
  TrsLiquidBranch *self = g_new0 (TrsLiquidBranch, 1);

  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_node_free);
  return self;
}

void
trs_liquid_branch_free (TrsLiquidBranch *self)
{
  g_clear_pointer (&self->comparisons, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

TrsLiquidNode *
trs_liquid_node_new (TrsLiquidNodeKind kind)
{
  TrsLiquidNode *self = g_new0 (TrsLiquidNode, 1);

  self->kind = kind;
  self->branches = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_liquid_branch_free);
  return self;
}

void
trs_liquid_node_free (TrsLiquidNode *self)
{
  g_free (self->text);
  g_clear_pointer (&self->expression, trs_liquid_expression_free);
  g_clear_pointer (&self->operand, trs_liquid_operand_free);
  g_clear_pointer (&self->limit, trs_liquid_operand_free);
  g_clear_pointer (&self->offset, trs_liquid_operand_free);
  g_ptr_array_unref (self->branches);
  g_free (self);
}
