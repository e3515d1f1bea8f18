/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-log-entry.h"

G_BEGIN_DECLS

#define TRA_TYPE_LOG_ROW (tra_log_row_get_type ())
G_DECLARE_FINAL_TYPE (TraLogRow, tra_log_row, TRA, LOG_ROW, AdwBin)

GtkWidget *tra_log_row_new (void);
void tra_log_row_set_entry (TraLogRow *self, TraLogEntry *entry);

G_END_DECLS
