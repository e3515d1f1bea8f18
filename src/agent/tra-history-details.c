/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-details.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-flight-recorder.h"
#include "tra-history-row.h"
#include "tra-toast.h"

#define WIDTH 400
#define HEIGHT 540

static void
add_row (GtkWidget *group, const char *title, const char *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return;

  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_duration (GtkWidget *group, const char *title, gint64 duration)
{
  g_autofree char *value = duration > 0 ? tra_duration_to_clock (duration) : NULL;

  add_row (group, title, value);
}

static void
add_time (GtkWidget *group, const char *title, gint64 time)
{
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *value = NULL;

  if (time == 0)
    return;

  local = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  value = local != NULL ? g_date_time_format (local, "%x %H:%M:%S") : NULL;
  add_row (group, title, value);
}

static GtkWidget *
make_facts (TraHistoryCall *call)
{
  const TraCallRecord *record = tra_history_call_get_record (call);
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *caller = tra_history_call_dup_title (call);
  const char *end = tra_call_end_get_label (record->end);

  add_row (group, _("Caller"), caller);
  add_row (group, _("Queue"), record->queue);
  add_row (group, _("What Became of It"), end != NULL ? end : C_("call", "Handled"));
  add_row (group, _("Outcome"), record->outcome);
  add_time (group, _("Offered"), record->offered);
  add_duration (group, _("Talked"), tra_call_record_get_talk_time (record));
  add_duration (group, _("Wrap-Up"), tra_call_record_get_wrap_time (record));
  if (record->was_ended_here)
    add_row (group, _("Ended By"), _("You"));
  return group;
}

static void
copy_cb (GtkWidget *button, gpointer user_data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), user_data);
  tra_toast_show (button, tra_toast_new (_("Copied")));
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

/* What the flight recorder saw, word for word as it is copied. */
static GtkWidget *
make_flight (const char *flight)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *text = tra_flight_to_text (flight);
  GtkWidget *label = gtk_label_new (text);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("What Happened"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group), _("On this computer, since the call came in"));
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, _("Copy What Happened"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Copy What Happened"), -1);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), g_strdup (text), free_text, 0);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), copy);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "card");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "flight");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), label);
  return group;
}

static GtkWidget *
make_buttons (TraHistoryCall *call)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *call_back = gtk_button_new_with_label (_("Call Back"));
  GtkWidget *delete = gtk_button_new_with_label (_("Delete"));

  if (tra_history_row_can_call (call))
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (call_back), "s",
                                        tra_history_call_get_record (call)->caller);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (call_back), "app.dial");
      gtk_box_append (GTK_BOX (box), call_back);
    }
  else
    {
      g_object_ref_sink (call_back);
      g_object_unref (call_back);
    }
  gtk_actionable_set_action_name (GTK_ACTIONABLE (delete), "details.delete");
  gtk_box_append (GTK_BOX (box), delete);
  return box;
}

static GtkWidget *
make_content (TraHistoryCall *call)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  const char *flight = tra_history_call_get_record (call)->flight;

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_box_append (GTK_BOX (box), make_facts (call));
  if (flight != NULL)
    gtk_box_append (GTK_BOX (box), make_flight (flight));
  gtk_box_append (GTK_BOX (box), make_buttons (call));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/**
 * tra_history_details_new:
 * @widget: where it was asked for; "details.delete" is to be an action of the window, from there
 * @call: what it is about
 *
 * Returns: (transfer none): a window, not shown yet
 */
GtkWidget *
tra_history_details_new (GtkWidget *widget, TraHistoryCall *call)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *title = adw_window_title_new (_("Call"), "");
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  g_return_val_if_fail (TRA_IS_HISTORY_CALL (call), NULL);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  gtk_widget_add_css_class (header, "flat");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), make_content (call));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), overlay);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _("Call"));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  return window;
}
