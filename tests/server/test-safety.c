/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

/* What the server does by itself, so that a desk that crashed strands nobody. Both servers run. */

/* What was begun takes a few turns of the main loop, and of the databases' threads; each gives some. */
#define N_REQUESTS 16

static const char *
get_activity (EventsFixture *fixture)
{
  return fixture->base.dave->activity->friendly_name;
}

static void
set_available (EventsFixture *fixture)
{
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->base.workspace, "Available");

  trs_worker_update (fixture->base.dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
}

/* Turns the clock by ticks, and lets what they began come to its end. */
static void
pass (EventsFixture *fixture, int seconds)
{
  for (int i = 0; i < seconds; i++)
    {
      server_fixture_advance (&fixture->base, 1);
      /* A request after it sees what the servers asked before it. */
      if (i % 5 == 4)
        for (guint j = 0; j < N_REQUESTS; j++)
          json_object_unref (events_fixture_get (fixture, "/v1/events?limit=1"));
    }
}

static void
pass_until_offline (EventsFixture *fixture)
{
  for (int i = 0; i < 60 && !g_str_equal (get_activity (fixture), "Offline"); i++)
    pass (fixture, 5);
  g_assert_cmpstr (get_activity (fixture), ==, "Offline");
}

static gint64
read_deeds (EventsFixture *fixture, const char *name)
{
  gint64 sum = 0;

  for (guint i = 0; i < COMPANY_N_SERVERS; i++)
    {
      g_autofree char *line = g_strdup_printf ("\ntask_router_server_%s ", name);
      g_autofree char *text = NULL;

      fixture->server = fixture->servers[i];
      text = events_fixture_get_text (fixture, "/metrics");
      sum += g_ascii_strtoll (strstr (text, line) + strlen (line), NULL, 10);
    }
  fixture->server = fixture->servers[0];
  return sum;
}

/* It counts a deed when it hears that it is done. */
static void
wait_for_deeds (EventsFixture *fixture, const char *name, gint64 n)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (read_deeds (fixture, name) < n)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  g_assert_cmpint (read_deeds (fixture, name), ==, n);
}

static gboolean
is_completed (gpointer data)
{
  return ((TrsTask *) data)->status == TRS_TASK_COMPLETED;
}

static void
test_wrap_up (EventsFixture *fixture, gconstpointer data)
{
  ServerFixture *base = &fixture->base;
  TrsReservation *reservation;
  TrsTask *task;

  events_fixture_configure (fixture, "[safety]\nwrap-up-seconds=30\n");
  set_available (fixture);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  reservation = g_ptr_array_index (base->dave->reservations, 0);
  task = reservation->task;
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  g_assert_true (trs_task_wrap (task, TRS_ANY_VERSION, NULL, NULL));
  pass (fixture, 25);
  g_assert_false (is_completed (task));
  for (int i = 0; i < 40 && !is_completed (task); i++)
    pass (fixture, 5);
  g_assert_true (is_completed (task));
  wait_for_deeds (fixture, "tasks_completed_total", 1);
}

static JsonObject *
beat (EventsFixture *fixture, JsonObject *session, const char *device)
{
  g_autofree char *body = g_strdup_printf ("{\"device\":\"%s\"}", device);

  return company_fixture_ask (fixture, "POST", "/v1/session/heartbeat",
                              company_text (session, "token"), body);
}

static void
test_heartbeat_stops (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = NULL;
  g_autoptr(JsonObject) first = NULL;

  events_fixture_configure (fixture, "[safety]\nvanish-seconds=60\n");
  session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  set_available (fixture);
  first = beat (fixture, session, "desk");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (first, "every"), ==, 20);
  for (int i = 0; i < 6; i++)
    {
      pass (fixture, 20);
      json_object_unref (beat (fixture, session, "desk"));
      g_assert_cmpstr (get_activity (fixture), ==, "Available");
    }
  pass_until_offline (fixture);
  wait_for_deeds (fixture, "workers_sent_offline_total", 1);

  /* Whoever makes the worker available again knows better. */
  set_available (fixture);
  pass (fixture, 100);
  g_assert_cmpstr (get_activity (fixture), ==, "Available");
}

/* It was the server who was away: the desks have their time to say that they are there. */
static void
test_server_was_away (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);

  set_available (fixture);
  json_object_unref (beat (fixture, session, "desk"));
  pass (fixture, 200); /* nobody looks after them so far */
  events_fixture_configure (fixture, "[safety]\nvanish-seconds=60\n");
  pass (fixture, 40);
  json_object_unref (beat (fixture, session, "desk"));
  pass (fixture, 40);
  g_assert_cmpstr (get_activity (fixture), ==, "Available");
  pass_until_offline (fixture);
}

/* A desk that never beats is gone when its token has run out and was not renewed. */
static void
test_not_renewed (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = NULL;

  events_fixture_configure (fixture, "[sessions]\ntoken-seconds=300\n[safety]\nvanish-seconds=60\n");
  session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  set_available (fixture);
  pass (fixture, 340);
  g_assert_cmpstr (get_activity (fixture), ==, "Available");
  pass_until_offline (fixture);
}

static void
test_let_alone (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = NULL;

  events_fixture_configure (fixture, "[sessions]\ntoken-seconds=60\n[safety]\nvanish-seconds=30\n");
  session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  /* Made available after the token was good for nothing: by another desk, or the console. */
  pass (fixture, 65);
  set_available (fixture);
  pass (fixture, 60);
  g_assert_cmpstr (get_activity (fixture), ==, "Available");
}

static void
test_signed_out (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = NULL;

  events_fixture_configure (fixture, "[sessions]\ntoken-seconds=60\n[safety]\nvanish-seconds=30\n");
  session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  set_available (fixture);
  g_assert_null (company_fixture_ask (fixture, "DELETE", "/v1/session",
                                      company_text (session, "refresh_token"), NULL));
  pass (fixture, 150);
  g_assert_cmpstr (get_activity (fixture), ==, "Available");
}

static void
test_bad_beats (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  g_autoptr(JsonObject) other = beat (fixture, session, "another");
  g_autoptr(JsonObject) none = NULL;
  g_autoptr(JsonObject) empty = NULL;
  g_autoptr(JsonObject) off = NULL;

  company_assert_refused (fixture, other, 401, "session-ended");
  none = company_fixture_ask (fixture, "POST", "/v1/session/heartbeat", NULL, "{\"device\":\"desk\"}");
  company_assert_refused (fixture, none, 401, "bad-token");
  empty = company_fixture_ask (fixture, "POST", "/v1/session/heartbeat",
                               company_text (session, "token"), "{}");
  company_assert_refused (fixture, empty, 400, "bad-request");
  off = beat (fixture, session, "desk");
  g_assert_cmpint (json_object_get_int_member (off, "every"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/safety/wrap-up", test_wrap_up);
  EVENTS_TEST ("/safety/heartbeat-stops", test_heartbeat_stops);
  EVENTS_TEST ("/safety/server-was-away", test_server_was_away);
  EVENTS_TEST ("/safety/not-renewed", test_not_renewed);
  EVENTS_TEST ("/safety/let-alone", test_let_alone);
  EVENTS_TEST ("/safety/signed-out", test_signed_out);
  EVENTS_TEST ("/safety/bad-beats", test_bad_beats);
  return g_test_run ();
}
