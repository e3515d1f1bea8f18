/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* What a sandbox begins with: the same outset and history make the same state. */
typedef struct _TrsOutset TrsOutset;

TrsOutset *trs_outset_new (const char *seed,
                           const char *name,
                           guint32 random_seed,
                           gboolean ignores_post_work_activity);
TrsOutset *trs_outset_new_from_json (JsonObject *object, gint64 *time, GError **error);
void trs_outset_free (TrsOutset *self);

GBytes *trs_outset_to_line (TrsOutset *self, gint64 time);
TrsEngine *trs_outset_make_engine (TrsOutset *self, gint64 real_time, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsOutset, trs_outset_free)

G_END_DECLS
