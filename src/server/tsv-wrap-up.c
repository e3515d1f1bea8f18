/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-wrap-up.h"

#include "tr-json.h"

#include "tsv-lease.h"

/* How often we look, in seconds. */
#define MIN_PERIOD 5
#define MAX_PERIOD 30

#define MAX_TASKS 1000

struct _TsvWrapUp
{
  TsvContext *context;       /* outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  char *holder;              /* owned: of the lease */
  guint64 timer;
  GPtrArray *late; /* owned, nullable: SIDs of tasks that are to be completed */
};

/* One look: what the service says wraps up, and which of that does so for too long. */
typedef struct
{
  char *holder;
  gint64 now;
  int period;
  int patience; /* seconds */
  gboolean is_ours;
  GPtrArray *wrapping; /* owned strings; NULL: only the lease is wanted */
  GPtrArray *late;     /* owned strings */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->wrapping, g_ptr_array_unref);
  g_ptr_array_unref (look->late);
  g_free (look->holder);
  g_free (look);
}

static int
get_period (TsvWrapUp *self)
{
  return CLAMP (self->context->config->policy->wrap_up_seconds / 2, MIN_PERIOD, MAX_PERIOD);
}

static Look *
look_new (TsvWrapUp *self)
{
  Look *look = g_new0 (Look, 1);

  look->holder = g_strdup (self->holder);
  look->now = tsv_context_get_now (self->context);
  look->period = get_period (self);
  look->patience = self->context->config->policy->wrap_up_seconds;
  look->late = g_ptr_array_new_with_free_func (g_free);
  return look;
}

/* ---- Errands ---- */

static gboolean
take_lease (TsvStore *store, gpointer data, GError **error)
{
  Look *look = data;

  return tsv_lease_take (store, "wrap-up", look->holder, look->now, 2 * look->period, &look->is_ours,
                         error);
}

/* Since its event says, or since we see it: the event may have been lost. */
static gboolean
note_wrapping (TsvStore *store, Look *look, GError **error)
{
  for (guint i = 0; i < look->wrapping->len; i++)
    {
      if (!tsv_store_run (store, error,
                          "INSERT INTO wrapping (task_sid, since, seen) VALUES (?1, coalesce ("
                          "(SELECT min (wrapping_ms / 1000, ?2) FROM task WHERE sid = ?1), ?2), ?2)"
                          " ON CONFLICT (task_sid) DO UPDATE SET seen = excluded.seen",
                          "ti", g_ptr_array_index (look->wrapping, i), look->now))
        return FALSE;
    }
  return tsv_store_run (store, error, "DELETE FROM wrapping WHERE seen < ?", "i", look->now);
}

static gboolean
find_late (TsvStore *store, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr(TsvRow) row = NULL;

  if (!note_wrapping (store, look, error) ||
      !tsv_store_find (store, &row, error, "SELECT task_sid FROM wrapping WHERE since <= ?", "i",
                       look->now - look->patience))
    return FALSE;
  while (row != NULL)
    {
      g_ptr_array_add (look->late, g_strdup (tsv_row_get_text (row, 0)));
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- In the main loop ---- */

static void tick_cb (gpointer user_data);
static void tsv_wrap_up_complete_next (TsvWrapUp *self);

static void
tsv_wrap_up_rest (TsvWrapUp *self)
{
  g_clear_pointer (&self->late, g_ptr_array_unref);
  self->timer =
    tr_clock_add (self->context->clock, get_period (self) * G_TIME_SPAN_SECOND, tick_cb, self);
}

/* That it is over already, or wraps up no longer, is as good. */
static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvWrapUp *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_info ("A wrap-up could not be ended: %s", error->message);
  else
    self->context->counters.tasks_completed++;
  tsv_wrap_up_complete_next (self);
}

static void
tsv_wrap_up_complete_next (TsvWrapUp *self)
{
  const char *const form[] = { "AssignmentStatus", "completed", "Reason", "Wrap-up took too long",
                               NULL };
  g_autofree char *sid = NULL;
  g_autofree char *path = NULL;

  if (self->late->len == 0)
    {
      tsv_wrap_up_rest (self);
      return;
    }
  sid = g_ptr_array_steal_index (self->late, self->late->len - 1);
  path = g_strdup_printf ("Workspaces/%s/Tasks/%s", self->context->config->workspace_sid, sid);
  tr_client_request_async (self->context->client, TR_SERVICE_TASKROUTER, "POST", path, form,
                           self->cancellable, completed_cb, self);
}

static void
found_late_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvWrapUp *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  Look *look = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (look == NULL)
    {
      g_message ("Wrap-ups can't be looked after: %s", error->message);
      tsv_wrap_up_rest (self);
      return;
    }
  self->late = g_ptr_array_ref (look->late);
  tsv_wrap_up_complete_next (self);
}

static gboolean
read_sids (JsonArray *tasks, GPtrArray *sids, GError **error)
{
  for (guint i = 0; i < json_array_get_length (tasks); i++)
    {
      JsonObject *object;
      const char *sid;

      if (!tr_json_expect_object (json_array_get_element (tasks, i), &object, error) ||
          !tr_json_expect_id (object, "sid", &sid, error))
        return FALSE;
      g_ptr_array_add (sids, g_strdup (sid));
    }
  return TRUE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvWrapUp *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) tasks = tr_client_list_finish (TR_CLIENT (source), result, &error);
  g_autoptr(GPtrArray) sids = g_ptr_array_new_with_free_func (g_free);
  Look *look;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (tasks == NULL || !read_sids (tasks, sids, &error))
    {
      g_message ("Wrap-ups can't be looked after: %s", error->message);
      tsv_wrap_up_rest (self);
      return;
    }
  look = look_new (self);
  look->wrapping = g_steal_pointer (&sids);
  tsv_database_run_async (self->context->database, find_late, look, look_free, self->cancellable,
                          found_late_cb, self);
}

static void
leased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const query[] = { "AssignmentStatus", "wrapping", NULL };
  TsvWrapUp *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  Look *look = tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  g_autofree char *path = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (look == NULL || !look->is_ours)
    {
      tsv_wrap_up_rest (self);
      return;
    }
  path = g_strdup_printf ("Workspaces/%s/Tasks", self->context->config->workspace_sid);
  tr_client_list_async (self->context->client, TR_SERVICE_TASKROUTER, path, query, MAX_TASKS,
                        self->cancellable, listed_cb, self);
}

static void
tick_cb (gpointer user_data)
{
  TsvWrapUp *self = user_data;

  self->timer = 0;
  tsv_database_run_async (self->context->database, take_lease, look_new (self), look_free,
                          self->cancellable, leased_cb, self);
}

/**
 * tsv_wrap_up_new:
 * @context: the server's; outlives it
 *
 * The service is asked what wraps up: it is the truth, and an event may be lost.
 *
 * Returns: (transfer full): what looks after wrap-ups, if the policy wants that
 */
TsvWrapUp *
tsv_wrap_up_new (TsvContext *context)
{
  TsvWrapUp *self = g_new0 (TsvWrapUp, 1);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->holder = g_uuid_string_random ();
  if (context->config->policy->wrap_up_seconds > 0)
    tsv_wrap_up_rest (self);
  return self;
}

void
tsv_wrap_up_free (TsvWrapUp *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tr_clock_clear (self->context->clock, &self->timer);
  g_clear_pointer (&self->late, g_ptr_array_unref);
  g_free (self->holder);
  g_free (self);
}
