/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-directory.h"

#include "test-rest.h"

#define WORKER(sid, name, available)                                                               \
  "{\"sid\":\"" sid "\",\"friendly_name\":\"" name "\",\"activity_name\":\"Now\",\"available\":"   \
  available ",\"attributes\":\"{\\\"skills\\\":[\\\"support\\\",7,\\\"sales\\\"]}\"}"

static void
push (TestRest *fixture, const char *key, const char *items)
{
  g_autofree char *body = g_strdup_printf (
      "{\"%s\":[%s],\"meta\":{\"key\":\"%s\",\"next_page_url\":null}}", key, items, key);

  test_server_push_json (fixture->server, 200, body);
}

static GPtrArray *
load (TestRest *fixture, TraDirectory *directory, GError **error)
{
  tra_directory_load_async (directory, "WK1", fixture->cancellable, test_rest_cb, fixture);
  return tra_directory_load_finish (directory, test_rest_wait (fixture), error);
}

static void
test_load (TestRest *fixture, gconstpointer data)
{
  g_autoptr(TraDirectory) directory = tra_directory_new (fixture->client, "WS1");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(GString) told = g_string_new (NULL);

  push (fixture, "workers", WORKER ("WK4", "zoe", "true") "," WORKER ("WK1", "dave", "true"));
  push (fixture, "workers",
        WORKER ("WK1", "dave", "true") "," WORKER ("WK2", "abe", "false") ","
        WORKER ("WK3", "bea", "true") "," WORKER ("WK4", "zoe", "true"));
  push (fixture, "task_queues", "{\"sid\":\"WQ1\",\"friendly_name\":\"Support\"}");
  targets = load (fixture, directory, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < targets->len; i++)
    {
      TraTarget *target = g_ptr_array_index (targets, i);

      g_string_append_printf (told, "%s %d|", tra_target_get_name (target),
                              tra_target_get_kind (target));
    }
  g_assert_cmpstr (told->str, ==, "zoe 0|bea 1|abe 2|Support 3|");
  g_assert_cmpstr (tra_target_get_skills (g_ptr_array_index (targets, 0)), ==, "support, sales");
  g_assert_cmpstr (tra_directory_get_name (directory, "WK3"), ==, "bea");
  test_rest_assert_sent (fixture, 0,
                         "GET /v1/Workspaces/WS1/Workers?Available=true&TargetWorkersExpression="
                         "worker.channel.voice.available_capacity_percentage%20%3E%200&");
}

/* One of them can't be read: the others can be called all the same. */
static void
test_one_unread (TestRest *fixture, gconstpointer data)
{
  g_autoptr(TraDirectory) directory = tra_directory_new (fixture->client, "WS1");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) targets = NULL;

  push (fixture, "workers", "{\"sid\":null}," WORKER ("WK3", "bea", "true"));
  push (fixture, "workers",
        "{\"sid\":\"WK2\",\"friendly_name\":7}," WORKER ("WK3", "bea", "true"));
  push (fixture, "task_queues",
        "{\"sid\":\"WQ1\"},{\"sid\":\"WQ2\",\"friendly_name\":\"Support\"}");
  targets = load (fixture, directory, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (targets->len, ==, 2);
  g_assert_cmpstr (tra_target_get_name (g_ptr_array_index (targets, 0)), ==, "bea");
  g_assert_cmpint (tra_target_get_kind (g_ptr_array_index (targets, 0)), ==, TRA_TARGET_FREE);
  g_assert_cmpstr (tra_target_get_name (g_ptr_array_index (targets, 1)), ==, "Support");
}

/* All of them: then that is said, and not that there is nobody. */
static void
test_garbage (TestRest *fixture, gconstpointer data)
{
  g_autoptr(TraDirectory) directory = tra_directory_new (fixture->client, "WS1");
  g_autoptr(GError) error = NULL;

  push (fixture, "workers", "");
  push (fixture, "workers", "{\"sid\":\"WK2\",\"friendly_name\":7}");
  push (fixture, "task_queues", "");
  g_assert_null (load (fixture, directory, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "friendly_name");
}

static void
test_refused (TestRest *fixture, gconstpointer data)
{
  g_autoptr(TraDirectory) directory = tra_directory_new (fixture->client, "WS1");
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 403, "{\"code\":20403,\"message\":\"No\"}");
  g_assert_null (load (fixture, directory, &error));
  test_rest_assert_error (error, TR_ERROR_FORBIDDEN, "No");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* A name is asked for once, and told when it came. */
static void
test_name (TestRest *fixture, gconstpointer data)
{
  g_autoptr(TraDirectory) directory = tra_directory_new (fixture->client, "WS1");
  guint n_changed = 0;

  g_signal_connect_swapped (directory, "changed", G_CALLBACK (count_cb), &n_changed);
  test_server_push_json (fixture->server, 200, WORKER ("WK2", "abe", "true"));
  g_assert_null (tra_directory_get_name (directory, "WK2"));
  g_assert_null (tra_directory_get_name (directory, "WK2"));
  while (n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (tra_directory_get_name (directory, "WK2"), ==, "abe");
}

/* Nobody waits for it any more. */
static void
test_dropped (TestRest *fixture, gconstpointer data)
{
  TraDirectory *directory = tra_directory_new (fixture->client, "WS1");

  g_assert_null (tra_directory_get_name (directory, "WK2"));
  g_assert_finalize_object (directory);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
}

#define ADD(path, func) \
  g_test_add (path, TestRest, NULL, test_rest_set_up, func, test_rest_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/directory/load", test_load);
  ADD ("/directory/one-unread", test_one_unread);
  ADD ("/directory/garbage", test_garbage);
  ADD ("/directory/refused", test_refused);
  ADD ("/directory/name", test_name);
  ADD ("/directory/dropped", test_dropped);
  return g_test_run ();
}
