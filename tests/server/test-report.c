/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

/* What is made of the events: a task's story, reports, and what is missing. */

#define QUEUE "&TaskQueueSid=WQ1&TaskQueueName=Support&TaskChannelUniqueName=voice"
#define DAVE "&WorkerSid=WK1&WorkerName=dave"

/* One customer's day, of which each event is told once. */
typedef struct
{
  const char *type;
  int second;
  const char *more;
} Told;

static const Told answered[] = {
  { "task.created", 0, "TaskSid=WT1&TaskAge=0&TaskChannelUniqueName=voice" },
  { "task-queue.entered", 0, "TaskSid=WT1&TaskAge=0" QUEUE },
  { "reservation.created", 1, "TaskSid=WT1&TaskAge=1&ReservationSid=WR1" QUEUE DAVE },
  { "reservation.timeout", 11, "TaskSid=WT1&TaskAge=11&ReservationSid=WR1" QUEUE DAVE },
  { "reservation.created", 12, "TaskSid=WT1&TaskAge=12&ReservationSid=WR2" QUEUE DAVE },
  { "reservation.accepted", 15, "TaskSid=WT1&TaskAge=15&ReservationSid=WR2" QUEUE DAVE },
  { "reservation.wrapup", 60, "TaskSid=WT1&TaskAge=60&ReservationSid=WR2" QUEUE DAVE },
  { "task.wrapup", 60, "TaskSid=WT1&TaskAge=60" QUEUE },
  { "reservation.completed", 70, "TaskSid=WT1&TaskAge=70&ReservationSid=WR2" QUEUE DAVE },
  { "task.completed", 70, "TaskSid=WT1&TaskAge=70&TaskCompletedReason=done" QUEUE },
};

static void
tell (EventsFixture *fixture, const Told *told, gsize i)
{
  g_autofree char *sid = g_strdup_printf ("%s%" G_GSIZE_FORMAT, "a", i);

  events_fixture_tell (fixture, sid, told->type, told->second, told->more);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static char *
tell_story (EventsFixture *fixture)
{
  g_autoptr(JsonObject) story = events_fixture_get (fixture, "/v1/tasks/WT1/story");
  JsonArray *steps = json_object_get_array_member (story, "steps");
  GString *text = g_string_new (company_text (story, "state"));

  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);

      g_string_append_printf (text, "\n%d %s: %s",
                              (int) json_object_get_int_member (step, "after_seconds"),
                              company_text (step, "what"), company_text (step, "text"));
    }
  return g_string_free (text, FALSE);
}

/* Whatever order they come in, and however often. */
static void
test_reordered (EventsFixture *fixture, gconstpointer data)
{
  static const int orders[][10] = {
    { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
    { 5, 0, 9, 4, 2, 8, 1, 7, 3, 6 },
  };
  g_autofree char *wanted = NULL;
  g_autofree char *wanted_report = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (answered); i++)
    tell (fixture, &answered[i], i);
  wanted = tell_story (fixture);
  g_assert_cmpstr (wanted, ==,
                   "completed\n0 created: Created\n0 queued: Waits in Support\n"
                   "1 reserved: Offered to dave\n11 missed: Missed by dave\n"
                   "12 reserved: Offered to dave\n15 accepted: Accepted by dave\n"
                   "60 wrapping: dave wraps up\n70 done: dave is done\n70 completed: Completed: done");
  {
    g_autoptr(JsonObject) report = events_fixture_get (fixture, "/v1/report");

    wanted_report = to_text (report);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TsvStore) store = tsv_store_open (fixture->database, &error);
      g_autofree char *story = NULL;
      g_autofree char *report_text = NULL;
      g_autoptr(JsonObject) report = NULL;

      g_assert_true (tsv_store_execute (store, "DELETE FROM event; DELETE FROM task;"
                                               "DELETE FROM reservation;", &error));
      for (gsize j = 0; j < G_N_ELEMENTS (answered); j++)
        {
          tell (fixture, &answered[orders[i][j]], (gsize) orders[i][j]);
          tell (fixture, &answered[orders[i][j]], (gsize) orders[i][j]);
        }
      story = tell_story (fixture);
      g_assert_cmpstr (story, ==, wanted);
      report = events_fixture_get (fixture, "/v1/report");
      report_text = to_text (report);
      g_assert_cmpstr (report_text, ==, wanted_report);
    }
}

static double
figure (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_double_member (object, name);
}

static void
tell_customer (EventsFixture *fixture, int n, const char *queue, int began, int accepted, int canceled)
{
  g_autofree char *sid = g_strdup_printf ("c%d", n);
  g_autofree char *asid = g_strdup_printf ("d%d", n);
  g_autofree char *created =
    g_strdup_printf ("TaskSid=WTc%d&TaskAge=0&TaskChannelUniqueName=voice", n);
  int end = accepted > 0 ? accepted : canceled;
  g_autofree char *ended =
    g_strdup_printf ("TaskSid=WTc%d&TaskAge=%d&ReservationSid=WR%d&TaskQueueSid=%s&TaskQueueName=%s",
                     n, end, n, queue, queue);

  events_fixture_tell (fixture, sid, "task.created", began, created);
  if (end > 0)
    events_fixture_tell (fixture, asid, accepted > 0 ? "reservation.accepted" : "task.canceled",
                         began + end, ended);
}

static void
test_report (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) report = NULL;
  g_autoptr(JsonObject) strict = NULL;
  g_autoptr(JsonObject) none = NULL;
  JsonArray *days;
  JsonObject *support;

  tell_customer (fixture, 1, "Support", -1000, 10, 0);
  tell_customer (fixture, 2, "Support", -900, 30, 0);
  tell_customer (fixture, 3, "Support", -800, 0, 40);
  tell_customer (fixture, 4, "Sales", -700, 20, 0);
  tell_customer (fixture, 5, "Sales", -2 * 24 * 3600, 0, 5);
  tell_customer (fixture, 6, NULL, -10, 0, 0);
  report = events_fixture_get (fixture, "/v1/report?timezone=Europe/Berlin");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpfloat (figure (report, "tasks"), ==, 6);
  g_assert_cmpfloat (figure (report, "answered"), ==, 3);
  g_assert_cmpfloat (figure (report, "abandoned"), ==, 2);
  g_assert_cmpfloat (figure (report, "undecided"), ==, 1);
  g_assert_cmpfloat_with_epsilon (figure (report, "service_level"), 2.0 / 5, 1e-9);
  g_assert_cmpfloat (figure (report, "average_speed_of_answer_seconds"), ==, 20);
  g_assert_cmpfloat (figure (report, "longest_answer_seconds"), ==, 30);
  g_assert_cmpfloat (figure (report, "average_abandon_seconds"), ==, 22.5);
  days = json_object_get_array_member (report, "days");
  g_assert_cmpuint (json_array_get_length (days), ==, 2);
  g_assert_cmpfloat (figure (json_array_get_object_element (days, 0), "tasks"), ==, 1);
  support = json_array_get_object_element (
    json_object_get_array_member (json_array_get_object_element (days, 1), "queues"), 0);
  g_assert_cmpstr (company_text (support, "queue"), ==, "Support");
  g_assert_cmpfloat_with_epsilon (figure (support, "service_level"), 1.0 / 3, 1e-9);

  strict = events_fixture_get (fixture, "/v1/report?service_level_seconds=10");
  g_assert_cmpfloat (figure (strict, "answered_in_time"), ==, 1);
  none = events_fixture_get (fixture, "/v1/report?channel=chat");
  g_assert_true (json_object_get_null_member (none, "service_level"));
}

static void
test_report_refuses (EventsFixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {
    "timezone=../../etc/passwd", "timezone=/etc/passwd", "timezone=:/etc/passwd",
    "timezone=Nowhere/Atlantis", "service_level_seconds=0", "since=0&until=99999999999",
    "since=tomorrow", "until=10&since=20",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/report?", bad[i], NULL);
      g_autoptr(JsonObject) answer = events_fixture_get (fixture, path);

      company_assert_refused (fixture, answer, 400, "bad-request");
    }
}

static int
count_gaps (EventsFixture *fixture, const char *missing)
{
  g_autoptr(JsonObject) answer = events_fixture_get (fixture, "/v1/events/gaps");

  return (int) json_object_get_int_member (json_object_get_object_member (answer, "counts"), missing);
}

/* An event that was lost is missed once those after it are a minute old; what began before we
 * listened, or is left out by the workspace's filter, is not. */
static void
test_gaps (EventsFixture *fixture, gconstpointer data)
{
  events_fixture_tell (fixture, "1", "reservation.accepted", 0,
                       "TaskSid=WTold&TaskAge=100&ReservationSid=WRold");
  server_fixture_advance (&fixture->base, 100);
  events_fixture_tell (fixture, "2", "task.completed", 0, "TaskSid=WTlost&TaskAge=50");
  server_fixture_advance (&fixture->base, 61);
  g_assert_cmpint (count_gaps (fixture, "task.created"), ==, 0);
  g_assert_cmpint (count_gaps (fixture, "reservation.accepted"), ==, 1);

  events_fixture_tell (fixture, "3", "task.created", 0, "TaskSid=WTgood&TaskAge=0");
  events_fixture_tell (fixture, "4", "reservation.created", 1,
                       "TaskSid=WTgood&TaskAge=1&ReservationSid=WRgood");
  events_fixture_tell (fixture, "5", "reservation.accepted", 2,
                       "TaskSid=WTgood&TaskAge=2&ReservationSid=WRlost");
  g_assert_cmpint (count_gaps (fixture, "task.created"), ==, 1);
  g_assert_cmpint (count_gaps (fixture, "reservation.created"), ==, 0);
  server_fixture_advance (&fixture->base, 61);
  g_assert_cmpint (count_gaps (fixture, "reservation.created"), ==, 1);

  /* They come after all. */
  events_fixture_tell (fixture, "6", "task.created", -172, "TaskSid=WTlost&TaskAge=0");
  events_fixture_tell (fixture, "7", "reservation.accepted", -150,
                       "TaskSid=WTlost&TaskAge=20&ReservationSid=WRx");
  events_fixture_tell (fixture, "8", "reservation.created", -60,
                       "TaskSid=WTgood&TaskAge=1&ReservationSid=WRlost");
  g_assert_cmpint (count_gaps (fixture, "task.created"), ==, 0);
  g_assert_cmpint (count_gaps (fixture, "reservation.created"), ==, 0);
  g_assert_cmpint (count_gaps (fixture, "reservation.accepted"), ==, 0);
}

/* What the service itself tells has no gaps, and makes a story to its end. */
static void
test_service (EventsFixture *fixture, gconstpointer data)
{
  ServerFixture *base = &fixture->base;
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  TrsReservation *reservation;
  g_autofree char *path = NULL;
  g_autoptr(JsonObject) story = NULL;
  g_autofree char *text = NULL;

  events_fixture_follow (fixture);
  trs_worker_update (base->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  reservation = g_ptr_array_index (base->dave->reservations, 0);
  g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
  server_fixture_advance (base, 7);
  g_assert_true (trs_task_complete (reservation->task, TRS_ANY_VERSION, "done", NULL));
  events_fixture_wait_for (fixture, "type=task.completed", 1);
  events_fixture_wait_for (fixture, "type=reservation.completed", 1);
  server_fixture_advance (base, 120);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const kinds[] = { "task.created", "reservation.created",
                                           "reservation.accepted" };

      g_assert_cmpint (count_gaps (fixture, kinds[i]), ==, 0);
    }
  path = g_strdup_printf ("/v1/tasks/%s/story", reservation->task->base.sid);
  story = events_fixture_get (fixture, path);
  text = to_text (story);
  g_assert_cmpstr (company_text (story, "state"), ==, "completed");
  g_assert_nonnull (strstr (text, "Waits in Support"));
  g_assert_nonnull (strstr (text, "Accepted by dave"));
  g_assert_nonnull (strstr (text, "Completed: done"));
}

static void
test_unknown (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = events_fixture_get (fixture, "/v1/tasks/WTnobody/story");
  g_autoptr(JsonObject) refusal = company_fixture_ask (fixture, "GET", "/v1/report", NULL, NULL);

  g_assert_cmpstr (company_text (answer, "code"), ==, "not-found");
  company_assert_refused (fixture, refusal, 401, "bad-token");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  EVENTS_TEST ("/report/reordered", test_reordered);
  EVENTS_TEST ("/report/figures", test_report);
  EVENTS_TEST ("/report/refuses", test_report_refuses);
  EVENTS_TEST ("/report/gaps", test_gaps);
  EVENTS_TEST ("/report/service", test_service);
  EVENTS_TEST ("/report/unknown", test_unknown);
  return g_test_run ();
}
