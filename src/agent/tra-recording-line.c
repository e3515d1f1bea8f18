/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-recording-line.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-session-recording.h"

/**
 * TraRecordingLine:
 *
 * Says in plain words whether the call is recorded, with the button that pauses it. Hidden where
 * nothing is recorded, or nobody may know.
 */
struct _TraRecordingLine
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
  GtkLabel *left;
};

G_DEFINE_FINAL_TYPE (TraRecordingLine, tra_recording_line, ADW_TYPE_BIN)

static void
tra_recording_line_class_init (TraRecordingLineClass *klass)
{
}

static void
tra_recording_line_init (TraRecordingLine *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  self->button = GTK_BUTTON (gtk_button_new_with_label (""));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->button)), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "app.pause-recording");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  self->left = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->left, TRUE);
  gtk_label_set_justify (self->left, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->left), "numeric");
  gtk_box_append (GTK_BOX (lines), box);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->left));
  adw_bin_set_child (ADW_BIN (self), lines);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Below the rest, as both do not fit beside each other in a narrow window. */
static void
show_left (TraRecordingLine *self, gint64 left)
{
  g_autofree char *time = tra_duration_to_clock (left + G_USEC_PER_SEC - 1);
  /* Translators: the time until the recording goes on by itself: "4:12". */
  g_autofree char *text = g_strdup_printf (_("Recorded again in %s"), time);

  gtk_label_set_text (self->left, text);
  gtk_widget_set_visible (GTK_WIDGET (self->left), left > 0);
}

/**
 * tra_recording_line_update:
 * @self: a line
 * @session: whose call
 *
 * To be called when the session changed, and while time runs.
 */
void
tra_recording_line_update (TraRecordingLine *self, TraSession *session)
{
  TraRecording recording;
  gboolean is_paused;

  g_return_if_fail (TRA_IS_RECORDING_LINE (self));
  g_return_if_fail (TRA_IS_SESSION (session));

  recording = tra_session_get_recording (session);
  is_paused = recording == TRA_RECORDING_PAUSED;
  gtk_widget_set_visible (GTK_WIDGET (self), recording != TRA_RECORDING_NONE);
  gtk_image_set_from_icon_name (self->icon, is_paused ? "media-playback-pause-symbolic"
                                                      : "media-record-symbolic");
  gtk_label_set_text (self->label, is_paused ? _("Not Recording") : _("Recording"));
  show_left (self, tra_session_get_record_again_left (session));
  gtk_button_set_label (self->button, is_paused ? _("Record Again") : _("Pause Recording"));
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->button)), TRUE);
  if (is_paused)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "warning");
}
