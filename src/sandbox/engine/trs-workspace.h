/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_QUEUE_ORDER_FIFO,
  TRS_QUEUE_ORDER_LIFO,
} TrsQueueOrder;

struct _TrsWorkspace
{
  TrsResource base; /* WS… */
  TrsEngine *engine;
  TrsAccount *account;

  char *friendly_name;
  char *event_callback_url; /* nullable */
  char *events_filter;      /* nullable: all */
  gboolean multi_task_enabled;
  TrsQueueOrder prioritize_queue_order;
  TrsActivity *default_activity;
  TrsActivity *timeout_activity;
  /* As documented for multi-tasking, instead of as seen: see trs_workspace_set_…. */
  gboolean ignores_post_work_activity;

  GPtrArray *activities;    /* of TrsActivity */
  GPtrArray *task_channels; /* of TrsTaskChannel */
  GPtrArray *task_queues;   /* of TrsTaskQueue */
  GPtrArray *workflows;     /* of TrsWorkflow */
  GPtrArray *workers;       /* of TrsWorker */
  GPtrArray *tasks;         /* of TrsTask */
  GPtrArray *events;        /* of TrsEvent, the newest TRS_WORKSPACE_MAX_EVENTS */

  /*< private >*/
  GHashTable *workers_by_name; /* friendly name, case-folded → TrsWorker */
};

#define TRS_WORKSPACE_MAX_EVENTS 20000

/**
 * TrsWorkspaceChange:
 * @template: on create only: "NONE" or "FIFO"
 * @event_callback_url: "" clears it
 * @events_filter: "" clears it
 *
 * What to set; absent ones stay (on create: get the service's default).
 */
typedef struct
{
  const char *friendly_name;
  const char *event_callback_url;
  const char *events_filter;
  const gboolean *multi_task_enabled;
  const TrsQueueOrder *prioritize_queue_order;
  const char *template;
  const char *default_activity_sid;
  const char *timeout_activity_sid;
} TrsWorkspaceChange;

TrsWorkspace *trs_workspace_create (TrsAccount *account,
                                    const TrsWorkspaceChange *change,
                                    GError **error);
gboolean trs_workspace_update (TrsWorkspace *self,
                               const TrsWorkspaceChange *change,
                               GError **error);
gboolean trs_workspace_delete (TrsWorkspace *self, GError **error);
void trs_workspace_set_ignores_post_work_activity (TrsWorkspace *self, gboolean ignores);

TrsActivity *trs_workspace_get_activity (TrsWorkspace *self, const char *sid);
TrsActivity *trs_workspace_get_activity_by_name (TrsWorkspace *self, const char *name);
TrsTaskChannel *trs_workspace_get_task_channel (TrsWorkspace *self, const char *sid_or_unique_name);
TrsTaskQueue *trs_workspace_get_task_queue (TrsWorkspace *self, const char *sid);
TrsTaskQueue *trs_workspace_get_task_queue_by_name (TrsWorkspace *self, const char *name);
TrsWorkflow *trs_workspace_get_workflow (TrsWorkspace *self, const char *sid);
TrsWorkflow *trs_workspace_get_workflow_by_name (TrsWorkspace *self, const char *name);
TrsWorker *trs_workspace_get_worker (TrsWorkspace *self, const char *sid);
TrsWorker *trs_workspace_get_worker_by_name (TrsWorkspace *self, const char *name);
TrsTask *trs_workspace_get_task (TrsWorkspace *self, const char *sid);
TrsReservation *trs_workspace_get_reservation (TrsWorkspace *self, const char *sid);
TrsTransfer *trs_workspace_get_transfer (TrsWorkspace *self, const char *sid);
TrsEvent *trs_workspace_get_event (TrsWorkspace *self, const char *sid);

G_END_DECLS
