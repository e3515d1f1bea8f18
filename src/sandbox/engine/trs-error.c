/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-error.h"

G_DEFINE_QUARK (trs-error-quark, trs_error)

/**
 * trs_error_get_http_status:
 * @error: an error of the %TRS_ERROR domain
 *
 * Returns: the HTTP status that the service answers it with; 500 for an error of another domain
 */
guint
trs_error_get_http_status (const GError *error)
{
  if (error->domain != TRS_ERROR)
    return 500;

  switch ((TrsError) error->code)
    {
    case TRS_ERROR_FORBIDDEN:
      return 403;
    case TRS_ERROR_NOT_FOUND:
      return 404;
    case TRS_ERROR_VERSION:
      return 412;
    case TRS_ERROR_INVALID:
    default:
      return 400;
    }
}

/**
 * trs_error_get_service_code:
 * @error: an error of the %TRS_ERROR domain
 *
 * Returns: the service's own code, for the "code" of its error envelope; 20500 for an error of
 *   another domain
 */
guint
trs_error_get_service_code (const GError *error)
{
  return error->domain == TRS_ERROR ? (guint) error->code : 20500;
}
