/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRA_TYPE_ADAPTIVE_BOX (tra_adaptive_box_get_type ())
G_DECLARE_FINAL_TYPE (TraAdaptiveBox, tra_adaptive_box, TRA, ADAPTIVE_BOX, GtkWidget)

gboolean tra_adaptive_box_is_stacked (TraAdaptiveBox *self);

G_END_DECLS
