/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* One reservation on the session bus. */
typedef struct _TraDeskReservation TraDeskReservation;

TraDeskReservation *tra_desk_reservation_new (const char *path,
                                              TrReservation *reservation,
                                              TraSession *session,
                                              GActionGroup *actions);
void tra_desk_reservation_free (TraDeskReservation *self);
gboolean tra_desk_reservation_is_of (TraDeskReservation *self, TrReservation *reservation);
void tra_desk_reservation_update (TraDeskReservation *self);
GDBusObjectSkeleton *tra_desk_reservation_get_object (TraDeskReservation *self);

/* What both objects answer with. */
gboolean tra_desk_perform (GActionGroup *actions,
                           GDBusMethodInvocation *invocation,
                           const char *action,
                           GVariant *parameter);
gboolean tra_desk_refuse (GDBusMethodInvocation *invocation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraDeskReservation, tra_desk_reservation_free)

G_END_DECLS
