/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* Says to the company's server that this desk is still there. */
gboolean tra_session_can_beat (TraSession *self); /* with such a server, and connected */
void tra_session_beat_async (TraSession *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean tra_session_beat_finish (TraSession *self,
                                  GAsyncResult *result,
                                  guint *every, /* out: seconds; 0: not wanted */
                                  GError **error);

G_END_DECLS
