/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* Of the open reservations for which @is_so, the one that ends first; deadlines of all but the
 * offered ones lie behind, so among those it is the oldest. */
static TraOffer *
find_offer (TraSession *self, gboolean (*is_so) (TraSession *self, TraOffer *offer))
{
  GHashTableIter iter;
  gpointer value;
  TraOffer *found = NULL;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (is_so (self, offer) && (found == NULL || offer->deadline < found->deadline))
        found = offer;
    }

  return found;
}

gboolean
tra_session_offers (TraSession *self, TraOffer *offer)
{
  const char *task_sid = tr_task_get_sid (tr_reservation_get_task (offer->reservation));

  return tra_offer_is_pending (offer) && !tra_offer_is_ringing (offer) &&
         g_strcmp0 (task_sid, self->hushed_task) != 0;
}

static gboolean
offer_is_ringing (TraSession *self, TraOffer *offer)
{
  return tra_offer_is_ringing (offer);
}

static gboolean
offer_is_accepted (TraSession *self, TraOffer *offer)
{
  return tr_reservation_get_status (offer->reservation) == TR_RESERVATION_ACCEPTED;
}

static gboolean
offer_is_wrapping (TraSession *self, TraOffer *offer)
{
  return tr_reservation_get_status (offer->reservation) == TR_RESERVATION_WRAPPING;
}

/* The one that the phase is about, and with the connection lost what it was about. */
static TraOffer *
current_offer (TraSession *self, TraSituation *situation)
{
  TraOffer *wrapping = find_offer (self, offer_is_wrapping);
  TraOffer *accepted = find_offer (self, offer_is_accepted);
  TraOffer *ringing = find_offer (self, offer_is_ringing);
  TraOffer *offered = find_offer (self, tra_session_offers);
  TraOffer *front = tra_session_get_front (self);

  if (front != NULL)
    {
      situation->is_wrapping = offer_is_wrapping (self, front);
      situation->is_accepted = offer_is_accepted (self, front);
      situation->is_ringing = tra_offer_is_ringing (front);
      situation->is_offered = tra_session_offers (self, front);
      return front;
    }

  situation->is_wrapping = wrapping != NULL;
  situation->is_accepted = accepted != NULL;
  situation->is_ringing = ringing != NULL;
  situation->is_offered = offered != NULL;

  if (accepted != NULL)
    return accepted;
  if (wrapping != NULL)
    return wrapping;
  return ringing != NULL ? ringing : offered;
}

static gboolean
is_available (TrWorker *worker)
{
  gboolean is_available;

  g_object_get (worker, "is-available", &is_available, NULL);
  return is_available;
}

/**
 * tra_session_look:
 * @self: a session that is signed in
 * @situation: (inout): what to fill in
 *
 * Returns: (nullable): the offer that the phase is about
 */
TraOffer *
tra_session_look (TraSession *self, TraSituation *situation)
{
  TrActivity *activity = tr_worker_get_activity (self->worker);

  situation->connection =
      self->is_refreshing ? TR_WORKER_READY : tr_worker_get_state (self->worker);
  situation->was_ready = self->was_ready;
  /* An activity that can't be read is not known by name, but whether calls come is. */
  situation->is_available = is_available (self->worker);
  situation->is_offline =
      activity == NULL || activity == tra_session_pick_activity (self, "offline-activity", FALSE);
  return current_offer (self, situation);
}

static gboolean
offer_is_open (TraSession *self, TraOffer *offer)
{
  return tra_session_offers (self, offer) && !offer->is_accepting && !offer->is_given_up;
}

/**
 * tra_session_get_offered:
 * @self: a session
 *
 * Returns: (nullable): what Accept and Reject are about: of the reservations that wait for them, and
 *   were not answered yet, the one that times out first; in a call there may be some, too
 */
TrReservation *
tra_session_get_offered (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  offer = tra_session_is_connected (self) ? find_offer (self, offer_is_open) : NULL;
  return offer != NULL ? offer->reservation : NULL;
}

/* What is known of an open reservation; NULL for one that ended. */
TraOffer *
tra_session_get_offer (TraSession *self, TrReservation *reservation)
{
  return reservation != NULL
             ? g_hash_table_lookup (self->offers, tr_reservation_get_sid (reservation))
             : NULL;
}

/* The activity that the setting @key names, if @is_available (TRUE, FALSE, -1: either) fits; else the
 * first one that fits, but for -1. NULL if the workspace has none such. */
TrActivity *
tra_session_pick_activity (TraSession *self, const char *key, int is_available)
{
  g_autofree char *name = g_settings_get_string (self->settings, key);
  TrActivity *fallback = NULL;
  GListModel *activities;

  if (self->worker == NULL)
    return NULL;

  activities = tr_worker_get_activities (self->worker);
  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      /* Borrowed: the list holds it on. */
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      gboolean fits = is_available < 0 || tr_activity_is_available (activity) == is_available;

      if (fits && g_strcmp0 (tr_activity_get_friendly_name (activity), name) == 0)
        return activity;
      if (fits && is_available >= 0 && fallback == NULL)
        fallback = activity;
    }

  return fallback;
}

gboolean
tra_session_is_connected (TraSession *self)
{
  return self->is_signed_in && tr_worker_get_state (self->worker) == TR_WORKER_READY;
}

/* The status when the agent's phone was not answered: never an available one. */
TrActivity *
tra_session_pick_unanswered_activity (TraSession *self)
{
  TrActivity *activity = tra_session_pick_activity (self, "after-call-activity", -1);

  return activity != NULL && !tr_activity_is_available (activity)
             ? activity
             : tra_session_pick_activity (self, "offline-activity", FALSE);
}
