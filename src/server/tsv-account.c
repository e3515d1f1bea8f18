/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-account.h"

#include "tsv-family.h"
#include "tsv-password.h"

#define FIND_SHARED "SELECT value FROM setting WHERE name = 'shared-password'"

static gboolean
find_text (TsvStore *store, char **text, GError **error, const char *sql, const char *types,
           const char *value)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, sql, types, value))
    return FALSE;
  *text = row != NULL ? g_strdup (tsv_row_get_text (row, 0)) : NULL;
  return TRUE;
}

/**
 * tsv_account_find_hash:
 * @store: the database
 * @worker: a worker's name
 * @hash: (out) (transfer full) (nullable): of the password that is right; %NULL: none is
 * @is_shared: (out): whether it is the shared one
 * @error: a %G_IO_ERROR
 *
 * Who has a password of its own has no other: the shared one must not open what somebody has locked.
 */
gboolean
tsv_account_find_hash (TsvStore *store,
                       const char *worker,
                       char **hash,
                       gboolean *is_shared,
                       GError **error)
{
  if (!find_text (store, hash, error, "SELECT hash FROM password WHERE worker = ?", "t", worker))
    return FALSE;
  *is_shared = *hash == NULL;
  return *hash != NULL || find_text (store, hash, error, FIND_SHARED, "", NULL);
}

/**
 * tsv_account_set_hash:
 * @store: the database
 * @worker: a worker's name
 * @hash: from tsv_password_hash()
 * @now: seconds since the epoch
 * @error: a %G_IO_ERROR
 *
 * The worker's sessions are over: a password is changed when somebody else knows it.
 */
gboolean
tsv_account_set_hash (TsvStore *store,
                      const char *worker,
                      const char *hash,
                      gint64 now,
                      GError **error)
{
  return tsv_store_run (store, error,
                        "INSERT OR REPLACE INTO password (worker, hash, changed) VALUES (?, ?, ?)",
                        "tti", worker, hash, now) &&
         tsv_family_end_of_worker (store, worker, error);
}

/**
 * tsv_account_remove:
 * @store: the database
 * @worker: a worker's name
 * @error: %G_IO_ERROR_NOT_FOUND where it has no password of its own
 *
 * The worker's sessions are over.
 */
gboolean
tsv_account_remove (TsvStore *store, const char *worker, GError **error)
{
  if (!tsv_store_run (store, error, "DELETE FROM password WHERE worker = ?", "t", worker))
    return FALSE;
  if (tsv_store_get_changes (store) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no such password");
      return FALSE;
    }
  return tsv_family_end_of_worker (store, worker, error);
}

/**
 * tsv_account_share:
 * @store: the database
 * @password: (nullable): what those may use who have no password of their own; %NULL: they have none
 * @cost: of its hash
 * @error: a %G_IO_ERROR
 *
 * Sessions that began with another shared password are over. Blocks: for the start of a server.
 */
gboolean
tsv_account_share (TsvStore *store, const char *password, int cost, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *hash = NULL;

  if (!find_text (store, &known, error, FIND_SHARED, "", NULL))
    return FALSE;
  if (password == NULL ? known == NULL : known != NULL && tsv_password_verify (password, known))
    return TRUE;

  if (!tsv_family_end_shared (store, error) ||
      !tsv_store_run (store, error, "DELETE FROM setting WHERE name = 'shared-password'", ""))
    return FALSE;
  if (password == NULL)
    return TRUE;
  hash = tsv_password_hash (password, cost, error);
  return hash != NULL &&
         tsv_store_run (store, error,
                        "INSERT INTO setting (name, value) VALUES ('shared-password', ?)", "t", hash);
}
