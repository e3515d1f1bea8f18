/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-session-transfer.h"

/* The line of a call where the service shows no conference: what it agrees to is what is so. */

#define JOINED                                                                                     \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\","                \
  "\"conference\":{\"sid\":\"CF00000000000000000000000000000001\",\"participants\":"               \
  "{\"customer\":\"CA00000000000000000000000000000001\",\"worker\":\"CA2\"}}}"

static void
talk (Fixture *fixture)
{
  fixture_talk (fixture);
  test_bridge_set_task (fixture->bridge, fixture->reservation, NULL, JOINED);
  test_bridge_take_and_send (fixture->bridge, test_bridge_task_event (fixture->bridge, "task.updated",
                                                                      fixture->reservation));
  test_wait (tra_line_find (tra_session_get_line (fixture->session), TRA_LEG_OWN) != NULL);
  test_wait (tra_session_get_line (fixture->session)->is_blind);
  fixture_forget_log (fixture);
}

static TraLeg *
leg (Fixture *fixture, TraLegRole role)
{
  return tra_line_find (tra_session_get_line (fixture->session), role);
}

static void
agree (Fixture *fixture, const char *operation)
{
  test_bridge_fail_next (fixture->bridge, "POST", operation, 200, "{\"payload\":{}}");
}

static void
test_mute (Fixture *fixture, gconstpointer data)
{
  talk (fixture);
  agree (fixture, "WorkerParticipant");
  tra_session_set_muted (fixture->session, TRUE);
  tra_session_set_muted (fixture->session, TRUE);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "mute");
  g_assert_false (leg (fixture, TRA_LEG_OWN)->is_muted);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_true (leg (fixture, TRA_LEG_OWN)->is_muted);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "WorkerParticipant v2"), ==, 1);
}

static void
test_hold (Fixture *fixture, gconstpointer data)
{
  talk (fixture);
  g_assert_cmpint (tra_session_get_hold_time (fixture->session), ==, 0);
  agree (fixture, "CustomerParticipant");
  tra_session_set_held (fixture->session, TRUE);
  test_wait (leg (fixture, TRA_LEG_CALLER)->is_held);
  fixture_turn (fixture, 23);
  g_assert_cmpint (tra_session_get_hold_time (fixture->session), ==, 23 * SECOND);
  agree (fixture, "CustomerParticipant");
  tra_session_set_held (fixture->session, FALSE);
  test_wait (!leg (fixture, TRA_LEG_CALLER)->is_held);
  g_assert_cmpint (tra_session_get_hold_time (fixture->session), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  talk (fixture);
  test_bridge_fail_next (fixture->bridge, "POST", "CustomerParticipant", 500, "{\"message\":\"Oh\"}");
  tra_session_set_held (fixture->session, TRUE);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_false (leg (fixture, TRA_LEG_CALLER)->is_held);
  g_assert_cmpstr (fixture->toasts->str, ==, "No clear answer from the service: what happened will be shown here|");
}

/* Neither a leg of the agent's own is held, nor one that is not there. */
static void
test_not_asked (Fixture *fixture, gconstpointer data)
{
  talk (fixture);
  tra_session_hold_leg (fixture->session, "CA2", TRUE);
  tra_session_hold_leg (fixture->session, "CA9", TRUE);
  tra_session_mute_leg (fixture->session, "CA00000000000000000000000000000001", TRUE);
  g_assert_null (tra_session_get_busy (fixture->session));
}

static void
test_over (Fixture *fixture, gconstpointer data)
{
  talk (fixture);
  test_bridge_hold (fixture->bridge, "POST", "CustomerParticipant");
  tra_session_set_held (fixture->session, TRUE);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  g_assert_null (tra_session_get_line (fixture->session));
  g_assert_false (tra_session_can_talk (fixture->session));
  test_bridge_release (fixture->bridge);
  test_settle ();
}

static void
add_participant (GPtrArray *participants, const char *call_sid, gboolean is_held)
{
  g_autofree char *text = g_strdup_printf (
      "{\"account_sid\":\"AC1\",\"call_sid\":\"%s\",\"label\":null,\"conference_sid\":\"CF1\","
      "\"date_created\":\"Thu, 15 Jan 2026 10:00:00 +0000\","
      "\"date_updated\":\"Thu, 15 Jan 2026 10:00:00 +0000\",\"end_conference_on_exit\":true,"
      "\"muted\":false,\"hold\":%s,\"start_conference_on_enter\":true,\"coaching\":false,"
      "\"call_sid_to_coach\":null,\"status\":\"connected\"}",
      call_sid, is_held ? "true" : "false");
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (participants, tr_participant_new_from_json (node, &error));
  g_assert_no_error (error);
}

/* A third one on the line, as the service shows it. */
static void
join (Fixture *fixture, gboolean is_caller_held)
{
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);
  TraLine *line;

  talk (fixture);
  line = tra_session_get_line (fixture->session);
  add_participant (participants, "CA00000000000000000000000000000001", is_caller_held);
  add_participant (participants, "CA2", FALSE);
  add_participant (participants, "CA3", FALSE);
  tra_line_take_participants (line, participants,
                              tr_reservation_get_task (fixture_get_offer (fixture)), SECOND, SECOND);
}

/* Where an operation is in what the bridge was asked. */
static gsize
asked_at (Fixture *fixture, const char *needle)
{
  const char *log = test_bridge_get_log (fixture->bridge)->str;
  const char *found = strstr (log, needle);

  if (found == NULL)
    g_error ("%s was not asked for: %s", needle, log);
  return (gsize) (found - log);
}

/* First the conference is kept from ending with the agent, and only then the agent goes. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  join (fixture, FALSE);
  g_assert_true (tra_session_can_leave_call (fixture->session));
  g_assert_false (tra_session_can_hand_over (fixture->session));
  agree (fixture, "/WorkerParticipant");
  agree (fixture, "KickWorkerParticipant");
  tra_session_leave_call (fixture->session);
  tra_session_leave_call (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "leave-call");
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpuint (asked_at (fixture, "/WorkerParticipant v2"), <,
                    asked_at (fixture, "KickWorkerParticipant v2"));
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"EndConferenceOnExit\":false"), ==, 1);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

/* What the service refuses is told, and the agent stays. */
static void
test_leave_refused (Fixture *fixture, gconstpointer data)
{
  join (fixture, FALSE);
  test_bridge_fail_next (fixture->bridge, "POST", "/WorkerParticipant", 500, "{\"message\":\"Oh\"}");
  tra_session_leave_call (fixture->session);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "KickWorkerParticipant"), ==, 0);
  g_assert_cmpstr (fixture->toasts->str, ==, "No clear answer from the service: what happened will be shown here|");
}

/* The caller comes back before the agent goes: else it would be music for ever. */
static void
test_hand_over (Fixture *fixture, gconstpointer data)
{
  join (fixture, TRUE);
  g_assert_false (tra_session_can_leave_call (fixture->session));
  g_assert_true (tra_session_can_hand_over (fixture->session));
  agree (fixture, "/CustomerParticipant");
  agree (fixture, "/WorkerParticipant");
  agree (fixture, "KickWorkerParticipant");
  tra_session_hand_over (fixture->session);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpuint (asked_at (fixture, "/CustomerParticipant v2"), <,
                    asked_at (fixture, "/WorkerParticipant v2"));
  g_assert_cmpuint (asked_at (fixture, "/WorkerParticipant v2"), <,
                    asked_at (fixture, "KickWorkerParticipant v2"));
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static TrTransfer *
initiated (Fixture *fixture, const char *status, const char *mode)
{
  g_autofree char *text = g_strdup_printf (
      "{\"sid\":\"TT1\",\"task_sid\":\"WT1\",\"transfer_type\":\"WORKER\",\"transfer_mode\":\"%s\","
      "\"transfer_to\":\"WK2\",\"transfer_status\":\"%s\",\"date_created\":1768471260,"
      "\"date_updated\":1768471260,\"initiating_reservation_sid\":\"%s\","
      "\"initiating_worker_sid\":\"WK1\",\"initiating_queue_sid\":\"WQ1\","
      "\"initiating_workflow_sid\":\"WW1\"}", mode, status, fixture->reservation);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  TrTransfer *transfer = tr_transfer_new_from_json (node, &error);

  g_assert_no_error (error);
  return transfer;
}

static void
tell (Fixture *fixture, const char *signal, TrTransfer *transfer)
{
  g_signal_emit_by_name (tra_session_get_worker (fixture->session), signal, transfer);
}

/* A transfer waits, comes to nothing, and is told. */
static void
test_transfer_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTransfer) transfer = NULL;
  g_autoptr(TrTransfer) failed = NULL;

  talk (fixture);
  transfer = initiated (fixture, "initiated", "WARM");
  failed = initiated (fixture, "failed", "WARM");
  tell (fixture, "task-transfer-initiated", transfer);
  g_assert_true (tra_line_is_transferring (tra_session_get_line (fixture->session)));
  g_assert_false (tra_session_can_transfer (fixture->session));
  g_assert_true (tra_session_can_cancel_transfer (fixture->session));
  g_assert_false (tra_session_can_leave_call (fixture->session));
  tell (fixture, "task-transfer-failed", failed);
  g_assert_false (tra_session_can_cancel_transfer (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "Your colleague didn’t take the call|");
}

/* After a cold one nobody is left with the caller. */
static void
test_cold_transfer_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTransfer) failed = NULL;

  talk (fixture);
  failed = initiated (fixture, "failed", "COLD");
  tell (fixture, "task-transfer-failed", failed);
  g_assert_cmpstr (fixture->toasts->str, ==,
                   "Your colleague didn’t take the call, and the caller is alone|");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrTransfer) transfer = NULL;

  talk (fixture);
  transfer = initiated (fixture, "initiated", "WARM");
  tell (fixture, "task-transfer-initiated", transfer);
  test_bridge_fail_next (fixture->bridge, "POST", "Transfers/TT1", 400, "{\"message\":\"Oh\"}");
  tra_session_cancel_transfer (fixture->session);
  tra_session_cancel_transfer (fixture->session);
  test_wait (tra_session_get_busy (fixture->session) == NULL);
  g_assert_cmpstr (fixture->toasts->str, ==,
                   "Couldn’t take the call back: the service refused|");
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "Transfers/TT1"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/session/line/mute", test_mute);
  ADD ("/session/line/hold", test_hold);
  ADD ("/session/line/refused", test_refused);
  ADD ("/session/line/not-asked", test_not_asked);
  ADD ("/session/line/over", test_over);
  ADD ("/session/transfer/failed", test_transfer_failed);
  ADD ("/session/transfer/failed/cold", test_cold_transfer_failed);
  ADD ("/session/transfer/cancel", test_cancel);

  ADD ("/session/line/leave", test_leave);
  ADD ("/session/line/leave-refused", test_leave_refused);
  ADD ("/session/line/hand-over", test_hand_over);
  return g_test_run ();
}
