/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <string.h>

#include "test-data.h"

/* Sends what the store says of a reservation now. */
static void
send_reservation (Fixture *fixture, const char *name, const char *sid)
{
  test_bridge_take_and_send (fixture->bridge,
                             test_bridge_reservation_event (fixture->bridge, name, sid));
}

static void
send_task (Fixture *fixture, const char *name, const char *sid)
{
  test_bridge_take_and_send (fixture->bridge,
                             test_bridge_task_event (fixture->bridge, name, sid));
}

static void
send_worker (Fixture *fixture, const char *name)
{
  test_bridge_take_and_send (fixture->bridge, test_bridge_worker_event (fixture->bridge, name));
}

static void
change_reservation (Fixture *fixture, const char *sid, const char *status, const char *name)
{
  test_bridge_set_reservation (fixture->bridge, sid, status);
  send_reservation (fixture, name, sid);
}

/* A pending reservation that the worker was told of. */
static const char *
offer (Fixture *fixture)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  send_reservation (fixture, "reservation.created", sid);
  test_wait (tr_worker_find_reservation (fixture->worker, sid) != NULL);
  g_string_truncate (fixture->told, 0);
  return sid;
}

static guint
count_reservations (Fixture *fixture)
{
  return g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker));
}

static void
test_created (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation;
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  test_bridge_remove_reservation (fixture->bridge, sid);
  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  send_reservation (fixture, "reservation.created", sid);
  fixture_wait_told (fixture, "reservation-created:WR2 ");
  reservation = tr_worker_find_reservation (fixture->worker, sid);
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_PENDING);
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
}

static void
test_accepted_to_completed (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrReservation) reservation = NULL;
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  reservation = g_object_ref (tr_worker_find_reservation (fixture->worker, sid));
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  fixture_wait_told (fixture, "reservation-accepted:WR1 ");
  change_reservation (fixture, sid, "wrapping", "reservation.wrapup");
  fixture_wait_told (fixture, "reservation-wrapup:WR1 ");
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
  change_reservation (fixture, sid, "completed", "reservation.completed");
  fixture_wait_told (fixture, "reservation-completed:WR1 ");
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_COMPLETED);
  g_assert_cmpuint (count_reservations (fixture), ==, 0);
  g_assert_null (tr_worker_find_reservation (fixture->worker, sid));
}

static void
test_every_end (Fixture *fixture, gconstpointer data)
{
  static const char *const ends[] = { "rejected", "timeout", "canceled", "rescinded" };

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *sid = offer (fixture);
      g_autofree char *name = g_strdup_printf ("reservation.%s", ends[i]);
      g_autofree char *told = g_strdup_printf ("reservation-%s:WR%u ", ends[i], (guint) i + 1);

      change_reservation (fixture, sid, ends[i], name);
      fixture_wait_told (fixture, told);
      g_assert_cmpuint (count_reservations (fixture), ==, 0);
    }
}

static void
test_doubled_events_are_told_once (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  send_reservation (fixture, "reservation.created", sid);
  send_reservation (fixture, "reservation.created", sid);
  fixture_wait_told (fixture, "reservation-created:WR1 ");
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  send_reservation (fixture, "reservation.accepted", sid);
  fixture_wait_told (fixture, "reservation-accepted:WR1 ");
  test_bridge_set_task (fixture->bridge, sid, "completed", NULL);
  change_reservation (fixture, sid, "completed", "reservation.completed");
  send_reservation (fixture, "reservation.completed", sid);
  send_task (fixture, "task.completed", sid);
  send_task (fixture, "task.completed", sid);
  fixture_wait_told (fixture, "reservation-completed:WR1 task-completed:WT1 ");
}

static void
test_late_events_bring_nothing_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *created = NULL;
  g_autofree char *accepted = NULL;
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  created = test_bridge_reservation_event (fixture->bridge, "reservation.created", sid);
  test_bridge_send (fixture->bridge, created);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  accepted = test_bridge_reservation_event (fixture->bridge, "reservation.accepted", sid);
  change_reservation (fixture, sid, "completed", "reservation.completed");
  fixture_wait_told (fixture, "reservation-created:WR1 reservation-completed:WR1 ");
  test_bridge_send (fixture->bridge, accepted);
  test_bridge_send (fixture->bridge, created);
  fixture_assert_told (fixture, "");
  g_assert_cmpuint (count_reservations (fixture), ==, 0);
}

static void
test_older_event_is_dropped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *accepted = NULL;
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  accepted = test_bridge_reservation_event (fixture->bridge, "reservation.accepted", sid);
  change_reservation (fixture, sid, "wrapping", "reservation.wrapup");
  test_bridge_send (fixture->bridge, accepted);
  fixture_wait_told (fixture, "reservation-wrapup:WR1 ");
  g_assert_cmpint (
      tr_reservation_get_status (tr_worker_find_reservation (fixture->worker, sid)), ==,
      TR_RESERVATION_WRAPPING);
}

static void
test_ends_of_the_unknown_are_ignored (Fixture *fixture, gconstpointer data)
{
  static const char *const ends[] = { "rejected", "timeout", "canceled", "rescinded",
                                      "completed" };
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strdup_printf ("reservation.%s", ends[i]);

      change_reservation (fixture, sid, ends[i], name);
    }
  send_task (fixture, "task.updated", sid);
  fixture_assert_told (fixture, "");
  g_assert_cmpuint (fixture->n_protocol_errors, ==, 0);
}

static void
test_accepted_of_the_unknown_is_fetched (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  send_reservation (fixture, "reservation.accepted", sid);
  fixture_wait_told (fixture, "reservation-accepted:WR1 ");
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Reservations/WR"), ==, 1);
  change_reservation (fixture, sid, "wrapping", "reservation.wrapup");
  fixture_wait_told (fixture, "reservation-wrapup:WR1 ");
}

/* It ended while it was fetched, and the fetch was answered from before. */
static void
test_end_during_a_fetch (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_hold (fixture->bridge, "GET", sid);
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  change_reservation (fixture, sid, "completed", "reservation.completed");
  fixture_assert_told (fixture, "");
  test_bridge_release (fixture->bridge);
  fixture_wait_told (fixture, "reservation-accepted:WR1 reservation-completed:WR1 ");
  g_assert_cmpuint (count_reservations (fixture), ==, 0);
}

/* Reading everything anew is less work then. */
static void
test_too_many_fetches (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  for (int i = 0; i < 65; i++)
    {
      const char *sid = test_bridge_add_reservation (fixture->bridge);

      test_bridge_hold (fixture->bridge, "GET", sid);
      change_reservation (fixture, sid, "accepted", "reservation.accepted");
    }
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (tr_worker_get_error (fixture->worker)->message, "64 to be fetched"));
  fixture_reconnect (fixture);
  g_assert_cmpuint (count_reservations (fixture), ==, 65);
}

/* An answer that does not come is no reason to keep everything that is told meanwhile. */
static void
test_too_much_during_a_fetch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blanks = g_strnfill (1000 * 1000, ' ');
  g_autofree char *event = NULL;
  g_autofree char *large = NULL;
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_hold (fixture->bridge, "GET", sid);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  event = test_bridge_reservation_event (fixture->bridge, "reservation.accepted", sid);
  large = g_strconcat (event, blanks, NULL);
  for (int i = 0; i < 36 && tr_worker_get_state (fixture->worker) == TR_WORKER_READY; i++)
    {
      test_bridge_send (fixture->bridge, large);
      test_settle ();
    }
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  fixture_reconnect (fixture);
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
}

static void
test_fetch_that_fails (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_fail_next (fixture->bridge, "GET", sid, 500, "{\"message\":\"trouble\"}");
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  fixture_wait_told (fixture, "reservation-accepted:WR1 "); /* by the event's own word */
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_fail_next (fixture->bridge, "GET", sid, 404, "{\"message\":\"gone\"}");
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  test_wait (test_bridge_count (fixture->bridge, "/Reservations/WR") == 2);
  fixture_assert_told (fixture, "");
  g_assert_cmpuint (count_reservations (fixture), ==, 1);
}

static void
test_task_events (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "updated", "canceled", "completed", "wrapup" };
  static const char *const statuses[] = { "assigned", "canceled", "completed", "wrapping" };

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *sid = offer (fixture);
      g_autofree char *name = g_strdup_printf ("task.%s", names[i]);
      g_autofree char *told = g_strdup_printf ("task-%s:WT%u ", names[i], (guint) i + 1);

      test_bridge_set_task (fixture->bridge, sid, statuses[i], "{\"note\":\"VIP\"}");
      send_task (fixture, name, sid);
      send_task (fixture, name, sid);
      fixture_wait_told (fixture, told);
      g_assert_cmpstr (tr_task_get_attribute (tr_reservation_get_task (tr_worker_find_reservation (
                                                fixture->worker, sid)),
                                              "note"),
                       ==, "VIP");
    }
}

static void
test_task_event_after_its_reservation (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  test_bridge_set_task (fixture->bridge, sid, "canceled", NULL);
  change_reservation (fixture, sid, "canceled", "reservation.canceled");
  send_task (fixture, "task.canceled", sid);
  fixture_wait_told (fixture, "reservation-canceled:WR1 task-canceled:WT1 ");
}

static void
test_reservation_failed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *frame = test_data_text ("protocol/ws-reservation.failed.json");

  fixture_start (fixture);
  test_bridge_send (fixture->bridge, frame);
  test_bridge_send (fixture->bridge, frame);
  fixture_wait_told (fixture, "reservation-failed:WT1 ");
}

static void
test_transfer_events (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "initiated", "attempt-failed", "completed", "failed",
                                       "canceled" };

  fixture_start (fixture);
  offer (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("protocol/ws-task.transfer-%s.json", names[i]);
      g_autofree char *frame = test_data_text (path);
      g_autofree char *told = g_strdup_printf ("task-transfer-%s:TT1 ", names[i]);

      test_bridge_send (fixture->bridge, frame);
      test_bridge_send (fixture->bridge, frame);
      fixture_wait_told (fixture, told);
    }
}

static void
test_worker_events (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  test_bridge_set_activity (fixture->bridge, TEST_AVAILABLE);
  send_worker (fixture, "worker.activity.update");
  send_worker (fixture, "worker.activity.update");
  fixture_wait_told (fixture, "activity-updated:WA2 ");
  g_assert_cmpstr (tr_activity_get_friendly_name (tr_worker_get_activity (fixture->worker)), ==,
                   "Available");
  test_bridge_set_worker_attributes (fixture->bridge, "{\"skills\":[]}");
  send_worker (fixture, "worker.attributes.update");
  send_worker (fixture, "worker.attributes.update");
  fixture_wait_told (fixture, "attributes-updated:WK1 ");
  g_assert_false (json_object_has_member (tr_worker_get_attributes (fixture->worker), "name"));
}

static void
test_older_worker_event_is_dropped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *available = NULL;

  fixture_start (fixture);
  test_bridge_set_activity (fixture->bridge, TEST_AVAILABLE);
  available = test_bridge_worker_event (fixture->bridge, "worker.activity.update");
  test_bridge_set_activity (fixture->bridge, TEST_UNAVAILABLE);
  send_worker (fixture, "worker.activity.update");
  test_bridge_send (fixture->bridge, available);
  fixture_wait_told (fixture, "activity-updated:WA3 ");
}

static void
test_new_activity_is_looked_up (Fixture *fixture, gconstpointer data)
{
  const char *sid = "WA00000000000000000000000000000009";

  fixture_start (fixture);
  test_bridge_add_activity (fixture->bridge, sid, "Training");
  test_bridge_set_activity (fixture->bridge, sid);
  send_worker (fixture, "worker.activity.update");
  fixture_wait_told (fixture, "activity-updated:WA9 ");
  g_assert_cmpstr (tr_activity_get_friendly_name (tr_worker_get_activity (fixture->worker)), ==,
                   "Training");
}

static void
test_activity_that_cannot_be_looked_up (Fixture *fixture, gconstpointer data)
{
  const char *sid = "WA00000000000000000000000000000009";

  fixture_start (fixture);
  test_bridge_add_activity (fixture->bridge, sid, "Training");
  test_bridge_set_activity (fixture->bridge, sid);
  test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 503, "{\"message\":\"later\"}");
  send_worker (fixture, "worker.activity.update");
  fixture_reconnect (fixture); /* rather no status than a wrong one */
  g_assert_cmpstr (tr_activity_get_friendly_name (tr_worker_get_activity (fixture->worker)), ==,
                   "Training");
}

static void
test_channel_events (Fixture *fixture, gconstpointer data)
{
  TrWorkerChannel *channel;

  fixture_start (fixture);
  test_bridge_set_channel (fixture->bridge, 1, 3, TRUE);
  for (int i = 0; i < 2; i++)
    test_bridge_take_and_send (
        fixture->bridge, test_bridge_channel_event (fixture->bridge, "worker.capacity.update", 1));
  fixture_wait_told (fixture, "capacity-updated:WC2 ");
  test_bridge_set_channel (fixture->bridge, 1, 3, FALSE);
  test_bridge_take_and_send (
      fixture->bridge,
      test_bridge_channel_event (fixture->bridge, "worker.channel.availability.update", 1));
  fixture_wait_told (fixture, "channel-availability-updated:WC2 ");
  channel = g_list_model_get_item (tr_worker_get_channels (fixture->worker), 1);
  g_assert_cmpint (tr_worker_channel_get_capacity (channel), ==, 3);
  g_assert_false (tr_worker_channel_is_available (channel));
  g_object_unref (channel);
}

static void
test_garbage_is_skipped (Fixture *fixture, gconstpointer data)
{
  static const char *const frames[] = {
    "<html><body>Welcome to Hotel WiFi</body></html>",
    "{",
    "[]",
    "7",
    "{\"event_type\":7,\"payload\":{}}",
    "{\"event_type\":\"reservation.created\"}",
    "{\"event_type\":\"reservation.created\",\"payload\":null}",
    "{\"event_type\":\"reservation.created\",\"payload\":{\"sid\":{}}}",
    "{\"event_type\":\"task.updated\",\"payload\":{\"sid\":\"WT1\",\"version\":\"1\"}}",
  };
  g_autofree char *deep = g_strnfill (100000, '[');

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    test_bridge_send (fixture->bridge, frames[i]);
  test_bridge_send (fixture->bridge, deep);
  test_bridge_send (fixture->bridge, "{\"event_type\":\"something.new\",\"payload\":{}}");
  test_wait (fixture->n_protocol_errors == G_N_ELEMENTS (frames) + 1);
  fixture_assert_told (fixture, "");
  offer (fixture);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 1);
}

static void
test_huge_frame_ends_the_connection (Fixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, ' ');

  fixture_start (fixture);
  test_bridge_send (fixture->bridge, huge);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  fixture_reconnect (fixture);
}

static void
test_large_frame_is_read (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fill = g_strnfill (300 * 1024, 'x');
  g_autofree char *attributes = g_strdup_printf ("{\"note\":\"%s\"}", fill);
  const char *sid;

  fixture_start (fixture);
  sid = offer (fixture);
  test_bridge_set_task (fixture->bridge, sid, "reserved", attributes);
  send_task (fixture, "task.updated", sid);
  fixture_wait_told (fixture, "task-updated:WT1 ");
}

static void
test_service_time_follows_answers (Fixture *fixture, gconstpointer data)
{
  gint64 mistake;

  fixture_start (fixture);
  mistake = tr_worker_get_service_time (fixture->worker) -
            tr_clock_get_real_time (fixture->clock);
  g_assert_cmpint (ABS (mistake), <=, G_TIME_SPAN_SECOND / 2);
}

static void
drop_worker_cb (TrWorker *worker, TrReservation *reservation, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->worker);
}

static void
test_dropped_by_a_listener (Fixture *fixture, gconstpointer data)
{
  const char *sid;

  fixture_start (fixture);
  g_signal_connect (fixture->worker, "reservation-created", G_CALLBACK (drop_worker_cb), fixture);
  sid = test_bridge_add_reservation (fixture->bridge);
  send_reservation (fixture, "reservation.created", sid);
  change_reservation (fixture, sid, "accepted", "reservation.accepted");
  test_wait (fixture->worker == NULL);
  test_settle ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/events/created", test_created);
  ADD ("/worker/events/accepted-to-completed", test_accepted_to_completed);
  ADD ("/worker/events/every-end", test_every_end);
  ADD ("/worker/events/doubled", test_doubled_events_are_told_once);
  ADD ("/worker/events/late", test_late_events_bring_nothing_back);
  ADD ("/worker/events/older", test_older_event_is_dropped);
  ADD ("/worker/events/ends-of-the-unknown", test_ends_of_the_unknown_are_ignored);
  ADD ("/worker/events/accepted-of-the-unknown", test_accepted_of_the_unknown_is_fetched);
  ADD ("/worker/events/end-during-a-fetch", test_end_during_a_fetch);
  ADD ("/worker/events/fetch-fails", test_fetch_that_fails);
  ADD ("/worker/events/too-many-fetches", test_too_many_fetches);
  ADD ("/worker/events/too-much-during-a-fetch", test_too_much_during_a_fetch);
  ADD ("/worker/events/task", test_task_events);
  ADD ("/worker/events/task-after-reservation", test_task_event_after_its_reservation);
  ADD ("/worker/events/reservation-failed", test_reservation_failed);
  ADD ("/worker/events/transfer", test_transfer_events);
  ADD ("/worker/events/worker", test_worker_events);
  ADD ("/worker/events/older-worker", test_older_worker_event_is_dropped);
  ADD ("/worker/events/new-activity", test_new_activity_is_looked_up);
  ADD ("/worker/events/new-activity/fails", test_activity_that_cannot_be_looked_up);
  ADD ("/worker/events/channel", test_channel_events);
  ADD ("/worker/events/garbage", test_garbage_is_skipped);
  ADD ("/worker/events/huge", test_huge_frame_ends_the_connection);
  ADD ("/worker/events/large", test_large_frame_is_read);
  ADD ("/worker/events/service-time", test_service_time_follows_answers);
  ADD ("/worker/events/dropped-by-a-listener", test_dropped_by_a_listener);
  return g_test_run ();
}
