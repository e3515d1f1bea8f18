/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-assignment.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-queues.h"
#include "tsv-rule.h"
#include "tsv-signature.h"

/* A reservation that is asked about, while its task's channel is looked up. */
typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned */
  char *task_sid;
  char *channel;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  trs_request_unref (question->request);
  g_free (question->task_sid);
  g_free (question->channel);
  g_free (question);
}

/* Attributes that are no JSON object are none. */
static JsonObject *
read_attributes (TrsForm *form, const char *name)
{
  const char *text = trs_form_get (form, name);
  g_autoptr(JsonNode) node = text != NULL ? tr_json_parse (text, -1, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return json_object_new ();
  return json_node_dup_object (node);
}

/* The form has the queue's SID only. */
static const char *
find_queue_name (TsvContext *context, const char *sid)
{
  gint64 age;
  GPtrArray *queues = sid != NULL ? tsv_queues_peek (context->queues, &age) : NULL;

  for (guint i = 0; queues != NULL && i < queues->len; i++)
    {
      const TrQueue *queue = g_ptr_array_index (queues, i);

      if (g_str_equal (queue->sid, sid))
        return queue->name;
    }
  return NULL;
}

static JsonObject *
find_answer (const GPtrArray *rules, const TsvAssignmentFacts *facts)
{
  for (guint i = 0; i < rules->len; i++)
    {
      JsonObject *answer = tsv_rule_apply (g_ptr_array_index (rules, i), facts);

      if (answer != NULL)
        return answer;
    }
  return json_object_new ();
}

static gboolean
any_needs (const GPtrArray *rules, gboolean (*needs) (const TsvRule *rule))
{
  for (guint i = 0; i < rules->len; i++)
    {
      if (needs (g_ptr_array_index (rules, i)))
        return TRUE;
    }
  return FALSE;
}

/* An empty object leaves the reservation to the agent. */
static void
answer (TsvContext *context, TrsRequest *request, const char *channel)
{
  const GPtrArray *rules = context->config->policy->rules;
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(JsonObject) task = read_attributes (form, "TaskAttributes");
  g_autoptr(JsonObject) worker = read_attributes (form, "WorkerAttributes");
  TsvAssignmentFacts facts = {
    .queue_sid = trs_form_get_filled (form, "TaskQueueSid"),
    .channel = channel,
    .task = task,
    .worker = worker,
  };
  JsonObject *found;

  if (any_needs (rules, tsv_rule_needs_queue))
    facts.queue = find_queue_name (context, facts.queue_sid);
  found = find_answer (rules, &facts);
  if (json_object_get_size (found) > 0)
    context->counters.assignments_answered++;
  else
    context->counters.assignments_left++;
  tsv_answer_object (request, 200, found);
}

static gboolean
find_channel (TsvStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, "SELECT channel FROM task WHERE sid = ?", "t",
                       question->task_sid))
    return FALSE;
  question->channel = row != NULL ? g_strdup (tsv_row_get_text (row, 0)) : NULL;
  return TRUE;
}

static void
found_channel_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrsRequest *request = user_data;
  g_autoptr(GError) error = NULL;
  Question *question = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (question == NULL)
    tsv_answer_error (request, error);
  else
    answer (question->context, request, question->channel);
}

static void
ask (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autoptr(GError) error = NULL;
  const char *channel, *task_sid;
  Question *question;

  if (!tsv_signature_check (context, request, &error))
    {
      tsv_answer_error (request, error);
      return;
    }
  channel = trs_form_get_filled (trs_request_get_form (request), "TaskChannelUniqueName");
  task_sid = trs_form_get_filled (trs_request_get_form (request), "TaskSid");
  if (channel != NULL || task_sid == NULL ||
      !any_needs (context->config->policy->rules, tsv_rule_needs_channel))
    {
      answer (context, request, channel);
      return;
    }
  question = g_new0 (Question, 1);
  question->context = context;
  question->request = trs_request_ref (request);
  question->task_sid = g_strdup (task_sid);
  trs_request_hold (request);
  tsv_database_run_async (context->reader, find_channel, question, question_free, NULL,
                          found_channel_cb, request);
}

void
tsv_assignment_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/assignment", TRS_ACCESS_TOKEN, ask },
  };
  gint64 age;

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
  /* Their names are known by the time that the first one comes. */
  if (any_needs (context->config->policy->rules, tsv_rule_needs_queue))
    tsv_queues_peek (context->queues, &age);
}
