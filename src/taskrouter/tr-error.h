/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TrError:
 * @TR_ERROR_AUTH: credentials or token refused (HTTP 401)
 * @TR_ERROR_FORBIDDEN: known, but not allowed (HTTP 403)
 * @TR_ERROR_NOT_FOUND: no such resource (HTTP 404)
 * @TR_ERROR_REFUSED: the service understood and said no: bad parameter, or the thing's state does
 *   not allow it (HTTP 400, 409, 422)
 * @TR_ERROR_CONFLICT: someone changed it first (HTTP 412)
 * @TR_ERROR_RATE_LIMIT: too many requests (HTTP 429)
 * @TR_ERROR_SERVICE: the service is in trouble (HTTP 5xx)
 * @TR_ERROR_NETWORK: no answer: unreachable, cut, DNS
 * @TR_ERROR_TIMEOUT: no answer in time; what was asked may have happened
 * @TR_ERROR_TLS: the certificate is not trusted
 * @TR_ERROR_PROTOCOL: an answer that is not what the protocol says: HTML, broken JSON, a missing or
 *   mistyped field; the message names it
 * @TR_ERROR_DISPLACED: the service closed the connection for another session of the same worker
 *
 * What a caller can act on. Cancelling stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  TR_ERROR_AUTH,
  TR_ERROR_FORBIDDEN,
  TR_ERROR_NOT_FOUND,
  TR_ERROR_REFUSED,
  TR_ERROR_CONFLICT,
  TR_ERROR_RATE_LIMIT,
  TR_ERROR_SERVICE,
  TR_ERROR_NETWORK,
  TR_ERROR_TIMEOUT,
  TR_ERROR_TLS,
  TR_ERROR_PROTOCOL,
  TR_ERROR_DISPLACED,
} TrError;

#define TR_ERROR (tr_error_quark ())
GQuark tr_error_quark (void);

guint tr_error_get_http_status (const GError *error);
guint tr_error_get_service_code (const GError *error);
const char *tr_error_get_resource (const GError *error); /* nullable: "workspace", "worker" … */
guint tr_error_get_retry_after (const GError *error);    /* seconds; 0: not said */
gboolean tr_error_is_unclear (const GError *error);      /* it may have happened all the same */
void tr_error_set_details (GError *error,
                           guint http_status,
                           guint service_code,
                           const char *resource); /* nullable */
void tr_error_set_retry_after (GError *error, guint seconds);
void tr_error_set_unclear (GError *error);

G_END_DECLS
