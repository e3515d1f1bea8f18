/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-migrations.h"

/* The tables, one step for each version of them: a step that was released is never changed, another
 * one is added at the end. Times are seconds since the epoch. */
static const char *const steps[] = {
  /* 1: Who may sign in, who is, and who guesses.
   * A session is found by the first half of its refresh token, and opened by the hash of the second. */
  "CREATE TABLE password ("
  " worker TEXT PRIMARY KEY, hash TEXT NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE session ("
  " family BLOB PRIMARY KEY, worker TEXT NOT NULL, worker_sid TEXT NOT NULL,"
  " is_shared INTEGER NOT NULL, device BLOB NOT NULL,"
  " secret BLOB NOT NULL, previous BLOB, attempt BLOB, renewed INTEGER NOT NULL,"
  " created INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE INDEX session_worker ON session (worker);"
  "CREATE INDEX session_worker_sid ON session (worker_sid);"
  "CREATE TABLE guess ("
  " who BLOB PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE INDEX guess_last ON guess (last);"
  "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
  /* 2: What happened, in the order that we heard of it, and each task's milestones, which come out
   * the same in whatever order it is heard. What ends with _ms is in milliseconds. */
  "CREATE TABLE event ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, type TEXT NOT NULL,"
  " at_ms INTEGER NOT NULL, received INTEGER NOT NULL,"
  " task_sid TEXT, worker_sid TEXT, reservation_sid TEXT, data TEXT NOT NULL);"
  "CREATE INDEX event_at ON event (at_ms);"
  "CREATE INDEX event_task ON event (task_sid) WHERE task_sid IS NOT NULL;"
  "CREATE INDEX event_worker ON event (worker_sid) WHERE worker_sid IS NOT NULL;"
  "CREATE TABLE task ("
  " sid TEXT PRIMARY KEY, began_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
  " received INTEGER NOT NULL, created_ms INTEGER, accepted_ms INTEGER, wrapping_ms INTEGER,"
  " completed_ms INTEGER, canceled_ms INTEGER, deleted_ms INTEGER,"
  " queue_sid TEXT, queue TEXT, queue_rank INTEGER, channel TEXT) WITHOUT ROWID;"
  "CREATE INDEX task_began ON task (began_ms);"
  "CREATE INDEX task_last ON task (last_ms);"
  "CREATE TABLE reservation ("
  " sid TEXT PRIMARY KEY, task_sid TEXT NOT NULL, first_ms INTEGER NOT NULL,"
  " received INTEGER NOT NULL, created_ms INTEGER) WITHOUT ROWID;"
  "CREATE INDEX reservation_first ON reservation (first_ms);",
  /* 3: What is missing is rare, and asked for often. */
  "CREATE INDEX task_uncreated ON task (began_ms) WHERE created_ms IS NULL;"
  "CREATE INDEX task_unaccepted ON task (began_ms) WHERE accepted_ms IS NULL;"
  "CREATE INDEX reservation_uncreated ON reservation (received) WHERE created_ms IS NULL;"
  "CREATE INDEX task_created ON task (created_ms) WHERE created_ms IS NOT NULL;"
  "CREATE INDEX task_accepted ON task (accepted_ms) WHERE accepted_ms IS NOT NULL;"
  "CREATE INDEX reservation_created ON reservation (created_ms) WHERE created_ms IS NOT NULL;",
  /* 4: What is looked after: who does it, since when a task wraps up, which silence was acted upon. */
  "CREATE TABLE lease ("
  " name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE wrapping ("
  " task_sid TEXT PRIMARY KEY, since INTEGER NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE vanished ("
  " worker_sid TEXT PRIMARY KEY, alive_until INTEGER NOT NULL) WITHOUT ROWID;"
  "ALTER TABLE session ADD COLUMN beat INTEGER;",
  /* 5: Which devices have signed in as whom: others' guesses do not slow these. */
  "CREATE TABLE known_device (who BLOB PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE INDEX known_device_last ON known_device (last);",
};

static gboolean
get_version (TsvStore *store, gint64 *version, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "PRAGMA user_version", ""))
    return FALSE;
  *version = tsv_row_get_int (row, 0);
  return TRUE;
}

static gboolean
run_steps (TsvStore *store, gint64 version, GError **error)
{
  g_autofree char *set_version =
    g_strdup_printf ("PRAGMA user_version=%u", (guint) G_N_ELEMENTS (steps));

  if (version > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "it was written by a newer task-router-server");
      return FALSE;
    }
  for (gsize i = (gsize) version; i < G_N_ELEMENTS (steps); i++)
    {
      if (!tsv_store_execute (store, steps[i], error))
        return FALSE;
    }
  return version == (gint64) G_N_ELEMENTS (steps) || tsv_store_execute (store, set_version, error);
}

/**
 * tsv_migrations_run:
 * @store: a file that was just opened
 * @error: a %G_IO_ERROR
 *
 * Brings its tables to today's version, all or nothing; two instances may start at once.
 */
gboolean
tsv_migrations_run (TsvStore *store, GError **error)
{
  gint64 version;

  if (!tsv_store_execute (store, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (get_version (store, &version, error) && run_steps (store, version, error) &&
      tsv_store_execute (store, "COMMIT", error))
    return TRUE;

  tsv_store_execute (store, "ROLLBACK", NULL);
  return FALSE;
}
