/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client-queues.h"
#include "tra-session.h"

G_BEGIN_DECLS

/* Who waits in the queues that serve this agent. With @known, as the last answer gave them, only the
 * figures are asked for. With @of_all a supervisor gets all queues of the workspace. %G_IO_ERROR_NOT_SUPPORTED where this sign-in may not read them. */
void tra_session_fetch_queues_async (TraSession *self,
                                     GPtrArray *known, /* of TrQueue; nullable */
                                     gboolean of_all,  /* for supervisors */
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *tra_session_fetch_queues_finish (TraSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
