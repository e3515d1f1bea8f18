/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ready-row.h"

#include <glib/gi18n.h>

/**
 * TraReadyRow:
 *
 * One thing that has to work: by an icon, a word for those who do not see it, and what to do.
 */
struct _TraReadyRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkSpinner *spinner;
  TraReadyState state;
};

G_DEFINE_FINAL_TYPE (TraReadyRow, tra_ready_row, ADW_TYPE_ACTION_ROW)

static void
tra_ready_row_class_init (TraReadyRowClass *klass)
{
}

static void
tra_ready_row_init (TraReadyRow *self)
{
  g_object_set (self, "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0, NULL);
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->spinner));
  tra_ready_row_set (self, TRA_READY_UNKNOWN, "");
}

/**
 * tra_ready_row_new:
 * @title: what has to work
 *
 * Returns: (transfer floating): its row, with nothing known yet
 */
GtkWidget *
tra_ready_row_new (const char *title)
{
  return g_object_new (TRA_TYPE_READY_ROW, "title", title, NULL);
}

/**
 * tra_ready_row_set:
 * @self: a row
 * @state: how it is
 * @text: the same in words, and what to do about it
 */
void
tra_ready_row_set (TraReadyRow *self, TraReadyState state, const char *text)
{
  static const char *const icons[] = {
    [TRA_READY_UNKNOWN] = "content-loading-symbolic",
    [TRA_READY_CHECKING] = "content-loading-symbolic",
    [TRA_READY_GOOD] = "emblem-ok-symbolic",
    [TRA_READY_NOTE] = "dialog-information-symbolic",
    [TRA_READY_BAD] = "dialog-warning-symbolic",
  };
  const char *const names[] = {
    [TRA_READY_UNKNOWN] = _("Not checked"),
    [TRA_READY_CHECKING] = _("Checking"),
    [TRA_READY_GOOD] = _("Works"),
    [TRA_READY_NOTE] = _("To be known"),
    [TRA_READY_BAD] = _("Does not work"),
  };

  g_return_if_fail (TRA_IS_READY_ROW (self));
  g_return_if_fail (text != NULL);

  self->state = state;
  gtk_image_set_from_icon_name (self->icon, icons[state]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  names[state], -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), names[state]);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]) {
    state == TRA_READY_GOOD ? "success" : state == TRA_READY_BAD ? "warning" : "dim-label", NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->icon), state != TRA_READY_CHECKING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == TRA_READY_CHECKING);
  gtk_spinner_set_spinning (self->spinner, state == TRA_READY_CHECKING);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

TraReadyState
tra_ready_row_get_state (TraReadyRow *self)
{
  g_return_val_if_fail (TRA_IS_READY_ROW (self), TRA_READY_UNKNOWN);

  return self->state;
}
