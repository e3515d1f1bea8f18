/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"
#include "tr-json.h"
#include "tr-reservation-private.h"

/* Gives FALSE for a status that has no signal. */
static gboolean
signal_of_status (TrReservationStatus status, TrWorkerSignal *signal)
{
  static const TrWorkerSignal by_status[] = {
    [TR_RESERVATION_PENDING] = TR_WORKER_RESERVATION_CREATED,
    [TR_RESERVATION_ACCEPTED] = TR_WORKER_RESERVATION_ACCEPTED,
    [TR_RESERVATION_REJECTED] = TR_WORKER_RESERVATION_REJECTED,
    [TR_RESERVATION_TIMEOUT] = TR_WORKER_RESERVATION_TIMEOUT,
    [TR_RESERVATION_CANCELED] = TR_WORKER_RESERVATION_CANCELED,
    [TR_RESERVATION_RESCINDED] = TR_WORKER_RESERVATION_RESCINDED,
    [TR_RESERVATION_WRAPPING] = TR_WORKER_RESERVATION_WRAPUP,
    [TR_RESERVATION_COMPLETED] = TR_WORKER_RESERVATION_COMPLETED,
  };

  if (status == TR_RESERVATION_UNKNOWN)
    return FALSE;
  *signal = by_status[status];
  return TRUE;
}

/* A reservation that was not known: into the list, and told of by what it is now. */
void
tr_worker_add_reservation (TrWorker *self, TrReservation *reservation)
{
  TrWorkerSignal signal;

  if (!tr_reservation_is_open (reservation) ||
      !signal_of_status (tr_reservation_get_status (reservation), &signal))
    return;

  tr_reservation_list_add (self->reservations, reservation);
  tr_worker_emit (self, signal, reservation);
}

/* After a change of a known one: out of the list if it ended, and told of once. A status that we do
 * not know is no end. */
void
tr_worker_settle_reservation (TrWorker *self,
                              TrReservation *reservation,
                              TrReservationStatus before)
{
  TrReservationStatus now = tr_reservation_get_status (reservation);
  g_autoptr(TrReservation) keep = g_object_ref (reservation);
  TrWorkerSignal signal;

  if (now == before || !signal_of_status (now, &signal))
    return;

  if (!tr_reservation_is_open (reservation) &&
      tr_reservation_list_find (self->reservations, tr_reservation_get_sid (reservation)) ==
        reservation)
    tr_reservation_list_end (self->reservations, reservation);
  tr_worker_emit (self, signal, reservation);
}

/* After a change of a task that no event of its own told of. */
void
tr_worker_settle_task (TrWorker *self, TrTask *task, TrTaskStatus before, gint64 version_before)
{
  TrTaskStatus now = tr_task_get_status (task);
  TrWorkerSignal signal = TR_WORKER_TASK_UPDATED;

  if (tr_task_get_version (task) <= version_before)
    return;

  if (now != before && now == TR_TASK_WRAPPING)
    signal = TR_WORKER_TASK_WRAPUP;
  else if (now != before && now == TR_TASK_COMPLETED)
    signal = TR_WORKER_TASK_COMPLETED;
  else if (now != before && now == TR_TASK_CANCELED)
    signal = TR_WORKER_TASK_CANCELED;
  if (tr_seen_events_add (self->seen, signal, tr_task_get_sid (task), tr_task_get_version (task)))
    tr_worker_emit (self, signal, task);
}

/* An event's Reservation, if it is about an open one that we know. Its task changes with it in
 * silence: the service tells of tasks by events of their own. */
gboolean
tr_worker_take_decoded (TrWorker *self, TrReservation *newer, GError **error)
{
  TrReservation *known = tr_worker_find_reservation (self, tr_reservation_get_sid (newer));
  g_autoptr(TrReservation) reservation = known != NULL ? g_object_ref (known) : NULL;
  TrReservationStatus before;

  if (reservation == NULL)
    return TRUE;

  before = tr_reservation_get_status (reservation);
  if (!tr_reservation_update_from (reservation, newer, error))
    return FALSE;
  tr_worker_settle_reservation (self, reservation, before);
  return TRUE;
}

/* The same of an answer, which may have the short form. */
gboolean
tr_worker_take_reservation (TrWorker *self, JsonNode *node, GError **error)
{
  g_autoptr(TrReservation) reservation = NULL;
  TrReservationStatus before;
  JsonObject *object;
  const char *sid;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error))
    return FALSE;
  if (tr_worker_find_reservation (self, sid) == NULL)
    return TRUE;

  reservation = g_object_ref (tr_worker_find_reservation (self, sid));
  before = tr_reservation_get_status (reservation);
  if (!tr_reservation_update_from_json (reservation, node, error))
    return FALSE;
  tr_worker_settle_reservation (self, reservation, before);
  return TRUE;
}

/* An answer's Task, if it is of a reservation that we know. */
gboolean
tr_worker_take_task (TrWorker *self, JsonNode *node, GError **error)
{
  g_autoptr(TrTask) task = NULL;
  TrTaskStatus before;
  gint64 version_before;
  JsonObject *object;
  const char *sid;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error))
    return FALSE;
  if (tr_reservation_list_find_task (self->reservations, sid) == NULL)
    return TRUE;

  task = g_object_ref (tr_reservation_list_find_task (self->reservations, sid));
  before = tr_task_get_status (task);
  version_before = tr_task_get_version (task);
  if (!tr_task_update_from_json (task, node, error))
    return FALSE;
  tr_worker_settle_task (self, task, before, version_before);
  return TRUE;
}
