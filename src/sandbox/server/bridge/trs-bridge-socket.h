/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"
#include "fault/trs-faults.h"
#include "log/trs-wire-log.h"
#include "trs-web-socket.h"

G_BEGIN_DECLS

/* One worker's connection. Ten thousand of them are open at once, so each is small. */
typedef struct _TrsBridgeSocket TrsBridgeSocket;

typedef void (*TrsBridgeSocketFunc) (TrsBridgeSocket *socket, gpointer user_data);

TrsBridgeSocket *trs_bridge_socket_new (TrsPoller *poller,
                                        GIOStream *stream,
                                        const char *workspace_sid,
                                        const char *channel,
                                        const char *token,
                                        TrClock *clock,
                                        TrClock *line,
                                        TrsBridgeSocketFunc closed,
                                        gpointer user_data);
void trs_bridge_socket_free (TrsBridgeSocket *self);

const char *trs_bridge_socket_get_workspace_sid (TrsBridgeSocket *self);
const char *trs_bridge_socket_get_channel (TrsBridgeSocket *self);
const char *trs_bridge_socket_get_token (TrsBridgeSocket *self);
gboolean trs_bridge_socket_is_open (TrsBridgeSocket *self);
void trs_bridge_socket_set_log (TrsBridgeSocket *self, TrsWireLog *log);
void trs_bridge_socket_set_v1 (TrsBridgeSocket *self, gboolean is_v1);
gboolean trs_bridge_socket_is_v1 (TrsBridgeSocket *self);
void trs_bridge_socket_set_activity_if_closed (TrsBridgeSocket *self, const char *activity_sid);
const char *trs_bridge_socket_get_activity_if_closed (TrsBridgeSocket *self);

void trs_bridge_socket_send (TrsBridgeSocket *self, const char *text);
void trs_bridge_socket_send_event (TrsBridgeSocket *self, const char *text, const TrsFault *fault);
void trs_bridge_socket_expire_in (TrsBridgeSocket *self, gint64 delay);
void trs_bridge_socket_close (TrsBridgeSocket *self, guint code, const char *reason);
void trs_bridge_socket_close_as_expired (TrsBridgeSocket *self);
void trs_bridge_socket_cut (TrsBridgeSocket *self);
void trs_bridge_socket_silence (TrsBridgeSocket *self);

G_END_DECLS
