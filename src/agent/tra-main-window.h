/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"
#include "tra-log.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_MAIN_WINDOW (tra_main_window_get_type ())
G_DECLARE_FINAL_TYPE (TraMainWindow, tra_main_window, TRA, MAIN_WINDOW, AdwApplicationWindow)

TraMainWindow *tra_main_window_new (GtkApplication *application, TraSession *session, TraLog *log);
void tra_main_window_set_history (TraMainWindow *self, TraHistory *history);

G_END_DECLS
