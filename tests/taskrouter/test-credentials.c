/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-credentials.h"

#define ACCOUNT "AC00000000000000000000000000000001"
#define KEY "SK00000000000000000000000000000001"

static void
test_auth_token (void)
{
  const char *no_keys[] = { NULL, "" };

  for (guint i = 0; i < G_N_ELEMENTS (no_keys); i++)
    {
      TrCredentials *credentials = tr_credentials_new (ACCOUNT, no_keys[i], "made-up");

      g_assert_cmpstr (tr_credentials_get_account_sid (credentials), ==, ACCOUNT);
      g_assert_null (tr_credentials_get_api_key_sid (credentials));
      g_assert_cmpstr (tr_credentials_get_user (credentials), ==, ACCOUNT);
      g_assert_cmpstr (tr_credentials_get_secret (credentials), ==, "made-up");
      g_assert_finalize_object (credentials);
    }
}

static void
test_api_key (void)
{
  TrCredentials *credentials = tr_credentials_new (ACCOUNT, KEY, "made-up");

  g_assert_cmpstr (tr_credentials_get_account_sid (credentials), ==, ACCOUNT);
  g_assert_cmpstr (tr_credentials_get_api_key_sid (credentials), ==, KEY);
  g_assert_cmpstr (tr_credentials_get_user (credentials), ==, KEY);
  g_assert_finalize_object (credentials);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/credentials/auth-token", test_auth_token);
  g_test_add_func ("/credentials/api-key", test_api_key);
  return g_test_run ();
}
