/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-json.h"

/*
 * What is known of a worker, and how it changes. Events, answers and snapshots all come through
 * here, and a signal is emitted when something changed, whoever said so first: the event and the
 * answer about the same thing, or an event that comes twice, make one signal.
 */

static void
activities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) contents = tr_bridge_list_finish (TR_BRIDGE (source), result, &error);
  g_autoptr(TrWorker) self = NULL;
  gboolean was_known;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the worker may be gone */

  self = g_object_ref (user_data);
  self->is_fetching_activities = FALSE;
  was_known = tr_worker_get_activity (self) != NULL;
  if (contents == NULL)
    {
      /* The status that we show would be a wrong one, or none. */
      if (!was_known)
        tr_worker_fail_sync (self, error);
      else
        g_info ("Reading the activities anew: %s", error->message);
      return;
    }
  tr_worker_take_activities (self, contents);
  tr_worker_notify (self, TR_WORKER_PROP_ACTIVITIES);
  if (was_known && tr_worker_get_activity (self) != NULL)
    return;
  tr_worker_notify (self, TR_WORKER_PROP_ACTIVITY);
  if (tr_worker_get_activity (self) != NULL)
    tr_worker_emit (self, TR_WORKER_ACTIVITY_UPDATED, tr_worker_get_activity (self));
}

/* The worker has an activity that was not there when the list was read: someone made a new one. */
static void
tr_worker_fetch_activities (TrWorker *self)
{
  g_autofree char *path = tr_worker_dup_path (self, "Activities");

  if (self->is_fetching_activities || self->connection == NULL)
    return;

  self->is_fetching_activities = TRUE;
  tr_bridge_list_async (self->bridge, path, "v1", NULL, self->connection, activities_cb, self);
}

/**
 * tr_worker_refresh_activities:
 * @self: a worker
 *
 * Reads the workspace's activities anew, unless it is about to: no event tells that an administrator
 * added, renamed or deleted one. #TrWorker:activities is notified when they were read; what is known
 * stays when they can't be. Does nothing without a connection.
 */
void
tr_worker_refresh_activities (TrWorker *self)
{
  g_return_if_fail (TR_IS_WORKER (self));

  if (self->phase == TR_WORKER_PHASE_READY)
    tr_worker_fetch_activities (self);
}

/* Takes @record, notifies and tells what it changed. */
void
tr_worker_set_record (TrWorker *self, TrWorkerRecord *record)
{
  g_autoptr(TrWorkerRecord) before = self->record;
  gboolean is_first = before == NULL;
  gboolean is_new_name = is_first || !g_str_equal (before->friendly_name, record->friendly_name);
  gboolean is_new_activity = is_first || !g_str_equal (before->activity_sid, record->activity_sid);
  gboolean is_new_date = is_first || before->date_status_changed != record->date_status_changed;
  gboolean is_new_available = is_first || before->is_available != record->is_available;
  gboolean are_new_attributes = is_first ||
                                !g_str_equal (before->attributes_text, record->attributes_text);

  self->record = record;
  g_object_freeze_notify (G_OBJECT (self));
  if (is_new_name)
    tr_worker_notify (self, TR_WORKER_PROP_FRIENDLY_NAME);
  if (are_new_attributes)
    tr_worker_notify (self, TR_WORKER_PROP_ATTRIBUTES);
  if (is_new_date)
    tr_worker_notify (self, TR_WORKER_PROP_DATE_STATUS_CHANGED);
  if (is_new_available)
    tr_worker_notify (self, TR_WORKER_PROP_IS_AVAILABLE);
  if (is_new_activity)
    tr_worker_notify (self, TR_WORKER_PROP_ACTIVITY);
  g_object_thaw_notify (G_OBJECT (self));

  if (tr_worker_get_activity (self) == NULL)
    tr_worker_fetch_activities (self);
  else if (!is_first && (is_new_activity || is_new_date))
    tr_worker_emit (self, TR_WORKER_ACTIVITY_UPDATED, tr_worker_get_activity (self));
  if (!is_first && are_new_attributes)
    tr_worker_emit (self, TR_WORKER_ATTRIBUTES_UPDATED, NULL);
}

/* An event's or an answer's Worker: dropped when it is older than what is known. */
gboolean
tr_worker_take_worker (TrWorker *self, JsonNode *node, GError **error)
{
  g_autoptr(TrWorkerRecord) record = tr_worker_record_new_from_json (node, error);

  if (record == NULL)
    return FALSE;
  if (g_strcmp0 (record->sid, self->sid) == 0 &&
      (self->record == NULL || record->version >= self->record->version))
    tr_worker_set_record (self, g_steal_pointer (&record));
  return TRUE;
}

/* Replaces the list, keeping the objects of activities that were there before. What cannot be read
 * is told of and left out: better a list with a gap than none. */
void
tr_worker_take_activities (TrWorker *self, JsonArray *contents)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) sids = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonNode *node = json_array_get_element (contents, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(TrActivity) fresh = tr_activity_new_from_json (node, &error);
      TrActivity *known;

      if (fresh == NULL)
        {
          tr_worker_tell_protocol_error (self, error);
          continue;
        }
      known = tr_worker_find_activity (self, tr_activity_get_sid (fresh));
      if (known != NULL && tr_activity_update_from_json (known, node, NULL))
        g_set_object (&fresh, known);
      g_ptr_array_add (sids, (gpointer) tr_activity_get_sid (fresh));
      g_ptr_array_add (objects, g_steal_pointer (&fresh));
    }
  tr_sid_list_replace (self->activities, (const char *const *) sids->pdata, objects);
}

static gboolean
is_same_channel (TrWorkerChannel *a, TrWorkerChannel *b)
{
  return tr_worker_channel_is_available (a) == tr_worker_channel_is_available (b) &&
         tr_worker_channel_get_capacity (a) == tr_worker_channel_get_capacity (b) &&
         tr_worker_channel_get_assigned_tasks (a) == tr_worker_channel_get_assigned_tasks (b) &&
         tr_worker_channel_get_capacity_percentage (a) ==
           tr_worker_channel_get_capacity_percentage (b);
}

static void
tr_worker_tell_channel (TrWorker *self,
                        TrWorkerChannel *channel,
                        gboolean was_available,
                        int capacity_before)
{
  if (tr_worker_channel_is_available (channel) != was_available)
    tr_worker_emit (self, TR_WORKER_CHANNEL_AVAILABILITY_UPDATED, channel);
  if (tr_worker_channel_get_capacity (channel) != capacity_before)
    tr_worker_emit (self, TR_WORKER_CAPACITY_UPDATED, channel);
}

/* An event's Channel. A channel that was not there before joins the list. */
gboolean
tr_worker_take_channel (TrWorker *self, JsonNode *node, GError **error)
{
  g_autoptr(TrWorkerChannel) fresh = tr_worker_channel_new_from_json (node, error);
  TrWorkerChannel *known;
  gboolean was_available;
  int capacity_before;

  if (fresh == NULL)
    return FALSE;

  known = tr_sid_list_find (self->channels, tr_worker_channel_get_sid (fresh));
  if (known == NULL)
    {
      tr_sid_list_append (self->channels, tr_worker_channel_get_sid (fresh), fresh);
      tr_worker_tell_channel (self, fresh, !tr_worker_channel_is_available (fresh), -1);
      return TRUE;
    }

  was_available = tr_worker_channel_is_available (known);
  capacity_before = tr_worker_channel_get_capacity (known);
  if (!tr_worker_channel_update_from_json (known, node, error))
    return FALSE;
  tr_worker_tell_channel (self, known, was_available, capacity_before);
  return TRUE;
}

/* A snapshot's channel: gives the object that is to be in the list. */
static TrWorkerChannel *
tr_worker_merge_channel (TrWorker *self, TrWorkerChannel *fresh, JsonNode *node)
{
  TrWorkerChannel *known = tr_sid_list_find (self->channels, tr_worker_channel_get_sid (fresh));
  gboolean was_available;
  int capacity_before;

  if (known == NULL)
    return g_object_ref (fresh);

  was_available = tr_worker_channel_is_available (known);
  capacity_before = tr_worker_channel_get_capacity (known);
  tr_worker_channel_update_from_json (known, node, NULL); /* read well once before */
  if (!is_same_channel (known, fresh)) /* a service that began anew counts versions anew */
    known = fresh;
  tr_worker_tell_channel (self, known, was_available, capacity_before);
  return g_object_ref (known);
}

void
tr_worker_take_channels (TrWorker *self, JsonArray *contents)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) sids = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonNode *node = json_array_get_element (contents, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(TrWorkerChannel) fresh = tr_worker_channel_new_from_json (node, &error);
      TrWorkerChannel *channel;

      if (fresh == NULL)
        {
          tr_worker_tell_protocol_error (self, error);
          continue;
        }
      channel = tr_worker_merge_channel (self, fresh, node);
      g_ptr_array_add (sids, (gpointer) tr_worker_channel_get_sid (channel));
      g_ptr_array_add (objects, channel);
    }
  tr_sid_list_replace (self->channels, (const char *const *) sids->pdata, objects);
}
