/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "desk.h"
#include "tra-accels.h"
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
  GtkWindow *window = tra_shortcuts_new ();

  g_assert_cmpuint (count_without_key (GTK_WIDGET (window)), ==, 0);
  gtk_window_destroy (window);
}

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
  g_test_add_func ("/accels/unique", test_unique);
  g_test_add_func ("/accels/shown", test_shown);
  g_test_add_func ("/accels/named", test_named);
  return g_test_run ();
}
