/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "callback-fixture.h"

#include <string.h>

#include "test-data.h"

static void
set_callback (CallbackFixture *fixture, const char *path, const char *fallback)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);
  g_autofree char *fallback_url =
    fallback != NULL ? g_strconcat (fixture->url, fallback, NULL) : NULL;

  g_assert_true (trs_workflow_update (
    callback_support (fixture),
    &(TrsWorkflowChange) { .assignment_callback_url = url,
                           .fallback_assignment_callback_url = fallback_url },
    NULL));
}

static TrsReservation *
offer_call (CallbackFixture *fixture)
{
  callback_set_activity (fixture, "Available");
  g_assert_nonnull (
    trs_call_place (fixture->base.engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (&fixture->base, 3);
  return callback_last_reservation (fixture);
}

typedef struct
{
  TrsReservation *reservation;
  TrsReservationStatus status;
} Wish;

static gboolean
has_status (gpointer data)
{
  Wish *wish = data;

  return wish->reservation->status == wish->status;
}

static void
wait_status (CallbackFixture *fixture, TrsReservation *reservation, TrsReservationStatus status)
{
  server_fixture_wait (&fixture->base, has_status,
                       &(Wish) { .reservation = reservation, .status = status });
}

static gboolean
has_instruction (gpointer data)
{
  return ((TrsReservation *) data)->instruction != NULL;
}

static void
test_assignment_form (CallbackFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) sample = test_data_json ("protocol/callback-assignment.json");
  TrsReservation *reservation;
  const Sent *sent;

  set_callback (fixture, "/assignment", NULL);
  reservation = callback_offer_task (fixture);
  sent = callback_wait_sent (fixture, 1);
  g_assert_cmpstr (sent->path, ==, "/assignment");
  callback_assert_parameters (
    sent, json_object_get_object_member (json_node_get_object (sample), "request_form"), "");
  callback_assert_signed (fixture, sent);
  g_assert_cmpstr (g_hash_table_lookup (sent->form, "Timestamp"), ==, "1768471200");
  g_assert_cmpstr (g_hash_table_lookup (sent->form, "ReservationSid"), ==,
                   reservation->base.sid);
  g_assert_cmpstr (g_hash_table_lookup (sent->form, "TaskAttributes"), ==,
                   "{\"language\":\"fi\"}");
  g_assert_cmpstr (g_hash_table_lookup (sent->form, "TaskQueueSid"), ==,
                   reservation->queue->base.sid);
  /* An empty answer leaves it to the worker. */
  g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_PENDING);
  g_assert_cmpstr (fixture->alerts->str, ==, "");
}

static void
test_accept (CallbackFixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json; charset=utf-8",
               "{\"instruction\":\"accept\"}");
  reservation = callback_offer_task (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
}

static void
test_reject (CallbackFixture *fixture, gconstpointer data)
{
  TrsActivity *activity =
    trs_workspace_get_activity_by_name (fixture->base.workspace, "Unavailable");
  g_autofree char *body = g_strdup_printf (
    "{\"instruction\":\"reject\",\"activity_sid\":\"%s\"}", activity->base.sid);
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", body);
  reservation = callback_offer_task (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_REJECTED);
  g_assert_true (fixture->base.dave->activity == activity);
}

/* The worker's phone rings as the instruction says. */
static TrsCall *
instructed_call (CallbackFixture *fixture, const char *body)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", body);
  reservation = offer_call (fixture);
  server_fixture_wait (&fixture->base, has_instruction, reservation);
  return g_ptr_array_index (fixture->base.account->calls, fixture->base.account->calls->len - 1);
}

static void
test_conference (CallbackFixture *fixture, gconstpointer data)
{
  TrsActivity *offline = trs_workspace_get_activity_by_name (fixture->base.workspace, "Offline");
  g_autofree char *body = g_strdup_printf (
    "{\"instruction\":\"conference\",\"to\":\"+16505554444\",\"from\":\"+16505550177\","
    "\"post_work_activity_sid\":\"%s\",\"timeout\":\"20\",\"end_conference_on_exit\":\"true\","
    "\"end_conference_on_customer_exit\":true,\"beep\":\"onEnter\",\"max_participants\":4,"
    "\"conference_status_callback_event\":[\"start\",\"end\"]}",
    offline->base.sid);
  TrsCall *call = instructed_call (fixture, body);
  TrsReservation *reservation = callback_last_reservation (fixture);
  TrsParticipant *worker;

  g_assert_cmpstr (call->to, ==, "+16505554444");
  g_assert_cmpstr (call->from, ==, "+16505550177");
  server_fixture_advance (&fixture->base, 2);
  g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_ACCEPTED);
  g_assert_cmpint (reservation->task->conference->max_participants, ==, 4);
  worker = trs_conference_get_worker_participant (reservation->task->conference,
                                                  fixture->base.dave);
  g_assert_true (worker->end_conference_on_exit);
  trs_call_hang_up (call, NULL);
  g_assert_true (fixture->base.dave->activity == offline);
}

static void
test_dequeue (CallbackFixture *fixture, gconstpointer data)
{
  TrsCall *call = instructed_call (
    fixture, "{\"instruction\":\"dequeue\",\"to\":\"+16505554444\",\"timeout\":20,"
             "\"status_callback_events\":\"initiated,answered\"}");

  g_assert_cmpstr (call->to, ==, "+16505554444");
  server_fixture_advance (&fixture->base, 2);
  g_assert_cmpint (callback_last_reservation (fixture)->status, ==, TRS_RESERVATION_ACCEPTED);
}

static void
test_call (CallbackFixture *fixture, gconstpointer data)
{
  TrsCall *call = instructed_call (
    fixture, "{\"instruction\":\"call\",\"from\":\"+16505550177\","
             "\"url\":\"http://127.0.0.1:1/twiml\",\"accept\":\"true\",\"timeout\":20}");

  g_assert_cmpstr (call->from, ==, "+16505550177");
  server_fixture_advance (&fixture->base, 2);
  g_assert_cmpint (callback_last_reservation (fixture)->status, ==, TRS_RESERVATION_ACCEPTED);
}

static void
test_redirect (CallbackFixture *fixture, gconstpointer data)
{
  g_autofree char *body = NULL;
  TrsReservation *reservation = offer_call (fixture);
  TrsCall *caller = g_ptr_array_index (fixture->base.account->calls, 0);

  body = g_strdup_printf ("{\"instruction\":\"redirect\",\"call_sid\":\"%s\","
                          "\"url\":\"http://127.0.0.1:1/twiml\",\"accept\":true}",
                          caller->base.sid);
  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", body);
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL));
  reservation = callback_last_reservation (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
}

static void
test_fallback (CallbackFixture *fixture, gconstpointer data)
{
  static const Answer bad[] = {
    { 500, "application/json", "{\"instruction\":\"reject\"}" },
    { 200, "text/html", "<html>" },
  };
  static const char *const alerts[] = { "11200 ", "40000 " };

  callback_answer_with (fixture, "/fallback", 200, "application/json",
                        "{\"instruction\":\"accept\"}");
  set_callback (fixture, "/bad", "/fallback");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      TrsReservation *reservation;

      callback_answer_with (fixture, "/bad", bad[i].status, bad[i].type, bad[i].body);
      reservation = callback_offer_task (fixture);
      wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
      callback_wait_alerts (fixture, alerts[i]);
      trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL);
    }
  g_assert_cmpstr (callback_wait_sent (fixture, 4)->path, ==, "/fallback");
  callback_assert_signed (fixture, callback_wait_sent (fixture, 4));
}

/* Neither of both is there: two alerts, and the worker has his chance. */
static void
test_nobody (CallbackFixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  g_assert_true (trs_workflow_update (
    callback_support (fixture),
    &(TrsWorkflowChange) { .assignment_callback_url = "http://127.0.0.1:1/",
                           .fallback_assignment_callback_url = "no address" },
    NULL));
  reservation = callback_offer_task (fixture);
  callback_wait_alerts (fixture, "11205 11100 ");
  g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_PENDING);
}

/* The program takes longer than the workspace lives. */
static void
test_late (CallbackFixture *fixture, gconstpointer data)
{
  set_callback (fixture, "/silent", NULL);
  callback_answer_with (fixture, "/silent", 0, "", "");
  callback_offer_task (fixture);
  callback_wait_sent (fixture, 1);
}

static void
test_malformed (CallbackFixture *fixture, gconstpointer data)
{
  static const char *const bad[][2] = {
    { "{", "40001 " },
    { "[]", "40001 " },
    { "{\"to\":\"x\"}", "40005 " },
    { "{\"instruction\":7}", "40005 " },
    { "{\"instruction\":\"dance\"}", "55555 " },
    { "{\"instruction\":\"reject\",\"activity_sid\":\"WA404\"}", "40100 " },
    { "{\"instruction\":\"reject\",\"activity_sid\":{\"a\":[1]}}", "40100 " },
    { "{\"instruction\":\"call\",\"url\":\"http://x/\"}", "40111 " },
    { "{\"instruction\":\"call\",\"from\":\"+16505550177\"}", "40112 " },
    { "{\"instruction\":\"call\",\"from\":\"+1650\",\"url\":\"http://x/\",\"timeout\":-1}",
      "40113 " },
    { "{\"instruction\":\"redirect\",\"call_sid\":\"CA1\"}", "40120 " },
    { "{\"instruction\":\"redirect\",\"url\":\"http://x/\"}", "40121 " },
    { "{\"instruction\":\"redirect\",\"url\":\"http://x/\",\"call_sid\":\"CA404\"}", "40122 " },
    { "{\"instruction\":\"dequeue\",\"post_work_activity_sid\":\"WA404\"}", "40130 " },
    { "{\"instruction\":\"dequeue\",\"timeout\":\"soon\"}", "40133 " },
    { "{\"instruction\":\"conference\",\"post_work_activity_sid\":\"WA404\"}", "40139 " },
    { "{\"instruction\":\"conference\",\"max_participants\":1}", "40145 " },
  };
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      callback_answer_with (fixture, "/a", 200, "application/json", bad[i][0]);
      reservation = callback_offer_task (fixture);
      callback_wait_alerts (fixture, bad[i][1]);
      g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_PENDING);
      trs_task_cancel (reservation->task, TRS_ANY_VERSION, NULL, NULL);
    }
}

/* The worker was faster than the program. */
static void
test_not_pending (CallbackFixture *fixture, gconstpointer data)
{
  static const char *const late[][2] = {
    { "{\"instruction\":\"conference\"}", "40136 " },
    { "{\"instruction\":\"dequeue\"}", "40135 " },
    { "{\"instruction\":\"call\",\"from\":\"+16505550177\",\"url\":\"http://x/\"}", "40114 " },
    { "{\"instruction\":\"redirect\",\"call_sid\":\"CA1\",\"url\":\"http://x/\"}", "40123 " },
    { "{\"instruction\":\"accept\"}", "20001 " },
  };

  set_callback (fixture, "/a", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (late); i++)
    {
      TrsReservation *reservation;

      callback_answer_with (fixture, "/a", 200, "application/json", late[i][0]);
      reservation = callback_offer_task (fixture);
      g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
      callback_wait_alerts (fixture, late[i][1]);
      trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL);
    }
}

/* Of whom a task is to be handed to, the program may not ask everything. */
static void
test_transfer (CallbackFixture *fixture, gconstpointer data)
{
  TrsWorker *susan = trs_workspace_get_worker_by_name (fixture->base.workspace, "susan");
  TrsReservation *reservation = offer_call (fixture);
  TrsReservation *offer;

  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  g_assert_true (
    trs_worker_update (susan, TRS_ANY_VERSION,
                       &(TrsWorkerChange) { .activity_sid =
                                              fixture->base.dave->activity->base.sid },
                       NULL));
  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", "{\"instruction\":\"dequeue\"}");
  g_assert_nonnull (trs_transfer_create (
    reservation, &(TrsTransferOptions) { .to = susan->base.sid }, NULL));
  offer = g_ptr_array_index (susan->reservations, 0);
  callback_wait_alerts (fixture, "40151 ");
  g_assert_cmpint (offer->status, ==, TRS_RESERVATION_PENDING);
}

/* Its task is deleted before the program answers. */
static void
test_gone (CallbackFixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", "{\"instruction\":\"accept\"}");
  reservation = callback_offer_task (fixture);
  g_assert_true (trs_task_delete (reservation->task, TRS_ANY_VERSION, NULL));
  callback_wait_sent (fixture, 1);
  callback_answer_with (fixture, "/a", 204, "text/plain", "");
  callback_offer_task (fixture);
  callback_wait_sent (fixture, 2);
  g_assert_cmpstr (fixture->alerts->str, ==, "");
}

static void
turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GBytes) bytes =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  *(gboolean *) user_data = bytes != NULL;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
turn_clock_async (CallbackFixture *fixture, const char *seconds, gboolean *is_over)
{
  g_autoptr(SoupMessage) message =
    server_fixture_message (&fixture->base, "POST", "/sandbox/clock/advance");
  g_autofree char *form = g_strconcat ("seconds=", seconds, NULL);
  g_autoptr(GBytes) body = g_bytes_new (form, strlen (form));

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  soup_session_send_and_read_async (fixture->base.session, message, G_PRIORITY_DEFAULT, NULL,
                                    turned_cb, is_over);
}

/* No minute of the sandbox's passes while a program thinks, whatever the machine's speed. */
static void
test_clock_waits (CallbackFixture *fixture, gconstpointer data)
{
  gint64 before = tr_clock_get_monotonic_time (fixture->base.clock);
  TrsReservation *reservation;
  gboolean is_over = FALSE;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 200, "application/json", "{\"instruction\":\"accept\"}");
  reservation = callback_offer_task (fixture);
  turn_clock_async (fixture, "60", &is_over);
  server_fixture_wait (&fixture->base, is_true, &is_over);
  g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_ACCEPTED);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->base.clock) - before, ==,
                   60 * G_USEC_PER_SEC);
}

static gboolean
is_accepted (gpointer data)
{
  return ((TrsReservation *) data)->status == TRS_RESERVATION_ACCEPTED;
}

static gboolean
is_held (gpointer data)
{
  return ((CallbackFixture *) data)->held->len > 0;
}

/* It stands where the program was asked, for everybody who looks; and another turn waits. */
static void
test_clock_stands (CallbackFixture *fixture, gconstpointer data)
{
  gint64 before = tr_clock_get_monotonic_time (fixture->base.clock);
  gboolean first = FALSE, second = FALSE;
  g_autoptr(JsonNode) looked = NULL;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 0, NULL, NULL);
  callback_offer_task (fixture);
  turn_clock_async (fixture, "60", &first);
  turn_clock_async (fixture, "30", &second);
  server_fixture_wait (&fixture->base, is_held, fixture);
  looked = server_fixture_ask (&fixture->base, "GET", "/sandbox/clock", NULL);
  g_assert_false (first);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->base.clock), ==, before);

  soup_server_message_set_status (fixture->held->pdata[0], 204, NULL);
  soup_server_message_unpause (fixture->held->pdata[0]);
  g_ptr_array_set_size (fixture->held, 0);
  server_fixture_wait (&fixture->base, is_true, &first);
  server_fixture_wait (&fixture->base, is_true, &second);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->base.clock) - before, ==,
                   90 * G_USEC_PER_SEC);
}

/* A program that turns the clock before it answers would wait for itself. */
static void
test_clock_refuses (CallbackFixture *fixture, gconstpointer data)
{
  gint64 before = tr_clock_get_monotonic_time (fixture->base.clock);
  g_autoptr(JsonNode) answer = NULL;
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  callback_answer_with (fixture, "/a", 0, NULL, NULL);
  reservation = callback_offer_task (fixture);
  server_fixture_wait (&fixture->base, is_held, fixture);
  answer = server_fixture_ask (&fixture->base, "POST", "/sandbox/clock/advance", "seconds=60");
  server_fixture_assert_refused (&fixture->base, answer, 409, 20409);
  g_assert_cmpint (tr_clock_get_monotonic_time (fixture->base.clock), ==, before);

  /* It is in time still. */
  soup_server_message_set_response (fixture->held->pdata[0], "application/json",
                                    SOUP_MEMORY_STATIC, "{\"instruction\":\"accept\"}", 24);
  soup_server_message_set_status (fixture->held->pdata[0], 200, NULL);
  soup_server_message_unpause (fixture->held->pdata[0]);
  g_ptr_array_set_size (fixture->held, 0);
  server_fixture_wait (&fixture->base, is_accepted, reservation);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  CALLBACK_TEST ("/callbacks/assignment/form", test_assignment_form);
  CALLBACK_TEST ("/callbacks/assignment/accept", test_accept);
  CALLBACK_TEST ("/callbacks/assignment/reject", test_reject);
  CALLBACK_TEST ("/callbacks/assignment/conference", test_conference);
  CALLBACK_TEST ("/callbacks/assignment/dequeue", test_dequeue);
  CALLBACK_TEST ("/callbacks/assignment/call", test_call);
  CALLBACK_TEST ("/callbacks/assignment/redirect", test_redirect);
  CALLBACK_TEST ("/callbacks/assignment/fallback", test_fallback);
  CALLBACK_TEST ("/callbacks/assignment/nobody", test_nobody);
  CALLBACK_TEST ("/callbacks/assignment/late", test_late);
  CALLBACK_TEST ("/callbacks/assignment/malformed", test_malformed);
  CALLBACK_TEST ("/callbacks/assignment/not-pending", test_not_pending);
  CALLBACK_TEST ("/callbacks/assignment/transfer", test_transfer);
  CALLBACK_TEST ("/callbacks/assignment/gone", test_gone);
  CALLBACK_TEST ("/callbacks/assignment/clock-waits", test_clock_waits);
  CALLBACK_TEST ("/callbacks/assignment/clock-stands", test_clock_stands);
  CALLBACK_TEST ("/callbacks/assignment/clock-refuses", test_clock_refuses);
  return g_test_run ();
}
