/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "tr-clock.h"
#include "tr-error.h"

G_BEGIN_DECLS

#define TR_EXCHANGE_DEADLINE (15 * G_TIME_SPAN_SECOND) /* the official SDK's limit */

/* One HTTP request and its whole answer, with a deadline by the clock and a cap on the size. */
void tr_exchange_async (SoupSession *session,
                        SoupMessage *message,
                        TrClock *clock,
                        gsize max_bytes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
GBytes *tr_exchange_finish (SoupSession *session, GAsyncResult *result, GError **error);

TrError tr_exchange_error_from_status (guint status);
GError *tr_exchange_error_from_transport (const GError *error);

G_END_DECLS
