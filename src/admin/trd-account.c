/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-account.h"

#include <gio/gio.h>

#include "trd-exit.h"

/**
 * trd_account_get_variable:
 * @name: of the environment
 *
 * Returns: (nullable): its value, unless that is ""
 */
const char *
trd_account_get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * trd_account_read_credentials:
 *
 * An API key needs its secret, and comes before the auth token.
 *
 * Returns: (transfer full) (nullable): who asks; %NULL with %G_IO_ERROR_INVALID_ARGUMENT
 */
TrCredentials *
trd_account_read_credentials (GError **error)
{
  const char *account = trd_account_get_variable ("TR_ACCOUNT_SID");
  const char *key = trd_account_get_variable ("TR_API_KEY_SID");
  const char *key_secret = trd_account_get_variable ("TR_API_KEY_SECRET");
  const char *token = trd_account_get_variable ("TR_AUTH_TOKEN");

  if (account == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "no account is named: set TR_ACCOUNT_SID, and TR_AUTH_TOKEN or "
                         "TR_API_KEY_SID with TR_API_KEY_SECRET, in the environment, or keep them in "
                         "the keyring with '" TRD_PROGRAM " login'");
  else if (!g_regex_match_simple ("^AC[0-9a-fA-F]{32}$", account, 0, 0))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "TR_ACCOUNT_SID is '%s', which is no account's "
                 "SID: AC and 32 hexadecimal digits", account);
  else if (key != NULL && key_secret != NULL)
    return tr_credentials_new (account, key, key_secret);
  else if (token != NULL)
    return tr_credentials_new (account, NULL, token);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "there is no secret for the account: set TR_AUTH_TOKEN, or TR_API_KEY_SID "
                         "with TR_API_KEY_SECRET, in the environment");
  return NULL;
}
