/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-wrap-up-bar.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-busy-button.h"
#include "tra-duration.h"
#include "tra-plain-text.h"
#include "tra-scene.h"
#include "tra-ticker.h"

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
  GtkWidget *complete_anyway;
  GtkLabel *question;
  GtkWidget *automatic;
  GtkLabel *automatic_label;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
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

/* The end that comes by itself is seen coming. */
static void
update_automatic (TraWrapUpBar *self, TraScene *scene)
{
  gint64 left = scene->phase == TRA_PHASE_WRAP_UP ? tra_session_get_wrap_up_left (self->session) : -1;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->automatic, left >= 0);
  tra_ticker_set_interval (self->ticker, left > 0 ? TRA_TICK : 0);
  if (left < 0)
    return;

  time = tra_duration_to_clock (tra_duration_seconds_left (left) * (gint64) G_USEC_PER_SEC);
  /* Translators: the time until a task is completed by itself: "Completes by itself in 1:42". */
  text = g_strdup_printf (_("Completes by itself in %s"), time);
  gtk_label_set_text (self->automatic_label, text);
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
    {
      tra_ticker_set_interval (self->ticker, 0);
      return;
    }

  update_automatic (self, scene);
  update_choice (self);
  gtk_label_set_text (self->question, tra_session_is_call (self->session)
                                          ? _("After this call, go")
                                          : _("After this task, go"));
  gtk_widget_set_visible (
      self->complete_anyway,
      tra_session_get_notes_problem (self->session, tra_session_get_reservation (self->session)) !=
          NULL);
  tra_busy_button_follow (self->complete, tra_session_get_busy (self->session));
  gtk_widget_set_sensitive (GTK_WIDGET (self->revealer),
                            scene->is_live && tra_session_get_busy (self->session) == NULL);
}

static void
ticked_cb (gpointer user_data)
{
  update (user_data);
}

static void
tra_wrap_up_bar_dispose (GObject *object)
{
  TraWrapUpBar *self = TRA_WRAP_UP_BAR (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
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
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, automatic);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, automatic_label);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, complete);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, complete_anyway);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, offline);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, online);
  gtk_widget_class_bind_template_child (widget_class, TraWrapUpBar, question);
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
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
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
