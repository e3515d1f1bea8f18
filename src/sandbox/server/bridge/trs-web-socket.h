/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "trs-poller.h"

G_BEGIN_DECLS

/* The server's end of a websocket that only the server talks on. libsoup's own has a source of the
 * main loop per connection, and no bound on what it keeps for a client that does not read. */
typedef struct _TrsWebSocket TrsWebSocket;

/**
 * TrsWebSocketFunc:
 * @socket: the socket, to be freed
 * @user_data: from trs_web_socket_new()
 *
 * Called once, from the main loop, when the other side is gone.
 */
typedef void (*TrsWebSocketFunc) (TrsWebSocket *socket, gpointer user_data);

TrsWebSocket *trs_web_socket_new (TrsPoller *poller,
                                  GIOStream *stream,
                                  TrsWebSocketFunc closed,
                                  gpointer user_data);
void trs_web_socket_free (TrsWebSocket *self);

void trs_web_socket_send (TrsWebSocket *self, const char *text);
void trs_web_socket_close (TrsWebSocket *self, guint code, const char *reason);
gboolean trs_web_socket_is_open (TrsWebSocket *self);

G_END_DECLS
