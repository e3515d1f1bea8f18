/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-error.h"

typedef struct
{
  guint http_status;
  guint service_code;
  const char *resource; /* interned, or NULL */
  guint retry_after;    /* seconds */
  gboolean is_unclear;
} TrErrorPrivate;

static void
tr_error_private_init (TrErrorPrivate *priv)
{
}

static void
tr_error_private_copy (const TrErrorPrivate *source, TrErrorPrivate *target)
{
  *target = *source;
}

static void
tr_error_private_clear (TrErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (TrError, tr_error)

static gboolean
is_ours (const GError *error)
{
  return error != NULL && error->domain == TR_ERROR;
}

/**
 * tr_error_set_details:
 * @error: an error of #TR_ERROR, made with g_set_error() or g_error_new()
 * @http_status: the status of the answer, 0 for none
 * @service_code: the service's own code, 0 for none
 * @resource: (nullable): the kind of thing that the error is about, as "worker"
 *
 * Adds what a caller can ask for beside domain and code. For those who make errors.
 */
void
tr_error_set_details (GError *error, guint http_status, guint service_code, const char *resource)
{
  TrErrorPrivate *priv;

  g_return_if_fail (is_ours (error));

  priv = tr_error_get_private (error);
  priv->http_status = http_status;
  priv->service_code = service_code;
  priv->resource = g_intern_string (resource);
}

/**
 * tr_error_get_http_status:
 * @error: (nullable): any error
 *
 * Returns: the HTTP status of the answer that became this error; 0 when there was no answer, or
 *   the error is not of #TR_ERROR
 */
guint
tr_error_get_http_status (const GError *error)
{
  return is_ours (error) ? tr_error_get_private (error)->http_status : 0;
}

/**
 * tr_error_get_service_code:
 * @error: (nullable): any error
 *
 * Returns: the service's own code (20404 …, listed in its error dictionary) or 0
 */
guint
tr_error_get_service_code (const GError *error)
{
  return is_ours (error) ? tr_error_get_private (error)->service_code : 0;
}

/**
 * tr_error_get_resource:
 * @error: (nullable): any error
 *
 * Tells an unknown worker from an unknown workspace: both are %TR_ERROR_NOT_FOUND.
 *
 * Returns: (nullable): "workspace", "worker" or "conference", where it is known; a static string
 */
const char *
tr_error_get_resource (const GError *error)
{
  return is_ours (error) ? tr_error_get_private (error)->resource : NULL;
}

/**
 * tr_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: how long whoever refused asks to be left alone, in seconds; 0 where nothing was said
 */
guint
tr_error_get_retry_after (const GError *error)
{
  return is_ours (error) ? tr_error_get_private (error)->retry_after : 0;
}

/**
 * tr_error_set_retry_after:
 * @error: an error of #TR_ERROR
 * @seconds: how long not to try again
 *
 * For those who make errors.
 */
void
tr_error_set_retry_after (GError *error, guint seconds)
{
  g_return_if_fail (is_ours (error));

  tr_error_get_private (error)->retry_after = seconds;
}

/**
 * tr_error_is_unclear:
 * @error: (nullable): any error
 *
 * Returns: whether what was asked may have happened all the same: the service gave no clear answer,
 *   and could not be asked what became of it
 */
gboolean
tr_error_is_unclear (const GError *error)
{
  return is_ours (error) && tr_error_get_private (error)->is_unclear;
}

/**
 * tr_error_set_unclear:
 * @error: any error; one that is not of #TR_ERROR stays as it is
 *
 * For those who make errors.
 */
void
tr_error_set_unclear (GError *error)
{
  if (is_ours (error))
    tr_error_get_private (error)->is_unclear = TRUE;
}
