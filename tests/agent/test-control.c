/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "test-bridge.h"
#include "test-server.h"
#include "tr-error.h"
#include "tra-control.h"

typedef struct
{
  TestServer *server;
  TraControl *control;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = test_server_new ();
  fixture->control = tra_control_new (test_server_get_url (fixture->server), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->control);
  test_server_free (fixture->server);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static void
assert_asked (Fixture *fixture, const char *line, const char *body)
{
  const char *request;

  test_wait (fixture->result != NULL);
  request = test_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (request, line));
  g_assert_nonnull (strstr (request, body));
}

static void
test_call (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = NULL;

  test_server_push_json (fixture->server, 201, "{\"sid\":\"CA1\"}");
  tra_control_start_call_async (fixture->control, "+16505550100", NULL, "1", NULL, done_cb, fixture);
  assert_asked (fixture, "POST /sandbox/calls HTTP",
                "{\"From\":\"+16505550100\",\"Digits\":\"1\"}");
  sid = tra_control_start_call_finish (fixture->control, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sid, ==, "CA1");
}

static void
test_call_bad_answers (Fixture *fixture, gconstpointer data)
{
  static const char *const answers[] = { "{}", "[]", "{\"sid\":1}", "", "{", "<html>" };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push_json (fixture->server, 200, answers[i]);
      g_clear_object (&fixture->result);
      tra_control_start_call_async (fixture->control, "+1", NULL, NULL, NULL, done_cb, fixture);
      test_wait (fixture->result != NULL);
      g_assert_null (tra_control_start_call_finish (fixture->control, fixture->result, &error));
      g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
    }
}

static void
test_phone (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, "{\"number\":\"+1650\",\"state\":\"ringing\"}");
  tra_control_get_phone_async (fixture->control, "+1650", NULL, done_cb, fixture);
  assert_asked (fixture, "GET /sandbox/phones/%2B1650 HTTP", "");
  g_assert_cmpint (tra_control_get_phone_finish (fixture->control, fixture->result, &error), ==,
                   TRA_PHONE_RINGING);
  g_assert_no_error (error);
}

static void
test_phone_strange (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, "{\"state\":\"dreaming\"}");
  tra_control_get_phone_async (fixture->control, "../x", NULL, done_cb, fixture);
  assert_asked (fixture, "GET /sandbox/phones/..%2Fx HTTP", "");
  g_assert_cmpint (tra_control_get_phone_finish (fixture->control, fixture->result, &error), ==,
                   TRA_PHONE_UNKNOWN);
  g_assert_no_error (error);
}

static void
test_verbs (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, "{}");
  tra_control_use_phone_async (fixture->control, "+1650", "answer", NULL, done_cb, fixture);
  assert_asked (fixture, "POST /sandbox/phones/%2B1650/answer HTTP", "{}");
  g_assert_true (tra_control_finish (fixture->control, fixture->result, &error));
  g_assert_no_error (error);
}

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_ANSWER, 204, NULL, "");
  tra_control_drop_connection_async (fixture->control, "WK1", NULL, done_cb, fixture);
  assert_asked (fixture, "POST /sandbox/faults HTTP", "{\"Fault\":\"drop\",\"Worker\":\"WK1\"}");
  g_assert_true (tra_control_finish (fixture->control, fixture->result, &error));
  g_assert_no_error (error);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 400, "{\"message\":\"The phone does not ring\"}");
  tra_control_use_phone_async (fixture->control, "+1650", "answer", NULL, done_cb, fixture);
  test_wait (fixture->result != NULL);
  g_assert_false (tra_control_finish (fixture->control, fixture->result, &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "does not ring"));
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_stop (fixture->server);
  tra_control_use_phone_async (fixture->control, "+1650", "hangup", NULL, done_cb, fixture);
  test_wait (fixture->result != NULL);
  g_assert_false (tra_control_finish (fixture->control, fixture->result, &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_NETWORK);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "");
  tra_control_use_phone_async (fixture->control, "+1650", "hangup", cancellable, done_cb, fixture);
  test_server_wait_request (fixture->server, 1);
  g_cancellable_cancel (cancellable);
  test_wait (fixture->result != NULL);
  g_assert_false (tra_control_finish (fixture->control, fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_explain (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sentence = NULL;

  test_server_push_json (fixture->server, 200,
                         "{\"worker_sid\":\"WK1\",\"explanation\":\"dave is Offline\",\"tasks\":[]}");
  tra_control_explain_async (fixture->control, "WK1&Task=x", NULL, done_cb, fixture);
  assert_asked (fixture, "GET /sandbox/explain?Worker=WK1%26Task%3Dx HTTP", "");
  sentence = tra_control_explain_finish (fixture->control, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sentence, ==, "dave is Offline");
}

static void
test_explain_bad_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push_json (fixture->server, 200, "{\"explanation\":7}");
  tra_control_explain_async (fixture->control, "WK1", NULL, done_cb, fixture);
  test_wait (fixture->result != NULL);
  g_assert_null (tra_control_explain_finish (fixture->control, fixture->result, &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/control/call", test_call);
  ADD ("/control/call/bad-answers", test_call_bad_answers);
  ADD ("/control/explain", test_explain);
  ADD ("/control/explain/bad-answer", test_explain_bad_answer);
  ADD ("/control/phone", test_phone);
  ADD ("/control/phone/strange", test_phone_strange);
  ADD ("/control/verbs", test_verbs);
  ADD ("/control/fault", test_fault);
  ADD ("/control/refused", test_refused);
  ADD ("/control/gone", test_gone);
  ADD ("/control/cancelled", test_cancelled);

  return g_test_run ();
}
