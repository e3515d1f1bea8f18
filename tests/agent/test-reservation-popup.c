/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "tra-reservation-popup.h"

#define S ((gint64) G_USEC_PER_SEC)

typedef struct
{
  Desk desk;
  GtkWidget *popup;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  desk_set_up (&fixture->desk);
  fixture->popup = GTK_WIDGET (
    tra_reservation_popup_new (fixture->desk.application, fixture->desk.session));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_close (fixture->popup);
  desk_tear_down (&fixture->desk);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
offer (Fixture *fixture)
{
  fake_session_set_phase (fixture->desk.session, TRA_PHASE_RESERVED);
  desk_wait (is_mapped, fixture->popup);
}

static void
press (Fixture *fixture, const char *name)
{
  GtkWidget *button = desk_find (fixture->popup, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
type (Fixture *fixture, guint key)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (fixture->popup);
  gboolean is_taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_taken; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &is_taken);
    }
  return is_taken;
}

static void
test_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  g_assert_false (gtk_widget_get_visible (fixture->popup));
  offer (fixture);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->popup), GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->popup)), ==,
                   "Incoming call from +1 415 555 0142");
  g_assert_true (desk_shows (fixture->popup, "Support queue"));
  g_assert_true (desk_shows (fixture->popup, "Waited 0:42"));

  fake_session_set_phase (fixture->desk.session, TRA_PHASE_AVAILABLE);
  g_assert_false (gtk_widget_get_visible (fixture->popup));
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  press (fixture, "Accept");
  press (fixture, "Reject");
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==,
                   "accept WR00000000000000000000000000000001;"
                   "reject WR00000000000000000000000000000001;");
}

/* The agent who pressed Accept hears what is known, and may press again or reject. */
static void
test_unclear (Fixture *fixture, gconstpointer data)
{
  const char *text = "No clear answer from the service yet. Your phone may ring.";

  offer (fixture);
  g_assert_false (desk_shows (fixture->popup, text));
  fixture->desk.state->is_unclear = TRUE;
  fake_session_changed (fixture->desk.session);
  g_assert_true (desk_shows (fixture->popup, text));
  g_assert_true (gtk_widget_is_sensitive (desk_find (fixture->popup, "Reject")));
  fixture->desk.state->is_unclear = FALSE;
  fake_session_changed (fixture->desk.session);
  g_assert_false (desk_shows (fixture->popup, text));
}

static void
test_early_keys (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  g_assert_true (type (fixture, GDK_KEY_Return));
  tr_clock_advance (fixture->desk.state->clock, 699 * 1000);
  g_assert_true (type (fixture, GDK_KEY_space));
  tr_clock_advance (fixture->desk.state->clock, 1000);
  g_assert_false (type (fixture, GDK_KEY_Return));
}

static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  offer (fixture);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->popup));
  g_assert_nonnull (focus);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_ROLE_HEADING);
}

/* Closing hides: nothing is rejected, and this offer does not come back; another one does. */
static void
test_hides (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  gtk_window_close (GTK_WINDOW (fixture->popup));
  desk_settle ();
  fake_session_changed (fixture->desk.session);
  g_assert_false (gtk_widget_get_visible (fixture->popup));
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==, "");
  tr_clock_advance (fixture->desk.state->clock, S);
  g_assert_cmpint (tr_clock_get_next_time (fixture->desk.state->clock), ==, -1);

  fake_session_offer (fixture->desk.session, "+14155550143", "pending");
  fake_session_changed (fixture->desk.session);
  desk_wait (is_mapped, fixture->popup);
}

static void
set_connected (Fixture *fixture, gboolean is_connected)
{
  fixture->desk.state->phase = is_connected ? TRA_PHASE_RESERVED : TRA_PHASE_CONNECTION_LOST;
  fake_session_changed (fixture->desk.session);
  desk_settle ();
}

/* A connection that comes and goes does not bring back what was hidden. */
static void
test_stays_hidden (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  gtk_window_close (GTK_WINDOW (fixture->popup));
  desk_settle ();
  for (int i = 0; i < 2; i++)
    {
      set_connected (fixture, FALSE);
      g_assert_false (gtk_widget_get_visible (fixture->popup));
      set_connected (fixture, TRUE);
      g_assert_false (gtk_widget_get_visible (fixture->popup));
    }
}

/* What is left of the time is not known then, and nothing can be answered. */
static void
test_paused (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  set_connected (fixture, FALSE);
  g_assert_true (gtk_widget_get_visible (fixture->popup));
  g_assert_true (desk_shows (fixture->popup, "paused"));
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->popup, "Accept")));

  set_connected (fixture, TRUE);
  g_assert_true (gtk_widget_get_visible (fixture->popup));
  g_assert_false (desk_shows (fixture->popup, "paused"));
  g_assert_true (gtk_widget_is_sensitive (desk_find (fixture->popup, "Accept")));

  set_connected (fixture, FALSE);
  fixture->desk.state->left = 0;
  tr_clock_advance (fixture->desk.state->clock, S);
  g_assert_false (gtk_widget_get_visible (fixture->popup));
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  fake_session_offer (fixture->desk.session, "+14155550143", "pending");
  fake_session_changed (fixture->desk.session);
  desk_settle ();
  g_assert_nonnull (desk_find (fixture->popup, "Accept"));
  g_assert_true (desk_shows (fixture->popup, "Support · 8 seconds left"));
  press (fixture, "Accept +1 415 555 0143");
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==,
                   "accept WR00000000000000000000000000000002;");

  /* The first one goes: the other takes its place, and is armed anew. */
  tr_clock_advance (fixture->desk.state->clock, S);
  g_list_store_remove (fixture->desk.state->reservations, 0);
  fake_session_changed (fixture->desk.session);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->popup)), ==,
                   "Incoming call from +1 415 555 0143");
  g_assert_true (type (fixture, GDK_KEY_Return));
  g_assert_null (desk_find (fixture->popup, "Accept +1 415 555 0143"));
}

static void
test_time_is_up (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  fixture->desk.state->left = 0;
  tr_clock_advance (fixture->desk.state->clock, S);
  g_assert_true (gtk_widget_get_visible (fixture->popup));
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->popup, "Accept")));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
  ADD ("/reservation-popup/comes-and-goes", test_comes_and_goes);
  ADD ("/reservation-popup/answers", test_answers);
  ADD ("/reservation-popup/unclear", test_unclear);
  ADD ("/reservation-popup/early-keys", test_early_keys);
  ADD ("/reservation-popup/focus", test_focus);
  ADD ("/reservation-popup/hides", test_hides);
  ADD ("/reservation-popup/stays-hidden", test_stays_hidden);
  ADD ("/reservation-popup/paused", test_paused);
  ADD ("/reservation-popup/several", test_several);
  ADD ("/reservation-popup/time-is-up", test_time_is_up);
  return g_test_run ();
}
