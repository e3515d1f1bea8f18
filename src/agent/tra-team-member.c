/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-team-member.h"

#include <string.h>

#include "tr-json.h"
#include "tra-plain-text.h"
#include "tra-team-date.h"

#define MAX_NAME 64
#define MAX_SKILLS 12

/**
 * TraTeamMember:
 *
 * One worker of the workspace: status, since when, skills, and what he works on.
 */
struct _TraTeamMember
{
  GObject parent_instance;

  char *sid;           /* owned */
  char *name;          /* owned */
  char *activity_sid;  /* owned */
  char *activity_name; /* owned */
  char *skills;        /* owned: "sales, support"; empty: none */
  gboolean is_available;
  gint64 since;
  GPtrArray *tasks;    /* owned, of TraTeamTask */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraTeamMember, tra_team_member, G_TYPE_OBJECT)

static void
tra_team_member_finalize (GObject *object)
{
  TraTeamMember *self = TRA_TEAM_MEMBER (object);

  g_free (self->sid);
  g_free (self->name);
  g_free (self->activity_sid);
  g_free (self->activity_name);
  g_free (self->skills);
  g_ptr_array_unref (self->tasks);
  G_OBJECT_CLASS (tra_team_member_parent_class)->finalize (object);
}

static void
tra_team_member_class_init (TraTeamMemberClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_team_member_finalize;

  /**
   * TraTeamMember::changed:
   *
   * What it tells may be new.
   */
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_TEAM_MEMBER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_team_member_init (TraTeamMember *self)
{
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_team_task_unref);
}

/**
 * tra_team_member_new:
 * @sid: the worker's
 *
 * Returns: (transfer full): a member of whom nothing else is known yet
 */
TraTeamMember *
tra_team_member_new (const char *sid)
{
  TraTeamMember *self = g_object_new (TRA_TYPE_TEAM_MEMBER, NULL);

  self->sid = g_strdup (sid);
  self->name = g_strdup ("");
  self->activity_sid = g_strdup ("");
  self->activity_name = g_strdup ("");
  self->skills = g_strdup ("");
  return self;
}

/* Attributes are the administrators': "skills" is a list of words by custom, and what is none is left
 * out. Source: the service's pages on worker attributes. */
static char *
read_skills (JsonObject *attributes)
{
  g_autoptr(GString) skills = g_string_new (NULL);
  JsonArray *list = NULL;

  if (!tr_json_expect_array (attributes, "skills", &list, NULL))
    return g_strdup ("");

  for (guint i = 0; i < MIN (json_array_get_length (list), MAX_SKILLS); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autofree char *word = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      word = tra_plain_text (json_node_get_string (node), MAX_NAME);
      if (skills->len > 0)
        g_string_append (skills, ", ");
      g_string_append (skills, word);
    }
  return g_string_free (g_steal_pointer (&skills), FALSE);
}

static void
take (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

/**
 * tra_team_member_update_from_json:
 * @self: a member
 * @node: the worker, as the service's REST API tells of one
 * @error: return location for a %TR_ERROR_PROTOCOL
 *
 * Emits nothing: tra_team_member_set_tasks(), which comes after it, does.
 *
 * Returns: whether it could be read; if not, nothing has changed
 */
gboolean
tra_team_member_update_from_json (TraTeamMember *self, JsonNode *node, GError **error)
{
  g_autoptr(JsonObject) attributes = NULL;
  const char *name, *activity_sid, *activity_name, *date;
  gboolean is_available;
  JsonObject *object;

  g_return_val_if_fail (TRA_IS_TEAM_MEMBER (self), FALSE);

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_string (object, "friendly_name", &name, error) ||
      !tr_json_expect_id (object, "activity_sid", &activity_sid, error) ||
      !tr_json_expect_string (object, "activity_name", &activity_name, error) ||
      !tr_json_expect_bool (object, "available", &is_available, error) ||
      !tr_json_expect_string (object, "date_status_changed", &date, error) ||
      !tr_json_expect_nested_rounded (object, "attributes", &attributes, error))
    {
      g_prefix_error_literal (error, "Worker: ");
      return FALSE;
    }

  take (&self->name, tra_plain_text (name, MAX_NAME));
  take (&self->activity_sid, g_strdup (activity_sid));
  take (&self->activity_name, tra_plain_text (activity_name, MAX_NAME));
  take (&self->skills, read_skills (attributes));
  self->is_available = is_available;
  self->since = tra_team_date_read (date);
  return TRUE;
}

/**
 * tra_team_member_set_tasks:
 * @self: a member
 * @tasks: (transfer full): of TraTeamTask, what he works on now
 */
void
tra_team_member_set_tasks (TraTeamMember *self, GPtrArray *tasks)
{
  g_return_if_fail (TRA_IS_TEAM_MEMBER (self));

  g_ptr_array_unref (self->tasks);
  self->tasks = tasks;
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
tra_team_member_get_sid (TraTeamMember *self)
{
  return self->sid;
}

const char *
tra_team_member_get_name (TraTeamMember *self)
{
  return self->name;
}

const char *
tra_team_member_get_activity_sid (TraTeamMember *self)
{
  return self->activity_sid;
}

const char *
tra_team_member_get_activity_name (TraTeamMember *self)
{
  return self->activity_name;
}

/**
 * tra_team_member_get_skills:
 * @self: a member
 *
 * Returns: "sales, support"; empty if there are none
 */
const char *
tra_team_member_get_skills (TraTeamMember *self)
{
  return self->skills;
}

gboolean
tra_team_member_is_available (TraTeamMember *self)
{
  return self->is_available;
}

/**
 * tra_team_member_get_since:
 * @self: a member
 *
 * Returns: when the status was set: seconds since the epoch by the service's clock; 0: not known
 */
gint64
tra_team_member_get_since (TraTeamMember *self)
{
  return self->since;
}

/**
 * tra_team_member_get_tasks:
 * @self: a member
 *
 * Returns: (transfer none) (element-type TraTeamTask): what he works on
 */
GPtrArray *
tra_team_member_get_tasks (TraTeamMember *self)
{
  return self->tasks;
}

/**
 * tra_team_member_find_task:
 * @self: a member
 * @sid: a task's
 *
 * Returns: (transfer none) (nullable): that one of his tasks
 */
TraTeamTask *
tra_team_member_find_task (TraTeamMember *self, const char *sid)
{
  for (guint i = 0; i < self->tasks->len; i++)
    {
      TraTeamTask *task = g_ptr_array_index (self->tasks, i);

      if (g_strcmp0 (task->sid, sid) == 0)
        return task;
    }

  return NULL;
}

static gboolean
has (const char *text, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, needle) != NULL;
}

/**
 * tra_team_member_matches:
 * @self: a member
 * @needle: case-folded; empty: everybody matches
 *
 * Returns: whether it is in his name, status, skills, or in the queue of a task of his
 */
gboolean
tra_team_member_matches (TraTeamMember *self, const char *needle)
{
  g_return_val_if_fail (TRA_IS_TEAM_MEMBER (self), FALSE);

  if (*needle == '\0' || has (self->name, needle) || has (self->activity_name, needle) ||
      has (self->skills, needle))
    return TRUE;

  for (guint i = 0; i < self->tasks->len; i++)
    if (has (((TraTeamTask *) g_ptr_array_index (self->tasks, i))->queue, needle))
      return TRUE;

  return FALSE;
}
