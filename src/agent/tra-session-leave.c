/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-session-private.h"

/* How long signing out and quitting wait for the status to be set. */
#define PATIENCE (3 * (gint64) G_USEC_PER_SEC)

/**
 * tra_session_let_go:
 * @self: a session
 *
 * Drops the worker, what is known of its reservations, and the demo, at once and without a word to
 * the service.
 */
void
tra_session_let_go (TraSession *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  tra_session_forget_requests (self);
  tr_clock_clear (self->clock, &self->complete_timer);
  tr_clock_clear (self->clock, &self->auto_accept_timer);
  tr_clock_clear (self->clock, &self->record_again_timer);
  tr_clock_clear (self->clock, &self->unclear_timer);
  tr_clock_clear (self->clock, &self->leave_timer);
  tr_clock_clear (self->clock, &self->refresh_timer);
  tr_clock_clear (self->clock, &self->outgoing_timer);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  tra_session_unhush (self);
  tra_session_clear_notice (self);
  tra_session_drop_line (self);
  g_clear_object (&self->directory);
  g_clear_pointer (&self->outgoing_to, g_free);

  g_clear_object (&self->worker_says);
  if (self->worker != NULL)
    tr_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_object (&self->client);
  if (self->company != NULL)
    tra_company_let_go (self->company);
  g_clear_object (&self->company);
  if (self->demo != NULL)
    tra_demo_stop (self->demo);
  g_clear_object (&self->demo);

  /* What was typed last is written; whoever loads may hold the store for a moment yet. */
  if (self->drafts != NULL)
    g_object_run_dispose (G_OBJECT (self->drafts));
  g_clear_object (&self->drafts);
  g_hash_table_remove_all (self->offers);
  g_clear_pointer (&self->front_sid, g_free);
  g_queue_clear_full (&self->ended, g_object_unref);
  g_clear_pointer (&self->workspace_name, g_free);
  g_clear_pointer (&self->account_sid, g_free);
  g_clear_pointer (&self->worker_name, g_free);
  g_clear_pointer (&self->waiting_choice, tra_request_free);
  tra_session_forget_away (self);
  tra_session_forget_status (self);
  self->is_settling = FALSE;
  self->debt = TRA_DEBT_NONE;
  self->lost_time = 0;
  self->was_ready = FALSE;
  self->is_refreshing = FALSE;
  self->is_signed_in = FALSE;
}

/* The end of a session, with the status set or not. */
static void
left (TraSession *self)
{
  g_autoptr(GPtrArray) leaving = g_steal_pointer (&self->leaving);

  tra_session_set_next_activity (self, NULL);
  tra_session_let_go (self);
  tra_session_emit_signed_out (self);
  tra_session_tell_secret_remains (self);
  tra_session_take_profile (self);

  for (guint i = 0; leaving != NULL && i < leaving->len; i++)
    g_task_return_boolean (g_ptr_array_index (leaving, i), TRUE);
}

static void
patience_ended_cb (gpointer user_data)
{
  TraSession *self = user_data;

  self->leave_timer = 0;
  g_info ("Leaving without an answer about the status");
  left (self);
}

static void
went_offline_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  TraSession *self = user_data; /* not owned: gone if we were cancelled */

  if (!tr_worker_operation_finish (TR_WORKER (source), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_info ("Leaving: %s", error->message);
    }
  left (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_info ("Leaving: %s", error->message);
  left (self);
}

/* With the account's own credentials: that needs neither the event bridge nor a token. */
static void
write_activity (TraSession *self, TrActivity *activity)
{
  g_autofree char *workspace =
      g_uri_escape_string (tr_worker_get_workspace_sid (self->worker), NULL, FALSE);
  g_autofree char *worker = g_uri_escape_string (tr_worker_get_sid (self->worker), NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s/Workers/%s", workspace, worker);
  const char *const form[] = {
    "ActivitySid", tr_activity_get_sid (activity), "RejectPendingReservations", "true", NULL,
  };

  tr_client_request_async (self->client, TR_SERVICE_TASKROUTER, "POST", path, form,
                           self->cancellable, written_cb, self);
}

/**
 * tra_session_get_leave_activity:
 * @self: a session
 *
 * Returns: (nullable) (transfer none): the status that leaving sets; %NULL if nothing is known of
 *   the workspace's, it has no unavailable one, or it is another desk's to set
 */
TrActivity *
tra_session_get_leave_activity (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->phase != TRA_PHASE_ELSEWHERE
             ? tra_session_pick_activity (self, "offline-activity", FALSE)
             : NULL;
}

/**
 * tra_session_leave_async:
 * @self: a session
 * @callback: called when it is signed out
 * @user_data: for @callback
 *
 * Sets the status of the agent who goes, waits for that for three seconds at most, and drops the
 * worker. Without a connection that is tried by REST, because the service may be there all the same
 * and goes on offering calls to someone who is not. The next start signs in again if that is to be remembered. An offer that still waits is
 * rejected, so that the caller need not wait for its timeout.
 */
void
tra_session_leave_async (TraSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  TrActivity *offline;

  g_return_if_fail (TRA_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tra_session_leave_async);
  tra_session_cancel_sign_in (self);
  if (!self->is_signed_in)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* Who quits while the agent signs out must not end the program before the status is set. */
  if (self->leaving != NULL)
    {
      g_ptr_array_add (self->leaving, g_steal_pointer (&task));
      return;
    }

  self->leaving = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->leaving, g_steal_pointer (&task));
  offline = tra_session_get_leave_activity (self);
  /* What it was when the connection was lost it need not be any more. */
  if (offline == NULL || (tra_session_is_connected (self) &&
                          tr_worker_get_activity (self->worker) == offline))
    {
      left (self);
      return;
    }

  self->leave_timer = tr_clock_add (self->clock, PATIENCE, patience_ended_cb, self);
  if (tra_session_is_connected (self))
    tr_worker_set_activity_async (self->worker, offline, TRUE, self->cancellable, went_offline_cb,
                                  self);
  else if (self->client != NULL)
    write_activity (self, offline);
  else
    left (self);
}

/**
 * tra_session_leave_finish:
 * @self: a session
 * @result: from the callback
 */
void
tra_session_leave_finish (TraSession *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, tra_session_leave_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * tra_session_sign_out:
 * @self: a session
 *
 * Like tra_session_leave_async(), and forgets the secret. Ends with TraSession::signed-out.
 */
void
tra_session_sign_out (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!self->is_signed_in || self->leaving != NULL)
    return;

  if (self->demo == NULL)
    {
      const TraKeyringKey key = tra_session_own_key (self);

      if (self->company != NULL)
        tra_company_sign_out (self->company);
      g_settings_set_boolean (self->settings, "signed-in", FALSE);
      tra_session_forget_secret (self, &key);
    }
  tra_session_leave_async (self, NULL, NULL);
}

/**
 * tra_session_sign_in_again:
 * @self: a session whose sign-in ran out
 *
 * The demo is tried once more, and so is a company's server that may only have been out of reach;
 * otherwise the service does not take the secret any more, and the form is the place to type a new one.
 */
void
tra_session_sign_in_again (TraSession *self)
{
  gboolean is_of_company;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->phase != TRA_PHASE_EXPIRED || tra_session_is_asking (self, "sign-in"))
    return;

  if (self->demo != NULL || (self->company != NULL && !tra_company_is_over (self->company)))
    {
      tr_worker_start (self->worker);
      return;
    }

  is_of_company = self->company != NULL;
  left (self);
  if (is_of_company)
    tra_session_emit_sign_in_failed (self, NULL, "password",
                                     _("Your session has ended. Enter your password again."));
  else
    tra_session_emit_sign_in_failed (self, NULL, "secret",
                                     _("Your sign-in has expired. Enter the secret again."));
}
