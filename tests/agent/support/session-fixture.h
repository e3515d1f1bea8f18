/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-keyring.h"
#include "test-bridge.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define SECOND ((gint64) G_USEC_PER_SEC)

/* A session that is signed in to a TestBridge, with clocks that stand still. The keyring is a file
 * of its own. */
typedef struct
{
  TrClock *clock; /* the session's and the bridge's */
  TestBridge *bridge;
  GSettings *settings;
  TraSession *session;
  GString *toasts; /* "one|two|" */
  guint n_signed_in;
  guint n_signed_out;
  guint n_ended;   /* reservation-ended */
  GString *phases; /* "offline available reserved " */
  char *failed_field;
  char *failed_text;
  char *reservation; /* owned: SID of the last offer */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

void fixture_remember (Fixture *self); /* what the next start signs in with */
void fixture_start (Fixture *self); /* signs in as remembered; for a test that does not set up so */
void fixture_set_up_signed_out (Fixture *self, gconstpointer data);
void fixture_go_online (Fixture *self);
void fixture_offer (Fixture *self);       /* a caller is offered: RESERVED */
void fixture_offer_again (Fixture *self); /* the same task, as another reservation */
void fixture_ring (Fixture *self);        /* and accepted: RINGING */
void fixture_talk (Fixture *self);        /* and the phone was picked up: IN_CALL */
void fixture_wrap_up (Fixture *self);     /* and the call ended: WRAP_UP */

/* A change of the bridge's store, and its event. */
void fixture_tell_activity (Fixture *self, const char *activity_sid);
void fixture_tell_reservation (Fixture *self, const char *status, const char *task_status);

/* Turns the clock, with the service's heartbeats on the way. */
void fixture_turn (Fixture *self, int seconds);

TrReservation *fixture_get_offer (Fixture *self);
TrActivity *fixture_get_activity (Fixture *self, const char *sid);
void fixture_forget_log (Fixture *self);
/* How often the bridge was asked for this status. */
guint fixture_count_activity (Fixture *self, const char *activity_sid);

#define fixture_wait_phase(self, phase)                                                            \
  test_wait (tra_session_get_phase ((self)->session) == (phase))

/* Adds a test with the fixture, signed in. */
#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
#define ADD_SIGNED_OUT(path, function)                                                             \
  g_test_add (path, Fixture, NULL, fixture_set_up_signed_out, function, fixture_tear_down)

G_END_DECLS
