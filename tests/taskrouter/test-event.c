/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event.h"

#include <string.h>

#include "test-data.h"
#include "tr-error.h"
#include "tr-json.h"

static const char init_fields[] = "channel_id account_sid workspace_sid token_lifetime";
static const char worker_fields[] =
    "account_sid activity_name activity_sid attributes available date_created "
    "date_status_changed date_updated friendly_name sid workspace_sid version";
static const char channel_fields[] = "assigned_tasks available available_capacity_percentage "
                                     "configured_capacity sid task_channel_unique_name";
static const char reservation_fields[] = "date_created date_updated reservation_status sid task "
                                         "reservation_timeout worker_sid version";
static const char task_fields[] = "age attributes date_created priority queue_name queue_sid sid "
                                  "assignment_status task_channel_unique_name workflow_name "
                                  "version";
static const char transfer_fields[] = "sid transfer_mode transfer_to transfer_status date_updated "
                                      "initiating_reservation_sid initiating_worker_sid task_sid";

typedef struct
{
  const char *path; /* one test each */
  const char *file;
  TrEventType type;
  const char *fields; /* without which there is no event */
  const char *child; /* nullable: a member of the payload … */
  const char *child_fields; /* … and what it needs */
} Case;

#define CASE(name, type, fields) \
  { "/event/" name, "protocol/ws-" name ".json", type, fields, NULL, NULL }
#define RESERVATION(name, type) \
  { "/event/" name, "protocol/ws-" name ".json", type, reservation_fields, "task", task_fields }

static const Case cases[] = {
  CASE ("init", TR_EVENT_INIT, init_fields),
  CASE ("worker.activity.update", TR_EVENT_WORKER_ACTIVITY_UPDATE, worker_fields),
  CASE ("worker.attributes.update", TR_EVENT_WORKER_ATTRIBUTES_UPDATE, worker_fields),
  CASE ("worker.capacity.update", TR_EVENT_WORKER_CAPACITY_UPDATE, channel_fields),
  CASE ("worker.channel.availability.update", TR_EVENT_WORKER_CHANNEL_AVAILABILITY_UPDATE,
        channel_fields),
  RESERVATION ("reservation.created", TR_EVENT_RESERVATION_CREATED),
  { "/event/reservation.created--incoming-transfer",
    "protocol/ws-reservation.created--incoming-transfer.json", TR_EVENT_RESERVATION_CREATED,
    reservation_fields, "task_transfer",
    "sid transfer_mode transfer_to transfer_status date_updated initiating_reservation_sid "
    "initiating_worker_sid" },
  RESERVATION ("reservation.accepted", TR_EVENT_RESERVATION_ACCEPTED),
  RESERVATION ("reservation.wrapup", TR_EVENT_RESERVATION_WRAPUP),
  RESERVATION ("reservation.completed", TR_EVENT_RESERVATION_COMPLETED),
  RESERVATION ("reservation.rejected", TR_EVENT_RESERVATION_REJECTED),
  RESERVATION ("reservation.timeout", TR_EVENT_RESERVATION_TIMEOUT),
  RESERVATION ("reservation.canceled", TR_EVENT_RESERVATION_CANCELED),
  RESERVATION ("reservation.canceled--reason-code", TR_EVENT_RESERVATION_CANCELED),
  RESERVATION ("reservation.rescinded", TR_EVENT_RESERVATION_RESCINDED),
  CASE ("reservation.failed", TR_EVENT_RESERVATION_FAILED, task_fields),
  CASE ("task.updated", TR_EVENT_TASK_UPDATED, task_fields),
  CASE ("task.canceled", TR_EVENT_TASK_CANCELED, task_fields),
  CASE ("task.completed", TR_EVENT_TASK_COMPLETED, task_fields),
  CASE ("task.wrapup", TR_EVENT_TASK_WRAPUP, task_fields),
  CASE ("task.transfer-initiated", TR_EVENT_TASK_TRANSFER_INITIATED, transfer_fields),
  CASE ("task.transfer-attempt-failed", TR_EVENT_TASK_TRANSFER_ATTEMPT_FAILED, transfer_fields),
  CASE ("task.transfer-completed", TR_EVENT_TASK_TRANSFER_COMPLETED, transfer_fields),
  CASE ("task.transfer-failed", TR_EVENT_TASK_TRANSFER_FAILED, transfer_fields),
  CASE ("task.transfer-canceled", TR_EVENT_TASK_TRANSFER_CANCELED, transfer_fields),
};

static void
assert_refused (const char *text, gssize length, const char *field)
{
  g_autoptr(GBytes) frame = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrEvent) event = tr_event_new_from_frame (frame, &error);

  g_assert_null (event);
  test_assert_protocol_error (error, field);
}

static void
assert_node_refused (JsonNode *root, const char *event_name, const char *field)
{
  g_autofree char *text = tr_json_to_string (root);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", field);
  g_autofree char *prefix = g_strdup_printf ("Event %s: ", event_name);
  g_autoptr(GBytes) frame = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(TrEvent) event = tr_event_new_from_frame (frame, &error);

  g_assert_null (event);
  test_assert_protocol_error (error, quoted);
  g_assert_true (g_str_has_prefix (error->message, prefix));
}

static void
test_good (gconstpointer data)
{
  const Case *test = data;
  g_autoptr(GBytes) frame = test_data_bytes (test->file);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrEvent) event = tr_event_new_from_frame (frame, &error);

  g_assert_no_error (error);
  g_assert_cmpint (tr_event_get_event_type (event), ==, test->type);
  g_assert_cmpstr (tr_event_get_name (event), ==, tr_event_type_to_string (test->type));
  g_assert_cmpint (tr_event_type_from_string (tr_event_get_name (event)), ==, test->type);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (tr_event_get_payload (event)));
}

/* Each field: missing, and of one wrong type; which one differs from event to event. */
static void
spoil_fields (const Case *test, const char *fields, const char *child)
{
  g_auto(GStrv) names = g_strsplit (fields, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    for (guint turn = 0; turn < 2; turn++)
      {
        guint how = turn == 0 ? 0 : 1 + (i + (guint) (test - cases)) % 3;
        g_autoptr(JsonNode) root = test_data_json (test->file);
        JsonObject *object = json_node_get_object (root);

        object = json_object_get_object_member (object, "payload");
        if (child != NULL)
          object = json_object_get_object_member (object, child);
        g_assert_true (json_object_has_member (object, names[i]));
        if (how == 0)
          json_object_remove_member (object, names[i]);
        else if (how == 1)
          json_object_set_null_member (object, names[i]);
        else if (how == 2)
          json_object_set_array_member (object, names[i], json_array_new ());
        else
          json_object_set_double_member (object, names[i], 0.5);
        assert_node_refused (root, tr_event_type_to_string (test->type), names[i]);
      }
}

static void
test_bad_fields (gconstpointer data)
{
  const Case *test = data;

  spoil_fields (test, test->fields, NULL);
  if (test->child != NULL)
    spoil_fields (test, test->child_fields, test->child);
}

static void
test_truncated (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = test_data_text (test->file);
  gsize length = strlen (g_strchomp (text));

  for (gsize i = 0; i < length; i += 1 + i / 40)
    assert_refused (text, (gssize) i, "not JSON");
}

static void
test_bad_payload (gconstpointer data)
{
  const Case *test = data;
  const char *name = tr_event_type_to_string (test->type);
  const char *payloads[] = { "", ",\"payload\":null", ",\"payload\":[]", ",\"payload\":\"x\"",
                             ",\"payload\":7" };
  g_autofree char *empty = g_strdup_printf ("{\"event_type\":\"%s\",\"payload\":{}}", name);

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"event_type\":\"%s\"%s}", name, payloads[i]);

      assert_refused (text, -1, "\"payload\"");
    }
  assert_refused (empty, -1, name);
}

/* One more member, unknown to us and so ignored, that is too much of something. */
static void
test_too_much (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *text = g_strchomp (test_data_text (test->file));
  g_autofree char *deep = g_strnfill (TR_JSON_MAX_DEPTH, '[');
  g_autoptr(GString) spoiled = g_string_new (text);

  g_string_truncate (spoiled, spoiled->len - 1);
  g_string_append_printf (spoiled, ",\"x\":%s", deep);
  assert_refused (spoiled->str, (gssize) spoiled->len, "too deep");

  g_string_assign (spoiled, text);
  g_string_set_size (spoiled, TR_JSON_MAX_BYTES + 1);
  memset (spoiled->str + strlen (text), ' ', TR_JSON_MAX_BYTES + 1 - strlen (text));
  assert_refused (spoiled->str, (gssize) spoiled->len, "more than");
}

static void
test_bad_frames (void)
{
  const struct
  {
    const char *text;
    const char *field;
  } bad[] = {
    { "", "empty" },
    { " \r\n", "cut off" }, /* a heartbeat is not an event: the stream keeps it away */
    { "null", "not a JSON object" },
    { "[]", "not a JSON object" },
    { "\"init\"", "not a JSON object" },
    { "{}", "\"event_type\" is missing" },
    { "{\"event_type\":null,\"payload\":{}}", "\"event_type\" is null" },
    { "{\"event_type\":7,\"payload\":{}}", "\"event_type\" is not a string" },
    { "{\"event_type\":\"\",\"payload\":{}}", "\"event_type\" is empty" },
    { "<html><body>Bad gateway</body></html>", "not JSON" },
    { "{\"event_type\":\"init\"}{}", "after the value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i].text, -1, bad[i].field);
}

static void
test_attributes (void)
{
  const struct
  {
    const char *attributes;
    const char *complaint;
  } bad[] = {
    { "", "\"attributes\" is not JSON: empty" },
    { "null", "\"attributes\" is not the text of a JSON object" },
    { "[]", "\"attributes\" is not the text of a JSON object" },
    { "{\"from\":\"+1650", "\"attributes\" is not JSON" },
    { "{\"from\":\"\\u0000\"}", "\"attributes\" is not JSON: \\u0000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) root = test_data_json ("protocol/ws-task.updated.json");
      JsonObject *payload =
          json_object_get_object_member (json_node_get_object (root), "payload");
      g_autofree char *text = NULL;

      json_object_set_string_member (payload, "attributes", bad[i].attributes);
      text = tr_json_to_string (root);
      assert_refused (text, -1, bad[i].complaint);
    }
}

/* The official SDK ignores what it does not know, and so do we. */
static void
test_unknown (void)
{
  const char *frames[] = { "{\"event_type\":\"worker.moved\",\"payload\":{\"sid\":7}}",
                           "{\"event_type\":\"worker.moved\",\"payload\":[]}",
                           "{\"event_type\":\"worker.moved\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autoptr(GBytes) frame = g_bytes_new_static (frames[i], strlen (frames[i]));
      g_autoptr(GError) error = NULL;
      g_autoptr(TrEvent) event = tr_event_new_from_frame (frame, &error);

      g_assert_no_error (error);
      g_assert_cmpint (tr_event_get_event_type (event), ==, TR_EVENT_UNKNOWN);
      g_assert_cmpstr (tr_event_get_name (event), ==, "worker.moved");
      g_assert_true (JSON_NODE_HOLDS_OBJECT (tr_event_get_payload (event)));
    }
  g_assert_cmpstr (tr_event_type_to_string (TR_EVENT_UNKNOWN), ==, "unknown");
  g_assert_cmpint (tr_event_type_from_string ("unknown"), ==, TR_EVENT_UNKNOWN);
}

static void
add (const Case *test, const char *what, GTestDataFunc func)
{
  g_autofree char *path = g_strconcat (test->path, "/", what, NULL);

  g_test_add_data_func (path, test, func);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add (&cases[i], "good", test_good);
      add (&cases[i], "bad-fields", test_bad_fields);
      add (&cases[i], "truncated", test_truncated);
      add (&cases[i], "bad-payload", test_bad_payload);
      add (&cases[i], "too-much", test_too_much);
    }
  g_test_add_func ("/event/frame/bad", test_bad_frames);
  g_test_add_func ("/event/attributes/bad", test_attributes);
  g_test_add_func ("/event/unknown", test_unknown);
  return g_test_run ();
}
