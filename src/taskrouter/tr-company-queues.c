/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-queues.h"

#include "tr-company-client-private.h"
#include "tr-json.h"

#define MAX_SECONDS (366 * 24 * 60 * 60)
#define MAX_WAITING G_MAXINT32

/* @age: seconds since it was counted. */
static TrQueue *
read_queue (JsonNode *node, gint64 age, GError **error)
{
  JsonObject *object;
  const char *sid, *name;
  gint64 n_waiting, longest_wait, n_available, n_in_work;
  TrQueue *queue;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "name", &name, error) ||
      !tr_json_expect_int (object, "waiting", 0, MAX_WAITING, &n_waiting, error) ||
      !tr_json_expect_int (object, "longest_wait", 0, MAX_SECONDS, &longest_wait, error) ||
      !tr_json_optional_int (object, "available", 0, MAX_WAITING, -1, &n_available, error) ||
      !tr_json_optional_int (object, "in_work", 0, MAX_WAITING, -1, &n_in_work, error))
    return NULL;

  queue = tr_queue_new (sid, name);
  queue->n_waiting = (guint) n_waiting;
  queue->n_available = (int) n_available;
  queue->n_in_work = (int) n_in_work;
  queue->longest_wait = n_waiting > 0 ? longest_wait + age : 0;
  return queue;
}

static GPtrArray *
read_queues (JsonNode *node, GError **error)
{
  g_autoptr(GPtrArray) queues = g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);
  JsonObject *object;
  JsonArray *array;
  gint64 age;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_array (object, "queues", &array, error) ||
      !tr_json_optional_int (object, "age", 0, MAX_SECONDS, 0, &age, error))
    return NULL;

  for (guint i = 0; i < MIN (json_array_get_length (array), TR_MAX_QUEUES); i++)
    {
      TrQueue *queue = read_queue (json_array_get_element (array, i), age, error);

      if (queue == NULL)
        return NULL;
      g_ptr_array_add (queues, queue);
    }
  return g_steal_pointer (&queues);
}

/**
 * tr_company_client_count_queues_async:
 * @self: a client
 * @token: the worker's, which lives
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Asks who waits in the workspace's queues.
 *
 * Source: task-router-server's API, `GET /v1/queues`.
 */
void
tr_company_client_count_queues_async (TrCompanyClient *self,
                                      TrToken *token,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TR_IS_COMPANY_CLIENT (self));
  g_return_if_fail (TR_IS_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_company_client_count_queues_async);
  tr_company_client_send (task, "GET", "/v1/queues", tr_token_get_jwt (token), NULL, "bad-token");
}

/**
 * tr_company_client_count_queues_finish:
 * @self: a client
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (element-type TrQueue): the queues with figures, %TR_MAX_QUEUES at most;
 *   NULL with a #TrError (%TR_ERROR_NOT_FOUND: this server does not count) or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tr_company_client_count_queues_finish (TrCompanyClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  GPtrArray *queues = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_company_client_count_queues_async),
                        NULL);

  node = g_task_propagate_pointer (G_TASK (result), &cause);
  if (node != NULL)
    queues = read_queues (node, &cause);
  else if (cause == NULL) /* a 204 */
    cause = g_error_new_literal (TR_ERROR, TR_ERROR_PROTOCOL, "the answer is empty");
  if (cause != NULL)
    g_propagate_prefixed_error (error, cause, "Queues: ");
  return queues;
}
