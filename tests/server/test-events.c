/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

#include "http/trs-signature.h"

/* What the service tells, and who may read it. */

#define TASK "TaskSid=WT00000000000000000000000000000001"

static const char *
type_at (JsonObject *answer, guint i)
{
  JsonArray *events = json_object_get_array_member (answer, "events");

  return json_object_get_string_member (json_array_get_object_element (events, i), "type");
}

/* A whole call, told by the service itself. */
static void
test_told_by_service (EventsFixture *fixture, gconstpointer data)
{
  ServerFixture *base = &fixture->base;
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  GPtrArray *log = base->workspace->events;
  guint before = log->len;
  g_autoptr(JsonObject) answer = NULL;
  JsonArray *events;

  events_fixture_follow (fixture);
  trs_worker_update (base->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  events_fixture_wait_for (fixture, "", log->len - before);

  answer = events_fixture_get (fixture, "/v1/events?limit=1000");
  events = json_object_get_array_member (answer, "events");
  g_assert_cmpuint (json_array_get_length (events), ==, log->len - before);
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      TrsEvent *logged = g_ptr_array_index (log, before + i);

      g_assert_cmpstr (company_text (event, "sid"), ==, logged->base.sid);
      g_assert_cmpstr (company_text (event, "type"), ==, logged->type);
      g_assert_cmpint (json_object_get_int_member (event, "at_ms"), ==,
                       logged->base.date_created / 1000);
      g_assert_cmpstr (company_text (json_object_get_object_member (event, "data"),
                                     "EventDescription"), ==, logged->description);
    }
  g_assert_cmpuint (events_fixture_count (fixture, "type=reservation.*"), ==, 1);
  g_assert_cmpuint (events_fixture_count (fixture, "type=reservation"), ==, 0);
}

static void
test_doubles (EventsFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < COMPANY_N_SERVERS; i++)
    {
      fixture->server = fixture->servers[i];
      events_fixture_tell (fixture, "1", "task.created", 0, TASK);
      events_fixture_tell (fixture, "1", "task.created", 0, TASK);
      /* Without a SID, by what it says. */
      events_fixture_tell (fixture, "&SomethingElse=1", "task.updated", 0, TASK);
    }
  g_assert_cmpuint (events_fixture_count (fixture, ""), ==, 2);
}

static void
assert_not_taken (EventsFixture *fixture,
                  const char *path,
                  const char *form,
                  const char *signature,
                  guint status,
                  const char *code)
{
  g_autoptr(JsonObject) answer = events_fixture_post (fixture, path, form, signature);

  company_assert_refused (fixture, answer, status, code);
}

static void
test_bad_signatures (EventsFixture *fixture, gconstpointer data)
{
  g_autofree char *form = events_fixture_form (fixture, "1", "task.created", 0, TASK);
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/events", NULL);
  g_autofree char *other_url = g_strconcat (url, "?x=1", NULL);
  g_autoptr(TrsForm) parsed = trs_form_new_urlencoded (form, strlen (form), NULL);
  g_autofree char *right =
    trs_signature_new_for_form (fixture->base.account->auth_token, url, parsed);
  g_autofree char *of_other_key = trs_signature_new_for_form ("another token", url, parsed);
  g_autofree char *of_other_url =
    trs_signature_new_for_form (fixture->base.account->auth_token, other_url, parsed);
  g_autofree char *changed = g_strconcat (form, "&TaskAge=1", NULL);

  assert_not_taken (fixture, "/v1/events", form, "", 403, "bad-signature");
  assert_not_taken (fixture, "/v1/events", form, "AAAA", 403, "bad-signature");
  assert_not_taken (fixture, "/v1/events", form, of_other_key, 403, "bad-signature");
  assert_not_taken (fixture, "/v1/events", form, of_other_url, 403, "bad-signature");
  assert_not_taken (fixture, "/v1/events?x=1", form, right, 403, "bad-signature");
  assert_not_taken (fixture, "/v1/events", changed, right, 403, "bad-signature");
  g_assert_cmpuint (events_fixture_count (fixture, ""), ==, 0);

  g_assert_null (events_fixture_post (fixture, "/v1/events", form, right));
  g_assert_null (events_fixture_post (fixture, "/v1/events?desk=support&empty=", changed, NULL));
  g_assert_cmpuint (events_fixture_count (fixture, ""), ==, 1);
}

/* Signed, and no event all the same. */
static void
test_bad_forms (EventsFixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {
    "Sid=EV1&Timestamp=1",
    "EventType=task.created&Sid=EV1",
    "EventType=task.created&Sid=EV1&Timestamp=yesterday",
    "EventType=task.created&Sid=EV1&Timestamp=-1",
    "EventType=task.created&Sid=EV1&Timestamp=99999999999999999999",
    "EventType=task+created&Sid=EV1&Timestamp=1",
    "EventType=task.created&Sid=EV%2F1&Timestamp=1",
    "EventType=task.created&Sid=EV1&Timestamp=1&TaskSid=%27%3B--",
    "EventType=task.created&Sid=EV1&Timestamp=1&TaskAge=old",
  };
  g_autofree char *huge = g_strnfill (300 * 1024, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_not_taken (fixture, "/v1/events", bad[i], NULL, 400, "bad-request");
  assert_not_taken (fixture, "/v1/events", "EventType=%ff", "AAAA", 400, "bad-request");
  assert_not_taken (fixture, "/v1/events", huge, NULL, 413, "too-large");

  /* Another workspace of the account is none of ours. */
  g_assert_null (events_fixture_post (fixture, "/v1/events",
                                      "EventType=task.created&Sid=EV1&Timestamp=1", NULL));
  g_assert_cmpuint (fixture->base.status, ==, 204);
  g_assert_cmpuint (events_fixture_count (fixture, ""), ==, 0);
}

static void
test_pages (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = NULL;
  g_autoptr(JsonObject) second = NULL;
  g_autofree char *path = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *sid = g_strdup_printf ("%d", i);

      events_fixture_tell (fixture, sid, i % 2 == 0 ? "task.created" : "worker.created", -i,
                           i == 4 ? TASK : "WorkerSid=WK1");
    }
  first = events_fixture_get (fixture, "/v1/events?limit=3");
  g_assert_true (json_object_get_boolean_member (first, "has_more"));
  path = g_strdup_printf ("/v1/events?limit=3&cursor=%s", company_text (first, "cursor"));
  second = events_fixture_get (fixture, path);
  g_assert_false (json_object_get_boolean_member (second, "has_more"));
  g_assert_cmpstr (type_at (first, 2), ==, "task.created");
  g_assert_cmpstr (type_at (second, 0), ==, "worker.created");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (second, "events")), ==, 2);

  g_assert_cmpuint (events_fixture_count (fixture, "worker=WK1"), ==, 4);
  g_assert_cmpuint (events_fixture_count (fixture, "task=WT00000000000000000000000000000001"), ==, 1);
  g_assert_cmpuint (events_fixture_count (fixture, "type=worker.*"), ==, 2);
  g_assert_cmpuint (events_fixture_count (fixture, "until=1970-01-02T00:00:00Z"), ==, 0);
  g_assert_cmpuint (events_fixture_count (fixture, "since=1970-01-02T00:00:00Z"), ==, 5);
}

static void
assert_not_read (EventsFixture *fixture,
                 const char *path,
                 const char *bearer,
                 guint status,
                 const char *code)
{
  g_autoptr(JsonObject) answer = company_fixture_ask (fixture, "GET", path, bearer, NULL);

  company_assert_refused (fixture, answer, status, code);
}

static void
test_readers (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) session = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  g_autofree char *supervisor = server_fixture_token (&fixture->base, "supervisor", 3600);
  g_autoptr(JsonObject) answer = NULL;

  assert_not_read (fixture, "/v1/events", NULL, 401, "bad-token");
  assert_not_read (fixture, "/v1/events", "a key of sixteen bytes", 401, "bad-token");
  assert_not_read (fixture, "/v1/events", company_text (session, "token"), 403, "forbidden");
  answer = company_fixture_ask (fixture, "GET", "/v1/events", supervisor, NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);

  assert_not_read (fixture, "/v1/events?limit=0", EVENTS_KEY, 400, "bad-request");
  assert_not_read (fixture, "/v1/events?limit=1001", EVENTS_KEY, 400, "bad-request");
  assert_not_read (fixture, "/v1/events?cursor=-1", EVENTS_KEY, 400, "bad-request");
  assert_not_read (fixture, "/v1/events?since=soon", EVENTS_KEY, 400, "bad-request");
  assert_not_read (fixture, "/v1/events?type=%5Ba-z%5D*", EVENTS_KEY, 400, "bad-request");
  assert_not_read (fixture, "/v1/events?task=%00", EVENTS_KEY, 400, "bad-request");
}

static guint
read_events (EventsFixture *fixture, JsonObject *session)
{
  g_autoptr(JsonObject) answer = company_fixture_ask (fixture, "GET", "/v1/events",
                                                      company_text (session, "token"), NULL);

  return fixture->base.status;
}

static JsonObject *
renew (EventsFixture *fixture, JsonObject *session)
{
  return company_fixture_renew (fixture, company_text (session, "refresh_token"), "desk", NULL);
}

/* What the service says to who changes dave's attributes with that session's token. */
static guint
change_dave (EventsFixture *fixture, JsonObject *session)
{
  g_autofree char *params = g_strdup_printf ("{\"Attributes\":%s}", fixture->base.dave->attributes);
  g_autoptr(JsonNode) answer =
    server_fixture_bridge (&fixture->base, company_text (session, "token"), "POST", "Workers/%D",
                           params);

  return fixture->base.status;
}

/* Named in the configuration, they read; so does the token that theirs is renewed to. */
static void
test_supervisors (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) susan = NULL;
  g_autoptr(JsonObject) renewed = NULL;
  g_autoptr(JsonObject) dave = NULL;
  g_autoptr(JsonObject) demoted = NULL;

  company_fixture_set_password (fixture, "susan", COMPANY_PASSWORD);
  events_fixture_configure (fixture, "[sessions]\nsupervisors= susan ; edith;\n");
  susan = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  g_assert_cmpuint (read_events (fixture, susan), ==, 200);
  renewed = renew (fixture, susan);
  g_assert_cmpuint (read_events (fixture, renewed), ==, 200);
  g_assert_cmpuint (change_dave (fixture, renewed), ==, 200);
  dave = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  g_assert_cmpuint (read_events (fixture, dave), ==, 403);

  events_fixture_configure (fixture, "[sessions]\nsupervisors=susanna\n");
  demoted = renew (fixture, renewed);
  g_assert_cmpuint (read_events (fixture, demoted), ==, 403);
  g_assert_cmpuint (change_dave (fixture, demoted), ==, 403);
}

/* What everybody knows makes nobody a supervisor, at the first sign-in or later. */
static void
test_supervisor_by_shared_password (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) susan = NULL;
  g_autoptr(JsonObject) renewed = NULL;

  g_setenv ("TR_TOKEN_PASSWORD", "known to all of them", TRUE);
  events_fixture_configure (fixture, "[sessions]\nsupervisors=susan\n");
  susan = company_fixture_sign_in (fixture, "susan", "known to all of them");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpuint (read_events (fixture, susan), ==, 403);
  renewed = renew (fixture, susan);
  g_assert_cmpuint (read_events (fixture, renewed), ==, 403);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/events/told-by-service", test_told_by_service);
  EVENTS_TEST ("/events/doubles", test_doubles);
  EVENTS_TEST ("/events/bad-signatures", test_bad_signatures);
  EVENTS_TEST ("/events/bad-forms", test_bad_forms);
  EVENTS_TEST ("/events/pages", test_pages);
  EVENTS_TEST ("/events/readers", test_readers);
  EVENTS_TEST ("/events/supervisors", test_supervisors);
  EVENTS_TEST ("/events/supervisors/shared-password", test_supervisor_by_shared_password);
  return g_test_run ();
}
