/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-context.h"

G_BEGIN_DECLS

/* Tasks whose wrap-up takes longer than the policy allows are completed. */
typedef struct _TsvWrapUp TsvWrapUp;

TsvWrapUp *tsv_wrap_up_new (TsvContext *context);
void tsv_wrap_up_free (TsvWrapUp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvWrapUp, tsv_wrap_up_free)

G_END_DECLS
