/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-participant.h"

#include "test-data.h"
#include "test-rest.h"
#include "tr-client-participants.h"

#define SAMPLE "protocol/api2010-participant.json"

static void
test_read (void)
{
  g_autoptr(JsonNode) node = test_data_json (SAMPLE);
  g_autoptr(JsonNode) other = test_json_with (node, "hold", "true");
  g_autoptr(GError) error = NULL;
  g_autoptr(TrParticipant) participant = tr_participant_new_from_json (node, &error);
  g_autoptr(TrParticipant) held = tr_participant_new_from_json (other, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (tr_participant_get_call_sid (participant), ==,
                   "CA00000000000000000000000000000002");
  g_assert_null (tr_participant_get_label (participant));
  g_assert_false (tr_participant_is_muted (participant));
  g_assert_false (tr_participant_is_on_hold (participant));
  g_assert_true (tr_participant_is_connected (participant));
  g_assert_false (tr_participant_ends_conference (participant));
  g_assert_cmpint (tr_participant_get_date_updated (participant), ==, 1768471207);
  g_assert_true (tr_participant_is_on_hold (held));
}

static void
test_bad (void)
{
  static const char *const bad[][2] = {
    { "call_sid", NULL }, { "call_sid", "\"\"" }, { "call_sid", "7" }, { "muted", NULL },
    { "muted", "\"no\"" }, { "hold", "null" }, { "hold", "[]" }, { "label", "7" },
    { "end_conference_on_exit", "{}" }, { "status", "1" }, { "date_updated", "1" },
  };
  g_autoptr(JsonNode) good = test_data_json (SAMPLE);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonNode) node = test_json_with (good, bad[i][0], bad[i][1]);
      g_autoptr(GError) error = NULL;

      g_assert_null (tr_participant_new_from_json (node, &error));
      test_assert_protocol_error (error, bad[i][0]);
    }
}

static void
test_odd_date (void)
{
  g_autoptr(JsonNode) good = test_data_json (SAMPLE);
  g_autoptr(JsonNode) node = test_json_with (good, "date_updated", "\"yesterday\"");
  g_autoptr(TrParticipant) participant = tr_participant_new_from_json (node, NULL);

  g_assert_cmpint (tr_participant_get_date_updated (participant), ==, 0);
}

static GPtrArray *
list (TestRest *fixture, GError **error)
{
  tr_client_list_participants_async (fixture->client, "CF/1", fixture->cancellable, test_rest_cb,
                                     fixture);
  return tr_client_list_participants_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
test_list (TestRest *fixture, gconstpointer data)
{
  g_autofree char *body = test_data_text ("protocol/api2010-participants.json");
  g_autoptr(GPtrArray) participants = NULL;
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, body);
  participants = list (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (participants->len, ==, 2);
  g_assert_true (tr_participant_ends_conference (g_ptr_array_index (participants, 0)));
  test_rest_assert_sent (fixture, 0,
                         "GET /2010-04-01/Accounts/" TEST_ACCOUNT
                         "/Conferences/CF%2F1/Participants.json?PageSize=250 HTTP/1.1");
}

static void
test_list_garbage (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"participants\":[{\"call_sid\":\"CA1\"}],\"next_page_uri\":null}");
  g_assert_null (list (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_PROTOCOL, "muted");
}

static void
test_update (TestRest *fixture, gconstpointer data)
{
  const char *form[] = { "Hold", "true", NULL };
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, "{}");
  tr_client_update_participant_async (fixture->client, "CF1", "CA1", form, NULL, test_rest_cb,
                                      fixture);
  g_assert_true (tr_client_participant_finish (fixture->client, test_rest_wait (fixture), &error));
  g_assert_no_error (error);
  test_rest_assert_sent (fixture, 0, "POST /2010-04-01/Accounts/" TEST_ACCOUNT
                                     "/Conferences/CF1/Participants/CA1.json HTTP/1.1");
}

static void
test_add (TestRest *fixture, gconstpointer data)
{
  const char *form[] = { "From", "+16505550100", "To", "+16505550177", NULL };
  g_autofree char *body = test_data_text ("protocol/api2010-participants.json");
  g_autoptr(JsonNode) root = json_from_string (body, NULL);
  g_autoptr(TrParticipant) participant = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = json_to_string (json_array_get_element (json_object_get_array_member (
                               json_node_get_object (root), "participants"), 0), FALSE);
  test_server_push_json (fixture->server, 201, answer);
  tr_client_add_participant_async (fixture->client, "CF/1", form, NULL, test_rest_cb, fixture);
  participant =
      tr_client_add_participant_finish (fixture->client, test_rest_wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (tr_participant_get_call_sid (participant), "CA"));
  test_rest_assert_sent (fixture, 0, "POST /2010-04-01/Accounts/" TEST_ACCOUNT
                                     "/Conferences/CF%2F1/Participants.json HTTP/1.1");
}

static void
test_add_refused (TestRest *fixture, gconstpointer data)
{
  const char *form[] = { "From", "+16505550100", "To", "+1", NULL };
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 400, "{\"code\":21211,\"message\":\"Invalid To\"}");
  tr_client_add_participant_async (fixture->client, "CF1", form, NULL, test_rest_cb, fixture);
  g_assert_null (
      tr_client_add_participant_finish (fixture->client, test_rest_wait (fixture), &error));
  test_rest_assert_error (error, TR_ERROR_REFUSED, "Invalid To");
}

static void
test_remove (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_ANSWER, 204, NULL, NULL);
  tr_client_remove_participant_async (fixture->client, "CF1", "CA1", NULL, test_rest_cb, fixture);
  g_assert_true (tr_client_participant_finish (fixture->client, test_rest_wait (fixture), &error));
  test_rest_assert_sent (fixture, 0, "DELETE /2010-04-01/Accounts/" TEST_ACCOUNT
                                     "/Conferences/CF1/Participants/CA1.json HTTP/1.1");
}

static void
test_remove_gone (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 404, "{\"code\":20404,\"message\":\"Not here\"}");
  tr_client_remove_participant_async (fixture->client, "CF1", "CA1", NULL, test_rest_cb, fixture);
  g_assert_false (tr_client_participant_finish (fixture->client, test_rest_wait (fixture), &error));
  test_rest_assert_error (error, TR_ERROR_NOT_FOUND, "Not here");
}

#define ADD(path, func) \
  g_test_add (path, TestRest, NULL, test_rest_set_up, func, test_rest_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/participant/read", test_read);
  g_test_add_func ("/participant/bad", test_bad);
  g_test_add_func ("/participant/odd-date", test_odd_date);
  ADD ("/client/participants/list", test_list);
  ADD ("/client/participants/list/garbage", test_list_garbage);
  ADD ("/client/participants/update", test_update);
  ADD ("/client/participants/add", test_add);
  ADD ("/client/participants/add-refused", test_add_refused);
  ADD ("/client/participants/remove", test_remove);
  ADD ("/client/participants/remove/gone", test_remove_gone);
  return g_test_run ();
}
