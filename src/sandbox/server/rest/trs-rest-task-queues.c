/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-task-queue-json.h"
#include "resource/trs-task-queue-list.h"

/* Where a change's optional values live while it is made. */
typedef struct
{
  TrsTaskQueueChange change;
  int max_reserved_workers;
  TrsQueueOrder order;
} Change;

static gboolean
change_read (Change *self, TrsForm *form, GError **error)
{
  const char *order = trs_form_get_filled (form, "TaskOrder");

  *self = (Change) { .change = {
    .friendly_name = trs_form_get_filled (form, "FriendlyName"),
    .target_workers = trs_form_get (form, "TargetWorkers"),
    .reservation_activity_sid = trs_form_get (form, "ReservationActivitySid"),
    .assignment_activity_sid = trs_form_get (form, "AssignmentActivitySid"),
  } };
  if (order != NULL && !g_str_equal (order, "FIFO") && !g_str_equal (order, "LIFO"))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "TaskOrder must be FIFO or LIFO");
      return FALSE;
    }
  if (order != NULL)
    {
      self->order = g_str_equal (order, "LIFO") ? TRS_QUEUE_ORDER_LIFO : TRS_QUEUE_ORDER_FIFO;
      self->change.task_order = &self->order;
    }
  return trs_form_read_int (form, "MaxReservedWorkers", 1, 50, &self->max_reserved_workers,
                            &self->change.max_reserved_workers, error);
}

static TrsTaskQueue *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, engine);
  TrsTaskQueue *queue;

  if (workspace == NULL)
    return NULL;
  queue = trs_workspace_get_task_queue (workspace, trs_request_get_variable (request, "Sid"));
  if (queue == NULL)
    trs_request_refuse_unknown (request);
  return queue;
}

static void
answer (TrsRequest *request, guint status, TrsTaskQueue *queue)
{
  trs_request_answer_object (request, status,
                             trs_task_queue_to_rest (queue, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;

  if (workspace == NULL)
    return;
  chosen = trs_task_queue_list_new (workspace, trs_request_get_query (request), &error);
  if (chosen == NULL)
    trs_request_answer_error (request, error);
  else
    trs_page_answer (request, chosen, "task_queues", trs_task_queue_to_rest);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *name = NULL;
  TrsTaskQueue *queue = NULL;
  Change change;

  if (workspace == NULL)
    return;
  if (trs_form_expect (form, "FriendlyName", &name, &error) && change_read (&change, form, &error))
    queue = trs_task_queue_create (workspace, &change.change, &error);
  if (queue == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, queue);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsTaskQueue *queue = find (request, user_data);

  if (queue != NULL)
    answer (request, 200, queue);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsTaskQueue *queue = find (request, user_data);
  g_autoptr(GError) error = NULL;
  Change change;

  if (queue == NULL)
    return;
  if (!change_read (&change, trs_request_get_form (request), &error) ||
      !trs_task_queue_update (queue, &change.change, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, queue);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsTaskQueue *queue = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (queue == NULL)
    return;
  if (!trs_task_queue_delete (queue, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION "/v1/Workspaces/{WorkspaceSid}/TaskQueues"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
};

void
trs_rest_add_task_queues (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
