/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"
#include "trs-workflow-config.h"

G_BEGIN_DECLS

/* The workers of a queue who can take a certain kind of task now, in the order they are chosen.
 * Kept up to date by the workers' changes, so choosing costs nothing that grows with workers. */
typedef struct _TrsPool TrsPool;

void trs_pool_free (TrsPool *self);
void trs_pool_update (TrsPool *self, TrsWorker *worker);

TrsWorker *trs_task_queue_choose (TrsTaskQueue *queue, TrsTask *task, const TrsTarget *target);
void trs_task_queue_update_pools (TrsTaskQueue *queue, TrsWorker *worker);
void trs_workspace_drop_pools (TrsWorkspace *workspace, TrsTaskChannel *channel);

G_END_DECLS
