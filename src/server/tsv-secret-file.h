/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tsv_secret_file_check (const char *path, GError **error);
gboolean tsv_secret_file_find (const char *variable, char **secret, GError **error);

G_END_DECLS
