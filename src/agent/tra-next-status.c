/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-next-status.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"

#define MAX_NAME 32

/**
 * TraNextStatus:
 *
 * "Then: Break": the status that waits for the end of what goes on, as a button that takes it back.
 * Hidden while none waits.
 */
struct _TraNextStatus
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TraNextStatus, tra_next_status, ADW_TYPE_BIN)

static void
tra_next_status_class_init (TraNextStatusClass *klass)
{
}

static void
tra_next_status_init (TraNextStatus *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name ("window-close-symbolic");

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), image);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "next-status");
  gtk_widget_set_tooltip_text (self->button, _("Take Back"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "app.take-back-status");
  adw_bin_set_child (ADW_BIN (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tra_next_status_update:
 * @self: a button
 * @session: whose status
 */
void
tra_next_status_update (TraNextStatus *self, TraSession *session)
{
  TrActivity *next;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (TRA_IS_NEXT_STATUS (self));
  g_return_if_fail (TRA_IS_SESSION (session));

  next = tra_session_get_next_activity (session);
  gtk_widget_set_visible (GTK_WIDGET (self), next != NULL);
  if (next == NULL)
    return;

  name = tra_plain_text (tr_activity_get_friendly_name (next), MAX_NAME);
  /* Translators: the status that follows when the call is over: "Then: Break" */
  text = g_strdup_printf (_("Then: %s"), name);
  /* Translators: the same for the ear, of a button that takes it back */
  spoken = g_strdup_printf (_("Then: %s. Take back"), name);
  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}
