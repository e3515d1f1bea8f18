/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "flow/trs-flow-private.h"

#include <string.h>

#include "flow/trs-execution-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"

#define MAX_COMMIT_MESSAGE 1024

static void
revision_free (gpointer data)
{
  TrsFlowRevision *revision = data;

  trs_flow_definition_unref (revision->definition);
  g_free (revision->friendly_name);
  g_free (revision->commit_message);
  g_free (revision);
}

static void
trs_flow_finalize (gpointer data)
{
  TrsFlow *self = data;

  g_ptr_array_unref (self->executions);
  g_ptr_array_unref (self->revisions);
  g_ptr_array_unref (self->test_users);
}

static void
add_revision (TrsFlow *self,
              gboolean is_published,
              const char *friendly_name,
              const char *commit_message,
              TrsFlowDefinition *definition)
{
  TrsFlowRevision *revision = g_new0 (TrsFlowRevision, 1);

  revision->number = (int) self->revisions->len + 1;
  revision->is_published = is_published;
  revision->friendly_name = g_strdup (friendly_name);
  revision->commit_message = g_strdup (commit_message);
  revision->definition = trs_flow_definition_ref (definition);
  revision->date_created = trs_engine_now (self->account->engine);
  g_ptr_array_add (self->revisions, revision);
  trs_resource_touch (self->account->engine, self);
}

static TrsFlow *
flow_alloc (TrsAccount *account, const char *sid)
{
  TrsFlow *self = trs_resource_new (account->engine, TRS_RESOURCE_FLOW, sizeof *self,
                                    trs_flow_finalize, "FW", sid);

  self->account = account;
  self->revisions = g_ptr_array_new_with_free_func (revision_free);
  self->executions = trs_resource_list_new ();
  self->test_users = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (account->flows, self);
  return self;
}

/* Published. @sid is nullable, and free. */
TrsFlow *
trs_flow_new (TrsAccount *account,
              const char *sid,
              const char *friendly_name,
              TrsFlowDefinition *definition)
{
  TrsFlow *self = flow_alloc (account, sid);

  add_revision (self, TRUE, friendly_name, NULL, definition);
  return self;
}

static gboolean
check_change (const TrsFlowChange *change, GError **error)
{
  if (change->friendly_name != NULL &&
      !trs_friendly_name_check (change->friendly_name, "FriendlyName", error))
    return FALSE;
  if (change->is_published == NULL)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "Missing required parameter Status in the post body");
      return FALSE;
    }
  if (change->commit_message != NULL &&
      g_utf8_strlen (change->commit_message, -1) > MAX_COMMIT_MESSAGE)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Invalid parameter CommitMessage: it is longer than %d characters",
                   MAX_COMMIT_MESSAGE);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_required (const char *value, const char *parameter, GError **error)
{
  if (value != NULL)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Missing required parameter %s in the post body", parameter);
  return FALSE;
}

static TrsFlowDefinition *
read_new (const TrsFlowChange *change, JsonObject **details, GError **error)
{
  if (!check_required (change->friendly_name, "FriendlyName", error) ||
      !check_change (change, error) || !check_required (change->definition, "Definition", error))
    return NULL;
  return trs_flow_definition_parse (change->definition, -1, details, error);
}

/**
 * trs_flow_validate:
 * @change: what it would be
 * @details: (out) (optional) (nullable) (transfer full): what is wrong with the definition
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_FLOW_ERROR_INVALID
 *
 * Returns: whether trs_flow_create() would make it
 */
gboolean
trs_flow_validate (const TrsFlowChange *change, JsonObject **details, GError **error)
{
  g_autoptr(TrsFlowDefinition) definition = read_new (change, details, error);

  return definition != NULL;
}

/**
 * trs_flow_create:
 * @account: an account
 * @change: what it is
 * @details: (out) (optional) (nullable) (transfer full): what is wrong with the definition
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_FLOW_ERROR_INVALID
 *
 * Returns: (transfer none): the flow, or %NULL with @error set
 */
TrsFlow *
trs_flow_create (TrsAccount *account,
                 const TrsFlowChange *change,
                 JsonObject **details,
                 GError **error)
{
  g_autoptr(TrsFlowDefinition) definition = read_new (change, details, error);
  TrsFlow *self;

  if (definition == NULL)
    return NULL;

  self = flow_alloc (account, NULL);
  add_revision (self, *change->is_published, change->friendly_name, change->commit_message,
                definition);
  return self;
}

/**
 * trs_flow_update:
 * @self: a flow
 * @change: what is new
 * @details: (out) (optional) (nullable) (transfer full): what is wrong with the definition
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_FLOW_ERROR_INVALID
 *
 * Saves another revision. A draft leaves callers with the published one.
 *
 * Returns: whether it was done
 */
gboolean
trs_flow_update (TrsFlow *self, const TrsFlowChange *change, JsonObject **details, GError **error)
{
  TrsFlowRevision *latest = trs_flow_get_latest (self);
  g_autoptr(TrsFlowDefinition) definition = NULL;

  if (!check_change (change, error))
    return FALSE;
  if (change->definition != NULL)
    definition = trs_flow_definition_parse (change->definition, -1, details, error);
  else
    definition = trs_flow_definition_ref (latest->definition);
  if (definition == NULL)
    return FALSE;

  add_revision (self, *change->is_published,
                change->friendly_name != NULL ? change->friendly_name : latest->friendly_name,
                change->commit_message, definition);
  return TRUE;
}

/**
 * trs_flow_delete:
 * @self: a flow
 * @error: return location
 *
 * Ends its executions.
 *
 * Returns: %TRUE
 */
gboolean
trs_flow_delete (TrsFlow *self, GError **error)
{
  TrsEngine *engine = self->account->engine;
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);

  trs_resource_remove (engine, self->account->flows, self);
  while (self->executions->len > 0)
    {
      TrsExecution *execution = g_ptr_array_index (self->executions, self->executions->len - 1);

      trs_execution_stop (execution);
      trs_resource_remove (engine, self->executions, execution);
    }
  return TRUE;
}

/**
 * trs_flow_set_test_users:
 * @self: a flow
 * @users: (array zero-terminated=1): addresses that may try drafts
 */
void
trs_flow_set_test_users (TrsFlow *self, const char *const *users)
{
  g_ptr_array_set_size (self->test_users, 0);
  for (guint i = 0; users[i] != NULL; i++)
    g_ptr_array_add (self->test_users, g_strdup (users[i]));
}

/**
 * trs_flow_get_latest:
 * @self: a flow
 *
 * Returns: (transfer none): the newest revision, published or not
 */
TrsFlowRevision *
trs_flow_get_latest (TrsFlow *self)
{
  return g_ptr_array_index (self->revisions, self->revisions->len - 1);
}

/**
 * trs_flow_get_published:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the newest published revision
 */
TrsFlowRevision *
trs_flow_get_published (TrsFlow *self)
{
  for (guint i = self->revisions->len; i > 0; i--)
    {
      TrsFlowRevision *revision = g_ptr_array_index (self->revisions, i - 1);

      if (revision->is_published)
        return revision;
    }
  return NULL;
}

/**
 * trs_flow_get_revision:
 * @self: a flow
 * @number: from 1
 *
 * Returns: (transfer none) (nullable): the revision
 */
TrsFlowRevision *
trs_flow_get_revision (TrsFlow *self, int number)
{
  if (number < 1 || (guint) number > self->revisions->len)
    return NULL;
  return g_ptr_array_index (self->revisions, number - 1);
}

/* Where the service has flows answer calls. */
char *
trs_flow_dup_webhook_url (TrsFlow *self)
{
  return g_strdup_printf ("https://webhooks.twilio.com/v1/Accounts/%s/Flows/%s",
                          self->account->base.sid, self->base.sid);
}

/*
 * trs_account_find_flow_of_url:
 * @account: an account
 * @url: anything
 *
 * Returns: (transfer none) (nullable): the flow of the account whose webhook @url is, on the
 *   service's host or ours
 */
TrsFlow *
trs_account_find_flow_of_url (TrsAccount *account, const char *url)
{
  g_autofree char *folder = g_strdup_printf ("/v1/Accounts/%s/Flows/", account->base.sid);
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  TrsFlow *flow;

  if (uri == NULL || !g_str_has_prefix (g_uri_get_path (uri), folder))
    return NULL;
  flow = trs_engine_lookup (account->engine, TRS_RESOURCE_FLOW,
                            g_uri_get_path (uri) + strlen (folder));
  return flow != NULL && flow->account == account ? flow : NULL;
}
