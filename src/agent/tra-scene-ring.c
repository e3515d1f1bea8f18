/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-scene-ring.h"

#include "tra-session-line.h"

static void
show_countdown (TraRing *ring, gint64 left, int total)
{
  tra_ring_show_countdown (ring, left, MAX (total, 1) * (gint64) G_USEC_PER_SEC, NULL);
}

/**
 * tra_scene_ring_show:
 * @scene: the session's state
 * @session: a session
 * @ring: a small one: without words
 *
 * Shows the clock of the work that is in front; without work, whether calls come.
 */
void
tra_scene_ring_show (TraScene *scene, TraSession *session, TraRing *ring)
{
  TrReservation *reservation = tra_session_get_reservation (session);

  if (scene->shown == TRA_PHASE_RESERVED && reservation != NULL)
    show_countdown (ring, tra_session_get_reservation_left (session, reservation),
                    tr_reservation_get_timeout (reservation));
  else if (scene->shown == TRA_PHASE_RINGING)
    show_countdown (ring, tra_session_get_ringing_left (session),
                    tra_session_get_ringing_timeout (session));
  else if (tra_session_get_hold_time (session) > 0)
    tra_ring_show_hold (ring, 0, tra_session_get_hold_time (session), 0);
  else if (scene->shown == TRA_PHASE_IN_CALL)
    tra_ring_show_call (ring, tra_session_get_phase_elapsed (session), TRUE);
  else if (scene->shown == TRA_PHASE_WRAP_UP)
    tra_ring_show_wrap_up (ring, 0, 0);
  else if (scene->shown == TRA_PHASE_AVAILABLE && scene->is_live)
    tra_ring_show_icon (ring, TRA_RING_FULL, TRA_RING_SUCCESS, NULL);
  else
    tra_ring_show_icon (ring, TRA_RING_DOTTED, TRA_RING_PLAIN, NULL);
}
