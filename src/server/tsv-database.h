/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

#define TSV_TYPE_DATABASE (tsv_database_get_type ())
G_DECLARE_FINAL_TYPE (TsvDatabase, tsv_database, TSV, DATABASE, GObject)

/**
 * TsvDatabaseFunc:
 * @store: the file
 * @data: what was given to tsv_database_run_async(); its results go there, too
 * @error: return location
 *
 * One errand, in the database's thread and in a transaction: what it did is undone when it fails.
 */
typedef gboolean (*TsvDatabaseFunc) (TsvStore *store, gpointer data, GError **error);

/* One thread with the file. Errands that wait together share one transaction, so that many cost
 * little more than one; none is answered before what it wrote is committed. */
TsvDatabase *tsv_database_new (const char *path, GError **error);
TsvDatabase *tsv_database_new_reader (const char *path, GError **error);

void tsv_database_run_async (TsvDatabase *self,
                             TsvDatabaseFunc func,
                             gpointer data,
                             GDestroyNotify free_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gpointer tsv_database_run_finish (TsvDatabase *self, GAsyncResult *result, GError **error);

G_END_DECLS
