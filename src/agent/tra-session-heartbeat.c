/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-heartbeat.h"

#include "tr-company-heartbeat.h"
#include "tra-session-private.h"

/**
 * tra_session_can_beat:
 * @self: a session
 *
 * Returns: whether a company's server can be told now that calls may come here. While the service
 *   is out of reach none can: the server is right then to take the desk for gone
 */
gboolean
tra_session_can_beat (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->company != NULL && tra_company_get_token (self->company) != NULL &&
         tra_session_is_connected (self);
}

static void
beaten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  guint every;

  if (tr_company_client_beat_finish (TR_COMPANY_CLIENT (source), result, &every, &error))
    g_task_return_int (task, (gssize) every);
  else
    g_task_return_error (task, error);
}

/**
 * tra_session_beat_async:
 * @self: a session that can beat
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 *
 * Tells the company's server once. Ends with tra_session_beat_finish().
 */
void
tra_session_beat_async (TraSession *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autofree char *device = NULL;
  GTask *task;

  g_return_if_fail (tra_session_can_beat (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_session_beat_async);
  device = g_settings_get_string (self->settings, "server-device"); /* as the last grant named it */
  tr_company_client_beat_async (tra_company_get_client (self->company),
                                tra_company_get_token (self->company), device, cancellable,
                                beaten_cb, task);
}

/**
 * tra_session_beat_finish:
 * @self: a session
 * @result: from the callback
 * @every: (out): seconds that the next one is wanted within; 0: nobody listens for it
 * @error: return location
 *
 * Returns: whether the server heard it; FALSE with a #TrError or %G_IO_ERROR_CANCELLED
 */
gboolean
tra_session_beat_finish (TraSession *self, GAsyncResult *result, guint *every, GError **error)
{
  g_autoptr(GError) cause = NULL;
  gssize seconds;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_session_beat_async), FALSE);

  seconds = g_task_propagate_int (G_TASK (result), &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  *every = (guint) seconds;
  return TRUE;
}
