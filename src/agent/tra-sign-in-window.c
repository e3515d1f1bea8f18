/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-sign-in-window.h"

#include <glib/gi18n.h>

#include "tra-company-group.h"
#include "tra-entry-name.h"
#include "tra-plain-text.h"
#include "tra-profile-group.h"
#include "tra-session-profile.h"
#include "tra-toast.h"

#define MAX_URL 200

struct _TraSignInWindow
{
  AdwApplicationWindow parent_instance;

  TraSession *session;  /* owned */
  gboolean is_choosing; /* somebody of the list, whose secret is looked for */

  /* Of the template. */
  GtkWidget *keyring_group;
  TraProfileGroup *profile_group;
  GtkWidget *kind_box;
  GtkToggleButton *company_button;
  GtkToggleButton *account_button;
  TraCompanyGroup *company_group;
  GtkWidget *form_group;
  GtkWidget *remember_group;
  AdwEntryRow *account_row;
  AdwEntryRow *key_row;
  AdwEntryRow *secret_row;
  AdwEntryRow *workspace_row;
  AdwEntryRow *worker_row;
  GtkWidget *error_box;
  GtkLabel *error_label;
  AdwActionRow *remember_row;
  GtkSwitch *remember_switch;
  GtkWidget *sign_in_button;
  GtkLabel *service_label;
  GtkSpinner *spinner;
  GtkWidget *demo_button;
  GtkWidget *cancel_button;
};

G_DEFINE_FINAL_TYPE (TraSignInWindow, tra_sign_in_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_of_company (TraSignInWindow *self)
{
  return gtk_toggle_button_get_active (self->company_button);
}

/* The row of a field, as TraSession::sign-in-failed names it; NULL if it has none. */
static AdwEntryRow *
row_of_field (TraSignInWindow *self, const char *field)
{
  const struct
  {
    const char *field;
    AdwEntryRow *row;
  } rows[] = {
    { "account-sid", self->account_row }, { "api-key-sid", self->key_row },
    { "secret", self->secret_row },       { "workspace", self->workspace_row },
    { "worker", self->worker_row },
  };

  if (is_of_company (self))
    return tra_company_group_get_row (self->company_group, field);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (field, rows[i].field) == 0)
      return rows[i].row;

  return NULL;
}

/* A row's text field is the thing that screen readers meet. */
static GtkAccessible *
text_of (AdwEntryRow *row)
{
  return GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row)));
}

static void
mark_row (TraSignInWindow *self, AdwEntryRow *row)
{
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (text_of (row), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (text_of (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->error_label, NULL, -1);
}

static void
unmark_row (AdwEntryRow *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_reset_state (text_of (row), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_relation (text_of (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
clear_error (TraSignInWindow *self)
{
  AdwEntryRow *const rows[] = {
    self->account_row,
    self->key_row,
    self->secret_row,
    self->workspace_row,
    self->worker_row,
    tra_company_group_get_row (self->company_group, "server-address"),
    tra_company_group_get_row (self->company_group, "worker"),
    tra_company_group_get_row (self->company_group, "password"),
  };

  gtk_widget_set_visible (self->error_box, FALSE);
  tra_company_group_clear_hint (self->company_group);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    unmark_row (rows[i]);
}

static void
sign_in_failed_cb (TraSignInWindow *self, const GError *error, const char *field, const char *text)
{
  AdwEntryRow *row = row_of_field (self, field);

  clear_error (self);
  gtk_label_set_label (self->error_label, text);
  /* The role alert is read when it comes to be seen, and its name is what is read. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_widget_set_visible (self->error_box, TRUE);
  if (row != NULL)
    mark_row (self, row);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->sign_in_button);
}

static void
toast_cb (TraSignInWindow *self, const char *text)
{
  tra_toast_show (GTK_WIDGET (self->error_box), tra_toast_new (text));
}

/* Whoever types a secret is to know where it goes, if that is not the official service. */
static void
name_service (TraSignInWindow *self)
{
  const char *url = tra_session_get_service_url (self->session);
  g_autofree char *plain = tra_plain_text (url, MAX_URL);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->service_label), url != NULL && !is_of_company (self));
  if (url == NULL)
    return;

  /* Translators: %s is an address, “http://127.0.0.1:8089”: where the agent signs in. */
  text = g_strdup_printf (_("At %s"), plain);
  gtk_label_set_text (self->service_label, text);
}

static const char *
remember_text (TraSignInWindow *self, TraKeyringState keyring)
{
  if (!is_of_company (self))
    return keyring == TRA_KEYRING_ABSENT ? _("No keyring is running, so the secret can’t be saved.")
                                         : _("The secret is kept in the system keyring");
  return keyring == TRA_KEYRING_ABSENT
             ? _("No keyring is running, so you’ll be asked for your password at the next start.")
             : _("You stay signed in; the password isn’t stored");
}

/* What can be done while signing in, and what the keyring lets one do. */
static void
update (TraSignInWindow *self)
{
  gboolean is_signing_in = tra_session_is_signing_in (self->session);
  TraKeyringState keyring = tra_session_get_keyring_state (self->session);

  /* GTK 4.8 warns of an entry that has the focus and is made insensitive. */
  if (is_signing_in && gtk_widget_get_sensitive (self->form_group))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->profile_group), !is_signing_in);
  gtk_widget_set_sensitive (self->kind_box, !is_signing_in);
  gtk_widget_set_sensitive (GTK_WIDGET (self->company_group), !is_signing_in);
  gtk_widget_set_sensitive (self->form_group, !is_signing_in);
  gtk_widget_set_sensitive (self->remember_group,
                            !is_signing_in && keyring != TRA_KEYRING_ABSENT);
  gtk_widget_set_visible (self->keyring_group, keyring == TRA_KEYRING_LOCKED);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_signing_in);
  gtk_spinner_set_spinning (self->spinner, is_signing_in);
  gtk_widget_set_visible (self->demo_button, !is_signing_in);
  gtk_widget_set_visible (self->cancel_button, is_signing_in);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.submit", !is_signing_in);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.unlock", !is_signing_in);

  gtk_widget_set_visible (GTK_WIDGET (self->company_group), is_of_company (self));
  gtk_widget_set_visible (self->form_group, !is_of_company (self));
  adw_action_row_set_subtitle (self->remember_row, remember_text (self, keyring));
  name_service (self);
}

static void
kind_changed_cb (TraSignInWindow *self)
{
  if (self->session == NULL) /* the template is being made */
    return;

  clear_error (self);
  update (self);
}

static const char *
text_in (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
sign_in_company (TraSignInWindow *self)
{
  TraCompanyForm form = { .remember = gtk_switch_get_active (self->remember_switch) };

  tra_company_group_look (self->company_group, &form);
  tra_session_sign_in_company (self->session, &form);
}

static void
submit_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TraSignInWindow *self = TRA_SIGN_IN_WINDOW (widget);
  const TraSignInForm form = {
    text_in (self->account_row),
    text_in (self->key_row),
    text_in (self->secret_row),
    text_in (self->workspace_row),
    text_in (self->worker_row),
    gtk_switch_get_active (self->remember_switch),
  };

  clear_error (self);
  if (is_of_company (self))
    sign_in_company (self);
  else
    tra_session_sign_in (self->session, &form);
}

static void
cancel_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  tra_session_cancel_sign_in (TRA_SIGN_IN_WINDOW (widget)->session);
}

static void
unlock_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TraSignInWindow *self = TRA_SIGN_IN_WINDOW (widget);

  clear_error (self);
  tra_session_unlock_keyring (self->session);
}

static void
fill_row (AdwEntryRow *row, GSettings *settings, const char *key)
{
  g_autofree char *text = g_settings_get_string (settings, key);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* As the last time; at first the company's server, unless what is known is of an account. */
static gboolean
is_likely_of_company (TraSignInWindow *self)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_autofree char *with = g_settings_get_string (settings, TRA_SIGN_IN_WITH);
  g_autofree char *account_sid = g_settings_get_string (settings, "account-sid");

  if (*with != '\0')
    return g_str_equal (with, TRA_SIGN_IN_WITH_COMPANY);
  return tra_session_get_service_url (self->session) == NULL && *account_sid == '\0';
}

/* What is known from the last time, but for secrets. */
static void
fill_form (TraSignInWindow *self)
{
  GSettings *settings = tra_session_get_settings (self->session);

  fill_row (self->account_row, settings, "account-sid");
  fill_row (self->key_row, settings, "api-key-sid");
  fill_row (self->workspace_row, settings, "workspace");
  fill_row (self->worker_row, settings, "worker");
  gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  gtk_switch_set_active (self->remember_switch, g_settings_get_boolean (settings, "remember"));
  tra_company_group_fill (self->company_group, settings);
  gtk_toggle_button_set_active (
      is_likely_of_company (self) ? self->company_button : self->account_button, TRUE);
}

static void
focus_form (TraSignInWindow *self)
{
  if (is_of_company (self))
    gtk_window_set_focus (
        GTK_WINDOW (self),
        GTK_WIDGET (tra_company_group_get_first_empty (self->company_group)));
  else if (*text_in (self->account_row) == '\0')
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->account_row));
  else
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->secret_row));
}

/* With what the keyring holds; without, the form is his. */
static void
chosen_cb (TraSignInWindow *self, const char *id)
{
  clear_error (self);
  self->is_choosing = TRUE;
  tra_session_switch_profile (self->session, id);
  fill_form (self);
  update (self);
}

static void
signing_in_cb (TraSignInWindow *self)
{
  update (self);
  if (!self->is_choosing || tra_session_is_signing_in (self->session))
    return;

  self->is_choosing = FALSE;
  focus_form (self);
}

static void
removed_cb (TraSignInWindow *self, const char *id)
{
  tra_session_remove_profile (self->session, id);
  fill_form (self);
}

static void
tra_sign_in_window_map (GtkWidget *widget)
{
  TraSignInWindow *self = TRA_SIGN_IN_WINDOW (widget);

  GTK_WIDGET_CLASS (tra_sign_in_window_parent_class)->map (widget);
  tra_session_probe_keyring (self->session);
}

static void
tra_sign_in_window_dispose (GObject *object)
{
  TraSignInWindow *self = TRA_SIGN_IN_WINDOW (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TRA_TYPE_SIGN_IN_WINDOW);
  G_OBJECT_CLASS (tra_sign_in_window_parent_class)->dispose (object);
}

static void
tra_sign_in_window_class_init (TraSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_sign_in_window_dispose;
  widget_class->map = tra_sign_in_window_map;

  g_type_ensure (TRA_TYPE_COMPANY_GROUP);
  g_type_ensure (TRA_TYPE_PROFILE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, keyring_group);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, profile_group);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, removed_cb);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, kind_box);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, company_button);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, company_group);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, form_group);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, remember_group);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, account_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, key_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, secret_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, workspace_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, worker_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, error_box);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, remember_row);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, service_label);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, demo_button);
  gtk_widget_class_bind_template_child (widget_class, TraSignInWindow, cancel_button);

  gtk_widget_class_install_action (widget_class, "sign-in.submit", NULL, submit_action);
  gtk_widget_class_install_action (widget_class, "sign-in.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "sign-in.unlock", NULL, unlock_action);
}

static void
tra_sign_in_window_init (TraSignInWindow *self)
{
  AdwEntryRow *rows[5];

  gtk_widget_init_template (GTK_WIDGET (self));

  rows[0] = self->account_row;
  rows[1] = self->key_row;
  rows[2] = self->secret_row;
  rows[3] = self->workspace_row;
  rows[4] = self->worker_row;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    tra_entry_name_apply (rows[i]);
}

/**
 * tra_sign_in_window_new:
 * @application: the program
 * @session: a session that is signed out, or signing in
 *
 * Returns: (transfer none): a window that is not yet shown; GTK owns it until it is destroyed
 */
GtkWidget *
tra_sign_in_window_new (GtkApplication *application, TraSession *session)
{
  TraSignInWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_SIGN_IN_WINDOW, "application", application, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::signing-in", G_CALLBACK (signing_in_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::keyring-state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sign-in-failed", G_CALLBACK (sign_in_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  tra_profile_group_follow (self->profile_group, tra_session_get_settings (session),
                            tra_session_get_service_url (session));
  fill_form (self);
  focus_form (self);
  update (self);
  return GTK_WIDGET (self);
}
