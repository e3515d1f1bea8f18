/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-lease.h"

/**
 * tsv_lease_take:
 * @store: the database
 * @name: what it is for
 * @holder: who we are
 * @now: seconds since the epoch
 * @seconds: that it is to hold; it is taken again before
 * @is_ours: (out): whether we have it now
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_lease_take (TsvStore *store,
                const char *name,
                const char *holder,
                gint64 now,
                int seconds,
                gboolean *is_ours,
                GError **error)
{
  if (!tsv_store_run (store, error,
                      "INSERT INTO lease (name, holder, until) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                      " until = excluded.until WHERE holder = excluded.holder OR until <= ?4",
                      "ttii", name, holder, now + seconds, now))
    return FALSE;
  *is_ours = tsv_store_get_changes (store) > 0;
  return TRUE;
}
