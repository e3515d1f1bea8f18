/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-worker.h"

G_BEGIN_DECLS

TrsWorker *trs_worker_new (TrsWorkspace *workspace,
                           const char *sid,
                           const TrsWorkerChange *change,
                           GError **error);
TrsWorkerChannel *trs_worker_get_channel_of (TrsWorker *self, TrsTaskChannel *task_channel);
gboolean trs_worker_is_eligible (TrsWorker *self, TrsTaskChannel *task_channel);
void trs_worker_set_activity (TrsWorker *self, TrsActivity *activity);
void trs_worker_refresh (TrsWorker *self, gboolean attributes_changed);

G_END_DECLS
