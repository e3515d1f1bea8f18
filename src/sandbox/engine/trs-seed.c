/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "flow/trs-flow-private.h"
#include "tr-json.h"
#include "trs-account-private.h"
#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-number-private.h"
#include "trs-phone-private.h"
#include "trs-place.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-seed-private.h"
#include "voice/trs-call-private.h"

#include "trs-engine-resources.h"

#define SEEDS "/org/example/TaskRouterAgent/sandbox/seeds/"
#define DEFAULT_SEED "writers.json"

/* Of whichever account: a key alone says whose it is. */
static gboolean
is_key_taken (TrsEngine *engine, const char *sid)
{
  GPtrArray *accounts = trs_engine_get_accounts (engine);

  for (guint i = 0; i < accounts->len; i++)
    {
      if (trs_account_get_api_key (g_ptr_array_index (accounts, i), sid) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
load_api_key (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsAccount *account = user_data;
  const char *sid, *secret, *name;

  if (!TRS_SEED_CHECK (document, error, "sid", "secret", "friendly_name") ||
      !trs_document_expect_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "secret", &secret, error) ||
      !trs_document_get_string (document, "friendly_name", &name, error))
    return FALSE;
  if (!trs_sid_is_valid (sid, "SK"))
    return trs_document_refuse (document, "sid", "is no SK SID", error);
  if (is_key_taken (account->engine, sid))
    return trs_document_refuse (document, "sid", "is used twice", error);

  trs_account_add_api_key (account, sid, secret, name != NULL ? name : sid);
  return TRUE;
}

/* What a seed may name instead of writing it out. */
static JsonNode *
load_resource (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (SEEDS, name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (trs_engine_resources_get_resource (), path,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes != NULL ? tr_json_parse_bytes (bytes, error) : NULL;
}

/* Its own, or one that the sandbox has. */
static TrsFlowDefinition *
load_definition (const TrsDocument *document, const char *built_in, GError **error)
{
  JsonNode *node = json_object_get_member (document->object, "definition");
  const char *member = built_in != NULL ? "built_in" : "definition";
  g_autoptr(JsonNode) loaded = NULL;
  g_autoptr(JsonObject) details = NULL;
  g_autofree char *text = NULL;
  TrsFlowDefinition *definition;

  if (built_in != NULL)
    node = loaded = load_resource (built_in, NULL);
  if (node == NULL)
    {
      trs_document_refuse (document, member,
                           built_in != NULL ? "is no flow of the sandbox's own" : "is missing",
                           error);
      return NULL;
    }
  definition = trs_flow_definition_new (node, &details, NULL);
  if (definition != NULL)
    return definition;

  text = tr_json_object_to_string (details);
  trs_document_refuse (document, member, text, error);
  return NULL;
}

static gboolean
load_flow (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsAccount *account = user_data;
  g_autoptr(TrsFlowDefinition) definition = NULL;
  g_autoptr(GError) cause = NULL;
  const char *sid, *name, *built_in;
  JsonObject *object;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "built_in", "definition") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "friendly_name", &name, error) ||
      !trs_document_get_string (document, "built_in", &built_in, error) ||
      !trs_document_get_object (document, "definition", &object, error))
    return FALSE;
  if (!trs_engine_check_free_sid (account->engine, sid, "FW", &cause))
    return trs_document_refuse (document, "sid", cause->message, error);
  definition = load_definition (document, built_in, error);
  if (definition == NULL)
    return FALSE;

  trs_flow_new (account, sid, name, definition);
  return TRUE;
}

static TrsFlow *
find_flow (TrsAccount *account, const char *name)
{
  for (guint i = 0; i < account->flows->len; i++)
    {
      TrsFlow *flow = g_ptr_array_index (account->flows, i);

      if (g_str_equal (trs_flow_get_latest (flow)->friendly_name, name) ||
          g_str_equal (flow->base.sid, name))
        return flow;
    }
  return NULL;
}

static gboolean
load_number_change (const TrsDocument *document, TrsNumberChange *change, GError **error)
{
  return trs_document_expect_string (document, "phone_number", &change->phone_number, error) &&
         trs_document_get_string (document, "friendly_name", &change->friendly_name, error) &&
         trs_document_get_string (document, "voice_url", &change->voice_url, error) &&
         trs_document_get_string (document, "voice_method", &change->voice_method, error) &&
         trs_document_get_string (document, "voice_fallback_url", &change->voice_fallback_url,
                                  error) &&
         trs_document_get_string (document, "status_callback", &change->status_callback, error);
}

static gboolean
load_number (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsAccount *account = user_data;
  TrsNumberChange change = { 0 };
  g_autofree char *url = NULL;
  g_autoptr(GError) cause = NULL;
  const char *sid, *flow_name;

  if (!TRS_SEED_CHECK (document, error, "sid", "phone_number", "friendly_name", "flow",
                       "voice_url", "voice_method", "voice_fallback_url", "status_callback") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !load_number_change (document, &change, error) ||
      !trs_document_get_string (document, "flow", &flow_name, error))
    return FALSE;
  if (!trs_engine_check_free_sid (account->engine, sid, "PN", &cause))
    return trs_document_refuse (document, "sid", cause->message, error);
  if (!trs_address_is_valid (change.phone_number) || change.phone_number[0] != '+')
    return trs_document_refuse (document, "phone_number", "is not of the form +16505550100",
                                error);
  if (change.voice_method != NULL && strcmp (change.voice_method, "GET") != 0 &&
      strcmp (change.voice_method, "POST") != 0)
    return trs_document_refuse (document, "voice_method", "is neither GET nor POST", error);
  if (trs_engine_get_number_by_number (account->engine, change.phone_number) != NULL)
    return trs_document_refuse (document, "phone_number", "is used twice", error);
  if (flow_name != NULL)
    {
      TrsFlow *flow = find_flow (account, flow_name);

      if (flow == NULL)
        return trs_document_refuse (document, "flow", "is no flow of the account", error);
      change.voice_url = url = trs_flow_dup_webhook_url (flow);
    }

  trs_number_new (account, sid, &change);
  return TRUE;
}

static gboolean
load_account (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsEngine *engine = user_data;
  g_autoptr(GError) cause = NULL;
  const char *sid, *name, *token;
  TrsAccount *account;

  if (!TRS_SEED_CHECK (document, error, "sid", "friendly_name", "auth_token", "api_keys",
                       "workspaces", "flows", "numbers") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_get_string (document, "friendly_name", &name, error) ||
      !trs_document_expect_string (document, "auth_token", &token, error))
    return FALSE;
  if (!trs_engine_check_free_sid (engine, sid, "AC", &cause))
    return trs_document_refuse (document, "sid", cause->message, error);

  account = trs_account_new (engine, sid, name != NULL ? name : "Sandbox", token);
  return trs_document_foreach (document, "api_keys", load_api_key, account, error) &&
         trs_document_foreach (document, "workspaces", trs_seed_load_workspace, account, error) &&
         trs_document_foreach (document, "flows", load_flow, account, error) &&
         trs_document_foreach (document, "numbers", load_number, account, error);
}

static gboolean
load_phone (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsEngine *engine = user_data;
  const char *address, *word;
  TrsPhoneBehavior behavior = TRS_PHONE_ANSWER;
  gint64 after;
  TrsPhone *phone;

  if (!TRS_SEED_CHECK (document, error, "address", "behavior", "after") ||
      !trs_document_expect_string (document, "address", &address, error) ||
      !trs_document_get_string (document, "behavior", &word, error) ||
      !trs_document_get_int (document, "after", 0, 3600, -1, &after, error))
    return FALSE;
  phone = trs_engine_get_phone (engine, address);
  if (phone == NULL)
    return trs_document_refuse (document, "address", "cannot be called", error);
  if (word != NULL && !trs_phone_behavior_from_string (word, &behavior))
    return trs_document_refuse (document, "behavior", "is none of answer, no-answer, busy, ask, machine",
                                error);

  trs_phone_set_behavior (phone, behavior, (int) after);
  return TRUE;
}

/**
 * trs_engine_load_seed:
 * @self: a new engine
 * @seed: a document as data/seeds/writers.json
 * @error: return location for a %TRS_ERROR_INVALID whose message begins with the field's path
 *
 * Returns: whether all of it was good; if not, throw the engine away
 */
gboolean
trs_engine_load_seed (TrsEngine *self, JsonNode *seed, GError **error)
{
  TrsDocument document = { NULL, "" };

  g_return_val_if_fail (TRS_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (seed != NULL, FALSE);

  if (!JSON_NODE_HOLDS_OBJECT (seed))
    return trs_document_refuse (&document, NULL, "The seed is not an object", error);

  document.object = json_node_get_object (seed);
  if (!TRS_SEED_CHECK (&document, error, "$schema", "accounts", "phones") ||
      !trs_document_foreach (&document, "accounts", load_account, self, error) ||
      !trs_document_foreach (&document, "phones", load_phone, self, error))
    return FALSE;
  if (self->accounts->len == 0)
    return trs_document_refuse (&document, "accounts", "is missing or empty", error);

  trs_router_run (self);
  return TRUE;
}

/* "not JSON: … at byte 7" → "NAME:1:8: not JSON: …" */
static void
place_syntax_error (GError *error, const char *name, const char *text, gsize length)
{
  char *at = g_strrstr (error->message, " at byte ");
  g_autofree char *message = NULL;
  TrsPlace place = { 1, 1 };

  if (at != NULL)
    {
      place = trs_place_of_byte (text, length,
                                 g_ascii_strtoull (at + strlen (" at byte "), NULL, 10));
      *at = '\0';
    }
  message = g_strdup_printf ("%s:%u:%u: %s", name, place.line, place.column, error->message);
  g_free (error->message);
  error->message = g_steal_pointer (&message);
}

/**
 * trs_engine_load_seed_text:
 * @self: a new engine
 * @text: JSON as data/sandbox-seed.schema.json describes it
 * @length: its bytes
 * @name: what to call the text in an error: its file
 * @error: return location; its message is "NAME:LINE:COLUMN: FIELD: what is wrong"
 *
 * Returns: whether all of it was good; if not, throw the engine away
 */
gboolean
trs_engine_load_seed_text (TrsEngine *self,
                           const char *text,
                           gsize length,
                           const char *name,
                           GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) seed = tr_json_parse (text, (gssize) length, &cause);
  g_autofree char *path = NULL;
  TrsPlace place;

  if (seed == NULL)
    {
      place_syntax_error (cause, name, text, length);
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (trs_engine_load_seed (self, seed, &cause))
    return TRUE;

  path = g_strndup (cause->message, strcspn (cause->message, ":"));
  place = trs_place_of_field (text, length, path);
  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "%s:%u:%u: %s", name, place.line, place.column,
               cause->message);
  return FALSE;
}

/**
 * trs_engine_load_default_seed:
 * @self: a new engine
 * @error: return location
 *
 * Loads the workspace "writers": workers dave, susan and edith, queues and workflows Support and
 * Sales, and a number whose flow leads to both.
 *
 * Returns: %TRUE; anything else is a bug
 */
gboolean
trs_engine_load_default_seed (TrsEngine *self, GError **error)
{
  g_autoptr(JsonNode) seed = load_resource (DEFAULT_SEED, error);

  return seed != NULL && trs_engine_load_seed (self, seed, error);
}
