/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ring-rows.h"

#include <glib/gi18n.h>

#include "tra-ring-names.h"
#include "tra-setting-row.h"
#include "tra-sound.h"

#define SCALE_WIDTH 130

/* ---- What rings ---- */

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  GSettings *settings = user_data;
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    g_settings_set_string (settings, "ring-sound", g_file_peek_path (file));
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_file_cb (GtkWidget *button, GSettings *settings)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _("Choose a Ring Sound"), GTK_WINDOW (gtk_widget_get_root (button)),
      GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Sounds"));
  gtk_file_filter_add_mime_type (filter, "audio/x-vorbis+ogg");
  gtk_file_filter_add_mime_type (filter, "audio/ogg");
  gtk_file_filter_add_mime_type (filter, "audio/x-wav");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), settings, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static GtkWidget *
icon_button_new (const char *icon_name, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/**
 * tra_ring_rows_new_sound:
 * @settings: the agent's settings
 *
 * Returns: (transfer floating): the row that chooses the ring: one of the theme's, or a file
 */
GtkWidget *
tra_ring_rows_new_sound (GSettings *settings)
{
  const TraSettingChoice choices[] = {
    { "phone-incoming-call", C_ ("ring sound", "Phone") },
    { "bell", C_ ("ring sound", "Bell") },
    { "alarm-clock-elapsed", C_ ("ring sound", "Alarm Clock") },
    { "message-new-instant", C_ ("ring sound", "Message") },
    { "complete", C_ ("ring sound", "Chime") },
  };
  GtkWidget *row = tra_setting_row_new_choice (settings, "ring-sound", _("Ring Sound"), NULL,
                                               choices, G_N_ELEMENTS (choices));
  GtkWidget *button = icon_button_new ("document-open-symbolic", _("Choose a File"));

  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_file_cb), settings, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* ---- How loud ---- */

static void
tested_cb (TraSoundState state, const GError *error, gpointer user_data)
{
  GtkWidget *row = user_data; /* holds what plays, so it is there */
  GtkRoot *root = gtk_widget_get_root (row);

  if (state == TRA_SOUND_FAILED && ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root),
                                      adw_toast_new (_("No sound can be played")));
}

static void
test_cb (GtkWidget *row, GtkWidget *button)
{
  GSettings *settings = g_object_get_data (G_OBJECT (row), "tra-settings");
  TraSound *sound = g_object_get_data (G_OBJECT (row), "tra-sound");
  g_auto(GStrv) names = tra_ring_names_dup (settings);
  double level = tra_sound_decibels (g_settings_get_uint (settings, "sound-volume"));

  tra_sound_play (sound, (const char *const *) names, _("Incoming call"), level, tested_cb, row);
}

/**
 * tra_ring_rows_new_volume:
 * @settings: the agent's settings
 *
 * Returns: (transfer floating): the row with the volume, and a button that rings once
 */
GtkWidget *
tra_ring_rows_new_volume (GSettings *settings)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", _("Volume"), NULL);
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 100, 5);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (scale));
  GtkWidget *button = icon_button_new ("media-playback-start-symbolic", _("Test"));

  gtk_widget_set_size_request (scale, SCALE_WIDTH, -1);
  gtk_widget_set_valign (scale, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Volume"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), scale);
  g_settings_bind (settings, "sound-volume", adjustment, "value", G_SETTINGS_BIND_DEFAULT |
                   G_SETTINGS_BIND_NO_SENSITIVITY);
  g_settings_bind_writable (settings, "sound-volume", scale, "sensitive", FALSE);
  tra_preferences_bind_lock (settings, "sound-volume", ADW_PREFERENCES_ROW (row));

  g_object_set_data_full (G_OBJECT (row), "tra-settings", g_object_ref (settings), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "tra-sound", tra_sound_new (), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (test_cb), row, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}
