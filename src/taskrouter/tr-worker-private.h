/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-backoff.h"
#include "tr-bridge.h"
#include "tr-event-backlog.h"
#include "tr-event-stream.h"
#include "tr-reservation-list.h"
#include "tr-seen-events.h"
#include "tr-sid-list.h"
#include "tr-token-keeper.h"
#include "tr-worker-record.h"
#include "tr-worker.h"

G_BEGIN_DECLS

/* Private: what the files of TrWorker share. */

/* How far the connection is. TrWorkerState is derived from it. */
typedef enum
{
  TR_WORKER_PHASE_STOPPED,
  TR_WORKER_PHASE_FETCHING_TOKEN,
  TR_WORKER_PHASE_OPENING, /* until the service's `init` */
  TR_WORKER_PHASE_SYNCING, /* reading worker and reservations; events wait in the backlog */
  TR_WORKER_PHASE_READY,
  TR_WORKER_PHASE_WAITING,
  TR_WORKER_PHASE_SIGNED_OUT,
  TR_WORKER_PHASE_DISPLACED,
} TrWorkerPhase;

typedef enum
{
  TR_WORKER_ACTIVITY_UPDATED,
  TR_WORKER_ATTRIBUTES_UPDATED,
  TR_WORKER_CAPACITY_UPDATED,
  TR_WORKER_CHANNEL_AVAILABILITY_UPDATED,
  TR_WORKER_RESERVATION_CREATED,
  TR_WORKER_RESERVATION_ACCEPTED,
  TR_WORKER_RESERVATION_WRAPUP,
  TR_WORKER_RESERVATION_COMPLETED,
  TR_WORKER_RESERVATION_REJECTED,
  TR_WORKER_RESERVATION_TIMEOUT,
  TR_WORKER_RESERVATION_CANCELED,
  TR_WORKER_RESERVATION_RESCINDED,
  TR_WORKER_RESERVATION_FAILED,
  TR_WORKER_TASK_UPDATED,
  TR_WORKER_TASK_CANCELED,
  TR_WORKER_TASK_COMPLETED,
  TR_WORKER_TASK_WRAPUP,
  TR_WORKER_TASK_TRANSFER_INITIATED,
  TR_WORKER_TASK_TRANSFER_ATTEMPT_FAILED,
  TR_WORKER_TASK_TRANSFER_COMPLETED,
  TR_WORKER_TASK_TRANSFER_FAILED,
  TR_WORKER_TASK_TRANSFER_CANCELED,
  TR_WORKER_N_SIGNALS,
} TrWorkerSignal;

enum
{
  TR_WORKER_PROP_0,
  TR_WORKER_PROP_STATE,
  TR_WORKER_PROP_RETRY_TIME,
  TR_WORKER_PROP_SID,
  TR_WORKER_PROP_FRIENDLY_NAME,
  TR_WORKER_PROP_ACCOUNT_SID,
  TR_WORKER_PROP_WORKSPACE_SID,
  TR_WORKER_PROP_ACTIVITY,
  TR_WORKER_PROP_ACTIVITIES,
  TR_WORKER_PROP_ATTRIBUTES,
  TR_WORKER_PROP_CHANNELS,
  TR_WORKER_PROP_RESERVATIONS,
  TR_WORKER_PROP_DATE_STATUS_CHANGED,
  TR_WORKER_PROP_IS_AVAILABLE,
  TR_WORKER_N_PROPS,
};

struct _TrWorker
{
  GObject parent_instance;

  TrEndpoints *endpoints;
  SoupSession *session;
  TrClock *clock;
  TrTokenKeeper *keeper;
  TrBridge *bridge;

  /* The connection: tr-worker-connection.c */
  TrWorkerPhase phase;
  gboolean wants_take_over;  /* ask for other sessions to be closed: until that was done once */
  GError *error;             /* nullable: why we are not connected */
  TrBackoff *backoff;
  gint64 retry_time;         /* monotonic, 0: no try is due */
  guint64 phase_timer;       /* of the phase: the wait's end, or init's deadline */
  GCancellable *connection;  /* of all that goes on for this connection; NULL without one */
  TrToken *refused;          /* owned, nullable: refused while connecting */
  guint refused_status;      /* of the event stream */
  gboolean has_replaced;     /* a refused token, since we were last ready */
  TrEventStream *stream;     /* owned, nullable */
  TrEventStream *successor;  /* owned, nullable: opened with a renewed token, to take over */
  gboolean is_handing_over;  /* the successor is ready, the stream is being drained */
  TrBackoff *successor_backoff;
  guint64 successor_timer;
  TrEventBacklog *backlog;   /* what waits for a snapshot, or a hand-over */

  /* What is known: tr-worker-model.c */
  char *account_sid;
  char *workspace_sid;
  char *sid;
  TrWorkerRecord *record; /* nullable until ready once */
  TrSidList *activities;
  TrSidList *channels;
  TrReservationList *reservations;
  TrSeenEvents *seen;
  JsonObject *no_attributes;
  gboolean is_fetching_activities;
  GHashTable *fetches;       /* sid → owned GQueue of TrEvents that wait for its fetch */
  gsize fetches_size;        /* bytes of the frames that wait in them */
  gboolean is_holding;       /* signals wait until all of a snapshot is in */
  GQueue held;               /* owned Held */
};

/* tr-worker.c */
void tr_worker_emit (TrWorker *self, TrWorkerSignal signal, gpointer object);
void tr_worker_emit_held (TrWorker *self);
void tr_worker_notify (TrWorker *self, guint prop_id);
void tr_worker_tell_protocol_error (TrWorker *self, const GError *error);

/* tr-worker-connection.c */
void tr_worker_set_phase (TrWorker *self, TrWorkerPhase phase, gint64 delay, TrClockFunc func);
void tr_worker_set_error (TrWorker *self, const GError *error); /* nullable */
void tr_worker_connect (TrWorker *self);
void tr_worker_disconnect (TrWorker *self);
void tr_worker_drop_stream (TrWorker *self);
void tr_worker_sign_out (TrWorker *self, const GError *error);
void tr_worker_lose_connection (TrWorker *self, const GError *error);
void tr_worker_lose_token (TrWorker *self, const GError *error);
void tr_worker_fail_sync (TrWorker *self, const GError *error);
void tr_worker_become_ready (TrWorker *self);
void tr_worker_wake_up (TrWorker *self);
void tr_worker_follow_stream (TrWorker *self, TrEventStream *stream);
void tr_worker_hold_event (TrWorker *self, TrEvent *event);
void tr_worker_replay_backlog (TrWorker *self);

/* tr-worker-take-over.c */
gboolean tr_worker_is_begun (TrWorker *self);
void tr_worker_be_displaced (TrWorker *self, const GError *error);

/* tr-worker-refusal.c */
void tr_worker_take_refusal (TrWorker *self, const GError *error);

/* tr-worker-handover.c */
void tr_worker_hand_over (TrWorker *self);
gboolean tr_worker_finish_hand_over (TrWorker *self);
void tr_worker_abandon_hand_over (TrWorker *self);

/* tr-worker-sync.c */
void tr_worker_sync (TrWorker *self);

/* tr-worker-events.c */
void tr_worker_take_event (TrWorker *self, TrEvent *event);

/* tr-worker-model.c */
void tr_worker_set_record (TrWorker *self, TrWorkerRecord *record);
gboolean tr_worker_take_worker (TrWorker *self, JsonNode *node, GError **error);
void tr_worker_take_activities (TrWorker *self, JsonArray *contents);
gboolean tr_worker_take_channel (TrWorker *self, JsonNode *node, GError **error);
void tr_worker_take_channels (TrWorker *self, JsonArray *contents);

/* tr-worker-reservations.c */
gboolean tr_worker_take_reservation (TrWorker *self, JsonNode *node, GError **error);
gboolean tr_worker_take_decoded (TrWorker *self, TrReservation *newer, GError **error);
gboolean tr_worker_take_task (TrWorker *self, JsonNode *node, GError **error);
void tr_worker_add_reservation (TrWorker *self, TrReservation *reservation);
void tr_worker_settle_reservation (TrWorker *self,
                                   TrReservation *reservation,
                                   TrReservationStatus before);
void tr_worker_settle_task (TrWorker *self, TrTask *task, TrTaskStatus before, gint64 version);

/* tr-worker-paths.c */
char *tr_worker_dup_path (TrWorker *self, const char *below);
char *tr_worker_dup_own_path (TrWorker *self, const char *below);
char *tr_worker_dup_reservation_path (TrWorker *self, const char *sid);
char *tr_worker_dup_task_path (TrWorker *self, const char *sid);

G_END_DECLS
