/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-server.h"

#include "auth/trs-request-pass.h"
#include "state/trs-record.h"
#include "trs-server-private.h"

/* What came in once comes in again here, from the state's history. */

static void
input_cb (JsonObject *entry, gpointer user_data)
{
  TrsServer *self = user_data;
  g_autoptr(GError) error = NULL;

  trs_state_catch_up (self->state);
  if (!trs_state_record (self->state, entry, &error))
    g_message ("%s", error->message);
}

/**
 * trs_server_take_state:
 * @self: a server that does not listen yet, with the state's new engine
 * @state: (transfer full): its past, which is gone through now
 * @error: return location for what can't be gone through
 */
gboolean
trs_server_take_state (TrsServer *self, TrsState *state, GError **error)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), FALSE);
  g_return_val_if_fail (self->state == NULL, FALSE);

  self->state = state;
  if (trs_state_get_speed (state) != TRS_SPEED_REAL)
    {
      g_autoptr(TrClock) machine = tr_clock_new ();

      trs_bridge_set_line_clock (self->bridge, machine,
                                 trs_state_get_speed (state) > 0 ? trs_state_get_speed (state) : 1);
    }
  trs_inputs_set_hear_func (self->inputs, input_cb, self);
  trs_server_hold_callbacks (self);
  return trs_state_start (state, self, error);
}

/**
 * trs_server_get_state:
 *
 * Returns: (nullable): what is kept; %NULL for a server that keeps nothing
 */
TrsState *
trs_server_get_state (TrsServer *self)
{
  g_return_val_if_fail (TRS_IS_SERVER (self), NULL);

  return self->state;
}

/* What the history says is as little to be trusted as what comes over the wire. */
static gboolean
has_identity (TrsServer *self, TrsRequest *request, const TrsRoute *route)
{
  const char *sid = trs_request_get_account_sid (request);

  switch (route->access)
    {
    case TRS_ACCESS_BASIC:
      return trs_engine_get_account (self->engine, sid) != NULL;
    case TRS_ACCESS_TOKEN:
      return trs_request_get_pass (request) != NULL;
    case TRS_ACCESS_LOCAL:
    default:
      return TRUE;
    }
}

static gboolean
trs_server_repeat_request (TrsServer *self, JsonObject *record, GError **error)
{
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;
  g_autoptr(TrsRequest) request =
    trs_record_to_request (record, self->keyring, self->base_url, error);

  if (request == NULL)
    return FALSE;
  if (trs_router_match (self->router, request, &route, &user_data) == TRS_MATCH_FOUND &&
      has_identity (self, request, route))
    trs_server_run (request, route, user_data);
  return trs_record_check_status (record, trs_request_get_status (request), error);
}

/**
 * trs_server_repeat:
 * @self: a server
 * @entry: what came in once, as it was kept
 * @error: return location for why that is not possible
 *
 * Lets it come in again, at this moment of the engine's clock. Nobody gets the answer.
 */
gboolean
trs_server_repeat (TrsServer *self, JsonObject *entry, GError **error)
{
  if (json_object_has_member (entry, "path"))
    return trs_server_repeat_request (self, entry, error);
  return trs_inputs_repeat (self->inputs, entry, error);
}

/**
 * trs_server_resume:
 * @self: a server whose history was gone through
 *
 * Programs were asked and told then: they are again from now on, first of all what nobody answered.
 */
void
trs_server_resume (TrsServer *self)
{
  g_return_if_fail (TRS_IS_SERVER (self));

  trs_server_open_callbacks (self);
}
