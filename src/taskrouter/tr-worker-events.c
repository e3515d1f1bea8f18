/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-json.h"
#include "tr-task-private.h"
#include "tr-transfer-private.h"

/* From an event to the model and its signal. An event's payload was checked when it was decoded. */

#define MAX_FETCHES 64 /* of single reservations, at a time */

static const char *
get_string (TrEvent *event, const char *name)
{
  JsonObject *object = json_node_get_object (tr_event_get_payload (event));
  const char *value = NULL;

  return tr_json_optional_string (object, name, &value, NULL) ? value : NULL;
}

static gint64
get_int (TrEvent *event, const char *name)
{
  JsonObject *object = json_node_get_object (tr_event_get_payload (event));
  gint64 value = 0;

  return tr_json_optional_int (object, name, 0, G_MAXINT64, 0, &value, NULL) ? value : 0;
}

/* A fetch of one reservation, while further events about it wait. */
typedef struct
{
  TrWorker *worker; /* not owned */
  TrEvent *event;   /* owned: what made us ask */
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->event);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
tr_worker_take_fetched (TrWorker *self, TrReservation *reservation)
{
  if (tr_worker_find_reservation (self, tr_reservation_get_sid (reservation)) == NULL)
    tr_worker_add_reservation (self, reservation);
}

/* What waited for the fetch of @sid, which is over. */
static GQueue *
tr_worker_steal_waiting (TrWorker *self, const char *sid)
{
  g_autofree char *key = NULL;
  GQueue *waiting = NULL;

  g_hash_table_steal_extended (self->fetches, sid, (gpointer *) &key, (gpointer *) &waiting);
  for (GList *link = waiting->head; link != NULL; link = link->next)
    self->fetches_size -= tr_event_get_size (link->data);
  return waiting;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);
  g_autoptr(TrReservation) reservation = NULL;
  g_autoptr(TrWorker) self = NULL;
  g_autoptr(GCancellable) connection = NULL;
  GQueue *waiting;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the worker may be gone */

  self = g_object_ref (fetch->worker);
  connection = g_object_ref (self->connection);
  waiting = tr_worker_steal_waiting (self, get_string (fetch->event, "sid"));
  if (payload != NULL)
    reservation = tr_reservation_new_from_json (payload, &error);
  if (reservation != NULL)
    tr_worker_take_fetched (self, reservation);
  else if (!g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    tr_worker_take_fetched (self, tr_event_get_object (fetch->event)); /* the best that we have */

  while (!g_queue_is_empty (waiting) && !g_cancellable_is_cancelled (connection))
    {
      g_autoptr(TrEvent) event = g_queue_pop_head (waiting);

      tr_worker_take_event (self, event);
    }
  g_queue_free_full (waiting, g_object_unref);
}

/* Reading everything anew brings what the fetches would have brought. */
static void
tr_worker_give_up_fetches (TrWorker *self)
{
  g_autoptr(GError) error = g_error_new (
      TR_ERROR, TR_ERROR_PROTOCOL, "Too much about reservations that are not known: %u to be "
      "fetched, %" G_GSIZE_FORMAT " bytes of events",
      g_hash_table_size (self->fetches), self->fetches_size);

  tr_worker_lose_connection (self, error);
}

static void
tr_worker_wait_for_fetch (TrWorker *self, GQueue *waiting, TrEvent *event)
{
  if (tr_event_get_size (event) > TR_EVENT_BACKLOG_MAX_BYTES - self->fetches_size)
    {
      tr_worker_give_up_fetches (self);
      return;
    }

  self->fetches_size += tr_event_get_size (event);
  g_queue_push_tail (waiting, g_object_ref (event));
}

/* Something goes on with a reservation that we do not know: asks what it is. */
static void
tr_worker_fetch_reservation (TrWorker *self, TrEvent *event)
{
  const char *sid = get_string (event, "sid");
  g_autofree char *path = tr_worker_dup_reservation_path (self, sid);
  Fetch *fetch;

  if (g_hash_table_size (self->fetches) >= MAX_FETCHES)
    {
      tr_worker_give_up_fetches (self);
      return;
    }

  fetch = g_new0 (Fetch, 1);
  fetch->worker = self;
  fetch->event = g_object_ref (event);
  g_hash_table_insert (self->fetches, g_strdup (sid), g_queue_new ());
  tr_bridge_request_async (self->bridge, "GET", path, "v1", NULL, self->connection, fetched_cb,
                           fetch);
}

static gboolean
tr_worker_take_reservation_event (TrWorker *self, TrEvent *event, GError **error)
{
  TrEventType type = tr_event_get_event_type (event);
  TrReservation *newer = tr_event_get_object (event);
  const char *sid = tr_reservation_get_sid (newer);
  GQueue *waiting = g_hash_table_lookup (self->fetches, sid);

  if (waiting != NULL)
    tr_worker_wait_for_fetch (self, waiting, event);
  else if (tr_worker_find_reservation (self, sid) != NULL)
    return tr_worker_take_decoded (self, newer, error);
  else if (tr_reservation_list_has_ended (self->reservations, sid))
    g_debug ("Ignored %s of a reservation that ended", tr_event_get_name (event));
  else if (type == TR_EVENT_RESERVATION_CREATED)
    tr_worker_add_reservation (self, newer);
  else if (type == TR_EVENT_RESERVATION_ACCEPTED || type == TR_EVENT_RESERVATION_WRAPUP)
    tr_worker_fetch_reservation (self, event);
  else
    g_debug ("Ignored %s of a reservation that is not known", tr_event_get_name (event));
  return TRUE;
}

static void
tr_worker_take_failed_event (TrWorker *self, TrEvent *event)
{
  TrTask *task = tr_event_get_object (event);

  if (tr_seen_events_add (self->seen, TR_WORKER_RESERVATION_FAILED, tr_task_get_sid (task),
                          tr_task_get_version (task)))
    tr_worker_emit (self, TR_WORKER_RESERVATION_FAILED, task);
}

/* What is older than the task that we know is dropped; what is as new is told of even if a
 * reservation's event brought the same task before. */
static void
tr_worker_take_task_event (TrWorker *self, TrEvent *event, TrWorkerSignal signal)
{
  TrTask *newer = tr_event_get_object (event);
  TrTask *known = tr_reservation_list_find_task (self->reservations, tr_task_get_sid (newer));
  g_autoptr(TrTask) task = NULL;

  if (known == NULL || tr_task_get_version (newer) < tr_task_get_version (known))
    {
      g_debug ("Ignored %s: %s", tr_event_get_name (event), known == NULL ? "not ours" : "old");
      return;
    }

  task = g_object_ref (known);
  tr_task_update_from (task, newer);
  if (tr_seen_events_add (self->seen, signal, tr_task_get_sid (newer),
                          tr_task_get_version (newer)))
    tr_worker_emit (self, signal, task);
}

/* A transfer that a reservation of ours has stays the object that others hold. */
static void
tr_worker_take_transfer_event (TrWorker *self, TrEvent *event, TrWorkerSignal signal)
{
  TrTransfer *newer = tr_event_get_object (event);
  g_autoptr(TrTransfer) transfer = g_object_ref (newer);
  TrReservation *reservation;
  TrTransfer *known = NULL;

  if (!tr_seen_events_add (self->seen, signal, tr_transfer_get_sid (newer),
                           get_int (event, "date_updated")))
    return;

  reservation = tr_worker_find_reservation (self,
                                            tr_transfer_get_initiating_reservation_sid (newer));
  if (reservation != NULL)
    known = tr_reservation_get_outgoing_transfer (reservation);
  if (known != NULL && g_str_equal (tr_transfer_get_sid (known), tr_transfer_get_sid (newer)))
    {
      tr_transfer_update_from (known, newer);
      g_set_object (&transfer, known);
    }
  tr_worker_emit (self, signal, transfer);
}

/* By TrEventType, for the events whose signal does not follow from a status. */
static const TrWorkerSignal signals[] = {
  [TR_EVENT_TASK_UPDATED] = TR_WORKER_TASK_UPDATED,
  [TR_EVENT_TASK_CANCELED] = TR_WORKER_TASK_CANCELED,
  [TR_EVENT_TASK_COMPLETED] = TR_WORKER_TASK_COMPLETED,
  [TR_EVENT_TASK_WRAPUP] = TR_WORKER_TASK_WRAPUP,
  [TR_EVENT_TASK_TRANSFER_INITIATED] = TR_WORKER_TASK_TRANSFER_INITIATED,
  [TR_EVENT_TASK_TRANSFER_ATTEMPT_FAILED] = TR_WORKER_TASK_TRANSFER_ATTEMPT_FAILED,
  [TR_EVENT_TASK_TRANSFER_COMPLETED] = TR_WORKER_TASK_TRANSFER_COMPLETED,
  [TR_EVENT_TASK_TRANSFER_FAILED] = TR_WORKER_TASK_TRANSFER_FAILED,
  [TR_EVENT_TASK_TRANSFER_CANCELED] = TR_WORKER_TASK_TRANSFER_CANCELED,
};

static gboolean
tr_worker_dispatch (TrWorker *self, TrEvent *event, GError **error)
{
  TrEventType type = tr_event_get_event_type (event);

  switch (type)
    {
    case TR_EVENT_WORKER_ACTIVITY_UPDATE:
    case TR_EVENT_WORKER_ATTRIBUTES_UPDATE:
      return tr_worker_take_worker (self, tr_event_get_payload (event), error);
    case TR_EVENT_WORKER_CAPACITY_UPDATE:
    case TR_EVENT_WORKER_CHANNEL_AVAILABILITY_UPDATE:
      return tr_worker_take_channel (self, tr_event_get_payload (event), error);
    case TR_EVENT_RESERVATION_CREATED:
    case TR_EVENT_RESERVATION_ACCEPTED:
    case TR_EVENT_RESERVATION_WRAPUP:
    case TR_EVENT_RESERVATION_COMPLETED:
    case TR_EVENT_RESERVATION_REJECTED:
    case TR_EVENT_RESERVATION_TIMEOUT:
    case TR_EVENT_RESERVATION_CANCELED:
    case TR_EVENT_RESERVATION_RESCINDED:
      return tr_worker_take_reservation_event (self, event, error);
    case TR_EVENT_RESERVATION_FAILED:
      tr_worker_take_failed_event (self, event);
      return TRUE;
    case TR_EVENT_TASK_UPDATED:
    case TR_EVENT_TASK_CANCELED:
    case TR_EVENT_TASK_COMPLETED:
    case TR_EVENT_TASK_WRAPUP:
      tr_worker_take_task_event (self, event, signals[type]);
      return TRUE;
    case TR_EVENT_TASK_TRANSFER_INITIATED:
    case TR_EVENT_TASK_TRANSFER_ATTEMPT_FAILED:
    case TR_EVENT_TASK_TRANSFER_COMPLETED:
    case TR_EVENT_TASK_TRANSFER_FAILED:
    case TR_EVENT_TASK_TRANSFER_CANCELED:
      tr_worker_take_transfer_event (self, event, signals[type]);
      return TRUE;
    case TR_EVENT_INIT:
    case TR_EVENT_UNKNOWN:
    default:
      g_debug ("Ignored %s", tr_event_type_to_string (type));
      return TRUE;
    }
}

/* The caller holds a reference to @self. */
void
tr_worker_take_event (TrWorker *self, TrEvent *event)
{
  g_autoptr(GError) error = NULL;

  tr_service_time_add_event (tr_bridge_get_service_time (self->bridge),
                             get_int (event, "date_updated"));
  if (!tr_worker_dispatch (self, event, &error))
    {
      g_prefix_error (&error, "%s: ", tr_event_get_name (event));
      tr_worker_tell_protocol_error (self, error);
    }
}
