/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-password-dialog.h"

#include <glib/gi18n.h>

#include "tr-secret.h"
#include "tra-company-messages.h"
#include "tra-plain-text.h"

#define SIGN_IN "sign-in"
#define MAX_NAME 64

/**
 * TraPasswordDialog:
 *
 * Asks for the password of who is at this desk. It goes when it is not wanted any more, and comes
 * back with the reason when the password did not help.
 */
struct _TraPasswordDialog
{
  AdwMessageDialog parent_instance;

  TraSession *session;      /* owned */
  GtkEditable *password;    /* owned by the dialog; gone when it says what was answered */
  GtkLabel *problem;        /* likewise */
  TrSecret *typed;          /* owned; NULL for nothing */
  guint answer_id;          /* source: Enter was pressed */
};

G_DEFINE_FINAL_TYPE (TraPasswordDialog, tra_password_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void show (TraSession *session, GtkWindow *parent, const char *problem);

/* ---- Asking the server ---- */

typedef struct
{
  TraSession *session; /* owned */
  GWeakRef parent;
} Try;

static void
try_free (Try *try)
{
  g_weak_ref_clear (&try->parent);
  g_object_unref (try->session);
  g_free (try);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Try, try_free)

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Try) try = user_data;
  g_autoptr(GtkWindow) parent = g_weak_ref_get (&try->parent);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  const char *field;

  if (tra_session_give_password_finish (try->session, result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_info ("Signing in again: %s", error->message);
  text = tra_company_messages_for_sign_in (error, TRA_SIGN_IN_COMPANY, &field);
  if (tra_session_wants_password (try->session))
    show (try->session, parent, text);
}

static void
tra_password_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  TraPasswordDialog *self = TRA_PASSWORD_DIALOG (dialog);
  Try *try;

  if (!g_str_equal (response, SIGN_IN) || self->typed == NULL)
    return;

  try = g_new0 (Try, 1);
  try->session = g_object_ref (self->session);
  g_weak_ref_init (&try->parent, gtk_window_get_transient_for (GTK_WINDOW (self)));
  tra_session_give_password_async (self->session, self->typed, tried_cb, try);
}

/* ---- The dialog ---- */

/* The entry is emptied when the dialog closes, which is before it says what was answered. */
static void
typed_cb (TraPasswordDialog *self)
{
  const char *text;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  text = gtk_editable_get_text (self->password);
  g_clear_pointer (&self->typed, tr_secret_free);
  if (*text != '\0')
    self->typed = g_strdup (text);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), SIGN_IN, self->typed != NULL);
}

static void
session_changed_cb (TraPasswordDialog *self)
{
  if (!tra_session_wants_password (self->session))
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
answer_cb (gpointer user_data)
{
  TraPasswordDialog *self = user_data;

  self->answer_id = 0;
  if (self->typed != NULL)
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (self), SIGN_IN);
  return G_SOURCE_REMOVE;
}

/* The entry is in the middle of it, and the answer makes an end of the dialog with all in it. */
static void
entered_cb (TraPasswordDialog *self)
{
  if (self->answer_id == 0)
    self->answer_id = g_idle_add (answer_cb, self);
}

static void
tra_password_dialog_dispose (GObject *object)
{
  g_clear_handle_id (&TRA_PASSWORD_DIALOG (object)->answer_id, g_source_remove);
  G_OBJECT_CLASS (tra_password_dialog_parent_class)->dispose (object);
}

static void
tra_password_dialog_finalize (GObject *object)
{
  TraPasswordDialog *self = TRA_PASSWORD_DIALOG (object);

  /* Not before: it says what was answered when it is disposed of already. */
  g_clear_object (&self->session);
  tr_secret_free (self->typed);
  G_OBJECT_CLASS (tra_password_dialog_parent_class)->finalize (object);
}

/* A password's entry of GTK 4.8 and libadwaita 1.2 that is destroyed with the focus in it looks at
 * parts of itself that are gone. */
static void
tra_password_dialog_unmap (GtkWidget *widget)
{
  gtk_window_set_focus (GTK_WINDOW (widget), NULL);
  GTK_WIDGET_CLASS (tra_password_dialog_parent_class)->unmap (widget);
}

static void
tra_password_dialog_class_init (TraPasswordDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_password_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_password_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->unmap = tra_password_dialog_unmap;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = tra_password_dialog_response;
}

static GtkLabel *
make_problem (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "margin-top", 6,
                                   "visible", FALSE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "error");
  return GTK_LABEL (label);
}

static void
tra_password_dialog_init (TraPasswordDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = g_object_new (ADW_TYPE_PASSWORD_ENTRY_ROW, "title", _("Password"), NULL);

  self->password = GTK_EDITABLE (row);
  self->problem = make_problem ();
  g_signal_connect_swapped (row, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (entered_cb), self);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));

  adw_message_dialog_set_heading (dialog, _("Sign In Again"));
  adw_message_dialog_set_extra_child (dialog, box);
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), SIGN_IN, _("Sign In"), NULL);
  adw_message_dialog_set_response_appearance (dialog, SIGN_IN, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, SIGN_IN, FALSE);
  adw_message_dialog_set_default_response (dialog, SIGN_IN);
  adw_message_dialog_set_close_response (dialog, "cancel");
}

static char *
describe (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  g_autofree char *name = tra_plain_text_isolated (tr_worker_get_friendly_name (worker), MAX_NAME);
  const char *host = tra_session_get_workspace_name (session);

  /* Translators: an agent's name, and the company's server: "dana", "calls.example.com" */
  return g_strdup_printf (_("Enter the password for %s on %s."), name, host != NULL ? host : "");
}

/* @problem: nullable */
static void
show (TraSession *session, GtkWindow *parent, const char *problem)
{
  TraPasswordDialog *self = g_object_new (TRA_TYPE_PASSWORD_DIALOG, "transient-for", parent,
                                          "modal", TRUE, NULL);
  g_autofree char *body = describe (session);

  self->session = g_object_ref (session);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static gboolean
is_open (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (TRA_IS_PASSWORD_DIALOG (item->data) && gtk_widget_get_visible (item->data))
      return TRUE;
  return FALSE;
}

/**
 * tra_password_dialog_open:
 * @session: a session that wants the password
 * @parent: (nullable): the window that it belongs to
 *
 * Asks, unless it is asked already. Whoever has it gets on where they were.
 */
void
tra_password_dialog_open (TraSession *session, GtkWindow *parent)
{
  g_return_if_fail (TRA_IS_SESSION (session));

  if (!is_open ())
    show (session, parent, NULL);
}
