/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_SIGN_IN_WINDOW (tra_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (TraSignInWindow, tra_sign_in_window, TRA, SIGN_IN_WINDOW, AdwApplicationWindow)

/* The form of who is signed out. */
GtkWidget *tra_sign_in_window_new (GtkApplication *application, TraSession *session);

G_END_DECLS
