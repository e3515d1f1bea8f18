/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"
#include "tra-team-member.h"

G_BEGIN_DECLS

#define TRA_TYPE_TEAM_ROW (tra_team_row_get_type ())
G_DECLARE_FINAL_TYPE (TraTeamRow, tra_team_row, TRA, TEAM_ROW, AdwBin)

GtkWidget *tra_team_row_new (TraSession *session);
void tra_team_row_set_member (TraTeamRow *self, TraTeamMember *member /* nullable */);
char *tra_team_row_describe_task (TraTeamTask *task);

G_END_DECLS
