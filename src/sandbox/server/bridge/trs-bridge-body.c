/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-body.h"

#include "tr-json.h"

#include "http/trs-refusal.h"

/**
 * trs_bridge_body_read:
 * @self: (out caller-allocates): an empty body
 * @request: a POST to the event bridge
 * @error: a %TRS_REFUSAL that names what is wrong
 *
 * Source: twilio-taskrouter, lib/util/Request.js; the older SDK sends no params where it has none,
 * and an event_type with its first request.
 */
gboolean
trs_bridge_body_read (TrsBridgeBody *self, TrsRequest *request, GError **error)
{
  g_autoptr(GBytes) bytes = trs_request_dup_body (request);
  g_autoptr(GError) reason = NULL;
  JsonObject *object = NULL;

  self->node = tr_json_parse_bytes (bytes, &reason);
  if (self->node != NULL && tr_json_expect_object (self->node, &object, &reason) &&
      tr_json_expect_string (object, "url", &self->url, &reason) &&
      tr_json_expect_string (object, "method", &self->method, &reason) &&
      tr_json_expect_string (object, "token", &self->token, &reason) &&
      tr_json_optional_string (object, "event_type", &self->event_type, &reason) &&
      tr_json_optional_member_object (object, "params", &self->params, &reason))
    return TRUE;

  g_set_error (error, TRS_REFUSAL, 20001, "The body is not a request to the event bridge: %s",
               reason->message);
  return FALSE;
}

void
trs_bridge_body_clear (TrsBridgeBody *self)
{
  g_clear_pointer (&self->node, json_node_unref);
}
