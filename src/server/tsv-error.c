/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-error.h"

#include <gio/gio.h>

#include "tr-error.h"

G_DEFINE_QUARK (tsv-error-quark, tsv_error)

static const struct
{
  const char *word;
  guint status;
} codes[] = {
  [TSV_ERROR_BAD_REQUEST] = { "bad-request", 400 },
  [TSV_ERROR_BAD_CREDENTIALS] = { "bad-credentials", 401 },
  [TSV_ERROR_SESSION_ENDED] = { "session-ended", 401 },
  [TSV_ERROR_BAD_TOKEN] = { "bad-token", 401 },
  [TSV_ERROR_BAD_SIGNATURE] = { "bad-signature", 403 },
  [TSV_ERROR_FORBIDDEN] = { "forbidden", 403 },
  [TSV_ERROR_NOT_YOURS] = { "not-yours", 403 },
  [TSV_ERROR_NOT_FOUND] = { "not-found", 404 },
  [TSV_ERROR_METHOD_NOT_ALLOWED] = { "method-not-allowed", 405 },
  [TSV_ERROR_CONFLICT] = { "conflict", 412 },
  [TSV_ERROR_TOO_LARGE] = { "too-large", 413 },
  [TSV_ERROR_SLOW_DOWN] = { "slow-down", 429 },
  [TSV_ERROR_INTERNAL] = { "internal", 500 },
  [TSV_ERROR_SERVICE_REFUSED] = { "service-refused", 502 },
  [TSV_ERROR_BUSY] = { "busy", 503 },
  [TSV_ERROR_DRAINING] = { "draining", 503 },
  [TSV_ERROR_SERVICE_UNREACHABLE] = { "service-unreachable", 504 },
};

/* The database may be another instance's for longer than is waited. */
static int
code_of (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    return TSV_ERROR_BUSY;
  return error->domain == TSV_ERROR ? error->code : TSV_ERROR_INTERNAL;
}

/**
 * tsv_error_get_word:
 * @error: what a handler failed with
 *
 * Returns: what "code" is in the answer; "internal" for what no handler should let out
 */
const char *
tsv_error_get_word (const GError *error)
{
  return codes[code_of (error)].word;
}

guint
tsv_error_get_status (const GError *error)
{
  return codes[code_of (error)].status;
}

/**
 * tsv_error_from_service:
 * @error: what a request to the service failed with
 *
 * Returns: (transfer full): what whoever asked us is told. That the service refuses our own
 *   credentials is our operator's business, and said in the log.
 */
GError *
tsv_error_from_service (const GError *error)
{
  if (error->domain == TSV_ERROR)
    return g_error_copy (error);
  if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    return g_error_new_literal (TSV_ERROR, TSV_ERROR_NOT_FOUND, "The service has no such thing");
  if (g_error_matches (error, TR_ERROR, TR_ERROR_RATE_LIMIT))
    return g_error_new_literal (TSV_ERROR, TSV_ERROR_BUSY, "The service asks us to slow down");
  if (g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
      g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
      g_error_matches (error, TR_ERROR, TR_ERROR_TLS))
    {
      g_message ("The service can't be reached: %s", error->message);
      return g_error_new_literal (TSV_ERROR, TSV_ERROR_SERVICE_UNREACHABLE,
                                  "The service can't be reached");
    }
  if (error->domain == TR_ERROR)
    {
      g_message ("The service refused: %s", error->message);
      return g_error_new_literal (TSV_ERROR, TSV_ERROR_SERVICE_REFUSED, "The service refused it");
    }
  return g_error_copy (error);
}
