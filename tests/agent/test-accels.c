/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "desk.h"
#include "tra-accels.h"
#include "tra-key-row.h"
#include "tra-keymap.h"
#include "tra-shortcuts.h"

/* Keys that the toolkit binds by itself. */
#define N_BUILT_IN 1 /* F10 */

static void
test_unique (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n_accels;
  const TraAccel *accels = tra_accels_get (&n_accels);

  for (gsize i = 0; i < n_accels; i++)
    {
      GdkModifierType modifiers;
      guint key;

      g_assert_true (gtk_accelerator_parse (accels[i].accel, &key, &modifiers));
      g_assert_true (g_hash_table_add (seen, gtk_accelerator_name (key, modifiers)));
    }
}

/* Whatever has a key is in the shortcuts window, and nothing else is. */
static void
test_shown (void)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  const char *overlay;
  gsize n_accels;
  const TraAccel *accels = tra_accels_get (&n_accels);
  guint n_shown = 0;

  bytes = g_resources_lookup_data ("/org/example/TaskRouterAgent/tra-shortcuts.ui", 0, &error);
  g_assert_no_error (error);
  overlay = g_bytes_get_data (bytes, NULL);
  for (gsize i = 0; i < n_accels; i++)
    {
      g_autofree char *element =
        g_strdup_printf ("<property name=\"action-name\">%s</property>", accels[i].action);

      if (strstr (overlay, element) == NULL)
        g_error ("%s is not in the shortcuts window", accels[i].action);
    }
  for (const char *p = overlay; (p = strstr (p, "\"GtkShortcutsShortcut\"")) != NULL; p++)
    n_shown++;
  g_assert_cmpuint (n_shown, ==, n_accels + N_BUILT_IN);
}

static guint
count_without_key (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *accel = NULL;

      g_object_get (widget, "accelerator", &accel, NULL);
      if (accel == NULL || *accel == '\0')
        n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_without_key (child);
  return n;
}

/* What the window is for: the keys themselves. */
static void
test_named (void)
{
  GtkWindow *window = tra_shortcuts_new (NULL);
  g_autofree char *first = NULL;

  g_assert_cmpuint (count_without_key (GTK_WIDGET (window)), ==, 0);
  g_object_get (window, "section-name", &first, NULL);
  g_assert_cmpstr (first, ==, "call");
  gtk_window_destroy (window);
}

#define MUTE "app.mute"

static void
assert_keys (GSettings *settings, const char *expected)
{
  g_autofree char *accel = tra_keymap_dup_accel (settings, MUTE);

  g_assert_cmpstr (accel, ==, expected);
}

static void
press (GtkWidget *row, guint key, GdkModifierType modifiers, const char *expected)
{
  g_autofree char *problem = tra_key_row_take (TRA_KEY_ROW (row), key, modifiers);

  if (expected == NULL)
    g_assert_null (problem);
  else
    g_assert_nonnull (strstr (problem, expected));
}

/* Pressed, and refused where they are another one's, or could be typed by accident. */
static void
test_changed (void)
{
  Desk desk = { 0 };
  GSettings *settings;
  GtkWidget *row;

  desk_set_up (&desk);
  settings = desk.state->settings;
  g_settings_reset (settings, TRA_KEYMAP_SETTING);
  row = g_object_ref_sink (tra_key_row_new (settings, MUTE, "Mute"));
  assert_keys (settings, "<Control><Shift>m");
  press (row, GDK_KEY_m, 0, "Hold Ctrl or Alt");
  press (row, GDK_KEY_M, GDK_SHIFT_MASK, "Hold Ctrl or Alt");
  press (row, GDK_KEY_F10, 0, "Hold Ctrl or Alt");
  press (row, GDK_KEY_G, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "does something else already");
  press (row, GDK_KEY_F5, 0, "does something else already");
  assert_keys (settings, "<Control><Shift>m");
  g_assert_false (tra_keymap_is_changed (settings, MUTE));

  press (row, GDK_KEY_F2, GDK_LOCK_MASK, NULL);
  assert_keys (settings, "F2");
  g_assert_cmpstr (tra_keymap_find (settings, "F2", "app.hold"), ==, MUTE);
  g_assert_null (tra_keymap_find (settings, "<Control><Shift>m", "app.hold")); /* free again */
  press (row, GDK_KEY_BackSpace, 0, NULL);
  assert_keys (settings, "");
  g_assert_true (tra_keymap_is_changed (settings, MUTE));
  tra_keymap_reset (settings, MUTE);
  assert_keys (settings, "<Control><Shift>m");
  press (row, GDK_KEY_M, GDK_CONTROL_MASK | GDK_SHIFT_MASK, NULL); /* the usual ones are no change */
  g_assert_false (tra_keymap_is_changed (settings, MUTE));
  g_object_unref (row);
  desk_tear_down (&desk);
}

/* What is changed holds at once; what somebody wrote by hand and is no key does not. */
static void
test_installed (void)
{
  Desk desk = { 0 };
  g_auto(GStrv) changed = NULL;
  g_auto(GStrv) unsound = NULL;

  desk_set_up (&desk);
  g_settings_reset (desk.state->settings, TRA_KEYMAP_SETTING);
  tra_accels_install (desk.application, desk.state->settings);
  tra_keymap_set (desk.state->settings, MUTE, "F2");
  changed = gtk_application_get_accels_for_action (desk.application, MUTE);
  g_assert_cmpstr (changed[0], ==, "F2");
  tra_keymap_set (desk.state->settings, MUTE, "a");
  unsound = gtk_application_get_accels_for_action (desk.application, MUTE);
  g_assert_cmpstr (unsound[0], ==, "<Shift><Control>m");
  g_settings_reset (desk.state->settings, TRA_KEYMAP_SETTING);
  g_signal_handlers_disconnect_by_data (desk.state->settings, desk.application);
  desk_tear_down (&desk);
}

static void
assert_keys_of (GSettings *settings, const char *action, const char *expected)
{
  g_autofree char *accel = tra_keymap_dup_accel (settings, action);

  g_assert_cmpstr (accel, ==, expected);
}

/* Put back, an action gets its keys, and what was given them meanwhile has its own again: no keys
 * ever mean two things. */
static void
test_put_back (void)
{
  Desk desk = { 0 };
  GSettings *settings;

  desk_set_up (&desk);
  settings = desk.state->settings;
  g_settings_reset (settings, TRA_KEYMAP_SETTING);
  tra_keymap_set (settings, MUTE, "F2");
  tra_keymap_set (settings, "app.hold", "<Control><Shift>m");
  tra_keymap_set (settings, "app.transfer", "<Control><Shift>h");
  tra_keymap_reset (settings, MUTE);
  assert_keys_of (settings, MUTE, "<Control><Shift>m");
  assert_keys_of (settings, "app.hold", "<Control><Shift>h");
  assert_keys_of (settings, "app.transfer", "<Control><Shift>t");
  desk_tear_down (&desk);
}

/* The agent's own choice stands against keys that a later version has for something else. */
static void
test_taken (void)
{
  Desk desk = { 0 };
  GSettings *settings;

  desk_set_up (&desk);
  settings = desk.state->settings;
  g_settings_set_value (settings, TRA_KEYMAP_SETTING,
                        g_variant_new_parsed ("{'app.mute': 'F7', 'app.nobody': 'F8'}"));
  assert_keys_of (settings, MUTE, "F7");
  assert_keys_of (settings, "app.skills", "");
  assert_keys_of (settings, "app.compact", "F8");
  tra_keymap_reset (settings, "app.skills");
  assert_keys_of (settings, "app.skills", "F7");
  assert_keys_of (settings, MUTE, "<Control><Shift>m");
  g_settings_reset (settings, TRA_KEYMAP_SETTING);
  desk_tear_down (&desk);
}

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
  g_test_add_func ("/accels/unique", test_unique);
  g_test_add_func ("/accels/shown", test_shown);
  g_test_add_func ("/accels/named", test_named);
  g_test_add_func ("/accels/changed", test_changed);
  g_test_add_func ("/accels/put-back", test_put_back);
  g_test_add_func ("/accels/taken", test_taken);
  g_test_add_func ("/accels/installed", test_installed);
  return g_test_run ();
}
