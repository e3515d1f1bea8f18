/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: text that must not stay in memory when it is done with. */
typedef char TrSecret;

void tr_secret_free (TrSecret *secret);
void tr_secret_begin (void);
void tr_secret_end (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrSecret, tr_secret_free)

G_END_DECLS
