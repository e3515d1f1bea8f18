/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-team.h"
#include "tra-ticker.h"

G_BEGIN_DECLS

/* One object in two files: tra-team.c reads, tra-team-orders.c asks. */
struct _TraTeam
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  TraTicker *ticker;         /* owned */
  GCancellable *cancellable; /* owned; of all requests */
  GListStore *members;       /* owned, of TraTeamMember */
  GHashTable *tasks;         /* owned: SID → TraTeamTask, of all that are open */
  GQueue questions;          /* of TraTeamTask: whose are they? */
  gboolean is_reading;
  gboolean is_known;
  gboolean has_failed;
};

char *tra_team_dup_path (TraTeam *self, const char *below);
void tra_team_tell (TraTeam *self, const char *text);

G_END_DECLS
