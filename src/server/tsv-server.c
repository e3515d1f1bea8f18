/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-server.h"

#include <netinet/in.h>

#include "http/trs-host.h"
#include "http/trs-router.h"

#include "tsv-answer.h"
#include "tsv-assignment.h"
#include "tsv-call.h"
#include "tsv-colleagues.h"
#include "tsv-conference.h"
#include "tsv-event-streams.h"
#include "tsv-events.h"
#include "tsv-gaps.h"
#include "tsv-health.h"
#include "tsv-heartbeat.h"
#include "tsv-metrics.h"
#include "tsv-queues.h"
#include "tsv-report.h"
#include "tsv-retention.h"
#include "tsv-session.h"
#include "tsv-story.h"
#include "tsv-task.h"
#include "tsv-team.h"
#include "tsv-vanish.h"
#include "tsv-wrap-up.h"

#define MAX_BODY (256 * 1024)
#define DRAIN_TIME (10 * G_TIME_SPAN_SECOND)

struct _TsvServer
{
  GObject parent_instance;

  TsvConfig *config;    /* owned */
  TsvContext context;   /* its parts are owned */
  TsvRetention *retention; /* owned */
  TsvVanish *vanish;       /* owned */
  TsvWrapUp *wrap_up;      /* owned */
  TrsRouter *router;    /* owned */
  TrsHost *host;        /* owned */
  char *url;            /* owned; NULL until it listens */

  TsvServerDrainedFunc drained; /* NULL: it is not draining */
  gpointer drained_data;
  gboolean has_drained;
  guint64 drain_timer;
};

G_DEFINE_FINAL_TYPE (TsvServer, tsv_server, G_TYPE_OBJECT)

static void
tsv_server_dispose (GObject *object)
{
  TsvServer *self = TSV_SERVER (object);

  if (self->context.clock != NULL)
    tr_clock_clear (self->context.clock, &self->drain_timer);
  tsv_context_end (&self->context);
  g_clear_pointer (&self->host, trs_host_free);
  g_clear_pointer (&self->retention, tsv_retention_free);
  g_clear_pointer (&self->vanish, tsv_vanish_free);
  g_clear_pointer (&self->wrap_up, tsv_wrap_up_free);
  g_clear_pointer (&self->router, trs_router_free);
  tsv_context_close (&self->context);
  G_OBJECT_CLASS (tsv_server_parent_class)->dispose (object);
}

static void
tsv_server_finalize (GObject *object)
{
  TsvServer *self = TSV_SERVER (object);

  tsv_config_free (self->config);
  g_free (self->url);
  G_OBJECT_CLASS (tsv_server_parent_class)->finalize (object);
}

static void
tsv_server_class_init (TsvServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tsv_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = tsv_server_finalize;
}

static void
tsv_server_init (TsvServer *self)
{
}

/* ---- Requests ---- */

static void
tsv_server_dispatch (TsvServer *self, TrsRequest *request)
{
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;

  switch (trs_router_match (self->router, request, &route, &user_data))
    {
    case TRS_MATCH_NONE:
      tsv_answer_refusal (request, TSV_ERROR_NOT_FOUND, "There is nothing at this path");
      break;
    case TRS_MATCH_METHOD:
      tsv_answer_refusal (request, TSV_ERROR_METHOD_NOT_ALLOWED, "This path has no such method");
      break;
    case TRS_MATCH_FOUND:
      route->handler (request, user_data);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
serve_cb (TrsExchange *exchange, gpointer user_data)
{
  TsvServer *self = user_data;
  g_autoptr(TrsRequest) request = trs_request_new_for_exchange (exchange, "");

  /* What it works with is ours, however late its answer comes. */
  trs_request_take_guest (request, g_object_ref (self), g_object_unref);
  if (self->drained != NULL)
    tsv_answer_refusal (request, TSV_ERROR_DRAINING, "This server is about to end");
  else if (trs_exchange_is_too_large (exchange))
    tsv_answer_refusal (request, TSV_ERROR_TOO_LARGE, "The body is too large");
  else
    tsv_server_dispatch (self, request);
  if (!trs_request_is_held (request))
    trs_exchange_send (exchange);
}

static void
tsv_server_say_drained (TsvServer *self)
{
  TsvServerDrainedFunc drained = self->drained;

  tr_clock_clear (self->context.clock, &self->drain_timer);
  if (drained == NULL || self->has_drained)
    return;
  self->has_drained = TRUE;
  drained (self->drained_data);
}

static void
finished_cb (guint status, gpointer user_data)
{
  TsvServer *self = user_data;
  guint class = status / 100;

  self->context.counters.requests[class < G_N_ELEMENTS (self->context.counters.requests) ? class : 0]++;
  if (self->host != NULL && self->drained != NULL && trs_host_count_open (self->host) == 0)
    tsv_server_say_drained (self);
}

/* ---- Start ---- */

/* Each noun's own file has its paths. */
static void
tsv_server_add_routes (TsvServer *self)
{
  self->router = trs_router_new ();
  tsv_event_streams_add_routes (self->context.streams, self->router);
  tsv_assignment_add_routes (self->router, &self->context);
  tsv_call_add_routes (self->router, &self->context);
  tsv_colleagues_add_routes (self->router, &self->context);
  tsv_conference_add_routes (self->router, &self->context);
  tsv_events_add_routes (self->router, &self->context);
  tsv_gaps_add_routes (self->router, &self->context);
  tsv_health_add_routes (self->router, &self->context);
  tsv_heartbeat_add_routes (self->router, &self->context);
  tsv_metrics_add_routes (self->router, &self->context);
  tsv_queues_add_routes (self->context.queues, self->router);
  tsv_report_add_routes (self->router, &self->context);
  tsv_session_add_routes (self->router, &self->context);
  tsv_story_add_routes (self->router, &self->context);
  tsv_task_add_routes (self->router, &self->context);
  tsv_team_add_routes (self->router, &self->context);
}

/**
 * tsv_server_new:
 * @config: (transfer full): what to serve
 * @clock: tells the time
 * @error: what is wrong with the database or the authorities to trust
 *
 * Opens the database, which may take a moment.
 *
 * Returns: (transfer full) (nullable): a server that does not listen yet
 */
TsvServer *
tsv_server_new (TsvConfig *config, TrClock *clock, GError **error)
{
  g_autoptr(TsvServer) self = g_object_new (TSV_TYPE_SERVER, NULL);
  const TrsHostOptions options = {
    .max_body = MAX_BODY, .is_behind_proxy = config->is_behind_proxy,
    .serve = serve_cb, .finished = finished_cb, .user_data = self,
  };

  self->config = config;
  if (!tsv_context_open (&self->context, config, clock, error))
    return NULL;
  self->retention = tsv_retention_new (&self->context);
  self->vanish = tsv_vanish_new (&self->context);
  self->wrap_up = tsv_wrap_up_new (&self->context);
  tsv_server_add_routes (self);
  self->host = trs_host_new (&options, clock, error);
  if (self->host == NULL)
    return NULL;
  trs_host_set_certificate (self->host, config->certificate);
  return g_steal_pointer (&self);
}

static char *
dup_url (TsvServer *self, GSocket *socket)
{
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  g_autofree char *text = address != NULL && G_IS_INET_SOCKET_ADDRESS (address)
                            ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address))
                            : g_strdup ("a socket");

  return g_strdup_printf ("%s://%s", self->config->certificate != NULL ? "https" : "http", text);
}

/**
 * tsv_server_listen_on:
 * @self: a server
 * @socket: that is bound and listens
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_server_listen_on (TsvServer *self, GSocket *socket, GError **error)
{
  g_return_val_if_fail (TSV_IS_SERVER (self), FALSE);

  if (!trs_host_listen (self->host, socket, error))
    return FALSE;
  if (self->url == NULL)
    self->url = dup_url (self, socket);
  return TRUE;
}

static gboolean
tsv_server_listen_at (TsvServer *self, GSocketAddress *address, GError **error)
{
  g_autoptr(GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                            G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return FALSE;
  g_socket_set_listen_backlog (socket, 4096);
  /* [::] is for IPv6: who wants both names both. */
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, NULL);
  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error) &&
         tsv_server_listen_on (self, socket, error);
}

/**
 * tsv_server_listen:
 * @self: a server
 * @error: a %G_IO_ERROR that names the address
 *
 * Listens wherever the configuration says.
 */
gboolean
tsv_server_listen (TsvServer *self, GError **error)
{
  g_return_val_if_fail (TSV_IS_SERVER (self), FALSE);

  for (guint i = 0; i < self->config->addresses->len; i++)
    {
      GSocketAddress *address = g_ptr_array_index (self->config->addresses, i);
      g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));

      if (!tsv_server_listen_at (self, address, error))
        {
          g_prefix_error (error, "%s: ", text);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * tsv_server_renew_certificate:
 * @self: a server
 * @error: what is wrong with the files; the certificate stays what it was
 *
 * Reads certificate and key again, for who connects from now on. Without one nothing happens.
 */
gboolean
tsv_server_renew_certificate (TsvServer *self, GError **error)
{
  g_autoptr(GTlsCertificate) certificate = NULL;

  g_return_val_if_fail (TSV_IS_SERVER (self), FALSE);

  if (self->config->certificate_file == NULL)
    return TRUE;
  certificate = tsv_config_load_certificate (self->config, error);
  if (certificate == NULL)
    return FALSE;
  trs_host_set_certificate (self->host, certificate);
  g_message ("Certificate and key were read again");
  return TRUE;
}

/**
 * tsv_server_get_url:
 *
 * Returns: (nullable): where it listened first
 */
const char *
tsv_server_get_url (TsvServer *self)
{
  g_return_val_if_fail (TSV_IS_SERVER (self), NULL);

  return self->url;
}

static void
drain_late_cb (gpointer user_data)
{
  TsvServer *self = user_data;

  self->drain_timer = 0;
  if (trs_host_count_open (self->host) > 0)
    g_message ("%u requests did not end in time", trs_host_count_open (self->host));
  tsv_server_say_drained (self);
}

static gboolean
drained_cb (gpointer user_data)
{
  tsv_server_say_drained (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * tsv_server_drain:
 * @self: a server
 * @drained: called once; never before this function returns
 * @user_data: for @drained
 *
 * Takes no new connections, and gives those that are there their answers.
 */
void
tsv_server_drain (TsvServer *self, TsvServerDrainedFunc drained, gpointer user_data)
{
  g_return_if_fail (TSV_IS_SERVER (self));
  g_return_if_fail (self->drained == NULL);

  trs_host_end (self->host);
  tsv_event_streams_close (self->context.streams);
  self->drained = drained;
  self->drained_data = user_data;
  if (trs_host_count_open (self->host) > 0)
    self->drain_timer = tr_clock_add (self->context.clock, DRAIN_TIME, drain_late_cb, self);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, drained_cb, g_object_ref (self), g_object_unref);
}
