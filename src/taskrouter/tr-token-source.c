/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token-source.h"

/**
 * TrTokenSource:
 *
 * Where a worker's tokens come from.
 */

#define DEFAULT_TTL 3600 /* seconds, as the official helper library has it */

G_DEFINE_INTERFACE (TrTokenSource, tr_token_source, G_TYPE_OBJECT)

static void
tr_token_source_default_init (TrTokenSourceInterface *iface)
{
}

/**
 * tr_token_source_fetch_async:
 * @self: a source
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Asks for a fresh token.
 */
void
tr_token_source_fetch_async (TrTokenSource *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (TR_IS_TOKEN_SOURCE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  TR_TOKEN_SOURCE_GET_IFACE (self)->fetch_async (self, cancellable, callback, user_data);
}

/**
 * tr_token_source_fetch_finish:
 * @self: a source
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): a token; NULL with a #TrError or %G_IO_ERROR_CANCELLED.
 *   %TR_ERROR_AUTH means that asking again is of no use
 */
TrToken *
tr_token_source_fetch_finish (TrTokenSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TR_IS_TOKEN_SOURCE (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return TR_TOKEN_SOURCE_GET_IFACE (self)->fetch_finish (self, result, error);
}

/**
 * TrAccountTokenSource:
 *
 * Signs a worker's tokens with an account's own secret, which never leaves the machine.
 */

struct _TrAccountTokenSource
{
  GObject parent_instance;

  TrCredentials *credentials; /* owned */
  char *workspace_sid; /* owned */
  char *worker_sid; /* owned */
  char *identity; /* owned */
  int ttl;
  TrClock *clock; /* owned */
};

static void tr_account_token_source_iface_init (TrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrAccountTokenSource,
                               tr_account_token_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TR_TYPE_TOKEN_SOURCE,
                                                      tr_account_token_source_iface_init))

static TrToken *
tr_account_token_source_sign (TrAccountTokenSource *self)
{
  gint64 now = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;

  if (tr_credentials_get_api_key_sid (self->credentials) != NULL)
    return tr_token_new_access (self->credentials, self->identity, self->workspace_sid,
                                self->worker_sid, "worker", now, self->ttl);
  return tr_token_new_capability (self->credentials, self->workspace_sid, self->worker_sid, now,
                                  self->ttl);
}

static void
tr_account_token_source_fetch_async (TrTokenSource *source,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrAccountTokenSource *self = TR_ACCOUNT_TOKEN_SOURCE (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tr_account_token_source_fetch_async);
  g_task_return_pointer (task, tr_account_token_source_sign (self), g_object_unref);
}

static TrToken *
tr_account_token_source_fetch_finish (TrTokenSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_account_token_source_fetch_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tr_account_token_source_iface_init (TrTokenSourceInterface *iface)
{
  iface->fetch_async = tr_account_token_source_fetch_async;
  iface->fetch_finish = tr_account_token_source_fetch_finish;
}

static void
tr_account_token_source_dispose (GObject *object)
{
  TrAccountTokenSource *self = TR_ACCOUNT_TOKEN_SOURCE (object);

  g_clear_object (&self->credentials);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tr_account_token_source_parent_class)->dispose (object);
}

static void
tr_account_token_source_finalize (GObject *object)
{
  TrAccountTokenSource *self = TR_ACCOUNT_TOKEN_SOURCE (object);

  g_free (self->workspace_sid);
  g_free (self->worker_sid);
  g_free (self->identity);
  G_OBJECT_CLASS (tr_account_token_source_parent_class)->finalize (object);
}

static void
tr_account_token_source_class_init (TrAccountTokenSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tr_account_token_source_dispose;
  object_class->finalize = tr_account_token_source_finalize;
}

static void
tr_account_token_source_init (TrAccountTokenSource *self)
{
}

/**
 * tr_account_token_source_new:
 * @credentials: the account; with an API key it gives AccessTokens, else capability tokens
 * @workspace_sid: the workspace
 * @worker_sid: the worker
 * @identity: the worker's name
 * @ttl: how long each token is good for, in seconds; 0 is one hour
 * @clock: the clock that dates the tokens
 *
 * Returns: (transfer full): a source of tokens with the role of a worker
 */
TrTokenSource *
tr_account_token_source_new (TrCredentials *credentials,
                             const char *workspace_sid,
                             const char *worker_sid,
                             const char *identity,
                             int ttl,
                             TrClock *clock)
{
  TrAccountTokenSource *self;

  g_return_val_if_fail (TR_IS_CREDENTIALS (credentials), NULL);
  g_return_val_if_fail (workspace_sid != NULL && worker_sid != NULL && identity != NULL, NULL);
  g_return_val_if_fail (ttl >= 0, NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TR_TYPE_ACCOUNT_TOKEN_SOURCE, NULL);
  self->credentials = g_object_ref (credentials);
  self->workspace_sid = g_strdup (workspace_sid);
  self->worker_sid = g_strdup (worker_sid);
  self->identity = g_strdup (identity);
  self->ttl = ttl != 0 ? ttl : DEFAULT_TTL;
  self->clock = g_object_ref (clock);
  return TR_TOKEN_SOURCE (self);
}
