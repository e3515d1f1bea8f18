/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "tr-activity.h"
#include "tr-clock.h"
#include "tr-endpoints.h"
#include "tr-error.h"
#include "tr-reservation.h"
#include "tr-token-source.h"
#include "tr-worker-channel.h"

G_BEGIN_DECLS

/**
 * TrWorkerState:
 * @TR_WORKER_STOPPED: not started, or stopped by tr_worker_stop()
 * @TR_WORKER_CONNECTING: fetching a token, opening the socket, or reading worker and reservations;
 *   nothing shown before is known to be true
 * @TR_WORKER_READY: what is shown is what the service says
 * @TR_WORKER_WAITING: the connection is lost; the next try is at #TrWorker:retry-time
 * @TR_WORKER_SIGNED_OUT: the token ran out or was refused, and whoever gives tokens refuses another;
 *   see tr_worker_get_error()
 * @TR_WORKER_DISPLACED: another session of this worker took over, and the service closed ours; it
 *   is not tried again until tr_worker_take_over(), or two sessions would close each other for ever
 */
typedef enum
{
  TR_WORKER_STOPPED,
  TR_WORKER_CONNECTING,
  TR_WORKER_READY,
  TR_WORKER_WAITING,
  TR_WORKER_SIGNED_OUT,
  TR_WORKER_DISPLACED,
} TrWorkerState;

#define TR_TYPE_WORKER_STATE (tr_worker_state_get_type ())
GType tr_worker_state_get_type (void);

#define TR_TYPE_WORKER (tr_worker_get_type ())
G_DECLARE_FINAL_TYPE (TrWorker, tr_worker, TR, WORKER, GObject)

/*
 * The signed-in worker, as the service sees it: what a window listens to.
 *
 * Properties (read-only, notified): state, retry-time, sid, friendly-name, account-sid,
 * workspace-sid, activity (TrActivity, nullable), activities (GListModel of TrActivity), attributes
 * (JsonObject), channels (GListModel of TrWorkerChannel), reservations (GListModel of TrReservation;
 * the open ones: pending, accepted, wrapping), date-status-changed, is-available.
 *
 * Signals, one per event of the protocol, emitted once, after the properties changed, whether an
 * event, an answer or a snapshot said so first:
 *   activity-updated (TrActivity), attributes-updated (),
 *   capacity-updated (TrWorkerChannel), channel-availability-updated (TrWorkerChannel),
 *   reservation-created, reservation-accepted, reservation-wrapup, reservation-completed,
 *   reservation-rejected, reservation-timeout, reservation-canceled, reservation-rescinded
 *     (TrReservation),
 *   reservation-failed (TrTask),
 *   task-updated, task-canceled, task-completed, task-wrapup (TrTask),
 *   task-transfer-initiated, task-transfer-attempt-failed, task-transfer-completed,
 *   task-transfer-failed, task-transfer-canceled (TrTransfer).
 * After a reconnect the worker and its reservations are fetched anew and these signals tell what
 * changed meanwhile: nothing missed, nothing twice. A reservation that went away is fetched once
 * more, so that its end has its true name. A reservation that is new to us, also at the first
 * connection, is told of by what it is now: created, accepted or wrapup. What a snapshot changed is
 * told when the state is ready.
 *   protocol-error (GError): a frame that could not be read; it was skipped.
 */
TrWorker *tr_worker_new (TrEndpoints *endpoints,
                         SoupSession *session,
                         TrTokenSource *token_source,
                         TrClock *clock);

void tr_worker_start (TrWorker *self);     /* connects, and keeps at it */
void tr_worker_stop (TrWorker *self);      /* closes the socket */
void tr_worker_retry_now (TrWorker *self); /* does not wait for retry-time */
void tr_worker_set_close_existing_sessions (TrWorker *self, gboolean close_existing);
void tr_worker_take_over (TrWorker *self); /* connects, and closes the other sessions */

TrWorkerState tr_worker_get_state (TrWorker *self);
gint64 tr_worker_get_retry_time (TrWorker *self); /* monotonic µs of the clock; 0: no try is due */
const GError *tr_worker_get_error (TrWorker *self); /* nullable: why it is not connected */
const char *tr_worker_get_sid (TrWorker *self);         /* nullable until ready once */
const char *tr_worker_get_friendly_name (TrWorker *self); /* nullable until ready once */
const char *tr_worker_get_account_sid (TrWorker *self);
const char *tr_worker_get_workspace_sid (TrWorker *self);
TrActivity *tr_worker_get_activity (TrWorker *self); /* nullable until ready once */
GListModel *tr_worker_get_activities (TrWorker *self);
void tr_worker_refresh_activities (TrWorker *self); /* nothing tells when there are others */
JsonObject *tr_worker_get_attributes (TrWorker *self); /* never NULL; do not change */
GListModel *tr_worker_get_channels (TrWorker *self);
GListModel *tr_worker_get_reservations (TrWorker *self);
gint64 tr_worker_get_date_status_changed (TrWorker *self); /* seconds since the epoch, service's clock */
TrReservation *tr_worker_find_reservation (TrWorker *self, const char *sid); /* nullable */
TrActivity *tr_worker_find_activity (TrWorker *self, const char *sid);       /* nullable */
TrEndpoints *tr_worker_get_endpoints (TrWorker *self);
TrClock *tr_worker_get_clock (TrWorker *self);

/* The service's time in microseconds since the epoch: our clock, corrected by what the service's
 * answers (Date header, init, event dates) say. */
gint64 tr_worker_get_service_time (TrWorker *self);

/* When the socket said something last, be it a heartbeat: monotonic µs of the clock; 0: no socket. */
gint64 tr_worker_get_last_heard (TrWorker *self);
/* When the token in use ends: seconds since the epoch, by its own word; 0: no token. */
gint64 tr_worker_get_token_expires (TrWorker *self);

/* What a worker may ask for. Each is one request over the HTTP bridge with its own deadline of 15 s;
 * finish gives TR_ERROR or G_IO_ERROR_CANCELLED. All share tr_worker_operation_finish(). The
 * objects change by the events that follow (and by the answer, where it is newer). */
void tr_worker_set_activity_async (TrWorker *self,
                                   TrActivity *activity,
                                   gboolean reject_pending,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void tr_worker_set_attributes_async (TrWorker *self,
                                     JsonObject *attributes,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

void tr_worker_accept_async (TrWorker *self,
                             TrReservation *reservation,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void tr_worker_reject_async (TrWorker *self,
                             TrReservation *reservation,
                             TrActivity *activity, /* nullable */
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void tr_worker_wrap_async (TrWorker *self,
                           TrReservation *reservation,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
void tr_worker_complete_async (TrWorker *self,
                               TrReservation *reservation,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Any instruction (call, dequeue, redirect, conference): @parameters as the protocol spells them,
 * e.g. {"Timeout": 20, "PostWorkActivitySid": "WA…", "EndConferenceOnExit": true}; nullable. */
void tr_worker_instruct_async (TrWorker *self,
                               TrReservation *reservation,
                               const char *instruction,
                               JsonObject *parameters,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

void tr_worker_complete_task_async (TrWorker *self,
                                    TrTask *task,
                                    const char *reason,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void tr_worker_wrap_up_task_async (TrWorker *self,
                                   TrTask *task,
                                   const char *reason, /* nullable */
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void tr_worker_set_task_attributes_async (TrWorker *self,
                                          TrTask *task,
                                          JsonObject *attributes,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* Changes some members of a task's attributes and leaves all others as they are by then. */
void tr_worker_merge_task_attributes_async (TrWorker *self,
                                            TrTask *task,
                                            JsonObject *patch,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/* Any other operation of the bridge, below the worker's workspace: "Workers/WK…/Transfers" and the
 * like. The answer's payload is what tr_worker_request_finish() gives. */
void tr_worker_request_async (TrWorker *self,
                              const char *method,
                              const char *path,
                              const char *api_version, /* "v1" or "v2" */
                              JsonObject *parameters,  /* nullable */
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
JsonNode *tr_worker_request_finish (TrWorker *self, GAsyncResult *result, GError **error);

gboolean tr_worker_operation_finish (TrWorker *self, GAsyncResult *result, GError **error);

G_END_DECLS
