/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-queue.h"

#include <string.h>

#include "flow/trs-flow-private.h"
#include "tr-json.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"
#include "trs-task-private.h"

/**
 * trs_queue_member_get_position:
 * @self: someone who waits
 *
 * Returns: his place, the front is 1
 */
guint
trs_queue_member_get_position (TrsQueueMember *self)
{
  guint index = 0;

  trs_resource_list_find (self->queue->members, self, &index);
  return index + 1;
}

/**
 * trs_queue_member_get_wait_seconds:
 * @self: someone who waits
 *
 * Returns: for how long
 */
gint64
trs_queue_member_get_wait_seconds (TrsQueueMember *self)
{
  return (trs_engine_now (self->queue->account->engine) - self->base.date_created) /
         G_USEC_PER_SEC;
}

static void
copy_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/* What the service puts into the attributes of a task made by Enqueue. */
static JsonObject *
make_attributes (TrsCall *call, JsonObject *more)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "call_sid", call->base.sid);
  json_object_set_string_member (object, "account_sid", call->account->base.sid);
  json_object_set_string_member (object, "from", call->from);
  json_object_set_string_member (object, "caller", call->from);
  json_object_set_string_member (object, "to", call->to);
  json_object_set_string_member (object, "called", call->to);
  json_object_set_string_member (object, "direction", call->direction);
  json_object_set_string_member (object, "call_status", trs_call_status_to_string (call->status));
  json_object_set_string_member (object, "api_version", "2010-04-01");
  if (more != NULL)
    json_object_foreach_member (more, copy_member, object);
  return object;
}

static gboolean
make_task (TrsCall *call, TrsWorkflow *workflow, const TrsTwimlElement *verb)
{
  const TrsTwimlElement *noun = trs_twiml_element_get_child (verb, TRS_TWIML_TASK);
  JsonObject *more = trs_twiml_element_get_task_attributes (verb);
  int priority = noun != NULL ? trs_twiml_element_get_int (noun, "priority") : 0;
  int timeout = noun != NULL ? trs_twiml_element_get_int (noun, "timeout") : 0;
  g_autoptr(JsonObject) attributes = make_attributes (call, more);
  g_autofree char *text = tr_json_object_to_string (attributes);
  g_autoptr(GError) error = NULL;
  TrsTask *task = trs_task_new (workflow->workspace,
                                &(TrsTaskChange) { .attributes = text,
                                                   .workflow_sid = workflow->base.sid,
                                                   .priority = &priority,
                                                   .timeout = timeout > 0 ? &timeout : NULL,
                                                   .task_channel = "voice" },
                                &error);

  if (task == NULL)
    {
      trs_call_note (call, "not queued: %s", error->message);
      return FALSE;
    }
  call->task = task;
  task->call = call;
  return TRUE;
}

/* Why a caller is not in a queue; NULL when he is. */
static const char *
enter_queue (TrsCall *self, TrsVoiceQueue *queue, int max_size)
{
  TrsEngine *engine = self->account->engine;
  TrsQueueMember *member;

  if (queue->members->len >= (guint) MIN (queue->max_size, max_size))
    {
      trs_call_note (self, "not queued: the queue is full");
      return "queue-full";
    }

  member = trs_resource_new (engine, TRS_RESOURCE_QUEUE_MEMBER, sizeof *member, NULL, NULL, NULL);
  member->queue = queue;
  member->call = self;
  self->queue_member = member;
  g_ptr_array_add (queue->members, member);
  trs_resource_touch (engine, queue);
  return NULL;
}

/* Enqueue with a workflow: waits in the queue named for it, and is a task. */
static const char *
enter_workflow (TrsCall *self, const TrsTwimlElement *verb)
{
  TrsAccount *account = self->account;
  const char *sid = trs_twiml_element_get_string (verb, "workflowSid");
  TrsWorkflow *workflow = trs_engine_lookup (account->engine, TRS_RESOURCE_WORKFLOW, sid);
  TrsVoiceQueue *queue;
  const char *result;

  if (workflow == NULL || workflow->workspace->account != account)
    {
      trs_call_note (self, "problem %d: there is no workflow %s", TRS_TWIML_WARNING_WORKFLOW, sid);
      return "system-error";
    }
  queue = trs_account_get_voice_queue_by_name (account, sid);
  if (queue == NULL)
    queue = trs_voice_queue_new (account, sid);
  result = enter_queue (self, queue, G_MAXINT);
  if (result != NULL)
    return result;
  trs_call_note (self, "queued for %s", workflow->friendly_name);
  if (make_task (self, workflow, verb))
    return NULL;

  trs_call_leave_queue (self);
  return "system-error";
}

/* Enqueue with a name: waits until somebody dials the queue. */
static const char *
enter_named (TrsCall *self, const TrsTwimlElement *verb)
{
  const char *name = trs_twiml_element_get_text (verb);
  TrsVoiceQueue *queue = trs_account_get_voice_queue_by_name (self->account, name);
  const char *result;

  if (*name == '\0')
    {
      trs_call_note (self, "problem: a queue has no name");
      return "error";
    }
  if (queue == NULL)
    {
      queue = trs_voice_queue_new (self->account, name);
      queue->max_size = trs_twiml_element_get_int (verb, "maxQueueSize");
    }
  result = enter_queue (self, queue, trs_twiml_element_get_int (verb, "maxQueueSize"));
  if (result == NULL)
    trs_call_note (self, "queued in %s", name);
  return result;
}

/* What who waits hears; nothing that needs doing without an address of its own. */
static void
begin_waiting (TrsScript *script, const TrsTwimlElement *verb)
{
  const char *url = trs_twiml_element_get_string (verb, "waitUrl");
  g_autofree char *full = NULL;

  if (url == NULL || *url == '\0')
    return;
  full = trs_web_resolve (script->program != NULL ? script->program->url : NULL, url);
  if (full == NULL)
    trs_call_note (script->call, "problem 11100: the waitUrl is no address");
  else
    trs_call_start_background (
      script->call, TRS_SCRIPT_QUEUE,
      &(TrsVoiceProgram) { .url = full,
                           .method = (char *) trs_twiml_element_get_string (verb,
                                                                            "waitUrlMethod") });
}

void
trs_script_enqueue (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *self = user_data;
  TrsCall *call = self->call;
  const char *result;

  if (self->role != TRS_SCRIPT_MAIN || call->queue_member != NULL || call->participant != NULL)
    {
      trs_call_note (call, "problem: who waits is not queued again");
      trs_twiml_run_left_queue (run, "error", NULL);
      return;
    }

  trs_script_set_asking (self, run);
  self->queue_sid[0] = '\0';
  self->queue_time = 0;
  if (trs_twiml_element_get_string (verb, "workflowSid") != NULL)
    result = enter_workflow (call, verb);
  else
    result = enter_named (call, verb);
  if (result != NULL)
    trs_script_left_queue (self, result);
  else if (call->queue_member != NULL)
    {
      TrsVoiceQueue *queue = call->queue_member->queue;

      begin_waiting (self, verb);
      trs_dial_serve_queue (queue);
    }
}

/* Leave, which who waits is told by what he hears. */
void
trs_script_leave (TrsTwimlRun *run, gpointer user_data)
{
  TrsScript *self = user_data;
  TrsCall *call = self->call;

  if (call == NULL)
    return;
  if (self->role != TRS_SCRIPT_QUEUE || call->queue_member == NULL)
    {
      trs_call_note (call, "problem: there is no queue to leave");
      if (self->role == TRS_SCRIPT_MAIN)
        trs_call_end (call, TRS_CALL_COMPLETED);
      return;
    }
  trs_call_note (call, "left the queue");
  trs_call_leave_queue (call);
  trs_call_give_up_task (call, "leave");
  if (call->script != NULL)
    trs_script_left_queue (call->script, "leave");
}

/* The Enqueue of the script is over, whatever came of it, and the caller still there. */
void
trs_script_left_queue (TrsScript *self, const char *result)
{
  g_autoptr(TrsTwimlRun) run = trs_script_take_asking (self);
  g_autoptr(JsonObject) parameters = json_object_new ();

  if (run == NULL)
    return;
  if (self->queue_sid[0] != '\0')
    json_object_set_string_member (parameters, "QueueSid", self->queue_sid);
  trs_json_set_format (parameters, "QueueTime", "%" G_GINT64_FORMAT,
                       self->queue_time / G_USEC_PER_SEC);
  trs_twiml_run_left_queue (run, result, parameters);
}

/* The same, when nobody goes on with the document: the action hears of it all the same, and what it
 * answers is run by nobody. For who waits, or was put through by it. A flow's own address is none
 * that a program has: it must not be looked for outside.
 *
 * Source: the service's page of the Enqueue verb. */
void
trs_script_tell_left_queue (TrsScript *self, const char *result)
{
  const TrsTwimlElement *verb =
    self->asking != NULL ? trs_twiml_run_get_verb (self->asking) : NULL;
  g_autofree char *url = NULL;
  g_autoptr(JsonObject) more = json_object_new ();
  g_autoptr(JsonObject) parameters = NULL;

  if (verb == NULL || trs_twiml_element_get_kind (verb) != TRS_TWIML_ENQUEUE)
    return;
  url = trs_script_dup_url (self, trs_twiml_element_get_string (verb, "action"));
  if (url == NULL || trs_account_find_flow_of_url (self->account, url) != NULL)
    return;
  json_object_set_string_member (more, "QueueResult", result);
  json_object_set_string_member (more, "QueueSid", self->queue_sid);
  trs_json_set_format (more, "QueueTime", "%" G_GINT64_FORMAT, self->queue_time / G_USEC_PER_SEC);
  parameters = trs_call_make_parameters (self->call, more);
  trs_web_send (self->account->engine,
                &(TrsWebRequest) { .account = self->account,
                                   .method = (char *) trs_twiml_element_get_string (verb, "method"),
                                   .url = url,
                                   .parameters = parameters,
                                   .cookies = self->call->cookies,
                                   .is_signed = TRUE },
                NULL, NULL);
}

/* What the address of what he hears is told. */
JsonObject *
trs_queue_member_make_parameters (TrsQueueMember *self)
{
  TrsVoiceQueue *queue = self->queue;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "QueueSid", queue->base.sid);
  trs_json_set_format (object, "QueuePosition", "%u", trs_queue_member_get_position (self));
  trs_json_set_format (object, "QueueTime", "%" G_GINT64_FORMAT,
                       trs_queue_member_get_wait_seconds (self));
  trs_json_set_format (object, "AvgQueueTime", "%" G_GINT64_FORMAT,
                       trs_voice_queue_get_average_wait_seconds (queue));
  trs_json_set_format (object, "CurrentQueueSize", "%u", queue->members->len);
  trs_json_set_format (object, "MaxQueueSize", "%d", queue->max_size);
  return object;
}

void
trs_call_leave_queue (TrsCall *self)
{
  TrsQueueMember *member = g_steal_pointer (&self->queue_member);
  gint64 wait;

  if (member == NULL)
    return;

  wait = trs_engine_now (self->account->engine) - member->base.date_created;
  trs_call_stop_background (self);
  if (self->script != NULL)
    {
      self->script->queue_time = wait;
      g_strlcpy (self->script->queue_sid, member->queue->base.sid, sizeof self->script->queue_sid);
    }
  member->queue->total_wait += wait;
  member->queue->n_left++;
  self->queue_time += wait;
  trs_resource_touch (self->account->engine, member->queue);
  trs_resource_remove (self->account->engine, member->queue->members, member);
}

/* The caller goes elsewhere: a task that nobody has yet is nothing any more. */
void
trs_call_give_up_task (TrsCall *self, const char *reason)
{
  TrsTask *task = self->task;

  if (task == NULL || task->status >= TRS_TASK_ASSIGNED ||
      trs_task_get_active_transfer (task) != NULL)
    return;
  self->task = NULL;
  task->call = NULL;
  trs_task_cancel_now (task, reason);
}

/* A caller who still waits has nothing to wait for. */
void
trs_call_task_ended (TrsTask *task)
{
  TrsCall *call = g_steal_pointer (&task->call);

  if (call == NULL)
    return;

  call->task = NULL;
  if (call->queue_member != NULL)
    trs_call_end (call, TRS_CALL_COMPLETED);
}

/* The caller that the task's attributes speak of, if he is still there. */
TrsCall *
trs_task_find_call (TrsTask *task)
{
  JsonNode *node = json_object_get_member (task->attributes_object, "call_sid");
  TrsCall *call;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  call = trs_engine_get_call (task->workspace->engine, json_node_get_string (node));
  return call != NULL && call->account == task->workspace->account &&
                 call->status == TRS_CALL_IN_PROGRESS
             ? call
             : NULL;
}
