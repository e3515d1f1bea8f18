/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TSV_PASSWORD_MAX 512 /* bytes; libxcrypt's own limit */

char *tsv_password_hash (const char *password, int cost, GError **error);
gboolean tsv_password_verify (const char *password, const char *hash);

G_END_DECLS
