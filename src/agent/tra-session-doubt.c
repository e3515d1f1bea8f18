/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-doubt.h"

#include "tr-client-participants.h"
#include "tra-session-private.h"

/*
 * A gateway lost the answer to what was asked of a leg: it may have been done all the same. So who is
 * on the line is read before anything is said. Where the service does not show it to us nobody knows.
 */

typedef struct
{
  char *call_sid;
  TraDoubt doubt;
  gboolean value;
  GError *error; /* what was answered first */
} Doubt;

static void
doubt_free (gpointer data)
{
  Doubt *self = data;

  g_free (self->call_sid);
  g_error_free (self->error);
  g_free (self);
}

static TrParticipant *
find (GPtrArray *participants, const char *call_sid)
{
  for (guint i = 0; i < participants->len; i++)
    {
      TrParticipant *participant = g_ptr_array_index (participants, i);

      if (g_strcmp0 (tr_participant_get_call_sid (participant), call_sid) == 0)
        return participant;
    }
  return NULL;
}

static gboolean
is_so (Doubt *self, TrParticipant *participant)
{
  if (participant == NULL)
    return self->doubt == TRA_DOUBT_THERE && !self->value;

  switch (self->doubt)
    {
    case TRA_DOUBT_HELD:
      return tr_participant_is_on_hold (participant) == self->value;
    case TRA_DOUBT_MUTED:
      return tr_participant_is_muted (participant) == self->value;
    case TRA_DOUBT_ENDS_CONFERENCE:
      return tr_participant_ends_conference (participant) == self->value;
    case TRA_DOUBT_THERE:
    default:
      return self->value;
    }
}

static void
return_unclear (GTask *task)
{
  Doubt *self = g_task_get_task_data (task);
  GError *error = g_error_copy (self->error);

  tr_error_set_unclear (error);
  g_task_return_error (task, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Doubt *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) participants =
      tr_client_list_participants_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (participants == NULL)
    return_unclear (task);
  else if (is_so (self, find (participants, self->call_sid)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_error_copy (self->error));
}

/**
 * tra_session_settle_doubt_async:
 * @self: a session with a line
 * @call_sid: (nullable): of a leg on it; %NULL: which one is not known
 * @doubt: what was asked for
 * @value: as what
 * @error: what the service answered
 * @callback: called once; the session is gone if it is told of %G_IO_ERROR_CANCELLED
 * @user_data: for @callback
 *
 * An error that is clear is passed on as it is.
 */
void
tra_session_settle_doubt_async (TraSession *self,
                                const char *call_sid,
                                TraDoubt doubt,
                                gboolean value,
                                const GError *error,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, self->cancellable, callback, user_data);
  Doubt *data = g_new0 (Doubt, 1);

  g_task_set_source_tag (task, tra_session_settle_doubt_async);
  data->call_sid = g_strdup (call_sid);
  data->doubt = doubt;
  data->value = value;
  data->error = g_error_copy (error);
  g_task_set_task_data (task, data, doubt_free);

  if (!tra_request_is_unclear (error))
    g_task_return_error (task, g_error_copy (error));
  else if (call_sid == NULL || self->client == NULL || self->line == NULL || self->line->is_blind)
    return_unclear (task);
  else
    tr_client_list_participants_async (self->client, self->line->conference_sid, self->cancellable,
                                       listed_cb, g_steal_pointer (&task));
}

/**
 * tra_session_settle_doubt_finish:
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether it is as it was asked for; else the error, for which tr_error_is_unclear() tells
 *   whether that is not known
 */
gboolean
tra_session_settle_doubt_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_session_settle_doubt_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
