/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

/* Workers' passwords in the database, as hashes: each worker's own, and the one that those share who
 * have none. */
gboolean tsv_account_find_hash (TsvStore *store,
                                const char *worker,
                                char **hash,
                                gboolean *is_shared,
                                GError **error);
gboolean tsv_account_set_hash (TsvStore *store,
                               const char *worker,
                               const char *hash,
                               gint64 now,
                               GError **error);
gboolean tsv_account_remove (TsvStore *store, const char *worker, GError **error);
gboolean tsv_account_share (TsvStore *store, const char *password, int cost, GError **error);

G_END_DECLS
