/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "callback-fixture.h"

#include <string.h>

#include "callback/trs-event-callback.h"
#include "test-data.h"

static void
set_event_callback (CallbackFixture *fixture, const char *path, const char *filter)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);

  g_assert_true (trs_workspace_update (
    fixture->base.workspace,
    &(TrsWorkspaceChange) { .event_callback_url = url, .events_filter = filter }, NULL));
}

static const char *
type_of (const Sent *sent)
{
  return g_hash_table_lookup (sent->form, "EventType");
}

/* All that the log has, in its order, with the same data. */
static void
test_events (CallbackFixture *fixture, gconstpointer data)
{
  GPtrArray *log = fixture->base.workspace->events;
  guint before = log->len;
  TrsReservation *reservation;

  set_event_callback (fixture, "/events", NULL);
  reservation = callback_offer_task (fixture);
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  g_assert_true (trs_task_complete (reservation->task, TRS_ANY_VERSION, "done", NULL));
  callback_wait_sent (fixture, log->len - before);
  for (guint i = before; i < log->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (log, i);
      const Sent *sent = g_ptr_array_index (fixture->sent, i - before);

      g_assert_cmpstr (type_of (sent), ==, event->type);
      g_assert_cmpstr (g_hash_table_lookup (sent->form, "Sid"), ==, event->base.sid);
      g_assert_cmpstr (g_hash_table_lookup (sent->form, "TaskSid"), ==,
                       trs_event_get_datum (event, "task_sid"));
      callback_assert_signed (fixture, sent);
    }
  g_assert_cmpstr (type_of (g_ptr_array_index (fixture->sent, 0)), ==, "workspace.updated");
}

static void
assert_event (CallbackFixture *fixture, const char *type)
{
  g_autofree char *path = g_strdup_printf ("protocol/callback-event-%s.json", type);
  g_autoptr(JsonNode) sample = test_data_json (path);

  for (guint i = 0; i < fixture->sent->len; i++)
    {
      const Sent *sent = g_ptr_array_index (fixture->sent, i);

      if (g_str_equal (type_of (sent), type))
        {
          callback_assert_parameters (sent, json_node_get_object (sample),
                                      "WorkerVersion WorkflowFilterName");
          return;
        }
    }
  g_error ("%s was not sent", type);
}

static void
test_event_forms (CallbackFixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_event_callback (fixture, "/events", "worker.activity.update, reservation.accepted");
  reservation = callback_offer_task (fixture);
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  callback_wait_sent (fixture, 2);
  assert_event (fixture, "worker.activity.update");
  assert_event (fixture, "reservation.accepted");
  g_assert_cmpuint (fixture->sent->len, ==, 2);
}

/* Which groups of parameters a type has, by the service's event reference. */
static const struct
{
  const char *prefix; /* the first that fits counts */
  const char *groups; /* a letter each; a capital one is no must */
} groups_of[] = {
  { "activity.", "a" },
  { "reservation.failed", "tqw" },
  { "reservation.", "rtkqw" },
  { "task.created", "twQ" },
  { "task.", "tqw" },
  { "task-channel.", "c" },
  { "task-queue.created", "q" },
  { "task-queue.deleted", "q" },
  { "task-queue.expression.updated", "q" },
  { "task-queue.", "tqw" },
  { "worker.activity.update", "kp" },
  { "worker.capacity.update", "kn" },
  { "worker.channel.availability.update", "kn" },
  { "worker.", "k" },
  { "workflow.created", "w" },
  { "workflow.updated", "w" },
  { "workflow.deleted", "w" },
  { "workflow.", "twQ" },
  { "workspace.", "" },
};

static const struct
{
  char group;
  const char *parameters; /* must be there */
  const char *more;       /* may be there */
} parameters_of[] = {
  { ' ',
    "EventType AccountSid WorkspaceSid WorkspaceName EventDescription ResourceType ResourceSid "
    "Timestamp TimestampMs Sid",
    "" },
  { 'a', "ActivitySid ActivityName ActivityAvailable", "" },
  { 'r', "ReservationSid", "" },
  { 't',
    "TaskSid TaskAttributes TaskAge TaskPriority TaskAssignmentStatus TaskChannelSid "
    "TaskChannelUniqueName",
    "TaskCanceledReason TaskCompletedReason" },
  { 'k',
    "WorkerSid WorkerName WorkerAttributes WorkerActivitySid WorkerActivityName WorkerVersion",
    "" },
  { 'q', "TaskQueueSid TaskQueueName", "" },
  { 'w', "WorkflowSid WorkflowName", "WorkflowFilterName" },
  { 'c', "TaskChannelSid TaskChannelName TaskChannelUniqueName TaskChannelOptimizedRouting", "" },
  { 'p',
    "WorkerPreviousActivitySid WorkerTimeInPreviousActivity WorkerTimeInPreviousActivityMs", "" },
  { 'n',
    "WorkerChannelAvailable WorkerChannelAvailableCapacity WorkerChannelTaskCount TaskChannelSid "
    "TaskChannelUniqueName WorkerChannelPreviousCapacity",
    "" },
};

static void
check_groups (const Sent *sent)
{
  const char *type = type_of (sent);
  g_autoptr(GHashTable) allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *groups = NULL;
  GHashTableIter iter;
  gpointer name;

  for (gsize i = 0; groups == NULL && i < G_N_ELEMENTS (groups_of); i++)
    {
      if (g_str_has_prefix (type, groups_of[i].prefix))
        groups = groups_of[i].groups;
    }
  g_assert_nonnull (groups);
  for (gsize i = 0; i < G_N_ELEMENTS (parameters_of); i++)
    {
      char group = parameters_of[i].group;
      gboolean is_must = group == ' ' || strchr (groups, group) != NULL;
      gboolean is_wanted = is_must || strchr (groups, g_ascii_toupper (group)) != NULL;
      g_auto(GStrv) wanted = g_strsplit (parameters_of[i].parameters, " ", -1);
      g_auto(GStrv) more = g_strsplit (parameters_of[i].more, " ", -1);

      for (gsize j = 0; is_wanted && wanted[j] != NULL; j++)
        {
          if (is_must && !g_hash_table_contains (sent->form, wanted[j]))
            g_error ("%s has no %s", type, wanted[j]);
          g_hash_table_add (allowed, g_strdup (wanted[j]));
        }
      for (gsize j = 0; is_wanted && more[j] != NULL; j++)
        g_hash_table_add (allowed, g_strdup (more[j]));
    }
  g_hash_table_iter_init (&iter, sent->form);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (allowed, name))
        g_error ("%s has a %s", type, (char *) name);
    }
}

/* Everything that a day brings. */
static void
live_a_day (CallbackFixture *fixture)
{
  TrsWorkspace *workspace = fixture->base.workspace;
  TrsWorkerChannel *channel = trs_worker_get_channel (fixture->base.dave, "chat");
  TrsWorker *susan = trs_workspace_get_worker_by_name (workspace, "susan");
  TrsTaskQueue *queue;
  TrsWorkflow *workflow;
  TrsActivity *activity = trs_activity_create (workspace, "Lunch", FALSE, NULL);
  TrsTaskChannel *fax = trs_task_channel_create (
    workspace, &(TrsTaskChannelChange) { .unique_name = "fax", .friendly_name = "Fax" }, NULL);
  TrsReservation *reservation;
  g_autofree char *configuration = NULL;
  gboolean no = FALSE;

  trs_activity_update (activity, "Break", NULL);
  trs_activity_delete (activity, NULL);
  trs_task_channel_update (fax, &(TrsTaskChannelChange) { .friendly_name = "Telefax" }, NULL);
  trs_task_channel_delete (fax, NULL);
  trs_worker_channel_update (channel, &(int) { 2 }, NULL, NULL);
  trs_worker_channel_update (channel, NULL, &no, NULL);
  trs_worker_update (susan, TRS_ANY_VERSION, &(TrsWorkerChange) { .attributes = "{}" }, NULL);
  queue = trs_task_queue_create (
    workspace, &(TrsTaskQueueChange) { .friendly_name = "q", .target_workers = "1==2" }, NULL);
  trs_task_queue_update (queue, &(TrsTaskQueueChange) { .target_workers = "2==1" }, NULL);
  configuration = g_strdup_printf (
    "{\"task_routing\":{\"filters\":[{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"%s\","
    "\"skip_if\":\"1==1\"},{\"queue\":\"%s\",\"timeout\":5},{\"queue\":\"%s\",\"timeout\":5}]}]}}",
    queue->base.sid, queue->base.sid,
    trs_workspace_get_task_queue_by_name (workspace, "Support")->base.sid);
  workflow = trs_workflow_create (
    workspace,
    &(TrsWorkflowChange) { .friendly_name = "f", .configuration = configuration }, NULL);
  g_assert_nonnull (workflow);
  trs_workflow_update (workflow, &(TrsWorkflowChange) { .friendly_name = "g" }, NULL);
  trs_task_create (workspace, &(TrsTaskChange) { .workflow_sid = workflow->base.sid }, NULL);
  server_fixture_advance (&fixture->base, 400);
  trs_workflow_delete (workflow, NULL);
  trs_task_queue_delete (queue, NULL);
  trs_task_create (workspace,
                   &(TrsTaskChange) { .workflow_sid = callback_support (fixture)->base.sid,
                                      .routing_target = susan->base.sid,
                                      .task_queue_sid =
                                        trs_workspace_get_task_queue_by_name (workspace, "Sales")
                                          ->base.sid,
                                      .ignore_capacity = &no },
                   NULL);
  server_fixture_advance (&fixture->base, 100);
  reservation = callback_offer_task (fixture);
  trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL);
  server_fixture_advance (&fixture->base, 10);
  callback_set_activity (fixture, "Available");
  reservation = callback_last_reservation (fixture);
  trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL);
  callback_set_activity (fixture, "Available");
  trs_worker_update (susan, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid =
                                            fixture->base.dave->activity->base.sid },
                     NULL);
  trs_transfer_cancel (
    trs_transfer_create (reservation, &(TrsTransferOptions) { .to = susan->base.sid }, NULL), NULL);
  trs_transfer_create (reservation, &(TrsTransferOptions) { .to = susan->base.sid }, NULL);
  trs_reservation_reject (g_ptr_array_index (susan->reservations, susan->reservations->len - 1),
                          TRS_ANY_VERSION, NULL, NULL);
  trs_reservation_wrap (reservation, TRS_ANY_VERSION, NULL);
  trs_task_complete (reservation->task, TRS_ANY_VERSION, "done", NULL);
  reservation = callback_offer_task (fixture);
  trs_task_cancel (reservation->task, TRS_ANY_VERSION, "not needed", NULL);
  trs_task_delete (reservation->task, TRS_ANY_VERSION, NULL);
}

static void
test_event_groups (CallbackFixture *fixture, gconstpointer data)
{
  static const char *const types[] = {
    "activity.created", "activity.deleted", "activity.updated", "reservation.accepted",
    "reservation.canceled", "reservation.completed", "reservation.created",
    "reservation.failed", "reservation.rejected", "reservation.timeout", "reservation.wrapup",
    "task-channel.created", "task-channel.deleted", "task-channel.updated", "task-queue.created",
    "task-queue.deleted", "task-queue.entered", "task-queue.expression.updated",
    "task-queue.moved", "task-queue.timeout", "task.canceled", "task.completed", "task.created",
    "task.deleted", "task.transfer-canceled", "task.transfer-failed", "task.transfer-initiated",
    "task.updated", "task.wrapup", "worker.activity.update", "worker.attributes.update",
    "worker.capacity.update", "worker.channel.availability.update", "workflow.created",
    "workflow.deleted", "workflow.entered", "workflow.skipped", "workflow.target-matched",
    "workflow.timeout", "workflow.updated", "workspace.updated",
  };
  GPtrArray *log = fixture->base.workspace->events;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint before = log->len;

  set_event_callback (fixture, "/events", NULL);
  live_a_day (fixture);
  callback_wait_sent (fixture, log->len - before);
  for (guint i = 0; i < fixture->sent->len; i++)
    {
      const Sent *sent = g_ptr_array_index (fixture->sent, i);

      check_groups (sent);
      g_hash_table_add (seen, (gpointer) type_of (sent));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (!g_hash_table_contains (seen, types[i]))
        g_error ("%s was not sent", types[i]);
    }
}

/* What the program does not take at first comes again, and nothing overtakes it. */
static void
test_event_again (CallbackFixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/events", "worker.activity.update");
  callback_answer_with (fixture, "/events", 503, "text/plain", "later");
  callback_set_activity (fixture, "Available");
  callback_set_activity (fixture, "Unavailable");
  callback_wait_sent (fixture, 1);
  g_hash_table_remove_all (fixture->answers);
  callback_wait_sent (fixture, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (
      g_hash_table_lookup (((Sent *) g_ptr_array_index (fixture->sent, i))->form,
                           "WorkerActivityName"),
      ==, i < 2 ? "Available" : "Unavailable");
  g_assert_cmpstr (fixture->alerts->str, ==, "");
}

static void
test_event_given_up (CallbackFixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/events", "worker.activity.update");
  callback_answer_with (fixture, "/events", 404, "text/plain", "no");
  callback_set_activity (fixture, "Available");
  callback_wait_alerts (fixture, "11200 ");
  g_assert_cmpuint (fixture->sent->len, ==, 3);
  g_hash_table_remove_all (fixture->answers);
  callback_set_activity (fixture, "Unavailable");
  callback_wait_sent (fixture, 4);
}

/* A program that takes nothing costs no more than so many events. */
static void
test_event_bound (CallbackFixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/silent", "worker.activity.update");
  callback_answer_with (fixture, "/silent", 0, "", "");
  for (guint i = 0; i < TRS_EVENT_CALLBACK_MAX_WAITING + 10; i++)
    callback_set_activity (fixture, i % 2 == 0 ? "Available" : "Unavailable");
  callback_wait_alerts (fixture, "11200 ");
  callback_wait_sent (fixture, 1);
}

static void
test_workspace_deleted (CallbackFixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->url, "/events", NULL);
  TrsWorkspace *workspace =
    trs_workspace_create (fixture->base.account,
                          &(TrsWorkspaceChange) { .friendly_name = "another",
                                                  .event_callback_url = url,
                                                  .events_filter = "workspace.deleted" },
                          NULL);

  g_assert_true (trs_workspace_delete (workspace, NULL));
  g_assert_cmpstr (type_of (callback_wait_sent (fixture, 1)), ==, "workspace.deleted");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  CALLBACK_TEST ("/callbacks/event/all", test_events);
  CALLBACK_TEST ("/callbacks/event/forms", test_event_forms);
  CALLBACK_TEST ("/callbacks/event/groups", test_event_groups);
  CALLBACK_TEST ("/callbacks/event/again", test_event_again);
  CALLBACK_TEST ("/callbacks/event/given-up", test_event_given_up);
  CALLBACK_TEST ("/callbacks/event/bound", test_event_bound);
  CALLBACK_TEST ("/callbacks/event/workspace-deleted", test_workspace_deleted);
  return g_test_run ();
}
