/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-request.h"
#include "tra-session-private.h"

/* The end of a task: first what was written about it, then the reservation. */

static void
complete_answered (TraRequest *request, const GError *error)
{
  TraSession *self = request->session;
  TraOffer *offer = tra_session_get_offer (self, request->reservation);

  /* Completed already, by a colleague or by the service: that is what was wished. */
  if (error != NULL && offer != NULL)
    {
      offer->first_seen = tr_clock_get_monotonic_time (self->clock); /* tried again much later */
      tra_request_tell_failure (request, error);
    }
  tra_session_update (self);
}

/* Over already is a success there. */
static void
company_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_company_client_operation_finish (TR_COMPANY_CLIENT (source), result, &error);
  if (tra_request_answered (request, error))
    complete_answered (request, error);
}

static void
task_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL && tra_request_is_refusal (error) && strstr (error->message, "not currently assigned"))
    g_clear_error (&error);
  complete_answered (request, error);
}

/* Takes @request. The task may have gone on without its reservation: asks for the task itself. */
static void
complete_task (TraRequest *request)
{
  TraSession *self = request->session;
  TrTask *task = tr_reservation_get_task (request->reservation);

  if (self->company != NULL && tra_company_get_token (self->company) != NULL)
    tr_company_client_complete_task_async (tra_company_get_client (self->company),
                                           tra_company_get_token (self->company),
                                           tr_task_get_sid (task), self->cancellable,
                                           company_completed_cb, request);
  else
    tr_worker_complete_task_async (self->worker, task, "completed", self->cancellable,
                                   task_completed_cb, request);
}

static void
reservation_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraRequest *request = user_data;
  g_autoptr(TraRequest) done = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_open;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  is_open = error != NULL && tra_request_is_refusal (error) &&
            tra_session_get_offer (request->session, request->reservation) != NULL;
  if (is_open)
    {
      complete_task (request);
      return;
    }

  done = request;
  if (tra_request_answered (request, error))
    complete_answered (request, error);
}

/* Takes @request. */
static void
send_complete (TraRequest *request)
{
  TraSession *self = request->session;

  tr_worker_complete_async (self->worker, request->reservation, self->cancellable,
                            reservation_completed_cb, request);
}

static void save_notes (TraRequest *request, JsonObject *patch);

static void
tell_not_saved (TraRequest *request, TraOffer *offer, const GError *error)
{
  g_autofree char *text = tra_session_describe_notes_failure (request->session,
                                                              request->reservation, error);

  g_info ("notes: %s", error->message);
  tra_session_toast (request->session, text);
  if (offer != NULL)
    {
      g_free (offer->notes_problem);
      offer->notes_problem = g_steal_pointer (&text);
    }
}

/* Typing went on meanwhile: that is saved, too. */
static void
notes_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraRequest *request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) patch = NULL;
  TraSession *self = request->session;
  TraOffer *offer;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      tra_request_free (request);
      return;
    }

  offer = tra_session_get_offer (self, request->reservation);
  if (error == NULL)
    {
      patch = tra_session_get_unsaved (self, request->reservation);
      if (patch == NULL)
        {
          tra_session_forget_notes (self, request->reservation);
          tra_session_toast (self, _("Notes saved"));
        }
    }
  else
    {
      tell_not_saved (request, offer, error);
    }

  if (patch != NULL)
    {
      save_notes (request, patch);
    }
  else if (offer != NULL && (error == NULL || offer->is_insisting))
    {
      send_complete (request);
    }
  else
    {
      tra_request_answered (request, NULL);
      tra_request_free (request);
      tra_session_update (self);
    }
}

/* Takes @request. */
static void
save_notes (TraRequest *request, JsonObject *patch)
{
  TraSession *self = request->session;

  tr_worker_merge_task_attributes_async (self->worker,
                                         tr_reservation_get_task (request->reservation), patch,
                                         self->cancellable, notes_saved_cb, request);
}

/**
 * tra_session_complete_offer:
 * @self: a session that is connected
 * @offer: what is done
 *
 * Saves what was written about it, then completes it. When the notes can't be saved it stays open,
 * unless the offer is one that is insisted on.
 */
void
tra_session_complete_offer (TraSession *self, TraOffer *offer)
{
  g_autoptr(JsonObject) patch = NULL;
  TraRequest *request;

  if (tra_session_is_asking_about (self, "complete", offer->reservation))
    return;

  g_clear_pointer (&offer->notes_problem, g_free);
  request = tra_request_new (self, "complete", offer->reservation, NULL);
  patch = tra_session_get_unsaved (self, offer->reservation);
  if (patch != NULL)
    save_notes (request, patch);
  else
    send_complete (request);
  tra_session_update (self);
}

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;

  tr_worker_operation_finish (TR_WORKER (source), result, &error);
  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    {
      tell_not_saved (request, NULL, error);
      return;
    }
  tra_session_forget_notes (request->session, request->reservation);
  tra_session_toast (request->session, _("Notes saved"));
}

/**
 * tra_session_rescue_notes:
 * @self: a session
 * @offer: one that was completed by somebody else: a supervisor, or the service
 *
 * The task is there for some minutes yet: what the agent wrote is put there all the same.
 */
void
tra_session_rescue_notes (TraSession *self, TraOffer *offer)
{
  g_autoptr(JsonObject) patch = NULL;

  if (offer->is_insisting || tra_session_is_asking_about (self, "complete", offer->reservation))
    return;

  patch = tra_session_get_unsaved (self, offer->reservation);
  if (patch != NULL)
    tr_worker_merge_task_attributes_async (
        self->worker, tr_reservation_get_task (offer->reservation), patch, self->cancellable,
        rescued_cb, tra_request_new_silent (self, "complete", offer->reservation, NULL));
}

/**
 * tra_session_complete:
 * @self: a session
 *
 * Ends the wrap-up, or a task that is not a call. Without an outcome where one is required it says
 * so instead.
 */
void
tra_session_complete (TraSession *self)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || !tra_session_is_connected (self) || !tra_session_can_complete (self))
    return;

  if (tra_session_lacks_outcome (self, offer->reservation))
    {
      offer->is_outcome_missed = TRUE;
      tra_session_toast (self, _("Choose an outcome first"));
      tra_session_update (self);
      return;
    }
  tra_session_complete_offer (self, offer);
}

/**
 * tra_session_complete_anyway:
 * @self: a session
 *
 * After the notes could not be saved: completes all the same. They are kept here for a month.
 */
void
tra_session_complete_anyway (TraSession *self)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));

  offer = tra_session_get_offer (self, self->reservation);
  if (offer != NULL && offer->notes_problem != NULL)
    {
      offer->is_insisting = TRUE;
      tra_session_complete (self);
    }
}
