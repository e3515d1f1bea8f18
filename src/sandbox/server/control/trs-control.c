/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control-private.h"

#include <math.h>

#include "http/trs-refusal.h"
#include "state/trs-state.h"
#include "trs-clock-json.h"
#include "trs-env.h"

/* A year: enough for any story, and far from where microseconds overflow. */
#define MAX_ADVANCE (366.0 * 24 * 3600)

static TrsEngine *
get_engine (TrsControl *self)
{
  return trs_server_get_engine (self->server);
}

static void
answer_clock (TrsRequest *request, TrsControl *self)
{
  trs_request_answer_object (request, 200, trs_clock_to_json (self->server));
}

static void
get_clock (TrsRequest *request, gpointer user_data)
{
  answer_clock (request, user_data);
}

static void
advance_clock (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  const char *text = trs_form_get_filled (trs_request_get_form (request), "seconds");
  char *end = NULL;
  double seconds = text != NULL ? g_ascii_strtod (text, &end) : -1;

  trs_request_leave_out (request);
  /* Written so that NaN is refused too. */
  if (text == NULL || *end != '\0' || !(seconds >= 0 && seconds <= MAX_ADVANCE))
    trs_request_refuse (request, 20001, "seconds must be a number from 0 to a year's");
  else if (trs_clock_get_speed (self->server) == TRS_SPEED_REAL)
    trs_request_refuse (request, 20001,
                        "The clock follows the machine's: start with --clock=virtual");
  else
    trs_clock_turns_add (self->turns, request, (gint64) llround (seconds * G_USEC_PER_SEC));
}

static void
get_env (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;

  trs_request_answer_object (request, 200, trs_env_new (self->server));
}

/* Where somebody begins who knows nothing but that there is a control API. */
static void
get_routes (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "message",
                                 "The sandbox's own API: bodies are forms or JSON objects. The "
                                 "README says what each does; a browser finds the inspector at /");
  json_object_set_array_member (object, "routes", trs_router_to_json (self->router, "/sandbox"));
  trs_request_answer_object (request, 200, object);
}

static void
get_coverage (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "routes", trs_router_to_json (self->router, NULL));
  json_object_set_array_member (object, "event_bridge",
                                trs_router_to_json (trs_bridge_get_operations (self->bridge),
                                                    NULL));
  trs_request_answer_object (request, 200, object);
}

static const TrsRoute routes[] = {
  { "GET", "/sandbox", TRS_ACCESS_LOCAL, get_routes },
  { "GET", "/sandbox/", TRS_ACCESS_LOCAL, get_routes },
  { "GET", "/sandbox/", TRS_ACCESS_LOCAL, get_routes },
  { "GET", "/sandbox/clock", TRS_ACCESS_LOCAL, get_clock },
  { "POST", "/sandbox/clock/advance", TRS_ACCESS_LOCAL, advance_clock, "seconds" },
  { "GET", "/sandbox/env", TRS_ACCESS_LOCAL, get_env },
  { "GET", "/sandbox/coverage", TRS_ACCESS_LOCAL, get_coverage },
};

/**
 * trs_control_new:
 * @server: whose control it is; owns it
 * @bridge: for faults of sockets; outlives it
 * @faults: for faults of requests; outlives it
 *
 * Returns: (transfer full): the control API
 */
TrsControl *
trs_control_new (TrsServer *server, TrsBridge *bridge, TrsFaults *faults)
{
  TrsControl *self = g_new0 (TrsControl, 1);

  self->server = server;
  self->bridge = bridge;
  self->faults = faults;
  self->turns = trs_clock_turns_new (server);
  return self;
}

void
trs_control_free (TrsControl *self)
{
  trs_clock_turns_free (self->turns);
  g_free (self);
}

/**
 * trs_control_add_routes:
 * @self: a control; outlives the router
 * @router: where its routes go, and whose table is shown
 */
void
trs_control_add_routes (TrsControl *self, TrsRouter *router)
{
  self->router = router;
  trs_clock_turns_give_up (self->turns);
  trs_control_add_calls (router, get_engine (self));
  trs_control_add_explain (router, get_engine (self));
  trs_control_add_phones (router, get_engine (self));
  trs_control_add_workers (router, get_engine (self));
  trs_control_add_faults (router, self);
  trs_control_add_state (router, self->server);
  trs_router_add (router, routes, G_N_ELEMENTS (routes), self);
}
