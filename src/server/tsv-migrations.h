/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

gboolean tsv_migrations_run (TsvStore *store, GError **error);

G_END_DECLS
