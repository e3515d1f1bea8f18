/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-team-page.h"

#include "tra-adaptive-box.h"
#include "tra-attributes-window.h"
#include "tra-team-dialog.h"
#include "tra-team-row.h"
#include "tra-team.h"
#include "tra-toast.h"

/**
 * TraTeamPage:
 *
 * For supervisors: who is in what status since when, and on what. Read anew while it is seen, and
 * not at all otherwise.
 */
struct _TraTeamPage
{
  AdwBin parent_instance;

  GtkEditable *search;
  GtkDropDown *order;
  GtkWidget *old;
  GtkStack *stack;
  GtkListView *list;

  TraSession *session; /* owned */
  TraTeam *team;       /* owned */
  GtkFilter *filter;   /* owned */
  GtkSorter *sorter;   /* owned */
  GListModel *shown;   /* owned */
  char *needle;        /* owned, case-folded; empty: all match */
};

G_DEFINE_FINAL_TYPE (TraTeamPage, tra_team_page, ADW_TYPE_BIN)

enum { BY_NAME, BY_STATUS, BY_AGE };

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  return tra_team_member_matches (item, TRA_TEAM_PAGE (user_data)->needle);
}

static int
compare_text (const char *a, const char *b)
{
  return g_utf8_collate (a, b);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TraTeamPage *self = user_data;
  TraTeamMember *first = (TraTeamMember *) a;
  TraTeamMember *second = (TraTeamMember *) b;
  gint64 age = tra_team_member_get_since (first) - tra_team_member_get_since (second);
  int order = 0;

  if (gtk_drop_down_get_selected (self->order) == BY_STATUS)
    order = compare_text (tra_team_member_get_activity_name (first),
                          tra_team_member_get_activity_name (second));
  else if (gtk_drop_down_get_selected (self->order) == BY_AGE)
    order = CLAMP (age, -1, 1);
  if (order == 0)
    order = compare_text (tra_team_member_get_name (first), tra_team_member_get_name (second));
  return order;
}

static void
update (TraTeamPage *self)
{
  gboolean is_any = g_list_model_get_n_items (self->shown) > 0;

  gtk_widget_set_visible (self->old, tra_team_has_failed (self->team));
  if (is_any)
    gtk_stack_set_visible_child_name (self->stack, "members");
  else
    gtk_stack_set_visible_child_name (self->stack,
                                      tra_team_is_known (self->team) ? "no-results" : "reading");
}

static void
filter_changed_cb (TraTeamPage *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
order_changed_cb (TraTeamPage *self)
{
  if (self->sorter != NULL)
    gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
team_changed_cb (TraTeamPage *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  update (self);
}

static void
failed_cb (TraTeamPage *self, const char *text)
{
  tra_toast_show (GTK_WIDGET (self->stack), tra_toast_new (text));
}

/* ---- What is asked ---- */

static GtkWindow *
window_of (TraTeamPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
set_activity_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTeamPage *self = TRA_TEAM_PAGE (widget);
  TrWorker *worker = tra_session_get_worker (self->session);
  const char *member_sid, *activity_sid;
  TraTeamMember *member;
  TrActivity *activity;

  g_variant_get (parameter, "(&s&s)", &member_sid, &activity_sid);
  member = tra_team_find_member (self->team, member_sid);
  activity = worker != NULL ? tr_worker_find_activity (worker, activity_sid) : NULL;
  if (member != NULL && activity != NULL)
    tra_team_dialog_ask_activity (window_of (self), self->team, member, activity);
}

/* Nullable: he, or the task, is gone since the menu was opened. */
static TraTeamTask *
find_task (TraTeamPage *self, GVariant *parameter, TraTeamMember **member)
{
  const char *member_sid, *task_sid;

  g_variant_get (parameter, "(&s&s)", &member_sid, &task_sid);
  *member = tra_team_find_member (self->team, member_sid);
  return *member != NULL ? tra_team_member_find_task (*member, task_sid) : NULL;
}

static void
complete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTeamPage *self = TRA_TEAM_PAGE (widget);
  TraTeamMember *member;
  TraTeamTask *task = find_task (self, parameter, &member);

  if (task != NULL)
    tra_team_dialog_ask_complete (window_of (self), self->team, member, task);
}

static void
monitor_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTeamPage *self = TRA_TEAM_PAGE (widget);
  TraTeamMember *member;
  TraTeamTask *task = find_task (self, parameter, &member);

  if (task != NULL)
    tra_team_dialog_ask_monitor (window_of (self), self->team, member, task);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraTeamPage *self = TRA_TEAM_PAGE (widget);
  const char *member_sid, *member_name;

  g_variant_get (parameter, "(&s&s)", &member_sid, &member_name);
  tra_attributes_window_show (window_of (self), self->session, member_sid, member_name);
}

/* ---- The list ---- */

static void
setup_cb (TraTeamPage *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, tra_team_row_new (self->session));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (TraTeamPage *self, GtkListItem *item)
{
  tra_team_row_set_member (TRA_TEAM_ROW (gtk_list_item_get_child (item)),
                           gtk_list_item_get_item (item));
}

static void
unbind_cb (TraTeamPage *self, GtkListItem *item)
{
  tra_team_row_set_member (TRA_TEAM_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
make_list (TraTeamPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkSelectionModel) selection = NULL;
  GtkFilterListModel *matches;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches_cb, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, self, NULL));
  matches = gtk_filter_list_model_new (g_object_ref (tra_team_get_members (self->team)),
                                       g_object_ref (self->filter));
  self->shown = G_LIST_MODEL (
      gtk_sort_list_model_new (G_LIST_MODEL (matches), g_object_ref (self->sorter)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->shown)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

static void
tra_team_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tra_team_page_parent_class)->map (widget);
  tra_team_set_watched (TRA_TEAM_PAGE (widget)->team, TRUE);
}

static void
tra_team_page_unmap (GtkWidget *widget)
{
  tra_team_set_watched (TRA_TEAM_PAGE (widget)->team, FALSE);
  GTK_WIDGET_CLASS (tra_team_page_parent_class)->unmap (widget);
}

static void
tra_team_page_dispose (GObject *object)
{
  TraTeamPage *self = TRA_TEAM_PAGE (object);

  /* The list goes first: its models ask this page. */
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TEAM_PAGE);
  g_clear_object (&self->team);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_team_page_parent_class)->dispose (object);
}

static void
tra_team_page_finalize (GObject *object)
{
  g_free (TRA_TEAM_PAGE (object)->needle);
  G_OBJECT_CLASS (tra_team_page_parent_class)->finalize (object);
}

static void
tra_team_page_class_init (TraTeamPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_team_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_team_page_finalize;
  widget_class->map = tra_team_page_map;
  widget_class->unmap = tra_team_page_unmap;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-team-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTeamPage, list);
  gtk_widget_class_bind_template_child (widget_class, TraTeamPage, old);
  gtk_widget_class_bind_template_child (widget_class, TraTeamPage, order);
  gtk_widget_class_bind_template_child (widget_class, TraTeamPage, search);
  gtk_widget_class_bind_template_child (widget_class, TraTeamPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_install_action (widget_class, "team.set-activity", "(ss)",
                                   set_activity_action);
  gtk_widget_class_install_action (widget_class, "team.complete", "(ss)", complete_action);
  gtk_widget_class_install_action (widget_class, "team.edit", "(ss)", edit_action);
  gtk_widget_class_install_action (widget_class, "team.monitor", "(ss)", monitor_action);
}

static void
tra_team_page_init (TraTeamPage *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_team_page_new:
 * @session: of a supervisor
 *
 * Returns: (transfer none): the page of his team
 */
GtkWidget *
tra_team_page_new (TraSession *session)
{
  TraTeamPage *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_TEAM_PAGE, NULL);
  self->session = g_object_ref (session);
  self->team = tra_team_new (session);
  make_list (self);
  g_signal_connect_object (self->team, "changed", G_CALLBACK (team_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->team, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
