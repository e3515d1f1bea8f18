/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrdProgress:
 *
 * How far something is that takes long: a line on stderr, if that is a terminal, which is gone when
 * it is done. What takes less than a second says nothing.
 */
typedef struct _TrdProgress TrdProgress;

TrdProgress *trd_progress_new (const char *what, guint total);
void trd_progress_step (TrdProgress *self);
void trd_progress_free (TrdProgress *self);

char *trd_progress_to_text (const char *what, guint done, guint total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdProgress, trd_progress_free)

G_END_DECLS
