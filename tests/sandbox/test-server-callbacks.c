/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

#include <string.h>

#include "callback/trs-event-callback.h"
#include "test-data.h"

/* One request that the sandbox sent to the program. */
typedef struct
{
  char *path;
  char *signature;
  GHashTable *form;
} Sent;

typedef struct
{
  guint status; /* 0: none comes */
  const char *type;
  const char *body;
} Answer;

/* A program of the account's, and what the debugger says of it. */
typedef struct
{
  ServerFixture base;
  SoupServer *server;
  char *url;
  GHashTable *answers; /* path → Answer */
  GPtrArray *sent;     /* of owned Sent */
  GString *alerts;     /* codes, each followed by a space */
  GPtrArray *held;     /* of owned SoupServerMessages */
} Fixture;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_free (sent->path);
  g_free (sent->signature);
  g_hash_table_unref (sent->form);
  g_free (sent);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strndup (body->data, (gsize) body->length);
  const Answer *answer = g_hash_table_lookup (fixture->answers, path);
  Sent *sent = g_new (Sent, 1);

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  *sent = (Sent) { g_strdup (path),
                   g_strdup (soup_message_headers_get_one (headers, "X-Twilio-Signature")),
                   soup_form_decode (text) };
  g_ptr_array_add (fixture->sent, sent);
  if (answer == NULL)
    soup_server_message_set_status (message, 204, NULL);
  else if (answer->status == 0)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (fixture->held, g_object_ref (message));
    }
  else
    {
      soup_server_message_set_status (message, answer->status, NULL);
      soup_server_message_set_response (message, answer->type, SOUP_MEMORY_COPY, answer->body,
                                        strlen (answer->body));
    }
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, gpointer user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (event->type, "alert.created"))
    g_string_append_printf (fixture->alerts, "%s ", trs_event_get_datum (event, "error_code"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  server_fixture_set_up (&fixture->base, data);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, handle_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->url = g_uri_to_string (uris->data);
  fixture->url[strlen (fixture->url) - 1] = '\0';
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  fixture->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->sent = g_ptr_array_new_with_free_func (sent_free);
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->alerts = g_string_new (NULL);
  g_signal_connect (fixture->base.engine, "event", G_CALLBACK (event_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->base.engine, fixture);
  for (guint i = 0; i < fixture->held->len; i++)
    soup_server_message_unpause (g_ptr_array_index (fixture->held, i));
  g_ptr_array_unref (fixture->held);
  soup_server_disconnect (fixture->server);
  server_fixture_tear_down (&fixture->base, data);
  g_assert_finalize_object (fixture->server);
  g_hash_table_unref (fixture->answers);
  g_ptr_array_unref (fixture->sent);
  g_string_free (fixture->alerts, TRUE);
  g_free (fixture->url);
}

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

static void
answer_with (Fixture *fixture, const char *path, guint status, const char *type, const char *body)
{
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer) { status, type, body };
  g_hash_table_insert (fixture->answers, g_strdup (path), answer);
}

static TrsWorkflow *
support (Fixture *fixture)
{
  return trs_workspace_get_workflow_by_name (fixture->base.workspace, "Support");
}

static void
set_callback (Fixture *fixture, const char *path, const char *fallback)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);
  g_autofree char *fallback_url =
    fallback != NULL ? g_strconcat (fixture->url, fallback, NULL) : NULL;

  g_assert_true (trs_workflow_update (
    support (fixture),
    &(TrsWorkflowChange) { .assignment_callback_url = url,
                           .fallback_assignment_callback_url = fallback_url },
    NULL));
}

static void
set_activity (Fixture *fixture, const char *name)
{
  TrsActivity *activity = trs_workspace_get_activity_by_name (fixture->base.workspace, name);

  g_assert_true (trs_worker_update (fixture->base.dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = activity->base.sid },
                                    NULL));
}

static TrsReservation *
last_reservation (Fixture *fixture)
{
  GPtrArray *reservations = fixture->base.dave->reservations;

  g_assert_cmpuint (reservations->len, >, 0);
  return g_ptr_array_index (reservations, reservations->len - 1);
}

static TrsReservation *
offer_task (Fixture *fixture)
{
  set_activity (fixture, "Available");
  g_assert_nonnull (trs_task_create (
    fixture->base.workspace,
    &(TrsTaskChange) { .workflow_sid = support (fixture)->base.sid,
                       .attributes = "{\"language\":\"fi\"}" },
    NULL));
  return last_reservation (fixture);
}

static TrsReservation *
offer_call (Fixture *fixture)
{
  set_activity (fixture, "Available");
  g_assert_nonnull (
    trs_call_place (fixture->base.engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (&fixture->base, 3);
  return last_reservation (fixture);
}

typedef struct
{
  Fixture *fixture;
  guint n_sent;
  const char *alerts;
  TrsReservation *reservation;
  TrsReservationStatus status;
} Wish;

static gboolean
has_sent (gpointer data)
{
  Wish *wish = data;

  return wish->fixture->sent->len >= wish->n_sent;
}

static const Sent *
wait_sent (Fixture *fixture, guint n_sent)
{
  server_fixture_wait (&fixture->base, has_sent,
                       &(Wish) { .fixture = fixture, .n_sent = n_sent });
  return g_ptr_array_index (fixture->sent, n_sent - 1);
}

static gboolean
has_alerts (gpointer data)
{
  Wish *wish = data;

  return strlen (wish->fixture->alerts->str) >= strlen (wish->alerts);
}

static void
wait_alerts (Fixture *fixture, const char *alerts)
{
  server_fixture_wait (&fixture->base, has_alerts,
                       &(Wish) { .fixture = fixture, .alerts = alerts });
  g_assert_cmpstr (fixture->alerts->str, ==, alerts);
  g_string_truncate (fixture->alerts, 0);
}

static gboolean
has_status (gpointer data)
{
  Wish *wish = data;

  return wish->reservation->status == wish->status;
}

static void
wait_status (Fixture *fixture, TrsReservation *reservation, TrsReservationStatus status)
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
assert_signed (Fixture *fixture, const Sent *sent)
{
  g_autofree char *url = g_strconcat (fixture->url, sent->path, NULL);
  g_autoptr(JsonObject) parameters = json_object_new ();
  g_autofree char *signature = NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, sent->form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_string_member (parameters, name, value);
  signature = trs_webhook_sign (fixture->base.account->auth_token, url, parameters);
  g_assert_cmpstr (sent->signature, ==, signature);
}

/* Just the parameters of a recorded request, except those that one only may have. */
static void
assert_parameters (const Sent *sent, JsonObject *sample, const char *except)
{
  g_autoptr(GList) names = json_object_get_members (sample);
  GHashTableIter iter;
  gpointer name;

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!g_hash_table_contains (sent->form, l->data))
        g_error ("%s is missing", (char *) l->data);
    }
  g_hash_table_iter_init (&iter, sent->form);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!json_object_has_member (sample, name) && strstr (except, name) == NULL)
        g_error ("%s is not in the sample", (char *) name);
    }
}

static void
test_assignment_form (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) sample = test_data_json ("protocol/callback-assignment.json");
  TrsReservation *reservation;
  const Sent *sent;

  set_callback (fixture, "/assignment", NULL);
  reservation = offer_task (fixture);
  sent = wait_sent (fixture, 1);
  g_assert_cmpstr (sent->path, ==, "/assignment");
  assert_parameters (
    sent, json_object_get_object_member (json_node_get_object (sample), "request_form"), "");
  assert_signed (fixture, sent);
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
test_accept (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  answer_with (fixture, "/a", 200, "application/json; charset=utf-8",
               "{\"instruction\":\"accept\"}");
  reservation = offer_task (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
}

static void
test_reject (Fixture *fixture, gconstpointer data)
{
  TrsActivity *activity =
    trs_workspace_get_activity_by_name (fixture->base.workspace, "Unavailable");
  g_autofree char *body = g_strdup_printf (
    "{\"instruction\":\"reject\",\"activity_sid\":\"%s\"}", activity->base.sid);
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  answer_with (fixture, "/a", 200, "application/json", body);
  reservation = offer_task (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_REJECTED);
  g_assert_true (fixture->base.dave->activity == activity);
}

/* The worker's phone rings as the instruction says. */
static TrsCall *
instructed_call (Fixture *fixture, const char *body)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  answer_with (fixture, "/a", 200, "application/json", body);
  reservation = offer_call (fixture);
  server_fixture_wait (&fixture->base, has_instruction, reservation);
  return g_ptr_array_index (fixture->base.account->calls, fixture->base.account->calls->len - 1);
}

static void
test_conference (Fixture *fixture, gconstpointer data)
{
  TrsActivity *offline = trs_workspace_get_activity_by_name (fixture->base.workspace, "Offline");
  g_autofree char *body = g_strdup_printf (
    "{\"instruction\":\"conference\",\"to\":\"+16505554444\",\"from\":\"+16505550177\","
    "\"post_work_activity_sid\":\"%s\",\"timeout\":\"20\",\"end_conference_on_exit\":\"true\","
    "\"end_conference_on_customer_exit\":true,\"beep\":\"onEnter\",\"max_participants\":4,"
    "\"conference_status_callback_event\":[\"start\",\"end\"]}",
    offline->base.sid);
  TrsCall *call = instructed_call (fixture, body);
  TrsReservation *reservation = last_reservation (fixture);
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
test_dequeue (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = instructed_call (
    fixture, "{\"instruction\":\"dequeue\",\"to\":\"+16505554444\",\"timeout\":20,"
             "\"status_callback_events\":\"initiated,answered\"}");

  g_assert_cmpstr (call->to, ==, "+16505554444");
  server_fixture_advance (&fixture->base, 2);
  g_assert_cmpint (last_reservation (fixture)->status, ==, TRS_RESERVATION_ACCEPTED);
}

static void
test_call (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = instructed_call (
    fixture, "{\"instruction\":\"call\",\"from\":\"+16505550177\","
             "\"url\":\"http://127.0.0.1:1/twiml\",\"accept\":\"true\",\"timeout\":20}");

  g_assert_cmpstr (call->from, ==, "+16505550177");
  server_fixture_advance (&fixture->base, 2);
  g_assert_cmpint (last_reservation (fixture)->status, ==, TRS_RESERVATION_ACCEPTED);
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body = NULL;
  TrsReservation *reservation = offer_call (fixture);
  TrsCall *caller = g_ptr_array_index (fixture->base.account->calls, 0);

  body = g_strdup_printf ("{\"instruction\":\"redirect\",\"call_sid\":\"%s\","
                          "\"url\":\"http://127.0.0.1:1/twiml\",\"accept\":true}",
                          caller->base.sid);
  set_callback (fixture, "/a", NULL);
  answer_with (fixture, "/a", 200, "application/json", body);
  g_assert_true (trs_reservation_reject (reservation, TRS_ANY_VERSION, NULL, NULL));
  reservation = last_reservation (fixture);
  wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
}

static void
test_fallback (Fixture *fixture, gconstpointer data)
{
  static const Answer bad[] = {
    { 500, "application/json", "{\"instruction\":\"reject\"}" },
    { 200, "text/html", "<html>" },
  };
  static const char *const alerts[] = { "11200 ", "40000 " };

  answer_with (fixture, "/fallback", 200, "application/json", "{\"instruction\":\"accept\"}");
  set_callback (fixture, "/bad", "/fallback");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      TrsReservation *reservation;

      answer_with (fixture, "/bad", bad[i].status, bad[i].type, bad[i].body);
      reservation = offer_task (fixture);
      wait_status (fixture, reservation, TRS_RESERVATION_ACCEPTED);
      wait_alerts (fixture, alerts[i]);
      trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL);
    }
  g_assert_cmpstr (wait_sent (fixture, 4)->path, ==, "/fallback");
  assert_signed (fixture, wait_sent (fixture, 4));
}

/* Neither of both is there: two alerts, and the worker has his chance. */
static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  g_assert_true (trs_workflow_update (
    support (fixture),
    &(TrsWorkflowChange) { .assignment_callback_url = "http://127.0.0.1:1/",
                           .fallback_assignment_callback_url = "no address" },
    NULL));
  reservation = offer_task (fixture);
  wait_alerts (fixture, "11205 11100 ");
  g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_PENDING);
}

/* The program takes longer than the workspace lives. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  set_callback (fixture, "/silent", NULL);
  answer_with (fixture, "/silent", 0, "", "");
  offer_task (fixture);
  wait_sent (fixture, 1);
}

static void
test_malformed (Fixture *fixture, gconstpointer data)
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
      answer_with (fixture, "/a", 200, "application/json", bad[i][0]);
      reservation = offer_task (fixture);
      wait_alerts (fixture, bad[i][1]);
      g_assert_cmpint (reservation->status, ==, TRS_RESERVATION_PENDING);
      trs_task_cancel (reservation->task, TRS_ANY_VERSION, NULL, NULL);
    }
}

/* The worker was faster than the program. */
static void
test_not_pending (Fixture *fixture, gconstpointer data)
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

      answer_with (fixture, "/a", 200, "application/json", late[i][0]);
      reservation = offer_task (fixture);
      g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
      wait_alerts (fixture, late[i][1]);
      trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL);
    }
}

/* Its task is deleted before the program answers. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_callback (fixture, "/a", NULL);
  answer_with (fixture, "/a", 200, "application/json", "{\"instruction\":\"accept\"}");
  reservation = offer_task (fixture);
  g_assert_true (trs_task_delete (reservation->task, TRS_ANY_VERSION, NULL));
  wait_sent (fixture, 1);
  answer_with (fixture, "/a", 204, "text/plain", "");
  offer_task (fixture);
  wait_sent (fixture, 2);
  g_assert_cmpstr (fixture->alerts->str, ==, "");
}

static void
set_event_callback (Fixture *fixture, const char *path, const char *filter)
{
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);

  g_assert_true (trs_workspace_update (
    fixture->base.workspace,
    &(TrsWorkspaceChange) { .event_callback_url = url, .events_filter = filter }, NULL));
}

static const char *
type_of (const Sent *sent)
{
  return g_hash_table_lookup (sent->form, "EventType");
}

/* All that the log has, in its order, with the same data. */
static void
test_events (Fixture *fixture, gconstpointer data)
{
  GPtrArray *log = fixture->base.workspace->events;
  guint before = log->len;
  TrsReservation *reservation;

  set_event_callback (fixture, "/events", NULL);
  reservation = offer_task (fixture);
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  g_assert_true (trs_task_complete (reservation->task, TRS_ANY_VERSION, "done", NULL));
  wait_sent (fixture, log->len - before);
  for (guint i = before; i < log->len; i++)
    {
      TrsEvent *event = g_ptr_array_index (log, i);
      const Sent *sent = g_ptr_array_index (fixture->sent, i - before);

      g_assert_cmpstr (type_of (sent), ==, event->type);
      g_assert_cmpstr (g_hash_table_lookup (sent->form, "Sid"), ==, event->base.sid);
      g_assert_cmpstr (g_hash_table_lookup (sent->form, "TaskSid"), ==,
                       trs_event_get_datum (event, "task_sid"));
      assert_signed (fixture, sent);
    }
  g_assert_cmpstr (type_of (g_ptr_array_index (fixture->sent, 0)), ==, "workspace.updated");
}

static void
assert_event (Fixture *fixture, const char *type)
{
  g_autofree char *path = g_strdup_printf ("protocol/callback-event-%s.json", type);
  g_autoptr(JsonNode) sample = test_data_json (path);

  for (guint i = 0; i < fixture->sent->len; i++)
    {
      const Sent *sent = g_ptr_array_index (fixture->sent, i);

      if (g_str_equal (type_of (sent), type))
        {
          assert_parameters (sent, json_node_get_object (sample), "WorkerVersion WorkflowFilterName");
          return;
        }
    }
  g_error ("%s was not sent", type);
}

static void
test_event_forms (Fixture *fixture, gconstpointer data)
{
  TrsReservation *reservation;

  set_event_callback (fixture, "/events", "worker.activity.update, reservation.accepted");
  reservation = offer_task (fixture);
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  wait_sent (fixture, 2);
  assert_event (fixture, "worker.activity.update");
  assert_event (fixture, "reservation.accepted");
  g_assert_cmpuint (fixture->sent->len, ==, 2);
}

/* What the program does not take at first comes again, and nothing overtakes it. */
static void
test_event_again (Fixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/events", "worker.activity.update");
  answer_with (fixture, "/events", 503, "text/plain", "later");
  set_activity (fixture, "Available");
  set_activity (fixture, "Unavailable");
  wait_sent (fixture, 1);
  g_hash_table_remove_all (fixture->answers);
  wait_sent (fixture, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (
      g_hash_table_lookup (((Sent *) g_ptr_array_index (fixture->sent, i))->form,
                           "WorkerActivityName"),
      ==, i < 2 ? "Available" : "Unavailable");
  g_assert_cmpstr (fixture->alerts->str, ==, "");
}

static void
test_event_given_up (Fixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/events", "worker.activity.update");
  answer_with (fixture, "/events", 404, "text/plain", "no");
  set_activity (fixture, "Available");
  wait_alerts (fixture, "11200 ");
  g_assert_cmpuint (fixture->sent->len, ==, 3);
  g_hash_table_remove_all (fixture->answers);
  set_activity (fixture, "Unavailable");
  wait_sent (fixture, 4);
}

/* A program that takes nothing costs no more than so many events. */
static void
test_event_bound (Fixture *fixture, gconstpointer data)
{
  set_event_callback (fixture, "/silent", "worker.activity.update");
  answer_with (fixture, "/silent", 0, "", "");
  for (guint i = 0; i < TRS_EVENT_CALLBACK_MAX_WAITING + 10; i++)
    set_activity (fixture, i % 2 == 0 ? "Available" : "Unavailable");
  wait_alerts (fixture, "11200 ");
  wait_sent (fixture, 1);
}

static void
test_workspace_deleted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fixture->url, "/events", NULL);
  TrsWorkspace *workspace =
    trs_workspace_create (fixture->base.account,
                          &(TrsWorkspaceChange) { .friendly_name = "another",
                                                  .event_callback_url = url,
                                                  .events_filter = "workspace.deleted" },
                          NULL);

  g_assert_true (trs_workspace_delete (workspace, NULL));
  g_assert_cmpstr (type_of (wait_sent (fixture, 1)), ==, "workspace.deleted");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  TEST ("/callbacks/assignment/form", test_assignment_form);
  TEST ("/callbacks/assignment/accept", test_accept);
  TEST ("/callbacks/assignment/reject", test_reject);
  TEST ("/callbacks/assignment/conference", test_conference);
  TEST ("/callbacks/assignment/dequeue", test_dequeue);
  TEST ("/callbacks/assignment/call", test_call);
  TEST ("/callbacks/assignment/redirect", test_redirect);
  TEST ("/callbacks/assignment/fallback", test_fallback);
  TEST ("/callbacks/assignment/nobody", test_nobody);
  TEST ("/callbacks/assignment/late", test_late);
  TEST ("/callbacks/assignment/malformed", test_malformed);
  TEST ("/callbacks/assignment/not-pending", test_not_pending);
  TEST ("/callbacks/assignment/gone", test_gone);
  TEST ("/callbacks/event/all", test_events);
  TEST ("/callbacks/event/forms", test_event_forms);
  TEST ("/callbacks/event/again", test_event_again);
  TEST ("/callbacks/event/given-up", test_event_given_up);
  TEST ("/callbacks/event/bound", test_event_bound);
  TEST ("/callbacks/event/workspace-deleted", test_workspace_deleted);
  return g_test_run ();
}
