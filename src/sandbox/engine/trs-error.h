/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrsError:
 * @TRS_ERROR_INVALID: a bad or missing parameter, or the thing's state does not allow it (400)
 * @TRS_ERROR_FORBIDDEN: known, but not allowed (403)
 * @TRS_ERROR_NOT_FOUND: no such resource (404)
 * @TRS_ERROR_VERSION: If-Match names another version (412)
 * @TRS_ERROR_VOICE_URL: no address to have TwiML from (400)
 * @TRS_ERROR_METHOD: neither GET nor POST (400)
 * @TRS_ERROR_STATUS_CALLBACK_URL: no address to tell of a status (400)
 * @TRS_ERROR_CALL_NOT_ACTIVE: the call is not in a state that can be changed (400)
 * @TRS_ERROR_NO_CALLED_NUMBER: no "To" (400)
 * @TRS_ERROR_CALLED_NUMBER: "To" is no address that can be called (400)
 * @TRS_ERROR_CALLER_NUMBER: "From" is no address that can call (400)
 * @TRS_ERROR_BAD_PHONE_NUMBER: no number that one can have (400)
 * @TRS_ERROR_PHONE_NUMBER_TAKEN: someone has the number already (400)
 * @TRS_ERROR_NO_SUCH_AREA: no number is free there (400)
 *
 * Why a verb said no. The values are the service's own codes; the message is in its words and fit
 * to be sent to whoever asked.
 *
 * Source: the service's error dictionary.
 */
typedef enum
{
  TRS_ERROR_INVALID = 20001,
  TRS_ERROR_FORBIDDEN = 20403,
  TRS_ERROR_NOT_FOUND = 20404,
  TRS_ERROR_VERSION = 20412,
  TRS_ERROR_NO_CALLED_NUMBER = 21201,
  TRS_ERROR_CALLED_NUMBER = 21211,
  TRS_ERROR_CALLER_NUMBER = 21212,
  TRS_ERROR_CALL_NOT_ACTIVE = 21220,
  TRS_ERROR_VOICE_URL = 21402,
  TRS_ERROR_METHOD = 21403,
  TRS_ERROR_BAD_PHONE_NUMBER = 21421,
  TRS_ERROR_PHONE_NUMBER_TAKEN = 21422,
  TRS_ERROR_NO_SUCH_AREA = 21452,
  TRS_ERROR_STATUS_CALLBACK_URL = 21609,
} TrsError;

#define TRS_ERROR (trs_error_quark ())
GQuark trs_error_quark (void);

guint trs_error_get_http_status (const GError *error);
guint trs_error_get_service_code (const GError *error);

G_END_DECLS
