/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"

#include "tra-phase.h"
#include "tra-settings.h"

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)
#define SECRET "made-up-auth-token-0123456789abc"
#define CALLER                                                                                     \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\"}"
#define IN_CONFERENCE                                                                              \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\","                \
  "\"conference\":{\"sid\":\"CF00000000000000000000000000000001\"}}"

static void
toast_cb (Fixture *self, const char *text)
{
  g_string_append_printf (self->toasts, "%s|", text);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
sign_in_failed_cb (Fixture *self, const GError *error, const char *field, const char *text)
{
  g_free (self->failed_field);
  g_free (self->failed_text);
  self->failed_field = g_strdup (field);
  self->failed_text = g_strdup (text);
}

static void
phase_cb (Fixture *self)
{
  TraPhase phase = tra_session_get_phase (self->session);

  g_string_append_printf (self->phases, "%s ", tra_phase_to_string (phase));
}

void
fixture_remember (Fixture *self)
{
  const TraKeyringKey key = { test_bridge_get_url (self->bridge), TEST_ACCOUNT, "dave",
                              TEST_WORKER };

  g_settings_set_string (self->settings, "account-sid", TEST_ACCOUNT);
  g_settings_set_string (self->settings, "workspace", "writers");
  g_settings_set_string (self->settings, "workspace-name", "writers");
  g_settings_set_string (self->settings, "workspace-sid", TEST_WORKSPACE);
  g_settings_set_string (self->settings, "worker", "dave");
  g_settings_set_string (self->settings, "worker-sid", TEST_WORKER);
  g_settings_set_boolean (self->settings, "signed-in", TRUE);
  fake_keyring_put (&key, SECRET);
}

/* The settings of a test are in memory, which all tests of a process share. */
static void
reset_settings (GSettings *settings)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_auto(GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    g_settings_reset (settings, *key);
}

void
fixture_set_up_signed_out (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fake_keyring_reset (TRA_KEYRING_OPEN);
  self->clock = tr_clock_new_manual (START);
  self->bridge = test_bridge_new (self->clock);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  reset_settings (self->settings);
  g_settings_set_string (self->settings, "call-activity", "Unavailable");
  self->toasts = g_string_new (NULL);
  self->phases = g_string_new (NULL);
  self->session =
      tra_session_new (self->clock, self->settings, test_bridge_get_url (self->bridge));
  g_signal_connect_swapped (self->session, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (self->session, "signed-in", G_CALLBACK (count_cb), &self->n_signed_in);
  g_signal_connect_swapped (self->session, "signed-out", G_CALLBACK (count_cb),
                            &self->n_signed_out);
  g_signal_connect_swapped (self->session, "reservation-ended", G_CALLBACK (count_cb),
                            &self->n_ended);
  g_signal_connect_swapped (self->session, "sign-in-failed", G_CALLBACK (sign_in_failed_cb), self);
  g_signal_connect_swapped (self->session, "notify::phase", G_CALLBACK (phase_cb), self);
}

void
fixture_start (Fixture *self)
{
  fixture_remember (self);
  tra_session_resume (self->session);
  test_wait (self->n_signed_in == 1);
  test_wait (tr_worker_get_state (tra_session_get_worker (self->session)) == TR_WORKER_READY);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  fixture_set_up_signed_out (self, data);
  fixture_start (self);
  fixture_forget_log (self);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->session);
  test_settle ();
  g_object_unref (self->settings);
  test_bridge_free (self->bridge);
  g_assert_finalize_object (self->clock);
  g_string_free (self->toasts, TRUE);
  g_string_free (self->phases, TRUE);
  g_free (self->failed_field);
  g_free (self->failed_text);
  g_free (self->reservation);
}

void
fixture_tell_activity (Fixture *self, const char *activity_sid)
{
  test_bridge_set_activity (self->bridge, activity_sid);
  test_bridge_take_and_send (self->bridge,
                             test_bridge_worker_event (self->bridge, "worker.activity.update"));
}

void
fixture_tell_reservation (Fixture *self, const char *status, const char *task_status)
{
  g_autofree char *name = NULL;

  if (g_str_equal (status, "wrapping"))
    name = g_strdup ("reservation.wrapup");
  else
    name = g_strdup_printf ("reservation.%s", status);

  test_bridge_set_reservation (self->bridge, self->reservation, status);
  test_bridge_set_task (self->bridge, self->reservation, task_status, NULL);
  test_bridge_take_and_send (
      self->bridge, test_bridge_reservation_event (self->bridge, name, self->reservation));
}

void
fixture_go_online (Fixture *self)
{
  fixture_tell_activity (self, TEST_AVAILABLE);
  fixture_wait_phase (self, TRA_PHASE_AVAILABLE);
  /* Somebody else did it, and that is told. */
  test_settle ();
  g_string_truncate (self->toasts, 0);
}

static void
add_reservation (Fixture *self)
{
  g_free (self->reservation);
  self->reservation = g_strdup (test_bridge_add_reservation (self->bridge));
  test_bridge_set_task (self->bridge, self->reservation, "reserved", CALLER);
}

static void
tell_created (Fixture *self)
{
  test_bridge_take_and_send (self->bridge,
                             test_bridge_reservation_event (self->bridge, "reservation.created",
                                                            self->reservation));
}

void
fixture_offer (Fixture *self)
{
  fixture_go_online (self);
  add_reservation (self);
  tell_created (self);
  fixture_wait_phase (self, TRA_PHASE_RESERVED);
  fixture_forget_log (self);
}

void
fixture_offer_again (Fixture *self)
{
  JsonObject *before = test_bridge_get_reservation (self->bridge, self->reservation);
  g_autofree char *task = g_strdup (json_object_get_string_member (
      json_object_get_object_member (before, "task"), "sid"));
  JsonObject *reservation;

  add_reservation (self);
  reservation = test_bridge_get_reservation (self->bridge, self->reservation);
  json_object_set_string_member (json_object_get_object_member (reservation, "task"), "sid", task);
  tell_created (self);
}

void
fixture_ring (Fixture *self)
{
  fixture_offer (self);
  tra_session_accept (self->session, NULL);
  fixture_wait_phase (self, TRA_PHASE_RINGING);
}

void
fixture_talk (Fixture *self)
{
  fixture_ring (self);
  test_bridge_set_task (self->bridge, self->reservation, "assigned", IN_CONFERENCE);
  fixture_tell_reservation (self, "accepted", "assigned");
  fixture_wait_phase (self, TRA_PHASE_IN_CALL);
}

void
fixture_wrap_up (Fixture *self)
{
  fixture_talk (self);
  test_wait (fixture_count_activity (self, TEST_UNAVAILABLE) == 1);
  test_settle ();
  fixture_forget_log (self);
  fixture_tell_reservation (self, "wrapping", "wrapping");
  fixture_wait_phase (self, TRA_PHASE_WRAP_UP);
}

void
fixture_turn (Fixture *self, int seconds)
{
  while (seconds > 0)
    {
      int stride = MIN (seconds, 10);

      tr_clock_advance (self->clock, stride * SECOND);
      seconds -= stride;
      test_bridge_send (self->bridge, " ");
      test_settle ();
    }
}

TrReservation *
fixture_get_offer (Fixture *self)
{
  return tra_session_find_reservation (self->session, self->reservation);
}

TrActivity *
fixture_get_activity (Fixture *self, const char *sid)
{
  return tr_worker_find_activity (tra_session_get_worker (self->session), sid);
}

void
fixture_forget_log (Fixture *self)
{
  g_string_truncate (test_bridge_get_log (self->bridge), 0);
}

guint
fixture_count_activity (Fixture *self, const char *activity_sid)
{
  g_autofree char *needle = g_strdup_printf ("\"ActivitySid\":\"%s\"", activity_sid);

  return test_bridge_count (self->bridge, needle);
}
