/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/* A target's order_by: who comes first among the workers who can take the task. */
typedef struct _TrsOrderBy TrsOrderBy;

#define TRS_ORDER_BY_MAX_CLAUSES 8

/* What a worker is worth to each clause. */
typedef struct
{
  gboolean has_value[TRS_ORDER_BY_MAX_CLAUSES];
  gint64 value[TRS_ORDER_BY_MAX_CLAUSES];
} TrsOrderByKey;

TrsOrderBy *trs_order_by_new (const char *text, GError **error);
void trs_order_by_free (TrsOrderBy *self);

const char *trs_order_by_get_text (TrsOrderBy *self);
void trs_order_by_read (TrsOrderBy *self, TrsWorker *worker, TrsOrderByKey *key);
int trs_order_by_compare (TrsOrderBy *self, const TrsOrderByKey *left, const TrsOrderByKey *right);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsOrderBy, trs_order_by_free)

G_END_DECLS
