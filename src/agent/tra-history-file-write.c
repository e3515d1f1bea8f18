/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-file-private.h"

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
  tra_history_file_fail (self, result, error);
  sqlite3_finalize (statement);
  return FALSE;
}

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

  return tra_history_file_run (self, sql, error);
}

static void
bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

/* Of @worker, which is the first to be bound. */
static sqlite3_stmt *
prepare (TraHistoryFile *self, const char *sql, const char *worker, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (!tra_history_file_prepare (self, sql, &statement, error))
    return NULL;

  bind_text (statement, 1, worker);
  return statement;
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
  static const char sql[] =
      "INSERT OR REPLACE INTO call (worker, offered, reservation, end, ended_here, caller,"
      " queue, channel, outcome, flight, answered, ended, completed, task)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
  sqlite3_stmt *statement = prepare (self, sql, worker, error);

  if (statement == NULL)
    return FALSE;

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
  static const char sql[] =
      "DELETE FROM call WHERE worker = ?1 AND offered = ?2 AND reservation = ?3";
  sqlite3_stmt *statement = prepare (self, sql, worker, error);

  if (statement == NULL)
    return FALSE;

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
  sqlite3_stmt *statement = prepare (self, "DELETE FROM call WHERE worker = ?1", worker, error);

  return statement != NULL && finish (self, statement, error);
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
  static const char sql[] =
      "INSERT OR REPLACE INTO status (worker, start, end, activity, is_available)"
      " VALUES (?1, ?2, ?3, ?4, ?5)";
  sqlite3_stmt *statement = prepare (self, sql, worker, error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 2, span->start);
  sqlite3_bind_int64 (statement, 3, span->end);
  bind_text (statement, 4, span->activity);
  sqlite3_bind_int (statement, 5, span->is_available);
  return finish (self, statement, error);
}
