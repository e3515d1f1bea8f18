/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-offer-row.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-facts.h"
#include "tra-plain-text.h"
#include "tra-ring.h"

#define MAX_NAME 64

/**
 * TraOfferRow:
 *
 * One more caller, below the one that has the least time left.
 */
struct _TraOfferRow
{
  AdwActionRow parent_instance;

  TraRing *ring;
  GtkWidget *reject;
  GtkWidget *accept;

  TraSession *session;        /* owned */
  TrReservation *reservation; /* owned */
};

G_DEFINE_FINAL_TYPE (TraOfferRow, tra_offer_row, ADW_TYPE_ACTION_ROW)

static void
tra_offer_row_dispose (GObject *object)
{
  TraOfferRow *self = TRA_OFFER_ROW (object);

  g_clear_object (&self->reservation);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_OFFER_ROW);
  G_OBJECT_CLASS (tra_offer_row_parent_class)->dispose (object);
}

static void
tra_offer_row_class_init (TraOfferRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_offer_row_dispose;
  g_type_ensure (TRA_TYPE_RING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-offer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TraOfferRow, accept);
  gtk_widget_class_bind_template_child (widget_class, TraOfferRow, reject);
  gtk_widget_class_bind_template_child (widget_class, TraOfferRow, ring);
}

static void
tra_offer_row_init (TraOfferRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_up_button (GtkWidget *button, TrReservation *reservation, const char *label)
{
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    tr_reservation_get_sid (reservation));
}

/**
 * tra_offer_row_new:
 * @session: a session
 * @reservation: one that is offered
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_offer_row_new (TraSession *session, TrReservation *reservation)
{
  TraOfferRow *self = g_object_new (TRA_TYPE_OFFER_ROW, NULL);
  TrTask *task = tr_reservation_get_task (reservation);
  g_autofree char *caller = tra_facts_get_caller (task);
  /* Translators: %s is a caller's number. */
  g_autofree char *reject = g_strdup_printf (_("Reject %s"), caller);
  /* Translators: %s is a caller's number. */
  g_autofree char *accept = g_strdup_printf (_("Accept %s"), caller);

  self->session = g_object_ref (session);
  self->reservation = g_object_ref (reservation);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), caller);
  set_up_button (self->reject, reservation, reject);
  set_up_button (self->accept, reservation, accept);
  gtk_button_set_icon_name (GTK_BUTTON (self->reject), tra_facts_get_icon (task, FALSE));
  gtk_button_set_icon_name (GTK_BUTTON (self->accept), tra_facts_get_icon (task, TRUE));
  tra_ring_set_label (self->ring, _("Time left to answer"));
  tra_offer_row_update (self);
  return GTK_WIDGET (self);
}

/**
 * tra_offer_row_update:
 * @self: a row
 *
 * Shows how much time is left now.
 */
void
tra_offer_row_update (TraOfferRow *self)
{
  TrTask *task;
  g_autofree char *queue = NULL;
  g_autofree char *subtitle = NULL;
  gint64 left, total;
  int seconds;

  g_return_if_fail (TRA_IS_OFFER_ROW (self));

  task = tr_reservation_get_task (self->reservation);
  queue = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  left = tra_session_get_reservation_left (self->session, self->reservation);
  total = MAX (tr_reservation_get_timeout (self->reservation), 1) * (gint64) G_USEC_PER_SEC;
  seconds = tra_duration_seconds_left (left);
  /* Translators: a queue, "Support", and the time left to answer. */
  subtitle = g_strdup_printf (ngettext ("%s · %d second left", "%s · %d seconds left", seconds),
                              queue, seconds);
  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self)), subtitle) != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  tra_ring_show_countdown (self->ring, left, total, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), left > 0);
}
