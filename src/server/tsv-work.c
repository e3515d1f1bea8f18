/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-work.h"

#include "tr-json.h"

#include "tsv-answer.h"

/* The reservations that make a task somebody's own. */
static const char *const statuses[] = { "accepted", "wrapping" };

typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned; held */
  TsvWorkFunc func;
  gpointer user_data;
  char *worker_sid;
  guint n_listed;   /* of statuses */
  GPtrArray *tasks; /* owned strings */
} Work;

static void
work_free (Work *self)
{
  trs_request_unref (self->request);
  g_ptr_array_unref (self->tasks);
  g_free (self->worker_sid);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static void work_list (Work *self);

static gboolean
take_tasks (Work *self, JsonArray *reservations, GError **error)
{
  for (guint i = 0; i < json_array_get_length (reservations); i++)
    {
      JsonObject *object;
      const char *task_sid;

      if (!tr_json_expect_object (json_array_get_element (reservations, i), &object, error) ||
          !tr_json_expect_id (object, "task_sid", &task_sid, error))
        return FALSE;
      g_ptr_array_add (self->tasks, g_strdup (task_sid));
    }
  return TRUE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Work) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) array = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (array == NULL || !take_tasks (self, array, &error))
    {
      g_autoptr(GError) told = tsv_error_from_service (error);

      tsv_answer_error (self->request, told);
      self->func (self->request, NULL, self->user_data);
    }
  else if (++self->n_listed < G_N_ELEMENTS (statuses))
    work_list (g_steal_pointer (&self));
  else
    {
      g_ptr_array_add (self->tasks, NULL);
      self->func (self->request, (const char *const *) self->tasks->pdata, self->user_data);
    }
}

static void
work_list (Work *self)
{
  g_autofree char *path = g_strdup_printf ("Workspaces/%s/Workers/%s/Reservations",
                                           self->context->config->workspace_sid, self->worker_sid);
  const char *const query[] = { "ReservationStatus", statuses[self->n_listed], NULL };

  tr_client_list_async (self->context->client, TR_SERVICE_TASKROUTER, path, query, 0, NULL,
                        listed_cb, self);
}

/**
 * tsv_work_list:
 * @context: the server's
 * @request: a request that is held, of
 * @worker_sid: a worker who is signed in
 * @func: goes on with it
 * @user_data: for @func
 *
 * What the worker has is asked of the service each time: it is the truth, and this is rare.
 */
void
tsv_work_list (TsvContext *context,
               TrsRequest *request,
               const char *worker_sid,
               TsvWorkFunc func,
               gpointer user_data)
{
  Work *self = g_new0 (Work, 1);

  self->context = context;
  self->request = trs_request_ref (request);
  self->func = func;
  self->user_data = user_data;
  self->worker_sid = g_strdup (worker_sid);
  self->tasks = g_ptr_array_new_with_free_func (g_free);
  work_list (self);
}
