/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-request.h"
#include "tra-session-private.h"

/* What moved the agent while nobody looked, and the way back. */

/**
 * tra_session_get_away_activity:
 * @self: a session
 * @key: a setting that names an unavailable activity; empty is none
 *
 * Returns: (nullable) (transfer none): that one; one that the workspace does not have stands for its
 *   first unavailable one
 */
TrActivity *
tra_session_get_away_activity (TraSession *self, const char *key)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  name = g_settings_get_string (self->settings, key);
  return *name != '\0' ? tra_session_pick_activity (self, key, FALSE) : NULL;
}

void
tra_session_forget_away (TraSession *self)
{
  g_clear_object (&self->away_from);
  g_clear_object (&self->away_to);
  self->is_away_over = FALSE;
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  TraSession *self = g_task_get_source_object (task);

  if (!tr_worker_operation_finish (TR_WORKER (source), result, &error))
    {
      g_info ("Stepping away: %s", error->message);
      tra_session_forget_away (self);
    }
  else
    {
      tra_session_note_away (self);
    }
  g_task_return_boolean (task, error == NULL);
}

/**
 * tra_session_step_away_async:
 * @self: a session that is connected, of an agent who is available
 * @cause: why
 * @activity: an unavailable one
 * @reject_pending: whether what is offered is rejected with it, for there is no time to answer
 * @callback: called when the service has answered, or the session is over
 * @user_data: for @callback
 *
 * Sets the status for an agent who is not there to do it. The way back is kept until somebody sets
 * another one.
 */
void
tra_session_step_away_async (TraSession *self,
                             TraAwayCause cause,
                             TrActivity *activity,
                             gboolean reject_pending,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tra_session_step_away_async);
  if (!tra_session_is_connected (self))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  tra_session_forget_away (self);
  self->away_cause = cause;
  g_set_object (&self->away_from, tr_worker_get_activity (self->worker));
  g_set_object (&self->away_to, activity);
  tra_session_expect_status (self, activity);
  tr_worker_set_activity_async (self->worker, activity, reject_pending, self->cancellable,
                                moved_cb, g_steal_pointer (&task));
}

/**
 * tra_session_step_away_finish:
 * @self: a session
 * @result: from the callback
 *
 * Returns: whether the service has set the status
 */
gboolean
tra_session_step_away_finish (TraSession *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * tra_session_come_back:
 * @self: a session
 * @cause: what is over
 *
 * The agent is there again: if @cause had set the status, that is told from now on.
 */
void
tra_session_come_back (TraSession *self, TraAwayCause cause)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->away_to == NULL || self->away_cause != cause || self->is_away_over)
    return;

  self->is_away_over = TRUE;
  tra_session_update (self);
}

/**
 * tra_session_is_away_told:
 * @self: a session
 *
 * Returns: whether the agent is back, and still in the status that was set meanwhile
 */
gboolean
tra_session_is_away_told (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->is_away_over && tra_session_is_connected (self) && self->away_from != NULL &&
         tr_worker_get_activity (self->worker) == self->away_to;
}

TraAwayCause
tra_session_get_away_cause (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_AWAY_SLEEP);

  return self->away_cause;
}

/**
 * tra_session_get_away_origin:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): the status before the agent was set to another one
 */
TrActivity *
tra_session_get_away_origin (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->away_from;
}

/**
 * tra_session_undo_away:
 * @self: a session
 *
 * Takes back the status that was set while the agent was away.
 */
void
tra_session_undo_away (TraSession *self)
{
  g_autoptr(TrActivity) from = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_is_away_told (self))
    return;

  from = g_object_ref (self->away_from);
  tra_session_forget_away (self);
  tra_session_set_activity (self, from);
}

/**
 * tra_session_dismiss_away:
 * @self: a session
 *
 * The agent has seen it, and stays as it is.
 */
void
tra_session_dismiss_away (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  tra_session_forget_away (self);
  tra_session_update (self);
}
