/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"
#include "trs-workspace.h"

G_BEGIN_DECLS

struct _TrsTaskQueue
{
  TrsResource base; /* WQ… */
  TrsWorkspace *workspace;

  char *friendly_name;
  char *target_workers;
  int max_reserved_workers;
  TrsQueueOrder task_order;
  TrsActivity *reservation_activity; /* nullable; acts in single-task workspaces only */
  TrsActivity *assignment_activity;  /* nullable; acts in single-task workspaces only */

  /*< private >*/
  TrsExpression *expression;      /* nullable: nobody */
  GHashTable *members_by_activity; /* TrsActivity → count of the workers in it that are named */
  GPtrArray *pools;               /* of TrsPool */
  guint64 pool_uses;
  GHashTable *wishes;             /* keys of pools that were wanted once */
  GHashTable *lines;              /* TrsTaskChannel → owned TrsLine of TrsTask: pending ones, in the
                                     order they are served */
};

typedef struct
{
  const char *friendly_name;
  const char *target_workers; /* default "1==1"; "" is nobody */
  const int *max_reserved_workers;
  const TrsQueueOrder *task_order;
  const char *reservation_activity_sid; /* "" clears it */
  const char *assignment_activity_sid;  /* "" clears it */
} TrsTaskQueueChange;

TrsTaskQueue *trs_task_queue_create (TrsWorkspace *workspace,
                                     const TrsTaskQueueChange *change,
                                     GError **error);
gboolean trs_task_queue_update (TrsTaskQueue *self,
                                const TrsTaskQueueChange *change,
                                GError **error);
gboolean trs_task_queue_delete (TrsTaskQueue *self, GError **error);

gboolean trs_task_queue_has_worker (TrsTaskQueue *self, TrsWorker *worker);
guint trs_task_queue_count_workers (TrsTaskQueue *self, TrsActivity *activity);

G_END_DECLS
