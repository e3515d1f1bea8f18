/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-recording.h"

#include "tra-session-private.h"

/*
 * A recording that was paused goes on by itself, as that is easily forgotten: for each call by
 * itself, and whichever task is in front by then.
 */

/* While something else is on its way. */
#define PATIENCE ((gint64) G_USEC_PER_SEC)

/* What is in front shows whether it pauses; of what is not it is remembered. */
static void
follow_front (TraSession *self)
{
  guint limit = g_settings_get_uint (self->settings, "record-again-seconds");
  TraRecording recording = tra_session_get_recording (self);
  TraOffer *offer = NULL;

  if (self->line != NULL && self->reservation != NULL)
    offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || !self->line->is_recording_seen)
    return;

  if (recording != TRA_RECORDING_PAUSED || limit == 0)
    {
      offer->record_again_at = 0;
      g_clear_pointer (&offer->paused_recording, g_free);
    }
  else if (offer->record_again_at == 0)
    {
      offer->record_again_at =
        tr_clock_get_monotonic_time (self->clock) + limit * (gint64) G_USEC_PER_SEC;
      g_free (offer->paused_recording);
      offer->paused_recording = g_strdup (self->line->recording_sid);
    }
}

static void
record_again (TraSession *self, TraOffer *offer, gint64 now)
{
  /* One thing at a time: the answer to the other is soon there. */
  if (!tra_session_is_connected (self) || self->busy != NULL)
    {
      offer->record_again_at = now + PATIENCE;
      return;
    }
  /* If it is refused it is still seen to pause, and tried again as late. */
  offer->record_again_at = 0;
  tra_session_resume_recording (self, offer->reservation, offer->paused_recording);
}

static void
record_again_cb (gpointer user_data)
{
  TraSession *self = user_data;
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  g_autoptr(TraSession) keep = g_object_ref (self);
  GHashTableIter iter;
  gpointer value;

  self->record_again_timer = 0;
  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (offer->record_again_at != 0 && offer->record_again_at <= now)
        {
          record_again (self, offer, now);
          break; /* what follows changes what is looked at */
        }
    }
  tra_session_update (self);
}

/*
 * tra_session_arm_record_again:
 * @self: a session
 */
void
tra_session_arm_record_again (TraSession *self)
{
  gint64 first = 0;
  GHashTableIter iter;
  gpointer value;

  tr_clock_clear (self->clock, &self->record_again_timer);
  if (!self->is_signed_in)
    return;

  follow_front (self);
  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TraOffer *offer = value;

      if (tr_reservation_get_status (offer->reservation) != TR_RESERVATION_ACCEPTED)
        offer->record_again_at = 0;
      if (offer->record_again_at != 0 && (first == 0 || offer->record_again_at < first))
        first = offer->record_again_at;
    }
  if (first != 0)
    self->record_again_timer =
      tr_clock_add (self->clock, MAX (first - tr_clock_get_monotonic_time (self->clock), 0),
                    record_again_cb, self);
}

/**
 * tra_session_get_record_again_left:
 * @self: a session
 *
 * Returns: microseconds until the recording of the call in front goes on by itself; 0: it does not
 */
gint64
tra_session_get_record_again_left (TraSession *self)
{
  TraOffer *offer = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  if (self->reservation != NULL)
    offer = tra_session_get_offer (self, self->reservation);
  if (offer == NULL || offer->record_again_at == 0 ||
      tra_session_get_recording (self) != TRA_RECORDING_PAUSED)
    return 0;
  return MAX (offer->record_again_at - tr_clock_get_monotonic_time (self->clock), 1);
}
