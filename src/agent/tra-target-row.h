/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-directory.h"

G_BEGIN_DECLS

#define TRA_TYPE_TARGET_ROW (tra_target_row_get_type ())
G_DECLARE_FINAL_TYPE (TraTargetRow, tra_target_row, TRA, TARGET_ROW, AdwActionRow)

GtkWidget *tra_target_row_new (TraTarget *target, GtkCheckButton *group);
TraTarget *tra_target_row_get_target (TraTargetRow *self);
GtkCheckButton *tra_target_row_get_check (TraTargetRow *self);
gboolean tra_target_row_matches (TraTargetRow *self, const char *words);

G_END_DECLS
