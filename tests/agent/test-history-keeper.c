/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-history-keeper.h"

/* What a day's calls become in the history, each once. */

typedef struct
{
  Fixture session;
  TraHistory *history;
  TraHistoryKeeper *keeper;
} Desk;

static gboolean
is_open (gpointer history)
{
  return tra_history_is_open (history);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  fixture_set_up (&desk->session, data);
  /* Of a demo nothing is kept; here nothing may be written either. */
  desk->history = tra_history_new (desk->session.clock, desk->session.settings, "/dev/null/none");
  desk->keeper = tra_history_keeper_new (desk->session.session, desk->history);
  test_wait (is_open (desk->history));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_assert_finalize_object (desk->keeper);
  g_assert_finalize_object (desk->history);
  fixture_tear_down (&desk->session, data);
}

static guint
count (Desk *desk)
{
  return g_list_model_get_n_items (tra_history_get_calls (desk->history));
}

static const TraCallRecord *
get_only (Desk *desk)
{
  g_autoptr(TraHistoryCall) call = NULL;

  g_assert_cmpuint (count (desk), ==, 1);
  call = g_list_model_get_item (tra_history_get_calls (desk->history), 0);
  return tra_history_call_get_record (call);
}

typedef struct
{
  const char *status;
  const char *task_status;
  TraCallEnd end;
} Ending;

static void
test_ended (Desk *desk, gconstpointer data)
{
  const Ending *ending = data;
  const TraCallRecord *record;

  fixture_offer (&desk->session);
  fixture_turn (&desk->session, 4);
  fixture_tell_reservation (&desk->session, ending->status, ending->task_status);
  test_wait (desk->session.n_ended == 1);
  test_settle ();
  record = get_only (desk);
  g_assert_cmpint (record->end, ==, ending->end);
  g_assert_cmpstr (record->caller, ==, "+16505550100");
  g_assert_cmpint (record->completed - record->offered, ==, 4 * SECOND);
  g_assert_cmpint (tra_call_record_get_talk_time (record), ==, 0);
  if (tra_call_end_is_missed (ending->end))
    g_assert_true (g_str_has_prefix (record->flight, "0 event-in\n"));
  else
    g_assert_null (record->flight);
}

static void
test_handled (Desk *desk, gconstpointer data)
{
  const TraCallRecord *record;

  fixture_talk (&desk->session);
  fixture_turn (&desk->session, 20);
  fixture_tell_reservation (&desk->session, "wrapping", "wrapping");
  fixture_wait_phase (&desk->session, TRA_PHASE_WRAP_UP);
  fixture_turn (&desk->session, 5);
  fixture_tell_reservation (&desk->session, "completed", "completed");
  test_wait (count (desk) == 1);
  record = get_only (desk);
  g_assert_cmpint (record->end, ==, TRA_CALL_HANDLED);
  g_assert_cmpint (tra_call_record_get_talk_time (record), ==, 20 * SECOND);
  g_assert_cmpint (tra_call_record_get_wrap_time (record), ==, 5 * SECOND);
  g_assert_false (record->was_ended_here);
  g_assert_null (record->flight);
}

static void
test_outcome (Desk *desk, gconstpointer data)
{
  fixture_wrap_up (&desk->session);
  test_bridge_set_reservation (desk->session.bridge, desk->session.reservation, "completed");
  test_bridge_set_task (desk->session.bridge, desk->session.reservation, "completed",
                        "{\"from\":\"+16505550100\",\"conversations\":{\"outcome\":\"Resolved\"}}");
  test_bridge_take_and_send (desk->session.bridge,
                             test_bridge_reservation_event (desk->session.bridge,
                                                            "reservation.completed",
                                                            desk->session.reservation));
  test_wait (count (desk) == 1);
  g_assert_cmpstr (get_only (desk)->outcome, ==, "Resolved");
}

static void
test_not_answered (Desk *desk, gconstpointer data)
{
  fixture_ring (&desk->session);
  fixture_turn (&desk->session, 20);
  fixture_tell_reservation (&desk->session, "canceled", "pending");
  test_wait (count (desk) == 1);
  g_assert_cmpint (get_only (desk)->end, ==, TRA_CALL_NOT_ANSWERED);
  g_assert_nonnull (strstr (get_only (desk)->flight, " phone-rings\n"));
}

/* The connection goes while it rings, and comes back when it is over. */
static void
test_disconnected (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_bridge_cut_sockets (desk->session.bridge);
  fixture_wait_phase (&desk->session, TRA_PHASE_CONNECTION_LOST);
  test_bridge_set_reservation (desk->session.bridge, desk->session.reservation, "timeout");
  test_bridge_set_task (desk->session.bridge, desk->session.reservation, "pending", NULL);
  tra_session_reconnect_now (desk->session.session);
  test_wait (count (desk) == 1);
  g_assert_cmpint (get_only (desk)->end, ==, TRA_CALL_DISCONNECTED);
  g_assert_nonnull (strstr (get_only (desk)->flight, " connection-lost\n"));
}

static void
test_status (Desk *desk, gconstpointer data)
{
  GPtrArray *spans;
  TraStatusSpan *span;

  fixture_turn (&desk->session, 10);
  fixture_go_online (&desk->session);
  fixture_turn (&desk->session, 20);
  spans = tra_history_get_spans (desk->history);
  g_assert_cmpuint (spans->len, ==, 2);
  span = g_ptr_array_index (spans, 0);
  g_assert_cmpstr (span->activity, ==, "Offline");
  g_assert_cmpint (span->end - span->start, ==, 10 * SECOND);
  span = g_ptr_array_index (spans, 1);
  g_assert_true (span->is_available);
  g_assert_cmpint (span->end - span->start, ==, 20 * SECOND);
}

static void
test_signed_out (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  fixture_tell_reservation (&desk->session, "timeout", "pending");
  test_wait (count (desk) == 1);
  tra_session_sign_out (desk->session.session);
  test_wait (desk->session.n_signed_out == 1);
  g_assert_false (tra_history_is_open (desk->history));
  g_assert_cmpuint (count (desk), ==, 0);
}

/* Signed in again at a start, which needs no answer of the service's: who it is comes with the first
 * one. Whatever the main loop has time for until then. */
static void
test_slow_service (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TraHistory) history = tra_history_new (fixture->clock, fixture->settings, "/dev/null/none");
  g_autoptr(TraHistoryKeeper) keeper = tra_history_keeper_new (fixture->session, history);

  test_bridge_set_sends_init (fixture->bridge, FALSE);
  fixture_remember (fixture);
  tra_session_resume (fixture->session);
  test_wait (fixture->n_signed_in == 1);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 1);
  test_settle ();
  g_assert_false (tra_history_is_open (history));
  test_bridge_send_init (fixture->bridge, 0);
  test_wait (tra_history_is_open (history));
  g_assert_finalize_object (g_steal_pointer (&keeper));
}

int
main (int argc, char *argv[])
{
  static const Ending endings[] = {
    { "timeout", "pending", TRA_CALL_TIMED_OUT },
    { "canceled", "canceled", TRA_CALL_CALLER_LEFT },
    { "canceled", "pending", TRA_CALL_WITHDRAWN },
    { "rescinded", "assigned", TRA_CALL_TAKEN },
    { "rejected", "pending", TRA_CALL_REJECTED },
  };

  g_test_init (&argc, &argv, NULL);

#undef ADD
#define ADD(path, data, function) g_test_add (path, Desk, data, set_up, function, tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/history-keeper/ended/%s",
                                               tra_call_end_to_word (endings[i].end));

      ADD (path, &endings[i], test_ended);
    }
  ADD ("/history-keeper/handled", NULL, test_handled);
  ADD ("/history-keeper/outcome", NULL, test_outcome);
  ADD ("/history-keeper/not-answered", NULL, test_not_answered);
  ADD ("/history-keeper/disconnected", NULL, test_disconnected);
  ADD ("/history-keeper/status", NULL, test_status);
  ADD ("/history-keeper/signed-out", NULL, test_signed_out);
  g_test_add ("/history-keeper/slow-service", Fixture, NULL, fixture_set_up_signed_out,
              test_slow_service, fixture_tear_down);

  return g_test_run ();
}
