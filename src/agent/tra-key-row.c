/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-key-row.h"

#include <glib/gi18n.h>

#include "tra-keymap.h"
#include "tra-setting-row.h"

/**
 * TraKeyRow:
 *
 * The keys of an action: shown, changed by pressing others, and put back.
 */
struct _TraKeyRow
{
  AdwActionRow parent_instance;

  GtkShortcutLabel *label; /* not owned: the row's, as is the next */
  GtkWidget *reset_button;

  GSettings *settings; /* owned */
  char *action;        /* owned */
};

G_DEFINE_FINAL_TYPE (TraKeyRow, tra_key_row, ADW_TYPE_ACTION_ROW)

static void
update (TraKeyRow *self)
{
  g_autofree char *accel = tra_keymap_dup_accel (self->settings, self->action);

  gtk_shortcut_label_set_accelerator (self->label, accel);
  gtk_widget_set_visible (self->reset_button,
                          tra_keymap_is_changed (self->settings, self->action));
}

static void
reset_cb (TraKeyRow *self)
{
  tra_keymap_reset (self->settings, self->action);
}

/* ---- Asking ---- */

/* The title of whatever has these keys, as its own row says it; of what has no row the keys alone. */
static const char *
find_title (TraKeyRow *self, const char *action)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (TRA_IS_KEY_ROW (row) && g_str_equal (TRA_KEY_ROW (row)->action, action))
      return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  return NULL;
}

/**
 * tra_key_row_take:
 * @self: a row
 * @key: what was pressed
 * @modifiers: what was held with it
 *
 * Backspace alone takes the keys away.
 *
 * Returns: (transfer full) (nullable): %NULL if the row has these keys now; else why it has not
 */
char *
tra_key_row_take (TraKeyRow *self, guint key, GdkModifierType modifiers)
{
  g_autofree char *accel = NULL;
  const char *other, *title;

  g_return_val_if_fail (TRA_IS_KEY_ROW (self), NULL);

  modifiers &= gtk_accelerator_get_default_mod_mask ();
  if (key == GDK_KEY_BackSpace && modifiers == 0)
    {
      tra_keymap_set (self->settings, self->action, "");
      return NULL;
    }
  if (!tra_keymap_may_be (key, modifiers))
    return g_strdup (_("Hold Ctrl or Alt with it, so that nothing is done by typing; or press a "
                       "function key other than F10."));

  accel = gtk_accelerator_name (gdk_keyval_to_lower (key), modifiers);
  other = tra_keymap_find (self->settings, accel, self->action);
  if (other != NULL)
    {
      g_autofree char *shown = gtk_accelerator_get_label (gdk_keyval_to_lower (key), modifiers);

      title = find_title (self, other);
      if (title == NULL)
        /* Translators: keys, as “Ctrl+Q” */
        return g_strdup_printf (_("%s does something else already. Press others."), shown);
      /* Translators: keys, as “Ctrl+Q”, and what they do: “Quit” */
      return g_strdup_printf (_("%s is for “%s” already. Press others, or change that first."),
                              shown, title);
    }

  tra_keymap_set (self->settings, self->action, accel);
  return NULL;
}

static gboolean
is_modifier (GtkEventControllerKey *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  return event != NULL && gdk_key_event_is_modifier (event);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                gpointer user_data)
{
  TraKeyRow *self = user_data;
  GtkWidget *dialog = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  g_autofree char *problem = NULL;

  if (is_modifier (controller))
    return GDK_EVENT_PROPAGATE;
  /* The dialog's own keys. */
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) == 0 &&
      (key == GDK_KEY_Escape || key == GDK_KEY_Tab || key == GDK_KEY_Return ||
       key == GDK_KEY_space))
    return GDK_EVENT_PROPAGATE;

  problem = tra_key_row_take (self, key, modifiers);
  if (problem == NULL)
    gtk_window_close (GTK_WINDOW (dialog));
  else
    adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), problem);
  return GDK_EVENT_STOP;
}

static void
ask (TraKeyRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  /* Translators: what keys do, as “Mute” */
  g_autofree char *heading = g_strdup_printf (
      _("New Keys for “%s”"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
      _("Press them. Backspace leaves it without keys, Esc as it is."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  /* Without the program its keys do nothing in there. */
  gtk_window_set_application (GTK_WINDOW (dialog), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (dialog, keys);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- The row ---- */

static void
tra_key_row_dispose (GObject *object)
{
  g_clear_object (&TRA_KEY_ROW (object)->settings);
  G_OBJECT_CLASS (tra_key_row_parent_class)->dispose (object);
}

static void
tra_key_row_finalize (GObject *object)
{
  g_free (TRA_KEY_ROW (object)->action);
  G_OBJECT_CLASS (tra_key_row_parent_class)->finalize (object);
}

static void
tra_key_row_class_init (TraKeyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_key_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_key_row_finalize;
}

static void
tra_key_row_init (TraKeyRow *self)
{
  self->label = GTK_SHORTCUT_LABEL (gtk_shortcut_label_new (""));
  /* Translators: of an action that no keys are for */
  gtk_shortcut_label_set_disabled_text (self->label, C_ ("keys", "None"));
  self->reset_button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->label), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->reset_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->reset_button, "flat");
  g_signal_connect_swapped (self->reset_button, "clicked", G_CALLBACK (reset_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->label));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->reset_button);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  g_signal_connect (self, "activated", G_CALLBACK (ask), NULL);
}

/**
 * tra_key_row_new:
 * @settings: the agent's
 * @action: an action with keys, in detail
 * @title: what it does
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_key_row_new (GSettings *settings, const char *action, const char *title)
{
  TraKeyRow *self;
  g_autofree char *reset = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (action != NULL && title != NULL, NULL);

  self = g_object_new (TRA_TYPE_KEY_ROW, "use-markup", FALSE, "title", title, NULL);
  self->settings = g_object_ref (settings);
  self->action = g_strdup (action);
  /* Translators: what keys do, as “Mute” */
  reset = g_strdup_printf (_("Usual Keys for “%s”"), title);
  gtk_widget_set_tooltip_text (self->reset_button, reset);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, reset, -1);
  g_signal_connect_object (settings, "changed::" TRA_KEYMAP_SETTING, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  tra_preferences_bind_lock (settings, TRA_KEYMAP_SETTING, ADW_PREFERENCES_ROW (self));
  update (self);
  return GTK_WIDGET (self);
}
