/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_HEARTBEAT (tra_heartbeat_get_type ())
G_DECLARE_FINAL_TYPE (TraHeartbeat, tra_heartbeat, TRA, HEARTBEAT, GObject)

/* Tells a company's server that this desk is still there, as often as the server asks, while
 * somebody is signed in with one and connected. Says nothing to anybody else. */
TraHeartbeat *tra_heartbeat_new (TraSession *session);

G_END_DECLS
