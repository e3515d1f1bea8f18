/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-log-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-adaptive-box.h"
#include "tra-file-saver.h"
#include "tra-log-row.h"
#include "tra-reversed-list.h"
#include "tra-toast.h"

/**
 * TraLogPage:
 *
 * The activity log, the newest line on top: to be searched, filtered by kind, copied for support,
 * and cleared with a way back. Not editable, so no cursor blinks in it.
 */
struct _TraLogPage
{
  AdwBin parent_instance;

  GtkEditable *search;
  GtkDropDown *kinds;
  GtkStack *stack;
  GtkListView *list;

  TraLog *log;                 /* owned */
  GtkFilter *filter;           /* owned */
  GtkFilterListModel *matches; /* owned; oldest first, as it is copied */
  GtkSelectionModel *shown;    /* owned; newest first */
  char *needle;                /* owned, case-folded; empty: all match */
  int kind;                    /* a TraLogKind, or -1 for all */
};

G_DEFINE_FINAL_TYPE (TraLogPage, tra_log_page, ADW_TYPE_BIN)

/* The order of the filter's list; the first entry, "All events", is before them. */
static const TraLogKind filter_kinds[] = {
  TRA_LOG_OFFER, TRA_LOG_CALL, TRA_LOG_WRAP_UP, TRA_LOG_STATUS,
  TRA_LOG_CONNECTION, TRA_LOG_ERROR, TRA_LOG_NOTE,
};

static gboolean
entry_matches (gpointer item, gpointer user_data)
{
  TraLogPage *self = user_data;
  TraLogEntry *entry = item;
  g_autofree char *text = NULL;

  if (self->kind >= 0 && (int) tra_log_entry_get_kind (entry) != self->kind)
    return FALSE;
  if (*self->needle == '\0')
    return TRUE;

  text = g_utf8_casefold (tra_log_entry_get_text (entry), -1);
  return strstr (text, self->needle) != NULL;
}

static void
update (TraLogPage *self)
{
  gboolean has_entries = g_list_model_get_n_items (G_LIST_MODEL (self->log)) > 0;
  gboolean has_matches = g_list_model_get_n_items (G_LIST_MODEL (self->matches)) > 0;

  if (has_matches)
    gtk_stack_set_visible_child_name (self->stack, "entries");
  else
    gtk_stack_set_visible_child_name (self->stack, has_entries ? "no-results" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "log.copy", has_matches);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "log.save", has_matches);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "log.clear", has_entries);
}

static void
filter_changed_cb (TraLogPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->kinds);

  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  self->kind = selected > 0 && selected <= G_N_ELEMENTS (filter_kinds) ? (int) filter_kinds[selected - 1] : -1;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* An entry without focus has no cursor that blinks. */
static void
stop_search_cb (TraLogPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->kinds));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraLogPage *self = TRA_LOG_PAGE (widget);
  g_autofree char *text = tra_log_to_text (self->log, G_LIST_MODEL (self->matches));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  tra_toast_show (widget, tra_toast_new (_("Log copied")));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraLogPage *self = TRA_LOG_PAGE (widget);

  tra_file_saver_ask (widget, _("Save the Log"), "task-router-agent.log",
                      tra_log_to_text (self->log, G_LIST_MODEL (self->matches)));
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraLogPage *self = TRA_LOG_PAGE (widget);
  AdwToast *toast = tra_toast_new (_("Log cleared"));

  tra_log_clear (self->log);
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (tra_log_restore), self->log,
                           G_CONNECT_SWAPPED);
  tra_toast_show (widget, toast);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, tra_log_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  tra_log_row_set_entry (TRA_LOG_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

/* A list has rows for some two hundred entries, seen or not: memory and, with each new entry, time that
 * nobody has anything of while another page is in front. */
static void
tra_log_page_map (GtkWidget *widget)
{
  TraLogPage *self = TRA_LOG_PAGE (widget);

  gtk_list_view_set_model (self->list, self->shown);
  GTK_WIDGET_CLASS (tra_log_page_parent_class)->map (widget);
}

static void
tra_log_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tra_log_page_parent_class)->unmap (widget);
  gtk_list_view_set_model (TRA_LOG_PAGE (widget)->list, NULL);
}

static void
tra_log_page_dispose (GObject *object)
{
  TraLogPage *self = TRA_LOG_PAGE (object);

  g_clear_object (&self->shown);
  g_clear_object (&self->matches);
  g_clear_object (&self->filter);
  g_clear_object (&self->log);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_LOG_PAGE);
  G_OBJECT_CLASS (tra_log_page_parent_class)->dispose (object);
}

static void
tra_log_page_finalize (GObject *object)
{
  g_free (TRA_LOG_PAGE (object)->needle);
  G_OBJECT_CLASS (tra_log_page_parent_class)->finalize (object);
}

static void
tra_log_page_class_init (TraLogPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_log_page_dispose;
  object_class->finalize = tra_log_page_finalize;
  widget_class->map = tra_log_page_map;
  widget_class->unmap = tra_log_page_unmap;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TraLogPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, TraLogPage, list);
  gtk_widget_class_bind_template_child (widget_class, TraLogPage, search);
  gtk_widget_class_bind_template_child (widget_class, TraLogPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_action (widget_class, "log.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "log.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "log.clear", NULL, clear_action);
}

static void
tra_log_page_init (TraLogPage *self)
{
  self->needle = g_strdup ("");
  self->kind = -1;
  self->filter = GTK_FILTER (gtk_custom_filter_new (entry_matches, self, NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GListModel *
make_kinds (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All events"));
  for (gsize i = 0; i < G_N_ELEMENTS (filter_kinds); i++)
    gtk_string_list_append (names, tra_log_kind_get_label (filter_kinds[i]));
  return G_LIST_MODEL (names);
}

/**
 * tra_log_page_set_log:
 * @self: a page without a log
 * @log: what it shows from now on
 */
void
tra_log_page_set_log (TraLogPage *self, TraLog *log)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GListModel) kinds = make_kinds ();

  g_return_if_fail (TRA_IS_LOG_PAGE (self));
  g_return_if_fail (TRA_IS_LOG (log));
  g_return_if_fail (self->log == NULL);

  self->log = g_object_ref (log);
  self->matches = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (log)),
                                             g_object_ref (self->filter));
  self->shown = GTK_SELECTION_MODEL (gtk_no_selection_new (
    G_LIST_MODEL (tra_reversed_list_new (G_LIST_MODEL (self->matches)))));
  gtk_drop_down_set_model (self->kinds, kinds);
  /* What takes the focus is the button inside, and it has no name of its own. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->kinds))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Kind of events"), -1);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_list_view_set_model (self->list, self->shown);

  g_signal_connect_object (log, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->matches, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_log_page_start_search:
 * @self: a page
 *
 * Puts the cursor where a word to search for is typed.
 */
void
tra_log_page_start_search (TraLogPage *self)
{
  g_return_if_fail (TRA_IS_LOG_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
