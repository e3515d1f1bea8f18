/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-server.h"

#include "callback/trs-callback-alert.h"
#include "http/trs-listener.h"
#include "http/trs-refusal.h"
#include "rest/trs-rest.h"
#include "studio/trs-studio.h"
#include "trs-error.h"
#include "trs-flow-definition.h"
#include "trs-server-private.h"
#include "voice/trs-voice.h"

/* How long somebody may take for the whole of a request, by the machine's clock. */
#define PATIENCE (60 * G_TIME_SPAN_SECOND)

G_DEFINE_FINAL_TYPE (TrsServer, trs_server, G_TYPE_OBJECT)

static void
trs_server_fill_keyring (TrsServer *self)
{
  GPtrArray *accounts = trs_engine_get_accounts (self->engine);

  trs_keyring_clear (self->keyring);
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
trs_server_close_callbacks (TrsServer *self)
{
  g_clear_pointer (&self->assignments, trs_assignment_callback_free);
  g_clear_pointer (&self->events, trs_event_callback_free);
  g_clear_pointer (&self->web, trs_web_client_free);
}

static void
trs_server_dispose (GObject *object)
{
  TrsServer *self = TRS_SERVER (object);

  trs_server_close (self);
  trs_server_close_callbacks (self);
  g_clear_pointer (&self->inspector, trs_inspector_free);
  g_clear_pointer (&self->control, trs_control_free);
  g_clear_pointer (&self->bridge, trs_bridge_free);
  g_clear_pointer (&self->state, trs_state_free);
  g_clear_pointer (&self->inputs, trs_inputs_free);
  G_OBJECT_CLASS (trs_server_parent_class)->dispose (object);
}

static void
trs_server_finalize (GObject *object)
{
  TrsServer *self = TRS_SERVER (object);

  g_clear_pointer (&self->router, trs_router_free);
  g_clear_pointer (&self->retired, trs_router_free);
  g_clear_pointer (&self->faults, trs_faults_free);
  g_clear_pointer (&self->keyring, trs_keyring_free);
  g_clear_pointer (&self->patience, trs_patience_free);
  g_clear_object (&self->soup);
  /* A request of it may be under way, and keep it. */
  trs_webhook_set_log (self->webhook, NULL);
  g_clear_object (&self->webhook);
  g_clear_pointer (&self->log, trs_wire_log_free);
  g_clear_object (&self->engine);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->origins);
  g_free (self->base_url);
  G_OBJECT_CLASS (trs_server_parent_class)->finalize (object);
}

/* What the engine and Studio fail with goes out as they numbered it. */
static void
read_engine_error (const GError *error, int *code, guint *status)
{
  *code = (int) trs_error_get_service_code (error);
  *status = trs_error_get_http_status (error);
}

static void
read_flow_error (const GError *error, int *code, guint *status)
{
  *code = error->code;
  *status = error->code == TRS_FLOW_ERROR_INVALID ? 422 : 400;
}

static void
trs_server_class_init (TrsServerClass *klass)
{
  trs_refusal_add_domain (TRS_ERROR, read_engine_error);
  trs_refusal_add_domain (TRS_FLOW_ERROR, read_flow_error);
  G_OBJECT_CLASS (klass)->dispose = trs_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = trs_server_finalize;
}

static void
trs_server_init (TrsServer *self)
{
  /* Programs that are asked live in the machine's time, however the engine's clock turns. */
  g_autoptr(TrClock) clock = tr_clock_new ();

  self->webhook = trs_webhook_new (clock);
  self->keyring = trs_keyring_new ();
  self->origins = g_ptr_array_new_with_free_func (g_free);
  self->inputs = trs_inputs_new ();
  self->faults = trs_faults_new ();
  trs_webhook_set_faults (self->webhook, self->faults);
  self->base_url = g_strdup ("http://127.0.0.1");
}

void
trs_server_hold_callbacks (TrsServer *self)
{
  g_autoptr(TrClock) clock = tr_clock_new ();

  trs_server_close_callbacks (self);
  self->assignments = trs_assignment_callback_new (self->engine, self->webhook, self->inputs);
  self->events = trs_event_callback_new (self->engine, self->webhook, clock, self->inputs);
}

void
trs_server_open_callbacks (TrsServer *self)
{
  trs_assignment_callback_open (self->assignments);
  trs_event_callback_open (self->events);
  self->web = trs_web_client_new (self->engine, self->webhook, self->inputs);
}

static void
trs_server_add_routes (TrsServer *self)
{
  trs_callback_alert_add_input (self->inputs, self->engine);
  trs_web_client_add_input (self->inputs, self->engine);
  self->router = trs_router_new ();
  self->delays = trs_delays_new (trs_engine_get_clock (self->engine));
  trs_rest_add_routes (self->router, self->engine);
  trs_voice_add_routes (self->router, self->engine);
  trs_studio_add_routes (self->router, self->engine);
  trs_bridge_add_routes (self->bridge, self->router);
  trs_control_add_routes (self->control, self->router);
  trs_inspector_add_routes (self->inspector, self->router);
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
  self->soup = soup_server_new ("server-header", "TaskRouterSandbox/" PACKAGE_VERSION, NULL);
  self->patience = trs_patience_new (self->soup, clock, PATIENCE);
  trs_server_fill_keyring (self);
  self->log = trs_wire_log_new (trs_engine_get_clock (engine));
  trs_webhook_set_log (self->webhook, self->log);
  self->bridge = trs_bridge_new (engine, self->keyring, self->inputs, self->faults, self->log);
  self->control = trs_control_new (self, self->bridge, self->faults);
  self->inspector = trs_inspector_new (self, self->bridge, self->log);
  trs_server_add_routes (self);
  trs_server_hold_callbacks (self);
  trs_server_open_callbacks (self);
  trs_server_attach_soup (self);
  return self;
}

/**
 * trs_server_set_random_seed:
 * @self: a server
 * @random_seed: what decides where a fault's probability is below 1
 */
void
trs_server_set_random_seed (TrsServer *self, guint32 random_seed)
{
  g_return_if_fail (TRS_IS_SERVER (self));

  trs_faults_set_random_seed (self->faults, random_seed);
}

/**
 * trs_server_allow_origin:
 * @self: a server
 * @origin: as browsers send it: "https://desk.example.com"
 *
 * Pages from there may use the service's APIs; pages of this machine may anyway.
 */
void
trs_server_allow_origin (TrsServer *self, const char *origin)
{
  g_return_if_fail (TRS_IS_SERVER (self));

  g_ptr_array_add (self->origins, g_strdup (origin));
}

/**
 * trs_server_set_certificate:
 * @self: a server that does not listen yet
 * @certificate: with its key
 *
 * It will speak TLS, and nothing else.
 */
void
trs_server_set_certificate (TrsServer *self, GTlsCertificate *certificate)
{
  g_return_if_fail (TRS_IS_SERVER (self));
  g_return_if_fail (self->listener == NULL);

  g_set_object (&self->certificate, certificate);
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

  self->listener = trs_listener_new (self->soup, port, self->certificate, error);
  if (self->listener == NULL)
    return FALSE;
  trs_listener_set_patience (self->listener, self->patience);

  g_free (self->base_url);
  self->base_url =
    g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http",
                     trs_listener_get_port (self->listener));
  trs_bridge_set_base_url (self->bridge, self->base_url);
  trs_engine_set_public_url (self->engine, self->base_url);
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

  g_clear_pointer (&self->delays, trs_delays_free);
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
 * Returns: "http://127.0.0.1:PORT", or https; without a port until it listens
 */
const char *
trs_server_get_base_url (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), NULL);

  return self->base_url;
}

/**
 * trs_server_set_engine:
 * @self: a server
 * @engine: a seeded engine; its accounts' credentials are read now
 *
 * Serves that engine from now on, by its clock. Workers' sockets are cut, answers that were held
 * back go out, and no program is asked or told until trs_server_open_callbacks().
 */
void
trs_server_set_engine (TrsServer *self, TrsEngine *engine)
{
  g_return_if_fail (TRS_IS_SERVER (self));
  g_return_if_fail (TRS_IS_ENGINE (engine));

  g_clear_pointer (&self->delays, trs_delays_free);
  trs_bridge_set_engine (self->bridge, engine);
  g_set_object (&self->engine, engine);
  trs_server_hold_callbacks (self);
  trs_engine_set_public_url (engine, self->base_url);
  trs_server_fill_keyring (self);
  trs_wire_log_set_clock (self->log, trs_engine_get_clock (engine));
  /* A request of the old one may be under way. */
  g_clear_pointer (&self->retired, trs_router_free);
  self->retired = g_steal_pointer (&self->router);
  trs_server_add_routes (self);
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
