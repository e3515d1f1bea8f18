/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-diagnostics.h"

/* What support asks for first, and no secret in it. */

static char *
collect (Fixture *fixture)
{
  g_autoptr(GPtrArray) facts = tra_diagnostics_collect (fixture->session);

  return tra_diagnostics_to_text (facts);
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, words));
}

static void
test_connected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = collect (fixture);

  assert_says (text, "Version: " PACKAGE_VERSION "\n");
  assert_says (text, "SQLite 3.");
  assert_says (text, "Connection: Connected\n");
  assert_says (text, "Account: " TEST_ACCOUNT "\n");
  assert_says (text, "Workspace: writers (" TEST_WORKSPACE ")\n");
  assert_says (text, "Worker: dave (" TEST_WORKER ")\n");
  assert_says (text, "Clock: +0.");
  assert_says (text, "Keyring: Open\n");
  g_assert_null (strstr (text, "Sign-In Valid Until: Unknown"));
}

static void
test_no_secret (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = collect (fixture);
  g_autoptr(GPtrArray) facts = g_ptr_array_new ();
  g_autofree char *masked = NULL;
  TraDiagnostic *fact;

  g_assert_null (strstr (text, "made-up-auth-token"));
  g_assert_null (strstr (text, "eyJ"));

  /* Whatever a service says about a problem may hold one. */
  tra_diagnostics_add (facts, "Last Problem", "%s", "GET https://x/?token=eyJhbGciOi.J9eyJz.abc");
  masked = tra_diagnostics_to_text (facts);
  g_assert_null (strstr (masked, "eyJhbGciOi"));
  fact = g_ptr_array_index (facts, 0);
  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  test_bridge_cut_sockets (fixture->bridge);
  fixture_wait_phase (fixture, TRA_PHASE_CONNECTION_LOST);
  text = collect (fixture);
  assert_says (text, "Connection: Waiting for the next try\n");
  assert_says (text, "Last Problem: ");
}

static void
test_signed_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = collect (fixture);

  assert_says (text, "Connection: Signed out\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/diagnostics/connected", test_connected);
  ADD ("/diagnostics/no-secret", test_no_secret);
  ADD ("/diagnostics/lost", test_lost);
  ADD_SIGNED_OUT ("/diagnostics/signed-out", test_signed_out);

  return g_test_run ();
}
