/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "auth/trs-pass.h"
#include "fuzz.h"
#include "http/trs-refusal.h"
#include "tr-jwt.h"

/* A token as it came, and the same bytes as the claims of a token that is signed well: of either
 * kind. */

#define ACCOUNT "AC00000000000000000000000000000001"
#define KEY "SK00000000000000000000000000000001"
#define NOW G_GINT64_CONSTANT (1768471200)

static void
check (const char *jwt, TrsKeyring *keyring)
{
  static const char *const paths[] = { "", "v1/wschannels/" ACCOUNT "/WK1", "v1/Workspaces/WS1",
                                       "v1/Workspaces/WS1/Tasks/WT1/Reservations/WR1" };
  static const char *const methods[] = { "GET", "POST", "DELETE", "" };
  g_autoptr(TrsForm) params = trs_form_new_urlencoded ("ActivitySid=WA1", 15, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsPass) pass = trs_pass_new (jwt, keyring, NOW, &error);

  g_assert ((pass == NULL) == (error != NULL));
  if (pass == NULL)
    {
      g_assert (trs_refusal_get_status (error) == 401);
      return;
    }
  g_assert (trs_pass_get_account_sid (pass) != NULL && trs_pass_get_workspace_sid (pass) != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (methods); j++)
        trs_pass_allows (pass, methods[j], paths[i], params);
    }
  trs_pass_get_channel (pass);
  trs_pass_is_supervisor (pass);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(TrsKeyring) keyring = trs_keyring_new ();
  g_autofree char *text = g_strndup ((const char *) data, size);
  static const char *const secrets[] = { "made-up-auth-token", "made-up-secret" };

  trs_keyring_add (keyring, ACCOUNT, secrets[0], ACCOUNT);
  trs_keyring_add (keyring, KEY, secrets[1], ACCOUNT);
  check (text, keyring);
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *jwt = tr_jwt_sign (
        G_CHECKSUM_SHA256, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", text, secrets[i]);

      check (jwt, keyring);
    }
  return 0;
}
