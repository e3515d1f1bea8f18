/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-request.h"
#include "tra-session-private.h"

/* How long an offer that is about to be rejected by the service stays out of sight. */
#define HUSH_PATIENCE (2 * (gint64) G_USEC_PER_SEC)

static void
activity_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    tra_request_tell_failure (request, error);
  tra_session_update (request->session);
}

/* One that is set by ourselves and on its way is let arrive first, because two requests need not arrive
 * in the order in which they were sent. */
static void
ask_for_activity (TraSession *self, TrActivity *activity)
{
  TraRequest *request;

  request = tra_request_new (self, "set-activity", NULL, activity);
  if (self->is_settling)
    self->waiting_choice = request;
  else
    tr_worker_set_activity_async (self->worker, activity, FALSE, self->cancellable,
                                  activity_set_cb, request);
}

/**
 * tra_session_set_activity:
 * @self: a session
 * @activity: one of the worker's activities
 *
 * Changes the status; while the agent's phone rings and in a call, the status for afterwards.
 */
void
tra_session_set_activity (TraSession *self, TrActivity *activity)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  if (!tra_session_is_connected (self) || tra_session_is_asking (self, "set-activity"))
    return;

  tra_session_unhush (self);
  if (tra_session_has_call (self))
    {
      tra_session_set_next_activity (self, activity);
    }
  else
    {
      /* What the agent chooses stands: nothing is set by ourselves after it. */
      self->debt = TRA_DEBT_NONE;
      tra_session_set_next_activity (self, NULL);
      if (tr_worker_get_activity (self->worker) == activity && !self->is_settling)
        tra_session_clear_notice (self);
      else
        ask_for_activity (self, activity);
    }
  tra_session_update (self);
}

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
 * Takes the available activity that the settings name, or the workspace's first one.
 */
void
tra_session_go_online (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (tra_session_can_go_online (self))
    tra_session_set_activity (self, tra_session_pick_activity (self, "online-activity", TRUE));
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

  if (tra_session_can_go_offline (self))
    tra_session_set_activity (self, tra_session_pick_activity (self, "offline-activity", FALSE));
}

/**
 * tra_session_dismiss_notice:
 * @self: a session
 *
 * The agent has seen what was missed.
 */
void
tra_session_dismiss_notice (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  tra_session_clear_notice (self);
  tra_session_update (self);
}

/* The status after a call: what the agent chose for this one, else what the settings name. */
static TrActivity *
pick_after_call (TraSession *self)
{
  TrActivity *activity = self->next_activity;

  if (activity == NULL)
    activity = tra_session_pick_activity (self, "after-call-activity", -1);
  return activity != NULL ? activity : tra_session_pick_activity (self, "offline-activity", FALSE);
}

/* The status to take by ourselves now; NULL if the service, or someone else, saw to it. */
static TrActivity *
activity_owed (TraSession *self)
{
  TrActivity *now = tr_worker_get_activity (self->worker);
  TrActivity *call = tra_session_pick_activity (self, "call-activity", -1);
  gboolean is_available = now != NULL && tr_activity_is_available (now);
  TrActivity *owed = NULL;

  switch (self->debt)
    {
    case TRA_DEBT_NOT_ANSWERED:
      owed = is_available ? tra_session_pick_unanswered_activity (self) : NULL;
      break;
    case TRA_DEBT_CALL_STARTED:
      owed = call;
      break;
    case TRA_DEBT_CALL_ENDED:
      /* A status that is neither the call's nor an available one was chosen by someone. */
      if (self->next_activity != NULL || is_available || now == call)
        owed = pick_after_call (self);
      break;
    case TRA_DEBT_NONE:
    default:
      break;
    }

  return owed != now ? owed : NULL;
}

static void
hush_ended_cb (gpointer user_data)
{
  TraSession *self = user_data;

  self->hush_timer = 0;
  tra_session_unhush (self);
  tra_session_update (self);
}

/**
 * tra_session_unhush:
 * @self: a session
 *
 * Lets every offer be seen again.
 */
void
tra_session_unhush (TraSession *self)
{
  tr_clock_clear (self->clock, &self->hush_timer);
  g_clear_pointer (&self->hushed_task, g_free);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  TraSession *self = request->session;
  TraRequest *choice;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  self->is_settling = FALSE;
  choice = g_steal_pointer (&self->waiting_choice);
  if (choice != NULL)
    tr_worker_set_activity_async (self->worker, choice->activity, FALSE, self->cancellable,
                                  activity_set_cb, choice);
  if (error != NULL)
    {
      tra_session_unhush (self);
      tra_request_tell_failure (request, error);
    }
  else if (self->hushed_task != NULL)
    {
      tr_clock_clear (self->clock, &self->hush_timer);
      self->hush_timer = tr_clock_add (self->clock, HUSH_PATIENCE, hush_ended_cb, self);
    }
  tra_session_update (self);
}

static gboolean
settle_cb (gpointer user_data)
{
  TraSession *self = user_data;
  gboolean reject_pending = self->debt == TRA_DEBT_NOT_ANSWERED;
  TrActivity *owed;

  self->settle_id = 0;
  if (!tra_session_is_connected (self))
    return G_SOURCE_REMOVE; /* the debt stays till the connection is there again */

  owed = activity_owed (self);
  if (self->debt == TRA_DEBT_CALL_ENDED)
    tra_session_set_next_activity (self, NULL);
  self->debt = TRA_DEBT_NONE;

  if (owed == NULL)
    {
      tra_session_unhush (self);
    }
  else
    {
      self->is_settling = TRUE;
      tr_worker_set_activity_async (self->worker, owed,
                                    reject_pending && !tr_activity_is_available (owed),
                                    self->cancellable, settled_cb,
                                    tra_request_new_silent (self, "set-activity", NULL, owed));
    }
  tra_session_update (self);
  return G_SOURCE_REMOVE;
}

/**
 * tra_session_settle_soon:
 * @self: a session
 * @debt: what has to be seen to
 *
 * The service may change the status by itself (a conference's post-work activity), and then its
 * event comes in one burst with the one that brought us here. So that is waited for: until the main
 * loop has nothing better to do. Only then the status is set from here.
 *
 * Source: Twilio's documentation of PostWorkActivitySid, "not valid in multitasking workspaces".
 */
void
tra_session_settle_soon (TraSession *self, TraDebt debt)
{
  self->debt = debt;
  if (self->settle_id == 0)
    self->settle_id = g_idle_add_full (G_PRIORITY_LOW, settle_cb, self, NULL);
}
