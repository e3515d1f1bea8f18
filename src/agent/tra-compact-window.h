/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_COMPACT_WINDOW (tra_compact_window_get_type ())
G_DECLARE_FINAL_TYPE (TraCompactWindow, tra_compact_window, TRA, COMPACT_WINDOW, AdwWindow)

/* One line of the desk, to be kept beside other programs. */
TraCompactWindow *tra_compact_window_new (GtkApplication *application, TraSession *session);
gboolean tra_compact_window_raise (GtkApplication *application); /* whether there is one */

G_END_DECLS
