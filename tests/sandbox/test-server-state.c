/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server-fixture.h"
#include "state/trs-journal.h"
#include "state/trs-state.h"
#include "state/trs-sync.h"

/* The state of a server in this process; state.py kills whole programs. */

static void
adopt (ServerFixture *self)
{
  TrsEngine *engine = trs_server_get_engine (self->server);

  g_set_object (&self->engine, engine);
  g_set_object (&self->clock, trs_engine_get_clock (engine));
  self->account = g_ptr_array_index (trs_engine_get_accounts (engine), 0);
  self->workspace = g_ptr_array_index (self->account->workspaces, 0);
  self->dave = trs_workspace_get_worker_by_name (self->workspace, "dave");
  g_strlcpy (self->dave_sid, self->dave->base.sid, sizeof self->dave_sid);
}

static void
start (ServerFixture *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsEngine) engine = NULL;
  TrsState *state =
    trs_state_new (trs_outset_new (NULL, NULL, 7, FALSE), path, TRS_SPEED_VIRTUAL, 0, &error);

  g_assert_no_error (error);
  engine = trs_state_make_engine (state, &error);
  g_assert_no_error (error);
  self->server = trs_server_new (engine);
  trs_server_take_state (self->server, state, &error);
  g_assert_no_error (error);
  trs_server_listen (self->server, 0, &error);
  g_assert_no_error (error);
  adopt (self);
}

static void
set_up (ServerFixture *self, gconstpointer data)
{
  server_fixture_set_up_client (self);
  start (self, NULL);
}

static JsonNode *
control (ServerFixture *self, const char *method, const char *path)
{
  JsonNode *answer = server_fixture_ask (self, method, path, "");

  adopt (self);
  return answer;
}

static void
test_bridge (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  TrsActivity *available =
    trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  g_autofree char *params = g_strdup_printf ("{\"ActivitySid\":\"%s\"}", available->base.sid);
  g_autoptr(JsonNode) saved = NULL;
  g_autoptr(JsonNode) reset = NULL;
  g_autoptr(JsonNode) restored = NULL;
  g_autoptr(JsonNode) moved =
    server_fixture_bridge (fixture, token, "POST", "Workers/%D", params);

  g_assert_cmpuint (fixture->status, ==, 200);
  saved = control (fixture, "POST", "/sandbox/snapshots/one");
  g_assert_cmpuint (fixture->status, ==, 201);
  reset = control (fixture, "POST", "/sandbox/reset");
  g_assert_cmpuint (fixture->status, ==, 204);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Offline");
  restored = control (fixture, "POST", "/sandbox/snapshots/one/restore");
  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
}

static void
make_available (ServerFixture *fixture)
{
  TrsActivity *available =
    trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  g_autofree char *form = g_strdup_printf ("ActivitySid=%s", available->base.sid);
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "POST", "%W/Workers/%D", form);

  g_assert_cmpuint (fixture->status, ==, 200);
}

static gboolean
is_alone (gpointer data)
{
  ServerFixture *fixture = data;
  g_autoptr(JsonNode) answer =
    server_fixture_ask (fixture, "GET", "/sandbox/sockets/%D", NULL);

  return json_object_get_int_member (json_node_get_object (answer), "sockets") == 0;
}

/* No request says that a worker's connection went, and yet it is part of the history. */
static void
test_absence (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  ServerSocket *socket =
    server_fixture_connect (fixture, token, "?setWorkerOfflineIfDisconnected=true&");
  g_autoptr(JsonNode) saved = NULL;
  g_autoptr(JsonNode) restored = NULL;

  g_assert_nonnull (socket->connection);
  make_available (fixture);
  soup_websocket_connection_close (socket->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  while (!is_alone (fixture))
    ;
  server_fixture_advance (fixture, 0.5);
  saved = control (fixture, "POST", "/sandbox/snapshots/half");
  server_fixture_advance (fixture, 0.6);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Offline");
  restored = control (fixture, "POST", "/sandbox/snapshots/half/restore");
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
  server_fixture_advance (fixture, 0.4);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Available");
  server_fixture_advance (fixture, 0.1);
  g_assert_cmpstr (fixture->dave->activity->friendly_name, ==, "Offline");
}

/* The engine that they heard of is gone. */
static void
test_sockets (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_token (fixture, "worker", 600);
  ServerSocket *before = server_fixture_connect (fixture, token, NULL);
  ServerSocket *after = NULL;
  g_autoptr(JsonNode) reset = control (fixture, "POST", "/sandbox/reset");
  g_autoptr(JsonObject) init = NULL;
  g_autoptr(JsonObject) event = NULL;

  g_assert_cmpuint (fixture->status, ==, 204);
  server_socket_wait_closed (fixture, before);
  after = server_fixture_connect (fixture, token, NULL);
  g_assert_nonnull (after->connection);
  init = server_socket_take (fixture, after, "init");
  make_available (fixture);
  event = server_socket_take (fixture, after, "worker.activity.update");
}

static void
test_none (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "POST", "/sandbox/reset", "");

  server_fixture_assert_refused (fixture, answer, 400, 20400);
}

/* What can not be kept is not begun. */
static void
test_no_folder (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(GBytes) content = g_bytes_new_static ("{}\n", 3);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);
  g_autoptr(TrsJournal) journal = trs_journal_new ("/nonexistent/state", content, clock, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (journal);
}

static gboolean
count_cb (JsonObject *entry, guint line, gpointer user_data, GError **error)
{
  gint64 *last = user_data;

  *last = json_object_get_int_member (entry, "t");
  return TRUE;
}

/* Hours of timers take no room. */
static void
test_time_is_written_over (void)
{
  g_autoptr(GBytes) content = g_bytes_new_static ("{\"t\":0}\n", 8);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsJournal) journal = trs_journal_new (NULL, content, NULL, &error);
  g_autoptr(GBytes) read = NULL;
  gint64 last = 0;

  g_assert_no_error (error);
  for (gint64 time = 1; time <= 10000; time++)
    g_assert_true (trs_journal_mark_time (journal, time * 1000000, NULL));
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(JsonObject) entry = json_object_new ();

      g_assert_true (trs_journal_append (journal, G_GINT64_CONSTANT (10000000000), entry, NULL));
      g_assert_true (trs_journal_mark_time (journal, G_GINT64_CONSTANT (10000000001), NULL));
      g_assert_true (trs_journal_mark_time (journal, G_GINT64_CONSTANT (10000000002), NULL));
    }
  read = trs_journal_read (journal, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (read), <, 300 * 60);
  g_assert_true (trs_journal_foreach (read, count_cb, &last, &error));
  g_assert_no_error (error);
  g_assert_cmpint (last, ==, G_GINT64_CONSTANT (10000000002));
}

static int n_synced; /* atomic */

static int
count_sync (int fd)
{
  g_atomic_int_inc (&n_synced);
  return 0;
}

static void
pass_interval (TrClock *clock)
{
  tr_clock_advance (clock, TRS_SYNC_INTERVAL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* However much is written, the disk is waited for once a while, and never for nothing. */
static void
test_sync (void)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (0);
  TrsSync *sync = trs_sync_new (0, clock, count_sync);

  pass_interval (clock);
  g_assert_cmpint (n_synced, ==, 0);
  for (guint i = 1; i <= 3; i++)
    {
      for (guint j = 0; j < 1000; j++)
        trs_sync_touch (sync);
      g_assert_cmpint (g_atomic_int_get (&n_synced), ==, i - 1);
      while (g_atomic_int_get (&n_synced) < (int) i)
        pass_interval (clock);
    }
  /* At the end all that is written is there; until then nobody had to wait. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  trs_sync_touch (sync);
  trs_sync_free (sync);
  g_assert_cmpint (g_atomic_int_get (&n_synced), ==, 4);
}

#define STATE_TEST(path, func)                                                                    \
  g_test_add (path, ServerFixture, NULL, set_up, func, server_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATE_TEST ("/state/bridge", test_bridge);
  STATE_TEST ("/state/absence", test_absence);
  STATE_TEST ("/state/sockets", test_sockets);
  SERVER_TEST ("/state/none", test_none);
  SERVER_TEST ("/state/no-folder", test_no_folder);
  g_test_add_func ("/state/time-is-written-over", test_time_is_written_over);
  g_test_add_func ("/state/sync", test_sync);
  return g_test_run ();
}
