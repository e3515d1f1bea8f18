/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-task-card.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-facts.h"

/**
 * TraTaskCard:
 *
 * One of several tasks: whose it is, what it does, and since when. Pressed, it comes to the front.
 */
struct _TraTaskCard
{
  GtkToggleButton parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *state;

  TraSession *session;        /* owned */
  TrReservation *reservation; /* owned */
};

G_DEFINE_FINAL_TYPE (TraTaskCard, tra_task_card, GTK_TYPE_TOGGLE_BUTTON)

static void
tra_task_card_dispose (GObject *object)
{
  TraTaskCard *self = TRA_TASK_CARD (object);

  g_clear_object (&self->reservation);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TASK_CARD);
  G_OBJECT_CLASS (tra_task_card_parent_class)->dispose (object);
}

static void
tra_task_card_class_init (TraTaskCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_task_card_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-task-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTaskCard, icon);
  gtk_widget_class_bind_template_child (widget_class, TraTaskCard, state);
  gtk_widget_class_bind_template_child (widget_class, TraTaskCard, title);
}

static void
tra_task_card_init (TraTaskCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
describe (TraPhase phase, gboolean is_call, const char **icon_name)
{
  switch (phase)
    {
    case TRA_PHASE_RESERVED:
      *icon_name = "call-incoming-symbolic";
      return _("Incoming");
    case TRA_PHASE_RINGING:
      *icon_name = "phone-symbolic";
      return _("Ringing");
    case TRA_PHASE_WRAP_UP:
      *icon_name = "document-edit-symbolic";
      return _("Wrap-Up");
    default:
      *icon_name = is_call ? "call-start-symbolic" : "view-list-symbolic";
      return is_call ? _("In Call") : _("At Work");
    }
}

/**
 * tra_task_card_update:
 * @self: a card
 *
 * Shows what its task does now, and since when.
 */
void
tra_task_card_update (TraTaskCard *self)
{
  g_autofree char *time = NULL;
  g_autofree char *state = NULL;
  const char *words, *icon_name;
  TraPhase phase;
  gint64 duration;

  g_return_if_fail (TRA_IS_TASK_CARD (self));

  phase = tra_session_get_task_phase (self->session, self->reservation);
  words = describe (phase, tra_session_is_call_task (self->session, self->reservation), &icon_name);
  duration = phase == TRA_PHASE_RESERVED
                 ? tra_session_get_reservation_left (self->session, self->reservation)
                 : tra_session_get_task_elapsed (self->session, self->reservation);
  time = tra_duration_to_clock (duration);
  /* Translators: what a task does, and for how long: "In Call · 4:12". */
  state = g_strdup_printf (_("%s · %s"), words, time);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_text (self->state, state);
}

/**
 * tra_task_card_new:
 * @session: a session
 * @reservation: one of its tasks
 *
 * Returns: (transfer floating): its card
 */
GtkWidget *
tra_task_card_new (TraSession *session, TrReservation *reservation)
{
  TraTaskCard *self = g_object_new (TRA_TYPE_TASK_CARD, NULL);
  g_autofree char *title = tra_facts_get_caller (tr_reservation_get_task (reservation));

  self->session = g_object_ref (session);
  self->reservation = g_object_ref (reservation);
  gtk_label_set_text (self->title, title);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s",
                                    tr_reservation_get_sid (reservation));
  tra_task_card_update (self);
  return GTK_WIDGET (self);
}
