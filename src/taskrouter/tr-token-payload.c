/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token-payload.h"

/* The order of the members below is the official helper library's, so that our tokens can be
 * compared with its tokens. A service must not care. */

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* What is empty is left out, not null. */
static void
add_optional (JsonBuilder *builder, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    add_string (builder, name, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static char *
builder_end (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static const char *
algorithm (GChecksumType digest)
{
  switch (digest)
    {
    case G_CHECKSUM_SHA384:
      return "HS384";
    case G_CHECKSUM_SHA512:
      return "HS512";
    default:
      return "HS256";
    }
}

/**
 * tr_token_access_header:
 * @digest: as for tr_jwt_sign()
 * @region: (nullable): the service's region
 *
 * Returns: (transfer full): the JSON text of an AccessToken's header
 */
char *
tr_token_access_header (GChecksumType digest, const char *region)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "alg", algorithm (digest));
  add_string (builder, "typ", "JWT");
  add_string (builder, "cty", "twilio-fpa;v=1");
  add_optional (builder, "twr", region);
  return builder_end (builder);
}

/**
 * tr_token_access_payload:
 * @account_sid: the account
 * @api_key_sid: the key that will sign
 * @identity: the user's name
 * @workspace_sid: the workspace
 * @worker_sid: (nullable): the worker
 * @role: (nullable): "worker", "supervisor" or "admin"
 * @not_before: seconds since the epoch; 0 leaves it out
 * @now: seconds since the epoch
 * @ttl: seconds
 *
 * Returns: (transfer full): the JSON text of an AccessToken's claims, with a TaskRouterGrant
 *
 * Source: the service's Access Tokens; twilio-node lib/jwt/AccessToken.js.
 */
char *
tr_token_access_payload (const char *account_sid,
                         const char *api_key_sid,
                         const char *identity,
                         const char *workspace_sid,
                         const char *worker_sid,
                         const char *role,
                         gint64 not_before,
                         gint64 now,
                         int ttl)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *jti = g_strdup_printf ("%s-%" G_GINT64_FORMAT, api_key_sid, now);

  json_builder_begin_object (builder);
  add_string (builder, "jti", jti);
  json_builder_set_member_name (builder, "grants");
  json_builder_begin_object (builder);
  add_string (builder, "identity", identity);
  json_builder_set_member_name (builder, "task_router");
  json_builder_begin_object (builder);
  add_optional (builder, "workspace_sid", workspace_sid);
  add_optional (builder, "worker_sid", worker_sid);
  add_optional (builder, "role", role);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  if (not_before != 0)
    add_int (builder, "nbf", not_before);
  add_int (builder, "iat", now);
  add_int (builder, "exp", now + ttl);
  add_string (builder, "iss", api_key_sid);
  add_string (builder, "sub", account_sid);
  return builder_end (builder);
}

/**
 * tr_token_capability_header:
 *
 * Returns: (transfer full): the JSON text of a capability token's header
 */
char *
tr_token_capability_header (void)
{
  return g_strdup ("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
}

static void
add_policy (JsonBuilder *builder, const TrTokenPolicy *policy)
{
  json_builder_begin_object (builder);
  add_string (builder, "url", policy->url);
  add_string (builder, "method", policy->method);
  json_builder_set_member_name (builder, "query_filter");
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "post_filter");
  json_builder_begin_object (builder);
  if (policy->required != NULL)
    {
      json_builder_set_member_name (builder, policy->required);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "required");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "allow");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
}

/**
 * tr_token_capability_payload:
 * @account_sid: the account, whose auth token will sign
 * @workspace_sid: the workspace
 * @channel: whose events the token opens: a worker (WK…), a task queue (WQ…) or the workspace
 * @friendly_name: (nullable): a name for the channel
 * @policies: (array length=n_policies): what the token allows
 * @n_policies: how many
 * @now: seconds since the epoch
 * @ttl: seconds
 *
 * Returns: (transfer full): the JSON text of a TaskRouterCapability token's claims
 *
 * Source: the service's TaskRouter JWTs; twilio-node lib/jwt/taskrouter/TaskRouterCapability.js.
 */
char *
tr_token_capability_payload (const char *account_sid,
                             const char *workspace_sid,
                             const char *channel,
                             const char *friendly_name,
                             const TrTokenPolicy *policies,
                             gsize n_policies,
                             gint64 now,
                             int ttl)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "iss", account_sid);
  add_int (builder, "exp", now + ttl);
  add_string (builder, "version", "v1");
  add_optional (builder, "friendly_name", friendly_name);
  add_string (builder, "account_sid", account_sid);
  add_string (builder, "channel", channel);
  add_string (builder, "workspace_sid", workspace_sid);
  json_builder_set_member_name (builder, "policies");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_policies; i++)
    add_policy (builder, &policies[i]);
  json_builder_end_array (builder);
  if (g_str_has_prefix (channel, "WK"))
    add_string (builder, "worker_sid", channel);
  else if (g_str_has_prefix (channel, "WQ"))
    add_string (builder, "taskqueue_sid", channel);
  add_int (builder, "iat", now);
  return builder_end (builder);
}
