/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-busy-button.h"

/**
 * TraBusyButton:
 *
 * A button that asks the service for something. While the answer is on its way a spinner takes the
 * place of its icon; label and width stay.
 *
 * Properties: text (the label, and the only accessible name: on GTK 4.8 a button with a mnemonic,
 * or with both a label and an accessible label, would be read twice), symbol (icon name, nullable),
 * verb (the session's name for what it asks for).
 */
struct _TraBusyButton
{
  GtkButton parent_instance;

  GtkImage *image;
  GtkSpinner *spinner;
  GtkLabel *label;
  char *verb; /* owned, nullable */
  gboolean is_busy;
};

enum { PROP_0, PROP_TEXT, PROP_SYMBOL, PROP_VERB, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TraBusyButton, tra_busy_button, GTK_TYPE_BUTTON)

static void
update_image (TraBusyButton *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->image),
                          gtk_image_get_icon_name (self->image) != NULL && !self->is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->is_busy);
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
}

static void
tra_busy_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TraBusyButton *self = TRA_BUSY_BUTTON (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_text (self->label));
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, gtk_image_get_icon_name (self->image));
      break;
    case PROP_VERB:
      g_value_set_string (value, self->verb);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_text (TraBusyButton *self, const char *text)
{
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->label), -1);
}

static void
tra_busy_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TraBusyButton *self = TRA_BUSY_BUTTON (object);

  switch (id)
    {
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;
    case PROP_SYMBOL:
      gtk_image_set_from_icon_name (self->image, g_value_get_string (value));
      update_image (self);
      break;
    case PROP_VERB:
      g_free (self->verb);
      self->verb = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tra_busy_button_finalize (GObject *object)
{
  g_free (TRA_BUSY_BUTTON (object)->verb);
  G_OBJECT_CLASS (tra_busy_button_parent_class)->finalize (object);
}

static void
tra_busy_button_class_init (TraBusyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tra_busy_button_get_property;
  object_class->set_property = tra_busy_button_set_property;
  object_class->finalize = tra_busy_button_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_SYMBOL] = g_param_spec_string ("symbol", NULL, NULL, NULL, flags);
  properties[PROP_VERB] = g_param_spec_string ("verb", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-busy-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TraBusyButton, image);
  gtk_widget_class_bind_template_child (widget_class, TraBusyButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, TraBusyButton, label);
}

static void
tra_busy_button_init (TraBusyButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_busy_button_follow:
 * @self: a button
 * @busy_verb: (nullable): what the session is asking the service for, as tra_session_get_busy() says
 *
 * Shows the spinner if it is this button's verb.
 */
void
tra_busy_button_follow (TraBusyButton *self, const char *busy_verb)
{
  gboolean is_busy;

  g_return_if_fail (TRA_IS_BUSY_BUTTON (self));

  is_busy = busy_verb != NULL && g_strcmp0 (busy_verb, self->verb) == 0;
  if (self->is_busy == is_busy)
    return;

  self->is_busy = is_busy;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, is_busy, -1);
  update_image (self);
}
