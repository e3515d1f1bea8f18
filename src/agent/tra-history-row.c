/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-row.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-phone-number.h"

/**
 * TraHistoryRow:
 *
 * A call of the history: who, for which queue, what became of it, when and how long. To be used again
 * for another one.
 */
struct _TraHistoryRow
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *time;
  GtkLabel *duration;
  GtkWidget *call_back;
};

G_DEFINE_FINAL_TYPE (TraHistoryRow, tra_history_row, ADW_TYPE_BIN)

static void
tra_history_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_HISTORY_ROW);
  G_OBJECT_CLASS (tra_history_row_parent_class)->dispose (object);
}

static void
tra_history_row_class_init (TraHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_history_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, call_back);
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, duration);
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, time);
  gtk_widget_class_bind_template_child (widget_class, TraHistoryRow, title);
}

static void
tra_history_row_init (TraHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tra_history_row_new (void)
{
  return g_object_new (TRA_TYPE_HISTORY_ROW, NULL);
}

/**
 * tra_history_row_can_call:
 * @call: a call
 *
 * Returns: whether it came from a telephone number that was shown
 */
gboolean
tra_history_row_can_call (TraHistoryCall *call)
{
  const char *caller = tra_history_call_get_record (call)->caller;

  return caller != NULL && caller[0] == '+' && g_ascii_isdigit (caller[1]) &&
         !tra_phone_number_is_withheld (caller);
}

static void
show_icon (TraHistoryRow *self, const TraCallRecord *record)
{
  const char *label = tra_call_end_get_label (record->end);

  gtk_image_set_from_icon_name (self->icon, tra_call_end_get_icon_name (record->end));
  if (tra_call_end_is_missed (record->end))
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : C_("call", "Handled"), -1);
}

/* GTK 4.8's lists give their items no name of their own: a screen reader would hear nothing. */
static void
name_item (TraHistoryRow *self, const char *title, const char *subtitle, const char *stamp)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", title, subtitle, stamp);

  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * tra_history_row_set_call:
 * @self: a row
 * @call: what it shows
 * @shows_date: whether the time alone would not say when
 */
void
tra_history_row_set_call (TraHistoryRow *self, TraHistoryCall *call, gboolean shows_date)
{
  const TraCallRecord *record;
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *duration = NULL;

  g_return_if_fail (TRA_IS_HISTORY_ROW (self));
  g_return_if_fail (TRA_IS_HISTORY_CALL (call));

  record = tra_history_call_get_record (call);
  title = tra_history_call_dup_title (call);
  subtitle = tra_history_call_dup_subtitle (call);
  time = g_date_time_new_from_unix_local (record->offered / G_USEC_PER_SEC);
  /* Translators: a day and a time as g_date_time_format() has them: "24 Jan, 14:02" */
  stamp = time != NULL ? g_date_time_format (time, shows_date ? _("%-d %b, %H:%M") : "%H:%M") : NULL;
  duration = record->end == TRA_CALL_HANDLED
                 ? tra_duration_to_clock (tra_call_record_get_talk_time (record))
                 : g_strdup ("—");

  show_icon (self, record);
  name_item (self, title, subtitle, stamp != NULL ? stamp : "");
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  gtk_label_set_text (self->time, stamp != NULL ? stamp : "");
  gtk_label_set_text (self->duration, duration);
  gtk_widget_set_visible (self->call_back, tra_history_row_can_call (call));
  if (tra_history_row_can_call (call))
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->call_back), "s", record->caller);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->call_back), "app.dial");
    }
}
