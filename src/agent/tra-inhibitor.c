/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-inhibitor.h"

#include <glib/gi18n.h>

#include "tra-inhibition.h"

/**
 * TraInhibitor:
 *
 * As long as a call is on, the machine neither sleeps nor locks itself for want of keys, nor does
 * logging out go through unasked: the agent talks, and may not touch it for an hour. Derived from the session.
 */
struct _TraInhibitor
{
  GObject parent_instance;

  GDBusConnection *bus;      /* owned, nullable: there is nobody to be told */
  TraSession *session;       /* owned */
  TraInhibition *inhibition; /* owned; NULL: nothing is held back */
};

G_DEFINE_FINAL_TYPE (TraInhibitor, tra_inhibitor, G_TYPE_OBJECT)

/* The call goes on when the connection is lost: it is on the phone. */
static gboolean
is_call_on (TraSession *session)
{
  TrReservation *reservation = tra_session_get_reservation (session);

  if (tra_session_get_phase (session) == TRA_PHASE_RINGING)
    return TRUE;
  return reservation != NULL && tra_session_is_call (session) &&
         tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED;
}

static void
update (TraInhibitor *self)
{
  if (!is_call_on (self->session))
    g_clear_pointer (&self->inhibition, tra_inhibition_free);
  else if (self->inhibition == NULL && self->bus != NULL)
    self->inhibition = tra_inhibition_new (self->bus,
                                           GTK_APPLICATION_INHIBIT_LOGOUT |
                                               GTK_APPLICATION_INHIBIT_SUSPEND |
                                               GTK_APPLICATION_INHIBIT_IDLE,
                                           _("A call is on"));
}

static void
tra_inhibitor_dispose (GObject *object)
{
  TraInhibitor *self = TRA_INHIBITOR (object);

  g_clear_pointer (&self->inhibition, tra_inhibition_free);
  g_clear_object (&self->bus);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_inhibitor_parent_class)->dispose (object);
}

static void
tra_inhibitor_class_init (TraInhibitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_inhibitor_dispose;
}

static void
tra_inhibitor_init (TraInhibitor *self)
{
}

/**
 * tra_inhibitor_new:
 * @bus: (nullable): the desktop's, with the session manager or the portal
 * @session: whose calls
 *
 * Returns: (transfer full): what holds back, until it is dropped
 */
TraInhibitor *
tra_inhibitor_new (GDBusConnection *bus, TraSession *session)
{
  TraInhibitor *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_INHIBITOR, NULL);
  g_set_object (&self->bus, bus);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
