/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-context.h"

G_BEGIN_DECLS

/* What happened is forgotten after the days that the policy says. */
typedef struct _TsvRetention TsvRetention;

TsvRetention *tsv_retention_new (TsvContext *context);
void tsv_retention_free (TsvRetention *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvRetention, tsv_retention_free)

G_END_DECLS
