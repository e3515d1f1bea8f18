/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-account.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trd-exit.h"

#define MAX_SECRET 512

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

/* A group that may read it is one too many: nobody is to learn it from a machine that many work at. */
static int
open_private (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;

  if (fd < 0 || fstat (fd, &status) < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: %s", path, g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is no file", path);
  else if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "%s holds a secret, and others may read it: chmod 600 it", path);
  else
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static TrSecret *
read_file (const char *path, GError **error)
{
  char text[MAX_SECRET + 2] = "";
  int fd = open_private (path, error);
  gssize length = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;
  TrSecret *secret = NULL;

  if (fd < 0)
    return NULL;
  close (fd);
  if (length > 0)
    text[strcspn (text, "\r\n")] = '\0';
  if (length > 0 && *text != '\0' && strlen (text) <= MAX_SECRET)
    secret = g_strdup (text);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: its first line is to be the secret, of at "
                 "most %d bytes", path, MAX_SECRET);
  explicit_bzero (text, sizeof text);
  return secret;
}

/**
 * trd_account_read_secret:
 * @name: of the environment, as TR_AUTH_TOKEN
 * @secret: (out) (transfer full) (nullable): its value, or what is in the file that the variable names that
 *   has _FILE after @name; %NULL: neither is there
 * @error: %G_IO_ERROR_INVALID_ARGUMENT: the file can't be read, or can by others
 *
 * Returns: whether nothing is wrong with it
 */
gboolean
trd_account_read_secret (const char *name, TrSecret **secret, GError **error)
{
  g_autofree char *file_name = g_strconcat (name, "_FILE", NULL);
  const char *path = trd_account_get_variable (file_name);

  *secret = g_strdup (trd_account_get_variable (name));
  if (*secret == NULL && path != NULL)
    *secret = read_file (path, error);
  return *secret != NULL || path == NULL;
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
  g_autoptr(TrSecret) key_secret = NULL;
  g_autoptr(TrSecret) token = NULL;

  if (!trd_account_read_secret ("TR_API_KEY_SECRET", &key_secret, error) ||
      !trd_account_read_secret ("TR_AUTH_TOKEN", &token, error))
    return NULL;
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
                         "with TR_API_KEY_SECRET, in the environment, or TR_AUTH_TOKEN_FILE or "
                         "TR_API_KEY_SECRET_FILE to a file that only you can read");
  return NULL;
}
