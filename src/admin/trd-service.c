/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-service.h"

#include <libsoup/soup.h>

#include "tr-error.h"
#include "tr-trust.h"

#include "trd-account.h"
#include "trd-pause.h"
#include "trd-progress.h"
#include "trd-table.h"

#define MOST_TRIES 4     /* after the first one */
#define LONGEST_PAUSE 30 /* seconds */

struct _TrdService
{
  TrClient *client;    /* owned */
  char *workspace;     /* owned, nullable: SID or name, as it was given */
  char *workspace_sid; /* owned, nullable until it is asked for */
  GCancellable *cancellable; /* owned, nullable: of all requests */
  gboolean is_quiet;
};

/* ---- Waiting ---- */

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (TrdService *self, GAsyncResult **result)
{
  g_autoptr(TrdProgress) progress =
      self->is_quiet ? NULL : trd_progress_new ("Waiting for the service", 0);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* Who refuses because there was too much has not done it, so it can be asked again, as can whatever
 * changes nothing. Clears @problem then, when the time has passed.
 * Source: the service's guide to 429 answers. */
static gboolean
try_again (TrdService *self, gboolean is_read, guint n_tries, GError **problem)
{
  gboolean is_too_much = g_error_matches (*problem, TR_ERROR, TR_ERROR_RATE_LIMIT);
  gboolean is_fault = is_read && g_error_matches (*problem, TR_ERROR, TR_ERROR_SERVICE);
  guint pause = MAX (tr_error_get_retry_after (*problem), 1u << n_tries);
  g_autoptr(TrdProgress) progress = NULL;

  if (self->is_quiet || n_tries >= (is_too_much ? MOST_TRIES : is_fault ? 1 : 0) || pause > LONGEST_PAUSE)
    return FALSE;
  progress = trd_progress_new ("The service asks for a pause", 0);
  g_clear_error (problem);
  trd_pause ((int) pause);
  return TRUE;
}

/* ---- Where and who ---- */

/* What is wrong here is wrong in what was told, and no matter of the service. */
static TrdService *
make (TrCredentials *credentials, const char *base_url, const char *workspace, GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (base_url, &problem);
  g_autoptr(SoupSession) session = soup_session_new ();
  TrdService *self;

  if (endpoints == NULL || !tr_trust_apply (session, g_getenv (TR_TRUST_VARIABLE), &problem))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, problem->message);
      return NULL;
    }
  self = g_new0 (TrdService, 1);
  self->client = tr_client_new (endpoints, credentials, session);
  self->workspace = g_strdup (workspace);
  return self;
}

static TrdService *
make_from_environment (const char *workspace, GError **error)
{
  g_autoptr(TrCredentials) credentials = trd_account_read_credentials (error);

  if (credentials == NULL)
    return NULL;
  return make (credentials, trd_account_get_variable ("TR_BASE_URL"),
               workspace != NULL ? workspace : trd_account_get_variable ("WORKSPACE_SID"), error);
}

/* Who has no account in the environment may have kept one. */
static TrdService *
make_from_default (const char *workspace, GError **error)
{
  g_autoptr(TrdProfile) profile = trd_keyring_load (TRD_DEFAULT_PROFILE, NULL);

  return profile != NULL ? trd_service_new_for_profile (profile, workspace, error)
                         : make_from_environment (workspace, error);
}

/**
 * trd_service_new:
 * @profile: (nullable): one that the keyring has; without it the environment, and without an account
 *   there the profile %TRD_DEFAULT_PROFILE
 * @workspace: (nullable): SID or name; without it the profile's, or WORKSPACE_SID in the environment
 *
 * Finds out who asks, and where: of the environment, TR_ACCOUNT_SID with TR_AUTH_TOKEN, or with
 * TR_API_KEY_SID and TR_API_KEY_SECRET, and TR_BASE_URL, TR_CA_FILE. Asks the service nothing yet.
 *
 * Returns: (transfer full) (nullable): the service; %NULL with %G_IO_ERROR_INVALID_ARGUMENT, or an
 *   error of trd_keyring_load()
 */
TrdService *
trd_service_new (const char *profile, const char *workspace, GError **error)
{
  g_autoptr(TrdProfile) loaded = NULL;

  if (profile == NULL)
    return trd_account_get_variable ("TR_ACCOUNT_SID") != NULL ? make_from_environment (workspace, error)
                                                   : make_from_default (workspace, error);
  loaded = trd_keyring_load (profile, error);
  return loaded != NULL ? trd_service_new_for_profile (loaded, workspace, error) : NULL;
}

/**
 * trd_service_new_for_profile:
 * @profile: with its secret
 * @workspace: (nullable): SID or name; without it the profile's, or WORKSPACE_SID in the environment
 *
 * Returns: (transfer full) (nullable): the service; %NULL with %G_IO_ERROR_INVALID_ARGUMENT
 */
TrdService *
trd_service_new_for_profile (const TrdProfile *profile, const char *workspace, GError **error)
{
  if (workspace == NULL)
    workspace = *profile->workspace != '\0' ? profile->workspace : trd_account_get_variable ("WORKSPACE_SID");
  return make (profile->credentials, *profile->service_url != '\0' ? profile->service_url : NULL, workspace,
               error);
}

void
trd_service_free (TrdService *self)
{
  g_object_unref (self->client);
  g_clear_object (&self->cancellable);
  g_free (self->workspace);
  g_free (self->workspace_sid);
  g_free (self);
}

/**
 * trd_service_set_quiet:
 * @self: the service
 * @is_quiet: whether to say nothing on stderr while an answer takes long
 */
void
trd_service_set_quiet (TrdService *self, gboolean is_quiet)
{
  self->is_quiet = is_quiet;
}

/**
 * trd_service_set_cancellable:
 * @self: the service
 * @cancellable: (nullable): what ends requests that are under way
 */
void
trd_service_set_cancellable (TrdService *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

TrClient *
trd_service_get_client (TrdService *self)
{
  return self->client;
}

/**
 * trd_service_get_workspace:
 * @self: the service
 *
 * Returns: (nullable): the workspace's SID, asked for by its name if need be
 */
const char *
trd_service_get_workspace (TrdService *self, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (self->workspace_sid != NULL)
    return self->workspace_sid;
  if (self->workspace == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "no workspace is named: give --workspace, or set WORKSPACE_SID");
      return NULL;
    }

  tr_client_find_workspace_async (self->client, self->workspace, self->cancellable, answered_cb, &result);
  self->workspace_sid =
      tr_client_find_workspace_finish (self->client, wait_for (self, &result), NULL, error);
  return self->workspace_sid;
}

/* ---- Requests ---- */

static GPtrArray *
objects_of (JsonArray *array, GError **error)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "the service's list: item %u is no object",
                       i);
          return NULL;
        }
      g_ptr_array_add (objects, json_object_ref (json_node_get_object (node)));
    }
  return g_steal_pointer (&objects);
}

/**
 * trd_service_list:
 * @self: the service
 * @service: which part of it
 * @path: of the list
 * @query: (nullable) (array zero-terminated=1): names and values
 * @limit: how many at most; 0: all pages
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the list
 */
GPtrArray *
trd_service_list (TrdService *self,
                  TrService service,
                  const char *path,
                  const char *const *query,
                  guint limit,
                  GError **error)
{
  g_autoptr(JsonArray) array = NULL;
  GError *problem = NULL;

  for (guint n_tries = 0; array == NULL; n_tries++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      tr_client_list_async (self->client, service, path, query, limit, self->cancellable, answered_cb, &result);
      array = tr_client_list_finish (self->client, wait_for (self, &result), &problem);
      if (array == NULL && !try_again (self, TRUE, n_tries, &problem))
        {
          g_propagate_error (error, problem);
          return NULL;
        }
    }
  return objects_of (array, error);
}

static char *
workspace_path (TrdService *self, const char *path, GError **error)
{
  const char *sid = trd_service_get_workspace (self, error);

  return sid != NULL ? g_strdup_printf ("Workspaces/%s/%s", sid, path) : NULL;
}

GPtrArray *
trd_service_list_workspace (TrdService *self,
                            const char *path,
                            const char *const *query,
                            guint limit,
                            GError **error)
{
  g_autofree char *whole = workspace_path (self, path, error);

  return whole != NULL
             ? trd_service_list (self, TR_SERVICE_TASKROUTER, whole, query, limit, error)
             : NULL;
}

static gboolean
request (TrdService *self,
         TrService service,
         const char *method,
         const char *path,
         const char *const *form,
         JsonNode **answer,
         GError **error)
{
  gboolean is_read = g_str_equal (method, "GET");
  GError *problem = NULL;

  for (guint n_tries = 0;; n_tries++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      tr_client_request_async (self->client, service, method, path, form, self->cancellable, answered_cb, &result);
      *answer = tr_client_request_finish (self->client, wait_for (self, &result), &problem);
      if (problem == NULL)
        return TRUE;
      if (!try_again (self, is_read, n_tries, &problem))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
    }
}

/**
 * trd_service_request:
 * @self: the service
 * @service: which part of it
 * @method: GET or POST
 * @path: of the resource
 * @form: (nullable) (array zero-terminated=1): names and values
 *
 * Returns: (transfer full) (nullable): the resource as it is now
 */
JsonObject *
trd_service_request (TrdService *self,
                     TrService service,
                     const char *method,
                     const char *path,
                     const char *const *form,
                     GError **error)
{
  g_autoptr(JsonNode) answer = NULL;

  if (!request (self, service, method, path, form, &answer, error))
    return NULL;
  if (answer == NULL || !JSON_NODE_HOLDS_OBJECT (answer))
    {
      g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "the service's answer to %s is no object", path);
      return NULL;
    }
  return json_node_dup_object (answer);
}

JsonObject *
trd_service_request_workspace (TrdService *self,
                               const char *method,
                               const char *path,
                               const char *const *form,
                               GError **error)
{
  g_autofree char *whole = workspace_path (self, path, error);

  return whole != NULL
             ? trd_service_request (self, TR_SERVICE_TASKROUTER, method, whole, form, error)
             : NULL;
}

gboolean
trd_service_delete_workspace (TrdService *self, const char *path, GError **error)
{
  g_autofree char *whole = workspace_path (self, path, error);
  g_autoptr(JsonNode) answer = NULL;

  return whole != NULL &&
         request (self, TR_SERVICE_TASKROUTER, "DELETE", whole, NULL, &answer, error);
}

/**
 * trd_service_end_conference:
 * @self: the service
 * @sid: a conference
 *
 * Ends it for everybody on it; one that is over is fine.
 *
 * Returns: whether it is over
 */
gboolean
trd_service_end_conference (TrdService *self, const char *sid, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  tr_client_end_conference_async (self->client, sid, self->cancellable, answered_cb, &result);
  return tr_client_end_conference_finish (self->client, wait_for (self, &result), error);
}
