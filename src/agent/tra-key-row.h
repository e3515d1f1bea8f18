/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TRA_TYPE_KEY_ROW (tra_key_row_get_type ())
G_DECLARE_FINAL_TYPE (TraKeyRow, tra_key_row, TRA, KEY_ROW, AdwActionRow)

GtkWidget *tra_key_row_new (GSettings *settings, const char *action, const char *title);
/* What a press of these keys means while the row asks for new ones; a sentence if they can't be. */
char *tra_key_row_take (TraKeyRow *self, guint key, GdkModifierType modifiers);

G_END_DECLS
