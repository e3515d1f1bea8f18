/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-session-forget.h"
#include "tra-setting-row.h"

#define MAX_NAME 64

/* The button, as data of its row. */
#define FORGET "tra-forget"

/* What is so: not for changing. */
static GtkWidget *
fact_row_new (const char *title, const char *value)
{
  return g_object_new (ADW_TYPE_ACTION_ROW,
                       "use-markup", FALSE,
                       "title", title,
                       "subtitle", value,
                       "title-lines", 0,
                       "subtitle-lines", 0,
                       NULL);
}

static GtkWidget *
worker_row_new (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  const char *raw = worker != NULL ? tr_worker_get_friendly_name (worker) : NULL;
  g_autofree char *name = tra_plain_text (raw, MAX_NAME);
  g_autofree char *workspace = tra_plain_text (tra_session_get_workspace_name (session), MAX_NAME);
  GtkWidget *row = fact_row_new (*name != '\0' ? name : _("Nobody"), workspace);
  GtkWidget *button = gtk_button_new_with_label (_("Sign Out…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.sign-out");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("avatar-default-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* The service rings this address after Accept; only an administrator can change it. */
static GtkWidget *
phone_row_new (TrWorker *worker)
{
  JsonObject *attributes = tr_worker_get_attributes (worker);
  JsonNode *node = json_object_get_member (attributes, "contact_uri");
  gboolean is_text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
  g_autofree char *address = tra_plain_text (is_text ? json_node_get_string (node) : NULL, MAX_NAME);
  g_autofree char *number = tra_phone_number_isolate (address);

  return fact_row_new (_("Your Phone"),
                       *address != '\0' ? number : _("None: ask your administrator to set one"));
}

static void
show_validity_cb (TraSession *session, AdwActionRow *row)
{
  TrWorker *worker = tra_session_get_worker (session);
  gint64 expires = worker != NULL ? tr_worker_get_token_expires (worker) : 0;
  g_autoptr(GDateTime) time = expires > 0 ? g_date_time_new_from_unix_local (expires) : NULL;
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%X") : NULL;
  /* Translators: a time of day, as 14:30 */
  g_autofree char *text = stamp != NULL ? g_strdup_printf (_("%s, then renewed by itself"), stamp)
                                        : g_strdup (_("Not known yet"));

  adw_action_row_set_subtitle (row, text);
}

static GtkWidget *
validity_row_new (TraSession *session)
{
  GtkWidget *row = fact_row_new (_("Sign-In Valid Until"), "");

  g_signal_connect_object (session, "changed", G_CALLBACK (show_validity_cb), row, 0);
  show_validity_cb (session, ADW_ACTION_ROW (row));
  return row;
}

static void
add_signed_in (AdwPreferencesPage *page, TraSession *session)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Signed In"));
  TrWorker *worker = tra_session_get_worker (session);

  adw_preferences_group_add (group, worker_row_new (session));
  if (worker != NULL)
    {
      adw_preferences_group_add (group, phone_row_new (worker));
      adw_preferences_group_add (group, validity_row_new (session));
    }
}

/* ---- The secret ---- */

static void
show_secret_cb (TraSession *session, AdwActionRow *row)
{
  gboolean is_saved = tra_session_is_saved (session);

  adw_action_row_set_subtitle (row, is_saved ? _("Kept in the system keyring") : _("Not kept"));
  gtk_widget_set_sensitive (g_object_get_data (G_OBJECT (row), FORGET), is_saved);
}

static GtkWidget *
secret_row_new (TraSession *session)
{
  GtkWidget *row = fact_row_new (_("Secret"), "");
  GtkWidget *button = gtk_button_new_with_label (_("Forget"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (tra_session_forget_saved), session,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-password-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), FORGET, button);
  g_signal_connect_object (session, "changed", G_CALLBACK (show_secret_cb), row, 0);
  show_secret_cb (session, ADW_ACTION_ROW (row));
  return row;
}

static void
add_secret (AdwPreferencesPage *page, TraSession *session)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Saved Secret"));
  GSettings *settings = tra_session_get_settings (session);

  adw_preferences_group_add (group, secret_row_new (session));

  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "remember", _("Remember Me"),
                                         _("At the next sign-in, in the system keyring")));
}

/**
 * tra_preferences_account_page_new:
 * @session: who is signed in
 *
 * Returns: (transfer floating): the page about who works here
 */
AdwPreferencesPage *
tra_preferences_account_page_new (TraSession *session)
{
  AdwPreferencesPage *page =
      tra_preferences_page_new ("account", _("Account"), "avatar-default-symbolic");

  add_signed_in (page, session);
  add_secret (page, session);
  return page;
}
