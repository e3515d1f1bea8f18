/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "http/trs-listener.h"
#include "server-fixture.h"

/* Ordered faults: of requests, by path, account and worker; of events; of requests to programs.
 * What strikes sockets at once is in test-server-control.c. */

static gint64
order (ServerFixture *fixture, const char *form)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "POST", "/sandbox/faults", form);

  g_assert_cmpuint (fixture->status, ==, 200);
  return json_object_get_int_member_with_default (json_node_get_object (answer), "id", 0);
}

static guint
count_orders (ServerFixture *fixture)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "/sandbox/faults", NULL);

  return json_array_get_length (
    json_object_get_array_member (json_node_get_object (answer), "faults"));
}

typedef struct
{
  GError *error;
  gboolean is_done;
} Attempt;

static void
attempted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr(GBytes) bytes =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, &attempt->error);

  attempt->is_done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Attempt *) data)->is_done;
}

static void
begin (ServerFixture *fixture, Attempt *attempt, SoupMessage *message)
{
  *attempt = (Attempt) { NULL, FALSE };
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    attempted_cb, attempt);
}

/* A new worker of that name; the answer never comes. */
static void
make_worker_in_vain (ServerFixture *fixture, const char *name)
{
  g_autoptr(SoupMessage) message = server_fixture_message (fixture, "POST", "%W/Workers");
  g_autofree char *form = g_strconcat ("FriendlyName=", name, NULL);
  g_autoptr(GBytes) body = g_bytes_new (form, strlen (form));
  Attempt attempt;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  begin (fixture, &attempt, message);
  server_fixture_wait (fixture, is_done, &attempt);
  g_assert_nonnull (attempt.error);
  g_error_free (attempt.error);
}

static void
test_cut (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) after = NULL;

  order (fixture, "Fault=cut&Path=/v1/Workspaces");
  make_worker_in_vain (fixture, "cut");
  g_assert_null (trs_workspace_get_worker_by_name (fixture->workspace, "cut"));
  order (fixture, "Fault=lose-answer&Path=/v1/Workspaces");
  make_worker_in_vain (fixture, "lost");
  g_assert_nonnull (trs_workspace_get_worker_by_name (fixture->workspace, "lost"));
  after = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
}

static gboolean
something_waits (gpointer data)
{
  return tr_clock_get_next_time (((ServerFixture *) data)->clock) >= 0;
}

static void
test_no_answer (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(SoupMessage) message = server_fixture_message (fixture, "GET", "%W");
  Attempt attempt;

  order (fixture, "Fault=no-answer&Path=/v1&Latency=30000");
  begin (fixture, &attempt, message);
  server_fixture_wait (fixture, something_waits, fixture);
  server_fixture_advance (fixture, 29.9);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (attempt.is_done);
  server_fixture_advance (fixture, 0.2);
  server_fixture_wait (fixture, is_done, &attempt);
  g_assert_nonnull (attempt.error);
  g_error_free (attempt.error);
}

static void
test_worker (ServerFixture *fixture, gconstpointer data)
{
  TrsWorker *susan = trs_workspace_get_worker_by_name (fixture->workspace, "susan");
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  g_autofree char *path = g_strdup_printf ("%%W/Workers/%s", susan->base.sid);
  g_autoptr(JsonNode) bridge = NULL;
  g_autoptr(JsonNode) rest = NULL;
  g_autoptr(JsonNode) other = NULL;
  g_autoptr(JsonNode) again = NULL;

  order (fixture, "Fault=status&Status=503&Worker=dave&Times=2");
  other = server_fixture_ask (fixture, "GET", path, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  bridge = server_fixture_bridge (fixture, token, "GET", "Workers/%D", "{}");
  g_assert_cmpuint (fixture->status, ==, 503);
  rest = server_fixture_ask (fixture, "GET", "%W/Workers/%D/Reservations", NULL);
  g_assert_cmpuint (fixture->status, ==, 503);
  again = server_fixture_bridge (fixture, token, "GET", "Workers/%D", "{}");
  g_assert_cmpuint (fixture->status, ==, 200);
}

static void
test_account (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *form = g_strdup_printf (
    "Fault=status&Status=429&RetryAfter=3&Times=3&Path=/v1&Account=%s", fixture->account->base.sid);
  g_autofree char *sockets =
    g_strdup_printf ("Fault=drop&Account=%s", fixture->account->base.sid);
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  SoupMessage *stranger = server_fixture_message (fixture, "GET", "%W");
  g_autoptr(JsonNode) unknown = NULL;
  g_autoptr(JsonNode) rest = NULL;
  g_autoptr(JsonNode) voice = NULL;
  g_autoptr(JsonNode) bridge = NULL;

  order (fixture, form);
  soup_message_headers_replace (soup_message_get_request_headers (stranger), "Authorization",
                                "Basic bm9ib2R5Om5vYm9keQ==");
  unknown = server_fixture_send (fixture, stranger, NULL, NULL);
  g_assert_cmpuint (fixture->status, ==, 401);
  voice = server_fixture_ask (fixture, "GET", "%A.json", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  rest = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->status, ==, 429);
  bridge = server_fixture_bridge (fixture, token, "GET", "Workers/%D", "{}");
  g_assert_cmpuint (fixture->status, ==, 429);

  order (fixture, sockets);
  server_socket_wait_closed (fixture, socket);
}

/* Changes dave; the frames are known by this number. */
static void
change (ServerFixture *fixture, int number)
{
  g_autofree char *attributes = g_strdup_printf ("{\"n\":%d}", number);

  g_assert_true (trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .attributes = attributes }, NULL));
}

static void
expect (ServerFixture *fixture, ServerSocket *socket, int number)
{
  g_autoptr(JsonObject) payload =
    server_socket_take (fixture, socket, "worker.attributes.update");
  g_autofree char *attributes = g_strdup_printf ("{\"n\":%d}", number);

  g_assert_cmpstr (json_object_get_string_member (payload, "attributes"), ==, attributes);
}

static ServerSocket *
connect_dave (ServerFixture *fixture)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  ServerSocket *socket = server_fixture_connect (fixture, token, NULL);
  g_autoptr(JsonObject) init = server_socket_take (fixture, socket, "init");

  return socket;
}

static void
test_events (ServerFixture *fixture, gconstpointer data)
{
  ServerSocket *socket = connect_dave (fixture);

  order (fixture, "Fault=double-event&Worker=dave");
  change (fixture, 1);
  change (fixture, 2);
  expect (fixture, socket, 1);
  expect (fixture, socket, 1);
  expect (fixture, socket, 2);

  order (fixture, "Fault=lose-event&Worker=dave");
  change (fixture, 3);
  change (fixture, 4);
  expect (fixture, socket, 4);

  order (fixture, "Fault=reorder-event&Worker=dave");
  change (fixture, 5);
  change (fixture, 6);
  expect (fixture, socket, 6);
  expect (fixture, socket, 5);

  order (fixture, "Fault=late-event&Latency=2000&Worker=dave");
  change (fixture, 7);
  change (fixture, 8);
  expect (fixture, socket, 8);
  g_assert_cmpuint (socket->frames.length, ==, 0);
  server_fixture_advance (fixture, 2);
  expect (fixture, socket, 7);
}

/* The last one of all is not kept back for ever, and dies with its socket. */
static void
test_reorder_last (ServerFixture *fixture, gconstpointer data)
{
  ServerSocket *socket = connect_dave (fixture);

  order (fixture, "Fault=reorder-event&Worker=dave&Times=2");
  change (fixture, 1);
  server_fixture_advance (fixture, 1);
  expect (fixture, socket, 1);
  change (fixture, 2);
  order (fixture, "Fault=drop&Worker=dave");
  server_fixture_advance (fixture, 5);
}

static void
test_probability (ServerFixture *fixture, gconstpointer data)
{
  char patterns[2][61] = { "", "" };

  for (guint i = 0; i < 2; i++)
    {
      trs_server_set_random_seed (fixture->server, 5);
      order (fixture, "Fault=status&Path=/v1&Probability=0.4&Times=1000");
      for (guint j = 0; j < 60; j++)
        {
          g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "%W", NULL);

          patterns[i][j] = fixture->status == 500 ? 'x' : '.';
        }
      g_assert_null (server_fixture_ask (fixture, "DELETE", "/sandbox/faults", NULL));
    }
  g_assert_cmpstr (patterns[0], ==, patterns[1]);
  g_assert_nonnull (strchr (patterns[0], 'x'));
  g_assert_nonnull (strchr (patterns[0], '.'));
}

static void
test_list (ServerFixture *fixture, gconstpointer data)
{
  gint64 first = order (fixture, "Fault=html&Path=/v1&Times=5");
  gint64 second = order (fixture, "Fault=lose-webhook&Path=http");
  g_autofree char *path = g_strdup_printf ("/sandbox/faults/%d", (int) first);
  g_autoptr(JsonNode) gone = NULL;
  g_autoptr(JsonNode) unknown = NULL;
  g_autoptr(JsonNode) answer = NULL;

  g_assert_cmpint (first, !=, second);
  g_assert_cmpuint (count_orders (fixture), ==, 2);
  gone = server_fixture_ask (fixture, "DELETE", path, NULL);
  g_assert_cmpuint (fixture->status, ==, 204);
  g_assert_cmpuint (count_orders (fixture), ==, 1);
  unknown = server_fixture_ask (fixture, "DELETE", path, NULL);
  g_assert_cmpuint (fixture->status, ==, 404);
  answer = server_fixture_ask (fixture, "GET", "%W", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
}

static void
test_refused (ServerFixture *fixture, gconstpointer data)
{
  const char *forms[][2] = {
    { "Fault=status&Path=/&Probability=0", "400" }, { "Fault=cut&Path=/&Probability=2", "400" },
    { "Fault=cut&Path=/&Probability=nan", "400" },  { "Fault=double-event", "400" },
    { "Fault=double-event&Path=/", "400" },         { "Fault=cut&Worker=nobody", "404" },
    { "Fault=cut&Account=AC1", "404" },             { "Fault=drop", "400" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(JsonNode) answer =
        server_fixture_ask (fixture, "POST", "/sandbox/faults", forms[i][0]);

      g_test_message ("%s", forms[i][0]);
      g_assert_cmpuint (fixture->status, ==, strtoul (forms[i][1], NULL, 10));
    }
  g_assert_cmpuint (count_orders (fixture), ==, 0);
}

static void
program_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  ++*(guint *) user_data;
  soup_server_message_set_status (message, 200, NULL);
  /* See TrsListener. */
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
}

typedef struct
{
  guint status; /* 0: lost */
  gboolean is_done;
} Sending;

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWebhookAnswer) answer =
    trs_webhook_send_finish (TRS_WEBHOOK (source), result, &error);

  sending->status = answer != NULL ? answer->status : 0;
  if (answer == NULL)
    g_assert_error (error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION);
  sending->is_done = TRUE;
}

static gboolean
is_sent (gpointer data)
{
  return ((Sending *) data)->is_done;
}

static guint
tell (ServerFixture *fixture, const char *url)
{
  TrsWebhookRequest request = { .url = url };
  Sending sending = { 0, FALSE };

  trs_webhook_send_async (trs_server_get_webhook (fixture->server), &request, NULL, sent_cb,
                          &sending);
  server_fixture_wait (fixture, is_sent, &sending);
  return sending.status;
}

static void
test_webhook (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(SoupServer) program = soup_server_new (NULL, NULL);
  guint n_heard = 0;
  TrsListener *listener = trs_listener_new (program, 0, NULL, NULL);
  g_autofree char *url =
    g_strdup_printf ("http://127.0.0.1:%u/", trs_listener_get_port (listener));

  soup_server_add_handler (program, NULL, program_cb, &n_heard, NULL);
  order (fixture, "Fault=lose-webhook&Path=https://nowhere");
  order (fixture, "Fault=lose-webhook&Path=http://127.0.0.1");
  g_assert_cmpuint (tell (fixture, url), ==, 0);
  g_assert_cmpuint (n_heard, ==, 0);
  g_assert_cmpuint (tell (fixture, url), ==, 200);
  g_assert_cmpuint (n_heard, ==, 1);
  trs_listener_free (listener);
  soup_server_disconnect (program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/faults/cut", test_cut);
  SERVER_TEST ("/faults/no-answer", test_no_answer);
  SERVER_TEST ("/faults/worker", test_worker);
  SERVER_TEST ("/faults/account", test_account);
  SERVER_TEST ("/faults/events", test_events);
  SERVER_TEST ("/faults/events/last", test_reorder_last);
  SERVER_TEST ("/faults/probability", test_probability);
  SERVER_TEST ("/faults/list", test_list);
  SERVER_TEST ("/faults/refused", test_refused);
  SERVER_TEST ("/faults/webhook", test_webhook);
  return g_test_run ();
}
