/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-fixture.h"

/* Notes and outcome, from the first letter to the task's attributes; and the wrap-up's own clock. */

static const char *
get_attributes (Fixture *fixture)
{
  JsonObject *reservation = test_bridge_get_reservation (fixture->bridge, fixture->reservation);

  return json_object_get_string_member (json_object_get_object_member (reservation, "task"),
                                        "attributes");
}

static guint
count_completes (Fixture *fixture)
{
  return test_bridge_count (fixture->bridge, "\"ReservationStatus\":\"completed\"");
}

static void
write_note (Fixture *fixture, const char *notes)
{
  tra_session_set_notes (fixture->session, fixture_get_offer (fixture), notes);
}

static void
test_saved_on_complete (Fixture *fixture, gconstpointer data)
{
  fixture_talk (fixture);
  write_note (fixture, "Wants a form");
  fixture_tell_reservation (fixture, "wrapping", "wrapping");
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  g_assert_cmpstr (tra_session_get_notes (fixture->session, fixture_get_offer (fixture)), ==,
                   "Wants a form");
  tra_session_set_outcome (fixture->session, fixture_get_offer (fixture), "Resolved");
  tra_session_complete (fixture->session);
  g_assert_cmpstr (tra_session_get_busy (fixture->session), ==, "complete");
  test_wait (count_completes (fixture) == 1);
  g_assert_nonnull (strstr (get_attributes (fixture), "\"content\":\"Wants a form\""));
  g_assert_nonnull (strstr (get_attributes (fixture), "\"outcome\":\"Resolved\""));
  g_assert_nonnull (strstr (get_attributes (fixture), "\"from\":\"+16505550100\""));
  g_assert_nonnull (strstr (get_attributes (fixture), "\"conference\""));
  test_wait (strstr (fixture->toasts->str, "Notes saved|") != NULL);
}

static void
test_nothing_written (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  tra_session_complete (fixture->session);
  test_wait (count_completes (fixture) == 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"Attributes\""), ==, 0);
  g_assert_null (strstr (fixture->toasts->str, "Notes saved"));
}

/* Signing out and in again is what is left of a crash, but for the last second. */
static void
test_comes_back (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  write_note (fixture, "Call back on Monday");
  tra_session_set_outcome (fixture->session, fixture_get_offer (fixture), "Follow-up needed");
  tra_session_sign_out (fixture->session);
  test_wait (fixture->n_signed_out == 1);

  fixture->n_signed_in = 0;
  fixture_start (fixture);
  fixture_wait_phase (fixture, TRA_PHASE_WRAP_UP);
  test_wait (strcmp (tra_session_get_notes (fixture->session, fixture_get_offer (fixture)),
                     "Call back on Monday") == 0);
  g_assert_cmpstr (tra_session_get_outcome (fixture->session, fixture_get_offer (fixture)), ==,
                   "Follow-up needed");
}

static void
fail_to_save (Fixture *fixture, guint status)
{
  fixture_wrap_up (fixture);
  write_note (fixture, "Wants a form");
  test_bridge_fail_next (fixture->bridge, "POST", "Tasks/WT00000000000000000000000000000001", status,
                         "{\"message\":\"No\"}");
  tra_session_complete (fixture->session);
  test_wait (tra_session_get_notes_problem (fixture->session, fixture_get_offer (fixture)) != NULL);
}

static void
test_not_saved (Fixture *fixture, gconstpointer data)
{
  fail_to_save (fixture, 400);
  test_settle ();
  g_assert_cmpuint (count_completes (fixture), ==, 0);
  g_assert_cmpstr (fixture->toasts->str, ==, "Couldn’t save the notes: the service refused|");
  g_assert_cmpstr (tra_session_get_notes (fixture->session, fixture_get_offer (fixture)), ==,
                   "Wants a form");
  g_assert_null (tra_session_get_busy (fixture->session));

  /* Once more, and it goes well. */
  tra_session_complete (fixture->session);
  test_wait (count_completes (fixture) == 1);
  g_assert_nonnull (strstr (get_attributes (fixture), "Wants a form"));
}

static void
test_complete_anyway (Fixture *fixture, gconstpointer data)
{
  tra_session_complete_anyway (fixture->session); /* not before something went wrong */
  fail_to_save (fixture, 400);
  test_bridge_fail_next (fixture->bridge, "POST", "Tasks/WT00000000000000000000000000000001", 400,
                         "{\"message\":\"No\"}");
  tra_session_complete_anyway (fixture->session);
  test_wait (count_completes (fixture) == 1);
  g_assert_null (strstr (get_attributes (fixture), "Wants a form"));
}

static void
test_too_long (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (4096, 'x');

  fixture_wrap_up (fixture);
  write_note (fixture, text);
  test_bridge_fail_next (fixture->bridge, "POST", "Tasks/WT00000000000000000000000000000001", 400,
                         "{\"message\":\"No\"}");
  tra_session_complete (fixture->session);
  test_wait (strcmp (fixture->toasts->str, "Couldn’t save the notes: they are too long|") == 0);
}

static void
test_outcome_required (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "outcome-required", TRUE);
  fixture_wrap_up (fixture);
  tra_session_complete (fixture->session);
  g_assert_null (tra_session_get_busy (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "Choose an outcome first|");
  g_assert_true (
      tra_session_is_outcome_missed (fixture->session, fixture_get_offer (fixture)));

  tra_session_set_outcome (fixture->session, fixture_get_offer (fixture), "Wrong number");
  g_assert_false (
      tra_session_is_outcome_missed (fixture->session, fixture_get_offer (fixture)));
  tra_session_complete (fixture->session);
  test_wait (count_completes (fixture) == 1);
}

static void
test_outcomes_by_queue (Fixture *fixture, gconstpointer data)
{
  const char *const few[] = { "Sold", "Not sold", NULL };
  g_auto(GStrv) outcomes = NULL;
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sas}"));

  fixture_wrap_up (fixture);
  outcomes = tra_session_dup_outcomes (fixture->session, fixture_get_offer (fixture));
  g_assert_cmpstr (outcomes[0], ==, "Resolved");
  g_strfreev (g_steal_pointer (&outcomes));

  g_variant_builder_add (&builder, "{s@as}", "Support", g_variant_new_strv (few, -1));
  g_settings_set_value (fixture->settings, "outcomes-by-queue", g_variant_builder_end (&builder));
  outcomes = tra_session_dup_outcomes (fixture->session, fixture_get_offer (fixture));
  g_assert_cmpstr (outcomes[0], ==, "Sold");
  g_assert_cmpuint (g_strv_length (outcomes), ==, 2);
}

/* A supervisor, or the service, completes it: what was written is not lost. */
static void
test_completed_by_another (Fixture *fixture, gconstpointer data)
{
  fixture_wrap_up (fixture);
  write_note (fixture, "Half a sen");
  fixture_tell_reservation (fixture, "completed", "completed");
  test_wait (strstr (get_attributes (fixture), "Half a sen") != NULL);
  test_wait (strstr (fixture->toasts->str, "Notes saved|") != NULL);
}

static void
test_ends_by_itself (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 60);
  g_settings_set_boolean (fixture->settings, "outcome-required", TRUE);
  fixture_wrap_up (fixture);
  write_note (fixture, "Half a sen");
  fixture_turn (fixture, 18);
  g_assert_cmpint (tra_session_get_wrap_up_left (fixture->session), ==, 42 * SECOND);
  fixture_turn (fixture, 42);
  test_wait (count_completes (fixture) == 1);
  g_assert_nonnull (strstr (get_attributes (fixture), "Half a sen"));
}

static void
test_never_ends_by_itself (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 0);
  fixture_wrap_up (fixture);
  g_assert_cmpint (tra_session_get_wrap_up_left (fixture->session), ==, -1);
  tra_session_extend_wrap_up (fixture->session);
  fixture_turn (fixture, 600);
  g_assert_cmpuint (count_completes (fixture), ==, 0);
}

static void
test_extended (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint (fixture->settings, "auto-complete-seconds", 60);
  fixture_wrap_up (fixture);
  fixture_turn (fixture, 50);
  tra_session_extend_wrap_up (fixture->session);
  g_assert_cmpint (tra_session_get_wrap_up_left (fixture->session), ==, 130 * SECOND);
  fixture_turn (fixture, 120);
  g_assert_cmpuint (count_completes (fixture), ==, 0);
  fixture_turn (fixture, 10);
  test_wait (count_completes (fixture) == 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/session-notes/saved-on-complete", test_saved_on_complete);
  ADD ("/session-notes/nothing-written", test_nothing_written);
  ADD ("/session-notes/comes-back", test_comes_back);
  ADD ("/session-notes/not-saved", test_not_saved);
  ADD ("/session-notes/complete-anyway", test_complete_anyway);
  ADD ("/session-notes/too-long", test_too_long);
  ADD ("/session-notes/outcome-required", test_outcome_required);
  ADD ("/session-notes/outcomes-by-queue", test_outcomes_by_queue);
  ADD ("/session-notes/completed-by-another", test_completed_by_another);
  ADD ("/session-notes/ends-by-itself", test_ends_by_itself);
  ADD ("/session-notes/never-ends-by-itself", test_never_ends_by_itself);
  ADD ("/session-notes/extended", test_extended);
  return g_test_run ();
}
