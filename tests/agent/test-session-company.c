/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-company.h"

#include <string.h>

#include "company-answer.h"
#include "fake-keyring.h"
#include "session-fixture.h"
#include "test-server.h"
#include "tra-heartbeat.h"
#include "tra-profile.h"
#include "tra-session-forget.h"
#include "tra-session-profile.h"
#include "tra-session-queues.h"
#include "tra-session-transfer.h"

/* Signing in with a company's server, whose answers are a script; the service is a TestBridge. */

#define PASSWORD " made-up password "
#define ENDED "{\"code\":\"session-ended\",\"message\":\"no\"}"

typedef struct
{
  Fixture base;
  TestServer *server;
} Company;

static void
set_up (Company *self, gconstpointer data)
{
  fixture_set_up_signed_out (&self->base, data);
  self->server = test_server_new ();
}

static void
tear_down (Company *self, gconstpointer data)
{
  test_server_assert_done (self->server);
  fixture_tear_down (&self->base, data);
  test_server_free (self->server);
}

static void
push_grant (Company *self, const char *refresh_token)
{
  g_autofree char *body =
      company_answer_new (refresh_token, test_bridge_get_url (self->base.bridge));

  test_server_push_json (self->server, 200, body);
}

static void
sign_in (Company *self, gboolean remember)
{
  const TraCompanyForm form = { test_server_get_url (self->server), " dave ", PASSWORD, remember };

  tra_session_sign_in_company (self->base.session, &form);
}

static void
wait_ready (Company *self, guint n_signed_in)
{
  test_wait (self->base.n_signed_in == n_signed_in);
  test_wait (tr_worker_get_state (tra_session_get_worker (self->base.session)) ==
             TR_WORKER_READY);
}

static void
start (Company *self)
{
  push_grant (self, "tsr_a");
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_settle ();
}

static char *
kept (Company *self)
{
  const TraKeyringKey key = { test_server_get_url (self->server), "", "dave", COMPANY_WORKER };

  return fake_keyring_dup (&key);
}

static void
assert_kept (Company *self, const char *refresh_token)
{
  g_autofree char *secret = kept (self);

  g_assert_cmpstr (secret, ==, refresh_token);
}

static void
leave_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tra_session_leave_finish (TRA_SESSION (source), result);
}

/* As a program that is ended, and started again. */
static void
leave (Company *self)
{
  guint n = self->base.n_signed_out;

  tra_session_leave_async (self->base.session, leave_cb, NULL);
  test_wait (self->base.n_signed_out == n + 1);
}

static void
test_signed_in (Company *self, gconstpointer data)
{
  const char *sent;

  start (self);
  sent = test_server_get_request (self->server, 0);
  g_assert_nonnull (strstr (sent, "\"worker\":\"dave\""));
  g_assert_nonnull (strstr (sent, "\"password\":\"" PASSWORD "\"")); /* as it was typed */
  g_assert_nonnull (strstr (sent, "\"device\":\""));
  assert_kept (self, "tsr_a");
  g_assert_cmpstr (tra_session_get_workspace_name (self->base.session), ==, "127.0.0.1");
  g_assert_cmpstr (tra_session_get_company_address (self->base.session), ==,
                   test_server_get_url (self->server));
  g_assert_true (tra_session_is_saved (self->base.session));
  g_assert_true (tra_session_can_resume (self->base.session));
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

static void
test_not_remembered (Company *self, gconstpointer data)
{
  push_grant (self, "tsr_a");
  sign_in (self, FALSE);
  wait_ready (self, 1);
  test_settle ();
  assert_kept (self, NULL);
  g_assert_false (tra_session_can_resume (self->base.session));
}

/* It works for this session, and that is said. */
static void
test_no_keyring (Company *self, gconstpointer data)
{
  fake_keyring_set_state (TRA_KEYRING_ABSENT);
  start (self);
  g_assert_cmpstr (self->base.toasts->str, ==,
                   "You’ll be asked for your password at the next start: no keyring took the "
                   "sign-in.|");
  g_assert_cmpint (tra_session_get_keyring_state (self->base.session), ==, TRA_KEYRING_ABSENT);
}

static void
test_refused (Company *self, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
    const char *field;
    const char *text;
  } cases[] = {
    { 401, "{\"code\":\"bad-credentials\",\"message\":\"no\"}", "password",
      "Wrong worker name or password." },
    { 429, "{\"code\":\"slow-down\",\"message\":\"no\",\"retry_in\":17}", NULL,
      "Too many tries. Try again in 17 seconds." },
    { 429, "{\"code\":\"slow-down\",\"message\":\"no\",\"retry_in\":1}", NULL,
      "Too many tries. Try again in 1 second." },
    { 503, "{\"code\":\"busy\",\"message\":\"no\"}", "server-address",
      "The server is in trouble. Try again in a minute." },
    { 200, "<html>Sign in to the hotel</html>", "server-address",
      "This address doesn’t answer as a company server does. Check it, or ask your "
      "administrator." },
    { 401, "<html>Sign in to the hotel</html>", "server-address",
      "This address doesn’t answer as a company server does. Check it, or ask your "
      "administrator." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_pointer (&self->base.failed_text, g_free);
      test_server_push_json (self->server, cases[i].status, cases[i].body);
      sign_in (self, TRUE);
      g_assert_true (tra_session_is_signing_in (self->base.session));
      test_wait (self->base.failed_text != NULL);
      g_assert_cmpstr (self->base.failed_field, ==, cases[i].field);
      g_assert_cmpstr (self->base.failed_text, ==, cases[i].text);
      g_assert_false (tra_session_is_signing_in (self->base.session));
      assert_kept (self, NULL);
    }

  test_server_stop (self->server);
  g_clear_pointer (&self->base.failed_text, g_free);
  sign_in (self, TRUE);
  test_wait (self->base.failed_text != NULL);
  g_assert_cmpstr (self->base.failed_text, ==,
                   "The server doesn’t answer. Check the address and the network.");
}

static void
test_form (Company *self, gconstpointer data)
{
  static const struct
  {
    TraCompanyForm form;
    const char *field;
    const char *text;
  } cases[] = {
    { { "", "dave", "x" }, "server-address", "Enter the address of your company’s server." },
    { { " https:// ", "dave", "x" }, "server-address",
      "Enter the address of your company’s server." },
    { { "http://calls.example.com", "dave", "x" }, "server-address",
      "Use an address that starts with https://. Plain http is for this computer only." },
    { { "https://dave:x@calls.example.com", "dave", "x" }, "server-address",
      "This isn’t the address of a server. It looks like https://calls.example.com." },
    { { "calls.example.com", "  ", "x" }, "worker", "Enter a worker name." },
    { { "calls.example.com", "dave", "" }, "password", "Enter your password." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tra_session_sign_in_company (self->base.session, &cases[i].form);
      g_assert_cmpstr (self->base.failed_field, ==, cases[i].field);
      g_assert_cmpstr (self->base.failed_text, ==, cases[i].text);
      g_assert_false (tra_session_is_signing_in (self->base.session));
    }
}

static void
test_cancelled (Company *self, gconstpointer data)
{
  test_server_push (self->server, TEST_SILENT, 200, NULL, "");
  sign_in (self, TRUE);
  test_server_wait_request (self->server, 1);
  tra_session_cancel_sign_in (self->base.session);
  test_settle ();
  g_assert_false (tra_session_is_signing_in (self->base.session));
  g_assert_null (self->base.failed_text);
  g_assert_null (tra_session_get_company_address (self->base.session));
}

/* What nobody is going to renew is given back. */
static void
test_service_away (Company *self, gconstpointer data)
{
  test_bridge_set_reachable (self->base.bridge, FALSE);
  push_grant (self, "tsr_a");
  test_server_push (self->server, TEST_ANSWER, 204, NULL, "");
  sign_in (self, TRUE);
  test_wait (self->base.failed_text != NULL);
  g_assert_cmpstr (self->base.failed_text, ==,
                   "The server signed you in, but the service doesn’t answer. Try again, or ask "
                   "your administrator.");
  g_assert_null (self->base.failed_field);
  test_server_wait_request (self->server, 2);
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1),
                                   "DELETE /v1/session HTTP"));
  test_settle ();
  assert_kept (self, NULL);
}

/* The next start: nothing is typed, and the refresh token is another one at once. */
static void
test_resumed (Company *self, gconstpointer data)
{
  start (self);
  leave (self);
  assert_kept (self, "tsr_a");

  push_grant (self, "tsr_b");
  tra_session_resume (self->base.session);
  wait_ready (self, 2);
  test_settle ();
  g_assert_nonnull (
      strstr (test_server_get_request (self->server, 1), "\"refresh_token\":\"tsr_a\""));
  assert_kept (self, "tsr_b");
}

/* No network yet at the start: the window is there and tries, and the keyring keeps what it has. */
static void
test_resumed_later (Company *self, gconstpointer data)
{
  start (self);
  leave (self);
  test_server_push (self->server, TEST_CLOSE, 200, NULL, "");
  tra_session_resume (self->base.session);
  test_wait (tra_session_get_phase (self->base.session) == TRA_PHASE_CONNECTION_LOST);
  assert_kept (self, "tsr_a");

  push_grant (self, "tsr_b");
  tra_session_reconnect_now (self->base.session);
  wait_ready (self, 2);
  test_settle ();
  assert_kept (self, "tsr_b");
}

static void
test_renewed (Company *self, gconstpointer data)
{
  start (self);
  push_grant (self, "tsr_b");
  fixture_turn (&self->base, 60 * 56);
  test_server_wait_request (self->server, 2);
  test_wait (tra_session_get_phase (self->base.session) == TRA_PHASE_OFFLINE);
  test_settle ();
  assert_kept (self, "tsr_b");
}

/* Somebody ended it, or used the refresh token: it is worth nothing, and the password is asked for. */
static void
test_ended (Company *self, gconstpointer data)
{
  start (self);
  leave (self);
  test_server_push_json (self->server, 401, ENDED);
  tra_session_resume (self->base.session);
  fixture_wait_phase (&self->base, TRA_PHASE_EXPIRED);
  test_settle ();
  assert_kept (self, NULL);
  g_assert_false (tra_session_can_resume (self->base.session));

  tra_session_sign_in_again (self->base.session);
  g_assert_cmpstr (self->base.failed_field, ==, "password");
  g_assert_cmpstr (self->base.failed_text, ==,
                   "Your session has ended. Enter your password again.");
  g_assert_cmpint (tra_session_get_phase (self->base.session), ==, TRA_PHASE_SIGNED_OUT);
}

static void
test_signed_out (Company *self, gconstpointer data)
{
  start (self);
  test_server_push (self->server, TEST_ANSWER, 204, NULL, "");
  tra_session_sign_out (self->base.session);
  test_wait (self->base.n_signed_out == 1);
  test_server_wait_request (self->server, 2);
  test_settle ();
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1),
                                   "DELETE /v1/session HTTP"));
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1),
                            "\r\nAuthorization: Bearer tsr_a\r\n"));
  assert_kept (self, NULL);
  g_assert_false (tra_session_can_resume (self->base.session));
}

/* Forgotten in Preferences: the session goes on, and what it renews is not written any more. */
static void
test_forgotten (Company *self, gconstpointer data)
{
  start (self);
  tra_session_forget_saved (self->base.session);
  test_settle ();
  assert_kept (self, NULL);
  push_grant (self, "tsr_b");
  fixture_turn (&self->base, 60 * 56);
  test_server_wait_request (self->server, 2);
  test_settle ();
  assert_kept (self, NULL);
  g_assert_cmpint (tra_session_get_phase (self->base.session), ==, TRA_PHASE_OFFLINE);
}

/* Signed in once, with a company's server; who is at the desk now is somebody else. */
static char *
start_and_leave (Company *self)
{
  g_autoptr(GPtrArray) list = NULL;

  start (self);
  leave (self);
  g_settings_set_string (self->base.settings, "worker-sid", "");
  list = tra_profile_list (self->base.settings, test_bridge_get_url (self->base.bridge));
  g_assert_cmpuint (list->len, ==, 1);
  return g_strdup (((TraProfile *) g_ptr_array_index (list, 0))->id);
}

/* What would be good for weeks yet is ended at the server. */
static void
test_removed (Company *self, gconstpointer data)
{
  g_autofree char *id = start_and_leave (self);

  test_server_push (self->server, TEST_ANSWER, 204, NULL, "");
  tra_session_remove_profile (self->base.session, id);
  test_server_wait_request (self->server, 2);
  test_settle ();
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1),
                                   "DELETE /v1/session HTTP"));
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1),
                            "\r\nAuthorization: Bearer tsr_a\r\n"));
  assert_kept (self, NULL);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

#define NOT_ENDED                                                                                  \
  "The session of dave at 127.0.0.1 couldn’t be ended there. Ask your administrator to end it.|"

/* The account goes all the same. */
static void
test_removed_unheard (Company *self, gconstpointer data)
{
  g_autofree char *id = start_and_leave (self);

  test_server_push_json (self->server, 503, "{\"code\":\"busy\",\"message\":\"no\"}");
  tra_session_remove_profile (self->base.session, id);
  test_wait (self->base.toasts->len > 0);
  g_assert_cmpstr (self->base.toasts->str, ==, NOT_ENDED);
  test_settle ();
  assert_kept (self, NULL);
}

static void
test_removed_locked (Company *self, gconstpointer data)
{
  g_autofree char *id = start_and_leave (self);

  fake_keyring_set_state (TRA_KEYRING_LOCKED);
  tra_session_remove_profile (self->base.session, id);
  test_wait (self->base.toasts->len > 0);
  test_settle ();
  g_assert_nonnull (strstr (self->base.toasts->str, NOT_ENDED));
  g_assert_nonnull (strstr (self->base.toasts->str, "The keyring is locked and still holds"));
}

static void
test_conference (Company *self, gconstpointer data)
{
  start (self);
  fixture_talk (&self->base);
  g_assert_true (tra_session_can_end_conference (self->base.session));
  test_server_push_json (self->server, 200, "{\"sid\":\"CF1\",\"status\":\"completed\"}");
  tra_session_end_conference (self->base.session);
  test_server_wait_request (self->server, 2);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1),
                                   "POST /v1/conferences/CF00000000000000000000000000000001/end "));
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1), "Bearer eyJ"));
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

/* A server that says no: the agent's own leg is what the worker's token may end. */
static void
test_conference_refused (Company *self, gconstpointer data)
{
  start (self);
  fixture_talk (&self->base);
  fixture_forget_log (&self->base);
  test_server_push_json (self->server, 403, "{\"code\":\"not-yours\",\"message\":\"no\"}");
  tra_session_end_conference (self->base.session);
  test_wait (test_bridge_count (self->base.bridge, "KickWorkerParticipant") == 1);
}

/* The reservation is gone and the task is not: the server completes it. */
static void
test_task (Company *self, gconstpointer data)
{
  start (self);
  fixture_wrap_up (&self->base);
  test_bridge_fail_next (self->base.bridge, "POST", self->base.reservation, 400,
                         "{\"code\":20001,\"message\":\"not now\"}");
  test_server_push_json (self->server, 200, "{\"sid\":\"WT1\",\"status\":\"completed\"}");
  tra_session_complete (self->base.session);
  test_server_wait_request (self->server, 2);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1), "POST /v1/tasks/WT"));
}

static void
queues_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues =
      tra_session_fetch_queues_finish (TRA_SESSION (source), result, &error);
  GString *told = user_data;

  g_string_append (told, queues != NULL ? ((TrQueue *) queues->pdata[0])->name : error->message);
}

static void
test_queues (Company *self, gconstpointer data)
{
  g_autoptr(GString) told = g_string_new (NULL);

  start (self);
  test_server_push_json (self->server, 200,
                         "{\"queues\":[{\"sid\":\"WQ1\",\"name\":\"Support\",\"waiting\":2,"
                         "\"longest_wait\":31}],\"age\":3}");
  tra_session_fetch_queues_async (self->base.session, NULL, FALSE, NULL, queues_cb, told);
  test_wait (told->len > 0);
  g_assert_cmpstr (told->str, ==, "Support");
}

static void
push_beat (Company *self, int every)
{
  g_autofree char *body = g_strdup_printf ("{\"every\":%d}", every);

  test_server_push_json (self->server, 200, body);
}

/* Turns the clock to a beat, the @n-th request. */
static void
wait_beat (Company *self, int seconds, guint n)
{
  fixture_turn (&self->base, seconds - 1);
  test_settle ();
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, n - 1);
  fixture_turn (&self->base, 1);
  test_server_wait_request (self->server, n);
  test_settle ();
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, n - 1),
                                   "POST /v1/session/heartbeat HTTP"));
}

/* At once when the connection is there, then as often as the server asks, whatever happens to one. */
static void
test_heartbeat (Company *self, gconstpointer data)
{
  g_autoptr(TraHeartbeat) heartbeat = tra_heartbeat_new (self->base.session);

  push_grant (self, "tsr_a");
  push_beat (self, 12);
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_server_wait_request (self->server, 2);
  test_settle ();
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1), "Bearer eyJ"));
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1), "{\"device\":\"desk-1\"}"));

  push_beat (self, 5);
  wait_beat (self, 12, 3);
  test_server_push_json (self->server, 500, "{\"code\":\"internal\",\"message\":\"no\"}");
  wait_beat (self, 5, 4);
  test_server_push_json (self->server, 503,
                         "{\"code\":\"busy\",\"message\":\"no\",\"retry_in\":9}");
  wait_beat (self, 5, 5);
  push_beat (self, 5);
  wait_beat (self, 9, 6);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
  g_assert_cmpint (tra_session_get_phase (self->base.session), ==, TRA_PHASE_OFFLINE);

  /* Nothing any more from who has left. */
  leave (self);
  fixture_turn (&self->base, 60);
  test_settle ();
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, 6);
}

/* A server that does not listen, or knows of no such thing, is hardly bothered. */
static void
test_heartbeat_not_wanted (Company *self, gconstpointer data)
{
  g_autoptr(TraHeartbeat) heartbeat = tra_heartbeat_new (self->base.session);

  push_grant (self, "tsr_a");
  push_beat (self, 0);
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_server_wait_request (self->server, 2);
  test_settle ();
  test_server_push_json (self->server, 404, "{\"code\":\"not-found\",\"message\":\"no\"}");
  wait_beat (self, 15 * 60, 3);
  push_beat (self, 20);
  wait_beat (self, 15 * 60, 4);
}

/* What does not reach the service is no desk that calls may go to. */
static void
test_heartbeat_connected (Company *self, gconstpointer data)
{
  g_autoptr(TraHeartbeat) heartbeat = tra_heartbeat_new (self->base.session);

  push_grant (self, "tsr_a");
  push_beat (self, 10);
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_server_wait_request (self->server, 2);
  test_settle ();
  test_bridge_set_reachable (self->base.bridge, FALSE);
  test_bridge_cut_sockets (self->base.bridge);
  fixture_wait_phase (&self->base, TRA_PHASE_CONNECTION_LOST);
  tr_clock_advance (self->base.clock, 60 * SECOND);
  test_settle ();
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, 2);
}

/* The token ran out a moment before the next one came: the call that goes on is looked at again. */
static void
test_line_seen_again (Company *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new_with (
      "tsr_a", test_bridge_get_url (self->base.bridge), "desk", "{\"dial_out\":false}");

  test_server_push_json (self->server, 200, body);
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_server_push_json (self->server, 401, "{\"code\":\"unauthorized\",\"message\":\"no\"}");
  fixture_talk (&self->base);
  test_wait (test_server_get_n_requests (self->server) == 2);
  test_settle ();

  test_server_push_json (self->server, 200,
                         "{\"participants\":[{\"call_sid\":\"CA1\",\"label\":null,\"muted\":false,"
                         "\"hold\":false,\"end_conference_on_exit\":true}],\"next_page_uri\":null}");
  test_server_push_json (self->server, 200, "{\"recordings\":[]}");
  for (int i = 0; i < 60 && !tra_session_get_line (self->base.session)->is_seen; i++)
    fixture_turn (&self->base, 1);
  test_wait (tra_session_get_line (self->base.session)->is_seen);
  test_wait (test_server_get_n_requests (self->server) == 4);
}

/* ---- What the server asks the service for ---- */

#define LIST(key, items)                                                                           \
  "{\"meta\":{\"key\":\"" key "\",\"next_page_url\":null},\"" key "\":[" items "]}"
#define CONFERENCE "/v1/service/Conferences/CF00000000000000000000000000000001"

/* @worker: nullable: what is told of the worker */
static void
start_served (Company *self, const char *desk, const char *worker)
{
  const char *url = test_bridge_get_url (self->base.bridge);
  g_autofree char *plain = company_answer_new_with ("tsr_a", url, "desk", desk);
  g_autofree char *body = NULL;

  if (worker != NULL)
    {
      g_autoptr(JsonNode) node = json_from_string (plain, NULL);

      json_object_set_member (json_node_get_object (node), "worker",
                              json_from_string (worker, NULL));
      body = json_to_string (node, FALSE);
    }
  test_server_push_json (self->server, 200, body != NULL ? body : plain);
  sign_in (self, TRUE);
  wait_ready (self, 1);
  test_settle ();
}

static void
assert_asked (Company *self, guint n, const char *line)
{
  const char *sent = test_server_get_request (self->server, n);

  g_assert_cmpstr (strstr (sent, line), ==, sent);
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Bearer eyJ"));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) targets =
      tra_directory_load_finish (TRA_DIRECTORY (source), result, &error);
  GString *told = user_data;

  g_assert_no_error (error);
  for (guint i = 0; i < targets->len; i++)
    g_string_append_printf (told, "%s %d|", tra_target_get_name (targets->pdata[i]),
                            tra_target_get_kind (targets->pdata[i]));
}

/* Colleagues, the line and its recording come from the server, with the worker's token. */
static void
test_served (Company *self, gconstpointer data)
{
  g_autoptr(GString) told = g_string_new (NULL);
  TraSession *session = self->base.session;

  start_served (self, "{\"dial_out\":false}", NULL);
  test_server_push_json (
      self->server, 200,
      LIST ("participants", "{\"call_sid\":\"CA00000000000000000000000000000001\",\"muted\":false,"
                            "\"hold\":true,\"end_conference_on_exit\":true}"));
  test_server_push_json (self->server, 200,
                         LIST ("recordings", "{\"sid\":\"RE1\",\"status\":\"in-progress\"}"));
  fixture_talk (&self->base);
  test_server_wait_request (self->server, 3);
  test_settle ();
  assert_asked (self, 1, "GET " CONFERENCE "/Participants?PageSize=250 ");
  assert_asked (self, 2, "GET " CONFERENCE "/Recordings ");
  g_assert_true (tra_session_can_transfer (session));
  g_assert_false (tra_session_can_transfer_to_number (session));
  g_assert_false (tra_session_is_supervisor (session));

  test_server_push_json (self->server, 200, LIST ("workers", "{\"sid\":\"WK2\"}"));
  test_server_push_json (self->server, 200,
                         LIST ("workers", "{\"sid\":\"WK2\",\"friendly_name\":\"edith\","
                                          "\"activity_name\":\"Available\",\"available\":true}"));
  test_server_push_json (self->server, 200,
                         LIST ("task_queues", "{\"sid\":\"WQ1\",\"friendly_name\":\"Sales\"}"));
  tra_directory_load_async (tra_session_get_directory (session), COMPANY_WORKER, NULL, loaded_cb,
                            told);
  test_wait (told->len > 0);
  g_assert_cmpstr (told->str, ==, "edith 0|Sales 3|");
  assert_asked (self, 3, "GET /v1/service/Workspaces/" COMPANY_WORKSPACE "/Workers?Available=true&");
}

/* The server ends the session, or knows the worker no more, while the line is looked at. */
static void
test_served_no_more (Company *self, gconstpointer data)
{
  start_served (self, "{\"dial_out\":true}", NULL);
  test_server_push_json (self->server, 403, "{\"code\":\"not-yours\",\"message\":\"no\"}");
  fixture_talk (&self->base);
  test_server_wait_request (self->server, 2);
  test_settle ();
  g_assert_cmpstr (self->base.toasts->str, ==, "");
  g_assert_false (tra_session_can_transfer_to_number (self->base.session));
  g_assert_cmpint (tra_session_get_phase (self->base.session), ==, TRA_PHASE_IN_CALL);
}

/* One of before, which says nothing of it: nothing is asked, and nothing is offered. */
static void
test_not_served (Company *self, gconstpointer data)
{
  start (self);
  fixture_talk (&self->base);
  test_settle ();
  g_assert_false (tra_session_can_transfer (self->base.session));
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, 1);
}

static void
test_supervisor (Company *self, gconstpointer data)
{
  start_served (self, "{\"dial_out\":false}",
                "{\"sid\":\"" COMPANY_WORKER "\",\"name\":\"dave\",\"role\":\"supervisor\"}");
  g_assert_true (tra_session_is_supervisor (self->base.session));
  g_assert_nonnull (tra_session_get_supervisor_client (self->base.session));
}

/* ---- The password again ---- */

static void
gave_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  GString *told = user_data;

  if (tra_session_give_password_finish (TRA_SESSION (source), result, &error))
    g_string_append (told, "signed in|");
  else
    g_string_append (told, g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ? "wrong|" : "other|");
}

static void
give_password (Company *self, const char *password, GString *told)
{
  gsize before = told->len;

  tra_session_give_password_async (self->base.session, password, gave_cb, told);
  test_wait (told->len > before);
}

/* The server ends a session in the middle of the day: the password goes on with it. */
static void
test_password_again (Company *self, gconstpointer data)
{
  g_autoptr(GString) told = g_string_new (NULL);
  TraSession *session = self->base.session;

  start (self);
  g_assert_false (tra_session_wants_password (session));
  test_server_push_json (self->server, 401, ENDED);
  fixture_turn (&self->base, 60 * 61);
  fixture_wait_phase (&self->base, TRA_PHASE_EXPIRED);
  test_settle ();
  assert_kept (self, NULL);
  g_assert_true (tra_session_wants_password (session));

  test_server_push_json (self->server, 401,
                         "{\"code\":\"bad-credentials\",\"message\":\"no\"}");
  give_password (self, "wrong", told);
  g_assert_true (tra_session_wants_password (session));
  push_grant (self, "tsr_c");
  give_password (self, PASSWORD, told);
  g_assert_cmpstr (told->str, ==, "wrong|signed in|");
  wait_ready (self, 1);
  fixture_wait_phase (&self->base, TRA_PHASE_OFFLINE);
  test_settle ();
  assert_kept (self, "tsr_c");
  g_assert_true (tra_session_is_saved (session));
  g_assert_cmpuint (self->base.n_signed_out, ==, 0);
  g_assert_false (tra_session_wants_password (session));
}

/* Whoever signs in again is who was there. */
static void
test_password_of_another (Company *self, gconstpointer data)
{
  g_autoptr(GString) told = g_string_new (NULL);
  g_autofree char *body = NULL;

  start (self);
  test_server_push_json (self->server, 401, ENDED);
  fixture_turn (&self->base, 60 * 61);
  fixture_wait_phase (&self->base, TRA_PHASE_EXPIRED);
  body = company_answer_new_with (
      "tsr_c", NULL, "worker", "{\"sid\":\"WK00000000000000000000000000000002\",\"name\":\"dave\"}");
  test_server_push_json (self->server, 200, body);
  give_password (self, PASSWORD, told);
  g_assert_cmpstr (told->str, ==, "other|");
  g_assert_cmpint (tra_session_get_phase (self->base.session), ==, TRA_PHASE_EXPIRED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_COMPANY(path, function) g_test_add (path, Company, NULL, set_up, function, tear_down)
  ADD_COMPANY ("/session-company/signed-in", test_signed_in);
  ADD_COMPANY ("/session-company/not-remembered", test_not_remembered);
  ADD_COMPANY ("/session-company/no-keyring", test_no_keyring);
  ADD_COMPANY ("/session-company/refused", test_refused);
  ADD_COMPANY ("/session-company/form", test_form);
  ADD_COMPANY ("/session-company/cancelled", test_cancelled);
  ADD_COMPANY ("/session-company/line-seen-again", test_line_seen_again);
  ADD_COMPANY ("/session-company/service-away", test_service_away);
  ADD_COMPANY ("/session-company/resumed", test_resumed);
  ADD_COMPANY ("/session-company/resumed-later", test_resumed_later);
  ADD_COMPANY ("/session-company/renewed", test_renewed);
  ADD_COMPANY ("/session-company/ended", test_ended);
  ADD_COMPANY ("/session-company/signed-out", test_signed_out);
  ADD_COMPANY ("/session-company/forgotten", test_forgotten);
  ADD_COMPANY ("/session-company/removed", test_removed);
  ADD_COMPANY ("/session-company/removed/unheard", test_removed_unheard);
  ADD_COMPANY ("/session-company/removed/locked", test_removed_locked);
  ADD_COMPANY ("/session-company/conference", test_conference);
  ADD_COMPANY ("/session-company/conference-refused", test_conference_refused);
  ADD_COMPANY ("/session-company/task", test_task);
  ADD_COMPANY ("/session-company/queues", test_queues);
  ADD_COMPANY ("/session-company/served", test_served);
  ADD_COMPANY ("/session-company/served/no-more", test_served_no_more);
  ADD_COMPANY ("/session-company/served/not", test_not_served);
  ADD_COMPANY ("/session-company/supervisor", test_supervisor);
  ADD_COMPANY ("/session-company/password-again", test_password_again);
  ADD_COMPANY ("/session-company/password-again/of-another", test_password_of_another);
  ADD_COMPANY ("/session-company/heartbeat", test_heartbeat);
  ADD_COMPANY ("/session-company/heartbeat/not-wanted", test_heartbeat_not_wanted);
  ADD_COMPANY ("/session-company/heartbeat/connected", test_heartbeat_connected);

  return g_test_run ();
}
