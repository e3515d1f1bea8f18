/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-list.h"

#include <string.h>

#include "http/trs-refusal.h"

typedef struct
{
  TrsForm *query;
  TrsExpression *expression; /* owned, nullable */
  gboolean is_empty;         /* a filter that nothing can pass */
} Filters;

static void
filters_clear (Filters *filters)
{
  g_clear_pointer (&filters->expression, trs_expression_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filters, filters_clear)

static gboolean
fits (const Filters *self, const char *parameter, const char *value)
{
  const char *wanted = trs_form_get_filled (self->query, parameter);

  return wanted == NULL || g_strcmp0 (wanted, value) == 0;
}

/* AssignmentStatus is a comma list, a repeated parameter, or both. */
static gboolean
fits_status (const Filters *self, TrsTask *task)
{
  const char *const *values = trs_form_get_all (self->query, "AssignmentStatus");
  const char *status = trs_task_status_to_string (task->status);

  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (values[i], ",", -1);

      for (gsize j = 0; words[j] != NULL; j++)
        {
          if (g_str_equal (g_strstrip (words[j]), status))
            return TRUE;
        }
    }
  return values == NULL;
}

static gboolean
fits_priority (const Filters *self, TrsTask *task)
{
  g_autofree char *priority = g_strdup_printf ("%d", task->priority);

  return fits (self, "Priority", priority);
}

static gboolean
filters_accept (const Filters *self, TrsTask *task)
{
  TrsWorkflow *workflow = task->workflow;
  TrsTaskQueue *queue = task->queue;

  return fits_status (self, task) && fits_priority (self, task) &&
         fits (self, "WorkflowSid", workflow != NULL ? workflow->base.sid : NULL) &&
         fits (self, "WorkflowName", workflow != NULL ? workflow->friendly_name : NULL) &&
         fits (self, "TaskQueueSid", queue != NULL ? queue->base.sid : NULL) &&
         fits (self, "TaskQueueName", queue != NULL ? queue->friendly_name : NULL) &&
         fits (self, "RoutingTarget", task->routing_target) &&
         (self->expression == NULL || trs_expression_matches_task (self->expression, task));
}

/* The orders that can be asked for; the first that tells two tasks apart decides. */
typedef struct
{
  gint64 (*get_key) (const TrsTask *task);
  gboolean is_descending;
} Order;

static gint64
get_date_created (const TrsTask *task)
{
  return (gint64) task->base.serial;
}

static gint64
get_priority (const TrsTask *task)
{
  return task->priority;
}

static gint64
get_virtual_start_time (const TrsTask *task)
{
  return task->virtual_start_time;
}

static gboolean
order_parse (Order *order, const char *clause)
{
  g_auto(GStrv) parts = g_strsplit (clause, ":", 2);
  const char *field = parts[0] != NULL ? g_strstrip (parts[0]) : "";
  const char *direction = *field != '\0' && parts[1] != NULL ? g_strstrip (parts[1]) : "asc";

  if (g_str_equal (field, "DateCreated"))
    order->get_key = get_date_created;
  else if (g_str_equal (field, "Priority"))
    order->get_key = get_priority;
  else if (g_str_equal (field, "VirtualStartTime"))
    order->get_key = get_virtual_start_time;
  else
    return FALSE;
  order->is_descending = g_ascii_strcasecmp (direction, "desc") == 0;
  return order->is_descending || g_ascii_strcasecmp (direction, "asc") == 0;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TrsTask *left = *(TrsTask *const *) a;
  const TrsTask *right = *(TrsTask *const *) b;
  GArray *orders = user_data;

  for (guint i = 0; i < orders->len; i++)
    {
      const Order *order = &g_array_index (orders, Order, i);
      gint64 left_key = order->get_key (left);
      gint64 right_key = order->get_key (right);

      if (left_key != right_key)
        return (left_key < right_key) != order->is_descending ? -1 : 1;
    }
  return left->base.serial < right->base.serial ? -1 : 1;
}

static gboolean
sort (GPtrArray *tasks, const char *ordering, GError **error)
{
  g_autoptr(GArray) orders = g_array_new (FALSE, TRUE, sizeof (Order));
  g_auto(GStrv) clauses = NULL;

  if (ordering == NULL)
    return TRUE;

  clauses = g_strsplit (ordering, ",", -1);
  for (gsize i = 0; clauses[i] != NULL; i++)
    {
      Order order = { NULL, FALSE };

      if (!order_parse (&order, clauses[i]))
        {
          g_set_error (error, TRS_REFUSAL, 20001, "Ordering '%s' is not valid", ordering);
          return FALSE;
        }
      g_array_append_val (orders, order);
    }
  if (strstr (ordering, "DateCreated") != NULL && strstr (ordering, "VirtualStartTime") != NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001,
                           "Ordering can't hold both DateCreated and VirtualStartTime");
      return FALSE;
    }
  g_ptr_array_sort_with_data (tasks, compare, orders);
  return TRUE;
}

/* What is misspelt would be a list without tasks. */
static gboolean
check (TrsForm *query, GError **error)
{
  const char *const *values = trs_form_get_all (query, "AssignmentStatus");
  const char *priority = trs_form_get_filled (query, "Priority");
  gint64 number;
  TrsTaskStatus status;

  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (values[i], ",", -1);

      for (gsize j = 0; words[j] != NULL; j++)
        {
          if (*g_strstrip (words[j]) == '\0' || trs_task_status_from_string (words[j], &status))
            continue;
          g_set_error (error, TRS_REFUSAL, 20001, "AssignmentStatus '%s' is not valid", words[j]);
          return FALSE;
        }
    }
  if (priority == NULL ||
      g_ascii_string_to_signed (priority, 10, G_MININT, G_MAXINT, &number, NULL))
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "Priority '%s' is not valid", priority);
  return FALSE;
}

/**
 * trs_task_list_new:
 * @workspace: whose tasks
 * @query: AssignmentStatus, EvaluateTaskAttributes, HasAddons, Ordering, Priority, RoutingTarget,
 *   TaskQueueName, TaskQueueSid, WorkflowName, WorkflowSid
 * @error: a %TRS_REFUSAL
 *
 * Returns: (transfer full) (nullable) (element-type TrsTask): what passes; elements are borrowed
 *
 * Source: the service's Task resource, "Read multiple Task resources".
 */
GPtrArray *
trs_task_list_new (TrsWorkspace *workspace, TrsForm *query, GError **error)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_auto(Filters) filters = { query, NULL, FALSE };
  const char *expression = trs_form_get_filled (query, "EvaluateTaskAttributes");

  if (!check (query, error))
    return NULL;
  if (expression != NULL)
    {
      filters.expression = trs_expression_new_lenient (expression, NULL);
      filters.is_empty = filters.expression == NULL;
    }
  /* No task of ours has add-ons. */
  filters.is_empty |= trs_form_get_bool (query, "HasAddons", FALSE);

  for (guint i = 0; !filters.is_empty && i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (filters_accept (&filters, task))
        g_ptr_array_add (chosen, task);
    }
  if (!sort (chosen, trs_form_get_filled (query, "Ordering"), error))
    return NULL;
  return g_steal_pointer (&chosen);
}
