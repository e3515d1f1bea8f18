/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-worker.h"

#include <string.h>

#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-pool.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-queue-private.h"
#include "trs-worker-channel-private.h"
#include "trs-worker-private.h"

#define MAX_ATTRIBUTES_LENGTH 4096

static void
trs_worker_finalize (gpointer data)
{
  TrsWorker *self = data;

  g_free (self->friendly_name);
  g_clear_pointer (&self->attributes, g_ref_string_release);
  g_clear_pointer (&self->attributes_object, json_object_unref);
  g_clear_pointer (&self->activity, trs_resource_unref);
  g_clear_pointer (&self->previous_activity, trs_resource_unref);
  g_ptr_array_unref (self->channels);
  g_ptr_array_unref (self->reservations);
  g_ptr_array_unref (self->queues);
  g_ptr_array_unref (self->routed);
}

static gboolean
check_name (TrsWorkspace *workspace, TrsWorker *self, const char *name, GError **error)
{
  TrsWorker *other;

  if (!trs_friendly_name_check (name, "FriendlyName", error))
    return FALSE;

  other = trs_workspace_get_worker_by_name (workspace, name);
  if (other == NULL || other == self)
    return TRUE;
  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Worker with the same friendly name already exists");
  return FALSE;
}

static gboolean
parse_attributes (const char *text, JsonObject **object, GError **error)
{
  if (g_utf8_strlen (text, -1) > MAX_ATTRIBUTES_LENGTH)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Attributes is longer than %d characters", MAX_ATTRIBUTES_LENGTH);
      return FALSE;
    }
  *object = trs_document_parse_object (text, "Attributes", error);
  return *object != NULL;
}

static gboolean
find_activity (TrsWorkspace *workspace, const char *sid, TrsActivity **activity, GError **error)
{
  *activity = trs_workspace_get_activity (workspace, sid);
  if (*activity != NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Value '%s' provided for ActivitySid is not an Activity of Workspace %s", sid,
               workspace->base.sid);
  return FALSE;
}

static void
trs_worker_set_name (TrsWorker *self, const char *name)
{
  GHashTable *names = self->workspace->workers_by_name;

  if (self->friendly_name != NULL)
    {
      g_autofree char *old = g_utf8_casefold (self->friendly_name, -1);

      g_hash_table_remove (names, old);
      g_free (self->friendly_name);
    }
  self->friendly_name = g_strdup (name);
  g_hash_table_insert (names, g_utf8_casefold (name, -1), self);
}

static void
trs_worker_set_attributes (TrsWorker *self, const char *text, JsonObject *object)
{
  g_clear_pointer (&self->attributes, g_ref_string_release);
  g_clear_pointer (&self->attributes_object, json_object_unref);
  self->attributes = g_ref_string_new (text);
  self->attributes_object = json_object_ref (object);
}

/* As trs_worker_create(), with a seed's own SID (nullable). */
TrsWorker *
trs_worker_new (TrsWorkspace *workspace,
                const char *sid,
                const TrsWorkerChange *change,
                GError **error)
{
  const char *attributes = change->attributes != NULL ? change->attributes : "{}";
  g_autoptr(JsonObject) object = NULL;
  TrsActivity *activity = workspace->default_activity;
  TrsWorker *self;

  if (!trs_engine_check_free_sid (workspace->engine, sid, "WK", error) ||
      !check_name (workspace, NULL, change->friendly_name, error) ||
      !parse_attributes (attributes, &object, error) ||
      (change->activity_sid != NULL &&
       !find_activity (workspace, change->activity_sid, &activity, error)))
    return NULL;

  self = trs_resource_new (workspace->engine, TRS_RESOURCE_WORKER, sizeof *self,
                           trs_worker_finalize, "WK", sid);
  self->workspace = workspace;
  self->channels = trs_resource_list_new ();
  self->reservations = g_ptr_array_new ();
  self->queues = g_ptr_array_new ();
  self->routed = g_ptr_array_new ();
  self->date_status_changed = self->base.date_created;
  trs_resource_set (&self->activity, activity);
  trs_worker_set_name (self, change->friendly_name);
  trs_worker_set_attributes (self, attributes, object);
  g_ptr_array_add (workspace->workers, self);
  for (guint i = 0; i < workspace->task_channels->len; i++)
    trs_worker_channel_new (self, g_ptr_array_index (workspace->task_channels, i));

  trs_event_emit (workspace, "worker.created", &(TrsEventSubject) { .worker = self },
                  "Worker %s created", self->friendly_name);
  trs_worker_refresh (self, TRUE);
  return self;
}

/**
 * trs_worker_create:
 * @workspace: a workspace
 * @change: friendly_name is required
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the worker, or %NULL with @error set
 */
TrsWorker *
trs_worker_create (TrsWorkspace *workspace, const TrsWorkerChange *change, GError **error)
{
  TrsWorker *self = trs_worker_new (workspace, NULL, change, error);

  if (self != NULL)
    trs_router_run (workspace->engine);
  return self;
}

/* Changes the activity, keeps the counts of every queue, and tells. No change is no event. */
void
trs_worker_set_activity (TrsWorker *self, TrsActivity *activity)
{
  TrsWorkspace *workspace = self->workspace;
  gint64 now = trs_engine_now (workspace->engine);
  gint64 time = now - self->date_status_changed;

  if (self->activity == activity)
    return;

  for (guint i = 0; i < self->queues->len; i++)
    {
      trs_task_queue_count (g_ptr_array_index (self->queues, i), self->activity, -1);
      trs_task_queue_count (g_ptr_array_index (self->queues, i), activity, 1);
    }
  trs_resource_set (&self->previous_activity, self->activity);
  trs_resource_set (&self->activity, activity);
  self->date_status_changed = now;
  self->version++;
  trs_resource_touch (workspace->engine, self);
  trs_worker_refresh (self, FALSE);
  trs_event_emit (workspace, "worker.activity.update",
                  &(TrsEventSubject) {
                    .worker = self,
                    .previous_activity = self->previous_activity,
                    .time_in_previous_activity = time,
                  },
                  "Worker %s updated to %s Activity", self->friendly_name,
                  activity->friendly_name);
}

/* After any change: brings the queues' indexes up to date, and lets the router look for a task.
 * Costs as much as the worker has queues, whatever the number of workers. */
void
trs_worker_refresh (TrsWorker *self, gboolean attributes_changed)
{
  GPtrArray *queues = self->workspace->task_queues;

  for (guint i = 0; i < queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (queues, i);

      if (attributes_changed || trs_task_queue_depends_on_state (queue))
        trs_task_queue_reconsider (queue, self);
    }
  for (guint i = 0; i < self->queues->len; i++)
    trs_task_queue_update_pools (g_ptr_array_index (self->queues, i), self);
  trs_router_want_worker (self);
}

static void
trs_worker_reject_pending (TrsWorker *self)
{
  /* Rejecting one may not add another: nothing is routed before the verb's end. */
  for (guint i = 0; i < self->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i);

      if (reservation->status == TRS_RESERVATION_PENDING)
        trs_reservation_end (reservation, TRS_RESERVATION_REJECTED);
    }
}

static void
trs_worker_apply_profile (TrsWorker *self, const TrsWorkerChange *change, JsonObject *object)
{
  if (change->friendly_name != NULL)
    trs_worker_set_name (self, change->friendly_name);
  if (object != NULL)
    trs_worker_set_attributes (self, change->attributes, object);
  self->version++;
  trs_resource_touch (self->workspace->engine, self);
  trs_worker_refresh (self, TRUE);
  trs_event_emit (self->workspace, "worker.attributes.update",
                  &(TrsEventSubject) { .worker = self }, "Worker %s attributes updated",
                  self->friendly_name);
}

/**
 * trs_worker_update:
 * @self: a worker
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * All or nothing. A worker who becomes available gets a waiting task before this returns.
 *
 * Returns: whether it was done
 */
gboolean
trs_worker_update (TrsWorker *self, int if_match, const TrsWorkerChange *change, GError **error)
{
  TrsWorkspace *workspace = self->workspace;
  g_autoptr(JsonObject) object = NULL;
  TrsActivity *activity = NULL;

  if (!trs_version_check (self->version, if_match, error) ||
      (change->friendly_name != NULL &&
       !check_name (workspace, self, change->friendly_name, error)) ||
      (change->attributes != NULL && !parse_attributes (change->attributes, &object, error)) ||
      (change->activity_sid != NULL &&
       !find_activity (workspace, change->activity_sid, &activity, error)))
    return FALSE;
  if (change->reject_pending_reservations && activity != NULL && activity->is_available)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "RejectPendingReservations is only allowed with an Activity that is "
                           "not available");
      return FALSE;
    }

  if (change->friendly_name != NULL || object != NULL)
    trs_worker_apply_profile (self, change, object);
  if (activity != NULL)
    {
      trs_worker_set_activity (self, activity);
      if (change->reject_pending_reservations)
        trs_worker_reject_pending (self);
    }
  trs_router_run (workspace->engine);
  return TRUE;
}

/**
 * trs_worker_delete:
 * @self: a worker without open reservations
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_worker_delete (TrsWorker *self, int if_match, GError **error)
{
  TrsWorkspace *workspace = self->workspace;
  g_autofree char *name = NULL;

  if (!trs_version_check (self->version, if_match, error))
    return FALSE;
  for (guint i = 0; i < self->reservations->len; i++)
    {
      if (trs_reservation_is_open (g_ptr_array_index (self->reservations, i)))
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Cannot delete Worker %s because it has open reservations", self->base.sid);
          return FALSE;
        }
    }

  while (self->queues->len > 0)
    trs_task_queue_drop_worker (g_ptr_array_index (self->queues, 0), self);
  name = g_utf8_casefold (self->friendly_name, -1);
  g_hash_table_remove (workspace->workers_by_name, name);
  trs_event_emit (workspace, "worker.deleted", &(TrsEventSubject) { .worker = self },
                  "Worker %s deleted", self->friendly_name);
  trs_resource_remove (workspace->engine, workspace->workers, self);
  trs_router_run (workspace->engine);
  return TRUE;
}

TrsWorkerChannel *
trs_worker_get_channel_of (TrsWorker *self, TrsTaskChannel *task_channel)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (self->channels, i);

      if (channel->task_channel == task_channel)
        return channel;
    }
  return NULL;
}

/**
 * trs_worker_get_channel:
 * @self: a worker
 * @sid_or_task_channel: WC SID, TC SID or the task channel's unique name
 *
 * Returns: (transfer none) (nullable): the worker's channel
 */
TrsWorkerChannel *
trs_worker_get_channel (TrsWorker *self, const char *sid_or_task_channel)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (self->channels, i);

      if (strcmp (channel->base.sid, sid_or_task_channel) == 0 ||
          strcmp (channel->task_channel->base.sid, sid_or_task_channel) == 0 ||
          strcmp (channel->task_channel->unique_name, sid_or_task_channel) == 0)
        return channel;
    }
  return NULL;
}

/**
 * trs_worker_get_reservation:
 * @self: a worker
 * @sid: WR SID
 *
 * Returns: (transfer none) (nullable): the reservation, if it is this worker's
 */
TrsReservation *
trs_worker_get_reservation (TrsWorker *self, const char *sid)
{
  TrsReservation *reservation = trs_workspace_get_reservation (self->workspace, sid);

  return reservation != NULL && reservation->worker == self ? reservation : NULL;
}

/**
 * trs_worker_get_contact_uri:
 * @self: a worker
 *
 * Returns: (nullable): where its phone is, from its attributes
 */
const char *
trs_worker_get_contact_uri (TrsWorker *self)
{
  JsonNode *node = json_object_get_member (self->attributes_object, "contact_uri");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* Whether a task of that kind may be offered to it now. */
gboolean
trs_worker_is_eligible (TrsWorker *self, TrsTaskChannel *task_channel)
{
  TrsWorkerChannel *channel = trs_worker_get_channel_of (self, task_channel);

  if (self->base.is_deleted || !self->activity->is_available || channel == NULL ||
      !channel->is_available || channel->open_reservations >= channel->configured_capacity)
    return FALSE;
  if (self->workspace->multi_task_enabled)
    return TRUE;

  /* One task at a time, whatever its kind. */
  for (guint i = 0; i < self->channels->len; i++)
    {
      TrsWorkerChannel *other = g_ptr_array_index (self->channels, i);

      if (other->open_reservations > 0)
        return FALSE;
    }
  return TRUE;
}
