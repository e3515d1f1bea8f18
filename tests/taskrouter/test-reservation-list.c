/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-reservation-list.h"

#include "test-data.h"

typedef struct
{
  TrReservationList *list;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->list = tr_reservation_list_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tr_reservation_list_free (fixture->list);
}

/* Reservation WR0…@number of task WT0…@task, added to the list. */
static TrReservation *
add (Fixture *fixture, guint number, guint task)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *object = json_node_get_object (node);
  g_autofree char *sid = g_strdup_printf ("WR%032u", number);
  g_autofree char *task_sid = g_strdup_printf ("WT%032u", task);
  g_autoptr(TrReservation) reservation = NULL;
  g_autoptr(GError) error = NULL;

  json_object_set_string_member (object, "sid", sid);
  json_object_set_string_member (json_object_get_object_member (object, "task"), "sid", task_sid);
  reservation = tr_reservation_new_from_json (node, &error);
  g_assert_no_error (error);
  tr_reservation_list_add (fixture->list, reservation);
  return tr_reservation_list_find (fixture->list, sid);
}

static guint
count_open (Fixture *fixture)
{
  return g_list_model_get_n_items (tr_reservation_list_get_model (fixture->list));
}

static void
test_ended_is_remembered (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation = add (fixture, 1, 1);
  TrTask *task = tr_reservation_get_task (reservation);
  const char *sid = tr_reservation_get_sid (reservation);

  g_assert_false (tr_reservation_list_has_ended (fixture->list, sid));
  g_assert_true (tr_reservation_list_find_task (fixture->list, tr_task_get_sid (task)) == task);
  tr_reservation_list_end (fixture->list, reservation);
  g_assert_null (tr_reservation_list_find (fixture->list, sid));
  g_assert_cmpuint (count_open (fixture), ==, 0);
  g_assert_true (tr_reservation_list_has_ended (fixture->list, sid));
  g_assert_true (tr_reservation_list_find_task (fixture->list, tr_task_get_sid (task)) == task);
}

static void
test_memory_is_short (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 1000; i++)
    tr_reservation_list_end (fixture->list, add (fixture, i, i));
  g_assert_false (tr_reservation_list_has_ended (fixture->list,
                                                 "WR00000000000000000000000000000900"));
  g_assert_null (tr_reservation_list_find_task (fixture->list,
                                                "WT00000000000000000000000000000900"));
  g_assert_true (tr_reservation_list_has_ended (fixture->list,
                                                "WR00000000000000000000000000000990"));
  tr_reservation_list_forget_ended (fixture->list);
  g_assert_false (tr_reservation_list_has_ended (fixture->list,
                                                 "WR00000000000000000000000000000990"));
}

/* The same task was offered again: forgetting the first offer must not forget the task. */
static void
test_newest_offer_of_a_task (Fixture *fixture, gconstpointer data)
{
  TrReservation *first = add (fixture, 1, 7);
  TrReservation *second;

  tr_reservation_list_end (fixture->list, first);
  second = add (fixture, 2, 7);
  tr_reservation_list_forget_ended (fixture->list);
  g_assert_true (tr_reservation_list_find_task (fixture->list,
                                                "WT00000000000000000000000000000007") ==
                 tr_reservation_get_task (second));
}

static void
test_dropped_leaves_no_trace (Fixture *fixture, gconstpointer data)
{
  tr_reservation_list_drop (fixture->list, add (fixture, 1, 1));
  g_assert_cmpuint (count_open (fixture), ==, 0);
  g_assert_false (
      tr_reservation_list_has_ended (fixture->list, "WR00000000000000000000000000000001"));
  g_assert_null (
      tr_reservation_list_find_task (fixture->list, "WT00000000000000000000000000000001"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/reservation-list/ended", test_ended_is_remembered);
  ADD ("/reservation-list/memory", test_memory_is_short);
  ADD ("/reservation-list/same-task", test_newest_offer_of_a_task);
  ADD ("/reservation-list/dropped", test_dropped_leaves_no_trace);
  return g_test_run ();
}
