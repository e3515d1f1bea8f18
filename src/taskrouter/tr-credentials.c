/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-credentials.h"

#include "tr-secret.h"

/**
 * TrCredentials:
 *
 * An account's REST credentials. Immutable.
 */

struct _TrCredentials
{
  GObject parent_instance;

  char *account_sid; /* owned */
  char *api_key_sid; /* owned, nullable */
  TrSecret *secret; /* owned */
};

G_DEFINE_FINAL_TYPE (TrCredentials, tr_credentials, G_TYPE_OBJECT)

static void
tr_credentials_finalize (GObject *object)
{
  TrCredentials *self = TR_CREDENTIALS (object);

  g_free (self->account_sid);
  g_free (self->api_key_sid);
  tr_secret_free (self->secret);
  G_OBJECT_CLASS (tr_credentials_parent_class)->finalize (object);
}

static void
tr_credentials_class_init (TrCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_credentials_finalize;
}

static void
tr_credentials_init (TrCredentials *self)
{
}

/**
 * tr_credentials_new:
 * @account_sid: the account (AC…)
 * @api_key_sid: (nullable): the API key (SK…); NULL or "" when @secret is the auth token
 * @secret: the API key's secret, or the account's auth token; copied
 *
 * Returns: (transfer full): credentials; whether they are right only the service knows
 */
TrCredentials *
tr_credentials_new (const char *account_sid, const char *api_key_sid, const char *secret)
{
  TrCredentials *self;

  g_return_val_if_fail (account_sid != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  self = g_object_new (TR_TYPE_CREDENTIALS, NULL);
  self->account_sid = g_strdup (account_sid);
  self->api_key_sid = api_key_sid != NULL && *api_key_sid != '\0' ? g_strdup (api_key_sid) : NULL;
  self->secret = g_strdup (secret);
  return self;
}

/**
 * tr_credentials_get_account_sid:
 * @self: credentials
 *
 * Returns: the account (AC…)
 */
const char *
tr_credentials_get_account_sid (TrCredentials *self)
{
  g_return_val_if_fail (TR_IS_CREDENTIALS (self), NULL);

  return self->account_sid;
}

/**
 * tr_credentials_get_api_key_sid:
 * @self: credentials
 *
 * Returns: (nullable): the API key (SK…); NULL when the secret is the auth token
 */
const char *
tr_credentials_get_api_key_sid (TrCredentials *self)
{
  g_return_val_if_fail (TR_IS_CREDENTIALS (self), NULL);

  return self->api_key_sid;
}

/**
 * tr_credentials_get_user:
 * @self: credentials
 *
 * Returns: the user name of Basic auth: the API key's SID if there is one, else the account's
 *
 * Source: the service's REST credentials.
 */
const char *
tr_credentials_get_user (TrCredentials *self)
{
  g_return_val_if_fail (TR_IS_CREDENTIALS (self), NULL);

  return self->api_key_sid != NULL ? self->api_key_sid : self->account_sid;
}

/**
 * tr_credentials_get_secret:
 * @self: credentials
 *
 * Returns: the secret; keep it out of logs, argv and files, and do not copy it without need
 */
const char *
tr_credentials_get_secret (TrCredentials *self)
{
  g_return_val_if_fail (TR_IS_CREDENTIALS (self), NULL);

  return self->secret;
}
