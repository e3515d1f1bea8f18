/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#define SCHEMA_VERSION 1
#define BUSY_TIMEOUT 2000 /* milliseconds; another program of this agent's may read it */
/* Nobody scrolls further, and a file that somebody else has filled must not fill the memory. */
#define MAX_CALLS "10000"
#define MAX_SPANS "20000"

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

struct _TraHistoryFile
{
  sqlite3 *database;
};

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
static gboolean
fail (sqlite3 *database, int result, GError **error)
{
  g_set_error (error, G_IO_ERROR, code_of (result), "History: %s",
               database != NULL ? sqlite3_errmsg (database) : sqlite3_errstr (result));
  return FALSE;
}

static gboolean
run (TraHistoryFile *self, const char *sql, GError **error)
{
  int result = sqlite3_exec (self->database, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || fail (self->database, result, error);
}

static gboolean
prepare (TraHistoryFile *self, const char *sql, sqlite3_stmt **statement, GError **error)
{
  int result = sqlite3_prepare_v2 (self->database, sql, -1, statement, NULL);

  return result == SQLITE_OK || fail (self->database, result, error);
}

/* Takes the statement. */
static gboolean
finish (TraHistoryFile *self, sqlite3_stmt *statement, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_DONE)
    {
      sqlite3_finalize (statement);
      return TRUE;
    }
  fail (self->database, result, error);
  sqlite3_finalize (statement);
  return FALSE;
}

static gboolean
read_version (TraHistoryFile *self, int *version, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  if (!prepare (self, "PRAGMA user_version", &statement, error))
    return FALSE;

  result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *version = sqlite3_column_int (statement, 0);
  else
    fail (self->database, result, error);
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
  if (!run (self,
            "PRAGMA journal_mode = TRUNCATE; PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;",
            error) ||
      !read_version (self, &version, error))
    return FALSE;

  if (version == 0)
    return run (self, create, error);
  if (version > SCHEMA_VERSION || version < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "History: the file is of a newer version (%d)", version);
      return FALSE;
    }
  return run (self, "SELECT worker FROM call LIMIT 1; SELECT worker FROM status LIMIT 1;", error);
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
      fail (self->database, result, error);
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

/* ---- Reading ---- */

static char *
dup_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static gint64
get_time (sqlite3_stmt *statement, int column)
{
  return MAX (sqlite3_column_int64 (statement, column), 0);
}

/* NULL for one that a newer version may understand. */
static TraHistoryCall *
read_call (sqlite3_stmt *statement)
{
  g_autoptr(TraCallRecord) record = tra_call_record_new ();
  g_autofree char *end = dup_text (statement, 2);

  if (!tra_call_end_from_word (end, &record->end))
    return NULL;

  record->offered = get_time (statement, 0);
  record->reservation_sid = dup_text (statement, 1);
  record->was_ended_here = sqlite3_column_int (statement, 3) != 0;
  record->caller = dup_text (statement, 4);
  record->queue = dup_text (statement, 5);
  record->channel = dup_text (statement, 6);
  record->outcome = dup_text (statement, 7);
  record->flight = dup_text (statement, 8);
  record->answered = get_time (statement, 9);
  record->ended = get_time (statement, 10);
  record->completed = get_time (statement, 11);
  record->task_sid = dup_text (statement, 12);
  return tra_history_call_new (g_steal_pointer (&record));
}

static gboolean
load_calls (TraHistoryFile *self, const char *worker, GPtrArray *calls, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  if (!prepare (self,
                "SELECT offered, reservation, end, ended_here, caller, queue, channel, outcome,"
                " flight, answered, ended, completed, task FROM call WHERE worker = ?1"
                " ORDER BY offered DESC LIMIT " MAX_CALLS,
                &statement, error))
    return FALSE;

  sqlite3_bind_text (statement, 1, worker, -1, SQLITE_STATIC);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      TraHistoryCall *call = read_call (statement);

      if (call != NULL)
        g_ptr_array_add (calls, call);
    }
  if (result != SQLITE_DONE)
    fail (self->database, result, error);
  sqlite3_finalize (statement);
  return result == SQLITE_DONE;
}

static gboolean
load_spans (TraHistoryFile *self, const char *worker, GPtrArray *spans, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result;

  if (!prepare (self,
                "SELECT * FROM (SELECT activity, is_available, start, end FROM status"
                " WHERE worker = ?1 ORDER BY start DESC LIMIT " MAX_SPANS ") ORDER BY start",
                &statement, error))
    return FALSE;

  sqlite3_bind_text (statement, 1, worker, -1, SQLITE_STATIC);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_autofree char *activity = dup_text (statement, 0);

      g_ptr_array_add (spans, tra_status_span_new (activity != NULL ? activity : "",
                                                   sqlite3_column_int (statement, 1) != 0,
                                                   get_time (statement, 2), get_time (statement, 3)));
    }
  if (result != SQLITE_DONE)
    fail (self->database, result, error);
  sqlite3_finalize (statement);
  return result == SQLITE_DONE;
}

/**
 * tra_history_file_load:
 * @self: a file
 * @worker: whose history, by SID
 * @calls: (element-type TraHistoryCall): where to; the newest first
 * @spans: (element-type TraStatusSpan): likewise, the oldest first
 *
 * Blocks.
 *
 * Returns: whether all could be read
 */
gboolean
tra_history_file_load (TraHistoryFile *self,
                       const char *worker,
                       GPtrArray *calls,
                       GPtrArray *spans,
                       GError **error)
{
  return load_calls (self, worker, calls, error) && load_spans (self, worker, spans, error);
}

/* ---- Writing ---- */

/**
 * tra_history_file_prune:
 * @self: a file
 * @before: microseconds since the epoch
 *
 * Deletes what is older than that, of all workers. Blocks.
 *
 * Returns: whether that could be done
 */
gboolean
tra_history_file_prune (TraHistoryFile *self, gint64 before, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM call WHERE offered < %" G_GINT64_FORMAT ";"
      "DELETE FROM status WHERE end < %" G_GINT64_FORMAT ";", before, before);

  return run (self, sql, error);
}

static void
bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

/**
 * tra_history_file_add_call:
 * @self: a file
 * @worker: whose, by SID
 * @record: what to write
 *
 * Once more for the same call writes it anew. Blocks.
 *
 * Returns: whether it is on disk
 */
gboolean
tra_history_file_add_call (TraHistoryFile *self,
                           const char *worker,
                           const TraCallRecord *record,
                           GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (!prepare (self,
                "INSERT OR REPLACE INTO call (worker, offered, reservation, end, ended_here, caller,"
                " queue, channel, outcome, flight, answered, ended, completed, task)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                &statement, error))
    return FALSE;

  bind_text (statement, 1, worker);
  sqlite3_bind_int64 (statement, 2, record->offered);
  bind_text (statement, 3, record->reservation_sid);
  bind_text (statement, 4, tra_call_end_to_word (record->end));
  sqlite3_bind_int (statement, 5, record->was_ended_here);
  bind_text (statement, 6, record->caller);
  bind_text (statement, 7, record->queue);
  bind_text (statement, 8, record->channel);
  bind_text (statement, 9, record->outcome);
  bind_text (statement, 10, record->flight);
  sqlite3_bind_int64 (statement, 11, record->answered);
  sqlite3_bind_int64 (statement, 12, record->ended);
  sqlite3_bind_int64 (statement, 13, record->completed);
  bind_text (statement, 14, record->task_sid);
  return finish (self, statement, error);
}

/**
 * tra_history_file_remove_call:
 * @self: a file
 * @worker: whose, by SID
 * @record: which
 *
 * Blocks.
 *
 * Returns: whether it is gone
 */
gboolean
tra_history_file_remove_call (TraHistoryFile *self,
                              const char *worker,
                              const TraCallRecord *record,
                              GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (!prepare (self, "DELETE FROM call WHERE worker = ?1 AND offered = ?2 AND reservation = ?3",
                &statement, error))
    return FALSE;

  bind_text (statement, 1, worker);
  sqlite3_bind_int64 (statement, 2, record->offered);
  bind_text (statement, 3, record->reservation_sid);
  return finish (self, statement, error);
}

/**
 * tra_history_file_remove_calls:
 * @self: a file
 * @worker: whose, by SID
 *
 * Deletes all calls of a worker. Blocks.
 *
 * Returns: whether they are gone
 */
gboolean
tra_history_file_remove_calls (TraHistoryFile *self, const char *worker, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (!prepare (self, "DELETE FROM call WHERE worker = ?1", &statement, error))
    return FALSE;

  bind_text (statement, 1, worker);
  return finish (self, statement, error);
}

/**
 * tra_history_file_put_span:
 * @self: a file
 * @worker: whose, by SID
 * @span: what to write; one that starts at the same time is written anew
 *
 * Blocks.
 *
 * Returns: whether it is on disk
 */
gboolean
tra_history_file_put_span (TraHistoryFile *self,
                           const char *worker,
                           const TraStatusSpan *span,
                           GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (!prepare (self,
                "INSERT OR REPLACE INTO status (worker, start, end, activity, is_available)"
                " VALUES (?1, ?2, ?3, ?4, ?5)",
                &statement, error))
    return FALSE;

  bind_text (statement, 1, worker);
  sqlite3_bind_int64 (statement, 2, span->start);
  sqlite3_bind_int64 (statement, 3, span->end);
  bind_text (statement, 4, span->activity);
  sqlite3_bind_int (statement, 5, span->is_available);
  return finish (self, statement, error);
}
