/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-participants.h"

/* The service takes no more in a conference. */
#define MAX_PARTICIPANTS 250

static GPtrArray *
read_participants (JsonArray *items, GError **error)
{
  g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      TrParticipant *participant =
          tr_participant_new_from_json (json_array_get_element (items, i), error);

      if (participant == NULL)
        return NULL;
      g_ptr_array_add (participants, participant);
    }
  return g_steal_pointer (&participants);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);
  GPtrArray *participants = items != NULL ? read_participants (items, &error) : NULL;

  if (participants != NULL)
    g_task_return_pointer (task, participants, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static char *
dup_path (const char *conference_sid, const char *call_sid)
{
  g_autofree char *conference = g_uri_escape_string (conference_sid, NULL, FALSE);
  g_autofree char *call = NULL;

  if (call_sid == NULL)
    return g_strdup_printf ("Conferences/%s/Participants.json", conference);

  call = g_uri_escape_string (call_sid, NULL, FALSE);
  return g_strdup_printf ("Conferences/%s/Participants/%s.json", conference, call);
}

/**
 * tr_client_list_participants_async:
 * @self: a client
 * @conference_sid: a conference (CF…)
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Source: Api 2010, Participants. A conference that is over lists none.
 */
void
tr_client_list_participants_async (TrClient *self,
                                   const char *conference_sid,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (conference_sid != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_list_participants_async);
  path = dup_path (conference_sid, NULL);
  tr_client_list_async (self, TR_SERVICE_API, path, NULL, MAX_PARTICIPANTS, cancellable, listed_cb,
                        g_steal_pointer (&task));
}

/**
 * tr_client_list_participants_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type TrParticipant): who is on the line; NULL with #TrError or
 *   %G_IO_ERROR_CANCELLED
 */
GPtrArray *
tr_client_list_participants_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_list_participants_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TrParticipant *participant = error == NULL ? tr_participant_new_from_json (node, &error) : NULL;

  if (participant != NULL)
    g_task_return_pointer (task, participant, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * tr_client_add_participant_async:
 * @self: a client
 * @conference_sid: a conference (CF…)
 * @form: pairs of name, value, …, NULL
 * @cancellable: (nullable): to give up; it may happen all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Calls a number, which is in the conference when it is answered.
 *
 * Source: Api 2010, Participants: POST with From, To, Label, EarlyMedia, EndConferenceOnExit.
 */
void
tr_client_add_participant_async (TrClient *self,
                                 const char *conference_sid,
                                 const char *const *form,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *path = NULL;
  GTask *task;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (conference_sid != NULL && form != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_add_participant_async);
  path = dup_path (conference_sid, NULL);
  tr_client_request_async (self, TR_SERVICE_API, "POST", path, form, cancellable, added_cb, task);
}

/**
 * tr_client_add_participant_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): who is called now; NULL with #TrError or %G_IO_ERROR_CANCELLED
 */
TrParticipant *
tr_client_add_participant_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_add_participant_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
change (TrClient *self,
        const char *method,
        const char *path,
        const char *const *form,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tr_client_participant_finish);
  tr_client_request_async (self, TR_SERVICE_API, method, path, form, cancellable, changed_cb, task);
}

/**
 * tr_client_update_participant_async:
 * @self: a client
 * @conference_sid: a conference (CF…)
 * @call_sid: of one of its legs (CA…)
 * @form: pairs of name, value, …, NULL
 * @cancellable: (nullable): to give up; it may happen all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Source: Api 2010, Participants: POST with Muted, Hold, EndConferenceOnExit.
 */
void
tr_client_update_participant_async (TrClient *self,
                                    const char *conference_sid,
                                    const char *call_sid,
                                    const char *const *form,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (conference_sid != NULL && call_sid != NULL && form != NULL);

  path = dup_path (conference_sid, call_sid);
  change (self, "POST", path, form, cancellable, callback, user_data);
}

/**
 * tr_client_remove_participant_async:
 * @self: a client
 * @conference_sid: a conference (CF…)
 * @call_sid: of one of its legs (CA…)
 * @cancellable: (nullable): to give up; it may happen all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Hangs up on one leg. The conference ends with it if that leg says so.
 *
 * Source: Api 2010, Participants: DELETE.
 */
void
tr_client_remove_participant_async (TrClient *self,
                                    const char *conference_sid,
                                    const char *call_sid,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (conference_sid != NULL && call_sid != NULL);

  path = dup_path (conference_sid, call_sid);
  change (self, "DELETE", path, NULL, cancellable, callback, user_data);
}

/**
 * tr_client_participant_finish:
 * @self: a client
 * @result: what the callback of an update or a removal got
 * @error: return location
 *
 * Returns: whether it was done; else #TrError, %TR_ERROR_NOT_FOUND for who is gone, or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
tr_client_participant_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_participant_finish), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
