/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine-fixture.h"

#include <string.h>

static void
event_cb (TrsEngine *engine, TrsEvent *event, Fixture *fixture)
{
  GString *line = g_string_new (event->type);

  g_assert_nonnull (event->account);
  if (event->workspace == NULL)
    {
      g_string_free (line, TRUE);
      return;
    }
  for (guint i = 0; i < event->worker_sids->len; i++)
    {
      TrsWorker *worker = trs_workspace_get_worker (event->workspace,
                                                    g_ptr_array_index (event->worker_sids, i));

      g_assert_nonnull (worker);
      g_string_append_printf (line, "%s%s", i == 0 ? " > " : ",", worker->friendly_name);
    }
  g_ptr_array_add (fixture->log, g_string_free (line, FALSE));
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up_seeded (fixture, 1);
}

void
fixture_set_up_seeded (Fixture *fixture, guint32 random_seed)
{
  g_autoptr(GError) error = NULL;

  fixture->clock = tr_clock_new_manual (START);
  fixture->engine = trs_engine_new (fixture->clock, random_seed);
  trs_engine_load_default_seed (fixture->engine, &error);
  g_assert_no_error (error);
  fixture->account = g_ptr_array_index (trs_engine_get_accounts (fixture->engine), 0);
  fixture->workspace = g_ptr_array_index (fixture->account->workspaces, 0);
  fixture->dave = trs_workspace_get_worker_by_name (fixture->workspace, "dave");
  fixture->susan = trs_workspace_get_worker_by_name (fixture->workspace, "susan");
  fixture->edith = trs_workspace_get_worker_by_name (fixture->workspace, "edith");
  fixture->offline = trs_workspace_get_activity_by_name (fixture->workspace, "Offline");
  fixture->available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  fixture->unavailable = trs_workspace_get_activity_by_name (fixture->workspace, "Unavailable");
  fixture->log = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (fixture->engine, "event", G_CALLBACK (event_cb), fixture);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_check_invariants (fixture);
  g_assert_finalize_object (fixture->engine);
  /* Nothing of the engine hangs on a clock that outlives it. */
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
  g_ptr_array_unref (fixture->log);
}

void
fixture_wait (Fixture *fixture, int seconds)
{
  tr_clock_advance (fixture->clock, (gint64) seconds * G_USEC_PER_SEC);
  fixture_check_invariants (fixture);
}

void
fixture_set_activity (TrsWorker *worker, TrsActivity *activity)
{
  g_autoptr(GError) error = NULL;

  trs_worker_update (worker, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = activity->base.sid }, &error);
  g_assert_no_error (error);
}

TrsCall *
fixture_call_in (Fixture *fixture, const char *digits)
{
  g_autoptr(GError) error = NULL;
  TrsCall *call = trs_call_place (fixture->engine, "+16505550100", NULL, digits, &error);

  g_assert_no_error (error);
  return call;
}

TrsTask *
fixture_last_task (Fixture *fixture)
{
  g_assert_cmpuint (fixture->workspace->tasks->len, >, 0);
  return g_ptr_array_index (fixture->workspace->tasks, fixture->workspace->tasks->len - 1);
}

TrsTask *
fixture_make_task (Fixture *fixture, TrsWorkflow *workflow, const char *attributes, int priority)
{
  g_autoptr(GError) error = NULL;
  TrsTask *task = trs_task_create (fixture->workspace,
                                   &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                                      .attributes = attributes,
                                                      .priority = &priority },
                                   &error);

  g_assert_no_error (error);
  return task;
}

TrsWorker *
fixture_make_worker (Fixture *fixture, const char *name, const char *attributes)
{
  g_autoptr(GError) error = NULL;
  TrsWorker *worker = trs_worker_create (
      fixture->workspace, &(TrsWorkerChange) { .friendly_name = name, .attributes = attributes },
      &error);

  g_assert_no_error (error);
  return worker;
}

TrsTaskQueue *
fixture_make_queue (Fixture *fixture, const char *name, const char *expression)
{
  g_autoptr(GError) error = NULL;
  TrsTaskQueue *queue = trs_task_queue_create (
      fixture->workspace,
      &(TrsTaskQueueChange) { .friendly_name = name, .target_workers = expression }, &error);

  g_assert_no_error (error);
  return queue;
}

/* Single quotes stand for double ones, and @Name for the SID of the queue of that name. */
TrsWorkflow *
fixture_make_workflow (Fixture *fixture, const char *name, const char *configuration)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (configuration);
  int timeout = 10;
  TrsWorkflow *workflow;

  g_string_replace (text, "'", "\"", 0);
  for (guint i = 0; i < fixture->workspace->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (fixture->workspace->task_queues, i);
      g_autofree char *mention = g_strconcat ("@", queue->friendly_name, NULL);

      g_string_replace (text, mention, queue->base.sid, 0);
    }
  workflow = trs_workflow_create (fixture->workspace,
                                  &(TrsWorkflowChange) { .friendly_name = name,
                                                         .configuration = text->str,
                                                         .task_reservation_timeout = &timeout },
                                  &error);
  g_assert_no_error (error);
  return workflow;
}

/* The one offer that the worker has; NULL when it has none. */
TrsReservation *
fixture_pending (TrsWorker *worker)
{
  for (guint i = worker->reservations->len; i > 0; i--)
    {
      TrsReservation *reservation = g_ptr_array_index (worker->reservations, i - 1);

      if (reservation->status == TRS_RESERVATION_PENDING)
        return reservation;
    }
  return NULL;
}

/* As the agent asks for it. */
void
fixture_conference (TrsReservation *reservation, const char *post_work_activity_sid)
{
  g_autoptr(GError) error = NULL;
  TrsConferenceOptions options;

  trs_conference_options_init (&options);
  options.timeout = 20;
  options.end_conference_on_exit = TRUE;
  options.end_conference_on_customer_exit = TRUE;
  options.post_work_activity_sid = post_work_activity_sid;
  trs_reservation_conference (reservation, &options, &error);
  g_assert_no_error (error);
}

/* What happened since the last time, in order. */
void
fixture_expect_log (Fixture *fixture, ...)
{
  g_autoptr(GPtrArray) log = g_steal_pointer (&fixture->log);
  const char *line;
  guint i = 0;
  va_list args;

  fixture->log = g_ptr_array_new_with_free_func (g_free);
  va_start (args, fixture);
  for (line = va_arg (args, const char *); line != NULL; line = va_arg (args, const char *))
    {
      g_assert_cmpstr (i < log->len ? g_ptr_array_index (log, i) : "nothing", ==, line);
      i++;
    }
  va_end (args);
  g_assert_cmpstr (i < log->len ? g_ptr_array_index (log, i) : "nothing", ==, "nothing");
}

static void
check_worker (TrsWorker *worker)
{
  for (guint i = 0; i < worker->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (worker->channels, i);
      int open = 0, accepted = 0, ignoring = 0;

      for (guint j = 0; j < worker->reservations->len; j++)
        {
          TrsReservation *reservation = g_ptr_array_index (worker->reservations, j);

          if (reservation->task->task_channel != channel->task_channel)
            continue;
          open += trs_reservation_is_open (reservation);
          accepted += reservation->status == TRS_RESERVATION_ACCEPTED;
          ignoring += reservation->task->ignore_capacity;
        }
      g_assert_cmpint (channel->open_reservations, ==, open);
      g_assert_cmpint (channel->assigned_tasks, ==, accepted);
      g_assert_true (ignoring > 0 || open <= channel->configured_capacity);
    }
}

static void
check_task (TrsTask *task)
{
  guint accepted = 0, pending = 0, complete = 0;

  for (guint i = 0; i < task->transfers->len; i++)
    {
      TrsTransfer *transfer = g_ptr_array_index (task->transfers, i);

      complete += transfer->status == TRS_TRANSFER_COMPLETE;
      g_assert_true (transfer->status != TRS_TRANSFER_INITIATED || i + 1 == task->transfers->len);
    }
  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      accepted += reservation->status == TRS_RESERVATION_ACCEPTED;
      pending += reservation->status == TRS_RESERVATION_PENDING;
    }
  /* After a warm transfer both talk until one leaves. */
  g_assert_cmpuint (accepted, <=, 1 + complete);
  g_assert_true ((pending > 0) == (task->status == TRS_TASK_RESERVED));
  if (task->status == TRS_TASK_PENDING && trs_task_get_active_transfer (task) == NULL)
    g_assert_cmpuint (accepted, ==, 0);
  if (task->status == TRS_TASK_COMPLETED || task->status == TRS_TASK_CANCELED)
    g_assert_cmpuint (accepted + pending, ==, 0);
}

static void
check_calls (TrsAccount *account)
{
  for (guint i = 0; i < account->calls->len; i++)
    {
      TrsCall *call = g_ptr_array_index (account->calls, i);

      g_assert_true (call->participant == NULL || call->queue_member == NULL);
      g_assert_true (!trs_call_is_over (call) ||
                     (call->participant == NULL && call->queue_member == NULL));
      g_assert_true (call->phone == NULL || call->phone->call == call);
    }
  for (guint i = 0; i < account->conferences->len; i++)
    {
      TrsConference *conference = g_ptr_array_index (account->conferences, i);

      g_assert_true (conference->status != TRS_CONFERENCE_COMPLETED ||
                     conference->participants->len == 0);
      for (guint j = 0; j < conference->participants->len; j++)
        {
          TrsParticipant *participant = g_ptr_array_index (conference->participants, j);

          g_assert_true (participant->call->participant == participant);
        }
    }
}

/* What is true between any two verbs, whatever they are. */
void
fixture_check_invariants (Fixture *fixture)
{
  for (guint i = 0; i < fixture->workspace->workers->len; i++)
    check_worker (g_ptr_array_index (fixture->workspace->workers, i));
  for (guint i = 0; i < fixture->workspace->tasks->len; i++)
    check_task (g_ptr_array_index (fixture->workspace->tasks, i));
  check_calls (fixture->account);
}
