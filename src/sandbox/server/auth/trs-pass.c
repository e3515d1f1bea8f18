/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-pass.h"

#include <string.h>

#include "tr-json.h"

#include "http/trs-refusal.h"
#include "trs-jwt.h"

struct _TrsPass
{
  TrsJwt *jwt; /* owned, verified; everything below is borrowed from its claims */
  const char *account_sid;
  const char *workspace_sid;
  const char *worker_sid; /* nullable: a token for the workspace only */
  const char *channel;    /* nullable: whose socket it opens */
  const char *role;       /* "worker" where the token names none */
  JsonArray *policies;    /* nullable: an AccessToken, whose role decides */
  gint64 seconds_left;    /* of its life, when it was verified */
  gint64 lead;            /* seconds that it was issued after that, by another clock */
};

static gboolean
refuse (GError **error, int code, const char *message)
{
  g_set_error_literal (error, TRS_REFUSAL, code, message);
  return FALSE;
}

static gboolean
is_role (const char *role)
{
  static const char *const roles[] = { "", "worker", "supervisor", "admin", NULL };

  return role == NULL || g_strv_contains (roles, role);
}

static gboolean
trs_pass_read_access (TrsPass *self, TrsKeyring *keyring, const char *issuer, GError **error)
{
  JsonObject *claims = trs_jwt_get_claims (self->jwt);
  JsonObject *grants = NULL;
  JsonObject *grant = NULL;

  if (!tr_json_expect_string (claims, "sub", &self->account_sid, NULL) ||
      g_strcmp0 (trs_keyring_get_account (keyring, issuer), self->account_sid) != 0)
    return refuse (error, 20103, "Invalid Access Token issuer/subject");

  if (!tr_json_expect_member_object (claims, "grants", &grants, NULL) ||
      !tr_json_expect_member_object (grants, "task_router", &grant, NULL) ||
      !tr_json_expect_string (grant, "workspace_sid", &self->workspace_sid, NULL) ||
      !tr_json_optional_string (grant, "worker_sid", &self->worker_sid, NULL) ||
      !tr_json_optional_string (grant, "role", &self->role, NULL) || !is_role (self->role))
    return refuse (error, 20106, "Invalid Access Token grants");
  return TRUE;
}

static gboolean
trs_pass_read_capability (TrsPass *self, const char *issuer, GError **error)
{
  JsonObject *claims = trs_jwt_get_claims (self->jwt);

  if (!tr_json_expect_string (claims, "account_sid", &self->account_sid, NULL) ||
      !g_str_equal (issuer, self->account_sid))
    return refuse (error, 20103, "Invalid Access Token issuer/subject");

  if (!tr_json_expect_string (claims, "workspace_sid", &self->workspace_sid, NULL) ||
      !tr_json_optional_string (claims, "worker_sid", &self->worker_sid, NULL) ||
      !tr_json_optional_string (claims, "channel", &self->channel, NULL) ||
      !tr_json_expect_array (claims, "policies", &self->policies, NULL))
    return refuse (error, 20106, "Invalid Access Token grants");
  return TRUE;
}

static gboolean
trs_pass_read (TrsPass *self, TrsKeyring *keyring, GError **error)
{
  const char *issuer = NULL;

  if (!tr_json_expect_string (trs_jwt_get_claims (self->jwt), "iss", &issuer, NULL))
    return refuse (error, 20103, "Invalid Access Token issuer/subject");
  if (g_str_has_prefix (issuer, "AC") ? !trs_pass_read_capability (self, issuer, error)
                                      : !trs_pass_read_access (self, keyring, issuer, error))
    return FALSE;
  if (self->role == NULL || *self->role == '\0')
    self->role = "worker";
  return TRUE;
}

/* What tells an AccessToken from any other. */
static gboolean
has_content_type (TrsJwt *jwt)
{
  const char *type = NULL;

  return tr_json_optional_string (trs_jwt_get_header (jwt), "cty", &type, NULL) &&
         g_strcmp0 (type, "twilio-fpa;v=1") == 0;
}

/**
 * trs_pass_new:
 * @jwt: an AccessToken signed with an API key's secret, or a capability token signed with the
 *   account's auth token
 * @keyring: who may sign
 * @now: seconds since the epoch
 * @error: a %TRS_REFUSAL, 20101 to 20107
 *
 * Which kind it is shows in the issuer: an API key's SID or the account's.
 *
 * Returns: (transfer full) (nullable): what the token opens
 *
 * Source: the service's pages on Access Tokens and on TaskRouter's JWTs; the official Node library.
 */
TrsPass *
trs_pass_new (const char *jwt, TrsKeyring *keyring, gint64 now, GError **error)
{
  g_autoptr(TrsPass) self = g_new0 (TrsPass, 1);
  const char *issuer = NULL;
  const char *secret;

  self->jwt = trs_jwt_new (jwt, error);
  if (self->jwt == NULL)
    return NULL;

  if (!tr_json_expect_string (trs_jwt_get_claims (self->jwt), "iss", &issuer, NULL) ||
      (secret = trs_keyring_get_secret (keyring, issuer)) == NULL)
    {
      refuse (error, 20103, "Invalid Access Token issuer/subject");
      return NULL;
    }
  if (!g_str_has_prefix (issuer, "AC") && !has_content_type (self->jwt))
    {
      refuse (error, 20102, "Invalid Access Token header");
      return NULL;
    }
  if (!trs_jwt_verify (self->jwt, secret, now, error))
    return NULL;
  /* No token lives for longer than it says, whatever the day is where it was made. */
  self->lead = MAX (trs_jwt_get_issued (self->jwt) - now, 0);
  self->seconds_left = trs_jwt_get_expires (self->jwt) - now - self->lead;
  return trs_pass_read (self, keyring, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * trs_pass_new_verified:
 * @claims: of a token that was verified when it came
 * @keyring: who may sign
 * @error: a %TRS_REFUSAL
 *
 * Returns: (transfer full) (nullable): what that token opened
 */
TrsPass *
trs_pass_new_verified (JsonObject *claims, TrsKeyring *keyring, GError **error)
{
  g_autoptr(TrsPass) self = g_new0 (TrsPass, 1);

  self->jwt = trs_jwt_new_verified (claims);
  return trs_pass_read (self, keyring, error) ? g_steal_pointer (&self) : NULL;
}

void
trs_pass_free (TrsPass *self)
{
  g_clear_pointer (&self->jwt, trs_jwt_free);
  g_free (self);
}

/**
 * trs_pass_get_claims:
 *
 * Returns: what the token says; opens nothing without its signature
 */
JsonObject *
trs_pass_get_claims (TrsPass *self)
{
  return trs_jwt_get_claims (self->jwt);
}

const char *
trs_pass_get_account_sid (TrsPass *self)
{
  return self->account_sid;
}

const char *
trs_pass_get_workspace_sid (TrsPass *self)
{
  return self->workspace_sid;
}

/**
 * trs_pass_get_worker_sid:
 *
 * Returns: (nullable): the worker whose token it is
 */
const char *
trs_pass_get_worker_sid (TrsPass *self)
{
  return self->worker_sid;
}

/**
 * trs_pass_get_channel:
 *
 * Returns: (nullable): what its socket hears of: a worker's SID, or in a capability token a task
 *   queue's or the workspace's
 */
const char *
trs_pass_get_channel (TrsPass *self)
{
  return self->channel != NULL ? self->channel : self->worker_sid;
}

gboolean
trs_pass_is_capability (TrsPass *self)
{
  return self->policies != NULL;
}

/**
 * trs_pass_is_supervisor:
 *
 * Returns: whether it opens other workers too; a capability token says that by its policies
 */
gboolean
trs_pass_is_supervisor (TrsPass *self)
{
  return self->policies != NULL || g_str_equal (self->role, "supervisor") ||
         g_str_equal (self->role, "admin");
}

/**
 * trs_pass_get_seconds_left:
 *
 * Returns: how long it is valid, from the time that it was verified at
 */
gint64
trs_pass_get_seconds_left (TrsPass *self)
{
  return self->seconds_left;
}

/**
 * trs_pass_get_lead:
 *
 * Returns: by how many seconds the clock that it was made by is ahead of the one that it was
 *   verified by; 0 where it is not
 */
gint64
trs_pass_get_lead (TrsPass *self)
{
  return self->lead;
}

/**
 * trs_pass_get_expires:
 *
 * Returns: seconds since the epoch
 */
gint64
trs_pass_get_expires (TrsPass *self)
{
  return trs_jwt_get_expires (self->jwt);
}

/* "https://host/v1/x" → "v1/x": policies name the official hosts wherever they are used. */
static const char *
strip_host (const char *url)
{
  const char *host = strstr (url, "://");
  const char *path = host != NULL ? strchr (host + strlen ("://"), '/') : url;

  if (path == NULL)
    return "";
  return *path == '/' ? path + 1 : path;
}

/* A "**" at the end is the thing before it and everything below; a "*" is any one part. */
static gboolean
path_matches (const char *pattern, const char *path)
{
  g_auto(GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  gsize i;

  for (i = 0; wanted[i] != NULL; i++)
    {
      if (g_str_equal (wanted[i], "**") && wanted[i + 1] == NULL)
        return TRUE;
      if (parts[i] == NULL ||
          (!g_str_equal (wanted[i], "*") && !g_str_equal (wanted[i], parts[i])))
        return FALSE;
    }
  return parts[i] == NULL;
}

/* {"ActivitySid": {"required": true}}: must be there; false: may be there. {} bears anything. */
static gboolean
filter_holds (JsonObject *policy, const char *name, TrsForm *params)
{
  JsonObject *filter = NULL;
  JsonObjectIter iter;
  const char *param;
  JsonNode *node;

  if (!tr_json_optional_member_object (policy, name, &filter, NULL))
    return FALSE;
  if (filter == NULL)
    return TRUE;

  json_object_iter_init (&iter, filter);
  while (json_object_iter_next (&iter, &param, &node))
    {
      gboolean required = FALSE;

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          tr_json_expect_bool (json_node_get_object (node), "required", &required, NULL) &&
          required && !trs_form_has (params, param))
        return FALSE;
    }
  return TRUE;
}

static gboolean
policy_allows (JsonNode *node, const char *method, const char *path, TrsForm *params)
{
  JsonObject *policy = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gboolean is_get = g_str_equal (method, "GET");
  const char *url = NULL;
  const char *allowed_method = NULL;
  gboolean allow = FALSE;

  return policy != NULL && tr_json_expect_string (policy, "url", &url, NULL) &&
         tr_json_optional_string (policy, "method", &allowed_method, NULL) &&
         tr_json_expect_bool (policy, "allow", &allow, NULL) && allow &&
         g_str_equal (allowed_method != NULL ? allowed_method : "GET", method) &&
         path_matches (strip_host (url), path) &&
         filter_holds (policy, is_get ? "query_filter" : "post_filter", params);
}

/**
 * trs_pass_allows:
 * @self: a pass
 * @method: "GET", "POST" or "DELETE"
 * @path: without host and leading slash: "v1/Workspaces/WS…/Tasks"
 * @params: of the request
 *
 * Returns: whether a capability token has a policy for it; an AccessToken has none, its role
 *   decides where the operation is carried out
 */
gboolean
trs_pass_allows (TrsPass *self, const char *method, const char *path, TrsForm *params)
{
  if (self->policies == NULL)
    return TRUE;

  for (guint i = 0; i < json_array_get_length (self->policies); i++)
    {
      if (policy_allows (json_array_get_element (self->policies, i), method, path, params))
        return TRUE;
    }
  return FALSE;
}
