/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-log-keeper.h"

/* What is written down of a day: each thing once. */

#define NUMBER "\u2066+1 650 555 0100\u2069"

typedef struct
{
  Fixture session;
  TraLog *log;
  TraLogKeeper *keeper;
} Desk;

static void
set_up (Desk *desk, gconstpointer data)
{
  fixture_set_up (&desk->session, data);
  desk->log = tra_log_new (desk->session.clock);
  desk->keeper = tra_log_keeper_new (desk->session.session, desk->log);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_assert_finalize_object (desk->keeper);
  g_assert_finalize_object (desk->log);
  fixture_tear_down (&desk->session, data);
}

/* All that was written, from the offer on: "one|two|". */
static void
assert_written (Desk *desk, const char *wanted)
{
  GListModel *entries = G_LIST_MODEL (desk->log);
  g_autoptr(GString) written = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(TraLogEntry) entry = g_list_model_get_item (entries, i);

      g_string_append_printf (written, "%s|", tra_log_entry_get_text (entry));
    }
  g_assert_cmpstr (written->str, ==, wanted);
}

typedef struct
{
  const char *status;
  const char *task_status;
  const char *toast;
  const char *written;
} Ending;

static void
test_ended (Desk *desk, gconstpointer data)
{
  const Ending *ending = data;

  fixture_offer (&desk->session);
  tra_log_clear (desk->log);
  fixture_tell_reservation (&desk->session, ending->status, ending->task_status);
  test_wait (desk->session.n_ended == 1);
  g_assert_cmpstr (desk->session.toasts->str, ==, ending->toast);
  assert_written (desk, ending->written);
}

static void
test_connected_again (Desk *desk, gconstpointer data)
{
  fixture_go_online (&desk->session);
  test_bridge_cut_sockets (desk->session.bridge);
  fixture_wait_phase (&desk->session, TRA_PHASE_CONNECTION_LOST);
  tra_log_clear (desk->log);
  tra_session_reconnect_now (desk->session.session);
  fixture_wait_phase (&desk->session, TRA_PHASE_AVAILABLE);
  g_assert_cmpstr (desk->session.toasts->str, ==, "Connected again|");
  assert_written (desk, "Connected|");
}

/* A failure is told by no event: the log has it from the toast. */
static void
test_failure (Desk *desk, gconstpointer data)
{
  test_bridge_fail_next (desk->session.bridge, "POST", TEST_WORKER, 500, "{}");
  tra_session_go_online (desk->session.session);
  test_wait (desk->session.toasts->len > 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->log)), ==, 1);
}

int
main (int argc, char *argv[])
{
  static const Ending hung_up = { "canceled", "canceled", "The caller hung up|",
                                  "The caller " NUMBER " hung up|" };
  static const Ending withdrawn = { "canceled", "pending", "The call was withdrawn|",
                                    "The call from " NUMBER " went back to the queue|" };
  static const Ending rescinded = { "rescinded", "assigned", "Another agent took the call|",
                                    "Another agent took the call from " NUMBER "|" };
  static const Ending missed = { "timeout", "pending", "", "Missed the call from " NUMBER "|" };

  g_test_init (&argc, &argv, NULL);

#undef ADD
#define ADD(path, data, function) g_test_add (path, Desk, data, set_up, function, tear_down)
  ADD ("/log-keeper/ended/hung-up", &hung_up, test_ended);
  ADD ("/log-keeper/ended/withdrawn", &withdrawn, test_ended);
  ADD ("/log-keeper/ended/rescinded", &rescinded, test_ended);
  ADD ("/log-keeper/ended/missed", &missed, test_ended);
  ADD ("/log-keeper/connected-again", NULL, test_connected_again);
  ADD ("/log-keeper/failure", NULL, test_failure);

  return g_test_run ();
}
