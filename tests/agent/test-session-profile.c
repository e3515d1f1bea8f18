/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fake-keyring.h"
#include "session-fixture.h"
#include "tra-log-keeper.h"
#include "tra-profile.h"
#include "tra-session-profile.h"

/* Several people at one desk: each with a name in the settings and a secret in the keyring. */

#define SUSAN_WORKER "WK00000000000000000000000000000002"
#define SECRET "made-up-auth-token-fedcba9876543"

static void
name_somebody (Fixture *fixture, const char *worker, const char *worker_sid)
{
  g_settings_set_string (fixture->settings, "sign-in-with", "account");
  g_settings_set_string (fixture->settings, "account-sid", TEST_ACCOUNT);
  g_settings_set_string (fixture->settings, "workspace", "writers");
  g_settings_set_string (fixture->settings, "workspace-name", "writers");
  g_settings_set_string (fixture->settings, "workspace-sid", TEST_WORKSPACE);
  g_settings_set_string (fixture->settings, "worker", worker);
  g_settings_set_string (fixture->settings, "worker-sid", worker_sid);
}

static const char *
service (Fixture *fixture)
{
  return test_bridge_get_url (fixture->bridge);
}

/* "dave,susan": who can sign in. */
static char *
dup_names (Fixture *fixture)
{
  g_autoptr(GPtrArray) list = tra_profile_list (fixture->settings, service (fixture));
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      TraProfile *profile = g_ptr_array_index (list, i);

      g_string_append_printf (names, "%s%s%s", i > 0 ? "," : "", profile->worker,
                              profile->is_last ? "*" : "");
    }
  return g_strdup (names->str);
}

static char *
dup_id (Fixture *fixture, const char *worker)
{
  g_autoptr(GPtrArray) list = tra_profile_list (fixture->settings, service (fixture));

  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((TraProfile *) g_ptr_array_index (list, i))->worker, worker))
      return g_strdup (((TraProfile *) g_ptr_array_index (list, i))->id);
  g_assert_not_reached ();
}

static gboolean
has_secret (Fixture *fixture, const char *worker)
{
  const char *sid = g_str_equal (worker, "dave") ? TEST_WORKER : SUSAN_WORKER;
  const TraKeyringKey key = { service (fixture), TEST_ACCOUNT, worker, sid };
  g_autofree char *secret = fake_keyring_dup (&key);

  return secret != NULL;
}

/* Susan was here before; dave is signed in. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up_signed_out (fixture, data);
  name_somebody (fixture, "susan", SUSAN_WORKER);
  tra_profile_keep (fixture->settings, service (fixture));
  if (data != NULL)
    {
      const TraKeyringKey key = { service (fixture), TEST_ACCOUNT, "susan", SUSAN_WORKER };

      fake_keyring_put (&key, SECRET);
    }
  fixture_start (fixture);
}

static void
assert_names (Fixture *fixture, const char *expected)
{
  g_autofree char *names = dup_names (fixture);

  g_assert_cmpstr (names, ==, expected);
}

/* There and back, and nobody had to type a secret. */
static void
test_switched (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autofree char *dave = dup_id (fixture, "dave");

  assert_names (fixture, "dave*,susan");
  tra_session_switch_profile (fixture->session, susan);
  g_assert_true (tra_session_is_switching (fixture->session));
  test_wait (fixture->n_signed_in == 2);
  g_assert_cmpuint (fixture->n_signed_out, ==, 1);
  g_assert_false (tra_session_is_switching (fixture->session));
  assert_names (fixture, "susan*,dave");
  g_assert_true (has_secret (fixture, "dave"));

  tra_session_switch_profile (fixture->session, dave);
  test_wait (fixture->n_signed_in == 3);
  test_wait (tr_worker_get_state (tra_session_get_worker (fixture->session)) == TR_WORKER_READY);
  assert_names (fixture, "dave*,susan");
  g_assert_true (has_secret (fixture, "susan"));
  g_assert_null (fixture->failed_text);
}

static void
come_again (Fixture *fixture, guint n_signed_in)
{
  tra_session_leave_async (fixture->session, NULL, NULL);
  test_wait (fixture->n_signed_out == n_signed_in - 1);
  tra_session_resume (fixture->session);
  test_wait (fixture->n_signed_in == n_signed_in);
  test_wait (tr_worker_get_state (tra_session_get_worker (fixture->session)) == TR_WORKER_READY);
}

/* Who called one of them is nothing that the next one reads. */
static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autoptr(TraLog) log = tra_log_new (fixture->clock);
  g_autoptr(TraLogKeeper) keeper = tra_log_keeper_new (fixture->session, log);
  g_autofree char *own = NULL;
  g_autofree char *text = NULL;

  come_again (fixture, 2);
  tra_log_add (log, TRA_LOG_OFFER, "A caller of dave’s");
  come_again (fixture, 3);
  own = tra_log_to_text (log, NULL);
  g_assert_nonnull (strstr (own, "dave’s"));

  tra_log_clear (log); /* can be undone, but not by susan */
  tra_log_add (log, TRA_LOG_OFFER, "Another caller of dave’s");
  tra_session_switch_profile (fixture->session, susan);
  test_wait (fixture->n_signed_in == 4);
  tra_log_restore (log);
  text = tra_log_to_text (log, NULL);
  g_assert_null (strstr (text, "dave’s"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (log)), >, 0);
}

/* Who leaves is offline first, as at every end. */
static void
test_left_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");

  fixture_go_online (fixture);
  tra_session_switch_profile (fixture->session, susan);
  test_wait (fixture->n_signed_in == 2);
  g_assert_cmpstr (json_object_get_string_member (test_bridge_get_worker (fixture->bridge),
                                                  "activity_name"),
                   ==, "Offline");
}

/* The form asks, and is about the one who was chosen. */
static void
test_no_secret (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autofree char *worker = NULL;

  tra_session_switch_profile (fixture->session, susan);
  test_wait (fixture->n_signed_out == 1 && !tra_session_is_switching (fixture->session));
  g_assert_cmpint (tra_session_get_phase (fixture->session), ==, TRA_PHASE_SIGNED_OUT);
  g_assert_null (fixture->failed_text);
  worker = g_settings_get_string (fixture->settings, "worker");
  g_assert_cmpstr (worker, ==, "susan");
  g_assert_true (has_secret (fixture, "dave"));
  test_settle ();
}

static void
test_somebody_new (Fixture *fixture, gconstpointer data)
{
  g_autofree char *worker = NULL;

  tra_session_switch_profile (fixture->session, NULL);
  test_wait (fixture->n_signed_out == 1 && !tra_session_is_switching (fixture->session));
  worker = g_settings_get_string (fixture->settings, "worker");
  g_assert_cmpstr (worker, ==, "");
  g_assert_false (tra_session_can_resume (fixture->session));
  assert_names (fixture, "dave,susan");
  test_settle ();
}

/* While the keyring is asked for the secret, which may take a person's answer. */
static void
test_removed_on_the_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dave = dup_id (fixture, "dave");

  tra_session_leave_async (fixture->session, NULL, NULL);
  test_wait (fixture->n_signed_out == 1);
  tra_session_resume (fixture->session);
  g_assert_true (tra_session_is_signing_in (fixture->session));
  tra_session_remove_profile (fixture->session, dave);
  g_assert_false (tra_session_is_signing_in (fixture->session));
  test_settle ();
  g_assert_cmpuint (fixture->n_signed_in, ==, 1);
  assert_names (fixture, "susan");
  g_assert_false (has_secret (fixture, "dave"));
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autofree char *dave = dup_id (fixture, "dave");

  tra_session_remove_profile (fixture->session, dave); /* who is at the desk stays */
  tra_session_remove_profile (fixture->session, susan);
  test_settle ();
  assert_names (fixture, "dave*");
  g_assert_false (has_secret (fixture, "susan"));
  g_assert_true (has_secret (fixture, "dave"));
}

#define OTHER_SUSAN_WORKER "WK00000000000000000000000000000003"

static void
assert_secret (Fixture *fixture, const char *worker_sid, const char *expected)
{
  const TraKeyringKey key = { service (fixture), TEST_ACCOUNT, "susan", worker_sid };
  g_autofree char *secret = fake_keyring_dup (&key);

  g_assert_cmpstr (secret, ==, expected);
}

/* Susan in a second workspace, too; dave is signed in. */
static char *
keep_other_susan (Fixture *fixture)
{
  char *id;

  g_settings_set_string (fixture->settings, "workspace-sid", "WS00000000000000000000000000000002");
  name_somebody (fixture, "susan", OTHER_SUSAN_WORKER);
  tra_profile_keep (fixture->settings, service (fixture));
  id = dup_id (fixture, "susan");
  fixture_remember (fixture);
  return id;
}

/* One name in two workspaces of an account: each has a secret of her own. */
static void
test_own_secret (Fixture *fixture, gconstpointer data)
{
  const TraKeyringKey key = { service (fixture), TEST_ACCOUNT, "susan", OTHER_SUSAN_WORKER };
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autofree char *other = keep_other_susan (fixture);

  g_assert_cmpstr (other, !=, susan);
  fake_keyring_put (&key, "another-made-up-secret");
  tra_session_remove_profile (fixture->session, susan);
  test_settle ();
  assert_secret (fixture, SUSAN_WORKER, NULL);
  assert_secret (fixture, OTHER_SUSAN_WORKER, "another-made-up-secret");
  tra_session_remove_profile (fixture->session, other);
  test_settle ();
  assert_secret (fixture, OTHER_SUSAN_WORKER, NULL);
}

/* As a version before left it: one for both. */
static void
put_old_secret (Fixture *fixture)
{
  const TraKeyringKey old = { service (fixture), TEST_ACCOUNT, "susan", NULL };

  g_settings_reset (fixture->settings, "own-secrets");
  fake_keyring_put (&old, SECRET);
}

/* Both go on without typing anything, and what was for both is gone. */
static void
test_old_secret (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = keep_other_susan (fixture);

  put_old_secret (fixture);
  come_again (fixture, 2);
  assert_secret (fixture, SUSAN_WORKER, SECRET);
  assert_secret (fixture, OTHER_SUSAN_WORKER, SECRET);
  assert_secret (fixture, NULL, NULL);
  g_assert_true (g_settings_get_boolean (fixture->settings, "own-secrets"));
}

/* What was typed since is newer, and a keyring that was locked at first is asked again. */
static void
test_old_secret_later (Fixture *fixture, gconstpointer data)
{
  const TraKeyringKey key = { service (fixture), TEST_ACCOUNT, "susan", SUSAN_WORKER };
  g_autofree char *other = keep_other_susan (fixture);

  put_old_secret (fixture);
  fake_keyring_put (&key, "typed-since");
  fake_keyring_set_state (TRA_KEYRING_LOCKED);
  tra_session_leave_async (fixture->session, NULL, NULL);
  test_wait (fixture->n_signed_out == 1);
  tra_session_resume (fixture->session);
  test_settle ();
  g_assert_cmpint (tra_session_get_keyring_state (fixture->session), ==, TRA_KEYRING_LOCKED);
  assert_secret (fixture, NULL, SECRET);

  fake_keyring_set_state (TRA_KEYRING_OPEN);
  tra_session_resume (fixture->session);
  test_wait (fixture->n_signed_in == 2);
  assert_secret (fixture, SUSAN_WORKER, "typed-since");
  assert_secret (fixture, OTHER_SUSAN_WORKER, SECRET);
  assert_secret (fixture, NULL, NULL);
}

/* Who is removed before the old one was divided leaves nothing behind, and takes nothing away. */
static void
test_old_secret_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *susan = dup_id (fixture, "susan");
  g_autofree char *other = keep_other_susan (fixture);

  put_old_secret (fixture);
  tra_session_remove_profile (fixture->session, susan);
  test_settle ();
  assert_secret (fixture, SUSAN_WORKER, NULL);
  assert_secret (fixture, OTHER_SUSAN_WORKER, SECRET);
  assert_secret (fixture, NULL, NULL);
}

/* What a version before owed is taken out, and given to nobody. */
static void
test_old_secret_owed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = keep_other_susan (fixture);
  g_autoptr(GVariant) left = NULL;

  put_old_secret (fixture);
  g_settings_set_value (fixture->settings, "forget",
                        g_variant_new_parsed ("[(%s, %s, 'susan')]", service (fixture),
                                              TEST_ACCOUNT));
  come_again (fixture, 2);
  test_settle ();
  assert_secret (fixture, SUSAN_WORKER, NULL);
  assert_secret (fixture, OTHER_SUSAN_WORKER, NULL);
  assert_secret (fixture, NULL, NULL);
  left = g_settings_get_value (fixture->settings, "forget");
  g_assert_cmpuint (g_variant_n_children (left), ==, 0);
}

/* Who is forgotten since so many came after has left no secret either. */
static void
test_crowded_out (Fixture *fixture, gconstpointer data)
{
  g_assert_true (has_secret (fixture, "susan"));
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("eve%u", i);
      g_autofree char *sid = g_strdup_printf ("WK0000000000000000000000000000010%u", i);

      name_somebody (fixture, name, sid);
      tra_profile_keep (fixture->settings, service (fixture));
    }
  assert_names (fixture, "eve9*,eve8,eve7,eve6,eve5,eve4,eve3,eve2,eve1,eve0,dave,susan");

  name_somebody (fixture, "frank", "WK00000000000000000000000000000200");
  tra_session_switch_profile (fixture->session, NULL);
  test_wait (fixture->n_signed_out == 1);
  test_settle ();
  g_assert_false (has_secret (fixture, "susan"));
  g_assert_true (has_secret (fixture, "dave"));
}

/* What people write into the settings by hand is nobody, and no harm. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "[{'worker': <'eve'>}]",
    "[@a{sv} {}]",
    "[{'sign-in-with': <1>, 'worker': <'eve'>, 'worker-sid': <true>, 'workspace-sid': <'WS1'>}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GVariant) value =
          g_variant_parse (G_VARIANT_TYPE ("aa{sv}"), texts[i], NULL, NULL, NULL);

      g_assert_nonnull (value);
      g_settings_set_value (fixture->settings, "profiles", value);
      assert_names (fixture, "");
    }
  tra_session_switch_profile (fixture->session, "account  nobody");
  test_wait (fixture->n_signed_out == 1);
  test_settle ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_PROFILE(path, data, function)                                                          \
  g_test_add (path, Fixture, data, set_up, function, fixture_tear_down)
  ADD_PROFILE ("/session/profile/switched", "secret", test_switched);
  ADD_PROFILE ("/session/profile/left-offline", "secret", test_left_offline);
  ADD_PROFILE ("/session/profile/log", "secret", test_log);
  ADD_PROFILE ("/session/profile/no-secret", NULL, test_no_secret);
  ADD_PROFILE ("/session/profile/somebody-new", NULL, test_somebody_new);
  ADD_PROFILE ("/session/profile/removed", "secret", test_removed);
  ADD_PROFILE ("/session/profile/removed/on-the-way", "secret", test_removed_on_the_way);
  ADD_PROFILE ("/session/profile/own-secret", "secret", test_own_secret);
  ADD_PROFILE ("/session/profile/old-secret", NULL, test_old_secret);
  ADD_PROFILE ("/session/profile/old-secret/later", NULL, test_old_secret_later);
  ADD_PROFILE ("/session/profile/old-secret/removed", NULL, test_old_secret_removed);
  ADD_PROFILE ("/session/profile/old-secret/owed", NULL, test_old_secret_owed);
  ADD_PROFILE ("/session/profile/crowded-out", "secret", test_crowded_out);
  ADD_PROFILE ("/session/profile/damaged", NULL, test_damaged);

  return g_test_run ();
}
