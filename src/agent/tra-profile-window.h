/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_PROFILE_WINDOW (tra_profile_window_get_type ())
G_DECLARE_FINAL_TYPE (TraProfileWindow, tra_profile_window, TRA, PROFILE_WINDOW, AdwWindow)

void tra_profile_window_show (GtkWindow *parent, TraSession *session);

G_END_DECLS
