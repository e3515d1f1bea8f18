/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-directory.h"

#include "tr-json.h"
#include "tra-target-private.h"

/* As many as a list can be looked through; who has more searches by the service's own means. */
#define MAX_WORKERS 2000
/* Who can take one more call. Source: the service's guide to expressions, "Worker channels". */
#define CAN_TAKE_CALLS "worker.channel.voice.available_capacity_percentage > 0"

/**
 * TraDirectory:
 *
 * Who else is in a workspace, and which queues. Asked of the service each time that it is opened:
 * who is free now is not worth knowing later.
 */
struct _TraDirectory
{
  GObject parent_instance;

  TrClient *client;          /* owned */
  char *workspace_sid;       /* owned */
  GHashTable *names;         /* owned; worker SID → name; "" while it is asked for */
  GCancellable *cancellable; /* owned; of names */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraDirectory, tra_directory, G_TYPE_OBJECT)

static void
tra_directory_dispose (GObject *object)
{
  TraDirectory *self = TRA_DIRECTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (tra_directory_parent_class)->dispose (object);
}

static void
tra_directory_finalize (GObject *object)
{
  TraDirectory *self = TRA_DIRECTORY (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->names);
  g_free (self->workspace_sid);
  G_OBJECT_CLASS (tra_directory_parent_class)->finalize (object);
}

static void
tra_directory_class_init (TraDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_directory_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_directory_finalize;
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_DIRECTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
tra_directory_init (TraDirectory *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * tra_directory_new:
 * @client: with the right to read the workspace
 * @workspace_sid: of which
 *
 * Returns: (transfer full): a directory that has asked for nothing yet
 */
TraDirectory *
tra_directory_new (TrClient *client, const char *workspace_sid)
{
  TraDirectory *self;

  g_return_val_if_fail (TR_IS_CLIENT (client), NULL);
  g_return_val_if_fail (workspace_sid != NULL, NULL);

  self = g_object_new (TRA_TYPE_DIRECTORY, NULL);
  self->client = g_object_ref (client);
  self->workspace_sid = g_strdup (workspace_sid);
  return self;
}

/* ---- Everybody ---- */

typedef struct
{
  char *own_sid;         /* owned */
  GHashTable *free_sids; /* owned */
  GPtrArray *targets;    /* owned */
  GError *unread;        /* owned, nullable: why one of them is left out */
} Loading;

static void
loading_free (Loading *loading)
{
  g_free (loading->own_sid);
  g_hash_table_unref (loading->free_sids);
  g_ptr_array_unref (loading->targets);
  g_clear_error (&loading->unread);
  g_free (loading);
}

/* One that can't be read keeps nobody from the others. Takes @error. */
static void
leave_out (Loading *loading, GError *error)
{
  g_info ("The directory, one is left out: %s", error->message);
  if (loading->unread == NULL)
    loading->unread = error;
  else
    g_error_free (error);
}

static void
list (TraDirectory *self,
      const char *what,
      const char *const *query,
      GAsyncReadyCallback callback,
      GTask *task)
{
  g_autofree char *workspace = g_uri_escape_string (self->workspace_sid, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s/%s", workspace, what);

  tr_client_list_async (self->client, TR_SERVICE_TASKROUTER, path, query, MAX_WORKERS,
                        g_task_get_cancellable (task), callback, task);
}

static int
compare_targets (gconstpointer a, gconstpointer b)
{
  TraTarget *left = *(TraTarget *const *) a;
  TraTarget *right = *(TraTarget *const *) b;

  if (tra_target_get_kind (left) != tra_target_get_kind (right))
    return (int) tra_target_get_kind (left) - (int) tra_target_get_kind (right);
  return g_utf8_collate (tra_target_get_name (left), tra_target_get_name (right));
}

static void
queues_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      GError *unread = NULL;
      TraTarget *target = tra_target_new_queue (json_array_get_element (items, i), &unread);

      if (target != NULL)
        g_ptr_array_add (loading->targets, target);
      else
        leave_out (loading, unread);
    }
  /* With none left it would look as if there were none. */
  if (error == NULL && loading->targets->len == 0)
    error = g_steal_pointer (&loading->unread);
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_ptr_array_sort (loading->targets, compare_targets);
  g_task_return_pointer (task, g_ptr_array_ref (loading->targets),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
add_worker (TraDirectory *self, Loading *loading, JsonNode *node)
{
  GError *error = NULL;
  g_autoptr(TraTarget) target = tra_target_new_worker (node, loading->free_sids, &error);

  if (target == NULL)
    {
      leave_out (loading, error);
      return;
    }
  g_hash_table_insert (self->names, g_strdup (tra_target_get_sid (target)),
                       g_strdup (tra_target_get_name (target)));
  if (g_strcmp0 (tra_target_get_sid (target), loading->own_sid) != 0)
    g_ptr_array_add (loading->targets, g_steal_pointer (&target));
}

static void
workers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TraDirectory *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    add_worker (self, loading, json_array_get_element (items, i));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    list (self, "TaskQueues", NULL, queues_cb, g_steal_pointer (&task));
}

static void
free_workers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TraDirectory *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *object;
      const char *sid;

      if (tr_json_expect_object (json_array_get_element (items, i), &object, NULL) &&
          tr_json_expect_id (object, "sid", &sid, NULL))
        g_hash_table_add (loading->free_sids, g_strdup (sid));
    }
  list (self, "Workers", NULL, workers_cb, g_steal_pointer (&task));
}

/**
 * tra_directory_load_async:
 * @self: a directory
 * @own_sid: the worker who asks, and is left out
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 */
void
tra_directory_load_async (TraDirectory *self,
                          const char *own_sid,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const char *query[] = { "Available", "true", "TargetWorkersExpression", CAN_TAKE_CALLS, NULL };
  g_autoptr(GTask) task = NULL;
  Loading *loading;

  g_return_if_fail (TRA_IS_DIRECTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_directory_load_async);
  loading = g_new0 (Loading, 1);
  loading->own_sid = g_strdup (own_sid);
  loading->free_sids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  loading->targets = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  list (self, "Workers", query, free_workers_cb, g_steal_pointer (&task));
}

/**
 * tra_directory_load_finish:
 * @self: a directory
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type TraTarget): colleagues, those who are free first, and then
 *   queues; NULL with #TrError or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tra_directory_load_finish (TraDirectory *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_directory_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- One name ---- */

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDirectory *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  const char *sid, *name;
  JsonObject *object;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (node != NULL && tr_json_expect_object (node, &object, &error) &&
      tr_json_expect_id (object, "sid", &sid, &error) &&
      tr_json_expect_string (object, "friendly_name", &name, &error))
    {
      g_hash_table_insert (self->names, g_strdup (sid), g_strdup (name));
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (error != NULL)
    g_info ("A colleague’s name: %s", error->message);
}

/**
 * tra_directory_get_name:
 * @self: a directory
 * @worker_sid: a colleague
 *
 * Returns: (nullable): the colleague's name. If it is not known it is asked for, once, and the signal
 *   "changed" tells that it came
 */
const char *
tra_directory_get_name (TraDirectory *self, const char *worker_sid)
{
  const char *name;
  g_autofree char *workspace = NULL;
  g_autofree char *worker = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (TRA_IS_DIRECTORY (self), NULL);
  g_return_val_if_fail (worker_sid != NULL, NULL);

  name = g_hash_table_lookup (self->names, worker_sid);
  if (name != NULL)
    return *name != '\0' ? name : NULL;

  g_hash_table_insert (self->names, g_strdup (worker_sid), g_strdup (""));
  workspace = g_uri_escape_string (self->workspace_sid, NULL, FALSE);
  worker = g_uri_escape_string (worker_sid, NULL, FALSE);
  path = g_strdup_printf ("Workspaces/%s/Workers/%s", workspace, worker);
  tr_client_request_async (self->client, TR_SERVICE_TASKROUTER, "GET", path, NULL,
                           self->cancellable, named_cb, self);
  return NULL;
}
