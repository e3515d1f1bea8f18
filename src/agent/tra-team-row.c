/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-team-row.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-status-menu.h"

/**
 * TraTeamRow:
 *
 * One member of the team: status and since when, what he works on, skills, and a menu of what can be
 * done for him. Made anew with each reading of the team, so its times are as old as that.
 */
struct _TraTeamRow
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *status;
  GtkLabel *work;
  GtkLabel *skills;
  GtkWidget *warning;
  GtkMenuButton *menu;

  TraSession *session;   /* owned */
  TraTeamMember *member; /* owned, nullable */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (TraTeamRow, tra_team_row, ADW_TYPE_BIN)

/* ---- The menu ---- */

static void
add_item (GMenu *menu, const char *label, const char *action, const char *member, const char *what)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(ss)", member, what);
  g_menu_append_item (menu, item);
}

static void
add_tasks (TraTeamRow *self, GMenu *menu)
{
  GPtrArray *tasks = tra_team_member_get_tasks (self->member);
  const char *sid = tra_team_member_get_sid (self->member);

  for (guint i = 0; i < tasks->len; i++)
    {
      TraTeamTask *task = g_ptr_array_index (tasks, i);
      g_autoptr(GMenu) section = g_menu_new ();
      g_autofree char *what = tra_team_row_describe_task (task);
      g_autofree char *label = tra_status_menu_label (what);

      if (task->is_call && g_str_equal (task->status, "assigned"))
        add_item (section, _("Listen In…"), "team.monitor", sid, task->sid);
      if (!g_str_equal (task->status, "reserved"))
        add_item (section, _("Complete the Task…"), "team.complete", sid, task->sid);
      if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
        g_menu_append_section (menu, label, G_MENU_MODEL (section));
    }
}

static void
add_activities (TraTeamRow *self, GMenu *menu)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *list = worker != NULL ? tr_worker_get_activities (worker) : NULL;
  g_autoptr(GMenu) section = g_menu_new ();

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (list, i);
      const char *sid = tr_activity_get_sid (activity);
      g_autofree char *name = tra_status_menu_label (tr_activity_get_friendly_name (activity));
      g_autofree char *label = NULL;

      if (g_strcmp0 (sid, tra_team_member_get_activity_sid (self->member)) == 0)
        continue;
      /* Translators: %s is a status, “Break”; chosen for a colleague. */
      label = g_strdup_printf (_("Set %s…"), name);
      add_item (section, label, "team.set-activity", tra_team_member_get_sid (self->member), sid);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
add_editing (TraTeamRow *self, GMenu *menu)
{
  g_autoptr(GMenu) section = g_menu_new ();

  add_item (section, _("Change Skills…"), "team.edit", tra_team_member_get_sid (self->member),
            tra_team_member_get_name (self->member));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
make_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  TraTeamRow *self = user_data;
  g_autoptr(GMenu) menu = g_menu_new ();

  if (self->member == NULL)
    return;

  add_tasks (self, menu);
  add_activities (self, menu);
  add_editing (self, menu);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* ---- What is shown ---- */

static gint64
now_of (TraTeamRow *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  return worker != NULL ? tr_worker_get_service_time (worker) : 0;
}

static char *
describe_status (TraTeamRow *self)
{
  const char *name = tra_team_member_get_activity_name (self->member);
  gint64 since = tra_team_member_get_since (self->member) * G_USEC_PER_SEC;
  gint64 elapsed = now_of (self) - since;
  g_autofree char *words = NULL;

  if (since == 0 || elapsed < (gint64) 60 * G_USEC_PER_SEC)
    return g_strdup (name);

  words = tra_duration_to_words (elapsed);
  /* Translators: a status, and how long it has been: "Available for 12 minutes". */
  return g_strdup_printf (_("%s for %s"), name, words);
}

/**
 * tra_team_row_describe_task:
 * @task: somebody's task
 *
 * Returns: (transfer full): what it is, in words: "In call with +1 …, Support"
 */
char *
tra_team_row_describe_task (TraTeamTask *task)
{
  const char *who = *task->caller != '\0' ? task->caller : _("a task");

  if (g_str_equal (task->status, "reserved"))
    /* Translators: who calls or what the task is, and the name of a queue: "Support". */
    return g_strdup_printf (_("Is offered %s, %s"), who, task->queue);
  if (g_str_equal (task->status, "wrapping"))
    return g_strdup_printf (_("Wrap-up of %s, %s"), who, task->queue);
  if (task->is_call)
    return g_strdup_printf (_("In a call with %s, %s"), who, task->queue);
  return g_strdup_printf (_("Works on %s, %s"), who, task->queue);
}

/* One line for each task, with its time. */
static char *
describe_work (TraTeamRow *self, gboolean *is_late)
{
  GPtrArray *tasks = tra_team_member_get_tasks (self->member);
  g_autoptr(GString) text = g_string_new (NULL);
  guint limit = g_settings_get_uint (tra_session_get_settings (self->session),
                                     "wrap-up-reminder-seconds");

  for (guint i = 0; i < tasks->len; i++)
    {
      TraTeamTask *task = g_ptr_array_index (tasks, i);
      gint64 elapsed = MAX (now_of (self) - task->since * (gint64) G_USEC_PER_SEC, 0);
      g_autofree char *what = tra_team_row_describe_task (task);
      g_autofree char *time = tra_duration_to_clock (elapsed);

      if (limit > 0 && g_str_equal (task->status, "wrapping") &&
          elapsed > limit * (gint64) G_USEC_PER_SEC)
        *is_late = TRUE;
      /* Translators: what a colleague does, and for how long: "In a call with …, Support · 4:12". */
      g_string_append_printf (text, _("%s · %s"), what, time);
      if (i + 1 < tasks->len)
        g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
set_icon (TraTeamRow *self)
{
  gboolean is_available = tra_team_member_is_available (self->member);
  gboolean is_busy = tra_team_member_get_tasks (self->member)->len > 0;
  const char *icon = is_available ? "emblem-default-symbolic" : "action-unavailable-symbolic";
  const char *tone = is_available ? "success" : "dim-label";
  const char *const classes[] = { is_busy ? "accent" : tone, NULL };

  gtk_image_set_from_icon_name (self->icon, is_busy ? "call-start-symbolic" : icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char **) classes);
}

static void
update (TraTeamRow *self)
{
  const char *name = tra_team_member_get_name (self->member);
  gboolean is_late = FALSE;
  g_autofree char *status = describe_status (self);
  g_autofree char *work = describe_work (self, &is_late);
  /* Translators: the name of a menu button; %s is a colleague. */
  g_autofree char *menu_name = g_strdup_printf (_("What to do for %s"), name);

  set_icon (self);
  set_label (self->name, name);
  set_label (self->status, status);
  set_label (self->work, work);
  set_label (self->skills, tra_team_member_get_skills (self->member));
  gtk_widget_set_visible (self->warning, is_late);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), menu_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  menu_name, -1);
}

static void
tra_team_row_dispose (GObject *object)
{
  TraTeamRow *self = TRA_TEAM_ROW (object);

  tra_team_row_set_member (self, NULL);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TEAM_ROW);
  G_OBJECT_CLASS (tra_team_row_parent_class)->dispose (object);
}

static void
tra_team_row_class_init (TraTeamRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_team_row_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-team-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, menu);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, name);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, skills);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, status);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, warning);
  gtk_widget_class_bind_template_child (widget_class, TraTeamRow, work);
}

static void
tra_team_row_init (TraTeamRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, make_menu_cb, self, NULL);
}

/**
 * tra_team_row_new:
 * @session: of the supervisor
 *
 * Returns: (transfer none): a row of nobody
 */
GtkWidget *
tra_team_row_new (TraSession *session)
{
  TraTeamRow *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_TEAM_ROW, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

/**
 * tra_team_row_set_member:
 * @self: a row
 * @member: (nullable): whom it shows from now on
 */
void
tra_team_row_set_member (TraTeamRow *self, TraTeamMember *member)
{
  g_return_if_fail (TRA_IS_TEAM_ROW (self));

  if (self->member != NULL)
    g_clear_signal_handler (&self->changed_id, self->member);
  g_set_object (&self->member, member);
  if (member == NULL)
    return;

  self->changed_id =
      g_signal_connect_swapped (member, "changed", G_CALLBACK (update), self);
  update (self);
}
