/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-transfer.h"

#include "tr-client-participants.h"
#include "tr-worker-calls.h"
#include "tra-session-doubt.h"
#include "tra-session-private.h"

/* Leaving a call to those who are on it, and having one of them leave. The legs that a call begins
 * with end it for all when they go, so that is taken from them first. */

/* Somebody else than the caller, who would go on talking. */
static gboolean
is_someone_there (TraLine *line)
{
  for (guint i = 0; line != NULL && i < line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (line->legs, i);

      if ((leg->role == TRA_LEG_COLLEAGUE || leg->role == TRA_LEG_OTHER) && leg->is_connected)
        return TRUE;
    }
  return FALSE;
}

/**
 * tra_session_can_leave_call:
 * @self: a session
 *
 * Returns: whether the agent may go and the others talk on: not while one of them is on hold, who
 *   would hear music for ever
 */
gboolean
tra_session_can_leave_call (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_can_talk (self) && is_someone_there (self->line) &&
         tra_line_find_held (self->line) == NULL && !tra_line_is_transferring (self->line);
}

/**
 * tra_session_can_hand_over:
 * @self: a session
 *
 * Returns: whether only the caller is on hold, and someone is there to talk to
 */
gboolean
tra_session_can_hand_over (TraSession *self)
{
  TraLeg *held;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  held = tra_line_find_held (self->line);
  return tra_session_can_talk (self) && is_someone_there (self->line) && held != NULL &&
         held->role == TRA_LEG_CALLER && !tra_line_is_transferring (self->line);
}

static void
end_step (TraSession *self)
{
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/* One step of leaving: what follows when it was done. */
typedef struct
{
  TraRequest *request; /* owned */
  void (*next) (TraRequest *request); /* takes it */
} Step;

static void
step_end (Step *step, const GError *error)
{
  g_autoptr(TraRequest) request = step->request;

  if (error == NULL)
    {
      step->next (g_steal_pointer (&request));
    }
  else if (tra_request_answered (request, error))
    {
      if (tra_session_get_offer (request->session, request->reservation) != NULL)
        tra_request_tell_failure (request, error);
      end_step (request->session);
    }
  g_free (step);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tra_session_settle_doubt_finish (result, &error);
  step_end (user_data, error);
}

/* Goes on with @next; if the answer was lost, after the line was read. Takes @request. */
static void
go_on (TraRequest *request,
       const GError *error,
       TraLegRole role,
       TraDoubt doubt,
       void (*next) (TraRequest *request))
{
  Step *step = g_new0 (Step, 1);
  TraLeg *leg;

  step->request = request;
  step->next = next;
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      step_end (step, error);
      return;
    }

  leg = request->session->reservation == request->reservation
            ? tra_line_find (request->session->line, role) : NULL;
  tra_session_settle_doubt_async (request->session, leg != NULL ? leg->call_sid : NULL, doubt, FALSE,
                                  error, settled_cb, step);
}

static void
leave_end (TraRequest *request)
{
  if (tra_request_answered (request, NULL))
    end_step (request->session);
  tra_request_free (request);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  go_on (user_data, error, TRA_LEG_OWN, TRA_DOUBT_THERE, leave_end);
}

static void
go (TraRequest *request)
{
  TrWorker *worker = request->session->worker;

  tr_worker_kick_worker_async (worker, tr_reservation_get_task (request->reservation),
                               tr_worker_get_sid (worker), request->session->cancellable, left_cb,
                               request);
}

static void
freed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  go_on (user_data, error, TRA_LEG_OWN, TRA_DOUBT_ENDS_CONFERENCE, go);
}

/* The conference must not end with the agent's leg. */
static void
free_others (TraRequest *request)
{
  tr_worker_set_end_on_exit_async (request->session->worker, request->reservation, FALSE,
                                   request->session->cancellable, freed_cb, request);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  go_on (user_data, error, TRA_LEG_CALLER, TRA_DOUBT_HELD, free_others);
}

/**
 * tra_session_leave_call:
 * @self: a session
 *
 * The agent goes, and the others talk on. The wrap-up comes by an event.
 */
void
tra_session_leave_call (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_leave_call (self))
    return;

  free_others (tra_request_new (self, "leave-call", self->reservation, NULL));
  tra_session_update (self);
}

/**
 * tra_session_hand_over:
 * @self: a session
 *
 * Brings the caller back from hold, and leaves the call to the others: how a transfer ends in which
 * the agent introduced the caller.
 */
void
tra_session_hand_over (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_hand_over (self))
    return;

  tr_worker_hold_customer_async (self->worker, tr_reservation_get_task (self->reservation), FALSE,
                                 self->cancellable, resumed_cb,
                                 tra_request_new (self, "hand-over", self->reservation, NULL));
  tra_session_update (self);
}

/* ---- Somebody else ---- */

typedef struct
{
  TraRequest *request; /* owned */
  char *conference_sid;
  char *call_sid;
} Removal;

static void
removal_free (Removal *removal)
{
  tra_request_free (removal->request);
  g_free (removal->conference_sid);
  g_free (removal->call_sid);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
removal_end (Removal *removal, const GError *error)
{
  if (!tra_request_answered (removal->request, error))
    return;

  /* Gone already is what was wished. */
  if (error != NULL && !g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    tra_request_tell_failure (removal->request, error);
  end_step (removal->request->session);
}

static void
removal_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  tra_session_settle_doubt_finish (result, &error);
  removal_end (removal, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  if (!tr_client_participant_finish (TR_CLIENT (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      TraSession *self = removal->request->session;

      tra_session_settle_doubt_async (self, removal->call_sid, TRA_DOUBT_THERE, FALSE, error,
                                      removal_settled_cb, removal);
      g_steal_pointer (&removal);
      return;
    }
  removal_end (removal, error);
}

static void
remove_now (TrClient *client, Removal *removal)
{
  tr_client_remove_participant_async (client, removal->conference_sid, removal->call_sid,
                                      removal->request->session->cancellable, removed_cb, removal);
}

static void
leg_freed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  if (tr_client_participant_finish (TR_CLIENT (source), result, &error))
    remove_now (TR_CLIENT (source), g_steal_pointer (&removal));
  else
    removal_end (removal, error);
}

/**
 * tra_session_can_remove_leg:
 * @self: a session
 * @leg: of its line
 *
 * Returns: whether it may be hung up on while the others talk on: with the account's rights, and if
 *   there are others
 */
gboolean
tra_session_can_remove_leg (TraSession *self, TraLeg *leg)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return leg != NULL && leg->role != TRA_LEG_OWN && self->line != NULL && self->line->is_seen &&
         self->client != NULL && tra_line_has_others (self->line);
}

/**
 * tra_session_remove_leg:
 * @self: a session
 * @call_sid: of a leg on its line
 */
void
tra_session_remove_leg (TraSession *self, const char *call_sid)
{
  const char *form[] = { "EndConferenceOnExit", "false", NULL };
  Removal *removal;
  TraLeg *leg;

  g_return_if_fail (TRA_IS_SESSION (self));

  leg = tra_line_find_call (self->line, call_sid);
  if (!tra_session_can_talk (self) || !tra_session_can_remove_leg (self, leg))
    return;

  removal = g_new0 (Removal, 1);
  removal->request = tra_request_new (self, "remove", self->reservation, NULL);
  removal->conference_sid = g_strdup (self->line->conference_sid);
  removal->call_sid = g_strdup (call_sid);
  if (leg->ends_conference)
    tr_client_update_participant_async (self->client, removal->conference_sid, call_sid, form,
                                        self->cancellable, leg_freed_cb, removal);
  else
    remove_now (self->client, removal);
  tra_session_update (self);
}

/* ---- Being gone ---- */

static void
wrapped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  if (!tr_worker_operation_finish (TR_WORKER (source), result, &error))
    g_info ("Wrapping up a call that was left: %s", error->message);
}

/*
 * tra_session_check_own_leg:
 * @self: a session that looked at its line
 *
 * The agent's phone is not on the line any more, and others talk on: nobody but we ends this agent's
 * part of the task. Only of a call that was accepted here: of others it is not sure which leg is ours.
 */
void
tra_session_check_own_leg (TraSession *self)
{
  TraOffer *offer = tra_session_get_offer (self, self->reservation);

  if (offer == NULL || offer->ringing_since == 0 || self->line->own_call_sid == NULL ||
      self->line->is_left || self->busy != NULL || tra_line_find (self->line, TRA_LEG_OWN) != NULL)
    return;

  self->line->is_left = TRUE;
  tr_worker_wrap_async (self->worker, self->reservation, self->cancellable, wrapped_cb,
                        tra_request_new_silent (self, "leave-call", self->reservation, NULL));
}
