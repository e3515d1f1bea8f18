/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-transfer.h"

#include <glib/gi18n.h>

#include "tr-worker-calls.h"
#include "tra-plain-text.h"
#include "tra-session-private.h"

#define MAX_NAME 64

/* ---- Who is there ---- */

/**
 * tra_session_get_directory:
 * @self: a session
 *
 * Returns: (nullable): who else is in the workspace; NULL where the sign-in has no right to know
 */
TraDirectory *
tra_session_get_directory (TraSession *self)
{
  const char *workspace_sid;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  workspace_sid = self->worker != NULL ? tr_worker_get_workspace_sid (self->worker) : NULL;

  /* Which workspace it is, a worker that signs in again is only told by the service. */
  if (self->directory == NULL && self->is_signed_in && self->client != NULL && workspace_sid != NULL)
    {
      self->directory = tra_directory_new (self->client, workspace_sid);
      g_signal_connect_object (self->directory, "changed", G_CALLBACK (tra_session_update), self,
                               G_CONNECT_SWAPPED);
    }
  return self->directory;
}

/**
 * tra_session_get_colleague_name:
 * @self: a session
 * @worker_sid: (nullable): another worker
 *
 * Returns: (nullable): the name, untrusted text; if it is not known yet, "changed" comes with it
 */
const char *
tra_session_get_colleague_name (TraSession *self, const char *worker_sid)
{
  TraDirectory *directory = tra_session_get_directory (self);

  return directory != NULL && worker_sid != NULL ? tra_directory_get_name (directory, worker_sid)
                                                 : NULL;
}

/**
 * tra_session_dup_sender_name:
 * @self: a session
 * @reservation: an offer
 *
 * Returns: (transfer full) (nullable): the colleague who hands this call over, fit for a sentence; NULL
 *   for one from a queue
 */
char *
tra_session_dup_sender_name (TraSession *self, TrReservation *reservation)
{
  TrTransfer *transfer;
  const char *name;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  transfer = tr_reservation_get_incoming_transfer (reservation);
  if (transfer == NULL)
    return NULL;

  name = tra_session_get_colleague_name (self, tr_transfer_get_initiating_worker_sid (transfer));
  return name != NULL ? tra_plain_text_isolated (name, MAX_NAME) : g_strdup (_("a colleague"));
}

/* ---- Transfer ---- */

gboolean
tra_session_can_transfer (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_can_talk (self) && self->client != NULL &&
         !tra_line_is_transferring (self->line) && !tra_line_has_others (self->line);
}

gboolean
tra_session_can_cancel_transfer (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_can_talk (self) && tra_line_is_transferring (self->line);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  TraSession *self = request->session;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrTransfer) transfer =
      tr_worker_transfer_finish (TR_WORKER (source), result, &error);

  if (error != NULL && tra_request_is_unclear (error))
    {
      tra_session_settle_transfer (self, g_steal_pointer (&request), error, TRUE);
      return;
    }
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    tra_request_tell_failure (request, error);
  /* Unless the event was quicker, and maybe the next one, too. */
  else if (self->line != NULL && self->line->transfer == NULL &&
           g_str_equal (self->line->reservation_sid, tr_reservation_get_sid (request->reservation)))
    tra_line_set_transfer (self->line, transfer, tr_clock_get_monotonic_time (self->clock));
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/**
 * tra_session_transfer:
 * @self: a session
 * @target: whom to offer the call
 * @is_warm: whether the agent stays to introduce the caller, who is on hold until then; else the
 *   agent's part is over at once
 */
void
tra_session_transfer (TraSession *self, TraTarget *target, gboolean is_warm)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TRA_IS_TARGET (target));

  if (!tra_session_can_transfer (self))
    return;

  /* The last one is over; what begins now is told by the answer or the event. */
  g_clear_object (&self->line->transfer);
  g_free (self->line->target_name);
  self->line->target_name = tra_plain_text_isolated (tra_target_get_name (target), MAX_NAME);
  tr_worker_transfer_async (self->worker, self->reservation, tra_target_get_sid (target), is_warm,
                            self->cancellable, begun_cb,
                            tra_request_new (self, "transfer", self->reservation, NULL));
  tra_session_update (self);
}

static void
canceled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  TraSession *self = request->session;
  g_autoptr(GError) error = NULL;

  tr_worker_call_finish (TR_WORKER (source), result, &error);
  if (error != NULL && tra_request_is_unclear (error))
    {
      tra_session_settle_transfer (self, g_steal_pointer (&request), error, FALSE);
      return;
    }
  if (!tra_request_answered (request, error))
    return;

  /* Taken, failed or canceled meanwhile: the event says which. */
  if (error != NULL && tra_line_is_transferring (self->line))
    tra_request_tell_failure (request, error);
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/**
 * tra_session_cancel_transfer:
 * @self: a session
 *
 * Takes the call back while nobody has taken it. The caller stays on hold.
 */
void
tra_session_cancel_transfer (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_cancel_transfer (self))
    return;

  if (self->line->number_sid != NULL)
    {
      tra_session_stop_number (self);
      return;
    }
  tr_worker_cancel_transfer_async (self->worker, self->line->transfer, self->cancellable,
                                   canceled_cb, tra_request_new (self, "cancel-transfer",
                                                                 self->reservation, NULL));
  tra_session_update (self);
}

/* ---- What becomes of it ---- */

static char *
dup_target_name (TraSession *self, TrTransfer *transfer)
{
  const char *name = tra_session_get_colleague_name (self, tr_transfer_get_to (transfer));

  if (self->line != NULL && self->line->target_name != NULL)
    return g_strdup (self->line->target_name);
  return name != NULL ? tra_plain_text_isolated (name, MAX_NAME) : g_strdup (_("Your colleague"));
}

/* @transfer: one of ours; of another task's it is none of the line in front. */
static void
take_transfer (TraSession *self, TrTransfer *transfer)
{
  if (self->line != NULL && g_strcmp0 (self->line->reservation_sid,
                                       tr_transfer_get_initiating_reservation_sid (transfer)) == 0)
    tra_line_set_transfer (self->line, transfer, tr_clock_get_monotonic_time (self->clock));
  tra_session_look_at_line (self);
}

void
tra_session_transfer_changed (TraSession *self, TrTransfer *transfer)
{
  take_transfer (self, transfer);
  tra_session_update (self);
}

void
tra_session_transfer_failed (TraSession *self, TrTransfer *transfer)
{
  g_autofree char *name = dup_target_name (self, transfer);
  g_autofree char *text = NULL;

  if (tr_transfer_is_warm (transfer))
    /* Translators: %s is a colleague or a queue that a call was to be transferred to. */
    text = g_strdup_printf (_("%s didn’t take the call"), name);
  else
    /* Translators: likewise, after the agent left the call. */
    text = g_strdup_printf (_("%s didn’t take the call, and the caller is alone"), name);
  take_transfer (self, transfer);
  tra_session_toast (self, text);
  tra_session_update (self);
}
