/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-calls.h"

#include "test-data.h"
#include "worker-fixture.h"

#define TASK "WT00000000000000000000000000000001"
#define RESERVATION "WR00000000000000000000000000000001"
#define COLLEAGUE "WK00000000000000000000000000000002"
#define ANSWER "{\"payload\":{}}"

static TrReservation *
start (Fixture *fixture)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  return tr_worker_find_reservation (fixture->worker, sid);
}

static void
assert_asked (Fixture *fixture, const char *operation, const char *params)
{
  g_autofree char *line = g_strdup_printf (
      "POST Workspaces/" TEST_WORKSPACE "/%s %s\n", operation, params);

  g_assert_cmpstr (test_bridge_get_log (fixture->bridge)->str, ==, line);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  tr_worker_call_finish (TR_WORKER (source), result, &fixture->error);
  fixture->n_done++;
}

static void
expect (Fixture *fixture, const char *end)
{
  fixture->n_done = 0;
  test_bridge_fail_next (fixture->bridge, "POST", end, 200, ANSWER);
}

static void
check (Fixture *fixture, const char *operation, const char *params)
{
  test_wait (fixture->n_done == 1);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, operation, params);
}

#define OWN "Workers/" TEST_WORKER "/"

static void
test_own_leg (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation = start (fixture);

  expect (fixture, "WorkerParticipant");
  tr_worker_mute_async (fixture->worker, reservation, TRUE, NULL, done_cb, fixture);
  check (fixture, OWN "WorkerParticipant v2",
         "{\"ReservationSid\":\"" RESERVATION "\",\"Mute\":true}");
  expect (fixture, "WorkerParticipant");
  tr_worker_set_end_on_exit_async (fixture->worker, reservation, FALSE, NULL, done_cb, fixture);
  check (fixture, OWN "WorkerParticipant v2",
         "{\"ReservationSid\":\"" RESERVATION "\",\"EndConferenceOnExit\":false}");
}

static void
test_other_legs (Fixture *fixture, gconstpointer data)
{
  TrTask *task = tr_reservation_get_task (start (fixture));

  expect (fixture, "CustomerParticipant");
  tr_worker_hold_customer_async (fixture->worker, task, TRUE, NULL, done_cb, fixture);
  check (fixture, OWN "CustomerParticipant v2", "{\"TaskSid\":\"" TASK "\",\"Hold\":true}");
  expect (fixture, "HoldWorkerParticipant");
  tr_worker_hold_worker_async (fixture->worker, task, COLLEAGUE, FALSE, NULL, done_cb, fixture);
  check (fixture, OWN "HoldWorkerParticipant v2",
         "{\"TaskSid\":\"" TASK "\",\"TargetWorkerSid\":\"" COLLEAGUE "\",\"Hold\":false}");
  expect (fixture, "KickWorkerParticipant");
  tr_worker_kick_worker_async (fixture->worker, task, COLLEAGUE, NULL, done_cb, fixture);
  check (fixture, OWN "KickWorkerParticipant v2",
         "{\"TaskSid\":\"" TASK "\",\"TargetWorkerSid\":\"" COLLEAGUE "\"}");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  TrTask *task = tr_reservation_get_task (start (fixture));

  fixture->n_done = 0;
  test_bridge_fail_next (fixture->bridge, "POST", "CustomerParticipant", 400,
                         "{\"message\":\"No conference\"}");
  tr_worker_hold_customer_async (fixture->worker, task, TRUE, NULL, done_cb, fixture);
  test_wait (fixture->n_done == 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_REFUSED);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  TrTask *task = tr_reservation_get_task (start (fixture));

  fixture->n_done = 0;
  tr_worker_hold_customer_async (fixture->worker, task, TRUE, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  test_wait (fixture->n_done == 1);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
before_ready (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  g_autoptr(TrReservation) reservation = tr_reservation_new_from_json (node, NULL);

  tr_worker_mute_async (fixture->worker, reservation, TRUE, NULL, done_cb, fixture);
  g_assert_cmpuint (fixture->n_done, ==, 0);
  test_wait (fixture->n_done == 1);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
transfer_answer (void)
{
  g_autoptr(JsonNode) payload =
      test_data_event_payload ("protocol/ws-task.transfer-initiated.json");
  g_autofree char *text = json_to_string (payload, FALSE);

  return g_strdup_printf ("{\"payload\":%s}", text);
}

static void
test_transfer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer = transfer_answer ();
  TrReservation *reservation = start (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TrTransfer) transfer = NULL;
  g_autoptr(GError) error = NULL;

  test_bridge_fail_next (fixture->bridge, "POST", "Transfers", 200, answer);
  tr_worker_transfer_async (fixture->worker, reservation, COLLEAGUE, TRUE, NULL, keep_result_cb,
                            &result);
  test_wait (result != NULL);
  transfer = tr_worker_transfer_finish (fixture->worker, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tr_transfer_get_status (transfer), ==, TR_TRANSFER_INITIATED);
  assert_asked (fixture, OWN "Transfers v2",
                "{\"TaskSid\":\"" TASK "\",\"ReservationSid\":\"" RESERVATION "\",\"To\":\""
                COLLEAGUE "\",\"Mode\":\"WARM\"}");

  expect (fixture, "Transfers/TT00000000000000000000000000000001");
  tr_worker_cancel_transfer_async (fixture->worker, transfer, NULL, done_cb, fixture);
  check (fixture, OWN "Transfers/TT00000000000000000000000000000001 v2",
         "{\"TaskSid\":\"" TASK "\",\"TransferStatus\":\"canceled\"}");
}

static void
test_transfer_garbage (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation = start (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  test_bridge_fail_next (fixture->bridge, "POST", "Transfers", 200, "{\"payload\":{\"sid\":7}}");
  tr_worker_transfer_async (fixture->worker, reservation, COLLEAGUE, FALSE, NULL, keep_result_cb,
                            &result);
  test_wait (result != NULL);
  g_assert_null (tr_worker_transfer_finish (fixture->worker, result, &error));
  test_assert_protocol_error (error, "sid");
}

static char *
call_out (Fixture *fixture, const char *answer, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  test_bridge_fail_next (fixture->bridge, "POST", "/Tasks", 200, answer);
  tr_worker_call_out_async (fixture->worker, "+16505550199", "+16505552222", "WW1", "WQ1", NULL,
                            keep_result_cb, &result);
  test_wait (result != NULL);
  return tr_worker_call_out_finish (fixture->worker, result, error);
}

static void
test_call_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = NULL;

  start (fixture);
  sid = call_out (fixture, "{\"payload\":{\"sid\":\"WT7\"}}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sid, ==, "WT7");
  assert_asked (fixture, "Tasks v1",
                "{\"WorkflowSid\":\"WW1\",\"TaskQueueSid\":\"WQ1\",\"RoutingTarget\":\""
                TEST_WORKER "\",\"TaskChannelUniqueName\":\"voice\",\"Attributes\":"
                "{\"outbound_to\":\"+16505550199\",\"from\":\"+16505552222\","
                "\"direction\":\"outbound\"}}");
}

static void
test_call_out_garbage (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  start (fixture);
  g_assert_null (call_out (fixture, "{\"payload\":{}}", &error));
  test_assert_protocol_error (error, "sid");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/calls/own-leg", test_own_leg);
  ADD ("/worker/calls/other-legs", test_other_legs);
  ADD ("/worker/calls/refused", test_refused);
  ADD ("/worker/calls/cancelled", test_cancelled);
  ADD ("/worker/calls/before-ready", before_ready);
  ADD ("/worker/transfer", test_transfer);
  ADD ("/worker/transfer/garbage", test_transfer_garbage);
  ADD ("/worker/call-out", test_call_out);
  ADD ("/worker/call-out/garbage", test_call_out_garbage);
  return g_test_run ();
}
