/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-transfer.h"

#include "test-data.h"

#define INITIATED "protocol/ws-task.transfer-initiated.json"
#define FAILED "protocol/ws-task.transfer-failed.json"

static void
test_decode (void)
{
  g_autoptr(JsonNode) node = test_data_event_payload (FAILED);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrTransfer) transfer = tr_transfer_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tr_transfer_get_sid (transfer), ==, "TT00000000000000000000000000000001");
  g_assert_cmpstr (tr_transfer_get_task_sid (transfer), ==, "WT00000000000000000000000000000001");
  g_assert_cmpstr (tr_transfer_get_initiating_reservation_sid (transfer), ==,
                   "WR00000000000000000000000000000001");
  g_assert_cmpstr (tr_transfer_get_initiating_worker_sid (transfer), ==,
                   "WK00000000000000000000000000000001");
  g_assert_cmpstr (tr_transfer_get_to (transfer), ==, "WK00000000000000000000000000000002");
  g_assert_cmpint (tr_transfer_get_status (transfer), ==, TR_TRANSFER_FAILED);
  g_assert_true (tr_transfer_is_warm (transfer));
  g_assert_cmpstr (tr_transfer_get_failed_reason (transfer), ==,
                   "Transfer failed because the reservation was rejected");
}

static void
test_statuses (void)
{
  const struct
  {
    const char *word;
    TrTransferStatus status;
  } words[] = {
    { "\"initiated\"", TR_TRANSFER_INITIATED }, { "\"complete\"", TR_TRANSFER_COMPLETE },
    { "\"failed\"", TR_TRANSFER_FAILED },       { "\"canceled\"", TR_TRANSFER_CANCELED },
    { "\"COMPLETE\"", TR_TRANSFER_UNKNOWN },    { "\"\"", TR_TRANSFER_UNKNOWN },
  };
  g_autoptr(JsonNode) node = test_data_event_payload (INITIATED);
  g_autoptr(JsonNode) cold = test_json_with (node, "transfer_mode", "\"COLD\"");
  g_autoptr(TrTransfer) cold_transfer = tr_transfer_new_from_json (cold, NULL);

  g_assert_false (tr_transfer_is_warm (cold_transfer));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(JsonNode) changed = test_json_with (node, "transfer_status", words[i].word);
      g_autoptr(TrTransfer) transfer = tr_transfer_new_from_json (changed, NULL);
      TrTransferStatus status;

      g_object_get (transfer, "status", &status, NULL);
      g_assert_cmpint (status, ==, words[i].status);
    }
}

static void
test_bad (void)
{
  const struct
  {
    const char *name;
    const char *value;
    const char *complaint;
  } bad[] = {
    { "sid", NULL, "Transfer: \"sid\" is missing" },
    { "task_sid", NULL, "Transfer: \"task_sid\" is missing" },
    { "task_sid", "7", "\"task_sid\" is not a string" },
    { "initiating_reservation_sid", "\"\"", "\"initiating_reservation_sid\" is empty" },
    { "initiating_worker_sid", "null", "\"initiating_worker_sid\" is null" },
    { "transfer_to", "[]", "\"transfer_to\" is not a string" },
    { "transfer_mode", NULL, "\"transfer_mode\" is missing" },
    { "transfer_status", "1", "\"transfer_status\" is not a string" },
    { "transfer_failed_reason", "1", "\"transfer_failed_reason\" is not a string" },
    { "date_updated", "-1", "\"date_updated\" is -1" },
  };
  g_autoptr(JsonNode) node = test_data_event_payload (INITIATED);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) spoiled = test_json_with (node, bad[i].name, bad[i].value);
      g_autoptr(GError) error = NULL;

      g_assert_null (tr_transfer_new_from_json (spoiled, &error));
      test_assert_protocol_error (error, bad[i].complaint);
    }
}

/* Without versions: by date, and an end is never undone. */
static void
test_update (void)
{
  g_autoptr(JsonNode) initiated = test_data_event_payload (INITIATED);
  g_autoptr(JsonNode) failed = test_data_event_payload (FAILED);
  g_autoptr(JsonNode) same_time = test_json_with (initiated, "date_updated", "1768471270");
  g_autoptr(JsonNode) other = test_json_with (initiated, "sid", "\"TT2\"");
  g_autoptr(TrTransfer) transfer = tr_transfer_new_from_json (initiated, NULL);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  test_log_notify (transfer, log);
  g_assert_true (tr_transfer_update_from_json (transfer, initiated, NULL));
  test_assert_notified (log, "");
  g_assert_true (tr_transfer_update_from_json (transfer, failed, NULL));
  test_assert_notified (log, "status failed-reason");
  g_assert_true (tr_transfer_update_from_json (transfer, failed, NULL));
  g_assert_true (tr_transfer_update_from_json (transfer, initiated, NULL));
  g_assert_true (tr_transfer_update_from_json (transfer, same_time, NULL));
  g_assert_cmpint (tr_transfer_get_status (transfer), ==, TR_TRANSFER_FAILED);
  test_assert_notified (log, "");

  g_assert_false (tr_transfer_update_from_json (transfer, other, &error));
  test_assert_protocol_error (error, "\"sid\" is not that of TT00000000000000000000000000000001");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transfer/decode", test_decode);
  g_test_add_func ("/transfer/decode/statuses", test_statuses);
  g_test_add_func ("/transfer/decode/bad", test_bad);
  g_test_add_func ("/transfer/update", test_update);
  return g_test_run ();
}
