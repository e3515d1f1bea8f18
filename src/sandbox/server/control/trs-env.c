/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-env.h"

/**
 * trs_env_new:
 * @server: a server that listens
 *
 * The secrets in it are of this sandbox only, and are the same at every start.
 *
 * Returns: (transfer full): names and values, in order; of the first account and its first
 *   workspace
 */
JsonObject *
trs_env_new (TrsServer *server)
{
  GPtrArray *accounts = trs_engine_get_accounts (trs_server_get_engine (server));
  TrsAccount *account = accounts->len > 0 ? g_ptr_array_index (accounts, 0) : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "TR_BASE_URL", trs_server_get_base_url (server));
  if (account == NULL)
    return object;

  json_object_set_string_member (object, "TR_ACCOUNT_SID", account->base.sid);
  json_object_set_string_member (object, "TR_AUTH_TOKEN", account->auth_token);
  if (account->api_keys->len > 0)
    {
      const TrsApiKey *key = g_ptr_array_index (account->api_keys, 0);

      json_object_set_string_member (object, "TR_API_KEY_SID", key->sid);
      json_object_set_string_member (object, "TR_API_KEY_SECRET", key->secret);
    }
  if (account->workspaces->len > 0)
    {
      TrsWorkspace *workspace = g_ptr_array_index (account->workspaces, 0);

      json_object_set_string_member (object, "WORKSPACE_SID", workspace->base.sid);
    }
  return object;
}
