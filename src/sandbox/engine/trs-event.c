/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-event.h"

#include <string.h>

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"
#include "trs-workflow-config.h"

/* The parameters of one event while they are gathered: the values in one text, so that an event
 * costs a handful of allocations instead of a hundred. */
#define MAX_DATA 48

typedef struct
{
  TrsEvent *event;
  GString *text; /* the engine's, used again and again */
  guint length;
  const char *keys[MAX_DATA];
  gsize offsets[MAX_DATA];
  const char *shared[MAX_DATA]; /* NULL: the value is in the text */
} Builder;

static void
trs_event_finalize (gpointer data)
{
  TrsEvent *self = data;

  g_clear_pointer (&self->worker_sids, g_ptr_array_unref);
  g_clear_pointer (&self->data, g_array_unref);
  g_clear_pointer (&self->task_attributes, g_ref_string_release);
  g_clear_pointer (&self->worker_attributes, g_ref_string_release);
  g_free (self->text);
  g_free (self->description);
  g_free (self->resource_sid);
}

static void
builder_add (Builder *self, const char *key, const char *value)
{
  g_assert (self->length < MAX_DATA);
  if (value == NULL)
    return;

  self->keys[self->length] = key;
  self->offsets[self->length] = self->text->len;
  self->shared[self->length] = NULL;
  self->length++;
  g_string_append_len (self->text, value, (gssize) strlen (value) + 1);
}

/* @place keeps a reference for as long as the event is. */
static void
builder_add_shared (Builder *self, const char *key, GRefString *value, GRefString **place)
{
  *place = g_ref_string_acquire (value);
  self->keys[self->length] = key;
  self->shared[self->length] = value;
  self->length++;
}

static void
builder_end (Builder *self)
{
  TrsEvent *event = self->event;

  event->text = g_memdup2 (self->text->str, self->text->len);
  event->data = g_array_sized_new (FALSE, FALSE, sizeof (TrsEventDatum), self->length);
  for (guint i = 0; i < self->length; i++)
    {
      TrsEventDatum datum = { self->keys[i], self->shared[i] != NULL
                                                 ? self->shared[i]
                                                 : event->text + self->offsets[i] };

      g_array_append_val (event->data, datum);
    }
}

static void
builder_add_int (Builder *self, const char *key, gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  builder_add (self, key, text);
}

static void
builder_add_bool (Builder *self, const char *key, gboolean value)
{
  builder_add (self, key, value ? "true" : "false");
}

static void
builder_add_task_channel (Builder *self, TrsTaskChannel *channel)
{
  builder_add (self, "task_channel_sid", channel->base.sid);
  builder_add (self, "task_channel_unique_name", channel->unique_name);
}

static void
builder_add_task (Builder *self, TrsTask *task)
{
  builder_add (self, "task_sid", task->base.sid);
  builder_add_shared (self, "task_attributes", task->attributes, &self->event->task_attributes);
  builder_add_int (self, "task_age", trs_task_get_age (task));
  builder_add_int (self, "task_priority", task->priority);
  builder_add (self, "task_assignment_status", trs_task_status_to_string (task->status));
  if (task->status == TRS_TASK_CANCELED)
    builder_add (self, "task_canceled_reason", task->reason);
  else if (task->status == TRS_TASK_COMPLETED)
    builder_add (self, "task_completed_reason", task->reason);
  builder_add_task_channel (self, task->task_channel);
}

static void
builder_add_worker (Builder *self, TrsWorker *worker)
{
  builder_add (self, "worker_sid", worker->base.sid);
  builder_add (self, "worker_name", worker->friendly_name);
  builder_add_shared (self, "worker_attributes", worker->attributes,
                      &self->event->worker_attributes);
  builder_add (self, "worker_activity_sid", worker->activity->base.sid);
  builder_add (self, "worker_activity_name", worker->activity->friendly_name);
  builder_add_int (self, "worker_version", worker->version);
}

static void
builder_add_previous_activity (Builder *self, const TrsEventSubject *subject)
{
  gint64 time = subject->time_in_previous_activity;

  builder_add (self, "worker_previous_activity_sid", subject->previous_activity->base.sid);
  builder_add_int (self, "worker_time_in_previous_activity", time / G_USEC_PER_SEC);
  builder_add_int (self, "worker_time_in_previous_activity_ms", time / 1000);
}

static void
builder_add_worker_channel (Builder *self, const TrsEventSubject *subject)
{
  TrsWorkerChannel *channel = subject->worker_channel;

  builder_add_bool (self, "worker_channel_available", channel->is_available);
  builder_add_int (self, "worker_channel_available_capacity",
                     trs_worker_channel_get_available_capacity_percentage (channel));
  if (subject->previous_capacity != NULL)
    builder_add_int (self, "worker_channel_previous_capacity", *subject->previous_capacity);
  builder_add_int (self, "worker_channel_task_count", channel->assigned_tasks);
  builder_add_task_channel (self, channel->task_channel);
}

static void
builder_add_subject (Builder *self, const TrsEventSubject *subject)
{
  builder_add (self, "workspace_sid", self->event->workspace->base.sid);
  builder_add (self, "workspace_name", self->event->workspace->friendly_name);
  if (subject->reservation != NULL)
    builder_add (self, "reservation_sid", subject->reservation->base.sid);
  if (subject->task != NULL)
    builder_add_task (self, subject->task);
  if (subject->worker != NULL)
    builder_add_worker (self, subject->worker);
  if (subject->previous_activity != NULL)
    builder_add_previous_activity (self, subject);
  if (subject->worker_channel != NULL)
    builder_add_worker_channel (self, subject);
  if (subject->task_queue != NULL)
    {
      builder_add (self, "task_queue_sid", subject->task_queue->base.sid);
      builder_add (self, "task_queue_name", subject->task_queue->friendly_name);
    }
  if (subject->workflow != NULL)
    {
      builder_add (self, "workflow_sid", subject->workflow->base.sid);
      builder_add (self, "workflow_name", subject->workflow->friendly_name);
    }
  builder_add (self, "workflow_filter_name", subject->filter_name);
  if (subject->activity != NULL)
    {
      builder_add (self, "activity_sid", subject->activity->base.sid);
      builder_add (self, "activity_name", subject->activity->friendly_name);
      builder_add_bool (self, "activity_available", subject->activity->is_available);
    }
  if (subject->task_channel != NULL)
    {
      builder_add (self, "task_channel_name", subject->task_channel->friendly_name);
      builder_add_task_channel (self, subject->task_channel);
      builder_add_bool (self, "task_channel_optimized_routing",
                          subject->task_channel->channel_optimized_routing);
    }
}

static void
trs_event_gather (TrsEvent *self, const TrsEventSubject *subject)
{
  Builder builder = { .event = self, .text = self->account->engine->scratch };

  g_string_truncate (builder.text, 0);
  builder_add_subject (&builder, subject);
  builder_end (&builder);
}

/* The first word of the type names what it is about. */
static void
trs_event_set_resource (TrsEvent *self, const TrsEventSubject *subject)
{
  const struct
  {
    const char *prefix;
    const char *resource_type;
    gpointer resource;
  } kinds[] = {
    { "reservation.", "reservation", subject->reservation },
    { "task.", "task", subject->task },
    { "task-queue.", "task-queue", subject->task_queue },
    { "task-channel.", "task-channel", subject->task_channel },
    { "worker.", "worker", subject->worker },
    { "workflow.", "workflow", subject->workflow },
    { "activity.", "activity", subject->activity },
    { "workspace.", "workspace", self->workspace },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const TrsResource *resource = kinds[i].resource;

      if (!g_str_has_prefix (self->type, kinds[i].prefix))
        continue;
      self->resource_type = kinds[i].resource_type;
      self->resource_sid = g_strdup (resource != NULL ? resource->sid : "");
    }
}

/* Only these reach a socket: the rest of the vocabulary is for the log and the event callback. */
static gboolean
is_for_sockets (const char *type)
{
  static const char *const others[] = { "worker.created", "worker.deleted", "task.created",
                                        "task.deleted", "task.system-deleted", NULL };

  return (g_str_has_prefix (type, "worker.") || g_str_has_prefix (type, "reservation.") ||
          g_str_has_prefix (type, "task.")) &&
         !g_strv_contains (others, type);
}

static void
trs_event_address (TrsEvent *self, const TrsEventSubject *subject)
{
  TrsWorker *worker = subject->addressee != NULL ? subject->addressee : subject->worker;

  self->worker_sids = g_ptr_array_new_with_free_func (g_free);
  if (!is_for_sockets (self->type))
    return;

  for (guint i = 0; subject->holders != NULL && i < subject->holders->len; i++)
    {
      TrsWorker *holder = g_ptr_array_index (subject->holders, i);

      g_ptr_array_add (self->worker_sids, g_strdup (holder->base.sid));
    }
  if (subject->holders == NULL && worker != NULL)
    g_ptr_array_add (self->worker_sids, g_strdup (worker->base.sid));
}

TrsEvent *
trs_event_alloc (TrsAccount *account, const char *type, const char *prefix)
{
  TrsEvent *self = trs_resource_new (account->engine, TRS_RESOURCE_EVENT, sizeof *self,
                                     trs_event_finalize, prefix, NULL);

  self->type = g_intern_static_string (type);
  self->account = account;
  return self;
}

static TrsEvent *
trs_event_new (TrsAccount *account, const char *type)
{
  return trs_event_alloc (account, type, "EV");
}

static void
trs_event_clear_borrowed (TrsEvent *self)
{
  memset (&self->task, 0, sizeof *self - G_STRUCT_OFFSET (TrsEvent, task));
}

static void
trs_event_log (TrsEvent *self)
{
  GPtrArray *log = self->workspace->events;

  /* In bulk, as each removal from the front moves the rest. */
  if (log->len >= TRS_WORKSPACE_MAX_EVENTS + TRS_WORKSPACE_MAX_EVENTS / 8)
    g_ptr_array_remove_range (log, 0, log->len - TRS_WORKSPACE_MAX_EVENTS);
  g_ptr_array_add (log, self);
}

void
trs_event_emit (TrsWorkspace *workspace,
                const char *type,
                const TrsEventSubject *subject,
                const char *format,
                ...)
{
  TrsEvent *self = trs_event_new (workspace->account, type);
  va_list args;

  va_start (args, format);
  self->description = g_strdup_vprintf (format, args);
  va_end (args);
  self->workspace = workspace;
  self->task = subject->task;
  self->reservation = subject->reservation;
  self->transfer = subject->transfer;
  self->worker = subject->worker;
  self->worker_channel = subject->worker_channel;
  self->activity = subject->activity;
  self->task_channel = subject->task_channel;
  self->task_queue = subject->task_queue;
  self->workflow = subject->workflow;
  trs_event_gather (self, subject);
  trs_event_set_resource (self, subject);
  trs_event_address (self, subject);

  trs_engine_emit (workspace->engine, self);
  trs_event_clear_borrowed (self);
  trs_event_log (self);
}

void
trs_event_emit_voice (TrsAccount *account,
                      const char *type,
                      TrsCall *call,
                      TrsConference *conference,
                      TrsParticipant *participant)
{
  TrsEvent *self = trs_event_new (account, type);
  const TrsResource *resource = conference != NULL ? &conference->base : &call->base;

  self->worker_sids = g_ptr_array_new ();
  self->description = g_strdup (type);
  self->resource_type = conference != NULL ? "conference" : "call";
  self->resource_sid = g_strdup (resource->sid);
  self->call = call;
  self->conference = conference;
  self->participant = participant;
  self->data = g_array_new (FALSE, FALSE, sizeof (TrsEventDatum));
  trs_engine_emit (account->engine, self);
  trs_resource_unref (self);
}

/**
 * trs_event_get_datum:
 * @self: an event
 * @key: a parameter, in snake_case
 *
 * Returns: (nullable): its value
 */
const char *
trs_event_get_datum (TrsEvent *self, const char *key)
{
  for (guint i = 0; i < self->data->len; i++)
    {
      TrsEventDatum *datum = &g_array_index (self->data, TrsEventDatum, i);

      if (strcmp (datum->key, key) == 0)
        return datum->value;
    }
  return NULL;
}
