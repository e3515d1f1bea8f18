/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-round-button.h"

/**
 * TraRoundButton:
 *
 * A round button of a call with its word below. With an action that has a state it is a toggle, which
 * is pressed when the action says so, never by the click itself. For assistive technology it keeps
 * one name and tells whether it is pressed; to the eye icon and word change. While the answer to it is
 * on its way a spinner takes the place of its icon.
 *
 * Properties: text, symbol (icon name), pressed-text, pressed-symbol (both nullable: not a toggle),
 * verb, pressed-verb (what the session calls what it asks for), action-name.
 */
struct _TraRoundButton
{
  AdwBin parent_instance;

  GtkWidget *button; /* owned by the template's box */
  GtkWidget *box;
  GtkWidget *content;
  GtkImage *image;
  GtkSpinner *spinner;
  GtkLabel *label;
  char *strings[8]; /* owned, nullable; by property */
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_SYMBOL,
  PROP_PRESSED_TEXT,
  PROP_PRESSED_SYMBOL,
  PROP_VERB,
  PROP_PRESSED_VERB,
  PROP_ACTION_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TraRoundButton, tra_round_button, ADW_TYPE_BIN)

static void
update (TraRoundButton *self)
{
  gboolean is_pressed = GTK_IS_TOGGLE_BUTTON (self->button) &&
                        gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button));

  gtk_image_set_from_icon_name (
      self->image, self->strings[is_pressed ? PROP_PRESSED_SYMBOL : PROP_SYMBOL]);
  gtk_label_set_text (self->label, self->strings[is_pressed ? PROP_PRESSED_TEXT : PROP_TEXT]);
}

static void
tra_round_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id > PROP_0 && id < N_PROPS)
    g_value_set_string (value, TRA_ROUND_BUTTON (object)->strings[id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tra_round_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TraRoundButton *self = TRA_ROUND_BUTTON (object);

  if (id == PROP_0 || id >= N_PROPS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_free (self->strings[id]);
  self->strings[id] = g_value_dup_string (value);
}

/* Only now is it known whether it is a toggle. */
static void
tra_round_button_constructed (GObject *object)
{
  TraRoundButton *self = TRA_ROUND_BUTTON (object);
  gboolean is_toggle = self->strings[PROP_PRESSED_TEXT] != NULL;

  G_OBJECT_CLASS (tra_round_button_parent_class)->constructed (object);

  self->button = is_toggle ? gtk_toggle_button_new () : gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->content);
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "circular");
  gtk_widget_add_css_class (self->button, "call-control");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->strings[PROP_TEXT], -1);
  gtk_box_prepend (GTK_BOX (self->box), self->button);
  if (is_toggle)
    g_signal_connect_object (self->button, "notify::active", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), self->strings[PROP_ACTION_NAME]);
  update (self);
}

static void
tra_round_button_dispose (GObject *object)
{
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_ROUND_BUTTON);
  G_OBJECT_CLASS (tra_round_button_parent_class)->dispose (object);
}

static void
tra_round_button_finalize (GObject *object)
{
  TraRoundButton *self = TRA_ROUND_BUTTON (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->strings); i++)
    g_free (self->strings[i]);
  G_OBJECT_CLASS (tra_round_button_parent_class)->finalize (object);
}

static void
tra_round_button_class_init (TraRoundButtonClass *klass)
{
  static const char *const names[] = {
    [PROP_TEXT] = "text",
    [PROP_SYMBOL] = "symbol",
    [PROP_PRESSED_TEXT] = "pressed-text",
    [PROP_PRESSED_SYMBOL] = "pressed-symbol",
    [PROP_VERB] = "verb",
    [PROP_PRESSED_VERB] = "pressed-verb",
    [PROP_ACTION_NAME] = "action-name",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tra_round_button_get_property;
  object_class->set_property = tra_round_button_set_property;
  object_class->constructed = tra_round_button_constructed;
  object_class->dispose = tra_round_button_dispose;
  object_class->finalize = tra_round_button_finalize;

  for (guint i = PROP_TEXT; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (
        names[i], NULL, NULL, NULL,
        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-round-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TraRoundButton, box);
  gtk_widget_class_bind_template_child (widget_class, TraRoundButton, content);
  gtk_widget_class_bind_template_child (widget_class, TraRoundButton, image);
  gtk_widget_class_bind_template_child (widget_class, TraRoundButton, label);
  gtk_widget_class_bind_template_child (widget_class, TraRoundButton, spinner);
}

static void
tra_round_button_init (TraRoundButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_round_button_follow:
 * @self: a button
 * @busy_verb: (nullable): what the session is asking the service for, as tra_session_get_busy() says
 *
 * Shows the spinner if it is one of this button's verbs.
 */
void
tra_round_button_follow (TraRoundButton *self, const char *busy_verb)
{
  gboolean is_busy;

  g_return_if_fail (TRA_IS_ROUND_BUTTON (self));

  is_busy = busy_verb != NULL && (g_strcmp0 (busy_verb, self->strings[PROP_VERB]) == 0 ||
                                  g_strcmp0 (busy_verb, self->strings[PROP_PRESSED_VERB]) == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->image), !is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_BUSY, is_busy, -1);
}
