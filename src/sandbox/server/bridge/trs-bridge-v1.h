/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-bridge-body.h"
#include "trs-bridge.h"

G_BEGIN_DECLS

/* The older browser SDK: it asks for resources of the REST API by their absolute addresses. */
void trs_bridge_v1_run (TrsBridge *bridge,
                        TrsRequest *request,
                        TrsPass *pass,
                        const TrsBridgeBody *body);

G_END_DECLS
