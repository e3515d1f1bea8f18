/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-account.h"

#include <string.h>

#include "trs-account-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"

static void
trs_api_key_free (gpointer data)
{
  TrsApiKey *key = data;

  g_free (key->sid);
  g_free (key->secret);
  g_free (key->friendly_name);
  g_free (key);
}

static void
trs_account_finalize (gpointer data)
{
  TrsAccount *self = data;

  /* Calls and conferences know tasks; tasks know neither after this. */
  g_ptr_array_unref (self->conferences);
  g_ptr_array_unref (self->voice_queues);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->recordings);
  g_ptr_array_unref (self->flows);
  g_ptr_array_unref (self->workspaces);
  g_ptr_array_unref (self->numbers);
  g_ptr_array_unref (self->api_keys);
  g_free (self->friendly_name);
  g_free (self->auth_token);
}

/*
 * trs_account_new:
 * @engine: the engine
 * @sid: (nullable): checked to be free
 * @friendly_name: its name
 * @auth_token: its secret
 *
 * Returns: (transfer none): the account, in the engine's list
 */
TrsAccount *
trs_account_new (TrsEngine *engine,
                 const char *sid,
                 const char *friendly_name,
                 const char *auth_token)
{
  TrsAccount *self = trs_resource_new (engine, TRS_RESOURCE_ACCOUNT, sizeof *self,
                                       trs_account_finalize, "AC", sid);

  self->engine = engine;
  self->friendly_name = g_strdup (friendly_name);
  self->auth_token = g_strdup (auth_token);
  self->api_keys = g_ptr_array_new_with_free_func (trs_api_key_free);
  self->workspaces = trs_resource_list_new ();
  self->numbers = trs_resource_list_new ();
  self->flows = trs_resource_list_new ();
  self->recordings = trs_resource_list_new ();
  self->calls = trs_resource_list_new ();
  self->conferences = trs_resource_list_new ();
  self->voice_queues = trs_resource_list_new ();
  g_ptr_array_add (engine->accounts, self);
  return self;
}

void
trs_account_add_api_key (TrsAccount *self, const char *sid, const char *secret, const char *name)
{
  TrsApiKey *key = g_new0 (TrsApiKey, 1);

  key->sid = g_strdup (sid);
  key->secret = g_strdup (secret);
  key->friendly_name = g_strdup (name);
  g_ptr_array_add (self->api_keys, key);
}

/**
 * trs_account_get_api_key:
 * @self: an account
 * @sid: (nullable): SK SID
 *
 * Returns: (transfer none) (nullable): the key with its secret
 */
const TrsApiKey *
trs_account_get_api_key (TrsAccount *self, const char *sid)
{
  for (guint i = 0; i < self->api_keys->len; i++)
    {
      TrsApiKey *key = g_ptr_array_index (self->api_keys, i);

      if (g_strcmp0 (key->sid, sid) == 0)
        return key;
    }
  return NULL;
}

/**
 * trs_account_get_voice_queue_by_name:
 * @self: an account
 * @name: its friendly name; a workflow's SID for the callers that wait for it
 *
 * Returns: (transfer none) (nullable): the queue
 */
TrsVoiceQueue *
trs_account_get_voice_queue_by_name (TrsAccount *self, const char *name)
{
  for (guint i = 0; i < self->voice_queues->len; i++)
    {
      TrsVoiceQueue *queue = g_ptr_array_index (self->voice_queues, i);

      if (strcmp (queue->friendly_name, name) == 0)
        return queue;
    }
  return NULL;
}

/**
 * trs_account_get_number_by_number:
 * @self: an account
 * @phone_number: a phone number
 *
 * Returns: (transfer none) (nullable): the account's number
 */
TrsNumber *
trs_account_get_number_by_number (TrsAccount *self, const char *phone_number)
{
  TrsNumber *number = trs_engine_get_number_by_number (self->engine, phone_number);

  return number != NULL && number->account == self ? number : NULL;
}
