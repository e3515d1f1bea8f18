/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-bridge.h"
#include "test-token-source.h"
#include "tr-worker.h"

G_BEGIN_DECLS

/* A worker on a clock that stands still, and the bridge that it talks to. */
typedef struct
{
  TrClock *clock;
  TestBridge *bridge;
  SoupSession *session;
  TestTokenSource *source;
  TrWorker *worker;
  GString *told;   /* every signal: "name:short-sid " */
  GString *states; /* every state: "ready " */
  guint n_protocol_errors;
  guint n_done;    /* operations that came to their end */
  GError *error;   /* of the last of them */
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

void fixture_start (Fixture *fixture); /* and waits until ready */
void fixture_wait_state (Fixture *fixture, TrWorkerState state);
void fixture_reconnect (Fixture *fixture); /* after a loss: turns the clock, waits until ready */
void fixture_assert_told (Fixture *fixture, const char *told); /* and forgets it */
void fixture_wait_told (Fixture *fixture, const char *told);
void fixture_done_cb (GObject *source, GAsyncResult *result, gpointer fixture);
void fixture_wait_done (Fixture *fixture);

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

G_END_DECLS
