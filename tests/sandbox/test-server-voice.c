/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-fixture.h"

static JsonObject *
first (JsonNode *list, const char *key)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (list), key);

  g_assert_cmpuint (json_array_get_length (array), >, 0);
  return json_array_get_object_element (array, 0);
}

/* dave is available, takes a caller's offer by conference, and his phone is answered. */
static TrsConference *
talk (ServerFixture *fixture)
{
  TrsActivity *available = trs_workspace_get_activity_by_name (fixture->workspace, "Available");
  TrsConferenceOptions options;
  TrsReservation *reservation;
  TrsConference *conference;

  trs_worker_update (fixture->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (
    trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (fixture, 3);
  g_assert_cmpuint (fixture->dave->reservations->len, ==, 1);
  reservation = g_ptr_array_index (fixture->dave->reservations, 0);
  trs_conference_options_init (&options);
  options.end_conference_on_exit = TRUE;
  g_assert_true (trs_reservation_conference (reservation, &options, NULL));
  server_fixture_advance (fixture, 2);
  g_assert_cmpuint (fixture->account->conferences->len, ==, 1);
  conference = g_ptr_array_index (fixture->account->conferences, 0);
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
  return conference;
}

static void
assert_list (ServerFixture *fixture, const char *path, const char *key, const char *sample,
             const char *element)
{
  g_autoptr(JsonNode) list = server_fixture_ask (fixture, "GET", path, NULL);
  const char *uri;
  g_autoptr(JsonNode) fetched = NULL;

  g_assert_cmpuint (fixture->status, ==, 200);
  server_assert_sample (sample, list);
  if (element == NULL)
    return;
  uri = json_object_get_string_member (first (list, key), "uri");
  fetched = server_fixture_ask (fixture, "GET", uri, NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  server_assert_sample (element, fetched);
}

static void
test_shapes (ServerFixture *fixture, gconstpointer data)
{
  TrsConference *conference = talk (fixture);
  g_autofree char *participants =
    g_strdup_printf ("%%A/Conferences/%s/Participants.json", conference->base.sid);
  g_autofree char *by_name =
    g_strdup_printf ("%%A/Conferences/%s/Participants.json", conference->friendly_name);

  assert_list (fixture, "%A/Calls.json", "calls", "api2010-calls", "api2010-call");
  assert_list (fixture, "%A/Conferences.json", "conferences", "api2010-conferences",
               "api2010-conference");
  assert_list (fixture, participants, "participants", "api2010-participants",
               "api2010-participant");
  assert_list (fixture, by_name, "participants", "api2010-participants", "api2010-participant");
  assert_list (fixture, "%A/Queues.json", "queues", "api2010-queues", "api2010-queue");
  assert_list (fixture, "%A/IncomingPhoneNumbers.json", "incoming_phone_numbers",
               "api2010-incoming-phone-numbers", "api2010-incoming-phone-number");
}

static void
test_members (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *front = NULL;
  g_autoptr(JsonNode) answer = NULL;
  TrsVoiceQueue *queue;

  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (
      trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (fixture, 5);
  queue = g_ptr_array_index (fixture->account->voice_queues, 0);
  g_assert_cmpuint (queue->members->len, ==, 3);
  path = g_strdup_printf ("%%A/Queues/%s/Members.json", queue->base.sid);
  assert_list (fixture, path, "queue_members", "api2010-queue-members", NULL);
  front = g_strdup_printf ("%%A/Queues/%s/Members/Front.json", queue->base.sid);
  answer = server_fixture_ask (fixture, "GET", front, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "position"), ==, 1);
}

/* Members have no SID of their own: their pages go by number. */
static void
test_members_paging (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  TrsVoiceQueue *queue;
  gint64 seen = 0;

  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (
      trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (fixture, 5);
  queue = g_ptr_array_index (fixture->account->voice_queues, 0);
  path = g_strdup_printf ("%%A/Queues/%s/Members.json?PageSize=1", queue->base.sid);
  while (path != NULL)
    {
      g_autoptr(JsonNode) page = server_fixture_ask (fixture, "GET", path, NULL);
      JsonNode *next = json_object_get_member (json_node_get_object (page), "next_page_uri");

      seen++;
      g_assert_cmpint (json_object_get_int_member (first (page, "queue_members"), "position"), ==,
                       seen);
      g_free (path);
      path = JSON_NODE_HOLDS_NULL (next) ? NULL : g_strdup (json_node_get_string (next));
    }
  g_assert_cmpint (seen, ==, 3);
}

/* Whoever lists one call wants the last; pages go on from there to the first. */
static void
test_newest_first (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup ("%A/Calls.json?PageSize=2");
  GPtrArray *calls = fixture->account->calls;
  guint seen = 0;

  for (guint i = 0; i < 5; i++)
    g_assert_nonnull (
      trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL));
  while (path != NULL)
    {
      g_autoptr(JsonNode) page = server_fixture_ask (fixture, "GET", path, NULL);
      JsonObject *object = json_node_get_object (page);
      JsonArray *array = json_object_get_array_member (object, "calls");
      JsonNode *next = json_object_get_member (object, "next_page_uri");

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          TrsCall *call = g_ptr_array_index (calls, calls->len - ++seen);

          g_assert_cmpstr (json_object_get_string_member (
                             json_array_get_object_element (array, i), "sid"), ==,
                           call->base.sid);
        }
      /* One that comes meanwhile is on no later page. */
      if (seen == 2)
        {
          trs_call_place (fixture->engine, "+16505550101", "+16505552222", "1", NULL);
          seen++;
        }
      g_free (path);
      path = JSON_NODE_HOLDS_NULL (next) ? NULL : g_strdup (json_node_get_string (next));
    }
  g_assert_cmpint (seen, ==, 6);
}

static void
test_end_conference (ServerFixture *fixture, gconstpointer data)
{
  TrsConference *conference = talk (fixture);
  g_autofree char *path = g_strdup_printf ("%%A/Conferences/%s.json", conference->base.sid);
  g_autoptr(JsonNode) bad = server_fixture_ask (fixture, "POST", path, "Status=in-progress");
  g_autoptr(JsonNode) ended = NULL;

  server_fixture_assert_refused (fixture, bad, 400, 20001);
  ended = server_fixture_ask (fixture, "POST", path, "Status=completed");
  g_assert_cmpuint (fixture->status, ==, 200);
  server_assert_sample ("api2010-conference-completed", ended);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (ended), "status"), ==,
                   "completed");
}

static gboolean
has_heard (TrsCall *call, const char *words)
{
  for (guint i = 0; i < call->transcript->len; i++)
    {
      const TrsTranscriptLine *line = g_ptr_array_index (call->transcript, i);

      if (g_str_has_prefix (line->words, words))
        return TRUE;
    }
  return FALSE;
}

static TrsCall *
last_call (ServerFixture *fixture)
{
  return g_ptr_array_index (fixture->account->calls, fixture->account->calls->len - 1);
}

static void
assert_answered_by (ServerFixture *fixture, const char *behavior, const char *more, int wait,
                    const char *word)
{
  g_autofree char *set = g_strdup_printf ("Behavior=%s&After=1&New=true", behavior);
  g_autoptr(JsonNode) phone =
    server_fixture_ask (fixture, "POST", "/sandbox/phones/%2B16505550177", set);
  g_autofree char *form =
    g_strdup_printf ("To=%%2B16505550177&From=%%2B16505552222&%s&Twiml="
                     "%%3CResponse%%3E%%3CSay%%3Ehello%%3C/Say%%3E%%3C/Response%%3E", more);
  g_autoptr(JsonNode) made = server_fixture_ask (fixture, "POST", "%A/Calls.json", form);
  g_autofree char *path = g_strdup_printf ("%%A/Calls/%s.json", last_call (fixture)->base.sid);
  g_autoptr(JsonNode) fetched = NULL;
  JsonNode *member;

  g_assert_cmpuint (fixture->status, ==, 201);
  server_fixture_advance (fixture, wait + 0.5);
  g_assert_false (has_heard (last_call (fixture), "said: hello"));
  server_fixture_advance (fixture, 1);
  g_assert_true (has_heard (last_call (fixture), "said: hello"));
  fetched = server_fixture_ask (fixture, "GET", path, NULL);
  member = json_object_get_member (json_node_get_object (fetched), "answered_by");
  g_assert_cmpstr (json_node_get_string (member), ==, word);
  server_fixture_advance (fixture, 60);
}

/* What a call is for waits until it is known who answered. */
static void
test_detection (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) bad = NULL;

  assert_answered_by (fixture, "answer", "MachineDetection=Enable", 2, "human");
  assert_answered_by (fixture, "machine", "MachineDetection=Enable", 4, "machine_start");
  assert_answered_by (fixture, "machine", "MachineDetection=DetectMessageEnd", 10,
                      "machine_end_beep");
  assert_answered_by (fixture, "machine",
                      "MachineDetection=DetectMessageEnd&MachineDetectionTimeout=5", 5, "unknown");
  assert_answered_by (fixture, "machine", "AsyncAmd=true", 0, NULL);
  bad = server_fixture_ask (fixture, "POST", "%A/Calls.json",
                            "To=%2B16505550177&From=%2B16505552222&MachineDetection=maybe&"
                            "Twiml=%3CResponse/%3E");
  server_fixture_assert_refused (fixture, bad, 400, 20001);
}

/* A beep is heard by the others, when he comes and when he goes. */
static void
test_beep (ServerFixture *fixture, gconstpointer data)
{
  const char *path = "%A/Conferences/room/Participants.json";
  g_autoptr(JsonNode) bad = server_fixture_ask (
    fixture, "POST", path, "To=%2B16505550101&From=%2B16505552222&Beep=loud");
  g_autoptr(JsonNode) first = NULL;
  g_autoptr(JsonNode) second = NULL;
  TrsCall *call;

  server_fixture_assert_refused (fixture, bad, 400, 20001);
  first =
    server_fixture_ask (fixture, "POST", path, "To=%2B16505550101&From=%2B16505552222");
  g_assert_cmpuint (fixture->status, ==, 201);
  call = last_call (fixture);
  server_fixture_advance (fixture, 2);
  second = server_fixture_ask (fixture, "POST", path,
                               "To=%2B16505550102&From=%2B16505552222&Beep=onExit");
  server_fixture_advance (fixture, 2);
  g_assert_true (has_heard (last_call (fixture), "joined"));
  g_assert_false (has_heard (call, "heard a beep"));
  g_assert_true (trs_call_hang_up (last_call (fixture), NULL));
  g_assert_true (has_heard (call, "heard a beep"));
}

static void
test_date_filters (ServerFixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *query;
    guint n;
  } cases[] = {
    { "DateCreated=2026-01-15", 1 },     { "DateCreated=2026-01-14", 0 },
    { "DateCreated%3E=2026-01-15", 1 },  { "DateCreated%3E=2026-01-16", 0 },
    { "DateCreated%3C=2026-01-15", 1 },  { "DateCreated%3C=2026-01-14", 0 },
    { "Status=in-progress", 1 },         { "Status=completed", 0 },
  };

  talk (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("%%A/Conferences.json?%s", cases[i].query);
      g_autoptr(JsonNode) list = server_fixture_ask (fixture, "GET", path, NULL);

      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                          json_node_get_object (list), "conferences")),
                        ==, cases[i].n);
    }
}

static void
test_account (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonNode) answer = server_fixture_ask (fixture, "GET", "%A.json", NULL);

  g_assert_cmpuint (fixture->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (answer), "sid"), ==,
                   fixture->account->base.sid);
  g_assert_true (json_object_get_null_member (json_node_get_object (answer), "auth_token"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  SERVER_TEST ("/voice/shapes", test_shapes);
  SERVER_TEST ("/voice/members", test_members);
  SERVER_TEST ("/voice/members/paging", test_members_paging);
  SERVER_TEST ("/voice/newest-first", test_newest_first);
  SERVER_TEST ("/voice/end-conference", test_end_conference);
  SERVER_TEST ("/voice/date-filters", test_date_filters);
  SERVER_TEST ("/voice/account", test_account);
  SERVER_TEST ("/voice/detection", test_detection);
  SERVER_TEST ("/voice/beep", test_beep);
  return g_test_run ();
}
