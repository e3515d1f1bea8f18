/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-request.h"
#include "tra-session-private.h"

/* What the session does about the status by itself. */

/* How long an offer that is about to be rejected by the service stays out of sight. */
#define HUSH_PATIENCE (2 * (gint64) G_USEC_PER_SEC)

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

/* What the agent chose for afterwards, if it keeps the same caller from being offered again. */
static TrActivity *
pick_unanswered (TraSession *self)
{
  return self->next_activity != NULL && !tr_activity_is_available (self->next_activity)
             ? self->next_activity
             : tra_session_pick_unanswered_activity (self);
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
      owed = is_available ? pick_unanswered (self) : NULL;
      break;
    case TRA_DEBT_NEXT:
      owed = self->next_activity;
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
    tra_session_send_choice (self, choice);
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

  /* Borrowed: the worker's list has it. */
  owed = activity_owed (self);
  if (self->debt != TRA_DEBT_CALL_STARTED)
    tra_session_set_next_activity (self, NULL);
  self->debt = TRA_DEBT_NONE;

  if (owed == NULL)
    {
      tra_session_unhush (self);
    }
  else
    {
      self->is_settling = TRUE;
      tra_session_expect_status (self, owed);
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
