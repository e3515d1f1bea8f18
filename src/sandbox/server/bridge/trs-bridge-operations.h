/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* What a worker's program can ask for over the HTTP bridge: routes of their own, since they arrive
 * in the body of a POST. */
void trs_bridge_operations_add (TrsRouter *router, TrsEngine *engine);
void trs_bridge_operations_add_reservations (TrsRouter *router, TrsEngine *engine);
void trs_bridge_operations_add_tasks (TrsRouter *router, TrsEngine *engine);

TrsWorkspace *trs_bridge_find_workspace (TrsRequest *request, TrsEngine *engine);
TrsWorker *trs_bridge_find_worker (TrsRequest *request, TrsEngine *engine);
TrsWorker *trs_bridge_find_own_worker (TrsRequest *request, TrsEngine *engine);
TrsTask *trs_bridge_find_task (TrsRequest *request, TrsEngine *engine, const char *sid);
void trs_bridge_refuse_missing (TrsRequest *request, const char *noun, const char *sid);

G_END_DECLS
