/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-wrap-up-bar.h"

#include "tra-adaptive-box.h"
#include "tra-busy-button.h"
#include "tra-plain-text.h"
#include "tra-scene.h"

#define MAX_NAME 24

/**
 * TraWrapUpBar:
 *
 * The last step of a task: which status comes next, and Complete.
 */
struct _TraWrapUpBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkWidget *afterwards;
  GtkToggleButton *offline;
  GtkToggleButton *online;
  TraBusyButton *complete;

  TraSession *session; /* owned */
  gboolean is_wanted;
};

G_DEFINE_FINAL_TYPE (TraWrapUpBar, tra_wrap_up_bar, ADW_TYPE_BIN)

/* The activity that the setting @key names; if there is none, the first of that availability. */
static TrActivity *
find_activity (TraWrapUpBar *self, const char *key, gboolean is_available)
{
  GListModel *activities = tr_worker_get_activities (tra_session_get_worker (self->session));
  g_autofree char *name = g_settings_get_string (tra_session_get_settings (self->session), key);
  TrActivity *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);

      if (tr_activity_is_available (activity) != is_available)
        continue;
      if (g_str_equal (tr_activity_get_friendly_name (activity), name))
        return activity; /* the list holds it */
      if (first == NULL)
        first = activity;
    }
  return first;
}

static void
set_toggle (GtkToggleButton *toggle, TrActivity *activity)
{
  g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (toggle)), name) != 0)
    gtk_button_set_label (GTK_BUTTON (toggle), name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (toggle), "s", tr_activity_get_sid (activity));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (toggle), "app.set-activity");
}

static void
update_choice (TraWrapUpBar *self)
{
  TrActivity *offline = find_activity (self, "offline-activity", FALSE);
  TrActivity *online = find_activity (self, "online-activity", TRUE);

  gtk_widget_set_visible (self->afterwards, offline != NULL && online != NULL);
  if (offline == NULL || online == NULL)
    return;

  set_toggle (self->offline, offline);
  set_toggle (self->online, online);
}

static void
update (TraWrapUpBar *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  /* A task that is not a call has no wrap-up before its end: it is completed from here as well. */
  gboolean is_shown = self->is_wanted &&
                      (scene->shown == TRA_PHASE_WRAP_UP ||
                       tra_session_can_complete (self->session));

  gtk_revealer_set_reveal_child (self->revealer, is_shown);
  if (!is_shown)
    return;

  update_choice (self);
  tra_busy_button_follow (self->complete, tra_session_get_busy (self->session));
  gtk_widget_set_sensitive (GTK_WIDGET (self->revealer),
                            scene->is_live && tra_session_get_busy (self->session) == NULL);
}

static void
tra_wrap_up_bar_dispose (GObject *object)
{
  TraWrapUpBar *self = TRA_WRAP_UP_BAR (object);

  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_WRAP_UP_BAR);
  G_OBJECT_CLASS (tra_wrap_up_bar_parent_class)->dispose (object);
}

static void
tra_wrap_up_bar_class_init (TraWrapUpBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_wrap_up_bar_dispose;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_BUSY_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-wrap-up-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, afterwards);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, complete);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, offline);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, online);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, revealer);
}

static void
tra_wrap_up_bar_init (TraWrapUpBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_wrap_up_bar_set_session:
 * @self: a bar without a session
 * @session: whose work it ends
 */
void
tra_wrap_up_bar_set_session (TraWrapUpBar *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_WRAP_UP_BAR (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_wrap_up_bar_set_wanted:
 * @self: a bar with a session
 * @is_wanted: whether the page Now is open, which it belongs to
 */
void
tra_wrap_up_bar_set_wanted (TraWrapUpBar *self, gboolean is_wanted)
{
  g_return_if_fail (TRA_IS_WRAP_UP_BAR (self));

  self->is_wanted = is_wanted;
  update (self);
}
