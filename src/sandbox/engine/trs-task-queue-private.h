/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-line.h"
#include "trs-task-queue.h"

G_BEGIN_DECLS

TrsTaskQueue *trs_task_queue_new (TrsWorkspace *workspace,
                                  const char *sid,
                                  const TrsTaskQueueChange *change,
                                  GError **error);
void trs_task_queue_count (TrsTaskQueue *self, TrsActivity *activity, int difference);
gboolean trs_task_queue_depends_on_state (TrsTaskQueue *self);
void trs_task_queue_reconsider (TrsTaskQueue *self, TrsWorker *worker);
void trs_task_queue_drop_worker (TrsTaskQueue *self, TrsWorker *worker);

void trs_task_queue_add_task (TrsTaskQueue *self, TrsTask *task);
TrsLine *trs_task_queue_get_line (TrsTaskQueue *self, TrsTaskChannel *channel);

G_END_DECLS
