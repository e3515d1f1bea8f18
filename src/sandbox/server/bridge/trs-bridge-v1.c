/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-v1.h"

#define API "/v1/Workspaces"

/* Filters are params of a GET, but the pages after the first are asked for by an address with a
 * query of its own. */
static char *
join_query (GUri *uri, TrsForm *params)
{
  const char *own = g_uri_get_query (uri);
  g_autofree char *query = trs_form_to_query (params);

  if (own == NULL)
    return g_steal_pointer (&query);
  return g_strconcat (own, *query != '\0' ? "&" : "", query, NULL);
}

static GUri *
parse_url (TrsRequest *request, const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED_QUERY, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && g_str_has_prefix (g_uri_get_path (uri), API))
    return g_steal_pointer (&uri);

  trs_request_refuse (request, 20001,
                      "The url is not an absolute address of the TaskRouter API");
  return NULL;
}

/* Makes the request the operation that its body holds. */
static gboolean
take_operation (TrsRequest *request, GUri *uri, const TrsBridgeBody *body)
{
  gboolean is_post = g_str_equal (body->method, "POST");
  g_autoptr(TrsForm) params =
    body->params != NULL ? trs_form_new_json (body->params) : trs_form_new_empty ();
  g_autofree char *query =
    is_post ? g_strdup (g_uri_get_query (uri)) : join_query (uri, params);
  g_autoptr(GError) error = NULL;

  trs_request_set_operation (request, body->method, g_uri_get_path (uri),
                             g_steal_pointer (&params));
  if (trs_request_set_query_text (request, query != NULL ? query : "", &error))
    return TRUE;
  trs_request_answer_error (request, error);
  return FALSE;
}

static void
dispatch (TrsBridge *bridge, TrsRequest *request)
{
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;

  switch (trs_router_match (trs_bridge_get_rest (bridge), request, &route, &user_data))
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

/**
 * trs_bridge_v1_run:
 * @bridge: a bridge
 * @request: a POST to a channel's address
 * @pass: (transfer full): what its token opens
 * @body: its body
 *
 * Carries out a request of the REST API on behalf of a worker, if a policy of his token has it,
 * and answers with that API's resource in the event bridge's envelope. The SDK takes nothing but
 * status 200 for success.
 *
 * Source: taskrouter.js 1.x, its API requester and event-bridge client.
 */
void
trs_bridge_v1_run (TrsBridge *bridge,
                   TrsRequest *request,
                   TrsPass *pass,
                   const TrsBridgeBody *body)
{
  gboolean is_post = g_str_equal (body->method, "POST");
  gboolean is_capability = trs_pass_is_capability (pass);
  g_autoptr(GUri) uri = NULL;

  trs_request_take_pass (request, pass);
  uri = parse_url (request, body->url);
  if (uri == NULL || !take_operation (request, uri, body))
    return;
  /* An AccessToken has no policies, and its roles say nothing of the REST API. */
  if (!is_capability || !trs_pass_allows (pass, body->method, g_uri_get_path (uri) + 1,
                                          is_post ? trs_request_get_form (request)
                                                  : trs_request_get_query (request)))
    {
      trs_request_refuse (request, 20403, "The token has no policy for this operation");
      return;
    }
  trs_request_set_envelope (request, body->event_type);
  dispatch (bridge, request);
}
