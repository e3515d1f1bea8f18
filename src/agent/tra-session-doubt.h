/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* What a leg was to be when the service gave no clear answer. */
typedef enum
{
  TRA_DOUBT_HELD,
  TRA_DOUBT_MUTED,
  TRA_DOUBT_ENDS_CONFERENCE,
  TRA_DOUBT_THERE, /* on the line at all */
} TraDoubt;

void tra_session_settle_doubt_async (TraSession *self,
                                     const char *call_sid, /* nullable */
                                     TraDoubt doubt,
                                     gboolean value,
                                     const GError *error,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean tra_session_settle_doubt_finish (GAsyncResult *result, GError **error);

G_END_DECLS
