/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-store.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tsv-migrations.h"

/* Another instance may be writing. */
#define BUSY_MILLISECONDS 5000

struct _TsvStore
{
  sqlite3 *sqlite;        /* owned */
  GHashTable *statements; /* literal SQL, by address → sqlite3_stmt, owned */
};

static GIOErrorEnum
code_of (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return G_IO_ERROR_INVALID_DATA;
    case SQLITE_CONSTRAINT:
      return G_IO_ERROR_EXISTS;
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

static gboolean
set_error (TsvStore *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, (int) code_of (sqlite3_extended_errcode (self->sqlite)),
               "The database: %s", sqlite3_errmsg (self->sqlite));
  return FALSE;
}

/**
 * tsv_store_execute:
 * @self: the file
 * @sql: statements without values, parted by semicolons
 */
gboolean
tsv_store_execute (TsvStore *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK || set_error (self, error);
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* With the write-ahead log several instances read while one writes. What a power cut takes back
 * (synchronous=NORMAL) is a renewal of the last moment: somebody types a password again. */
static gboolean
prepare_file (TsvStore *self, GError **error)
{
  sqlite3_extended_result_codes (self->sqlite, 1);
  sqlite3_busy_timeout (self->sqlite, BUSY_MILLISECONDS);
  return tsv_store_execute (self,
                            "PRAGMA journal_mode=WAL;"
                            "PRAGMA synchronous=NORMAL;"
                            "PRAGMA foreign_keys=ON;"
                            "PRAGMA trusted_schema=OFF;",
                            error) &&
         tsv_migrations_run (self, error);
}

/* One that was copied here may be open to everybody, and it has passwords' hashes and callers' numbers;
 * the files beside it get its mode. A group may have been let in on purpose. */
static gboolean
close_to_others (const char *path, GError **error)
{
  struct stat status;

  if (stat (path, &status) < 0 || (status.st_mode & S_IRWXO) == 0 ||
      chmod (path, status.st_mode & (S_IRWXU | S_IRWXG)) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               "it is open to everybody: chmod o= it");
  return FALSE;
}

static gboolean
check_access (const char *path, int mode, GError **error)
{
  if (access (path, mode) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "[database] path: %s: %s",
               path, g_strerror (errno));
  return FALSE;
}

/* SQLite's file format, section 1.3; one of no bytes becomes a database. */
static gboolean
check_magic (const char *path, GError **error)
{
  static const char magic[] = "SQLite format 3";
  char text[sizeof magic] = { 0, };
  FILE *file = fopen (path, "re");
  gsize n = file != NULL ? fread (text, 1, sizeof magic, file) : 0;

  if (file != NULL)
    fclose (file);
  if (n == 0 || memcmp (text, magic, sizeof magic) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "[database] path: %s is no database", path);
  return FALSE;
}

/**
 * tsv_store_check:
 * @path: the file
 * @error: a %G_IO_ERROR that names the key
 *
 * Changes nothing, and makes nothing.
 *
 * Returns: whether it could be opened, or made, by whoever asks
 */
gboolean
tsv_store_check (const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  struct stat status;

  /* The log is written beside it. */
  if (!check_access (directory, R_OK | W_OK | X_OK, error))
    return FALSE;
  if (stat (path, &status) < 0)
    return errno == ENOENT || check_access (path, F_OK, error);
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "[database] path: %s is no file",
                   path);
      return FALSE;
    }
  return check_access (path, R_OK | W_OK, error) && check_magic (path, error);
}

/**
 * tsv_store_open:
 * @path: the file; made where there is none, for nobody else to read
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the file, with today's tables
 */
TsvStore *
tsv_store_open (const char *path, GError **error)
{
  g_autoptr(TsvStore) self = g_new0 (TsvStore, 1);
  mode_t mask = umask (0077);
  int result = sqlite3_open_v2 (path, &self->sqlite,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                                NULL);
  gboolean is_open;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  is_open = result == SQLITE_OK ? close_to_others (path, error) && prepare_file (self, error)
                                : set_error (self, error);
  umask (mask);
  if (!is_open)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
tsv_store_close (TsvStore *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->sqlite);
  g_free (self);
}

static sqlite3_stmt *
tsv_store_get_statement (TsvStore *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    return statement;
  if (sqlite3_prepare_v3 (self->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

/* Values are borrowed until the statement is reset, which is before its caller returns. */
static void
bind (sqlite3_stmt *statement, const char *types, va_list values)
{
  for (int i = 0; types[i] != '\0'; i++)
    {
      GBytes *bytes;
      gsize size;

      switch (types[i])
        {
        case 't':
          sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1, SQLITE_STATIC);
          break;
        case 'i':
          sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
          break;
        case 'd':
          sqlite3_bind_double (statement, i + 1, va_arg (values, double));
          break;
        case 'b':
          bytes = va_arg (values, GBytes *);
          if (bytes == NULL)
            sqlite3_bind_null (statement, i + 1);
          else
            {
              const void *data = g_bytes_get_data (bytes, &size);

              sqlite3_bind_blob64 (statement, i + 1, data, size, SQLITE_STATIC);
            }
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

void
tsv_row_free (TsvRow *row)
{
  sqlite3_reset (row);
  sqlite3_clear_bindings (row);
}

/**
 * tsv_store_find:
 * @self: the file
 * @row: (out) (transfer full) (nullable): the first row; %NULL where there is none
 * @error: a %G_IO_ERROR
 * @sql: a literal
 * @types: of the values that follow; they are to live as long as @row
 */
gboolean
tsv_store_find (TsvStore *self,
                TsvRow **row,
                GError **error,
                const char *sql,
                const char *types,
                ...)
{
  g_autoptr(TsvRow) statement = tsv_store_get_statement (self, sql, error);
  va_list values;
  int result;

  *row = NULL;
  if (statement == NULL)
    return FALSE;
  va_start (values, types);
  bind (statement, types, values);
  va_end (values);
  result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *row = g_steal_pointer (&statement);
  else if (result != SQLITE_DONE)
    return set_error (self, error);
  return TRUE;
}

/**
 * tsv_store_run:
 * @self: the file
 * @error: a %G_IO_ERROR; %G_IO_ERROR_EXISTS where a rule of the tables is broken
 * @sql: a literal that answers no rows
 * @types: of the values that follow
 */
gboolean
tsv_store_run (TsvStore *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr(TsvRow) statement = tsv_store_get_statement (self, sql, error);
  va_list values;

  if (statement == NULL)
    return FALSE;
  va_start (values, types);
  bind (statement, types, values);
  va_end (values);
  return sqlite3_step (statement) == SQLITE_DONE || set_error (self, error);
}

/**
 * tsv_store_get_changes:
 *
 * Returns: how many rows the last tsv_store_run() changed
 */
int
tsv_store_get_changes (TsvStore *self)
{
  return sqlite3_changes (self->sqlite);
}

/**
 * tsv_row_next:
 * @row: (inout): the row; %NULL when there are no more, or on an error
 */
gboolean
tsv_row_next (TsvRow **row, GError **error)
{
  int result = sqlite3_step (*row);

  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    g_set_error (error, G_IO_ERROR, (int) code_of (result), "The database: %s",
                 sqlite3_errmsg (sqlite3_db_handle (*row)));
  g_clear_pointer (row, tsv_row_free);
  return result == SQLITE_DONE;
}

/**
 * tsv_row_get_text:
 *
 * Returns: (nullable): a column's text, until the row is freed
 */
const char *
tsv_row_get_text (TsvRow *row, int column)
{
  return (const char *) sqlite3_column_text (row, column);
}

gint64
tsv_row_get_int (TsvRow *row, int column)
{
  return sqlite3_column_int64 (row, column);
}

/**
 * tsv_row_dup_bytes:
 *
 * Returns: (transfer full): a column's bytes; none for NULL
 */
GBytes *
tsv_row_dup_bytes (TsvRow *row, int column)
{
  const void *data = sqlite3_column_blob (row, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (row, column));
}
