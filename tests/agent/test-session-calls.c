/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-session-dial.h"

/* From the ringing phone to the end of wrap-up, and the status that goes with it. */

#define REJECTS "\"RejectPendingReservations\":true"

static void
test_stop_ringing (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  tra_session_stop_ringing (fixture->session);
  tra_session_stop_ringing (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "stop-ringing");
  test_wait (fixture->n_ended == 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"rejected\""), ==, 1);
  g_assert_cmpuint (
      test_bridge_count (fixture->bridge, "\"WorkerActivitySid\":\"" TEST_OFFLINE "\""), ==, 1);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* The service sets the status by itself: nothing is asked of it. */
static void
test_not_answered_obeyed (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  fixture_turn (fixture, 20);
  fixture_tell_reservation (fixture, "canceled", "pending");
  fixture_tell_activity (fixture, TEST_OFFLINE);
  fixture_wait_phase (fixture, TRA_PHASE_NOT_ANSWERED);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 0);
  g_assert_cmpstr (tra_session_get_notice_caller (fixture->session), ==, "+16505550100");
  g_assert_cmpint (tra_session_get_notice_rang_seconds (fixture->session), ==, 20);
  g_assert_cmpstr (tra_session_get_notice_activity (fixture->session), ==, "Offline");
  g_assert_cmpstr (tra_session_get_notice_queue (fixture->session), ==, "Support");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_NOT_ANSWERED);
}

/* The service does not: the same caller is offered again at once, and must not be seen. */
static void
test_not_answered_ignored (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  g_string_truncate (fixture->phases, 0);
  fixture_tell_reservation (fixture, "canceled", "pending");
  fixture_offer_again (fixture);
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, REJECTS), ==, 1);
  g_assert_false (tra_session_is_offered (fixture->session, fixture_get_offer (fixture)));

  fixture_tell_reservation (fixture, "rejected", "pending");
  test_wait (fixture->n_ended == 2);
  g_assert_cmpstr (fixture->phases->str, ==, "not-answered ");
  g_assert_cmpstr (tra_session_get_notice_activity (fixture->session), ==, "Offline");
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* And if the service does not reject it either, the agent gets to see it after all. */
static void
test_not_answered_offered_on (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  fixture_tell_reservation (fixture, "canceled", "pending");
  fixture_offer_again (fixture);
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
  test_settle ();
  tr_clock_advance (fixture->clock, 2 * SECOND);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
}

static void
test_not_answered_refused (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", TEST_WORKER, 500, "{\"message\":\"Oh\"}");
  fixture_tell_reservation (fixture, "canceled", "pending");
  fixture_offer_again (fixture);
  fixture_wait_phase (fixture, TRA_PHASE_RESERVED);
  g_assert_cmpstr (fixture->toasts->str, ==,
                   "Couldn’t change the status: the service is in trouble|");
}

/* An available status after calls would make the loop: the offline one is taken instead. */
static void
test_not_answered_never_available (Fixture *fixture, gconstpointer data)
{
  g_settings_set_string (fixture->settings, "after-call-activity", "Available");
  fixture_ring (fixture);
  fixture_tell_reservation (fixture, "canceled", "pending");
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
}

static void
test_hung_up_while_ringing (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  fixture_forget_log (fixture);
  fixture_tell_reservation (fixture, "canceled", "canceled");
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  test_settle ();
  g_assert_cmpstr (fixture->toasts->str, ==, "The caller hung up|");
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 0);
}

static void
test_in_call (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_turn (fixture, 72);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session), ==, 72 * SECOND);
  g_assert_cmpint (tra_session_get_talk_time (fixture->session), ==, 72 * SECOND);
  g_assert_false (tra_session_can_complete (fixture->session));
  g_assert_false (tra_session_can_go_offline (fixture->session));
}

/* The capacity of the voice channel keeps other calls away; chats come all the same. */
static void
test_stays_available (Fixture *fixture, gconstpointer data)
{
  g_settings_reset (fixture->settings, "call-activity");
  fixture_talk (fixture);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ActivitySid\""), ==, 0);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
}

static void
test_no_call_activity (Fixture *fixture, gconstpointer data)
{
  g_settings_set_string (fixture->settings, "call-activity", "No such thing");
  fixture_talk (fixture);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ActivitySid\""), ==, 0);
}

static void
test_call_ended_obeyed (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_turn (fixture, 277);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  fixture_tell_activity (fixture, TEST_OFFLINE);
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 0);

  fixture_turn (fixture, 38);
  g_assert_cmpint (tra_session_get_talk_time (fixture->session), ==, 277 * SECOND);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session), ==, 38 * SECOND);
}

static void
test_call_ended_ignored (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
  test_settle ();
  g_assert_cmpuint (test_bridge_count (fixture->bridge, REJECTS), ==, 0);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_WRAP_UP);
}

/* What the agent chooses in the same moment stands: nothing is set over it. */
static void
test_choice_stands (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_tell_activity (fixture, TEST_UNAVAILABLE);
  test_settle ();
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  while (tra_session_get_phase (fixture->session) != TRA_PHASE_WRAP_UP)
    g_main_context_iteration (NULL, TRUE);
  tra_session_go_online (fixture->session);
  g_assert_false (tra_session_can_go_online (fixture->session));
  g_assert_false (tra_session_can_go_offline (fixture->session));
  test_wait (fixture_count_activity (fixture, TEST_AVAILABLE) == 1);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 0);
}

/* And what is already on its way is let arrive first. */
static void
test_choice_waits (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_tell_activity (fixture, TEST_UNAVAILABLE);
  test_settle ();
  test_bridge_hold (fixture->bridge, "POST", TEST_WORKER);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tra_session_go_online (fixture->session);
  g_assert_true (tra_session_get_wanted_activity (fixture->session) ==
                 fixture_get_activity (fixture, TEST_AVAILABLE));
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_AVAILABLE), ==, 0);

  test_bridge_release (fixture->bridge);
  test_wait (fixture_count_activity (fixture, TEST_AVAILABLE) == 1);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 1);
}

/* The session may go while the choice waits. */
static void
test_choice_forgotten (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_tell_activity (fixture, TEST_UNAVAILABLE);
  test_settle ();
  test_bridge_hold (fixture->bridge, "POST", TEST_WORKER);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tra_session_go_online (fixture->session);
}

static void
test_next_activity (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_forget_log (fixture);
  tra_session_set_activity (fixture->session, fixture_get_activity (fixture, TEST_AVAILABLE));
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_AVAILABLE), ==, 0);
  g_assert_true (tra_session_get_next_activity (fixture->session) ==
                 fixture_get_activity (fixture, TEST_AVAILABLE));

  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  fixture_tell_activity (fixture, TEST_OFFLINE);
  test_wait (fixture_count_activity (fixture, TEST_AVAILABLE) == 1);
  g_assert_null (tra_session_get_next_activity (fixture->session));
}

/* Chosen in wrap-up it waits for its end, and can be taken back; Go Online does not wait. */
static void
test_next_after_wrap_up (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  fixture_tell_activity (fixture, TEST_OFFLINE);
  test_settle ();
  fixture_forget_log (fixture);
  tra_session_set_activity (fixture->session, fixture_get_activity (fixture, TEST_AVAILABLE));
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_AVAILABLE), ==, 0);
  g_assert_true (tra_session_get_next_activity (fixture->session) ==
                 fixture_get_activity (fixture, TEST_AVAILABLE));
  tra_session_take_back_next (fixture->session);
  g_assert_null (tra_session_get_next_activity (fixture->session));

  tra_session_set_activity (fixture->session, fixture_get_activity (fixture, TEST_AVAILABLE));
  tra_session_complete (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_AVAILABLE), ==, 1);
  g_assert_null (tra_session_get_next_activity (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* A single-task workspace knows no wrap-up. */
static void
test_completed_at_once (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  test_settle ();
  fixture_tell_reservation (fixture, "completed", "completed");
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 1);
}

static void
test_complete (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  g_assert_true (tra_session_can_complete (fixture->session));
  tra_session_complete (fixture->session);
  tra_session_complete (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "complete");
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"completed\""), ==, 1);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
refuse_complete (Fixture *fixture)
{
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 400,
                         "{\"message\":\"Reservation is not wrapping\",\"code\":20001}");
  tra_session_complete (fixture->session);
}

/* The task goes on without its reservation: it is asked for itself. */
static void
test_complete_task (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  refuse_complete (fixture);
  test_wait (test_bridge_count (fixture->bridge, "\"AssignmentStatus\":\"completed\"") == 1);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
test_complete_completed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *task = NULL;

  fixture_wrap_up (fixture);
  task = g_strdup (tr_task_get_sid (tr_reservation_get_task (fixture_get_offer (fixture))));
  test_bridge_fail_next (fixture->bridge, "POST", task, 400,
                         "{\"message\":\"Cannot complete task WT1 in workspace WS1 for account AC1 "
                         "because it is not currently assigned.\",\"code\":20001}");
  refuse_complete (fixture);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
test_complete_fails (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", fixture->reservation, 503,
                         "{\"message\":\"Oh\",\"code\":20503}");
  tra_session_complete (fixture->session);
  test_wait (fixture->toasts->len > 0);
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t complete: the service is in trouble|");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_WRAP_UP);
}

static void
test_auto_complete (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  fixture_turn (fixture, 299);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_WRAP_UP);
  g_assert_null (tra_session_get_busy (fixture->session));
  tr_clock_advance (fixture->clock, SECOND);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "complete");
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
}

static void
test_auto_complete_never (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 0);
  fixture_wrap_up (fixture);
  fixture_turn (fixture, 900);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_WRAP_UP);
  g_assert_null (tra_session_get_busy (fixture->session));
}

/* What was left open yesterday is seen before it is completed by itself. */
static void
test_found_wrapping (Fixture *fixture, gconstpointer data)
{
  fixture->reservation = g_strdup (test_bridge_add_reservation (fixture->bridge));
  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "wrapping");
  tr_clock_advance (fixture->clock, 9 * 3600 * SECOND);
  fixture_start (fixture);
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  test_settle ();
  g_assert_null (tra_session_get_busy (fixture->session));
  g_assert_cmpint (tra_session_get_talk_time (fixture->session), ==, 0);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session), >, 8 * 3600 * SECOND);
  fixture_turn (fixture, 299);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_WRAP_UP);
  tr_clock_advance (fixture->clock, SECOND);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "complete");
}

/* The bridge of this test has no 2010 API: the conference is not ours to end, so the agent's own leg
 * is taken out, which ends it as well. */
static void
test_end_conference (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", "KickWorkerParticipant", 200, "{\"payload\":{}}");
  tra_session_end_conference (fixture->session);
  tra_session_end_conference (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "end-conference");
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "KickWorkerParticipant v2"), ==, 1);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
}

/* No conference is known yet, and the agent's leg is not there: that is told. */
static void
test_end_without_conference (Fixture *fixture, gconstpointer data)
{
  fixture_ring (fixture);
  fixture_tell_reservation (fixture, "accepted", "assigned");
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  tra_session_end_conference (fixture->session);
  test_wait (test_bridge_count (fixture->bridge, "KickWorkerParticipant v2 {\"TaskSid\":") == 1);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpstr (fixture->toasts->str, ==,
                   "Couldn’t end the conference: it isn’t there any more|");
}

/* Signed out by the service in a call: the call stays, ending it is tried, and a refusal is told. */
static void
test_end_signed_out (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_bridge_set_request_answer (fixture->bridge, 401, "{\"message\":\"Authenticate\"}");
  test_bridge_set_upgrade_status (fixture->bridge, 401);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_false (tra_session_can_end_conference (fixture->session));
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_EXPIRED);

  g_assert_nonnull (tra_session_get_reservation (fixture->session));
  g_assert_true (tra_session_can_end_conference (fixture->session));
  tra_session_end_conference (fixture->session);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_true (g_str_has_prefix (fixture->toasts->str, "Couldn’t end the conference"));
  g_assert_nonnull (tra_session_get_reservation (fixture->session));
}

/* The task of a call of the agent's own came and went while the connection was lost: nothing tells,
 * and the agent can call again all the same. */
static void
test_call_out_lost (Fixture *fixture, gconstpointer data)
{
  TraDialPlan plan = { NULL, (char *) "WW1", (char *) "WQ1" };

  test_bridge_fail_next (fixture->bridge, "POST", "Tasks", 200, "{\"payload\":{\"sid\":\"WT7\"}}");
  tra_session_call_out (fixture->session, "+16505550199", "+16505552222", &plan);
  g_assert_false (tra_session_can_dial (fixture->session));
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_false (tra_session_can_dial (fixture->session));

  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  g_string_truncate (fixture->toasts, 0);
  fixture_turn (fixture, 30);
  test_wait (tra_session_can_dial (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "The service couldn’t place the call|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/session/ringing/stopped", test_stop_ringing);
  ADD ("/session/ringing/hung-up", test_hung_up_while_ringing);
  ADD ("/session/not-answered/obeyed", test_not_answered_obeyed);
  ADD ("/session/not-answered/ignored", test_not_answered_ignored);
  ADD ("/session/not-answered/offered-on", test_not_answered_offered_on);
  ADD ("/session/not-answered/refused", test_not_answered_refused);
  ADD ("/session/not-answered/never-available", test_not_answered_never_available);
  ADD ("/session/call/timed", test_in_call);
  ADD ("/session/call/no-activity", test_no_call_activity);
  ADD ("/session/call/stays-available", test_stays_available);
  ADD ("/session/call/ended/obeyed", test_call_ended_obeyed);
  ADD ("/session/call/ended/ignored", test_call_ended_ignored);
  ADD ("/session/call/ended/choice-stands", test_choice_stands);
  ADD ("/session/call/ended/choice-waits", test_choice_waits);
  ADD ("/session/call/ended/choice-forgotten", test_choice_forgotten);
  ADD ("/session/call/next-activity", test_next_activity);
  ADD ("/session/call/next-activity-after-wrap-up", test_next_after_wrap_up);
  ADD ("/session/call/completed-at-once", test_completed_at_once);
  ADD ("/session/end-conference", test_end_conference);
  ADD ("/session/end-conference/kick", test_end_without_conference);
  ADD ("/session/end-conference/signed-out", test_end_signed_out);
  ADD ("/session/call-out/lost", test_call_out_lost);
  ADD ("/session/complete", test_complete);
  ADD ("/session/complete/task", test_complete_task);
  ADD ("/session/complete/completed", test_complete_completed);
  ADD ("/session/complete/fails", test_complete_fails);
  ADD ("/session/complete/by-itself", test_auto_complete);
  ADD ("/session/complete/never", test_auto_complete_never);
  ADD_SIGNED_OUT ("/session/complete/found", test_found_wrapping);

  return g_test_run ();
}
