/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-rehearsal.h"

#include <glib/gi18n.h>

#include "tra-reservation-popup.h"
#include "tra-ring-names.h"

#define SECONDS 20
/* From a block of numbers that is nobody's. */
#define NUMBER "+12025550100"

/**
 * TraRehearsal:
 *
 * Rings once with the popup that real calls have, until it is answered or its time is up. Nothing of
 * it reaches the service: the reservation is made here.
 */
struct _TraRehearsal
{
  GObject parent_instance;

  TraSession *session; /* owned */
  TraSound *sound;     /* owned */
  GtkWindow *popup;    /* not owned, nullable: GTK's */
  guint32 ring;
  guint64 timer;       /* of the session's clock: the time is up */
  gint64 started;      /* the clock's monotonic µs */
  int popup_time;
  TraRehearsalState heard;
  TraRehearsalState answer;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraRehearsal, tra_rehearsal, G_TYPE_OBJECT)

static TrReservation *
make_reservation (TrClock *clock)
{
  gint64 now = tr_clock_get_real_time (clock) / G_USEC_PER_SEC;
  g_autofree char *text = g_strdup_printf (
      "{\"sid\":\"WR00000000000000000000000000000000\",\"reservation_status\":\"pending\","
      "\"worker_sid\":\"WK00000000000000000000000000000000\",\"worker_name\":\"me\","
      "\"reservation_timeout\":%d,\"version\":0,\"date_created\":%" G_GINT64_FORMAT ","
      "\"date_updated\":%" G_GINT64_FORMAT ",\"task\":{"
      "\"sid\":\"WT00000000000000000000000000000000\",\"assignment_status\":\"reserved\","
      "\"attributes\":\"{\\\"from\\\":\\\"" NUMBER "\\\",\\\"call_sid\\\":"
      "\\\"CA00000000000000000000000000000000\\\"}\",\"addons\":\"{}\","
      "\"date_created\":%" G_GINT64_FORMAT ",\"date_updated\":%" G_GINT64_FORMAT ","
      "\"workflow_sid\":\"WW00000000000000000000000000000000\",\"workflow_name\":\"\","
      "\"queue_sid\":\"WQ00000000000000000000000000000000\",\"queue_name\":\"\","
      "\"task_channel_sid\":\"TC00000000000000000000000000000000\","
      "\"task_channel_unique_name\":\"voice\",\"priority\":0,\"reason\":null,\"timeout\":86400,"
      "\"age\":0,\"routing_target\":null,\"version\":0,\"virtual_start_time\":%" G_GINT64_FORMAT
      "}}",
      SECONDS, now, now, now, now, now);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (text, &error);
  TrReservation *reservation = NULL;

  if (node != NULL)
    reservation = tr_reservation_new_from_json (node, &error);
  if (reservation == NULL)
    g_warning ("Rehearsal: %s", error->message);
  return reservation;
}

static void
tell (TraRehearsal *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
end (TraRehearsal *self, TraRehearsalState answer)
{
  GtkWindow *popup = g_steal_pointer (&self->popup);

  tra_sound_stop (self->sound, &self->ring);
  tr_clock_clear (tra_session_get_clock (self->session), &self->timer);
  if (popup != NULL)
    {
      g_signal_handlers_disconnect_by_data (popup, self);
      gtk_window_destroy (popup);
    }
  if (self->answer == TRA_REHEARSAL_WAITING)
    self->answer = answer;
}

static void
end_and_tell (TraRehearsal *self, TraRehearsalState answer)
{
  end (self, answer);
  tell (self);
}

/* What is pressed goes with its window: so that waits for the press to be over. */
static gboolean
answered_idle_cb (gpointer user_data)
{
  end_and_tell (user_data, TRA_REHEARSAL_DONE);
  return G_SOURCE_REMOVE;
}

static void
answered_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, answered_idle_cb, g_object_ref (user_data), g_object_unref);
}

static gboolean
closed_idle_cb (gpointer user_data)
{
  end_and_tell (user_data, TRA_REHEARSAL_FAILED);
  return G_SOURCE_REMOVE;
}

static gboolean
close_request_cb (GtkWindow *popup, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, closed_idle_cb, g_object_ref (user_data), g_object_unref);
  return GDK_EVENT_STOP;
}

static void
time_up_cb (gpointer user_data)
{
  TraRehearsal *self = user_data;

  self->timer = 0;
  end_and_tell (self, TRA_REHEARSAL_FAILED);
}

static void
mapped_cb (TraRehearsal *self)
{
  gint64 now = tr_clock_get_monotonic_time (tra_session_get_clock (self->session));

  self->popup_time = (int) ((now - self->started) / 1000);
  tell (self);
}

static void
told_cb (TraSoundState state, const GError *error, gpointer user_data)
{
  TraRehearsal *self = user_data;

  if (state != TRA_SOUND_STARTED)
    self->ring = 0;
  if (state == TRA_SOUND_FAILED)
    self->heard = TRA_REHEARSAL_FAILED;
  else if (state == TRA_SOUND_STARTED)
    self->heard = TRA_REHEARSAL_DONE;
  tell (self);
}

static void
show_popup (TraRehearsal *self, GtkApplication *application, TrReservation *reservation)
{
  const GActionEntry entries[] = { { "accept", answered_cb, "s" },
                                   { "reject", answered_cb, "s" } };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  self->popup = GTK_WINDOW (
      tra_reservation_popup_new_rehearsal (application, self->session, reservation));
  gtk_widget_insert_action_group (GTK_WIDGET (self->popup), "rehearsal", G_ACTION_GROUP (group));
  g_signal_connect (self->popup, "close-request", G_CALLBACK (close_request_cb), self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->popup)))
    mapped_cb (self);
  else
    g_signal_connect_swapped (self->popup, "map", G_CALLBACK (mapped_cb), self);
}

static void
start_ring (TraRehearsal *self)
{
  GSettings *settings = tra_session_get_settings (self->session);
  g_auto(GStrv) names = tra_ring_names_dup (settings);
  guint volume = g_settings_get_uint (settings, "sound-volume");

  if (volume == 0 || !g_settings_get_boolean (settings, "ring"))
    {
      self->heard = TRA_REHEARSAL_FAILED;
      return;
    }
  self->ring = tra_sound_play (self->sound, (const char *const *) names, _("Rehearsal"),
                               tra_sound_decibels (volume), told_cb, self);
}

static void
tra_rehearsal_dispose (GObject *object)
{
  TraRehearsal *self = TRA_REHEARSAL (object);

  if (self->session != NULL)
    end (self, TRA_REHEARSAL_FAILED);
  g_clear_object (&self->session);
  g_clear_object (&self->sound);
  G_OBJECT_CLASS (tra_rehearsal_parent_class)->dispose (object);
}

static void
tra_rehearsal_class_init (TraRehearsalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_rehearsal_dispose;
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_REHEARSAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
tra_rehearsal_init (TraRehearsal *self)
{
  self->popup_time = -1;
}

/**
 * tra_rehearsal_new:
 * @application: the program
 * @session: whose settings and clock
 * @sound: what plays
 *
 * Rings at once.
 *
 * Returns: (transfer full): the rehearsal; it ends when it is dropped
 */
TraRehearsal *
tra_rehearsal_new (GtkApplication *application, TraSession *session, TraSound *sound)
{
  g_autoptr(TrReservation) reservation = NULL;
  TraRehearsal *self;
  TrClock *clock;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TRA_IS_SOUND (sound), NULL);

  clock = tra_session_get_clock (session);
  reservation = make_reservation (clock);
  self = g_object_new (TRA_TYPE_REHEARSAL, NULL);
  self->session = g_object_ref (session);
  self->sound = g_object_ref (sound);
  self->started = tr_clock_get_monotonic_time (clock);
  self->timer = tr_clock_add (clock, SECONDS * (gint64) G_USEC_PER_SEC, time_up_cb, self);
  start_ring (self);
  if (reservation != NULL)
    show_popup (self, application, reservation);
  return self;
}

int
tra_rehearsal_get_popup_time (TraRehearsal *self)
{
  g_return_val_if_fail (TRA_IS_REHEARSAL (self), -1);

  return self->popup_time;
}

TraRehearsalState
tra_rehearsal_get_sound (TraRehearsal *self)
{
  g_return_val_if_fail (TRA_IS_REHEARSAL (self), TRA_REHEARSAL_FAILED);

  return self->heard;
}

TraRehearsalState
tra_rehearsal_get_answer (TraRehearsal *self)
{
  g_return_val_if_fail (TRA_IS_REHEARSAL (self), TRA_REHEARSAL_FAILED);

  return self->answer;
}
