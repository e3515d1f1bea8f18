/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"
#include "trs-workflow-config.h"

#define QUEUE "WQ00000000000000000000000000000001"

static TrsWorkflowConfig *
parse (const char *text, GError **error)
{
  g_autoptr(GString) json = g_string_new (text);

  g_string_replace (json, "'", "\"", 0);
  return trs_workflow_config_new (json->str, error);
}

static void
test_whole (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWorkflowConfig) config = parse (
      "{'task_routing':{'filters':[{'filter_friendly_name':'VIP','expression':'vip == true',"
      "'targets':[{'queue':'" QUEUE "','priority':'10','timeout':'30',"
      "'expression':'worker.level >= task.level','order_by':'worker.level DESC, worker.age'},"
      "{'priority':20,'timeout':60,'skip_if':'workers.available == 0'},"
      "{'queue':'WQ2','known_worker_friendly_name':'task.agent'}]},"
      "{'friendly_name':'older','expression':'1==1','targets':[{'queue':'WQ3'}],'unknown':1}],"
      "'default_filter':{'queue':'WQ9','timeout':5}},'else':[]}",
      &error);
  TrsFilter *filter;
  TrsTarget *target;

  g_assert_no_error (error);
  g_assert_cmpuint (config->filters->len, ==, 2);
  filter = g_ptr_array_index (config->filters, 0);
  g_assert_cmpstr (filter->friendly_name, ==, "VIP");
  target = g_ptr_array_index (filter->targets, 0);
  g_assert_cmpstr (target->queue_sid, ==, QUEUE);
  g_assert_true (target->has_priority);
  g_assert_cmpint (target->priority, ==, 10);
  g_assert_cmpint (target->timeout, ==, 30);
  g_assert_nonnull (target->expression);
  g_assert_nonnull (target->order_by);
  target = g_ptr_array_index (filter->targets, 1);
  g_assert_cmpstr (target->queue_sid, ==, QUEUE);
  g_assert_nonnull (target->skip_if);
  target = g_ptr_array_index (filter->targets, 2);
  g_assert_false (target->has_priority);
  g_assert_true (target->known_by_name);
  filter = g_ptr_array_index (config->filters, 1);
  g_assert_cmpstr (filter->friendly_name, ==, "older");
  g_assert_cmpstr (config->default_target->queue_sid, ==, "WQ9");
  g_assert_cmpint (config->default_target->timeout, ==, 0);
}

#define FILTER(targets) \
  "{'task_routing':{'filters':[{'expression':'1==1','targets':[" targets "]}]}}"

static void
test_bad (void)
{
  static const char *const cases[][2] = {
    { "", "Configuration is not valid JSON" },
    { "{", "Configuration is not valid JSON" },
    { "[]", "Configuration is not a JSON object" },
    { "{}", "task_routing: is missing" },
    { "{'task_routing':[]}", "task_routing: is not an object" },
    { "{'task_routing':{}}", "task_routing: has neither" },
    { "{'task_routing':{'filters':{}}}", "task_routing.filters: is not a list" },
    { "{'task_routing':{'filters':[1]}}", "task_routing.filters[0]: is not an object" },
    { "{'task_routing':{'filters':[{'targets':[{'queue':'WQ1'}]}]}}",
      "task_routing.filters[0].expression: is missing" },
    { "{'task_routing':{'filters':[{'expression':'a ==','targets':[{'queue':'WQ1'}]}]}}",
      "task_routing.filters[0].expression: Invalid expression: extraneous input '<EOF>' expecting "
      "VALUE at column 5" },
    { "{'task_routing':{'filters':[{'expression':7,'targets':[]}]}}",
      "task_routing.filters[0].expression: is not a text" },
    { FILTER (""), "task_routing.filters[0].targets: is empty" },
    { FILTER ("{}"), "task_routing.filters[0].targets[0].queue: is missing" },
    { FILTER ("{'queue':1}"), "task_routing.filters[0].targets[0].queue: is not a text" },
    { FILTER ("{'queue':'WQ1'},{'priority':'high'}"),
      "task_routing.filters[0].targets[1].priority: is not a whole number" },
    { FILTER ("{'queue':'WQ1','priority':-1}"),
      "task_routing.filters[0].targets[0].priority: is not from 0" },
    { FILTER ("{'queue':'WQ1','timeout':1.5}"),
      "task_routing.filters[0].targets[0].timeout: is not a whole number" },
    { FILTER ("{'queue':'WQ1','skip_if':'('}"),
      "task_routing.filters[0].targets[0].skip_if: Invalid expression" },
    { FILTER ("{'queue':'WQ1','order_by':'level DESC'}"),
      "task_routing.filters[0].targets[0].order_by: Invalid order_by: 'level' is not worker." },
    { FILTER ("{'queue':'WQ1','order_by':'worker.level down'}"),
      "task_routing.filters[0].targets[0].order_by: Invalid order_by: 'down' is neither" },
    { FILTER ("{'queue':'WQ1','order_by':''},{'order_by':','}"),
      "task_routing.filters[0].targets[1].order_by: Invalid order_by" },
    { FILTER ("{'queue':'WQ1','known_worker_sid':'agent'}"),
      "task_routing.filters[0].targets[0].known_worker_sid: is not task." },
    { FILTER ("{'queue':'WQ1','known_worker_sid':'task.a','known_worker_friendly_name':'task.b'}"),
      "task_routing.filters[0].targets[0].known_worker_friendly_name: cannot stand beside" },
    { "{'task_routing':{'default_filter':{}}}",
      "task_routing.default_filter.queue: is missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (cases[i][0], &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
      if (strstr (error->message, cases[i][1]) == NULL)
        g_error ("%s: %s", cases[i][0], error->message);
    }
}

static void
test_unknown_queue (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (trs_workflow_create (
      fixture->workspace,
      &(TrsWorkflowChange) {
        .friendly_name = "Lost",
        .configuration = "{\"task_routing\":{\"default_filter\":{\"queue\":\"" QUEUE "\"}}}" },
      &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, QUEUE));
}

static void
test_used_things_stay (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");

  g_assert_false (trs_task_queue_delete (queue, NULL));
  g_assert_false (trs_activity_delete (fixture->offline, NULL));
  fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_false (trs_workflow_delete (workflow, NULL));
  g_assert_true (trs_task_cancel (fixture_last_task (fixture), TRS_ANY_VERSION, "test", NULL));
  g_assert_true (trs_workflow_delete (workflow, NULL));
  g_assert_true (trs_task_queue_delete (queue, NULL));
  /* Ended tasks still tell where they were. */
  g_assert_cmpstr (fixture_last_task (fixture)->workflow->friendly_name, ==, "Support");
  g_assert_cmpstr (fixture_last_task (fixture)->queue->friendly_name, ==, "Support");
  fixture_wait (fixture, 300);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/workflow/whole", test_whole);
  g_test_add_func ("/workflow/bad", test_bad);
  ADD ("/workflow/unknown-queue", test_unknown_queue);
  ADD ("/workflow/used-things-stay", test_used_things_stay);

  return g_test_run ();
}
