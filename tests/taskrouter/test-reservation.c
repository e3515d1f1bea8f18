/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-reservation.h"

#include "test-data.h"

#define CREATED "protocol/ws-reservation.created.json"
#define ACCEPTED "protocol/ws-reservation.accepted.json"
#define TRANSFER "protocol/ws-reservation.created--incoming-transfer.json"
#define WITH_CODE "protocol/ws-reservation.canceled--reason-code.json"

static const char short_form[] =
    "{\"account_sid\":\"AC1\",\"workspace_sid\":\"WS1\",\"sid\":"
    "\"WR00000000000000000000000000000001\",\"date_created\":1768471202,\"date_updated\":1768471208,"
    "\"task_sid\":\"WT1\",\"worker_sid\":\"WK00000000000000000000000000000001\",\"worker_name\":"
    "\"dave\",\"reservation_status\":\"accepted\",\"task_channel_sid\":\"TC1\",\"version\":1}";

typedef struct
{
  JsonNode *node; /* pending, version 0 */
  TrReservation *reservation;
  GString *log;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->node = test_data_event_payload (CREATED);
  fixture->reservation = tr_reservation_new_from_json (fixture->node, &error);
  g_assert_no_error (error);
  fixture->log = g_string_new (NULL);
  test_log_notify (fixture->reservation, fixture->log);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->reservation);
  json_node_unref (fixture->node);
  g_string_free (fixture->log, TRUE);
}

static void
test_decode (Fixture *fixture, gconstpointer data)
{
  TrReservation *reservation = fixture->reservation;
  g_autoptr(TrTask) task = NULL;
  g_autofree char *sid = NULL;
  TrReservationStatus status;
  gint64 version;

  g_assert_cmpstr (tr_reservation_get_sid (reservation), ==, "WR00000000000000000000000000000001");
  g_assert_cmpint (tr_reservation_get_status (reservation), ==, TR_RESERVATION_PENDING);
  g_assert_true (tr_reservation_is_open (reservation));
  g_assert_cmpstr (tr_task_get_sid (tr_reservation_get_task (reservation)), ==,
                   "WT00000000000000000000000000000001");
  g_assert_null (tr_reservation_get_incoming_transfer (reservation));
  g_assert_null (tr_reservation_get_outgoing_transfer (reservation));
  g_assert_cmpstr (tr_reservation_get_worker_sid (reservation), ==,
                   "WK00000000000000000000000000000001");
  g_assert_cmpint (tr_reservation_get_timeout (reservation), ==, 10);
  g_assert_cmpint (tr_reservation_get_canceled_reason_code (reservation), ==, 0);
  g_assert_cmpint (tr_reservation_get_date_created (reservation), ==, 1768471202);
  g_assert_cmpint (tr_reservation_get_date_updated (reservation), ==, 1768471202);
  g_assert_cmpint (tr_reservation_get_version (reservation), ==, 0);

  g_object_get (reservation, "sid", &sid, "status", &status, "task", &task, "version", &version,
                NULL);
  g_assert_cmpstr (sid, ==, tr_reservation_get_sid (reservation));
  g_assert_cmpint (status, ==, TR_RESERVATION_PENDING);
  g_assert_true (task == tr_reservation_get_task (reservation));
  g_assert_cmpint (version, ==, 0);
}

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *word;
    TrReservationStatus status;
    gboolean is_open;
  } words[] = {
    { "\"pending\"", TR_RESERVATION_PENDING, TRUE },
    { "\"accepted\"", TR_RESERVATION_ACCEPTED, TRUE },
    { "\"rejected\"", TR_RESERVATION_REJECTED, FALSE },
    { "\"timeout\"", TR_RESERVATION_TIMEOUT, FALSE },
    { "\"canceled\"", TR_RESERVATION_CANCELED, FALSE },
    { "\"rescinded\"", TR_RESERVATION_RESCINDED, FALSE },
    { "\"wrapping\"", TR_RESERVATION_WRAPPING, TRUE },
    { "\"completed\"", TR_RESERVATION_COMPLETED, FALSE },
    { "\"wrapup\"", TR_RESERVATION_UNKNOWN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(JsonNode) node =
          test_json_with (fixture->node, "reservation_status", words[i].word);

      g_assert_true (tr_reservation_update_from_json (fixture->reservation, node, NULL));
      g_assert_cmpint (tr_reservation_get_status (fixture->reservation), ==, words[i].status);
      g_assert_cmpint (tr_reservation_is_open (fixture->reservation), ==, words[i].is_open);
    }
}

static void
test_transfer (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = test_data_event_payload (TRANSFER);
  g_autoptr(JsonNode) newer = NULL;
  g_autoptr(JsonNode) without = test_json_with (node, "task_transfer", NULL);
  g_autoptr(TrReservation) reservation = tr_reservation_new_from_json (node, NULL);
  TrTransfer *transfer = tr_reservation_get_incoming_transfer (reservation);

  g_assert_cmpstr (tr_transfer_get_sid (transfer), ==, "TT00000000000000000000000000000001");
  g_assert_cmpstr (tr_transfer_get_task_sid (transfer), ==, "WT00000000000000000000000000000001");
  g_assert_cmpint (tr_transfer_get_status (transfer), ==, TR_TRANSFER_INITIATED);

  /* The same transfer stays the same object … */
  newer = test_json_with (node, "version", "1");
  json_object_set_string_member (
      json_object_get_object_member (json_node_get_object (newer), "task_transfer"),
      "transfer_status", "complete");
  g_assert_true (tr_reservation_update_from_json (reservation, newer, NULL));
  g_assert_true (tr_reservation_get_incoming_transfer (reservation) == transfer);
  g_assert_cmpint (tr_transfer_get_status (transfer), ==, TR_TRANSFER_COMPLETE);

  /* … until the reservation has none. */
  json_object_set_int_member (json_node_get_object (without), "version", 2);
  g_assert_true (tr_reservation_update_from_json (reservation, without, NULL));
  g_assert_null (tr_reservation_get_incoming_transfer (reservation));
}

static void
test_outgoing_transfer (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) source = test_data_event_payload (TRANSFER);
  g_autofree char *transfer = json_to_string (
      json_object_get_member (json_node_get_object (source), "task_transfer"), FALSE);
  g_autoptr(JsonNode) node =
      test_json_with (fixture->node, "active_outgoing_task_transfer", transfer);
  g_autoptr(JsonNode) null = test_json_with (node, "active_outgoing_task_transfer", "null");
  g_autoptr(JsonNode) bad = test_json_with (node, "active_outgoing_task_transfer", "{}");
  g_autoptr(GError) error = NULL;

  g_assert_true (tr_reservation_update_from_json (fixture->reservation, node, NULL));
  g_assert_nonnull (tr_reservation_get_outgoing_transfer (fixture->reservation));
  g_assert_true (tr_reservation_update_from_json (fixture->reservation, null, NULL));
  g_assert_null (tr_reservation_get_outgoing_transfer (fixture->reservation));
  g_assert_false (tr_reservation_update_from_json (fixture->reservation, bad, &error));
  test_assert_protocol_error (
      error, "Reservation: \"active_outgoing_task_transfer\": Transfer: \"sid\" is missing");
}

static void
test_reason_code (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = test_data_event_payload (WITH_CODE);
  g_autoptr(TrReservation) reservation = tr_reservation_new_from_json (node, NULL);

  g_assert_cmpint (tr_reservation_get_canceled_reason_code (reservation), ==, 13223);
  g_assert_false (tr_reservation_is_open (reservation));
}

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *name;
    const char *value;
    const char *complaint;
  } bad[] = {
    { "sid", NULL, "Reservation: \"sid\" is missing" },
    { "sid", "\"WR2\"", "\"sid\" is not that of WR00000000000000000000000000000001" },
    { "reservation_status", "null", "\"reservation_status\" is null" },
    { "worker_sid", "\"\"", "\"worker_sid\" is empty" },
    { "date_created", "\"x\"", "\"date_created\" is not an integer" },
    { "date_updated", NULL, "\"date_updated\" is missing" },
    { "version", NULL, "\"version\" is missing" },
    { "version", "-1", "\"version\" is -1" },
    { "reservation_timeout", NULL, "\"reservation_timeout\" is missing" },
    { "reservation_timeout", "\"10\"", "\"reservation_timeout\" is not an integer" },
    { "canceled_reason_code", "\"x\"", "\"canceled_reason_code\" is not an integer" },
    { "task", "null", "\"task\" is null" },
    { "task", "[]", "\"task\" is not an object" },
    { "task", "{}", "Reservation: Task: \"sid\" is missing" },
    { "task_transfer", "[]", "\"task_transfer\" is not an object" },
    { "task_transfer", "{}", "\"task_transfer\": Transfer: \"sid\" is missing" },
  };
  g_autoptr(JsonNode) other_task = test_json_with (fixture->node, "version", "1");
  g_autoptr(GError) other_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) spoiled = test_json_with (fixture->node, bad[i].name, bad[i].value);
      g_autoptr(GError) error = NULL;

      g_assert_false (tr_reservation_update_from_json (fixture->reservation, spoiled, &error));
      test_assert_protocol_error (error, bad[i].complaint);
    }
  json_object_set_string_member (
      json_object_get_object_member (json_node_get_object (other_task), "task"), "sid", "WT2");
  g_assert_false (
      tr_reservation_update_from_json (fixture->reservation, other_task, &other_error));
  test_assert_protocol_error (other_error, "Task: \"sid\" is not that of");
  test_assert_notified (fixture->log, "");
  g_assert_cmpint (tr_reservation_get_version (fixture->reservation), ==, 0);
}

static void
test_short_form (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) node = test_json (short_form);
  g_autoptr(GError) error = NULL;
  TrTask *task = tr_reservation_get_task (fixture->reservation);

  g_assert_true (tr_reservation_update_from_json (fixture->reservation, node, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tr_reservation_get_status (fixture->reservation), ==, TR_RESERVATION_ACCEPTED);
  g_assert_cmpint (tr_reservation_get_timeout (fixture->reservation), ==, 10);
  g_assert_true (tr_reservation_get_task (fixture->reservation) == task);
  test_assert_notified (fixture->log, "status version");

  /* A new reservation needs the full form. */
  g_assert_null (tr_reservation_new_from_json (node, &error));
  test_assert_protocol_error (error, "Reservation: \"reservation_timeout\" is missing");
}

/* REST answers without a version: then the date decides. */
static void
test_short_form_without_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) source = test_json (short_form);
  g_autoptr(JsonNode) node = test_json_with (source, "version", NULL);
  g_autoptr(JsonNode) earlier = test_json_with (node, "date_updated", "1768471203");
  g_autoptr(JsonNode) rejected = test_json_with (earlier, "reservation_status", "\"rejected\"");
  g_autoptr(JsonNode) bad = test_json_with (node, "version", "\"1\"");
  g_autoptr(GError) error = NULL;

  g_assert_true (tr_reservation_update_from_json (fixture->reservation, node, NULL));
  test_assert_notified (fixture->log, "status");
  g_assert_cmpint (tr_reservation_get_version (fixture->reservation), ==, 0);
  g_assert_true (tr_reservation_update_from_json (fixture->reservation, rejected, NULL));
  g_assert_cmpint (tr_reservation_get_status (fixture->reservation), ==, TR_RESERVATION_ACCEPTED);
  g_assert_false (tr_reservation_update_from_json (fixture->reservation, bad, &error));
  test_assert_protocol_error (error, "\"version\" is not an integer");
}

/* The answer to our own request and the event about it may come in either order, and twice. */
static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) accepted = test_data_event_payload (ACCEPTED);
  g_autoptr(JsonNode) answer = test_json (short_form);
  TrTask *task = tr_reservation_get_task (fixture->reservation);
  gint64 task_version = tr_task_get_version (task);

  g_assert_true (tr_reservation_update_from_json (fixture->reservation, accepted, NULL));
  test_assert_notified (fixture->log, "status version");
  g_assert_true (tr_reservation_get_task (fixture->reservation) == task);
  g_assert_cmpint (tr_task_get_version (task), >, task_version);

  g_assert_true (tr_reservation_update_from_json (fixture->reservation, accepted, NULL));
  g_assert_true (tr_reservation_update_from_json (fixture->reservation, answer, NULL));
  g_assert_true (tr_reservation_update_from_json (fixture->reservation, fixture->node, NULL));
  g_assert_cmpint (tr_reservation_get_status (fixture->reservation), ==, TR_RESERVATION_ACCEPTED);
  g_assert_cmpint (tr_task_get_status (task), ==, TR_TASK_ASSIGNED);
  test_assert_notified (fixture->log, "");
}

static void
drop_cb (TrReservation *reservation, GParamSpec *pspec, gpointer user_data)
{
  g_clear_object ((TrReservation **) user_data);
}

/* A handler that lets go of the reservation does not pull it from under us. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) accepted = test_data_event_payload (ACCEPTED);
  TrReservation *mine = tr_reservation_new_from_json (fixture->node, NULL);
  TrTask *task = g_object_ref (tr_reservation_get_task (mine));

  g_signal_connect_swapped (task, "notify::status", G_CALLBACK (g_object_unref), mine);
  g_assert_true (tr_reservation_update_from_json (mine, accepted, NULL));
  g_signal_handlers_disconnect_by_func (task, g_object_unref, mine);
  g_assert_finalize_object (task);

  mine = tr_reservation_new_from_json (fixture->node, NULL);
  g_signal_connect (mine, "notify::status", G_CALLBACK (drop_cb), &mine);
  g_assert_true (tr_reservation_update_from_json (mine, accepted, NULL));
  g_assert_null (mine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/reservation/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("decode", test_decode);
  ADD ("decode/bad", test_bad);
  ADD ("decode/statuses", test_statuses);
  ADD ("decode/transfer", test_transfer);
  ADD ("decode/outgoing-transfer", test_outgoing_transfer);
  ADD ("decode/reason-code", test_reason_code);
  ADD ("update/short-form", test_short_form);
  ADD ("update/short-form-without-version", test_short_form_without_version);
  ADD ("update/versions", test_versions);
  ADD ("update/dropped", test_dropped);
  return g_test_run ();
}
