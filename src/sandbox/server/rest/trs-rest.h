/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The TaskRouter API, version 1: a file for each resource, and what they share. */
void trs_rest_add_routes (TrsRouter *router, TrsEngine *engine);

TrsWorkspace *trs_rest_find_workspace (TrsRequest *request, TrsEngine *engine);

typedef gboolean (*TrsRestFilter) (gpointer resource, TrsForm *query);
GPtrArray *trs_rest_filter (GPtrArray *list, TrsForm *query, TrsRestFilter accepts);
gboolean trs_rest_name_fits (TrsForm *query, const char *parameter, const char *value);
int trs_rest_get_if_match (TrsRequest *request);

void trs_rest_add_activities (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_events (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_reservations (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_statistics (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_task_channels (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_task_queues (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_tasks (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_worker_channels (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_workers (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_workflows (TrsRouter *router, TrsEngine *engine);
void trs_rest_add_workspaces (TrsRouter *router, TrsEngine *engine);

G_END_DECLS
