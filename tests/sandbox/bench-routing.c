/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <time.h>

#include "engine-fixture.h"

/* What a call costs the engine, from the caller's first ring to the task's completion, by how many
 * workers there are. Prints a table; the last column is what matters: it should stay flat. */

#define CALLS 2000

/* Of this process only: whoever else uses the machine is not counted. */
static gint64
microseconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * (gint64) G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Half of them can take the calls, the others are of another queue, or away. */
static void
add_workers (Fixture *fixture, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("worker-%u", i);
      g_autofree char *attributes = g_strdup_printf (
          "{\"skills\":[\"%s\"],\"level\":%u,\"contact_uri\":\"client:w%u\"}",
          i % 4 == 0 ? "sales" : "support", i % 100, i);
      TrsWorker *worker = fixture_make_worker (fixture, name, attributes);

      if (i % 4 != 1)
        fixture_set_activity (worker, fixture->available);
    }
}

static double
route_calls (Fixture *fixture)
{
  gint64 start = microseconds ();

  for (guint i = 0; i < CALLS; i++)
    {
      TrsCall *call = fixture_call_in (fixture, "1");
      TrsTask *task = call->task;
      TrsReservation *reservation = g_ptr_array_index (task->reservations, 0);

      g_assert_true (trs_reservation_accept (reservation, TRS_ANY_VERSION, NULL));
      g_assert_true (trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL));
    }
  return (double) (microseconds () - start) / CALLS;
}

static double
route_ordered (Fixture *fixture)
{
  TrsWorkflow *workflow = fixture_make_workflow (
      fixture, "ordered", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                          "{'queue':'@Support','expression':'worker.level >= task.level',"
                          "'order_by':'worker.level DESC'}]}]}}");
  gint64 start;

  /* What makes the index is counted apart: it is made once. */
  for (guint i = 0; i < 2; i++)
    trs_task_cancel (fixture_make_task (fixture, workflow, "{\"level\":10}", 0), TRS_ANY_VERSION,
                     NULL, NULL);
  start = microseconds ();
  for (guint i = 0; i < CALLS; i++)
    {
      TrsTask *task = fixture_make_task (fixture, workflow, "{\"level\":10}", 0);

      g_assert_cmpuint (task->reservations->len, ==, 1);
      trs_task_cancel (task, TRS_ANY_VERSION, NULL, NULL);
    }
  return (double) (microseconds () - start) / CALLS;
}

/* What a worker's change of activity costs while tasks wait that want somebody else. */
static double
change_activity (guint waiting)
{
  Fixture fixture;
  TrsWorkflow *workflow;
  TrsWorker *worker;
  gint64 start;

  fixture_set_up (&fixture, NULL);
  workflow = fixture_make_workflow (
    &fixture, "others", "{'task_routing':{'filters':[{'expression':'1==1','targets':["
                        "{'queue':'@Support','expression':'worker.level == task.level'}]}]}}");
  worker = fixture_make_worker (&fixture, "me", "{\"skills\":[\"support\"],\"level\":1}");
  for (guint i = 0; i < waiting; i++)
    fixture_make_task (&fixture, workflow, i % 2 == 0 ? "{\"level\":2}" : "{\"level\":3}", 0);
  start = microseconds ();
  for (guint i = 0; i < CALLS / 2; i++)
    {
      fixture_set_activity (worker, fixture.available);
      g_assert_cmpuint (worker->reservations->len, ==, 0);
      fixture_set_activity (worker, fixture.offline);
    }
  start = microseconds () - start;
  fixture_tear_down (&fixture, NULL);
  return (double) start / CALLS;
}

static void
run (guint workers)
{
  Fixture fixture;
  gint64 start;
  double creating, plain, ordered;

  fixture_set_up (&fixture, NULL);
  start = microseconds ();
  add_workers (&fixture, workers);
  creating = (double) (microseconds () - start) / workers;
  /* Until the log is full, memory is what is measured. */
  route_calls (&fixture);
  plain = route_calls (&fixture);
  ordered = route_ordered (&fixture);
  g_print ("%9u  %14.1f  %16.1f  %17.1f\n", workers, creating, plain, ordered);
  fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  static const guint counts[] = { 100, 1000, 10000, 100000 };

  g_print ("  workers  made (us each)  routed (us/call)  ordered (us/task)\n");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    run (counts[i]);
  g_print ("\n  waiting for others  activity set (us)\n");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_print ("%20u  %17.1f\n", counts[i], change_activity (counts[i]));
  return 0;
}
