/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/*
 * A transfer that was begun or taken back, and the answer was lost: the reservation tells whether there
 * is one. The events about it come all the same; whichever is first shows it.
 */

typedef struct
{
  TraRequest *request; /* owned */
  GError *error;       /* what was answered first */
  gboolean is_begun;   /* else: taken back */
} Doubt;

static void
doubt_free (Doubt *doubt)
{
  tra_request_free (doubt->request);
  g_error_free (doubt->error);
  g_free (doubt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doubt, doubt_free)

static gboolean
is_initiated (TrReservation *reservation)
{
  TrTransfer *transfer = tr_reservation_get_outgoing_transfer (reservation);

  return transfer != NULL && tr_transfer_get_status (transfer) == TR_TRANSFER_INITIATED;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Doubt) doubt = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_worker_request_finish (TR_WORKER (source), result, &error);
  g_autoptr(TrReservation) read = NULL;
  TraSession *self = doubt->request->session;
  TrTransfer *transfer;

  if (!tra_request_answered (doubt->request, error))
    return;

  if (node != NULL)
    read = tr_reservation_new_from_json (node, &error);
  if (read == NULL)
    tr_error_set_unclear (doubt->error);
  if (read == NULL || is_initiated (read) != doubt->is_begun)
    tra_request_tell_failure (doubt->request, doubt->error);

  transfer = read != NULL ? tr_reservation_get_outgoing_transfer (read) : NULL;
  if (transfer != NULL && (doubt->is_begun == is_initiated (read)))
    tra_session_transfer_changed (self, transfer);
  else if (read != NULL && !doubt->is_begun && !is_initiated (read) && self->line != NULL &&
           self->reservation == doubt->request->reservation)
    g_clear_object (&self->line->transfer);
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/*
 * tra_session_settle_transfer:
 * @self: a session
 * @request: (transfer full): what was asked for, and shows as busy until this is known
 * @error: what was answered
 * @is_begun: whether a transfer was to begin; else one was to be taken back
 */
void
tra_session_settle_transfer (TraSession *self,
                             TraRequest *request,
                             const GError *error,
                             gboolean is_begun)
{
  Doubt *doubt = g_new0 (Doubt, 1);
  g_autofree char *path = g_strdup_printf ("Workers/%s/Reservations/%s",
                                           tr_worker_get_sid (self->worker),
                                           tr_reservation_get_sid (request->reservation));

  doubt->request = request;
  doubt->error = g_error_copy (error);
  doubt->is_begun = is_begun;
  tr_worker_request_async (self->worker, "GET", path, "v1", NULL, self->cancellable, read_cb, doubt);
}
