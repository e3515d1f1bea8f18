/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-request.h"
#include "tra-session-private.h"

/* Tasks that were open long before we came, and that nobody ended: a program that crashed, a desk
 * that was left. They keep their place, so that nothing else is offered. */

static gboolean
is_stuck (TraOffer *offer)
{
  TrReservationStatus status = tr_reservation_get_status (offer->reservation);

  if (!offer->is_found_old || offer->is_let_be)
    return FALSE;

  return status == TR_RESERVATION_WRAPPING ||
         (status == TR_RESERVATION_ACCEPTED && (!tra_offer_is_call (offer) || offer->is_call_over));
}

static gboolean
is_completed (JsonNode *node)
{
  JsonNode *status;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;

  status = json_object_get_member (json_node_get_object (node), "status");
  return status != NULL && json_node_get_value_type (status) == G_TYPE_STRING &&
         g_str_equal (json_node_get_string (status), "completed");
}

static void
conference_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraOffer *offer;

  if (!tra_request_answered (request, error))
    return;

  if (error != NULL)
    g_info ("conference: %s", error->message);
  offer = tra_session_get_offer (request->session, request->reservation);
  if (offer == NULL)
    return;

  offer->is_call_over = is_completed (node) ||
                        g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND);
  if (offer->is_call_over)
    tra_session_update (request->session);
}

/* Whether somebody still talks is not in the task: its conference is asked for, once. */
static void
check_call (TraSession *self, TraOffer *offer)
{
  const char *sid = tr_task_get_conference_sid (tr_reservation_get_task (offer->reservation));
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  offer->is_call_checked = TRUE;
  if (sid == NULL || self->client == NULL)
    return;

  escaped = g_uri_escape_string (sid, NULL, FALSE);
  path = g_strdup_printf ("Conferences/%s.json", escaped);
  tr_client_request_async (self->client, TR_SERVICE_API, "GET", path, NULL, self->cancellable,
                           conference_read_cb,
                           tra_request_new_silent (self, "complete", offer->reservation, NULL));
}

/**
 * tra_session_look_for_stuck:
 * @self: a session
 *
 * Finds out of each call that was found open whether it still goes on.
 */
void
tra_session_look_for_stuck (TraSession *self)
{
  GHashTableIter iter;
  gpointer value;

  if (!self->is_signed_in || !tra_session_is_connected (self))
    return;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (offer->is_found_old && !offer->is_call_checked && tra_offer_is_call (offer) &&
          tr_reservation_get_status (offer->reservation) == TR_RESERVATION_ACCEPTED)
        check_call (self, offer);
    }
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  gint64 left = tr_reservation_get_date_updated (*(TrReservation **) a);
  gint64 right = tr_reservation_get_date_updated (*(TrReservation **) b);

  return left < right ? -1 : left > right;
}

/**
 * tra_session_dup_stuck:
 * @self: a session
 *
 * Returns: (transfer full) (element-type TrReservation): tasks that were found open, the oldest
 *   first, whose calls are over, and that the agent did not decide to keep
 */
GPtrArray *
tra_session_dup_stuck (TraSession *self)
{
  GPtrArray *stuck = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (TRA_IS_SESSION (self), stuck);

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_stuck (value))
      g_ptr_array_add (stuck, g_object_ref (((TraOffer *) value)->reservation));
  g_ptr_array_sort (stuck, compare_dates);
  return stuck;
}

/**
 * tra_session_complete_stuck:
 * @self: a session
 *
 * Completes all of them, with what was written about them.
 */
void
tra_session_complete_stuck (TraSession *self)
{
  g_autoptr(GPtrArray) stuck = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_is_connected (self))
    return;

  stuck = tra_session_dup_stuck (self);
  for (guint i = 0; i < stuck->len; i++)
    {
      TraOffer *offer = tra_session_get_offer (self, g_ptr_array_index (stuck, i));

      if (offer == NULL)
        continue;
      offer->is_insisting = TRUE;
      tra_session_complete_offer (self, offer);
    }
}

/**
 * tra_session_keep_stuck:
 * @self: a session
 *
 * The agent has seen them, and ends them by hand.
 */
void
tra_session_keep_stuck (TraSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (TRA_IS_SESSION (self));

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_stuck (value))
      ((TraOffer *) value)->is_let_be = TRUE;
  tra_session_update (self);
}
