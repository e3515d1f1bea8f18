/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* What goes over a worker's socket, as text. */

/**
 * TrsBridgeFrames:
 * @event: an event of the engine, while it is emitted
 * @base_url: where the REST API is reached
 *
 * An event as SDKs of two ages want it; begin with the rest %NULL.
 */
typedef struct
{
  TrsEvent *event;
  const char *base_url;

  /*< private >*/
  char *current;
  char *v1;
} TrsBridgeFrames;

const char *trs_bridge_frames_get (TrsBridgeFrames *self, gboolean is_v1);
void trs_bridge_frames_clear (TrsBridgeFrames *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrsBridgeFrames, trs_bridge_frames_clear)

char *trs_bridge_frame_new_init (const char *account_sid,
                                 const char *workspace_sid,
                                 const char *channel_id,
                                 gint64 token_lifetime);

/* A heartbeat: blank text, which no JSON parser sees. */
#define TRS_BRIDGE_FRAME_HEARTBEAT " "

G_END_DECLS
