/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_TASK_PENDING,
  TRS_TASK_RESERVED,
  TRS_TASK_ASSIGNED,
  TRS_TASK_WRAPPING,
  TRS_TASK_COMPLETED,
  TRS_TASK_CANCELED,
} TrsTaskStatus;

typedef struct _TrsLineGroup TrsLineGroup; /* see TrsLine */

struct _TrsTask
{
  TrsResource base; /* WT… */
  TrsWorkspace *workspace;

  TrsTaskStatus status;
  GRefString *attributes;        /* JSON text of an object */
  JsonObject *attributes_object; /* the same, parsed */
  TrsTaskChannel *task_channel;
  TrsWorkflow *workflow;       /* nullable: made for a queue or worker without one */
  TrsTaskQueue *queue;         /* nullable: not in one yet, or canceled before it was */
  gint64 date_queue_entered;   /* 0: in none */
  gint64 virtual_start_time;
  gint64 date_assigned;        /* 0: never */
  int priority;
  int timeout;                 /* seconds from creation, while pending or reserved */
  char *reason;                /* nullable: why it was canceled, wrapped or completed */
  char *routing_target;        /* nullable: WK, WQ or WW SID */
  gboolean ignore_capacity;
  int version;
  GPtrArray *reservations; /* of TrsReservation, in order */
  GPtrArray *transfers;    /* of TrsTransfer, in order */
  TrsConference *conference; /* nullable: the running one of this task */
  TrsCall *call;             /* nullable: the caller whose Enqueue made it, while he is there */

  /*< private >*/
  TrsWorkflowConfig *config; /* what it walks, also after the workflow was changed */
  guint filter;              /* the one it is in; past the last is the default filter */
  guint target;              /* the step of the filter */
  gboolean has_target;       /* is in a step of config; else it was sent to its queue or worker */
  gboolean has_matched;      /* a filter matched it */
  gboolean has_waited;       /* in some step that was not skipped */
  GSequenceIter *waiting;    /* in the queue's line while pending */
  GSequenceIter *waiting_in_group; /* there, among those who want the same workers */
  TrsLineGroup *group;             /* theirs; not owned */
  gboolean is_dirty;         /* waits for the router */
  gboolean target_expired;   /* its time in the step passed while it was reserved */
  guint attempts;            /* times it went from pending to reserved */
  guint64 ttl_timer;
  guint64 target_timer;
  guint64 removal_timer;
  guint64 routing_target_timer;
};

/**
 * TrsTaskChange:
 * @attributes: JSON text of an object, at most 4096 characters; replaces the whole
 * @priority: 0 or more
 * @virtual_start_time: microseconds since the epoch, not in the future
 * @workflow_sid: on create only; may be absent where the workspace has exactly one
 * @task_channel: unique name or TC SID; on create "default" if absent
 * @timeout: on create only: seconds, 1 to 1209600
 * @routing_target: on create only: WK, WQ or WW SID
 * @ignore_capacity: on create only, with a worker as routing target: TRUE if absent
 * @task_queue_sid: on create only
 * @status: on update only: %TRS_TASK_CANCELED, %TRS_TASK_WRAPPING or %TRS_TASK_COMPLETED
 * @reason: on update only, with @status
 *
 * What to set; absent ones stay (on create: get the service's default).
 */
typedef struct
{
  const char *attributes;
  const int *priority;
  const gint64 *virtual_start_time;
  const char *workflow_sid;
  const char *task_channel;
  const int *timeout;
  const char *routing_target;
  const gboolean *ignore_capacity;
  const char *task_queue_sid;
  const TrsTaskStatus *status;
  const char *reason;
} TrsTaskChange;

TrsTask *trs_task_create (TrsWorkspace *workspace, const TrsTaskChange *change, GError **error);
gboolean trs_task_update (TrsTask *self, int if_match, const TrsTaskChange *change, GError **error);
gboolean trs_task_delete (TrsTask *self, int if_match, GError **error);

gboolean trs_task_cancel (TrsTask *self, int if_match, const char *reason, GError **error);
gboolean trs_task_wrap (TrsTask *self, int if_match, const char *reason, GError **error);
gboolean trs_task_complete (TrsTask *self, int if_match, const char *reason, GError **error);

const char *trs_task_status_to_string (TrsTaskStatus status);
gboolean trs_task_status_from_string (const char *word, TrsTaskStatus *status);
gint64 trs_task_get_age (TrsTask *self);
TrsReservation *trs_task_get_reservation (TrsTask *self, const char *sid);
TrsReservation *trs_task_get_accepted_reservation (TrsTask *self);
TrsTransfer *trs_task_get_active_transfer (TrsTask *self);
char *trs_task_explain (TrsTask *self, TrsWorker *worker);
char *trs_task_explain_waiting (TrsTask *self);

G_END_DECLS
