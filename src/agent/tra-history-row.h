/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history-call.h"

G_BEGIN_DECLS

#define TRA_TYPE_HISTORY_ROW (tra_history_row_get_type ())
G_DECLARE_FINAL_TYPE (TraHistoryRow, tra_history_row, TRA, HISTORY_ROW, AdwBin)

GtkWidget *tra_history_row_new (void);
void tra_history_row_set_call (TraHistoryRow *self, TraHistoryCall *call, gboolean shows_date);

/* Whether there is a number that can be called. */
gboolean tra_history_row_can_call (TraHistoryCall *call);

G_END_DECLS
