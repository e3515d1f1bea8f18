/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-liquid-render.h"

/* Counts work, so that a template is done in bounded time whatever it says. */
gboolean
trs_liquid_render_charge (TrsLiquidRender *self, gsize work)
{
  if (work > self->work)
    trs_liquid_render_fail (self, TRS_LIQUID_ERROR_LIMIT, "too much work");
  self->work -= MIN (work, self->work);
  return self->error == NULL;
}

void
trs_liquid_render_fail (TrsLiquidRender *self, TrsLiquidError code, const char *message)
{
  if (self->error == NULL)
    self->error = g_error_new (TRS_LIQUID_ERROR, (int) code, "Liquid error: %s", message);
}

static JsonNode *
look_up (TrsLiquidRender *self, const char *name)
{
  JsonNode *value = g_hash_table_lookup (self->locals, name);

  if (value == NULL)
    value = json_object_get_member (self->context, name);
  return value != NULL ? json_node_ref (value) : trs_liquid_value_nil ();
}

static JsonNode *
get_in (TrsLiquidRender *self, JsonNode *value, const TrsLiquidOperand *segment)
{
  g_autoptr(JsonNode) key = trs_liquid_render_evaluate (self, segment);
  gboolean is_int;
  gint64 integer;
  double number;

  /* A list can be asked for its "size", an object has what members it has. */
  if (trs_liquid_value_is_string (key))
    return trs_liquid_value_get_member (value, json_node_get_string (key));
  if (trs_liquid_value_get_number (key, &is_int, &integer, &number) && is_int)
    return trs_liquid_value_get_element (value, integer);
  return trs_liquid_value_nil ();
}

static gboolean
get_bound (TrsLiquidRender *self, const TrsLiquidOperand *operand, gint64 *bound)
{
  g_autoptr(JsonNode) value = trs_liquid_render_evaluate (self, operand);
  gboolean is_int;
  double number;

  if (!trs_liquid_value_get_number (value, &is_int, bound, &number))
    *bound = 0;
  else if (!is_int)
    *bound = (gint64) CLAMP (number, -1e15, 1e15);
  return self->error == NULL;
}

static JsonNode *
make_range (TrsLiquidRender *self, const TrsLiquidOperand *operand)
{
  JsonArray *array;
  gint64 from;
  gint64 to;

  if (!get_bound (self, operand->from, &from) || !get_bound (self, operand->to, &to))
    return trs_liquid_value_nil ();
  if (to >= from && (guint64) to - (guint64) from >= TRS_LIQUID_MAX_RANGE)
    {
      trs_liquid_render_fail (self, TRS_LIQUID_ERROR_LIMIT, "a range is too long");
      return trs_liquid_value_nil ();
    }

  array = json_array_new ();
  for (gint64 i = from; i <= to && trs_liquid_render_charge (self, TRS_LIQUID_VALUE_WORK); i++)
    {
      json_array_add_int_element (array, i);
      if (i == to)
        break; /* before it overflows */
    }
  return trs_liquid_value_take_array (array);
}

/**
 * trs_liquid_render_evaluate:
 * @self: a rendering
 * @operand: from its template
 *
 * Returns: (transfer full): its value, nil for what there is not
 */
JsonNode *
trs_liquid_render_evaluate (TrsLiquidRender *self, const TrsLiquidOperand *operand)
{
  g_autoptr(JsonNode) value = NULL;

  if (!trs_liquid_render_charge (self, TRS_LIQUID_VALUE_WORK))
    return trs_liquid_value_nil ();
  if (operand->literal != NULL)
    return json_node_ref (operand->literal);
  if (operand->from != NULL)
    return make_range (self, operand);

  value = look_up (self, operand->name);
  for (guint i = 0; i < operand->segments->len; i++)
    {
      g_autoptr(JsonNode) outer = g_steal_pointer (&value);

      value = get_in (self, outer, g_ptr_array_index (operand->segments, i));
    }
  return g_steal_pointer (&value);
}

static JsonNode *
apply (TrsLiquidRender *self, const TrsLiquidFilter *filter, JsonNode *input)
{
  JsonNode *arguments[3] = { NULL };
  JsonNode *output = NULL;
  guint n = MIN (filter->arguments->len, G_N_ELEMENTS (arguments));
  gsize weight = trs_liquid_value_get_weight (input);

  for (guint i = 0; i < n; i++)
    {
      arguments[i] = trs_liquid_render_evaluate (self, g_ptr_array_index (filter->arguments, i));
      weight += trs_liquid_value_get_weight (arguments[i]);
    }
  if (trs_liquid_render_charge (self, weight))
    {
      output = filter->spec->func (self, input, arguments, n);
      if (output != NULL)
        trs_liquid_render_charge (self, trs_liquid_value_get_weight (output));
    }
  for (guint i = 0; i < n; i++)
    json_node_unref (arguments[i]);
  return output != NULL ? output : trs_liquid_value_nil ();
}

/* The value of an expression with its filters. */
JsonNode *
trs_liquid_render_filter (TrsLiquidRender *self, const TrsLiquidExpression *expression)
{
  g_autoptr(JsonNode) value = trs_liquid_render_evaluate (self, expression->operand);

  for (guint i = 0; i < expression->filters->len && self->error == NULL; i++)
    {
      g_autoptr(JsonNode) input = g_steal_pointer (&value);

      value = apply (self, g_ptr_array_index (expression->filters, i), input);
    }
  return g_steal_pointer (&value);
}

gboolean
trs_liquid_render_equals (TrsLiquidRender *self, JsonNode *value, const TrsLiquidOperand *operand)
{
  g_autoptr(JsonNode) other = NULL;

  if (operand->special == TRS_LIQUID_EMPTY)
    return trs_liquid_value_is_empty (value);
  if (operand->special == TRS_LIQUID_BLANK)
    return trs_liquid_value_is_blank (value);

  other = trs_liquid_render_evaluate (self, operand);
  return trs_liquid_render_charge (self, trs_liquid_value_get_weight (value) +
                                           trs_liquid_value_get_weight (other)) &&
         trs_liquid_value_equals (value, other);
}

static gboolean
compare (TrsLiquidRender *self, const TrsLiquidComparison *comparison)
{
  g_autoptr(JsonNode) left = trs_liquid_render_evaluate (self, comparison->left);
  g_autoptr(JsonNode) right = NULL;
  int order;

  if (comparison->operator == TRS_LIQUID_TRUTH)
    return trs_liquid_value_is_true (left);
  if (comparison->operator == TRS_LIQUID_EQUAL || comparison->operator == TRS_LIQUID_NOT_EQUAL)
    return trs_liquid_render_equals (self, left, comparison->right) ==
           (comparison->operator == TRS_LIQUID_EQUAL);

  right = trs_liquid_render_evaluate (self, comparison->right);
  if (!trs_liquid_render_charge (self, trs_liquid_value_get_weight (left) +
                                         trs_liquid_value_get_weight (right)))
    return FALSE;
  if (comparison->operator == TRS_LIQUID_CONTAINS)
    return trs_liquid_value_contains (left, right);
  if (!trs_liquid_value_compare (left, right, &order))
    return FALSE;
  switch (comparison->operator)
    {
    case TRS_LIQUID_LESS:
      return order < 0;
    case TRS_LIQUID_LESS_OR_EQUAL:
      return order <= 0;
    case TRS_LIQUID_GREATER:
      return order > 0;
    default:
      return order >= 0;
    }
}

/* "and" and "or" bind alike, from the right, as Liquid has it: a and (b or (c and d)). */
gboolean
trs_liquid_render_holds (TrsLiquidRender *self, GPtrArray *comparisons)
{
  gboolean holds = compare (self, g_ptr_array_index (comparisons, comparisons->len - 1));

  for (guint i = comparisons->len - 1; i > 0; i--)
    {
      const TrsLiquidComparison *comparison = g_ptr_array_index (comparisons, i - 1);
      gboolean left = compare (self, comparison);

      holds = comparison->is_or ? left || holds : left && holds;
    }
  return holds;
}
