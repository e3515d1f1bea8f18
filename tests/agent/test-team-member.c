/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "tr-error.h"
#include "tra-team-member.h"

#define WORKER                                                                                     \
  "{\"sid\":\"WK1\",\"friendly_name\":\"edith\",\"activity_sid\":\"WA1\",\"activity_name\":"       \
  "\"Available\",\"available\":true,\"date_status_changed\":\"2026-01-15T10:00:00Z\","             \
  "\"attributes\":\"{\\\"skills\\\":[\\\"support\\\",7,\\\"sales\\\"]}\"}"
#define TASK(status, attributes)                                                                   \
  "{\"sid\":\"WT1\",\"assignment_status\":\"" status "\",\"date_updated\":"                        \
  "\"2026-01-15T10:00:00Z\",\"task_queue_friendly_name\":\"Support\",\"attributes\":\""            \
  attributes "\"}"
#define CALL "{\\\"from\\\":\\\"+16505550100\\\",\\\"call_sid\\\":\\\"CA1\\\"}"

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static TraTeamTask *
make_task (const char *text)
{
  g_autoptr(JsonNode) node = parse (text);
  g_autoptr(GError) error = NULL;
  TraTeamTask *task = tra_team_task_new_from_json (node, &error);

  g_assert_no_error (error);
  return task;
}

static void
test_member (void)
{
  g_autoptr(TraTeamMember) member = tra_team_member_new ("WK1");
  g_autoptr(JsonNode) node = parse (WORKER);
  g_autoptr(GError) error = NULL;

  g_assert_true (tra_team_member_update_from_json (member, node, &error));
  g_assert_cmpstr (tra_team_member_get_name (member), ==, "edith");
  g_assert_cmpstr (tra_team_member_get_skills (member), ==, "support, sales");
  g_assert_cmpint (tra_team_member_get_since (member), ==, 1768471200);
  g_assert_true (tra_team_member_is_available (member));
}

/* Half of a worker is never seen. */
static void
test_member_bad (void)
{
  static const char *const documents[] = {
    "[]", "{}", "{\"friendly_name\":\"x\"}",
    "{\"friendly_name\":7,\"activity_sid\":\"WA1\"}",
    "{\"friendly_name\":\"x\",\"activity_sid\":\"WA1\",\"activity_name\":\"A\",\"available\":true,"
    "\"date_status_changed\":\"2026-01-15T10:00:00Z\",\"attributes\":\"[\"}",
  };
  g_autoptr(TraTeamMember) member = tra_team_member_new ("WK1");

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(JsonNode) node = parse (documents[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (tra_team_member_update_from_json (member, node, &error));
      g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
      g_assert_true (g_str_has_prefix (error->message, "Worker: "));
      g_assert_cmpstr (tra_team_member_get_name (member), ==, "");
    }
}

static void
test_task (void)
{
  g_autoptr(TraTeamTask) call = make_task (TASK ("assigned", CALL));
  g_autoptr(TraTeamTask) chat = make_task (TASK ("reserved", "{\\\"title\\\":\\\"A <b>\\\"}"));
  g_autoptr(TraTeamTask) none = make_task (TASK ("wrapping", "{}"));

  g_assert_true (call->is_call);
  g_assert_nonnull (strstr (call->caller, "650"));
  g_assert_cmpstr (call->queue, ==, "Support");
  g_assert_false (chat->is_call);
  g_assert_cmpstr (chat->caller, ==, "A <b>");
  g_assert_cmpstr (none->caller, ==, "");
  g_assert_null (none->worker_sid);
}

static void
test_task_bad (void)
{
  static const char *const documents[] = {
    "7", "{}", "{\"sid\":\"\"}", "{\"sid\":\"WT1\",\"assignment_status\":1}",
    "{\"sid\":\"WT1\",\"assignment_status\":\"assigned\",\"date_updated\":\"now\","
    "\"attributes\":\"7\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(JsonNode) node = parse (documents[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (tra_team_task_new_from_json (node, &error));
      g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
    }
}

/* Whose a task is, the open one of its reservations says. */
static void
test_reservation (void)
{
  static const char *const reservations[] = {
    "{\"sid\":\"WR1\",\"worker_sid\":\"WK1\",\"reservation_status\":\"timeout\"}",
    "{\"sid\":\"WR2\",\"worker_sid\":\"WK2\",\"reservation_status\":\"accepted\"}",
    "{\"sid\":\"WR3\",\"worker_sid\":\"WK3\",\"reservation_status\":\"rejected\"}",
  };
  g_autoptr(TraTeamTask) task = make_task (TASK ("assigned", CALL));
  g_autoptr(JsonNode) bad = parse ("{\"sid\":\"WR4\"}");
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reservations); i++)
    {
      g_autoptr(JsonNode) node = parse (reservations[i]);

      g_assert_true (tra_team_task_take_reservation (task, node, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpstr (task->worker_sid, ==, "WK2");
  g_assert_cmpstr (task->reservation_sid, ==, "WR2");
  g_assert_false (tra_team_task_take_reservation (task, bad, &error));
  g_assert_cmpstr (task->worker_sid, ==, "WK2");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_matches (void)
{
  g_autoptr(TraTeamMember) member = tra_team_member_new ("WK1");
  g_autoptr(JsonNode) node = parse (WORKER);
  GPtrArray *tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_team_task_unref);
  guint n_changes = 0;

  g_assert_true (tra_team_member_update_from_json (member, node, NULL));
  g_assert_true (tra_team_member_matches (member, ""));
  g_assert_true (tra_team_member_matches (member, "edi"));
  g_assert_true (tra_team_member_matches (member, "sale"));
  g_assert_true (tra_team_member_matches (member, "avail"));
  g_assert_false (tra_team_member_matches (member, "billing"));

  g_signal_connect_swapped (member, "changed", G_CALLBACK (count_cb), &n_changes);
  g_ptr_array_add (tasks, make_task ("{\"sid\":\"WT1\",\"assignment_status\":\"assigned\","
                                     "\"date_updated\":\"x\",\"task_queue_friendly_name\":"
                                     "\"Billing\",\"attributes\":\"{}\"}"));
  tra_team_member_set_tasks (member, tasks);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (tra_team_member_matches (member, "billing"));
  g_assert_nonnull (tra_team_member_find_task (member, "WT1"));
  g_assert_null (tra_team_member_find_task (member, "WT2"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/team-member/read", test_member);
  g_test_add_func ("/team-member/bad", test_member_bad);
  g_test_add_func ("/team-member/task", test_task);
  g_test_add_func ("/team-member/task/bad", test_task_bad);
  g_test_add_func ("/team-member/task/whose", test_reservation);
  g_test_add_func ("/team-member/matches", test_matches);

  return g_test_run ();
}
