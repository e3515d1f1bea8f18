/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define SCHEMA_VERSION 1
#define BUSY_TIMEOUT 2000 /* milliseconds; another program of this agent's may read it */

/*
 * A call is known by worker, time and reservation: a service that was set back gives its SIDs again.
 * Several agents may share a desk and a login, so each row has its worker.
 */
static const char schema[] =
    "CREATE TABLE call ("
    " worker TEXT NOT NULL, offered INTEGER NOT NULL, reservation TEXT NOT NULL,"
    " end TEXT NOT NULL, ended_here INTEGER NOT NULL,"
    " task TEXT, caller TEXT, queue TEXT, channel TEXT, outcome TEXT, flight TEXT,"
    " answered INTEGER NOT NULL, ended INTEGER NOT NULL, completed INTEGER NOT NULL,"
    " PRIMARY KEY (worker, offered, reservation)) WITHOUT ROWID;"
    "CREATE TABLE status ("
    " worker TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
    " activity TEXT NOT NULL, is_available INTEGER NOT NULL,"
    " PRIMARY KEY (worker, start)) WITHOUT ROWID;";

/* ---- Spans ---- */

/**
 * tra_status_span_new:
 * @activity: the status' name
 * @is_available: whether calls came in it
 * @start: microseconds since the epoch
 * @end: likewise
 *
 * Returns: (transfer full): a stretch of time
 */
TraStatusSpan *
tra_status_span_new (const char *activity, gboolean is_available, gint64 start, gint64 end)
{
  TraStatusSpan *self = g_new0 (TraStatusSpan, 1);

  self->activity = g_strdup (activity);
  self->is_available = is_available;
  self->start = start;
  self->end = end;
  return self;
}

void
tra_status_span_free (TraStatusSpan *self)
{
  g_free (self->activity);
  g_free (self);
}

/* ---- The database ---- */

/* What the file's content is to blame for, and what is only not possible now, are told apart: the
 * first is set aside, the second must not be. */
static GIOErrorEnum
code_of (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_ERROR: /* among others: tables that are not ours */
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return G_IO_ERROR_INVALID_DATA;
    case SQLITE_FULL:
      return G_IO_ERROR_NO_SPACE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return G_IO_ERROR_BUSY;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return G_IO_ERROR_READ_ONLY;
    default:
      return G_IO_ERROR_FAILED;
    }
}

/* @result: what SQLite said. Always FALSE. */
gboolean
tra_history_file_fail (TraHistoryFile *self, int result, GError **error)
{
  g_set_error (error, G_IO_ERROR, code_of (result), "History: %s",
               self->database != NULL ? sqlite3_errmsg (self->database) : sqlite3_errstr (result));
  return FALSE;
}

gboolean
tra_history_file_run (TraHistoryFile *self, const char *sql, GError **error)
{
  int result = sqlite3_exec (self->database, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || tra_history_file_fail (self, result, error);
}

gboolean
tra_history_file_prepare (TraHistoryFile *self,
                          const char *sql,
                          sqlite3_stmt **statement,
                          GError **error)
{
  int result = sqlite3_prepare_v2 (self->database, sql, -1, statement, NULL);

  return result == SQLITE_OK || tra_history_file_fail (self, result, error);
}

static gboolean
read_version (TraHistoryFile *self, int *version, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  if (!tra_history_file_prepare (self, "PRAGMA user_version", &statement, error))
    return FALSE;

  result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *version = sqlite3_column_int (statement, 0);
  else
    tra_history_file_fail (self, result, error);
  sqlite3_finalize (statement);
  return result == SQLITE_ROW;
}

/* What was deleted is overwritten: these are people's numbers. A log beside the file would keep them, and
 * not work on a home that is somewhere in the network. */
static gboolean
set_up (TraHistoryFile *self, GError **error)
{
  g_autofree char *create = g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                                             schema, SCHEMA_VERSION);
  int version = 0;

  sqlite3_busy_timeout (self->database, BUSY_TIMEOUT);
  sqlite3_extended_result_codes (self->database, 1);
  if (!tra_history_file_run (self,
            "PRAGMA journal_mode = TRUNCATE; PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;",
            error) ||
      !read_version (self, &version, error))
    return FALSE;

  if (version == 0)
    return tra_history_file_run (self, create, error);
  if (version > SCHEMA_VERSION || version < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "History: the file is of a newer version (%d)", version);
      return FALSE;
    }
  return tra_history_file_run (
      self, "SELECT worker FROM call LIMIT 1; SELECT worker FROM status LIMIT 1;", error);
}

/* Nobody else may read it, from its first byte on; what SQLite keeps beside it is made likewise. */
static gboolean
make_private (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      (fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) < 0)
    {
      int saved = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "History: %s: %s", path,
                   g_strerror (saved));
      return FALSE;
    }
  if (fchmod (fd, 0600) != 0)
    g_debug ("History: %s: %s", path, g_strerror (errno));
  close (fd);
  return TRUE;
}

static TraHistoryFile *
open_once (const char *path, GError **error)
{
  g_autoptr(TraHistoryFile) self = g_new0 (TraHistoryFile, 1);
  int result;

  if (!make_private (path, error))
    return NULL;

  result = sqlite3_open_v2 (path, &self->database, SQLITE_OPEN_READWRITE, NULL);
  if (result != SQLITE_OK)
    {
      tra_history_file_fail (self, result, error);
      return NULL;
    }
  return set_up (self, error) ? g_steal_pointer (&self) : NULL;
}

/* A file that can't be read is kept for whoever can repair it; the newest one of them. */
static char *
set_aside (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *broken = g_strconcat (path, ".broken", NULL);

  if (g_rename (path, broken) != 0)
    return NULL;
  g_unlink (journal);
  return g_steal_pointer (&broken);
}

/**
 * tra_history_file_open:
 * @path: where
 * @broken: (out) (transfer full) (nullable): where a file that could not be read was set aside
 *
 * Opens the file, or makes it: readable for its owner only. One that is broken is set aside for a new
 * one. Blocks.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with a #GIOErrorEnum
 */
TraHistoryFile *
tra_history_file_open (const char *path, char **broken, GError **error)
{
  g_autoptr(GError) first = NULL;
  TraHistoryFile *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (broken != NULL, NULL);

  *broken = NULL;
  self = open_once (path, &first);
  if (self != NULL)
    return self;

  if (g_error_matches (first, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    *broken = set_aside (path);
  if (*broken != NULL)
    return open_once (path, error);

  g_propagate_error (error, g_steal_pointer (&first));
  return NULL;
}

void
tra_history_file_close (TraHistoryFile *self)
{
  sqlite3_close (self->database);
  g_free (self);
}
