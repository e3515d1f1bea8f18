/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

/* Reservation WR1, told of, pending; and everything told so far forgotten. */
static const char *
offer (Fixture *fixture)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  g_string_truncate (fixture->told, 0);
  return sid;
}

static void
lose (Fixture *fixture)
{
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
}

static guint
count_reservations (Fixture *fixture)
{
  return g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker));
}

static void
test_nothing_changed (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  offer (fixture);
  lose (fixture);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "");
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready waiting connecting ready ");
}

static void
test_created_meanwhile (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  lose (fixture);
  test_bridge_add_reservation (fixture->bridge);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-created:WR1 ");
}

static void
test_created_and_accepted_meanwhile (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  lose (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-accepted:WR1 ");
}

static void
test_accepted_meanwhile (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  reservation = tr_worker_find_reservation (fixture->worker, sid);
  lose (fixture);
  test_bridge_set_task (fixture->bridge, sid, "assigned", "{\"conference\":{\"sid\":\"CF1\"}}");
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-accepted:WR1 task-updated:WT1 ");
  g_assert_true (tr_worker_find_reservation (fixture->worker, sid) == reservation);
  g_assert_cmpstr (tr_task_get_conference_sid (tr_reservation_get_task (reservation)), ==, "CF1");
}

/* Gone from the list, its end is asked for by itself. */
static void
test_every_end_meanwhile (Fixture *fixture, gconstpointer data)
{
  static const char *const ends[] = { "timeout", "canceled", "rescinded", "rejected",
                                      "completed" };

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *sid = offer (fixture);
      g_autofree char *told = g_strdup_printf ("reservation-%s:WR%u ", ends[i], (guint) i + 1);

      lose (fixture);
      test_bridge_set_reservation (fixture->bridge, sid, ends[i]);
      fixture_reconnect (fixture);
      fixture_assert_told (fixture, told);
      g_assert_cmpuint (count_reservations (fixture), ==, 0);
    }
}

static void
test_removed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrReservation) reservation = NULL;
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  reservation = g_object_ref (tr_worker_find_reservation (fixture->worker, sid));
  lose (fixture);
  test_bridge_remove_reservation (fixture->bridge, sid);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-canceled:WR1 ");
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_CANCELED);
}

/* If the list leaves out what is still open, the single fetch keeps it. */
static void
test_open_but_not_listed (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  lose (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "wrapping");
  test_bridge_fail_next (fixture->bridge, "GET", "/Reservations", 200,
                         "{\"payload\":{\"contents\":[]}}");
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-wrapup:WR1 ");
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
}

static void
test_end_that_cannot_be_read (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  lose (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "timeout");
  test_bridge_fail_next (fixture->bridge, "GET", sid, 503, "{\"message\":\"later\"}");
  tr_worker_retry_now (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  fixture_assert_told (fixture, ""); /* rather no word than a wrong one */
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_SERVICE);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-timeout:WR1 ");
}

static void
test_activity_changed_meanwhile (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  lose (fixture);
  test_bridge_set_activity (fixture->bridge, TEST_AVAILABLE);
  test_bridge_set_channel (fixture->bridge, 0, 5, FALSE);
  test_bridge_set_worker_attributes (fixture->bridge, "{}");
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "channel-availability-updated:WC1 capacity-updated:WC1 "
                                "activity-updated:WA2 attributes-updated:WK1 ");
}

static void
test_many_changes_at_once (Fixture *fixture, gconstpointer data)
{
  const char *sids[30];

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (sids); i++)
    sids[i] = offer (fixture);
  lose (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (sids); i += 2)
    test_bridge_set_reservation (fixture->bridge, sids[i], "rescinded");
  test_bridge_set_page_size (fixture->bridge, 4);
  fixture_reconnect (fixture);
  test_settle ();
  g_assert_cmpuint (count_reservations (fixture), ==, 15);
  for (gsize i = 0; i < G_N_ELEMENTS (sids); i++)
    g_assert_true ((tr_worker_find_reservation (fixture->worker, sids[i]) == NULL) == (i % 2 == 0));
}

/* What the service sends between init and the answers waits, and is neither lost nor told twice. */
static void
test_events_during_a_snapshot (Fixture *fixture, gconstpointer data)
{
  const char *before, *during, *ended;

  fixture_start (fixture);
  before = offer (fixture);
  lose (fixture);
  test_bridge_hold (fixture->bridge, "GET", "/Reservations");
  tr_worker_retry_now (fixture->worker);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1); /* answered as of now, sent later */
  during = test_bridge_add_reservation (fixture->bridge);
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.created", during));
  test_bridge_set_reservation (fixture->bridge, before, "accepted");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.accepted", before));
  ended = test_bridge_add_reservation (fixture->bridge);
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.created", ended));
  test_bridge_set_reservation (fixture->bridge, ended, "timeout");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.timeout", ended));
  fixture_assert_told (fixture, "");
  test_bridge_release (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_READY);
  fixture_assert_told (fixture, "reservation-created:WR2 reservation-accepted:WR1 "
                                "reservation-created:WR3 reservation-timeout:WR3 ");
  g_assert_cmpuint (count_reservations (fixture), ==, 2);
}

/* The event came first, the answer that has it too comes later. */
static void
test_snapshot_newer_than_waiting_events (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  lose (fixture);
  test_bridge_hold (fixture->bridge, "GET", "/Activities");
  test_bridge_hold (fixture->bridge, "GET", TEST_WORKER);
  tr_worker_retry_now (fixture->worker);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 2);
  test_settle (); /* the list of reservations is there */
  test_bridge_set_reservation (fixture->bridge, sid, "timeout");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.timeout", sid));
  test_bridge_set_activity (fixture->bridge, TEST_UNAVAILABLE);
  test_bridge_take_and_send (fixture->bridge, test_bridge_worker_event (
                                                fixture->bridge, "worker.activity.update"));
  test_settle ();
  test_bridge_release (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_READY);
  fixture_assert_told (fixture, "reservation-timeout:WR1 activity-updated:WA3 ");
}

static void
test_lost_again_during_a_snapshot (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  lose (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "timeout");
  test_bridge_hold (fixture->bridge, "GET", sid);
  tr_worker_retry_now (fixture->worker);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.timeout", sid));
  test_settle ();
  lose (fixture);
  fixture_assert_told (fixture, "");
  test_bridge_release (fixture->bridge);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "reservation-timeout:WR1 ");
}

/* A service that began anew has lower versions, and gives the same sids to other things. */
static void
test_service_that_began_anew (Fixture *fixture, gconstpointer data)
{
  JsonObject *reservation;
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.accepted", sid));
  fixture_wait_told (fixture, "reservation-accepted:WR1 ");
  lose (fixture);
  reservation = test_bridge_get_reservation (fixture->bridge, sid);
  json_object_set_string_member (reservation, "reservation_status", "pending");
  json_object_set_int_member (reservation, "version", 0);
  json_object_set_int_member (reservation, "date_created", 1768471300);
  test_bridge_set_activity (fixture->bridge, TEST_AVAILABLE);
  json_object_set_int_member (test_bridge_get_worker (fixture->bridge), "version", 0);
  fixture_reconnect (fixture);
  fixture_assert_told (fixture, "activity-updated:WA2 reservation-created:WR1 ");
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
}

/* A reservation that ended before the loss may be made again under its old sid. */
static void
test_sid_of_one_that_ended_comes_back (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "rejected");
  test_bridge_take_and_send (fixture->bridge, test_bridge_reservation_event (
                                                fixture->bridge, "reservation.rejected", sid));
  fixture_wait_told (fixture, "reservation-rejected:WR1 ");
  lose (fixture);
  fixture_reconnect (fixture);
  json_object_set_string_member (test_bridge_get_reservation (fixture->bridge, sid),
                                 "reservation_status", "pending");
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  fixture_wait_told (fixture, "reservation-created:WR1 ");
}

static void
told_when_ready_cb (TrWorker *worker, TrReservation *reservation, gpointer user_data)
{
  g_assert_cmpint (tr_worker_get_state (worker), ==, TR_WORKER_READY);
  g_assert_nonnull (tr_worker_get_activity (worker));
}

static void
test_told_only_when_all_is_known (Fixture *fixture, gconstpointer data)
{
  test_bridge_add_reservation (fixture->bridge);
  g_signal_connect (fixture->worker, "reservation-created", G_CALLBACK (told_when_ready_cb), NULL);
  fixture_start (fixture);
  fixture_assert_told (fixture, "reservation-created:WR1 ");
}

static void
stop_cb (TrWorker *worker, TrReservation *reservation, gpointer user_data)
{
  tr_worker_stop (worker);
}

static void
test_stopped_while_told (Fixture *fixture, gconstpointer data)
{
  test_bridge_add_reservation (fixture->bridge);
  test_bridge_add_reservation (fixture->bridge);
  g_signal_connect (fixture->worker, "reservation-created", G_CALLBACK (stop_cb), NULL);
  tr_worker_start (fixture->worker);
  test_wait (fixture->told->len > 0);
  fixture_assert_told (fixture, "reservation-created:WR1 reservation-created:WR2 ");
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_STOPPED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/resync/nothing-changed", test_nothing_changed);
  ADD ("/worker/resync/created", test_created_meanwhile);
  ADD ("/worker/resync/created-and-accepted", test_created_and_accepted_meanwhile);
  ADD ("/worker/resync/accepted", test_accepted_meanwhile);
  ADD ("/worker/resync/every-end", test_every_end_meanwhile);
  ADD ("/worker/resync/removed", test_removed_meanwhile);
  ADD ("/worker/resync/open-but-not-listed", test_open_but_not_listed);
  ADD ("/worker/resync/end-cannot-be-read", test_end_that_cannot_be_read);
  ADD ("/worker/resync/activity", test_activity_changed_meanwhile);
  ADD ("/worker/resync/many", test_many_changes_at_once);
  ADD ("/worker/resync/events-meanwhile", test_events_during_a_snapshot);
  ADD ("/worker/resync/snapshot-and-events", test_snapshot_newer_than_waiting_events);
  ADD ("/worker/resync/lost-again", test_lost_again_during_a_snapshot);
  ADD ("/worker/resync/service-began-anew", test_service_that_began_anew);
  ADD ("/worker/resync/sid-comes-back", test_sid_of_one_that_ended_comes_back);
  ADD ("/worker/resync/told-when-ready", test_told_only_when_all_is_known);
  ADD ("/worker/resync/stopped-while-told", test_stopped_while_told);
  return g_test_run ();
}
