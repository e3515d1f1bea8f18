/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-bridge.h"

G_BEGIN_DECLS

/* The bridge's own addresses: /v1/wschannels, and with account and worker in the path for
 * capability tokens. */
void trs_bridge_http_add_routes (TrsBridge *bridge, TrsRouter *router);

G_END_DECLS
