/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-queue-list.h"

#include "tr-json.h"

#include "http/trs-refusal.h"

static gboolean
serves_attributes (TrsTaskQueue *queue, JsonObject *attributes)
{
  g_autoptr(TrsExpression) expression = NULL;

  if (*queue->target_workers == '\0')
    return FALSE;
  expression = trs_expression_new_lenient (queue->target_workers, NULL);
  return expression != NULL && trs_expression_matches_object (expression, attributes);
}

static int
compare_date_updated (gconstpointer a, gconstpointer b)
{
  const TrsResource *left = *(TrsResource *const *) a;
  const TrsResource *right = *(TrsResource *const *) b;

  if (left->date_updated != right->date_updated)
    return left->date_updated < right->date_updated ? -1 : 1;
  return left->serial < right->serial ? -1 : 1;
}

static int
compare_date_updated_desc (gconstpointer a, gconstpointer b)
{
  return compare_date_updated (b, a);
}

static gboolean
sort (GPtrArray *queues, const char *ordering, GError **error)
{
  if (ordering == NULL)
    return TRUE;

  if (g_ascii_strcasecmp (ordering, "DateUpdated:desc") == 0)
    g_ptr_array_sort (queues, compare_date_updated_desc);
  else if (g_ascii_strcasecmp (ordering, "DateUpdated:asc") == 0 ||
           g_ascii_strcasecmp (ordering, "DateUpdated") == 0)
    g_ptr_array_sort (queues, compare_date_updated);
  else
    {
      g_set_error (error, TRS_REFUSAL, 20001, "Ordering '%s' is not valid", ordering);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_task_queue_list_new:
 * @workspace: whose queues
 * @query: EvaluateWorkerAttributes, FriendlyName, Ordering, WorkerSid
 * @error: a %TRS_REFUSAL
 *
 * Returns: (transfer full) (nullable) (element-type TrsTaskQueue): what passes; elements are
 *   borrowed
 *
 * Source: the service's TaskQueue resource, "Read multiple TaskQueue resources".
 */
GPtrArray *
trs_task_queue_list_new (TrsWorkspace *workspace, TrsForm *query, GError **error)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr(JsonNode) attributes = NULL;
  const char *name = trs_form_get_filled (query, "FriendlyName");
  const char *worker_sid = trs_form_get_filled (query, "WorkerSid");
  const char *text = trs_form_get_filled (query, "EvaluateWorkerAttributes");
  TrsWorker *worker = NULL;

  if (worker_sid != NULL && (worker = trs_workspace_get_worker (workspace, worker_sid)) == NULL)
    return g_steal_pointer (&chosen);
  if (text != NULL && ((attributes = tr_json_parse (text, -1, NULL)) == NULL ||
                       !JSON_NODE_HOLDS_OBJECT (attributes)))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001, "EvaluateWorkerAttributes is no JSON object");
      return NULL;
    }

  for (guint i = 0; i < workspace->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (workspace->task_queues, i);

      if ((name == NULL || g_str_equal (name, queue->friendly_name)) &&
          (worker == NULL || trs_task_queue_has_worker (queue, worker)) &&
          (attributes == NULL || serves_attributes (queue, json_node_get_object (attributes))))
        g_ptr_array_add (chosen, queue);
    }
  if (!sort (chosen, trs_form_get_filled (query, "Ordering"), error))
    return NULL;
  return g_steal_pointer (&chosen);
}
