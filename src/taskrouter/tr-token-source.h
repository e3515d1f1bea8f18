/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"
#include "tr-credentials.h"
#include "tr-token.h"

G_BEGIN_DECLS

#define TR_TYPE_TOKEN_SOURCE (tr_token_source_get_type ())
G_DECLARE_INTERFACE (TrTokenSource, tr_token_source, TR, TOKEN_SOURCE, GObject)

/* Where a worker's tokens come from: signed here with an account's key, or asked of the company's
 * server. Asked at sign-in and at about 80 % of each token's life. */
struct _TrTokenSourceInterface
{
  GTypeInterface parent_interface;

  void (*fetch_async) (TrTokenSource *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  TrToken *(*fetch_finish) (TrTokenSource *self, GAsyncResult *result, GError **error);
};

void tr_token_source_fetch_async (TrTokenSource *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
TrToken *tr_token_source_fetch_finish (TrTokenSource *self, GAsyncResult *result, GError **error);

#define TR_TYPE_ACCOUNT_TOKEN_SOURCE (tr_account_token_source_get_type ())
G_DECLARE_FINAL_TYPE (TrAccountTokenSource, tr_account_token_source, TR, ACCOUNT_TOKEN_SOURCE, GObject)

/* Signs tokens here: an AccessToken when the credentials hold an API key, else a capability token. */
TrTokenSource *tr_account_token_source_new (TrCredentials *credentials,
                                            const char *workspace_sid,
                                            const char *worker_sid,
                                            const char *identity,
                                            int ttl, /* seconds; 0 = one hour */
                                            TrClock *clock);

G_END_DECLS
