/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a member of the team works on. Immutable but for whose it is, which is known later. */
typedef struct
{
  char *sid;
  char *key;    /* another one when something of it changed */
  char *status; /* of the task: "reserved", "assigned" or "wrapping" */
  char *caller; /* of no call: its title, or empty */
  char *queue;
  gboolean is_call;
  gint64 since; /* seconds since the epoch, the service's clock */
  char *worker_sid;         /* nullable: not known yet */
  char *reservation_sid;    /* nullable, likewise */
} TraTeamTask;

TraTeamTask *tra_team_task_new_from_json (JsonNode *node, GError **error);
TraTeamTask *tra_team_task_ref (TraTeamTask *self);
void tra_team_task_unref (TraTeamTask *self);
gboolean tra_team_task_take_reservation (TraTeamTask *self, JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraTeamTask, tra_team_task_unref)

#define TRA_TYPE_TEAM_MEMBER (tra_team_member_get_type ())
G_DECLARE_FINAL_TYPE (TraTeamMember, tra_team_member, TRA, TEAM_MEMBER, GObject)

/* A worker, as a supervisor sees him. Signal changed (): after an update. */
TraTeamMember *tra_team_member_new (const char *sid);
gboolean tra_team_member_update_from_json (TraTeamMember *self, JsonNode *node, GError **error);
void tra_team_member_set_tasks (TraTeamMember *self, GPtrArray *tasks);

const char *tra_team_member_get_sid (TraTeamMember *self);
const char *tra_team_member_get_name (TraTeamMember *self);
const char *tra_team_member_get_activity_sid (TraTeamMember *self);
const char *tra_team_member_get_activity_name (TraTeamMember *self);
const char *tra_team_member_get_skills (TraTeamMember *self);
gboolean tra_team_member_is_available (TraTeamMember *self);
gint64 tra_team_member_get_since (TraTeamMember *self);
GPtrArray *tra_team_member_get_tasks (TraTeamMember *self);
TraTeamTask *tra_team_member_find_task (TraTeamMember *self, const char *sid);
gboolean tra_team_member_matches (TraTeamMember *self, const char *needle);

G_END_DECLS
