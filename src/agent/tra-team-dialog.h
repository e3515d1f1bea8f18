/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-team.h"

G_BEGIN_DECLS

/* The questions before something is done to a colleague. @team is asked if the answer is yes. */
void tra_team_dialog_ask_activity (GtkWindow *parent,
                                   TraTeam *team,
                                   TraTeamMember *member,
                                   TrActivity *activity);
void tra_team_dialog_ask_complete (GtkWindow *parent,
                                   TraTeam *team,
                                   TraTeamMember *member,
                                   TraTeamTask *task);
void tra_team_dialog_ask_monitor (GtkWindow *parent,
                                  TraTeam *team,
                                  TraTeamMember *member,
                                  TraTeamTask *task);

G_END_DECLS
