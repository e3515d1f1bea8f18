/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-queues.h"

#include "tr-company-queues.h"
#include "tra-session-private.h"

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *queues = tr_client_count_queues_finish (TR_CLIENT (source), result, &error);

  if (queues != NULL)
    g_task_return_pointer (task, queues, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* No queue is no question. */
static void
count (TrClient *client, GPtrArray *queues, GTask *task)
{
  const char *workspace = g_task_get_task_data (task);

  if (queues->len == 0)
    {
      g_task_return_pointer (task, g_ptr_array_ref (queues), (GDestroyNotify) g_ptr_array_unref);
      g_object_unref (task);
      return;
    }
  tr_client_count_queues_async (client, workspace, queues, g_task_get_cancellable (task),
                                counted_cb, task);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = tr_client_list_queues_finish (TR_CLIENT (source), result, &error);

  if (queues != NULL)
    count (TR_CLIENT (source), queues, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
company_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *queues =
      tr_company_client_count_queues_finish (TR_COMPANY_CLIENT (source), result, &error);

  if (queues != NULL)
    g_task_return_pointer (task, queues, (GDestroyNotify) g_ptr_array_unref);
  else if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
    /* The token has just run out: the next one may. */
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_SERVICE, "%s", error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * tra_session_fetch_queues_async:
 * @self: a session
 * @known: (nullable) (element-type TrQueue): the queues, if they are known
 * @of_all: not those that serve this agent, but all, if a supervisor asks
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 *
 * A worker's own token has no way to the statistics; the sign-in with an account has, and a company's
 * server counts for all its desks: all queues, since it is not the one who knows which serve whom.
 */
void
tra_session_fetch_queues_async (TraSession *self,
                                GPtrArray *known,
                                gboolean of_all,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  const char *worker, *workspace;

  g_return_if_fail (TRA_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_session_fetch_queues_async);
  worker = self->worker != NULL ? tr_worker_get_sid (self->worker) : NULL;
  workspace = self->worker != NULL ? tr_worker_get_workspace_sid (self->worker) : NULL;
  if (self->company != NULL && tra_company_get_token (self->company) != NULL)
    {
      tr_company_client_count_queues_async (
          tra_company_get_client (self->company), tra_company_get_token (self->company), cancellable,
          company_counted_cb, g_steal_pointer (&task));
      return;
    }
  if (self->company != NULL || self->client == NULL || worker == NULL || workspace == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               "Queues: not with this sign-in");
      return;
    }

  g_task_set_task_data (task, g_strdup (workspace), g_free);
  if (known != NULL)
    count (self->client, known, g_steal_pointer (&task));
  else
    tr_client_list_queues_async (self->client, workspace,
                                 of_all && tra_session_is_supervisor (self) ? NULL : worker,
                                 cancellable, listed_cb, g_steal_pointer (&task));
}

/**
 * tra_session_fetch_queues_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type TrQueue): the queues with figures, or %NULL with a #TrError,
 *   %G_IO_ERROR_NOT_SUPPORTED or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tra_session_fetch_queues_finish (TraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_session_fetch_queues_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
