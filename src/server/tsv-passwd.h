/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-config.h"

G_BEGIN_DECLS

gboolean tsv_passwd_run (const TsvConfig *config, const char *worker, gboolean remove, GError **error);

G_END_DECLS
