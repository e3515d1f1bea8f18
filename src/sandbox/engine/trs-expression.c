/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-expression.h"

#include <string.h>

#include "trs-error.h"
#include "trs-expression-node.h"

static void
path_step_clear (gpointer data)
{
  TrsPathStep *step = data;

  g_free (step->name);
}

TrsNode *
trs_node_new (TrsNodeType type)
{
  TrsNode *self = g_new0 (TrsNode, 1);

  self->type = type;
  if (type == TRS_NODE_PATH)
    {
      self->steps = g_array_new (FALSE, TRUE, sizeof (TrsPathStep));
      g_array_set_clear_func (self->steps, path_step_clear);
    }
  else if (type != TRS_NODE_LITERAL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_node_free);
  return self;
}

void
trs_node_free (TrsNode *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_free (self->string);
  g_free (self);
}

/**
 * trs_expression_new:
 * @text: an expression
 * @column: (out) (optional): where it went wrong, in characters, the first is 1
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer full): the expression, or %NULL with @error set when it is malformed
 */
TrsExpression *
trs_expression_new (const char *text, guint *column, GError **error)
{
  g_autoptr(TrsExpression) self = NULL;

  if (column != NULL)
    *column = 1;
  if (strlen (text) > TRS_EXPRESSION_MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "Invalid expression: too long, or not valid UTF-8");
      return NULL;
    }

  self = g_new0 (TrsExpression, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);
  self->task_paths = g_ptr_array_new ();
  self->root = trs_expression_parse (self, column, error);
  if (self->root == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * trs_expression_new_lenient:
 * @text: an expression, perhaps with stray characters at its ends
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * As trs_expression_new(), after dropping back-ticks, braces and the like from both ends: the
 * program that this project replaces sends such a query, and the service takes it.
 *
 * Returns: (transfer full): the expression, or %NULL with @error set when it is malformed
 */
TrsExpression *
trs_expression_new_lenient (const char *text, GError **error)
{
  static const char stray[] = "`{};, \t\r\n";
  g_autofree char *kept = g_strdup (text + strspn (text, stray));
  gsize length = strlen (kept);

  while (length > 0 && strchr (stray, kept[length - 1]) != NULL)
    kept[--length] = '\0';
  return trs_expression_new (kept, NULL, error);
}

TrsExpression *
trs_expression_ref (TrsExpression *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
trs_expression_unref (TrsExpression *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->root, trs_node_free);
  g_ptr_array_unref (self->task_paths);
  g_free (self->text);
  g_free (self);
}
