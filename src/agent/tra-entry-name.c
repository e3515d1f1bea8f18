/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-entry-name.h"

#include <glib/gi18n.h>

/* The only button that the keyboard finds in such a row is the eye of a password. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Show or Hide"), -1);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      name_buttons (child);
}

/**
 * tra_entry_name_apply:
 * @row: a row to type in
 *
 * Gives its text field the name of the row, and its button one of its own: libadwaita 1.2 gives
 * neither to screen readers.
 */
void
tra_entry_name_apply (AdwEntryRow *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  if (ADW_IS_PASSWORD_ENTRY_ROW (row))
    name_buttons (GTK_WIDGET (row));
}
