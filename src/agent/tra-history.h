/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"
#include "tra-history-call.h"
#include "tra-history-file.h"

G_BEGIN_DECLS

#define TRA_TYPE_HISTORY (tra_history_get_type ())
G_DECLARE_FINAL_TYPE (TraHistory, tra_history, TRA, HISTORY, GObject)

/*
 * What one agent did at this desk, for the days that the setting history-days says. In memory at
 * once; in its file by a thread of its own, in order. Without a file it goes on in memory.
 * Signals: changed (): calls or times in status are new; trouble (char *text): the file can't be
 * used, translated; once.
 */
TraHistory *tra_history_new (TrClock *clock, GSettings *settings, const char *path);

void tra_history_open (TraHistory *self, const char *worker, gboolean is_kept);
void tra_history_close (TraHistory *self); /* forgets what is in memory */
gboolean tra_history_is_open (TraHistory *self);
TrClock *tra_history_get_clock (TraHistory *self);

GListModel *tra_history_get_calls (TraHistory *self); /* of TraHistoryCall, the newest first */
void tra_history_add (TraHistory *self, TraCallRecord *record); /* takes it */
void tra_history_remove (TraHistory *self, TraHistoryCall *call);
GPtrArray *tra_history_remove_all (TraHistory *self); /* what was there, for restore */
void tra_history_restore (TraHistory *self, TraHistoryCall *call);

/* The status from now on; NULL: nothing is known from now on. */
void tra_history_tell_status (TraHistory *self, const char *activity, gboolean is_available);
GPtrArray *tra_history_get_spans (TraHistory *self); /* of TraStatusSpan; the last one goes on */

G_END_DECLS
