/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-call-controls.h"

#include "tra-round-button.h"
#include "tra-session-line.h"

/**
 * TraCallControls:
 *
 * What can be done in a call besides ending it. Not there while nothing of it can be done: a task
 * that is no call, or a call whose legs are not joined yet.
 */
struct _TraCallControls
{
  AdwBin parent_instance;

  TraRoundButton *mute;
  TraRoundButton *hold;

  TraSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraCallControls, tra_call_controls, ADW_TYPE_BIN)

static void
update (TraCallControls *self)
{
  TraLine *line = tra_session_get_line (self->session);
  const char *busy = tra_session_get_busy (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self), line != NULL && line->legs->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mute), tra_line_find (line, TRA_LEG_OWN) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hold), tra_line_find (line, TRA_LEG_CALLER) != NULL);
  tra_round_button_follow (self->mute, busy);
  tra_round_button_follow (self->hold, busy);
}

static void
tra_call_controls_dispose (GObject *object)
{
  TraCallControls *self = TRA_CALL_CONTROLS (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_CALL_CONTROLS);
  G_OBJECT_CLASS (tra_call_controls_parent_class)->dispose (object);
}

static void
tra_call_controls_class_init (TraCallControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_call_controls_dispose;
  g_type_ensure (TRA_TYPE_ROUND_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-call-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, hold);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, mute);
}

static void
tra_call_controls_init (TraCallControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_call_controls_set_session:
 * @self: controls without a session
 * @session: whose call they are for
 */
void
tra_call_controls_set_session (TraCallControls *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_CALL_CONTROLS (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
