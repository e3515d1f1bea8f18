/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-fixture.h"

/* Several tasks at once, and tasks that are no calls. */

#define CHAT "{\"title\":\"Question about a bill\"}"

/* A task that is no call is offered; gives its reservation's SID. */
static char *
offer_chat (Fixture *fixture)
{
  char *sid = g_strdup (test_bridge_add_reservation (fixture->bridge));

  test_bridge_set_task (fixture->bridge, sid, "reserved", CHAT);
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tra_session_find_reservation (fixture->session, sid) != NULL);
  return sid;
}

/* The service's word about the reservation @sid. */
static void
tell (Fixture *fixture, const char *sid, const char *status, const char *task_status)
{
  g_autofree char *mine = fixture->reservation;

  fixture->reservation = g_strdup (sid);
  fixture_tell_reservation (fixture, status, task_status);
  g_free (fixture->reservation);
  fixture->reservation = g_steal_pointer (&mine);
}

static TrReservation *
find (Fixture *fixture, const char *sid)
{
  return tra_session_find_reservation (fixture->session, sid);
}

static void
assert_front (Fixture *fixture, const char *sid, TraPhase phase)
{
  TrReservation *front = tra_session_get_reservation (fixture->session);

  g_assert_cmpstr (tr_reservation_get_sid (front), ==, sid);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, phase);
}

static guint
count_tasks (Fixture *fixture)
{
  g_autoptr(GPtrArray) tasks = tra_session_dup_tasks (fixture->session);

  return tasks->len;
}

/* Plainly: the service refuses a conference for what is no call. */
static void
test_chat (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_go_online (fixture);
  fixture_forget_log (fixture);
  chat = offer_chat (fixture);
  assert_front (fixture, chat, TRA_PHASE_RESERVED);
  g_assert_false (tra_session_is_call (fixture->session));
  tra_session_accept (fixture->session, NULL);
  test_wait (tra_session_get_phase (fixture->session) == TRA_PHASE_IN_CALL);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "conference"), ==, 0);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"accepted\""), ==, 1);
  g_assert_false (tra_session_has_call (fixture->session));
  test_wait (tra_session_get_busy (fixture->session) == NULL);

  tra_session_wrap_up (fixture->session);
  tra_session_wrap_up (fixture->session);
  test_wait (tra_session_get_phase (fixture->session) == TRA_PHASE_WRAP_UP);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"wrapping\""), ==, 1);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  tra_session_complete (fixture->session);
  test_wait (tra_session_get_phase (fixture->session) == TRA_PHASE_AVAILABLE);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* A call's wrap-up comes with its end, not before. */
static void
test_call_is_not_wrapped_up (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  test_settle ();
  fixture_forget_log (fixture);
  tra_session_wrap_up (fixture->session);
  g_assert_null (tra_session_get_busy (fixture->session));
}

/* The status can be changed at a task that is no call, at once. */
static void
test_status_at_chat (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_go_online (fixture);
  chat = offer_chat (fixture);
  tra_session_accept (fixture->session, NULL);
  test_wait (tra_session_get_phase (fixture->session) == TRA_PHASE_IN_CALL);
  fixture_forget_log (fixture);
  tra_session_go_offline (fixture->session);
  test_wait (fixture_count_activity (fixture, TEST_OFFLINE) == 1);
  g_assert_null (tra_session_get_next_activity (fixture->session));
}

/* In a call the offer is in the popup, not in the call's place; accepted, it is in front. */
static void
test_offer_in_call (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_talk (fixture);
  chat = offer_chat (fixture);
  assert_front (fixture, fixture->reservation, TRA_PHASE_IN_CALL);
  g_assert_true (tra_session_is_offered (fixture->session, find (fixture, chat)));
  g_assert_cmpuint (count_tasks (fixture), ==, 2);

  tra_session_accept (fixture->session, find (fixture, chat));
  test_wait (tr_reservation_get_status (find (fixture, chat)) == TR_RESERVATION_ACCEPTED);
  assert_front (fixture, chat, TRA_PHASE_IN_CALL);
  g_assert_false (tra_session_is_call (fixture->session));
  g_assert_true (tra_session_has_call (fixture->session));
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_talk (fixture);
  fixture_turn (fixture, 30);
  chat = offer_chat (fixture);
  tra_session_accept (fixture->session, find (fixture, chat));
  test_wait (tr_reservation_get_status (find (fixture, chat)) == TR_RESERVATION_ACCEPTED);
  fixture_turn (fixture, 10);
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session), ==, 10 * SECOND);

  tra_session_show_task (fixture->session, fixture_get_offer (fixture));
  assert_front (fixture, fixture->reservation, TRA_PHASE_IN_CALL);
  g_assert_true (tra_session_is_call (fixture->session));
  g_assert_cmpint (tra_session_get_phase_elapsed (fixture->session), ==, 40 * SECOND);
  g_assert_cmpint (tra_session_get_task_elapsed (fixture->session, find (fixture, chat)), ==,
                   10 * SECOND);
}

/* Notes stay with their own task. */
static void
test_notes_apart (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_talk (fixture);
  chat = offer_chat (fixture);
  tra_session_set_notes (fixture->session, fixture_get_offer (fixture), "Of the call");
  tra_session_set_notes (fixture->session, find (fixture, chat), "Of the chat");
  g_assert_cmpstr (tra_session_get_notes (fixture->session, fixture_get_offer (fixture)), ==,
                   "Of the call");
}

/* One wrap-up that waits, or is being completed, holds up nothing. */
static void
test_wrap_up_aside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_talk (fixture);
  chat = offer_chat (fixture);
  tra_session_accept (fixture->session, find (fixture, chat));
  test_wait (tr_reservation_get_status (find (fixture, chat)) == TR_RESERVATION_ACCEPTED);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  test_wait (tra_session_get_task_phase (fixture->session, fixture_get_offer (fixture)) ==
             TRA_PHASE_WRAP_UP);
  assert_front (fixture, chat, TRA_PHASE_IN_CALL);

  tra_session_show_task (fixture->session, fixture_get_offer (fixture));
  test_bridge_hold (fixture->bridge, "POST", fixture->reservation);
  tra_session_complete (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "complete");
  tra_session_show_task (fixture->session, find (fixture, chat));
  g_assert_null (tra_session_get_busy (fixture->session));
  tra_session_complete (fixture->session);
  test_wait (test_bridge_count (fixture->bridge, chat) > 0 &&
             test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"completed\"") == 2);
  test_bridge_release (fixture->bridge);
  test_wait (count_tasks (fixture) == 0);
}

/* What is in front goes: the one that needs the agent most comes. */
static void
test_front_ends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  fixture_talk (fixture);
  chat = offer_chat (fixture);
  tra_session_show_task (fixture->session, find (fixture, chat));
  assert_front (fixture, chat, TRA_PHASE_RESERVED);
  tell (fixture, chat, "rescinded", "assigned");
  test_wait (count_tasks (fixture) == 1);
  assert_front (fixture, fixture->reservation, TRA_PHASE_IN_CALL);
  tra_session_show_task (fixture->session, find (fixture, chat)); /* that is over */
  assert_front (fixture, fixture->reservation, TRA_PHASE_IN_CALL);
}

/* Each wrap-up has its own end. */
static void
test_each_ends_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chat = NULL;

  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 60);
  fixture_talk (fixture);
  chat = offer_chat (fixture);
  tra_session_accept (fixture->session, find (fixture, chat));
  test_wait (tr_reservation_get_status (find (fixture, chat)) == TR_RESERVATION_ACCEPTED);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  test_wait (tra_session_get_task_phase (fixture->session, fixture_get_offer (fixture)) ==
             TRA_PHASE_WRAP_UP);
  fixture_turn (fixture, 30);
  tell (fixture, chat, "wrapping", "wrapping");
  test_wait (tra_session_get_phase (fixture->session) == TRA_PHASE_WRAP_UP);
  fixture_turn (fixture, 30);
  test_wait (count_tasks (fixture) == 1);
  assert_front (fixture, chat, TRA_PHASE_WRAP_UP);
  fixture_turn (fixture, 30);
  test_wait (count_tasks (fixture) == 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/session-tasks/chat", test_chat);
  ADD ("/session-tasks/call-is-not-wrapped-up", test_call_is_not_wrapped_up);
  ADD ("/session-tasks/status-at-chat", test_status_at_chat);
  ADD ("/session-tasks/offer-in-call", test_offer_in_call);
  ADD ("/session-tasks/switch", test_switch);
  ADD ("/session-tasks/notes-apart", test_notes_apart);
  ADD ("/session-tasks/wrap-up-aside", test_wrap_up_aside);
  ADD ("/session-tasks/front-ends", test_front_ends);
  ADD ("/session-tasks/each-ends-by-itself", test_each_ends_by_itself);
  return g_test_run ();
}
