/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRA_TYPE_BUSY_BUTTON (tra_busy_button_get_type ())
G_DECLARE_FINAL_TYPE (TraBusyButton, tra_busy_button, TRA, BUSY_BUTTON, GtkButton)

void tra_busy_button_follow (TraBusyButton *self, const char *busy_verb);

G_END_DECLS
