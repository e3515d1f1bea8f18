/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "tr-client-queues.h"
#include "tra-glance.h"
#include "tra-queue-alerts.h"
#include "tra-queue-watch.h"
#include "tra-wallboard.h"
#include "tra-why.h"

/* Who waits, how the day was, and why no calls come. */

#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct
{
  Desk desk;
  GtkWidget *glance;
  GtkWidget *window;
} Fixture;

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_queues (Fixture *self, guint waiting, gint64 wait)
{
  TrQueue *queue = tr_queue_new ("WQ1", "Support");

  queue->n_waiting = waiting;
  queue->longest_wait = wait;
  g_clear_pointer (&self->desk.state->queues, g_ptr_array_unref);
  self->desk.state->queues = g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);
  g_ptr_array_add (self->desk.state->queues, queue);
}

static void
show (Fixture *self)
{
  self->window = gtk_window_new ();
  self->glance = g_object_new (TRA_TYPE_GLANCE, NULL);
  tra_glance_set_session (TRA_GLANCE (self->glance), self->desk.session);
  gtk_window_set_child (GTK_WINDOW (self->window), self->glance);
  gtk_window_present (GTK_WINDOW (self->window));
  desk_wait (is_mapped, self->window);
  desk_settle ();
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const keys[] = { "queue-alert-waiting", "queue-alert-minutes",
                                      "queue-alert-queues" };

  desk_set_up (&self->desk);
  /* In memory, which all tests of a process share. */
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->desk.state->settings, keys[i]);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    desk_close (self->window);
  desk_tear_down (&self->desk);
}

static void
test_queues (Fixture *self, gconstpointer data)
{
  set_queues (self, 3, 102);
  show (self);
  g_assert_true (desk_shows (self->glance, "Waiting Callers"));
  g_assert_true (desk_shows (self->glance, "Longest wait 1:42"));
  g_assert_nonnull (desk_find (self->glance,
                               "Support, 3 callers waiting, longest wait 1 minute"));
  g_assert_false (desk_shows (self->glance, "As of"));
}

static void
test_rows (Fixture *self, gconstpointer data)
{
  static const struct
  {
    guint waiting;
    gint64 wait;
    const char *text;
  } cases[] = {
    { 0, 0, "No one waiting" },
    { 4, 180, "Longest wait 3:00" },
    { 5, 20, "Busy · longest wait 0:20" },
    { 1, 181, "Busy · longest wait 3:01" },
  };

  set_queues (self, 1, 1);
  show (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_queues (self, cases[i].waiting, cases[i].wait);
      tr_clock_advance (self->desk.state->clock, 21 * SECOND);
      desk_settle ();
      g_assert_true (desk_shows (self->glance, cases[i].text));
    }
}

/* Where this sign-in may not read them there is nothing, and nobody asks again. */
static void
test_forbidden (Fixture *self, gconstpointer data)
{
  guint n_asked;

  show (self);
  g_assert_false (desk_shows (self->glance, "Waiting Callers"));
  n_asked = self->desk.state->n_queues_asked;
  g_assert_cmpuint (n_asked, ==, 1);
  tr_clock_advance (self->desk.state->clock, 3600 * SECOND);
  desk_settle ();
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, n_asked);
}

/* After a refusal more and more seldom, up to five minutes. */
static void
test_rate_limit (Fixture *self, gconstpointer data)
{
  set_queues (self, 1, 1);
  show (self);
  self->desk.state->are_queues_limited = TRUE;
  for (int i = 0; i < 720; i++)
    {
      tr_clock_advance (self->desk.state->clock, 5 * SECOND);
      desk_settle ();
    }
  g_assert_cmpuint (self->desk.state->n_queues_asked, >=, 10);
  g_assert_cmpuint (self->desk.state->n_queues_asked, <=, 20);
  g_assert_true (desk_shows (self->glance, "As of 10:00"));

  self->desk.state->are_queues_limited = FALSE;
  tr_clock_advance (self->desk.state->clock, 310 * SECOND);
  desk_settle ();
  g_assert_false (desk_shows (self->glance, "As of"));
}

static void
test_lost (Fixture *self, gconstpointer data)
{
  guint n_asked;

  set_queues (self, 1, 1);
  show (self);
  fake_session_set_phase (self->desk.session, TRA_PHASE_CONNECTION_LOST);
  desk_settle ();
  g_assert_true (desk_shows (self->glance, "As of 10:00"));
  n_asked = self->desk.state->n_queues_asked;
  tr_clock_advance (self->desk.state->clock, 60 * SECOND);
  desk_settle ();
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, n_asked);
}

/* Nobody looks: nothing is asked. */
static void
test_unseen (Fixture *self, gconstpointer data)
{
  guint n_asked;

  set_queues (self, 1, 1);
  show (self);
  n_asked = self->desk.state->n_queues_asked;
  fake_session_set_phase (self->desk.session, TRA_PHASE_IN_CALL);
  desk_settle ();
  tr_clock_advance (self->desk.state->clock, 600 * SECOND);
  desk_settle ();
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, n_asked);
}

/* However the clock is set, what is old is told as old. */
static void
test_clock_set (Fixture *self, gconstpointer data)
{
  TrClock *clock = self->desk.state->clock;
  TraQueueWatch *watch = tra_queue_watch_new (self->desk.session);

  set_queues (self, 1, 1);
  tra_queue_watch_set_wanted (watch, TRUE);
  desk_settle ();
  tra_queue_watch_set_wanted (watch, FALSE);
  tr_clock_set_real_time (clock, tr_clock_get_real_time (clock) - 3600 * SECOND);
  g_assert_false (tra_queue_watch_is_stale (watch));
  tr_clock_advance (clock, 61 * SECOND);
  g_assert_true (tra_queue_watch_is_stale (watch));
  g_assert_finalize_object (watch);
}

/* ---- Limits ---- */

static void
told_cb (GString *told, const char *sid, gboolean is_passed, const char *title, const char *body)
{
  g_string_append_printf (told, "%s %s: %s|", is_passed ? "!" : "ok", title, body);
}

static void
forgotten_cb (GString *told, const char *sid)
{
  g_string_append_printf (told, "forgotten %s|", sid);
}

static void
assert_told (Fixture *self, GString *told, const char *expected)
{
  tr_clock_advance (self->desk.state->clock, 21 * SECOND);
  desk_settle ();
  g_assert_cmpstr (told->str, ==, expected);
  g_string_truncate (told, 0);
}

static TraQueueAlerts *
follow (Fixture *self, GString *told)
{
  TraQueueAlerts *alerts = tra_queue_alerts_new (self->desk.session);

  g_signal_connect_swapped (alerts, "told", G_CALLBACK (told_cb), told);
  g_signal_connect_swapped (alerts, "forgotten", G_CALLBACK (forgotten_cb), told);
  return alerts;
}

/* Once when a limit is passed, and once when it is not any more. */
static void
test_limits (Fixture *self, gconstpointer data)
{
  GSettings *settings = self->desk.state->settings;
  g_autoptr(GString) told = g_string_new (NULL);
  TraQueueAlerts *alerts = follow (self, told);

  set_queues (self, 9, 7200);
  assert_told (self, told, "");
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, 0); /* off: nobody is asked */

  g_settings_set_uint (settings, "queue-alert-waiting", 3);
  assert_told (self, told, "! Support is over the limit: 9 callers waiting, the longest for 2 h 0 min|");
  set_queues (self, 4, 7200);
  assert_told (self, told, "");
  set_queues (self, 3, 60);
  assert_told (self, told,
               "ok Support is back to normal: 3 callers waiting, the longest for 1 minute|");

  g_settings_set_uint (settings, "queue-alert-minutes", 5);
  set_queues (self, 1, 300);
  assert_told (self, told, "");
  set_queues (self, 1, 301);
  assert_told (self, told, "! Support is over the limit: 1 caller waiting, for 5 minutes|");
  set_queues (self, 0, 0);
  assert_told (self, told, "ok Support is back to normal: No one waiting|");
  g_assert_finalize_object (alerts);
}

/* Other queues are nobody's concern, and what is no concern any more is not told of as normal. */
static void
test_limited_queues (Fixture *self, gconstpointer data)
{
  static const char *const others[] = { "Sales", NULL };
  static const char *const ours[] = { "Sales", "support", NULL };
  GSettings *settings = self->desk.state->settings;
  g_autoptr(GString) told = g_string_new (NULL);
  TraQueueAlerts *alerts = follow (self, told);

  set_queues (self, 9, 60);
  g_settings_set_strv (settings, "queue-alert-queues", others);
  g_settings_set_uint (settings, "queue-alert-waiting", 3);
  assert_told (self, told, "");
  g_settings_set_strv (settings, "queue-alert-queues", ours);
  assert_told (self, told,
               "! Support is over the limit: 9 callers waiting, the longest for 1 minute|");
  g_settings_set_uint (settings, "queue-alert-waiting", 0);
  assert_told (self, told, "forgotten WQ1|");
  g_assert_finalize_object (alerts);
}

/* In the list, too: in words and with a sign. */
static void
test_limit_shown (Fixture *self, gconstpointer data)
{
  g_settings_set_uint (self->desk.state->settings, "queue-alert-waiting", 2);
  set_queues (self, 3, 102);
  show (self);
  g_assert_true (desk_shows (self->glance, "Over the limit · longest wait 1:42"));
  g_assert_nonnull (desk_find (self->glance, "Support, over the limit, 3 callers waiting, "
                                             "longest wait 1 minute"));
}

/* ---- The wallboard ---- */

static void
test_wallboard (Fixture *self, gconstpointer data)
{
  GSettings *settings = self->desk.state->settings;
  TrQueue *queue;
  guint n_asked;

  set_queues (self, 3, 102);
  queue = g_ptr_array_index (self->desk.state->queues, 0);
  queue->n_available = 1;
  queue->n_in_work = 2;
  g_settings_set_uint (settings, "queue-alert-waiting", 2);
  self->window = tra_wallboard_new (self->desk.application, self->desk.session);
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, 0);
  gtk_window_present (GTK_WINDOW (self->window));
  desk_wait (is_mapped, self->window);
  desk_settle ();
  g_assert_true (desk_shows (self->window, "Over the limit\nLongest wait 1:42"));
  g_assert_true (desk_shows (self->window, "1 agent available\n2 in progress"));
  g_assert_nonnull (desk_find (self->window, "Support, 3 callers waiting, Over the limit, Longest "
                                             "wait 1:42, 1 agent available, 2 in progress"));

  /* Nobody looks: nothing is asked. */
  gtk_widget_set_visible (self->window, FALSE);
  n_asked = self->desk.state->n_queues_asked;
  tr_clock_advance (self->desk.state->clock, 600 * SECOND);
  desk_settle ();
  g_assert_cmpuint (self->desk.state->n_queues_asked, ==, n_asked);
}

/* ---- Why ---- */

static void
assert_why (Fixture *self, GPtrArray *queues, const char *wanted)
{
  g_autofree char *sentence = tra_why_sentence (self->desk.session, queues);

  if (!g_str_has_prefix (sentence, wanted))
    g_test_message ("%s", sentence);
  g_assert_true (g_str_has_prefix (sentence, wanted));
}

static void
set_voice (Fixture *self, gboolean is_available, int capacity, int assigned)
{
  g_autofree char *text = g_strdup_printf (
      "{\"sid\":\"WC1\",\"task_channel_unique_name\":\"voice\",\"available\":%s,"
      "\"configured_capacity\":%d,\"assigned_tasks\":%d,\"available_capacity_percentage\":0}",
      is_available ? "true" : "false", capacity, assigned);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrWorkerChannel) channel = tr_worker_channel_new_from_json (node, &error);

  g_assert_no_error (error);
  g_list_store_remove_all (self->desk.state->channels);
  g_list_store_append (self->desk.state->channels, channel);
}

static void
test_why (Fixture *self, gconstpointer data)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  fake_session_set_phase (self->desk.session, TRA_PHASE_CONNECTION_LOST);
  assert_why (self, NULL, "There is no connection to the service");
  fake_session_set_phase (self->desk.session, TRA_PHASE_OFFLINE);
  assert_why (self, NULL, "Your status is Offline");

  fake_session_set_phase (self->desk.session, TRA_PHASE_AVAILABLE);
  set_voice (self, FALSE, 1, 0);
  assert_why (self, NULL, "Calls are switched off for you");
  set_voice (self, TRUE, 0, 0);
  assert_why (self, NULL, "You are set to take no calls");
  set_voice (self, TRUE, 1, 1);
  assert_why (self, NULL, "You have 1 call open, and");
  set_voice (self, TRUE, 1, 0);

  json_object_set_string_member (self->desk.state->attributes, "contact_uri", "16505551111");
  assert_why (self, NULL, "The phone that is set for you, “16505551111”, is no number");
  json_object_remove_member (self->desk.state->attributes, "contact_uri");
  assert_why (self, NULL, "No phone is set for you");
  json_object_set_string_member (self->desk.state->attributes, "contact_uri", "client:dave");

  assert_why (self, none, "No queue takes you");
  set_queues (self, 0, 0);
  assert_why (self, self->desk.state->queues, "No one is waiting in your queues");
  set_queues (self, 2, 5);
  assert_why (self, self->desk.state->queues, "2 callers are waiting");
  assert_why (self, NULL, "Nothing is amiss here");
  fake_session_set_phase (self->desk.session, TRA_PHASE_RESERVED);
  assert_why (self, NULL, "You are offered one right now");
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  desk_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/glance/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("queues", test_queues);
  ADD ("rows", test_rows);
  ADD ("forbidden", test_forbidden);
  ADD ("rate-limit", test_rate_limit);
  ADD ("lost", test_lost);
  ADD ("unseen", test_unseen);
  ADD ("clock-set", test_clock_set);
  ADD ("limits", test_limits);
  ADD ("limited-queues", test_limited_queues);
  ADD ("limit-shown", test_limit_shown);
  ADD ("wallboard", test_wallboard);
  ADD ("why", test_why);

  return g_test_run ();
}
