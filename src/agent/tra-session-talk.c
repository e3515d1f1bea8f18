/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-line.h"

#include "tr-client-participants.h"
#include "tr-worker-calls.h"
#include "tra-session-doubt.h"
#include "tra-session-private.h"

/* What the agent does on the line: holding and muting. */

typedef struct
{
  TraRequest *request; /* owned */
  char *call_sid;      /* owned */
  gboolean is_hold;    /* else: mute */
  gboolean value;
} Wish;

static Wish *
wish_new (TraSession *self, const char *verb, TraLeg *leg, gboolean is_hold, gboolean value)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->request = tra_request_new (self, verb, self->reservation, NULL);
  wish->call_sid = g_strdup (leg->call_sid);
  wish->is_hold = is_hold;
  wish->value = value;
  return wish;
}

static void
wish_free (Wish *wish)
{
  tra_request_free (wish->request);
  g_free (wish->call_sid);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

/* Where the service shows nothing, what it agreed to is what is so. */
static void
note (TraSession *self, Wish *wish)
{
  TraLeg *leg = tra_line_find_call (self->line, wish->call_sid);

  if (leg == NULL)
    return;
  if (wish->is_hold)
    tra_leg_set_held (leg, wish->value, tr_clock_get_monotonic_time (self->clock));
  else
    leg->is_muted = wish->value;
}

static void
wish_answered (Wish *wish, const GError *error)
{
  TraSession *self = wish->request->session;

  if (!tra_request_answered (wish->request, error))
    return;

  if (error != NULL && tra_session_get_offer (self, wish->request->reservation) != NULL)
    tra_request_tell_failure (wish->request, error);
  if (error == NULL && self->line != NULL && self->line->is_blind)
    note (self, wish);
  tra_session_look_at_line (self);
  tra_session_update (self);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Wish) wish = user_data;
  g_autoptr(GError) error = NULL;

  tra_session_settle_doubt_finish (result, &error);
  wish_answered (wish, error);
}

/* Takes @wish. What was lost on the way may have been done: the line is read before it is told. */
static void
wish_settle (Wish *wish, const GError *error)
{
  g_autoptr(Wish) owned = NULL;

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tra_session_settle_doubt_async (wish->request->session, wish->call_sid,
                                      wish->is_hold ? TRA_DOUBT_HELD : TRA_DOUBT_MUTED, wish->value,
                                      error, settled_cb, wish);
      return;
    }
  owned = wish;
  wish_answered (wish, error);
}

static void
worker_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  wish_settle (user_data, error);
}

static void
client_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_client_participant_finish (TR_CLIENT (source), result, &error);
  wish_settle (user_data, error);
}

/* Of legs that a worker has no right to, but the account has. */
static void
ask_account (TraSession *self, Wish *wish)
{
  const char *form[] = { wish->is_hold ? "Hold" : "Muted", wish->value ? "true" : "false", NULL };

  tr_client_update_participant_async (self->client, self->line->conference_sid, wish->call_sid, form,
                                      self->cancellable, client_answered_cb, wish);
}

/**
 * tra_session_can_talk:
 * @self: a session
 *
 * Returns: whether something can be done on the line now
 */
gboolean
tra_session_can_talk (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->line != NULL && self->phase == TRA_PHASE_IN_CALL && tra_session_is_connected (self) &&
         self->busy == NULL;
}

/**
 * tra_session_can_mute_leg:
 * @self: a session
 * @leg: of its line
 *
 * Returns: whether the service lets us mute it: the agent's own leg always, others with the
 *   account's rights
 */
gboolean
tra_session_can_mute_leg (TraSession *self, TraLeg *leg)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return leg != NULL && leg->is_connected &&
         (leg->role == TRA_LEG_OWN || (self->line != NULL && self->line->is_seen));
}

/**
 * tra_session_can_hold_leg:
 * @self: a session
 * @leg: of its line
 *
 * Returns: whether the service lets us hold it: the caller and colleagues always, others with the
 *   account's rights, and never the agent
 */
gboolean
tra_session_can_hold_leg (TraSession *self, TraLeg *leg)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return leg != NULL && leg->is_connected && leg->role != TRA_LEG_OWN &&
         (leg->role != TRA_LEG_OTHER || (self->line != NULL && self->line->is_seen));
}

/**
 * tra_session_mute_leg:
 * @self: a session
 * @call_sid: of a leg on its line
 * @is_muted: whether the others shall not hear it
 */
void
tra_session_mute_leg (TraSession *self, const char *call_sid, gboolean is_muted)
{
  TraLeg *leg;
  Wish *wish;

  g_return_if_fail (TRA_IS_SESSION (self));

  leg = tra_line_find_call (self->line, call_sid);
  if (!tra_session_can_talk (self) || !tra_session_can_mute_leg (self, leg) ||
      leg->is_muted == is_muted)
    return;

  wish = wish_new (self, is_muted ? "mute" : "unmute", leg, FALSE, is_muted);
  if (leg->role == TRA_LEG_OWN)
    tr_worker_mute_async (self->worker, self->reservation, is_muted, self->cancellable,
                          worker_answered_cb, wish);
  else
    ask_account (self, wish);
  tra_session_update (self);
}

/**
 * tra_session_hold_leg:
 * @self: a session
 * @call_sid: of a leg on its line
 * @is_held: whether it shall hear music instead of the others
 */
void
tra_session_hold_leg (TraSession *self, const char *call_sid, gboolean is_held)
{
  TrTask *task;
  TraLeg *leg;
  Wish *wish;

  g_return_if_fail (TRA_IS_SESSION (self));

  leg = tra_line_find_call (self->line, call_sid);
  if (!tra_session_can_talk (self) || !tra_session_can_hold_leg (self, leg) ||
      leg->is_held == is_held)
    return;

  task = tr_reservation_get_task (self->reservation);
  wish = wish_new (self, is_held ? "hold" : "resume", leg, TRUE, is_held);
  if (leg->role == TRA_LEG_CALLER)
    tr_worker_hold_customer_async (self->worker, task, is_held, self->cancellable,
                                   worker_answered_cb, wish);
  else if (leg->worker_sid != NULL)
    tr_worker_hold_worker_async (self->worker, task, leg->worker_sid, is_held, self->cancellable,
                                 worker_answered_cb, wish);
  else
    ask_account (self, wish);
  tra_session_update (self);
}

/**
 * tra_session_set_muted:
 * @self: a session
 * @is_muted: whether the others shall not hear the agent
 *
 * On the service's side: the agent's leg is a phone, which knows nothing of us.
 */
void
tra_session_set_muted (TraSession *self, gboolean is_muted)
{
  TraLeg *leg;

  g_return_if_fail (TRA_IS_SESSION (self));

  leg = tra_line_find (self->line, TRA_LEG_OWN);
  if (leg != NULL)
    tra_session_mute_leg (self, leg->call_sid, is_muted);
}

/**
 * tra_session_set_held:
 * @self: a session
 * @is_held: whether the caller shall hear music
 */
void
tra_session_set_held (TraSession *self, gboolean is_held)
{
  TraLeg *leg;

  g_return_if_fail (TRA_IS_SESSION (self));

  leg = tra_line_find (self->line, TRA_LEG_CALLER);
  if (leg != NULL)
    tra_session_hold_leg (self, leg->call_sid, is_held);
}
