/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-flight-recorder.h"
#include "tra-settings.h"

/* What happened since a call came in. */

typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TraSession *session;
  TraFlightRecorder *recorder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->clock = tr_clock_new_manual (0);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  self->session = tra_session_new (self->clock, self->settings, NULL);
  self->recorder = tra_flight_recorder_new (self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->recorder);
  tra_flight_note (self->session, NULL, "too-late"); /* nobody records: nothing */
  g_assert_finalize_object (self->session);
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
}

static void
test_notes (Fixture *self, gconstpointer data)
{
  g_autofree char *flight = NULL;
  g_autofree char *other = NULL;

  tra_flight_note (self->session, "WR1", TRA_FLIGHT_POPUP_MAPPED); /* not open yet */
  tra_flight_recorder_begin (self->recorder, "WR1");
  tr_clock_advance (self->clock, 35 * G_TIME_SPAN_MILLISECOND);
  tra_flight_note (self->session, "WR1", TRA_FLIGHT_POPUP_MAPPED);
  tra_flight_recorder_begin (self->recorder, "WR2");
  tra_flight_recorder_begin (self->recorder, "WR1"); /* goes on */
  tr_clock_advance (self->clock, 5 * G_TIME_SPAN_MILLISECOND);
  tra_flight_note (self->session, NULL, TRA_FLIGHT_SCREEN_LOCKED);

  flight = tra_flight_recorder_end (self->recorder, "WR1");
  g_assert_cmpstr (flight, ==, "0 event-in\n35 popup-mapped\n40 screen-locked\n");
  other = tra_flight_recorder_end (self->recorder, "WR2");
  g_assert_cmpstr (other, ==, "0 event-in\n5 screen-locked\n");
  g_assert_null (tra_flight_recorder_end (self->recorder, "WR1"));
}

/* What a caller came into, and what changed while the call rang. */
static void
test_conditions (Fixture *self, gconstpointer data)
{
  g_autofree char *flight = NULL;

  tra_flight_set (self->session, TRA_FLIGHT_IS_LOCKED, TRUE);
  tra_flight_recorder_begin (self->recorder, "WR1");
  tr_clock_advance (self->clock, 3 * G_TIME_SPAN_MILLISECOND);
  tra_flight_set (self->session, TRA_FLIGHT_IS_QUIET, TRUE);
  tra_flight_set (self->session, TRA_FLIGHT_IS_LOCKED, TRUE); /* nothing new */
  tr_clock_advance (self->clock, 4 * G_TIME_SPAN_MILLISECOND);
  tra_flight_set (self->session, TRA_FLIGHT_IS_LOCKED, FALSE);
  tra_flight_set (self->session, TRA_FLIGHT_IS_QUIET, FALSE);

  flight = tra_flight_recorder_end (self->recorder, "WR1");
  g_assert_cmpstr (flight, ==,
                   "0 event-in\n0 screen-locked\n3 banners-off\n7 screen-unlocked\n7 banners-on\n");
}

static void
test_bounded (Fixture *self, gconstpointer data)
{
  g_autofree char *flight = NULL;
  g_auto(GStrv) lines = NULL;

  tra_flight_recorder_begin (self->recorder, "WR1");
  for (int i = 0; i < 1000; i++)
    tra_flight_note (self->session, "WR1", TRA_FLIGHT_POPUP_MAPPED);
  flight = tra_flight_recorder_end (self->recorder, "WR1");
  lines = g_strsplit (flight, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 65);
}

static void
test_text (void)
{
  g_autofree char *text = tra_flight_to_text ("0 event-in\n35 popup-mapped\n1 \nrubbish\n"
                                              "-4 own-word\n \n10000 ended\n");

  g_assert_cmpstr (text, ==,
                   "0 ms  The call came in\n"
                   "35 ms  The window with the call was shown\n"
                   "-4 ms  own-word\n"
                   "10000 ms  The call was gone");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/flight-recorder/notes", Fixture, NULL, set_up, test_notes, tear_down);
  g_test_add ("/flight-recorder/conditions", Fixture, NULL, set_up, test_conditions, tear_down);
  g_test_add ("/flight-recorder/bounded", Fixture, NULL, set_up, test_bounded, tear_down);
  g_test_add_func ("/flight-recorder/text", test_text);

  return g_test_run ();
}
