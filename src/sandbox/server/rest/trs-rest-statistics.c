/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-rest.h"

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-fields.h"
#include "resource/trs-workspace-json.h"
#include "trs-cumulative.h"
#include "trs-realtime.h"

/* The service looks at so many queues in one bulk request. */
#define MAX_BULK 50

/**
 * Part:
 * @PART_BOTH: "cumulative" and "realtime" as blocks
 * @PART_CUMULATIVE: what happened, as fields of the resource
 * @PART_REALTIME: how things are, as fields of the resource
 */
typedef enum
{
  PART_BOTH,
  PART_CUMULATIVE,
  PART_REALTIME,
} Part;

/* What a request asks for, read. */
/* Source: the service's limits of TaskRouter. */
#define MAX_WORKERS 100

typedef struct
{
  TrsScope scope;
  TrsSpan span;
  const char *split_by;
  gboolean of_workers; /* of workers, not of tasks */
} Question;

static gboolean
question_read (Question *self, TrsForm *query, TrsEngine *engine, GError **error)
{
  self->split_by = trs_form_get_filled (query, "SplitByWaitTime");
  return trs_scope_read_channel (&self->scope, query, error) &&
         trs_span_read (&self->span, query, engine, error);
}

static gboolean
set_cumulative (JsonObject *object, const Question *question, GError **error)
{
  trs_cumulative_set_span (object, &question->span);
  trs_cumulative_set_reservations (object, &question->scope, &question->span);
  if (!question->of_workers)
    return trs_cumulative_set_tasks (object, &question->scope, &question->span,
                                     question->split_by, error);
  trs_cumulative_set_activities (object, &question->scope, &question->span);
  return TRUE;
}

static void
set_realtime (JsonObject *object, const Question *question)
{
  const TrsScope *scope = &question->scope;

  if (!question->of_workers)
    trs_realtime_set_tasks (object, scope);
  if (scope->workflow == NULL)
    trs_realtime_set_activities (object, scope);
  if (scope->queue != NULL && !question->of_workers)
    trs_realtime_set_queue (object, scope);
  else if (scope->workflow == NULL)
    trs_realtime_set_total_workers (object, scope);
}

static void
set_identity (JsonObject *object, const Question *question)
{
  const TrsScope *scope = &question->scope;

  json_object_set_string_member (object, "account_sid", scope->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", scope->workspace->base.sid);
  if (scope->queue != NULL && !question->of_workers)
    json_object_set_string_member (object, "task_queue_sid", scope->queue->base.sid);
  if (scope->workflow != NULL)
    json_object_set_string_member (object, "workflow_sid", scope->workflow->base.sid);
  if (scope->worker != NULL)
    json_object_set_string_member (object, "worker_sid", scope->worker->base.sid);
}

static JsonObject *
statistics_new (const Question *question, Part part, GError **error)
{
  JsonObject *object = json_object_new ();
  gboolean is_good = TRUE;

  set_identity (object, question);
  if (part == PART_CUMULATIVE)
    is_good = set_cumulative (object, question, error);
  else if (part == PART_REALTIME)
    set_realtime (object, question);
  else
    {
      JsonObject *cumulative = json_object_new ();

      is_good = set_cumulative (cumulative, question, error);
      json_object_set_object_member (object, "cumulative", cumulative);
      /* One worker has no realtime block: he is in one activity, which his resource shows. */
      if (question->scope.worker == NULL)
        {
          JsonObject *realtime = json_object_new ();

          set_realtime (realtime, question);
          json_object_set_object_member (object, "realtime", realtime);
        }
    }
  if (!is_good)
    g_clear_pointer (&object, json_object_unref);
  return object;
}

static Part
get_part (TrsRequest *request)
{
  const char *path = trs_request_get_path (request);

  if (g_str_has_suffix (path, "/CumulativeStatistics"))
    return PART_CUMULATIVE;
  return g_str_has_suffix (path, "/RealTimeStatistics") ? PART_REALTIME : PART_BOTH;
}

static void
answer (TrsRequest *request, TrsEngine *engine, Question *question)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = NULL;

  if (question_read (question, trs_request_get_query (request), engine, &error))
    object = statistics_new (question, get_part (request), &error);
  if (object == NULL)
    {
      trs_request_answer_error (request, error);
      return;
    }
  trs_fields_set_url (object, "url", "%s%s", trs_request_get_base_url (request),
                      trs_request_get_path (request));
  trs_request_answer_object (request, 200, object);
}

static void
of_workspace (TrsRequest *request, gpointer user_data)
{
  Question question = { .scope.workspace = trs_rest_find_workspace (request, user_data) };

  if (question.scope.workspace != NULL)
    answer (request, user_data, &question);
}

static void
of_queue (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  Question question = { .scope.workspace = workspace };

  if (workspace == NULL)
    return;
  question.scope.queue =
    trs_workspace_get_task_queue (workspace, trs_request_get_variable (request, "TaskQueueSid"));
  if (question.scope.queue == NULL)
    trs_request_refuse_unknown (request);
  else
    answer (request, user_data, &question);
}

static void
of_workflow (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  Question question = { .scope.workspace = workspace };

  if (workspace == NULL)
    return;
  question.scope.workflow =
    trs_workspace_get_workflow (workspace, trs_request_get_variable (request, "WorkflowSid"));
  if (question.scope.workflow == NULL)
    trs_request_refuse_unknown (request);
  else
    answer (request, user_data, &question);
}

static void
of_worker (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  Question question = { .scope.workspace = workspace, .of_workers = TRUE };

  if (workspace == NULL)
    return;
  question.scope.worker =
    trs_workspace_get_worker (workspace, trs_request_get_variable (request, "WorkerSid"));
  if (question.scope.worker == NULL)
    trs_request_refuse_unknown (request);
  else
    answer (request, user_data, &question);
}

static gboolean
has_too_many_workers (const TrsScope *scope)
{
  GPtrArray *workers = scope->workspace->workers;
  guint n_workers = 0;

  for (guint i = 0; i < workers->len && n_workers <= MAX_WORKERS; i++)
    n_workers += trs_scope_has_worker (scope, g_ptr_array_index (workers, i)) ? 1 : 0;
  return n_workers > MAX_WORKERS;
}

/* Of all workers, or of those that TaskQueueSid, TaskQueueName or FriendlyName name. */
static void
of_workers (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *query = trs_request_get_query (request);
  const char *queue_sid = trs_form_get_filled (query, "TaskQueueSid");
  const char *queue_name = trs_form_get_filled (query, "TaskQueueName");
  Question question = { .scope.workspace = workspace,
                        .scope.worker_name = trs_form_get_filled (query, "FriendlyName"),
                        .of_workers = TRUE };

  if (workspace == NULL)
    return;
  if (queue_sid != NULL)
    question.scope.queue = trs_workspace_get_task_queue (workspace, queue_sid);
  else if (queue_name != NULL)
    question.scope.queue = trs_workspace_get_task_queue_by_name (workspace, queue_name);
  if ((queue_sid != NULL || queue_name != NULL) && question.scope.queue == NULL)
    trs_request_refuse (request, 20001, "There is no such task queue");
  else if (!g_str_has_suffix (trs_request_get_path (request), "/RealTimeStatistics") &&
           has_too_many_workers (&question.scope))
    trs_request_refuse (request, 20001,
                        "Statistics are of at most 100 workers: narrow them with TaskQueueSid, "
                        "TaskQueueName or FriendlyName");
  else
    answer (request, user_data, &question);
}

static JsonObject *
queue_to_statistics (gpointer queue, const char *base_url, gpointer user_data)
{
  Question question = *(const Question *) user_data;

  question.scope.queue = queue;
  return statistics_new (&question, PART_BOTH, NULL);
}

static gboolean
queue_fits (gpointer resource, TrsForm *query)
{
  TrsTaskQueue *queue = resource;

  return trs_rest_name_fits (query, "FriendlyName", queue->friendly_name);
}

static void
list_queues (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  TrsForm *query = trs_request_get_query (request);
  Question question = { .scope.workspace = workspace };
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *probe = NULL;

  if (workspace == NULL)
    return;
  if (question_read (&question, query, user_data, &error))
    probe = statistics_new (&question, PART_CUMULATIVE, &error);
  if (probe == NULL)
    {
      trs_request_answer_error (request, error);
      return;
    }
  json_object_unref (probe);
  chosen = trs_rest_filter (workspace->task_queues, query, queue_fits);
  trs_page_answer_full (request, chosen, "task_queues_statistics", queue_to_statistics, &question);
}

static JsonObject *
bulk_new (Question *question, const char *const *sids)
{
  JsonArray *found = json_array_new ();
  JsonObject *answer = json_object_new ();

  set_identity (answer, question);

  for (gsize i = 0; sids[i] != NULL; i++)
    {
      JsonObject *object;

      question->scope.queue = trs_workspace_get_task_queue (question->scope.workspace, sids[i]);
      if (question->scope.queue == NULL)
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "task_queue_sid", question->scope.queue->base.sid);
      set_realtime (object, question);
      json_array_add_object_element (found, object);
    }
  json_object_set_int_member (answer, "task_queue_response_count", json_array_get_length (found));
  json_object_set_array_member (answer, "task_queue_data", found);
  return answer;
}

/* Several queues at once: {"TaskQueueSids": ["WQ…"]}. Those that don't exist are left out. */
static void
bulk_queues (TrsRequest *request, gpointer user_data)
{
  TrsWorkspace *workspace = trs_rest_find_workspace (request, user_data);
  const char *const *sids =
    trs_form_get_all (trs_request_get_form (request), "TaskQueueSids");
  Question question = { .scope.workspace = workspace };
  JsonObject *object;

  if (workspace == NULL)
    return;
  if (sids == NULL || g_strv_length ((char **) sids) > MAX_BULK)
    {
      trs_request_refuse (request, 20001, "TaskQueueSids must name 1 to 50 queues");
      return;
    }
  object = bulk_new (&question, sids);
  trs_fields_set_url (object, "url", "%s%s", trs_request_get_base_url (request),
                      trs_request_get_path (request));
  trs_request_answer_object (request, 200, object);
}

#define WORKSPACE "/v1/Workspaces/{WorkspaceSid}"
#define QUEUE WORKSPACE "/TaskQueues/{TaskQueueSid}"
#define WORKFLOW WORKSPACE "/Workflows/{WorkflowSid}"

static const TrsRoute routes[] = {
  { "GET", WORKSPACE "/Statistics", TRS_ACCESS_BASIC, of_workspace },
  { "GET", WORKSPACE "/CumulativeStatistics", TRS_ACCESS_BASIC, of_workspace },
  { "GET", WORKSPACE "/RealTimeStatistics", TRS_ACCESS_BASIC, of_workspace },
  { "GET", WORKSPACE "/TaskQueues/Statistics", TRS_ACCESS_BASIC, list_queues },
  { "POST", WORKSPACE "/TaskQueues/RealTimeStatistics", TRS_ACCESS_BASIC, bulk_queues },
  { "GET", QUEUE "/Statistics", TRS_ACCESS_BASIC, of_queue },
  { "GET", QUEUE "/CumulativeStatistics", TRS_ACCESS_BASIC, of_queue },
  { "GET", QUEUE "/RealTimeStatistics", TRS_ACCESS_BASIC, of_queue },
  { "GET", WORKFLOW "/Statistics", TRS_ACCESS_BASIC, of_workflow },
  { "GET", WORKFLOW "/CumulativeStatistics", TRS_ACCESS_BASIC, of_workflow },
  { "GET", WORKFLOW "/RealTimeStatistics", TRS_ACCESS_BASIC, of_workflow },
  { "GET", WORKSPACE "/Workers/Statistics", TRS_ACCESS_BASIC, of_workers },
  { "GET", WORKSPACE "/Workers/CumulativeStatistics", TRS_ACCESS_BASIC, of_workers },
  { "GET", WORKSPACE "/Workers/RealTimeStatistics", TRS_ACCESS_BASIC, of_workers },
  { "GET", WORKSPACE "/Workers/{WorkerSid}/Statistics", TRS_ACCESS_BASIC, of_worker },
};

void
trs_rest_add_statistics (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
