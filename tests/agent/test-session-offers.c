/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-session-unclear.h"

/* What becomes of an offer. */

static void
test_offered (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);

  g_assert_true (tra_session_is_offered (fixture->session, fixture_get_offer (fixture)));
  g_assert_true (tra_session_is_call (fixture->session));
  g_assert_cmpint (tra_session_get_reservation_left (fixture->session, fixture_get_offer (fixture)),
                   ==, 10 * SECOND);
  tr_clock_advance (fixture->clock, 4 * SECOND);
  g_assert_cmpint (tra_session_get_reservation_left (fixture->session, fixture_get_offer (fixture)),
                   ==, 6 * SECOND);
  tr_clock_advance (fixture->clock, 7 * SECOND);
  g_assert_cmpint (tra_session_get_reservation_left (fixture->session, fixture_get_offer (fixture)),
                   ==, 0);
}

static void
test_found_late (Fixture *fixture, gconstpointer data)
{
  gint64 left;

  test_bridge_set_activity (fixture->bridge, TEST_AVAILABLE);
  fixture->reservation = g_strdup (test_bridge_add_reservation (fixture->bridge));
  tr_clock_advance (fixture->clock, 3 * SECOND);
  fixture_start (fixture);

  fixture_wait_phase (fixture, TRA_PHASE_RESERVED);
  /* Dates on the wire are whole seconds: the service's time is known that well. */
  left = tra_session_get_reservation_left (fixture->session, fixture_get_offer (fixture));
  g_assert_cmpint (left, >=, 6 * SECOND);
  g_assert_cmpint (left, <=, 7 * SECOND);
}

static void
assert_missed (Fixture *fixture)
{
  fixture_wait_phase (fixture, TRA_PHASE_MISSED);
  test_settle ();
  g_assert_cmpstr (tra_session_get_notice_caller (fixture->session), ==, "+16505550100");
  g_assert_cmpint (tra_session_get_notice_rang_seconds (fixture->session), ==, 10);
  g_assert_cmpstr (tra_session_get_notice_activity (fixture->session), ==, "Offline");
  g_assert_cmpstr (fixture->toasts->str, ==, "");
  g_assert_cmpuint (fixture->n_ended, ==, 1);
  g_assert_true (tra_session_can_go_online (fixture->session));
}

static void
test_missed_activity_first (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  fixture_tell_activity (fixture, TEST_OFFLINE);
  fixture_tell_reservation (fixture, "timeout", "pending");
  assert_missed (fixture);
}

static void
test_missed_activity_last (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  fixture_tell_reservation (fixture, "timeout", "pending");
  fixture_tell_activity (fixture, TEST_OFFLINE);
  assert_missed (fixture);
}

static void
test_missed_until_online (Fixture *fixture, gconstpointer data)
{
  test_missed_activity_last (fixture, NULL);
  tra_session_go_online (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "set-activity");
  g_assert_true (tra_session_get_wanted_activity (fixture->session) ==
                 fixture_get_activity (fixture, TEST_AVAILABLE));
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_null (tra_session_get_busy (fixture->session));
  g_assert_null (tra_session_get_notice_caller (fixture->session));
}

static void
test_missed_dismissed (Fixture *fixture, gconstpointer data)
{
  test_missed_activity_first (fixture, NULL);
  tra_session_dismiss_notice (fixture->session);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_OFFLINE);
}

static void
test_caller_hung_up (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  fixture_tell_reservation (fixture, "canceled", "canceled");
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_cmpstr (fixture->toasts->str, ==, "The caller hung up|");
  g_assert_cmpuint (fixture->n_ended, ==, 1);
}

static void
test_rescinded (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  fixture_tell_reservation (fixture, "rescinded", "assigned");
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_cmpstr (fixture->toasts->str, ==, "Another agent took the call|");
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  tra_session_reject (fixture->session, NULL);
  tra_session_reject (fixture->session, NULL);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "reject");
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"rejected\""), ==, 1);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
test_accept_call (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  tra_session_accept (fixture->session, NULL);
  tra_session_accept (fixture->session, NULL);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "accept");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
  tra_session_accept (fixture->session, fixture_get_offer (fixture));
  test_settle ();

  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\""), ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Timeout\":20"), ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"EndConferenceOnExit\":true"), ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"EndConferenceOnCustomerExit\":true"), ==,
                    1);
  g_assert_cmpuint (
      test_bridge_count (fixture->bridge, "\"PostWorkActivitySid\":\"" TEST_OFFLINE "\""), ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"To\""), ==, 0);
  g_assert_false (tra_session_is_offered (fixture->session, fixture_get_offer (fixture)));
  g_assert_cmpint (tra_session_get_ringing_timeout (fixture->session), ==, 20);
  tr_clock_advance (fixture->clock, 4 * SECOND);
  g_assert_cmpint (tra_session_get_ringing_left (fixture->session), ==, 16 * SECOND);
}

static void
test_accept_task (Fixture *fixture, gconstpointer data)
{
  fixture_go_online (fixture);
  fixture->reservation = g_strdup (test_bridge_add_reservation (fixture->bridge));
  test_bridge_set_task (fixture->bridge, fixture->reservation, "reserved", "{\"title\":\"A letter\"}");
  test_bridge_take_and_send (fixture->bridge,
                             test_bridge_reservation_event (fixture->bridge, "reservation.created",
                                                            fixture->reservation));
  fixture_wait_phase (fixture, TRA_PHASE_RESERVED);
  tra_session_accept (fixture->session, NULL);
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  test_settle ();

  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"accepted\""), ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "Instruction"), ==, 0);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_UNAVAILABLE), ==, 0);
  g_assert_false (tra_session_is_call (fixture->session));
  g_assert_true (tra_session_can_complete (fixture->session));
}

/* The refusal comes first, or the event does: one outcome, one sentence. */
static void
accept_refused (Fixture *fixture, gboolean event_first, const char *status, const char *task_status)
{
  fixture_offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", fixture->reservation);
  if (!event_first)
    test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                           "{\"message\":\"Not pending\",\"code\":20001}");
  tra_session_accept (fixture->session, NULL);
  if (event_first)
    test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  fixture_tell_reservation (fixture, status, task_status);
  test_wait (fixture->n_ended == 1);
  test_bridge_release (fixture->bridge);
  test_settle ();
}

static void
test_accept_at_timeout (Fixture *fixture, gconstpointer data)
{
  accept_refused (fixture, GPOINTER_TO_INT (data), "timeout", "pending");
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t accept: the time was up|");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_MISSED);
}

static void
test_accept_rescinded (Fixture *fixture, gconstpointer data)
{
  accept_refused (fixture, GPOINTER_TO_INT (data), "rescinded", "assigned");
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t accept: the call was already taken|");
}

static void
test_accept_hung_up (Fixture *fixture, gconstpointer data)
{
  accept_refused (fixture, GPOINTER_TO_INT (data), "canceled", "canceled");
  g_assert_cmpstr (fixture->toasts->str, ==, "The caller hung up|");
}

/* No event comes: the connection is deaf, and what the service says is fetched. */
static void
test_accept_refused_deaf (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "timeout");
  test_bridge_set_task (fixture->bridge, fixture->reservation, "pending", NULL);
  test_bridge_set_activity (fixture->bridge, TEST_OFFLINE);
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"Not pending\",\"code\":20001}");
  tra_session_accept (fixture->session, NULL);

  fixture_wait_phase (fixture, TRA_PHASE_MISSED);
  test_settle ();
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t accept: the time was up|");
  g_assert_null (strstr (fixture->phases->str, "connection-lost"));
  g_assert_cmpstr (tra_session_get_notice_activity (fixture->session), ==, "Offline");
}

static void
test_accept_refused_otherwise (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"No contact_uri\",\"code\":40144}");
  tra_session_accept (fixture->session, NULL);
  test_wait (fixture->toasts->len > 0);
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t accept: the service refused|");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
  g_assert_null (tra_session_get_busy (fixture->session));
}

static void
test_accept_no_answer (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", fixture->reservation);
  tra_session_accept (fixture->session, NULL);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tr_clock_advance (fixture->clock, 10 * SECOND);
  g_assert_null (tra_session_get_busy (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "No answer yet from the service|");
  test_bridge_release (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
}

/* The answer was lost, not the request: asked again, the service refuses, since the phone rings. */
static void
test_accept_cut (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", fixture->reservation);
  tra_session_accept (fixture->session, NULL);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"Already ringing\",\"code\":20001}");
  test_bridge_forget_held (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\""), ==, 2);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* Nothing to be understood twice: what happens next tells whether the phone rang. */
static void
test_accept_garbled (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  for (int i = 0; i < 2; i++)
    test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 200, "<html>");
  tra_session_accept (fixture->session, NULL);
  test_wait (fixture->toasts->len > 0);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
  g_assert_nonnull (tra_session_get_offered (fixture->session));

  fixture_tell_reservation (fixture, "canceled", "pending");
  fixture_wait_phase (fixture, TRA_PHASE_NOT_ANSWERED);
}

static void
test_accept_garbled_taken (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  for (int i = 0; i < 2; i++)
    test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 200, "<html>");
  tra_session_accept (fixture->session, NULL);
  test_wait (fixture->toasts->len > 0);
  fixture_tell_reservation (fixture, "accepted", "assigned");
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
}

static void
fail_accept (Fixture *fixture, guint times, guint status)
{
  for (guint i = 0; i < times; i++)
    test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, status,
                           "<html><h1>Bad Gateway</h1></html>");
}

/* A gateway lost both answers: nobody knows, that is said, and the service is asked until it is clear. */
static void
accept_unclear (Fixture *fixture, guint status)
{
  fixture_offer (fixture);
  fail_accept (fixture, 3, status);
  tra_session_accept (fixture->session, NULL);
  test_wait (fixture->toasts->len > 0);
  test_settle ();
  g_assert_cmpstr (fixture->toasts->str, ==, "No clear answer from the service: your phone may ring|");
  g_assert_true (tra_session_is_unclear (fixture->session, fixture_get_offer (fixture)));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
  g_assert_null (tra_session_get_busy (fixture->session));

  tr_clock_advance (fixture->clock, SECOND);
  test_wait (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\"") == 3);
  test_settle ();
  g_assert_true (tra_session_is_unclear (fixture->session, fixture_get_offer (fixture)));
}

/* The first one was taken: the next is refused, for an instruction runs already. */
static void
test_accept_unclear_taken (Fixture *fixture, gconstpointer data)
{
  accept_unclear (fixture, GPOINTER_TO_UINT (data));
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"Already ringing\",\"code\":20001}");
  tr_clock_advance (fixture->clock, 2 * SECOND);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
  g_assert_false (tra_session_is_unclear (fixture->session, fixture_get_offer (fixture)));
  tr_clock_advance (fixture->clock, 8 * SECOND);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\""), ==, 4);
  g_assert_cmpstr (fixture->toasts->str, ==, "No clear answer from the service: your phone may ring|");
}

/* None was taken: the next one is. */
static void
test_accept_unclear_lost (Fixture *fixture, gconstpointer data)
{
  accept_unclear (fixture, 503);
  tr_clock_advance (fixture->clock, 2 * SECOND);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
}

/* The agent picks the phone up, and the call is on: it is not asked for again. */
static void
test_accept_unclear_answered (Fixture *fixture, gconstpointer data)
{
  accept_unclear (fixture, 503);
  fixture_tell_reservation (fixture, "accepted", "assigned");
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  tr_clock_advance (fixture->clock, 8 * SECOND);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\""), ==, 3);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_IN_CALL);
}

static void
test_accept_unclear_rejected (Fixture *fixture, gconstpointer data)
{
  accept_unclear (fixture, 503);
  tra_session_reject (fixture->session, NULL);
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  tr_clock_advance (fixture->clock, 8 * SECOND);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Instruction\":\"conference\""), ==, 3);
}

/* The connection is lost meanwhile: asked again when it is back. */
static void
test_accept_unclear_reconnected (Fixture *fixture, gconstpointer data)
{
  accept_unclear (fixture, 503);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_RESERVED);
  tr_clock_advance (fixture->clock, 2 * SECOND);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
}

/* What else is offered in a call can be answered. */
static void
test_accept_in_call (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  g_assert_null (tra_session_get_offered (fixture->session));
  fixture_offer_again (fixture);
  test_wait (tra_session_get_offered (fixture->session) != NULL);
  g_assert_true (tra_session_get_offered (fixture->session) == fixture_get_offer (fixture));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_IN_CALL);

  fixture_forget_log (fixture);
  tra_session_reject (fixture->session, NULL);
  g_assert_null (tra_session_get_offered (fixture->session)); /* once */
  test_wait (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"rejected\"") == 1);
}

/* A service that was set back gives the same SID to another offer. */
static void
test_sid_again (Fixture *fixture, gconstpointer data)
{
  JsonObject *reservation;

  fixture_talk (fixture);
  reservation = test_bridge_get_reservation (fixture->bridge, fixture->reservation);
  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "pending");
  test_bridge_set_task (fixture->bridge, fixture->reservation, "reserved", NULL);
  json_object_set_int_member (reservation, "date_created",
                              json_object_get_int_member (reservation, "date_created") + 60);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_RESERVED);
}

/* An old state is not shown as the present one for long. */
static void
test_refresh_takes_long (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "timeout");
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"Not pending\",\"code\":20001}");
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tra_session_accept (fixture->session, NULL);
  test_wait (test_bridge_get_n_upgrades (fixture->bridge) == 2);
  g_assert_cmpint (tra_session_get_phase (fixture->session), !=, TRA_PHASE_CONNECTION_LOST);
  tr_clock_advance (fixture->clock, 2 * SECOND);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_CONNECTION_LOST);
}

static void
test_accept_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrReservation) reservation = NULL;

  fixture_offer (fixture);
  reservation = g_object_ref (fixture_get_offer (fixture));
  fixture_tell_reservation (fixture, "rescinded", "assigned");
  test_wait (fixture->n_ended == 1);
  g_string_truncate (fixture->toasts, 0);
  g_assert_true (fixture_get_offer (fixture) == reservation);
  tra_session_accept (fixture->session, reservation);
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t accept: the call was already taken|");
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "Instruction"), ==, 0);
}

/* Another session of the same worker's takes the call: not our phone, not our status. */
static void
test_taken_elsewhere (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  fixture_tell_reservation (fixture, "accepted", "assigned");
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_UNAVAILABLE), ==, 0);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_WITH(path, function, data)                                                             \
  g_test_add (path, Fixture, GINT_TO_POINTER (data), fixture_set_up, function, fixture_tear_down)
  ADD ("/session/offer/shown", test_offered);
  ADD_SIGNED_OUT ("/session/offer/found-late", test_found_late);
  ADD ("/session/offer/missed/activity-first", test_missed_activity_first);
  ADD ("/session/offer/missed/activity-last", test_missed_activity_last);
  ADD ("/session/offer/missed/until-online", test_missed_until_online);
  ADD ("/session/offer/missed/dismissed", test_missed_dismissed);
  ADD ("/session/offer/caller-hung-up", test_caller_hung_up);
  ADD ("/session/offer/rescinded", test_rescinded);
  ADD ("/session/offer/taken-elsewhere", test_taken_elsewhere);
  ADD ("/session/reject", test_reject);
  ADD ("/session/accept/call", test_accept_call);
  ADD ("/session/accept/task", test_accept_task);
  ADD_WITH ("/session/accept/at-timeout/event-first", test_accept_at_timeout, TRUE);
  ADD_WITH ("/session/accept/at-timeout/refusal-first", test_accept_at_timeout, FALSE);
  ADD_WITH ("/session/accept/rescinded/event-first", test_accept_rescinded, TRUE);
  ADD_WITH ("/session/accept/rescinded/refusal-first", test_accept_rescinded, FALSE);
  ADD_WITH ("/session/accept/hung-up/event-first", test_accept_hung_up, TRUE);
  ADD_WITH ("/session/accept/hung-up/refusal-first", test_accept_hung_up, FALSE);
  ADD ("/session/accept/refused/deaf", test_accept_refused_deaf);
  ADD ("/session/accept/cut", test_accept_cut);
  ADD ("/session/accept/garbled", test_accept_garbled);
  ADD ("/session/accept/garbled/taken", test_accept_garbled_taken);
  ADD_WITH ("/session/accept/unclear/502", test_accept_unclear_taken, 502);
  ADD_WITH ("/session/accept/unclear/503", test_accept_unclear_taken, 503);
  ADD_WITH ("/session/accept/unclear/504", test_accept_unclear_taken, 504);
  ADD ("/session/accept/unclear/lost", test_accept_unclear_lost);
  ADD ("/session/accept/unclear/answered", test_accept_unclear_answered);
  ADD ("/session/accept/unclear/rejected", test_accept_unclear_rejected);
  ADD ("/session/accept/unclear/reconnected", test_accept_unclear_reconnected);
  ADD ("/session/accept/in-call", test_accept_in_call);
  ADD ("/session/sid-again", test_sid_again);
  ADD ("/session/refresh-takes-long", test_refresh_takes_long);
  ADD ("/session/accept/refused/otherwise", test_accept_refused_otherwise);
  ADD ("/session/accept/no-answer", test_accept_no_answer);
  ADD ("/session/accept/late", test_accept_late);

  return g_test_run ();
}
