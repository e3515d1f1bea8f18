/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-guess.h"

#include <string.h>

#include "tsv-digest.h"

/* Five slips in a row are free; then the wait doubles with each guess, from a second to a minute.
 * Guesses at one worker from many addresses are slowed as well, but later: that wait keeps out
 * whoever signs in at a new device meanwhile. Behind one address sits a whole office. */
#define OWN_FREE 5
#define WORKER_FREE 30
#define WORKER_MAX_WAIT 60
#define ADDRESS_FREE 30
#define ADDRESS_MAX_WAIT 300
#define FORGOTTEN_AFTER 3600 /* seconds without a guess */
#define KNOWN_FOR (90 * 24 * 3600) /* seconds since the worker signed in there */

typedef struct
{
  GBytes *who; /* owned */
  int n_free;
  int max_wait;
} Guesser;

/* By whom a guess is counted: each of them may have to wait. */
typedef struct
{
  Guesser own; /* the worker with the device, if that is known, else with the address */
  Guesser address;
  Guesser worker; /* not looked at if the device is known */
  gboolean is_known;
} Guessers;

static void
guessers_clear (Guessers *self)
{
  g_clear_pointer (&self->own.who, g_bytes_unref);
  g_clear_pointer (&self->address.who, g_bytes_unref);
  g_clear_pointer (&self->worker.who, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guessers, guessers_clear)

/* No text has a NUL, so no two pairs are the same bytes. */
static GBytes *
digest_pair (const char *kind, const char *left, const char *right)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) left, (guint) strlen (left) + 1);
  g_byte_array_append (bytes, (const guint8 *) right, (guint) strlen (right));
  return tsv_digest_new (kind, bytes->data, bytes->len);
}

static gboolean
guessers_find (Guessers *self, TsvStore *store, const TsvGuess *guess, GError **error)
{
  g_autoptr(GBytes) device = digest_pair ("known-device", guess->worker, guess->device);
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "SELECT 1 FROM known_device WHERE who = ? AND last >= ?",
                       "bi", device, guess->now - KNOWN_FOR))
    return FALSE;

  self->is_known = row != NULL;
  self->own.who = self->is_known ? g_bytes_ref (device)
                                 : digest_pair ("worker-address", guess->worker, guess->address);
  self->own.n_free = OWN_FREE;
  self->own.max_wait = WORKER_MAX_WAIT;
  self->address =
    (Guesser) { tsv_digest_new_text ("address", guess->address), ADDRESS_FREE, ADDRESS_MAX_WAIT };
  self->worker =
    (Guesser) { tsv_digest_new_text ("worker", guess->worker), WORKER_FREE, WORKER_MAX_WAIT };
  return TRUE;
}

/* A clock that was set back must not shut anybody out. */
static int
get_wait (const Guesser *guesser, gint64 count, gint64 last, gint64 now)
{
  gint64 over = count - guesser->n_free;
  gint64 wait = over < 0 ? 0 : MIN (G_GINT64_CONSTANT (1) << MIN (over, 30), guesser->max_wait);

  if (last > now)
    return 0;
  return (int) MAX (last + wait - now, 0);
}

/* Raises @wait to what @guesser has to wait. */
static gboolean
add_wait (TsvStore *store, const Guesser *guesser, gint64 now, int *wait, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "SELECT count, last FROM guess WHERE who = ?", "b",
                       guesser->who))
    return FALSE;
  if (row != NULL)
    *wait =
      MAX (*wait, get_wait (guesser, tsv_row_get_int (row, 0), tsv_row_get_int (row, 1), now));
  return TRUE;
}

static gboolean
count (TsvStore *store, const Guesser *guesser, gint64 now, GError **error)
{
  return tsv_store_run (store, error,
                        "INSERT INTO guess (who, count, last) VALUES (?, 1, ?)"
                        " ON CONFLICT (who) DO UPDATE SET count = count + 1, last = excluded.last",
                        "bi", guesser->who, now);
}

/* Takes back the one that was counted. */
static gboolean
discount (TsvStore *store, const Guesser *guesser, GError **error)
{
  return tsv_store_run (store, error, "UPDATE guess SET count = max (count - 1, 0) WHERE who = ?",
                        "b", guesser->who);
}

/**
 * tsv_guess_begin:
 * @store: the database
 * @guess: who wants to be whom, from where
 * @wait: (out): seconds to wait first; 0: the password may be looked at, and this guess is counted
 * @error: a %G_IO_ERROR
 *
 * A guess is counted before it is looked at: many at once are many.
 */
gboolean
tsv_guess_begin (TsvStore *store, const TsvGuess *guess, int *wait, GError **error)
{
  g_auto(Guessers) by = { 0 };
  gint64 now = guess->now;

  *wait = 0;
  if (!tsv_store_run (store, error, "DELETE FROM guess WHERE last < ?", "i",
                      now - FORGOTTEN_AFTER) ||
      !guessers_find (&by, store, guess, error) ||
      !add_wait (store, &by.own, now, wait, error) ||
      !add_wait (store, &by.address, now, wait, error) ||
      (!by.is_known && !add_wait (store, &by.worker, now, wait, error)))
    return FALSE;

  return *wait > 0 || (count (store, &by.own, now, error) && count (store, &by.address, now, error) &&
                       (by.is_known || count (store, &by.worker, now, error)));
}

static gboolean
know_device (TsvStore *store, const TsvGuess *guess, GError **error)
{
  g_autoptr(GBytes) device = digest_pair ("known-device", guess->worker, guess->device);

  return tsv_store_run (store, error, "DELETE FROM known_device WHERE last < ?", "i",
                        guess->now - KNOWN_FOR) &&
         tsv_store_run (store, error, "REPLACE INTO known_device (who, last) VALUES (?, ?)", "bi",
                        device, guess->now);
}

/**
 * tsv_guess_forgive:
 * @store: the database
 * @guess: who has proved to be that worker
 * @error: a %G_IO_ERROR
 *
 * The worker's own slips are forgotten, and the device is known from now on; of the address, and of
 * what all have guessed at the worker, only this one, or one right password would buy any number of
 * wrong ones.
 */
gboolean
tsv_guess_forgive (TsvStore *store, const TsvGuess *guess, GError **error)
{
  g_auto(Guessers) by = { 0 };

  return guessers_find (&by, store, guess, error) &&
         tsv_store_run (store, error, "DELETE FROM guess WHERE who = ?", "b", by.own.who) &&
         discount (store, &by.address, error) &&
         (by.is_known || discount (store, &by.worker, error)) &&
         know_device (store, guess, error);
}
