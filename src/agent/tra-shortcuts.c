/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-shortcuts.h"

#include "tra-keymap.h"

/* GTK fills in the keys of actions for a window that is another one's help overlay, and for no other
 * one. */
static void
name_key (GtkShortcutsShortcut *shortcut, GSettings *settings)
{
  g_autofree char *action = NULL;
  g_autofree char *accel = NULL;

  g_object_get (shortcut, "action-name", &action, NULL);
  accel = action != NULL ? tra_keymap_dup_accel (settings, action) : NULL;
  if (accel != NULL && *accel != '\0')
    g_object_set (shortcut, "accelerator", accel, NULL);
}

static void
name_keys (GtkWidget *widget, GSettings *settings)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    name_key (GTK_SHORTCUTS_SHORTCUT (widget), settings);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_keys (child, settings);
}

/**
 * tra_shortcuts_new:
 * @settings: (nullable): what the agent has changed
 *
 * Made when it is asked for, not with each window as GTK would: GTK 4.8's accessibility tree ends
 * the program when a screen reader asks for a window that is hidden behind the last shown one.
 *
 * Returns: (transfer none): the window with every key, owned by the toolkit, not shown yet
 */
GtkWindow *
tra_shortcuts_new (GSettings *settings)
{
  g_autoptr(GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/example/TaskRouterAgent/tra-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  name_keys (GTK_WIDGET (window), settings);
  /* Untold, it opens with the section that was added last. */
  g_object_set (window, "section-name", "call", NULL);
  return window;
}
