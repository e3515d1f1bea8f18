/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include "tr-error.h"
#include "tr-secret.h"

#include "trd-keyring.h"
#include "trd-question.h"

static const TrdColumn columns[] = {
  { "name", "NAME", TRD_KIND_TEXT },
  { "account_sid", "ACCOUNT", TRD_KIND_TEXT },
  { "api_key_sid", "API KEY", TRD_KIND_TEXT },
  { "workspace", "WORKSPACE", TRD_KIND_TEXT },
  { "service_url", "SERVICE", TRD_KIND_TEXT },
};

static const char *
get_name (char **arguments)
{
  return arguments[0] != NULL ? arguments[0] : TRD_DEFAULT_PROFILE;
}

/* ---- Signing in ---- */

static gboolean
is_sid (const char *text, const char *prefix)
{
  gsize length = 0;

  if (!g_str_has_prefix (text, prefix))
    return FALSE;
  for (const char *p = text + 2; *p != '\0'; p++, length++)
    if (!g_ascii_isxdigit (*p))
      return FALSE;
  return length == 32;
}

/* @given: (nullable): as an option. NULL: said on stderr, or the person gave up. */
static char *
ask_for_sid (const char *given, const char *question, const char *prefix)
{
  g_autofree char *sid = given != NULL ? g_strdup (given) : trd_question_ask (question);

  if (sid == NULL || is_sid (sid, prefix))
    return g_steal_pointer (&sid);
  trd_complain (TRD_EXIT_USAGE, "that is no SID: it is %s and 32 digits of 0 to 9 and a to f", prefix);
  return NULL;
}

/* "": an auth token is used. */
static char *
ask_for_key (const TrdOptions *options)
{
  g_autofree char *answer = NULL;

  if (options->api_key != NULL)
    return ask_for_sid (options->api_key, NULL, "SK");
  if (!trd_question_has_person ())
    return g_strdup ("");
  answer = trd_question_ask ("API key SID (empty for the auth token): ");
  if (answer == NULL || *answer == '\0')
    return g_steal_pointer (&answer);
  return ask_for_sid (answer, NULL, "SK");
}

static TrdProfile *
ask_for_profile (const TrdOptions *options, const char *name)
{
  g_autoptr(TrdProfile) profile = NULL;
  g_autofree char *account = ask_for_sid (options->account, "Account SID: ", "AC");
  g_autofree char *key = account != NULL ? ask_for_key (options) : NULL;
  g_autoptr(TrSecret) secret = NULL;

  if (key != NULL)
    secret = trd_question_ask_secret (*key != '\0' ? "API key secret: " : "Auth token: ");
  if (secret == NULL)
    return NULL;
  profile = trd_profile_new (name, g_getenv ("TR_BASE_URL"), account, key,
                             options->workspace != NULL ? options->workspace
                                                        : g_getenv ("WORKSPACE_SID"));
  profile->credentials = tr_credentials_new (account, *key != '\0' ? key : NULL, secret);
  return g_steal_pointer (&profile);
}

/* The service says whether it lets them in, before anything is kept. */
static gboolean
try (const TrdProfile *profile, GError **error)
{
  g_autoptr(TrdService) service = trd_service_new_for_profile (profile, NULL, error);
  g_autoptr(GPtrArray) workspaces = NULL;

  if (service == NULL)
    return FALSE;
  if (*profile->workspace != '\0')
    return trd_service_get_workspace (service, error) != NULL;
  workspaces = trd_service_list (service, TR_SERVICE_TASKROUTER, "Workspaces", NULL, 1, error);
  return workspaces != NULL;
}

static TrdExit
login (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdProfile) profile = ask_for_profile (options, get_name (arguments));

  if (profile == NULL)
    return trd_complain (TRD_EXIT_USAGE, "nothing was kept; 'login' takes --account and --api-key, and "
                         "reads the secret from the terminal or as a line of stdin");
  if (!try (profile, &error))
    {
      if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
        return trd_complain (TRD_EXIT_REFUSED, "the service does not let these in (%s): nothing was kept",
                             error->message);
      return trd_complain_error (error);
    }
  if (!trd_keyring_store (profile, &error))
    return trd_complain_error (error);
  g_printerr ("The keyring has profile '%s' now.\n", profile->name);
  return TRD_EXIT_DONE;
}

static TrdExit
logout (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;

  if (!trd_keyring_forget (get_name (arguments), &error))
    return trd_complain_error (error);
  g_printerr ("The keyring has forgotten profile '%s'.\n", get_name (arguments));
  return TRD_EXIT_DONE;
}

/* ---- Listing ---- */

static JsonObject *
row_of (const TrdProfile *profile)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "name", profile->name);
  json_object_set_string_member (row, "account_sid", profile->account_sid);
  json_object_set_string_member (row, "api_key_sid", profile->api_key_sid);
  json_object_set_string_member (row, "workspace", profile->workspace);
  json_object_set_string_member (row, "service_url", profile->service_url);
  return row;
}

static TrdExit
profiles (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = trd_keyring_list (&error);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  if (list == NULL)
    return trd_complain_error (error);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (rows, row_of (g_ptr_array_index (list, i)));
  trd_table_print (columns, G_N_ELEMENTS (columns), rows, options->format,
                   "The keyring has no profiles; 'login' makes one.");
  return TRD_EXIT_DONE;
}

const TrdCommand trd_login_commands[] = {
  { "login", "", "[PROFILE]", "Keep account and secret in the keyring, under a name.", login, 0, 1,
    TRD_OPTION_LOGIN, TRUE },
  { "logout", "", "[PROFILE]", "Have the keyring forget them.", logout, 0, 1, 0, TRUE },
  { "profiles", "", "", "List what the keyring has, without secrets.", profiles, 0, 0, 0, TRUE },
  { NULL },
};
