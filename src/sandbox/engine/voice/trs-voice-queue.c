/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-queue.h"

#include <string.h>

#include "tr-json.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"

#define DEFAULT_MAX_SIZE 100
#define LARGEST_MAX_SIZE 5000

static void
trs_voice_queue_finalize (gpointer data)
{
  TrsVoiceQueue *self = data;

  g_ptr_array_unref (self->members);
  g_free (self->friendly_name);
}

static TrsVoiceQueue *
trs_voice_queue_new (TrsAccount *account, const char *friendly_name)
{
  TrsVoiceQueue *self = trs_resource_new (account->engine, TRS_RESOURCE_VOICE_QUEUE, sizeof *self,
                                          trs_voice_queue_finalize, "QU", NULL);

  self->account = account;
  self->friendly_name = g_strdup (friendly_name);
  self->max_size = DEFAULT_MAX_SIZE;
  self->members = trs_resource_list_new ();
  g_ptr_array_add (account->voice_queues, self);
  return self;
}

static gboolean
check_change (TrsAccount *account,
              TrsVoiceQueue *self,
              const char *name,
              const int *max_size,
              GError **error)
{
  TrsVoiceQueue *other = name != NULL ? trs_account_get_voice_queue_by_name (account, name) : NULL;

  if (other != NULL && other != self)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "A queue named %s already exists", name);
      return FALSE;
    }
  if (max_size != NULL && (*max_size < 1 || *max_size > LARGEST_MAX_SIZE))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "MaxSize must be from 1 to %d",
                   LARGEST_MAX_SIZE);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_voice_queue_create:
 * @account: an account
 * @friendly_name: unique in it
 * @max_size: (nullable): how many callers it holds
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the queue, or %NULL with @error set
 */
TrsVoiceQueue *
trs_voice_queue_create (TrsAccount *account,
                        const char *friendly_name,
                        const int *max_size,
                        GError **error)
{
  TrsVoiceQueue *self;

  if (!trs_friendly_name_check (friendly_name, "FriendlyName", error) ||
      !check_change (account, NULL, friendly_name, max_size, error))
    return NULL;

  self = trs_voice_queue_new (account, friendly_name);
  if (max_size != NULL)
    self->max_size = *max_size;
  return self;
}

/**
 * trs_voice_queue_update:
 * @self: a queue
 * @friendly_name: (nullable): its new name
 * @max_size: (nullable): how many callers it holds; those who are in stay
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_voice_queue_update (TrsVoiceQueue *self,
                        const char *friendly_name,
                        const int *max_size,
                        GError **error)
{
  if (!check_change (self->account, self, friendly_name, max_size, error))
    return FALSE;

  if (friendly_name != NULL)
    {
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (friendly_name);
    }
  if (max_size != NULL)
    self->max_size = *max_size;
  trs_resource_touch (self->account->engine, self);
  return TRUE;
}

/**
 * trs_voice_queue_delete:
 * @self: an empty queue
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_voice_queue_delete (TrsVoiceQueue *self, GError **error)
{
  if (self->members->len > 0)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Queue %s is not empty", self->base.sid);
      return FALSE;
    }
  trs_resource_remove (self->account->engine, self->account->voice_queues, self);
  return TRUE;
}

/**
 * trs_voice_queue_get_average_wait_seconds:
 * @self: a queue
 *
 * Returns: how long those who left it had waited
 */
gint64
trs_voice_queue_get_average_wait_seconds (TrsVoiceQueue *self)
{
  return self->n_left > 0 ? self->total_wait / self->n_left / G_USEC_PER_SEC : 0;
}

/**
 * trs_voice_queue_get_member:
 * @self: a queue
 * @call_sid_or_front: CA SID, or "Front"
 *
 * Returns: (transfer none) (nullable): the member
 */
TrsQueueMember *
trs_voice_queue_get_member (TrsVoiceQueue *self, const char *call_sid_or_front)
{
  TrsCall *call;

  if (strcmp (call_sid_or_front, "Front") == 0)
    return self->members->len > 0 ? g_ptr_array_index (self->members, 0) : NULL;

  call = trs_engine_get_call (self->account->engine, call_sid_or_front);
  return call != NULL && call->queue_member != NULL && call->queue_member->queue == self
             ? call->queue_member
             : NULL;
}

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
make_task (TrsCall *call, TrsWorkflow *workflow, JsonObject *more)
{
  g_autoptr(JsonObject) attributes = make_attributes (call, more);
  g_autofree char *text = tr_json_object_to_string (attributes);
  g_autoptr(GError) error = NULL;
  TrsTask *task = trs_task_new (workflow->workspace,
                                &(TrsTaskChange) { .attributes = text,
                                                   .workflow_sid = workflow->base.sid,
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

/* Enqueue with a workflow: waits in the queue named for it, and is a task. FALSE when the queue is
 * full or the task could not be made; the call goes on. */
gboolean
trs_call_enqueue (TrsCall *self, TrsWorkflow *workflow, JsonObject *attributes)
{
  TrsAccount *account = self->account;
  TrsVoiceQueue *queue = trs_account_get_voice_queue_by_name (account, workflow->base.sid);
  TrsQueueMember *member;

  if (queue == NULL)
    queue = trs_voice_queue_new (account, workflow->base.sid);
  if (queue->members->len >= (guint) queue->max_size)
    {
      trs_call_note (self, "not queued: the queue is full");
      return FALSE;
    }

  member = trs_resource_new (account->engine, TRS_RESOURCE_QUEUE_MEMBER, sizeof *member, NULL,
                             NULL, NULL);
  member->queue = queue;
  member->call = self;
  self->queue_member = member;
  g_ptr_array_add (queue->members, member);
  trs_resource_touch (account->engine, queue);
  trs_call_note (self, "queued for %s", workflow->friendly_name);
  if (make_task (self, workflow, attributes))
    return TRUE;

  trs_call_leave_queue (self);
  return FALSE;
}

void
trs_call_leave_queue (TrsCall *self)
{
  TrsQueueMember *member = g_steal_pointer (&self->queue_member);
  gint64 wait;

  if (member == NULL)
    return;

  wait = trs_engine_now (self->account->engine) - member->base.date_created;
  member->queue->total_wait += wait;
  member->queue->n_left++;
  self->queue_time += wait;
  trs_resource_touch (self->account->engine, member->queue);
  trs_resource_remove (self->account->engine, member->queue->members, member);
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
