/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The rows of the preferences about how it rings. */
GtkWidget *tra_ring_rows_new_sound (GSettings *settings);
GtkWidget *tra_ring_rows_new_volume (GSettings *settings);

G_END_DECLS
