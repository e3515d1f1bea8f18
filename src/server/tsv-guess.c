/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-guess.h"

#include "tsv-digest.h"

/* A worker may err five times in a row; then the wait doubles with each guess, from a second to a
 * minute: an hour's guessing is sixty guesses, and who knows the password is kept out no longer than
 * that. Behind one address sits a whole office. */
#define WORKER_FREE 5
#define WORKER_MAX_WAIT 60
#define ADDRESS_FREE 30
#define ADDRESS_MAX_WAIT 300
#define FORGOTTEN_AFTER 3600 /* seconds without a guess */

typedef struct
{
  GBytes *who; /* owned */
  int n_free;
  int max_wait;
} Guesser;

static void
guesser_clear (Guesser *guesser)
{
  g_bytes_unref (guesser->who);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guesser, guesser_clear)

static Guesser
guesser_of_worker (const char *worker)
{
  return (Guesser) { tsv_digest_new_text ("worker", worker), WORKER_FREE, WORKER_MAX_WAIT };
}

static Guesser
guesser_of_address (const char *address)
{
  return (Guesser) { tsv_digest_new_text ("address", address), ADDRESS_FREE, ADDRESS_MAX_WAIT };
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

static gboolean
find_wait (TsvStore *store, const Guesser *guesser, gint64 now, int *wait, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "SELECT count, last FROM guess WHERE who = ?", "b",
                       guesser->who))
    return FALSE;
  *wait = row != NULL ? get_wait (guesser, tsv_row_get_int (row, 0), tsv_row_get_int (row, 1), now) : 0;
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

/**
 * tsv_guess_begin:
 * @store: the database
 * @worker: whom somebody wants to be
 * @address: where from
 * @now: seconds since the epoch
 * @wait: (out): seconds to wait first; 0: the password may be looked at, and this guess is counted
 * @error: a %G_IO_ERROR
 *
 * A guess is counted before it is looked at: many at once are many.
 */
gboolean
tsv_guess_begin (TsvStore *store,
                 const char *worker,
                 const char *address,
                 gint64 now,
                 int *wait,
                 GError **error)
{
  g_auto(Guesser) by_worker = guesser_of_worker (worker);
  g_auto(Guesser) by_address = guesser_of_address (address);
  int other_wait;

  if (!tsv_store_run (store, error, "DELETE FROM guess WHERE last < ?", "i",
                      now - FORGOTTEN_AFTER) ||
      !find_wait (store, &by_worker, now, wait, error) ||
      !find_wait (store, &by_address, now, &other_wait, error))
    return FALSE;

  *wait = MAX (*wait, other_wait);
  return *wait > 0 || (count (store, &by_worker, now, error) && count (store, &by_address, now, error));
}

/**
 * tsv_guess_forgive:
 * @store: the database
 * @worker: who has proved to be that
 * @address: where from
 * @error: a %G_IO_ERROR
 *
 * The worker's slips are forgotten; of the address only this one, or one right password would buy
 * any number of wrong ones.
 */
gboolean
tsv_guess_forgive (TsvStore *store, const char *worker, const char *address, GError **error)
{
  g_auto(Guesser) by_worker = guesser_of_worker (worker);
  g_auto(Guesser) by_address = guesser_of_address (address);

  return tsv_store_run (store, error, "DELETE FROM guess WHERE who = ?", "b", by_worker.who) &&
         tsv_store_run (store, error, "UPDATE guess SET count = max (count - 1, 0) WHERE who = ?",
                        "b", by_address.who);
}
