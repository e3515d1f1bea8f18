/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A refresh token is "tsr_" and two random numbers: a family, which a session keeps all its life, and
 * a secret, which is new each time. The database has the family and the secret's digest. */
#define TSV_REFRESH_FAMILY_BYTES 16
#define TSV_REFRESH_SECRET_BYTES 32

typedef struct
{
  GBytes *family; /* owned */
  GBytes *secret; /* owned: its digest */
} TsvRefresh;

gboolean tsv_refresh_new (TsvRefresh *self, GBytes *family, char **text);
gboolean tsv_refresh_parse (TsvRefresh *self, const char *text);
void tsv_refresh_clear (TsvRefresh *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsvRefresh, tsv_refresh_clear)

G_END_DECLS
