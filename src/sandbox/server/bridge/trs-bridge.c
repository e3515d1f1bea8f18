/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge.h"

#include <string.h>

#include "tr-json.h"

#include "http/trs-refusal.h"
#include "trs-bridge-frame.h"
#include "trs-bridge-http.h"
#include "trs-bridge-operations.h"
#include "trs-bridge-private.h"

#define NORMAL_CLOSURE 1000

/* What an input of ours has: the worker. */
#define AWAY "away"
#define BACK "back"

static TrClock *
get_clock (TrsBridge *self)
{
  return trs_engine_get_clock (self->engine);
}

/* Tells that a worker is away, or back: no request says so. */
static void
trs_bridge_note (TrsBridge *self,
                 const char *verb,
                 const char *workspace_sid,
                 const char *worker_sid,
                 const char *activity_sid)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, verb, worker_sid);
  json_object_set_string_member (entry, "workspace", workspace_sid);
  json_object_set_string_member (entry, "activity", activity_sid);
  trs_inputs_tell (self->inputs, entry);
}

static void
socket_closed_cb (TrsBridgeSocket *socket, gpointer user_data)
{
  TrsBridge *self = user_data;
  g_autofree char *worker_sid = g_strdup (trs_bridge_socket_get_channel (socket));
  g_autofree char *workspace_sid = g_strdup (trs_bridge_socket_get_workspace_sid (socket));
  g_autofree char *activity_sid = g_strdup (trs_bridge_socket_get_activity_if_closed (socket));
  GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);

  g_ptr_array_remove_fast (sockets, socket);
  if (sockets->len == 0)
    g_hash_table_remove (self->sockets, worker_sid);
  /* One that we said goodbye to may never answer: it is no connection any more. */
  if (activity_sid == NULL || trs_bridge_count_sockets (self, worker_sid) > 0)
    return;
  trs_bridge_note (self, AWAY, workspace_sid, worker_sid, activity_sid);
  trs_absences_begin (self->absences, workspace_sid, worker_sid, activity_sid);
}

static void
close_for_newer (TrsBridgeSocket *socket, const char *reason)
{
  /* Whoever replaces it decides what happens when that goes. */
  trs_bridge_socket_set_activity_if_closed (socket, NULL);
  trs_bridge_socket_close (socket, NORMAL_CLOSURE, reason);
}

static void
trs_bridge_keep (TrsBridge *self, TrsBridgeSocket *socket)
{
  const char *worker_sid = trs_bridge_socket_get_channel (socket);
  GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);

  if (sockets == NULL)
    {
      sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_bridge_socket_free);
      g_hash_table_insert (self->sockets, g_strdup (worker_sid), sockets);
    }
  g_ptr_array_add (sockets, socket);
  if (!trs_absences_has (self->absences, worker_sid))
    return;
  trs_bridge_note (self, BACK, trs_bridge_socket_get_workspace_sid (socket), worker_sid, "");
  trs_absences_end (self->absences, worker_sid);
}

static void
trs_bridge_greet (TrsBridge *self, TrsBridgeSocket *socket, TrsPass *pass)
{
  gint64 left = trs_pass_get_seconds_left (pass) * G_USEC_PER_SEC;
  g_autofree char *frame = NULL;

  /* The older SDK begins by itself. */
  if (!trs_bridge_socket_is_v1 (socket))
    {
      frame = trs_bridge_frame_new_init (trs_pass_get_account_sid (pass),
                                         trs_pass_get_workspace_sid (pass),
                                         trs_bridge_socket_get_channel (socket),
                                         (gint64) ((double) left / 1000 / self->speed));
      trs_bridge_socket_send (socket, frame);
    }
  trs_bridge_socket_expire_in (socket, left);
}

static void
trs_bridge_send_event (TrsBridge *self,
                       TrsBridgeSocket *socket,
                       const char *account_sid,
                       const char *frame)
{
  TrsFaultSubject whom = { .account_sid = account_sid,
                           .worker_sid = trs_bridge_socket_get_channel (socket) };
  TrsFault fault;
  gboolean is_struck = trs_faults_take (self->faults, TRS_FAULT_AT_EVENT, &whom, &fault);

  trs_bridge_socket_send_event (socket, frame, is_struck ? &fault : NULL);
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, gpointer user_data)
{
  TrsBridge *self = user_data;
  g_auto(TrsBridgeFrames) frames = { event, self->base_url, NULL, NULL };

  for (guint i = 0; i < event->worker_sids->len; i++)
    {
      const char *worker_sid = g_ptr_array_index (event->worker_sids, i);
      GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);

      /* Sending one frees none: what is too slow is cut later. */
      for (guint j = 0; sockets != NULL && j < sockets->len; j++)
        {
          TrsBridgeSocket *socket = g_ptr_array_index (sockets, j);
          const char *frame =
            trs_bridge_frames_get (&frames, trs_bridge_socket_is_v1 (socket));

          if (frame != NULL)
            trs_bridge_send_event (self, socket, event->account->base.sid, frame);
        }
    }
}

static gboolean
repeat_away (JsonObject *entry, gpointer user_data, GError **error)
{
  TrsBridge *self = user_data;
  const char *worker_sid, *workspace_sid, *activity_sid;

  if (!tr_json_expect_string (entry, AWAY, &worker_sid, error) ||
      !tr_json_expect_string (entry, "workspace", &workspace_sid, error) ||
      !tr_json_expect_string (entry, "activity", &activity_sid, error))
    return FALSE;
  trs_absences_begin (self->absences, workspace_sid, worker_sid, activity_sid);
  return TRUE;
}

static gboolean
repeat_back (JsonObject *entry, gpointer user_data, GError **error)
{
  TrsBridge *self = user_data;
  const char *worker_sid;

  if (!tr_json_expect_string (entry, BACK, &worker_sid, error))
    return FALSE;
  trs_absences_end (self->absences, worker_sid);
  return TRUE;
}

static void
trs_bridge_join (TrsBridge *self, TrsEngine *engine)
{
  self->engine = g_object_ref (engine);
  self->operations = trs_router_new ();
  self->absences = trs_absences_new (engine);
  trs_bridge_operations_add (self->operations, engine);
  self->event_handler = g_signal_connect (engine, "event", G_CALLBACK (event_cb), self);
}

/**
 * trs_bridge_new:
 * @engine: what workers hear of and act on
 * @keyring: who may sign tokens; outlives the bridge
 * @inputs: told of workers who are away; outlive the bridge
 * @faults: of events; outlive the bridge
 * @log: keeps what sockets hear; outlives the bridge
 *
 * Returns: (transfer full): a bridge without sockets
 */
TrsBridge *
trs_bridge_new (TrsEngine *engine,
                TrsKeyring *keyring,
                TrsInputs *inputs,
                TrsFaults *faults,
                TrsWireLog *log)
{
  TrsBridge *self = g_new0 (TrsBridge, 1);

  self->keyring = keyring;
  self->inputs = inputs;
  self->faults = faults;
  self->log = log;
  self->base_url = g_strdup ("");
  self->speed = 1;
  self->poller = trs_poller_new ();
  self->sockets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->expired = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->token_offsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  trs_inputs_add (inputs, AWAY, repeat_away, self);
  trs_inputs_add (inputs, BACK, repeat_back, self);
  trs_bridge_join (self, engine);
  return self;
}

/**
 * trs_bridge_close:
 * @self: a bridge
 *
 * Cuts every socket; nobody goes offline for it.
 */
void
trs_bridge_close (TrsBridge *self)
{
  g_hash_table_remove_all (self->sockets);
  trs_absences_clear (self->absences);
}

/* Sockets and absences hang on the engine's clock: both go with it. */
static void
trs_bridge_leave (TrsBridge *self)
{
  trs_bridge_close (self);
  g_clear_signal_handler (&self->event_handler, self->engine);
  g_clear_pointer (&self->absences, trs_absences_free);
  g_clear_pointer (&self->operations, trs_router_free);
  g_clear_object (&self->engine);
}

void
trs_bridge_free (TrsBridge *self)
{
  trs_bridge_leave (self);
  g_hash_table_unref (self->sockets);
  g_hash_table_unref (self->tokens);
  g_hash_table_unref (self->expired);
  g_hash_table_unref (self->token_offsets);
  g_clear_object (&self->line);
  trs_poller_free (self->poller);
  g_free (self->base_url);
  g_free (self);
}

/**
 * trs_bridge_set_engine:
 * @self: a bridge
 * @engine: what workers hear of and act on from now on
 *
 * Cuts every socket.
 */
void
trs_bridge_set_engine (TrsBridge *self, TrsEngine *engine)
{
  trs_bridge_leave (self);
  trs_bridge_join (self, engine);
}

/**
 * trs_bridge_add_routes:
 * @self: a bridge
 * @router: where its addresses go, and where those of the REST API are; outlives the bridge
 */
void
trs_bridge_add_routes (TrsBridge *self, TrsRouter *router)
{
  self->rest = router;
  trs_bridge_http_add_routes (self, router);
}

/**
 * trs_bridge_open:
 * @self: a bridge
 * @stream: (transfer full): a connection after a websocket's handshake
 * @pass: what its token opens: a worker
 * @query: token, closeExistingSessions, setWorkerOfflineIfDisconnected, disconnectActivitySid
 * @is_v1: whether it speaks the older SDK's payloads
 *
 * Takes in a worker's socket.
 */
void
trs_bridge_open (TrsBridge *self, GIOStream *stream, TrsPass *pass, TrsForm *query, gboolean is_v1)
{
  g_autofree char *token = trs_bridge_digest (trs_form_get (query, "token"));
  const char *worker_sid = trs_pass_get_channel (pass);
  const char *activity_sid = trs_form_get_filled (query, "disconnectActivitySid");
  TrsBridgeSocket *socket;

  if (trs_form_get_bool (query, "closeExistingSessions", FALSE))
    trs_bridge_for_each (self, worker_sid, close_for_newer, "Closed by a newer session");

  socket = trs_bridge_socket_new (self->poller, stream, trs_pass_get_workspace_sid (pass),
                                  worker_sid, token, get_clock (self),
                                  self->line != NULL ? self->line : get_clock (self),
                                  socket_closed_cb, self);
  trs_bridge_socket_set_log (socket, self->log);
  trs_bridge_socket_set_v1 (socket, is_v1);
  if (activity_sid == NULL && trs_form_get_bool (query, "setWorkerOfflineIfDisconnected", FALSE))
    activity_sid = TRS_ABSENCES_OFFLINE;
  trs_bridge_socket_set_activity_if_closed (socket, activity_sid);
  trs_bridge_keep (self, socket);
  trs_bridge_greet (self, socket, pass);
}

TrsEngine *
trs_bridge_get_engine (TrsBridge *self)
{
  return self->engine;
}

TrsRouter *
trs_bridge_get_operations (TrsBridge *self)
{
  return self->operations;
}

/**
 * trs_bridge_get_rest:
 *
 * Returns: the routes of the REST API, which the older SDK reaches over the bridge
 */
TrsRouter *
trs_bridge_get_rest (TrsBridge *self)
{
  return self->rest;
}

/**
 * trs_bridge_set_line_clock:
 * @self: a bridge without sockets
 * @clock: by which those at the other ends live; without one, the engine's
 * @speed: seconds that pass on the engine's in one of that; 1 where it stands still
 *
 * Connections are kept alive and given up by it, and a token that is good by it is good.
 */
void
trs_bridge_set_line_clock (TrsBridge *self, TrClock *clock, double speed)
{
  self->speed = speed;
  g_set_object (&self->line, clock);
}

/**
 * trs_bridge_set_base_url:
 * @self: a bridge
 * @base_url: where the server is reached, without a slash at the end
 */
void
trs_bridge_set_base_url (TrsBridge *self, const char *base_url)
{
  g_free (self->base_url);
  self->base_url = g_strdup (base_url);
}
