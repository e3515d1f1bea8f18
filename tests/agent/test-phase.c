/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-phase.h"

static TraSituation
ready (void)
{
  const TraSituation situation = {
    .is_signed_in = TRUE,
    .connection = TR_WORKER_READY,
    .was_ready = TRUE,
    .is_offline = TRUE,
  };

  return situation;
}

#define assert_phase(situation, phase)                                                             \
  g_assert_cmpstr (tra_phase_to_string (tra_phase_from_situation (&(situation))), ==,              \
                   tra_phase_to_string (phase))

static void
test_status (void)
{
  TraSituation situation = ready ();

  assert_phase (situation, TRA_PHASE_OFFLINE);
  situation.is_offline = FALSE;
  assert_phase (situation, TRA_PHASE_AWAY);
  situation.is_available = TRUE;
  assert_phase (situation, TRA_PHASE_AVAILABLE);
  situation.notice = TRA_NOTICE_MISSED;
  assert_phase (situation, TRA_PHASE_MISSED);
  situation.notice = TRA_NOTICE_NOT_ANSWERED;
  assert_phase (situation, TRA_PHASE_NOT_ANSWERED);
}

/* Each comes before all that was set before it. */
static void
test_precedence (void)
{
  TraSituation situation = ready ();

  situation.is_available = TRUE;
  situation.notice = TRA_NOTICE_NOT_ANSWERED;
  situation.is_offered = TRUE;
  assert_phase (situation, TRA_PHASE_RESERVED);
  situation.is_ringing = TRUE;
  assert_phase (situation, TRA_PHASE_RINGING);
  situation.is_wrapping = TRUE;
  assert_phase (situation, TRA_PHASE_WRAP_UP);
  situation.is_accepted = TRUE; /* who is on the line comes before who was */
  assert_phase (situation, TRA_PHASE_IN_CALL);
  situation.connection = TR_WORKER_WAITING;
  assert_phase (situation, TRA_PHASE_CONNECTION_LOST);
  situation.connection = TR_WORKER_SIGNED_OUT;
  assert_phase (situation, TRA_PHASE_EXPIRED);
  situation.is_signed_in = FALSE;
  assert_phase (situation, TRA_PHASE_SIGNED_OUT);
}

static void
test_connection (void)
{
  TraSituation situation = ready ();

  situation.connection = TR_WORKER_CONNECTING;
  assert_phase (situation, TRA_PHASE_CONNECTION_LOST);
  situation.was_ready = FALSE;
  assert_phase (situation, TRA_PHASE_CONNECTING);
  situation.connection = TR_WORKER_WAITING;
  assert_phase (situation, TRA_PHASE_CONNECTION_LOST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phase/status", test_status);
  g_test_add_func ("/phase/precedence", test_precedence);
  g_test_add_func ("/phase/connection", test_connection);

  return g_test_run ();
}
