/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-data.h"
#include "test-rest.h"
#include "tr-client-queues.h"

/* Which queues serve a worker, and who waits in them. */

#define WQ1 "WQ00000000000000000000000000000001"
#define WQ2 "WQ00000000000000000000000000000002"

static GPtrArray *
list (TestRest *fixture, GError **error)
{
  g_clear_object (&fixture->result);
  tr_client_list_queues_async (fixture->client, "WS1", "WK1", fixture->cancellable, test_rest_cb,
                               fixture);
  g_assert_null (fixture->result);
  return tr_client_list_queues_finish (fixture->client, test_rest_wait (fixture), error);
}

static GPtrArray *
count (TestRest *fixture, GError **error)
{
  g_autoptr(GPtrArray) queues = g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);

  g_ptr_array_add (queues, tr_queue_new (WQ1, "Support"));
  g_ptr_array_add (queues, tr_queue_new (WQ2, "Sales"));
  g_clear_object (&fixture->result);
  tr_client_count_queues_async (fixture->client, "WS1", queues, fixture->cancellable, test_rest_cb,
                                fixture);
  g_assert_null (fixture->result);
  return tr_client_count_queues_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
test_list (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"task_queues\":[{\"sid\":\"" WQ1 "\",\"friendly_name\":\"Support\"},"
                         "{\"sid\":\"" WQ2 "\",\"friendly_name\":\"Sales\"}],"
                         "\"meta\":{\"key\":\"task_queues\",\"next_page_url\":null}}");
  queues = list (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queues->len, ==, 2);
  g_assert_cmpstr (((TrQueue *) g_ptr_array_index (queues, 1))->name, ==, "Sales");
  test_rest_assert_sent (fixture, 0, "GET /v1/Workspaces/WS1/TaskQueues?WorkerSid=WK1");
}

static void
test_list_bad (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"task_queues\":[{\"sid\":\"" WQ1 "\",\"friendly_name\":7}],"
                         "\"meta\":{\"key\":\"task_queues\",\"next_page_url\":null}}");
  g_assert_null (list (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "friendly_name");
}

/* One that can't be read hides no others, in the list and in the figures. */
static void
test_one_unread (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = NULL;
  g_autoptr(GPtrArray) counted = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"task_queues\":[{\"sid\":\"" WQ1 "\",\"friendly_name\":7},"
                         "{\"sid\":\"" WQ2 "\",\"friendly_name\":\"Sales\"}],"
                         "\"meta\":{\"key\":\"task_queues\",\"next_page_url\":null}}");
  queues = list (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queues->len, ==, 1);
  g_assert_cmpstr (((TrQueue *) g_ptr_array_index (queues, 0))->name, ==, "Sales");

  test_server_push_json (
      fixture->server, 200,
      "{\"task_queue_data\":[{\"task_queue_sid\":\"" WQ1 "\"},"
      "{\"task_queue_sid\":\"" WQ2 "\",\"tasks_by_status\":{\"pending\":2}}]}");
  counted = count (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counted->len, ==, 1);
  g_assert_cmpuint (((TrQueue *) g_ptr_array_index (counted, 0))->n_waiting, ==, 2);
}

static void
test_count (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = NULL;
  const char *sent;
  TrQueue *queue;

  /* One that nobody asked about, and one that is gone. */
  test_server_push_json (
      fixture->server, 200,
      "{\"task_queue_data\":["
      "{\"task_queue_sid\":\"" WQ2 "\",\"longest_task_waiting_age\":102,"
      "\"total_available_workers\":4,"
      "\"tasks_by_status\":{\"pending\":2,\"reserved\":1,\"assigned\":5,\"wrapping\":1}},"
      "{\"task_queue_sid\":\"WQ9\",\"tasks_by_status\":{}}],\"task_queue_response_count\":2}");
  queues = count (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queues->len, ==, 1);
  queue = g_ptr_array_index (queues, 0);
  g_assert_cmpstr (queue->name, ==, "Sales");
  g_assert_cmpuint (queue->n_waiting, ==, 3);
  g_assert_cmpint (queue->longest_wait, ==, 102);
  g_assert_cmpint (queue->n_available, ==, 4);
  g_assert_cmpint (queue->n_in_work, ==, 6);

  test_rest_assert_sent (fixture, 0, "POST /v1/Workspaces/WS1/TaskQueues/RealTimeStatistics");
  sent = test_server_get_request (fixture->server, 0);
  g_assert_nonnull (strstr (sent, "Content-Type: application/json"));
  g_assert_nonnull (strstr (sent, "{\"TaskQueueSids\":[\"" WQ1 "\",\"" WQ2 "\"]}"));
}

static void
test_count_bad (TestRest *fixture, gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *words;
  } cases[] = {
    { "{}", "task_queue_data" },
    { "{\"task_queue_data\":{}}", "task_queue_data" },
    { "{\"task_queue_data\":[7]}", "statistics" },
    { "{\"task_queue_data\":[{\"task_queue_sid\":\"" WQ1 "\"}]}", "tasks_by_status" },
    { "{\"task_queue_data\":[{\"task_queue_sid\":\"" WQ1 "\",\"tasks_by_status\":{\"pending\":-1}}]}",
      "pending" },
    { "{\"task_queue_data\":[{\"task_queue_sid\":\"" WQ1 "\",\"tasks_by_status\":{},"
      "\"longest_task_waiting_age\":\"old\"}]}", "longest_task_waiting_age" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push_json (fixture->server, 200, cases[i].body);
      g_assert_null (count (fixture, &error));
      test_rest_assert_error (error, TR_ERROR_PROTOCOL, cases[i].words);
    }
}

static void
test_rate_limit (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 429,
                         "{\"code\":20429,\"message\":\"Too Many Requests\",\"status\":429}");
  g_assert_null (count (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_RATE_LIMIT, "Too Many Requests");
}

static void
test_cancelled (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (fixture->cancellable);
  g_assert_null (count (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/client-queues/" path, TestRest, NULL, test_rest_set_up, function,                  \
              test_rest_tear_down)
  ADD ("list", test_list);
  ADD ("list/bad", test_list_bad);
  ADD ("one-unread", test_one_unread);
  ADD ("count", test_count);
  ADD ("count/bad", test_count_bad);
  ADD ("count/rate-limit", test_rate_limit);
  ADD ("count/cancelled", test_cancelled);

  return g_test_run ();
}
