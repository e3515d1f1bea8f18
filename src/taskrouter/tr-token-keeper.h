/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"
#include "tr-token-source.h"

G_BEGIN_DECLS

#define TR_TYPE_TOKEN_KEEPER (tr_token_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TrTokenKeeper, tr_token_keeper, TR, TOKEN_KEEPER, GObject)

/* Holds the token in use, and renews it in time. Signals: renewed (), expired (GError). */
TrTokenKeeper *tr_token_keeper_new (TrTokenSource *source, TrClock *clock);

void tr_token_keeper_get_async (TrTokenKeeper *self,
                                TrToken *refused, /* nullable */
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
TrToken *tr_token_keeper_get_finish (TrTokenKeeper *self, GAsyncResult *result, GError **error);

TrToken *tr_token_keeper_peek (TrTokenKeeper *self); /* nullable */
void tr_token_keeper_set_lifetime (TrTokenKeeper *self, TrToken *token, gint64 lifetime);
void tr_token_keeper_stop (TrTokenKeeper *self);

G_END_DECLS
