/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

/* The worked examples of the service's routing, and what else decides who gets a task. */

/* A workflow of one target, whose members besides the queue are @rest. */
static TrsWorkflow *
make_simple (Fixture *fixture, const char *queue, const char *rest)
{
  g_autofree char *text = g_strdup_printf (
      "{'task_routing':{'filters':[{'filter_friendly_name':'all','expression':'1==1',"
      "'targets':[{'queue':'@%s'%s}]}]}}",
      queue, rest);
  g_autofree char *name = g_strdup_printf ("flow-%u", fixture->workspace->workflows->len);

  return fixture_make_workflow (fixture, name, text);
}

/* ann waits since four minutes longer than dave. */
static TrsWorker *
set_up_ann (Fixture *fixture, const char *attributes)
{
  TrsWorker *ann = fixture_make_worker (fixture, "ann", attributes);

  fixture_set_activity (ann, fixture->available);
  fixture_wait (fixture, 4 * 60);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_wait (fixture, 5 * 60);
  return ann;
}

static TrsWorker *
offered_to (TrsTask *task)
{
  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (reservation->status == TRS_RESERVATION_PENDING)
        return reservation->worker;
    }
  return NULL;
}

static void
set_attributes (TrsWorker *worker, const char *attributes)
{
  g_autoptr(GError) error = NULL;

  trs_worker_update (worker, TRS_ANY_VERSION, &(TrsWorkerChange) { .attributes = attributes },
                     &error);
  g_assert_no_error (error);
}

static void
test_longest_idle (Fixture *fixture, gconstpointer data)
{
  TrsWorker *ann = set_up_ann (fixture, "{\"skills\":[\"support\"]}");
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");

  g_assert_true (offered_to (fixture_make_task (fixture, workflow, NULL, 0)) == ann);
  g_assert_true (offered_to (fixture_make_task (fixture, workflow, NULL, 0)) == fixture->dave);
  g_assert_null (offered_to (fixture_make_task (fixture, workflow, NULL, 0)));
}

static void
test_order_by (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_simple (fixture, "Support", ",'order_by':'worker.level DESC'");

  set_up_ann (fixture, "{\"skills\":[\"support\"],\"level\":2}");
  set_attributes (fixture->dave, "{\"skills\":[\"support\"],\"level\":3}");
  g_assert_true (offered_to (fixture_make_task (fixture, workflow, NULL, 0)) == fixture->dave);
}

/* Whoever lacks the attribute comes after those who have it, whatever the direction. */
static void
check_missing_level (Fixture *fixture, const char *rest)
{
  TrsWorkflow *workflow = make_simple (fixture, "Support", rest);

  set_up_ann (fixture, "{\"skills\":[\"support\"]}");
  set_attributes (fixture->dave, "{\"skills\":[\"support\"],\"level\":3}");
  g_assert_true (offered_to (fixture_make_task (fixture, workflow, NULL, 0)) == fixture->dave);
}

static void
test_order_by_missing_descending (Fixture *fixture, gconstpointer data)
{
  check_missing_level (fixture, ",'order_by':'worker.level DESC'");
}

static void
test_order_by_missing_ascending (Fixture *fixture, gconstpointer data)
{
  check_missing_level (fixture, ",'order_by':'worker.level ASC'");
}

/* From the second task on, targets have an index of their own, which must agree. */
static void
test_target_expression_repeated (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_simple (
      fixture, "Support", ",'expression':'task.language IN worker.languages',"
                          "'order_by':'worker.level DESC'");
  TrsWorker *workers[6];

  for (int i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("w%d", i);
      g_autofree char *attributes = g_strdup_printf (
          "{\"skills\":[\"support\"],\"languages\":[\"%s\"],\"level\":%d}",
          i % 2 == 0 ? "en" : "es", i);

      workers[i] = fixture_make_worker (fixture, name, attributes);
      fixture_set_activity (workers[i], fixture->available);
    }
  for (int i = 4; i >= 0; i -= 2)
    g_assert_true (offered_to (fixture_make_task (fixture, workflow, "{\"language\":\"en\"}",
                                                  0)) == workers[i]);
  g_assert_null (offered_to (fixture_make_task (fixture, workflow, "{\"language\":\"en\"}", 0)));
  for (int i = 5; i >= 1; i -= 2)
    g_assert_true (offered_to (fixture_make_task (fixture, workflow, "{\"language\":\"es\"}",
                                                  0)) == workers[i]);
}

static void
check_order (Fixture *fixture, TrsQueueOrder order, int first_priority, gboolean first_wins)
{
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  TrsTask *first, *second;

  g_assert_true (
      trs_task_queue_update (queue, &(TrsTaskQueueChange) { .task_order = &order }, NULL));
  first = fixture_make_task (fixture, workflow, NULL, first_priority);
  fixture_wait (fixture, 5 * 60);
  second = fixture_make_task (fixture, workflow, NULL, 5);
  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (offered_to (first_wins ? first : second) == fixture->dave);
}

static void
test_fifo_priority (Fixture *fixture, gconstpointer data)
{
  check_order (fixture, TRS_QUEUE_ORDER_FIFO, 0, FALSE);
}

static void
test_fifo_oldest (Fixture *fixture, gconstpointer data)
{
  check_order (fixture, TRS_QUEUE_ORDER_FIFO, 5, TRUE);
}

static void
test_lifo_newest (Fixture *fixture, gconstpointer data)
{
  check_order (fixture, TRS_QUEUE_ORDER_LIFO, 0, FALSE);
}

static void
test_lifo_ignores_priority (Fixture *fixture, gconstpointer data)
{
  check_order (fixture, TRS_QUEUE_ORDER_LIFO, 9, FALSE);
}

static void
test_virtual_start_time (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  gint64 early = START - (gint64) 3600 * G_USEC_PER_SEC;
  gint64 late = START + (gint64) 3600 * G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;
  TrsTask *second;

  fixture_make_task (fixture, workflow, NULL, 0);
  second = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_true (trs_task_update (second, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .virtual_start_time = &early }, NULL));
  g_assert_false (trs_task_update (second, TRS_ANY_VERSION,
                                   &(TrsTaskChange) { .virtual_start_time = &late }, &error));
  g_assert_nonnull (strstr (error->message, "future"));
  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (offered_to (second) == fixture->dave);
}

static void
test_priority_across_queues (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *support = make_simple (fixture, "Support", ",'priority':1");
  TrsWorkflow *sales = make_simple (fixture, "Sales", ",'priority':2");
  TrsTask *urgent;

  fixture_make_task (fixture, support, NULL, 0);
  urgent = fixture_make_task (fixture, sales, NULL, 0);
  g_assert_cmpint (urgent->priority, ==, 2);
  fixture_set_activity (fixture->edith, fixture->available);
  g_assert_true (offered_to (urgent) == fixture->edith);
}

static void
test_preferred_kind_of_queue (Fixture *fixture, gconstpointer data)
{
  TrsQueueOrder lifo = TRS_QUEUE_ORDER_LIFO;
  TrsTask *in_lifo;

  trs_task_queue_update (trs_workspace_get_task_queue_by_name (fixture->workspace, "Sales"),
                         &(TrsTaskQueueChange) { .task_order = &lifo }, NULL);
  trs_workspace_update (fixture->workspace,
                        &(TrsWorkspaceChange) { .prioritize_queue_order = &lifo }, NULL);
  fixture_make_task (fixture, make_simple (fixture, "Support", ",'priority':9"), NULL, 0);
  in_lifo = fixture_make_task (fixture, make_simple (fixture, "Sales", ""), NULL, 0);
  fixture_set_activity (fixture->edith, fixture->available);
  g_assert_true (offered_to (in_lifo) == fixture->edith);
}

static void
test_target_timeout (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "two", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                      "{'queue':'@Support','timeout':30,'priority':3},{'queue':'@Sales'}]}]}}");
  TrsTask *task;

  fixture_set_activity (fixture->susan, fixture->available);
  g_ptr_array_set_size (fixture->log, 0);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  fixture_expect_log (fixture, "task.created", "workflow.entered", "workflow.target-matched",
                      "task-queue.entered", NULL);
  fixture_wait (fixture, 29);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
  fixture_wait (fixture, 1);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
  g_assert_cmpint (task->priority, ==, 3);
  g_assert_true (offered_to (task) == fixture->susan);
  fixture_expect_log (fixture, "task-queue.timeout", "task-queue.moved",
                      "workflow.target-matched", "task-queue.entered",
                      "reservation.created > susan", NULL);
}

/* The time in a target goes on while it is offered, and ends when the offer does. */
static void
test_target_timeout_while_offered (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "two", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                      "{'queue':'@Support','timeout':5},{'queue':'@Sales'}]}]}}");
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  fixture_wait (fixture, 9);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
  assert_task (task, "reserved");
  fixture_wait (fixture, 1);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
  assert_task (task, "pending");
}

static void
test_end_of_workflow (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "short",
      "{'task_routing':{'filters':[{'expression':'1==1','targets':["
      "{'queue':'@Support','timeout':5}]}],'default_filter':{'queue':'@Sales'}}}");
  TrsTask *task = fixture_make_task (fixture, workflow, NULL, 0);

  fixture_wait (fixture, 5);
  /* It waited in a filter that matched: the default is not for it. */
  assert_task (task, "canceled");
  g_assert_cmpstr (task->reason, ==, "Task canceled on Workflow timeout");
}

static void
test_no_filter_matches (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *with_default = fixture_make_workflow (
      fixture, "with", "{'task_routing':{'filters':[{'expression':'kind == 1','targets':["
                       "{'queue':'@Support'}]}],'default_filter':{'queue':'@Sales'}}}");
  TrsWorkflow *without = fixture_make_workflow (
      fixture, "without", "{'task_routing':{'filters':[{'expression':'kind == 1','targets':["
                          "{'queue':'@Support'}]}]}}");

  g_assert_cmpstr (fixture_make_task (fixture, with_default, "{\"kind\":1}", 0)->queue
                       ->friendly_name,
                   ==, "Support");
  g_assert_cmpstr (fixture_make_task (fixture, with_default, "{\"kind\":2}", 0)->queue
                       ->friendly_name,
                   ==, "Sales");
  assert_task (fixture_make_task (fixture, without, "{\"kind\":2}", 0), "canceled");
}

static void
test_next_matching_filter (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "filters",
      "{'task_routing':{'filters':["
      "{'expression':'a == 1','targets':[{'queue':'@Support','timeout':5}]},"
      "{'expression':'a == 2','targets':[{'queue':'@Support','timeout':5}]},"
      "{'expression':'1==1','targets':[{'queue':'@Sales','timeout':5}]}]}}");
  TrsTask *task = fixture_make_task (fixture, workflow, "{\"a\":1}", 0);

  fixture_wait (fixture, 5);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
  fixture_wait (fixture, 5);
  assert_task (task, "canceled");
}

static void
test_skip_if (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "skip",
      "{'task_routing':{'filters':[{'expression':'1==1','targets':["
      "{'queue':'@Support','timeout':30,'skip_if':'workers.available == 0'},"
      "{'queue':'@Sales'}]}]}}");
  TrsTask *task;

  g_ptr_array_set_size (fixture->log, 0);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
  fixture_expect_log (fixture, "task.created", "workflow.entered", "workflow.target-matched",
                      "task-queue.entered", "workflow.skipped", "task-queue.moved",
                      "workflow.target-matched", "task-queue.entered", NULL);

  /* Available but busy is available. */
  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (offered_to (fixture_make_task (fixture, workflow, NULL, 0)) == fixture->dave);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
}

static void
test_all_skipped (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "skip", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                       "{'queue':'@Support','skip_if':'1 == 1'},{'skip_if':'1==1'}]}],"
                       "'default_filter':{'queue':'@Sales'}}}");
  TrsTask *task = fixture_make_task (fixture, workflow, NULL, 0);

  assert_task (task, "pending");
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
}

static void
test_skip_counts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strdup_printf (
      "{'task_routing':{'filters':[{'expression':'1==1','targets':["
      "{'queue':'@Support','skip_if':'workers.%s == 2 AND workers.unavailable == 2'},"
      "{'queue':'@Sales'}]}]}}",
      fixture->offline->base.sid);
  TrsWorkflow *workflow = fixture_make_workflow (fixture, "skip", text);

  g_assert_cmpstr (fixture_make_task (fixture, workflow, NULL, 0)->queue->friendly_name, ==,
                   "Sales");
  fixture_set_activity (fixture->dave, fixture->unavailable);
  g_assert_cmpstr (fixture_make_task (fixture, workflow, NULL, 0)->queue->friendly_name, ==,
                   "Support");
}

static void
test_known_worker (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *by_name = make_simple (fixture, "Support",
                                      ",'known_worker_friendly_name':'task.agent'");
  TrsWorkflow *by_sid = make_simple (fixture, "Support", ",'known_worker_sid':'task.agent_sid'");
  g_autofree char *attributes =
      g_strdup_printf ("{\"agent_sid\":\"%s\"}", fixture->edith->base.sid);
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_null (offered_to (fixture_make_task (fixture, by_sid, "{\"agent_sid\":null}", 0)));
  /* susan is known, but not of the queue. */
  fixture_set_activity (fixture->susan, fixture->available);
  g_assert_null (offered_to (fixture_make_task (fixture, by_name, "{\"agent\":\"susan\"}", 0)));
  task = fixture_make_task (fixture, by_sid, attributes, 0);
  g_assert_null (offered_to (task));
  fixture_set_activity (fixture->edith, fixture->available);
  g_assert_true (offered_to (task) == fixture->edith);
  g_assert_true (offered_to (fixture_make_task (fixture, by_name, "{\"agent\":\"DAVE\"}", 0)) ==
                 fixture->dave);
}

static void
test_max_reserved_workers (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  int two = 2;
  TrsTask *task;
  TrsReservation *other;

  trs_task_queue_update (queue, &(TrsTaskQueueChange) { .max_reserved_workers = &two }, NULL);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_set_activity (fixture->edith, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_cmpuint (task->reservations->len, ==, 2);
  other = fixture_pending (fixture->edith);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (
      trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
  assert_reservation (other, "rescinded");
  assert_activity (fixture->edith, "Available");
  fixture_expect_log (fixture, "reservation.accepted > dave", "reservation.rescinded > edith",
                      NULL);
}

/* It goes back to the line only when the last of its offers has ended. */
static void
test_max_reserved_workers_all_reject (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  int two = 2;
  TrsTask *task;

  trs_task_queue_update (queue, &(TrsTaskQueueChange) { .max_reserved_workers = &two }, NULL);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_set_activity (fixture->edith, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_true (trs_reservation_reject (fixture_pending (fixture->dave), TRS_ANY_VERSION,
                                         fixture->offline->base.sid, NULL));
  assert_task (task, "reserved");
  g_assert_cmpuint (task->attempts, ==, 1);
  g_assert_true (trs_reservation_reject (fixture_pending (fixture->edith), TRS_ANY_VERSION,
                                         fixture->offline->base.sid, NULL));
  assert_task (task, "pending");
}

static void
test_channel_capacity (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsWorkerChannel *chat = trs_worker_get_channel (fixture->dave, "chat");
  int capacity = 4;

  g_assert_true (trs_worker_channel_update (chat, &capacity, NULL, NULL));
  fixture_expect_log (fixture, "worker.capacity.update > dave", NULL);
  fixture_set_activity (fixture->dave, fixture->available);
  for (int i = 0; i < 2; i++)
    {
      g_assert_nonnull (trs_task_create (fixture->workspace,
                                         &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                                            .task_channel = "chat" },
                                         NULL));
      if (i == 0)
        g_assert_true (
            trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
    }
  g_assert_cmpint (trs_worker_channel_get_available_capacity_percentage (chat), ==, 50);
  g_assert_cmpint (chat->assigned_tasks, ==, 1);
  /* A call comes all the same: channels are independent. */
  fixture_call_in (fixture, "1");
  assert_task (fixture_last_task (fixture), "reserved");
}

static void
test_channel_unavailable (Fixture *fixture, gconstpointer data)
{
  gboolean no = FALSE, yes = TRUE;
  TrsWorkerChannel *voice = trs_worker_get_channel (fixture->dave, "voice");

  g_assert_true (trs_worker_channel_update (voice, NULL, &no, NULL));
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  assert_task (fixture_last_task (fixture), "pending");
  g_assert_true (trs_worker_channel_update (voice, NULL, &yes, NULL));
  assert_task (fixture_last_task (fixture), "reserved");
}

static void
test_single_tasking (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  gboolean no = FALSE;

  trs_workspace_update (fixture->workspace, &(TrsWorkspaceChange) { .multi_task_enabled = &no },
                        NULL);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  fixture_make_task (fixture, workflow, NULL, 0);
  assert_task (fixture_last_task (fixture), "pending");
}

static void
test_queue_expression_changes (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue = fixture_make_queue (fixture, "Odd", "");
  TrsWorkflow *workflow = make_simple (fixture, "Odd", "");
  TrsTask *task;

  fixture_set_activity (fixture->susan, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  assert_task (task, "pending");
  g_assert_cmpuint (trs_task_queue_count_workers (queue, NULL), ==, 0);
  g_assert_false (trs_task_queue_update (
      queue, &(TrsTaskQueueChange) { .target_workers = "skills HAS" }, NULL));
  g_assert_true (trs_task_queue_update (
      queue, &(TrsTaskQueueChange) { .target_workers = "name == 'susan'" }, NULL));
  g_assert_true (offered_to (task) == fixture->susan);
  g_assert_cmpuint (trs_task_queue_count_workers (queue, fixture->available), ==, 1);
}

/* A queue may look at what changes by itself. */
static void
test_queue_of_state (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue =
      fixture_make_queue (fixture, "Idle", "activity_name == 'Available' AND name != 'x'");

  g_assert_cmpuint (trs_task_queue_count_workers (queue, NULL), ==, 0);
  fixture_set_activity (fixture->susan, fixture->available);
  g_assert_true (trs_task_queue_has_worker (queue, fixture->susan));
  fixture_set_activity (fixture->susan, fixture->offline);
  g_assert_false (trs_task_queue_has_worker (queue, fixture->susan));
}

static void
test_attributes_make_eligible (Fixture *fixture, gconstpointer data)
{
  fixture_set_activity (fixture->susan, fixture->available);
  fixture_call_in (fixture, "1");
  assert_task (fixture_last_task (fixture), "pending");
  set_attributes (fixture->susan, "{\"skills\":[\"support\"]}");
  g_assert_true (offered_to (fixture_last_task (fixture)) == fixture->susan);
}

static void
test_task_attributes_reroute (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "kinds", "{'task_routing':{'filters':[{'expression':'kind == 1','targets':["
                        "{'queue':'@Support'}]}],'default_filter':{'queue':'@Sales'}}}");
  TrsTask *task = fixture_make_task (fixture, workflow, "{\"kind\":1}", 0);

  g_assert_true (trs_task_update (task, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .attributes = "{\"kind\":2}" }, NULL));
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
}

static int
count_open (TrsWorker *worker, const char *channel)
{
  return trs_worker_get_channel (worker, channel)->open_reservations;
}

/* Who has no room for voice may have some for chats. */
static void
test_task_channel_reroutes (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  g_autoptr(GError) error = NULL;
  const int none = 0, one = 1;
  TrsTask *task;

  g_assert_true (trs_worker_channel_update (trs_worker_get_channel (fixture->dave, "default"),
                                            &none, NULL, NULL));
  fixture_set_activity (fixture->dave, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  assert_task (task, "pending");
  g_assert_false (trs_task_update (task, TRS_ANY_VERSION,
                                   &(TrsTaskChange) { .task_channel = "nope" }, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (trs_task_update (task, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .task_channel = "chat" }, NULL));
  g_assert_true (offered_to (task) == fixture->dave);
  g_assert_cmpint (count_open (fixture->dave, "chat"), ==, 1);

  /* What he holds follows, where there is room for it. */
  g_assert_false (trs_task_update (task, TRS_ANY_VERSION,
                                   &(TrsTaskChange) { .task_channel = "default" }, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_cmpstr (task->task_channel->unique_name, ==, "chat");
  trs_worker_channel_update (trs_worker_get_channel (fixture->dave, "default"), &one, NULL, NULL);
  g_assert_true (trs_task_update (task, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .task_channel = "default" }, NULL));
  g_assert_cmpint (count_open (fixture->dave, "chat"), ==, 0);
  g_assert_cmpint (count_open (fixture->dave, "default"), ==, 1);
  g_assert_true (trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
  g_assert_true (trs_task_update (task, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .task_channel = "voice" }, NULL));
  g_assert_true (trs_task_complete (task, TRS_ANY_VERSION, NULL, NULL));
  g_assert_cmpint (count_open (fixture->dave, "default"), ==, 0);
  g_assert_cmpint (count_open (fixture->dave, "voice"), ==, 0);
  fixture_check_invariants (fixture);
}

static void
test_workflow_reevaluates (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_simple (fixture, "Support", "");
  TrsTask *task = fixture_make_task (fixture, workflow, NULL, 0);
  TrsTaskQueue *sales = trs_workspace_get_task_queue_by_name (fixture->workspace, "Sales");
  g_autofree char *text = g_strdup_printf (
      "{\"task_routing\":{\"default_filter\":{\"queue\":\"%s\"}}}", sales->base.sid);

  g_assert_true (
      trs_workflow_update (workflow, &(TrsWorkflowChange) { .configuration = text }, NULL));
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
  g_assert_true (
      trs_workflow_update (workflow, &(TrsWorkflowChange) { .re_evaluate_tasks = TRUE }, NULL));
  g_assert_cmpstr (task->queue->friendly_name, ==, "Sales");
}

static void
test_routing_target_worker (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  gboolean no = FALSE;
  TrsTask *task = trs_task_create (fixture->workspace,
                                   &(TrsTaskChange) { .routing_target = fixture->susan->base.sid,
                                                      .workflow_sid = workflow->base.sid },
                                   NULL);

  /* Offline, and not of the workflow's queue. */
  g_assert_true (offered_to (task) == fixture->susan);
  g_assert_true (
      trs_reservation_reject (fixture_pending (fixture->susan), TRS_ANY_VERSION, NULL, NULL));
  assert_task (task, "canceled");

  task = trs_task_create (fixture->workspace,
                          &(TrsTaskChange) { .routing_target = fixture->susan->base.sid,
                                             .workflow_sid = workflow->base.sid,
                                             .ignore_capacity = &no },
                          NULL);
  assert_task (task, "pending");
  fixture_set_activity (fixture->susan, fixture->available);
  g_assert_true (offered_to (task) == fixture->susan);
}

static void
test_routing_target_unreachable (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  gboolean no = FALSE;
  TrsTask *task = trs_task_create (fixture->workspace,
                                   &(TrsTaskChange) { .routing_target = fixture->susan->base.sid,
                                                      .workflow_sid = workflow->base.sid,
                                                      .ignore_capacity = &no },
                                   NULL);

  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, 60);
  assert_task (task, "canceled");
  g_assert_cmpstr (task->reason, ==, "RoutingTarget SLA for Reservation creation was not met");
  fixture_expect_log (fixture, "task.canceled", "reservation.failed > susan", NULL);
}

static void
test_routing_target_queue (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *sales = trs_workspace_get_task_queue_by_name (fixture->workspace, "Sales");
  TrsTask *task = trs_task_create (
      fixture->workspace, &(TrsTaskChange) { .routing_target = sales->base.sid }, NULL);

  g_assert_null (task->workflow);
  g_assert_true (task->queue == sales);
  fixture_set_activity (fixture->susan, fixture->available);
  g_assert_true (offered_to (task) == fixture->susan);
}

static void
test_explain (Fixture *fixture, gconstpointer data)
{
  TrsTask *task;
  g_autofree char *not_in_queue = NULL;
  g_autofree char *offline = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *after = NULL;

  fixture_call_in (fixture, "1");
  task = fixture_last_task (fixture);
  not_in_queue = trs_task_explain (task, fixture->susan);
  g_assert_cmpstr (not_in_queue, ==,
                   "susan is not in queue Support: the worker's attributes do not match "
                   "skills HAS \"support\".");
  offline = trs_task_explain (task, fixture->dave);
  g_assert_cmpstr (offline, ==, "dave is Offline, an activity in which no tasks come.");
  fixture_set_activity (fixture->dave, fixture->available);
  chosen = trs_task_explain (task, fixture->dave);
  g_assert_true (g_str_has_prefix (chosen, "dave was chosen: reservation WR"));
  fixture_set_activity (fixture->edith, fixture->available);
  after = trs_task_explain (task, fixture->edith);
  g_assert_cmpstr (after, ==, "dave comes before edith, and is offered the task now.");
}

static void
assert_why (char *sentence, const char *expected)
{
  g_autofree char *owned = sentence;

  if (!g_str_has_prefix (owned, expected))
    g_error ("'%s' does not begin with '%s'", owned, expected);
}

/* The worker's only room went to what came first, and that is what both sides are told. */
static void
test_explain_capacity (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsWorkerChannel *channel = trs_worker_get_channel (fixture->dave, "default");
  TrsTask *first = fixture_make_task (fixture, workflow, "{}", 7);
  TrsTask *second = fixture_make_task (fixture, workflow, "{}", 0);
  TrsTask *third = fixture_make_task (fixture, workflow, "{}", 0);
  g_autofree char *full = NULL;
  gboolean no = FALSE;
  int nothing = 0;

  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (offered_to (first) == fixture->dave);
  full = g_strdup_printf ("dave has no capacity left on channel default: 1 of 1 in use, by task "
                          "%s, whose priority 7 is above this one's 0.", first->base.sid);
  assert_why (trs_task_explain (second, fixture->dave), full);
  assert_why (trs_task_explain_waiting (first), "The task is offered to dave now.");
  assert_why (trs_task_explain_waiting (second),
              "The task waits in queue Support with 2 workers: 1 in an activity "
              "in which no tasks come, 1 without capacity left.");
  assert_why (trs_task_explain_waiting (third),
              "The task waits in queue Support with 2 workers: 1 in an activity "
              "in which no tasks come, 1 without capacity left. 1 comes before it, of higher "
              "priority or longer waiting.");
  assert_why (trs_worker_explain (fixture->dave), "dave is offered task WT");
  g_assert_true (trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
  assert_why (trs_task_explain_waiting (first), "dave has accepted the task.");

  trs_worker_channel_update (trs_worker_get_channel (fixture->edith, "default"), &nothing, NULL,
                             NULL);
  fixture_set_activity (fixture->edith, fixture->available);
  assert_why (trs_task_explain (second, fixture->edith),
              "edith has a capacity of 0 on channel default.");
  trs_worker_channel_update (channel, NULL, &no, NULL);
  assert_why (trs_task_explain (second, fixture->dave), "dave takes no tasks of channel default.");
}

static void
test_explain_target (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = fixture_make_workflow (
    fixture, "levels", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                       "{'queue':'@Support','expression':'worker.level > 3'}]}]}}");
  TrsWorkflow *known = fixture_make_workflow (
    fixture, "known", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                      "{'queue':'@Support','known_worker_friendly_name':'task.agent'}]}]}}");
  TrsTask *task = fixture_make_task (fixture, workflow, "{}", 0);
  TrsTask *for_edith = fixture_make_task (fixture, known, "{\"agent\":\"edith\"}", 0);
  TrsTaskQueue *nobody = fixture_make_queue (fixture, "Nobody", "skills HAS 'tea'");
  TrsTask *lost = trs_task_create (
    fixture->workspace, &(TrsTaskChange) { .routing_target = nobody->base.sid }, NULL);

  fixture_set_activity (fixture->dave, fixture->available);
  assert_why (trs_task_explain (task, fixture->dave),
              "dave does not match the workflow target's expression worker.level > 3.");
  assert_why (trs_task_explain_waiting (task),
              "The task waits in queue Support with 2 workers: 2 not wanted by "
              "the workflow's target.");
  assert_why (trs_task_explain (for_edith, fixture->dave), "The task waits for edith, whom ");
  assert_why (trs_task_explain_waiting (for_edith),
              "The task waits for edith: edith is Offline, an activity in which no tasks come.");
  assert_why (trs_task_explain_waiting (lost),
              "The task waits in queue Nobody, which has no worker: none matches skills HAS 'tea'.");
  assert_why (trs_worker_explain (fixture->dave), "2 waiting in dave's queues, the first of them ");
}

static void
test_explain_worker (Fixture *fixture, gconstpointer data)
{
  TrsWorker *joe = fixture_make_worker (fixture, "joe", "{}");

  assert_why (trs_worker_explain (joe), "joe is Offline, an activity in which no tasks come.");
  fixture_set_activity (joe, fixture->available);
  assert_why (trs_worker_explain (joe),
              "joe is in no queue: no queue's expression matches the worker's attributes.");
  fixture_set_activity (fixture->edith, fixture->available);
  assert_why (trs_worker_explain (fixture->edith),
              "No task waits in edith's queues (Support, Sales).");
}

/* Choosing takes no look at workers who cannot take the task: ten times as many cost about the
 * same, not ten times as much. */
static void
test_many_workers (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("w%d", i);

      fixture_make_worker (fixture, name, "{\"skills\":[\"support\"]}");
    }
  for (guint i = 0; i < fixture->workspace->workers->len; i += 100)
    fixture_set_activity (g_ptr_array_index (fixture->workspace->workers, i),
                          fixture->available);
  for (int i = 0; i < 20; i++)
    assert_task (fixture_make_task (fixture, workflow, NULL, 0), "reserved");
  g_assert_cmpuint (trs_task_queue_count_workers (queue, NULL), ==, 2002);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/routing/order/longest-idle", test_longest_idle);
  ADD ("/routing/order/order-by", test_order_by);
  ADD ("/routing/order/missing-descending", test_order_by_missing_descending);
  ADD ("/routing/order/missing-ascending", test_order_by_missing_ascending);
  ADD ("/routing/order/target-expression-repeated", test_target_expression_repeated);
  ADD ("/routing/queue/fifo-priority", test_fifo_priority);
  ADD ("/routing/queue/fifo-oldest", test_fifo_oldest);
  ADD ("/routing/queue/lifo-newest", test_lifo_newest);
  ADD ("/routing/queue/lifo-ignores-priority", test_lifo_ignores_priority);
  ADD ("/routing/queue/virtual-start-time", test_virtual_start_time);
  ADD ("/routing/queue/priority-across", test_priority_across_queues);
  ADD ("/routing/queue/preferred-kind", test_preferred_kind_of_queue);
  ADD ("/routing/queue/expression-changes", test_queue_expression_changes);
  ADD ("/routing/queue/of-state", test_queue_of_state);
  ADD ("/routing/workflow/target-timeout", test_target_timeout);
  ADD ("/routing/workflow/target-timeout-while-offered", test_target_timeout_while_offered);
  ADD ("/routing/workflow/end", test_end_of_workflow);
  ADD ("/routing/workflow/no-filter-matches", test_no_filter_matches);
  ADD ("/routing/workflow/next-matching-filter", test_next_matching_filter);
  ADD ("/routing/workflow/skip-if", test_skip_if);
  ADD ("/routing/workflow/all-skipped", test_all_skipped);
  ADD ("/routing/workflow/skip-counts", test_skip_counts);
  ADD ("/routing/workflow/known-worker", test_known_worker);
  ADD ("/routing/task/channel-reroutes", test_task_channel_reroutes);
  ADD ("/routing/workflow/reevaluates", test_workflow_reevaluates);
  ADD ("/routing/max-reserved/first-wins", test_max_reserved_workers);
  ADD ("/routing/max-reserved/all-reject", test_max_reserved_workers_all_reject);
  ADD ("/routing/capacity/channel", test_channel_capacity);
  ADD ("/routing/capacity/unavailable", test_channel_unavailable);
  ADD ("/routing/capacity/single-tasking", test_single_tasking);
  ADD ("/routing/attributes/of-worker", test_attributes_make_eligible);
  ADD ("/routing/attributes/of-task", test_task_attributes_reroute);
  ADD ("/routing/target/worker", test_routing_target_worker);
  ADD ("/routing/target/unreachable", test_routing_target_unreachable);
  ADD ("/routing/target/queue", test_routing_target_queue);
  ADD ("/routing/explain", test_explain);
  ADD ("/routing/explain/capacity", test_explain_capacity);
  ADD ("/routing/explain/target", test_explain_target);
  ADD ("/routing/explain/worker", test_explain_worker);
  ADD ("/routing/many-workers", test_many_workers);

  return g_test_run ();
}
