/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrSeenEvents:
 *
 * A short memory of what was told already. Events have no ids, so one that changes no state that
 * we keep (a transfer's attempt, a task's update) is known again by what it is about.
 */
typedef struct _TrSeenEvents TrSeenEvents;

TrSeenEvents *tr_seen_events_new (void);
void tr_seen_events_free (TrSeenEvents *self);

gboolean tr_seen_events_add (TrSeenEvents *self, guint kind, const char *sid, gint64 version);
void tr_seen_events_clear (TrSeenEvents *self);

G_END_DECLS
