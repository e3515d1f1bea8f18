/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-json.h"

/*
 * The snapshot after the service's `init`: worker, activities, channels, and the open reservations.
 * What we knew before and the snapshot does not have is asked for by itself, to learn its true end.
 * Then all of it is taken at once, as the truth, and what it changed is told.
 *
 * Source: the protocol's "init": the official SDK reads the same. It drops what happens meanwhile;
 * here that waits in the backlog.
 */

#define MAX_IN_FLIGHT 8 /* requests for single reservations at a time */

typedef struct
{
  TrWorker *worker; /* not owned: gone, if we were cancelled */
  guint n_pending;
  JsonNode *record;
  JsonArray *activities;
  JsonArray *channels;
  JsonArray *reservations;
  GQueue missing;    /* owned sids that the list did not have, still to be asked for */
  GHashTable *ended; /* sid → JsonNode of the reservation; NULL when the service has none */
} Sync;

/* One request of a sync. */
typedef struct
{
  Sync *sync;
  char *sid; /* of the reservation, for a request for one */
} Step;

static void
sync_clear (gpointer data)
{
  Sync *sync = data;

  g_clear_pointer (&sync->record, json_node_unref);
  g_clear_pointer (&sync->activities, json_array_unref);
  g_clear_pointer (&sync->channels, json_array_unref);
  g_clear_pointer (&sync->reservations, json_array_unref);
  g_queue_clear_full (&sync->missing, g_free);
  g_hash_table_unref (sync->ended);
}

static void
sync_unref (Sync *sync)
{
  g_rc_box_release_full (sync, sync_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sync, sync_unref)

static void
json_node_unref0 (gpointer data)
{
  if (data != NULL)
    json_node_unref (data);
}

static Sync *
sync_new (TrWorker *worker)
{
  Sync *sync = g_rc_box_new0 (Sync);

  sync->worker = worker;
  g_queue_init (&sync->missing);
  sync->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, json_node_unref0);
  return sync;
}

/* The known reservation @fresh stands for, or NULL. A service that began anew gives the same sids
 * to other reservations. */
static TrReservation *
tr_worker_find_same (TrWorker *self, TrReservation *fresh)
{
  TrReservation *known = tr_worker_find_reservation (self, tr_reservation_get_sid (fresh));

  if (known == NULL)
    return NULL;
  if (tr_reservation_get_version (fresh) >= tr_reservation_get_version (known) &&
      tr_reservation_get_date_created (fresh) == tr_reservation_get_date_created (known))
    return known;

  tr_reservation_list_drop (self->reservations, known);
  return NULL;
}

/* @node may be the short form. */
static void
tr_worker_update_reservation (TrWorker *self, TrReservation *reservation, JsonNode *node)
{
  g_autoptr(TrReservation) keep = g_object_ref (reservation); /* it may leave the list */
  TrTask *task = tr_reservation_get_task (reservation);
  TrReservationStatus before = tr_reservation_get_status (reservation);
  TrTaskStatus task_before = tr_task_get_status (task);
  gint64 task_version = tr_task_get_version (task);
  g_autoptr(GError) error = NULL;

  if (!tr_reservation_update_from_json (reservation, node, &error))
    {
      tr_worker_tell_protocol_error (self, error);
      return;
    }
  tr_worker_settle_reservation (self, reservation, before);
  tr_worker_settle_task (self, task, task_before, task_version);
}

static void
tr_worker_merge_reservation (TrWorker *self, JsonNode *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrReservation) fresh = tr_reservation_new_from_json (node, &error);
  TrReservation *known;

  if (fresh == NULL)
    {
      tr_worker_tell_protocol_error (self, error);
      return;
    }
  known = tr_worker_find_same (self, fresh);
  if (known != NULL)
    tr_worker_update_reservation (self, known, node);
  else
    tr_worker_add_reservation (self, fresh);
}

/* The service has no such reservation any more: the closest word for its end is canceled. */
static JsonNode *
build_canceled (TrReservation *reservation)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sid");
  json_builder_add_string_value (builder, tr_reservation_get_sid (reservation));
  json_builder_set_member_name (builder, "worker_sid");
  json_builder_add_string_value (builder, tr_reservation_get_worker_sid (reservation));
  json_builder_set_member_name (builder, "reservation_status");
  json_builder_add_string_value (builder, "canceled");
  json_builder_set_member_name (builder, "date_created");
  json_builder_add_int_value (builder, tr_reservation_get_date_created (reservation));
  json_builder_set_member_name (builder, "date_updated");
  json_builder_add_int_value (builder, tr_reservation_get_date_updated (reservation));
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, tr_reservation_get_version (reservation));
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
tr_worker_end_missing (TrWorker *self, const char *sid, JsonNode *node)
{
  TrReservation *reservation = tr_worker_find_reservation (self, sid);
  g_autoptr(JsonNode) canceled = NULL;

  if (reservation == NULL)
    return;
  if (node != NULL)
    {
      tr_worker_merge_reservation (self, node);
      return;
    }
  canceled = build_canceled (reservation);
  tr_worker_update_reservation (self, reservation, canceled);
}

/* All of it is there: takes it, without a word until it is whole. */
static void
sync_finish (Sync *sync)
{
  g_autoptr(TrWorker) self = g_object_ref (sync->worker);
  g_autoptr(GCancellable) connection = g_object_ref (self->connection);
  g_autoptr(GError) error = NULL;
  TrWorkerRecord *record = tr_worker_record_new_from_json (sync->record, &error);
  GHashTableIter iter;
  gpointer sid, node;

  if (record == NULL)
    {
      tr_worker_lose_connection (self, error);
      return;
    }

  tr_reservation_list_forget_ended (self->reservations);
  tr_seen_events_clear (self->seen);
  self->is_holding = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  tr_worker_take_activities (self, sync->activities);
  tr_worker_take_channels (self, sync->channels);
  tr_worker_set_record (self, record);
  g_hash_table_iter_init (&iter, sync->ended);
  while (g_hash_table_iter_next (&iter, &sid, &node))
    tr_worker_end_missing (self, sid, node);
  for (guint i = 0; i < json_array_get_length (sync->reservations); i++)
    tr_worker_merge_reservation (self, json_array_get_element (sync->reservations, i));
  g_object_thaw_notify (G_OBJECT (self));
  if (g_cancellable_is_cancelled (connection)) /* a listener stopped us */
    tr_worker_emit_held (self);
  else
    tr_worker_become_ready (self);
}

static void sync_ask_for_missing (Sync *sync);

/* Gives FALSE when the sync is over: cancelled, or failed by @error. */
static gboolean
sync_goes_on (Sync *sync, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  if (error == NULL)
    return TRUE;

  tr_worker_fail_sync (sync->worker, error);
  return FALSE;
}

static void
missing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Step *step = user_data;
  g_autoptr(Sync) sync = step->sync;
  g_autofree char *sid = step->sid;
  g_autoptr(GError) error = NULL;
  JsonNode *node = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);

  if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    g_clear_error (&error);
  if (!sync_goes_on (sync, error))
    return;

  g_hash_table_insert (sync->ended, g_steal_pointer (&sid), node);
  sync->n_pending--;
  sync_ask_for_missing (sync);
}

static void
sync_ask_for_missing (Sync *sync)
{
  TrWorker *self = sync->worker;

  while (sync->n_pending < MAX_IN_FLIGHT && !g_queue_is_empty (&sync->missing))
    {
      Step *step = g_new0 (Step, 1);
      g_autofree char *path = NULL;

      step->sync = g_rc_box_acquire (sync);
      step->sid = g_queue_pop_head (&sync->missing);
      path = tr_worker_dup_reservation_path (self, step->sid);
      sync->n_pending++;
      tr_bridge_request_async (self->bridge, "GET", path, "v1", NULL, self->connection, missing_cb,
                               step);
    }
  if (sync->n_pending == 0)
    sync_finish (sync);
}

/* What we know and the list does not have. An element that cannot be read still counts. */
static void
sync_find_missing (Sync *sync)
{
  g_autoptr(GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) known = tr_reservation_list_dup_sids (sync->worker->reservations);

  for (guint i = 0; i < json_array_get_length (sync->reservations); i++)
    {
      JsonObject *object;
      const char *sid;

      if (tr_json_expect_object (json_array_get_element (sync->reservations, i), &object, NULL) &&
          tr_json_expect_id (object, "sid", &sid, NULL))
        g_hash_table_add (listed, (gpointer) sid);
    }
  for (char **sid = known; *sid != NULL; sid++)
    if (!g_hash_table_contains (listed, *sid))
      g_queue_push_tail (&sync->missing, g_strdup (*sid));
}

static void
sync_step_done (Sync *sync)
{
  if (--sync->n_pending > 0)
    return;

  sync_find_missing (sync);
  sync_ask_for_missing (sync);
}

static void
worker_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Sync) sync = user_data;
  g_autoptr(GError) error = NULL;

  sync->record = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);
  if (sync_goes_on (sync, error))
    sync_step_done (sync);
}

static void
sync_take_list (Sync *sync, JsonArray **place, GObject *source, GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;

  *place = tr_bridge_list_finish (TR_BRIDGE (source), result, &error);
  if (sync_goes_on (sync, error))
    sync_step_done (sync);
}

static void
activities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Sync) sync = user_data;

  sync_take_list (sync, &sync->activities, source, result);
}

static void
channels_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Sync) sync = user_data;

  sync_take_list (sync, &sync->channels, source, result);
}

static void
reservations_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Sync) sync = user_data;

  sync_take_list (sync, &sync->reservations, source, result);
}

/* Reads everything anew; the connection ends in READY, or is lost. */
void
tr_worker_sync (TrWorker *self)
{
  g_autofree char *me = tr_worker_dup_own_path (self, NULL);
  g_autofree char *activities = tr_worker_dup_path (self, "Activities");
  g_autofree char *channels = tr_worker_dup_own_path (self, "WorkerChannels");
  g_autofree char *reservations = tr_worker_dup_own_path (self, "Reservations");
  g_autoptr(JsonObject) active = json_object_new ();
  g_autoptr(Sync) sync = sync_new (self);

  json_object_set_string_member (active, "Active", "true");
  sync->n_pending = 4;
  tr_bridge_request_async (self->bridge, "GET", me, "v1", NULL, self->connection, worker_cb,
                           g_rc_box_acquire (sync));
  tr_bridge_list_async (self->bridge, activities, "v1", NULL, self->connection, activities_cb,
                        g_rc_box_acquire (sync));
  tr_bridge_list_async (self->bridge, channels, "v1", NULL, self->connection, channels_cb,
                        g_rc_box_acquire (sync));
  tr_bridge_list_async (self->bridge, reservations, "v2", active, self->connection,
                        reservations_cb, g_rc_box_acquire (sync));
}
