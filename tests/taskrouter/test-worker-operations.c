/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <string.h>

#include "test-data.h"

/* A pending reservation that the worker knows. */
static TrReservation *
offer (Fixture *fixture)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  g_string_truncate (fixture->told, 0);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  return tr_worker_find_reservation (fixture->worker, sid);
}

static void
assert_asked (Fixture *fixture, const char *method, const char *path, const char *params)
{
  g_autofree char *line = g_strdup_printf ("%s Workspaces/" TEST_WORKSPACE "/%s v1 %s\n", method,
                                           path, params);

  g_assert_cmpstr (test_bridge_get_log (fixture->bridge)->str, ==, line);
}

#define MY_RESERVATION "Workers/" TEST_WORKER "/Reservations/WR00000000000000000000000000000001"
#define MY_TASK "Tasks/WT00000000000000000000000000000001"

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", MY_RESERVATION, "{\"ReservationStatus\":\"accepted\"}");
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_ACCEPTED);

  /* The event about the same says nothing new. */
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.accepted",
                                                      tr_reservation_get_sid (reservation)));
  fixture_assert_told (fixture, "reservation-accepted:WR1 ");
}

static void
test_event_before_the_answer (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;
  const char *sid;

  fixture_start (fixture);
  reservation = offer (fixture);
  sid = tr_reservation_get_sid (reservation);
  test_bridge_hold (fixture->bridge, "POST", sid);
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.accepted", sid));
  test_settle ();
  test_bridge_set_reservation (fixture->bridge, sid, "wrapping");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.wrapup", sid));
  test_settle ();
  test_bridge_release (fixture->bridge); /* accepted: it is older by now */
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_WRAPPING);
  fixture_assert_told (fixture, "reservation-accepted:WR1 reservation-wrapup:WR1 ");
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrReservation) reservation = NULL;

  fixture_start (fixture);
  reservation = g_object_ref (offer (fixture));
  tr_worker_reject_async (fixture->worker, reservation,
                          tr_worker_find_activity (fixture->worker, TEST_UNAVAILABLE), NULL,
                          fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", MY_RESERVATION,
                "{\"ReservationStatus\":\"rejected\",\"WorkerActivitySid\":\"" TEST_UNAVAILABLE
                "\"}");
  fixture_assert_told (fixture, "reservation-rejected:WR1 ");
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 0);
}

static void
test_wrap_and_complete (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrReservation) reservation = NULL;

  fixture_start (fixture);
  reservation = g_object_ref (offer (fixture));
  tr_worker_wrap_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  assert_asked (fixture, "POST", MY_RESERVATION, "{\"ReservationStatus\":\"wrapping\"}");
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_complete_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", MY_RESERVATION, "{\"ReservationStatus\":\"completed\"}");
  fixture_assert_told (fixture, "reservation-wrapup:WR1 reservation-completed:WR1 ");
}

static void
test_instruct (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) parameters = test_json ("{\"Timeout\":20,\"EndConferenceOnExit\":true}");
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  tr_worker_instruct_async (fixture->worker, reservation, "conference",
                            json_node_get_object (parameters), NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", MY_RESERVATION,
                "{\"Timeout\":20,\"EndConferenceOnExit\":true,\"Instruction\":\"conference\"}");
  g_assert_false (json_object_has_member (json_node_get_object (parameters), "Instruction"));
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_PENDING);
  fixture_assert_told (fixture, "");
}

static void
test_set_activity (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_set_activity_async (fixture->worker,
                                tr_worker_find_activity (fixture->worker, TEST_UNAVAILABLE), TRUE,
                                NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", "Workers/" TEST_WORKER,
                "{\"ActivitySid\":\"" TEST_UNAVAILABLE "\",\"RejectPendingReservations\":true}");
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_worker_event (fixture->bridge, "worker.activity.update"));
  fixture_assert_told (fixture, "activity-updated:WA3 ");
}

static void
test_set_attributes (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) attributes = test_json ("{\"skills\":[\"sales\"]}");

  fixture_start (fixture);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_set_attributes_async (fixture->worker, json_node_get_object (attributes), NULL,
                                  fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", "Workers/" TEST_WORKER,
                "{\"Attributes\":{\"skills\":[\"sales\"]}}");
  fixture_assert_told (fixture, "attributes-updated:WK1 ");
}

static void
test_task_operations (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) attributes = test_json ("{\"note\":\"VIP\"}");
  TrTask *task;

  fixture_start (fixture);
  task = tr_reservation_get_task (offer (fixture));
  tr_worker_set_task_attributes_async (fixture->worker, task, json_node_get_object (attributes),
                                       NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  assert_asked (fixture, "POST", MY_TASK, "{\"Attributes\":{\"note\":\"VIP\"}}");
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_wrap_up_task_async (fixture->worker, task, NULL, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  assert_asked (fixture, "POST", MY_TASK, "{\"AssignmentStatus\":\"wrapping\"}");
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_complete_task_async (fixture->worker, task, "helped", NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "POST", MY_TASK,
                "{\"AssignmentStatus\":\"completed\",\"Reason\":\"helped\"}");
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_task_event (fixture->bridge, "task.completed",
                                               "WR00000000000000000000000000000001"));
  fixture_assert_told (fixture, "task-updated:WT1 task-wrapup:WT1 task-completed:WT1 ");
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr(JsonNode) payload = NULL;

  g_clear_error (&fixture->error);
  payload = tr_worker_request_finish (TR_WORKER (source), result, &fixture->error);
  g_assert_true ((payload == NULL) == (fixture->error != NULL));
  fixture->n_done++;
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
  tr_worker_request_async (fixture->worker, "GET", "Activities", "v1", NULL, NULL, requested_cb,
                           fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  assert_asked (fixture, "GET", "Activities", "{}");
  tr_worker_request_async (fixture->worker, "GET", "Nothing", "v1", NULL, NULL, requested_cb,
                           fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NOT_FOUND);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    int code;
  } cases[] = {
    { 400, TR_ERROR_REFUSED },    { 403, TR_ERROR_FORBIDDEN }, { 404, TR_ERROR_NOT_FOUND },
    { 409, TR_ERROR_REFUSED },    { 412, TR_ERROR_CONFLICT },  { 422, TR_ERROR_REFUSED },
    { 429, TR_ERROR_RATE_LIMIT }, { 500, TR_ERROR_SERVICE },   { 503, TR_ERROR_SERVICE },
  };
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      test_bridge_fail_next (fixture->bridge, "POST", tr_reservation_get_sid (reservation),
                             cases[i].status, "{\"message\":\"No.\\nNot now.\",\"code\":20001}");
      tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
      fixture_wait_done (fixture);
      g_assert_error (fixture->error, TR_ERROR, cases[i].code);
      g_assert_cmpuint (tr_error_get_http_status (fixture->error), ==, cases[i].status);
      g_assert_cmpuint (tr_error_get_service_code (fixture->error), ==, 20001);
      g_assert_null (strchr (fixture->error->message, '\n'));
    }
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_PENDING);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "GET "), ==, 2); /* after the 5xx */
  fixture_assert_told (fixture, "");
}

static void
test_refused_token_is_renewed_on_the_way (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", tr_reservation_get_sid (reservation), 401,
                         "{\"message\":\"expired\",\"code\":20104}");
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
  test_settle (); /* the socket follows the new token */
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");

  test_bridge_fail_next (fixture->bridge, "POST", TEST_WORKER, 401, "{\"message\":\"no\"}");
  test_bridge_fail_next (fixture->bridge, "POST", TEST_WORKER, 401, "{\"message\":\"no\"}");
  tr_worker_set_activity_async (fixture->worker,
                                tr_worker_find_activity (fixture->worker, TEST_AVAILABLE), FALSE,
                                NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_AUTH);
}

/* The request was done, but nobody said so in time. */
static void
test_no_answer_but_done (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", tr_reservation_get_sid (reservation));
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_ACCEPTED);
  fixture_assert_told (fixture, "reservation-accepted:WR1 ");
}

static void
test_no_answer_and_not_done (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;
  const char *sid;

  fixture_start (fixture);
  reservation = offer (fixture);
  sid = tr_reservation_get_sid (reservation);
  test_bridge_hold (fixture->bridge, "POST", sid);
  tr_worker_instruct_async (fixture->worker, reservation, "conference", NULL, NULL,
                            fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_TIMEOUT);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "GET "), ==, 1);

  /* The reading failed too: what went wrong first is told. */
  test_bridge_release (fixture->bridge);
  test_bridge_send (fixture->bridge, "");
  test_settle ();
  test_bridge_hold (fixture->bridge, "POST", sid);
  test_bridge_fail_next (fixture->bridge, "GET", sid, 500, "{\"message\":\"trouble\"}");
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_TIMEOUT);
}

static void
test_answer_cut_off (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", tr_reservation_get_sid (reservation));
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_forget_held (fixture->bridge);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_ACCEPTED);
}

static void
test_unreadable_answer (Fixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = { "<html>hello</html>", "", "{", "[]", "{\"payload\":[]}",
                                        "{\"payload\":{\"sid\":1}}",
                                        "{\"payload\":{\"sid\":\"WR00000000000000000000000000000001\"}}" };
  g_autofree char *deep = g_strnfill (100000, '[');
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  for (gsize i = 0; i <= G_N_ELEMENTS (bodies); i++)
    {
      test_bridge_fail_next (fixture->bridge, "POST", tr_reservation_get_sid (reservation), 200,
                             i < G_N_ELEMENTS (bodies) ? bodies[i] : deep);
      tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
      fixture_wait_done (fixture);
      g_assert_error (fixture->error, TR_ERROR, TR_ERROR_PROTOCOL);
    }
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_PENDING);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) before = g_cancellable_new ();
  g_autoptr(GCancellable) during = g_cancellable_new ();
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  g_cancellable_cancel (before);
  tr_worker_accept_async (fixture->worker, reservation, before, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (test_bridge_get_log (fixture->bridge)->str, ==, "");

  test_bridge_hold (fixture->bridge, "POST", tr_reservation_get_sid (reservation));
  tr_worker_accept_async (fixture->worker, reservation, during, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  g_cancellable_cancel (during);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_while_a_token_is_fetched (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_token_source_set_silent (fixture->source, TRUE);
  test_bridge_fail_next (fixture->bridge, "POST", tr_reservation_get_sid (reservation), 401,
                         "{\"message\":\"expired\"}");
  tr_worker_accept_async (fixture->worker, reservation, cancellable, fixture_done_cb, fixture);
  test_wait (test_token_source_get_n_fetches (fixture->source) == 2);
  g_cancellable_cancel (cancellable);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_service_gone (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_bridge_set_reachable (fixture->bridge, FALSE);
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
}

static void
test_before_the_first_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) attributes = test_json ("{}");

  tr_worker_set_attributes_async (fixture->worker, json_node_get_object (attributes), NULL,
                                  fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
  tr_worker_request_async (fixture->worker, "GET", "Activities", "v1", NULL, NULL, requested_cb,
                           fixture);
  fixture_wait_done (fixture);
  g_assert_error (fixture->error, TR_ERROR, TR_ERROR_NETWORK);
}

/* An answer that crosses a snapshot: the snapshot and the events after it are the truth. */
static void
test_answer_during_a_snapshot (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;
  const char *sid;

  fixture_start (fixture);
  reservation = offer (fixture);
  sid = tr_reservation_get_sid (reservation);
  test_bridge_hold (fixture->bridge, "GET", "/Reservations");
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  tr_worker_retry_now (fixture->worker);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1); /* it says pending */
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.accepted", sid));
  test_settle ();
  test_bridge_release (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_READY);
  fixture_assert_told (fixture, "reservation-accepted:WR1 ");
}

static void
test_released_by_the_caller (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;

  fixture_start (fixture);
  reservation = offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", tr_reservation_get_sid (reservation));
  tr_worker_accept_async (fixture->worker, reservation, NULL, fixture_done_cb, fixture);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  g_clear_object (&fixture->worker); /* the operation keeps it until it is done */
  test_bridge_release (fixture->bridge);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/operation/accept", test_accept);
  ADD ("/worker/operation/accept/event-first", test_event_before_the_answer);
  ADD ("/worker/operation/reject", test_reject);
  ADD ("/worker/operation/wrap-and-complete", test_wrap_and_complete);
  ADD ("/worker/operation/instruct", test_instruct);
  ADD ("/worker/operation/set-activity", test_set_activity);
  ADD ("/worker/operation/set-attributes", test_set_attributes);
  ADD ("/worker/operation/task", test_task_operations);
  ADD ("/worker/operation/request", test_request);
  ADD ("/worker/operation/refused", test_refusals);
  ADD ("/worker/operation/token-refused", test_refused_token_is_renewed_on_the_way);
  ADD ("/worker/operation/no-answer/done", test_no_answer_but_done);
  ADD ("/worker/operation/no-answer/not-done", test_no_answer_and_not_done);
  ADD ("/worker/operation/no-answer/cut", test_answer_cut_off);
  ADD ("/worker/operation/unreadable", test_unreadable_answer);
  ADD ("/worker/operation/cancelled", test_cancelled);
  ADD ("/worker/operation/cancelled/token", test_cancelled_while_a_token_is_fetched);
  ADD ("/worker/operation/service-gone", test_service_gone);
  ADD ("/worker/operation/not-connected", test_before_the_first_connection);
  ADD ("/worker/operation/during-snapshot", test_answer_during_a_snapshot);
  ADD ("/worker/operation/released", test_released_by_the_caller);
  return g_test_run ();
}
