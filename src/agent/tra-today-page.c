/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-today-page.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-duration.h"
#include "tra-file-saver.h"
#include "tra-history-chart.h"
#include "tra-history-csv.h"
#include "tra-history-details.h"
#include "tra-history-row.h"
#include "tra-history-summary.h"
#include "tra-ticker.h"
#include "tra-toast.h"

/* How often the time in status is shown anew, while somebody can see it. */
#define INTERVAL ((gint64) 15 * G_USEC_PER_SEC)

/**
 * TraTodayPage:
 *
 * The agent's day: figures, a small chart, and the calls themselves, to be searched, called back,
 * exported and deleted. What it shows is made anew from the history; only while it is seen.
 */
struct _TraTodayPage
{
  AdwBin parent_instance;

  GtkLabel *handled;
  GtkLabel *missed;
  GtkLabel *talking;
  GtkLabel *wrapping;
  TraHistoryChart *chart;
  GtkLabel *statuses;
  GtkEditable *search;
  GtkToggleButton *all;
  GtkToggleButton *only_missed;
  GtkDropDown *period;
  GtkStack *stack;
  GtkListView *list;

  TraHistory *history;         /* owned */
  TraTicker *ticker;           /* owned */
  GtkFilter *filter;           /* owned */
  GtkFilterListModel *matches; /* owned */
  GtkSelectionModel *shown;    /* owned */
  char *needle;                /* owned, case-folded; empty: all match */
  gint64 start;                /* of the period: what is older is not shown */
};

G_DEFINE_FINAL_TYPE (TraTodayPage, tra_today_page, ADW_TYPE_BIN)

/* ---- The figures ---- */

static void
set_number (GtkLabel *label, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  gtk_label_set_text (label, text);
}

/* "Available 3 h 12 min · Break 20 min" */
static void
show_statuses (TraTodayPage *self, GPtrArray *statuses)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < statuses->len; i++)
    {
      TraStatusTotal *total = g_ptr_array_index (statuses, i);
      g_autofree char *duration = tra_duration_to_words (total->duration);

      if (total->duration < G_USEC_PER_SEC)
        continue;
      /* Translators: the name of a status, and how long it lasted: "Available 3 h 12 min" */
      g_string_append_printf (text, "%s", text->len > 0 ? " · " : "");
      g_string_append_printf (text, C_("status", "%s %s"), total->activity, duration);
    }
  gtk_label_set_text (self->statuses, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->statuses), text->len > 0);
}

static void
show_figures (TraTodayPage *self)
{
  g_autoptr(TraHistorySummary) summary =
      tra_history_summary_new (self->history, gtk_drop_down_get_selected (self->period));
  g_autofree char *talk = tra_duration_to_words (summary->talk);
  g_autofree char *wrap =
      tra_duration_to_clock (summary->n_wrapped > 0 ? summary->wrap / summary->n_wrapped : 0);

  set_number (self->handled, summary->n_handled);
  set_number (self->missed, summary->n_missed);
  gtk_label_set_text (self->talking, talk);
  gtk_label_set_text (self->wrapping, wrap);
  show_statuses (self, summary->statuses);
  tra_history_chart_set_bars (self->chart, summary->bars);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), summary->n_handled + summary->n_missed > 0);
}

/* ---- The calls ---- */

static gboolean
call_matches (gpointer item, gpointer user_data)
{
  TraTodayPage *self = user_data;
  const TraCallRecord *record = tra_history_call_get_record (item);

  if (record->offered < self->start)
    return FALSE;
  if (gtk_toggle_button_get_active (self->only_missed) && !tra_call_end_is_missed (record->end))
    return FALSE;
  return tra_history_call_matches (item, self->needle);
}

static void
show_calls (TraTodayPage *self)
{
  gboolean has_calls = g_list_model_get_n_items (tra_history_get_calls (self->history)) > 0;
  gboolean has_matches = g_list_model_get_n_items (G_LIST_MODEL (self->matches)) > 0;

  if (has_matches)
    gtk_stack_set_visible_child_name (self->stack, "calls");
  else if (*self->needle != '\0')
    gtk_stack_set_visible_child_name (self->stack, "no-results");
  else if (gtk_toggle_button_get_active (self->only_missed))
    gtk_stack_set_visible_child_name (self->stack, "no-missed");
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "today.export", has_matches);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "today.delete-all", has_calls);
}

static void
update (TraTodayPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  show_figures (self);
  show_calls (self);
}

static void
filter_changed_cb (TraTodayPage *self)
{
  if (self->history == NULL)
    return;

  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  self->start = tra_period_get_start (gtk_drop_down_get_selected (self->period),
                                      tra_history_get_clock (self->history));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

/* Time passes, and at midnight it is another day. */
static void
ticked_cb (gpointer user_data)
{
  TraTodayPage *self = user_data;
  gint64 start = tra_period_get_start (gtk_drop_down_get_selected (self->period),
                                       tra_history_get_clock (self->history));

  if (start != self->start)
    filter_changed_cb (self);
  else
    update (self);
}

static void
stop_search_cb (TraTodayPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->all));
}

/* ---- What can be done ---- */

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTodayPage *self = TRA_TODAY_PAGE (widget);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (
      tr_clock_get_real_time (tra_history_get_clock (self->history)) / G_USEC_PER_SEC);
  g_autofree char *file_name = g_date_time_format (now, "calls-%Y-%m-%d.csv");

  tra_file_saver_ask (widget, _("Export Calls"), file_name,
                      tra_history_csv (G_LIST_MODEL (self->matches)));
}

/* What a toast can undo. */
typedef struct
{
  TraHistory *history; /* owned */
  GPtrArray *calls;    /* owned */
} Deleted;

static void
deleted_free (gpointer data, GClosure *closure)
{
  Deleted *deleted = data;

  g_object_unref (deleted->history);
  g_ptr_array_unref (deleted->calls);
  g_free (deleted);
}

static void
undo_cb (AdwToast *toast, gpointer user_data)
{
  Deleted *deleted = user_data;

  for (guint i = 0; i < deleted->calls->len; i++)
    tra_history_restore (deleted->history, g_ptr_array_index (deleted->calls, i));
  g_ptr_array_set_size (deleted->calls, 0);
}

/* Takes the calls. */
static void
offer_undo (TraTodayPage *self, const char *text, GPtrArray *calls)
{
  Deleted *deleted = g_new0 (Deleted, 1);
  AdwToast *toast = tra_toast_new (text);

  deleted->history = g_object_ref (self->history);
  deleted->calls = calls;
  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), deleted, deleted_free, 0);
  tra_toast_show (GTK_WIDGET (self), toast);
}

static void
delete_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTodayPage *self = TRA_TODAY_PAGE (widget);

  offer_undo (self, _("Calls deleted"), tra_history_remove_all (self->history));
}

static void
delete_one (TraTodayPage *self, TraHistoryCall *call)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (calls, g_object_ref (call));
  tra_history_remove (self->history, call);
  offer_undo (self, _("Call deleted"), calls);
}

static void
delete_details_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *window = user_data;
  TraTodayPage *self = g_object_get_data (G_OBJECT (window), "tra-page");
  TraHistoryCall *call = g_object_get_data (G_OBJECT (window), "tra-call");

  delete_one (self, call);
  gtk_window_close (GTK_WINDOW (window));
}

static void
activated_cb (TraTodayPage *self, guint position)
{
  static const GActionEntry entries[] = { { "delete", delete_details_cb } };
  g_autoptr(TraHistoryCall) call = g_list_model_get_item (G_LIST_MODEL (self->matches), position);
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *window;

  if (call == NULL)
    return;

  window = tra_history_details_new (GTK_WIDGET (self), call);
  g_object_set_data_full (G_OBJECT (window), "tra-call", g_object_ref (call), g_object_unref);
  g_object_set_data_full (G_OBJECT (window), "tra-page", g_object_ref (self), g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), window);
  gtk_widget_insert_action_group (window, "details", G_ACTION_GROUP (actions));
  gtk_window_present (GTK_WINDOW (window));
}

/* ---- The widget ---- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, tra_history_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  TraTodayPage *self = user_data;

  tra_history_row_set_call (TRA_HISTORY_ROW (gtk_list_item_get_child (item)),
                            gtk_list_item_get_item (item),
                            gtk_drop_down_get_selected (self->period) != TRA_PERIOD_TODAY);
}

/* As the log: rows and timers only while they can be seen. */
static void
tra_today_page_map (GtkWidget *widget)
{
  TraTodayPage *self = TRA_TODAY_PAGE (widget);

  GTK_WIDGET_CLASS (tra_today_page_parent_class)->map (widget);
  if (self->history == NULL)
    return;

  gtk_list_view_set_model (self->list, self->shown);
  filter_changed_cb (self);
  tra_ticker_set_interval (self->ticker, INTERVAL);
}

static void
tra_today_page_unmap (GtkWidget *widget)
{
  TraTodayPage *self = TRA_TODAY_PAGE (widget);

  GTK_WIDGET_CLASS (tra_today_page_parent_class)->unmap (widget);
  gtk_list_view_set_model (self->list, NULL);
  if (self->ticker != NULL)
    tra_ticker_set_interval (self->ticker, 0);
}

static void
tra_today_page_dispose (GObject *object)
{
  TraTodayPage *self = TRA_TODAY_PAGE (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->shown);
  g_clear_object (&self->matches);
  g_clear_object (&self->filter);
  g_clear_object (&self->history);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TODAY_PAGE);
  G_OBJECT_CLASS (tra_today_page_parent_class)->dispose (object);
}

static void
tra_today_page_finalize (GObject *object)
{
  g_free (TRA_TODAY_PAGE (object)->needle);
  G_OBJECT_CLASS (tra_today_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, all);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, chart);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, handled);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, list);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, missed);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, only_missed);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, period);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, search);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, statuses);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, talking);
  gtk_widget_class_bind_template_child (widget_class, TraTodayPage, wrapping);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
tra_today_page_class_init (TraTodayPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_today_page_dispose;
  object_class->finalize = tra_today_page_finalize;
  widget_class->map = tra_today_page_map;
  widget_class->unmap = tra_today_page_unmap;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_HISTORY_CHART);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "today.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "today.delete-all", NULL, delete_all_action);
}

static void
tra_today_page_init (TraTodayPage *self)
{
  self->needle = g_strdup ("");
  self->filter = GTK_FILTER (gtk_custom_filter_new (call_matches, self, NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What takes the focus is the button inside, and it has no name of its own. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->period))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Period"), -1);
}

/**
 * tra_today_page_set_history:
 * @self: a page without a history
 * @history: what it shows from now on
 */
void
tra_today_page_set_history (TraTodayPage *self, TraHistory *history)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (TRA_IS_TODAY_PAGE (self));
  g_return_if_fail (TRA_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  self->ticker = tra_ticker_new (tra_history_get_clock (history), ticked_cb, self);
  self->matches = gtk_filter_list_model_new (g_object_ref (tra_history_get_calls (history)),
                                             g_object_ref (self->filter));
  self->shown = GTK_SELECTION_MODEL (
      gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->matches))));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (history, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    tra_today_page_map (GTK_WIDGET (self));
}
