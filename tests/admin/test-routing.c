/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-routing.h"

static JsonObject *
parse (const char *json)
{
  g_autoptr(JsonNode) node = json_from_string (json, NULL);

  return json_node_dup_object (node);
}

static const char worker_json[] =
  "{\"sid\":\"WK1\",\"friendly_name\":\"dave\",\"activity_name\":\"Available\",\"available\":true,"
  " \"attributes\":\"{\\\"skills\\\":[\\\"support\\\"],\\\"level\\\":3}\"}";

static JsonObject *
describe_worker (void)
{
  static const char channel[] = "{\"task_channel_unique_name\":\"voice\",\"configured_capacity\":2,"
                                " \"assigned_tasks\":1,\"available_capacity_percentage\":50}";
  g_autoptr(JsonObject) worker = parse (worker_json);
  g_autoptr(GPtrArray) channels = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  g_ptr_array_add (channels, parse (channel));
  return trd_routing_describe_worker (worker, channels);
}

static void
test_membership (void)
{
  static const struct
  {
    const char *expression;
    gboolean is_member;
  } cases[] = {
    { "1==1", TRUE },
    { "skills HAS 'support'", TRUE },
    { "worker.skills HAS 'support'", TRUE },
    { "skills HAS 'sales'", FALSE },
    { "level >= 3 AND friendly_name == 'dave'", TRUE },
    { "channel.voice.configured_capacity > 1", TRUE },
    { "worker.channel.voice.assigned_tasks > 1", FALSE },
    { "activity_name == 'Available'", TRUE },
    { "", FALSE },
    { "level >=", FALSE },
  };
  g_autoptr(JsonObject) worker = describe_worker ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) queue = json_object_new ();

      json_object_set_string_member (queue, "target_workers", cases[i].expression);
      g_test_message ("%s", cases[i].expression);
      g_assert_cmpint (trd_routing_is_member (queue, worker), ==, cases[i].is_member);
    }
}

static void
test_broken_attributes (void)
{
  static const char *const broken[] = { "{}", "{\"attributes\":3}", "{\"attributes\":\"\"}",
                                        "{\"attributes\":\"[1]\"}", "{\"attributes\":\"{\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(JsonObject) thing = parse (broken[i]);
      g_autoptr(JsonObject) attributes = trd_routing_read_attributes (thing);

      g_assert_cmpuint (json_object_get_size (attributes), ==, 0);
    }
}

static const char configuration[] =
  "{\"task_routing\":{\"filters\":["
  " {\"filter_friendly_name\":\"VIP\",\"expression\":\"vip == true\",\"targets\":["
  "  {\"queue\":\"WQ1\",\"priority\":10,\"timeout\":30,\"expression\":\"worker.level >= task.level\"},"
  "  {\"queue\":\"WQ1\",\"priority\":20,\"known_worker_sid\":\"task.agent\"}]},"
  " {\"filter_friendly_name\":\"All\",\"expression\":\"1==1\",\"targets\":[{\"queue\":\"WQ2\"}]}],"
  " \"default_filter\":{\"queue\":\"WQ9\"}}}";

static JsonObject *
make_task (const char *attributes, const char *queue, int priority)
{
  JsonObject *task = json_object_new ();

  json_object_set_string_member (task, "attributes", attributes);
  json_object_set_string_member (task, "task_queue_sid", queue);
  json_object_set_int_member (task, "priority", priority);
  return task;
}

static void
test_step_by_queue_and_priority (void)
{
  static const struct
  {
    const char *attributes;
    const char *queue;
    int priority;
    const char *found; /* the step's queue; NULL: none */
    int found_priority;
  } cases[] = {
    { "{\"vip\":true}", "WQ1", 10, "WQ1", 10 },
    { "{\"vip\":true}", "WQ1", 20, "WQ1", 20 },
    { "{\"vip\":true}", "WQ2", 5, "WQ2", 0 },
    { "{\"vip\":false}", "WQ1", 10, NULL, 0 },
    { "{}", "WQ9", 0, "WQ9", 0 },
    { "{}", "WQ7", 0, NULL, 0 },
  };
  g_autoptr(TrsWorkflowConfig) workflow = trs_workflow_config_new (configuration, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) task = make_task (cases[i].attributes, cases[i].queue, cases[i].priority);
      const TrsTarget *target = trd_routing_find_target (workflow, task);

      g_assert_cmpstr (target != NULL ? target->queue_sid : NULL, ==, cases[i].found);
      if (target != NULL)
        g_assert_cmpint (target->priority, ==, cases[i].found_priority);
    }
}

static void
test_who_is_wanted (void)
{
  static const struct
  {
    const char *attributes;
    int priority;
    gboolean is_wanted;
  } cases[] = {
    { "{\"vip\":true,\"level\":3}", 10, TRUE },
    { "{\"vip\":true,\"level\":4}", 10, FALSE },
    { "{\"vip\":true}", 10, FALSE },
    { "{\"vip\":true,\"agent\":\"WK1\"}", 20, TRUE },
    { "{\"vip\":true,\"agent\":\"WK2\"}", 20, FALSE },
    { "{\"vip\":true,\"agent\":null}", 20, FALSE },
  };
  g_autoptr(TrsWorkflowConfig) workflow = trs_workflow_config_new (configuration, NULL);
  g_autoptr(JsonObject) worker = describe_worker ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) task = make_task (cases[i].attributes, "WQ1", cases[i].priority);
      g_autoptr(JsonObject) attributes = trd_routing_read_attributes (task);
      const TrsTarget *target = trd_routing_find_target (workflow, task);

      g_test_message ("%s", cases[i].attributes);
      g_assert_nonnull (target);
      g_assert_cmpint (trd_routing_is_wanted (target, attributes, worker), ==, cases[i].is_wanted);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/routing/membership", test_membership);
  g_test_add_func ("/routing/broken-attributes", test_broken_attributes);
  g_test_add_func ("/routing/step", test_step_by_queue_and_priority);
  g_test_add_func ("/routing/wanted", test_who_is_wanted);
  return g_test_run ();
}
