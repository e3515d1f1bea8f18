/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bridge/trs-bridge.h"
#include "trs-server.h"

G_BEGIN_DECLS

JsonObject *trs_overview_new (TrsServer *server, TrsBridge *bridge);

/* trs-overview-workspace.c */
JsonObject *trs_overview_new_workspace (TrsWorkspace *workspace, TrsBridge *bridge);

G_END_DECLS
