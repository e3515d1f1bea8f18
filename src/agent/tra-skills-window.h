/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_SKILLS_WINDOW (tra_skills_window_get_type ())
G_DECLARE_FINAL_TYPE (TraSkillsWindow, tra_skills_window, TRA, SKILLS_WINDOW, AdwWindow)

void tra_skills_window_show (GtkWindow *parent, TraSession *session);

G_END_DECLS
