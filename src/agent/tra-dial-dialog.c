/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-dial-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "phone/tra-phone.h"
#include "tra-messages.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-session-dial.h"

#define MAX_NUMBER 64
#define KEYS "123456789*0#"

/**
 * TraDialDialog:
 *
 * The dial pad. Whatever fills it in, typing, a link or a call of the past, only *Call* calls.
 */
struct _TraDialDialog
{
  AdwWindow parent_instance;

  GtkWidget *call;
  GtkEntry *number;
  GtkLabel *verdict;
  GtkGrid *keys;
  AdwComboRow *from;

  TraSession *session;       /* owned */
  GCancellable *cancellable; /* owned */
  TraDialPlan *plan;         /* owned, nullable: not known yet */
  gboolean has_failed;       /* the service did not say what is needed */
  char *region;              /* owned */
};

G_DEFINE_FINAL_TYPE (TraDialDialog, tra_dial_dialog, ADW_TYPE_WINDOW)

/* Which number is shown to who is called; NULL if there is none. */
static const char *
get_from (TraDialDialog *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->from);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static const char *
describe_obstacle (TraDialDialog *self)
{
  if (!tra_session_may_dial_out (self->session))
    return _("Your company’s server lets you take calls only. Ask your administrator.");
  if (self->has_failed)
    return _("The service doesn’t say how to place calls. Close this and try again.");
  if (self->plan == NULL)
    return "";
  if (self->plan->workflow_sid == NULL || self->plan->queue_sid == NULL)
    return _("The workspace has no workflow or no queue for calls of your own.");
  if (get_from (self) == NULL)
    return _("There is no number to call from. Ask your administrator for one.");
  if (!tra_session_can_dial (self->session))
    return _("You can call when you’re free and connected.");
  return NULL;
}

/* The number as the service spells it; NULL if there is none yet. */
static char *
read_number (TraDialDialog *self, char **shown, TraPhoneVerdict *verdict)
{
  char *number = NULL;

  *verdict = tra_phone_parse (gtk_editable_get_text (GTK_EDITABLE (self->number)), self->region, &number,
                              shown);
  return number;
}

static void
update (TraDialDialog *self)
{
  g_autofree char *shown = NULL;
  TraPhoneVerdict verdict;
  g_autofree char *number = read_number (self, &shown, &verdict);
  g_autofree char *isolated = number != NULL ? tra_phone_number_isolate (shown) : NULL;
  const char *obstacle = describe_obstacle (self);
  gboolean is_wrong = number == NULL && verdict != TRA_PHONE_EMPTY;

  gtk_label_set_text (self->verdict, obstacle != NULL && *obstacle != '\0' ? obstacle
                                     : number != NULL ? isolated : tra_messages_for_number (verdict));
  gtk_widget_set_sensitive (self->call, number != NULL && obstacle == NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
call_cb (TraDialDialog *self)
{
  TraPhoneVerdict verdict;
  g_autofree char *number = read_number (self, NULL, &verdict);

  if (number == NULL || describe_obstacle (self) != NULL)
    return;

  g_settings_set_string (tra_session_get_settings (self->session), "dial-from", get_from (self));
  tra_session_call_out (self->session, number, get_from (self), self->plan);
  gtk_window_close (GTK_WINDOW (self));
}

static void
key_cb (GtkButton *button, TraDialDialog *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->number);
  int position = gtk_editable_get_position (editable);

  gtk_editable_delete_selection (editable);
  gtk_editable_insert_text (editable, gtk_button_get_label (button), -1, &position);
  gtk_editable_set_position (editable, position);
}

/* Numbers and telephones read from left to right, whatever the language around them. */
static void
add_keys (TraDialDialog *self)
{
  gtk_widget_set_direction (GTK_WIDGET (self->number), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->keys), GTK_TEXT_DIR_LTR);
  for (int i = 0; i < (int) strlen (KEYS); i++)
    {
      const char label[] = { KEYS[i], '\0' };
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_widget_set_focus_on_click (button, FALSE);
      gtk_widget_add_css_class (button, "dial-key");
      g_signal_connect_object (button, "clicked", G_CALLBACK (key_cb), self, 0);
      gtk_grid_attach (self->keys, button, i % 3, i / 3, 1, 1);
    }
}

static char *
format_item (GtkStringObject *item, gpointer user_data)
{
  return tra_phone_number_format (gtk_string_object_get_string (item));
}

/* The setting's number stays one to choose, even where the account's numbers may not be listed. */
static void
fill_from (TraDialDialog *self)
{
  g_autofree char *wanted =
      g_settings_get_string (tra_session_get_settings (self->session), "dial-from");
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr(GtkExpression) shown = gtk_cclosure_expression_new (
      G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (format_item), NULL, NULL);
  GPtrArray *numbers = self->plan->numbers;
  guint selected = 0;

  for (guint i = 0; i < numbers->len; i++)
    {
      gtk_string_list_append (list, g_ptr_array_index (numbers, i));
      if (g_str_equal (g_ptr_array_index (numbers, i), wanted))
        selected = i;
    }
  if (numbers->len == 0 && *wanted != '\0')
    gtk_string_list_append (list, wanted);
  adw_combo_row_set_expression (self->from, shown);
  adw_combo_row_set_model (self->from, G_LIST_MODEL (list));
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    adw_combo_row_set_selected (self->from, selected);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDialDialog *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  TraDialPlan *plan = tra_session_load_dial_plan_finish (TRA_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_info ("Dialling: %s", error->message);
  self->has_failed = plan == NULL;
  self->plan = plan;
  if (plan != NULL)
    fill_from (self);
  update (self);
}

static void
tra_dial_dialog_dispose (GObject *object)
{
  TraDialDialog *self = TRA_DIAL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_DIAL_DIALOG);
  G_OBJECT_CLASS (tra_dial_dialog_parent_class)->dispose (object);
}

static void
tra_dial_dialog_finalize (GObject *object)
{
  TraDialDialog *self = TRA_DIAL_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->plan, tra_dial_plan_free);
  g_free (self->region);
  G_OBJECT_CLASS (tra_dial_dialog_parent_class)->finalize (object);
}

static void
tra_dial_dialog_class_init (TraDialDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_dial_dialog_dispose;
  object_class->finalize = tra_dial_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-dial-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TraDialDialog, call);
  gtk_widget_class_bind_template_child (widget_class, TraDialDialog, from);
  gtk_widget_class_bind_template_child (widget_class, TraDialDialog, keys);
  gtk_widget_class_bind_template_child (widget_class, TraDialDialog, number);
  gtk_widget_class_bind_template_child (widget_class, TraDialDialog, verdict);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tra_dial_dialog_init (TraDialDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->region = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

/**
 * tra_dial_dialog_new:
 * @session: a session that is signed in
 * @parent: (nullable): the window that it belongs to
 * @number: what to fill in, as a person or a link spells it; "" for nothing
 *
 * Returns: (transfer floating): the dial pad
 */
TraDialDialog *
tra_dial_dialog_new (TraSession *session, GtkWindow *parent, const char *number)
{
  TraDialDialog *self = g_object_new (TRA_TYPE_DIAL_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  g_free (self->region);
  self->region = tra_phone_get_region (tra_session_get_settings (session));
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-out", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  tra_dial_dialog_set_number (self, number);
  gtk_widget_grab_focus (GTK_WIDGET (self->number));
  tra_session_load_dial_plan_async (session, self->cancellable, loaded_cb, self);
  return self;
}

/**
 * tra_dial_dialog_set_number:
 * @self: a dial pad
 * @number: untrusted text from a link, say
 *
 * Fills it in. It is never dialled by that.
 */
void
tra_dial_dialog_set_number (TraDialDialog *self, const char *number)
{
  g_autofree char *plain = NULL;

  g_return_if_fail (TRA_IS_DIAL_DIALOG (self));
  g_return_if_fail (number != NULL);

  plain = tra_plain_text (number, MAX_NUMBER);
  gtk_editable_set_text (GTK_EDITABLE (self->number), plain);
  gtk_editable_set_position (GTK_EDITABLE (self->number), -1);
  update (self);
}
