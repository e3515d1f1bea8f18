/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine-fixture.h"

/* A day of a contact centre, which takes a moment, and is the same every time: hundreds of calls,
 * agents who accept, reject, overlook and wrap up, callers who lose patience. */

#define CALLS 432
#define STEPS 17280 /* of five seconds, half of what a reservation lasts */

typedef struct
{
  GChecksum *checksum; /* of every event, in order */
  guint n_events;
  guint n_accepted;
  guint n_completed;
} Day;

static void
note (Day *day, const char *text)
{
  g_checksum_update (day->checksum, (const guchar *) text, -1);
  g_checksum_update (day->checksum, (const guchar *) "\n", 1);
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, Day *day)
{
  g_autofree char *line = g_strdup_printf (
    "%" G_GINT64_FORMAT " %s %s %s %s %u", tr_clock_get_real_time (trs_engine_get_clock (engine)),
    event->base.sid, event->type, event->resource_sid, event->description,
    event->worker_sids->len);

  note (day, line);
  day->n_events++;
  if (g_str_equal (event->type, "reservation.accepted"))
    day->n_accepted++;
  if (g_str_equal (event->type, "task.completed"))
    day->n_completed++;
}

/* What an agent does with what he has; mostly what he should. */
static void
act (Fixture *fixture, GRand *chance, TrsWorker *worker)
{
  TrsReservation *offer = fixture_pending (worker);
  int choice = g_rand_int_range (chance, 0, 20);

  if (choice == 0)
    fixture_set_activity (worker, g_rand_boolean (chance) ? fixture->unavailable
                                                          : fixture->offline);
  else if (offer == NULL && !worker->activity->is_available)
    fixture_set_activity (worker, fixture->available);
  else if (offer != NULL && choice == 1)
    g_assert_true (trs_reservation_reject (offer, TRS_ANY_VERSION, NULL, NULL));
  else if (offer != NULL && choice < 17)
    fixture_conference (offer, NULL);
  for (guint i = 0; i < worker->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (worker->reservations, i);

      if (reservation->status == TRS_RESERVATION_WRAPPING && choice > 12)
        {
          trs_reservation_complete (reservation, TRS_ANY_VERSION, NULL);
          break;
        }
    }
}

/* The caller who has been there for longest. */
static void
hang_up_someone (Fixture *fixture)
{
  GPtrArray *calls = fixture->account->calls;

  for (guint i = 0; i < calls->len; i++)
    {
      TrsCall *call = g_ptr_array_index (calls, i);

      if (call->status == TRS_CALL_IN_PROGRESS)
        {
          trs_call_hang_up (call, NULL);
          return;
        }
    }
}

static void
spend (Fixture *fixture, GRand *chance)
{
  TrsWorker *workers[] = { fixture->dave, fixture->susan, fixture->edith };

  for (guint i = 0; i < STEPS; i++)
    {
      if (i % (STEPS / CALLS) == 0)
        fixture_call_in (fixture, g_rand_boolean (chance) ? "1" : "2");
      for (guint j = 0; j < G_N_ELEMENTS (workers); j++)
        act (fixture, chance, workers[j]);
      if (g_rand_int_range (chance, 0, 20) == 0)
        hang_up_someone (fixture);
      tr_clock_advance (fixture->clock, G_TIME_SPAN_DAY / STEPS);
    }
}

/* The chance is the story's, the seed the sandbox's. */
static char *
live (guint32 random_seed, guint32 story, Day *day)
{
  Fixture fixture;
  GRand *chance = g_rand_new_with_seed (story);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  *day = (Day) { .checksum = checksum };
  fixture_set_up_seeded (&fixture, random_seed);
  g_signal_connect (fixture.engine, "event", G_CALLBACK (event_cb), day);
  spend (&fixture, chance);
  g_assert_cmpint (tr_clock_get_real_time (fixture.clock) - START, ==, G_TIME_SPAN_DAY);
  fixture_tear_down (&fixture, NULL);
  g_rand_free (chance);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_same (void)
{
  Day first_day, second_day, other_day;
  g_autofree char *first = live (3, 11, &first_day);
  g_autofree char *second = live (3, 11, &second_day);
  g_autofree char *other = live (4, 11, &other_day);

  g_test_message ("%u events, %u accepted, %u completed", first_day.n_events,
                  first_day.n_accepted, first_day.n_completed);
  g_assert_cmpuint (first_day.n_accepted, >, CALLS / 4);
  g_assert_cmpuint (first_day.n_completed, >, CALLS / 4);
  g_assert_cmpuint (first_day.n_events, ==, second_day.n_events);
  g_assert_cmpstr (first, ==, second);
  /* With another seed the SIDs are others. */
  g_assert_cmpstr (first, !=, other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/day/same", test_same);
  return g_test_run ();
}
