/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a request is refused. Each code is one word and one HTTP status on the wire. */
typedef enum
{
  TSV_ERROR_BAD_REQUEST,
  TSV_ERROR_BAD_CREDENTIALS,
  TSV_ERROR_SESSION_ENDED,
  TSV_ERROR_BAD_TOKEN,
  TSV_ERROR_BAD_SIGNATURE,
  TSV_ERROR_FORBIDDEN,
  TSV_ERROR_NOT_YOURS,
  TSV_ERROR_NOT_FOUND,
  TSV_ERROR_METHOD_NOT_ALLOWED,
  TSV_ERROR_CONFLICT,
  TSV_ERROR_TOO_LARGE,
  TSV_ERROR_SLOW_DOWN,
  TSV_ERROR_INTERNAL,
  TSV_ERROR_SERVICE_REFUSED,
  TSV_ERROR_BUSY,
  TSV_ERROR_DRAINING,
  TSV_ERROR_SERVICE_UNREACHABLE,
} TsvError;

#define TSV_ERROR (tsv_error_quark ())
GQuark tsv_error_quark (void);

const char *tsv_error_get_word (const GError *error);
guint tsv_error_get_status (const GError *error);
GError *tsv_error_from_service (const GError *error);

G_END_DECLS
