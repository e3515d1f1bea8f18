/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-profile-group.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"
#include "tra-profile.h"

#define MAX_NAME 64

#define AGREE "agree"
/* A row's data, and its button's: who it is. */
#define ID "tra-id"
/* A row's data: set if it is of a company's server. */
#define OF_COMPANY "tra-of-company"

/**
 * TraProfileGroup:
 *
 * A row for each one who can sign in at this desk, to be chosen or removed. It says what is wanted;
 * who has it does it. Seen only where there is a choice.
 */
struct _TraProfileGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows;     /* not owned: the group's */
  GSettings *settings; /* owned */
  char *service_url;   /* owned, nullable */
  gboolean is_signed_in;
};

enum { CHOSEN, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraProfileGroup, tra_profile_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- Removing ---- */

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  TraProfileGroup *self = user_data;
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (dialog), ID));

  if (g_str_equal (response, AGREE))
    g_signal_emit (self, signals[REMOVED], 0, id);
}

static void
remove_cb (TraProfileGroup *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  /* Translators: a worker’s name */
  g_autofree char *heading = g_strdup_printf (
      _("Remove %s?"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  const char *body =
      g_object_get_data (G_OBJECT (row), OF_COMPANY) != NULL
          ? _("The account is taken off this list, its session at the server is ended, and its "
              "secret taken out of the keyring. Call history stays.")
          : _("The account is taken off this list, and its secret out of the keyring. Call "
              "history stays.");
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), AGREE, _("Remove"), NULL);
  adw_message_dialog_set_response_appearance (dialog, AGREE, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), ID, g_strdup (g_object_get_data (G_OBJECT (row), ID)),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
remove_button_new (TraProfileGroup *self, const char *worker, const char *place)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: a worker’s name, and a company’s server or a workspace */
  g_autofree char *label = g_strdup_printf (_("Remove %s, %s"), worker, place);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* ---- The rows ---- */

static void
activated_cb (TraProfileGroup *self, GtkWidget *row)
{
  /* Whoever hears it may make the rows anew. */
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), ID));

  g_signal_emit (self, signals[CHOSEN], 0, id);
}

static void
add_row (TraProfileGroup *self, TraProfile *profile)
{
  gboolean is_here = profile->is_last && self->is_signed_in;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *worker = tra_plain_text (profile->worker, MAX_NAME);
  g_autofree char *place = tra_plain_text (profile->place, MAX_NAME);
  /* Translators: a company’s server or a workspace */
  g_autofree char *here = g_strdup_printf (_("%s · signed in"), place);

  g_object_set_data_full (G_OBJECT (row), ID, g_strdup (profile->id), g_free);
  g_object_set_data (G_OBJECT (row), OF_COMPANY, GINT_TO_POINTER (profile->is_of_company));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), worker);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), is_here ? here : place);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (profile->is_of_company
                                                               ? "network-server-symbolic"
                                                               : "avatar-default-symbolic"));
  if (is_here)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("emblem-ok-symbolic"));
    }
  else
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove_button_new (self, worker, place));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self,
                               G_CONNECT_SWAPPED);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

/* Who is in the form already, or at the desk, is no choice. */
static void
update (TraProfileGroup *self)
{
  g_autoptr(GPtrArray) list = NULL;
  gboolean is_choice;

  if (self->settings == NULL)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  list = tra_profile_list (self->settings, self->service_url);
  for (guint i = 0; i < list->len; i++)
    add_row (self, g_ptr_array_index (list, i));
  is_choice = list->len > 1 ||
              (list->len == 1 && !((TraProfile *) g_ptr_array_index (list, 0))->is_last);
  gtk_widget_set_visible (GTK_WIDGET (self), is_choice || (self->is_signed_in && list->len > 0));
}

static void
tra_profile_group_finalize (GObject *object)
{
  TraProfileGroup *self = TRA_PROFILE_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->settings);
  g_free (self->service_url);
  G_OBJECT_CLASS (tra_profile_group_parent_class)->finalize (object);
}

static void
tra_profile_group_class_init (TraProfileGroupClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_profile_group_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_profile_group_init (TraProfileGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tra_profile_group_follow:
 * @self: an empty group
 * @settings: the agent's settings
 * @service_url: (nullable): the service that the program was started for
 *
 * Shows who can sign in, and goes on doing so.
 */
void
tra_profile_group_follow (TraProfileGroup *self, GSettings *settings, const char *service_url)
{
  g_return_if_fail (TRA_IS_PROFILE_GROUP (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->service_url = g_strdup (service_url);
  g_signal_connect_object (settings, "changed::profiles", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_profile_group_set_signed_in:
 * @self: a group
 * @is_signed_in: whether the last one who signed in is at the desk: shown as such, and no choice
 */
void
tra_profile_group_set_signed_in (TraProfileGroup *self, gboolean is_signed_in)
{
  g_return_if_fail (TRA_IS_PROFILE_GROUP (self));

  if (is_signed_in == self->is_signed_in)
    return;

  self->is_signed_in = is_signed_in;
  update (self);
}
