/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"

/* Tasks that are found open at sign-in. */

#define CALL                                                                                       \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\","                \
  "\"conference\":{\"sid\":\"CF00000000000000000000000000000001\"}}"

/* What was left behind @minutes ago. */
static const char *
leave_behind (Fixture *fixture, const char *status, const char *attributes, int minutes)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);
  gint64 now = tr_clock_get_real_time (fixture->clock) / G_USEC_PER_SEC;
  JsonObject *reservation;

  test_bridge_set_task (fixture->bridge, sid,
                        g_str_equal (status, "accepted") ? "assigned" : status, attributes);
  test_bridge_set_reservation (fixture->bridge, sid, status);
  reservation = test_bridge_get_reservation (fixture->bridge, sid);
  json_object_set_int_member (reservation, "date_created", now - minutes * 60);
  json_object_set_int_member (reservation, "date_updated", now - minutes * 60);
  return sid;
}

static guint
count_stuck (Fixture *fixture)
{
  g_autoptr(GPtrArray) stuck = tra_session_dup_stuck (fixture->session);

  return stuck->len;
}

static guint
count_completes (Fixture *fixture)
{
  return test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"completed\"");
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) stuck = NULL;
  const char *oldest;

  leave_behind (fixture, "wrapping", "{}", 30);
  oldest = leave_behind (fixture, "accepted", "{\"title\":\"Bill\"}", 90);
  fixture_start (fixture);
  test_wait (count_stuck (fixture) == 2);
  stuck = tra_session_dup_stuck (fixture->session);
  g_assert_cmpstr (tr_reservation_get_sid (g_ptr_array_index (stuck, 0)), ==, oldest);

  tra_session_complete_stuck (fixture->session);
  test_wait (count_completes (fixture) == 2);
  test_wait (count_stuck (fixture) == 0);
}

/* A wrap-up that a restart interrupted is not forgotten, only not finished. */
static void
test_young (Fixture *fixture, gconstpointer data)
{
  leave_behind (fixture, "wrapping", "{}", 2);
  fixture_start (fixture);
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  g_assert_cmpuint (count_stuck (fixture), ==, 0);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  leave_behind (fixture, "wrapping", "{}", 30);
  fixture_start (fixture);
  test_wait (count_stuck (fixture) == 1);
  tra_session_keep_stuck (fixture->session);
  g_assert_cmpuint (count_stuck (fixture), ==, 0);
  tra_session_complete_stuck (fixture->session);
  test_settle ();
  g_assert_cmpuint (count_completes (fixture), ==, 0);
}

/* Somebody may still be talking: as long as that is not known, it is left alone. */
static void
test_call_goes_on (Fixture *fixture, gconstpointer data)
{
  leave_behind (fixture, "accepted", CALL, 30);
  fixture_start (fixture);
  fixture_wait_phase (fixture, TRA_PHASE_IN_CALL);
  g_assert_cmpuint (count_stuck (fixture), ==, 0);
}

/* What began here is nobody's leftover, however long it takes. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 0);
  fixture_start (fixture);
  fixture_forget_log (fixture);
  fixture_wrap_up (fixture);
  fixture_turn (fixture, 1200);
  g_assert_cmpuint (count_stuck (fixture), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD_SIGNED_OUT ("/session-stuck/found", test_found);
  ADD_SIGNED_OUT ("/session-stuck/young", test_young);
  ADD_SIGNED_OUT ("/session-stuck/kept", test_kept);
  ADD_SIGNED_OUT ("/session-stuck/call-goes-on", test_call_goes_on);
  ADD_SIGNED_OUT ("/session-stuck/own", test_own);
  return g_test_run ();
}
