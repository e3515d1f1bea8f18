/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

/* dave is available and is offered a call. */
static TrsReservation *
offer_dave (Fixture *fixture)
{
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  g_ptr_array_set_size (fixture->log, 0);
  return fixture_pending (fixture->dave);
}

static void
test_timeout (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsTask *task = reservation->task;

  fixture_wait (fixture, 9);
  assert_reservation (reservation, "pending");
  fixture_wait (fixture, 1);
  assert_reservation (reservation, "timeout");
  assert_task (task, "pending");
  assert_activity (fixture->dave, "Offline");
  fixture_expect_log (fixture, "worker.activity.update > dave", "reservation.timeout > dave",
                      NULL);

  /* Back again, he gets it again. */
  fixture_set_activity (fixture->dave, fixture->available);
  g_assert_true (fixture_pending (fixture->dave)->task == task);
  fixture_expect_log (fixture, "worker.activity.update > dave", "reservation.created > dave",
                      NULL);
}

static void
test_timeout_goes_to_the_next (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  fixture_set_activity (fixture->edith, fixture->available);
  g_assert_null (fixture_pending (fixture->edith));
  fixture_wait (fixture, 10);
  g_assert_true (fixture_pending (fixture->edith)->task == reservation->task);
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  fixture_set_activity (fixture->edith, fixture->available);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL));
  assert_reservation (reservation, "rejected");
  assert_activity (fixture->dave, "Available");
  g_assert_true (fixture_pending (fixture->edith)->task == reservation->task);
  g_assert_null (fixture_pending (fixture->dave));
  fixture_expect_log (fixture, "reservation.rejected > dave", "reservation.created > edith", NULL);
}

static void
test_reject_with_activity (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_false (trs_reservation_reject (reservation, TRS_ANY_VERSION,
                                          fixture->dave->base.sid, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION,
                                         fixture->unavailable->base.sid, NULL));
  assert_activity (fixture->dave, "Unavailable");
  assert_task (reservation->task, "pending");
  fixture_expect_log (fixture, "reservation.rejected > dave", "worker.activity.update > dave",
                      NULL);
}

static void
test_reject_alone (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL));
  g_assert_nonnull (fixture_pending (fixture->dave));
  g_assert_true (fixture_pending (fixture->dave) != reservation);
}

static void
test_reject_while_ringing (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsPhone *phone = trs_engine_get_phone (fixture->engine, "+16505551111");

  fixture_conference (reservation, NULL);
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_RINGING);
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION,
                                         fixture->offline->base.sid, NULL));
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_IDLE);
  fixture_wait (fixture, 5);
  assert_reservation (reservation, "rejected");
}

static void
test_accept_once (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsConferenceOptions options;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = g_strdup_printf ("Unable to execute Conference instruction. Reservation "
                                            "%s is not currently in a Pending state.",
                                            reservation->base.sid);

  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  assert_reservation (reservation, "accepted");
  assert_task (reservation->task, "assigned");
  g_assert_cmpint (reservation->version, ==, 1);
  g_assert_cmpint (reservation->task->version, ==, 2);
  fixture_expect_log (fixture, "reservation.accepted > dave", NULL);

  g_assert_false (trs_reservation_accept (reservation, TRS_ANY_VERSION, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_cmpuint (trs_error_get_http_status (error), ==, 400);
  g_clear_error (&error);
  trs_conference_options_init (&options);
  g_assert_false (trs_reservation_conference (reservation, &options, &error));
  g_assert_cmpstr (error->message, ==, words);
  fixture_wait (fixture, 100);
  assert_reservation (reservation, "accepted");
}

static void
test_accept_after_timeout (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  fixture_wait (fixture, 10);
  g_assert_false (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  assert_reservation (reservation, "timeout");
}

static void
test_conference_twice (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsConferenceOptions options;

  trs_conference_options_init (&options);
  g_assert_true (trs_reservation_conference (reservation, &options, NULL));
  g_assert_false (trs_reservation_conference (reservation, &options, NULL));
  g_assert_false (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  fixture_wait (fixture, 1);
  assert_reservation (reservation, "accepted");
  g_assert_cmpuint (reservation->task->conference->participants->len, ==, 2);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  int worker_version = fixture->dave->version;
  g_autoptr(GError) error = NULL;

  g_assert_false (trs_reservation_accept (reservation, 7, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_VERSION);
  g_assert_cmpuint (trs_error_get_http_status (error), ==, 412);
  g_assert_false (trs_task_complete (reservation->task, 9, NULL, NULL));
  g_assert_false (trs_worker_update (fixture->dave, worker_version + 1,
                                     &(TrsWorkerChange) { .attributes = "{}" }, NULL));
  g_assert_true (trs_reservation_reject (reservation, 0, NULL, NULL));
  /* A rejected offer is no change of the worker; the next one is. */
  g_assert_cmpint (fixture->dave->version, ==, worker_version + 1);
}

static void
test_wrap_and_complete (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsTask *task = reservation->task;
  TrsCall *call = task->call;

  g_assert_false (trs_reservation_wrap (reservation, TRS_ANY_VERSION, NULL));
  g_assert_false (trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL));
  trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_reservation_wrap (reservation, TRS_ANY_VERSION, NULL));
  assert_task (task, "wrapping");
  fixture_expect_log (fixture, "reservation.wrapup > dave", "task.wrapup > dave", NULL);
  /* Wrapping still occupies. */
  fixture_call_in (fixture, "1");
  g_assert_null (fixture_pending (fixture->dave));
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL));
  assert_task (task, "completed");
  /* Nobody is left to come for the caller. */
  assert_call (call, "completed");
  fixture_expect_log (fixture, "reservation.completed > dave", "task.completed > dave",
                      "reservation.created > dave", NULL);
}

static void
test_task_states (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsTask *task = reservation->task;
  g_autoptr(GError) error = NULL;
  g_autofree char *complete = g_strdup_printf (
      "Cannot complete task %s in workspace %s for account %s because it is not currently "
      "assigned.",
      task->base.sid, fixture->workspace->base.sid, fixture->account->base.sid);
  g_autofree char *cancel = g_strdup_printf (
      "Cannot cancel task %s in workspace %s for account %s because it is not pending or "
      "reserved.",
      task->base.sid, fixture->workspace->base.sid, fixture->account->base.sid);

  g_assert_false (trs_task_complete (task, TRS_ANY_VERSION, NULL, &error));
  g_assert_cmpstr (error->message, ==, complete);
  g_clear_error (&error);
  g_assert_false (trs_task_wrap (task, TRS_ANY_VERSION, NULL, NULL));
  trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL);
  g_assert_false (trs_task_cancel (task, TRS_ANY_VERSION, NULL, &error));
  g_assert_cmpstr (error->message, ==, cancel);
  g_assert_true (trs_task_wrap (task, TRS_ANY_VERSION, "tired", NULL));
  g_assert_cmpstr (task->reason, ==, "tired");
}

static void
test_cancel_task (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsTask *task = reservation->task;
  TrsCall *call = task->call;

  g_assert_true (trs_task_cancel (task, TRS_ANY_VERSION, "no more", NULL));
  assert_reservation (reservation, "canceled");
  g_assert_cmpint (reservation->canceled_reason_code, ==, 0);
  g_assert_cmpstr (task->reason, ==, "no more");
  assert_call (call, "completed");
  fixture_expect_log (fixture, "reservation.canceled > dave", "task.canceled > dave", NULL);
}

static void
test_delete_task (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_task_delete (reservation->task, TRS_ANY_VERSION, NULL));
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
  g_assert_cmpuint (fixture->dave->reservations->len, ==, 0);
  fixture_expect_log (fixture, "reservation.completed > dave", "task.deleted", NULL);
}

static void
test_ttl (Fixture *fixture, gconstpointer data)
{
  int timeout = 60;
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsTask *task = trs_task_create (
      fixture->workspace,
      &(TrsTaskChange) { .workflow_sid = workflow->base.sid, .timeout = &timeout }, NULL);

  fixture_wait (fixture, 60);
  assert_task (task, "canceled");
  g_assert_cmpstr (task->reason, ==, "Task TTL Exceeded");
  fixture_wait (fixture, 300);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
}

static void
test_assigned_for_a_day (Fixture *fixture, gconstpointer data)
{
  trs_reservation_accept (offer_dave (fixture), TRS_ANY_VERSION, NULL);
  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, 86399);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 1);
  fixture_wait (fixture, 1);
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
  fixture_expect_log (fixture, "reservation.completed > dave", "task.system-deleted", NULL);
}

static void
test_attempts_are_limited (Fixture *fixture, gconstpointer data)
{
  TrsTask *task = offer_dave (fixture)->task;

  for (int i = 0; i < 1000; i++)
    g_assert_true (
        trs_reservation_reject (fixture_pending (fixture->dave), TRS_ANY_VERSION, NULL, NULL));
  assert_task (task, "canceled");
}

static void
test_going_offline_keeps_the_offer (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  fixture_set_activity (fixture->dave, fixture->unavailable);
  assert_reservation (reservation, "pending");
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
}

static void
test_going_offline_rejects (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_false (trs_worker_update (
      fixture->dave, TRS_ANY_VERSION,
      &(TrsWorkerChange) { .activity_sid = fixture->available->base.sid,
                           .reject_pending_reservations = TRUE },
      &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_true (trs_worker_update (
      fixture->dave, TRS_ANY_VERSION,
      &(TrsWorkerChange) { .activity_sid = fixture->offline->base.sid,
                           .reject_pending_reservations = TRUE },
      NULL));
  assert_reservation (reservation, "rejected");
  fixture_expect_log (fixture, "worker.activity.update > dave", "reservation.rejected > dave",
                      NULL);
}

static void
test_worker_stays_with_open_work (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);

  g_assert_false (trs_worker_delete (fixture->dave, TRS_ANY_VERSION, NULL));
  trs_reservation_reject (reservation, TRS_ANY_VERSION, fixture->offline->base.sid, NULL);
  g_assert_true (trs_worker_delete (fixture->dave, TRS_ANY_VERSION, NULL));
  g_assert_null (trs_workspace_get_worker_by_name (fixture->workspace, "dave"));
  /* His past goes with the task. */
  g_assert_cmpstr (reservation->worker->friendly_name, ==, "dave");
}

static void
test_worker_refusals (Fixture *fixture, gconstpointer data)
{
  const TrsWorkerChange changes[] = {
    { .friendly_name = "" },
    { .friendly_name = "EDITH" },
    { .activity_sid = "WA00000000000000000000000000000000" },
    { .attributes = "" },
    { .attributes = "[]" },
    { .attributes = "{" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (trs_worker_update (fixture->dave, TRS_ANY_VERSION, &changes[i], &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
    }
  g_assert_cmpint (fixture->dave->version, ==, 0);
  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .friendly_name = "Dave" }, NULL));
}

static void
test_log_is_kept (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation = offer_dave (fixture);
  TrsEvent *event = g_ptr_array_index (fixture->workspace->events,
                                       fixture->workspace->events->len - 1);

  g_assert_cmpstr (event->type, ==, "reservation.created");
  g_assert_cmpstr (event->resource_type, ==, "reservation");
  g_assert_cmpstr (event->resource_sid, ==, reservation->base.sid);
  g_assert_null (event->reservation);
  g_assert_cmpstr (trs_event_get_datum (event, "task_sid"), ==, reservation->task->base.sid);
  g_assert_cmpstr (trs_event_get_datum (event, "worker_name"), ==, "dave");
  g_assert_cmpstr (trs_event_get_datum (event, "task_queue_name"), ==, "Support");
  g_assert_cmpstr (trs_event_get_datum (event, "task_assignment_status"), ==, "reserved");
  /* A snapshot: what comes later does not change it. */
  trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL);
  g_assert_cmpstr (trs_event_get_datum (event, "task_assignment_status"), ==, "reserved");
  g_assert_true (trs_workspace_get_event (fixture->workspace, event->base.sid) == event);
}

static void
test_single_tasking (Fixture *fixture, gconstpointer data)
{
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");
  gboolean no = FALSE;
  TrsReservation *reservation;

  trs_workspace_update (fixture->workspace, &(TrsWorkspaceChange) { .multi_task_enabled = &no },
                        NULL);
  trs_task_queue_update (
      queue,
      &(TrsTaskQueueChange) { .reservation_activity_sid = fixture->unavailable->base.sid,
                              .assignment_activity_sid = fixture->offline->base.sid },
      NULL);
  reservation = offer_dave (fixture);
  assert_activity (fixture->dave, "Unavailable");
  fixture_conference (reservation, fixture->available->base.sid);
  fixture_wait (fixture, 1);
  assert_activity (fixture->dave, "Offline");
  trs_conference_end (reservation->task->conference, NULL);
  assert_task (reservation->task, "completed");
  assert_activity (fixture->dave, "Available");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/reservation/timeout/offline", test_timeout);
  ADD ("/reservation/timeout/next-worker", test_timeout_goes_to_the_next);
  ADD ("/reservation/reject/next-worker", test_reject);
  ADD ("/reservation/reject/with-activity", test_reject_with_activity);
  ADD ("/reservation/reject/alone", test_reject_alone);
  ADD ("/reservation/reject/while-ringing", test_reject_while_ringing);
  ADD ("/reservation/accept/once", test_accept_once);
  ADD ("/reservation/accept/after-timeout", test_accept_after_timeout);
  ADD ("/reservation/accept/conference-twice", test_conference_twice);
  ADD ("/reservation/versions", test_versions);
  ADD ("/reservation/wrap-and-complete", test_wrap_and_complete);
  ADD ("/reservation/single-tasking", test_single_tasking);
  ADD ("/reservation/task/states", test_task_states);
  ADD ("/reservation/task/cancel", test_cancel_task);
  ADD ("/reservation/task/delete", test_delete_task);
  ADD ("/reservation/task/ttl", test_ttl);
  ADD ("/reservation/task/assigned-for-a-day", test_assigned_for_a_day);
  ADD ("/reservation/task/attempts", test_attempts_are_limited);
  ADD ("/reservation/worker/offline-keeps", test_going_offline_keeps_the_offer);
  ADD ("/reservation/worker/offline-rejects", test_going_offline_rejects);
  ADD ("/reservation/worker/stays-with-open-work", test_worker_stays_with_open_work);
  ADD ("/reservation/worker/refusals", test_worker_refusals);
  ADD ("/reservation/log", test_log_is_kept);

  return g_test_run ();
}
