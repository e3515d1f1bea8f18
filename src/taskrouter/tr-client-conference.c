/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-private.h"

#include "tr-json.h"

/*
 * Ending a conference. Two may want its end at once, and what was asked may have happened although
 * no answer came: so after any refusal or silence the conference is read again before anyone is
 * told.
 */

typedef struct
{
  char *path; /* owned */
  GError *error; /* owned, nullable: what the first request came to */
} Ending;

static void
ending_free (Ending *ending)
{
  g_free (ending->path);
  g_clear_error (&ending->error);
  g_free (ending);
}

static gboolean
is_over (JsonNode *node)
{
  JsonObject *object;
  const char *status;

  return tr_json_expect_object (node, &object, NULL) &&
         tr_json_expect_string (object, "status", &status, NULL) &&
         g_str_equal (status, "completed");
}

/* Not refused, but lost on its way. */
static gboolean
is_in_doubt (const GError *error)
{
  return !g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND) &&
         !g_error_matches (error, TR_ERROR, TR_ERROR_REFUSED) &&
         !g_error_matches (error, TR_ERROR, TR_ERROR_CONFLICT);
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Ending *ending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (error == NULL && is_over (node))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      if (error != NULL && is_in_doubt (ending->error))
        tr_error_set_unclear (ending->error);
      g_task_return_error (task, g_steal_pointer (&ending->error));
    }
}

static gboolean
may_be_over (const GError *error)
{
  switch (error->domain == TR_ERROR ? error->code : -1)
    {
    case TR_ERROR_NOT_FOUND:
    case TR_ERROR_REFUSED:
    case TR_ERROR_CONFLICT:
    case TR_ERROR_SERVICE:
    case TR_ERROR_NETWORK:
    case TR_ERROR_TIMEOUT:
    case TR_ERROR_PROTOCOL:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrClient *self = TR_CLIENT (source);
  g_autoptr(GTask) task = user_data;
  Ending *ending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  JsonNode *node = tr_client_request_finish (self, result, &error);

  g_clear_pointer (&node, json_node_unref);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else if (!may_be_over (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
        tr_error_set_details (error, tr_error_get_http_status (error),
                              tr_error_get_service_code (error), "conference");
      ending->error = g_steal_pointer (&error);
      tr_client_request_async (self, TR_SERVICE_API, "GET", ending->path, NULL,
                               g_task_get_cancellable (task), read_again_cb,
                               g_object_ref (task));
    }
}

/**
 * tr_client_end_conference_async:
 * @self: a client
 * @conference_sid: a conference (CF…)
 * @cancellable: (nullable): to give up; the conference may end all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Ends a conference for everybody on it.
 *
 * Source: Api 2010, Conferences: POST with Status=completed.
 */
void
tr_client_end_conference_async (TrClient *self,
                                const char *conference_sid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const char *form[] = { "Status", "completed", NULL };
  g_autofree char *escaped = NULL;
  Ending *ending;
  GTask *task;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (conference_sid != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_end_conference_async);
  escaped = g_uri_escape_string (conference_sid, NULL, FALSE);
  ending = g_new0 (Ending, 1);
  ending->path = g_strdup_printf ("Conferences/%s.json", escaped);
  g_task_set_task_data (task, ending, (GDestroyNotify) ending_free);
  tr_client_request_async (self, TR_SERVICE_API, "POST", ending->path, form, cancellable, asked_cb,
                           task);
}

/**
 * tr_client_end_conference_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %TRUE when the conference is over, also when it was before; %FALSE with
 *   %TR_ERROR_NOT_FOUND of the resource "conference", another #TrError or %G_IO_ERROR_CANCELLED
 */
gboolean
tr_client_end_conference_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_end_conference_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
