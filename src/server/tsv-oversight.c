/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-oversight.h"

#include "tr-json.h"
#include "tr-jwt.h"

#include "tsv-answer.h"
#include "tsv-bearer.h"
#include "tsv-digest.h"

/**
 * tsv_oversight_has_key:
 *
 * Returns: whether the administrator's key came with it
 */
gboolean
tsv_oversight_has_key (const TsvContext *context, TrsRequest *request)
{
  const char *key = context->config->policy->admin_key;
  g_autofree char *given = tsv_bearer_dup (request);
  g_autoptr(GBytes) left = NULL;
  g_autoptr(GBytes) right = NULL;

  if (key == NULL || given == NULL)
    return FALSE;
  /* Digests have one length, and tell nobody the key's. */
  left = tsv_digest_new_text ("key", key);
  right = tsv_digest_new_text ("key", given);
  return tsv_digest_is_equal (left, right);
}

/**
 * tsv_oversight_has_role:
 * @token: a token that is verified
 *
 * Returns: whether it is a supervisor's or an administrator's; a capability token has no role
 */
gboolean
tsv_oversight_has_role (TrToken *token)
{
  g_autoptr(JsonObject) payload = tr_jwt_decode (tr_token_get_jwt (token), NULL);
  JsonObject *grants, *grant;
  const char *role = NULL;

  return payload != NULL && tr_json_expect_member_object (payload, "grants", &grants, NULL) &&
         tr_json_expect_member_object (grants, "task_router", &grant, NULL) &&
         tr_json_optional_string (grant, "role", &role, NULL) &&
         (g_strcmp0 (role, "supervisor") == 0 || g_strcmp0 (role, "admin") == 0);
}

/**
 * tsv_oversight_check_token:
 * @context: the server's
 * @request: a request; refused here when it is nobody's who may
 * @token: (out) (transfer full) (nullable): what came with it; %NULL for the administrator's key
 *
 * Source: the role is that of the service's TaskRouterGrant.
 */
gboolean
tsv_oversight_check_token (const TsvContext *context, TrsRequest *request, TrToken **token)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) given = NULL;

  *token = NULL;
  if (tsv_oversight_has_key (context, request))
    return TRUE;
  given = tsv_bearer_verify (context, request, &error);
  if (given != NULL && tsv_oversight_has_role (given))
    {
      *token = g_steal_pointer (&given);
      return TRUE;
    }
  if (given == NULL)
    tsv_answer_error (request, error);
  else
    tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "This is for supervisors");
  return FALSE;
}

/**
 * tsv_oversight_check:
 * @context: the server's
 * @request: a request; refused here when it is nobody's who may
 */
gboolean
tsv_oversight_check (const TsvContext *context, TrsRequest *request)
{
  g_autoptr(TrToken) token = NULL;

  return tsv_oversight_check_token (context, request, &token);
}
