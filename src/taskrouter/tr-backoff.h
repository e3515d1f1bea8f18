/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrBackoff:
 *
 * How long to wait before the next try: full jitter between 0.8 s and a ceiling that doubles with
 * each try, up to 30 s.
 */
typedef struct _TrBackoff TrBackoff;

/**
 * TrRandomFunc:
 * @user_data: what was given beside it
 *
 * Returns: a number from 0 up to, but not including, 1
 */
typedef double (*TrRandomFunc) (gpointer user_data);

TrBackoff *tr_backoff_new (TrRandomFunc random, gpointer user_data);
void tr_backoff_free (TrBackoff *self);

gint64 tr_backoff_next (TrBackoff *self);
void tr_backoff_reset (TrBackoff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrBackoff, tr_backoff_free)

G_END_DECLS
