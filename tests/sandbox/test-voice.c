/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

static const char *
conference_sid (TrsTask *task)
{
  JsonObject *conference = json_object_get_object_member (task->attributes_object, "conference");

  g_assert_nonnull (conference);
  return json_object_get_string_member (conference, "sid");
}

static TrsPhone *
phone_of (Fixture *fixture, TrsWorker *worker)
{
  return trs_engine_get_phone (fixture->engine, trs_worker_get_contact_uri (worker));
}

static TrsVoiceQueue *
support_line (Fixture *fixture)
{
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");

  return trs_account_get_voice_queue_by_name (fixture->account, workflow->base.sid);
}

static const char *
last_words (TrsCall *call)
{
  TrsTranscriptLine *line = g_ptr_array_index (call->transcript, call->transcript->len - 1);

  return line->words;
}

/* A caller on Support who was put through to dave. */
static TrsCall *
connect_dave (Fixture *fixture)
{
  TrsCall *call;

  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  fixture_conference (fixture_pending (fixture->dave), fixture->offline->base.sid);
  fixture_wait (fixture, 1);
  assert_task (fixture_last_task (fixture), "assigned");
  g_ptr_array_set_size (fixture->log, 0);
  return call;
}

static void
test_menu_leads_to_task (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = fixture_call_in (fixture, "1");
  TrsTask *task = fixture_last_task (fixture);

  assert_call (call, "in-progress");
  assert_task (task, "pending");
  g_assert_cmpstr (task->queue->friendly_name, ==, "Support");
  g_assert_cmpstr (task->task_channel->unique_name, ==, "voice");
  g_assert_cmpstr (json_object_get_string_member (task->attributes_object, "call_sid"), ==,
                   call->base.sid);
  g_assert_cmpstr (json_object_get_string_member (task->attributes_object, "from"), ==,
                   "+16505550100");
  g_assert_cmpstr (json_object_get_string_member (task->attributes_object, "called"), ==,
                   "+16505552222");
  g_assert_cmpstr (json_object_get_string_member (task->attributes_object, "selected_product"),
                   ==, "support");
  g_assert_cmpuint (support_line (fixture)->members->len, ==, 1);
  g_assert_cmpuint (trs_queue_member_get_position (call->queue_member), ==, 1);
  fixture_expect_log (fixture, "task.created", "workflow.entered", "workflow.target-matched",
                      "task-queue.entered", NULL);
}

static void
test_menu_is_repeated (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = fixture_call_in (fixture, NULL);

  /* Three times 10 seconds of silence, and what is said between them. */
  fixture_wait (fixture, 35);
  assert_call (call, "in-progress");
  fixture_wait (fixture, 10);
  assert_call (call, "completed");
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 0);
}

static void
test_menu_takes_a_late_digit (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = fixture_call_in (fixture, "9");

  fixture_wait (fixture, 5);
  g_assert_true (trs_call_press (call, "2", NULL));
  g_assert_cmpstr (fixture_last_task (fixture)->queue->friendly_name, ==, "Sales");
  g_assert_false (trs_call_press (call, "x", NULL));
}

static void
test_conference (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsTask *task;
  TrsReservation *reservation;
  TrsConference *conference;

  fixture_set_activity (fixture->dave, fixture->available);
  g_ptr_array_set_size (fixture->log, 0);
  call = fixture_call_in (fixture, "1");
  task = fixture_last_task (fixture);
  reservation = fixture_pending (fixture->dave);
  assert_task (task, "reserved");
  g_assert_cmpint (reservation->timeout, ==, 10);
  fixture_expect_log (fixture, "task.created", "workflow.entered", "workflow.target-matched",
                      "task-queue.entered", "reservation.created > dave", NULL);

  fixture_conference (reservation, fixture->offline->base.sid);
  assert_reservation (reservation, "pending");
  g_assert_cmpint (trs_phone_get_state (phone_of (fixture, fixture->dave)), ==,
                   TRS_PHONE_RINGING);
  fixture_wait (fixture, 1);

  assert_reservation (reservation, "accepted");
  assert_task (task, "assigned");
  conference = trs_engine_get_conference (fixture->engine, conference_sid (task));
  g_assert_cmpstr (conference->friendly_name, ==, task->base.sid);
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
  g_assert_cmpuint (conference->participants->len, ==, 2);
  g_assert_true (trs_conference_get_customer_participant (conference)->call == call);
  g_assert_cmpuint (support_line (fixture)->members->len, ==, 0);
  fixture_expect_log (fixture, "reservation.accepted > dave", "task.updated > dave", NULL);

  g_assert_true (trs_conference_end (conference, NULL));
  assert_call (call, "completed");
  assert_task (task, "wrapping");
  assert_reservation (reservation, "wrapping");
  assert_activity (fixture->dave, "Offline");
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_COMPLETED);
  g_assert_cmpstr (conference->reason_ended, ==, "conference-ended-via-api");
  g_assert_cmpint (trs_phone_get_state (phone_of (fixture, fixture->dave)), ==, TRS_PHONE_IDLE);
  fixture_expect_log (fixture, "reservation.wrapup > dave", "task.wrapup > dave",
                      "worker.activity.update > dave", NULL);

  g_assert_true (trs_task_complete (task, TRS_ANY_VERSION, "done", NULL));
  assert_task (task, "completed");
  assert_reservation (reservation, "completed");
  fixture_expect_log (fixture, "reservation.completed > dave", "task.completed > dave", NULL);
}

static void
test_ended_task_is_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sid = NULL;

  connect_dave (fixture);
  sid = g_strdup (fixture_last_task (fixture)->base.sid);
  g_assert_true (trs_conference_end (fixture_last_task (fixture)->conference, NULL));
  g_assert_true (trs_task_complete (fixture_last_task (fixture), TRS_ANY_VERSION, NULL, NULL));
  fixture_wait (fixture, 299);
  g_assert_nonnull (trs_workspace_get_task (fixture->workspace, sid));
  fixture_wait (fixture, 1);
  g_assert_null (trs_workspace_get_task (fixture->workspace, sid));
  g_assert_cmpuint (fixture->dave->reservations->len, ==, 0);
}

static void
test_post_work_activity_ignored (Fixture *fixture, gconstpointer data)
{
  trs_workspace_set_ignores_post_work_activity (fixture->workspace, TRUE);
  connect_dave (fixture);
  g_assert_true (trs_conference_end (fixture_last_task (fixture)->conference, NULL));
  assert_activity (fixture->dave, "Available");
  fixture_expect_log (fixture, "reservation.wrapup > dave", "task.wrapup > dave", NULL);
}

/* The phone is not answered: dave gets the post-work activity before the router looks again, so
 * the same call is not offered to him again and again. */
static void
check_unreached (Fixture *fixture, TrsPhoneBehavior behavior, int seconds)
{
  TrsCall *call;
  TrsReservation *reservation;

  trs_phone_set_behavior (phone_of (fixture, fixture->dave), behavior, -1);
  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  fixture_conference (reservation, fixture->offline->base.sid);
  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, seconds);

  assert_reservation (reservation, "canceled");
  assert_task (fixture_last_task (fixture), "pending");
  assert_activity (fixture->dave, "Offline");
  assert_call (call, "in-progress");
  g_assert_nonnull (call->queue_member);
  fixture_expect_log (fixture, "reservation.canceled > dave", "worker.activity.update > dave",
                      NULL);
  g_assert_cmpint (trs_phone_get_state (phone_of (fixture, fixture->dave)), ==, TRS_PHONE_IDLE);
}

static void
test_no_answer (Fixture *fixture, gconstpointer data)
{
  check_unreached (fixture, TRS_PHONE_NO_ANSWER, 20);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  check_unreached (fixture, TRS_PHONE_BUSY, 1);
}

static void
test_declined (Fixture *fixture, gconstpointer data)
{
  TrsPhone *phone = phone_of (fixture, fixture->dave);

  trs_phone_set_behavior (phone, TRS_PHONE_ASK, -1);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  fixture_conference (fixture_pending (fixture->dave), fixture->offline->base.sid);
  fixture_wait (fixture, 3);
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_RINGING);
  g_assert_true (trs_phone_decline (phone, NULL));
  assert_task (fixture_last_task (fixture), "pending");
  assert_activity (fixture->dave, "Offline");
  g_assert_false (trs_phone_answer (phone, NULL));
}

static void
test_answered_by_hand (Fixture *fixture, gconstpointer data)
{
  TrsPhone *phone = phone_of (fixture, fixture->dave);

  trs_phone_set_behavior (phone, TRS_PHONE_ASK, -1);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  fixture_conference (fixture_pending (fixture->dave), NULL);
  /* Longer than the reservation's own time, which stands still while the phone rings. */
  fixture_wait (fixture, 15);
  g_assert_true (trs_phone_answer (phone, NULL));
  assert_task (fixture_last_task (fixture), "assigned");
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_IN_CALL);
  g_assert_true (trs_phone_hang_up (phone, NULL));
  assert_task (fixture_last_task (fixture), "wrapping");
  assert_activity (fixture->dave, "Available");
}

static void
test_unreached_without_post_work (Fixture *fixture, gconstpointer data)
{
  TrsReservation *first;

  trs_phone_set_behavior (phone_of (fixture, fixture->dave), TRS_PHONE_BUSY, -1);
  fixture_set_activity (fixture->dave, fixture->available);
  fixture_call_in (fixture, "1");
  first = fixture_pending (fixture->dave);
  fixture_conference (first, NULL);
  fixture_wait (fixture, 1);
  assert_reservation (first, "canceled");
  g_assert_nonnull (fixture_pending (fixture->dave));
  g_assert_true (fixture_pending (fixture->dave) != first);
}

static void
test_caller_leaves_menu (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = fixture_call_in (fixture, NULL);

  g_assert_true (trs_call_hang_up (call, NULL));
  assert_call (call, "completed");
  g_assert_false (trs_call_hang_up (call, NULL));
  fixture_expect_log (fixture, NULL);
}

static void
test_caller_leaves_queue (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = fixture_call_in (fixture, "1");

  g_ptr_array_set_size (fixture->log, 0);
  fixture_wait (fixture, 4);
  g_assert_true (trs_call_hang_up (call, NULL));
  assert_task (fixture_last_task (fixture), "canceled");
  g_assert_cmpstr (fixture_last_task (fixture)->reason, ==, "hangup");
  g_assert_cmpuint (support_line (fixture)->members->len, ==, 0);
  g_assert_cmpint (trs_voice_queue_get_average_wait_seconds (support_line (fixture)), ==, 4);
  fixture_expect_log (fixture, "task.canceled", NULL);
}

static void
test_caller_leaves_offer (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsReservation *reservation;

  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_call_hang_up (call, NULL));
  assert_reservation (reservation, "canceled");
  assert_activity (fixture->dave, "Available");
  fixture_expect_log (fixture, "reservation.canceled > dave", "task.canceled > dave", NULL);
}

static void
test_caller_leaves_ringing (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsReservation *reservation;

  trs_phone_set_behavior (phone_of (fixture, fixture->dave), TRS_PHONE_ASK, -1);
  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  fixture_conference (reservation, fixture->offline->base.sid);
  g_ptr_array_set_size (fixture->log, 0);
  g_assert_true (trs_call_hang_up (call, NULL));
  assert_reservation (reservation, "canceled");
  assert_task (fixture_last_task (fixture), "canceled");
  g_assert_cmpint (trs_phone_get_state (phone_of (fixture, fixture->dave)), ==, TRS_PHONE_IDLE);
  fixture_expect_log (fixture, "reservation.canceled > dave", "task.canceled > dave", NULL);
}

static void
test_caller_leaves_conference (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = connect_dave (fixture);
  TrsConference *conference = fixture_last_task (fixture)->conference;

  g_assert_true (trs_call_hang_up (call, NULL));
  assert_task (fixture_last_task (fixture), "wrapping");
  assert_activity (fixture->dave, "Offline");
  g_assert_cmpstr (conference->reason_ended, ==, "participant-with-end-conference-on-exit-left");
  g_assert_cmpstr (conference->ending_call_sid, ==, call->base.sid);
  fixture_expect_log (fixture, "reservation.wrapup > dave", "task.wrapup > dave",
                      "worker.activity.update > dave", NULL);
}

static void
test_caller_stays_without_flags (Fixture *fixture, gconstpointer data)
{
  TrsConferenceOptions options;
  TrsConference *conference;
  TrsCall *call;

  trs_conference_options_init (&options);
  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  g_assert_true (
      trs_reservation_conference (fixture_pending (fixture->dave), &options, NULL));
  fixture_wait (fixture, 1);
  conference = fixture_last_task (fixture)->conference;
  g_assert_true (trs_phone_hang_up (phone_of (fixture, fixture->dave), NULL));
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
  assert_task (fixture_last_task (fixture), "assigned");
  g_assert_true (trs_call_hang_up (call, NULL));
  g_assert_cmpstr (conference->reason_ended, ==, "last-participant-left");
  assert_task (fixture_last_task (fixture), "wrapping");
}

static void
test_participants (Fixture *fixture, gconstpointer data)
{
  TrsCall *call = connect_dave (fixture);
  TrsTask *task = fixture_last_task (fixture);
  TrsConference *conference = task->conference;
  TrsParticipant *customer = trs_conference_get_participant (conference, call->base.sid);
  gboolean yes = TRUE;
  g_autoptr(GError) error = NULL;

  g_assert_true (trs_task_hold_customer (task, fixture->dave, TRUE, NULL));
  g_assert_true (customer->is_on_hold);
  g_assert_true (trs_task_hold_customer (task, fixture->dave, FALSE, NULL));
  g_assert_false (customer->is_on_hold);
  g_assert_true (trs_reservation_update_participant (
      trs_task_get_accepted_reservation (task), &(TrsParticipantChange) { .is_muted = &yes },
      NULL));
  g_assert_true (
      trs_conference_get_worker_participant (conference, fixture->dave)->is_muted);
  g_assert_false (trs_task_hold_worker (task, fixture->dave, fixture->edith->base.sid, TRUE,
                                        &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
  g_assert_true (trs_participant_remove (customer, NULL));
  assert_call (call, "completed");
  assert_task (task, "wrapping");
}

static void
test_supervisor_listens (Fixture *fixture, gconstpointer data)
{
  TrsTask *task;
  TrsParticipant *supervisor;

  connect_dave (fixture);
  task = fixture_last_task (fixture);
  g_assert_true (trs_reservation_supervise (
      trs_task_get_accepted_reservation (task),
      &(TrsSuperviseOptions) { .supervisor = fixture->susan->base.sid }, NULL));
  fixture_wait (fixture, 1);
  g_assert_cmpuint (task->conference->participants->len, ==, 3);
  supervisor = g_ptr_array_index (task->conference->participants, 2);
  g_assert_true (supervisor->is_muted);
  g_assert_cmpstr (trs_participant_get_status (supervisor), ==, "connected");
  g_assert_true (trs_phone_hang_up (phone_of (fixture, fixture->susan), NULL));
  assert_task (task, "assigned");
}

static void
test_dequeue (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsDequeueOptions options = { .post_work_activity_sid = fixture->offline->base.sid };

  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  g_assert_true (trs_reservation_dequeue (fixture_pending (fixture->dave), &options, NULL));
  fixture_wait (fixture, 1);
  assert_task (fixture_last_task (fixture), "assigned");
  g_assert_nonnull (call->bridged_call);
  g_assert_cmpstr (json_object_get_string_member (
                       fixture_last_task (fixture)->attributes_object, "worker_call_sid"),
                   ==, call->bridged_call->base.sid);
  g_assert_true (trs_call_hang_up (call, NULL));
  g_assert_cmpint (trs_phone_get_state (phone_of (fixture, fixture->dave)), ==, TRS_PHONE_IDLE);
  assert_task (fixture_last_task (fixture), "wrapping");
  assert_activity (fixture->dave, "Offline");
}

static void
test_call_and_redirect (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsReservation *reservation;

  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  g_assert_true (trs_reservation_call (
      reservation, &(TrsCallOptions) { .from = "+16505552222", .url = "http://a/" }, NULL));
  fixture_wait (fixture, 1);
  assert_reservation (reservation, "pending");
  g_assert_true (trs_reservation_redirect (
      reservation,
      &(TrsRedirectOptions) { .call_sid = call->base.sid, .url = "http://b/", .accept = TRUE },
      NULL));
  assert_reservation (reservation, "accepted");
  g_assert_null (call->queue_member);
  g_assert_true (trs_call_hang_up (call, NULL));
  assert_reservation (reservation, "wrapping");
}

/* Redirected without accepting: nobody has the task when he hangs up. */
static void
test_redirected_caller_leaves (Fixture *fixture, gconstpointer data)
{
  TrsCall *call;
  TrsReservation *reservation;

  fixture_set_activity (fixture->dave, fixture->available);
  call = fixture_call_in (fixture, "1");
  reservation = fixture_pending (fixture->dave);
  g_assert_true (trs_reservation_redirect (
      reservation, &(TrsRedirectOptions) { .call_sid = call->base.sid, .url = "http://b/" },
      NULL));
  assert_reservation (reservation, "pending");
  g_assert_true (trs_call_hang_up (call, NULL));
  assert_reservation (reservation, "canceled");
  assert_task (fixture_last_task (fixture), "canceled");
}

static TrsTask *
make_outbound (Fixture *fixture, const char *to)
{
  g_autofree char *attributes =
      g_strdup_printf ("{\"outbound_to\":\"%s\",\"from\":\"+16505552222\"}", to);
  g_autoptr(GError) error = NULL;
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (fixture->workspace, "Support");
  TrsTaskQueue *queue = trs_workspace_get_task_queue_by_name (fixture->workspace, "Support");
  TrsTask *task = trs_task_create (fixture->workspace,
                                   &(TrsTaskChange) { .attributes = attributes,
                                                      .workflow_sid = workflow->base.sid,
                                                      .task_queue_sid = queue->base.sid,
                                                      .task_channel = "voice",
                                                      .routing_target = fixture->dave->base.sid },
                                   &error);

  g_assert_no_error (error);
  return task;
}

static void
test_outbound (Fixture *fixture, gconstpointer data)
{
  TrsTask *task = make_outbound (fixture, "+16505550199");
  TrsPhone *customer = trs_engine_get_phone (fixture->engine, "+16505550199");

  assert_activity (fixture->dave, "Offline");
  fixture_conference (fixture_pending (fixture->dave), NULL);
  fixture_wait (fixture, 1);
  assert_task (task, "assigned");
  g_assert_cmpint (trs_phone_get_state (customer), ==, TRS_PHONE_RINGING);
  fixture_wait (fixture, 1);
  g_assert_cmpint (task->conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
  g_assert_true (trs_phone_hang_up (customer, NULL));
  assert_task (task, "wrapping");
}

static void
test_outbound_bad_number (Fixture *fixture, gconstpointer data)
{
  TrsTask *task = make_outbound (fixture, "nobody");
  TrsReservation *reservation = fixture_pending (fixture->dave);

  fixture_conference (reservation, NULL);
  fixture_wait (fixture, 1);
  assert_task (task, "canceled");
  assert_reservation (reservation, "canceled");
  g_assert_cmpint (reservation->canceled_reason_code, ==, 13223);
  g_assert_true (g_str_has_prefix (
      task->reason, "RoutingTarget not available for Reservation acceptance: WK"));
}

static void
test_full_queue (Fixture *fixture, gconstpointer data)
{
  int size = 1;
  TrsCall *call;

  fixture_call_in (fixture, "1");
  g_assert_true (trs_voice_queue_update (support_line (fixture), NULL, &size, NULL));
  call = fixture_call_in (fixture, "1");
  g_assert_null (call->queue_member);
  fixture_wait (fixture, 8);
  g_assert_cmpstr (last_words (call), ==, "is recorded");
  fixture_wait (fixture, 20);
  assert_call (call, "completed");
  g_assert_cmpuint (fixture->workspace->tasks->len, ==, 1);
}

static void
test_place_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (trs_call_place (fixture->engine, "nobody", NULL, NULL, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_CALLER_NUMBER);
  g_clear_error (&error);
  g_assert_null (trs_call_place (fixture->engine, "+16505550100", "+16505559999", NULL, &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_CALLED_NUMBER);
  g_clear_error (&error);
  g_assert_null (trs_call_place (fixture->engine, "+16505550100", NULL, "one", &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/voice/menu/leads-to-task", test_menu_leads_to_task);
  ADD ("/voice/menu/is-repeated", test_menu_is_repeated);
  ADD ("/voice/menu/takes-a-late-digit", test_menu_takes_a_late_digit);
  ADD ("/voice/conference/whole", test_conference);
  ADD ("/voice/conference/task-is-removed", test_ended_task_is_removed);
  ADD ("/voice/conference/post-work-ignored", test_post_work_activity_ignored);
  ADD ("/voice/conference/participants", test_participants);
  ADD ("/voice/conference/supervisor-listens", test_supervisor_listens);
  ADD ("/voice/phone/no-answer", test_no_answer);
  ADD ("/voice/phone/busy", test_busy);
  ADD ("/voice/phone/declined", test_declined);
  ADD ("/voice/phone/answered-by-hand", test_answered_by_hand);
  ADD ("/voice/phone/unreached-without-post-work", test_unreached_without_post_work);
  ADD ("/voice/caller/leaves-menu", test_caller_leaves_menu);
  ADD ("/voice/caller/leaves-queue", test_caller_leaves_queue);
  ADD ("/voice/caller/leaves-offer", test_caller_leaves_offer);
  ADD ("/voice/caller/leaves-ringing", test_caller_leaves_ringing);
  ADD ("/voice/caller/leaves-conference", test_caller_leaves_conference);
  ADD ("/voice/caller/stays-without-flags", test_caller_stays_without_flags);
  ADD ("/voice/instruction/dequeue", test_dequeue);
  ADD ("/voice/instruction/call-and-redirect", test_call_and_redirect);
  ADD ("/voice/instruction/redirected-caller-leaves", test_redirected_caller_leaves);
  ADD ("/voice/outbound/whole", test_outbound);
  ADD ("/voice/outbound/bad-number", test_outbound_bad_number);
  ADD ("/voice/queue/full", test_full_queue);
  ADD ("/voice/place/refusals", test_place_refusals);

  return g_test_run ();
}
