/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <string.h>

#include "tr-json.h"

#define SECOND G_TIME_SPAN_SECOND

static void
test_reads_everything (Fixture *fixture, gconstpointer data)
{
  const char *sid = test_bridge_add_reservation (fixture->bridge);

  fixture_start (fixture);
  g_assert_cmpstr (tr_worker_get_sid (fixture->worker), ==, TEST_WORKER);
  g_assert_cmpstr (tr_worker_get_workspace_sid (fixture->worker), ==, TEST_WORKSPACE);
  g_assert_cmpstr (tr_worker_get_account_sid (fixture->worker), ==, TEST_ACCOUNT);
  g_assert_cmpstr (tr_worker_get_friendly_name (fixture->worker), ==, "dave");
  g_assert_cmpstr (tr_activity_get_sid (tr_worker_get_activity (fixture->worker)), ==,
                   TEST_OFFLINE);
  g_assert_cmpstr (json_object_get_string_member (tr_worker_get_attributes (fixture->worker),
                                                  "contact_uri"),
                   ==, "+16505550111");
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_activities (fixture->worker)), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_channels (fixture->worker)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 1);
  g_assert_nonnull (tr_worker_find_reservation (fixture->worker, sid));
  g_assert_null (tr_worker_get_error (fixture->worker));
  fixture_assert_told (fixture, "reservation-created:WR1 ");
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready ");
}

/* As the official SDK asks: samples/bridge-requests.json of the protocol notes. */
static void
test_asks_as_the_official_sdk (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "GET Workspaces/" TEST_WORKSPACE
                                                        "/Workers/" TEST_WORKER " v1 {}\n"),
                    ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Activities v1 {\"PageSize\":1000}\n"),
                    ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge,
                                       "/WorkerChannels v1 {\"PageSize\":1000}\n"),
                    ==, 1);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Reservations v2 {\"Active\":\"true\","
                                                        "\"PageSize\":1000}\n"),
                    ==, 1);
}

static void
test_socket_query (Fixture *fixture, gconstpointer data)
{
  const char *query;

  fixture_start (fixture);
  query = test_bridge_get_last_query (fixture->bridge);
  g_assert_true (g_str_has_prefix (query, "token=ey"));
  g_assert_true (g_str_has_suffix (query, "&closeExistingSessions=false&clientVersion=2.1.1"));
}

static void
test_capability_token_has_its_own_address (Fixture *fixture, gconstpointer data)
{
  test_token_source_set_capability (fixture->source, TRUE);
  fixture_start (fixture);
  g_assert_true (
      g_str_has_suffix (test_bridge_get_last_query (fixture->bridge), "&serverVersion=1"));
}

static void
test_reads_all_pages (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_page_size (fixture->bridge, 2);
  for (int i = 0; i < 5; i++)
    test_bridge_add_reservation (fixture->bridge);
  fixture_start (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_activities (fixture->worker)), ==, 3);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "\"AfterSid\":\"WR"), ==, 2);
}

/* An activity that was made between the two answers. */
static void
test_activity_newer_than_the_list (Fixture *fixture, gconstpointer data)
{
  test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 200,
                         "{\"payload\":{\"contents\":[]}}");
  fixture_start (fixture);
  test_wait (tr_worker_get_activity (fixture->worker) != NULL);
  fixture_assert_told (fixture, "activity-updated:WA1 ");
}

/* No event tells of a new one: it is there when somebody looks. */
static void
test_refreshes_activities (Fixture *fixture, gconstpointer data)
{
  TrActivity *before;

  fixture_start (fixture);
  before = tr_worker_get_activity (fixture->worker);
  test_bridge_add_activity (fixture->bridge, "WA00000000000000000000000000000009", "Lunch");
  tr_worker_refresh_activities (fixture->worker);
  tr_worker_refresh_activities (fixture->worker);
  test_wait (g_list_model_get_n_items (tr_worker_get_activities (fixture->worker)) == 4);
  g_assert_nonnull (tr_worker_find_activity (fixture->worker, "WA00000000000000000000000000000009"));
  g_assert_true (tr_worker_get_activity (fixture->worker) == before);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Activities"), ==, 2);
  fixture_assert_told (fixture, "");
}

/* What is known stays true. */
static void
test_refreshing_activities_fails (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 400, "{\"message\":\"No\"}");
  tr_worker_refresh_activities (fixture->worker);
  test_wait (test_bridge_count (fixture->bridge, "/Activities") == 2);
  test_settle ();
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_activities (fixture->worker)), ==, 3);
}

static void
test_takes_over_once (Fixture *fixture, gconstpointer data)
{
  tr_worker_set_close_existing_sessions (fixture->worker, TRUE);
  fixture_start (fixture);
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=true"));
  test_bridge_cut_sockets (fixture->bridge);
  fixture_reconnect (fixture);
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=false"));
}

/* Another session wants to be the only one: neither tried again nor taken back without a word. */
static void
test_displaced (Fixture *fixture, gconstpointer data)
{
  const char *reason = data;

  fixture_start (fixture);
  test_bridge_close_sockets (fixture->bridge, 1000, reason);
  fixture_wait_state (fixture, TR_WORKER_DISPLACED);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_DISPLACED);
  g_assert_cmpint (tr_worker_get_retry_time (fixture->worker), ==, 0);
  tr_worker_retry_now (fixture->worker);
  tr_clock_advance (fixture->clock, 3600 * SECOND); /* the token ends on the way */
  test_settle ();
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 1);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_DISPLACED);

  tr_worker_take_over (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_READY);
  g_assert_nonnull (strstr (test_bridge_get_last_query (fixture->bridge),
                            "closeExistingSessions=true"));
  tr_worker_take_over (fixture->worker);
  test_settle ();
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
}

/* A service that restarts, or gives no reason, is connected to again. */
static void
test_closed_for_other_reasons (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  test_bridge_close_sockets (fixture->bridge, 1000, data);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
}

static void
test_waits_for_init (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tr_worker_start (fixture->worker);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 1);
  test_settle ();
  g_assert_cmpstr (test_bridge_get_log (fixture->bridge)->str, ==, "");
  /* Beats alone do not keep us for ever. */
  for (int i = 0; i < 3; i++)
    {
      tr_clock_advance (fixture->clock, 10 * SECOND);
      test_bridge_send (fixture->bridge, " ");
      test_settle ();
    }
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_TIMEOUT);
}

static void
assert_waits (Fixture *fixture, gint64 least, gint64 most)
{
  gint64 wait = tr_worker_get_retry_time (fixture->worker) -
                tr_clock_get_monotonic_time (fixture->clock);

  g_assert_cmpint (wait, >=, least);
  g_assert_cmpint (wait, <=, most);
}

static void
test_closed_socket_is_seen_at_once (Fixture *fixture, gconstpointer data)
{
  gint64 now;

  fixture_start (fixture);
  now = tr_clock_get_monotonic_time (fixture->clock);
  test_bridge_close_sockets (fixture->bridge, 1001, "going\naway");
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->clock), ==, now);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_NETWORK);
  g_assert_null (strchr (tr_worker_get_error (fixture->worker)->message, '\n'));
  assert_waits (fixture, 800 * G_TIME_SPAN_MILLISECOND, SECOND);
  fixture_reconnect (fixture);
  g_assert_cmpint (tr_worker_get_retry_time (fixture->worker), ==, 0);
  g_assert_null (tr_worker_get_error (fixture->worker));
}

static void
test_cut_socket_is_seen_at_once (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  fixture_reconnect (fixture);
  g_assert_cmpstr (fixture->states->str, ==,
                   "connecting ready waiting connecting ready ");
}

static void
test_beats_keep_it_alive (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  for (int i = 0; i < 20; i++)
    {
      tr_clock_advance (fixture->clock, 15 * SECOND);
      test_bridge_send (fixture->bridge, i % 2 == 0 ? "" : " \r\n");
      test_settle ();
    }
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 1);
}

/* The socket may still look alive for long after the machine woke up. */
static void
test_sleep_is_death (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  tr_clock_sleep (fixture->clock, 6 * SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_CONNECTING);
  fixture_wait_state (fixture, TR_WORKER_READY);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready connecting ready ");
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 1);
}

/* Past the end of the token's life: another is fetched, and nobody is signed out. */
static void
test_sleep_over_a_token (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  tr_clock_sleep (fixture->clock, 10 * G_TIME_SPAN_HOUR);
  fixture_wait_state (fixture, TR_WORKER_READY);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "connecting ready connecting ready ");
  g_assert_cmpint (ABS (tr_worker_get_service_time (fixture->worker) -
                        tr_clock_get_real_time (fixture->clock)),
                   <=, SECOND);
}

/* In whatever the worker does: it goes on, unless it was stopped. */
static void
test_sleep_while_not_ready (Fixture *fixture, gconstpointer data)
{
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_HOUR);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_STOPPED);
  test_bridge_set_sends_init (fixture->bridge, FALSE);
  tr_worker_start (fixture->worker);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 1);
  test_settle ();
  test_bridge_set_sends_init (fixture->bridge, TRUE);
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_MINUTE);
  fixture_wait_state (fixture, TR_WORKER_READY);
  test_bridge_close_sockets (fixture->bridge, 1000, NULL);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_MINUTE);
  fixture_wait_state (fixture, TR_WORKER_READY);
  tr_worker_stop (fixture->worker);
  tr_clock_sleep (fixture->clock, G_TIME_SPAN_HOUR);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_STOPPED);
}

static void
test_silence_is_death (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  tr_clock_advance (fixture->clock, 20 * SECOND);
  test_bridge_send (fixture->bridge, " ");
  test_settle ();
  tr_clock_advance (fixture->clock, 29 * SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_READY);
  tr_clock_advance (fixture->clock, SECOND);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_NETWORK);
  fixture_reconnect (fixture);
}

static void
test_back_off_grows_and_is_reset (Fixture *fixture, gconstpointer data)
{
  gint64 longest = 0;

  fixture_start (fixture);
  test_bridge_set_reachable (fixture->bridge, FALSE);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  assert_waits (fixture, 800 * G_TIME_SPAN_MILLISECOND, SECOND);
  for (int i = 0; i < 12; i++)
    {
      tr_clock_advance (fixture->clock, tr_worker_get_retry_time (fixture->worker) -
                                          tr_clock_get_monotonic_time (fixture->clock));
      g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_CONNECTING);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
      g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_NETWORK);
      assert_waits (fixture, 800 * G_TIME_SPAN_MILLISECOND, 30 * SECOND);
      longest = MAX (longest, tr_worker_get_retry_time (fixture->worker) -
                                tr_clock_get_monotonic_time (fixture->clock));
    }
  g_assert_cmpint (longest, >, 3 * SECOND);
  test_bridge_set_reachable (fixture->bridge, TRUE);
  fixture_reconnect (fixture);
  for (int i = 0; i < 3; i++)
    {
      tr_clock_advance (fixture->clock, 10 * SECOND);
      test_bridge_send (fixture->bridge, " ");
      test_settle ();
    }
  test_bridge_close_sockets (fixture->bridge, 1000, NULL);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  assert_waits (fixture, 800 * G_TIME_SPAN_MILLISECOND, SECOND);
}

/* A service that takes everybody, and falls over under it. */
static void
test_short_connections_are_no_success (Fixture *fixture, gconstpointer data)
{
  gint64 longest = 0;

  fixture_start (fixture);
  for (int i = 0; i < 12; i++)
    {
      tr_clock_advance (fixture->clock, 29 * SECOND);
      test_bridge_close_sockets (fixture->bridge, 1011, "trouble");
      fixture_wait_state (fixture, TR_WORKER_WAITING);
      longest = MAX (longest, tr_worker_get_retry_time (fixture->worker) -
                                tr_clock_get_monotonic_time (fixture->clock));
      fixture_reconnect (fixture);
    }
  g_assert_cmpint (longest, >, 3 * SECOND);
}

static void
test_retry_now (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  tr_worker_retry_now (fixture->worker); /* nothing to retry */
  test_bridge_close_sockets (fixture->bridge, 1000, NULL);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  tr_worker_retry_now (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_READY);
  g_assert_cmpuint (test_bridge_get_n_upgrades (fixture->bridge), ==, 2);
}

static void
test_deaf_service (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_deaf (fixture->bridge, TRUE);
  tr_worker_start (fixture->worker);
  test_settle ();
  tr_clock_advance (fixture->clock, 15 * SECOND);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_TIMEOUT);
  test_bridge_set_deaf (fixture->bridge, FALSE);
  fixture_reconnect (fixture);
}

static void
test_deaf_during_snapshot (Fixture *fixture, gconstpointer data)
{
  test_bridge_hold (fixture->bridge, "GET", "/Reservations");
  tr_worker_start (fixture->worker);
  test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
  test_settle ();
  tr_clock_advance (fixture->clock, 15 * SECOND);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_TIMEOUT);
  fixture_reconnect (fixture);
}

/* The largest page that is asked for. */
static void
test_page_of_a_thousand (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 1000; i++)
    test_bridge_add_reservation (fixture->bridge);
  fixture_start (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==,
                    1000);
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Reservations"), ==, 1);
}

/* It would stop the main loop for half a second. */
static void
test_answer_of_too_many_values (Fixture *fixture, gconstpointer data)
{
  GString *answer = g_string_new ("{\"payload\":{\"contents\":[0");

  for (int i = 0; i < TR_JSON_MAX_ANSWER_VALUES; i++)
    g_string_append (answer, ",0");
  g_string_append (answer, "]}}");
  test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 200, answer->str);
  g_string_free (answer, TRUE);
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (tr_worker_get_error (fixture->worker)->message, "too many values"));
  fixture_reconnect (fixture);
}

/* Each page in time, but not all of them. */
static void
test_slow_snapshot (Fixture *fixture, gconstpointer data)
{
  gint64 begin = tr_clock_get_monotonic_time (fixture->clock);

  test_bridge_set_page_size (fixture->bridge, 1);
  for (int i = 0; i < 9; i++)
    test_bridge_add_reservation (fixture->bridge);
  tr_worker_start (fixture->worker);
  for (int i = 0; i < 6; i++)
    {
      test_bridge_hold (fixture->bridge, "GET", "/Reservations");
      test_wait (test_bridge_get_n_held (fixture->bridge) == 1);
      test_bridge_send (fixture->bridge, " ");
      test_settle ();
      g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_CONNECTING);
      tr_clock_advance (fixture->clock, 10 * SECOND);
      test_bridge_release (fixture->bridge);
    }
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->clock) - begin, ==, 60 * SECOND);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_TIMEOUT);
  fixture_reconnect (fixture);
}

static char *
build_page (guint n, const char *element, guint next)
{
  GString *page = g_string_new ("{\"payload\":{\"contents\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (page, "%s%s", i > 0 ? "," : "", element);
  g_string_append_printf (page, "],\"after_sid\":\"WA%u\"}}", next);
  return g_string_free (page, FALSE);
}

/* Answers pages of activities for as long as they are asked for. */
static void
assert_list_is_given_up (Fixture *fixture, guint n, const char *element, guint max_pages)
{
  for (guint i = 0; i <= max_pages; i++)
    {
      g_autofree char *page = build_page (n, element, i);

      test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 200, page);
    }
  tr_worker_start (fixture->worker);
  for (guint i = 1; i < max_pages; i++) /* one by one: all of them take their time */
    test_wait (test_bridge_count (fixture->bridge, "/Activities") >= i);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (tr_worker_get_error (fixture->worker)->message, "too large"));
  g_assert_cmpuint (test_bridge_count (fixture->bridge, "/Activities"), <=, max_pages);
}

static void
test_list_of_too_many (Fixture *fixture, gconstpointer data)
{
  assert_list_is_given_up (fixture, 1000, "{}", 21);
}

static void
test_list_of_too_many_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blanks = g_strnfill (4 * 1024 * 1024, ' ');
  g_autofree char *element = g_strconcat ("{}", blanks, NULL);

  assert_list_is_given_up (fixture, 1, element, 5);
}

/* A sign-in page of a guest network. */
static void
test_html_instead_of_a_socket (Fixture *fixture, gconstpointer data)
{
  test_bridge_set_upgrade_status (fixture->bridge, 200);
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  test_bridge_set_upgrade_status (fixture->bridge, 0);
  fixture_reconnect (fixture);
}

static void
test_html_instead_of_an_answer (Fixture *fixture, gconstpointer data)
{
  test_bridge_fail_next (fixture->bridge, "GET", "/Activities", 200, "<html>Welcome!</html>");
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  fixture_reconnect (fixture);
}

static void
test_service_in_trouble (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    guint status;
    int code;
  } cases[] = {
    { 404, TR_ERROR_NOT_FOUND }, { 429, TR_ERROR_RATE_LIMIT }, { 500, TR_ERROR_SERVICE },
    { 503, TR_ERROR_SERVICE },   { 302, TR_ERROR_PROTOCOL },
  };

  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_READY);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      test_bridge_set_upgrade_status (fixture->bridge, cases[i].status);
      test_bridge_close_sockets (fixture->bridge, 1000, NULL);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
      tr_worker_retry_now (fixture->worker);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
      g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, cases[i].code);
      g_assert_cmpuint (tr_error_get_http_status (tr_worker_get_error (fixture->worker)), ==,
                        cases[i].status);
      test_bridge_set_upgrade_status (fixture->bridge, 0);
      fixture_reconnect (fixture);
    }
}

static void
test_unreadable_worker (Fixture *fixture, gconstpointer data)
{
  test_bridge_fail_next (fixture->bridge, "GET", TEST_WORKER, 200, "{\"payload\":{\"sid\":7}}");
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_WAITING);
  g_assert_error (tr_worker_get_error (fixture->worker), TR_ERROR, TR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (tr_worker_get_error (fixture->worker)->message, "\"sid\""));
  fixture_reconnect (fixture);
}

/* One bad element does not keep an agent out. */
static void
test_unreadable_element_is_left_out (Fixture *fixture, gconstpointer data)
{
  const char *bad = test_bridge_add_reservation (fixture->bridge);

  test_bridge_add_reservation (fixture->bridge);
  json_object_set_string_member (test_bridge_get_reservation (fixture->bridge, bad), "task", "x");
  fixture_start (fixture);
  g_assert_cmpuint (fixture->n_protocol_errors, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (tr_worker_get_reservations (fixture->worker)), ==, 1);
  fixture_assert_told (fixture, "reservation-created:WR2 ");
}

static void
test_stop_and_start (Fixture *fixture, gconstpointer data)
{
  fixture_start (fixture);
  tr_worker_start (fixture->worker); /* is started */
  tr_worker_stop (fixture->worker);
  g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_STOPPED);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  test_wait (test_bridge_get_n_sockets (fixture->bridge) == 0);
  g_assert_cmpstr (tr_worker_get_friendly_name (fixture->worker), ==, "dave");
  fixture_start (fixture);
  g_assert_cmpuint (test_token_source_get_n_fetches (fixture->source), ==, 2);
}

static void
stop_cb (TrWorker *worker, GParamSpec *pspec, gpointer user_data)
{
  if (tr_worker_get_state (worker) == (TrWorkerState) GPOINTER_TO_INT (user_data))
    tr_worker_stop (worker);
}

/* A listener that stops the worker in the middle of a transition wins. */
static void
test_stopped_by_a_listener (Fixture *fixture, gconstpointer data)
{
  const TrWorkerState states[] = { TR_WORKER_CONNECTING, TR_WORKER_READY, TR_WORKER_WAITING };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      gulong id = g_signal_connect (fixture->worker, "notify::state", G_CALLBACK (stop_cb),
                                    GINT_TO_POINTER (states[i]));

      if (states[i] == TR_WORKER_WAITING)
        test_bridge_set_upgrade_status (fixture->bridge, 500);
      tr_worker_start (fixture->worker);
      fixture_wait_state (fixture, TR_WORKER_STOPPED);
      test_settle ();
      g_assert_cmpint (tr_worker_get_state (fixture->worker), ==, TR_WORKER_STOPPED);
      g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
      g_signal_handler_disconnect (fixture->worker, id);
    }
}

/* In every step of a connection: no leak, no callback into the void. */
static void
test_finalized_while_connecting (Fixture *fixture, gconstpointer data)
{
  guint step = GPOINTER_TO_UINT (data);

  if (step == 0)
    test_token_source_set_silent (fixture->source, TRUE);
  if (step == 1)
    test_bridge_set_deaf (fixture->bridge, TRUE);
  if (step == 2)
    test_bridge_set_sends_init (fixture->bridge, FALSE);
  if (step == 3)
    test_bridge_hold (fixture->bridge, "GET", "/Activities");
  if (step == 3)
    test_bridge_hold (fixture->bridge, "GET", "/Reservations");
  tr_worker_start (fixture->worker);
  if (step == 4)
    fixture_wait_state (fixture, TR_WORKER_READY);
  if (step == 5)
    {
      fixture_wait_state (fixture, TR_WORKER_READY);
      test_bridge_close_sockets (fixture->bridge, 1000, NULL);
      fixture_wait_state (fixture, TR_WORKER_WAITING);
    }
  if (step != 6) /* else before anything happened */
    test_settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->worker));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/connect/reads-everything", test_reads_everything);
  ADD ("/worker/connect/asks-as-the-official-sdk", test_asks_as_the_official_sdk);
  ADD ("/worker/connect/socket-query", test_socket_query);
  ADD ("/worker/connect/capability-token", test_capability_token_has_its_own_address);
  ADD ("/worker/connect/all-pages", test_reads_all_pages);
  ADD ("/worker/connect/new-activity", test_activity_newer_than_the_list);
  ADD ("/worker/connect/refreshes-activities", test_refreshes_activities);
  ADD ("/worker/connect/refreshing-activities-fails", test_refreshing_activities_fails);
  ADD ("/worker/connect/takes-over-once", test_takes_over_once);
  g_test_add ("/worker/displaced/newer", Fixture, "Closed by a newer session", fixture_set_up,
              test_displaced, fixture_tear_down);
  g_test_add ("/worker/displaced/another", Fixture, "Another Session was opened", fixture_set_up,
              test_displaced, fixture_tear_down);
  g_test_add ("/worker/displaced/no-reason", Fixture, NULL, fixture_set_up,
              test_closed_for_other_reasons, fixture_tear_down);
  g_test_add ("/worker/displaced/expired", Fixture, "Session expired", fixture_set_up,
              test_closed_for_other_reasons, fixture_tear_down);
  ADD ("/worker/connect/waits-for-init", test_waits_for_init);
  ADD ("/worker/connect/deaf", test_deaf_service);
  ADD ("/worker/connect/deaf-during-snapshot", test_deaf_during_snapshot);
  ADD ("/worker/connect/page-of-a-thousand", test_page_of_a_thousand);
  ADD ("/worker/connect/too-many-values", test_answer_of_too_many_values);
  ADD ("/worker/connect/slow-snapshot", test_slow_snapshot);
  ADD ("/worker/connect/list-of-too-many", test_list_of_too_many);
  ADD ("/worker/connect/list-of-too-many-bytes", test_list_of_too_many_bytes);
  ADD ("/worker/connect/html-upgrade", test_html_instead_of_a_socket);
  ADD ("/worker/connect/html-answer", test_html_instead_of_an_answer);
  ADD ("/worker/connect/service-in-trouble", test_service_in_trouble);
  ADD ("/worker/connect/unreadable-worker", test_unreadable_worker);
  ADD ("/worker/connect/unreadable-element", test_unreadable_element_is_left_out);
  ADD ("/worker/lost/closed", test_closed_socket_is_seen_at_once);
  ADD ("/worker/lost/cut", test_cut_socket_is_seen_at_once);
  ADD ("/worker/lost/beats", test_beats_keep_it_alive);
  ADD ("/worker/lost/silence", test_silence_is_death);
  ADD ("/worker/lost/asleep", test_sleep_is_death);
  ADD ("/worker/lost/asleep-over-a-token", test_sleep_over_a_token);
  ADD ("/worker/lost/asleep-while-not-ready", test_sleep_while_not_ready);
  ADD ("/worker/lost/back-off", test_back_off_grows_and_is_reset);
  ADD ("/worker/lost/short-connections", test_short_connections_are_no_success);
  ADD ("/worker/lost/retry-now", test_retry_now);
  ADD ("/worker/stop/and-start", test_stop_and_start);
  ADD ("/worker/stop/by-a-listener", test_stopped_by_a_listener);
  for (guint step = 0; step < 7; step++)
    {
      g_autofree char *path = g_strdup_printf ("/worker/finalize/connecting/%u", step);

      g_test_add (path, Fixture, GUINT_TO_POINTER (step), fixture_set_up,
                  test_finalized_while_connecting, fixture_tear_down);
    }
  return g_test_run ();
}
