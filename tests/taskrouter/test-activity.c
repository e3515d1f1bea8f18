/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-activity.h"

#include "test-data.h"

/* As the event bridge has it; "rest" is the sample of the REST API. */
static const char bridge[] =
    "{\"account_sid\":\"AC1\",\"workspace_sid\":\"WS1\",\"sid\":\"WA1\",\"date_created\":1767607200,"
    "\"date_updated\":1767607200,\"friendly_name\":\"Available\",\"available\":true}";

static void
test_bridge (void)
{
  g_autoptr(JsonNode) node = test_json (bridge);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, &error);
  g_autofree char *sid = NULL;
  g_autofree char *name = NULL;
  gboolean is_available;

  g_assert_no_error (error);
  g_assert_cmpstr (tr_activity_get_sid (activity), ==, "WA1");
  g_assert_cmpstr (tr_activity_get_friendly_name (activity), ==, "Available");
  g_assert_true (tr_activity_is_available (activity));
  g_object_get (activity, "sid", &sid, "friendly-name", &name, "is-available", &is_available,
                NULL);
  g_assert_cmpstr (sid, ==, "WA1");
  g_assert_cmpstr (name, ==, "Available");
  g_assert_true (is_available);
}

static void
test_rest (void)
{
  g_autoptr(JsonNode) node = test_data_json ("protocol/rest-activity.json");
  g_autoptr(GError) error = NULL;
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tr_activity_get_friendly_name (activity), ==, "Available");
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
    { "sid", NULL, "Activity: \"sid\" is missing" },
    { "sid", "null", "Activity: \"sid\" is null" },
    { "sid", "7", "Activity: \"sid\" is not a string" },
    { "sid", "\"\"", "Activity: \"sid\" is empty" },
    { "sid", "\"WA2\"", "Activity: \"sid\" is not that of WA1" },
    { "friendly_name", NULL, "\"friendly_name\" is missing" },
    { "friendly_name", "{}", "\"friendly_name\" is not a string" },
    { "available", NULL, "\"available\" is missing" },
    { "available", "\"true\"", "\"available\" is not a boolean" },
    { "available", "2", "\"available\" is not a boolean" },
  };
  g_autoptr(JsonNode) node = test_json (bridge);
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, NULL);
  g_autoptr(JsonNode) list = test_json ("[]");
  g_autoptr(GError) list_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) spoiled = test_json_with (node, bad[i].name, bad[i].value);
      g_autoptr(GError) error = NULL;

      g_assert_false (tr_activity_update_from_json (activity, spoiled, &error));
      test_assert_protocol_error (error, bad[i].complaint);
    }
  g_assert_null (tr_activity_new_from_json (list, &list_error));
  test_assert_protocol_error (list_error, "Activity: not a JSON object");
}

static void
test_update (void)
{
  g_autoptr(JsonNode) node = test_json (bridge);
  g_autoptr(JsonNode) renamed = test_json_with (node, "friendly_name", "\"Online\"");
  g_autoptr(JsonNode) both = test_json_with (node, "available", "0");
  g_autoptr(JsonNode) half = test_json_with (both, "friendly_name", "7");
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, NULL);
  g_autoptr(GString) log = g_string_new (NULL);

  test_log_notify (activity, log);
  g_assert_true (tr_activity_update_from_json (activity, node, NULL));
  test_assert_notified (log, "");
  g_assert_true (tr_activity_update_from_json (activity, renamed, NULL));
  test_assert_notified (log, "friendly-name");
  g_assert_true (tr_activity_update_from_json (activity, both, NULL));
  test_assert_notified (log, "friendly-name is-available");
  g_assert_false (tr_activity_is_available (activity));

  /* Nothing of a bad document is taken, not even what could be read. */
  g_assert_true (tr_activity_update_from_json (activity, node, NULL));
  g_assert_false (tr_activity_update_from_json (activity, half, NULL));
  g_assert_true (tr_activity_is_available (activity));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity/decode/bridge", test_bridge);
  g_test_add_func ("/activity/decode/rest", test_rest);
  g_test_add_func ("/activity/decode/bad", test_bad);
  g_test_add_func ("/activity/update", test_update);
  return g_test_run ();
}
