/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_WALLBOARD (tra_wallboard_get_type ())
G_DECLARE_FINAL_TYPE (TraWallboard, tra_wallboard, TRA, WALLBOARD, AdwWindow)

GtkWidget *tra_wallboard_new (GtkApplication *application, TraSession *session);
void tra_wallboard_toggle (GtkApplication *application, TraSession *session);

G_END_DECLS
