/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-secret-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tr-secret.h"

#define MAX_SECRET 1024

/* One line of text, without what ends it. */
static char *
read_line (int fd, const char *path, GError **error)
{
  g_autoptr(TrSecret) text = g_malloc0 (MAX_SECRET + 2);
  ssize_t length = read (fd, text, MAX_SECRET + 1);

  if (length < 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  if (length > 0 && text[length - 1] == '\n')
    text[--length] = '\0';
  if (length > 0 && text[length - 1] == '\r')
    text[--length] = '\0';
  if (length == 0 || length > MAX_SECRET || strlen (text) != (gsize) length ||
      strchr (text, '\n') != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s: one line with a secret is wanted, of at most %d bytes", path, MAX_SECRET);
      return NULL;
    }
  return g_steal_pointer (&text);
}

/* Opens a file that nobody else reads. A group may have been let in on purpose. */
static int
open_private (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;

  if (fd < 0 || fstat (fd, &status) < 0)
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s is no file", path);
  else if ((status.st_mode & S_IRWXO) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 "%s holds a secret and is open to everybody: chmod o= it", path);
  else
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static char *
read_file (const char *path, GError **error)
{
  int fd = open_private (path, error);
  char *secret;

  if (fd < 0)
    return NULL;
  secret = read_line (fd, path, error);
  close (fd);
  return secret;
}

/**
 * tsv_secret_file_check:
 * @path: a file with a secret, of whatever form
 * @error: a %G_IO_ERROR
 *
 * Returns: whether it is a file that not everybody may read
 */
gboolean
tsv_secret_file_check (const char *path, GError **error)
{
  int fd = open_private (path, error);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* TR_AUTH_TOKEN → tr-auth-token */
static char *
dup_credential_name (const char *variable)
{
  char *name = g_ascii_strdown (variable, -1);

  return g_strdelimit (name, "_", '-');
}

/**
 * tsv_secret_file_find:
 * @variable: its name in the environment, as TR_AUTH_TOKEN
 * @secret: (out) (transfer full) (nullable): what is found; %NULL where it is nowhere
 * @error: what is there and can't be used
 *
 * Looks for a secret in the environment, in the file that the environment's @variable with _FILE at
 * its end names, and in the credentials that systemd gave us (LoadCredential=tr-auth-token:…).
 *
 * Source: systemd.exec(5), "Credentials".
 *
 * Returns: %FALSE with @error set
 */
gboolean
tsv_secret_file_find (const char *variable, char **secret, GError **error)
{
  const char *value = g_getenv (variable);
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *file_variable = g_strconcat (variable, "_FILE", NULL);
  const char *file = g_getenv (file_variable);
  g_autofree char *name = dup_credential_name (variable);
  g_autofree char *path = NULL;

  *secret = NULL;
  if (value != NULL && *value != '\0')
    {
      *secret = g_strdup (value);
      return TRUE;
    }
  if (file != NULL && *file != '\0')
    path = g_strdup (file);
  else if (directory != NULL)
    path = g_build_filename (directory, name, NULL);
  if (path == NULL || (file == NULL && !g_file_test (path, G_FILE_TEST_EXISTS)))
    return TRUE;

  *secret = read_file (path, error);
  return *secret != NULL;
}
