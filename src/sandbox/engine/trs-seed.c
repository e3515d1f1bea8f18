/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

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
#include "voice/trs-ivr.h"

#include "trs-engine-resources.h"

#define DEFAULT_SEED "/org/example/TaskRouterAgent/sandbox/seeds/writers.json"

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

  trs_account_add_api_key (account, sid, secret, name != NULL ? name : sid);
  return TRUE;
}

static TrsWorkflow *
find_workflow (TrsAccount *account, const char *name)
{
  for (guint i = 0; i < account->workspaces->len; i++)
    {
      TrsWorkspace *workspace = g_ptr_array_index (account->workspaces, i);
      TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (workspace, name);

      if (workflow == NULL)
        workflow = trs_workspace_get_workflow (workspace, name);
      if (workflow != NULL)
        return workflow;
    }
  return NULL;
}

typedef struct
{
  TrsAccount *account;
  TrsIvr *ivr;
} Menu;

static gboolean
load_option (const TrsDocument *document, gpointer user_data, GError **error)
{
  Menu *menu = user_data;
  const char *digit, *name;
  JsonObject *attributes;
  TrsWorkflow *workflow;

  if (!TRS_SEED_CHECK (document, error, "digit", "workflow", "attributes") ||
      !trs_document_expect_string (document, "digit", &digit, error) ||
      !trs_document_expect_string (document, "workflow", &name, error) ||
      !trs_document_get_object (document, "attributes", &attributes, error))
    return FALSE;
  if (digit[1] != '\0' || !(g_ascii_isdigit (digit[0]) || digit[0] == '*' || digit[0] == '#'))
    return trs_document_refuse (document, "digit", "is not one of 0 to 9, * and #", error);
  workflow = find_workflow (menu->account, name);
  if (workflow == NULL)
    return trs_document_refuse (document, "workflow", "is no workflow of the account", error);

  trs_ivr_add_option (menu->ivr, digit[0], workflow->base.sid, attributes);
  return TRUE;
}

static gboolean
load_menu (const TrsDocument *number, TrsAccount *account, TrsIvr **ivr, GError **error)
{
  g_autofree char *path = g_strconcat (number->path, ".menu", NULL);
  TrsDocument document = { NULL, path };
  g_autoptr(TrsIvr) loaded = NULL;
  const char *say, *goodbye;
  gint64 timeout, rounds;
  Menu menu = { account, NULL };

  if (!trs_document_get_object (number, "menu", &document.object, error))
    return FALSE;
  if (document.object == NULL)
    return TRUE;
  if (!TRS_SEED_CHECK (&document, error, "say", "goodbye", "timeout", "rounds", "options") ||
      !trs_document_expect_string (&document, "say", &say, error) ||
      !trs_document_get_string (&document, "goodbye", &goodbye, error) ||
      !trs_document_get_int (&document, "timeout", 1, 600, 5, &timeout, error) ||
      !trs_document_get_int (&document, "rounds", 1, 100, 3, &rounds, error))
    return FALSE;

  loaded = trs_ivr_new (say, goodbye, (int) timeout, (int) rounds);
  menu.ivr = loaded;
  if (!trs_document_foreach (&document, "options", load_option, &menu, error))
    return FALSE;
  *ivr = g_steal_pointer (&loaded);
  return TRUE;
}

static gboolean
load_number (const TrsDocument *document, gpointer user_data, GError **error)
{
  TrsAccount *account = user_data;
  g_autoptr(TrsIvr) ivr = NULL;
  g_autoptr(GError) cause = NULL;
  const char *sid, *number, *name;

  if (!TRS_SEED_CHECK (document, error, "sid", "phone_number", "friendly_name", "menu") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_expect_string (document, "phone_number", &number, error) ||
      !trs_document_get_string (document, "friendly_name", &name, error) ||
      !load_menu (document, account, &ivr, error))
    return FALSE;
  if (!trs_engine_check_free_sid (account->engine, sid, "PN", &cause))
    return trs_document_refuse (document, "sid", cause->message, error);
  if (!trs_address_is_valid (number) || number[0] != '+')
    return trs_document_refuse (document, "phone_number", "is not of the form +16505550100",
                                error);
  if (trs_engine_get_number_by_number (account->engine, number) != NULL)
    return trs_document_refuse (document, "phone_number", "is used twice", error);

  trs_number_new (account, sid, number, name != NULL ? name : number, g_steal_pointer (&ivr));
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
                       "workspaces", "numbers") ||
      !trs_document_get_string (document, "sid", &sid, error) ||
      !trs_document_get_string (document, "friendly_name", &name, error) ||
      !trs_document_expect_string (document, "auth_token", &token, error))
    return FALSE;
  if (!trs_engine_check_free_sid (engine, sid, "AC", &cause))
    return trs_document_refuse (document, "sid", cause->message, error);

  account = trs_account_new (engine, sid, name != NULL ? name : "Sandbox", token);
  return trs_document_foreach (document, "api_keys", load_api_key, account, error) &&
         trs_document_foreach (document, "workspaces", trs_seed_load_workspace, account, error) &&
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
    return trs_document_refuse (document, "behavior", "is none of answer, no-answer, busy, ask",
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
 * Sales, and a number with a menu.
 *
 * Returns: %TRUE; anything else is a bug
 */
gboolean
trs_engine_load_default_seed (TrsEngine *self, GError **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) seed = NULL;

  bytes = g_resource_lookup_data (trs_engine_resources_get_resource (), DEFAULT_SEED,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;
  seed = tr_json_parse_bytes (bytes, error);
  return seed != NULL && trs_engine_load_seed (self, seed, error);
}
