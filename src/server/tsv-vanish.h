/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-context.h"

G_BEGIN_DECLS

/* Workers whose desk vanished get no more calls. */
typedef struct _TsvVanish TsvVanish;

TsvVanish *tsv_vanish_new (TsvContext *context);
void tsv_vanish_free (TsvVanish *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvVanish, tsv_vanish_free)

G_END_DECLS
