/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "auth/trs-keyring.h"
#include "auth/trs-origin.h"
#include "bridge/trs-bridge.h"
#include "callback/trs-assignment-callback.h"
#include "callback/trs-event-callback.h"
#include "control/trs-control.h"
#include "control/trs-faults.h"
#include "http/trs-cors.h"
#include "http/trs-delays.h"
#include "http/trs-listener.h"
#include "http/trs-refusal.h"
#include "http/trs-router.h"
#include "rest/trs-rest.h"
#include "voice/trs-voice.h"

#define MAX_BODY (1024 * 1024)

struct _TrsServer
{
  GObject parent_instance;

  TrsEngine *engine;     /* owned */
  SoupServer *soup;      /* owned */
  TrsListener *listener; /* owned; NULL until it listens */
  TrsRouter *router;     /* owned */
  TrsKeyring *keyring;   /* owned */
  TrsFaults *faults;     /* owned */
  TrsWebhook *webhook;   /* owned */
  TrsBridge *bridge;     /* owned */
  TrsControl *control;   /* owned */
  TrsAssignmentCallback *assignments; /* owned */
  TrsEventCallback *events;           /* owned */
  char *base_url;        /* owned */
  TrsDelays *delays;     /* owned */
};

G_DEFINE_FINAL_TYPE (TrsServer, trs_server, G_TYPE_OBJECT)

static gboolean
trs_server_check_basic (TrsServer *self, TrsRequest *request, const TrsRoute *route)
{
  const char *header = trs_request_get_header (request, "Authorization");
  const char *account_sid = trs_keyring_check_basic (self->keyring, header);

  /* Another account's address is as closed as one without credentials. */
  if (account_sid == NULL ||
      (strstr (route->pattern, "/{AccountSid}") != NULL &&
       !g_str_equal (trs_request_get_variable (request, "AccountSid"), account_sid)))
    {
      SoupServerMessage *message = trs_request_get_message (request);

      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate", "Basic realm=\"Twilio API\"");
      trs_request_refuse (request, 20003, "Authenticate");
      return FALSE;
    }
  trs_request_set_account_sid (request, account_sid);
  return TRUE;
}

static gboolean
trs_server_check_local (TrsServer *self, TrsRequest *request)
{
  guint port = trs_listener_get_port (self->listener);

  if (trs_origin_host_is_local (trs_request_get_header (request, "Host"), port) &&
      trs_origin_is_local (trs_request_get_header (request, "Origin"), port))
    return TRUE;

  trs_request_refuse (request, 20403, "The sandbox is for programs and pages of this machine");
  return FALSE;
}

static gboolean
trs_server_check_access (TrsServer *self, TrsRequest *request, const TrsRoute *route)
{
  switch (route->access)
    {
    case TRS_ACCESS_BASIC:
      return trs_server_check_basic (self, request, route);
    case TRS_ACCESS_LOCAL:
      return trs_server_check_local (self, request);
    case TRS_ACCESS_TOKEN:
    default:
      return TRUE;
    }
}

/* Where the path has no such method; a browser asks with OPTIONS before it asks for another. */
static void
refuse_method (TrsRequest *request, const TrsRoute *route)
{
  if (route->access == TRS_ACCESS_BASIC &&
      g_str_equal (trs_request_get_method (request), SOUP_METHOD_OPTIONS))
    trs_cors_answer_preflight (request, "GET, POST, DELETE, OPTIONS");
  else
    trs_request_refuse (request, 20004, "Method not allowed");
}

static void
trs_server_dispatch (TrsServer *self, TrsRequest *request)
{
  g_autoptr(GError) error = NULL;
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;

  switch (trs_router_match (self->router, request, &route, &user_data))
    {
    case TRS_MATCH_NONE:
      g_message ("%s %s is not served by the sandbox", trs_request_get_method (request),
                 trs_request_get_path (request));
      trs_request_refuse_unknown (request);
      break;
    case TRS_MATCH_METHOD:
      refuse_method (request, route);
      break;
    case TRS_MATCH_FOUND:
      if (!trs_server_check_access (self, request, route))
        break;
      if (route->access != TRS_ACCESS_TOKEN && !trs_request_parse (request, &error))
        trs_request_answer_error (request, error);
      else
        route->handler (request, user_data);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Gives the request what the ordered fault says instead of, or before, the right answer. */
static void
trs_server_strike (TrsServer *self, TrsRequest *request, const TrsFault *fault)
{
  if (fault->kind == TRS_FAULT_LATENCY)
    trs_server_dispatch (self, request);
  else
    trs_fault_answer (fault, request);
  if (fault->latency > 0 && trs_request_is_answered (request))
    trs_delays_add (self->delays, trs_request_get_message (request), fault->latency);
}

static void
trs_server_set_date (TrsServer *self, SoupServerMessage *message)
{
  gint64 now = tr_clock_get_real_time (trs_engine_get_clock (self->engine));
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *text = soup_date_time_to_string (time, SOUP_DATE_HTTP);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", text);
}

static void
trs_server_handle (TrsServer *self, TrsRequest *request)
{
  const char *path = trs_request_get_path (request);
  SoupServerMessage *message = trs_request_get_message (request);
  TrsFault fault;

  trs_cors_allow (request);
  if (g_object_get_data (G_OBJECT (message), "trs-too-large") != NULL)
    trs_request_refuse (request, 20413, "The body is larger than 1 MiB");
  else if (!g_str_has_prefix (path, "/sandbox/") && trs_faults_take (self->faults, path, &fault))
    trs_server_strike (self, request, &fault);
  else
    trs_server_dispatch (self, request);
}

static void
handle_cb (SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  TrsServer *self = user_data;
  g_autoptr(TrsRequest) request = trs_request_new (message, path, self->base_url);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  trs_server_set_date (self, message);
  trs_server_handle (self, request);
  /* A socket's upgrade goes on without an answer; everything else ends its connection, see
   * TrsListener. */
  if (trs_request_is_answered (request))
    soup_message_headers_replace (headers, "Connection", "close");
  g_debug ("%s %s: %u", trs_request_get_method (request), path,
           soup_server_message_get_status (message));
}

/* What a body holds past the cap is read, so that the client gets to hear the answer, and dropped. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length <= MAX_BODY)
    return;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  g_object_set_data (G_OBJECT (message), "trs-too-large", GINT_TO_POINTER (TRUE));
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
}

static void
trs_server_fill_keyring (TrsServer *self)
{
  GPtrArray *accounts = trs_engine_get_accounts (self->engine);

  for (guint i = 0; i < accounts->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (accounts, i);

      trs_keyring_add (self->keyring, account->base.sid, account->auth_token, account->base.sid);
      for (guint j = 0; j < account->api_keys->len; j++)
        {
          const TrsApiKey *key = g_ptr_array_index (account->api_keys, j);

          trs_keyring_add (self->keyring, key->sid, key->secret, account->base.sid);
        }
    }
}

static void
trs_server_dispose (GObject *object)
{
  TrsServer *self = TRS_SERVER (object);

  trs_server_close (self);
  g_clear_pointer (&self->assignments, trs_assignment_callback_free);
  g_clear_pointer (&self->events, trs_event_callback_free);
  g_clear_pointer (&self->control, trs_control_free);
  g_clear_pointer (&self->bridge, trs_bridge_free);
  G_OBJECT_CLASS (trs_server_parent_class)->dispose (object);
}

static void
trs_server_finalize (GObject *object)
{
  TrsServer *self = TRS_SERVER (object);

  g_clear_pointer (&self->router, trs_router_free);
  g_clear_pointer (&self->faults, trs_faults_free);
  g_clear_pointer (&self->keyring, trs_keyring_free);
  g_clear_pointer (&self->delays, trs_delays_free);
  g_clear_object (&self->soup);
  g_clear_object (&self->webhook);
  g_clear_object (&self->engine);
  g_free (self->base_url);
  G_OBJECT_CLASS (trs_server_parent_class)->finalize (object);
}

static void
trs_server_class_init (TrsServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = trs_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = trs_server_finalize;
}

static void
trs_server_init (TrsServer *self)
{
  /* Programs that are asked live in the machine's time, however the engine's clock turns. */
  g_autoptr(TrClock) clock = tr_clock_new ();

  self->webhook = trs_webhook_new (clock);
  self->router = trs_router_new ();
  self->keyring = trs_keyring_new ();
  self->faults = trs_faults_new ();
  self->base_url = g_strdup ("http://127.0.0.1");
}

/**
 * trs_server_new:
 * @engine: a seeded engine; its accounts' credentials are read now
 *
 * Returns: (transfer full): a server that does not listen yet
 */
TrsServer *
trs_server_new (TrsEngine *engine)
{
  TrsServer *self = g_object_new (TRS_TYPE_SERVER, NULL);
  g_autoptr(TrClock) clock = tr_clock_new ();

  self->engine = g_object_ref (engine);
  self->delays = trs_delays_new (trs_engine_get_clock (engine));
  self->assignments = trs_assignment_callback_new (engine, self->webhook);
  self->events = trs_event_callback_new (engine, self->webhook, clock);
  self->soup = soup_server_new ("server-header", "TaskRouterSandbox/" PACKAGE_VERSION, NULL);
  trs_server_fill_keyring (self);
  self->bridge = trs_bridge_new (engine, self->keyring);
  self->control = trs_control_new (self, self->bridge, self->faults, self->router);
  trs_rest_add_routes (self->router, engine);
  trs_voice_add_routes (self->router, engine);
  trs_bridge_add_routes (self->bridge, self->router);
  trs_control_add_routes (self->control, self->router);

  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (self->soup, NULL, handle_cb, self, NULL);
  return self;
}

/**
 * trs_server_listen:
 * @self: a server that does not listen yet
 * @port: TCP port on the loopback address; 0 picks a free one
 * @error: %G_IO_ERROR_ADDRESS_IN_USE when another program has it
 *
 * Requests are answered from the next turn of the main loop on.
 */
gboolean
trs_server_listen (TrsServer *self, guint16 port, GError **error)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), FALSE);
  g_return_val_if_fail (self->listener == NULL, FALSE);

  self->listener = trs_listener_new (self->soup, port, error);
  if (self->listener == NULL)
    return FALSE;

  g_free (self->base_url);
  self->base_url = g_strdup_printf ("http://127.0.0.1:%u", trs_listener_get_port (self->listener));
  trs_bridge_set_base_url (self->bridge, self->base_url);
  return TRUE;
}

/**
 * trs_server_close:
 * @self: a server
 *
 * Stops listening and cuts every connection.
 */
void
trs_server_close (TrsServer *self)
{
  g_return_if_fail (TRS_IS_SERVER (self));

  if (self->delays != NULL)
    trs_delays_end (self->delays);
  if (self->bridge != NULL)
    trs_bridge_close (self->bridge);
  g_clear_pointer (&self->listener, trs_listener_free);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
}

guint
trs_server_get_port (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), 0);

  return self->listener != NULL ? trs_listener_get_port (self->listener) : 0;
}

/**
 * trs_server_get_base_url:
 *
 * Returns: "http://127.0.0.1:PORT"; without a port until it listens
 */
const char *
trs_server_get_base_url (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), NULL);

  return self->base_url;
}

TrsEngine *
trs_server_get_engine (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), NULL);

  return self->engine;
}

/**
 * trs_server_get_webhook:
 * @self: a server
 *
 * Returns: (transfer none): what asks programs for TwiML and tells them what happened
 */
TrsWebhook *
trs_server_get_webhook (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), NULL);

  return self->webhook;
}
