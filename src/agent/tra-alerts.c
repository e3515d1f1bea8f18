/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-alerts.h"

#include "tra-flight-recorder.h"
#include "tra-queue-alerts.h"
#include "tra-reservation-popup.h"
#include "tra-screen-pop.h"

/**
 * TraAlerts:
 *
 * Owns what rings, makes known to each popup whether it is heard, and to the flight recorder whether
 * banners are shown.
 */
struct _TraAlerts
{
  GObject parent_instance;

  GApplication *application;       /* not owned: it owns this */
  TraSession *session;             /* owned */
  TraDoNotDisturb *do_not_disturb; /* owned */
  TraRinger *ringer;               /* owned */
  TraScreenPop *screen_pop;        /* owned */
  TraQueueAlerts *queue_alerts;    /* owned */
};

G_DEFINE_FINAL_TYPE (TraAlerts, tra_alerts, G_TYPE_OBJECT)

static void
window_added_cb (TraAlerts *self, GtkWindow *window)
{
  if (TRA_IS_RESERVATION_POPUP (window))
    tra_reservation_popup_set_ringer (TRA_RESERVATION_POPUP (window), self->ringer);
}

static void
quiet_changed_cb (TraAlerts *self)
{
  tra_flight_set (self->session, TRA_FLIGHT_IS_QUIET,
                  tra_do_not_disturb_is_on (self->do_not_disturb));
}

/* ---- Queues over their limits ---- */

static char *
dup_queue_id (const char *sid)
{
  return g_strconcat ("queue-", sid, NULL);
}

/* The one that it is over takes the place of the one that said so. */
static void
queue_told_cb (TraAlerts *self,
               const char *sid,
               gboolean is_passed,
               const char *title,
               const char *body)
{
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autofree char *id = dup_queue_id (sid);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, is_passed ? G_NOTIFICATION_PRIORITY_HIGH
                                                       : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_default_action (notification, "app.show");
  g_application_send_notification (self->application, id, notification);
}

static void
queue_forgotten_cb (TraAlerts *self, const char *sid)
{
  g_autofree char *id = dup_queue_id (sid);

  g_application_withdraw_notification (self->application, id);
}

static void
follow_queues (TraAlerts *self)
{
  self->queue_alerts = tra_queue_alerts_new (self->session);
  g_signal_connect_object (self->queue_alerts, "told", G_CALLBACK (queue_told_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue_alerts, "forgotten", G_CALLBACK (queue_forgotten_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
tra_alerts_dispose (GObject *object)
{
  TraAlerts *self = TRA_ALERTS (object);

  g_clear_object (&self->ringer);
  g_clear_object (&self->queue_alerts);
  g_clear_object (&self->screen_pop);
  g_clear_object (&self->do_not_disturb);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_alerts_parent_class)->dispose (object);
}

static void
tra_alerts_class_init (TraAlertsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_alerts_dispose;
}

static void
tra_alerts_init (TraAlerts *self)
{
}

/**
 * tra_alerts_new:
 * @application: whose windows; has no popup yet
 * @session: whose offers
 *
 * Returns: (transfer full): what calls the agent, until it is dropped
 */
TraAlerts *
tra_alerts_new (GtkApplication *application, TraSession *session)
{
  TraAlerts *self;
  g_autoptr(TraSound) sound = tra_sound_new ();

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_ALERTS, NULL);
  self->session = g_object_ref (session);
  self->do_not_disturb = tra_do_not_disturb_new (
      g_application_get_dbus_connection (G_APPLICATION (application)));
  g_signal_connect_object (self->do_not_disturb, "changed", G_CALLBACK (quiet_changed_cb), self,
                           G_CONNECT_SWAPPED);
  quiet_changed_cb (self);
  self->ringer = tra_ringer_new (session, sound, self->do_not_disturb);
  self->screen_pop = tra_screen_pop_new (session);
  self->application = G_APPLICATION (application);
  follow_queues (self);
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * tra_alerts_get_ringer:
 * @self: what calls the agent
 *
 * Returns: what rings
 */
TraRinger *
tra_alerts_get_ringer (TraAlerts *self)
{
  g_return_val_if_fail (TRA_IS_ALERTS (self), NULL);

  return self->ringer;
}
