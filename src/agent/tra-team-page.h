/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_TEAM_PAGE (tra_team_page_get_type ())
G_DECLARE_FINAL_TYPE (TraTeamPage, tra_team_page, TRA, TEAM_PAGE, AdwBin)

GtkWidget *tra_team_page_new (TraSession *session);

G_END_DECLS
