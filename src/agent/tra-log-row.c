/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-log-row.h"

/**
 * TraLogRow:
 *
 * One line of the activity log: when, what kind, what.
 */
struct _TraLogRow
{
  AdwBin parent_instance;

  GtkLabel *time;
  GtkImage *icon;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (TraLogRow, tra_log_row, ADW_TYPE_BIN)

static void
tra_log_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_LOG_ROW);
  G_OBJECT_CLASS (tra_log_row_parent_class)->dispose (object);
}

static void
tra_log_row_class_init (TraLogRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_log_row_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-log-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TraLogRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TraLogRow, text);
  gtk_widget_class_bind_template_child (widget_class, TraLogRow, time);
}

static void
tra_log_row_init (TraLogRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tra_log_row_new (void)
{
  return g_object_new (TRA_TYPE_LOG_ROW, NULL);
}

/**
 * tra_log_row_set_entry:
 * @self: a row
 * @entry: what it shows
 */
void
tra_log_row_set_entry (TraLogRow *self, TraLogEntry *entry)
{
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *text = NULL;
  TraLogKind kind;

  g_return_if_fail (TRA_IS_LOG_ROW (self));
  g_return_if_fail (TRA_IS_LOG_ENTRY (entry));

  time = g_date_time_new_from_unix_local (tra_log_entry_get_time (entry) / G_USEC_PER_SEC);
  text = time != NULL ? g_date_time_format (time, "%H:%M:%S") : NULL;
  kind = tra_log_entry_get_kind (entry);
  gtk_label_set_text (self->time, text != NULL ? text : "");
  gtk_image_set_from_icon_name (self->icon, tra_log_kind_get_icon_name (kind));
  /* The kind is only in the picture: it needs words as well. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tra_log_kind_get_label (kind), -1);
  gtk_label_set_text (self->text, tra_log_entry_get_text (entry));
}
