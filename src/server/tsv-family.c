/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-family.h"

#include "tsv-digest.h"

#define MAX_OF_WORKER 16      /* desks that one worker is signed in at; the oldest goes */
#define AGAIN_SECONDS 60      /* in which a renewal whose answer was lost can be tried again */

void
tsv_family_free (gpointer data)
{
  TsvFamily *self = data;

  tsv_refresh_clear (&self->presented);
  tsv_refresh_clear (&self->next);
  g_clear_pointer (&self->device, g_bytes_unref);
  g_clear_pointer (&self->attempt, g_bytes_unref);
  g_free (self->worker);
  g_free (self->worker_sid);
  g_free (self);
}

/**
 * tsv_family_begin:
 * @store: the database
 * @data: a #TsvFamily with all but @presented
 * @error: a %G_IO_ERROR
 *
 * A session begins.
 */
gboolean
tsv_family_begin (TsvStore *store, gpointer data, GError **error)
{
  TsvFamily *self = data;

  return tsv_store_run (store, error, "DELETE FROM session WHERE expires <= ?", "i", self->now) &&
         tsv_store_run (store, error,
                        "DELETE FROM session WHERE family IN (SELECT family FROM session"
                        " WHERE worker = ? ORDER BY renewed DESC LIMIT -1 OFFSET ?)",
                        "ti", self->worker, (gint64) MAX_OF_WORKER - 1) &&
         tsv_store_run (store, error,
                        "INSERT INTO session (family, worker, worker_sid, is_shared, device, secret,"
                        " renewed, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)",
                        "bttibbii", self->next.family, self->worker, self->worker_sid,
                        (gint64) self->is_shared, self->device, self->next.secret, self->now,
                        self->expires);
}

static gboolean
is_column (TsvRow *row, int column, GBytes *wanted)
{
  g_autoptr(GBytes) bytes = tsv_row_dup_bytes (row, column);

  return wanted != NULL && tsv_digest_is_equal (bytes, wanted);
}

/* The answer to a renewal may be lost on its way. Who sends the same try again has not got the next
 * token, and nobody has used it: it is no longer the session's previous one when somebody has. */
static gboolean
is_tried_again (TsvFamily *self, TsvRow *row)
{
  return is_column (row, 3, self->presented.secret) && is_column (row, 4, self->attempt) &&
         self->now - tsv_row_get_int (row, 5) < AGAIN_SECONDS;
}

/* Anything but the newest token from its own device was stolen from somebody, or by somebody. */
static gboolean
is_let_in (TsvFamily *self, TsvRow *row)
{
  return tsv_row_get_int (row, 6) > self->now && is_column (row, 7, self->device) &&
         (is_column (row, 2, self->presented.secret) || is_tried_again (self, row));
}

static gboolean
look_up (TsvStore *store, TsvFamily *self, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error,
                       "SELECT worker, worker_sid, secret, previous, attempt, renewed, expires,"
                       " device, is_shared FROM session WHERE family = ?",
                       "b", self->presented.family))
    return FALSE;
  self->is_over = row == NULL || !is_let_in (self, row);
  if (!self->is_over)
    {
      self->worker = g_strdup (tsv_row_get_text (row, 0));
      self->worker_sid = g_strdup (tsv_row_get_text (row, 1));
      self->is_shared = tsv_row_get_int (row, 8) != 0;
    }
  return TRUE;
}

/**
 * tsv_family_renew:
 * @store: the database
 * @data: a #TsvFamily with tokens, device, attempt and times; learns whose it is, or that it is over
 * @error: a %G_IO_ERROR
 *
 * Exchanges a session's refresh token. One that was used before, or comes from another device, ends
 * the session for everybody: who holds the newer one may be the thief.
 *
 * Source: RFC 9700, section 4.14.2, "Refresh token rotation".
 */
gboolean
tsv_family_renew (TsvStore *store, gpointer data, GError **error)
{
  TsvFamily *self = data;

  if (!look_up (store, self, error))
    return FALSE;
  if (self->is_over)
    return tsv_family_end (store, self, error);
  return tsv_store_run (store, error,
                        "UPDATE session SET secret = ?, previous = ?, attempt = ?, renewed = ?,"
                        " expires = ? WHERE family = ?",
                        "bbbiib", self->next.secret, self->presented.secret, self->attempt,
                        self->now, self->expires, self->presented.family);
}

/**
 * tsv_family_end:
 * @store: the database
 * @data: a #TsvFamily with what was @presented
 * @error: a %G_IO_ERROR
 *
 * The session is over; that it was already is no error.
 */
gboolean
tsv_family_end (TsvStore *store, gpointer data, GError **error)
{
  TsvFamily *self = data;

  return tsv_store_run (store, error, "DELETE FROM session WHERE family = ?", "b",
                        self->presented.family);
}

gboolean
tsv_family_end_of_worker (TsvStore *store, const char *worker, GError **error)
{
  return tsv_store_run (store, error, "DELETE FROM session WHERE worker = ?", "t", worker);
}

gboolean
tsv_family_end_shared (TsvStore *store, GError **error)
{
  return tsv_store_run (store, error, "DELETE FROM session WHERE is_shared", "");
}
