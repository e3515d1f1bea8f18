/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-channel.h"

#include "test-data.h"

#define EVENT "protocol/ws-worker.capacity.update.json"

static void
test_bridge (void)
{
  g_autoptr(JsonNode) node = test_data_event_payload (EVENT);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrWorkerChannel) channel = tr_worker_channel_new_from_json (node, &error);
  g_autofree char *name = NULL;
  gboolean is_available;
  int capacity, assigned, percentage;

  g_assert_no_error (error);
  g_assert_cmpstr (tr_worker_channel_get_sid (channel), ==, "WC00000000000000000000000000000003");
  g_assert_cmpstr (tr_worker_channel_get_unique_name (channel), ==, "chat");
  g_assert_true (tr_worker_channel_is_available (channel));
  g_assert_cmpint (tr_worker_channel_get_capacity (channel), ==, 3);
  g_assert_cmpint (tr_worker_channel_get_assigned_tasks (channel), ==, 0);
  g_assert_cmpint (tr_worker_channel_get_capacity_percentage (channel), ==, 100);
  g_object_get (channel, "unique-name", &name, "is-available", &is_available, "capacity",
                &capacity, "assigned-tasks", &assigned, "capacity-percentage", &percentage, NULL);
  g_assert_cmpstr (name, ==, "chat");
  g_assert_true (is_available);
  g_assert_cmpint (capacity, ==, 3);
  g_assert_cmpint (assigned, ==, 0);
  g_assert_cmpint (percentage, ==, 100);
}

static void
test_rest (void)
{
  g_autoptr(JsonNode) node = test_data_json ("protocol/rest-worker-channel.json");
  g_autoptr(GError) error = NULL;
  g_autoptr(TrWorkerChannel) channel = tr_worker_channel_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tr_worker_channel_get_unique_name (channel), ==, "voice");
  g_assert_true (tr_worker_channel_is_available (channel));
}

static void
test_bad (void)
{
  const struct
  {
    const char *name;
    const char *value;
    const char *complaint;
  } bad[] = {
    { "sid", NULL, "Worker channel: \"sid\" is missing" },
    { "task_channel_unique_name", "\"\"", "\"task_channel_unique_name\" is empty" },
    { "available", "\"1\"", "\"available\" is not a boolean" },
    { "available", "-1", "\"available\" is not a boolean" },
    { "configured_capacity", "-1", "\"configured_capacity\" is -1" },
    { "configured_capacity", "2147483648", "\"configured_capacity\" is 2147483648" },
    { "configured_capacity", "\"3\"", "\"configured_capacity\" is not an integer" },
    { "assigned_tasks", "1.5", "\"assigned_tasks\" is not an integer" },
    { "available_capacity_percentage", "101", "\"available_capacity_percentage\" is 101" },
    { "version", "\"2\"", "\"version\" is not an integer" },
    { "version", "-2", "\"version\" is -2" },
  };
  g_autoptr(JsonNode) node = test_data_event_payload (EVENT);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) spoiled = test_json_with (node, bad[i].name, bad[i].value);
      g_autoptr(GError) error = NULL;

      g_assert_null (tr_worker_channel_new_from_json (spoiled, &error));
      test_assert_protocol_error (error, bad[i].complaint);
    }
}

static void
test_update (void)
{
  g_autoptr(JsonNode) node = test_data_event_payload (EVENT); /* version 2 */
  g_autoptr(JsonNode) changed = test_json_with (node, "configured_capacity", "5");
  g_autoptr(JsonNode) newer = test_json_with (changed, "version", "3");
  g_autoptr(JsonNode) older = test_json_with (node, "version", "1");
  g_autoptr(JsonNode) unversioned = test_json_with (node, "version", NULL);
  g_autoptr(TrWorkerChannel) channel = tr_worker_channel_new_from_json (node, NULL);
  g_autoptr(GString) log = g_string_new (NULL);

  test_log_notify (channel, log);
  g_assert_true (tr_worker_channel_update_from_json (channel, node, NULL));
  test_assert_notified (log, "");
  g_assert_true (tr_worker_channel_update_from_json (channel, newer, NULL));
  g_assert_true (tr_worker_channel_update_from_json (channel, newer, NULL));
  test_assert_notified (log, "capacity");
  g_assert_true (tr_worker_channel_update_from_json (channel, older, NULL));
  g_assert_true (tr_worker_channel_update_from_json (channel, node, NULL));
  g_assert_cmpint (tr_worker_channel_get_capacity (channel), ==, 5);
  test_assert_notified (log, "");

  /* What REST says has no version: it is taken. */
  g_assert_true (tr_worker_channel_update_from_json (channel, unversioned, NULL));
  g_assert_cmpint (tr_worker_channel_get_capacity (channel), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker-channel/decode/bridge", test_bridge);
  g_test_add_func ("/worker-channel/decode/rest", test_rest);
  g_test_add_func ("/worker-channel/decode/bad", test_bad);
  g_test_add_func ("/worker-channel/update", test_update);
  return g_test_run ();
}
