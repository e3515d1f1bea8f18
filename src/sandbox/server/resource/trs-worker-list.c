/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-worker-list.h"

#include "http/trs-refusal.h"

typedef struct
{
  const char *friendly_name;
  const char *activity_name;
  const char *activity_sid;
  TrsTaskQueue *queue;       /* nullable */
  TrsExpression *expression; /* owned, nullable */
  gboolean available;
  gboolean filters_available;
  gboolean is_empty; /* a filter that nobody can pass */
} Filters;

static void
filters_clear (Filters *filters)
{
  g_clear_pointer (&filters->expression, trs_expression_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filters, filters_clear)

static void
filters_read_queue (Filters *self, TrsWorkspace *workspace, TrsForm *query)
{
  const char *sid = trs_form_get_filled (query, "TaskQueueSid");
  const char *name = trs_form_get_filled (query, "TaskQueueName");

  if (sid != NULL)
    self->queue = trs_workspace_get_task_queue (workspace, sid);
  else if (name != NULL)
    self->queue = trs_workspace_get_task_queue_by_name (workspace, name);
  if ((sid != NULL || name != NULL) && self->queue == NULL)
    self->is_empty = TRUE;
}

static gboolean
filters_read (Filters *self, TrsWorkspace *workspace, TrsForm *query, GError **error)
{
  const char *expression = trs_form_get_filled (query, "TargetWorkersExpression");

  self->friendly_name = trs_form_get_filled (query, "FriendlyName");
  self->activity_name = trs_form_get_filled (query, "ActivityName");
  self->activity_sid = trs_form_get_filled (query, "ActivitySid");
  self->filters_available = trs_form_get_filled (query, "Available") != NULL;
  self->available = trs_form_get_bool (query, "Available", FALSE);
  filters_read_queue (self, workspace, query);
  if (self->activity_sid != NULL && !trs_sid_is_valid (self->activity_sid, "WA"))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "ActivitySid '%s' is not valid", self->activity_sid);
      return FALSE;
    }
  if (expression != NULL)
    {
      /* What does not parse matches nobody; the service does not refuse it here. */
      self->expression = trs_expression_new_lenient (expression, NULL);
      self->is_empty |= self->expression == NULL;
    }
  return TRUE;
}

static gboolean
filters_accept (const Filters *self, TrsWorker *worker)
{
  TrsActivity *activity = worker->activity;

  return (self->friendly_name == NULL || g_str_equal (self->friendly_name, worker->friendly_name)) &&
         (self->activity_name == NULL ||
          g_str_equal (self->activity_name, activity->friendly_name)) &&
         (self->activity_sid == NULL || g_str_equal (self->activity_sid, activity->base.sid)) &&
         (!self->filters_available || self->available == activity->is_available) &&
         (self->queue == NULL || trs_task_queue_has_worker (self->queue, worker)) &&
         (self->expression == NULL || trs_expression_matches_worker (self->expression, worker));
}

static int
compare_status_changed (gconstpointer a, gconstpointer b)
{
  const TrsWorker *left = *(TrsWorker *const *) a;
  const TrsWorker *right = *(TrsWorker *const *) b;

  if (left->date_status_changed != right->date_status_changed)
    return left->date_status_changed < right->date_status_changed ? -1 : 1;
  return left->base.serial < right->base.serial ? -1 : 1;
}

static int
compare_status_changed_desc (gconstpointer a, gconstpointer b)
{
  return compare_status_changed (b, a);
}

static gboolean
sort (GPtrArray *workers, const char *ordering, GError **error)
{
  if (ordering == NULL)
    return TRUE;

  if (g_ascii_strcasecmp (ordering, "DateStatusChanged:desc") == 0)
    g_ptr_array_sort (workers, compare_status_changed_desc);
  else if (g_ascii_strcasecmp (ordering, "DateStatusChanged:asc") == 0 ||
           g_ascii_strcasecmp (ordering, "DateStatusChanged") == 0)
    g_ptr_array_sort (workers, compare_status_changed);
  else
    {
      g_set_error (error, TRS_REFUSAL, 20001, "Ordering '%s' is not valid", ordering);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_worker_list_new:
 * @workspace: whose workers
 * @query: ActivityName, ActivitySid, Available, FriendlyName, Ordering, TargetWorkersExpression,
 *   TaskQueueName, TaskQueueSid
 * @error: a %TRS_REFUSAL
 *
 * Returns: (transfer full) (nullable) (element-type TrsWorker): who passes; elements are borrowed
 *
 * Source: the service's Worker resource, "Read multiple Worker resources".
 */
GPtrArray *
trs_worker_list_new (TrsWorkspace *workspace, TrsForm *query, GError **error)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_auto(Filters) filters = { NULL, };

  if (!filters_read (&filters, workspace, query, error))
    return NULL;

  for (guint i = 0; !filters.is_empty && i < workspace->workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workspace->workers, i);

      if (filters_accept (&filters, worker))
        g_ptr_array_add (chosen, worker);
    }
  if (!sort (chosen, trs_form_get_filled (query, "Ordering"), error))
    return NULL;
  return g_steal_pointer (&chosen);
}
