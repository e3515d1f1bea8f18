/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The server's SQLite file, opened. Blocks: it lives in the database's own thread, or in a command. */
typedef struct _TsvStore TsvStore;

/* The first row of what was asked for; sqlite3_column_… read it, tsv_row_next() goes on. */
typedef sqlite3_stmt TsvRow;

gboolean tsv_store_check (const char *path, GError **error);
TsvStore *tsv_store_open (const char *path, GError **error);
void tsv_store_close (TsvStore *self);

/* @types: a letter for each value that follows: t a string (or NULL), i a gint64, d a double,
 * b a GBytes (or NULL). @sql is a literal: its statement is kept, by its address. */
gboolean tsv_store_run (TsvStore *self, GError **error, const char *sql, const char *types, ...);
gboolean tsv_store_find (TsvStore *self,
                         TsvRow **row, /* out: NULL where there is none */
                         GError **error,
                         const char *sql,
                         const char *types,
                         ...);
gboolean tsv_store_execute (TsvStore *self, const char *sql, GError **error);
int tsv_store_get_changes (TsvStore *self);

gboolean tsv_row_next (TsvRow **row, GError **error);
const char *tsv_row_get_text (TsvRow *row, int column);
gint64 tsv_row_get_int (TsvRow *row, int column);
GBytes *tsv_row_dup_bytes (TsvRow *row, int column);
void tsv_row_free (TsvRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvStore, tsv_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvRow, tsv_row_free)

G_END_DECLS
