/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-team-private.h"

#include "tr-json.h"

/* Read this often while somebody looks: two lists, and one request for each task that is new. The
 * service's limits are far above that. */
#define INTERVAL (5 * (gint64) G_USEC_PER_SEC)
/* Of tasks at most, at a time: the rest is told at the next one. */
#define MAX_QUESTIONS 40
#define MAX_MEMBERS 1000
#define MAX_TASKS 1000
#define OPEN_STATUSES "reserved,assigned,wrapping"

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraTeam, tra_team, G_TYPE_OBJECT)

char *
tra_team_dup_path (TraTeam *self, const char *below)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  g_autofree char *workspace =
      g_uri_escape_string (tr_worker_get_workspace_sid (worker), NULL, FALSE);

  return g_strdup_printf ("Workspaces/%s/%s", workspace, below);
}

void
tra_team_tell (TraTeam *self, const char *text)
{
  g_signal_emit (self, signals[FAILED], 0, text);
}

/* Signed out, or no supervisor any more, while an answer was on its way. */
static gboolean
is_over (TraTeam *self)
{
  if (tra_session_get_supervisor_client (self->session) != NULL)
    return FALSE;

  self->is_reading = FALSE;
  return TRUE;
}

static void
finish (TraTeam *self, const GError *error)
{
  self->is_reading = FALSE;
  self->has_failed = error != NULL;
  self->is_known = self->is_known || error == NULL;
  if (error != NULL)
    g_info ("The team: %s", error->message);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Who works on what ---- */

static void
take_tasks (TraTeam *self)
{
  guint n_members = g_list_model_get_n_items (G_LIST_MODEL (self->members));
  GHashTableIter iter;
  gpointer task;

  for (guint i = 0; i < n_members; i++)
    {
      g_autoptr(TraTeamMember) member = g_list_model_get_item (G_LIST_MODEL (self->members), i);
      GPtrArray *tasks =
          g_ptr_array_new_with_free_func ((GDestroyNotify) tra_team_task_unref);

      g_hash_table_iter_init (&iter, self->tasks);
      while (g_hash_table_iter_next (&iter, NULL, &task))
        if (g_strcmp0 (((TraTeamTask *) task)->worker_sid, tra_team_member_get_sid (member)) == 0)
          g_ptr_array_add (tasks, tra_team_task_ref (task));
      tra_team_member_set_tasks (member, tasks);
    }
  finish (self, NULL);
}

static void ask_next (TraTeam *self);

static void
reservations_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraTeam *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);
  g_autoptr(TraTeamTask) task = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || is_over (self))
    return;

  /* A task that went away meanwhile is no failure: it is nobody's. */
  task = g_queue_pop_head (&self->questions);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!tra_team_task_take_reservation (task, json_array_get_element (list, i), &error))
      {
        g_info ("The team: %s", error->message);
        g_clear_error (&error);
      }
  ask_next (self);
}

static void
ask_next (TraTeam *self)
{
  TraTeamTask *task = g_queue_peek_head (&self->questions);
  TrClient *client = tra_session_get_supervisor_client (self->session);
  g_autofree char *escaped = NULL;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (task == NULL)
    {
      take_tasks (self);
      return;
    }

  escaped = g_uri_escape_string (task->sid, NULL, FALSE);
  below = g_strdup_printf ("Tasks/%s/Reservations", escaped);
  path = tra_team_dup_path (self, below);
  tr_client_list_async (client, TR_SERVICE_TASKROUTER, path, NULL, MAX_TASKS, self->cancellable,
                        reservations_cb, self);
}

/* Of a task that is as it was, it is known whose it is; a second is long, so a young one is asked
 * about again. */
static gboolean
is_settled (TraTeam *self, TraTeamTask *known, TraTeamTask *task)
{
  gint64 now = tr_worker_get_service_time (tra_session_get_worker (self->session));

  return known != NULL && known->worker_sid != NULL && g_str_equal (known->key, task->key) &&
         now / G_USEC_PER_SEC - task->since > 2;
}

static void
take_task_list (TraTeam *self, JsonArray *list)
{
  GHashTable *tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) tra_team_task_unref);

  g_queue_clear_full (&self->questions, (GDestroyNotify) tra_team_task_unref);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TraTeamTask) task =
          tra_team_task_new_from_json (json_array_get_element (list, i), &error);
      TraTeamTask *known;

      if (task == NULL)
        {
          g_info ("The team: %s", error->message);
          continue;
        }
      known = g_hash_table_lookup (self->tasks, task->sid);
      if (is_settled (self, known, task))
        {
          g_hash_table_replace (tasks, known->sid, tra_team_task_ref (known));
          continue;
        }
      if (self->questions.length < MAX_QUESTIONS)
        g_queue_push_tail (&self->questions, tra_team_task_ref (task));
      g_hash_table_replace (tasks, task->sid, tra_team_task_ref (task));
    }
  g_hash_table_unref (self->tasks);
  self->tasks = tasks;
  ask_next (self);
}

static void
tasks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraTeam *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || is_over (self))
    return;
  if (list == NULL)
    finish (self, error);
  else
    take_task_list (self, list);
}

/* ---- Who is there ---- */

static TraTeamMember *
find_member (TraTeam *self, const char *sid, guint *position)
{
  guint n_members = g_list_model_get_n_items (G_LIST_MODEL (self->members));

  for (guint i = 0; i < n_members; i++)
    {
      /* Borrowed: the list holds it on. */
      g_autoptr(TraTeamMember) member = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      if (g_strcmp0 (tra_team_member_get_sid (member), sid) == 0)
        {
          *position = i;
          return member;
        }
    }

  return NULL;
}

static void
take_member (TraTeam *self, JsonNode *node, GHashTable *seen)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object;
  const char *sid = NULL;
  TraTeamMember *known;
  g_autoptr(TraTeamMember) fresh = NULL;
  guint position;

  if (!tr_json_expect_object (node, &object, &error) ||
      !tr_json_expect_id (object, "sid", &sid, &error))
    {
      g_info ("The team: %s", error->message);
      return;
    }

  known = find_member (self, sid, &position);
  if (known == NULL)
    known = fresh = tra_team_member_new (sid);
  if (!tra_team_member_update_from_json (known, node, &error))
    {
      g_info ("The team: %s", error->message);
      return;
    }
  if (fresh != NULL)
    g_list_store_append (self->members, fresh);
  g_hash_table_add (seen, (gpointer) tra_team_member_get_sid (known));
}

static void
take_member_list (TraTeam *self, JsonArray *list)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (list); i++)
    take_member (self, json_array_get_element (list, i), seen);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->members)); i > 0; i--)
    {
      g_autoptr(TraTeamMember) member =
          g_list_model_get_item (G_LIST_MODEL (self->members), i - 1);

      if (!g_hash_table_contains (seen, tra_team_member_get_sid (member)))
        g_list_store_remove (self->members, i - 1);
    }
}

static void
members_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const query[] = { "AssignmentStatus", OPEN_STATUSES, NULL };
  TraTeam *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);
  g_autofree char *path = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || is_over (self))
    return;
  if (list == NULL)
    {
      finish (self, error);
      return;
    }

  take_member_list (self, list);
  path = tra_team_dup_path (self, "Tasks");
  tr_client_list_async (TR_CLIENT (source), TR_SERVICE_TASKROUTER, path, query, MAX_TASKS,
                        self->cancellable, tasks_cb, self);
}

/**
 * tra_team_refresh:
 * @self: a team
 *
 * Reads it anew; TraTeam::changed follows.
 */
void
tra_team_refresh (TraTeam *self)
{
  TrClient *client;
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_TEAM (self));

  client = tra_session_get_supervisor_client (self->session);
  if (client == NULL || self->is_reading)
    return;

  self->is_reading = TRUE;
  path = tra_team_dup_path (self, "Workers");
  tr_client_list_async (client, TR_SERVICE_TASKROUTER, path, NULL, MAX_MEMBERS, self->cancellable,
                        members_cb, self);
}

static void
ticked_cb (gpointer user_data)
{
  tra_team_refresh (user_data);
}

/**
 * tra_team_set_watched:
 * @self: a team
 * @is_watched: whether somebody looks at it; else nothing is read
 */
void
tra_team_set_watched (TraTeam *self, gboolean is_watched)
{
  g_return_if_fail (TRA_IS_TEAM (self));

  tra_ticker_set_interval (self->ticker, is_watched ? INTERVAL : 0);
  if (is_watched)
    tra_team_refresh (self);
}

static void
tra_team_dispose (GObject *object)
{
  TraTeam *self = TRA_TEAM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_team_parent_class)->dispose (object);
}

static void
tra_team_finalize (GObject *object)
{
  TraTeam *self = TRA_TEAM (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->members);
  g_hash_table_unref (self->tasks);
  g_queue_clear_full (&self->questions, (GDestroyNotify) tra_team_task_unref);
  G_OBJECT_CLASS (tra_team_parent_class)->finalize (object);
}

static void
tra_team_class_init (TraTeamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_team_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_team_finalize;

  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_TEAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", TRA_TYPE_TEAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_team_init (TraTeam *self)
{
  self->cancellable = g_cancellable_new ();
  self->members = g_list_store_new (TRA_TYPE_TEAM_MEMBER);
  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) tra_team_task_unref);
  g_queue_init (&self->questions);
}

/**
 * tra_team_new:
 * @session: of a supervisor; for anybody else the team stays empty
 *
 * Returns: (transfer full): a team that was not read yet
 */
TraTeam *
tra_team_new (TraSession *session)
{
  TraTeam *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_TEAM, NULL);
  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  return self;
}

GListModel *
tra_team_get_members (TraTeam *self)
{
  g_return_val_if_fail (TRA_IS_TEAM (self), NULL);

  return G_LIST_MODEL (self->members);
}

TraTeamMember *
tra_team_find_member (TraTeam *self, const char *sid)
{
  guint position;

  g_return_val_if_fail (TRA_IS_TEAM (self), NULL);

  return find_member (self, sid, &position);
}

gboolean
tra_team_is_known (TraTeam *self)
{
  g_return_val_if_fail (TRA_IS_TEAM (self), FALSE);

  return self->is_known;
}

gboolean
tra_team_has_failed (TraTeam *self)
{
  g_return_val_if_fail (TRA_IS_TEAM (self), FALSE);

  return self->has_failed;
}
