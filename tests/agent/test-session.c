/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-keyring.h"

/* Signing in again, the status, the connection, and going. */

static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_OFFLINE);
  g_assert_cmpstr (fixture->phases->str, ==, "connecting offline ");
  g_assert_cmpstr (tra_session_get_workspace_name (fixture->session), ==, "writers");
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_OPEN);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  g_assert_false (tra_session_is_demo (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "");
  g_assert_cmpint (tra_session_get_lost_time (fixture->session), ==, 0);
}

static void
test_nothing_to_resume (Fixture *fixture, gconstpointer data)
{
  g_assert_false (tra_session_can_resume (fixture->session));
  tra_session_resume (fixture->session);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  g_assert_null (tra_session_get_worker (fixture->session));
}

/* The settings say so, and the keyring holds nothing: the form is the place to be. */
static void
test_resume_without_secret (Fixture *fixture, gconstpointer data)
{
  g_settings_set_string (fixture->settings, "account-sid", TEST_ACCOUNT);
  g_settings_set_string (fixture->settings, "worker", "nobody");
  g_settings_set_string (fixture->settings, "worker-sid", TEST_WORKER);
  g_settings_set_string (fixture->settings, "workspace-sid", TEST_WORKSPACE);
  g_settings_set_boolean (fixture->settings, "signed-in", TRUE);
  tra_session_resume (fixture->session);
  g_assert_true (tra_session_is_signing_in (fixture->session));
  test_wait (!tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_OPEN);
  g_assert_null (fixture->failed_text);
}

/* Without a network the window is there all the same, and says that it is trying. */
static void
test_resume_offline (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  g_assert_finalize_object (fixture->session);
  test_bridge_set_reachable (fixture->bridge, FALSE);
  fixture->session =
      tra_session_new (fixture->clock, fixture->settings, test_bridge_get_url (fixture->bridge));
  tra_session_resume (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_cmpint (tra_session_get_lost_time (fixture->session), >, 0);
  test_bridge_set_reachable (fixture->bridge, TRUE);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
}

/* Another desk takes over: this one stays out, says nothing to the service, and comes back when told. */
static void
count_notes_cb (GString *notes, const char *text)
{
  g_string_append_printf (notes, "%s|", text);
}

/* An unavailable status would send the caller away: it waits, unless that is meant. */
static void
test_would_drop (Fixture *fixture, gconstpointer data)
{
  TrActivity *away;

  fixture_offer (fixture);
  away = fixture_get_activity (fixture, TEST_UNAVAILABLE);
  g_assert_true (tra_session_would_drop (fixture->session, away));
  g_assert_false (tra_session_would_drop (fixture->session,
                                          fixture_get_activity (fixture, TEST_AVAILABLE)));
  tra_session_set_activity (fixture->session, away);
  test_settle ();
  g_assert_true (tra_session_get_next_activity (fixture->session) == away);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_UNAVAILABLE), ==, 0);

  /* The caller is gone: nothing is waited for. */
  fixture_tell_reservation (fixture, "canceled", "canceled");
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  fixture_wait_phase (fixture, TRA_PHASE_AWAY);
  g_assert_null (tra_session_get_next_activity (fixture->session));
}

static void
test_drops_when_meant (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  tra_session_set_activity_now (fixture->session, fixture_get_activity (fixture, TEST_UNAVAILABLE));
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"RejectPendingReservations\":true"), ==, 1);
}

/* Whoever missed a call is not made available by a wish of before. */
static void
test_next_after_missed (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  tra_session_set_activity (fixture->session, fixture_get_activity (fixture, TEST_UNAVAILABLE));
  fixture_tell_reservation (fixture, "timeout", "pending");
  fixture_tell_activity (fixture, TEST_OFFLINE);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
}

/* Who changed it: this desk, the service, or someone else. */
static void
test_mover (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GString) notes = g_string_new (NULL);
  gulong id = g_signal_connect_swapped (fixture->session, "noted", G_CALLBACK (count_notes_cb), notes);

  tra_session_go_online (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  test_settle ();
  g_assert_cmpstr (fixture->toasts->str, ==, "");

  fixture_tell_activity (fixture, TEST_UNAVAILABLE);
  fixture_wait_phase (fixture, TRA_PHASE_AWAY);
  test_settle ();
  g_assert_true (g_str_has_prefix (fixture->toasts->str, "Set to Unavailable by someone else, "));
  g_assert_cmpstr (notes->str, ==, "");
  g_string_truncate (fixture->toasts, 0);

  fixture_offer (fixture);
  fixture_turn (fixture, 10);
  fixture_tell_activity (fixture, TEST_OFFLINE);
  fixture_tell_reservation (fixture, "timeout", "pending");
  fixture_wait_phase (fixture, TRA_PHASE_MISSED);
  test_settle ();
  g_assert_cmpstr (notes->str, ==, "The service set you to Offline: you missed a call|");
  g_assert_cmpstr (fixture->toasts->str, ==, "");
  g_signal_handler_disconnect (fixture->session, id);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_settle ();
  fixture_forget_log (fixture);
  test_bridge_close_sockets (fixture->bridge, 1000, "Closed by a newer session");
  fixture_wait_phase (fixture, TRA_PHASE_ELSEWHERE);
  g_assert_null (tra_session_get_reservation (fixture->session));
  g_assert_false (tra_session_has_call (fixture->session));
  g_assert_null (tra_session_get_leave_activity (fixture->session));
  g_assert_cmpint (tra_session_get_lost_time (fixture->session), >, 0);
  tra_session_reconnect_now (fixture->session);
  tr_clock_advance (fixture->clock, 600 * SECOND);
  test_settle ();
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_ELSEWHERE);
  g_assert_cmpstr (test_bridge_get_log (fixture->bridge)->str, ==, "");

  tra_session_take_over (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=true"));
}

/* Who leaves a desk that has no calls leaves the status to the one that has them. */
static void
test_leave_elsewhere (Fixture *fixture, gconstpointer data)
{
  fixture_go_online (fixture);
  test_bridge_close_sockets (fixture->bridge, 1000, "Closed by a newer session");
  fixture_wait_phase (fixture, TRA_PHASE_ELSEWHERE);
  fixture_forget_log (fixture);
  tra_session_sign_out (fixture->session);
  test_wait (fixture->n_signed_out == 1);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 0);
}

/* A program that connects again takes over from nobody: else two desks would do so without end. */
static void
test_takes_over_once (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=true"));
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=false"));
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tra_session_can_go_online (fixture->session));
  g_assert_false (tra_session_can_go_offline (fixture->session));
  tra_session_go_online (fixture->session);
  tra_session_go_online (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  test_settle ();
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_AVAILABLE), ==, 1);

  fixture_turn (fixture, 60);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session) / SECOND, >=, 59);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session) / SECOND, <=, 61);

  tra_session_set_activity (fixture->session, fixture_get_activity (fixture, TEST_UNAVAILABLE));
  fixture_wait_phase (fixture, TRA_PHASE_AWAY);
  g_assert_true (tra_session_can_go_offline (fixture->session));
  tra_session_go_offline (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
}

static void
test_status_fails (Fixture *fixture, gconstpointer data)
{
  test_bridge_fail_next (fixture->bridge, "POST", TEST_WORKER, 403, "{\"message\":\"No\"}");
  tra_session_go_online (fixture->session);
  test_wait (fixture->toasts->len > 0);
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t change the status: you aren’t allowed to|");
  g_assert_null (tra_session_get_wanted_activity (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_OFFLINE);
}

/* No activity has a special name: the workspace's first ones are taken. */
static void
test_other_names (Fixture *fixture, gconstpointer data)
{
  g_settings_set_string (fixture->settings, "online-activity", "Bereit");
  g_settings_set_string (fixture->settings, "offline-activity", "Available");
  fixture_go_online (fixture);
  tra_session_go_offline (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  tra_session_go_online (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
}

static void
test_lost_and_found (Fixture *fixture, gconstpointer data)
{
  fixture_go_online (fixture);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_cmpint (tra_session_get_lost_time (fixture->session), ==,
                   tr_clock_get_real_time (fixture->clock));
  g_assert_false (tra_session_can_go_offline (fixture->session));
  tra_session_go_offline (fixture->session);
  g_assert_null (tra_session_get_busy (fixture->session));

  test_bridge_set_activity (fixture->bridge, TEST_UNAVAILABLE);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_AWAY);
  g_assert_cmpstr (fixture->toasts->str, ==, "Connected again|");
  g_assert_cmpint (tra_session_get_lost_time (fixture->session), ==, 0);
}

/* A call that ended meanwhile: wrap-up, and the status that was owed. */
static void
test_lost_in_call (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_wait (fixture_count_activity (fixture, TEST_UNAVAILABLE) == 1);
  test_settle ();
  fixture_forget_log (fixture);
  tr_clock_advance (fixture->clock, 5 * SECOND);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_nonnull (tra_session_get_reservation (fixture->session));
  g_assert_cmpint (tra_session_get_talk_time (fixture->session), ==, 5 * SECOND);
  tra_session_end_conference (fixture->session);
  g_assert_null (tra_session_get_busy (fixture->session));

  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "wrapping");
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
}

/* What was missed while nobody could hear it is told afterwards. */
static void
test_missed_while_lost (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_false (tra_session_is_offered (fixture->session, fixture_get_offer (fixture)));
  test_bridge_set_reservation (fixture->bridge, fixture->reservation, "timeout");
  test_bridge_set_activity (fixture->bridge, TEST_OFFLINE);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_MISSED);
  g_assert_cmpstr (tra_session_get_notice_activity (fixture->session), ==, "Offline");
}

static void
expire (Fixture *fixture)
{
  test_bridge_set_request_answer (
      fixture->bridge, 401, "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}");
  test_bridge_set_upgrade_status (fixture->bridge, 401);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_EXPIRED);
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  expire (fixture);
  tra_session_sign_in_again (fixture->session);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_cmpstr (fixture->failed_field, ==, "secret");
  g_assert_nonnull (fixture->failed_text);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tra_session_leave_finish (TRA_SESSION (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE;

  fixture_go_online (fixture);
  fixture_forget_log (fixture);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  test_wait (has_left);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 1);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 0);
  g_assert_true (tra_session_can_resume (fixture->session));
}

static void
test_leave_unheard (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE;

  fixture_go_online (fixture);
  test_bridge_hold (fixture->bridge, "POST", TEST_WORKER);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  tr_clock_advance (fixture->clock, 2 * SECOND);
  test_settle ();
  g_assert_false (has_left);
  tr_clock_advance (fixture->clock, SECOND);
  test_wait (has_left);
}

/* Who quits while the agent is signed out waits for the same end: the status is not set yet. */
static void
test_leave_twice (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE, has_left_too = FALSE;

  fixture_go_online (fixture);
  test_bridge_hold (fixture->bridge, "POST", TEST_WORKER);
  tra_session_sign_out (fixture->session);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  tra_session_leave_async (fixture->session, left_cb, &has_left_too);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_settle ();
  g_assert_false (has_left || has_left_too);
  test_bridge_release (fixture->bridge);
  test_wait (has_left && has_left_too);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 1);
}

/* The event bridge is away and the service is not: nobody is left Available who is gone. */
static void
test_leave_lost (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE;

  fixture_go_online (fixture);
  g_settings_set_string (fixture->settings, "offline-activity", "No such one");
  g_assert_cmpstr (
      tr_activity_get_sid (tra_session_get_leave_activity (fixture->session)), ==, TEST_OFFLINE);
  test_bridge_set_upgrade_status (fixture->bridge, 503);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  fixture_forget_log (fixture);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  test_wait (has_left);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "REST"), ==, 1);
  g_assert_cmpuint (fixture_count_activity (fixture, TEST_OFFLINE), ==, 1);
  g_assert_cmpuint (
      test_bridge_count (fixture->bridge, "\"RejectPendingReservations\":\"true\""), ==, 1);
}

static void
test_leave_unreachable (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE;

  fixture_go_online (fixture);
  test_bridge_set_reachable (fixture->bridge, FALSE);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  test_wait (has_left);
}

static void
test_leave_lost_unheard (Fixture *fixture, gconstpointer data)
{
  gboolean has_left = FALSE;

  fixture_go_online (fixture);
  test_bridge_set_deaf (fixture->bridge, TRUE);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  tra_session_leave_async (fixture->session, left_cb, &has_left);
  test_settle ();
  g_assert_false (has_left);
  tr_clock_advance (fixture->clock, 3 * SECOND);
  test_wait (has_left);
}

static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  fixture_go_online (fixture);
  tra_session_sign_out (fixture->session);
  test_wait (fixture->n_signed_out == 1);
  g_assert_false (tra_session_can_resume (fixture->session));

  /* And the keyring holds nothing more. */
  test_settle ();
  g_settings_set_boolean (fixture->settings, "signed-in", TRUE);
  tra_session_resume (fixture->session);
  test_wait (!tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
}

/* Whatever is on its way, the session may go. */
static void
test_dropped_busy (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  test_bridge_hold (fixture->bridge, "POST", fixture->reservation);
  tra_session_accept (fixture->session, NULL);
  tra_session_go_offline (fixture->session);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/session/status/would-drop", test_would_drop);
  ADD ("/session/status/drops-when-meant", test_drops_when_meant);
  ADD ("/session/status/after-missed", test_next_after_missed);
  ADD ("/session/status/mover", test_mover);
  ADD ("/session/elsewhere/stays-out", test_elsewhere);
  ADD ("/session/elsewhere/leaves", test_leave_elsewhere);
  ADD ("/session/elsewhere/once", test_takes_over_once);
  ADD ("/session/resume", test_resumed);
  ADD_SIGNED_OUT ("/session/resume/nothing", test_nothing_to_resume);
  ADD_SIGNED_OUT ("/session/resume/no-secret", test_resume_without_secret);
  ADD_SIGNED_OUT ("/session/resume/no-network", test_resume_offline);
  ADD ("/session/status", test_status);
  ADD ("/session/status/fails", test_status_fails);
  ADD ("/session/status/other-names", test_other_names);
  ADD ("/session/connection/lost-and-found", test_lost_and_found);
  ADD ("/session/connection/lost-in-call", test_lost_in_call);
  ADD ("/session/connection/missed-while-lost", test_missed_while_lost);
  ADD ("/session/connection/expired", test_expired);
  ADD ("/session/leave", test_leave);
  ADD ("/session/leave/unheard", test_leave_unheard);
  ADD ("/session/leave/twice", test_leave_twice);
  ADD ("/session/leave/lost", test_leave_lost);
  ADD ("/session/leave/lost/unreachable", test_leave_unreachable);
  ADD ("/session/leave/lost/unheard", test_leave_lost_unheard);
  ADD ("/session/sign-out", test_sign_out);
  ADD ("/session/dropped-busy", test_dropped_busy);

  return g_test_run ();
}
