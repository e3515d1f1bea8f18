/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workflow-config.h"

#include <string.h>

#include "trs-document.h"
#include "trs-error.h"
#include "trs-workspace.h"

static void
trs_target_free (TrsTarget *self)
{
  g_free (self->queue_sid);
  g_clear_pointer (&self->expression, trs_expression_unref);
  g_clear_pointer (&self->skip_if, trs_expression_unref);
  g_clear_pointer (&self->known_worker, trs_expression_unref);
  g_clear_pointer (&self->order_by, trs_order_by_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsTarget, trs_target_free)

static void
trs_filter_free (TrsFilter *self)
{
  g_free (self->friendly_name);
  g_clear_pointer (&self->expression, trs_expression_unref);
  g_ptr_array_unref (self->targets);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsFilter, trs_filter_free)

static gboolean
read_expression (const TrsDocument *document,
                 const char *member,
                 TrsExpression **expression,
                 GError **error)
{
  const char *text;
  g_autoptr(GError) cause = NULL;

  if (!trs_document_get_string (document, member, &text, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;

  *expression = trs_expression_new (text, NULL, &cause);
  if (*expression == NULL)
    return trs_document_refuse (document, member, cause->message, error);
  return TRUE;
}

static gboolean
read_order_by (TrsTarget *self, const TrsDocument *document, GError **error)
{
  const char *text;
  g_autoptr(GError) cause = NULL;

  if (!trs_document_get_string (document, "order_by", &text, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;

  self->order_by = trs_order_by_new (text, &cause);
  if (self->order_by == NULL)
    return trs_document_refuse (document, "order_by", cause->message, error);
  return TRUE;
}

static gboolean
read_known_worker (TrsTarget *self, const TrsDocument *document, GError **error)
{
  static const char *const members[] = { "known_worker_sid", "known_worker_friendly_name" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr(TrsExpression) path = NULL;

      if (!read_expression (document, members[i], &path, error))
        return FALSE;
      if (path == NULL)
        continue;
      if (self->known_worker != NULL)
        return trs_document_refuse (document, members[i],
                                    "cannot stand beside known_worker_sid", error);
      if (!trs_expression_is_path (path) ||
          !g_str_has_prefix (trs_expression_get_text (path), "task."))
        return trs_document_refuse (document, members[i], "is not task.<attribute>", error);

      self->known_worker = g_steal_pointer (&path);
      self->known_by_name = i == 1;
    }
  return TRUE;
}

static TrsTarget *
read_target (const TrsDocument *document, const char *previous_queue, GError **error)
{
  g_autoptr(TrsTarget) self = g_new0 (TrsTarget, 1);
  const char *queue;
  gint64 priority, timeout;

  if (!trs_document_get_string (document, "queue", &queue, error) ||
      !trs_document_get_number (document, "priority", 0, G_MAXINT32, -1, &priority, error) ||
      !trs_document_get_number (document, "timeout", 0, G_MAXINT32, 0, &timeout, error) ||
      !read_expression (document, "expression", &self->expression, error) ||
      !read_expression (document, "skip_if", &self->skip_if, error) ||
      !read_order_by (self, document, error) || !read_known_worker (self, document, error))
    return NULL;

  if (queue == NULL)
    queue = previous_queue;
  if (queue == NULL)
    {
      trs_document_refuse (document, "queue", "is missing", error);
      return NULL;
    }
  self->queue_sid = g_strdup (queue);
  self->has_priority = priority >= 0;
  self->priority = (int) MAX (priority, 0);
  self->timeout = (int) timeout;
  return g_steal_pointer (&self);
}

static gboolean
read_target_func (const TrsDocument *document, gpointer user_data, GError **error)
{
  GPtrArray *targets = user_data;
  TrsTarget *previous = targets->len > 0 ? g_ptr_array_index (targets, targets->len - 1) : NULL;
  TrsTarget *target = read_target (document, previous != NULL ? previous->queue_sid : NULL, error);

  if (target == NULL)
    return FALSE;
  g_ptr_array_add (targets, target);
  return TRUE;
}

static gboolean
read_filter_func (const TrsDocument *document, gpointer user_data, GError **error)
{
  GPtrArray *filters = user_data;
  g_autoptr(TrsFilter) self = g_new0 (TrsFilter, 1);
  const char *name, *older_name;

  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_target_free);
  if (!trs_document_get_string (document, "filter_friendly_name", &name, error) ||
      !trs_document_get_string (document, "friendly_name", &older_name, error) ||
      !read_expression (document, "expression", &self->expression, error) ||
      !trs_document_foreach (document, "targets", read_target_func, self->targets, error))
    return FALSE;
  if (self->expression == NULL)
    return trs_document_refuse (document, "expression", "is missing", error);
  if (self->targets->len == 0)
    return trs_document_refuse (document, "targets", "is empty", error);

  self->friendly_name = g_strdup (name != NULL ? name : older_name);
  g_ptr_array_add (filters, g_steal_pointer (&self));
  return TRUE;
}

static gboolean
trs_workflow_config_read (TrsWorkflowConfig *self, JsonObject *root, GError **error)
{
  TrsDocument top = { root, "" };
  TrsDocument routing = { NULL, "task_routing" };
  TrsDocument default_filter = { NULL, "task_routing.default_filter" };

  if (!trs_document_get_object (&top, "task_routing", &routing.object, error))
    return FALSE;
  if (routing.object == NULL)
    return trs_document_refuse (&top, "task_routing", "is missing", error);
  if (!trs_document_foreach (&routing, "filters", read_filter_func, self->filters, error) ||
      !trs_document_get_object (&routing, "default_filter", &default_filter.object, error))
    return FALSE;

  if (default_filter.object != NULL)
    {
      self->default_target = read_target (&default_filter, NULL, error);
      if (self->default_target == NULL)
        return FALSE;
      /* It waits without limit. */
      self->default_target->timeout = 0;
    }
  if (self->default_target == NULL && self->filters->len == 0)
    return trs_document_refuse (&routing, NULL, "has neither filters nor a default_filter", error);
  return TRUE;
}

/**
 * trs_workflow_config_new:
 * @text: JSON text of a workflow's configuration
 * @error: return location for a %TRS_ERROR_INVALID that names the field
 *
 * Returns: (transfer full): the configuration, or %NULL with @error set
 *
 * Source: the service's guide "Workflow configuration".
 */
TrsWorkflowConfig *
trs_workflow_config_new (const char *text, GError **error)
{
  g_autoptr(TrsWorkflowConfig) self = NULL;
  g_autoptr(JsonObject) root = NULL;

  if (strlen (text) > TRS_WORKFLOW_CONFIG_MAX_BYTES)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Configuration is longer than %d bytes",
                   TRS_WORKFLOW_CONFIG_MAX_BYTES);
      return NULL;
    }
  root = trs_document_parse_object (text, "Configuration", error);
  if (root == NULL)
    return NULL;

  self = g_new0 (TrsWorkflowConfig, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_filter_free);
  if (!trs_workflow_config_read (self, root, error))
    {
      g_prefix_error_literal (error, "Invalid Configuration: ");
      return NULL;
    }
  return g_steal_pointer (&self);
}

TrsWorkflowConfig *
trs_workflow_config_ref (TrsWorkflowConfig *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
trs_workflow_config_unref (TrsWorkflowConfig *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->filters);
  g_clear_pointer (&self->default_target, trs_target_free);
  g_free (self);
}

typedef gboolean (*QueueTest) (const char *queue_sid, gpointer user_data);

static const char *
trs_workflow_config_find_queue (TrsWorkflowConfig *self, QueueTest test, gpointer user_data)
{
  for (guint i = 0; i < self->filters->len; i++)
    {
      TrsFilter *filter = g_ptr_array_index (self->filters, i);

      for (guint j = 0; j < filter->targets->len; j++)
        {
          TrsTarget *target = g_ptr_array_index (filter->targets, j);

          if (test (target->queue_sid, user_data))
            return target->queue_sid;
        }
    }
  if (self->default_target != NULL && test (self->default_target->queue_sid, user_data))
    return self->default_target->queue_sid;
  return NULL;
}

static gboolean
is_queue (const char *queue_sid, gpointer user_data)
{
  return strcmp (queue_sid, user_data) == 0;
}

static gboolean
is_unknown_queue (const char *queue_sid, gpointer user_data)
{
  return trs_workspace_get_task_queue (user_data, queue_sid) == NULL;
}

/**
 * trs_workflow_config_uses_queue:
 * @self: a configuration
 * @queue_sid: a queue's SID
 *
 * Returns: whether a target names that queue
 */
gboolean
trs_workflow_config_uses_queue (TrsWorkflowConfig *self, const char *queue_sid)
{
  return trs_workflow_config_find_queue (self, is_queue, (gpointer) queue_sid) != NULL;
}

/**
 * trs_workflow_config_find_unknown_queue:
 * @self: a configuration
 * @workspace: where it is to be used
 *
 * Returns: (nullable): the first queue named that is none of the workspace's
 */
const char *
trs_workflow_config_find_unknown_queue (TrsWorkflowConfig *self, TrsWorkspace *workspace)
{
  return trs_workflow_config_find_queue (self, is_unknown_queue, workspace);
}
