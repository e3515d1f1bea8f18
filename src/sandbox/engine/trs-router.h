/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/* Brings tasks and workers together. Whatever changes one of them says so with a _want_ function;
 * the verb that it is part of ends with trs_router_run(), so that routing sees the state after the
 * whole change, and its events come after the change's own. */

void trs_router_want_task (TrsTask *task);
void trs_router_want_worker (TrsWorker *worker);
void trs_router_restart_task (TrsTask *task);
void trs_router_leave (TrsTask *task);
void trs_router_run (TrsEngine *engine);

G_END_DECLS
