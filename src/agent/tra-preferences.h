/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_PREFERENCES (tra_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TraPreferences, tra_preferences, TRA, PREFERENCES, AdwPreferencesWindow)

TraPreferences *tra_preferences_new (GtkApplication *application, TraSession *session);
void tra_preferences_show (GtkApplication *application, TraSession *session);

G_END_DECLS
