/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"
#include "tra-log-entry.h"

G_BEGIN_DECLS

#define TRA_LOG_MAX 1000

#define TRA_TYPE_LOG (tra_log_get_type ())
G_DECLARE_FINAL_TYPE (TraLog, tra_log, TRA, LOG, GObject)

/* The activity log: a GListModel of TraLogEntry, oldest first, of at most TRA_LOG_MAX. */
TraLog *tra_log_new (TrClock *clock);

void tra_log_add (TraLog *self, TraLogKind kind, const char *format, ...) G_GNUC_PRINTF (3, 4);
void tra_log_clear (TraLog *self);
void tra_log_restore (TraLog *self); /* undoes the last clear */
void tra_log_forget (TraLog *self);  /* all of it, for good */
char *tra_log_to_text (TraLog *self, GListModel *entries /* nullable: all */);

G_END_DECLS
