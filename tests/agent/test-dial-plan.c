/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-dial-plan.h"

#include "test-rest.h"

/* What a call of the agent's own needs, asked of the service. */

static void
push (TestRest *fixture, const char *key, const char *items)
{
  g_autofree char *body = g_strdup_printf (
      "{\"%s\":[%s],\"meta\":{\"key\":\"%s\",\"next_page_url\":null},\"next_page_uri\":null}", key,
      items, key);

  test_server_push_json (fixture->server, 200, body);
}

static TraDialPlan *
load (TestRest *fixture, const char *workflow, const char *queue, GError **error)
{
  tra_dial_plan_load_async (fixture->client, "WS1", workflow, queue, fixture->cancellable,
                            test_rest_cb, fixture);
  return tra_dial_plan_load_finish (fixture->client, test_rest_wait (fixture), error);
}

#define TWO(kind)                                                                                  \
  "{\"sid\":\"" kind "1\",\"friendly_name\":\"One\"},{\"sid\":\"" kind "2\",\"friendly_name\":\"Two\"}"

static void
push_all (TestRest *fixture)
{
  push (fixture, "workflows", TWO ("WW"));
  push (fixture, "task_queues", TWO ("WQ"));
  push (fixture, "incoming_phone_numbers",
        "{\"phone_number\":\"+16505550101\"},{\"phone_number\":\"+16505550102\"}");
}

static void
test_named (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TraDialPlan) plan = NULL;

  push_all (fixture);
  plan = load (fixture, "Two", "Two", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plan->workflow_sid, ==, "WW2");
  g_assert_cmpstr (plan->queue_sid, ==, "WQ2");
  g_assert_cmpuint (plan->numbers->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (plan->numbers, 1), ==, "+16505550102");
}

/* Of the setting's name there is none: the first. */
static void
test_first (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TraDialPlan) plan = NULL;

  push_all (fixture);
  plan = load (fixture, "", "Three", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plan->workflow_sid, ==, "WW1");
  g_assert_cmpstr (plan->queue_sid, ==, "WQ1");
}

static void
test_empty (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TraDialPlan) plan = NULL;

  push (fixture, "workflows", "");
  push (fixture, "task_queues", "");
  push (fixture, "incoming_phone_numbers", "");
  plan = load (fixture, "", "", &error);
  g_assert_no_error (error);
  g_assert_null (plan->workflow_sid);
  g_assert_null (plan->queue_sid);
  g_assert_cmpuint (plan->numbers->len, ==, 0);
}

/* A key that may not see the numbers, and a number that can't be read. */
static void
test_no_numbers (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TraDialPlan) plan = NULL;

  push (fixture, "workflows", TWO ("WW"));
  push (fixture, "task_queues", TWO ("WQ"));
  if (data == NULL)
    test_server_push_json (fixture->server, 403, "{\"code\":20403,\"message\":\"No\"}");
  else
    push (fixture, "incoming_phone_numbers", data);
  plan = load (fixture, "One", "One", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->numbers->len, ==, 0);
}

static void
test_garbage (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push (fixture, "workflows", data);
  g_assert_null (load (fixture, "", "", &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

static void
test_refused (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  push (fixture, "workflows", TWO ("WW"));
  test_server_push_json (fixture->server, 403, "{\"code\":20403,\"message\":\"No\"}");
  g_assert_null (load (fixture, "", "", &error));
  test_rest_assert_error (error, TR_ERROR_FORBIDDEN, "No");
}

#define ADD(path, data, func)                                                                      \
  g_test_add (path, TestRest, data, test_rest_set_up, func, test_rest_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/dial-plan/named", NULL, test_named);
  ADD ("/dial-plan/first", NULL, test_first);
  ADD ("/dial-plan/empty", NULL, test_empty);
  ADD ("/dial-plan/numbers-refused", NULL, test_no_numbers);
  ADD ("/dial-plan/numbers-mistyped", "{\"phone_number\":7}", test_no_numbers);
  ADD ("/dial-plan/mistyped", "{\"sid\":\"WW1\",\"friendly_name\":7}", test_garbage);
  ADD ("/dial-plan/nameless", "{\"sid\":\"WW1\"}", test_garbage);
  ADD ("/dial-plan/refused", NULL, test_refused);
  return g_test_run ();
}
