/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

/* Who guesses passwords waits longer each time: by the worker that is named, whether or not there is
 * one, and by the address that asks. Kept in the database, so that all instances know. */
gboolean tsv_guess_begin (TsvStore *store,
                          const char *worker,
                          const char *address,
                          gint64 now,
                          int *wait,
                          GError **error);
gboolean tsv_guess_forgive (TsvStore *store,
                            const char *worker,
                            const char *address,
                            GError **error);

G_END_DECLS
