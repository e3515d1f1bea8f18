/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-dial-plan.h"
#include "tra-session.h"

G_BEGIN_DECLS

/* Calls of the agent's own: a task that is routed to the agent, who is rung first. */
gboolean tra_session_may_dial_out (TraSession *self);
gboolean tra_session_can_dial (TraSession *self);
void tra_session_load_dial_plan_async (TraSession *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
TraDialPlan *tra_session_load_dial_plan_finish (TraSession *self, GAsyncResult *result, GError **error);
void tra_session_call_out (TraSession *self,
                           const char *number,
                           const char *from,
                           TraDialPlan *plan);

G_END_DECLS
