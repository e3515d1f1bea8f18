/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-token-source.h"

#include <string.h>

#include "tr-error.h"
#include "tr-secret.h"

/**
 * TrCompanyTokenSource:
 *
 * Renews a worker's token by refresh token. Each is good for one use, so there is never more than one
 * renewal on its way: whoever asks meanwhile waits for the same one, and who gives up waiting does
 * not end it, since the server may have taken the old refresh token already.
 *
 * Each try with the same refresh token bears the same mark ("attempt"), which the server takes for
 * one and the same use for a minute. The mark is made from the refresh token itself: so a program that
 * dies between the answer and its writing down has the mark, too, when it is started again.
 */
struct _TrCompanyTokenSource
{
  GObject parent_instance;

  TrCompanyClient *client; /* owned */
  TrSecret *refresh_token; /* owned; NULL once the session is over */
  char *device;            /* owned */
  TrToken *token;          /* owned, nullable: of the last grant */
  gboolean is_fresh;       /* nobody got that one yet */
  GCancellable *refreshing; /* owned; NULL unless a renewal is on its way */
  GPtrArray *waiters;      /* owned GTasks */
};

enum { ROTATED, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void tr_company_token_source_iface_init (TrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrCompanyTokenSource,
                               tr_company_token_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TR_TYPE_TOKEN_SOURCE,
                                                      tr_company_token_source_iface_init))

static void
adopt (TrCompanyTokenSource *self, TrCompanyGrant *grant)
{
  g_clear_pointer (&self->refresh_token, tr_secret_free);
  self->refresh_token = g_strdup (tr_company_grant_get_refresh_token (grant));
  g_free (self->device);
  self->device = g_strdup (tr_company_grant_get_device (grant));
  g_set_object (&self->token, tr_company_grant_get_token (grant));
}

static void
answer (TrCompanyTokenSource *self, const GError *error)
{
  g_autoptr(GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (waiters, i), g_error_copy (error));
      else
        g_task_return_pointer (g_ptr_array_index (waiters, i), g_object_ref (self->token),
                               g_object_unref);
    }
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrCompanyGrant) grant =
      tr_company_client_grant_finish (TR_COMPANY_CLIENT (source), result, &error);
  TrCompanyTokenSource *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(TrCompanyTokenSource) keep = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  keep = g_object_ref (self);
  g_clear_object (&self->refreshing);
  if (grant != NULL)
    {
      adopt (self, grant);
      g_signal_emit (self, signals[ROTATED], 0, grant);
    }
  else if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
    {
      g_clear_pointer (&self->refresh_token, tr_secret_free);
      g_signal_emit (self, signals[ENDED], 0);
    }
  answer (self, error);
}

static void
refresh (TrCompanyTokenSource *self)
{
  g_autofree char *attempt = g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *) self->refresh_token, strlen (self->refresh_token),
      "attempt", -1);

  self->refreshing = g_cancellable_new ();
  tr_company_client_refresh_async (self->client, self->refresh_token, self->device, attempt,
                                   self->refreshing, refreshed_cb, self);
}

static void
tr_company_token_source_fetch_async (TrTokenSource *source,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  TrCompanyTokenSource *self = TR_COMPANY_TOKEN_SOURCE (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tr_company_token_source_fetch_async);
  if (self->is_fresh)
    {
      self->is_fresh = FALSE;
      g_task_return_pointer (task, g_object_ref (self->token), g_object_unref);
    }
  else if (self->refresh_token == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_AUTH, "The session is over");
    }
  else
    {
      g_ptr_array_add (self->waiters, g_steal_pointer (&task));
      if (self->refreshing == NULL)
        refresh (self);
    }
}

static TrToken *
tr_company_token_source_fetch_finish (TrTokenSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_company_token_source_fetch_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tr_company_token_source_iface_init (TrTokenSourceInterface *iface)
{
  iface->fetch_async = tr_company_token_source_fetch_async;
  iface->fetch_finish = tr_company_token_source_fetch_finish;
}

static void
tr_company_token_source_dispose (GObject *object)
{
  TrCompanyTokenSource *self = TR_COMPANY_TOKEN_SOURCE (object);

  tr_company_token_source_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->token);
  G_OBJECT_CLASS (tr_company_token_source_parent_class)->dispose (object);
}

static void
tr_company_token_source_finalize (GObject *object)
{
  TrCompanyTokenSource *self = TR_COMPANY_TOKEN_SOURCE (object);

  tr_secret_free (self->refresh_token);
  g_free (self->device);
  g_ptr_array_unref (self->waiters);
  G_OBJECT_CLASS (tr_company_token_source_parent_class)->finalize (object);
}

static void
tr_company_token_source_class_init (TrCompanyTokenSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tr_company_token_source_dispose;
  object_class->finalize = tr_company_token_source_finalize;

  /**
   * TrCompanyTokenSource::rotated:
   * @grant: what is good from now on
   *
   * The refresh token was used and another one came. Emitted before anybody gets the new token.
   */
  signals[ROTATED] =
      g_signal_new ("rotated", TR_TYPE_COMPANY_TOKEN_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, TR_TYPE_COMPANY_GRANT);

  /**
   * TrCompanyTokenSource::ended:
   *
   * The server does not know the session any more. Emitted once; a token that was given lives on
   * until its own end.
   */
  signals[ENDED] = g_signal_new ("ended", TR_TYPE_COMPANY_TOKEN_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
tr_company_token_source_init (TrCompanyTokenSource *self)
{
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * tr_company_token_source_new:
 * @client: the server
 * @grant: what signing in brought; its token is the first that is given
 *
 * Returns: (transfer full): a source of tokens
 */
TrCompanyTokenSource *
tr_company_token_source_new (TrCompanyClient *client, TrCompanyGrant *grant)
{
  TrCompanyTokenSource *self;

  g_return_val_if_fail (TR_IS_COMPANY_CLIENT (client), NULL);
  g_return_val_if_fail (grant != NULL, NULL);

  self = g_object_new (TR_TYPE_COMPANY_TOKEN_SOURCE, NULL);
  self->client = g_object_ref (client);
  self->is_fresh = TRUE;
  adopt (self, grant);
  return self;
}

/**
 * tr_company_token_source_new_resumed:
 * @client: the server
 * @refresh_token: what was written down last
 * @device: what this computer is known by
 *
 * Returns: (transfer full): a source of tokens, which renews when it is asked first
 */
TrCompanyTokenSource *
tr_company_token_source_new_resumed (TrCompanyClient *client,
                                     const char *refresh_token,
                                     const char *device)
{
  TrCompanyTokenSource *self;

  g_return_val_if_fail (TR_IS_COMPANY_CLIENT (client), NULL);
  g_return_val_if_fail (refresh_token != NULL && device != NULL, NULL);

  self = g_object_new (TR_TYPE_COMPANY_TOKEN_SOURCE, NULL);
  self->client = g_object_ref (client);
  self->refresh_token = g_strdup (refresh_token);
  self->device = g_strdup (device);
  return self;
}

/**
 * tr_company_token_source_take_grant:
 * @self: a source whose session is over
 * @grant: what signing in again brought
 *
 * Goes on with another session. Its token is the next that is given.
 */
void
tr_company_token_source_take_grant (TrCompanyTokenSource *self, TrCompanyGrant *grant)
{
  g_return_if_fail (TR_IS_COMPANY_TOKEN_SOURCE (self));
  g_return_if_fail (grant != NULL);

  tr_company_token_source_stop (self);
  adopt (self, grant);
  self->is_fresh = TRUE;
  g_signal_emit (self, signals[ROTATED], 0, grant);
}

/**
 * tr_company_token_source_get_refresh_token:
 * @self: a source
 *
 * Returns: (nullable): what is to be used next; a secret; NULL once the session is over
 */
const char *
tr_company_token_source_get_refresh_token (TrCompanyTokenSource *self)
{
  g_return_val_if_fail (TR_IS_COMPANY_TOKEN_SOURCE (self), NULL);

  return self->refresh_token;
}

/**
 * tr_company_token_source_get_token:
 * @self: a source
 *
 * Returns: (nullable): the latest token, which may have run out
 */
TrToken *
tr_company_token_source_get_token (TrCompanyTokenSource *self)
{
  g_return_val_if_fail (TR_IS_COMPANY_TOKEN_SOURCE (self), NULL);

  return self->token;
}

/**
 * tr_company_token_source_stop:
 * @self: a source
 *
 * Gives up the renewal that is on its way. Who waits for it gets %G_IO_ERROR_CANCELLED.
 */
void
tr_company_token_source_stop (TrCompanyTokenSource *self)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (TR_IS_COMPANY_TOKEN_SOURCE (self));

  if (self->refreshing == NULL)
    return;

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  g_cancellable_cancel (self->refreshing);
  g_clear_object (&self->refreshing);
  answer (self, error);
}
