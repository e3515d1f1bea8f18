/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-line.h"

#include "test-data.h"

#define S ((gint64) G_USEC_PER_SEC)
#define SERVICE_NOW (G_GINT64_CONSTANT (1768471237) * S) /* 30 s after the sample's date */
#define CUSTOMER "CA00000000000000000000000000000001"
#define OWN "CA00000000000000000000000000000002"
#define THIRD "CA00000000000000000000000000000003"

static TrReservation *
reservation_new (const char *file)
{
  g_autoptr(JsonNode) node = test_data_event_payload (file);
  g_autoptr(GError) error = NULL;
  TrReservation *reservation = tr_reservation_new_from_json (node, &error);

  g_assert_no_error (error);
  return reservation;
}

static void
add (GPtrArray *participants, const char *call_sid, const char *name, const char *value)
{
  g_autoptr(JsonNode) node = test_data_json ("protocol/api2010-participant.json");
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", call_sid);
  g_autoptr(JsonNode) named = test_json_with (node, "call_sid", quoted);
  g_autoptr(JsonNode) changed = name != NULL ? test_json_with (named, name, value)
                                             : json_node_ref (named);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (participants, tr_participant_new_from_json (changed, &error));
  g_assert_no_error (error);
}

static TraLeg *
nth (TraLine *line, guint n)
{
  return g_ptr_array_index (line->legs, n);
}

static void
test_from_task (void)
{
  g_autoptr(TrReservation) reservation = reservation_new ("protocol/ws-reservation.accepted.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);

  g_assert_cmpuint (line->legs->len, ==, 2);
  g_assert_cmpstr (nth (line, 0)->call_sid, ==, CUSTOMER);
  g_assert_cmpint (nth (line, 0)->role, ==, TRA_LEG_CALLER);
  g_assert_cmpstr (nth (line, 1)->call_sid, ==, OWN);
  g_assert_cmpint (nth (line, 1)->role, ==, TRA_LEG_OWN);
  g_assert_false (tra_line_has_others (line));
}

/* The task told a colleague's leg for ours: once that is known the rows change places. */
static void
test_own_is_another (void)
{
  g_autoptr(TrReservation) reservation = reservation_new ("protocol/ws-reservation.accepted.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);
  TrTask *task = tr_reservation_get_task (reservation);

  add (participants, CUSTOMER, NULL, NULL);
  add (participants, OWN, NULL, NULL);
  add (participants, "CA9", NULL, NULL);
  tra_line_take_participants (line, participants, task, 1, 1);
  g_assert_cmpint (tra_line_find_call (line, OWN)->role, ==, TRA_LEG_OWN);
  tra_line_set_own (line, "CA9");
  tra_line_take_participants (line, participants, task, 2, 2);
  g_assert_cmpint (tra_line_find_call (line, "CA9")->role, ==, TRA_LEG_OWN);
  g_assert_cmpint (tra_line_find_call (line, OWN)->role, ==, TRA_LEG_OTHER);
}

/* Who is held since when: by the service's date at first, and not any more when something else
 * changes. */
static void
test_held (void)
{
  g_autoptr(TrReservation) reservation = reservation_new ("protocol/ws-reservation.accepted.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);
  TrTask *task = tr_reservation_get_task (reservation);

  add (participants, OWN, NULL, NULL);
  add (participants, CUSTOMER, "hold", "true");
  tra_line_take_participants (line, participants, task, 100 * S, SERVICE_NOW);
  g_assert_cmpint (nth (line, 0)->held_since, ==, 70 * S);
  g_assert_cmpint (nth (line, 1)->held_since, ==, 0);
  tra_line_take_participants (line, participants, task, 105 * S, SERVICE_NOW);
  g_assert_cmpint (nth (line, 0)->held_since, ==, 70 * S);
  g_assert_true (tra_line_find_held (line) == nth (line, 0));

  g_ptr_array_set_size (participants, 0);
  add (participants, CUSTOMER, NULL, NULL);
  tra_line_take_participants (line, participants, task, 110 * S, SERVICE_NOW);
  g_assert_cmpint (nth (line, 0)->held_since, ==, 0);
  g_assert_null (tra_line_find_held (line));
}

/* The one who comes after a transfer began is the one it was for; a leg with a label is not. */
static void
test_colleague (void)
{
  g_autoptr(TrReservation) reservation = reservation_new ("protocol/ws-reservation.accepted.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-task.transfer-initiated.json");
  g_autoptr(TrTransfer) transfer = tr_transfer_new_from_json (node, NULL);
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);
  TrTask *task = tr_reservation_get_task (reservation);

  tra_line_set_transfer (line, transfer, 5 * S);
  g_assert_true (tra_line_is_transferring (line));
  g_assert_cmpint (line->transfer_since, ==, 5 * S);
  add (participants, THIRD, "status", "\"ringing\"");
  add (participants, "CA4", "label", "\"+16505550177\"");
  add (participants, OWN, NULL, NULL);
  add (participants, CUSTOMER, NULL, NULL);
  for (int i = 0; i < 2; i++)
    {
      tra_line_take_participants (line, participants, task, 100 * S, SERVICE_NOW);
      g_assert_cmpint (nth (line, 2)->role, ==, TRA_LEG_COLLEAGUE);
      g_assert_cmpstr (nth (line, 2)->worker_sid, ==, tr_transfer_get_to (transfer));
      g_assert_false (nth (line, 2)->is_connected);
      g_assert_cmpint (nth (line, 3)->role, ==, TRA_LEG_OTHER);
      g_assert_cmpstr (nth (line, 3)->label, ==, "+16505550177");
      g_assert_true (tra_line_has_others (line));
    }
}

/* Who was transferred to talks with the one who sent the call. */
static void
test_incoming (void)
{
  g_autoptr(TrReservation) reservation =
      reservation_new ("protocol/ws-reservation.created--incoming-transfer.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);
  TrTransfer *transfer = tr_reservation_get_incoming_transfer (reservation);
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);

  add (participants, THIRD, NULL, NULL);
  tra_line_take_participants (line, participants, tr_reservation_get_task (reservation), S, 0);
  g_assert_cmpstr (nth (line, 0)->worker_sid, ==, tr_transfer_get_initiating_worker_sid (transfer));
}

/* A number that rings is a transfer that nobody has taken yet. */
static void
test_number_rings (void)
{
  g_autoptr(TrReservation) reservation =
      reservation_new ("protocol/ws-reservation.created--incoming-transfer.json");
  g_autoptr(TraLine) line = tra_line_new (reservation);

  g_assert_false (tra_line_is_transferring (line));
  line->number_sid = g_strdup (THIRD);
  g_assert_true (tra_line_is_transferring (line));
}

static void
test_none (void)
{
  g_assert_null (tra_line_find (NULL, TRA_LEG_OWN));
  g_assert_null (tra_line_find_call (NULL, "CA1"));
  g_assert_null (tra_line_find_held (NULL));
  g_assert_false (tra_line_has_others (NULL));
  g_assert_false (tra_line_is_transferring (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line/from-task", test_from_task);
  g_test_add_func ("/line/held", test_held);
  g_test_add_func ("/line/colleague", test_colleague);
  g_test_add_func ("/line/incoming", test_incoming);
  g_test_add_func ("/line/number-rings", test_number_rings);
  g_test_add_func ("/line/none", test_none);
  g_test_add_func ("/line/own-is-another", test_own_is_another);
  return g_test_run ();
}
