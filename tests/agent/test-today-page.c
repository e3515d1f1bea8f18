/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "desk.h"
#include "tra-file-saver.h"
#include "tra-history-chart.h"
#include "tra-settings.h"
#include "tra-today-page.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
/* 2026-01-15 10:00; the test's zone is UTC. */
#define NOW (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)

typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TraHistory *history;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  g_autoptr(GError) error = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  self->clock = tr_clock_new_manual (NOW);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  self->history = tra_history_new (self->clock, self->settings, "/dev/null/none");
  tra_history_open (self->history, "WK1", FALSE);
  self->page = g_object_ref_sink (g_object_new (TRA_TYPE_TODAY_PAGE, NULL));
  tra_today_page_set_history (TRA_TODAY_PAGE (self->page), self->history);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->page);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 620, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), overlay);
  gtk_window_present (GTK_WINDOW (self->window));
  desk_wait (is_mapped, self->window);
  desk_settle ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  desk_close (self->window);
  g_assert_finalize_object (self->page);
  g_assert_finalize_object (self->history);
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
}

static void
add (Fixture *self, const char *caller, TraCallEnd end, gint64 offered)
{
  TraCallRecord *record = tra_call_record_new ();

  record->reservation_sid = g_strdup_printf ("WR%s", caller);
  record->caller = g_strdup (caller);
  record->queue = g_strdup ("Support");
  record->channel = g_strdup ("voice");
  record->end = end;
  record->offered = offered;
  if (end == TRA_CALL_HANDLED)
    {
      record->outcome = g_strdup ("Resolved");
      record->answered = offered;
      record->ended = offered + 277 * SECOND;
      record->completed = record->ended + 48 * SECOND;
    }
  else
    {
      record->flight = g_strdup ("0 event-in\n35 popup-mapped\n10000 ended\n");
    }
  tra_history_add (self->history, record);
  desk_settle ();
}

/* Some of a day: one taken, one missed, and one of yesterday. */
static void
add_day (Fixture *self)
{
  add (self, "+14155550142", TRA_CALL_HANDLED, NOW - 600 * SECOND);
  add (self, "+12125550188", TRA_CALL_TIMED_OUT, NOW - 300 * SECOND);
  add (self, "+13035550107", TRA_CALL_TIMED_OUT, NOW - 26 * G_TIME_SPAN_HOUR);
}

static GtkWidget *
find_kind (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_kind (child, type);
  return found;
}

static void
show_missed (Fixture *self)
{
  GtkWidget *all = find_kind (self->page, GTK_TYPE_TOGGLE_BUTTON);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (all)), TRUE);
  desk_settle ();
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_assert_true (desk_shows (self->page, "No Calls Yet"));
  show_missed (self);
  g_assert_true (desk_shows (self->page, "No Missed Calls"));
}

static void
test_day (Fixture *self, gconstpointer data)
{
  add_day (self);
  g_assert_true (desk_shows (self->page, "Support · Resolved"));
  g_assert_true (desk_shows (self->page, "4:37"));
  g_assert_true (desk_shows (self->page, "Support · Missed"));
  g_assert_true (desk_shows (self->page, "09:50"));
  g_assert_true (desk_shows (self->page, "0:48"));
  g_assert_false (desk_shows (self->page, "14 Jan, 08:00"));
}

static void
test_missed (Fixture *self, gconstpointer data)
{
  add_day (self);
  show_missed (self);
  g_assert_true (desk_shows (self->page, "Support · Missed"));
  g_assert_false (desk_shows (self->page, "Support · Resolved"));
}

static void
test_period (Fixture *self, gconstpointer data)
{
  add_day (self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (desk_find (self->page, "Period")), 1);
  desk_settle ();
  g_assert_true (desk_shows (self->page, "14 Jan, 08:00"));
}

/* At midnight the day is empty, without anything else happening. */
static void
test_midnight (Fixture *self, gconstpointer data)
{
  add_day (self);
  tr_clock_advance (self->clock, 15 * G_TIME_SPAN_HOUR);
  desk_settle ();
  g_assert_true (desk_shows (self->page, "No Calls Yet"));
}

static gboolean
shows_only_resolved (gpointer page)
{
  return desk_shows (page, "Support · Resolved") && !desk_shows (page, "Support · Missed");
}

static gboolean
finds_nothing (gpointer page)
{
  return desk_shows (page, "No Results");
}

static void
test_search (Fixture *self, gconstpointer data)
{
  GtkWidget *search = desk_find (self->page, "Search calls");

  add_day (self);
  gtk_editable_set_text (GTK_EDITABLE (search), "415 555");
  desk_wait (shows_only_resolved, self->page);
  gtk_editable_set_text (GTK_EDITABLE (search), "RESOLV");
  desk_wait (shows_only_resolved, self->page);
  gtk_editable_set_text (GTK_EDITABLE (search), "nobody");
  desk_wait (finds_nothing, self->page);
  g_signal_emit_by_name (search, "stop-search");
  desk_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
}

static void
test_delete_all (Fixture *self, gconstpointer data)
{
  add_day (self);
  gtk_widget_activate_action (self->page, "today.delete-all", NULL);
  desk_settle ();
  g_assert_true (desk_shows (self->page, "No Calls Yet"));
  g_assert_true (desk_shows (self->window, "Calls deleted"));
  g_signal_emit_by_name (desk_find (self->window, "Undo"), "clicked");
  desk_settle ();
  g_assert_true (desk_shows (self->page, "Support · Resolved"));
  g_assert_cmpuint (g_list_model_get_n_items (tra_history_get_calls (self->history)), ==, 3);
}

static GtkWidget *
find_details (Fixture *self)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *i = windows; i != NULL; i = i->next)
    if (gtk_window_get_transient_for (i->data) == GTK_WINDOW (self->window))
      return i->data;
  return NULL;
}

/* What happened is told where it was missed, and deleting it there can be undone here. */
static void
test_details (Fixture *self, gconstpointer data)
{
  GtkWidget *details;

  add_day (self);
  g_signal_emit_by_name (desk_find (self->page, "Calls"), "activate", 0);
  desk_settle ();
  details = find_details (self);
  g_assert_nonnull (details);
  g_assert_true (desk_shows (details, "What Happened"));
  g_assert_true (desk_shows (details, "0 ms  The call came in\n"
                                      "35 ms  The window with the call was shown\n"
                                      "10000 ms  The call was gone"));
  g_signal_emit_by_name (desk_find (details, "Delete"), "clicked");
  desk_settle ();
  g_assert_null (find_details (self));
  g_assert_false (desk_shows (self->page, "Support · Missed"));
  g_signal_emit_by_name (desk_find (self->window, "Undo"), "clicked");
  desk_settle ();
  g_assert_true (desk_shows (self->page, "Support · Missed"));
}

/* Where nothing can dial nobody is led to believe it. */
static void
test_call_back (Fixture *self, gconstpointer data)
{
  GtkWidget *button;

  add (self, "+14155550142", TRA_CALL_HANDLED, NOW);
  button = desk_find (self->page, "Call Back");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "app.dial");
  g_assert_false (gtk_widget_is_sensitive (button));
}

static gboolean
offers_call_back (Fixture *self)
{
  GtkWidget *button = desk_find (self->page, "Call Back");

  return button != NULL && gtk_widget_get_visible (button);
}

/* "anonymous", as the service spells it in digits, is no number that can be dialled. */
static void
test_withheld (Fixture *self, gconstpointer data)
{
  add (self, "+266696687", TRA_CALL_TIMED_OUT, NOW);
  g_assert_false (offers_call_back (self));
  add (self, "+14155550142", TRA_CALL_TIMED_OUT, NOW);
  g_assert_true (offers_call_back (self));
}

/* Tab leads to the calls, and Enter opens one. */
static void
test_by_keyboard (Fixture *self, gconstpointer data)
{
  GtkWidget *focus = NULL;
  GtkWidget *list;

  add_day (self);
  list = desk_find (self->page, "Calls");
  for (int i = 0; i < 20; i++)
    {
      gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (self->window));
      if (focus != NULL && gtk_widget_is_ancestor (focus, list))
        break;
    }
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, list));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "+1 415 555 0142, Support · Resolved, 09:50");
  g_assert_true (gtk_widget_activate (focus));
  desk_settle ();
  g_assert_nonnull (find_details (self));
  gtk_window_close (GTK_WINDOW (find_details (self)));
  desk_settle ();
}

static void
test_chart_in_words (Fixture *self, gconstpointer data)
{
  add_day (self);
  gtk_test_accessible_assert_property (find_kind (self->page, TRA_TYPE_HISTORY_CHART),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Calls: 9:00 1 handled, 1 missed");
}

static void
test_narrow (Fixture *self, gconstpointer data)
{
  int minimum;

  add_day (self);
  gtk_widget_measure (self->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static gboolean
is_saved (gpointer window)
{
  return desk_shows (window, "Saved");
}

static gboolean
is_refused (gpointer window)
{
  return desk_shows (window, "Couldn’t save: ");
}

/* A thousand rows are not a thousand widgets. */
static guint
count_rows (GtkWidget *list)
{
  guint n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  return n_rows;
}

static void
test_lazy_rows (Fixture *self, gconstpointer data)
{
  gtk_widget_set_visible (self->page, FALSE);
  for (int i = 0; i < 1000; i++)
    {
      TraCallRecord *record = tra_call_record_new ();

      record->reservation_sid = g_strdup_printf ("WR%d", i);
      record->offered = NOW - i;
      tra_history_add (self->history, record);
    }
  gtk_widget_set_visible (self->page, TRUE);
  desk_settle ();
  g_assert_cmpuint (count_rows (desk_find (self->page, "Calls")), <, 300);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("today-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "calls.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *bytes = NULL;
  GStatBuf info;

  tra_file_saver_save (self->page, file, g_strdup ("a table"));
  desk_wait (is_saved, self->window);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "a table");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_save_refused (Fixture *self, gconstpointer data)
{
  g_autoptr(GFile) file = g_file_new_for_path ("/dev/null/none/calls.csv");

  tra_file_saver_save (self->page, file, g_strdup ("a table"));
  desk_wait (is_refused, self->window);
}

/* As with a full disk: the writing fails in the middle of it. What was there stays, and nothing else. */
static void
test_save_full (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("today-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "calls.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *bytes = NULL;
  g_autoptr(GDir) dir = NULL;
  struct rlimit before, small;

  g_assert_true (g_file_set_contents (path, "what was there", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  tra_file_saver_save (self->page, file, g_strnfill (100000, 'x'));
  desk_wait (is_refused, self->window);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "what was there");
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "calls.csv");
  g_assert_null (g_dir_read_name (dir));
  g_unlink (path);
  g_rmdir (folder);
}

/* Where not even root makes a file. */
static void
test_save_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr(GFile) file = g_file_new_for_path ("/proc/calls.csv");

  tra_file_saver_save (self->page, file, g_strdup ("a table"));
  desk_wait (is_refused, self->window);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  desk_init (&argc, &argv);

#define ADD(path, function)                                                                        \
  g_test_add ("/today-page/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("day", test_day);
  ADD ("missed", test_missed);
  ADD ("period", test_period);
  ADD ("midnight", test_midnight);
  ADD ("search", test_search);
  ADD ("delete-all", test_delete_all);
  ADD ("details", test_details);
  ADD ("call-back", test_call_back);
  ADD ("withheld", test_withheld);
  ADD ("by-keyboard", test_by_keyboard);
  ADD ("chart-in-words", test_chart_in_words);
  ADD ("narrow", test_narrow);
  ADD ("lazy-rows", test_lazy_rows);
  ADD ("save", test_save);
  ADD ("save/refused", test_save_refused);
  ADD ("save/full", test_save_full);
  ADD ("save/read-only", test_save_read_only);

  return g_test_run ();
}
