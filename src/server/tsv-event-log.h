/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-event.h"

G_BEGIN_DECLS

/* Errands: what happened, kept. */
gboolean tsv_event_log_add (TsvStore *store, const TsvEvent *event, gboolean *is_new, GError **error);
gboolean tsv_event_log_forget (TsvStore *store, gint64 before, gboolean *is_done, GError **error);

G_END_DECLS
