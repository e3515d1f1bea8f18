/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-scene.h"

#include "fake-session.h"

#define S ((gint64) G_USEC_PER_SEC)
#define LRI "\342\201\246"
#define PDI "\342\201\251"
#define CALLER LRI "+1 415 555 0142" PDI
#define PHONE LRI "+1 650 555 1111" PDI

typedef struct
{
  TraSession *session;
  FakeState *state;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = fake_session_new ();
  fixture->state = fake_session_get (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
}

static void
assert_scene (Fixture *fixture, const char *status, const char *title, const char *text,
              const char *actions)
{
  g_autoptr(TraScene) scene = tra_scene_new (fixture->session);

  g_assert_cmpstr (scene->status, ==, status);
  g_assert_cmpstr (scene->title, ==, title);
  g_assert_cmpstr (scene->text, ==, text);
  g_assert_cmpstr (scene->actions, ==, actions);
  g_assert_nonnull (scene->icon_name);
}

static void
test_phases (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *status, *title, *text, *actions;
  } cases[] = {
    { TRA_PHASE_CONNECTING, "Connecting…", "Connecting…", NULL, "none" },
    { TRA_PHASE_OFFLINE, "Offline", "You’re Offline",
      "You won’t be offered calls until you go online.", "go-online" },
    { TRA_PHASE_AWAY, "Unavailable", "Unavailable",
      "You won’t be offered calls until you go online.", "go-online" },
    { TRA_PHASE_AVAILABLE, "Available", "Ready for Calls", "Available for 12 minutes", "go-offline" },
    { TRA_PHASE_MISSED, "Offline", "You Missed a Call",
      CALLER " rang for 10 seconds. You’ve been set Offline.", "go-online" },
    { TRA_PHASE_NOT_ANSWERED, "Offline", "Your Phone Wasn’t Answered",
      PHONE " rang for 20 seconds. " CALLER " is back in the queue and you’ve been set Offline.",
      "go-online" },
    { TRA_PHASE_RESERVED, "Incoming", "+1 415 555 0142", NULL, "offer" },
    { TRA_PHASE_RINGING, "Ringing", "Ringing Your Phone",
      "Pick up " PHONE " to talk to " CALLER ".", "ringing" },
    { TRA_PHASE_IN_CALL, "In Call", "+1 415 555 0142", "Support queue", "call" },
    { TRA_PHASE_WRAP_UP, "Wrap-Up", "Wrap-Up", "You talked with " CALLER " for 4:37.", "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fake_session_set_phase (fixture->session, cases[i].phase);
      assert_scene (fixture, cases[i].status, cases[i].title, cases[i].text, cases[i].actions);
    }
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TraScene) scene = NULL;

  fake_session_set_phase (fixture->session, TRA_PHASE_CONNECTION_LOST);
  scene = tra_scene_new (fixture->session);
  g_assert_cmpstr (scene->status, ==, "Connecting…");
  g_assert_cmpstr (scene->title, ==, "Calls May Not Reach You");
  g_assert_true (g_str_has_prefix (scene->text,
                                   "You were Available when the connection was lost at "));
  g_assert_false (scene->is_live);
}

/* The call goes on: it stays in view, and its buttons wait. */
static void
test_lost_at_work (Fixture *fixture, gconstpointer data)
{
  static const TraPhase phases[] = {
    TRA_PHASE_RESERVED, TRA_PHASE_IN_CALL, TRA_PHASE_WRAP_UP,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      g_autoptr(TraScene) scene = NULL;

      fake_session_set_phase (fixture->session, phases[i]);
      fixture->state->phase = TRA_PHASE_CONNECTION_LOST;
      scene = tra_scene_new (fixture->session);
      g_assert_cmpint (scene->shown, ==, phases[i]);
      g_assert_cmpstr (scene->status, ==, "Connecting…");
      g_assert_false (scene->is_live);
    }
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TraScene) scene = NULL;

  fake_session_set_phase (fixture->session, TRA_PHASE_EXPIRED);
  scene = tra_scene_new (fixture->session);
  g_assert_cmpstr (scene->status, ==, "Signed Out");
  g_assert_cmpstr (scene->actions, ==, "sign-in");
  g_assert_true (g_str_has_prefix (scene->text, "Your sign-in ran out at "));
}

/* Signed out by the service while a call is on: it is still there, and can be ended. */
static void
test_expired_in_call (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TraScene) scene = NULL;

  fake_session_set_phase (fixture->session, TRA_PHASE_IN_CALL);
  fixture->state->phase = TRA_PHASE_EXPIRED;
  scene = tra_scene_new (fixture->session);
  g_assert_cmpint (scene->shown, ==, TRA_PHASE_IN_CALL);
  g_assert_cmpstr (scene->status, ==, "Signed Out");
  g_assert_cmpstr (scene->actions, ==, "call");
}

static void
test_wanted_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrActivity) available =
    g_list_model_get_item (G_LIST_MODEL (fixture->state->activities), 1);

  fixture->state->wanted_activity = available;
  assert_scene (fixture, "Setting Available…", "You’re Offline",
                "You won’t be offered calls until you go online.", "go-online");
}

static void
test_time_in_status (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 elapsed;
    const char *text;
  } cases[] = {
    { 59 * S, "Available for less than a minute" },
    { 60 * S, "Available for 1 minute" },
    { 4320 * S, "Available for 1 h 12 min" },
  };

  fake_session_set_phase (fixture->session, TRA_PHASE_AVAILABLE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->state->elapsed = cases[i].elapsed;
      assert_scene (fixture, "Available", "Ready for Calls", cases[i].text, "go-offline");
    }
}

/* Nobody said what the status was set to: then nothing is said of it. */
static void
test_unknown_end (Fixture *fixture, gconstpointer data)
{
  fake_session_set_phase (fixture->session, TRA_PHASE_MISSED);
  fixture->state->notice_activity = NULL;
  fixture->state->notice_caller = NULL;
  fixture->state->notice_rang = 1;
  assert_scene (fixture, "Offline", "You Missed a Call", "An unknown caller rang for 1 second.",
                "go-online");
}

static void
test_no_phone (Fixture *fixture, gconstpointer data)
{
  json_object_remove_member (fixture->state->attributes, "contact_uri");
  fake_session_set_phase (fixture->session, TRA_PHASE_RINGING);
  assert_scene (fixture, "Ringing", "Ringing Your Phone",
                "Pick up your phone to talk to " CALLER ".", "ringing");
}

static void
test_detail (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TraPhase phase;
    const char *detail;
  } cases[] = {
    { TRA_PHASE_OFFLINE, NULL },
    { TRA_PHASE_RESERVED, "Support · 7 seconds left" },
    { TRA_PHASE_RINGING, "Support · ringing your phone" },
    { TRA_PHASE_IN_CALL, "Support · 4:12" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TraScene) scene = NULL;
      g_autofree char *detail = NULL;

      fake_session_set_phase (fixture->session, cases[i].phase);
      scene = tra_scene_new (fixture->session);
      detail = tra_scene_get_detail (scene, fixture->session);
      g_assert_cmpstr (detail, ==, cases[i].detail);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/scene/phases", test_phases);
  ADD ("/scene/lost", test_lost);
  ADD ("/scene/lost-at-work", test_lost_at_work);
  ADD ("/scene/expired", test_expired);
  ADD ("/scene/expired-in-call", test_expired_in_call);
  ADD ("/scene/wanted-status", test_wanted_status);
  ADD ("/scene/time-in-status", test_time_in_status);
  ADD ("/scene/unknown-end", test_unknown_end);
  ADD ("/scene/no-phone", test_no_phone);
  ADD ("/scene/detail", test_detail);
  return g_test_run ();
}
