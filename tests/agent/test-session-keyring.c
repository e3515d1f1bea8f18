/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-keyring.h"
#include "session-fixture.h"
#include "tra-session-forget.h"

/* A keyring that is locked, absent or empty: said, and worked around. */

static void
resume_locked (Fixture *fixture)
{
  fixture_remember (fixture);
  fake_keyring_set_state (TRA_KEYRING_LOCKED);
  tra_session_resume (fixture->session);
  test_wait (!tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_LOCKED);
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
}

static void
test_unlocked (Fixture *fixture, gconstpointer data)
{
  resume_locked (fixture);
  fake_keyring_set_unlocks (TRUE);
  tra_session_unlock_keyring (fixture->session);
  fixture_wait_phase (fixture, TRA_PHASE_OFFLINE);
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_OPEN);
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
test_stayed_locked (Fixture *fixture, gconstpointer data)
{
  resume_locked (fixture);
  tra_session_unlock_keyring (fixture->session);
  test_wait (!tra_session_is_signing_in (fixture->session));
  g_assert_cmpstr (fixture->toasts->str, ==, "The keyring stayed locked|");
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
}

static void
test_unlock_cancelled (Fixture *fixture, gconstpointer data)
{
  resume_locked (fixture);
  tra_session_unlock_keyring (fixture->session);
  g_assert_true (tra_session_is_signing_in (fixture->session));
  tra_session_cancel_sign_in (fixture->session);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  test_settle ();
  g_assert_cmpstr (fixture->toasts->str, ==, "");
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  fixture_remember (fixture);
  fake_keyring_set_state (TRA_KEYRING_ABSENT);
  tra_session_resume (fixture->session);
  test_wait (!tra_session_is_signing_in (fixture->session));
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_ABSENT);
  g_assert_null (fixture->failed_text);
}

static void
test_probed (Fixture *fixture, gconstpointer data)
{
  fake_keyring_set_state (GPOINTER_TO_INT (data));
  tra_session_probe_keyring (fixture->session);
  test_wait (tra_session_get_keyring_state (fixture->session) == (TraKeyringState) GPOINTER_TO_INT (data));
  g_assert_false (tra_session_is_signing_in (fixture->session));
}

static char *
kept_secret (Fixture *fixture)
{
  const TraKeyringKey key = { test_bridge_get_url (fixture->bridge), TEST_ACCOUNT, "dave",
                              TEST_WORKER };

  return fake_keyring_dup (&key);
}

/* While signed in: the session goes on, and the next start asks. */
static void
test_forgotten_now (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;

  g_assert_false (tra_session_is_saved (fixture->session));
  fixture_start (fixture);
  g_assert_true (tra_session_is_saved (fixture->session));
  kept = kept_secret (fixture);
  g_assert_nonnull (kept);
  tra_session_forget_saved (fixture->session);
  test_settle ();
  gone = kept_secret (fixture);
  g_assert_null (gone);
  g_assert_false (tra_session_is_saved (fixture->session));
  g_assert_false (tra_session_can_resume (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_OFFLINE);
}

/* A locked keyring keeps the secret: that is said, once somebody can read it, and made good later. */
static void
test_forgotten_later (Fixture *fixture, gconstpointer data)
{
  g_autofree char *while_locked = NULL;
  g_autofree char *still_locked = NULL;
  g_autofree char *unlocked = NULL;

  fixture_start (fixture);
  fake_keyring_set_state (TRA_KEYRING_LOCKED);
  tra_session_sign_out (fixture->session);
  test_wait (fixture->n_signed_out == 1);
  test_settle ();
  while_locked = kept_secret (fixture);
  g_assert_nonnull (while_locked);
  g_assert_cmpstr (fixture->toasts->str, ==,
                   "The keyring is locked and still holds the secret; it is removed at the next "
                   "start with the keyring open.|");

  g_string_truncate (fixture->toasts, 0);
  tra_session_resume (fixture->session);
  test_settle ();
  still_locked = kept_secret (fixture);
  g_assert_nonnull (still_locked);

  fake_keyring_set_state (TRA_KEYRING_OPEN);
  tra_session_resume (fixture->session);
  test_settle ();
  unlocked = kept_secret (fixture);
  g_assert_null (unlocked);
  g_assert_cmpstr (fixture->toasts->str, ==, "");

  /* And no more: the next secret is not touched. */
  fixture_remember (fixture);
  g_settings_set_boolean (fixture->settings, "signed-in", FALSE);
  tra_session_resume (fixture->session);
  test_settle ();
  unlocked = kept_secret (fixture);
  g_assert_nonnull (unlocked);
}

static gboolean
is_owed (Fixture *fixture)
{
  g_autoptr(GVariant) owed = g_settings_get_value (fixture->settings, "forget-secrets");

  return g_variant_n_children (owed) > 0;
}

/* A keyring that does not answer, or a program that ends before it does, keeps the secret as well. */
static void
test_forgotten_unheard (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;

  fixture_start (fixture);
  fake_keyring_set_state (TRA_KEYRING_ABSENT);
  tra_session_sign_out (fixture->session);
  g_assert_true (is_owed (fixture)); /* before any answer */
  test_wait (fixture->n_signed_out == 1);
  test_settle ();
  kept = kept_secret (fixture);
  g_assert_nonnull (kept);
  g_assert_true (is_owed (fixture));

  fake_keyring_set_state (TRA_KEYRING_OPEN);
  tra_session_resume (fixture->session);
  test_settle ();
  gone = kept_secret (fixture);
  g_assert_null (gone);
  g_assert_false (is_owed (fixture));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_PROBE(path, state)                                                                     \
  g_test_add (path, Fixture, GINT_TO_POINTER (state), fixture_set_up_signed_out, test_probed,      \
              fixture_tear_down)
  ADD_SIGNED_OUT ("/session/keyring/unlocked", test_unlocked);
  ADD_SIGNED_OUT ("/session/keyring/stayed-locked", test_stayed_locked);
  ADD_SIGNED_OUT ("/session/keyring/unlock-cancelled", test_unlock_cancelled);
  ADD_SIGNED_OUT ("/session/keyring/absent", test_absent);
  ADD_SIGNED_OUT ("/session/keyring/forgotten-now", test_forgotten_now);
  ADD_SIGNED_OUT ("/session/keyring/forgotten-later", test_forgotten_later);
  ADD_SIGNED_OUT ("/session/keyring/forgotten-unheard", test_forgotten_unheard);
  ADD_PROBE ("/session/keyring/probed/open", TRA_KEYRING_OPEN);
  ADD_PROBE ("/session/keyring/probed/absent", TRA_KEYRING_ABSENT);

  return g_test_run ();
}
