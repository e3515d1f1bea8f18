/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ringer.h"

#include <glib/gi18n.h>

#include "tra-flight-recorder.h"
#include "tra-ring-names.h"
#include "tra-session-unclear.h"

/* In a call: to be heard beside the caller's voice, not over it. */
#define SOFT_DECIBELS -20.0
/* From one ring to the next at least, for sounds that are shorter. */
#define MIN_PERIOD (2 * (gint64) G_USEC_PER_SEC)
/* A sound server that has not answered by then is none. */
#define PATIENCE ((gint64) G_USEC_PER_SEC)
#define TICKS 3 /* the last seconds of an offer */


/**
 * TraRinger:
 *
 * Derived: it rings if and only if an offer waits for the agent, so it cannot ring on. How it rings
 * follows the settings, whether the agent is in a call, and whether the offer accepts itself: that has
 * a tone of its own, which is heard before the call is there.
 */
struct _TraRinger
{
  GObject parent_instance;

  TraSession *session;             /* owned */
  TraSound *sound;                 /* owned */
  TraDoNotDisturb *do_not_disturb; /* owned */

  char *rings_for;   /* owned, nullable: the offer that waits, by its SID */
  guint32 ring;      /* the sound that plays, or 0 */
  gboolean is_soft;
  gboolean is_tone;
  gboolean is_told;  /* "started" was said for this offer */
  gboolean is_failure_told; /* likewise */
  gboolean has_failed;
  gint64 next_ring;  /* the clock's monotonic µs: not before */
  guint64 ring_timer;
  guint64 patience_timer;
  guint64 tick_timer;
  TraPhase phase;    /* as of the last change */
  gboolean was_silent;
};

enum { STARTED, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraRinger, tra_ringer, G_TYPE_OBJECT)

static TrClock *
clock_of (TraRinger *self)
{
  return tra_session_get_clock (self->session);
}

static GSettings *
settings_of (TraRinger *self)
{
  return tra_session_get_settings (self->session);
}

static gboolean
is_muted (TraRinger *self)
{
  return g_settings_get_uint (settings_of (self), "sound-volume") == 0 ||
         tra_do_not_disturb_is_on (self->do_not_disturb);
}

static gboolean
is_in_call (TraRinger *self)
{
  TraPhase phase = tra_session_get_phase (self->session);

  return phase == TRA_PHASE_IN_CALL || phase == TRA_PHASE_RINGING;
}

/* What rings: not what was answered already, as far as the agent can. */
static TrReservation *
get_offered (TraRinger *self)
{
  TrReservation *offered = tra_session_get_offered (self->session);

  return tra_session_is_unclear (self->session, offered) ? NULL : offered;
}

static gboolean
wants_tone (TraRinger *self)
{
  TrReservation *offered = get_offered (self);

  return offered != NULL && tra_session_is_auto_accepting (self->session, offered) &&
         g_settings_get_boolean (settings_of (self), "sound-auto-accept");
}

static gboolean
wants_ring (TraRinger *self)
{
  return self->rings_for != NULL && !is_muted (self) &&
         (g_settings_get_boolean (settings_of (self), "ring") || wants_tone (self));
}

static double
decibels (TraRinger *self)
{
  return tra_sound_decibels (g_settings_get_uint (settings_of (self), "sound-volume"));
}

/* ---- What happens ---- */

static void
make_sound (TraRinger *self, const char *key, const char *name, const char *description)
{
  const char *const names[] = { name, NULL };

  if (g_settings_get_boolean (settings_of (self), key) && !is_muted (self))
    tra_sound_play (self->sound, names, description, decibels (self), NULL, NULL);
}

/* A sound for each change that the agent may not be looking at. */
static void
tell_phase (TraRinger *self, TraPhase before, TraPhase now)
{
  if (now == TRA_PHASE_CONNECTION_LOST || now == TRA_PHASE_ELSEWHERE)
    make_sound (self, "sound-connection", "network-connectivity-lost", _("Connection lost"));
  else if ((before == TRA_PHASE_CONNECTION_LOST || before == TRA_PHASE_ELSEWHERE) &&
           now != TRA_PHASE_SIGNED_OUT &&
           now != TRA_PHASE_EXPIRED)
    make_sound (self, "sound-connection", "network-connectivity-established", _("Connected again"));
  else if (now == TRA_PHASE_MISSED || now == TRA_PHASE_NOT_ANSWERED)
    make_sound (self, "sound-missed", "message-new-instant", _("Missed call"));
  else if (before == TRA_PHASE_RINGING && now == TRA_PHASE_IN_CALL)
    make_sound (self, "sound-connected", "dialog-information", _("In call"));
  else if (before == TRA_PHASE_IN_CALL && now != TRA_PHASE_EXPIRED && now != TRA_PHASE_SIGNED_OUT)
    make_sound (self, "sound-ended", "complete", _("Call ended"));
}

/* ---- The ring ---- */

static void
tell_changed (TraRinger *self)
{
  gboolean is_silent = tra_ringer_is_silent (self);

  if (self->was_silent == is_silent)
    return;

  self->was_silent = is_silent;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_failed (TraRinger *self, gboolean has_failed)
{
  tr_clock_clear (clock_of (self), &self->patience_timer);
  self->has_failed = has_failed;
  tell_changed (self);
}

static void
patience_ended_cb (gpointer user_data)
{
  TraRinger *self = user_data;

  self->patience_timer = 0;
  set_failed (self, TRUE);
}

static void start_ring (TraRinger *self);

static void
ring_again_cb (gpointer user_data)
{
  TraRinger *self = user_data;

  self->ring_timer = 0;
  start_ring (self);
}

static void
ring_told_cb (TraSoundState state, const GError *error, gpointer user_data)
{
  TraRinger *self = user_data;
  gint64 wait = self->next_ring - tr_clock_get_monotonic_time (clock_of (self));

  if (state == TRA_SOUND_STARTED)
    {
      set_failed (self, FALSE);
      if (!self->is_told)
        {
          self->is_told = TRUE;
          tra_flight_note (self->session, self->rings_for, TRA_FLIGHT_SOUND_STARTED);
          g_signal_emit (self, signals[STARTED], 0, self->rings_for);
        }
      return;
    }

  self->ring = 0;
  if (state == TRA_SOUND_FAILED)
    {
      if (!self->is_failure_told)
        tra_flight_note (self->session, self->rings_for, TRA_FLIGHT_SOUND_FAILED);
      self->is_failure_told = TRUE;
      set_failed (self, TRUE);
    }
  /* Once more, for who starts a sound server meanwhile as well. */
  if (wait > 0)
    self->ring_timer = tr_clock_add (clock_of (self), wait, ring_again_cb, self);
  else
    start_ring (self);
}

static void
start_ring (TraRinger *self)
{
  g_auto(GStrv) names = NULL;

  self->is_tone = wants_tone (self);
  names = self->is_tone ? tra_ring_names_dup_tone () : tra_ring_names_dup (settings_of (self));
  self->is_soft = is_in_call (self) && g_settings_get_boolean (settings_of (self), "soft-ring");
  self->next_ring = tr_clock_get_monotonic_time (clock_of (self)) + MIN_PERIOD;
  if (!self->is_told && self->patience_timer == 0 && !self->has_failed)
    self->patience_timer = tr_clock_add (clock_of (self), PATIENCE, patience_ended_cb, self);
  self->ring =
      tra_sound_play (self->sound, (const char *const *) names, _("Incoming call"),
                      decibels (self) + (self->is_soft ? SOFT_DECIBELS : 0), ring_told_cb, self);
}

static void
stop_ring (TraRinger *self)
{
  tra_sound_stop (self->sound, &self->ring);
  tr_clock_clear (clock_of (self), &self->ring_timer);
  tr_clock_clear (clock_of (self), &self->patience_timer);
}

static void
update_ring (TraRinger *self)
{
  gboolean rings = self->ring != 0 || self->ring_timer != 0;
  gboolean is_soft = is_in_call (self) && g_settings_get_boolean (settings_of (self), "soft-ring");

  if (rings && (!wants_ring (self) || self->is_soft != is_soft ||
                self->is_tone != wants_tone (self)))
    {
      stop_ring (self);
      rings = FALSE;
    }
  if (!rings && wants_ring (self))
    start_ring (self);
  tell_changed (self);
}

/* ---- The last seconds ---- */

static void update_tick (TraRinger *self);

static void
tick_cb (gpointer user_data)
{
  TraRinger *self = user_data;

  self->tick_timer = 0;
  make_sound (self, "sound-tick", "bell", _("Time is running out"));
  update_tick (self);
}

/* At 3, 2 and 1 seconds: the timer is there while something waits, and never otherwise. */
static void
update_tick (TraRinger *self)
{
  TrReservation *offered = get_offered (self);
  gint64 left = offered != NULL ? tra_session_get_reservation_left (self->session, offered) : 0;
  gint64 wait = left - TICKS * (gint64) G_USEC_PER_SEC;

  tr_clock_clear (clock_of (self), &self->tick_timer);
  if (wait <= 0)
    wait = left % G_USEC_PER_SEC != 0 ? left % G_USEC_PER_SEC : G_USEC_PER_SEC;
  if (left > 0 && wait < left)
    self->tick_timer = tr_clock_add (clock_of (self), wait, tick_cb, self);
}

/* ---- Following ---- */

static void
update_offer (TraRinger *self)
{
  TrReservation *offered = get_offered (self);
  const char *sid = offered != NULL ? tr_reservation_get_sid (offered) : NULL;

  if (g_strcmp0 (self->rings_for, sid) == 0)
    return;

  g_free (self->rings_for);
  self->rings_for = g_strdup (sid);
  self->is_told = FALSE;
  self->is_failure_told = FALSE;
  self->has_failed = FALSE;
  stop_ring (self);
}

static void
update (TraRinger *self)
{
  TraPhase before = self->phase;

  self->phase = tra_session_get_phase (self->session);
  update_offer (self);
  update_ring (self);
  update_tick (self);
  if (before != self->phase)
    tell_phase (self, before, self->phase);
}

static void
tra_ringer_dispose (GObject *object)
{
  TraRinger *self = TRA_RINGER (object);

  if (self->session != NULL)
    {
      stop_ring (self);
      tr_clock_clear (clock_of (self), &self->tick_timer);
    }
  g_clear_object (&self->session);
  g_clear_object (&self->sound);
  g_clear_object (&self->do_not_disturb);
  g_clear_pointer (&self->rings_for, g_free);
  G_OBJECT_CLASS (tra_ringer_parent_class)->dispose (object);
}

static void
tra_ringer_class_init (TraRingerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_ringer_dispose;
  signals[STARTED] = g_signal_new ("started", TRA_TYPE_RINGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_RINGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
tra_ringer_init (TraRinger *self)
{
}

/**
 * tra_ringer_new:
 * @session: whose offers
 * @sound: what plays
 * @do_not_disturb: whether the desktop is to be quiet
 *
 * Returns: (transfer full): what rings, until it is dropped
 */
TraRinger *
tra_ringer_new (TraSession *session, TraSound *sound, TraDoNotDisturb *do_not_disturb)
{
  TraRinger *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TRA_IS_SOUND (sound), NULL);
  g_return_val_if_fail (TRA_IS_DO_NOT_DISTURB (do_not_disturb), NULL);

  self = g_object_new (TRA_TYPE_RINGER, NULL);
  self->session = g_object_ref (session);
  self->sound = g_object_ref (sound);
  self->do_not_disturb = g_object_ref (do_not_disturb);
  self->phase = tra_session_get_phase (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (do_not_disturb, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tra_session_get_settings (session), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * tra_ringer_is_silent:
 * @self: what rings
 *
 * Returns: whether an offer waits that cannot be heard, for whatever reason: then it has to be seen
 */
gboolean
tra_ringer_is_silent (TraRinger *self)
{
  g_return_val_if_fail (TRA_IS_RINGER (self), FALSE);

  return self->rings_for != NULL && (self->has_failed || !wants_ring (self));
}

/**
 * tra_ringer_has_failed:
 * @self: what rings
 *
 * Returns: whether an offer waits that was to be heard, and the sound server does not play it
 */
gboolean
tra_ringer_has_failed (TraRinger *self)
{
  g_return_val_if_fail (TRA_IS_RINGER (self), FALSE);

  return wants_ring (self) && self->has_failed;
}
