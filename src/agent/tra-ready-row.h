/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  TRA_READY_UNKNOWN,
  TRA_READY_CHECKING,
  TRA_READY_GOOD,
  TRA_READY_NOTE, /* works, but is to be known */
  TRA_READY_BAD,
} TraReadyState;

#define TRA_TYPE_READY_ROW (tra_ready_row_get_type ())
G_DECLARE_FINAL_TYPE (TraReadyRow, tra_ready_row, TRA, READY_ROW, AdwActionRow)

GtkWidget *tra_ready_row_new (const char *title);
void tra_ready_row_set (TraReadyRow *self, TraReadyState state, const char *text);
TraReadyState tra_ready_row_get_state (TraReadyRow *self);

G_END_DECLS
