/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-clock-json.h"

#include "resource/trs-fields.h"
#include "state/trs-state.h"

/**
 * trs_clock_get_speed:
 * @server: a server, with or without a state
 *
 * Returns: how many times as fast as the machine's the sandbox's clock goes; 0 stands still until it
 *   is turned
 */
double
trs_clock_get_speed (TrsServer *server)
{
  TrsState *state = trs_server_get_state (server);
  TrClock *clock = trs_engine_get_clock (trs_server_get_engine (server));

  if (state != NULL)
    return trs_state_get_speed (state);
  /* A server without a state has a test's clock, or none of its own. */
  return tr_clock_is_manual (clock) ? TRS_SPEED_VIRTUAL : TRS_SPEED_REAL;
}

/**
 * trs_clock_to_json:
 * @server: a server
 *
 * Returns: (transfer full): what the sandbox's clock shows, and whether it can be turned
 */
JsonObject *
trs_clock_to_json (TrsServer *server)
{
  TrClock *clock = trs_engine_get_clock (trs_server_get_engine (server));
  gint64 now = tr_clock_get_real_time (clock);
  gint64 next = tr_clock_get_next_time (clock);
  double speed = trs_clock_get_speed (server);
  JsonObject *object = json_object_new ();

  trs_fields_set_iso_date (object, "now", now);
  json_object_set_double_member (object, "epoch", (double) now / G_USEC_PER_SEC);
  json_object_set_boolean_member (object, "virtual", speed != TRS_SPEED_REAL);
  json_object_set_double_member (object, "speed", speed);
  if (next < 0)
    json_object_set_null_member (object, "next");
  else
    json_object_set_double_member (object, "next",
                                   (double) (next - tr_clock_get_monotonic_time (clock)) /
                                     G_USEC_PER_SEC);
  return object;
}
