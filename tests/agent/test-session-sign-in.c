/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-keyring.h"
#include "test-bridge.h"
#include "test-server.h"
#include "tra-session.h"
#include "tra-settings.h"

/* Signing in with the form: what goes wrong, and which field says so. */

#define ACCOUNT "AC00000000000000000000000000000001"
#define WORKSPACE "WS00000000000000000000000000000001"
#define NO_WORKSPACES "{\"meta\":{\"key\":\"workspaces\",\"next_page_url\":null},\"workspaces\":[]}"
#define NO_WORKERS "{\"meta\":{\"key\":\"workers\",\"next_page_url\":null},\"workers\":[]}"
#define ONE_WORKSPACE "{\"sid\":\"" WORKSPACE "\",\"friendly_name\":\"writers\"}"
#define STRANGE                                                                                    \
  "This address doesn’t answer as TaskRouter does. Check it, or ask your administrator."

static const TraSignInForm form = { " " ACCOUNT "\n", "", "secret", "writers", "dave", TRUE };

typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TestServer *server;
  TraSession *session;
  char *field;
  char *text;
  guint n_failed;
} Fixture;

static void
sign_in_failed_cb (Fixture *fixture, const GError *error, const char *field, const char *text)
{
  g_free (fixture->field);
  g_free (fixture->text);
  fixture->field = g_strdup (field);
  fixture->text = g_strdup (text);
  fixture->n_failed++;
}

static void
make_session (Fixture *fixture, const char *url)
{
  fixture->session = tra_session_new (fixture->clock, fixture->settings, url);
  g_signal_connect_swapped (fixture->session, "sign-in-failed", G_CALLBACK (sign_in_failed_cb),
                            fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fake_keyring_reset (TRA_KEYRING_OPEN);
  fixture->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  fixture->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  fixture->server = test_server_new ();
  if (data == NULL)
    make_session (fixture, test_server_get_url (fixture->server));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  test_settle ();
  test_server_free (fixture->server);
  g_object_unref (fixture->settings);
  g_assert_finalize_object (fixture->clock);
  g_free (fixture->field);
  g_free (fixture->text);
}

static void
expect_failure (Fixture *fixture, const char *field, const char *text)
{
  test_wait (fixture->n_failed == 1);
  g_assert_cmpstr (fixture->field, ==, field);
  g_assert_cmpstr (fixture->text, ==, text);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  g_assert_false (g_settings_get_boolean (fixture->settings, "signed-in"));
}

static void
test_wrong_secret (Fixture *fixture, gconstpointer data)
{
  test_server_push_json (fixture->server, 401,
                         "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}");
  tra_session_sign_in (fixture->session, &form);
  g_assert_true (tra_session_is_signing_in (fixture->session));
  expect_failure (fixture, "secret", "Wrong account SID or auth token.");
}

static void
test_unknown_workspace (Fixture *fixture, gconstpointer data)
{
  test_server_push_json (fixture->server, 200, NO_WORKSPACES);
  tra_session_sign_in (fixture->session, &form);
  expect_failure (fixture, "workspace", "No workspace named “writers” in this account.");
}

static void
test_unknown_worker (Fixture *fixture, gconstpointer data)
{
  TraSignInForm by_sid = form;

  by_sid.workspace = WORKSPACE;
  test_server_push_json (fixture->server, 200, ONE_WORKSPACE);
  test_server_push_json (fixture->server, 200, NO_WORKERS);
  tra_session_sign_in (fixture->session, &by_sid);
  expect_failure (fixture, "worker", "No worker named “dave” in this workspace.");
}

static void
test_strange_answers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TestBehavior behavior;
    guint status;
    const char *body;
  } answers[] = {
    { TEST_ANSWER, 200, "<html><body>Sign in to the hotel</body></html>" },
    { TEST_ANSWER, 200, "{\"workspaces\":[{\"sid\":" },
    { TEST_ANSWER, 200, "[]" },
    { TEST_ANSWER, 502, "<html>Bad Gateway</html>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      fixture->n_failed = 0;
      test_server_push (fixture->server, answers[i].behavior, answers[i].status, NULL,
                        answers[i].body);
      tra_session_sign_in (fixture->session, &form);
      expect_failure (fixture, "service", STRANGE);
    }
}

static void
test_not_reachable (Fixture *fixture, gconstpointer data)
{
  test_server_stop (fixture->server);
  tra_session_sign_in (fixture->session, &form);
  expect_failure (fixture, "service",
                  "This address doesn’t answer. Check it, or ask your administrator.");
}

static void
test_silent_service (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "");
  tra_session_sign_in (fixture->session, &form);
  test_server_wait_request (fixture->server, 1);
  tr_clock_advance (fixture->clock, 14 * G_TIME_SPAN_SECOND);
  test_settle ();
  g_assert_true (tra_session_is_signing_in (fixture->session));
  tr_clock_advance (fixture->clock, G_TIME_SPAN_SECOND);
  expect_failure (fixture, "service",
                  "This address doesn’t answer. Check it, or ask your administrator.");
}

static void
test_plain_address (Fixture *fixture, gconstpointer data)
{
  make_session (fixture, data);
  tra_session_sign_in (fixture->session, &form);
  expect_failure (fixture, "service", "Use an address that starts with https://.");
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  TraSignInForm incomplete = form;

  incomplete.worker_name = "  ";
  tra_session_sign_in (fixture->session, &incomplete);
  expect_failure (fixture, "worker", "Enter a worker name.");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "");
  tra_session_sign_in (fixture->session, &form);
  test_server_wait_request (fixture->server, 1);
  tra_session_sign_in (fixture->session, &form);
  tra_session_cancel_sign_in (fixture->session);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  test_settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  test_server_push (fixture->server, TEST_SILENT, 200, NULL, "");
  tra_session_sign_in (fixture->session, &form);
  test_server_wait_request (fixture->server, 1);
}

static void
test_demo_missing (Fixture *fixture, gconstpointer data)
{
  g_setenv ("TASK_ROUTER_SANDBOX", "/nowhere/task-router-sandbox", TRUE);
  tra_session_start_demo (fixture->session);
  expect_failure (fixture, NULL,
                  "The demo could not be started: the program task-router-sandbox is missing or "
                  "broken.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/session/sign-in/wrong-secret", test_wrong_secret);
  ADD ("/session/sign-in/unknown-workspace", test_unknown_workspace);
  ADD ("/session/sign-in/unknown-worker", test_unknown_worker);
  ADD ("/session/sign-in/strange-answers", test_strange_answers);
  ADD ("/session/sign-in/not-reachable", test_not_reachable);
  ADD ("/session/sign-in/silent-service", test_silent_service);
  g_test_add ("/session/sign-in/plain-address", Fixture, "http://calls.example.com", set_up,
              test_plain_address, tear_down);
  g_test_add ("/session/sign-in/no-address", Fixture, "calls", set_up, test_plain_address,
              tear_down);
  ADD ("/session/sign-in/form", test_form);
  ADD ("/session/sign-in/cancelled", test_cancelled);
  ADD ("/session/sign-in/dropped", test_dropped);
  ADD ("/session/sign-in/demo-missing", test_demo_missing);

  return g_test_run ();
}
