/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-worker-channel.h"

G_BEGIN_DECLS

TrsWorkerChannel *trs_worker_channel_new (TrsWorker *worker, TrsTaskChannel *task_channel);
void trs_worker_channel_remove (TrsWorker *worker, TrsTaskChannel *task_channel);

G_END_DECLS
