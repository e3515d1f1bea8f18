/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-bearer.h"

#include <string.h>

#include "tsv-digest.h"
#include "tsv-error.h"

#define SCHEME "Bearer "
#define MAX_TOKEN (8 * 1024)

/**
 * tsv_bearer_dup:
 * @request: a request
 *
 * Returns: (transfer full) (nullable): the token in its Authorization header
 *
 * Source: RFC 6750, section 2.1.
 */
char *
tsv_bearer_dup (TrsRequest *request)
{
  const char *header = trs_request_get_header (request, "Authorization");

  if (header == NULL || strlen (header) > MAX_TOKEN ||
      g_ascii_strncasecmp (header, SCHEME, strlen (SCHEME)) != 0)
    return NULL;
  return g_strstrip (g_strdup (header + strlen (SCHEME)));
}

/* Whatever its header says: we sign with HMAC-SHA256 and our secret, and nothing else is ours. */
static gboolean
is_signed (const char *jwt, const char *secret)
{
  const char *dot = strrchr (jwt, '.');
  guint8 mac[32];
  gsize size = sizeof mac;
  GHmac *hmac;
  g_autofree char *text = NULL;
  g_autoptr(GBytes) wanted = NULL;
  g_autoptr(GBytes) given = NULL;

  if (dot == NULL)
    return FALSE;
  hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));
  g_hmac_update (hmac, (const guchar *) jwt, (gssize) (dot - jwt));
  g_hmac_get_digest (hmac, mac, &size);
  g_hmac_unref (hmac);

  text = g_base64_encode (mac, size);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  wanted = g_bytes_new (text, strlen (text));
  given = g_bytes_new (dot + 1, strlen (dot + 1));
  return tsv_digest_is_equal (wanted, given);
}

static gboolean
is_ours (const TsvContext *context, TrToken *token)
{
  const TsvConfig *config = context->config;
  gboolean has_key = tr_credentials_get_api_key_sid (config->credentials) != NULL;

  return tr_token_is_capability (token) != has_key && tr_token_get_worker_sid (token) != NULL &&
         g_str_equal (tr_token_get_account_sid (token),
                      tr_credentials_get_account_sid (config->credentials)) &&
         g_str_equal (tr_token_get_workspace_sid (token), config->workspace_sid) &&
         tr_token_get_expires (token) > tsv_context_get_now (context);
}

/**
 * tsv_bearer_verify:
 * @context: the server's
 * @request: a request
 * @error: a %TSV_ERROR_BAD_TOKEN that does not tell what is wrong with it
 *
 * Returns: (transfer full) (nullable): the worker's token that came with it, verified
 */
TrToken *
tsv_bearer_verify (const TsvContext *context, TrsRequest *request, GError **error)
{
  g_autofree char *jwt = tsv_bearer_dup (request);
  g_autoptr(TrToken) token = NULL;

  if (jwt != NULL && is_signed (jwt, tr_credentials_get_secret (context->config->credentials)))
    token = tr_token_new_from_jwt (jwt, NULL);
  if (token != NULL && is_ours (context, token))
    return g_steal_pointer (&token);

  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_TOKEN,
                       "A worker's token of this server is wanted, and this is none");
  return NULL;
}
