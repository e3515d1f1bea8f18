/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"

/* Offers that accept themselves, and rejecting with a status. */

#define CONFERENCE "\"Instruction\":\"conference\""
#define ACCEPTED "\"ReservationStatus\":\"accepted\""

static void
accept_by_itself (Fixture *fixture, const char *channel)
{
  const char *const channels[] = { channel, NULL };

  g_settings_set_strv (fixture->settings, "auto-accept", channels);
}

static void
test_off_by_default (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  g_assert_false (tra_session_is_auto_accepting (fixture->session, fixture_get_offer (fixture)));
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
}

/* It rings first. */
static void
test_accepts (Fixture *fixture, gconstpointer data)
{
  accept_by_itself (fixture, "voice");
  fixture_offer (fixture);
  g_assert_true (tra_session_is_auto_accepting (fixture->session, fixture_get_offer (fixture)));
  fixture_turn (fixture, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
  fixture_turn (fixture, 1);
  fixture_wait_phase (fixture, TRA_PHASE_RINGING);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 1);
}

static void
test_other_channel (Fixture *fixture, gconstpointer data)
{
  accept_by_itself (fixture, "chat");
  fixture_offer (fixture);
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  accept_by_itself (fixture, "voice");
  fixture_offer (fixture);
  tra_session_cancel_auto_accept (fixture->session, fixture_get_offer (fixture));
  g_assert_false (tra_session_is_auto_accepting (fixture->session, fixture_get_offer (fixture)));
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_RESERVED);
}

static void
test_rejected_before (Fixture *fixture, gconstpointer data)
{
  accept_by_itself (fixture, "voice");
  fixture_offer (fixture);
  fixture_turn (fixture, 1);
  tra_session_reject (fixture->session, NULL);
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
}

static void
test_caller_gone_before (Fixture *fixture, gconstpointer data)
{
  accept_by_itself (fixture, "voice");
  fixture_offer (fixture);
  fixture_tell_reservation (fixture, "canceled", "canceled");
  fixture_wait_phase (fixture, TRA_PHASE_AVAILABLE);
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
}

/* Nobody is put into a second call. */
static void
test_in_call (Fixture *fixture, gconstpointer data)
{
  const char *second;

  fixture_talk (fixture);
  fixture_forget_log (fixture);
  accept_by_itself (fixture, "voice");
  second = test_bridge_add_reservation (fixture->bridge);
  test_bridge_set_task (fixture->bridge, second, "reserved",
                        "{\"from\":\"+1\",\"call_sid\":\"CA00000000000000000000000000000002\"}");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                  fixture->bridge, "reservation.created", second));
  test_wait (tra_session_find_reservation (fixture->session, second) != NULL);
  fixture_turn (fixture, 5);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, CONFERENCE), ==, 0);
}

/* What is no call is accepted beside it, and leaves the call in front. */
static void
test_chat_in_call (Fixture *fixture, gconstpointer data)
{
  const char *chat;

  fixture_talk (fixture);
  fixture_forget_log (fixture);
  accept_by_itself (fixture, "voice"); /* the test's bridge knows no other channel */
  chat = test_bridge_add_reservation (fixture->bridge);
  test_bridge_set_task (fixture->bridge, chat, "reserved", "{\"title\":\"Bill\"}");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                  fixture->bridge, "reservation.created", chat));
  test_wait (tra_session_find_reservation (fixture->session, chat) != NULL);
  fixture_turn (fixture, 2);
  test_wait (test_bridge_count (fixture->bridge, ACCEPTED) == 1);
  g_assert_true (tra_session_get_reservation (fixture->session) == fixture_get_offer (fixture));
}

static void
test_reject_to (Fixture *fixture, gconstpointer data)
{
  fixture_offer (fixture);
  tra_session_reject_to (fixture->session, NULL, fixture_get_activity (fixture, TEST_UNAVAILABLE));
  test_wait (fixture->n_ended == 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge,
                                       "{\"ReservationStatus\":\"rejected\",\"WorkerActivitySid\":"
                                       "\"" TEST_UNAVAILABLE "\"}"),
                    ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/session-auto-accept/off-by-default", test_off_by_default);
  ADD ("/session-auto-accept/accepts", test_accepts);
  ADD ("/session-auto-accept/other-channel", test_other_channel);
  ADD ("/session-auto-accept/cancelled", test_cancelled);
  ADD ("/session-auto-accept/rejected-before", test_rejected_before);
  ADD ("/session-auto-accept/caller-gone-before", test_caller_gone_before);
  ADD ("/session-auto-accept/in-call", test_in_call);
  ADD ("/session-auto-accept/chat-in-call", test_chat_in_call);
  ADD ("/session-auto-accept/reject-to", test_reject_to);
  return g_test_run ();
}
