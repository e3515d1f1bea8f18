/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid.h"

#include <string.h>

#include "trs-liquid-render.h"

/**
 * SECTION:trs-liquid
 *
 * The subset of Liquid that Studio flows use.
 *
 * - Output: `{{ value | filter: argument, argument | … }}`.
 * - Values: `'text'`, `"text"` (no escapes), `12`, `-1.5`, `true`, `false`, `nil`, `null`, `empty`,
 *   `blank`, `(1..5)`, and variables: `a.b`, `a[0]`, `a[-1]`, `a["b c"]`, `a[other.variable]`, with
 *   `.size`, `.first` and `.last`. What is not there is nil, and nil is put out as nothing.
 * - Conditions: `==`, `!=`, `<>`, `<`, `<=`, `>`, `>=`, `contains`, `and`, `or` (from the right, no
 *   parentheses). Only nil and false are not true. A text is never equal to a number, but is
 *   ordered with one when it reads as one.
 * - Tags: `if`, `elsif`, `else`, `unless`, `case`, `when`, `for` (15 rounds at most; with `limit`,
 * `offset`, `reversed`, `else`, `break`, `continue`, `forloop.index`, `index0`, `rindex`,
 * `rindex0`, `first`, `last`, `length`), `assign`, `capture`, `comment`, `raw`. A `-` beside a
 * brace takes the blanks on that side away.
 * - Filters of text: `append`, `capitalize`, `downcase`, `escape`, `lstrip`, `prepend`, `remove`,
 *   `remove_first`, `replace`, `replace_first`, `rstrip`, `slice`, `split`, `strip`,
 *   `strip_newlines`, `truncate`, `upcase`, `url_decode`, `url_encode`; of lists: `compact`,
 *   `concat`, `first`, `join`, `last`, `map`, `reverse`, `size`, `sort`, `uniq`; of numbers: `abs`,
 *   `at_least`, `at_most`, `ceil`, `divided_by`, `floor`, `minus`, `modulo`, `plus`, `round`,
 *   `times`; of anything: `default`, `json`, `to_json`, and `date`.
 * - `date` takes "now" and "today", seconds since the epoch, and ISO 8601; it knows the directives
 *   `%a %A %b %B %c %d %D %e %F %H %I %j %k %l %L %m %M %p %P %r %R %s %S %T %u %w %y %Y %z %Z %%`
 *   and the flags `-`, `0` and `^` before them, in English.
 *
 * Anything else is an error, with line and column where it is one of the template's, not silence.
 * Text is put into JSON as it is, without escapes, as in Studio.
 *
 * Source: the service's pages on Liquid in Studio; the reference documentation of Liquid.
 */

G_DEFINE_QUARK (trs-liquid-error-quark, trs_liquid_error)

static void render_nodes (TrsLiquidRender *render, GPtrArray *nodes);

static void
put_out (TrsLiquidRender *render, const char *text)
{
  gsize length = strlen (text);

  if (!trs_liquid_render_charge (render, length))
    return;
  if (render->out->len + length > TRS_LIQUID_MAX_BYTES)
    trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "too much text");
  else
    g_string_append_len (render->out, text, (gssize) length);
}

static void
render_output (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  g_autoptr(JsonNode) value = trs_liquid_render_filter (render, node->expression);
  g_autofree char *text = NULL;

  if (!trs_liquid_render_charge (render, trs_liquid_value_get_weight (value)))
    return;
  text = trs_liquid_value_to_string (value);
  put_out (render, text);
}

static void
render_if (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  for (guint i = 0; i < node->branches->len && render->error == NULL; i++)
    {
      const TrsLiquidBranch *branch = g_ptr_array_index (node->branches, i);

      if (branch->comparisons == NULL ||
          trs_liquid_render_holds (render, branch->comparisons) != branch->is_negated)
        {
          render_nodes (render, branch->nodes);
          return;
        }
    }
}

static gboolean
is_case (TrsLiquidRender *render, JsonNode *value, const TrsLiquidBranch *branch)
{
  for (guint i = 0; i < branch->values->len; i++)
    {
      if (trs_liquid_render_equals (render, value, g_ptr_array_index (branch->values, i)))
        return TRUE;
    }
  return FALSE;
}

static void
render_case (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  g_autoptr(JsonNode) value = trs_liquid_render_evaluate (render, node->operand);
  gboolean is_found = FALSE;

  for (guint i = 0; i < node->branches->len && render->error == NULL; i++)
    {
      const TrsLiquidBranch *branch = g_ptr_array_index (node->branches, i);

      if (branch->values != NULL ? is_case (render, value, branch) : !is_found)
        {
          is_found = TRUE;
          render_nodes (render, branch->nodes);
        }
    }
}

static void
set_local (TrsLiquidRender *render, const char *name, JsonNode *value)
{
  g_hash_table_replace (render->locals, g_strdup (name), value);
}

static JsonNode *
make_forloop (guint index, guint length)
{
  JsonObject *loop = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (loop, "index", index + 1);
  json_object_set_int_member (loop, "index0", index);
  json_object_set_int_member (loop, "rindex", length - index);
  json_object_set_int_member (loop, "rindex0", length - index - 1);
  json_object_set_int_member (loop, "length", length);
  json_object_set_boolean_member (loop, "first", index == 0);
  json_object_set_boolean_member (loop, "last", index + 1 == length);
  json_node_take_object (node, loop);
  return node;
}

static guint
get_count (TrsLiquidRender *render, const TrsLiquidOperand *operand, guint fallback)
{
  g_autoptr(JsonNode) value = NULL;
  gboolean is_int;
  gint64 integer;
  double number;

  if (operand == NULL)
    return fallback;
  value = trs_liquid_render_evaluate (render, operand);
  if (!trs_liquid_value_get_number (value, &is_int, &integer, &number) || !is_int)
    return fallback;
  return (guint) CLAMP (integer, 0, G_MAXINT);
}

/* What a for goes through: a list as it is; an object, or text, as a list of one. */
static JsonNode *
get_list (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  g_autoptr(JsonNode) value = trs_liquid_render_evaluate (render, node->operand);
  JsonArray *array;

  if (JSON_NODE_HOLDS_ARRAY (value))
    return g_steal_pointer (&value);

  array = json_array_new ();
  if (!trs_liquid_value_is_nil (value) && !trs_liquid_value_is_empty (value))
    json_array_add_element (array, g_steal_pointer (&value));
  return trs_liquid_value_take_array (array);
}

static void
render_rounds (TrsLiquidRender *render,
               const TrsLiquidNode *node,
               JsonArray *array,
               guint first,
               guint n)
{
  const TrsLiquidBranch *body = g_ptr_array_index (node->branches, 0);

  for (guint i = 0; i < n && render->error == NULL && !render->is_breaking; i++)
    {
      guint index = first + (node->is_reversed ? n - 1 - i : i);

      set_local (render, node->text, json_node_ref (json_array_get_element (array, index)));
      set_local (render, "forloop", make_forloop (i, n));
      render_nodes (render, body->nodes);
      render->is_continuing = FALSE;
    }
  render->is_breaking = FALSE;
}

static void
restore_local (TrsLiquidRender *render, const char *name, JsonNode *value)
{
  if (value != NULL)
    set_local (render, name, value);
  else
    g_hash_table_remove (render->locals, name);
}

static JsonNode *
keep_local (TrsLiquidRender *render, const char *name)
{
  JsonNode *value = g_hash_table_lookup (render->locals, name);

  return value != NULL ? json_node_ref (value) : NULL;
}

static void
render_for (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  g_autoptr(JsonNode) list = get_list (render, node);
  JsonArray *array = json_node_get_array (list);
  guint length = json_array_get_length (array);
  guint first = MIN (get_count (render, node->offset, 0), length);
  guint n = MIN (get_count (render, node->limit, length), length - first);
  JsonNode *variable;
  JsonNode *forloop;

  if (n == 0)
    {
      if (node->branches->len > 1)
        render_nodes (render,
                      ((const TrsLiquidBranch *)g_ptr_array_index (node->branches, 1))->nodes);
      return;
    }

  if (n > TRS_LIQUID_MAX_LOOP)
    {
      trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "a loop has more than 15 rounds");
      return;
    }
  variable = keep_local (render, node->text);
  forloop = keep_local (render, "forloop");
  render_rounds (render, node, array, first, n);
  restore_local (render, "forloop", forloop);
  restore_local (render, node->text, variable);
}

static void
render_capture (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  const TrsLiquidBranch *body = g_ptr_array_index (node->branches, 0);
  GString *out = render->out;
  char *text;

  render->out = g_string_new (NULL);
  render_nodes (render, body->nodes);
  text = g_string_free (render->out, FALSE);
  render->out = out;
  set_local (render, node->text, trs_liquid_value_take_string (text));
}

static void
render_node (TrsLiquidRender *render, const TrsLiquidNode *node)
{
  switch (node->kind)
    {
    case TRS_LIQUID_TEXT:
      put_out (render, node->text);
      break;
    case TRS_LIQUID_OUTPUT:
      render_output (render, node);
      break;
    case TRS_LIQUID_IF:
      render_if (render, node);
      break;
    case TRS_LIQUID_CASE:
      render_case (render, node);
      break;
    case TRS_LIQUID_FOR:
      render_for (render, node);
      break;
    case TRS_LIQUID_ASSIGN:
      set_local (render, node->text, trs_liquid_render_filter (render, node->expression));
      break;
    case TRS_LIQUID_CAPTURE:
      render_capture (render, node);
      break;
    case TRS_LIQUID_BREAK:
      render->is_breaking = TRUE;
      break;
    case TRS_LIQUID_CONTINUE:
      render->is_continuing = TRUE;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
render_nodes (TrsLiquidRender *render, GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      if (!trs_liquid_render_charge (render, TRS_LIQUID_VALUE_WORK) || render->is_breaking || render->is_continuing)
        return;
      render_node (render, g_ptr_array_index (nodes, i));
    }
}

/**
 * trs_liquid_free:
 * @self: (transfer full): a template
 */
void
trs_liquid_free (TrsLiquid *self)
{
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

/**
 * trs_liquid_render:
 * @self: a template
 * @context: where its variables are looked up; not changed
 * @now: the time, in the zone in which it is to be told
 * @budget: (inout) (optional): work that it may do, and then what is left of it
 * @error: return location
 *
 * Returns: (transfer full): the text, or %NULL with a #TrsLiquidError
 */
char *
trs_liquid_render (TrsLiquid *self,
                   JsonObject *context,
                   GDateTime *now,
                   gsize *budget,
                   GError **error)
{
  TrsLiquidRender render = { 0 };
  gsize allowed;
  char *text;

  g_return_val_if_fail (self != NULL && context != NULL && now != NULL, NULL);

  render.context = context;
  render.now = now;
  render.work = budget != NULL ? MIN (*budget, TRS_LIQUID_MAX_WORK) : TRS_LIQUID_MAX_WORK;
  allowed = render.work;
  render.out = g_string_new (NULL);
  render.locals =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_node_unref);
  render_nodes (&render, self->nodes);
  g_hash_table_unref (render.locals);
  if (budget != NULL)
    *budget -= allowed - render.work;
  text = g_string_free (render.out, render.error != NULL);
  if (render.error != NULL)
    g_propagate_error (error, render.error);
  return text;
}

/**
 * trs_liquid_expand:
 * @text: a template
 * @context: where its variables are looked up; not changed
 * @now: the time, in the zone in which it is to be told
 * @budget: (inout) (optional): work that it may do, and then what is left of it
 * @error: return location
 *
 * Parses and renders in one.
 *
 * Returns: (transfer full): the text, or %NULL with a #TrsLiquidError
 */
char *
trs_liquid_expand (const char *text,
                   JsonObject *context,
                   GDateTime *now,
                   gsize *budget,
                   GError **error)
{
  g_autoptr(TrsLiquid) template = trs_liquid_parse (text, error);

  return template != NULL ? trs_liquid_render (template, context, now, budget, error) : NULL;
}
