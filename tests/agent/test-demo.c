/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "test-bridge.h"
#include "tra-demo.h"

#define READY "Task Router sandbox ready at http://127.0.0.1:1234"

/* A program that plays the sandbox: what it does is a shell script. */
typedef struct
{
  TrClock *clock;
  TraDemo *demo;
  char *program;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", (const char *) data);
  int fd = g_file_open_tmp ("sandbox-XXXXXX", &fixture->program, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (fixture->program, text, -1, &error);
  g_assert_no_error (error);
  g_chmod (fixture->program, 0700);
  g_setenv ("TASK_ROUTER_SANDBOX", fixture->program, TRUE);
  fixture->clock = tr_clock_new_manual (G_USEC_PER_SEC);
  fixture->demo = tra_demo_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->demo);
  test_settle ();
  g_assert_finalize_object (fixture->clock);
  g_unlink (fixture->program);
  g_free (fixture->program);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static void
fail (Fixture *fixture, GQuark domain, int code)
{
  g_autoptr(GError) error = NULL;

  test_wait (fixture->result != NULL);
  g_assert_false (tra_demo_start_finish (fixture->demo, fixture->result, &error));
  g_assert_error (error, domain, code);
  g_assert_null (tra_demo_get_url (fixture->demo));
}

static void
test_started (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  tra_demo_start_async (fixture->demo, NULL, done_cb, fixture);
  test_wait (fixture->result != NULL);
  g_assert_true (tra_demo_start_finish (fixture->demo, fixture->result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tra_demo_get_url (fixture->demo), ==, "http://127.0.0.1:1234");
  g_assert_cmpstr (tra_demo_get_account_sid (fixture->demo), ==, "AC1");
  g_assert_cmpstr (tra_demo_get_api_key_sid (fixture->demo), ==, "SK1");
  g_assert_cmpstr (tra_demo_get_api_key_secret (fixture->demo), ==, "a=b");
  g_assert_cmpstr (tra_demo_get_workspace_sid (fixture->demo), ==, "WS1");

  tra_demo_stop (fixture->demo);
  g_assert_null (tra_demo_get_url (fixture->demo));
}

static void
test_ended_early (Fixture *fixture, gconstpointer data)
{
  tra_demo_start_async (fixture->demo, NULL, done_cb, fixture);
  fail (fixture, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_too_slow (Fixture *fixture, gconstpointer data)
{
  tra_demo_start_async (fixture->demo, NULL, done_cb, fixture);
  tr_clock_advance (fixture->clock, 10 * G_USEC_PER_SEC);
  fail (fixture, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  tra_demo_start_async (fixture->demo, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  fail (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  tra_demo_start_async (fixture->demo, NULL, done_cb, fixture);
  tra_demo_stop (fixture->demo);
  fail (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_setenv ("TASK_ROUTER_SANDBOX", "/nowhere/task-router-sandbox", TRUE);
  tra_demo_start_async (fixture->demo, NULL, done_cb, fixture);
  fail (fixture, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, script, function)                                                                \
  g_test_add (path, Fixture, script, set_up, function, tear_down)
  ADD ("/demo/started",
       "echo TR_ACCOUNT_SID=AC1; echo TR_API_KEY_SID=SK1; echo TR_API_KEY_SECRET=a=b\n"
       "echo WORKSPACE_SID=WS1; echo nonsense; echo '" READY "'; exec sleep 60",
       test_started);
  ADD ("/demo/ended-early", "echo TR_ACCOUNT_SID=AC1; exit 3", test_ended_early);
  ADD ("/demo/too-slow", "exec sleep 60", test_too_slow);
  ADD ("/demo/cancelled", "exec sleep 60", test_cancelled);
  ADD ("/demo/stopped", "exec sleep 60", test_stopped);
  ADD ("/demo/missing", "", test_missing);

  return g_test_run ();
}
