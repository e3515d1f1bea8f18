/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* 2026-01-15T10:00:00Z */
#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)

/* The default seed, a clock that tests turn, and what happened since it was last looked at. */
typedef struct
{
  TrClock *clock;
  TrsEngine *engine;
  TrsAccount *account;
  TrsWorkspace *workspace;
  TrsWorker *dave, *susan, *edith;
  TrsActivity *offline, *available, *unavailable;
  GPtrArray *log; /* "type" or "type > worker,…" for each event of the workspace */
} Fixture;

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_set_up_seeded (Fixture *fixture, guint32 random_seed);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

void fixture_wait (Fixture *fixture, int seconds);
void fixture_set_activity (TrsWorker *worker, TrsActivity *activity);
TrsCall *fixture_call_in (Fixture *fixture, const char *digits);
TrsTask *fixture_last_task (Fixture *fixture);
TrsTask *fixture_make_task (Fixture *fixture,
                            TrsWorkflow *workflow,
                            const char *attributes,
                            int priority);
TrsWorker *fixture_make_worker (Fixture *fixture, const char *name, const char *attributes);
TrsTaskQueue *fixture_make_queue (Fixture *fixture, const char *name, const char *expression);
TrsWorkflow *fixture_make_workflow (Fixture *fixture, const char *name, const char *configuration);
TrsReservation *fixture_pending (TrsWorker *worker);
void fixture_conference (TrsReservation *reservation, const char *post_work_activity_sid);
void fixture_expect_log (Fixture *fixture, ...) G_GNUC_NULL_TERMINATED;
void fixture_check_invariants (Fixture *fixture);

#define assert_activity(worker, name) \
  g_assert_cmpstr ((worker)->activity->friendly_name, ==, name)
#define assert_task(task, word) \
  g_assert_cmpstr (trs_task_status_to_string ((task)->status), ==, word)
#define assert_reservation(reservation, word) \
  g_assert_cmpstr (trs_reservation_status_to_string ((reservation)->status), ==, word)
#define assert_call(call, word) \
  g_assert_cmpstr (trs_call_status_to_string ((call)->status), ==, word)

G_END_DECLS
