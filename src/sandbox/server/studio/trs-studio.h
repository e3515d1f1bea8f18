/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* Studio's API, version 2. */
void trs_studio_add_routes (TrsRouter *router, TrsEngine *engine);

TrsFlow *trs_studio_find_flow (TrsRequest *request, TrsEngine *engine);

void trs_studio_add_flows (TrsRouter *router, TrsEngine *engine);
void trs_studio_add_executions (TrsRouter *router, TrsEngine *engine);

/* An element of a list that is no resource of the engine. */
typedef struct
{
  TrsResource base; /* only its SID says something */
  gpointer owner;
  gpointer element;
} TrsStudioRow;

TrsStudioRow *trs_studio_row_new (const char *sid, gpointer owner, gpointer element);

G_END_DECLS
