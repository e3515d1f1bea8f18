/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine-fixture.h"

#include <string.h>

/* How a task goes through the steps of its workflow, and what moves it in its queue. */

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

static TrsWorkflow *
make_flow (Fixture *fixture, const char *routing)
{
  g_autofree char *text = g_strdup_printf ("{'task_routing':%s}", routing);
  g_autofree char *name = g_strdup_printf ("flow-%u", fixture->workspace->workflows->len);

  return fixture_make_workflow (fixture, name, text);
}

static void
reject (TrsTask *task)
{
  TrsWorker *worker = offered_to (task);

  g_assert_true (trs_reservation_reject (fixture_pending (worker), TRS_ANY_VERSION, NULL, NULL));
}

/* A step that names no queue is of the one before. */
static void
test_inherited_queue (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (
    fixture, "{'filters':[{'expression':'1==1','targets':["
             "{'queue':'@Support','expression':'worker.level > 5','timeout':30,'priority':1},"
             "{'expression':'worker.level > 2','timeout':'30','priority':'7'},{'priority':9}]}]}");
  TrsTask *task = fixture_make_task (fixture, workflow, NULL, 0);

  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_null (offered_to (task));
  g_assert_cmpint (task->priority, ==, 1);
  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, 30);
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
  g_assert_cmpint (task->priority, ==, 7);
  /* The same queue is not entered again. */
  fixture_expect_log (fixture, "task-queue.timeout", "workflow.target-matched", NULL);
  g_assert_null (offered_to (task));
  fixture_wait (fixture, 30);
  g_assert_true (offered_to (task) == fixture->dave);
  g_assert_cmpint (task->priority, ==, 9);
}

/* A known worker who is none is waited for as long as the step takes. */
static void
test_known_worker_times_out (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (
    fixture, "{'filters':[{'expression':'1==1','targets':["
             "{'queue':'@Support','known_worker_sid':'task.agent','timeout':30},"
             "{'queue':'@Support'}]}]}");
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  task = fixture_make_task (fixture, workflow, "{\"agent\":\"WK404\"}", 0);
  fixture_wait (fixture, 29);
  g_assert_null (offered_to (task));
  fixture_wait (fixture, 1);
  g_assert_true (offered_to (task) == fixture->dave);
}

/* The step's time goes on while someone thinks about it, and is over only then. */
static void
test_rejection_stays_in_step (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (
    fixture, "{'filters':[{'expression':'1==1','targets':[{'queue':'@Support','timeout':20},"
             "{'queue':'@Sales'}]}]}");
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  fixture_set_activity (fixture->susan, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  for (guint i = 0; i < 2; i++)
    {
      fixture_wait (fixture, 9);
      g_assert_true (offered_to (task) == fixture->dave);
      reject (task);
      g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
    }
  fixture_wait (fixture, 3);
  g_assert_true (offered_to (task) == fixture->dave);
  reject (task);
  g_assert_true (offered_to (task) == fixture->susan);
}

/* The default filter is for what no filter wants, not for what one gave up. */
static void
test_default_is_no_last_resort (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (
    fixture, "{'filters':[{'expression':'kind == 1','targets':[{'queue':'@Support','timeout':5}]}],"
             "'default_filter':{'queue':'@Sales'}}");
  TrsTask *wanted = fixture_make_task (fixture, workflow, "{\"kind\":1}", 0);
  TrsTask *other = fixture_make_task (fixture, workflow, "{\"kind\":2}", 0);

  fixture_wait (fixture, 5);
  assert_task (wanted, "canceled");
  g_assert_cmpstr (wanted->reason, ==, "Task canceled on Workflow timeout");
  assert_task (other, "pending");
  g_assert_cmpstr (other->queue->friendly_name, ==, "Sales");
  fixture_wait (fixture, 86400 - 5);
  assert_task (other, "canceled");
  g_assert_cmpstr (other->reason, ==, "Task TTL Exceeded");
}

static void
test_priority_moves (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  TrsTask *first = fixture_make_task (fixture, workflow, NULL, 1);
  TrsTask *second = fixture_make_task (fixture, workflow, NULL, 0);

  g_assert_true (trs_task_update (second, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .priority = &(int) { 2 } }, NULL));
  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (offered_to (second) == fixture->dave);
  assert_task (first, "pending");
}

/* Only what waits is evaluated again. */
static void
test_attributes_of_an_offer (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (
    fixture, "{'filters':[{'expression':'kind == 1','targets':[{'queue':'@Support'}]}],"
             "'default_filter':{'queue':'@Sales'}}");
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  fixture_set_activity (fixture->susan, fixture->available);
  task = fixture_make_task (fixture, workflow, "{\"kind\":1}", 0);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_task_update (task, TRS_ANY_VERSION,
                                  &(TrsTaskChange) { .attributes = "{\"kind\":2}" }, NULL));
  fixture_expect_log (fixture, "task.updated > dave", NULL);
  g_assert_true (offered_to (task) == fixture->dave);
}

/* Of two who are free, the one who had nothing of this kind for longer; of other kinds does not
 * count. */
static void
test_channel_optimized (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  const char *const kinds[] = { "chat", "sms", "chat" };
  TrsTaskChannel *chat = trs_workspace_get_task_channel (fixture->workspace, "chat");
  gboolean yes = TRUE;

  g_assert_true (trs_task_channel_update (
    chat, &(TrsTaskChannelChange) { .channel_optimized_routing = &yes }, NULL));
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_wait (fixture, 1);
  fixture_set_activity (fixture->edith, fixture->available);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      TrsTask *task;

      fixture_wait (fixture, 1);
      task = trs_task_create (fixture->workspace,
                              &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                                 .task_channel = kinds[i] },
                              NULL);
      g_assert_true (offered_to (task) == (i == 0 ? fixture->dave : fixture->edith));
      g_assert_true (trs_reservation_accept (fixture_pending (offered_to (task)), TRS_ANY_VERSION,
                                             NULL));
      g_assert_true (trs_task_complete (task, TRS_ANY_VERSION, NULL, NULL));
    }
}

/* A call keeps nobody from a chat. */
static void
test_channels_are_independent (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  const char *const kinds[] = { "voice", "chat", "chat" };
  TrsTask *tasks[3];

  fixture_set_activity (fixture->dave, fixture->available);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    tasks[i] = trs_task_create (fixture->workspace,
                                &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                                   .task_channel = kinds[i] },
                                NULL);
  g_assert_true (offered_to (tasks[0]) == fixture->dave);
  g_assert_true (offered_to (tasks[1]) == fixture->dave);
  g_assert_null (offered_to (tasks[2]));
}

/* What is left of it is rounded down, and wrapping up takes as much as working. */
static void
test_percentage (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  TrsWorkerChannel *channel = trs_worker_get_channel (fixture->dave, "default");
  TrsTask *task;

  g_assert_true (trs_worker_channel_update (channel, &(int) { 3 }, NULL, NULL));
  fixture_set_activity (fixture->dave, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_cmpint (trs_worker_channel_get_available_capacity_percentage (channel), ==, 66);
  g_assert_cmpint (channel->assigned_tasks, ==, 0);
  g_assert_true (
    trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
  g_assert_cmpint (channel->assigned_tasks, ==, 1);
  g_assert_true (trs_task_wrap (task, TRS_ANY_VERSION, NULL, NULL));
  g_assert_cmpint (trs_worker_channel_get_available_capacity_percentage (channel), ==, 66);
  g_assert_true (trs_task_complete (task, TRS_ANY_VERSION, NULL, NULL));
  g_assert_cmpint (trs_worker_channel_get_available_capacity_percentage (channel), ==, 100);
  g_assert_true (trs_worker_channel_update (channel, &(int) { 0 }, NULL, NULL));
  g_assert_cmpint (trs_worker_channel_get_available_capacity_percentage (channel), ==, 0);
}

/* A task that is over stays for five minutes; one that is worked on, for a day. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  int timeout = 60;
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  task = trs_task_create (fixture->workspace,
                          &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                             .timeout = &timeout },
                          NULL);
  g_assert_true (
    trs_reservation_accept (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL));
  /* Its own time is for waiting. */
  fixture_wait (fixture, 3600);
  assert_task (task, "assigned");
  g_assert_true (trs_task_complete (task, TRS_ANY_VERSION, "done", NULL));
  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, 299);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 1);
  fixture_wait (fixture, 1);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
  fixture_expect_log (fixture, NULL);
}

/* By hand before that, and it is told. */
static void
test_deleted_when_over (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  TrsTask *task = fixture_make_task (fixture, workflow, NULL, 0);

  g_assert_true (trs_task_cancel (task, TRS_ANY_VERSION, "no", NULL));
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_task_delete (task, TRS_ANY_VERSION, NULL));
  fixture_expect_log (fixture, "task.deleted", NULL);
}

/* Whom the queue lets go keeps what he was offered, and gets nothing more. */
static void
test_leaving_the_queue (Fixture *fixture, gconstpointer data)
{
  TrsWorkflow *workflow = make_flow (fixture, "{'default_filter':{'queue':'@Support'}}");
  TrsTask *task;

  fixture_set_activity (fixture->dave, fixture->available);
  task = fixture_make_task (fixture, workflow, NULL, 0);
  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .attributes = "{}" }, NULL));
  g_assert_true (offered_to (task) == fixture->dave);
  reject (task);
  assert_task (task, "pending");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/routing-steps/inherited-queue", test_inherited_queue);
  ADD ("/routing-steps/known-worker-times-out", test_known_worker_times_out);
  ADD ("/routing-steps/rejection-stays", test_rejection_stays_in_step);
  ADD ("/routing-steps/default-is-no-last-resort", test_default_is_no_last_resort);
  ADD ("/routing-steps/priority-moves", test_priority_moves);
  ADD ("/routing-steps/attributes-of-an-offer", test_attributes_of_an_offer);
  ADD ("/routing-steps/channel-optimized", test_channel_optimized);
  ADD ("/routing-steps/channels-are-independent", test_channels_are_independent);
  ADD ("/routing-steps/percentage", test_percentage);
  ADD ("/routing-steps/removed", test_removed);
  ADD ("/routing-steps/deleted-when-over", test_deleted_when_over);
  ADD ("/routing-steps/leaving-the-queue", test_leaving_the_queue);
  return g_test_run ();
}
