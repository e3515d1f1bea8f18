/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-http.h"

#include <string.h>

#include "http/trs-cors.h"
#include "http/trs-refusal.h"
#include "trs-bridge-body.h"
#include "trs-bridge-v1.h"

static void
answer_preflight (TrsRequest *request, gpointer user_data)
{
  trs_cors_answer_preflight (request, "POST, OPTIONS");
}

/* A capability token names the address that it is good for, channel and all. */
static gboolean
check_address (TrsRequest *request, TrsPass *pass, const char *method, TrsForm *params)
{
  const char *path = trs_request_get_path (request) + 1;

  if (trs_pass_allows (pass, method, path, params))
    return TRUE;
  trs_request_refuse (request, 20403, "The token has no policy for this address");
  return FALSE;
}

/* The address with a channel is that of two older SDKs. The one that says serverVersion=1 gets
 * today's payloads, the other its own. */
static gboolean
is_v1 (TrsRequest *request, gboolean has_channel)
{
  const char *version = trs_form_get (trs_request_get_query (request), "serverVersion");

  if (version == NULL)
    version = trs_request_get_header (request, "serverVersion");
  return has_channel && g_strcmp0 (version, "1") != 0;
}

static gboolean
check_channel (TrsRequest *request, TrsPass *pass)
{
  if (!g_str_equal (trs_request_get_variable (request, "AccountSid"),
                    trs_pass_get_account_sid (pass)) ||
      g_strcmp0 (trs_request_get_variable (request, "ChannelSid"),
                 trs_pass_get_channel (pass)) != 0)
    {
      trs_request_refuse (request, 20403, "The token is for another channel");
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_query (TrsRequest *request)
{
  g_autoptr(GError) error = NULL;

  if (trs_request_parse_query (request, &error))
    return TRUE;
  trs_request_answer_error (request, error);
  return FALSE;
}

/* Whether there is something to hear of. Queues and workspaces are channels of the older SDK
 * only. */
static gboolean
has_channel_resource (TrsBridge *bridge, TrsPass *pass, gboolean is_v1)
{
  TrsEngine *engine = trs_bridge_get_engine (bridge);
  TrsWorkspace *workspace =
    trs_engine_get_workspace (engine, trs_pass_get_workspace_sid (pass));
  const char *sid = trs_pass_get_channel (pass);

  if (workspace == NULL || sid == NULL ||
      !g_str_equal (workspace->account->base.sid, trs_pass_get_account_sid (pass)))
    return FALSE;
  if (trs_workspace_get_worker (workspace, sid) != NULL)
    return TRUE;
  return is_v1 && (g_str_equal (sid, workspace->base.sid) ||
                   trs_workspace_get_task_queue (workspace, sid) != NULL);
}

/* A socket whose handshake is being answered. */
typedef struct
{
  TrsBridge *bridge; /* lives as long as the server that speaks HTTP */
  TrsPass *pass;     /* owned */
  gboolean is_v1;
} Upgrade;

static void
upgrade_free (gpointer data, GClosure *closure)
{
  Upgrade *upgrade = data;

  trs_pass_free (upgrade->pass);
  g_free (upgrade);
}

/* The answer is written, so the connection is ours now. */
static void
upgraded_cb (SoupServerMessage *message, gpointer user_data)
{
  Upgrade *upgrade = user_data;
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr(TrsForm) form = trs_form_new_urlencoded (query, strlen (query), NULL);

  trs_bridge_open (upgrade->bridge, soup_server_message_steal_connection (message),
                   upgrade->pass, form, upgrade->is_v1);
}

static void
shake_hands (TrsBridge *bridge, TrsRequest *request, TrsPass *pass, gboolean is_v1)
{
  SoupServerMessage *message = trs_request_get_message (request);
  Upgrade *upgrade = g_new (Upgrade, 1);

  *upgrade = (Upgrade) { bridge, pass, is_v1 };
  if (!soup_websocket_server_check_handshake (message, NULL, NULL, NULL, NULL) ||
      !soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    {
      upgrade_free (upgrade, NULL);
      trs_request_refuse (request, 20001, "This address is for websockets and for POST");
      return;
    }
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (upgraded_cb), upgrade,
                         upgrade_free, 0);
}

/* Leaves the request without an answer when the socket may open: its answer is the handshake's. */
static void
open_socket (TrsBridge *bridge, TrsRequest *request, gboolean has_channel)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsPass) pass = NULL;
  const char *token;

  if (!parse_query (request))
    return;
  token = trs_form_get (trs_request_get_query (request), "token");
  pass = trs_bridge_verify (bridge, token != NULL ? token : "", &error);
  if (pass == NULL)
    trs_request_answer_error (request, error);
  else if (!check_address (request, pass, "GET", trs_request_get_query (request)) ||
           (has_channel && !check_channel (request, pass)))
    return;
  else if (!has_channel_resource (bridge, pass, is_v1 (request, has_channel)))
    trs_request_refuse (request, 20404, "The token's worker was not found");
  else
    shake_hands (bridge, request, g_steal_pointer (&pass), is_v1 (request, has_channel));
}

static void
open_plain_socket (TrsRequest *request, gpointer user_data)
{
  open_socket (user_data, request, FALSE);
}

static void
open_channel_socket (TrsRequest *request, gpointer user_data)
{
  open_socket (user_data, request, TRUE);
}

static void
run_operation (TrsBridge *bridge, TrsRequest *request)
{
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;

  switch (trs_router_match (trs_bridge_get_operations (bridge), request, &route, &user_data))
    {
    case TRS_MATCH_NONE:
      trs_request_log_unserved (request, "Event bridge: ");
      trs_request_refuse_unknown (request);
      break;
    case TRS_MATCH_METHOD:
      trs_request_refuse (request, 20004, "Method not allowed");
      break;
    case TRS_MATCH_FOUND:
    default:
      route->handler (request, user_data);
      break;
    }
}

static void
post (TrsBridge *bridge, TrsRequest *request, gboolean has_channel)
{
  g_auto(TrsBridgeBody) body = { NULL, };
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsPass) pass = trs_request_steal_pass (request);
  g_autoptr(TrsForm) params = NULL;
  g_autofree char *path = NULL;

  if (!parse_query (request))
    return;
  if (!trs_bridge_body_read (&body, request, &error) ||
      (pass == NULL && (pass = trs_bridge_verify (bridge, body.token, &error)) == NULL))
    {
      trs_request_answer_error (request, error);
      return;
    }

  params = body.params != NULL ? trs_form_new_json (body.params) : trs_form_new_empty ();
  path = g_strconcat ("v1/", body.url, NULL);
  if (!check_address (request, pass, "POST", params) ||
      (has_channel && !check_channel (request, pass)))
    return;
  if (is_v1 (request, has_channel))
    {
      trs_bridge_v1_run (bridge, request, g_steal_pointer (&pass), &body);
      return;
    }
  if (!trs_pass_allows (pass, body.method, path, params))
    {
      trs_request_refuse (request, 20403, "The token has no policy for this operation");
      return;
    }
  trs_request_take_pass (request, g_steal_pointer (&pass));
  trs_request_set_operation (request, body.method, path + sizeof "v1" - 1,
                             g_steal_pointer (&params));
  run_operation (bridge, request);
}

static void
post_plain (TrsRequest *request, gpointer user_data)
{
  post (user_data, request, FALSE);
}

static void
post_channel (TrsRequest *request, gpointer user_data)
{
  post (user_data, request, TRUE);
}

#define PLAIN "/v1/wschannels"
#define CHANNEL PLAIN "/{AccountSid}/{ChannelSid}"

static const TrsRoute routes[] = {
  { "GET", PLAIN, TRS_ACCESS_TOKEN, open_plain_socket },
  { "POST", PLAIN, TRS_ACCESS_TOKEN, post_plain },
  { "OPTIONS", PLAIN, TRS_ACCESS_TOKEN, answer_preflight },
  { "GET", CHANNEL, TRS_ACCESS_TOKEN, open_channel_socket },
  { "POST", CHANNEL, TRS_ACCESS_TOKEN, post_channel },
  { "OPTIONS", CHANNEL, TRS_ACCESS_TOKEN, answer_preflight },
};

/**
 * trs_bridge_http_add_routes:
 * @bridge: whose addresses they are; outlives the router
 * @router: where they go
 */
void
trs_bridge_http_add_routes (TrsBridge *bridge, TrsRouter *router)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), bridge);
}
