/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-line.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_LINE_ROW (tra_line_row_get_type ())
G_DECLARE_FINAL_TYPE (TraLineRow, tra_line_row, TRA, LINE_ROW, AdwActionRow)

GtkWidget *tra_line_row_new (const char *call_sid);
const char *tra_line_row_get_call_sid (TraLineRow *self);
void tra_line_row_update (TraLineRow *self, TraSession *session, TraLeg *leg);

G_END_DECLS
