/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_DIAGNOSTICS_WINDOW (tra_diagnostics_window_get_type ())
G_DECLARE_FINAL_TYPE (TraDiagnosticsWindow, tra_diagnostics_window, TRA, DIAGNOSTICS_WINDOW,
                      AdwWindow)

GtkWidget *tra_diagnostics_window_new (GtkWindow *parent, /* nullable */
                                       TraSession *session,
                                       GDBusConnection *connection /* nullable */);

G_END_DECLS
