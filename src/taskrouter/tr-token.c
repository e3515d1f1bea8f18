/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token.h"

#include "tr-error.h"
#include "tr-json.h"
#include "tr-jwt.h"
#include "tr-model.h"
#include "tr-secret.h"
#include "tr-token-payload.h"

/**
 * TrToken:
 *
 * A worker's short-lived token, of one of two kinds: an AccessToken, signed with an API key, and
 * the older capability token, signed with the account's auth token, which carries a list of what it
 * allows. Immutable.
 */

#define EVENT_BRIDGE "https://event-bridge.twilio.com/v1/wschannels"
#define WORKSPACES "https://taskrouter.twilio.com/v1/Workspaces"

struct _TrToken
{
  GObject parent_instance;

  TrSecret *jwt; /* owned */
  gboolean is_capability;
  char *account_sid; /* owned */
  char *workspace_sid; /* owned */
  char *worker_sid; /* owned, nullable */
  gint64 issued;
  gint64 expires;
};

G_DEFINE_FINAL_TYPE (TrToken, tr_token, G_TYPE_OBJECT)

static void
tr_token_finalize (GObject *object)
{
  TrToken *self = TR_TOKEN (object);

  tr_secret_free (self->jwt);
  g_free (self->account_sid);
  g_free (self->workspace_sid);
  g_free (self->worker_sid);
  G_OBJECT_CLASS (tr_token_parent_class)->finalize (object);
}

static void
tr_token_class_init (TrTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_token_finalize;
}

static void
tr_token_init (TrToken *self)
{
}

static TrToken *
tr_token_new (TrCredentials *credentials,
              const char *workspace_sid,
              const char *worker_sid,
              gint64 now,
              int ttl)
{
  TrToken *self = g_object_new (TR_TYPE_TOKEN, NULL);

  self->account_sid = g_strdup (tr_credentials_get_account_sid (credentials));
  self->workspace_sid = g_strdup (workspace_sid);
  self->worker_sid = g_strdup (worker_sid);
  self->issued = now;
  self->expires = now + ttl;
  return self;
}

/**
 * tr_token_new_access:
 * @credentials: an account with an API key
 * @identity: the user's name
 * @workspace_sid: the workspace
 * @worker_sid: (nullable): the worker; NULL for a token of the workspace
 * @role: "worker", "supervisor" or "admin"
 * @now: seconds since the epoch
 * @ttl: how long it is good for, in seconds; the service allows a day
 *
 * Returns: (transfer full): an AccessToken with a TaskRouterGrant, signed with the key's secret
 *
 * Source: the service's Access Tokens.
 */
TrToken *
tr_token_new_access (TrCredentials *credentials,
                     const char *identity,
                     const char *workspace_sid,
                     const char *worker_sid,
                     const char *role,
                     gint64 now,
                     int ttl)
{
  g_autofree char *header = NULL;
  g_autofree char *payload = NULL;
  TrToken *self;

  g_return_val_if_fail (TR_IS_CREDENTIALS (credentials), NULL);
  g_return_val_if_fail (tr_credentials_get_api_key_sid (credentials) != NULL, NULL);
  g_return_val_if_fail (identity != NULL && workspace_sid != NULL, NULL);
  g_return_val_if_fail (ttl > 0, NULL);

  header = tr_token_access_header (G_CHECKSUM_SHA256, NULL);
  payload = tr_token_access_payload (tr_credentials_get_account_sid (credentials),
                                     tr_credentials_get_api_key_sid (credentials), identity,
                                     workspace_sid, worker_sid, role, 0, now, ttl);
  self = tr_token_new (credentials, workspace_sid, worker_sid, now, ttl);
  self->jwt = tr_jwt_sign (G_CHECKSUM_SHA256, header, payload,
                           tr_credentials_get_secret (credentials));
  return self;
}

static char *
worker_capability_payload (const char *account_sid,
                           const char *workspace_sid,
                           const char *worker_sid,
                           gint64 now,
                           int ttl)
{
  g_autofree char *channel = g_strdup_printf (EVENT_BRIDGE "/%s/%s", account_sid, worker_sid);
  g_autofree char *activities = g_strdup_printf (WORKSPACES "/%s/Activities", workspace_sid);
  g_autofree char *tasks = g_strdup_printf (WORKSPACES "/%s/Tasks/**", workspace_sid);
  g_autofree char *worker =
      g_strdup_printf (WORKSPACES "/%s/Workers/%s", workspace_sid, worker_sid);
  g_autofree char *worker_all = g_strconcat (worker, "/**", NULL);
  g_autofree char *reservations = g_strconcat (worker, "/Reservations/**", NULL);
  const TrTokenPolicy policies[] = {
    /* The helper library's sets for a worker who may change activity and answer reservations. */
    { channel, "GET", NULL },
    { channel, "POST", NULL },
    { activities, "GET", NULL },
    { tasks, "GET", NULL },
    { reservations, "GET", NULL },
    { worker, "GET", NULL },
    { worker, "POST", "ActivitySid" },
    { tasks, "POST", NULL },
    { reservations, "POST", NULL },
    /* Worker channels, attributes, participants and transfers are in none of its sets. */
    { worker_all, "GET", NULL },
    { worker_all, "POST", NULL },
  };

  return tr_token_capability_payload (account_sid, workspace_sid, worker_sid, NULL, policies,
                                      G_N_ELEMENTS (policies), now, ttl);
}

/**
 * tr_token_new_capability:
 * @credentials: an account with its auth token
 * @workspace_sid: the workspace
 * @worker_sid: the worker
 * @now: seconds since the epoch
 * @ttl: how long it is good for, in seconds
 *
 * Returns: (transfer full): a TaskRouterCapability token, signed with the auth token. It opens the
 *   worker's own channel, itself and what is below it (channels, reservations, transfers), the
 *   workspace's activities and tasks, and nothing of other workers
 *
 * Source: the service's TaskRouter JWTs: policies, and the helper library's standard sets.
 */
TrToken *
tr_token_new_capability (TrCredentials *credentials,
                         const char *workspace_sid,
                         const char *worker_sid,
                         gint64 now,
                         int ttl)
{
  g_autofree char *header = NULL;
  g_autofree char *payload = NULL;
  TrToken *self;

  g_return_val_if_fail (TR_IS_CREDENTIALS (credentials), NULL);
  g_return_val_if_fail (tr_credentials_get_api_key_sid (credentials) == NULL, NULL);
  g_return_val_if_fail (workspace_sid != NULL && worker_sid != NULL, NULL);
  g_return_val_if_fail (ttl > 0, NULL);

  header = tr_token_capability_header ();
  payload = worker_capability_payload (tr_credentials_get_account_sid (credentials), workspace_sid,
                                       worker_sid, now, ttl);
  self = tr_token_new (credentials, workspace_sid, worker_sid, now, ttl);
  self->is_capability = TRUE;
  self->jwt = tr_jwt_sign (G_CHECKSUM_SHA256, header, payload,
                           tr_credentials_get_secret (credentials));
  return self;
}

static gboolean
tr_token_read_access (TrToken *self, JsonObject *claims, JsonObject *grants, GError **error)
{
  JsonObject *grant;
  const char *account_sid, *workspace_sid, *worker_sid;

  if (!tr_json_expect_id (claims, "sub", &account_sid, error) ||
      !tr_json_expect_member_object (grants, "task_router", &grant, error) ||
      !tr_json_expect_id (grant, "workspace_sid", &workspace_sid, error) ||
      !tr_json_optional_string (grant, "worker_sid", &worker_sid, error))
    return FALSE;

  self->account_sid = g_strdup (account_sid);
  self->workspace_sid = g_strdup (workspace_sid);
  self->worker_sid = g_strdup (worker_sid);
  return TRUE;
}

static gboolean
tr_token_read_capability (TrToken *self, JsonObject *claims, GError **error)
{
  const char *account_sid, *workspace_sid, *worker_sid;

  if (!tr_json_expect_id (claims, "account_sid", &account_sid, error) ||
      !tr_json_expect_id (claims, "workspace_sid", &workspace_sid, error) ||
      !tr_json_optional_string (claims, "worker_sid", &worker_sid, error))
    return FALSE;

  self->is_capability = TRUE;
  self->account_sid = g_strdup (account_sid);
  self->workspace_sid = g_strdup (workspace_sid);
  self->worker_sid = g_strdup (worker_sid);
  return TRUE;
}

/**
 * tr_token_new_from_jwt:
 * @jwt: a token that someone else signed
 * @error: return location
 *
 * Reads what a token says of itself. It is not verified: we have no key, and the service will.
 *
 * Returns: (transfer full): a token; NULL with %TR_ERROR_PROTOCOL that names the claim
 */
TrToken *
tr_token_new_from_jwt (const char *jwt, GError **error)
{
  g_autoptr(JsonObject) claims = NULL;
  g_autoptr(TrToken) self = NULL;
  JsonObject *grants;

  g_return_val_if_fail (jwt != NULL, NULL);

  claims = tr_jwt_decode (jwt, error);
  if (claims == NULL)
    return NULL;

  self = g_object_new (TR_TYPE_TOKEN, NULL);
  if (!tr_json_expect_int (claims, "exp", 0, TR_MODEL_MAX_DATE, &self->expires, error) ||
      !tr_json_optional_int (claims, "iat", 0, TR_MODEL_MAX_DATE, 0, &self->issued, error) ||
      !tr_json_optional_member_object (claims, "grants", &grants, error) ||
      !(grants != NULL ? tr_token_read_access (self, claims, grants, error)
                       : tr_token_read_capability (self, claims, error)))
    {
      g_prefix_error_literal (error, "Token: ");
      return NULL;
    }
  self->jwt = g_strdup (jwt);
  return g_steal_pointer (&self);
}

/**
 * tr_token_get_jwt:
 * @self: a token
 *
 * Returns: the signed token; a secret: for headers, bodies and the socket's query only
 */
const char *
tr_token_get_jwt (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), NULL);

  return self->jwt;
}

/**
 * tr_token_is_capability:
 * @self: a token
 *
 * Returns: whether it is a capability token, which goes to `…/wschannels/{AC}/{WK}`; else it
 *   is an AccessToken, which goes to `…/wschannels`
 */
gboolean
tr_token_is_capability (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), FALSE);

  return self->is_capability;
}

/**
 * tr_token_get_account_sid:
 * @self: a token
 *
 * Returns: the account (AC…)
 */
const char *
tr_token_get_account_sid (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), NULL);

  return self->account_sid;
}

/**
 * tr_token_get_workspace_sid:
 * @self: a token
 *
 * Returns: the workspace (WS…)
 */
const char *
tr_token_get_workspace_sid (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), NULL);

  return self->workspace_sid;
}

/**
 * tr_token_get_worker_sid:
 * @self: a token
 *
 * Returns: (nullable): the worker (WK…); NULL in a token of a workspace or a task queue
 */
const char *
tr_token_get_worker_sid (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), NULL);

  return self->worker_sid;
}

/**
 * tr_token_get_issued:
 * @self: a token
 *
 * Returns: when it was signed, by the signer's clock, in seconds since the epoch; 0 if it does
 *   not say
 */
gint64
tr_token_get_issued (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), 0);

  return self->issued;
}

/**
 * tr_token_get_expires:
 * @self: a token
 *
 * Returns: when it runs out, in seconds since the epoch
 */
gint64
tr_token_get_expires (TrToken *self)
{
  g_return_val_if_fail (TR_IS_TOKEN (self), 0);

  return self->expires;
}
