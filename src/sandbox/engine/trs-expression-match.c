/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-expression.h"

#include <string.h>

#include "trs-activity.h"
#include "trs-expression-node.h"
#include "trs-task-channel.h"
#include "trs-task-queue.h"
#include "trs-task.h"
#include "trs-worker-channel.h"
#include "trs-worker.h"

/* What names mean where the expression stands: at most one of these is set, but @bindings goes
 * with a @worker and makes both say their prefix. */
typedef struct
{
  TrsWorker *worker;
  JsonArray *bindings;
  JsonObject *object;  /* bare names are its members */
  const char *prefix;  /* nullable: a word that may stand before bare names */
  TrsTaskQueue *queue; /* skip_if: "workers." counts among its workers */
} Scope;

static const TrsValue null_value = { .type = TRS_VALUE_NULL };

static gboolean evaluate (TrsNode *node, const Scope *scope);

static TrsValue
follow (TrsValue value, GArray *steps, guint from)
{
  for (guint i = from; i < steps->len; i++)
    {
      const TrsPathStep *step = &g_array_index (steps, TrsPathStep, i);

      value = step->name != NULL ? trs_value_get_member (value, step->name)
                                 : trs_value_get_element (value, step->index);
    }
  return value;
}

static TrsValue
object_value (JsonObject *object)
{
  return (TrsValue) { .type = TRS_VALUE_OBJECT, .object = object };
}

/* channel.<unique name>.<field>; FALSE when that names no channel of the worker. */
static gboolean
read_channel (TrsWorker *worker, GArray *steps, guint from, TrsValue *value)
{
  const TrsPathStep *step = &g_array_index (steps, TrsPathStep, from);
  TrsWorkerChannel *channel;

  if (steps->len != from + 3 || step[1].name == NULL || step[2].name == NULL)
    return FALSE;
  channel = trs_worker_get_channel (worker, step[1].name);
  if (channel == NULL)
    return FALSE;

  if (strcmp (step[2].name, "configured_capacity") == 0)
    *value = trs_value_from_number (channel->configured_capacity);
  else if (strcmp (step[2].name, "assigned_tasks") == 0)
    *value = trs_value_from_number (channel->assigned_tasks);
  else if (strcmp (step[2].name, "available_capacity_percentage") == 0)
    *value = trs_value_from_number (
        trs_worker_channel_get_available_capacity_percentage (channel));
  else
    *value = null_value;
  return TRUE;
}

static TrsValue
read_worker (TrsWorker *worker, GArray *steps, guint from)
{
  const char *name = from < steps->len ? g_array_index (steps, TrsPathStep, from).name : NULL;
  TrsValue value;

  if (name == NULL)
    return null_value;
  if (steps->len == from + 1)
    {
      if (strcmp (name, "sid") == 0)
        return trs_value_from_string (worker->base.sid);
      if (strcmp (name, "friendly_name") == 0)
        return trs_value_from_string (worker->friendly_name);
      if (strcmp (name, "activity_sid") == 0)
        return trs_value_from_string (worker->activity->base.sid);
      if (strcmp (name, "activity_name") == 0)
        return trs_value_from_string (worker->activity->friendly_name);
    }
  if (strcmp (name, "channel") == 0 && read_channel (worker, steps, from, &value))
    return value;
  return follow (object_value (worker->attributes_object), steps, from);
}

/* workers.available, workers.unavailable, workers.WA…: by activity only, whatever the capacity. */
static TrsValue
read_count (TrsTaskQueue *queue, GArray *steps)
{
  const char *name = steps->len == 2 ? g_array_index (steps, TrsPathStep, 1).name : NULL;
  gboolean counts_available = g_strcmp0 (name, "available") == 0;
  gboolean counts_unavailable = g_strcmp0 (name, "unavailable") == 0;
  guint count = 0;
  GHashTableIter iter;
  gpointer key, value;

  if (name == NULL)
    return null_value;

  g_hash_table_iter_init (&iter, queue->members_by_activity);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      TrsActivity *activity = key;

      if ((counts_available && activity->is_available) ||
          (counts_unavailable && !activity->is_available) ||
          strcmp (activity->base.sid, name) == 0)
        count += GPOINTER_TO_UINT (value);
    }
  return trs_value_from_number (count);
}

static TrsValue
read_path (TrsNode *path, const Scope *scope)
{
  const char *first = g_array_index (path->steps, TrsPathStep, 0).name;
  gboolean is_prefixed;

  if (scope->queue != NULL)
    return strcmp (first, "workers") == 0 ? read_count (scope->queue, path->steps) : null_value;
  if (scope->bindings != NULL)
    {
      if (strcmp (first, "task") == 0)
        return trs_value_get_element (
            (TrsValue) { .type = TRS_VALUE_ARRAY, .array = scope->bindings }, path->binding);
      return strcmp (first, "worker") == 0 ? read_worker (scope->worker, path->steps, 1)
                                           : null_value;
    }

  is_prefixed = path->steps->len > 1 && g_strcmp0 (first, scope->prefix) == 0 &&
                !json_object_has_member (scope->object, first);
  if (scope->worker != NULL)
    return read_worker (scope->worker, path->steps, is_prefixed ? 1 : 0);
  return follow (object_value (scope->object), path->steps, is_prefixed ? 1 : 0);
}

/* A list has no value of its own, as its elements may be paths: see is_element(). */
static TrsValue
read_operand (TrsNode *node, const Scope *scope)
{
  if (node->type == TRS_NODE_LITERAL)
    return node->literal;
  if (node->type == TRS_NODE_PATH)
    return read_path (node, scope);
  return (TrsValue) { .type = TRS_VALUE_OBJECT };
}

static gboolean
is_element (TrsValue element, TrsNode *list, const Scope *scope)
{
  if (list->type != TRS_NODE_LIST)
    return trs_value_has (read_operand (list, scope), element);

  for (guint i = 0; i < list->children->len; i++)
    {
      if (trs_value_equals (read_operand (g_ptr_array_index (list->children, i), scope), element))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_list (TrsNode *node, const Scope *scope)
{
  return node->type == TRS_NODE_LIST || read_operand (node, scope).type == TRS_VALUE_ARRAY;
}

static gboolean
is_ordered (TrsOperator operator, TrsValue left, TrsValue right)
{
  int order;

  if (!trs_value_compare (left, right, &order))
    return FALSE;

  switch (operator)
    {
    case TRS_OPERATOR_LESS:
      return order < 0;
    case TRS_OPERATOR_LESS_OR_EQUAL:
      return order <= 0;
    case TRS_OPERATOR_GREATER:
      return order > 0;
    default:
      return order >= 0;
    }
}

/* Wrong kinds are false, never an error. */
static gboolean
evaluate_compare (TrsNode *node, const Scope *scope)
{
  TrsNode *left_node = g_ptr_array_index (node->children, 0);
  TrsNode *right_node = g_ptr_array_index (node->children, 1);
  TrsValue left = read_operand (left_node, scope);
  TrsValue right = read_operand (right_node, scope);

  switch (node->operator)
    {
    case TRS_OPERATOR_EQUAL:
      return trs_value_equals (left, right);
    case TRS_OPERATOR_NOT_EQUAL:
      return trs_value_is_scalar (left) && trs_value_is_scalar (right) &&
             !trs_value_equals (left, right);
    case TRS_OPERATOR_CONTAINS:
      return left.type == TRS_VALUE_STRING && right.type == TRS_VALUE_STRING &&
             strstr (left.string, right.string) != NULL;
    case TRS_OPERATOR_HAS:
      return trs_value_is_scalar (right) && is_element (right, left_node, scope);
    case TRS_OPERATOR_IN:
      return trs_value_is_scalar (left) && is_element (left, right_node, scope);
    case TRS_OPERATOR_NOT_IN:
      return trs_value_is_scalar (left) && is_list (right_node, scope) &&
             !is_element (left, right_node, scope);
    default:
      return is_ordered (node->operator, left, right);
    }
}

static gboolean
evaluate_joined (TrsNode *node, const Scope *scope, gboolean decisive)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      if (evaluate (g_ptr_array_index (node->children, i), scope) == decisive)
        return decisive;
    }
  return !decisive;
}

static gboolean
evaluate (TrsNode *node, const Scope *scope)
{
  TrsValue value;

  switch (node->type)
    {
    case TRS_NODE_OR:
      return evaluate_joined (node, scope, TRUE);
    case TRS_NODE_AND:
      return evaluate_joined (node, scope, FALSE);
    case TRS_NODE_NOT:
      return !evaluate (g_ptr_array_index (node->children, 0), scope);
    case TRS_NODE_COMPARE:
      return evaluate_compare (node, scope);
    default:
      value = read_operand (node, scope);
      return value.type == TRS_VALUE_BOOLEAN && value.boolean;
    }
}

/**
 * trs_expression_get_text:
 * @self: an expression
 *
 * Returns: what it was parsed from
 */
const char *
trs_expression_get_text (TrsExpression *self)
{
  return self->text;
}

/**
 * trs_expression_uses_state:
 * @self: an expression
 *
 * Returns: whether its answer for a worker can change without a change of attributes
 */
gboolean
trs_expression_uses_state (TrsExpression *self)
{
  return self->uses_state;
}

/**
 * trs_expression_is_path:
 * @self: an expression
 *
 * Returns: whether it is nothing but a name, such as "task.agent_sid"
 */
gboolean
trs_expression_is_path (TrsExpression *self)
{
  return self->root->type == TRS_NODE_PATH;
}

/**
 * trs_expression_matches_worker:
 * @self: an expression over a worker, as a queue's TargetWorkers
 * @worker: a worker
 *
 * Bare names are the worker's attributes, or sid, friendly_name, activity_sid, activity_name and
 * channel.<unique name>.<field>.
 *
 * Returns: whether it holds
 */
gboolean
trs_expression_matches_worker (TrsExpression *self, TrsWorker *worker)
{
  return evaluate (self->root, &(Scope) {
    .worker = worker, .object = worker->attributes_object, .prefix = "worker" });
}

/**
 * trs_expression_matches_task:
 * @self: an expression over a task, as a filter's
 * @task: a task
 *
 * Returns: whether it holds; bare names are the task's attributes
 */
gboolean
trs_expression_matches_task (TrsExpression *self, TrsTask *task)
{
  return evaluate (self->root, &(Scope) { .object = task->attributes_object, .prefix = "task" });
}

/**
 * trs_expression_matches_object:
 * @self: an expression
 * @attributes: what its names are
 *
 * Returns: whether it holds
 */
gboolean
trs_expression_matches_object (TrsExpression *self, JsonObject *attributes)
{
  return evaluate (self->root, &(Scope) { .object = attributes });
}

/**
 * trs_expression_matches_queue:
 * @self: a target's skip_if
 * @queue: the target's queue
 *
 * Returns: whether it holds; "workers.available" and the like count the queue's workers
 */
gboolean
trs_expression_matches_queue (TrsExpression *self, TrsTaskQueue *queue)
{
  return evaluate (self->root, &(Scope) { .queue = queue });
}

/**
 * trs_expression_read_integer:
 * @self: a "worker." path, of an order_by
 * @worker: a worker
 * @value: (out): the number
 *
 * Returns: whether the worker has an integer there
 */
gboolean
trs_expression_read_integer (TrsExpression *self, TrsWorker *worker, gint64 *value)
{
  TrsValue number = read_worker (worker, self->root->steps, 1);

  if (number.type != TRS_VALUE_NUMBER || ABS (number.number) > 9e15 ||
      number.number != (double) (gint64) number.number)
    return FALSE;

  *value = (gint64) number.number;
  return TRUE;
}

/**
 * trs_expression_bind_task:
 * @self: a target's expression
 * @task: a task
 *
 * Reads all that the expression says of the task. Tasks with equal bindings want the same workers.
 *
 * Returns: (transfer full): the values of the expression's "task." paths, in order
 */
JsonArray *
trs_expression_bind_task (TrsExpression *self, TrsTask *task)
{
  JsonArray *bindings = json_array_sized_new (self->task_paths->len);

  for (guint i = 0; i < self->task_paths->len; i++)
    {
      TrsNode *path = g_ptr_array_index (self->task_paths, i);
      TrsValue value = follow (object_value (task->attributes_object), path->steps, 1);

      json_array_add_element (bindings, trs_value_to_node (value));
    }
  return bindings;
}

/**
 * trs_expression_matches_bound:
 * @self: a target's expression
 * @bindings: from trs_expression_bind_task()
 * @worker: a worker
 *
 * Returns: whether it holds for that worker and the task that was bound
 */
gboolean
trs_expression_matches_bound (TrsExpression *self, JsonArray *bindings, TrsWorker *worker)
{
  return evaluate (self->root, &(Scope) { .worker = worker, .bindings = bindings });
}
