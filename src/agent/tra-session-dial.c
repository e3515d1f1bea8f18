/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-dial.h"

#include <glib/gi18n.h>

#include "tr-worker-calls.h"
#include "tra-request.h"
#include "tra-session-private.h"

/* How long the task of a call of the agent's own may take from the service's yes to this desk. */
#define OUTGOING_PATIENCE (30 * (gint64) G_USEC_PER_SEC)

/**
 * tra_session_may_dial_out:
 * @self: a session
 *
 * Returns: whether this agent may call numbers at all: with an account everybody; a company's server
 *   says whose desks are for that
 */
gboolean
tra_session_may_dial_out (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->company == NULL || tra_company_may_dial_out (self->company);
}

/**
 * tra_session_can_dial:
 * @self: a session
 *
 * Returns: whether the agent is free to call somebody, in whatever status
 */
gboolean
tra_session_can_dial (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_is_connected (self) && self->client != NULL &&
         tra_session_may_dial_out (self) && self->reservation == NULL &&
         self->outgoing_to == NULL && self->busy == NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  TraDialPlan *plan = tra_dial_plan_load_finish (TR_CLIENT (source), result, &error);

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) tra_dial_plan_free);
  else
    g_task_return_error (task, error);
}

/**
 * tra_session_load_dial_plan_async:
 * @self: a session that is signed in
 * @cancellable: (nullable): to give up
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks for what a call of the agent's own needs.
 */
void
tra_session_load_dial_plan_async (TraSession *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autofree char *workflow = NULL;
  g_autofree char *queue = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_session_load_dial_plan_async);
  if (!tra_session_is_connected (self) || self->client == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "Not connected");
      return;
    }

  workflow = g_settings_get_string (self->settings, "dial-workflow");
  queue = g_settings_get_string (self->settings, "dial-queue");
  tra_dial_plan_load_async (self->client, tr_worker_get_workspace_sid (self->worker), workflow,
                            queue, cancellable, loaded_cb, g_steal_pointer (&task));
}

TraDialPlan *
tra_session_load_dial_plan_finish (TraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_session_load_dial_plan_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
forget_outgoing (TraSession *self)
{
  tr_clock_clear (self->clock, &self->outgoing_timer);
  g_clear_pointer (&self->outgoing_to, g_free);
}

/* It may have come and gone while the connection was lost, and then nothing tells of it. */
static void
outgoing_timer_cb (gpointer user_data)
{
  TraSession *self = user_data;

  self->outgoing_timer = 0;
  if (self->outgoing_to == NULL)
    return;
  forget_outgoing (self);
  tra_session_toast (self, _("The service couldn’t place the call"));
  tra_session_update (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  TraSession *self = request->session;
  g_autoptr(GError) error = NULL;
  g_autofree char *task_sid = NULL;

  task_sid = tr_worker_call_out_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    tra_request_tell_unclear (request, error);
  if (error != NULL && !tra_request_is_unclear (error))
    {
      forget_outgoing (self);
    }
  else if (self->outgoing_to != NULL) /* else the task was quicker */
    {
      tr_clock_clear (self->clock, &self->outgoing_timer);
      self->outgoing_timer =
          tr_clock_add (self->clock, OUTGOING_PATIENCE, outgoing_timer_cb, self);
    }
  tra_session_update (self);
}

/**
 * tra_session_call_out:
 * @self: a session whose agent is free
 * @number: whom to call, as the service spells numbers: "+16505550100"
 * @from: which number is shown to them, likewise
 * @plan: with a workflow and a queue
 *
 * Rings the agent's phone first; when it is picked up the service calls @number.
 */
void
tra_session_call_out (TraSession *self, const char *number, const char *from, TraDialPlan *plan)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (number != NULL && from != NULL && plan != NULL);

  if (!tra_session_can_dial (self) || plan->workflow_sid == NULL || plan->queue_sid == NULL)
    return;

  tra_session_clear_notice (self);
  self->outgoing_to = g_strdup (number);
  tr_worker_call_out_async (self->worker, number, from, plan->workflow_sid, plan->queue_sid,
                            self->cancellable, asked_cb,
                            tra_request_new (self, "call-out", NULL, NULL));
  tra_session_update (self);
}

static void accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
send_instruction (TraSession *self, TraOffer *offer)
{
  g_autoptr(JsonObject) parameters =
      tra_session_conference_parameters (self, offer->ring_timeout);

  tr_worker_instruct_async (self->worker, offer->reservation, "conference", parameters,
                            self->cancellable, accepted_cb,
                            tra_request_new_silent (self, "call-out", offer->reservation, NULL));
}

/* No clear answer: the agent's phone may ring, and what rings is not ended for that. Asked once more
 * the service takes it, or refuses since it took the first one; else an event tells. */
static gboolean
may_ring (TraSession *self, TraRequest *request, TraOffer *offer, const GError *error)
{
  gboolean was_asked = offer->is_asked;

  if (was_asked && tra_request_is_refusal (error))
    return TRUE;
  if (!tra_request_is_unclear (error))
    return FALSE;

  offer->is_asked = TRUE;
  if (!was_asked && tra_session_is_connected (self))
    send_instruction (self, offer);
  else
    tra_request_tell_unclear (request, error);
  return TRUE;
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  TraSession *self = request->session;
  g_autoptr(GError) error = NULL;
  TraOffer *offer;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error) || error == NULL)
    return;

  offer = tra_session_get_offer (self, request->reservation);
  if (offer != NULL && tra_offer_is_pending (offer) && may_ring (self, request, offer, error))
    return;

  /* It rings nowhere, then; the task must not wait for an agent who does not know of it. */
  tra_request_tell_failure (request, error);
  if (offer != NULL && tra_offer_is_pending (offer))
    tra_session_give_up (self, "stop-ringing", offer, NULL);
  tra_session_update (self);
}

/*
 * tra_session_take_outgoing:
 * @self: a session
 * @offer: one that just came
 *
 * If it is the call that the agent asked for, the agent's phone is rung: that is no offer to be
 * answered. The event may come before the answer to the request, so it is known by its number.
 */
void
tra_session_take_outgoing (TraSession *self, TraOffer *offer)
{
  TrTask *task = tr_reservation_get_task (offer->reservation);

  if (self->outgoing_to == NULL || !tra_offer_is_pending (offer) ||
      g_strcmp0 (tr_task_get_attribute (task, "outbound_to"), self->outgoing_to) != 0)
    return;

  forget_outgoing (self);
  offer->is_outgoing = TRUE;
  tra_offer_set_ringing (offer, self->clock,
                         (int) g_settings_get_uint (self->settings, "ring-timeout"));
  send_instruction (self, offer);
}

/*
 * tra_session_outgoing_canceled:
 * @self: a session
 * @offer: a call of the agent's own that ended before it began
 *
 * Says why. Source: the service's error dictionary, 13223 to 13227 and 21211 to 21217.
 */
void
tra_session_outgoing_canceled (TraSession *self, TraOffer *offer)
{
  if (offer->is_given_up)
    return;
  if (tr_reservation_get_canceled_reason_code (offer->reservation) != 0)
    tra_session_toast (self, _("This number can’t be called"));
  else
    tra_session_toast (self, _("Your phone wasn’t answered, so nobody was called"));
}

/* A task of ours that nobody could be reserved for. */
void
tra_session_reservation_failed (TraSession *self, TrTask *task)
{
  if (self->outgoing_to == NULL ||
      g_strcmp0 (tr_task_get_attribute (task, "outbound_to"), self->outgoing_to) != 0)
    return;

  forget_outgoing (self);
  tra_session_toast (self, _("The service couldn’t place the call"));
  tra_session_update (self);
}
