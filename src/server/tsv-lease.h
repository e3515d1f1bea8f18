/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

/* Of several instances with one database, one does what need not be done twice. */
gboolean tsv_lease_take (TsvStore *store,
                         const char *name,
                         const char *holder,
                         gint64 now,
                         int seconds,
                         gboolean *is_ours,
                         GError **error);

G_END_DECLS
