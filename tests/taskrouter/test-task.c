/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-task.h"

#include "test-data.h"
#include "tr-error.h"
#include "tr-task-private.h"

#define EVENT "protocol/ws-task.updated.json"

typedef struct
{
  JsonNode *node;
  TrTask *task;
  GString *log;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->node = test_data_event_payload (EVENT);
  fixture->task = tr_task_new_from_json (fixture->node, &error);
  g_assert_no_error (error);
  fixture->log = g_string_new (NULL);
  test_log_notify (fixture->task, fixture->log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->task);
  json_node_unref (fixture->node);
  g_string_free (fixture->log, TRUE);
}

static void
test_decode (Fixture *fixture, gconstpointer data)
{
  TrTask *task = fixture->task;

  g_assert_cmpstr (tr_task_get_sid (task), ==, "WT00000000000000000000000000000001");
  g_assert_cmpint (tr_task_get_status (task), ==, TR_TASK_ASSIGNED);
  g_assert_cmpstr (tr_task_get_queue_name (task), ==, "Support");
  g_assert_cmpstr (tr_task_get_queue_sid (task), ==, "WQ00000000000000000000000000000001");
  g_assert_cmpstr (tr_task_get_workflow_name (task), ==, "Support");
  g_assert_cmpstr (tr_task_get_channel (task), ==, "voice");
  g_assert_null (tr_task_get_reason (task));
  g_assert_cmpint (tr_task_get_priority (task), ==, 0);
  g_assert_cmpint (tr_task_get_date_created (task), ==, 1768471200);
  g_assert_cmpstr (tr_task_get_call_sid (task), ==, "CA00000000000000000000000000000001");
  g_assert_cmpstr (tr_task_get_conference_sid (task), ==, "CF00000000000000000000000000000001");
  g_assert_cmpstr (tr_task_get_caller (task), ==, "+16505550101");
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sid = NULL;
  g_autofree char *queue = NULL;
  g_autofree char *reason = NULL;
  g_autoptr(JsonObject) attributes = NULL;
  TrTaskStatus status;
  int priority;
  gint64 version;

  g_object_get (fixture->task, "sid", &sid, "status", &status, "attributes", &attributes,
                "queue-name", &queue, "priority", &priority, "reason", &reason, "version",
                &version, NULL);
  g_assert_cmpstr (sid, ==, tr_task_get_sid (fixture->task));
  g_assert_cmpint (status, ==, TR_TASK_ASSIGNED);
  g_assert_true (attributes == tr_task_get_attributes (fixture->task));
  g_assert_cmpstr (queue, ==, "Support");
  g_assert_cmpint (priority, ==, 0);
  g_assert_null (reason);
  g_assert_cmpint (version, ==, tr_task_get_version (fixture->task));
}

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *name;
    const char *value;
    const char *complaint;
  } bad[] = {
    { "sid", NULL, "Task: \"sid\" is missing" },
    { "sid", "\"WT2\"", "Task: \"sid\" is not that of WT00000000000000000000000000000001" },
    { "assignment_status", "3", "\"assignment_status\" is not a string" },
    { "queue_name", "null", "\"queue_name\" is null" },
    { "queue_sid", "\"\"", "\"queue_sid\" is empty" },
    { "workflow_name", "[]", "\"workflow_name\" is not a string" },
    { "task_channel_unique_name", NULL, "\"task_channel_unique_name\" is missing" },
    { "reason", "7", "\"reason\" is not a string" },
    { "priority", "-1", "\"priority\" is -1" },
    { "priority", "2147483648", "\"priority\" is 2147483648" },
    { "age", "\"6\"", "\"age\" is not an integer" },
    { "date_created", "\"2026-01-15T10:00:00Z\"", "\"date_created\" is not an integer" },
    { "date_created", "1768471200000", "\"date_created\" is 1768471200000, out of range" },
    { "version", "true", "\"version\" is not an integer" },
    { "attributes", NULL, "\"attributes\" is missing" },
    { "attributes", "null", "\"attributes\" is null" },
    { "attributes", "{}", "\"attributes\" is not a string" },
    { "attributes", "\"\"", "\"attributes\" is not JSON: empty" },
    { "attributes", "\"null\"", "\"attributes\" is not the text of a JSON object" },
    { "attributes", "\"{\"", "\"attributes\" is not JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) spoiled = test_json_with (fixture->node, bad[i].name, bad[i].value);
      g_autoptr(GError) error = NULL;

      g_assert_false (tr_task_update_from_json (fixture->task, spoiled, &error));
      test_assert_protocol_error (error, bad[i].complaint);
    }
  test_assert_notified (fixture->log, "");
}

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *word;
    TrTaskStatus status;
  } words[] = {
    { "\"pending\"", TR_TASK_PENDING },     { "\"reserved\"", TR_TASK_RESERVED },
    { "\"assigned\"", TR_TASK_ASSIGNED },   { "\"wrapping\"", TR_TASK_WRAPPING },
    { "\"completed\"", TR_TASK_COMPLETED }, { "\"canceled\"", TR_TASK_CANCELED },
    { "\"parked\"", TR_TASK_UNKNOWN },      { "\"\"", TR_TASK_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(JsonNode) node = test_json_with (fixture->node, "assignment_status", words[i].word);

      g_assert_true (tr_task_update_from_json (fixture->task, node, NULL));
      g_assert_cmpint (tr_task_get_status (fixture->task), ==, words[i].status);
    }
}

/* Doubled, late and reordered events change nothing. */
static void
test_versions (Fixture *fixture, gconstpointer data)
{
  gint64 version = tr_task_get_version (fixture->task);
  g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, version + 1);
  g_autofree char *before = g_strdup_printf ("%" G_GINT64_FORMAT, version - 1);
  g_autoptr(JsonNode) done = test_json_with (fixture->node, "assignment_status", "\"completed\"");
  g_autoptr(JsonNode) newer = test_json_with (done, "version", next);
  g_autoptr(JsonNode) older = test_json_with (fixture->node, "version", before);

  g_assert_true (tr_task_update_from_json (fixture->task, fixture->node, NULL));
  test_assert_notified (fixture->log, "");
  g_assert_true (tr_task_update_from_json (fixture->task, newer, NULL));
  test_assert_notified (fixture->log, "status version");
  g_assert_true (tr_task_update_from_json (fixture->task, newer, NULL));
  g_assert_true (tr_task_update_from_json (fixture->task, fixture->node, NULL));
  g_assert_true (tr_task_update_from_json (fixture->task, older, NULL));
  g_assert_cmpint (tr_task_get_status (fixture->task), ==, TR_TASK_COMPLETED);
  g_assert_cmpint (tr_task_get_version (fixture->task), ==, version + 1);
  test_assert_notified (fixture->log, "");
}

static void
test_all_changed (Fixture *fixture, gconstpointer data)
{
  const char *changes[] = { "assignment_status", "\"wrapping\"", "attributes", "\"{}\"",
                            "queue_name", "\"Sales\"", "priority", "5", "reason", "\"done\"",
                            "version", "99" };
  g_autoptr(JsonNode) node = json_node_copy (fixture->node);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i += 2)
    {
      g_autoptr(JsonNode) before = g_steal_pointer (&node);

      node = test_json_with (before, changes[i], changes[i + 1]);
    }
  g_assert_true (tr_task_update_from_json (fixture->task, node, NULL));
  test_assert_notified (fixture->log, "status version priority reason queue-name attributes");
  g_assert_cmpuint (json_object_get_size (tr_task_get_attributes (fixture->task)), ==, 0);
  g_assert_cmpstr (tr_task_get_reason (fixture->task), ==, "done");
  g_assert_null (tr_task_get_caller (fixture->task));
  g_assert_null (tr_task_get_call_sid (fixture->task));
  g_assert_null (tr_task_get_conference_sid (fixture->task));
}

static void
test_caller (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *attributes;
    const char *caller;
  } cases[] = {
    { "{}", NULL },
    { "{'from':'+1','caller':'+2','direction':'inbound'}", "+1" },
    { "{'caller':'+2','from':''}", "+2" },
    { "{'caller':'+2','from':7}", "+2" },
    { "{'from':{'number':'+1'}}", NULL },
    { "{'outbound_to':'+3','from':'+1','direction':'outbound'}", "+3" },
    { "{'outbound_to':'+3','from':'+1'}", "+3" },
    { "{'outbound_to':'+3','from':'+1','direction':'inbound'}", "+1" },
    { "{'outbound_to':null,'from':'+1','direction':'outbound'}", "+1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup (cases[i].attributes);
      g_autoptr(JsonNode) node = json_node_copy (fixture->node);
      g_autoptr(TrTask) task = NULL;
      g_autoptr(JsonNode) copy = test_json_with (node, "attributes", "\"\"");

      g_strdelimit (text, "'", '"');
      json_object_set_string_member (json_node_get_object (copy), "attributes", text);
      task = tr_task_new_from_json (copy, NULL);
      g_assert_cmpstr (tr_task_get_caller (task), ==, cases[i].caller);
    }
}

static void
test_conference (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *attributes;
    const char *sid;
  } cases[] = {
    { "\"{\\\"conference\\\":{\\\"sid\\\":\\\"CF1\\\"}}\"", "CF1" },
    { "\"{\\\"conference\\\":{\\\"sid\\\":\\\"\\\"}}\"", NULL },
    { "\"{\\\"conference\\\":{\\\"sid\\\":7}}\"", NULL },
    { "\"{\\\"conference\\\":{}}\"", NULL },
    { "\"{\\\"conference\\\":\\\"CF1\\\"}\"", NULL },
    { "\"{\\\"conference\\\":null}\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = test_json_with (fixture->node, "attributes", cases[i].attributes);

      g_assert_true (tr_task_update_from_json (fixture->task, node, NULL));
      g_assert_cmpstr (tr_task_get_conference_sid (fixture->task), ==, cases[i].sid);
    }
}

/* What JavaScript reads is no reason not to show a call: a SIM card's 20 digits, for one. What is
 * written back is the same, digit by digit, or nothing is. */
static void
test_large_integer (Fixture *fixture, gconstpointer data)
{
  JsonObject *object = json_node_get_object (fixture->node);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrTask) task = NULL;

  json_object_set_string_member (object, "attributes",
                                 "{\"from\":\"+16505550199\",\"iccid\":89014103211118510720,"
                                 "\"low\":-9223372036854775809,\"exact\":9223372036854775807}");
  task = tr_task_new_from_json (fixture->node, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tr_task_get_caller (task), ==, "+16505550199");
  g_assert_cmpfloat (json_object_get_double_member (tr_task_get_attributes (task), "iccid"), ==,
                     89014103211118510720.0);
  g_assert_cmpint (json_object_get_int_member (tr_task_get_attributes (task), "exact"), ==,
                   G_MAXINT64);
  g_assert_null (tr_task_dup_exact_attributes (task, &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/task/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("decode", test_decode);
  ADD ("large-integer", test_large_integer);
  ADD ("decode/bad", test_bad);
  ADD ("decode/statuses", test_statuses);
  ADD ("properties", test_properties);
  ADD ("update/versions", test_versions);
  ADD ("update/all", test_all_changed);
  ADD ("attributes/caller", test_caller);
  ADD ("attributes/conference", test_conference);
  return g_test_run ();
}
