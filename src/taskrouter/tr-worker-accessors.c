/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

/**
 * tr_worker_get_state:
 * @self: a worker
 *
 * Returns: how far the connection is
 */
TrWorkerState
tr_worker_get_state (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), TR_WORKER_STOPPED);

  switch (self->phase)
    {
    case TR_WORKER_PHASE_FETCHING_TOKEN:
    case TR_WORKER_PHASE_OPENING:
    case TR_WORKER_PHASE_SYNCING:
      return TR_WORKER_CONNECTING;
    case TR_WORKER_PHASE_READY:
      return TR_WORKER_READY;
    case TR_WORKER_PHASE_WAITING:
      return TR_WORKER_WAITING;
    case TR_WORKER_PHASE_SIGNED_OUT:
      return TR_WORKER_SIGNED_OUT;
    case TR_WORKER_PHASE_DISPLACED:
      return TR_WORKER_DISPLACED;
    case TR_WORKER_PHASE_STOPPED:
    default:
      return TR_WORKER_STOPPED;
    }
}

/**
 * tr_worker_get_retry_time:
 * @self: a worker
 *
 * Returns: when it connects again, in monotonic microseconds of its clock; 0 unless it waits
 */
gint64
tr_worker_get_retry_time (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), 0);

  return self->retry_time;
}

/**
 * tr_worker_get_error:
 * @self: a worker
 *
 * Returns: (nullable): why it is not connected; kept while it tries again, NULL once ready
 */
const GError *
tr_worker_get_error (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->error;
}

/**
 * tr_worker_get_sid:
 * @self: a worker
 *
 * Returns: (nullable): its sid (WK…); NULL until the service named it
 */
const char *
tr_worker_get_sid (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->sid;
}

/**
 * tr_worker_get_friendly_name:
 * @self: a worker
 *
 * Returns: (nullable): its name in the workspace; NULL until ready once
 */
const char *
tr_worker_get_friendly_name (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->record != NULL ? self->record->friendly_name : NULL;
}

/**
 * tr_worker_get_account_sid:
 * @self: a worker
 *
 * Returns: (nullable): the account (AC…); NULL until the service named it
 */
const char *
tr_worker_get_account_sid (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->account_sid;
}

/**
 * tr_worker_get_workspace_sid:
 * @self: a worker
 *
 * Returns: (nullable): the workspace (WS…); NULL until the service named it
 */
const char *
tr_worker_get_workspace_sid (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->workspace_sid;
}

/**
 * tr_worker_get_activity:
 * @self: a worker
 *
 * Returns: (transfer none) (nullable): what the worker does now; NULL until ready once
 */
TrActivity *
tr_worker_get_activity (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->record != NULL ? tr_worker_find_activity (self, self->record->activity_sid) : NULL;
}

/**
 * tr_worker_get_activities:
 * @self: a worker
 *
 * Returns: (transfer none): a list model of every #TrActivity of the workspace; always the same one
 */
GListModel *
tr_worker_get_activities (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return G_LIST_MODEL (self->activities);
}

/**
 * tr_worker_get_attributes:
 * @self: a worker
 *
 * Returns: (transfer none): its attributes, never NULL; another object after each change
 */
JsonObject *
tr_worker_get_attributes (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->record != NULL ? self->record->attributes : self->no_attributes;
}

/**
 * tr_worker_get_channels:
 * @self: a worker
 *
 * Returns: (transfer none): a list model of its #TrWorkerChannels; always the same one
 */
GListModel *
tr_worker_get_channels (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return G_LIST_MODEL (self->channels);
}

/**
 * tr_worker_get_reservations:
 * @self: a worker
 *
 * Returns: (transfer none): a list model of its open #TrReservations, in the order that they came;
 *   always the same one
 */
GListModel *
tr_worker_get_reservations (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return tr_reservation_list_get_model (self->reservations);
}

/**
 * tr_worker_get_date_status_changed:
 * @self: a worker
 *
 * Returns: since when it has its activity, in seconds since the epoch by the service's clock; 0
 *   until ready once
 */
gint64
tr_worker_get_date_status_changed (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), 0);

  return self->record != NULL ? self->record->date_status_changed : 0;
}

/**
 * tr_worker_find_reservation:
 * @self: a worker
 * @sid: (nullable): a reservation's sid
 *
 * Returns: (transfer none) (nullable): the open reservation of that sid
 */
TrReservation *
tr_worker_find_reservation (TrWorker *self, const char *sid)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return tr_reservation_list_find (self->reservations, sid);
}

/**
 * tr_worker_find_activity:
 * @self: a worker
 * @sid: (nullable): an activity's sid
 *
 * Returns: (transfer none) (nullable): the workspace's activity of that sid
 */
TrActivity *
tr_worker_find_activity (TrWorker *self, const char *sid)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return tr_sid_list_find (self->activities, sid);
}

/**
 * tr_worker_get_endpoints:
 * @self: a worker
 *
 * Returns: (transfer none): where the service's parts live
 */
TrEndpoints *
tr_worker_get_endpoints (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->endpoints;
}

/**
 * tr_worker_get_clock:
 * @self: a worker
 *
 * Returns: (transfer none): its clock
 */
TrClock *
tr_worker_get_clock (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), NULL);

  return self->clock;
}

/**
 * tr_worker_get_service_time:
 * @self: a worker
 *
 * Returns: the service's time in microseconds since the epoch, good to a part of a second once it
 *   answered; it may step when an answer tells better
 */
gint64
tr_worker_get_service_time (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), 0);

  return tr_service_time_get (tr_bridge_get_service_time (self->bridge));
}

/**
 * tr_worker_get_last_heard:
 * @self: a worker
 *
 * Returns: when the service said something on the socket last, be it a heartbeat: monotonic
 *   microseconds of the clock; 0 without a socket
 */
gint64
tr_worker_get_last_heard (TrWorker *self)
{
  g_return_val_if_fail (TR_IS_WORKER (self), 0);

  return self->stream != NULL ? tr_event_stream_get_last_heard (self->stream) : 0;
}

/**
 * tr_worker_get_token_expires:
 * @self: a worker
 *
 * Returns: when the token in use ends, in seconds since the epoch; 0 without one
 */
gint64
tr_worker_get_token_expires (TrWorker *self)
{
  TrToken *token;

  g_return_val_if_fail (TR_IS_WORKER (self), 0);

  token = tr_token_keeper_peek (self->keeper);
  return token != NULL ? tr_token_get_expires (token) : 0;
}
