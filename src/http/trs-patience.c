/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-patience.h"

#define WATCH "trs-patience-watch"

struct _TrsPatience
{
  SoupServer *server; /* owned */
  TrClock *clock;     /* owned */
  gint64 patience;    /* microseconds */
};

/* One connection, until its request is there. It hangs on the connection's remote address: that is
 * the one thing of a connection's that SoupServer keeps, and gives back with each message. */
typedef struct
{
  GSocket *socket; /* owned */
  TrClock *clock;  /* owned */
  guint64 timer;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  tr_clock_clear (watch->clock, &watch->timer);
  g_object_unref (watch->clock);
  g_object_unref (watch->socket);
  g_free (watch);
}

/* To close it is to wake whoever reads it. It also gives back the descriptor of a client that has
 * gone without a word, which libsoup 3.2 keeps. */
static void
late_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->timer = 0;
  g_debug ("A connection is closed: no request came in time");
  g_socket_close (watch->socket, NULL);
}

static void
read_cb (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  if (remote != NULL)
    g_object_set_data (G_OBJECT (remote), WATCH, NULL);
}

/**
 * trs_patience_new:
 * @server: that gets the connections, each for one request
 * @clock: what measures
 * @patience: microseconds from the connection to the end of its request
 *
 * Returns: (transfer full): patience for that server's connections
 */
TrsPatience *
trs_patience_new (SoupServer *server, TrClock *clock, gint64 patience)
{
  TrsPatience *self = g_new0 (TrsPatience, 1);

  self->server = g_object_ref (server);
  self->clock = g_object_ref (clock);
  self->patience = patience;
  g_signal_connect (server, "request-read", G_CALLBACK (read_cb), self);
  return self;
}

void
trs_patience_free (TrsPatience *self)
{
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_object_unref (self->server);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * trs_patience_watch:
 * @self: patience
 * @socket: a new connection's
 * @remote: the very object that its SoupServer is given
 */
void
trs_patience_watch (TrsPatience *self, GSocket *socket, GSocketAddress *remote)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->socket = g_object_ref (socket);
  watch->clock = g_object_ref (self->clock);
  watch->timer = tr_clock_add (self->clock, self->patience, late_cb, watch);
  g_object_set_data_full (G_OBJECT (remote), WATCH, watch, watch_free);
}
