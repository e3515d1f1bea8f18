/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* What goes over a worker's socket, as text. */
char *trs_bridge_frame_new_event (TrsEvent *event);
char *trs_bridge_frame_new_init (const char *account_sid,
                                 const char *workspace_sid,
                                 const char *channel_id,
                                 gint64 token_lifetime);

/* A heartbeat: blank text, which no JSON parser sees. */
#define TRS_BRIDGE_FRAME_HEARTBEAT " "

G_END_DECLS
