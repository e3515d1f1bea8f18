/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-heading.h"

#include <glib/gi18n.h>

#include "tra-phone-number.h"
#include "tra-toast.h"

/**
 * TraHeading:
 *
 * The title of what happens now. It takes the focus when that changes: GTK 4.8 has no other way to
 * make a screen reader say something, and here no key that is being typed does any harm. (A label
 * refuses the focus unless its text can be selected, and then all of it would be.) If it is a
 * number, Ctrl+C copies it.
 */
struct _TraHeading
{
  GtkWidget parent_instance;

  GtkLabel *label;
  char *number; /* owned, nullable: without groups */
};

G_DEFINE_FINAL_TYPE (TraHeading, tra_heading, GTK_TYPE_WIDGET)

static void
copy_number_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), TRA_HEADING (widget)->number);
  tra_toast_show (widget, tra_toast_new (_("Number copied")));
}

static void
tra_heading_dispose (GObject *object)
{
  TraHeading *self = TRA_HEADING (object);

  if (self->label != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->label));
  self->label = NULL;
  G_OBJECT_CLASS (tra_heading_parent_class)->dispose (object);
}

static void
tra_heading_finalize (GObject *object)
{
  g_free (TRA_HEADING (object)->number);
  G_OBJECT_CLASS (tra_heading_parent_class)->finalize (object);
}

static void
tra_heading_class_init (TraHeadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_heading_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_heading_finalize;
  gtk_widget_class_install_action (widget_class, "heading.copy-number", NULL, copy_number_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "heading.copy-number", NULL);
  gtk_widget_class_set_css_name (widget_class, "stateheading");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_HEADING);
}

static void
tra_heading_init (TraHeading *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "justify", GTK_JUSTIFY_CENTER,
                                   "max-width-chars", 24,
                                   /* Centred, it would else be as narrow as its height allows. */
                                   "natural-wrap-mode", GTK_NATURAL_WRAP_NONE,
                                   "wrap", TRUE,
                                   /* Inside a word only where a narrow window leaves no choice. */
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   NULL);

  self->label = GTK_LABEL (label);
  gtk_widget_add_css_class (label, "title-1");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "heading.copy-number", FALSE);
}

/**
 * tra_heading_set_text:
 * @self: a heading
 * @text: what it says; plain text
 * @number: (nullable): the address that @text shows in groups, as the service spells it
 */
void
tra_heading_set_text (TraHeading *self, const char *text, const char *number)
{
  g_autofree char *plain = NULL;

  g_return_if_fail (TRA_IS_HEADING (self));

  if (g_strcmp0 (gtk_label_get_text (self->label), text) != 0)
    {
      gtk_label_set_text (self->label, text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }

  plain = number != NULL ? tra_phone_number_plain (number) : NULL;
  if (g_strcmp0 (plain, self->number) == 0)
    return;

  g_free (self->number);
  self->number = g_steal_pointer (&plain);
  /* As it is copied; GTK tells it as the description, too. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->number);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "heading.copy-number", self->number != NULL);
}
