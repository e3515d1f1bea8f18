/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-centre.h"

#include "trs-sid.h"

#include "trd-setup-value.h"

/* ---- What there is ---- */

static const char *const orders[] = { "FIFO", "LIFO", NULL };

static const TrdField workspace_fields[] = {
  { "event_callback_url", TRD_FIELD_TEXT, "EventCallbackUrl", "event_callback_url" },
  { "events_filter", TRD_FIELD_TEXT, "EventsFilter", "events_filter" },
  { "prioritize_queue_order", TRD_FIELD_WORD, "PrioritizeQueueOrder",
    "prioritize_queue_order", 0, 0, orders },
  { "default_activity", TRD_FIELD_ACTIVITY, "DefaultActivitySid", "default_activity_sid" },
  { "timeout_activity", TRD_FIELD_ACTIVITY, "TimeoutActivitySid", "timeout_activity_sid" },
  { NULL },
};

static const TrdField activity_fields[] = {
  { "available", TRD_FIELD_FLAG, "Available", "available" },
  { NULL },
};

static const TrdField channel_fields[] = {
  { "label", TRD_FIELD_TEXT, "FriendlyName", "friendly_name" },
  { "channel_optimized_routing", TRD_FIELD_FLAG, "ChannelOptimizedRouting",
    "channel_optimized_routing" },
  { NULL },
};

static const TrdField queue_fields[] = {
  { "target_workers", TRD_FIELD_TEXT, "TargetWorkers", "target_workers" },
  { "max_reserved_workers", TRD_FIELD_NUMBER, "MaxReservedWorkers", "max_reserved_workers", 1, 50 },
  { "task_order", TRD_FIELD_WORD, "TaskOrder", "task_order", 0, 0, orders },
  { "reservation_activity", TRD_FIELD_ACTIVITY, "ReservationActivitySid",
    "reservation_activity_sid" },
  { "assignment_activity", TRD_FIELD_ACTIVITY, "AssignmentActivitySid", "assignment_activity_sid" },
  { NULL },
};

static const TrdField workflow_fields[] = {
  { "reservation_timeout", TRD_FIELD_NUMBER, "TaskReservationTimeout",
    "task_reservation_timeout", 1, 86400 },
  { "assignment_callback_url", TRD_FIELD_TEXT, "AssignmentCallbackUrl", "assignment_callback_url" },
  { "fallback_assignment_callback_url", TRD_FIELD_TEXT, "FallbackAssignmentCallbackUrl",
    "fallback_assignment_callback_url" },
  { "routing", TRD_FIELD_ROUTING, "Configuration", "configuration" },
  { NULL },
};

static const TrdField worker_fields[] = {
  { "attributes", TRD_FIELD_OBJECT, "Attributes", "attributes" },
  { "channels", TRD_FIELD_CHANNELS, NULL, NULL },
  { NULL },
};

static const TrdField flow_fields[] = {
  { "definition", TRD_FIELD_FLOW, "Definition", "definition" },
  { "published", TRD_FIELD_FLAG, NULL, NULL },
  { NULL },
};

static const TrdField number_fields[] = {
  { "ivr", TRD_FIELD_ANSWER, "VoiceUrl", NULL },
  { "voice_url", TRD_FIELD_TEXT, "VoiceUrl", NULL },
  { NULL },
};

static const TrdSetupSpec specs[TRD_SETUP_N_KINDS] = {
  [TRD_SETUP_ACTIVITY] =
    { "activities", "activity", TR_SERVICE_TASKROUTER, "Activities", "name",
      "FriendlyName", "friendly_name", activity_fields, TRUE, TRUE, FALSE },
  [TRD_SETUP_WORKSPACE] =
    { "workspace", "workspace", TR_SERVICE_TASKROUTER, "", "name",
      "FriendlyName", "friendly_name", workspace_fields, TRUE, FALSE, FALSE },
  [TRD_SETUP_CHANNEL] =
    { "task_channels", "task channel", TR_SERVICE_TASKROUTER, "TaskChannels", "name",
      "UniqueName", "unique_name", channel_fields, TRUE, FALSE, FALSE },
  [TRD_SETUP_QUEUE] =
    { "queues", "queue", TR_SERVICE_TASKROUTER, "TaskQueues", "name",
      "FriendlyName", "friendly_name", queue_fields, TRUE, TRUE, FALSE },
  [TRD_SETUP_WORKFLOW] =
    { "workflows", "workflow", TR_SERVICE_TASKROUTER, "Workflows", "name",
      "FriendlyName", "friendly_name", workflow_fields, TRUE, TRUE, FALSE },
  [TRD_SETUP_WORKER] =
    { "workers", "worker", TR_SERVICE_TASKROUTER, "Workers", "name",
      "FriendlyName", "friendly_name", worker_fields, TRUE, TRUE, TRUE },
  [TRD_SETUP_FLOW] =
    { "flows", "flow", TR_SERVICE_STUDIO, "Flows", "name",
      "FriendlyName", "friendly_name", flow_fields, TRUE, FALSE, FALSE },
  [TRD_SETUP_NUMBER] =
    { "numbers", "number", TR_SERVICE_API, "IncomingPhoneNumbers", "number",
      "PhoneNumber", "phone_number", number_fields, FALSE, FALSE, FALSE },
};

/**
 * trd_setup_spec:
 * @kind: a kind of thing
 *
 * Returns: what it is called in files and in requests, and what can be told of it
 *
 * Source: the service's REST API, "TaskRouter", "Studio v2" and "IncomingPhoneNumber".
 */
const TrdSetupSpec *
trd_setup_spec (TrdSetupKind kind)
{
  return &specs[kind];
}

/* ---- Things ---- */

TrdThing *
trd_thing_new (TrdSetupKind kind, const char *name)
{
  TrdThing *self = g_new0 (TrdThing, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  self->fields = json_object_new ();
  return self;
}

void
trd_thing_free (TrdThing *self)
{
  g_free (self->name);
  g_free (self->sid);
  g_free (self->path);
  g_free (self->webhook_url);
  g_free (self->configuration);
  json_object_unref (self->fields);
  g_clear_pointer (&self->short_form, json_object_unref);
  g_free (self);
}

/* Nullable. */
const char *
trd_thing_get_text (TrdThing *self, const char *field)
{
  return trd_value_get_text (self->fields, field);
}

/* ---- Centres ---- */

TrdCentre *
trd_centre_new (void)
{
  TrdCentre *self = g_new0 (TrdCentre, 1);

  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    {
      self->things[kind] = g_ptr_array_new_with_free_func ((GDestroyNotify) trd_thing_free);
      self->by_name[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  return self;
}

void
trd_centre_free (TrdCentre *self)
{
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    {
      g_hash_table_unref (self->by_name[kind]);
      g_ptr_array_unref (self->things[kind]);
    }
  g_clear_pointer (&self->source, trd_source_free);
  g_free (self->name);
  g_free (self->workspace_sid);
  g_free (self);
}

static char *
dup_key (TrdSetupKind kind, const char *name)
{
  return specs[kind].ignores_case ? g_utf8_casefold (name, -1) : g_strdup (name);
}

/**
 * trd_centre_add:
 * @self: a centre
 * @thing: (transfer full): what to add
 *
 * Of two with one name, both are kept and the first is found.
 */
void
trd_centre_add (TrdCentre *self, TrdThing *thing)
{
  g_autofree char *key = dup_key (thing->kind, thing->name);

  g_ptr_array_add (self->things[thing->kind], thing);
  if (!g_hash_table_contains (self->by_name[thing->kind], key))
    g_hash_table_insert (self->by_name[thing->kind], g_steal_pointer (&key), thing);
}

/**
 * trd_centre_find:
 * @self: a centre
 * @kind: of what kind
 * @name: a name
 *
 * Returns: (nullable): the first one of that name
 */
TrdThing *
trd_centre_find (TrdCentre *self, TrdSetupKind kind, const char *name)
{
  g_autofree char *key = dup_key (kind, name);

  return g_hash_table_lookup (self->by_name[kind], key);
}

/* Nullable. */
TrdThing *
trd_centre_find_sid (TrdCentre *self, TrdSetupKind kind, const char *sid)
{
  for (guint i = 0; i < self->things[kind]->len; i++)
    {
      TrdThing *thing = g_ptr_array_index (self->things[kind], i);

      if (g_strcmp0 (thing->sid, sid) == 0)
        return thing;
    }
  return NULL;
}

/**
 * trd_setup_is_sid:
 * @kind: queues or workflows
 * @name: what stands for one
 *
 * A flow may lead to a workflow of another workspace, and a filter to a queue that was deleted: those
 * have no name here.
 *
 * Returns: whether it is a SID and no name
 */
gboolean
trd_setup_is_sid (TrdSetupKind kind, const char *name)
{
  return (kind == TRD_SETUP_QUEUE && trs_sid_is_valid (name, "WQ")) ||
         (kind == TRD_SETUP_WORKFLOW && trs_sid_is_valid (name, "WW"));
}
