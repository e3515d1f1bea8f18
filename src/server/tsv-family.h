/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-refresh.h"
#include "tsv-store.h"

G_BEGIN_DECLS

#define TSV_MAX_DEVICE 128 /* bytes of what a client calls its device, or a try */

/**
 * TsvFamily:
 *
 * One session in the database: what to look for, and what was found.
 */
typedef struct
{
  TsvRefresh presented; /* what somebody came with; nothing when it begins */
  TsvRefresh next;      /* what it is renewed to */
  GBytes *device;       /* owned: the digest of the device's id */
  GBytes *attempt;      /* owned, nullable: the digest of what a try that is made again repeats */
  gint64 now;
  gint64 expires; /* of what it is renewed to */

  char *worker;       /* owned: its name */
  char *worker_sid;   /* owned */
  gboolean is_shared; /* it began with the shared password */
  gboolean is_over;
} TsvFamily;

void tsv_family_free (gpointer self);

/* Errands: TsvDatabaseFunc with a TsvFamily. */
gboolean tsv_family_begin (TsvStore *store, gpointer family, GError **error);
gboolean tsv_family_renew (TsvStore *store, gpointer family, GError **error);
gboolean tsv_family_end (TsvStore *store, gpointer family, GError **error);

gboolean tsv_family_end_of_worker (TsvStore *store, const char *worker, GError **error);
gboolean tsv_family_end_shared (TsvStore *store, GError **error);

G_END_DECLS
