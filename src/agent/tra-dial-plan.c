/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-dial-plan.h"

#include "tr-json.h"

/* More than a person would choose from. */
#define MAX_ITEMS 200

typedef struct
{
  char *workspace_sid; /* owned, escaped */
  char *workflow;      /* owned */
  char *queue;         /* owned */
  TraDialPlan *plan;   /* owned */
} Loading;

void
tra_dial_plan_free (TraDialPlan *self)
{
  g_ptr_array_unref (self->numbers);
  g_free (self->workflow_sid);
  g_free (self->queue_sid);
  g_free (self);
}

static void
loading_free (Loading *loading)
{
  g_free (loading->workspace_sid);
  g_free (loading->workflow);
  g_free (loading->queue);
  g_clear_pointer (&loading->plan, tra_dial_plan_free);
  g_free (loading);
}

/* The SID of the one that is called so, else of the first; one that can't be read is passed over. NULL
 * without an error: there are none. */
static gboolean
pick (JsonArray *items, const char *name, char **sid, GError **error)
{
  g_autoptr(GError) unread = NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      const char *item_sid, *item_name;
      JsonObject *object;

      g_clear_error (&unread);
      if (!tr_json_expect_object (json_array_get_element (items, i), &object, &unread) ||
          !tr_json_expect_id (object, "sid", &item_sid, &unread) ||
          !tr_json_expect_string (object, "friendly_name", &item_name, &unread))
        {
          g_info ("The dial plan, one is left out: %s", unread->message);
          continue;
        }
      if (*sid != NULL && !g_str_equal (item_name, name))
        continue;
      g_free (*sid);
      *sid = g_strdup (item_sid);
      if (g_str_equal (item_name, name))
        break;
    }
  if (*sid != NULL || unread == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&unread));
  return FALSE;
}

static void
list (TrClient *client, const char *what, GAsyncReadyCallback callback, GTask *task)
{
  Loading *loading = g_task_get_task_data (task);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s/%s", loading->workspace_sid, what);

  tr_client_list_async (client, TR_SERVICE_TASKROUTER, path, NULL, MAX_ITEMS,
                        g_task_get_cancellable (task), callback, task);
}

/* A key may be allowed to do all of this but to see the numbers: then there is none to choose. */
static void
numbers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      const char *number;
      JsonObject *object;

      if (tr_json_expect_object (json_array_get_element (items, i), &object, NULL) &&
          tr_json_expect_id (object, "phone_number", &number, NULL))
        g_ptr_array_add (loading->plan->numbers, g_strdup (number));
    }
  if (error != NULL)
    g_info ("The account’s numbers: %s", error->message);
  g_task_return_pointer (task, g_steal_pointer (&loading->plan), (GDestroyNotify) tra_dial_plan_free);
}

static void
queues_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  TrClient *client = TR_CLIENT (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (client, result, &error);

  if (items == NULL || !pick (items, loading->queue, &loading->plan->queue_sid, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    tr_client_list_async (client, TR_SERVICE_API, "IncomingPhoneNumbers.json", NULL, MAX_ITEMS,
                          g_task_get_cancellable (task), numbers_cb, g_object_ref (task));
}

static void
workflows_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (items == NULL || !pick (items, loading->workflow, &loading->plan->workflow_sid, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    list (TR_CLIENT (source), "TaskQueues", queues_cb, g_object_ref (task));
}

/**
 * tra_dial_plan_load_async:
 * @client: with the right to read the workspace
 * @workspace_sid: of which
 * @workflow: the name of a workflow; "": the first
 * @queue: the name of a queue; "": the first
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 */
void
tra_dial_plan_load_async (TrClient *client,
                          const char *workspace_sid,
                          const char *workflow,
                          const char *queue,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Loading *loading;

  g_return_if_fail (TR_IS_CLIENT (client));
  g_return_if_fail (workspace_sid != NULL && workflow != NULL && queue != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_dial_plan_load_async);
  loading = g_new0 (Loading, 1);
  loading->workspace_sid = g_uri_escape_string (workspace_sid, NULL, FALSE);
  loading->workflow = g_strdup (workflow);
  loading->queue = g_strdup (queue);
  loading->plan = g_new0 (TraDialPlan, 1);
  loading->plan->numbers = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  list (client, "Workflows", workflows_cb, task);
}

/**
 * tra_dial_plan_load_finish:
 * @client: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what there is; NULL with #TrError or %G_IO_ERROR_CANCELLED
 */
TraDialPlan *
tra_dial_plan_load_finish (TrClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_dial_plan_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
