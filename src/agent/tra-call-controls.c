/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-call-controls.h"

#include <glib/gi18n.h>

#include "tra-busy-button.h"
#include "tra-duration.h"
#include "tra-recording-line.h"
#include "tra-round-button.h"
#include "tra-session-transfer.h"

/**
 * TraCallControls:
 *
 * What can be done in a call besides ending it. Not there while nothing of it can be done: a task
 * that is no call, or a call whose legs are not joined yet.
 */
struct _TraCallControls
{
  AdwBin parent_instance;

  GtkLabel *progress;
  TraBusyButton *cancel_transfer;
  TraBusyButton *hand_over;
  TraRoundButton *mute;
  TraRoundButton *hold;
  TraRoundButton *transfer;
  TraBusyButton *leave;
  TraRecordingLine *recording;

  TraSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraCallControls, tra_call_controls, ADW_TYPE_BIN)

/* How a transfer goes on; NULL if there is nothing to say. */
static char *
describe_progress (TraCallControls *self, TraLine *line)
{
  gint64 now = tr_clock_get_monotonic_time (tra_session_get_clock (self->session));
  g_autofree char *time = NULL;

  if (tra_line_is_transferring (line))
    {
      time = tra_duration_to_clock (MAX (now - line->transfer_since, 0));
      /* Translators: a colleague or a queue that is to take the call, and since when: "0:12". */
      return g_strdup_printf (_("Waiting for %s · %s"),
                              line->target_name != NULL ? line->target_name : _("your colleague"),
                              time);
    }
  if (tra_line_find (line, TRA_LEG_CALLER) != NULL &&
      !tra_line_find (line, TRA_LEG_CALLER)->is_connected)
    return g_strdup (_("Ringing the other side…"));
  if (tra_session_can_hand_over (self->session))
    return g_strdup (_("Introduce the caller, then complete the transfer."));
  if (tra_line_has_others (line) && tra_line_find_held (line) != NULL)
    return g_strdup (_("Before you can leave, no one may be on hold."));
  return NULL;
}

/**
 * tra_call_controls_update:
 * @self: controls with a session
 *
 * To be called when the session changed, and while time runs.
 */
void
tra_call_controls_update (TraCallControls *self)
{
  TraLine *line = tra_session_get_line (self->session);
  const char *busy = tra_session_get_busy (self->session);
  gboolean has_others = tra_line_has_others (line);
  gboolean is_transferring = tra_line_is_transferring (line);
  gboolean is_handing = g_strcmp0 (busy, "hand-over") == 0;
  g_autofree char *progress = line != NULL ? describe_progress (self, line) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), line != NULL && line->legs->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->mute), tra_line_find (line, TRA_LEG_OWN) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->hold), tra_line_find (line, TRA_LEG_CALLER) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->transfer),
                          tra_session_get_directory (self->session) != NULL && !has_others &&
                          !is_transferring);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_transfer), is_transferring);
  gtk_widget_set_visible (GTK_WIDGET (self->hand_over),
                          is_handing || tra_session_can_hand_over (self->session));
  gtk_widget_set_visible (GTK_WIDGET (self->leave),
                          has_others && !is_handing && !tra_session_can_hand_over (self->session));
  gtk_label_set_text (self->progress, progress != NULL ? progress : "");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), progress != NULL);
  tra_recording_line_update (self->recording, self->session);
  tra_round_button_follow (self->mute, busy);
  tra_round_button_follow (self->hold, busy);
  tra_round_button_follow (self->transfer, busy);
  tra_busy_button_follow (self->cancel_transfer, busy);
  tra_busy_button_follow (self->hand_over, busy);
  tra_busy_button_follow (self->leave, busy);
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
  g_type_ensure (TRA_TYPE_BUSY_BUTTON);
  g_type_ensure (TRA_TYPE_RECORDING_LINE);
  g_type_ensure (TRA_TYPE_ROUND_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-call-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, cancel_transfer);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, hand_over);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, hold);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, leave);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, mute);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, progress);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, recording);
  gtk_widget_class_bind_template_child (widget_class, TraCallControls, transfer);
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
  tra_call_controls_update (self);
}
