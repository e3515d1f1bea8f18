/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-passwd.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tr-clock.h"
#include "tr-secret.h"

#include "tsv-account.h"
#include "tsv-password.h"

#define MIN_LENGTH 8 /* characters */

/* Somebody pressed Ctrl+C, and means it. */
static gboolean
has_control (const char *line)
{
  for (const char *p = line; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return TRUE;
    }
  return FALSE;
}

/* A line of standard input, without what a terminal would show of it. */
static char *
read_secret_line (const char *prompt, GError **error)
{
  gboolean is_terminal = isatty (STDIN_FILENO);
  struct termios shown;
  g_autoptr(TrSecret) line = g_malloc0 (TSV_PASSWORD_MAX + 3);
  gboolean has_line;

  if (is_terminal && tcgetattr (STDIN_FILENO, &shown) == 0)
    {
      struct termios hidden = shown;

      /* Without ISIG Ctrl+C is read as a character, and the terminal is never left silent. */
      hidden.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
      fprintf (stderr, "%s: ", prompt);
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    }
  has_line = fgets (line, TSV_PASSWORD_MAX + 3, stdin) != NULL;
  if (is_terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      fputc ('\n', stderr);
    }
  if (!has_line)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no password was given");
      return NULL;
    }
  line[strcspn (line, "\r\n")] = '\0';
  if (is_terminal && has_control (line))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no password was given");
      return NULL;
    }
  return g_steal_pointer (&line);
}

static gboolean
check (const char *password, GError **error)
{
  if (!g_utf8_validate (password, -1, NULL))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the password is no UTF-8");
  else if (g_utf8_strlen (password, -1) < MIN_LENGTH)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "the password has less than %d characters", MIN_LENGTH);
  else if (strlen (password) > TSV_PASSWORD_MAX)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "the password has more than %d bytes", TSV_PASSWORD_MAX);
  else
    return TRUE;
  return FALSE;
}

/* Nobody sees what they type, so a terminal asks twice. */
static char *
ask (const char *worker, GError **error)
{
  g_autofree char *prompt = g_strdup_printf ("Password of %s", worker);
  g_autoptr(TrSecret) password = read_secret_line (prompt, error);
  g_autoptr(TrSecret) again = NULL;

  if (password == NULL || !check (password, error))
    return NULL;
  if (!isatty (STDIN_FILENO))
    return g_steal_pointer (&password);
  again = read_secret_line ("Again", error);
  if (again == NULL)
    return NULL;
  if (strcmp (password, again) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "they are not the same");
      return NULL;
    }
  return g_steal_pointer (&password);
}

static gboolean
write_down (TsvStore *store, const char *worker, const char *hash, GError **error)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  gint64 now = tr_clock_get_real_time (clock) / G_USEC_PER_SEC;

  return tsv_store_execute (store, "BEGIN IMMEDIATE", error) &&
         (hash != NULL ? tsv_account_set_hash (store, worker, hash, now, error)
                       : tsv_account_remove (store, worker, error)) &&
         tsv_store_execute (store, "COMMIT", error);
}

/**
 * tsv_passwd_run:
 * @config: tells where the database is
 * @worker: a worker's friendly name
 * @remove: to take the password away instead
 * @error: what went wrong, in words
 *
 * The command `passwd`: asks for a password on standard input, and sets it.
 */
gboolean
tsv_passwd_run (const TsvConfig *config, const char *worker, gboolean remove, GError **error)
{
  g_autoptr(TsvStore) store = tsv_store_open (config->database, error);
  g_autoptr(TrSecret) password = NULL;
  g_autofree char *hash = NULL;

  if (store == NULL)
    return FALSE;
  if (!remove)
    {
      password = ask (worker, error);
      if (password == NULL)
        return FALSE;
      hash = tsv_password_hash (password, config->yescrypt_cost, error);
      if (hash == NULL)
        return FALSE;
    }
  return write_down (store, worker, hash, error);
}
