/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tr-error.h"
#include "tr-token.h"

#include "trd-account.h"

#define DEFAULT_TTL 3600
#define MAX_TTL (24 * 60 * 60) /* Source: Twilio's documentation of access tokens */
#define MAX_JWT (64 * 1024)

static const TrdColumn columns[] = {
  { "kind", "Kind", TRD_KIND_TEXT },
  { "account_sid", "Account", TRD_KIND_TEXT },
  { "workspace_sid", "Workspace", TRD_KIND_TEXT },
  { "worker_sid", "Worker", TRD_KIND_TEXT },
  { "issued", "Issued", TRD_KIND_TIME },
  { "expires", "Expires", TRD_KIND_TIME },
  { "seconds_left", "Time left", TRD_KIND_DURATION },
};

/* Who asks with an API key may have the account's auth token in the environment as well. Nullable. */
static TrCredentials *
find_auth_token (TrCredentials *credentials)
{
  const char *account = tr_credentials_get_account_sid (credentials);
  g_autoptr(TrSecret) token = NULL;

  if (tr_credentials_get_api_key_sid (credentials) == NULL)
    return g_object_ref (credentials);
  if (!trd_account_read_secret ("TR_AUTH_TOKEN", &token, NULL) || token == NULL ||
      g_strcmp0 (g_getenv ("TR_ACCOUNT_SID"), account) != 0)
    return NULL;
  return tr_credentials_new (account, NULL, token);
}

/* The kind that the credentials can sign, unless another is wanted. */
static TrToken *
make_token (TrCredentials *credentials,
            const TrdOptions *options,
            const char *workspace,
            JsonObject *worker,
            GError **error)
{
  gboolean has_key = tr_credentials_get_api_key_sid (credentials) != NULL;
  gboolean is_access = options->kind != NULL ? g_str_equal (options->kind, "access") : has_key;
  int ttl = options->ttl != TRD_OPTION_UNSAID ? options->ttl : DEFAULT_TTL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(TrCredentials) auth_token = find_auth_token (credentials);

  if (is_access ? !has_key : auth_token == NULL)
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_REFUSED, is_access
                               ? "an access token is signed by an API key: set TR_API_KEY_SID and "
                                 "TR_API_KEY_SECRET"
                               : "a capability token is signed by the account's auth token: set "
                                 "TR_AUTH_TOKEN");
      return NULL;
    }
  if (is_access)
    return tr_token_new_access (credentials, trd_member_text (worker, "friendly_name"), workspace,
                                trd_member_text (worker, "sid"), "worker", now, ttl);
  return tr_token_new_capability (auth_token, workspace, trd_member_text (worker, "sid"), now, ttl);
}

static TrdExit
create (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  TrCredentials *credentials = tr_client_get_credentials (trd_service_get_client (service));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) workers = NULL;
  g_autoptr(TrToken) token = NULL;
  JsonObject *worker;

  if (options->ttl != TRD_OPTION_UNSAID && (options->ttl < 1 || options->ttl > MAX_TTL))
    return trd_complain (TRD_EXIT_USAGE, "--ttl is in seconds, from 1 to %d", MAX_TTL);
  if (options->kind != NULL && !g_str_equal (options->kind, "access") &&
      !g_str_equal (options->kind, "capability"))
    return trd_complain (TRD_EXIT_USAGE, "--kind is access or capability");

  workers = trd_service_list_workspace (service, "Workers", NULL, 0, &error);
  worker = workers != NULL ? trd_find (workers, arguments[0], "worker", &error) : NULL;
  token = worker != NULL ? make_token (credentials, options,
                                       trd_service_get_workspace (service, NULL), worker, &error)
                         : NULL;
  if (token == NULL)
    return trd_complain_error (error);
  g_print ("%s\n", tr_token_get_jwt (token));
  return TRD_EXIT_DONE;
}

/* ---- Reading one ---- */

static char *
read_stdin (void)
{
  g_autofree char *text = g_malloc0 (MAX_JWT + 1);
  gsize length = fread (text, 1, MAX_JWT, stdin);

  if (length == MAX_JWT)
    return NULL;
  g_strstrip (text);
  return g_steal_pointer (&text);
}

static void
set_time (JsonObject *row, const char *member, gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  if (text != NULL)
    json_object_set_string_member (row, member, text);
}

static JsonObject *
describe (TrToken *token)
{
  JsonObject *row = json_object_new ();
  gint64 left = tr_token_get_expires (token) - g_get_real_time () / G_USEC_PER_SEC;

  json_object_set_string_member (row, "kind", tr_token_is_capability (token) ? "capability" : "access");
  json_object_set_string_member (row, "account_sid", tr_token_get_account_sid (token));
  json_object_set_string_member (row, "workspace_sid", tr_token_get_workspace_sid (token));
  if (tr_token_get_worker_sid (token) != NULL)
    json_object_set_string_member (row, "worker_sid", tr_token_get_worker_sid (token));
  set_time (row, "issued", tr_token_get_issued (token));
  set_time (row, "expires", tr_token_get_expires (token));
  json_object_set_int_member (row, "seconds_left", MAX (left, 0));
  return row;
}

static TrdExit
show (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *jwt = NULL;
  g_autoptr(TrToken) token = NULL;
  g_autoptr(JsonObject) row = NULL;

  if (isatty (STDIN_FILENO))
    g_printerr ("Paste the token, then Enter and Ctrl+D:\n");
  jwt = read_stdin ();
  token = jwt != NULL ? tr_token_new_from_jwt (jwt, &error) : NULL;
  if (token == NULL)
    return trd_complain (TRD_EXIT_REFUSED, "what was read is no worker's token: %s",
                         error != NULL ? error->message : "it is too long");
  row = describe (token);
  trd_card_print (columns, G_N_ELEMENTS (columns), row, options->format);
  return TRD_EXIT_DONE;
}

const TrdCommand trd_token_commands[] = {
  { "token", "create", "WORKER", "Print a token for a worker (--ttl=SECONDS, --kind=access|capability).",
    create, 1, 1, TRD_OPTION_TOKEN },
  { "token", "show", "", "Say what a token on stdin holds; its signature is not checked.", show, 0, 0, 0,
    TRUE },
  { NULL },
};
