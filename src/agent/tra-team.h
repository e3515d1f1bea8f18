/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"
#include "tra-team-member.h"

G_BEGIN_DECLS

#define TRA_TYPE_TEAM (tra_team_get_type ())
G_DECLARE_FINAL_TYPE (TraTeam, tra_team, TRA, TEAM, GObject)

/* All workers of a supervisor's workspace. Signals: changed (): it was read anew, or could not be;
 * failed (char *text): what was asked was refused, a sentence for a toast. */
TraTeam *tra_team_new (TraSession *session);
void tra_team_set_watched (TraTeam *self, gboolean is_watched);
void tra_team_refresh (TraTeam *self);

GListModel *tra_team_get_members (TraTeam *self);
TraTeamMember *tra_team_find_member (TraTeam *self, const char *sid); /* nullable */
gboolean tra_team_is_known (TraTeam *self); /* it was read once */
gboolean tra_team_has_failed (TraTeam *self); /* what is shown may be old */

void tra_team_set_activity (TraTeam *self, TraTeamMember *member, TrActivity *activity);
void tra_team_complete (TraTeam *self, TraTeamTask *task);
void tra_team_monitor (TraTeam *self, TraTeamTask *task);

G_END_DECLS
