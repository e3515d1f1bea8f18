/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <string.h>

#define MINUTE G_TIME_SPAN_MINUTE

/* Turns the clock second by second, while the service's heart beats. */
static void
let_pass (Fixture *fixture, gint64 time)
{
  const gint64 step = G_TIME_SPAN_SECOND;

  for (gint64 passed = step; passed <= time; passed += step)
    {
      tr_clock_advance (fixture->clock, step);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (passed % (10 * step) != 0)
        continue;
      test_bridge_send (fixture->bridge, "");
      test_settle ();
    }
}

static void
test_renewed_at_four_fifths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  const char *sid;

  test_token_source_set_ttl (fixture->source, 600);
  test_bridge_set_token_lifetime (fixture->bridge, 600 * 1000);
  fixture_start (fixture);
  first = g_strdup (test_bridge_get_last_token (fixture->bridge));
  let_pass (fixture, 600 * G_TIME_SPAN_SECOND * 74 / 100);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 1);
  let_pass (fixture, 600 * G_TIME_SPAN_SECOND * 12 / 100);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);

  /* The old socket gave way to one with the new token, and nobody noticed. */
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
  g_assert_cmpuint (test_bridge_get_n_sockets (fixture->bridge), ==, 1);
  g_assert_null (strstr (test_bridge_get_last_query (fixture->bridge), first));
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
  sid = test_bridge_add_reservation (fixture->bridge);
  test_bridge_take_and_send (
      fixture->bridge, test_bridge_reservation_event (fixture->bridge, "reservation.created", sid));
  fixture_wait_told (fixture, "reservation-created:WR1 ");
  tr_worker_accept_async (fixture->worker, tr_worker_find_reservation (fixture->worker, sid), NULL,
                          fixture_done_cb, fixture);
  fixture_wait_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (test_bridge_get_last_token (fixture->bridge), !=, first);
}

static void
test_lives_of_many_tokens (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_ttl (fixture->source, 100);
  test_bridge_set_token_lifetime (fixture->bridge, 100 * 1000);
  fixture_start (fixture);
  let_pass (fixture, 20 * MINUTE);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), >=, 13);
  g_assert_cmpuint (test_bridge_get_n_sockets (fixture->bridge), ==, 1);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
}

/* The init of the connection knows better than our clock and the token's own words. */
static void
test_life_is_what_the_service_says (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_token_lifetime (fixture->bridge, 100 * 1000);
  fixture_start (fixture);
  let_pass (fixture, 90 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
}

/* Both sockets get everything while one takes over from the other: nothing twice, nothing lost. */
static void
test_events_during_a_hand_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *created = NULL;
  g_autofree char *accepted = NULL;
  const char *sid;

  test_token_source_set_ttl (fixture->source, 100);
  test_bridge_set_token_lifetime (fixture->bridge, 100 * 1000);
  fixture_start (fixture);
  let_pass (fixture, 70 * G_TIME_SPAN_SECOND);
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tr_clock_advance (fixture->clock, 16 * G_TIME_SPAN_SECOND);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 2);
  sid = test_bridge_add_reservation (fixture->bridge);
  created = test_bridge_reservation_event (fixture->bridge, "reservation.created", sid);
  test_bridge_set_task (fixture->bridge, sid, "assigned", NULL);
  test_bridge_set_reservation (fixture->bridge, sid, "accepted");
  accepted = test_bridge_reservation_event (fixture->bridge, "reservation.accepted", sid);

  test_bridge_send_to (fixture->bridge, 0, created);
  test_bridge_send_init (fixture->bridge, 1);
  test_bridge_send_to (fixture->bridge, 1, created);
  test_bridge_send_to (fixture->bridge, 1, accepted);
  test_bridge_send_to (fixture->bridge, 0, accepted);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 1);
  fixture_wait_told (fixture, "reservation-created:WR1 reservation-accepted:WR1 ");
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
}

/* The old socket never answers that it is closed: after a while it is left behind. */
static void
test_hand_over_from_a_dead_socket (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_ttl (fixture->source, 100);
  test_bridge_set_token_lifetime (fixture->bridge, 100 * 1000);
  fixture_start (fixture);
  let_pass (fixture, 70 * G_TIME_SPAN_SECOND);
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tr_clock_advance (fixture->clock, 16 * G_TIME_SPAN_SECOND);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 2);
  test_bridge_cut_socket (fixture->bridge, 0);
  fixture_wait_state (fixture, TR_WORKER_WAITING); /* no init yet: that is a loss */
  test_bridge_set_sends_init (fixture->bridge, TRUE);
  fixture_reconnect (fixture);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 1);
}

static void
test_successor_that_fails_is_tried_again (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_ttl (fixture->source, 600);
  test_bridge_set_token_lifetime (fixture->bridge, 600 * 1000);
  fixture_start (fixture);
  test_bridge_set_upgrade_status (fixture->bridge, 503);
  let_pass (fixture, 520 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 1);
  test_bridge_set_upgrade_status (fixture->bridge, 0);
  let_pass (fixture, 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
  g_assert_cmpuint (test_bridge_get_n_sockets (fixture->bridge), ==, 1);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
}

static void
test_renewal_fails_until_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_SERVICE, "no tokens today");

  test_token_source_set_ttl (fixture->source, 600);
  test_bridge_set_token_lifetime (fixture->bridge, 600 * 1000);
  fixture_start (fixture);
  test_token_source_set_error (fixture->source, error);
  let_pass (fixture, 580 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), >, 3);
  let_pass (fixture, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_SERVICE);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 0);

  /* Whoever gives tokens is there again: nobody has to sign in for that. */
  test_token_source_set_error (fixture->source, NULL);
  fixture_reconnect (fixture);
}

static void
test_renewal_is_refused_until_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_AUTH, "no tokens any more");
  guint n_fetches;

  test_token_source_set_ttl (fixture->source, 600);
  test_bridge_set_token_lifetime (fixture->bridge, 600 * 1000);
  fixture_start (fixture);
  test_token_source_set_error (fixture->source, error);
  let_pass (fixture, 580 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  let_pass (fixture, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_SIGNED_OUT);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_AUTH);
  g_assert_cmpint (tr_worker_get_retry_time (fixture->worker), ==, 0);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 0);
  n_fetches = test_token_source_get_n_fetches (fixture->source);
  let_pass (fixture, 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, n_fetches);

  test_token_source_set_error (fixture->source, NULL);
  fixture_start (fixture);
}

static void
test_renewal_recovers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "no way");

  test_token_source_set_ttl (fixture->source, 600);
  test_bridge_set_token_lifetime (fixture->bridge, 600 * 1000);
  fixture_start (fixture);
  test_token_source_set_error (fixture->source, error);
  let_pass (fixture, 540 * G_TIME_SPAN_SECOND);
  test_token_source_set_error (fixture->source, NULL);
  let_pass (fixture, 120 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
}

#define ENVELOPE "{\"code\":20101,\"message\":\"Invalid Access Token\"}"

static void
test_refused_token_is_replaced_once (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 401, 403 };

  test_bridge_set_request_answer (fixture->bridge, 401, ENVELOPE);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      test_bridge_set_upgrade_status (fixture->bridge, statuses[i]);
      tr_worker_start (fixture->worker);
      fixture_wait_state (fixture, TR_WORKER_SIGNED_OUT);
      g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2 * (i + 1));
      g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_AUTH);
      g_assert_nonnull (strstr (tr_worker_get_error (fixture->worker)->message, "Invalid"));
      g_assert_null (strstr (tr_worker_get_error (fixture->worker)->message, "ey"));
    }
}

/* A guest network's sign-in page, for as long as it likes. */
static void
test_refused_by_something_in_the_way (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
  } answers[] = { { 403, "<html>Welcome!</html>" }, { 403, "" }, { 401, "Sign in first" },
                  { 200, "<html>" } };

  fixture_start (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      test_bridge_set_upgrade_status (fixture->bridge, i % 2 == 0 ? 403 : 401);
      test_bridge_set_request_answer (fixture->bridge, answers[i].status, answers[i].body);
      test_bridge_cut_sockets (fixture->bridge);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
      for (int n = 0; n < 5; n++)
        {
          tr_worker_retry_now (fixture->worker);
          fixture_wait_state (fixture, TR_WORKER_WAITING);
          g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
        }
      test_bridge_set_upgrade_status (fixture->bridge, 0);
      test_bridge_set_request_answer (fixture->bridge, 0, NULL);
      fixture_reconnect (fixture);
    }
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 1);
}

/* A proxy that knows no websockets: the token is good, so there is something to wait for. */
static void
test_refused_for_no_reason (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_upgrade_status (fixture->bridge, 403);
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_cmpuint (tr_error_get_http_status (tr_worker_get_error (fixture->worker)), ==, 403);
  for (int n = 0; n < 5; n++)
    {
      tr_worker_retry_now (fixture->worker);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
    }
  test_bridge_set_upgrade_status (fixture->bridge, 0);
  fixture_reconnect (fixture);
}

/* As after a long sleep: the token ran out while nobody looked. */
static void
test_old_token_is_replaced (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  test_bridge_set_upgrade_status (fixture->bridge, 401);
  test_bridge_refuse_tokens (fixture->bridge, 1);
  test_bridge_fail_next (fixture->bridge, "GET", TEST_WORKER, 401, ENVELOPE);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_reconnect (fixture);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready waiting connecting ready ");
}

static void
test_source_that_says_no (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_AUTH, "who are you?");

  test_token_source_set_error (fixture->source, error);
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_SIGNED_OUT);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_AUTH);
}

static void
test_source_that_is_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "unreachable");

  test_token_source_set_error (fixture->source, error);
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_NETWORK);
  test_token_source_set_error (fixture->source, NULL);
  fixture_reconnect (fixture);
}

static void
test_source_that_is_silent (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_silent (fixture->source, TRUE);
  tr_worker_start (fixture->worker);
  test_settle ();
  tr_clock_advance (fixture->clock, 15 * G_TIME_SPAN_SECOND);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_TIMEOUT);
  test_token_source_set_silent (fixture->source, FALSE);
  fixture_reconnect (fixture);
}

/* No network for longer than a token lives is no reason to sign out. */
static void
test_away_for_longer_than_a_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "unreachable");

  fixture_start (fixture);
  test_bridge_set_reachable (fixture->bridge, FALSE);
  test_token_source_set_error (fixture->source, error);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  for (int i = 0; i < 300; i++)
    {
      tr_clock_advance (fixture->clock, 20 * G_TIME_SPAN_SECOND);
      test_wait (tr_worker_get_state (fixture->worker) == TR_WORKER_WAITING);
    }
  test_token_source_set_error (fixture->source, NULL);
  test_bridge_set_reachable (fixture->bridge, TRUE);
  fixture_reconnect (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/token/renewed", test_renewed_at_four_fifths);
  ADD ("/worker/token/many-lives", test_lives_of_many_tokens);
  ADD ("/worker/token/life-by-init", test_life_is_what_the_service_says);
  ADD ("/worker/token/renewal-fails", test_renewal_fails_until_the_end);
  ADD ("/worker/token/renewal-is-refused", test_renewal_is_refused_until_the_end);
  ADD ("/worker/token/renewal-recovers", test_renewal_recovers);
  ADD ("/worker/token/refused", test_refused_token_is_replaced_once);
  ADD ("/worker/token/refused-by-something-else", test_refused_by_something_in_the_way);
  ADD ("/worker/token/refused-for-no-reason", test_refused_for_no_reason);
  ADD ("/worker/token/old", test_old_token_is_replaced);
  ADD ("/worker/token/source-says-no", test_source_that_says_no);
  ADD ("/worker/token/source-is-away", test_source_that_is_away);
  ADD ("/worker/token/source-is-silent", test_source_that_is_silent);
  ADD ("/worker/token/away-for-long", test_away_for_longer_than_a_life);
  ADD ("/worker/hand-over/events", test_events_during_a_hand_over);
  ADD ("/worker/hand-over/dead-socket", test_hand_over_from_a_dead_socket);
  ADD ("/worker/hand-over/tried-again", test_successor_that_fails_is_tried_again);
  return g_test_run ();
}
