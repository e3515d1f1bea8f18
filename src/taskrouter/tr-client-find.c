/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-private.h"

#include <string.h>

#include "tr-json.h"
#include "tr-redact.h"

/*
 * From what a person types to a SID: a workspace or a worker, by name or by SID. What is missing is
 * in the error's resource: "workspace" or "worker".
 */

#define MAX_NAME 80 /* characters of a name in an error */

typedef struct
{
  char *sid; /* owned */
  char *friendly_name; /* owned */
} Found;

static void
found_free (Found *found)
{
  g_free (found->sid);
  g_free (found->friendly_name);
  g_free (found);
}

typedef struct
{
  char *wanted; /* owned: a name or a SID */
  char *workspace_sid; /* owned; NULL when a workspace is wanted */
} Search;

static void
search_free (Search *search)
{
  g_free (search->wanted);
  g_free (search->workspace_sid);
  g_free (search);
}

static gboolean
is_sid (const char *text, const char *prefix)
{
  if (strlen (text) != 34 || !g_str_has_prefix (text, prefix))
    return FALSE;
  for (const char *c = text + 2; *c != '\0'; c++)
    if (!g_ascii_isxdigit (*c))
      return FALSE;
  return TRUE;
}

static GError *
error_missing (const char *resource, const char *wanted, const char *prefix, guint http_status)
{
  g_autofree char *name = tr_redact_line (wanted, MAX_NAME);
  GError *error;

  if (is_sid (wanted, prefix))
    error = g_error_new (TR_ERROR, TR_ERROR_NOT_FOUND, "No %s %s", resource, name);
  else
    error = g_error_new (TR_ERROR, TR_ERROR_NOT_FOUND, "No %s named “%s”", resource, name);
  tr_error_set_details (error, http_status, 0, resource);
  return error;
}

static Found *
read_found (JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *sid, *friendly_name;
  Found *found;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &friendly_name, error))
    return NULL;

  found = g_new0 (Found, 1);
  found->sid = g_strdup (sid);
  found->friendly_name = g_strdup (friendly_name);
  return found;
}

/* The service's filter is exact; workers' names are unique whatever their case. A service that does
 * not know the filter gives everyone. */
static Found *
pick_named (JsonArray *items, const char *name, gboolean *is_ambiguous, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  Found *found = NULL;

  *is_ambiguous = FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      Found *candidate = read_found (json_array_get_element (items, i), error);
      g_autofree char *candidate_folded = NULL;

      if (candidate == NULL)
        {
          g_clear_pointer (&found, found_free);
          return NULL;
        }
      candidate_folded = g_utf8_casefold (candidate->friendly_name, -1);
      if (g_str_equal (folded, candidate_folded) && found == NULL)
        found = g_steal_pointer (&candidate);
      else if (g_str_equal (folded, candidate_folded))
        *is_ambiguous = TRUE;
      g_clear_pointer (&candidate, found_free);
    }
  return found;
}

static void
return_named (GTask *task, JsonArray *items, const char *resource, const char *prefix)
{
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean is_ambiguous;
  Found *found = pick_named (items, search->wanted, &is_ambiguous, &error);

  if (error != NULL)
    {
      g_prefix_error (&error, "List of %ss: ", resource);
      g_task_return_error (task, error);
    }
  else if (found == NULL)
    g_task_return_error (task, error_missing (resource, search->wanted, prefix, 0));
  else if (is_ambiguous)
    {
      found_free (found);
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_REFUSED,
                               "More than one %s has that name: its SID is needed", resource);
    }
  else
    g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND);
}

static void
workspace_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  Found *found = error == NULL ? read_found (node, &error) : NULL;

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) found_free);
  else if (is_missing (error))
    {
      g_task_return_error (task, error_missing ("workspace", search->wanted, "WS",
                                                tr_error_get_http_status (error)));
      g_error_free (error);
    }
  else
    g_task_return_error (task, error);
}

static void
workspaces_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (items != NULL)
    return_named (task, items, "workspace", "WS");
  else
    g_task_return_error (task, error);
}

/**
 * tr_client_find_workspace_async:
 * @self: a client
 * @name_or_sid: a workspace's name, or its SID
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Looks for a workspace of the account.
 */
void
tr_client_find_workspace_async (TrClient *self,
                                const char *name_or_sid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const char *query[] = { "FriendlyName", name_or_sid, NULL };
  g_autofree char *path = NULL;
  Search *search;
  GTask *task;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (name_or_sid != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_find_workspace_async);
  search = g_new0 (Search, 1);
  search->wanted = g_strdup (name_or_sid);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  if (is_sid (name_or_sid, "WS"))
    {
      path = g_strconcat ("Workspaces/", name_or_sid, NULL);
      tr_client_request_async (self, TR_SERVICE_TASKROUTER, "GET", path, NULL, cancellable,
                               workspace_cb, task);
    }
  else
    tr_client_list_async (self, TR_SERVICE_TASKROUTER, "Workspaces", query, 0, cancellable,
                          workspaces_cb, task);
}

/**
 * tr_client_find_workspace_finish:
 * @self: a client
 * @result: what the callback got
 * @friendly_name: (out) (optional) (transfer full): the workspace's name
 * @error: return location
 *
 * Returns: (transfer full): the workspace's SID; NULL with %TR_ERROR_NOT_FOUND of the resource
 *   "workspace", another #TrError or %G_IO_ERROR_CANCELLED
 */
char *
tr_client_find_workspace_finish (TrClient *self,
                                 GAsyncResult *result,
                                 char **friendly_name,
                                 GError **error)
{
  Found *found;
  char *sid;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_find_workspace_async), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;

  sid = g_steal_pointer (&found->sid);
  if (friendly_name != NULL)
    *friendly_name = g_steal_pointer (&found->friendly_name);
  found_free (found);
  return sid;
}

/* After a 404 of a worker's SID: the workspace is missing, or the worker is. */
static void
worker_workspace_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *sid =
      tr_client_find_workspace_finish (TR_CLIENT (source), result, NULL, &error);

  if (sid != NULL)
    g_task_return_error (task, error_missing ("worker", search->wanted, "WK", 404));
  else
    g_task_return_error (task, error);
}

static void
worker_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  Found *found = error == NULL ? read_found (node, &error) : NULL;

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) found_free);
  else if (is_missing (error))
    {
      g_error_free (error);
      tr_client_find_workspace_async (TR_CLIENT (source), search->workspace_sid,
                                      g_task_get_cancellable (task), worker_workspace_cb,
                                      g_object_ref (task));
    }
  else
    g_task_return_error (task, error);
}

static void
workers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (items != NULL)
    return_named (task, items, "worker", "WK");
  else if (is_missing (error)) /* a list is there, if empty, unless what it is in is not */
    {
      g_task_return_error (task, error_missing ("workspace", search->workspace_sid, "WS",
                                                tr_error_get_http_status (error)));
      g_error_free (error);
    }
  else
    g_task_return_error (task, error);
}

/**
 * tr_client_find_worker_async:
 * @self: a client
 * @workspace_sid: the workspace
 * @name_or_sid: a worker's name, or its SID
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Looks for a worker of the workspace.
 */
void
tr_client_find_worker_async (TrClient *self,
                             const char *workspace_sid,
                             const char *name_or_sid,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const char *query[] = { "FriendlyName", name_or_sid, NULL };
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  Search *search;
  GTask *task;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (workspace_sid != NULL && name_or_sid != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_find_worker_async);
  search = g_new0 (Search, 1);
  search->wanted = g_strdup (name_or_sid);
  search->workspace_sid = g_strdup (workspace_sid);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);

  escaped = g_uri_escape_string (workspace_sid, NULL, FALSE);
  if (is_sid (name_or_sid, "WK"))
    {
      path = g_strdup_printf ("Workspaces/%s/Workers/%s", escaped, name_or_sid);
      tr_client_request_async (self, TR_SERVICE_TASKROUTER, "GET", path, NULL, cancellable,
                               worker_cb, task);
    }
  else
    {
      path = g_strdup_printf ("Workspaces/%s/Workers", escaped);
      tr_client_list_async (self, TR_SERVICE_TASKROUTER, path, query, 0, cancellable, workers_cb,
                            task);
    }
}

/**
 * tr_client_find_worker_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the worker's SID; NULL with %TR_ERROR_NOT_FOUND, another #TrError or
 *   %G_IO_ERROR_CANCELLED. tr_error_get_resource() says whether "workspace" or "worker" is missing
 */
char *
tr_client_find_worker_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  Found *found;
  char *sid;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_find_worker_async), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;

  sid = g_steal_pointer (&found->sid);
  found_free (found);
  return sid;
}
