/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* What a supervisor may. */

static gboolean
has_role (JsonArray *roles, const char *role)
{
  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonNode *node = json_array_get_element (roles, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_strcmp0 (json_node_get_string (node), role) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * tra_session_is_supervisor:
 * @self: a session
 *
 * An administrator gives the role in the worker's own attributes, as the service's contact centre
 * product has it: `"roles": ["supervisor"]`, or `"admin"`. What a supervisor asks goes by the account's
 * own right, whatever the token's role: the lists of tasks and of their reservations are for that right
 * only. A company's server has that right, and says itself who is a supervisor.
 *
 * Returns: whether the team is shown, and may be helped
 */
gboolean
tra_session_is_supervisor (TraSession *self)
{
  JsonObject *attributes;
  JsonNode *roles;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  if (!self->is_signed_in || self->client == NULL)
    return FALSE;
  if (self->company != NULL)
    return tra_company_is_supervisor (self->company);

  attributes = tr_worker_get_attributes (self->worker);
  roles = json_object_get_member (attributes, "roles");
  if (roles == NULL || !JSON_NODE_HOLDS_ARRAY (roles))
    return FALSE;

  return has_role (json_node_get_array (roles), "supervisor") ||
         has_role (json_node_get_array (roles), "admin");
}

/**
 * tra_session_get_supervisor_client:
 * @self: a session
 *
 * Returns: (nullable): what asks the service for a supervisor; %NULL for everybody else
 */
TrClient *
tra_session_get_supervisor_client (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return tra_session_is_supervisor (self) ? self->client : NULL;
}
