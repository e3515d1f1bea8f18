/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-socket.h"

#include <string.h>

#include "trs-bridge-frame.h"
#include "trs-sid.h"

/* The service beats about every 15 s, and its SDK takes 30 s of silence for death. */
#define HEARTBEAT (15 * G_USEC_PER_SEC)

/* How long the other side may take to answer a goodbye. */
#define LINGER (10 * G_USEC_PER_SEC)
#define POLICY_VIOLATION 1008

struct _TrsBridgeSocket
{
  TrsWebSocket *connection; /* owned */
  TrClock *clock;           /* the engine's, which outlives us */
  TrClock *line;            /* of who is at the other end; outlives us */
  TrsBridgeSocketFunc closed;
  gpointer user_data;
  TrsWireLog *log; /* nullable; outlives us */
  guint64 heartbeat;
  guint64 line_heartbeat; /* by the other clock, if that is another */
  guint64 pause;          /* until the next turn of the main loop, after a beat */
  guint64 expiry; /* of the token */
  guint64 lingering; /* of our patience, once we said goodbye */
  char *activity_if_closed; /* owned, nullable; mostly NULL */
  GQueue *held;             /* owned Helds, the oldest first; NULL unless a fault holds one */
  char *token; /* owned; the SHA-256 of the JWT that opened it, never the JWT */
  char workspace_sid[TRS_SID_LENGTH + 1];
  char channel[TRS_SID_LENGTH + 1];
  gboolean is_silent;
  gboolean is_v1;
};

/* An event that a fault keeps back. */
typedef struct
{
  TrsBridgeSocket *socket; /* not owned: it frees us */
  char *text;
  guint64 timer;
  gboolean waits_for_next;
} Held;

/* A message, or with a note what happened instead of one. */
static void
trs_bridge_socket_log (TrsBridgeSocket *self, const char *text, guint code, const char *note)
{
  g_autoptr(GBytes) body = NULL;
  TrsWireEntry entry = { TRS_WIRE_EVENT, NULL, self->channel, code, note };

  if (self->log == NULL)
    return;
  if (text != NULL)
    body = g_bytes_new (text, strlen (text));
  entry.response_body = body;
  trs_wire_log_add (self->log, &entry);
}

static void
held_free (gpointer data)
{
  Held *held = data;

  tr_clock_clear (held->socket->clock, &held->timer);
  g_free (held->text);
  g_free (held);
}

static void
trs_bridge_socket_release (TrsBridgeSocket *self, Held *held)
{
  g_queue_remove (self->held, held);
  trs_bridge_socket_send (self, held->text);
  held_free (held);
}

static void
held_cb (gpointer user_data)
{
  Held *held = user_data;

  held->timer = 0;
  trs_bridge_socket_release (held->socket, held);
}

static void
trs_bridge_socket_hold (TrsBridgeSocket *self, const char *text, const TrsFault *fault)
{
  Held *held = g_new0 (Held, 1);

  held->socket = self;
  held->text = g_strdup (text);
  held->waits_for_next = fault->kind == TRS_FAULT_REORDER;
  held->timer = tr_clock_add (self->clock, fault->latency, held_cb, held);
  if (self->held == NULL)
    self->held = g_queue_new ();
  g_queue_push_tail (self->held, held);
}

/* The next one has gone out. */
static void
trs_bridge_socket_release_reordered (TrsBridgeSocket *self)
{
  GList *next = NULL;

  for (GList *l = self->held != NULL ? self->held->head : NULL; l != NULL; l = next)
    {
      Held *held = l->data;

      next = l->next;
      if (held->waits_for_next)
        trs_bridge_socket_release (self, held);
    }
}

/* Not logged: it would be most of what there is to read. */
static void
trs_bridge_socket_beat (TrsBridgeSocket *self)
{
  if (!self->is_silent)
    trs_web_socket_send (self->connection, TRS_BRIDGE_FRAME_HEARTBEAT);
}

static void
pause_cb (gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  self->pause = 0;
}

static void
heartbeat_cb (gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  self->heartbeat = tr_clock_add (self->clock, HEARTBEAT, heartbeat_cb, self);
  if (self->pause != 0)
    return;
  trs_bridge_socket_beat (self);
  /* A virtual clock is turned by hours at once: one beat says as much as a thousand then. */
  if (self->line != self->clock)
    self->pause = tr_clock_add (self->line, 0, pause_cb, self);
}

/* An SDK counts the silence by the machine's clock, while a virtual one stands still. */
static void
line_heartbeat_cb (gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  self->line_heartbeat = tr_clock_add (self->line, HEARTBEAT, line_heartbeat_cb, self);
  trs_bridge_socket_beat (self);
}

static void
expired_cb (gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  self->expiry = 0;
  trs_bridge_socket_close_as_expired (self);
}

static void
lingered_cb (gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  self->lingering = 0;
  trs_bridge_socket_cut (self);
}

static void
closed_cb (TrsWebSocket *connection, gpointer user_data)
{
  TrsBridgeSocket *self = user_data;

  trs_bridge_socket_log (self, NULL, 0, "the other side is gone");
  self->closed (self, self->user_data);
}

/**
 * trs_bridge_socket_new:
 * @poller: watches the connection; outlives the socket
 * @stream: (transfer full): a connection after its handshake
 * @workspace_sid: where that is
 * @channel: the SID of what it hears of: a worker, or what else the older SDK knows
 * @token: what tells the token that opened it from others, without being it
 * @clock: the sandbox's clock; outlives the socket
 * @line: the clock of who is at the other end, or the same; outlives the socket
 * @closed: called once when the connection is gone; frees the socket
 * @user_data: for @closed
 *
 * Returns: (transfer full): a socket that beats
 */
TrsBridgeSocket *
trs_bridge_socket_new (TrsPoller *poller,
                       GIOStream *stream,
                       const char *workspace_sid,
                       const char *channel,
                       const char *token,
                       TrClock *clock,
                       TrClock *line,
                       TrsBridgeSocketFunc closed,
                       gpointer user_data)
{
  TrsBridgeSocket *self = g_new0 (TrsBridgeSocket, 1);

  self->connection = trs_web_socket_new (poller, stream, closed_cb, self);
  self->clock = clock;
  self->line = line;
  self->closed = closed;
  self->user_data = user_data;
  self->token = g_strdup (token);
  g_strlcpy (self->workspace_sid, workspace_sid, sizeof self->workspace_sid);
  g_strlcpy (self->channel, channel, sizeof self->channel);
  self->heartbeat = tr_clock_add (clock, HEARTBEAT, heartbeat_cb, self);
  if (line != clock)
    self->line_heartbeat = tr_clock_add (line, HEARTBEAT, line_heartbeat_cb, self);
  return self;
}

/**
 * trs_bridge_socket_free:
 * @self: a socket
 *
 * Forgets the connection; one that is still open is cut.
 */
void
trs_bridge_socket_free (TrsBridgeSocket *self)
{
  trs_web_socket_free (self->connection);
  tr_clock_clear (self->clock, &self->heartbeat);
  tr_clock_clear (self->line, &self->line_heartbeat);
  tr_clock_clear (self->line, &self->pause);
  tr_clock_clear (self->clock, &self->expiry);
  tr_clock_clear (self->line, &self->lingering);
  if (self->held != NULL)
    g_queue_free_full (self->held, held_free);
  g_free (self->activity_if_closed);
  g_free (self->token);
  g_free (self);
}

const char *
trs_bridge_socket_get_workspace_sid (TrsBridgeSocket *self)
{
  return self->workspace_sid;
}

const char *
trs_bridge_socket_get_channel (TrsBridgeSocket *self)
{
  return self->channel;
}

const char *
trs_bridge_socket_get_token (TrsBridgeSocket *self)
{
  return self->token;
}

gboolean
trs_bridge_socket_is_open (TrsBridgeSocket *self)
{
  return trs_web_socket_is_open (self->connection);
}

/**
 * trs_bridge_socket_set_log:
 * @self: a socket
 * @log: keeps what it sends; outlives it
 */
void
trs_bridge_socket_set_log (TrsBridgeSocket *self, TrsWireLog *log)
{
  self->log = log;
}

void
trs_bridge_socket_set_v1 (TrsBridgeSocket *self, gboolean is_v1)
{
  self->is_v1 = is_v1;
}

gboolean
trs_bridge_socket_is_v1 (TrsBridgeSocket *self)
{
  return self->is_v1;
}

/**
 * trs_bridge_socket_set_activity_if_closed:
 * @self: a socket
 * @activity_sid: (nullable): what its worker is set to when the last of his sockets is gone:
 *   anything but an activity's SID is Offline; %NULL leaves him as he is
 */
void
trs_bridge_socket_set_activity_if_closed (TrsBridgeSocket *self, const char *activity_sid)
{
  g_free (self->activity_if_closed);
  self->activity_if_closed = g_strdup (activity_sid);
}

const char *
trs_bridge_socket_get_activity_if_closed (TrsBridgeSocket *self)
{
  return self->activity_if_closed;
}

/**
 * trs_bridge_socket_send:
 * @self: a socket
 * @text: a frame
 *
 * Sends it, unless the socket was silenced or is on its way out.
 */
void
trs_bridge_socket_send (TrsBridgeSocket *self, const char *text)
{
  if (self->is_silent || !trs_web_socket_is_open (self->connection))
    return;
  trs_web_socket_send (self->connection, text);
  trs_bridge_socket_log (self, text, 0, NULL);
}

/**
 * trs_bridge_socket_send_event:
 * @self: a socket
 * @text: an event's frame
 * @fault: (nullable): what goes wrong with it
 *
 * The same for an event, as the fault has it: twice, late, after the next one, or not at all.
 */
void
trs_bridge_socket_send_event (TrsBridgeSocket *self, const char *text, const TrsFault *fault)
{
  if (fault != NULL && fault->kind == TRS_FAULT_LOSE)
    {
      trs_bridge_socket_log (self, text, 0, "lost, as ordered");
      return;
    }
  if (fault != NULL && fault->kind != TRS_FAULT_DOUBLE)
    {
      trs_bridge_socket_hold (self, text, fault);
      return;
    }
  trs_bridge_socket_send (self, text);
  if (fault != NULL)
    trs_bridge_socket_send (self, text);
  trs_bridge_socket_release_reordered (self);
}

/**
 * trs_bridge_socket_expire_in:
 * @self: a socket
 * @delay: microseconds until it is closed because its token has expired
 */
void
trs_bridge_socket_expire_in (TrsBridgeSocket *self, gint64 delay)
{
  tr_clock_clear (self->clock, &self->expiry);
  self->expiry = tr_clock_add (self->clock, delay, expired_cb, self);
}

/**
 * trs_bridge_socket_close:
 * @self: a socket
 * @code: RFC 6455's
 * @reason: for the other side
 *
 * Says goodbye; the socket is freed when that is through. A silenced one is cut instead.
 */
void
trs_bridge_socket_close (TrsBridgeSocket *self, guint code, const char *reason)
{
  if (self->is_silent)
    {
      trs_bridge_socket_cut (self);
      return;
    }
  if (!trs_web_socket_is_open (self->connection))
    return;
  trs_web_socket_close (self->connection, code, reason);
  trs_bridge_socket_log (self, NULL, code, reason);
  tr_clock_clear (self->clock, &self->heartbeat);
  tr_clock_clear (self->line, &self->line_heartbeat);
  tr_clock_clear (self->line, &self->pause);
  tr_clock_clear (self->clock, &self->expiry);
  self->lingering = tr_clock_add (self->line, LINGER, lingered_cb, self);
}

/**
 * trs_bridge_socket_close_as_expired:
 * @self: a socket
 *
 * The same, because its token's life is over.
 */
void
trs_bridge_socket_close_as_expired (TrsBridgeSocket *self)
{
  trs_bridge_socket_close (self, POLICY_VIOLATION, "Token expired");
}

/**
 * trs_bridge_socket_cut:
 * @self: a socket; freed
 *
 * Takes the connection away without a goodbye, as a cable that is pulled.
 */
void
trs_bridge_socket_cut (TrsBridgeSocket *self)
{
  trs_bridge_socket_log (self, NULL, 0, "cut");
  self->closed (self, self->user_data);
}

/**
 * trs_bridge_socket_silence:
 * @self: a socket
 *
 * Sends nothing any more, not even a goodbye, and stays connected.
 */
void
trs_bridge_socket_silence (TrsBridgeSocket *self)
{
  self->is_silent = TRUE;
}
