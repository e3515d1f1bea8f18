/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-phase.h"

static TraPhase
phase_from_status (const TraSituation *situation)
{
  if (situation->notice == TRA_NOTICE_NOT_ANSWERED)
    return TRA_PHASE_NOT_ANSWERED;
  if (situation->notice == TRA_NOTICE_MISSED)
    return TRA_PHASE_MISSED;
  if (situation->is_available)
    return TRA_PHASE_AVAILABLE;

  return situation->is_offline ? TRA_PHASE_OFFLINE : TRA_PHASE_AWAY;
}

/**
 * tra_phase_from_situation:
 * @situation: what is known
 *
 * The one place where a phase is decided. What needs the agent sooner comes first; a connection that
 * is not there comes before what it would have told.
 *
 * Returns: the phase
 */
TraPhase
tra_phase_from_situation (const TraSituation *situation)
{
  g_return_val_if_fail (situation != NULL, TRA_PHASE_SIGNED_OUT);

  if (!situation->is_signed_in)
    return TRA_PHASE_SIGNED_OUT;
  if (situation->connection == TR_WORKER_SIGNED_OUT)
    return TRA_PHASE_EXPIRED;
  if (situation->connection == TR_WORKER_DISPLACED)
    return TRA_PHASE_ELSEWHERE;
  if (situation->connection != TR_WORKER_READY)
    return situation->was_ready || situation->connection == TR_WORKER_WAITING
               ? TRA_PHASE_CONNECTION_LOST
               : TRA_PHASE_CONNECTING;

  if (situation->is_accepted)
    return TRA_PHASE_IN_CALL;
  if (situation->is_wrapping)
    return TRA_PHASE_WRAP_UP;
  if (situation->is_ringing)
    return TRA_PHASE_RINGING;
  if (situation->is_offered)
    return TRA_PHASE_RESERVED;

  return phase_from_status (situation);
}

/**
 * tra_phase_to_string:
 * @phase: a phase
 *
 * Returns: its name, for the log of a developer; not translated
 */
const char *
tra_phase_to_string (TraPhase phase)
{
  static const char *const names[] = {
    "signed-out", "connecting", "offline", "away",    "available",       "missed", "not-answered",
    "reserved",   "ringing",    "in-call", "wrap-up", "connection-lost", "expired",
    "elsewhere",
  };

  g_return_val_if_fail ((guint) phase < G_N_ELEMENTS (names), "unknown");

  return names[phase];
}
