/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "test-bridge.h"
#include "tra-keyring.h"

static const TraKeyringKey dave = { "http://127.0.0.1:1", "AC00000000000000000000000000000001",
                                    "dave", "WK1" };
static const TraKeyringKey edith = { "http://127.0.0.1:1", "AC00000000000000000000000000000001",
                                     "edith", "WK2" };

/* libsecret's file leaks an etag with every write after the first one (0.20), on stacks without a
 * name that could be suppressed. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static char *folder;

static void
remove_folder (void)
{
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);

  g_unlink (path);
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

/* libsecret reads these once in a process, so the file cannot be one for each test. */
static void
use_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (folder != NULL)
    return;

  folder = g_dir_make_tmp ("keyring-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  atexit (remove_folder);
}

typedef struct
{
  TrClock *clock;
  TraKeyring *keyring;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  use_file ();
  fixture->clock = tr_clock_new_manual (G_USEC_PER_SEC);
  fixture->keyring = tra_keyring_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  test_settle ();
  g_assert_finalize_object (fixture->keyring);
  g_assert_finalize_object (fixture->clock);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

/* (transfer full) */
static char *
look_up (Fixture *fixture, const TraKeyringKey *key)
{
  g_autoptr(GError) error = NULL;
  TraKeyringState state;
  char *secret;

  g_clear_object (&fixture->result);
  tra_keyring_lookup_async (fixture->keyring, key, FALSE, NULL, done_cb, fixture);
  test_wait (fixture->result != NULL);
  secret = tra_keyring_lookup_finish (fixture->keyring, fixture->result, &state, &error);
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, TRA_KEYRING_OPEN);
  return secret;
}

static void
finish (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  TraKeyringState state;

  test_wait (fixture->result != NULL);
  g_assert_true (tra_keyring_finish (fixture->keyring, fixture->result, &state, &error));
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, TRA_KEYRING_OPEN);
}

static void
store (Fixture *fixture, const TraKeyringKey *key, const char *secret)
{
  g_clear_object (&fixture->result);
  tra_keyring_store_async (fixture->keyring, key, secret, NULL, done_cb, fixture);
  finish (fixture);
}

static void
clear (Fixture *fixture, const TraKeyringKey *key)
{
  g_clear_object (&fixture->result);
  tra_keyring_clear_async (fixture->keyring, key, NULL, done_cb, fixture);
  finish (fixture);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  char *secret;

  g_assert_null (look_up (fixture, &dave));
  store (fixture, &dave, "made-up");
  store (fixture, &dave, "another");
  secret = look_up (fixture, &dave);
  g_assert_cmpstr (secret, ==, "another");
  tra_keyring_free_secret (secret);
  g_assert_null (look_up (fixture, &edith));

  clear (fixture, &dave);
  g_assert_null (look_up (fixture, &dave));
  clear (fixture, &dave);
}

/* One name in two workspaces, and what a version before kept for both: none finds another's. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  const TraKeyringKey twin = { dave.service_url, dave.account_sid, dave.worker, "WK3" };
  const TraKeyringKey old = { dave.service_url, dave.account_sid, dave.worker, NULL };
  char *secret;

  store (fixture, &dave, "own");
  g_assert_null (look_up (fixture, &twin));
  g_assert_null (look_up (fixture, &old));
  store (fixture, &old, "old");
  store (fixture, &twin, "another's");
  clear (fixture, &old);
  g_assert_null (look_up (fixture, &old));
  clear (fixture, &twin);
  secret = look_up (fixture, &dave);
  g_assert_cmpstr (secret, ==, "own");
  tra_keyring_free_secret (secret);
  clear (fixture, &dave);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  TraKeyringState state;

  tra_keyring_lookup_async (fixture->keyring, &dave, FALSE, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  test_wait (fixture->result != NULL);
  g_assert_null (tra_keyring_lookup_finish (fixture->keyring, fixture->result, &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  TraKeyringState state;

  g_cancellable_cancel (cancellable);
  tra_keyring_store_async (fixture->keyring, &dave, "x", cancellable, done_cb, fixture);
  test_wait (fixture->result != NULL);
  g_assert_false (tra_keyring_finish (fixture->keyring, fixture->result, &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The deadline is ours: whatever the keyring does later is dropped. */
static void
test_too_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TraKeyringState state;

  tra_keyring_lookup_async (fixture->keyring, &dave, FALSE, NULL, done_cb, fixture);
  tr_clock_advance (fixture->clock, 3 * G_USEC_PER_SEC);
  test_wait (fixture->result != NULL);
  g_assert_null (tra_keyring_lookup_finish (fixture->keyring, fixture->result, &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (state, ==, TRA_KEYRING_ABSENT);
  test_settle ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/keyring/kept", test_kept);
  ADD ("/keyring/own", test_own);
  ADD ("/keyring/cancelled", test_cancelled);
  ADD ("/keyring/cancelled/before", test_cancelled_before);
  ADD ("/keyring/too-slow", test_too_slow);

  return g_test_run ();
}
