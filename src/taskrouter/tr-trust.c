/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-trust.h"

#include "tr-error.h"

/**
 * tr_trust_apply:
 * @session: a session that talks to one service
 * @ca_file: (nullable): a file of certificates in PEM, as a sandbox with --tls writes it; %NULL or
 *   "" changes nothing
 * @error: a %TR_ERROR_TLS that names the file
 *
 * Trusts the authorities of that file instead of the system's. Nothing is trusted that was not
 * checked: there is no way to turn the check off.
 *
 * Returns: whether the session trusts what was asked for
 */
gboolean
tr_trust_apply (SoupSession *session, const char *ca_file, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) cause = NULL;

  g_return_val_if_fail (SOUP_IS_SESSION (session), FALSE);

  if (ca_file == NULL || *ca_file == '\0')
    return TRUE;

  path = g_canonicalize_filename (ca_file, NULL); /* GIO takes no relative one */
  database = g_tls_file_database_new (path, &cause);
  if (database == NULL)
    {
      g_set_error (error, TR_ERROR, TR_ERROR_TLS, TR_TRUST_VARIABLE ": can't trust %s: %s", path,
                   cause->message);
      return FALSE;
    }
  soup_session_set_tls_database (session, database);
  return TRUE;
}
