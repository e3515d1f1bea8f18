/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test-bridge.h"
#include "test-token-source.h"
#include "tr-worker.h"

/*
 * bench-events [PAIRS]: how fast a worker takes a burst of events.
 *
 * A child sends PAIRS times reservation.created and reservation.rescinded, each pair of another
 * reservation, as fast as the socket takes them. The time is from the order to send until the last
 * signal; the child's cost is its own.
 */

typedef struct
{
  TrWorker *worker;
  guint n_signals;
} Bench;

/* The child: a bridge that waits for a byte, then sends. */
static void
serve (int orders, int reports, guint n_pairs)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  TestBridge *bridge = test_bridge_new (clock);
  g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func (g_free);
  GPollFD order = { .fd = orders, .events = G_IO_IN };
  const char *url = test_bridge_get_url (bridge);
  char line[128] = { 0 };

  for (guint i = 0; i < n_pairs; i++)
    {
      const char *sid = test_bridge_add_reservation (bridge);

      g_ptr_array_add (frames,
                       test_bridge_reservation_event (bridge, "reservation.created", sid));
      test_bridge_set_reservation (bridge, sid, "rescinded");
      g_ptr_array_add (frames,
                       test_bridge_reservation_event (bridge, "reservation.rescinded", sid));
      test_bridge_remove_reservation (bridge, sid);
    }
  g_strlcpy (line, url, sizeof line);
  if (write (reports, line, sizeof line) != sizeof line)
    exit (1);
  while (g_poll (&order, 1, 0) == 0)
    g_main_context_iteration (NULL, test_bridge_get_n_sockets (bridge) == 0);
  for (guint i = 0; i < frames->len; i++)
    test_bridge_send (bridge, g_ptr_array_index (frames, i));
  while (test_bridge_get_n_sockets (bridge) > 0)
    g_main_context_iteration (NULL, TRUE);
  _exit (0);
}

static void
count_cb (TrWorker *worker, TrReservation *reservation, gpointer user_data)
{
  ((Bench *) user_data)->n_signals++;
}

static double
processor_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6 +
         (double) usage.ru_stime.tv_sec + (double) usage.ru_stime.tv_usec / 1e6;
}

static void
measure (const char *url, int orders, guint n_pairs)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  g_autoptr(TestTokenSource) source = test_token_source_new (clock);
  g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (url, NULL);
  g_autoptr(SoupSession) session = soup_session_new ();
  Bench bench = { tr_worker_new (endpoints, session, TR_TOKEN_SOURCE (source), clock), 0 };
  double before;
  gint64 start, end;

  g_signal_connect (bench.worker, "reservation-created", G_CALLBACK (count_cb), &bench);
  g_signal_connect (bench.worker, "reservation-rescinded", G_CALLBACK (count_cb), &bench);
  tr_worker_start (bench.worker);
  while (tr_worker_get_state (bench.worker) != TR_WORKER_READY)
    g_main_context_iteration (NULL, TRUE);

  before = processor_time ();
  start = g_get_monotonic_time ();
  if (write (orders, "x", 1) != 1)
    exit (1);
  while (bench.n_signals < 2 * n_pairs)
    g_main_context_iteration (NULL, TRUE);
  end = g_get_monotonic_time ();
  printf ("%u events: %.0f/s, %.1f us of processor each\n", bench.n_signals,
          (double) bench.n_signals * 1e6 / (double) (end - start),
          (processor_time () - before) * 1e6 / bench.n_signals);
  tr_worker_stop (bench.worker);
  g_object_unref (bench.worker);
}

int
main (int argc, char **argv)
{
  guint n_pairs = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 5000;
  int orders[2], reports[2];
  char url[128];
  pid_t child;

  if (pipe (orders) != 0 || pipe (reports) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    serve (orders[0], reports[1], n_pairs);
  if (child < 0 || read (reports[0], url, sizeof url) != sizeof url)
    return 1;
  measure (url, orders[1], n_pairs);
  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  return 0;
}
