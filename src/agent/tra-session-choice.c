/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-request.h"
#include "tra-session-private.h"

/* The agent's own choice of a status: at once, or for when what goes on is over. */

/* ---- At once ---- */

static void
activity_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    {
      tra_session_expect_status (request->session, NULL);
      tra_request_tell_failure (request, error);
    }
  tra_session_update (request->session);
}

/**
 * tra_session_send_choice:
 * @self: a session
 * @request: (transfer full): for the status that the agent chose
 */
void
tra_session_send_choice (TraSession *self, TraRequest *request)
{
  tra_session_expect_status (self, request->activity);
  tr_worker_set_activity_async (self->worker, request->activity,
                                self->choice_rejects &&
                                    !tr_activity_is_available (request->activity),
                                self->cancellable, activity_set_cb, request);
}

/* One that is set by ourselves and on its way is let arrive first, because two requests need not
 * arrive in the order in which they were sent. */
static void
ask_for_activity (TraSession *self, TrActivity *activity, gboolean reject_pending)
{
  TraRequest *request = tra_request_new (self, "set-activity", NULL, activity);

  self->choice_rejects = reject_pending;
  if (self->is_settling)
    self->waiting_choice = request;
  else
    tra_session_send_choice (self, request);
}

/* What the agent chooses stands: nothing is set by ourselves after it. */
static void
change_now (TraSession *self, TrActivity *activity, gboolean reject_pending)
{
  tra_session_unhush (self);
  self->debt = TRA_DEBT_NONE;
  tra_session_set_next_activity (self, NULL);
  if (tr_worker_get_activity (self->worker) == activity && !self->is_settling)
    tra_session_clear_notice (self);
  else
    ask_for_activity (self, activity, reject_pending);
  tra_session_update (self);
}

/* ---- Afterwards ---- */

static gboolean
is_busy (TraSession *self)
{
  return tra_session_has_call (self) || self->phase == TRA_PHASE_WRAP_UP;
}

/**
 * tra_session_would_drop:
 * @self: a session
 * @activity: a status
 *
 * Returns: whether somebody waits for the agent's answer, who would go to someone else if @activity
 *   were set now
 */
gboolean
tra_session_would_drop (TraSession *self, TrActivity *activity)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return activity != NULL && !tr_activity_is_available (activity) && !is_busy (self) &&
         tra_session_get_offered (self) != NULL;
}

/**
 * tra_session_set_activity:
 * @self: a session
 * @activity: one of the worker's activities
 *
 * Changes the status. While the agent's phone rings, in a call and in wrap-up it is the status for
 * afterwards, and so it is if somebody waits for an answer whom it would send away:
 * tra_session_get_next_activity().
 */
void
tra_session_set_activity (TraSession *self, TrActivity *activity)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  if (!tra_session_is_connected (self) || tra_session_is_asking (self, "set-activity"))
    return;

  if (!is_busy (self) && !tra_session_would_drop (self, activity))
    {
      change_now (self, activity, FALSE);
      return;
    }

  /* In wrap-up the one that is there already is no change. */
  tra_session_set_next_activity (self, !tra_session_has_call (self) &&
                                               tr_worker_get_activity (self->worker) == activity
                                           ? NULL
                                           : activity);
  tra_session_update (self);
}

/**
 * tra_session_set_activity_now:
 * @self: a session
 * @activity: one of the worker's activities
 *
 * Changes the status, and rejects what waits for an answer if it is an unavailable one.
 */
void
tra_session_set_activity_now (TraSession *self, TrActivity *activity)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  if (tra_session_would_drop (self, activity) && tra_session_is_connected (self) &&
      !tra_session_is_asking (self, "set-activity"))
    change_now (self, activity, TRUE);
  else
    tra_session_set_activity (self, activity);
}

/**
 * tra_session_take_back_next:
 * @self: a session
 *
 * The status that was chosen for afterwards is not taken.
 */
void
tra_session_take_back_next (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  tra_session_set_next_activity (self, NULL);
  tra_session_update (self);
}

/*
 * tra_session_check_next:
 * @self: a session of which something has just ended
 *
 * Takes the status that was chosen for afterwards, if nothing is left that it waits for.
 */
void
tra_session_check_next (TraSession *self)
{
  TrActivity *next = self->next_activity;

  if (next == NULL || self->debt != TRA_DEBT_NONE || is_busy (self) ||
      tra_session_get_offered (self) != NULL)
    return;

  /* Deleted meanwhile, or the agent was not there when it rang: nobody is made available then. */
  if (tr_worker_find_activity (self->worker, tr_activity_get_sid (next)) != next ||
      (self->notice != TRA_NOTICE_NONE && tr_activity_is_available (next)))
    tra_session_set_next_activity (self, NULL);
  else
    tra_session_settle_soon (self, TRA_DEBT_NEXT);
}

/* ---- By name ---- */

/**
 * tra_session_take_status:
 * @self: a session
 * @name: what somebody calls an activity of the workspace; case does not matter
 *
 * Like tra_session_set_activity(), if there is such a one.
 */
void
tra_session_take_status (TraSession *self, const char *name)
{
  g_autofree char *folded = NULL;
  GListModel *activities;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  if (!tra_session_is_connected (self))
    return;

  folded = g_utf8_casefold (name, -1);
  activities = tr_worker_get_activities (self->worker);
  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      g_autofree char *known = g_utf8_casefold (tr_activity_get_friendly_name (activity), -1);

      if (g_str_equal (known, folded))
        {
          tra_session_set_activity (self, activity);
          return;
        }
    }
  tra_session_toast (self, _("There is no such status"));
}

/**
 * tra_session_go_online:
 * @self: a session
 *
 * Takes the available activity that the settings name, or the workspace's first one, in wrap-up
 * too.
 */
void
tra_session_go_online (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (tra_session_can_go_online (self))
    change_now (self, tra_session_pick_activity (self, "online-activity", TRUE), FALSE);
}

/**
 * tra_session_go_offline:
 * @self: a session
 *
 * Takes the unavailable activity that the settings name, or the workspace's first one.
 */
void
tra_session_go_offline (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_go_offline (self))
    return;
  if (tra_session_would_drop (self, tra_session_pick_activity (self, "offline-activity", FALSE)))
    tra_session_set_activity (self, tra_session_pick_activity (self, "offline-activity", FALSE));
  else
    change_now (self, tra_session_pick_activity (self, "offline-activity", FALSE), FALSE);
}
