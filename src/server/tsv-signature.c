/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-signature.h"

#include <string.h>

#include "http/trs-signature.h"

#include "tsv-digest.h"
#include "tsv-error.h"

static gboolean
is_same (const char *wanted, const char *given)
{
  g_autoptr(GBytes) left = g_bytes_new (wanted, strlen (wanted));
  g_autoptr(GBytes) right = g_bytes_new (given, strlen (given));

  return tsv_digest_is_equal (left, right);
}

/* The public URL with whatever is below it. */
static char *
dup_url (const char *base, TrsRequest *request)
{
  const TrsHead *head = trs_exchange_get_head (trs_request_get_exchange (request));

  return g_strconcat (base, head->raw_path, head->query != NULL ? "?" : NULL, head->query, NULL);
}

/* The same base with the port left out, or the scheme's own one written: the service signs either. */
static char *
dup_other_port (const char *base)
{
  g_autoptr(GUri) uri = g_uri_parse (base, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  gboolean is_v6 = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);
  g_autofree char *text =
    port == -1 ? g_strdup_printf (":%d", g_str_equal (scheme, "https") ? 443 : 80) : g_strdup ("");

  return g_strconcat (scheme, "://", is_v6 ? "[" : "", host, is_v6 ? "]" : "", text,
                      g_uri_get_path (uri), NULL);
}

static gboolean
is_signed (const TsvConfig *config, const char *base, TrsRequest *request, const char *given)
{
  g_autofree char *url = dup_url (base, request);
  g_autofree char *wanted =
    trs_signature_new_for_form (config->auth_token, url, trs_request_get_form (request));

  return is_same (wanted, given);
}

static gboolean
refuse (TsvContext *context, GError **error, const char *why)
{
  context->counters.events_refused++;
  g_message ("A callback was refused: %s", why);
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_SIGNATURE,
                       "This is not signed as the service signs");
  return FALSE;
}

/**
 * tsv_signature_check:
 * @context: the server's
 * @request: a form that the service may have posted
 * @error: a %TSV_ERROR_BAD_SIGNATURE or %TSV_ERROR_BAD_REQUEST
 *
 * The URL that the service called is not the one that came to us when a proxy is in between: it is
 * put together from the public one in the configuration, and from nothing that a header says.
 *
 * Source: the service's guide "Webhooks security".
 */
gboolean
tsv_signature_check (TsvContext *context, TrsRequest *request, GError **error)
{
  const TsvConfig *config = context->config;
  const char *base = config->policy->public_url;
  const char *given = trs_request_get_header (request, "X-Twilio-Signature");
  const char *type = trs_request_get_header (request, "Content-Type");
  g_autofree char *other = NULL;

  if (base == NULL)
    return refuse (context, error, "the configuration has no public-url");
  if (given == NULL)
    return refuse (context, error, "it has no signature");
  if (type == NULL ||
      g_ascii_strncasecmp (type, "application/x-www-form-urlencoded", 33) != 0 ||
      !trs_request_parse (request, NULL))
    {
      context->counters.events_refused++;
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "The body is no form");
      return FALSE;
    }
  other = dup_other_port (base);
  if (!is_signed (config, base, request, given) && !is_signed (config, other, request, given))
    return refuse (context, error, "its signature is wrong; is public-url what the service calls?");
  return TRUE;
}
