/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "tra-compact-window.h"

#define S ((gint64) G_USEC_PER_SEC)

typedef struct
{
  Desk desk;
  GtkWidget *window;
} Fixture;

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  desk_set_up (&fixture->desk);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->window =
      GTK_WIDGET (tra_compact_window_new (fixture->desk.application, fixture->desk.session));
  gtk_window_present (GTK_WINDOW (fixture->window));
  desk_wait (is_mapped, fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_close (fixture->window);
  desk_tear_down (&fixture->desk);
}

static void
show_phase (Fixture *fixture, TraPhase phase)
{
  fake_session_set_phase (fixture->desk.session, phase);
  desk_settle ();
}

/* What can be done now, and nothing else; the way back is always there. */
static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *buttons[4];
    const char *words;
  } cases[] = {
    { TRA_PHASE_OFFLINE, { "Go Online" }, "Offline" },
    { TRA_PHASE_AVAILABLE, { "Go Offline" }, "Ready for Calls" },
    { TRA_PHASE_RESERVED, { "Reject", "Accept" }, "+1 415 555 0142" },
    { TRA_PHASE_RINGING, { "Stop Ringing" }, "+1 415 555 0142" },
    { TRA_PHASE_IN_CALL, { "Mute", "Hold", "End Conference" }, "4:12" },
    { TRA_PHASE_WRAP_UP, { "Complete" }, "+1 415 555 0142" },
    { TRA_PHASE_MISSED, { "Go Online" }, "You Missed a Call" },
  };
  static const char *const all[] = { "Go Online", "Go Offline", "Reject", "Accept", "Stop Ringing",
                                     "Mute", "Hold", "End Conference", "Complete" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      show_phase (fixture, cases[i].phase);
      g_assert_true (desk_shows (fixture->window, cases[i].words));
      g_assert_nonnull (desk_find (fixture->window, "Whole Window"));
      for (gsize j = 0; j < G_N_ELEMENTS (all); j++)
        {
          gboolean is_there = desk_find (fixture->window, all[j]) != NULL;
          gboolean is_wanted = FALSE;

          for (gsize k = 0; k < 4 && cases[i].buttons[k] != NULL; k++)
            is_wanted |= g_str_equal (cases[i].buttons[k], all[j]);
          if (is_there != is_wanted)
            g_error ("%s in phase %d", all[j], cases[i].phase);
        }
    }
}

/* By SID: a click that was meant for one caller must not take the next. */
static void
test_accepts_who_is_shown (Fixture *fixture, gconstpointer data)
{
  GtkWidget *accept;

  show_phase (fixture, TRA_PHASE_RESERVED);
  accept = desk_find (fixture->window, "Accept");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (accept)), ==, "app.accept");
  g_assert_cmpstr (g_variant_get_string (
                       gtk_actionable_get_action_target_value (GTK_ACTIONABLE (accept)), NULL),
                   ==, "WR00000000000000000000000000000001");
}

static void
test_waits (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_RESERVED);
  g_assert_true (gtk_widget_is_sensitive (desk_find (fixture->window, "Accept")));
  fixture->desk.state->busy = "accept";
  fake_session_changed (fixture->desk.session);
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->window, "Accept")));
  fixture->desk.state->busy = NULL;
  show_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  g_assert_true (desk_shows (fixture->window, "Connecting…"));
}

/* The main window's toasts are not in view. */
static void
test_toast (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_AVAILABLE);
  fake_session_toast (fixture->desk.session, "The caller hung up");
  g_assert_true (desk_shows (fixture->window, "The caller hung up"));
  tr_clock_advance (fixture->desk.state->clock, 5 * S);
  g_assert_false (desk_shows (fixture->window, "The caller hung up"));
  g_assert_true (desk_shows (fixture->window, "Ready for Calls"));
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  show_phase (fixture, TRA_PHASE_RESERVED);
  g_assert_true (desk_shows (fixture->window, "7 seconds left"));
  fixture->desk.state->left = 4 * S;
  tr_clock_advance (fixture->desk.state->clock, S / 4);
  g_assert_true (desk_shows (fixture->window, "4 seconds left"));
  show_phase (fixture, TRA_PHASE_AVAILABLE);
  g_assert_cmpint (tr_clock_get_next_time (fixture->desk.state->clock), ==,
                   -1); /* nothing counts */
}

static void
test_is_small (Fixture *fixture, gconstpointer data)
{
  for (TraPhase phase = TRA_PHASE_CONNECTING; phase <= TRA_PHASE_EXPIRED; phase++)
    {
      int min, height;

      show_phase (fixture, phase);
      gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      gtk_widget_measure (fixture->window, GTK_ORIENTATION_VERTICAL, 360, &height, NULL, NULL, NULL);
      if (min > 360 + 2 * 14) /* with the frame of a window without a compositor */
        g_error ("It needs %d px in phase %d", min, phase);
      g_assert_cmpint (height, <=, 120);
    }
}

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/compact-window/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("buttons", test_buttons);
  ADD ("accepts-who-is-shown", test_accepts_who_is_shown);
  ADD ("waits", test_waits);
  ADD ("toast", test_toast);
  ADD ("counts", test_counts);
  ADD ("is-small", test_is_small);
#undef ADD
  return g_test_run ();
}
