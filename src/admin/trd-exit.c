/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-exit.h"

#include <gio/gio.h>
#include <unistd.h>

#include "tr-error.h"

#include "trd-text.h"

/**
 * trd_complain:
 * @code: how the program ends
 * @format: what is wrong and what to do about it
 *
 * Says it on stderr.
 *
 * Returns: @code
 */
TrdExit
trd_complain (TrdExit code, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *plain = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  plain = trd_text_plain (message);
  /* A progress may stand in this line. */
  g_printerr ("%s" TRD_PROGRAM ": %s\n", isatty (STDERR_FILENO) ? "\033[K" : "", plain);
  return code;
}

/* What is no answer of the service's, a proxy's page say, has not reached it. */
static gboolean
is_unreachable (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_TLS) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

/**
 * trd_complain_error:
 * @error: what a request came to
 *
 * Says it on stderr, with what to do about it where that is known.
 *
 * Returns: the status to end with
 */
TrdExit
trd_complain_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, TRD_EXIT_REFUSED);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return trd_complain (TRD_EXIT_USAGE, "%s", error->message);
  if (is_unreachable (error))
    return trd_complain (TRD_EXIT_UNREACHABLE, "%s", error->message);
  if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
    return trd_complain (TRD_EXIT_REFUSED, "%s; check TR_ACCOUNT_SID and TR_AUTH_TOKEN, or the API key",
                         error->message);
  return trd_complain (TRD_EXIT_REFUSED, "%s", error->message);
}
