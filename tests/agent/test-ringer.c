/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"
#include "fake-sound.h"
#include "tra-flight-recorder.h"
#include "tra-rehearsal.h"
#include "tra-reservation-popup.h"
#include "tra-ring-names.h"
#include "tra-ringer.h"

#define S ((gint64) G_USEC_PER_SEC)
#define GNOME "org.gnome.desktop.notifications"

typedef struct
{
  Desk desk;
  TraSound *player;
  FakeSound *sound;
  TraDoNotDisturb *do_not_disturb;
  TraRinger *ringer;
  GSettings *settings; /* the desk's */
  GString *started;
} Fixture;

static void
started_cb (TraRinger *ringer, const char *sid, gpointer user_data)
{
  g_string_append_printf (((Fixture *) user_data)->started, "%s;", sid);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  desk_set_up (&fixture->desk);
  fixture->settings = fixture->desk.state->settings;
  fixture->player = tra_sound_new ();
  fixture->sound = fake_sound_get (fixture->player);
  fixture->do_not_disturb = tra_do_not_disturb_new (NULL);
  fixture->ringer =
      tra_ringer_new (fixture->desk.session, fixture->player, fixture->do_not_disturb);
  fixture->started = g_string_new (NULL);
  g_signal_connect (fixture->ringer, "started", G_CALLBACK (started_cb), fixture);
}

static void
reset (GSettings *settings)
{
  static const char *const keys[] = { "ring", "ring-sound", "sound-volume", "soft-ring",
                                      "sound-tick", "sound-missed", "sound-auto-accept", NULL };

  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  reset (fixture->settings); /* the memory is the process's */
  g_assert_finalize_object (fixture->ringer);
  g_assert_finalize_object (fixture->player);
  g_assert_finalize_object (fixture->do_not_disturb);
  g_string_free (fixture->started, TRUE);
  desk_tear_down (&fixture->desk);
}

static void
offer (Fixture *fixture)
{
  fake_session_set_phase (fixture->desk.session, TRA_PHASE_RESERVED);
}

static void
withdraw (Fixture *fixture)
{
  fake_session_set_phase (fixture->desk.session, TRA_PHASE_AVAILABLE);
}

static void
expect (Fixture *fixture, const char *played)
{
  g_assert_cmpstr (fixture->sound->played->str, ==, played);
  g_string_truncate (fixture->sound->played, 0);
}

static void
advance (Fixture *fixture, gint64 by)
{
  fixture->desk.state->left -= by;
  tr_clock_advance (fixture->desk.state->clock, by);
}

static void
test_rings_until_decided (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "sound-tick", FALSE);
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  offer (fixture);
  expect (fixture, "phone-incoming-call;");
  for (int i = 0; i < 3; i++)
    {
      fake_sound_tell (fixture->player, TRA_SOUND_STARTED);
      tr_clock_advance (fixture->desk.state->clock, 2 * S - 1);
      fake_sound_tell (fixture->player, TRA_SOUND_ENDED);
      expect (fixture, "");
      tr_clock_advance (fixture->desk.state->clock, 1);
      expect (fixture, "phone-incoming-call;");
    }
  withdraw (fixture);
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  tr_clock_advance (fixture->desk.state->clock, 10 * S);
  expect (fixture, "");
  g_assert_cmpstr (fixture->started->str, ==, "WR00000000000000000000000000000001;");
}

/* A sound that is longer than the pause follows itself at once. */
static void
test_rings_on (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "sound-tick", FALSE);
  offer (fixture);
  fake_sound_tell (fixture->player, TRA_SOUND_STARTED);
  tr_clock_advance (fixture->desk.state->clock, 3 * S);
  g_string_truncate (fixture->sound->played, 0);
  fake_sound_tell (fixture->player, TRA_SOUND_ENDED);
  expect (fixture, "phone-incoming-call;");
}

/* Accept was pressed, and nobody knows whether the phone rings: not here, too. */
static void
test_stops_when_unclear (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  fixture->desk.state->is_unclear = TRUE;
  fake_session_changed (fixture->desk.session);
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  g_string_truncate (fixture->sound->played, 0);
  tr_clock_advance (fixture->desk.state->clock, 30 * S);
  expect (fixture, "");
}

static void
test_stops_when_lost (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  fixture->desk.state->phase = TRA_PHASE_CONNECTION_LOST;
  fake_session_changed (fixture->desk.session);
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
}

static void
test_rings_as_chosen (Fixture *fixture, gconstpointer data)
{
  g_auto(GStrv) names = NULL;

  g_settings_set_string (fixture->settings, "ring-sound", "/home/dana/ring.oga");
  g_settings_set_uint (fixture->settings, "sound-volume", 70);
  offer (fixture);
  expect (fixture, "/home/dana/ring.oga;");
  g_assert_cmpfloat (fixture->sound->decibels, ==, -30);

  /* What is not there is replaced. */
  names = tra_ring_names_dup (fixture->settings);
  g_assert_cmpuint (g_strv_length (names), ==, 3);
  g_assert_cmpstr (names[1], ==, "phone-incoming-call");
  g_assert_cmpstr (names[2], ==, "/nowhere/ring.wav");
}

static void
test_rings_softly_in_a_call (Fixture *fixture, gconstpointer data)
{
  fake_session_set_phase (fixture->desk.session, TRA_PHASE_IN_CALL);
  fake_session_offer (fixture->desk.session, "+16505550199", "pending");
  fake_session_changed (fixture->desk.session);
  g_assert_cmpuint (fixture->sound->playing, !=, 0);
  g_assert_cmpfloat (fixture->sound->decibels, ==, -20);

  g_settings_set_boolean (fixture->settings, "soft-ring", FALSE);
  fake_session_changed (fixture->desk.session);
  g_assert_cmpfloat (fixture->sound->decibels, ==, 0);
}

/* A call that comes without Accept is told by a tone that is no ring, until it is left to the agent. */
static void
test_tone_before_auto_accept (Fixture *fixture, gconstpointer data)
{
  fixture->desk.state->is_auto_accepting = TRUE;
  offer (fixture);
  expect (fixture, "phone-outgoing-calling;");
  fixture->desk.state->is_auto_accepting = FALSE;
  fake_session_changed (fixture->desk.session);
  expect (fixture, "phone-incoming-call;");
}

/* It is heard where nothing rings; where it is not wished for, such an offer rings as any other. */
static void
test_tone_is_set_by_itself (Fixture *fixture, gconstpointer data)
{
  fixture->desk.state->is_auto_accepting = TRUE;
  g_settings_set_boolean (fixture->settings, "ring", FALSE);
  offer (fixture);
  expect (fixture, "phone-outgoing-calling;");
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
  withdraw (fixture);

  g_settings_set_boolean (fixture->settings, "sound-auto-accept", FALSE);
  offer (fixture);
  expect (fixture, "");
  withdraw (fixture);
  g_settings_reset (fixture->settings, "ring");
  offer (fixture);
  expect (fixture, "phone-incoming-call;");
}

static void
expect_silence (Fixture *fixture, gboolean has_failed)
{
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  g_assert_true (tra_ringer_is_silent (fixture->ringer));
  g_assert_cmpint (tra_ringer_has_failed (fixture->ringer), ==, has_failed);
  withdraw (fixture);
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
}

static void
test_can_be_off (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "ring", FALSE);
  offer (fixture);
  expect_silence (fixture, FALSE);

  reset (fixture->settings);
  g_settings_set_uint (fixture->settings, "sound-volume", 0);
  offer (fixture);
  expect_silence (fixture, FALSE);
  expect (fixture, "");
}

/* While it rings, too. */
static void
test_is_turned_off (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  g_assert_cmpuint (fixture->sound->playing, !=, 0);
  g_settings_set_boolean (fixture->settings, "ring", FALSE);
  desk_settle ();
  expect_silence (fixture, FALSE);
}

static void
test_do_not_disturb (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GSettings) desktop = g_settings_new (GNOME);

  offer (fixture);
  g_assert_cmpuint (fixture->sound->playing, !=, 0);
  g_settings_set_boolean (desktop, "show-banners", FALSE);
  desk_settle ();
  g_assert_true (tra_do_not_disturb_is_on (fixture->do_not_disturb));
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  g_assert_true (tra_ringer_is_silent (fixture->ringer));
  g_settings_reset (desktop, "show-banners");
  desk_settle ();
  g_assert_cmpuint (fixture->sound->playing, !=, 0);
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
}

/* No server: told at once, and tried again, for who starts one meanwhile. */
static void
test_tells_failure (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
  fake_sound_tell (fixture->player, TRA_SOUND_FAILED);
  g_assert_true (tra_ringer_has_failed (fixture->ringer));
  tr_clock_advance (fixture->desk.state->clock, 2 * S);
  fake_sound_tell (fixture->player, TRA_SOUND_STARTED);
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
}

/* Tried every two seconds, and written down once for a call. */
static void
test_notes_failure_once (Fixture *fixture, gconstpointer data)
{
  TraFlightRecorder *recorder = tra_flight_recorder_new (fixture->desk.session);
  g_autofree char *flight = NULL;
  const char *sid;

  offer (fixture);
  sid = tr_reservation_get_sid (tra_session_get_offered (fixture->desk.session));
  tra_flight_recorder_begin (recorder, sid);
  for (int i = 0; i < 3; i++)
    {
      fake_sound_tell (fixture->player, TRA_SOUND_FAILED);
      tr_clock_advance (fixture->desk.state->clock, 2 * S);
    }
  flight = tra_flight_recorder_end (recorder, sid);
  g_assert_cmpstr (flight, ==, "0 event-in\n0 " TRA_FLIGHT_SOUND_FAILED "\n");
  g_assert_finalize_object (recorder);
}

/* A server that does not even refuse is no server. */
static void
test_tells_a_frozen_server (Fixture *fixture, gconstpointer data)
{
  offer (fixture);
  tr_clock_advance (fixture->desk.state->clock, S - 1);
  g_assert_false (tra_ringer_is_silent (fixture->ringer));
  tr_clock_advance (fixture->desk.state->clock, 1);
  g_assert_true (tra_ringer_has_failed (fixture->ringer));
}

static void
test_ticks (Fixture *fixture, gconstpointer data)
{
  offer (fixture); /* 7 s are left */
  expect (fixture, "phone-incoming-call;");
  advance (fixture, 4 * S - 1);
  expect (fixture, "");
  advance (fixture, 1);
  expect (fixture, "bell;");
  advance (fixture, S);
  expect (fixture, "bell;");
  advance (fixture, S);
  expect (fixture, "bell;");
  advance (fixture, S);
  expect (fixture, "");
}

static void
test_does_not_tick_when_off (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "sound-tick", FALSE);
  offer (fixture);
  expect (fixture, "phone-incoming-call;");
  advance (fixture, 5 * S);
  expect (fixture, "");
}

static void
test_tells_what_happens (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *sound;
  } story[] = {
    { TRA_PHASE_AVAILABLE, "" },
    { TRA_PHASE_RINGING, "" },
    { TRA_PHASE_IN_CALL, "dialog-information;" },
    { TRA_PHASE_CONNECTION_LOST, "network-connectivity-lost;" },
    { TRA_PHASE_IN_CALL, "network-connectivity-established;" },
    { TRA_PHASE_WRAP_UP, "complete;" },
    { TRA_PHASE_AVAILABLE, "" },
    { TRA_PHASE_MISSED, "message-new-instant;" },
    { TRA_PHASE_SIGNED_OUT, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (story); i++)
    {
      fake_session_set_phase (fixture->desk.session, story[i].phase);
      expect (fixture, story[i].sound);
      fake_session_changed (fixture->desk.session);
      expect (fixture, ""); /* once */
    }

  g_settings_set_boolean (fixture->settings, "sound-missed", FALSE);
  fake_session_set_phase (fixture->desk.session, TRA_PHASE_MISSED);
  expect (fixture, "");
}

/* What is not heard is seen: and said, if nobody wished it. */
static void
test_popup_flashes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popup = GTK_WIDGET (
      tra_reservation_popup_new (fixture->desk.application, fixture->desk.session));

  tra_reservation_popup_set_ringer (TRA_RESERVATION_POPUP (popup), fixture->ringer);
  offer (fixture);
  g_assert_false (gtk_widget_has_css_class (popup, "silent"));
  fake_sound_tell (fixture->player, TRA_SOUND_FAILED);
  g_assert_true (gtk_widget_has_css_class (popup, "silent"));
  desk_settle ();
  g_assert_true (desk_shows (popup, "No sound can be played here"));
  withdraw (fixture);
  g_assert_false (gtk_widget_has_css_class (popup, "silent"));

  g_settings_set_boolean (fixture->settings, "ring", FALSE);
  offer (fixture);
  desk_settle ();
  g_assert_true (gtk_widget_has_css_class (popup, "silent"));
  g_assert_false (desk_shows (popup, "No sound can be played here"));
  withdraw (fixture);
  desk_close (popup);
}

/* A dialog that is modal, with a question say, keeps nobody from answering. */
static void
test_popup_is_free (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popup = GTK_WIDGET (
      tra_reservation_popup_new (fixture->desk.application, fixture->desk.session));
  GtkWidget *other = gtk_window_new ();

  g_assert_true (gtk_window_has_group (GTK_WINDOW (popup)));
  g_assert_true (gtk_window_get_group (GTK_WINDOW (popup)) !=
                 gtk_window_get_group (GTK_WINDOW (other)));
  gtk_window_destroy (GTK_WINDOW (other));
  desk_close (popup);
}

static void
press (GtkWidget *window, const char *name)
{
  GtkWidget *button = desk_find (window, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  desk_settle ();
}

static GtkWidget *
find_rehearsal (Fixture *fixture)
{
  GList *windows = gtk_application_get_windows (fixture->desk.application);

  return windows != NULL ? windows->data : NULL;
}

/* The popup and the ring as they are, said to be none; and nothing is asked of the service. */
static void
test_rehearses (Fixture *fixture, gconstpointer data)
{
  TraRehearsal *rehearsal =
      tra_rehearsal_new (fixture->desk.application, fixture->desk.session, fixture->player);
  GtkWidget *popup = find_rehearsal (fixture);

  g_assert_true (TRA_IS_RESERVATION_POPUP (popup));
  g_assert_cmpint (tra_rehearsal_get_popup_time (rehearsal), >=, 0);
  g_assert_true (desk_shows (popup, "Nobody is calling"));
  expect (fixture, "phone-incoming-call;");
  fake_sound_tell (fixture->player, TRA_SOUND_STARTED);
  g_assert_cmpint (tra_rehearsal_get_sound (rehearsal), ==, TRA_REHEARSAL_DONE);
  g_assert_cmpint (tra_rehearsal_get_answer (rehearsal), ==, TRA_REHEARSAL_WAITING);

  press (popup, "Accept");
  g_assert_cmpint (tra_rehearsal_get_answer (rehearsal), ==, TRA_REHEARSAL_DONE);
  g_assert_null (find_rehearsal (fixture));
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
  g_assert_cmpstr (fixture->desk.state->verbs->str, ==, "");
  g_assert_finalize_object (rehearsal);
}

static void
test_rehearsal_times_out (Fixture *fixture, gconstpointer data)
{
  TraRehearsal *rehearsal =
      tra_rehearsal_new (fixture->desk.application, fixture->desk.session, fixture->player);

  tr_clock_advance (fixture->desk.state->clock, 20 * S);
  desk_settle ();
  g_assert_cmpint (tra_rehearsal_get_answer (rehearsal), ==, TRA_REHEARSAL_FAILED);
  g_assert_null (find_rehearsal (fixture));
  g_assert_finalize_object (rehearsal);
}

/* Dropped while it rings, by closing the check. */
static void
test_rehearsal_is_dropped (Fixture *fixture, gconstpointer data)
{
  TraRehearsal *rehearsal =
      tra_rehearsal_new (fixture->desk.application, fixture->desk.session, fixture->player);

  g_assert_finalize_object (rehearsal);
  desk_settle ();
  g_assert_null (find_rehearsal (fixture));
  g_assert_cmpuint (fixture->sound->playing, ==, 0);
}

int
main (int argc, char *argv[])
{
  desk_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/ringer/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("rings-until-decided", test_rings_until_decided);
  ADD ("rings-on", test_rings_on);
  ADD ("stops-when-unclear", test_stops_when_unclear);
  ADD ("stops-when-lost", test_stops_when_lost);
  ADD ("tone-before-auto-accept", test_tone_before_auto_accept);
  ADD ("tone-is-set-by-itself", test_tone_is_set_by_itself);
  ADD ("rings-as-chosen", test_rings_as_chosen);
  ADD ("rings-softly-in-a-call", test_rings_softly_in_a_call);
  ADD ("can-be-off", test_can_be_off);
  ADD ("is-turned-off", test_is_turned_off);
  ADD ("do-not-disturb", test_do_not_disturb);
  ADD ("tells-failure", test_tells_failure);
  ADD ("tells-a-frozen-server", test_tells_a_frozen_server);
  ADD ("ticks", test_ticks);
  ADD ("does-not-tick-when-off", test_does_not_tick_when_off);
  ADD ("tells-what-happens", test_tells_what_happens);
  ADD ("notes-failure-once", test_notes_failure_once);
  ADD ("popup-flashes", test_popup_flashes);
  ADD ("popup-is-free", test_popup_is_free);
  ADD ("rehearses", test_rehearses);
  ADD ("rehearsal-times-out", test_rehearsal_times_out);
  ADD ("rehearsal-is-dropped", test_rehearsal_is_dropped);
#undef ADD
  return g_test_run ();
}
