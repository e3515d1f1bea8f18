/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-file-private.h"

/* Nobody scrolls further, and a file that somebody else has filled must not fill the memory. */
#define MAX_CALLS "10000"
#define MAX_SPANS "20000"

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
  static const char sql[] =
      "SELECT offered, reservation, end, ended_here, caller, queue, channel, outcome,"
      " flight, answered, ended, completed, task FROM call WHERE worker = ?1"
      " ORDER BY offered DESC LIMIT " MAX_CALLS;
  sqlite3_stmt *statement = NULL;
  int result;

  if (!tra_history_file_prepare (self, sql, &statement, error))
    return FALSE;

  sqlite3_bind_text (statement, 1, worker, -1, SQLITE_STATIC);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      TraHistoryCall *call = read_call (statement);

      if (call != NULL)
        g_ptr_array_add (calls, call);
    }
  if (result != SQLITE_DONE)
    tra_history_file_fail (self, result, error);
  sqlite3_finalize (statement);
  return result == SQLITE_DONE;
}

static gboolean
load_spans (TraHistoryFile *self, const char *worker, GPtrArray *spans, GError **error)
{
  static const char sql[] =
      "SELECT * FROM (SELECT activity, is_available, start, end FROM status"
      " WHERE worker = ?1 ORDER BY start DESC LIMIT " MAX_SPANS ") ORDER BY start";
  sqlite3_stmt *statement = NULL;
  int result;

  if (!tra_history_file_prepare (self, sql, &statement, error))
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
    tra_history_file_fail (self, result, error);
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
