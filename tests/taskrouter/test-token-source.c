/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token-source.h"

#define NOW G_GINT64_CONSTANT (1768471200)
#define ACCOUNT "AC00000000000000000000000000000001"
#define KEY "SK00000000000000000000000000000001"
#define WORKSPACE "WS00000000000000000000000000000001"
#define WORKER "WK00000000000000000000000000000001"

typedef struct
{
  TrClock *clock;
  TrTokenSource *source;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (ACCOUNT, data, "made-up-secret");

  fixture->clock = tr_clock_new_manual (NOW * G_USEC_PER_SEC);
  fixture->source = tr_account_token_source_new (credentials, WORKSPACE, WORKER, "dave", 0,
                                                 fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->source);
  g_assert_finalize_object (fixture->clock);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (source == G_OBJECT (fixture->source));
  g_set_object (&fixture->result, result);
}

static TrToken *
fetch (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  g_clear_object (&fixture->result);
  tr_token_source_fetch_async (fixture->source, cancellable, fetched_cb, fixture);
  g_assert_null (fixture->result);
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tr_token_source_fetch_finish (fixture->source, fixture->result, error);
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) first = fetch (fixture, NULL, &error);
  g_autoptr(TrToken) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (tr_token_is_capability (first), ==, data == NULL);
  g_assert_cmpstr (tr_token_get_worker_sid (first), ==, WORKER);
  g_assert_cmpint (tr_token_get_issued (first), ==, NOW);
  g_assert_cmpint (tr_token_get_expires (first), ==, NOW + 3600);

  tr_clock_advance (fixture->clock, 60 * G_USEC_PER_SEC);
  second = fetch (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tr_token_get_expires (second), ==, NOW + 3660);
  g_assert_cmpstr (tr_token_get_jwt (first), !=, tr_token_get_jwt (second));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (fetch (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, key, test) g_test_add (path, Fixture, key, set_up, test, tear_down)
  ADD ("/token-source/fetch/api-key", KEY, test_fetch);
  ADD ("/token-source/fetch/auth-token", NULL, test_fetch);
  ADD ("/token-source/fetch/cancelled", KEY, test_cancelled);
  return g_test_run ();
}
