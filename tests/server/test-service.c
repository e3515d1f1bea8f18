/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

/* What desks ask of the service through the server: colleagues, the own call, and others' work. */

#define W "/v1/service/Workspaces/%s/"
#define C "/v1/service/Conferences/%s"
#define OTHER_CONFERENCE "CF00000000000000000000000000000000"

typedef struct
{
  EventsFixture *fixture;
  JsonObject *dave;  /* owned: his session */
  JsonObject *susan; /* owned */
  TrsConference *conference;
  TrsReservation *reservation;
} Desk;

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->dave, json_object_unref);
  g_clear_pointer (&desk->susan, json_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

/* Both are signed in. */
static Desk
desk_new (EventsFixture *fixture, const char *lines)
{
  Desk desk = { .fixture = fixture };

  company_fixture_set_password (fixture, "susan", COMPANY_PASSWORD);
  events_fixture_configure (fixture, lines);
  desk.dave = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  desk.susan = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  return desk;
}

/* dave talks with a caller, and it is recorded. */
static void
talk (Desk *desk)
{
  ServerFixture *base = &desk->fixture->base;
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  TrsConferenceOptions options;

  trs_worker_update (base->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  desk->reservation = g_ptr_array_index (base->dave->reservations, 0);
  trs_conference_options_init (&options);
  options.end_conference_on_exit = TRUE;
  options.conference_record = "record-from-start";
  g_assert_true (trs_reservation_conference (desk->reservation, &options, NULL));
  server_fixture_advance (base, 2);
  desk->conference = g_ptr_array_index (base->account->conferences, 0);
}

static SoupMessage *
message_new (Desk *desk, const char *token, const char *method, const char *path)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (desk->fixture->server), path, NULL);
  g_autofree char *header = g_strconcat ("Bearer ", token, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", header);
  return message;
}

/* @form: nullable. @who: a session, or NULL. */
static JsonObject *
ask (Desk *desk, JsonObject *who, const char *method, const char *form, const char *format, ...)
{
  va_list arguments;
  g_autofree char *path = NULL;
  g_autoptr(JsonNode) node = NULL;
  SoupMessage *message;

  va_start (arguments, format);
  path = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  message = message_new (desk, who != NULL ? company_text (who, "token") : "x", method, path);
  node = server_fixture_send (&desk->fixture->base, message, "application/x-www-form-urlencoded",
                              form);
  return node != NULL ? json_node_dup_object (node) : NULL;
}

static const char *
workspace_of (Desk *desk)
{
  return desk->fixture->base.workspace->base.sid;
}

static const char *
worker_of (JsonObject *session)
{
  return company_text (json_object_get_object_member (session, "worker"), "sid");
}

static JsonObject *
find (JsonObject *answer, const char *list, const char *name, const char *value)
{
  JsonArray *items;

  g_assert_true (json_object_has_member (answer, list));
  items = json_object_get_array_member (answer, list);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (g_strcmp0 (json_object_get_string_member (item, name), value) == 0)
        return item;
    }
  return NULL;
}

static void
assert_status (Desk *desk, guint status)
{
  g_assert_cmpuint (desk->fixture->base.status, ==, status);
}

/* ---- Colleagues ---- */

/* A name and a status, and nothing that the administrator wrote about them. */
static void
test_colleagues (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  g_autoptr(JsonObject) workers = ask (&desk, desk.dave, "GET", NULL, W "Workers?PageSize=1000",
                                       workspace_of (&desk));
  g_autoptr(JsonObject) queues = ask (&desk, desk.dave, "GET", NULL, W "TaskQueues",
                                      workspace_of (&desk));
  g_autoptr(JsonObject) one = ask (&desk, desk.dave, "GET", NULL, W "Workers/%s",
                                   workspace_of (&desk), worker_of (desk.susan));
  JsonObject *susan = find (workers, "workers", "friendly_name", "susan");
  JsonObject *support = find (queues, "task_queues", "friendly_name", "Support");

  g_assert_cmpstr (company_text (susan, "sid"), ==, worker_of (desk.susan));
  g_assert_cmpstr (company_text (susan, "activity_name"), ==, "Offline");
  g_assert_false (json_object_get_boolean_member (susan, "available"));
  g_assert_cmpuint (json_object_get_size (susan), ==, 4);
  g_assert_cmpuint (json_object_get_size (support), ==, 2);
  g_assert_cmpstr (company_text (one, "friendly_name"), ==, "susan");
  g_assert_cmpuint (json_object_get_size (one), ==, 2);
}

static void
test_colleagues_refused (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  static const char other[] = "WS00000000000000000000000000000000";
  g_autoptr(JsonObject) forged = ask (&desk, NULL, "GET", NULL, W "Workers", workspace_of (&desk));
  g_autoptr(JsonObject) strange = NULL;
  g_autoptr(JsonObject) curious = NULL;
  g_autoptr(JsonObject) nobody = NULL;
  g_autoptr(JsonObject) late = NULL;

  company_assert_refused (fixture, forged, 401, "bad-token");
  strange = ask (&desk, desk.dave, "GET", NULL, W "Workers", other);
  company_assert_refused (fixture, strange, 404, "not-found");
  curious = ask (&desk, desk.dave, "GET", NULL, W "Workers?TargetWorkersExpression=salary%%20%%3E%%201",
                 workspace_of (&desk));
  company_assert_refused (fixture, curious, 400, "bad-request");
  nobody = ask (&desk, desk.dave, "GET", NULL, W "Workers/WK%%3FPageSize", workspace_of (&desk));
  company_assert_refused (fixture, nobody, 404, "not-found");
  company_fixture_ask (fixture, "DELETE", "/v1/session", company_text (desk.dave, "refresh_token"),
                       NULL);
  late = ask (&desk, desk.dave, "GET", NULL, W "Workers", workspace_of (&desk));
  company_assert_refused (fixture, late, 401, "bad-token");
}

/* Who is free is asked once for all desks, and anew a moment later. */
static void
test_free (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  TrsActivity *available =
    trs_workspace_get_activity_by_name (fixture->base.workspace, "Available");
  g_autofree char *path =
    g_strdup_printf (W "Workers?Available=true&TargetWorkersExpression="
                       "worker.channel.voice.available_capacity_percentage%%20%%3E%%200",
                     workspace_of (&desk));
  g_autoptr(JsonObject) nobody = ask (&desk, desk.susan, "GET", NULL, "%s", path);
  g_autoptr(JsonObject) old = NULL;
  g_autoptr(JsonObject) dave = NULL;

  g_assert_null (find (nobody, "workers", "friendly_name", "dave"));
  trs_worker_update (fixture->base.dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  old = ask (&desk, desk.dave, "GET", NULL, "%s", path);
  g_assert_null (find (old, "workers", "friendly_name", "dave"));
  server_fixture_advance (&fixture->base, 5);
  dave = ask (&desk, desk.susan, "GET", NULL, "%s", path);
  g_assert_nonnull (find (dave, "workers", "friendly_name", "dave"));
}

/* ---- The own call ---- */

static JsonObject *
list_participants (Desk *desk, JsonObject *who)
{
  return ask (desk, who, "GET", NULL, C "/Participants?PageSize=250", desk->conference->base.sid);
}

static const char *
caller_of (Desk *desk)
{
  TrsParticipant *caller = g_ptr_array_index (desk->conference->participants, 0);

  return caller->call->base.sid;
}

static void
test_own_call (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  g_autoptr(JsonObject) line = NULL;
  g_autoptr(JsonObject) held = NULL;
  g_autoptr(JsonObject) nothing = NULL;
  g_autoptr(JsonObject) conference = NULL;
  g_autoptr(JsonObject) call = NULL;
  JsonObject *caller;

  talk (&desk);
  line = list_participants (&desk, desk.dave);
  assert_status (&desk, 200);
  caller = find (line, "participants", "call_sid", caller_of (&desk));
  g_assert_nonnull (caller);
  g_assert_false (json_object_get_boolean_member (caller, "hold"));
  g_assert_false (json_object_has_member (caller, "uri"));
  held = ask (&desk, desk.dave, "POST", "Hold=true&Coaching=true", C "/Participants/%s",
              desk.conference->base.sid, caller_of (&desk));
  assert_status (&desk, 200);
  g_assert_true (json_object_get_boolean_member (held, "hold"));
  nothing = ask (&desk, desk.dave, "POST", "Coaching=true", C "/Participants/%s",
                 desk.conference->base.sid, caller_of (&desk));
  company_assert_refused (fixture, nothing, 400, "bad-request");
  conference = ask (&desk, desk.dave, "GET", NULL, C, desk.conference->base.sid);
  g_assert_cmpstr (company_text (conference, "status"), ==, "in-progress");
  call = ask (&desk, desk.dave, "GET", NULL, "/v1/service/Calls/%s", caller_of (&desk));
  g_assert_cmpstr (company_text (call, "status"), ==, "in-progress");
  g_assert_false (json_object_has_member (call, "from"));
}

/* Whom a call is to is told to the one whose phone it is, and to nobody else. */
static void
test_own_leg (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  g_autoptr(JsonObject) line = NULL;
  JsonArray *legs;
  guint n_own = 0;

  talk (&desk);
  line = list_participants (&desk, desk.dave);
  legs = json_object_get_array_member (line, "participants");
  g_assert_cmpuint (json_array_get_length (legs), ==, 2);
  for (guint i = 0; i < json_array_get_length (legs); i++)
    {
      const char *sid = company_text (json_array_get_object_element (legs, i), "call_sid");
      g_autoptr(JsonObject) own = ask (&desk, desk.dave, "GET", NULL, "/v1/service/Calls/%s", sid);
      g_autoptr(JsonObject) other = ask (&desk, desk.susan, "GET", NULL, "/v1/service/Calls/%s", sid);

      g_assert_cmpstr (company_text (own, "sid"), ==, sid);
      g_assert_false (json_object_has_member (other, "to"));
      if (json_object_has_member (own, "to"))
        {
          g_assert_cmpstr (company_text (own, "to"), ==, "+16505551111");
          n_own++;
        }
      else
        {
          g_assert_cmpuint (json_object_get_size (own), ==, 2);
        }
    }
  g_assert_cmpuint (n_own, ==, 1);
}

static void
test_call_of_others (EventsFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *form;
    const char *below;
  } requests[] = {
    { "GET", NULL, "" },
    { "GET", NULL, "/Participants" },
    { "GET", NULL, "/Recordings" },
    { "POST", "From=%2B16505552222&To=%2B16505550177", "/Participants" },
    { "POST", "Hold=true", "/Participants/CA00000000000000000000000000000000" },
    { "DELETE", NULL, "/Participants/CA00000000000000000000000000000000" },
    { "POST", "Status=paused", "/Recordings/RE00000000000000000000000000000000" },
  };
  g_auto(Desk) desk = desk_new (fixture, "[calls]\ndial-out=*\n");
  g_autoptr(JsonObject) seen = NULL;

  talk (&desk);
  seen = list_participants (&desk, desk.dave); /* that he may does not say that she may */
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(JsonObject) hers = ask (&desk, desk.susan, requests[i].method, requests[i].form,
                                        C "%s", desk.conference->base.sid, requests[i].below);
      g_autoptr(JsonObject) forged = NULL;

      company_assert_refused (fixture, hers, 403, "not-yours");
      forged = ask (&desk, NULL, requests[i].method, requests[i].form, C "%s",
                    desk.conference->base.sid, requests[i].below);
      company_assert_refused (fixture, forged, 401, "bad-token");
    }
  /* Nor does a task that says the call is its own: a worker can write that himself. */
  company_claim_conference (&fixture->base, "susan", desk.conference->base.sid);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(JsonObject) hers = ask (&desk, desk.susan, requests[i].method, requests[i].form,
                                        C "%s", desk.conference->base.sid, requests[i].below);

      company_assert_refused (fixture, hers, 403, "not-yours");
    }
  /* A call of one's own opens no other one. */
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(JsonObject) his = ask (&desk, desk.dave, requests[i].method, requests[i].form,
                                       C "%s", OTHER_CONFERENCE, requests[i].below);

      company_assert_refused (fixture, his, 403, "not-yours");
    }
  g_assert_cmpuint (desk.conference->participants->len, ==, 2);
}

/* Who has completed the task is believed for looking on for half a minute, and for nothing else. */
static void
test_call_no_more (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  g_autoptr(JsonObject) line = NULL;
  g_autoptr(JsonObject) held = NULL;
  g_autoptr(JsonObject) late = NULL;
  const TrsTaskStatus completed = TRS_TASK_COMPLETED;

  talk (&desk);
  line = list_participants (&desk, desk.dave);
  assert_status (&desk, 200);
  trs_task_update (desk.reservation->task, TRS_ANY_VERSION,
                   &(TrsTaskChange) { .status = &completed }, NULL);
  held = ask (&desk, desk.dave, "POST", "Hold=true", C "/Participants/%s",
              desk.conference->base.sid, caller_of (&desk));
  company_assert_refused (fixture, held, 403, "not-yours");
  server_fixture_advance (&fixture->base, 31);
  late = list_participants (&desk, desk.dave);
  company_assert_refused (fixture, late, 403, "not-yours");
}

static void
test_recording (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  g_autoptr(JsonObject) list = NULL;
  g_autoptr(JsonObject) paused = NULL;
  g_autoptr(JsonObject) deleted = NULL;
  JsonObject *recording;

  talk (&desk);
  list = ask (&desk, desk.dave, "GET", NULL, C "/Recordings", desk.conference->base.sid);
  recording = find (list, "recordings", "status", "in-progress");
  g_assert_nonnull (recording);
  g_assert_cmpuint (json_object_get_size (recording), ==, 2);
  paused = ask (&desk, desk.dave, "POST", "Status=paused", C "/Recordings/%s",
                desk.conference->base.sid, company_text (recording, "sid"));
  assert_status (&desk, 200);
  g_assert_cmpstr (company_text (paused, "status"), ==, "paused");
  deleted = ask (&desk, desk.dave, "POST", "Status=stopped", C "/Recordings/%s",
                 desk.conference->base.sid, company_text (recording, "sid"));
  company_assert_refused (fixture, deleted, 400, "bad-request");
}

/* ---- Numbers ---- */

static JsonObject *
call_number (Desk *desk, const char *to)
{
  g_autofree char *escaped = g_uri_escape_string (to, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("From=%%2B16505552222&To=%s&Timeout=600", escaped);

  return ask (desk, desk->dave, "POST", form, C "/Participants", desk->conference->base.sid);
}

static gboolean
may_dial_out (JsonObject *session)
{
  return json_object_get_boolean_member (json_object_get_object_member (session, "desk"),
                                         "dial_out");
}

/* Nobody, until the administrator says who. */
static void
test_number_forbidden (EventsFixture *fixture, gconstpointer data)
{
  static const char *const lines[] = { "", "[calls]\ndial-out=susan\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto(Desk) desk = desk_new (fixture, lines[i]);
      g_autoptr(JsonObject) refused = NULL;

      if (i == 0)
        talk (&desk);
      else
        desk.conference = g_ptr_array_index (fixture->base.account->conferences, 0);
      g_assert_false (may_dial_out (desk.dave));
      g_assert_cmpint (may_dial_out (desk.susan), ==, i == 1);
      refused = call_number (&desk, "+16505550177");
      company_assert_refused (fixture, refused, 403, "forbidden");
    }
}

/* What a call of one's own begins with is for the same workers. */
static void
test_dial_plan (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "[calls]\ndial-out=susan\n");
  g_autoptr(JsonObject) workflows = NULL;
  g_autoptr(JsonObject) numbers = NULL;
  g_autoptr(JsonObject) his = NULL;
  g_autoptr(JsonObject) none = NULL;

  workflows = ask (&desk, desk.susan, "GET", NULL, W "Workflows", workspace_of (&desk));
  assert_status (&desk, 200);
  g_assert_cmpuint (json_object_get_size (json_array_get_object_element (
                      json_object_get_array_member (workflows, "workflows"), 0)), ==, 2);
  numbers = ask (&desk, desk.susan, "GET", NULL, "/v1/service/IncomingPhoneNumbers");
  g_assert_nonnull (find (numbers, "incoming_phone_numbers", "phone_number", "+16505552222"));
  his = ask (&desk, desk.dave, "GET", NULL, W "Workflows", workspace_of (&desk));
  company_assert_refused (fixture, his, 403, "forbidden");
  none = ask (&desk, desk.dave, "GET", NULL, "/v1/service/IncomingPhoneNumbers");
  company_assert_refused (fixture, none, 403, "forbidden");
}

static void
test_number (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "[calls]\ndial-out=dave\ndial-out-numbers=+1650;+4930\n");
  static const char *const bad[] = {
    "sip:dave@example.com", "client:susan", "6505550177", "+0505550177", "+1650555017712345678",
    "+1650 5550177", "+165055501ab", "",
  };
  g_autoptr(JsonObject) called = NULL;
  g_autoptr(JsonObject) elsewhere = NULL;

  talk (&desk);
  g_assert_true (may_dial_out (desk.dave));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonObject) answer = call_number (&desk, bad[i]);

      company_assert_refused (fixture, answer, 400, "bad-request");
    }
  elsewhere = call_number (&desk, "+19005550177");
  company_assert_refused (fixture, elsewhere, 403, "forbidden");
  called = call_number (&desk, "+16505550177");
  assert_status (&desk, 200);
  g_assert_cmpstr (company_text (called, "label"), ==, "+16505550177");
  g_assert_false (json_object_get_boolean_member (called, "end_conference_on_exit"));
  g_assert_cmpuint (desk.conference->participants->len, ==, 3);
  ask (&desk, desk.dave, "DELETE", NULL, C "/Participants/%s", desk.conference->base.sid,
       company_text (called, "call_sid"));
  assert_status (&desk, 204);
  g_assert_cmpint (desk.conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
}

static void
test_number_too_often (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "[calls]\ndial-out=*\n");
  g_autoptr(JsonObject) refused = NULL;
  g_autoptr(JsonObject) later = NULL;

  talk (&desk);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *to = g_strdup_printf ("+1650555017%d", i);
      g_autoptr(JsonObject) called = call_number (&desk, to);

      assert_status (&desk, 200);
    }
  refused = call_number (&desk, "+16505550177");
  company_assert_refused (fixture, refused, 429, "slow-down");
  g_assert_cmpint (json_object_get_int_member (refused, "retry_in"), ==, 60);
  server_fixture_advance (&fixture->base, 60);
  later = call_number (&desk, "+16505550177");
  g_assert_cmpuint (fixture->base.status, !=, 429);
}

/* ---- Supervisors ---- */

#define SUSAN "[sessions]\nsupervisors=susan\n"

static void
test_team (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  g_autoptr(JsonObject) workers = ask (&desk, desk.susan, "GET", NULL, W "Workers",
                                       workspace_of (&desk));
  g_autoptr(JsonObject) tasks = NULL;
  g_autoptr(JsonObject) reservations = NULL;
  const char *task_sid;
  JsonObject *task;

  g_assert_true (json_object_has_member (find (workers, "workers", "friendly_name", "dave"),
                                         "attributes"));
  talk (&desk);
  task_sid = desk.reservation->task->base.sid;
  tasks = ask (&desk, desk.susan, "GET", NULL, W "Tasks", workspace_of (&desk));
  task = find (tasks, "tasks", "sid", task_sid);
  g_assert_cmpstr (company_text (task, "assignment_status"), ==, "assigned");
  reservations = ask (&desk, desk.susan, "GET", NULL, W "Tasks/%s/Reservations",
                      workspace_of (&desk), task_sid);
  g_assert_nonnull (find (reservations, "reservations", "worker_sid", worker_of (desk.dave)));
}

static void
test_team_orders (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  TrsWorkspace *workspace = fixture->base.workspace;
  const char *away_sid = trs_workspace_get_activity_by_name (workspace, "Unavailable")->base.sid;
  g_autofree char *form = g_strdup_printf ("ActivitySid=%s", away_sid);
  g_autofree char *supervise =
    g_strdup_printf ("Instruction=supervise&SupervisorMode=monitor&Supervisor=%s",
                     worker_of (desk.dave));
  g_autoptr(JsonObject) set = NULL;
  g_autoptr(JsonObject) monitored = NULL;
  g_autoptr(JsonObject) completed = NULL;
  TrsParticipant *ear;

  talk (&desk);
  set = ask (&desk, desk.susan, "POST", form, W "Workers/%s", workspace_of (&desk),
             worker_of (desk.dave));
  assert_status (&desk, 200);
  g_assert_cmpstr (fixture->base.dave->activity->friendly_name, ==, "Unavailable");
  /* Whatever the form says: the phone that rings is hers. */
  monitored = ask (&desk, desk.susan, "POST", supervise, W "Tasks/%s/Reservations/%s",
                   workspace_of (&desk), desk.reservation->task->base.sid,
                   desk.reservation->base.sid);
  assert_status (&desk, 200);
  g_assert_cmpuint (desk.conference->participants->len, ==, 3);
  ear = g_ptr_array_index (desk.conference->participants, 2);
  g_assert_cmpstr (ear->worker->base.sid, ==, worker_of (desk.susan));
  completed = ask (&desk, desk.susan, "POST", "AssignmentStatus=completed", W "Tasks/%s",
                   workspace_of (&desk), desk.reservation->task->base.sid);
  assert_status (&desk, 200);
  g_assert_cmpint (desk.reservation->task->status, ==, TRS_TASK_COMPLETED);
}

static void
test_team_refused (EventsFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *form;
    const char *below;
    guint status; /* for a supervisor; 0: it would be done */
  } requests[] = {
    { "GET", NULL, "Tasks", 0 },
    { "GET", NULL, "Tasks/WT00000000000000000000000000000000/Reservations", 404 },
    { "POST", "AssignmentStatus=canceled", "Tasks/WT00000000000000000000000000000000", 400 },
    { "POST", "AssignmentStatus=completed", "Tasks/WT00000000000000000000000000000000", 404 },
    { "POST", "Instruction=supervise&SupervisorMode=barge",
      "Tasks/WT00000000000000000000000000000000/Reservations/WR00000000000000000000000000000000",
      400 },
    { "POST", "Instruction=call", "Tasks/WT00000000000000000000000000000000/Reservations/"
      "WR00000000000000000000000000000000", 400 },
    { "POST", "ActivitySid=WA00000000000000000000000000000000",
      "Workers/WK00000000000000000000000000000000", 404 },
    { "POST", "Attributes={}", "Workers/WK00000000000000000000000000000000", 400 },
  };
  g_auto(Desk) desk = desk_new (fixture, SUSAN);

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr(JsonObject) agent = ask (&desk, desk.dave, requests[i].method, requests[i].form,
                                         W "%s", workspace_of (&desk), requests[i].below);
      g_autoptr(JsonObject) hers = NULL;

      company_assert_refused (fixture, agent, 403, "forbidden");
      hers = ask (&desk, desk.susan, requests[i].method, requests[i].form, W "%s",
                  workspace_of (&desk), requests[i].below);
      assert_status (&desk, requests[i].status != 0 ? requests[i].status : 200);
    }
}

/* ---- Attributes ---- */

#define DAVE_ATTRIBUTES                                                                            \
  "{\"contact_uri\":\"+16505551111\",\"roles\":[\"agent\"],\"skills\":[\"support\"]}"

static void
give_attributes (Desk *desk, const char *text)
{
  g_assert_true (trs_worker_update (desk->fixture->base.dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .attributes = text }, NULL));
}

static char *
version_of (Desk *desk)
{
  return g_strdup_printf ("\"%d\"", desk->fixture->base.dave->version);
}

/* @version: nullable: no header. @token: whoever's. */
static JsonObject *
write_attributes (Desk *desk, const char *token, const char *version, const char *attributes)
{
  g_autofree char *path = g_strdup_printf (W "Workers/%s", workspace_of (desk),
                                           worker_of (desk->dave));
  g_autofree char *escaped = g_uri_escape_string (attributes, NULL, FALSE);
  g_autofree char *form = g_strconcat ("Attributes=", escaped, NULL);
  SoupMessage *message = message_new (desk, token, "POST", path);
  g_autoptr(JsonNode) node = NULL;

  if (version != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match", version);
  node = server_fixture_send (&desk->fixture->base, message, "application/x-www-form-urlencoded",
                              form);
  return node != NULL ? json_node_dup_object (node) : NULL;
}

static void
assert_attributes (Desk *desk, const char *expected)
{
  g_assert_cmpstr (desk->fixture->base.dave->attributes, ==, expected);
}

static void
test_attributes (EventsFixture *fixture, gconstpointer data)
{
  static const char changed[] =
    "{\"contact_uri\":\"+16505551111\",\"roles\":[\"agent\"],\"skills\":[\"support\",\"sales\"],"
    "\"team\":{\"name\":\"b\"}}";
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  g_autoptr(JsonObject) read = NULL;
  g_autoptr(JsonObject) queues = NULL;
  g_autoptr(JsonObject) written = NULL;
  g_autoptr(JsonObject) again = NULL;
  g_autofree char *version = NULL;

  give_attributes (&desk, DAVE_ATTRIBUTES);
  version = version_of (&desk);
  read = ask (&desk, desk.susan, "GET", NULL, W "Workers/%s", workspace_of (&desk),
              worker_of (desk.dave));
  assert_status (&desk, 200);
  g_assert_cmpstr (company_text (read, "attributes"), ==, DAVE_ATTRIBUTES);
  queues = ask (&desk, desk.susan, "GET", NULL, W "TaskQueues", workspace_of (&desk));
  g_assert_true (json_object_has_member (find (queues, "task_queues", "friendly_name", "Support"),
                                         "target_workers"));

  written = write_attributes (&desk, company_text (desk.susan, "token"), version, changed);
  assert_status (&desk, 200);
  g_assert_cmpstr (company_text (written, "attributes"), ==, changed);
  assert_attributes (&desk, changed);

  /* Of the version before, which somebody changed: nothing is lost. */
  again = write_attributes (&desk, company_text (desk.susan, "token"), version, DAVE_ATTRIBUTES);
  company_assert_refused (fixture, again, 412, "conflict");
  assert_attributes (&desk, changed);
}

/* Who is who, and whose phone rings, is the administrator's. */
static void
test_attributes_kept (EventsFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "{\"contact_uri\":\"+4930123456\",\"roles\":[\"agent\"],\"skills\":[\"support\"]}",
    "{\"contact_uri\":\"+16505551111\",\"roles\":[\"agent\",\"admin\"]}",
    "{\"contact_uri\":\"+16505551111\"}",
    "{\"contact_uri\":\"+16505551111\",\"roles\":[\"agent\"],\"role\":\"admin\"}",
    "{\"contact_uri\":\"+16505551111\",\"roles\":[\"agent\"],\"Roles\":[\"admin\"]}",
    "{\"roles\":[\"agent\"]}",
    "{}",
  };
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  g_autofree char *version = NULL;

  give_attributes (&desk, DAVE_ATTRIBUTES);
  version = version_of (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonObject) answer =
        write_attributes (&desk, company_text (desk.susan, "token"), version, texts[i]);

      company_assert_refused (fixture, answer, 403, "forbidden");
      assert_attributes (&desk, DAVE_ATTRIBUTES);
    }
}

static void
test_attributes_refused (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  const char *hers = company_text (desk.susan, "token");
  g_autofree char *forged = g_strconcat (hers, "x", NULL);
  g_autofree char *half = g_strndup (hers, strlen (hers) / 2);
  g_autofree char *deep = g_strnfill (5000, '[');
  g_autofree char *large = g_strnfill (17000, 'a');
  g_autofree char *huge = g_strdup_printf ("{\"a\":\"%s\"}", large);
  g_autofree char *larger = g_strnfill (300000, 'a');
  g_autofree char *version = NULL;
  const struct
  {
    const char *token;
    const char *version;
    const char *attributes;
    guint status;
    const char *code;
  } cases[] = {
    { company_text (desk.dave, "token"), "\"0\"", "{}", 403, "forbidden" }, /* his own */
    { forged, "\"0\"", "{}", 401, "bad-token" },
    { half, "\"0\"", "{}", 401, "bad-token" },
    { "", "\"0\"", "{}", 401, "bad-token" },
    { hers, NULL, "{}", 400, "bad-request" },
    { hers, "*", "{}", 400, "bad-request" },
    { hers, "\"999\"", DAVE_ATTRIBUTES, 412, "conflict" },
    { hers, "a, b", DAVE_ATTRIBUTES, 412, "conflict" },
    { hers, "\"0\"", "", 400, "bad-request" },
    { hers, "\"0\"", "[]", 400, "bad-request" },
    { hers, "\"0\"", "{\"skills\":", 400, "bad-request" },
    { hers, "\"0\"", huge, 413, "too-large" },
    { hers, "\"0\"", deep, 400, "bad-request" },
    { hers, "\"0\"", larger, 413, "too-large" },
  };

  give_attributes (&desk, DAVE_ATTRIBUTES);
  version = version_of (&desk);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) answer =
        write_attributes (&desk, cases[i].token, cases[i].version, cases[i].attributes);
      g_autofree char *now = version_of (&desk);

      company_assert_refused (fixture, answer, cases[i].status, cases[i].code);
      g_assert_cmpstr (now, ==, version);
    }
}

/* The key opens what may be read, and helps nobody. */
static void
test_team_by_key (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, SUSAN);
  g_autofree char *path = g_strdup_printf (W "Tasks", workspace_of (&desk));
  g_autoptr(JsonObject) answer = events_fixture_get (fixture, path);

  company_assert_refused (fixture, answer, 401, "bad-token");
}

/* A desk whose event bridge is away leaves in the right status. */
static void
test_own_activity (EventsFixture *fixture, gconstpointer data)
{
  g_auto(Desk) desk = desk_new (fixture, "");
  TrsActivity *available =
    trs_workspace_get_activity_by_name (fixture->base.workspace, "Available");
  g_autofree char *form = g_strdup_printf ("ActivitySid=%s&RejectPendingReservations=true",
                                           available->base.sid);
  g_autoptr(JsonObject) own = ask (&desk, desk.dave, "POST", form, W "Workers/%s",
                                   workspace_of (&desk), worker_of (desk.dave));
  g_autoptr(JsonObject) hers = NULL;

  hers = ask (&desk, desk.dave, "POST", form, W "Workers/%s", workspace_of (&desk),
              worker_of (desk.susan));
  company_assert_refused (fixture, hers, 403, "forbidden");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/server/service/colleagues", test_colleagues);
  EVENTS_TEST ("/server/service/colleagues/refused", test_colleagues_refused);
  EVENTS_TEST ("/server/service/colleagues/free", test_free);
  EVENTS_TEST ("/server/service/call/own", test_own_call);
  EVENTS_TEST ("/server/service/call/own-leg", test_own_leg);
  EVENTS_TEST ("/server/service/call/of-others", test_call_of_others);
  EVENTS_TEST ("/server/service/call/no-more", test_call_no_more);
  EVENTS_TEST ("/server/service/call/recording", test_recording);
  EVENTS_TEST ("/server/service/number", test_number);
  EVENTS_TEST ("/server/service/number/forbidden", test_number_forbidden);
  EVENTS_TEST ("/server/service/number/dial-plan", test_dial_plan);
  EVENTS_TEST ("/server/service/number/too-often", test_number_too_often);
  EVENTS_TEST ("/server/service/attributes", test_attributes);
  EVENTS_TEST ("/server/service/attributes/kept", test_attributes_kept);
  EVENTS_TEST ("/server/service/attributes/refused", test_attributes_refused);
  EVENTS_TEST ("/server/service/team", test_team);
  EVENTS_TEST ("/server/service/team/by-key", test_team_by_key);
  EVENTS_TEST ("/server/service/team/orders", test_team_orders);
  EVENTS_TEST ("/server/service/team/own-activity", test_own_activity);
  EVENTS_TEST ("/server/service/team/refused", test_team_refused);
  return g_test_run ();
}
