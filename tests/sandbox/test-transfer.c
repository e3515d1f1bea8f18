/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

/* dave talks to a caller, and edith is available. */
static TrsReservation *
connect_dave (Fixture *fixture)
{
  TrsReservation *reservation;

  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  fixture_conference (reservation, fixture->offline->base.sid);
  fixture_wait (fixture, 1);
  fixture_set_activity (fixture->edith, fixture->available);
  g_ptr_array_set_size (fixture->log, 0);
  return reservation;
}

static TrsTransfer *
transfer (TrsReservation *reservation, const char *to, gboolean is_cold)
{
  g_autoptr(GError) error = NULL;
  TrsTransfer *made = trs_transfer_create (
      reservation, &(TrsTransferOptions) { .to = to, .is_cold = is_cold }, &error);

  g_assert_no_error (error);
  return made;
}

static TrsParticipant *
customer_of (TrsTask *task)
{
  return trs_conference_get_customer_participant (task->conference);
}

static void
test_warm (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTask *task = first->task;
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, FALSE);
  TrsReservation *second = fixture_pending (fixture->edith);
  gboolean no = FALSE;

  g_assert_true (second->transfer == made);
  assert_task (task, "reserved");
  g_assert_true (customer_of (task)->is_on_hold);
  g_assert_true (trs_reservation_get_outgoing_transfer (first) == made);
  g_assert_false (trs_reservation_wrap (first, TRS_ANY_VERSION, NULL));
  g_assert_false (trs_task_wrap (task, TRS_ANY_VERSION, NULL, NULL));
  fixture_expect_log (fixture, "task.transfer-initiated > dave", "reservation.created > edith",
                      NULL);

  fixture_conference (second, NULL);
  fixture_wait (fixture, 1);
  assert_reservation (second, "accepted");
  assert_task (task, "assigned");
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_COMPLETE);
  g_assert_cmpuint (task->conference->participants->len, ==, 3);
  g_assert_true (customer_of (task)->is_on_hold);
  fixture_expect_log (fixture, "reservation.accepted > edith", "task.transfer-completed > dave",
                      "task.updated > dave,edith", NULL);

  /* dave leaves, and the others talk on. */
  g_assert_true (trs_reservation_update_participant (
      first, &(TrsParticipantChange) { .end_conference_on_exit = &no }, NULL));
  g_assert_true (
      trs_phone_hang_up (trs_engine_get_phone (fixture->engine, "+16505551111"), NULL));
  assert_reservation (first, "wrapping");
  assert_task (task, "assigned");
  assert_activity (fixture->dave, "Offline");
  g_assert_true (trs_reservation_complete (first, TRS_ANY_VERSION, NULL));
  assert_task (task, "assigned");
  g_assert_true (trs_conference_end (task->conference, NULL));
  assert_task (task, "wrapping");
  assert_reservation (second, "wrapping");
}

static void
test_cold (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTask *task = first->task;
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, TRUE);

  assert_reservation (first, "wrapping");
  assert_task (task, "reserved");
  assert_activity (fixture->dave, "Offline");
  g_assert_cmpuint (task->conference->participants->len, ==, 1);
  fixture_expect_log (fixture, "reservation.wrapup > dave", "worker.activity.update > dave",
                      "task.transfer-initiated > dave", "reservation.created > edith", NULL);
  g_assert_true (trs_reservation_complete (first, TRS_ANY_VERSION, NULL));
  assert_task (task, "reserved");
  fixture_conference (fixture_pending (fixture->edith), NULL);
  fixture_wait (fixture, 1);
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_COMPLETE);
  g_assert_cmpuint (task->conference->participants->len, ==, 2);
  assert_task (task, "assigned");
}

static void
test_rejected (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, FALSE);

  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (
      trs_reservation_reject (fixture_pending (fixture->edith), TRS_ANY_VERSION, NULL, NULL));
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_FAILED);
  g_assert_cmpstr (made->failed_reason, ==, "Transfer failed because the reservation was rejected");
  assert_task (first->task, "assigned");
  assert_reservation (first, "accepted");
  fixture_expect_log (fixture, "reservation.rejected > edith", "task.updated > dave",
                      "task.transfer-failed > dave", NULL);
  /* And once more. */
  transfer (first, fixture->edith->base.sid, FALSE);
}

static void
test_timed_out (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, FALSE);

  fixture_wait (fixture, 10);
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_FAILED);
  g_assert_cmpstr (made->failed_reason, ==, "Transfer failed because the reservation timed out");
  assert_activity (fixture->edith, "Offline");
  assert_task (first->task, "assigned");
}

static void
test_bad_number (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTransfer *made;
  TrsReservation *second;

  trs_worker_update (
      fixture->edith, TRS_ANY_VERSION,
      &(TrsWorkerChange) { .attributes = "{\"skills\":[\"support\"],\"contact_uri\":\"none\"}" },
      NULL);
  made = transfer (first, fixture->edith->base.sid, FALSE);
  second = fixture_pending (fixture->edith);
  fixture_conference (second, NULL);
  fixture_wait (fixture, 1);
  assert_reservation (second, "canceled");
  g_assert_cmpint (second->canceled_reason_code, ==, 13223);
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_FAILED);
}

static void
test_canceled (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, FALSE);
  TrsReservation *second = fixture_pending (fixture->edith);
  g_autofree char *words = g_strdup_printf (
      "Transfer %s is already canceled . Cannot cancel transfer.", made->base.sid);
  g_autoptr(GError) error = NULL;

  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_transfer_cancel (made, NULL));
  assert_reservation (second, "canceled");
  assert_task (first->task, "assigned");
  fixture_expect_log (fixture, "reservation.canceled > edith", "task.transfer-canceled > dave",
                      NULL);
  g_assert_false (trs_transfer_cancel (made, &error));
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_to_queue (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTaskQueue *sales = trs_workspace_get_task_queue_by_name (fixture->workspace, "Sales");
  TrsTransfer *made = transfer (first, sales->base.sid, FALSE);
  TrsTask *task = first->task;

  g_assert_true (fixture_pending (fixture->edith)->transfer == made);
  fixture_expect_log (fixture, "task.transfer-initiated > dave", "reservation.created > edith",
                      NULL);
  g_assert_true (trs_reservation_reject (fixture_pending (fixture->edith), TRS_ANY_VERSION,
                                         fixture->offline->base.sid, NULL));
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_INITIATED);
  assert_task (task, "pending");
  fixture_expect_log (fixture, "reservation.rejected > edith",
                      "task.transfer-attempt-failed > dave", "worker.activity.update > edith",
                      NULL);
  fixture_set_activity (fixture->susan, fixture->available);
  fixture_conference (fixture_pending (fixture->susan), NULL);
  fixture_wait (fixture, 1);
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_COMPLETE);
  assert_task (task, "assigned");
}

static void
test_caller_leaves (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  TrsTransfer *made = transfer (first, fixture->edith->base.sid, FALSE);
  TrsReservation *second = fixture_pending (fixture->edith);

  fixture_conference (second, NULL);
  g_assert_true (trs_call_hang_up (customer_of (first->task)->call, NULL));
  g_assert_cmpint (made->status, ==, TRS_TRANSFER_CANCELED);
  assert_reservation (first, "wrapping");
  assert_reservation (second, "canceled");
  assert_task (first->task, "wrapping");
}

static void
test_caller_leaves_cold (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);

  transfer (first, fixture->edith->base.sid, TRUE);
  g_assert_true (trs_reservation_complete (first, TRS_ANY_VERSION, NULL));
  g_assert_true (trs_call_hang_up (customer_of (first->task)->call, NULL));
  assert_task (first->task, "completed");
  g_assert_null (fixture_pending (fixture->edith));
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first = connect_dave (fixture);
  const char *const targets[] = { fixture->susan->base.sid, fixture->dave->base.sid,
                                  fixture->workspace->base.sid, "" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (
          trs_transfer_create (first, &(TrsTransferOptions) { .to = targets[i] }, &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
    }
  transfer (first, fixture->edith->base.sid, FALSE);
  g_assert_null (trs_transfer_create (
      first, &(TrsTransferOptions) { .to = fixture->edith->base.sid }, NULL));
  g_assert_false (trs_task_complete (first->task, TRS_ANY_VERSION, NULL, NULL));
  g_assert_false (trs_reservation_dequeue (fixture_pending (fixture->edith),
                                           &(TrsDequeueOptions) { 0 }, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/transfer/warm", test_warm);
  ADD ("/transfer/cold", test_cold);
  ADD ("/transfer/rejected", test_rejected);
  ADD ("/transfer/timed-out", test_timed_out);
  ADD ("/transfer/bad-number", test_bad_number);
  ADD ("/transfer/canceled", test_canceled);
  ADD ("/transfer/to-queue", test_to_queue);
  ADD ("/transfer/caller-leaves", test_caller_leaves);
  ADD ("/transfer/caller-leaves-cold", test_caller_leaves_cold);
  ADD ("/transfer/refusals", test_refusals);

  return g_test_run ();
}
