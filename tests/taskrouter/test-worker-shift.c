/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <malloc.h>

/* A long shift: what ends is let go of. */

#define CYCLES 1000
#define WARM_UP 300 /* fills the memories of what ended and what was told */
#define FEW 70      /* where each takes long and leaks are looked for anyway */

typedef struct
{
  guint n_alive;
  guint n_completed;
} Count;

static void
gone_cb (gpointer user_data, GObject *where_the_object_was)
{
  ((Count *) user_data)->n_alive--;
}

static void
created_cb (TrWorker *worker, TrReservation *reservation, gpointer user_data)
{
  Count *count = user_data;

  count->n_alive++;
  g_object_weak_ref (G_OBJECT (reservation), gone_cb, count);
}

static void
completed_cb (TrWorker *worker, TrTask *task, gpointer user_data)
{
  ((Count *) user_data)->n_completed++;
}

static void
send_change (Fixture *fixture, const char *sid, const char *status, const char *name)
{
  test_bridge_set_reservation (fixture->bridge, sid, status);
  test_bridge_take_and_send (fixture->bridge,
                             test_bridge_reservation_event (fixture->bridge, name, sid));
}

static void
work (Fixture *fixture, Count *count, guint n_cycles)
{
  for (guint i = 0; i < n_cycles; i++)
    {
      const char *sid = test_bridge_add_reservation (fixture->bridge);
      guint n_before = count->n_completed;

      test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                    fixture->bridge, "reservation.created", sid));
      test_bridge_set_task (fixture->bridge, sid, "assigned", NULL);
      send_change (fixture, sid, "accepted", "reservation.accepted");
      send_change (fixture, sid, "wrapping", "reservation.wrapup");
      test_bridge_set_task (fixture->bridge, sid, "completed", NULL);
      send_change (fixture, sid, "completed", "reservation.completed");
      test_bridge_take_and_send (fixture->bridge, test_bridge_task_event (
                                                    fixture->bridge, "task.completed", sid));
      test_wait (count->n_completed > n_before);
      test_bridge_remove_reservation (fixture->bridge, sid);
      g_string_truncate (fixture->told, 0);
    }
}

static void
test_flat_over_a_thousand (Fixture *fixture, gconstpointer data)
{
  Count count = { 0, 0 };
  gboolean is_sanitized = mallinfo2 ().uordblks == 0; /* it has an allocator of its own */
  gsize before, after;

  fixture_start (fixture);
  g_signal_connect (fixture->worker, "reservation-created", G_CALLBACK (created_cb), &count);
  g_signal_connect (fixture->worker, "task-completed", G_CALLBACK (completed_cb), &count);
  work (fixture, &count, is_sanitized ? FEW : WARM_UP);
  before = mallinfo2 ().uordblks;
  work (fixture, &count, is_sanitized ? FEW : CYCLES);
  after = mallinfo2 ().uordblks;
  g_test_message ("%d cycles: %" G_GSSIZE_FORMAT " bytes", CYCLES, (gssize) (after - before));
  g_assert_cmpuint (count.n_alive, <=, 64);
  g_assert_cmpint ((gssize) (after - before), <, 64 * 1024);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 0);
  g_assert_cmpuint (fixture->n_protocol_errors, ==, 0);
  g_clear_object (&fixture->worker);
  g_assert_cmpuint (count.n_alive, ==, 0);
}

static void
test_flat_over_reconnections (Fixture *fixture, gconstpointer data)
{
  gsize before = 0;

  test_bridge_add_reservation (fixture->bridge);
  fixture_start (fixture);
  for (int i = 0; i < 60; i++)
    {
      if (i == 20)
        before = mallinfo2 ().uordblks;
      test_bridge_close_sockets (fixture->bridge, 1001, "restart");
      fixture_reconnect (fixture);
      g_string_truncate (fixture->states, 0);
      g_string_truncate (test_bridge_get_log (fixture->bridge), 0);
    }
  test_settle ();
  g_assert_cmpint ((gssize) (mallinfo2 ().uordblks - before), <, 64 * 1024);
  fixture_assert_told (fixture, "reservation-created:WR1 ");
}

/* Requests, events and a hand-over on their way, and then nobody wants them. */
static void
test_finalized_at_work (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const char *sid, *other;

  test_token_source_set_ttl (fixture->source, 100);
  test_bridge_set_token_lifetime (fixture->bridge, 100 * 1000);
  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  test_bridge_hold (fixture->bridge, "POST", sid);
  tr_worker_accept_async (fixture->worker, tr_worker_find_reservation (fixture->worker, sid),
                          cancellable, fixture_done_cb, fixture);
  other = test_bridge_add_reservation (fixture->bridge);
  test_bridge_hold (fixture->bridge, "GET", other);
  test_bridge_set_reservation (fixture->bridge, other, "accepted");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.accepted", other));
  test_wait (test_bridge_get_n_held (fixture->bridge) == 2);
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tr_worker_stop (fixture->worker);
  tr_worker_start (fixture->worker);
  test_wait (test_bridge_get_n_upgrades (fixture->bridge) == 2);
  g_cancellable_cancel (cancellable);
  fixture_wait_done (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->worker));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/shift/flat", test_flat_over_a_thousand);
  ADD ("/worker/shift/reconnections", test_flat_over_reconnections);
  ADD ("/worker/shift/finalized", test_finalized_at_work);
  return g_test_run ();
}
