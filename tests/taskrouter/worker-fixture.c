/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "worker-fixture.h"

#include <stdlib.h>
#include <string.h>

#define START (1768471200 * G_TIME_SPAN_SECOND)

static const char *const signals[] = {
  "activity-updated",
  "attributes-updated",
  "capacity-updated",
  "channel-availability-updated",
  "reservation-accepted",
  "reservation-canceled",
  "reservation-completed",
  "reservation-created",
  "reservation-failed",
  "reservation-rejected",
  "reservation-rescinded",
  "reservation-timeout",
  "reservation-wrapup",
  "task-canceled",
  "task-completed",
  "task-transfer-attempt-failed",
  "task-transfer-canceled",
  "task-transfer-completed",
  "task-transfer-failed",
  "task-transfer-initiated",
  "task-updated",
  "task-wrapup",
};

/* "WR7" of WR0…07. */
static char *
shorten (const char *sid)
{
  return g_strdup_printf ("%.2s%s", sid, sid + 2 + strspn (sid + 2, "0"));
}

static void
note (Fixture *fixture, const char *name, const char *sid)
{
  g_autofree char *short_sid = shorten (sid);

  g_string_append_printf (fixture->told, "%s:%s ", name, short_sid);
}

static void
signal_cb (GClosure *closure,
           GValue *return_value,
           guint n_values,
           const GValue *values,
           gpointer hint,
           gpointer marshal_data)
{
  Fixture *fixture = closure->data;
  const char *name = g_signal_name (((GSignalInvocationHint *) hint)->signal_id);
  GObject *object = n_values > 1 ? g_value_get_object (&values[1]) : NULL;

  if (object == NULL)
    note (fixture, name, TEST_WORKER);
  else if (TR_IS_ACTIVITY (object))
    note (fixture, name, tr_activity_get_sid (TR_ACTIVITY (object)));
  else if (TR_IS_WORKER_CHANNEL (object))
    note (fixture, name, tr_worker_channel_get_sid (TR_WORKER_CHANNEL (object)));
  else if (TR_IS_RESERVATION (object))
    note (fixture, name, tr_reservation_get_sid (TR_RESERVATION (object)));
  else if (TR_IS_TASK (object))
    note (fixture, name, tr_task_get_sid (TR_TASK (object)));
  else
    note (fixture, name, tr_transfer_get_sid (TR_TRANSFER (object)));
}

static void
state_cb (TrWorker *worker, GParamSpec *pspec, gpointer user_data)
{
  static const char *const names[] = {
    "stopped", "connecting", "ready", "waiting", "signed-out", "displaced",
  };
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->states, "%s ", names[tr_worker_get_state (worker)]);
}

static void
protocol_error_cb (TrWorker *worker, const GError *error, gpointer user_data)
{
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
  ((Fixture *) user_data)->n_protocol_errors++;
}

static void
listen_to_worker (Fixture *fixture)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      GClosure *closure = g_closure_new_simple (sizeof (GClosure), fixture);

      g_closure_set_marshal (closure, signal_cb);
      g_signal_connect_closure (fixture->worker, signals[i], closure, FALSE);
    }
  g_signal_connect (fixture->worker, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->worker, "protocol-error", G_CALLBACK (protocol_error_cb), fixture);
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrEndpoints) endpoints = NULL;
  g_autoptr(GError) error = NULL;

  fixture->clock = tr_clock_new_manual (START);
  fixture->bridge = test_bridge_new (fixture->clock);
  fixture->session = soup_session_new ();
  fixture->source = test_token_source_new (fixture->clock);
  fixture->told = g_string_new (NULL);
  fixture->states = g_string_new (NULL);
  endpoints = tr_endpoints_new (test_bridge_get_url (fixture->bridge), &error);
  g_assert_no_error (error);
  fixture->worker = tr_worker_new (endpoints, fixture->session, TR_TOKEN_SOURCE (fixture->source),
                                   fixture->clock);
  listen_to_worker (fixture);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->worker != NULL)
    g_assert_finalize_object (fixture->worker);
  test_settle ();
  g_assert_finalize_object (fixture->source);
  g_assert_finalize_object (fixture->session);
  test_bridge_free (fixture->bridge);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
  g_string_free (fixture->told, TRUE);
  g_string_free (fixture->states, TRUE);
  g_clear_error (&fixture->error);
}

void
fixture_wait_state (Fixture *fixture, TrWorkerState state)
{
  test_wait (tr_worker_get_state (fixture->worker) == state);
}

void
fixture_start (Fixture *fixture)
{
  tr_worker_start (fixture->worker);
  fixture_wait_state (fixture, TR_WORKER_READY);
}

void
fixture_reconnect (Fixture *fixture)
{
  gint64 wait;

  fixture_wait_state (fixture, TR_WORKER_WAITING);
  wait = tr_worker_get_retry_time (fixture->worker) -
         tr_clock_get_monotonic_time (fixture->clock);
  tr_clock_advance (fixture->clock, wait);
  fixture_wait_state (fixture, TR_WORKER_READY);
}

void
fixture_assert_told (Fixture *fixture, const char *told)
{
  test_settle ();
  g_assert_cmpstr (fixture->told->str, ==, told);
  g_string_truncate (fixture->told, 0);
}

void
fixture_wait_told (Fixture *fixture, const char *told)
{
  test_wait (strlen (fixture->told->str) >= strlen (told));
  fixture_assert_told (fixture, told);
}

void
fixture_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  tr_worker_operation_finish (TR_WORKER (source), result, &fixture->error);
  fixture->n_done++;
}

void
fixture_wait_done (Fixture *fixture)
{
  guint before = fixture->n_done;

  test_wait (fixture->n_done > before);
}
