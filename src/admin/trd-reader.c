/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-reader.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  GSourceFunc gone;
  gpointer user_data;
} Reader;

static gboolean is_person; /* stdout was a terminal when the program began */

/* A connection must not get the number of a stream that was closed, and be written to. What is printed
 * where stdout was closed is lost, and said to be. */
static void
keep_streams (void)
{
  static const int modes[] = { O_RDONLY, O_RDONLY, O_WRONLY };

  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) == -1 && open ("/dev/null", modes[fd]) != fd)
      _exit (1);
}

/**
 * trd_reader_begin:
 *
 * To be called first. Has the program end quietly when it prints to somebody who does not read any
 * more, as programs in a pipe do. The sockets' library has the signal ignored when it is first used, and
 * sends without it.
 */
void
trd_reader_begin (void)
{
  keep_streams ();
  is_person = isatty (STDOUT_FILENO);
  g_type_class_unref (g_type_class_ref (G_TYPE_SOCKET));
  signal (SIGPIPE, SIG_DFL);
}

/**
 * trd_reader_end:
 *
 * To be called last. A terminal that is gone is no loss.
 *
 * Returns: whether all that was printed has gone where it should
 */
gboolean
trd_reader_end (void)
{
  return (fflush (stdout) == 0 && !ferror (stdout)) || is_person;
}

/**
 * trd_reader_print:
 * @text: in UTF-8
 *
 * Prints what is for programs or files, which is UTF-8 whatever the person's language is. g_print() is
 * for people.
 */
void
trd_reader_print (const char *text)
{
  fputs (text, stdout);
  fflush (stdout);
}

static gboolean
gone_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Reader *reader = user_data;

  return reader->gone (reader->user_data);
}

/**
 * trd_reader_watch:
 * @gone: called when nobody can read what is printed any more; returns %G_SOURCE_REMOVE
 * @user_data: for @gone
 *
 * Returns: a source's id
 */
guint
trd_reader_watch (GSourceFunc gone, gpointer user_data)
{
  Reader *reader = g_new (Reader, 1);

  *reader = (Reader) { gone, user_data };
  return g_unix_fd_add_full (G_PRIORITY_DEFAULT, STDOUT_FILENO, G_IO_ERR | G_IO_HUP, gone_cb, reader, g_free);
}

static gboolean
end_cb (gpointer user_data)
{
  raise (SIGPIPE);
  return G_SOURCE_REMOVE;
}

/**
 * trd_reader_end_with:
 *
 * Ends the program with its reader, also while there is nothing to print.
 */
void
trd_reader_end_with (void)
{
  trd_reader_watch (end_cb, NULL);
}
