/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-stream-look.h"

TsvStreamLook *
tsv_stream_look_new (gint64 now)
{
  TsvStreamLook *self = g_new0 (TsvStreamLook, 1);

  self->now = now;
  self->workers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tsv_stream_look_free (gpointer data)
{
  TsvStreamLook *self = data;

  g_hash_table_unref (self->workers);
  g_free (self);
}

/**
 * tsv_stream_look_add:
 * @self: a look that has not run yet
 * @worker_sid: somebody who follows the events
 */
void
tsv_stream_look_add (TsvStreamLook *self, const char *worker_sid)
{
  g_hash_table_insert (self->workers, g_strdup (worker_sid), GINT_TO_POINTER (FALSE));
}

/**
 * tsv_stream_look_is_signed_in:
 * @self: a look that has run
 * @worker_sid: somebody who was added
 */
gboolean
tsv_stream_look_is_signed_in (TsvStreamLook *self, const char *worker_sid)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->workers, worker_sid));
}

/**
 * tsv_stream_look_find_newest:
 * @store: the database
 * @id: (out): of the newest event; 0 where there is none
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_stream_look_find_newest (TsvStore *store, gint64 *id, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "SELECT coalesce (max (id), 0) FROM event", ""))
    return FALSE;
  *id = tsv_row_get_int (row, 0);
  return TRUE;
}

/**
 * tsv_stream_look_run:
 * @store: the database
 * @data: a #TsvStreamLook
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_stream_look_run (TsvStore *store, gpointer data, GError **error)
{
  TsvStreamLook *self = data;
  GHashTableIter iter;
  gpointer worker_sid;

  g_hash_table_iter_init (&iter, self->workers);
  while (g_hash_table_iter_next (&iter, &worker_sid, NULL))
    {
      g_autoptr(TsvRow) row = NULL;

      if (!tsv_store_find (store, &row, error,
                           "SELECT 1 FROM session WHERE worker_sid = ? AND expires > ? LIMIT 1", "ti",
                           worker_sid, self->now))
        return FALSE;
      g_hash_table_iter_replace (&iter, GINT_TO_POINTER (row != NULL));
    }
  return tsv_stream_look_find_newest (store, &self->newest, error);
}
