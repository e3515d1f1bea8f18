/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRA_TYPE_HEADING (tra_heading_get_type ())
G_DECLARE_FINAL_TYPE (TraHeading, tra_heading, TRA, HEADING, GtkWidget)

void tra_heading_set_text (TraHeading *self, const char *text, const char *number);

G_END_DECLS
