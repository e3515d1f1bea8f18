/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-queues.h"

#include "tr-client-private.h"
#include "tr-json.h"

/* A task lives two weeks at most, but ages are not ours to judge. */
#define MAX_AGE G_MAXINT32

TrQueue *
tr_queue_new (const char *sid, const char *name)
{
  TrQueue *self = g_new0 (TrQueue, 1);

  self->sid = g_strdup (sid);
  self->name = g_strdup (name);
  self->n_available = -1;
  self->n_in_work = -1;
  return self;
}

void
tr_queue_free (TrQueue *self)
{
  g_free (self->sid);
  g_free (self->name);
  g_free (self);
}

static GPtrArray *
queues_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);
}

/* ---- Which ---- */

static gboolean
read_queue (JsonNode *node, GPtrArray *queues, GError **error)
{
  JsonObject *object;
  const char *sid, *name;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &name, error))
    {
      g_prefix_error_literal (error, "Task queue: ");
      return FALSE;
    }
  g_ptr_array_add (queues, tr_queue_new (sid, name));
  return TRUE;
}

/* One that can't be read (@was_read is FALSE, @unread says why) hides no others; the first such is
 * kept in @error for where there are no others. */
static void
pass_over (gboolean was_read, GError **unread, GError **error)
{
  if (was_read)
    return;
  g_info ("One is left out: %s", (*unread)->message);
  if (*error == NULL)
    *error = g_steal_pointer (unread);
  g_clear_error (unread);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) queues = queues_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) unread = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    pass_over (read_queue (json_array_get_element (list, i), queues, &unread), &unread, &error);
  if (error != NULL && (list == NULL || queues->len == 0))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&queues), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * tr_client_list_queues_async:
 * @self: a client
 * @workspace_sid: a workspace
 * @worker_sid: (nullable): a worker of it; %NULL asks for all queues
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks which queues have this worker among those they may reserve.
 *
 * Source: the service's Task Queue API, the list's filter WorkerSid.
 */
void
tr_client_list_queues_async (TrClient *self,
                             const char *workspace_sid,
                             const char *worker_sid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const char *query[] = { worker_sid != NULL ? "WorkerSid" : NULL, worker_sid, NULL };
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (workspace_sid != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_list_queues_async);
  escaped = g_uri_escape_string (workspace_sid, NULL, FALSE);
  path = g_strdup_printf ("Workspaces/%s/TaskQueues", escaped);
  tr_client_list_async (self, TR_SERVICE_TASKROUTER, path, query, TR_MAX_QUEUES, cancellable,
                        listed_cb, g_steal_pointer (&task));
}

/**
 * tr_client_list_queues_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type TrQueue): the queues, or %NULL with a #TrError or
 *   %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tr_client_list_queues_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_list_queues_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- How many ---- */

static TrQueue *
find_queue (GPtrArray *queues, const char *sid)
{
  for (guint i = 0; i < queues->len; i++)
    {
      TrQueue *queue = g_ptr_array_index (queues, i);

      if (g_str_equal (queue->sid, sid))
        return queue;
    }
  return NULL;
}

/* Who is offered to somebody just now waits, too. */
static gboolean
read_figures (JsonNode *node, GPtrArray *asked, GPtrArray *counted, GError **error)
{
  JsonObject *object, *by_status;
  const char *sid;
  gint64 pending, reserved, assigned, wrapping, available, age;
  TrQueue *queue;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "task_queue_sid", &sid, error) ||
      !tr_json_expect_member_object (object, "tasks_by_status", &by_status, error) ||
      !tr_json_optional_int (by_status, "pending", 0, G_MAXINT32, 0, &pending, error) ||
      !tr_json_optional_int (by_status, "reserved", 0, G_MAXINT32, 0, &reserved, error) ||
      !tr_json_optional_int (by_status, "assigned", 0, G_MAXINT16, 0, &assigned, error) ||
      !tr_json_optional_int (by_status, "wrapping", 0, G_MAXINT16, 0, &wrapping, error) ||
      !tr_json_optional_int (object, "total_available_workers", 0, G_MAXINT16, -1, &available,
                             error) ||
      !tr_json_optional_int (object, "longest_task_waiting_age", 0, MAX_AGE, 0, &age, error))
    {
      g_prefix_error_literal (error, "Queue statistics: ");
      return FALSE;
    }

  queue = find_queue (asked, sid);
  if (queue != NULL)
    {
      TrQueue *copy = tr_queue_new (queue->sid, queue->name);

      copy->n_waiting = (guint) (pending + reserved);
      copy->longest_wait = age;
      copy->n_available = (int) available;
      copy->n_in_work = (int) (assigned + wrapping);
      g_ptr_array_add (counted, copy);
    }
  return TRUE;
}

static GPtrArray *
read_answer (JsonNode *node, GPtrArray *asked, GError **error)
{
  g_autoptr(GPtrArray) counted = queues_new ();
  g_autoptr(GError) first = NULL;
  g_autoptr(GError) unread = NULL;
  JsonObject *object;
  JsonArray *data;

  if (node == NULL || !tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_array (object, "task_queue_data", &data, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "Queue statistics: no answer");
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (data); i++)
    pass_over (read_figures (json_array_get_element (data, i), asked, counted, &unread), &unread,
               &first);
  if (first == NULL || counted->len > 0)
    return g_steal_pointer (&counted);
  g_propagate_error (error, g_steal_pointer (&first));
  return NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_post_json_finish (TR_CLIENT (source), result, &error);
  GPtrArray *counted = NULL;

  if (error == NULL)
    counted = read_answer (node, g_task_get_task_data (task), &error);
  if (counted != NULL)
    g_task_return_pointer (task, counted, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * tr_client_count_queues_async:
 * @self: a client
 * @workspace_sid: a workspace
 * @queues: (element-type TrQueue): one to %TR_MAX_QUEUES of its queues; to stay as they are
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks for the figures of all @queues at once: the service takes five such requests a second of an
 * account, whoever sends them.
 *
 * Source: the service's Task Queue Bulk Real Time Statistics resource.
 */
void
tr_client_count_queues_async (TrClient *self,
                              const char *workspace_sid,
                              GPtrArray *queues,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  JsonArray *sids = json_array_new ();
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (workspace_sid != NULL);
  g_return_if_fail (queues != NULL && queues->len > 0 && queues->len <= TR_MAX_QUEUES);

  for (guint i = 0; i < queues->len; i++)
    json_array_add_string_element (sids, ((TrQueue *) g_ptr_array_index (queues, i))->sid);
  json_object_set_array_member (body, "TaskQueueSids", sids);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_count_queues_async);
  g_task_set_task_data (task, g_ptr_array_ref (queues), (GDestroyNotify) g_ptr_array_unref);
  escaped = g_uri_escape_string (workspace_sid, NULL, FALSE);
  path = g_strdup_printf ("Workspaces/%s/TaskQueues/RealTimeStatistics", escaped);
  tr_client_post_json_async (self, path, body, cancellable, counted_cb, g_steal_pointer (&task));
}

/**
 * tr_client_count_queues_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type TrQueue): the queues with figures, or %NULL with a #TrError
 *   or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tr_client_count_queues_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_count_queues_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
