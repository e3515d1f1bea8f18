/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-cors.h"

static gboolean
is_of_service (const char *path)
{
  return g_str_has_prefix (path, "/v1/") || g_str_has_prefix (path, "/v2/") ||
         g_str_has_prefix (path, "/2010-04-01/");
}

/**
 * trs_cors_allow:
 * @request: any request
 *
 * Lets a page read the answer, whatever it is, if the request is for one of the service's APIs.
 * No cookie or stored password is ever meant: what opens the service is in the request itself.
 */
void
trs_cors_allow (TrsRequest *request)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);

  if (!is_of_service (trs_request_get_path (request)))
    return;
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Expose-Headers",
                                "Date, ETag, Retry-After");
}

/**
 * trs_cors_answer_preflight:
 * @request: a request with method OPTIONS
 * @methods: what may be asked for there: "POST, OPTIONS"
 *
 * Source: twilio-taskrouter, lib/util/Request.js, for the event bridge's headers; the service's
 * own answers for the REST API's.
 */
void
trs_cors_answer_preflight (TrsRequest *request, const char *methods)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);

  trs_cors_allow (request);
  soup_message_headers_replace (headers, "Access-Control-Allow-Methods", methods);
  soup_message_headers_replace (headers, "Access-Control-Allow-Headers",
                                "Accept, Authorization, Content-Type, If-Match, apiVersion, "
                                "clientVersion, serverVersion");
  soup_message_headers_replace (headers, "Access-Control-Max-Age", "600");
  trs_request_answer_empty (request, 204);
}
