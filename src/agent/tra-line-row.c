/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-line-row.h"

#include <glib/gi18n.h>

#include "tra-facts.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-session-transfer.h"

#define MAX_NAME 64

/**
 * TraLineRow:
 *
 * One phone on the line: whose it is, and how it is. Its state is the service's, as are the two that
 * the buttons of the call itself show.
 */
struct _TraLineRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkLabel *state;
  GtkWidget *controls;
  GtkButton *mute;
  GtkButton *hold;
  GtkButton *remove;
  char *call_sid; /* owned */
};

G_DEFINE_FINAL_TYPE (TraLineRow, tra_line_row, ADW_TYPE_ACTION_ROW)

static const char *
state_of (TraLeg *leg)
{
  if (!leg->is_connected)
    return _("Ringing…");
  if (leg->is_held && leg->is_muted)
    return _("On hold, muted");
  if (leg->is_held)
    return _("On hold");
  return leg->is_muted ? _("Muted") : C_("participant", "Connected");
}

static void
show_caller (TraLineRow *self, TraSession *session)
{
  TrTask *task = tr_reservation_get_task (tra_session_get_reservation (session));
  gboolean is_outbound = tr_task_get_attribute (task, "outbound_to") != NULL;
  g_autofree char *caller = tra_facts_get_caller (task);

  gtk_image_set_from_icon_name (self->icon, "avatar-default-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 /* Translators: on the line; whom the agent called. */
                                 is_outbound ? _("Customer") : _("Caller"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), caller);
}

static void
show_own (TraLineRow *self, TraSession *session)
{
  const char *phone = tra_facts_get_own_phone (tra_session_get_worker (session));
  g_autofree char *number = tra_phone_number_format (phone);

  gtk_image_set_from_icon_name (self->icon, "phone-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("You"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), number);
}

static void
show_other (TraLineRow *self, TraSession *session, TraLeg *leg)
{
  g_autofree char *label = leg->label != NULL ? tra_phone_number_format (leg->label) : NULL;
  const char *known = tra_session_get_colleague_name (session, leg->worker_sid);
  g_autofree char *name = known != NULL ? tra_plain_text (known, MAX_NAME) : NULL;
  gboolean is_colleague = leg->role == TRA_LEG_COLLEAGUE;

  gtk_image_set_from_icon_name (self->icon, is_colleague ? "system-users-symbolic"
                                                         : "phone-symbolic");
  if (name == NULL)
    name = g_strdup (is_colleague ? _("Colleague") : _("Someone Else"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), label != NULL ? label : "");
}

static void
set_control (GtkButton *button, gboolean is_shown, const char *icon_name, const char *name)
{
  gtk_widget_set_visible (GTK_WIDGET (button), is_shown);
  if (g_strcmp0 (gtk_button_get_icon_name (button), icon_name) != 0)
    gtk_button_set_icon_name (button, icon_name);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), name) == 0)
    return;
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Of two on a line the buttons of the call are all there is; of more each has its own. */
static void
update_controls (TraLineRow *self, TraSession *session, TraLeg *leg)
{
  gboolean has_controls = leg->role != TRA_LEG_OWN &&
                          tra_line_has_others (tra_session_get_line (session));
  const char *who = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *mute = NULL;
  g_autofree char *hold = NULL;
  g_autofree char *remove = NULL;

  gtk_widget_set_visible (self->controls, has_controls);
  if (!has_controls)
    return;

  /* Translators, here and below: %s is someone on the line: "Caller", or a name. */
  mute = g_strdup_printf (leg->is_muted ? _("Unmute %s") : _("Mute %s"), who);
  hold = g_strdup_printf (leg->is_held ? _("Resume %s") : _("Hold %s"), who);
  remove = g_strdup_printf (_("Remove %s"), who);
  set_control (self->mute, tra_session_can_mute_leg (session, leg),
               leg->is_muted ? "microphone-disabled-symbolic" : "audio-input-microphone-symbolic",
               mute);
  set_control (self->hold, tra_session_can_hold_leg (session, leg),
               leg->is_held ? "media-playback-start-symbolic" : "media-playback-pause-symbolic", hold);
  set_control (self->remove, tra_session_can_remove_leg (session, leg), "call-stop-symbolic", remove);
}

static void
tra_line_row_finalize (GObject *object)
{
  g_free (TRA_LINE_ROW (object)->call_sid);
  G_OBJECT_CLASS (tra_line_row_parent_class)->finalize (object);
}

static void
tra_line_row_class_init (TraLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_line_row_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-line-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, controls);
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, hold);
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, mute);
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, remove);
  gtk_widget_class_bind_template_child (widget_class, TraLineRow, state);
}

static void
tra_line_row_init (TraLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_line_row_new:
 * @call_sid: whose row it is
 *
 * Returns: (transfer floating): a row that says nothing yet
 */
GtkWidget *
tra_line_row_new (const char *call_sid)
{
  TraLineRow *self = g_object_new (TRA_TYPE_LINE_ROW, NULL);

  self->call_sid = g_strdup (call_sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->mute), "s", call_sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->hold), "s", call_sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove), "s", call_sid);
  return GTK_WIDGET (self);
}

const char *
tra_line_row_get_call_sid (TraLineRow *self)
{
  g_return_val_if_fail (TRA_IS_LINE_ROW (self), NULL);

  return self->call_sid;
}

/**
 * tra_line_row_update:
 * @self: a row
 * @session: whose line it is on
 * @leg: what it shows
 */
void
tra_line_row_update (TraLineRow *self, TraSession *session, TraLeg *leg)
{
  g_return_if_fail (TRA_IS_LINE_ROW (self));
  g_return_if_fail (leg != NULL);

  if (leg->role == TRA_LEG_CALLER)
    show_caller (self, session);
  else if (leg->role == TRA_LEG_OWN)
    show_own (self, session);
  else
    show_other (self, session, leg);
  gtk_label_set_text (self->state, state_of (leg));
  update_controls (self, session, leg);
}
