/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-fixture.h"
#include "tra-session-recording.h"
#include "tra-session-transfer.h"
#include "tra-target-private.h"

/* Handing a call to a phone number, at a service whose conferences and calls are these. */

#define NUMBER "+16505550177"
#define CONFERENCE "CF00000000000000000000000000000001"
#define CALLER "CA00000000000000000000000000000001"
#define TALKING                                                                                    \
  "{\"from\":\"+16505550100\",\"called\":\"+16505550001\",\"call_sid\":\"" CALLER "\","            \
  "\"conference\":{\"sid\":\"" CONFERENCE "\",\"participants\":"                                   \
  "{\"customer\":\"" CALLER "\",\"worker\":\"CA2\"}}}"

#define OTHERS                                                                                     \
  "{\"from\":\"+16505550100\",\"called\":\"+16505550001\",\"call_sid\":\"" CALLER "\","            \
  "\"conference\":{\"sid\":\"" CONFERENCE "\",\"participants\":"                                   \
  "{\"customer\":\"" CALLER "\",\"worker\":\"CA3\"}}}"

typedef struct
{
  Fixture base;
  GString *log;       /* what the voice API was asked to do: "add|stop|" */
  const char *third;  /* status of the number's leg; NULL: it is not on the line */
  const char *call;   /* status of the number's call */
  guint add_status;   /* what adding it is answered with, if not 0 */
  gboolean loses_add; /* adding it is done, and the answer lost */
  gboolean is_held;   /* the caller */
  gboolean is_muted;  /* the agent */
  gboolean is_gone;   /* likewise */
  guint whose_status; /* what is answered first to whose leg one is */
  guint look_status;  /* what reading the line is answered with, if not 0 */
  gboolean is_paused; /* the recording */
  guint list_status;   /* of the answer to whoever asks for it; 0: it is listed */
  guint n_refused_lists;
  guint record_status; /* of the answer to its next change; 0: taken */
  GPtrArray *held;    /* lists of recordings that are not answered yet */
  gboolean holds;
} Voice;

static char *
describe_leg (const char *sid,
              const char *label,
              const char *status,
              gboolean is_muted,
              gboolean is_held)
{
  return g_strdup_printf ("{\"call_sid\":\"%s\",\"label\":%s%s%s,\"muted\":%s,\"hold\":%s,"
                          "\"end_conference_on_exit\":false,\"status\":\"%s\"}",
                          sid, label != NULL ? "\"" : "", label != NULL ? label : "null",
                          label != NULL ? "\"" : "", is_muted ? "true" : "false",
                          is_held ? "true" : "false", status);
}

static char *
describe_line (Voice *self)
{
  g_autofree char *caller = describe_leg (CALLER, NULL, "connected", FALSE, self->is_held);
  g_autofree char *own = describe_leg ("CA2", NULL, "connected", self->is_muted, FALSE);
  g_autofree char *third =
      self->third != NULL ? describe_leg ("CA3", NUMBER, self->third, FALSE, FALSE) : NULL;

  return g_strdup_printf ("{\"participants\":[%s%s%s%s%s],\"next_page_uri\":null}", caller,
                          self->is_gone ? "" : ",", self->is_gone ? "" : own,
                          third != NULL ? "," : "", third != NULL ? third : "");
}

static char *
describe_recording (Voice *self)
{
  return g_strdup_printf ("{\"sid\":\"RE1\",\"status\":\"%s\"}",
                          self->is_paused ? "paused" : "in-progress");
}

static char *
list_recordings (Voice *self)
{
  g_autofree char *recording = describe_recording (self);

  return g_strdup_printf ("{\"recordings\":[%s]}", recording);
}

static char *
post (Voice *self, const char *path, const char *body, guint *status)
{
  if (g_str_has_suffix (path, "/Participants.json"))
    {
      g_string_append (self->log, "add|");
      if (self->add_status != 0)
        *status = self->add_status;
      if (self->add_status == 0 || self->loses_add)
        self->third = "ringing";
      return self->add_status != 0 ? g_strdup ("{\"message\":\"no\",\"code\":21211}")
                                   : describe_leg ("CA3", NUMBER, "queued", FALSE, FALSE);
    }
  if (strstr (path, "/Calls/CA3") != NULL)
    {
      g_string_append (self->log, "stop|");
      self->third = NULL;
      return g_strdup ("{\"status\":\"completed\"}");
    }
  if (self->record_status != 0)
    {
      *status = self->record_status;
      return g_strdup ("{\"message\":\"no\"}");
    }
  self->is_paused = strstr (body, "paused") != NULL;
  g_string_append (self->log, self->is_paused ? "pause|" : "record|");
  return describe_recording (self);
}

static void
voice_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  Voice *self = user_data;
  gboolean is_post = g_str_equal (soup_server_message_get_method (message), "POST");
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = NULL;
  guint status = 200;

  if (is_post)
    text = post (self, path, body->data != NULL ? body->data : "", &status);
  else if (g_str_has_suffix (path, "/Participants.json") && self->look_status != 0)
    status = self->look_status;
  else if (g_str_has_suffix (path, "/Participants.json"))
    text = describe_line (self);
  else if (g_str_has_suffix (path, "/Recordings.json") && self->list_status != 0)
    {
      status = self->list_status;
      self->n_refused_lists++;
    }
  else if (g_str_has_suffix (path, "/Recordings.json"))
    text = list_recordings (self);
  else if (strstr (path, "/Calls/CA2") != NULL && self->whose_status != 0)
    {
      status = self->whose_status;
      self->whose_status = 200;
      text = g_strdup ("{\"status\":\"in-progress\",\"to\":\"+16505551111\"}");
    }
  else if (strstr (path, "/Calls/CA3") != NULL)
    text = g_strdup_printf ("{\"status\":\"%s\"}", self->call);
  else
    status = 404;
  soup_server_message_set_status (message, status, NULL);
  if (text != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
  if (self->holds && !is_post && g_str_has_suffix (path, "/Recordings.json"))
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
    }
}

static void
release (Voice *self)
{
  self->holds = FALSE;
  for (guint i = 0; i < self->held->len; i++)
    soup_server_message_unpause (g_ptr_array_index (self->held, i));
  g_ptr_array_set_size (self->held, 0);
}

/* The line is looked at every few seconds, counted from the answer to the look before. */
#define WAIT_TURNING(self, condition)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (int turns = 0; turns < 60 && !(condition); turns++)                                       \
      fixture_turn (&(self)->base, 1);                                                             \
    test_wait (condition);                                                                         \
  }                                                                                                \
  G_STMT_END

static TraLine *
line (Voice *self)
{
  return tra_session_get_line (self->base.session);
}

static void
agree (Voice *self, const char *operation)
{
  test_bridge_fail_next (self->base.bridge, "POST", operation, 200, "{\"payload\":{}}");
}

/* In a call whose conference the service shows. */
static void
set_up (Voice *self, gconstpointer data)
{
  fixture_set_up (&self->base, data);
  self->log = g_string_new (NULL);
  self->call = "ringing";
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  test_bridge_serve (self->base.bridge, "/2010-04-01", voice_cb, self);
  fixture_talk (&self->base);
  test_bridge_set_task (self->base.bridge, self->base.reservation, NULL, TALKING);
  test_bridge_take_and_send (
      self->base.bridge,
      test_bridge_task_event (self->base.bridge, "task.updated", self->base.reservation));
  test_wait (tra_line_find (line (self), TRA_LEG_OWN) != NULL && line (self)->is_seen);
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
  fixture_forget_log (&self->base);
  g_string_truncate (self->base.toasts, 0);
}

static void
tear_down (Voice *self, gconstpointer data)
{
  release (self);
  g_string_free (self->log, TRUE);
  g_ptr_array_unref (self->held);
  fixture_tear_down (&self->base, data);
}

/* Begins, and waits until the number rings. */
static void
ring (Voice *self, gboolean is_warm)
{
  if (is_warm)
    agree (self, "CustomerParticipant");
  tra_session_transfer_to_number (self->base.session, NUMBER, is_warm);
  test_wait (line (self)->number_sid != NULL);
  g_assert_true (tra_session_can_cancel_transfer (self->base.session));
  g_assert_cmpstr (self->log->str, ==, "add|");
}

static guint
n_holds (Voice *self, const char *value)
{
  g_autofree char *needle = g_strconcat ("\"Hold\":", value, NULL);

  return test_bridge_count (self->base.bridge, needle);
}

static void
test_refused (Voice *self, gconstpointer data)
{
  self->add_status = 400;
  agree (self, "CustomerParticipant");
  tra_session_transfer_to_number (self->base.session, NUMBER, TRUE);
  test_wait (self->base.toasts->len > 0);
  test_wait (n_holds (self, "false") == 1); /* the caller does not wait for nobody */
  g_assert_false (tra_line_is_transferring (line (self)));
  test_wait (tra_session_get_busy (self->base.session) == NULL);
}

static void
test_hold_refused (Voice *self, gconstpointer data)
{
  test_bridge_fail_next (self->base.bridge, "POST", "CustomerParticipant", 400, "{\"message\":\"no\"}");
  tra_session_transfer_to_number (self->base.session, NUMBER, TRUE);
  test_wait (self->base.toasts->len > 0);
  test_settle ();
  g_assert_cmpstr (self->log->str, ==, "");
  g_assert_false (tra_line_is_transferring (line (self)));
}

static void
test_no_answer (Voice *self, gconstpointer data)
{
  ring (self, TRUE);
  self->third = NULL;
  self->call = "no-answer";
  agree (self, "CustomerParticipant");
  WAIT_TURNING (self, n_holds (self, "false") == 1);
  g_assert_nonnull (strstr (self->base.toasts->str, "didn’t answer"));
  g_assert_false (tra_line_is_transferring (line (self)));
}

/* While a number is on the line, the call goes to nobody else: not by its key either. */
static void
test_taken (Voice *self, gconstpointer data)
{
  g_assert_true (tra_session_can_transfer (self->base.session));
  ring (self, TRUE);
  self->third = "connected";
  WAIT_TURNING (self, !tra_line_is_transferring (line (self)));
  g_assert_true (tra_line_has_others (line (self)));
  g_assert_false (tra_session_can_transfer (self->base.session));
}

/* The agent's own wish: nobody is told of it, and the caller stays on hold. */
static void
test_cancel (Voice *self, gconstpointer data)
{
  ring (self, TRUE);
  tra_session_cancel_transfer (self->base.session);
  test_wait (line (self)->number_sid == NULL);
  g_assert_cmpstr (self->log->str, ==, "add|stop|");
  g_assert_cmpuint (n_holds (self, "false"), ==, 0);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

static void
test_cold (Voice *self, gconstpointer data)
{
  ring (self, FALSE);
  self->third = "connected";
  agree (self, "WorkerParticipant");
  agree (self, "KickWorkerParticipant");
  WAIT_TURNING (self, test_bridge_count (self->base.bridge, "KickWorkerParticipant") == 1);
  g_assert_cmpuint (n_holds (self, "true"), ==, 0);
}

/* A task that is no call, beside it; gives its reservation. */
static TrReservation *
add_chat (Voice *self)
{
  g_autofree char *chat = g_strdup (test_bridge_add_reservation (self->base.bridge));

  test_bridge_set_task (self->base.bridge, chat, "assigned", "{\"title\":\"A chat\"}");
  test_bridge_set_reservation (self->base.bridge, chat, "accepted");
  test_bridge_take_and_send (
      self->base.bridge,
      test_bridge_reservation_event (self->base.bridge, "reservation.accepted", chat));
  test_wait (tra_session_find_reservation (self->base.session, chat) != NULL);
  return tra_session_find_reservation (self->base.session, chat);
}

static void
turn_back (Voice *self)
{
  tra_session_show_task (
      self->base.session,
      tra_session_find_reservation (self->base.session, self->base.reservation));
  g_assert_nonnull (line (self));
}

/* What the agent turns to meanwhile makes no difference to who waits. */
static void
test_out_of_sight (Voice *self, gconstpointer data)
{
  TrReservation *chat = add_chat (self);

  ring (self, TRUE);
  tra_session_show_task (self->base.session, chat);
  g_assert_null (line (self));
  self->third = NULL;
  self->call = "busy";
  agree (self, "CustomerParticipant");
  turn_back (self);
  g_assert_true (tra_line_is_transferring (line (self)));
  WAIT_TURNING (self, n_holds (self, "false") == 1);
  g_assert_nonnull (strstr (self->base.toasts->str, "is busy"));
}

/* Not even between the caller's hold and the number's call. */
static void
test_out_of_sight_held (Voice *self, gconstpointer data)
{
  TrReservation *chat = add_chat (self);

  agree (self, "CustomerParticipant");
  tra_session_transfer_to_number (self->base.session, NUMBER, TRUE);
  tra_session_show_task (self->base.session, chat);
  test_wait (n_holds (self, "true") == 1);
  test_wait (self->third != NULL);
  test_settle ();
  turn_back (self);
  g_assert_cmpstr (line (self)->number_sid, ==, "CA3");
}

static void
toast_again_cb (Voice *self, const char *text)
{
  g_string_append_printf (self->base.toasts, "%s|", text);
}

static TraLeg *
leg (Voice *self, TraLegRole role)
{
  return tra_line_find (line (self), role);
}

/* Signs in to what the service says, as after an end without a word. */
static void
start_again (Voice *self)
{
  test_bridge_cut_sockets (self->base.bridge);
  g_assert_finalize_object (self->base.session);
  self->base.session = tra_session_new (self->base.clock, self->base.settings,
                                        test_bridge_get_url (self->base.bridge));
  g_signal_connect_swapped (self->base.session, "toast", G_CALLBACK (toast_again_cb), self);
  tra_session_resume (self->base.session);
  test_wait (line (self) != NULL && line (self)->is_seen);
}

/* In the middle of a transfer: the caller waits on hold, the number rings, and may be taken back. */
static void
test_started_again (Voice *self, gconstpointer data)
{
  ring (self, TRUE);
  self->is_held = TRUE;
  start_again (self);
  test_wait (leg (self, TRA_LEG_CALLER)->is_held);
  g_assert_cmpstr (line (self)->number_sid, ==, "CA3");
  g_assert_true (tra_session_can_cancel_transfer (self->base.session));
  g_assert_cmpstr (leg (self, TRA_LEG_OWN)->call_sid, ==, "CA2");

  self->third = "connected";
  WAIT_TURNING (self, !tra_line_is_transferring (line (self)));
  g_assert_true (tra_session_can_hand_over (self->base.session));
  g_assert_nonnull (leg (self, TRA_LEG_OTHER));
  g_assert_cmpuint (test_bridge_count (self->base.bridge, "KickWorkerParticipant"), ==, 0);
}

/* The task tells another one's leg as the worker's, as after a transfer; and the first question whose
 * each is is lost. */
static void
test_started_again_own (Voice *self, gconstpointer data)
{
  test_bridge_set_worker_attributes (self->base.bridge, "{\"contact_uri\":\"+16505551111\"}");
  test_bridge_set_task (self->base.bridge, self->base.reservation, NULL, OTHERS);
  self->third = "connected";
  self->whose_status = 503;
  start_again (self);
  WAIT_TURNING (self, leg (self, TRA_LEG_OWN) != NULL &&
                        g_str_equal (leg (self, TRA_LEG_OWN)->call_sid, "CA2"));
  g_assert_cmpint (tra_line_find_call (line (self), "CA3")->role, ==, TRA_LEG_OTHER);
}

/* It does not answer, also then: the caller does not go on waiting, and that is told once. */
static void
test_started_again_busy (Voice *self, gconstpointer data)
{
  ring (self, TRUE);
  self->is_held = TRUE;
  start_again (self);
  test_wait (line (self)->number_sid != NULL);
  self->third = "failed"; /* its leg is seen for a while yet */
  self->call = "busy";
  agree (self, "CustomerParticipant");
  WAIT_TURNING (self, n_holds (self, "false") == 1);
  fixture_turn (&self->base, 12);
  g_assert_false (tra_line_is_transferring (line (self)));
  g_assert_cmpuint (n_holds (self, "false"), ==, 1);
}

#define UNCLEAR "No clear answer from the service: what happened will be shown here|"

/* A gateway loses the answer to the next of these operations. */
static void
lose (Voice *self, const char *operation)
{
  test_bridge_fail_next (self->base.bridge, "POST", operation, 503, "<html>Unavailable</html>");
}

/* It was done: nothing is told, and what is shown is so. */
static void
test_lost_done (Voice *self, gconstpointer data)
{
  lose (self, "CustomerParticipant");
  self->is_held = TRUE;
  tra_session_set_held (self->base.session, TRUE);
  test_wait (leg (self, TRA_LEG_CALLER)->is_held);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  lose (self, "WorkerParticipant");
  self->is_muted = TRUE;
  tra_session_set_muted (self->base.session, TRUE);
  test_wait (leg (self, TRA_LEG_OWN)->is_muted);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

static void
test_lost_not_done (Voice *self, gconstpointer data)
{
  lose (self, "CustomerParticipant");
  tra_session_set_held (self->base.session, TRUE);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_false (leg (self, TRA_LEG_CALLER)->is_held);
  g_assert_cmpstr (self->base.toasts->str, ==, "Couldn’t put on hold: the service is in trouble|");
}

/* Nor can the line be read: then nobody says that it failed, and the next look shows it. */
static void
test_lost_unclear (Voice *self, gconstpointer data)
{
  lose (self, "CustomerParticipant");
  self->is_held = TRUE;
  self->look_status = 502;
  tra_session_set_held (self->base.session, TRUE);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_cmpstr (self->base.toasts->str, ==, UNCLEAR);
  self->look_status = 0;
  WAIT_TURNING (self, leg (self, TRA_LEG_CALLER)->is_held);
}

/* The agent left, as was wished: the answer was lost, no more. */
static void
test_lost_leaving (Voice *self, gconstpointer data)
{
  self->third = "connected";
  WAIT_TURNING (self, tra_session_can_leave_call (self->base.session));
  agree (self, "/WorkerParticipant");
  lose (self, "KickWorkerParticipant");
  self->is_gone = TRUE;
  tra_session_leave_call (self->base.session);
  test_wait (test_bridge_count (self->base.bridge, "KickWorkerParticipant") == 1);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

/* The number rings, though the answer to its call was lost; and nobody calls it twice. */
static void
test_lost_number (Voice *self, gconstpointer data)
{
  self->add_status = 503;
  self->loses_add = TRUE;
  agree (self, "CustomerParticipant");
  tra_session_transfer_to_number (self->base.session, NUMBER, TRUE);
  test_wait (line (self)->number_sid != NULL);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_true (tra_session_can_cancel_transfer (self->base.session));
  g_assert_cmpuint (n_holds (self, "false"), ==, 0);
  g_assert_cmpstr (self->base.toasts->str, ==, "");
  g_assert_cmpstr (self->log->str, ==, "add|");
}

static void
tell_outgoing (Voice *self, const char *status)
{
  JsonObject *reservation = test_bridge_get_reservation (self->base.bridge, self->base.reservation);
  JsonObject *transfer = json_object_new ();
  const char *task = json_object_get_string_member (
      json_object_get_object_member (reservation, "task"), "sid");

  json_object_set_string_member (transfer, "sid", "TT1");
  json_object_set_string_member (transfer, "task_sid", task);
  json_object_set_string_member (transfer, "transfer_type", "WORKER");
  json_object_set_string_member (transfer, "transfer_mode", "WARM");
  json_object_set_string_member (transfer, "transfer_to", "WK2");
  json_object_set_string_member (transfer, "transfer_status", status);
  json_object_set_int_member (transfer, "date_created", 1768471260);
  json_object_set_int_member (transfer, "date_updated", 1768471260);
  json_object_set_string_member (transfer, "initiating_reservation_sid", self->base.reservation);
  json_object_set_string_member (transfer, "initiating_worker_sid", TEST_WORKER);
  json_object_set_string_member (transfer, "initiating_queue_sid", "WQ1");
  json_object_set_string_member (transfer, "initiating_workflow_sid", "WW1");
  json_object_set_object_member (reservation, "active_outgoing_task_transfer", transfer);
}

/* A colleague is asked, and then not any more: each time the reservation says so. */
static void
test_lost_transfer (Voice *self, gconstpointer data)
{
  g_autoptr(JsonNode) node =
      json_from_string ("{\"sid\":\"WQ2\",\"friendly_name\":\"Billing\"}", NULL);
  g_autoptr(TraTarget) target = tra_target_new_queue (node, NULL);

  lose (self, "Transfers");
  tell_outgoing (self, "initiated");
  tra_session_transfer (self->base.session, target, TRUE);
  test_wait (tra_line_is_transferring (line (self)));
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  lose (self, "Transfers/TT1");
  json_object_remove_member (
      test_bridge_get_reservation (self->base.bridge, self->base.reservation),
      "active_outgoing_task_transfer");
  tra_session_cancel_transfer (self->base.session);
  test_wait (tra_session_get_busy (self->base.session) == NULL);
  g_assert_false (tra_line_is_transferring (line (self)));
  g_assert_cmpstr (self->base.toasts->str, ==, "");
}

/* A look at the recording that is older than the agent's wish says nothing about it. */
static void
test_recording_crossed (Voice *self, gconstpointer data)
{
  self->holds = TRUE;
  WAIT_TURNING (self, self->held->len > 0);
  tra_session_set_recording_paused (self->base.session, TRUE);
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_PAUSED);
  release (self);
  test_settle ();
  g_assert_cmpint (tra_session_get_recording (self->base.session), ==, TRA_RECORDING_PAUSED);
}

/* One answer that was lost is not the last word on whether the call is recorded. */
static void
test_recording_found_later (Voice *self, gconstpointer data)
{
  TrReservation *chat = add_chat (self);

  tra_session_show_task (self->base.session, chat);
  self->list_status = 503;
  turn_back (self);
  WAIT_TURNING (self, self->n_refused_lists > 0);
  test_settle ();
  g_assert_cmpint (tra_session_get_recording (self->base.session), ==, TRA_RECORDING_NONE);
  self->list_status = 0;
  WAIT_TURNING (self, tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
}

/* Who may not know does not ask again and again. */
static void
test_recording_not_allowed (Voice *self, gconstpointer data)
{
  TrReservation *chat = add_chat (self);

  tra_session_show_task (self->base.session, chat);
  self->list_status = 403;
  turn_back (self);
  for (int i = 0; i < 30; i++)
    fixture_turn (&self->base, 1);
  g_assert_cmpuint (self->n_refused_lists, ==, 1);
}

static void
pause_recording (Voice *self, guint limit)
{
  g_settings_set_uint (self->base.settings, "record-again-seconds", limit);
  tra_session_set_recording_paused (self->base.session, TRUE);
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_PAUSED);
  g_assert_cmpstr (self->log->str, ==, "pause|");
}

/* A pause is easily forgotten. */
static void
test_record_again (Voice *self, gconstpointer data)
{
  gint64 left;

  pause_recording (self, 30);
  left = tra_session_get_record_again_left (self->base.session);
  g_assert_cmpint (left, >, 0);
  g_assert_cmpint (left, <=, 30 * G_USEC_PER_SEC);
  for (int i = 0; i < 29; i++)
    fixture_turn (&self->base, 1);
  g_assert_cmpstr (self->log->str, ==, "pause|");
  WAIT_TURNING (self, g_str_equal (self->log->str, "pause|record|"));
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
  g_assert_cmpint (tra_session_get_record_again_left (self->base.session), ==, 0);
}

/* The agent was there first. */
static void
test_record_again_by_hand (Voice *self, gconstpointer data)
{
  pause_recording (self, 30);
  tra_session_set_recording_paused (self->base.session, FALSE);
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
  for (int i = 0; i < 60; i++)
    fixture_turn (&self->base, 1);
  g_assert_cmpstr (self->log->str, ==, "pause|record|");
}

static void
test_record_again_never (Voice *self, gconstpointer data)
{
  pause_recording (self, 0);
  g_assert_cmpint (tra_session_get_record_again_left (self->base.session), ==, 0);
  for (int i = 0; i < 60; i++)
    fixture_turn (&self->base, 10);
  g_assert_cmpstr (self->log->str, ==, "pause|");
}

/* Whatever the agent turns to meanwhile. */
static void
test_record_again_out_of_sight (Voice *self, gconstpointer data)
{
  TrReservation *chat = add_chat (self);

  pause_recording (self, 30);
  tra_session_show_task (self->base.session, chat);
  g_assert_null (line (self));
  g_assert_cmpint (tra_session_get_record_again_left (self->base.session), ==, 0);
  WAIT_TURNING (self, g_str_equal (self->log->str, "pause|record|"));
  turn_back (self);
  test_wait (tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
  g_assert_cmpint (tra_session_get_record_again_left (self->base.session), ==, 0);
}

/* As long as it pauses it is tried. */
static void
test_record_again_refused (Voice *self, gconstpointer data)
{
  pause_recording (self, 30);
  self->record_status = 500;
  WAIT_TURNING (self, self->base.toasts->len > 0);
  g_assert_cmpint (tra_session_get_recording (self->base.session), ==, TRA_RECORDING_PAUSED);
  self->record_status = 0;
  WAIT_TURNING (self, tra_session_get_recording (self->base.session) == TRA_RECORDING_ON);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_VOICE(path, function) g_test_add (path, Voice, NULL, set_up, function, tear_down)
  ADD_VOICE ("/session/number/refused", test_refused);
  ADD_VOICE ("/session/number/hold-refused", test_hold_refused);
  ADD_VOICE ("/session/number/no-answer", test_no_answer);
  ADD_VOICE ("/session/number/cancel", test_cancel);
  ADD_VOICE ("/session/number/taken", test_taken);
  ADD_VOICE ("/session/number/cold", test_cold);
  ADD_VOICE ("/session/number/out-of-sight", test_out_of_sight);
  ADD_VOICE ("/session/number/out-of-sight/held", test_out_of_sight_held);
  ADD_VOICE ("/session/number/started-again", test_started_again);
  ADD_VOICE ("/session/number/started-again/own", test_started_again_own);
  ADD_VOICE ("/session/number/started-again/busy", test_started_again_busy);
  ADD_VOICE ("/session/lost/done", test_lost_done);
  ADD_VOICE ("/session/lost/not-done", test_lost_not_done);
  ADD_VOICE ("/session/lost/unclear", test_lost_unclear);
  ADD_VOICE ("/session/lost/leaving", test_lost_leaving);
  ADD_VOICE ("/session/lost/number", test_lost_number);
  ADD_VOICE ("/session/lost/transfer", test_lost_transfer);
  ADD_VOICE ("/session/recording/crossed", test_recording_crossed);
  ADD_VOICE ("/session/recording/found-later", test_recording_found_later);
  ADD_VOICE ("/session/recording/not-allowed", test_recording_not_allowed);
  ADD_VOICE ("/session/recording/again", test_record_again);
  ADD_VOICE ("/session/recording/again/by-hand", test_record_again_by_hand);
  ADD_VOICE ("/session/recording/again/never", test_record_again_never);
  ADD_VOICE ("/session/recording/again/out-of-sight", test_record_again_out_of_sight);
  ADD_VOICE ("/session/recording/again/refused", test_record_again_refused);

  return g_test_run ();
}
