/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "lock-backend.h"
#include "tra-appearance.h"
#include "tra-preferences.h"
#include "tra-setting-row.h"

typedef struct
{
  Desk desk;
  GSettings *settings;
  GtkWidget *window;
} Fixture;

/* Whose settings are the lockable ones. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  desk_set_up (&fixture->desk);
  fixture->settings = lock_backend_new_settings ();
  g_set_object (&fixture->desk.state->settings, fixture->settings);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    desk_close (fixture->window);
  desk_tear_down (&fixture->desk);
  g_assert_finalize_object (fixture->settings);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
open_page (Fixture *fixture, const char *name)
{
  if (fixture->window == NULL)
    {
      tra_preferences_show (fixture->desk.application, fixture->desk.session);
      fixture->window = gtk_application_get_windows (fixture->desk.application)->data;
      g_assert_true (TRA_IS_PREFERENCES (fixture->window));
      desk_wait (is_mapped, fixture->window);
    }
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->window), name);
  desk_settle ();
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *row = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && row == NULL;
       child = gtk_widget_get_next_sibling (child))
    row = find_row (child, title);
  return row;
}

static GtkWidget *
find_control (Fixture *fixture, const char *title)
{
  GtkWidget *row = find_row (fixture->window, title);

  g_assert_nonnull (row);
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
}

static void
test_changes_at_once (Fixture *fixture, gconstpointer data)
{
  GtkWidget *control;

  open_page (fixture, "general");
  control = find_control (fixture, "Ring My Phone For");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), 45);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "ring-timeout"), ==, 45);
  g_settings_set_uint (fixture->settings, "ring-timeout", 30);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (control)), ==, 30);

  open_page (fixture, "alerts");
  control = find_control (fixture, "Hide Number in Notifications");
  gtk_switch_set_active (GTK_SWITCH (control), TRUE);
  g_assert_true (g_settings_get_boolean (fixture->settings, "private-notifications"));
}

static void
test_keeps_to_the_range (Fixture *fixture, gconstpointer data)
{
  GtkWidget *control;

  open_page (fixture, "general");
  control = find_control (fixture, "Ring My Phone For");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), 100000);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "ring-timeout"), ==, 600);
}

/* Of the workspace's own statuses; and what is set and is none of them is not changed by looking. */
static void
test_chooses_an_activity (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chosen = NULL;
  g_autofree char *before = NULL;
  GtkWidget *row;

  g_settings_set_string (fixture->settings, "offline-activity", "Gone fishing");
  open_page (fixture, "general");
  before = g_settings_get_string (fixture->settings, "offline-activity");
  g_assert_cmpstr (before, ==, "Gone fishing");
  g_assert_true (desk_shows (fixture->window, "Gone fishing"));

  row = find_row (fixture->window, "Go Offline Sets");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  chosen = g_settings_get_string (fixture->settings, "offline-activity");
  g_assert_cmpstr (chosen, ==, "Unavailable");
}

static void
test_shows_a_lock (Fixture *fixture, gconstpointer data)
{
  GtkWidget *control;
  GtkWidget *row;

  lock_backend_lock (fixture->settings, "ring-timeout");
  open_page (fixture, "general");
  row = find_row (fixture->window, "Ring My Phone For");
  control = find_control (fixture, "Ring My Phone For");
  g_assert_false (gtk_widget_is_sensitive (control));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Set by your organization");
  g_assert_nonnull (desk_find (row, "Set by your organization")); /* the icon, by its name */

  /* The rest stays free. */
  g_assert_true (gtk_widget_is_sensitive (find_control (fixture, "Wrap-Up Reminder")));
}

static void
test_follows_a_lock (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  open_page (fixture, "general");
  row = find_row (fixture->window, "Go Online Sets");
  g_assert_true (gtk_widget_is_sensitive (row));
  lock_backend_lock (fixture->settings, "online-activity");
  g_assert_false (gtk_widget_is_sensitive (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Set by your organization");
  lock_backend_lock (fixture->settings, NULL);
  g_assert_true (gtk_widget_is_sensitive (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "");
}

static void
test_locks_an_entry (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = g_object_ref_sink (
      tra_setting_row_new_entry (fixture->settings, "offline-activity", "Status"));

  gtk_editable_set_text (GTK_EDITABLE (row), "Lunch");
  lock_backend_lock (fixture->settings, "offline-activity");
  g_assert_false (gtk_widget_get_sensitive (row));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, "Set by your organization");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Lunch");
  g_object_unref (row);
}

typedef struct
{
  GtkWidget *root;
  const char *name;
} Wanted;

static gboolean
is_found (gpointer data)
{
  Wanted *wanted = data;

  return desk_find (wanted->root, wanted->name) != NULL;
}

/* Rows unfold in their time. */
static GtkWidget *
wait_for (GtkWidget *root, const char *name)
{
  Wanted wanted = { root, name };

  desk_wait (is_found, &wanted);
  return desk_find (root, name);
}

static void
press (GtkWidget *root, const char *name)
{
  g_signal_emit_by_name (wait_for (root, name), "clicked");
  desk_settle ();
}

static void
add (Fixture *fixture, const char *title, const char *text)
{
  GtkWidget *entry = find_row (fixture->window, title);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "apply");
  desk_settle ();
}

static void
expect_list (Fixture *fixture, const char *key, const char *values)
{
  g_autoptr(GVariant) value = g_settings_get_value (fixture->settings, key);
  g_autofree char *text = g_variant_print (value, FALSE);

  g_assert_cmpstr (text, ==, values);
}

static void
test_edits_outcomes (Fixture *fixture, gconstpointer data)
{
  const char *const outcomes[] = { "Sold", "Call back", NULL };

  g_settings_set_strv (fixture->settings, "outcomes", outcomes);
  open_page (fixture, "general");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture->window, "Outcomes")), TRUE);
  desk_settle ();
  add (fixture, "Another Outcome", "  Not interested ");
  expect_list (fixture, "outcomes", "['Sold', 'Call back', 'Not interested']");
  press (fixture->window, "Move Up: Not interested");
  expect_list (fixture, "outcomes", "['Sold', 'Not interested', 'Call back']");
  press (fixture->window, "Remove: Sold");
  expect_list (fixture, "outcomes", "['Not interested', 'Call back']");
  g_assert_null (desk_find (fixture->window, "Remove: Sold"));

  /* Nothing, and what is there already, is not added. */
  add (fixture, "Another Outcome", " ");
  add (fixture, "Another Outcome", "Call back");
  expect_list (fixture, "outcomes", "['Not interested', 'Call back']");
  g_assert_true (
      gtk_widget_has_css_class (find_row (fixture->window, "Another Outcome"), "error"));
}

static void
test_edits_caller_details (Fixture *fixture, gconstpointer data)
{
  static const char add_title[] = "Attribute, or Attribute = Label";

  open_page (fixture, "general");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture->window, "Caller Details")),
                                 TRUE);
  desk_settle ();
  add (fixture, add_title, "customer.name = Customer");
  add (fixture, add_title, "@waited");
  add (fixture, add_title, "= Nothing");
  expect_list (fixture, "caller-details", "[('customer.name', 'Customer'), ('@waited', '')]");
  press (fixture->window, "Move Up: @waited");
  expect_list (fixture, "caller-details", "[('@waited', ''), ('customer.name', 'Customer')]");
}

static void
test_locks_a_list (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  lock_backend_lock (fixture->settings, "outcomes");
  open_page (fixture, "general");
  row = find_row (fixture->window, "Outcomes");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  desk_settle ();
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "Set by your organization");
  g_assert_false (gtk_widget_is_sensitive (wait_for (row, "Remove: Resolved")));
  g_assert_false (gtk_widget_is_sensitive (find_row (row, "Another Outcome")));
  lock_backend_lock (fixture->settings, NULL);
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "What can be chosen in wrap-up");
  g_assert_true (gtk_widget_is_sensitive (wait_for (row, "Remove: Resolved")));
}

/* A switch for each channel of the worker's; channels of others stay as they are. */
static void
test_accepts_by_itself (Fixture *fixture, gconstpointer data)
{
  const char *const before[] = { "fax", NULL };
  GtkWidget *control;

  g_settings_set_strv (fixture->settings, "auto-accept", before);
  open_page (fixture, "alerts");
  control = find_control (fixture, "Calls");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (control)));
  gtk_switch_set_active (GTK_SWITCH (control), TRUE);
  expect_list (fixture, "auto-accept", "['fax', 'voice']");
  gtk_switch_set_active (GTK_SWITCH (control), FALSE);
  expect_list (fixture, "auto-accept", "['fax']");
  lock_backend_lock (fixture->settings, "auto-accept");
  g_assert_false (gtk_widget_is_sensitive (control));
}

static void
test_appearance (Fixture *fixture, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkWidget *row;

  tra_appearance_follow (fixture->settings);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  open_page (fixture, "general");
  row = find_row (fixture->window, "Appearance");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2);
  g_assert_true (adw_style_manager_get_dark (manager));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_settings_unbind (manager, "color-scheme");
}

static void
test_dial_pad (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *title;
    const char *key;
  } rows[] = {
    { "Country of Numbers (US, DE, …)", "dial-region" },
    { "Number That Is Shown (+1…)", "dial-from" },
    { "Workflow", "dial-workflow" },
    { "Queue", "dial-queue" },
  };

  open_page (fixture, "general");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;

      gtk_editable_set_text (GTK_EDITABLE (find_row (fixture->window, rows[i].title)), "x");
      text = g_settings_get_string (fixture->settings, rows[i].key);
      g_assert_cmpstr (text, ==, "x");
    }
}

/* The end of the token is told; the secret can be forgotten, once. */
static void
test_account (Fixture *fixture, gconstpointer data)
{
  const char *validity;
  GtkWidget *row;

  fixture->desk.state->is_saved = TRUE;
  open_page (fixture, "account");
  row = find_row (fixture->window, "Sign-In Valid Until");
  validity = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  g_assert_nonnull (strstr (validity, ":00:00"));
  g_assert_true (g_str_has_suffix (validity, "then renewed by itself"));

  g_assert_true (desk_shows (fixture->window, "Kept in the system keyring"));
  press (fixture->window, "Forget");
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==, "forget;");
  g_assert_true (desk_shows (fixture->window, "Not kept"));
  g_assert_false (gtk_widget_is_sensitive (desk_find (fixture->window, "Forget")));
}

/* One window, which takes no other's input: a call may come in. */
static void
test_is_one_window (Fixture *fixture, gconstpointer data)
{
  guint n_windows;

  open_page (fixture, "general");
  g_assert_false (gtk_window_get_modal (GTK_WINDOW (fixture->window)));
  n_windows = g_list_length (gtk_application_get_windows (fixture->desk.application));
  tra_preferences_show (fixture->desk.application, fixture->desk.session);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (fixture->desk.application)), ==,
                    n_windows);
}

/* The window's own minimum is the library's: 360 px and a frame. */
static void
test_fits_a_small_screen (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "general", "alerts", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *page;
      int minimum;

      open_page (fixture, pages[i]);
      page = GTK_WIDGET (
          adw_preferences_window_get_visible_page (ADW_PREFERENCES_WINDOW (fixture->window)));
      gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
}

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/preferences/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("changes-at-once", test_changes_at_once);
  ADD ("keeps-to-the-range", test_keeps_to_the_range);
  ADD ("chooses-an-activity", test_chooses_an_activity);
  ADD ("shows-a-lock", test_shows_a_lock);
  ADD ("follows-a-lock", test_follows_a_lock);
  ADD ("locks-an-entry", test_locks_an_entry);
  ADD ("edits-outcomes", test_edits_outcomes);
  ADD ("edits-caller-details", test_edits_caller_details);
  ADD ("locks-a-list", test_locks_a_list);
  ADD ("accepts-by-itself", test_accepts_by_itself);
  ADD ("appearance", test_appearance);
  ADD ("dial-pad", test_dial_pad);
  ADD ("account", test_account);
  ADD ("is-one-window", test_is_one_window);
  ADD ("fits-a-small-screen", test_fits_a_small_screen);
#undef ADD
  return g_test_run ();
}
