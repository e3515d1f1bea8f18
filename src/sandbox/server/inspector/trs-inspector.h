/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bridge/trs-bridge.h"
#include "http/trs-router.h"
#include "log/trs-wire-log.h"
#include "trs-server.h"

G_BEGIN_DECLS

/* A web page at / that shows the sandbox and drives it by the control API, and what it reads. It is
 * for this machine only, as the control API is, and refers to nothing but itself. */
typedef struct _TrsInspector TrsInspector;

TrsInspector *trs_inspector_new (TrsServer *server, TrsBridge *bridge, TrsWireLog *log);
void trs_inspector_free (TrsInspector *self);

void trs_inspector_add_routes (TrsInspector *self, TrsRouter *router);

G_END_DECLS
