/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-flight-recorder.h"

#include <glib/gi18n.h>
#include <string.h>

/* A banner that comes and goes must not fill the disk. */
#define MAX_NOTES 64

struct _TraFlightRecorder
{
  GObject parent_instance;

  TrClock *clock;      /* owned */
  GHashTable *flights; /* owned: SID → Flight */
  gboolean holds[TRA_N_FLIGHT_CONDITIONS];
};

/* What is noted when a condition begins, or when a flight begins with it, and when it ends. */
static const struct
{
  const char *begins;
  const char *ends;
} conditions[TRA_N_FLIGHT_CONDITIONS] = {
  [TRA_FLIGHT_IS_LOCKED] = { TRA_FLIGHT_SCREEN_LOCKED, TRA_FLIGHT_SCREEN_UNLOCKED },
  [TRA_FLIGHT_IS_QUIET] = { TRA_FLIGHT_BANNERS_OFF, TRA_FLIGHT_BANNERS_ON },
};

typedef struct
{
  gint64 begin; /* monotonic µs */
  guint n_notes;
  GString *text; /* owned; a line a note: "35 popup-mapped" */
} Flight;

static G_DEFINE_QUARK (tra-flight-recorder, recorder)

G_DEFINE_FINAL_TYPE (TraFlightRecorder, tra_flight_recorder, G_TYPE_OBJECT)

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_string_free (flight->text, TRUE);
  g_free (flight);
}

static void
write_note (Flight *flight, const char *what, gint64 time)
{
  if (flight->n_notes++ < MAX_NOTES)
    g_string_append_printf (flight->text, "%" G_GINT64_FORMAT " %s\n",
                            (time - flight->begin) / G_TIME_SPAN_MILLISECOND, what);
}

static void
tra_flight_recorder_dispose (GObject *object)
{
  g_clear_object (&TRA_FLIGHT_RECORDER (object)->clock);
  G_OBJECT_CLASS (tra_flight_recorder_parent_class)->dispose (object);
}

static void
tra_flight_recorder_finalize (GObject *object)
{
  g_hash_table_unref (TRA_FLIGHT_RECORDER (object)->flights);
  G_OBJECT_CLASS (tra_flight_recorder_parent_class)->finalize (object);
}

static void
tra_flight_recorder_class_init (TraFlightRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_flight_recorder_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_flight_recorder_finalize;
}

static void
tra_flight_recorder_init (TraFlightRecorder *self)
{
  self->flights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, flight_free);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/**
 * tra_flight_recorder_new:
 * @session: whose calls; it knows its recorder from now on
 *
 * Returns: (transfer full): a recorder with nothing in it
 */
TraFlightRecorder *
tra_flight_recorder_new (TraSession *session)
{
  TraFlightRecorder *self;
  GWeakRef *weak;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_FLIGHT_RECORDER, NULL);
  self->clock = g_object_ref (tra_session_get_clock (session));
  weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  g_object_set_qdata_full (G_OBJECT (session), recorder_quark (), weak, weak_ref_free);
  return self;
}

/**
 * tra_flight_recorder_begin:
 * @self: a recorder
 * @reservation_sid: what came in just now
 *
 * Notes what holds already, as a locked screen. Once more for the same one does nothing.
 */
void
tra_flight_recorder_begin (TraFlightRecorder *self, const char *reservation_sid)
{
  Flight *flight;

  g_return_if_fail (TRA_IS_FLIGHT_RECORDER (self));
  g_return_if_fail (reservation_sid != NULL);

  if (g_hash_table_contains (self->flights, reservation_sid))
    return;

  flight = g_new0 (Flight, 1);
  flight->begin = tr_clock_get_monotonic_time (self->clock);
  flight->text = g_string_new (NULL);
  g_hash_table_insert (self->flights, g_strdup (reservation_sid), flight);
  write_note (flight, TRA_FLIGHT_EVENT_IN, flight->begin);
  for (int i = 0; i < TRA_N_FLIGHT_CONDITIONS; i++)
    if (self->holds[i])
      write_note (flight, conditions[i].begins, flight->begin);
}

/**
 * tra_flight_recorder_note_at:
 * @self: a recorder
 * @reservation_sid: (nullable): what it is about; %NULL: all that are open
 * @what: one word, as %TRA_FLIGHT_POPUP_MAPPED
 * @time: when, by the clock's monotonic microseconds
 *
 * One that is not open is not noted.
 */
void
tra_flight_recorder_note_at (TraFlightRecorder *self,
                             const char *reservation_sid,
                             const char *what,
                             gint64 time)
{
  GHashTableIter iter;
  gpointer sid;
  gpointer flight;

  g_return_if_fail (TRA_IS_FLIGHT_RECORDER (self));
  g_return_if_fail (what != NULL && strpbrk (what, " \n") == NULL);

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, &sid, &flight))
    if (reservation_sid == NULL || g_str_equal (sid, reservation_sid))
      write_note (flight, what, time);
}

/**
 * tra_flight_recorder_note:
 * @self: a recorder
 * @reservation_sid: (nullable): what it is about; %NULL: all that are open
 * @what: one word, as %TRA_FLIGHT_POPUP_MAPPED: it happened just now
 */
void
tra_flight_recorder_note (TraFlightRecorder *self, const char *reservation_sid, const char *what)
{
  g_return_if_fail (TRA_IS_FLIGHT_RECORDER (self));

  tra_flight_recorder_note_at (self, reservation_sid, what,
                               tr_clock_get_monotonic_time (self->clock));
}

/**
 * tra_flight_recorder_set:
 * @self: a recorder
 * @condition: what begins or ends
 * @holds: whether it is so from now on
 *
 * Noted in all flights that are open, and in each that begins while it holds.
 */
void
tra_flight_recorder_set (TraFlightRecorder *self, TraFlightCondition condition, gboolean holds)
{
  g_return_if_fail (TRA_IS_FLIGHT_RECORDER (self));
  g_return_if_fail (condition < TRA_N_FLIGHT_CONDITIONS);

  if (self->holds[condition] == holds)
    return;

  self->holds[condition] = holds;
  tra_flight_recorder_note (self, NULL,
                            holds ? conditions[condition].begins : conditions[condition].ends);
}

/**
 * tra_flight_recorder_end:
 * @self: a recorder
 * @reservation_sid: what ended
 *
 * Returns: (transfer full) (nullable): what happened, to be kept, and to be read by
 *   tra_flight_to_text(); %NULL if it was not open
 */
char *
tra_flight_recorder_end (TraFlightRecorder *self, const char *reservation_sid)
{
  Flight *flight;
  char *text;

  g_return_val_if_fail (TRA_IS_FLIGHT_RECORDER (self), NULL);
  g_return_val_if_fail (reservation_sid != NULL, NULL);

  flight = g_hash_table_lookup (self->flights, reservation_sid);
  if (flight == NULL)
    return NULL;

  text = g_strdup (flight->text->str);
  g_hash_table_remove (self->flights, reservation_sid);
  return text;
}

static TraFlightRecorder *
dup_recorder (TraSession *session)
{
  GWeakRef *weak = g_object_get_qdata (G_OBJECT (session), recorder_quark ());

  return weak != NULL ? g_weak_ref_get (weak) : NULL;
}

/**
 * tra_flight_note:
 * @session: a session
 * @reservation_sid: (nullable): what it is about; %NULL: all that are open
 * @what: one word, as %TRA_FLIGHT_POPUP_MAPPED: it happened just now
 *
 * Tells the session's recorder, if it has one.
 */
void
tra_flight_note (TraSession *session, const char *reservation_sid, const char *what)
{
  g_autoptr(TraFlightRecorder) self = dup_recorder (session);

  if (self != NULL)
    tra_flight_recorder_note (self, reservation_sid, what);
}

/**
 * tra_flight_set:
 * @session: a session
 * @condition: what begins or ends
 * @holds: whether it is so from now on
 *
 * Tells the session's recorder, if it has one.
 */
void
tra_flight_set (TraSession *session, TraFlightCondition condition, gboolean holds)
{
  g_autoptr(TraFlightRecorder) self = dup_recorder (session);

  if (self != NULL)
    tra_flight_recorder_set (self, condition, holds);
}

/* ---- For people ---- */

static const char *
words_of (const char *what)
{
  static const struct
  {
    const char *what;
    const char *words;
  } all[] = {
    { TRA_FLIGHT_EVENT_IN, N_("The call came in") },
    { TRA_FLIGHT_POPUP_MAPPED, N_("The window with the call was shown") },
    { TRA_FLIGHT_SOUND_STARTED, N_("The ringing started") },
    { TRA_FLIGHT_SOUND_FAILED, N_("The ringing could not be played") },
    { TRA_FLIGHT_NOTIFICATION_SHOWN, N_("The notification was sent") },
    { TRA_FLIGHT_BANNERS_OFF, N_("Banners were off (do not disturb)") },
    { TRA_FLIGHT_BANNERS_ON, N_("Banners were on again") },
    { TRA_FLIGHT_SCREEN_LOCKED, N_("The screen was locked") },
    { TRA_FLIGHT_SCREEN_UNLOCKED, N_("The screen was unlocked") },
    { TRA_FLIGHT_CONNECTION_LOST, N_("The connection to the service was lost") },
    { TRA_FLIGHT_CONNECTION_BACK, N_("The connection was there again") },
    { TRA_FLIGHT_LAST_HEARD, N_("The service was last heard of") },
    { TRA_FLIGHT_ACCEPT_PRESSED, N_("Accept was pressed") },
    { TRA_FLIGHT_PHONE_RINGS, N_("Your phone rang") },
    { TRA_FLIGHT_ENDED, N_("The call was gone") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (what, all[i].what))
      return _(all[i].words);
  return what;
}

/**
 * tra_flight_to_text:
 * @flight: what tra_flight_recorder_end() gave, or what a file says that it did
 *
 * Returns: (transfer full): a line a note, translated: "35 ms  The window with the call was shown";
 *   a line that is none is left out
 */
char *
tra_flight_to_text (const char *flight)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;

  g_return_val_if_fail (flight != NULL, NULL);

  lines = g_strsplit (flight, "\n", MAX_NOTES + 2);
  for (int i = 0; lines[i] != NULL; i++)
    {
      char *what = NULL;
      gint64 milliseconds = g_ascii_strtoll (lines[i], &what, 10);

      if (what == lines[i] || *what != ' ' || what[1] == '\0')
        continue;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT " ", text->len > 0 ? "\n" : "",
                              milliseconds);
      /* Translators: milliseconds; then what happened at that time: "35 ms  Your phone rang" */
      g_string_append_printf (text, "%s  %s", C_("unit", "ms"), words_of (what + 1));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
