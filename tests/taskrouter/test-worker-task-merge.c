/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include "test-data.h"

/* What is written into a task's attributes, and what others wrote there. */

#define MY_TASK "Tasks/WT00000000000000000000000000000001"
#define NOTES "{\"conversations\":{\"content\":\"Call back\"}}"

static const char *
offer (Fixture *fixture, const char *attributes)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_set_task (fixture->bridge, sid, "assigned", attributes);
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  return sid;
}

static void
merge (Fixture *fixture, const char *sid, const char *patch)
{
  g_autoptr(JsonNode) node = test_json (patch);
  TrReservation *reservation = tr_worker_find_reservation (fixture->worker, sid);

  tr_worker_merge_task_attributes_async (fixture->worker, tr_reservation_get_task (reservation),
                                         json_node_get_object (node), NULL, fixture_done_cb,
                                         fixture);
}

static void
assert_attributes (Fixture *fixture, const char *sid, const char *expected)
{
  JsonObject *reservation = test_bridge_get_reservation (fixture->bridge, sid);
  JsonObject *task = json_object_get_object_member (reservation, "task");
  g_autoptr(JsonNode) is = test_json (json_object_get_string_member (task, "attributes"));
  g_autoptr(JsonNode) should_be = test_json (expected);

  g_assert_true (json_node_equal (is, should_be));
}

static guint
count_writes (Fixture *fixture)
{
  return test_bridge_count (fixture->bridge, "POST Workspaces/" TEST_WORKSPACE "/" MY_TASK);
}

static void
test_leaves_the_rest (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{\"from\":\"+1\",\"conversations\":{\"id\":\"a\",\"content\":\"x\"}}");

  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_attributes (fixture, sid,
                     "{\"from\":\"+1\",\"conversations\":{\"id\":\"a\",\"content\":\"Call back\"}}");
}

static void
test_takes_away (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{\"from\":\"+1\",\"conversations\":{\"id\":\"a\",\"content\":\"x\"}}");

  merge (fixture, sid, "{\"conversations\":{\"content\":null},\"nothing\":null}");
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_attributes (fixture, sid, "{\"from\":\"+1\",\"conversations\":{\"id\":\"a\"}}");
}

/* Nobody is told of a change that is none. */
static void
test_no_change (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, NOTES);

  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (count_writes (fixture), ==, 0);
}

/* What we know may be old: what is there now counts. */
static void
test_event_missed (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{\"from\":\"+1\"}");

  test_bridge_set_task (fixture->bridge, sid, "assigned", "{\"from\":\"+1\",\"crm\":7}");
  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_attributes (fixture, sid,
                     "{\"from\":\"+1\",\"crm\":7,\"conversations\":{\"content\":\"Call back\"}}");
}

/* Someone else writes between our reading and our writing. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{\"from\":\"+1\"}");

  test_bridge_hold (fixture->bridge, "GET", MY_TASK);
  merge (fixture, sid, NOTES);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_set_task (fixture->bridge, sid, "assigned", "{\"from\":\"+1\",\"crm\":7}");
  test_bridge_release (fixture->bridge);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (count_writes (fixture), ==, 2);
  assert_attributes (fixture, sid,
                     "{\"from\":\"+1\",\"crm\":7,\"conversations\":{\"content\":\"Call back\"}}");
}

static void
test_conflict_without_end (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{}");

  for (int i = 0; i < 5; i++)
    test_bridge_fail_next (fixture->bridge, "POST", MY_TASK, 412, "{\"message\":\"No\"}");
  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_CONFLICT);
  g_assert_cmpuint (count_writes (fixture), ==, 5);
}

/* No answer to the write, which was done: reading again finds out. */
static void
test_answer_lost (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{}");

  test_bridge_hold (fixture->bridge, "POST", MY_TASK);
  merge (fixture, sid, NOTES);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_forget_held (fixture->bridge);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_attributes (fixture, sid, NOTES);
}

/* And one that was not done is told. */
static void
test_service_in_trouble (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{}");

  test_bridge_fail_next (fixture->bridge, "POST", MY_TASK, 503, "{\"message\":\"Oh\"}");
  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_SERVICE);
  g_assert_cmpuint (count_writes (fixture), ==, 1);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{}");

  test_bridge_fail_next (fixture->bridge, "POST", MY_TASK, 400, "{\"message\":\"Too long\"}");
  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_REFUSED);
}

/* A text where we would put an object is not ours to overwrite. */
static void
test_of_someone_else (Fixture *fixture, gconstpointer data)
{
  const char *sid = offer (fixture, "{\"conversations\":\"mine\"}");

  merge (fixture, sid, NOTES);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_REFUSED);
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  assert_attributes (fixture, sid, "{\"conversations\":\"mine\"}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker-task-merge/leaves-the-rest", test_leaves_the_rest);
  ADD ("/worker-task-merge/takes-away", test_takes_away);
  ADD ("/worker-task-merge/no-change", test_no_change);
  ADD ("/worker-task-merge/event-missed", test_event_missed);
  ADD ("/worker-task-merge/conflict", test_conflict);
  ADD ("/worker-task-merge/conflict-without-end", test_conflict_without_end);
  ADD ("/worker-task-merge/answer-lost", test_answer_lost);
  ADD ("/worker-task-merge/service-in-trouble", test_service_in_trouble);
  ADD ("/worker-task-merge/refused", test_refused);
  ADD ("/worker-task-merge/of-someone-else", test_of_someone_else);
  return g_test_run ();
}
