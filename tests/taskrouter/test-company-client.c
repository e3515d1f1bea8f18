/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-client.h"

#include <string.h>

#include "company-answer.h"
#include "test-server.h"
#include "tr-company-heartbeat.h"
#include "tr-company-queues.h"
#include "tr-company-token-source.h"

#define PASSWORD "made-up password with spaces"
#define CF "CF00000000000000000000000000000001"
#define WT "WT00000000000000000000000000000001"

typedef struct
{
  TestServer *server;
  TrClock *clock; /* manual */
  SoupSession *session;
  TrCompanyClient *client;
  GCancellable *cancellable;
  GAsyncResult *result;
  GString *told; /* by the token source: "rotated tsr_b|ended|" */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->server = test_server_new ();
  self->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  self->session = soup_session_new ();
  self->cancellable = g_cancellable_new ();
  self->told = g_string_new (NULL);
  self->client = tr_company_client_new (test_server_get_url (self->server), self->session,
                                        self->clock, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  test_server_assert_done (self->server);
  g_clear_object (&self->result);
  g_assert_finalize_object (self->client);
  g_assert_cmpint (tr_clock_get_next_time (self->clock), ==, -1); /* no timer is left */
  g_assert_finalize_object (self->clock);
  soup_session_abort (self->session);
  test_server_free (self->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->cancellable);
  g_string_free (self->told, TRUE);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_null (self->result); /* once */
  self->result = g_object_ref (result);
}

static GAsyncResult *
wait_result (Fixture *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

static TrCompanyGrant *
sign_in (Fixture *self, GError **error)
{
  g_clear_object (&self->result);
  tr_company_client_sign_in_async (self->client, "dave", PASSWORD, "desk-1", self->cancellable,
                                   ready_cb, self);
  g_assert_null (self->result);
  return tr_company_client_grant_finish (self->client, wait_result (self), error);
}

static TrCompanyGrant *
refresh (Fixture *self, GError **error)
{
  g_clear_object (&self->result);
  tr_company_client_refresh_async (self->client, "tsr_a", "desk-1", "try-1", self->cancellable,
                                   ready_cb, self);
  return tr_company_client_grant_finish (self->client, wait_result (self), error);
}

static void
assert_error (const GError *error, TrError code, const char *words)
{
  g_assert_error (error, TR_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not hold “%s”", error->message, words);
  g_assert_null (strstr (error->message, PASSWORD));
  g_assert_null (strstr (error->message, "tsr_"));
  g_assert_null (strstr (error->message, "eyJ"));
}

static void
test_address (void)
{
  static const struct
  {
    const char *address;
    const char *plain; /* NULL: refused */
  } cases[] = {
    { "https://calls.example.com", "https://calls.example.com" },
    { "https://calls.example.com:443/", "https://calls.example.com" },
    { "https://example.com/calls//", "https://example.com/calls" },
    { "http://127.0.0.1:8443", "http://127.0.0.1:8443" },
    { "http://localhost:8443/", "http://localhost:8443" },
    { "http://calls.example.com", NULL },
    { "http://192.168.1.4", NULL },
    { "https://dave:secret@calls.example.com", NULL },
    { "calls.example.com", NULL },
    { "https://calls.example.com?a=b", NULL },
    { "ftp://127.0.0.1", NULL },
    { "", NULL },
  };
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TrCompanyClient) client =
          tr_company_client_new (cases[i].address, session, clock, &error);

      if (cases[i].plain != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (tr_company_client_get_address (client), ==, cases[i].plain);
          continue;
        }
      g_assert_null (client);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new ("tsr_a", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrCompanyGrant) grant = NULL;
  const char *sent;

  test_server_push_json (self->server, 200, body);
  grant = sign_in (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tr_token_get_worker_sid (tr_company_grant_get_token (grant)), ==,
                   COMPANY_WORKER);
  g_assert_cmpstr (tr_company_grant_get_refresh_token (grant), ==, "tsr_a");
  g_assert_cmpstr (tr_company_grant_get_device (grant), ==, "desk-1");
  g_assert_cmpstr (tr_company_grant_get_worker_name (grant), ==, "dave");
  g_assert_null (tr_company_grant_get_base_url (grant));

  sent = test_server_get_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/session HTTP"));
  g_assert_nonnull (strstr (sent, "{\"worker\":\"dave\",\"password\":\"" PASSWORD
                                  "\",\"device\":\"desk-1\"}"));
  g_assert_nonnull (strstr (sent, "Content-Type: application/json"));
  g_assert_null (strstr (sent, "Authorization"));
}

static void
test_service (Fixture *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new ("tsr_a", "http://127.0.0.1:8089");
  g_autofree char *bad = company_answer_new ("tsr_a", "http://calls.example.com");
  g_autoptr(GError) error = NULL;
  g_autoptr(TrCompanyGrant) grant = NULL;

  test_server_push_json (self->server, 200, body);
  grant = sign_in (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tr_company_grant_get_base_url (grant), ==, "http://127.0.0.1:8089");

  /* Nobody sends tokens over a network in the clear, whoever says so. */
  test_server_push_json (self->server, 200, bad);
  g_assert_null (sign_in (self, &error));
  assert_error (error, TR_ERROR_PROTOCOL, "service.base_url");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
    TrError code;
    guint pause;
  } cases[] = {
    { 401, "{\"code\":\"bad-credentials\",\"message\":\"no\"}", TR_ERROR_AUTH, 0 },
    { 429, "{\"code\":\"slow-down\",\"message\":\"no\",\"retry_in\":17}", TR_ERROR_RATE_LIMIT, 17 },
    { 429, "{\"code\":\"slow-down\",\"message\":\"no\",\"retry_in\":-1}", TR_ERROR_RATE_LIMIT, 0 },
    { 503, "{\"code\":\"busy\",\"message\":\"no\",\"retry_in\":2}", TR_ERROR_SERVICE, 2 },
    { 404, "{\"code\":\"not-found\",\"message\":\"no\"}", TR_ERROR_NOT_FOUND, 0 },
    /* Somebody else's: a hotel, a proxy, the service itself. */
    { 401, "{\"code\":20003,\"message\":\"Authenticate\"}", TR_ERROR_PROTOCOL, 0 },
    { 401, "{\"code\":\"session-ended\",\"message\":\"no\"}", TR_ERROR_PROTOCOL, 0 },
    { 401, "<html>Sign in to the hotel</html>", TR_ERROR_PROTOCOL, 0 },
    { 401, "", TR_ERROR_PROTOCOL, 0 },
    { 302, "", TR_ERROR_PROTOCOL, 0 },
    { 200, "<html></html>", TR_ERROR_PROTOCOL, 0 },
    { 200, "[]", TR_ERROR_PROTOCOL, 0 },
    { 204, "", TR_ERROR_PROTOCOL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      test_server_push_json (self->server, cases[i].status, cases[i].body);
      g_assert_null (sign_in (self, &error));
      assert_error (error, cases[i].code, "");
      g_assert_cmpuint (tr_error_get_retry_after (error), ==, cases[i].pause);
    }
}

static void
test_bad_grants (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *member; /* of the object, taken away or replaced */
    const char *value;  /* JSON; NULL: taken away */
  } cases[] = {
    { "token", NULL },          { "token", "\"eyJhbGciOiJub25lIn0.e30.\"" },
    { "token", "7" },           { "refresh_token", NULL },
    { "refresh_token", "\"\"" }, { "refresh_token", "\"a\\r\\nX-Evil: 1\"" },
    { "device", "\"a b\"" },    { "workspace", "{\"sid\":\"WS2\"}" },
    { "worker", "{\"sid\":\"WK2\",\"name\":\"dave\"}" },
    { "worker", "{\"sid\":\"" COMPANY_WORKER "\"}" },
    { "service", NULL },        { "service", "{\"base_url\":7}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
          company_answer_new_with ("tsr_a", NULL, cases[i].member, cases[i].value);
      g_autoptr(GError) error = NULL;

      test_server_push_json (self->server, 200, body);
      g_assert_null (sign_in (self, &error));
      assert_error (error, TR_ERROR_PROTOCOL, "");
    }
}

static void
test_not_there (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) cut = NULL;
  g_autoptr(GError) gone = NULL;

  test_server_push (self->server, TEST_CUT, 200, NULL, "{\"token\":\"eyJ\"}");
  g_assert_null (sign_in (self, &cut));
  assert_error (cut, TR_ERROR_NETWORK, "POST /v1/session");

  test_server_stop (self->server);
  g_assert_null (sign_in (self, &gone));
  assert_error (gone, TR_ERROR_NETWORK, "POST /v1/session");
}

static void
test_silent (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (self->server, TEST_SILENT, 200, NULL, "");
  tr_company_client_sign_in_async (self->client, "dave", PASSWORD, NULL, NULL, ready_cb, self);
  test_server_wait_request (self->server, 1);
  tr_clock_advance (self->clock, 15 * G_USEC_PER_SEC);
  g_assert_null (tr_company_client_grant_finish (self->client, wait_result (self), &error));
  assert_error (error, TR_ERROR_TIMEOUT, "POST /v1/session");
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  test_server_push (self->server, TEST_SILENT, 200, NULL, "");
  tr_company_client_sign_in_async (self->client, "dave", PASSWORD, NULL, self->cancellable,
                                   ready_cb, self);
  test_server_wait_request (self->server, 1);
  g_cancellable_cancel (self->cancellable);
  g_assert_null (tr_company_client_grant_finish (self->client, wait_result (self), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new ("tsr_b", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) ended = NULL;
  g_autoptr(GError) other = NULL;
  g_autoptr(TrCompanyGrant) grant = NULL;
  const char *sent;

  test_server_push_json (self->server, 200, body);
  grant = refresh (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tr_company_grant_get_refresh_token (grant), ==, "tsr_b");
  sent = test_server_get_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/session/refresh HTTP"));
  g_assert_nonnull (strstr (
      sent, "{\"refresh_token\":\"tsr_a\",\"device\":\"desk-1\",\"attempt\":\"try-1\"}"));

  test_server_push_json (self->server, 401, "{\"code\":\"session-ended\",\"message\":\"no\"}");
  g_assert_null (refresh (self, &ended));
  assert_error (ended, TR_ERROR_AUTH, "POST /v1/session/refresh");

  /* Anything else is no reason to ask for a password. */
  test_server_push_json (self->server, 401, "{\"code\":\"bad-token\",\"message\":\"no\"}");
  g_assert_null (refresh (self, &other));
  assert_error (other, TR_ERROR_PROTOCOL, "401");
}

static gboolean
finish_operation (Fixture *self, GError **error)
{
  gboolean is_done =
      tr_company_client_operation_finish (self->client, wait_result (self), error);

  g_clear_object (&self->result);
  return is_done;
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  const char *sent;

  test_server_push (self->server, TEST_ANSWER, 204, NULL, "");
  tr_company_client_sign_out_async (self->client, "tsr_a", NULL, ready_cb, self);
  g_assert_true (finish_operation (self, &error));
  g_assert_no_error (error);
  sent = test_server_get_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "DELETE /v1/session HTTP"));
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Bearer tsr_a\r\n"));
}

static void
test_operations (Fixture *self, gconstpointer data)
{
  g_autoptr(TrToken) token = company_token_new ();
  g_autofree char *bearer =
      g_strdup_printf ("\r\nAuthorization: Bearer %s\r\n", tr_token_get_jwt (token));
  g_autoptr(GError) error = NULL;

  test_server_push_json (self->server, 200, "{\"sid\":\"" CF "\",\"status\":\"completed\"}");
  tr_company_client_end_conference_async (self->client, token, CF, NULL, ready_cb, self);
  g_assert_true (finish_operation (self, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 0),
                                   "POST /v1/conferences/" CF "/end HTTP"));
  g_assert_nonnull (strstr (test_server_get_request (self->server, 0), bearer));

  test_server_push_json (self->server, 200, "{\"sid\":\"" WT "\",\"status\":\"completed\"}");
  tr_company_client_complete_task_async (self->client, token, WT, NULL, ready_cb, self);
  g_assert_true (finish_operation (self, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (test_server_get_request (self->server, 1),
                                   "POST /v1/tasks/" WT "/complete HTTP"));

  test_server_push_json (self->server, 403, "{\"code\":\"not-yours\",\"message\":\"no\"}");
  tr_company_client_complete_task_async (self->client, token, WT, NULL, ready_cb, self);
  g_assert_false (finish_operation (self, &error));
  assert_error (error, TR_ERROR_FORBIDDEN, "/complete");
}

static GPtrArray *
count_queues (Fixture *self, TrToken *token, GError **error)
{
  g_clear_object (&self->result);
  tr_company_client_count_queues_async (self->client, token, self->cancellable, ready_cb, self);
  return tr_company_client_count_queues_finish (self->client, wait_result (self), error);
}

static void
test_queues (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
    "{}",
    "{\"queues\":[7],\"age\":3}",
    "{\"queues\":[{\"sid\":\"WQ1\",\"name\":\"Support\",\"waiting\":-1,\"longest_wait\":0}]}",
    "{\"queues\":[{\"sid\":\"WQ1\",\"name\":\"Support\",\"waiting\":1}]}",
    "{\"queues\":[],\"age\":\"3\"}",
  };
  g_autoptr(TrToken) token = company_token_new ();
  g_autoptr(GPtrArray) queues = NULL;
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) error = NULL;
  const TrQueue *queue;

  test_server_push_json (
      self->server, 200,
      "{\"queues\":[{\"sid\":\"WQ1\",\"name\":\"Support\",\"waiting\":2,\"longest_wait\":31,"
      "\"available\":3,\"in_work\":1},"
      "{\"sid\":\"WQ2\",\"name\":\"Sales\",\"waiting\":0,\"longest_wait\":0}],\"age\":3}");
  queues = count_queues (self, token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queues->len, ==, 2);
  queue = g_ptr_array_index (queues, 0);
  g_assert_cmpstr (queue->name, ==, "Support");
  g_assert_cmpuint (queue->n_waiting, ==, 2);
  g_assert_cmpint (queue->n_available, ==, 3);
  g_assert_cmpint (queue->n_in_work, ==, 1);
  g_assert_cmpint (queue->longest_wait, ==, 34); /* it was counted three seconds ago */
  queue = g_ptr_array_index (queues, 1);
  g_assert_cmpint (queue->n_available, ==, -1); /* of an older server */
  g_assert_cmpint (queue->longest_wait, ==, 0);
  g_assert_true (
      g_str_has_prefix (test_server_get_request (self->server, 0), "GET /v1/queues HTTP"));

  test_server_push_json (self->server, 404, "{\"code\":\"not-found\",\"message\":\"no\"}");
  g_assert_null (count_queues (self, token, &missing));
  assert_error (missing, TR_ERROR_NOT_FOUND, "Queues: ");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) wrong = NULL;

      test_server_push_json (self->server, 200, bad[i]);
      g_assert_null (count_queues (self, token, &wrong));
      assert_error (wrong, TR_ERROR_PROTOCOL, "Queues: ");
    }
}

static gboolean
beat (Fixture *self, TrToken *token, guint *every, GError **error)
{
  g_clear_object (&self->result);
  tr_company_client_beat_async (self->client, token, "desk-1", self->cancellable, ready_cb, self);
  return tr_company_client_beat_finish (self->client, wait_result (self), every, error);
}

static void
test_heartbeat (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = {
    "{}", "{\"every\":\"20\"}", "{\"every\":-1}", "{\"every\":100000}", "[]",
  };
  g_autoptr(TrToken) token = company_token_new ();
  g_autofree char *bearer =
      g_strdup_printf ("\r\nAuthorization: Bearer %s\r\n", tr_token_get_jwt (token));
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) empty = NULL;
  guint every = 7;
  const char *sent;

  test_server_push_json (self->server, 200, "{\"every\":20}");
  g_assert_true (beat (self, token, &every, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (every, ==, 20);
  sent = test_server_get_request (self->server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /v1/session/heartbeat HTTP"));
  g_assert_nonnull (strstr (sent, bearer));
  g_assert_nonnull (strstr (sent, "{\"device\":\"desk-1\"}"));

  test_server_push_json (self->server, 404, "{\"code\":\"not-found\",\"message\":\"no\"}");
  g_assert_false (beat (self, token, &every, &missing));
  assert_error (missing, TR_ERROR_NOT_FOUND, "Heartbeat: ");
  test_server_push (self->server, TEST_ANSWER, 204, NULL, "");
  g_assert_false (beat (self, token, &every, &empty));
  assert_error (empty, TR_ERROR_PROTOCOL, "Heartbeat: ");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) wrong = NULL;

      test_server_push_json (self->server, 200, bad[i]);
      g_assert_false (beat (self, token, &every, &wrong));
      assert_error (wrong, TR_ERROR_PROTOCOL, "");
    }
  g_assert_cmpuint (every, ==, 20);
}

/* A certificate that nobody vouches for. */
static void
test_not_trusted (Fixture *self, gconstpointer data)
{
  g_autoptr(TestServer) server = test_server_new_tls ("tls/server.pem");
  g_autoptr(TrCompanyClient) client = tr_company_client_new (
      test_server_get_url (server), self->session, self->clock, NULL);
  g_autoptr(GError) error = NULL;

  tr_company_client_sign_in_async (client, "dave", PASSWORD, NULL, NULL, ready_cb, self);
  g_assert_null (tr_company_client_grant_finish (client, wait_result (self), &error));
  assert_error (error, TR_ERROR_TLS, "POST /v1/session");
  g_assert_cmpuint (test_server_get_n_requests (server), ==, 0);
}

/* ---- The token source ---- */

static void
rotated_cb (Fixture *self, TrCompanyGrant *grant)
{
  g_string_append_printf (self->told, "rotated %s|", tr_company_grant_get_refresh_token (grant));
}

static void
ended_cb (Fixture *self)
{
  g_string_append (self->told, "ended|");
}

static TrCompanyTokenSource *
follow (Fixture *self, TrCompanyTokenSource *source)
{
  g_signal_connect_swapped (source, "rotated", G_CALLBACK (rotated_cb), self);
  g_signal_connect_swapped (source, "ended", G_CALLBACK (ended_cb), self);
  return source;
}

static TrCompanyTokenSource *
resumed (Fixture *self)
{
  return follow (self, tr_company_token_source_new_resumed (self->client, "tsr_a", "desk-1"));
}

static TrToken *
fetch (Fixture *self, TrCompanyTokenSource *source, GError **error)
{
  g_clear_object (&self->result);
  tr_token_source_fetch_async (TR_TOKEN_SOURCE (source), NULL, ready_cb, self);
  g_assert_null (self->result);
  return tr_token_source_fetch_finish (TR_TOKEN_SOURCE (source), wait_result (self), error);
}

static void
drop (Fixture *self, TrCompanyTokenSource *source)
{
  g_clear_object (&self->result);
  while (g_main_context_iteration (NULL, FALSE)) /* others were answered, too */
    ;
  g_assert_finalize_object (source);
}

/* The first token is the one that signing in brought. */
static void
test_source_fresh (Fixture *self, gconstpointer data)
{
  g_autofree char *first = company_answer_new ("tsr_a", NULL);
  g_autofree char *second = company_answer_new ("tsr_b", NULL);
  g_autoptr(TrCompanyGrant) grant = NULL;
  g_autoptr(TrToken) one = NULL;
  g_autoptr(TrToken) two = NULL;
  TrCompanyTokenSource *source;

  test_server_push_json (self->server, 200, first);
  grant = sign_in (self, NULL);
  source = follow (self, tr_company_token_source_new (self->client, grant));
  one = fetch (self, source, NULL);
  g_assert_true (one == tr_company_grant_get_token (grant));
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, 1);

  test_server_push_json (self->server, 200, second);
  two = fetch (self, source, NULL);
  g_assert_nonnull (two);
  g_assert_true (two != one);
  g_assert_nonnull (strstr (test_server_get_request (self->server, 1), "\"refresh_token\":\"tsr_a\""));
  g_assert_cmpstr (self->told->str, ==, "rotated tsr_b|");
  g_assert_cmpstr (tr_company_token_source_get_refresh_token (source), ==, "tsr_b");
  drop (self, source);
}

static char *
attempt_of (Fixture *self, guint index)
{
  const char *begin = strstr (test_server_get_request (self->server, index), "\"attempt\":\"");

  g_assert_nonnull (begin);
  begin += strlen ("\"attempt\":\"");
  return g_strndup (begin, strcspn (begin, "\""));
}

/* An answer that got lost: the same token, the same mark, also after a new start; then another. */
static void
test_source_again (Fixture *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new ("tsr_b", NULL);
  g_autoptr(TrToken) token = NULL;
  g_autoptr(TrToken) next = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;
  TrCompanyTokenSource *source = resumed (self);

  test_server_push (self->server, TEST_CLOSE, 200, NULL, "");
  g_assert_null (fetch (self, source, &error));
  assert_error (error, TR_ERROR_NETWORK, "refresh");
  g_assert_cmpstr (tr_company_token_source_get_refresh_token (source), ==, "tsr_a");
  drop (self, source);

  source = resumed (self);
  test_server_push_json (self->server, 200, body);
  token = fetch (self, source, NULL);
  g_assert_nonnull (token);
  test_server_push_json (self->server, 200, body);
  next = fetch (self, source, NULL);
  g_assert_nonnull (next);

  first = attempt_of (self, 0);
  again = attempt_of (self, 1);
  other = attempt_of (self, 2);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_null (strstr (first, "tsr_"));
  drop (self, source);
}

/* Two who ask at once have one renewal: a second use of the same token would end the session. */
static void
test_source_shared (Fixture *self, gconstpointer data)
{
  g_autofree char *body = company_answer_new ("tsr_b", NULL);
  g_autoptr(TrToken) token = NULL;
  TrCompanyTokenSource *source = resumed (self);

  test_server_push_json (self->server, 200, body);
  tr_token_source_fetch_async (TR_TOKEN_SOURCE (source), self->cancellable, NULL, NULL);
  g_cancellable_cancel (self->cancellable);
  token = fetch (self, source, NULL);
  g_assert_nonnull (token);
  g_assert_cmpuint (test_server_get_n_requests (self->server), ==, 1);
  drop (self, source);
}

static void
test_source_ended (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) again = NULL;
  TrCompanyTokenSource *source = resumed (self);

  test_server_push_json (self->server, 401, "{\"code\":\"session-ended\",\"message\":\"no\"}");
  g_assert_null (fetch (self, source, &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_AUTH);
  g_assert_cmpstr (self->told->str, ==, "ended|");
  g_assert_null (tr_company_token_source_get_refresh_token (source));

  /* And nobody is asked once more. */
  g_assert_null (fetch (self, source, &again));
  g_assert_error (again, TR_ERROR, TR_ERROR_AUTH);
  g_assert_cmpstr (self->told->str, ==, "ended|");
  drop (self, source);
}

static void
test_source_stopped (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TrCompanyTokenSource *source = resumed (self);

  test_server_push (self->server, TEST_SILENT, 200, NULL, "");
  tr_token_source_fetch_async (TR_TOKEN_SOURCE (source), NULL, ready_cb, self);
  test_server_wait_request (self->server, 1);
  tr_company_token_source_stop (source);
  g_assert_null (tr_token_source_fetch_finish (TR_TOKEN_SOURCE (source), wait_result (self),
                                               &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  drop (self, source);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/company-client/address", test_address);
  ADD ("/company-client/sign-in", test_sign_in);
  ADD ("/company-client/sign-in/service", test_service);
  ADD ("/company-client/sign-in/refused", test_refusals);
  ADD ("/company-client/sign-in/bad-grant", test_bad_grants);
  ADD ("/company-client/sign-in/not-there", test_not_there);
  ADD ("/company-client/sign-in/silent", test_silent);
  ADD ("/company-client/sign-in/cancelled", test_cancelled);
  ADD ("/company-client/refresh", test_refresh);
  ADD ("/company-client/sign-out", test_sign_out);
  ADD ("/company-client/operations", test_operations);
  ADD ("/company-client/queues", test_queues);
  ADD ("/company-client/heartbeat", test_heartbeat);
  ADD ("/company-client/not-trusted", test_not_trusted);
  ADD ("/company-token-source/fresh", test_source_fresh);
  ADD ("/company-token-source/again", test_source_again);
  ADD ("/company-token-source/shared", test_source_shared);
  ADD ("/company-token-source/ended", test_source_ended);
  ADD ("/company-token-source/stopped", test_source_stopped);

  return g_test_run ();
}
