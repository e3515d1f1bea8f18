/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-session.h"

#include "test-data.h"
#include "tra-session-company.h"
#include "tra-session-queues.h"
#include "tra-session-ending.h"
#include "tra-session-forget.h"
#include "tra-session-transfer.h"
#include "tra-session-unclear.h"
#include "tra-settings.h"

#define START (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)
#define S ((gint64) G_USEC_PER_SEC)

struct _TraSession
{
  GObject parent_instance;

  FakeState state;
  TrWorker *worker;
};

struct _TrWorker
{
  GObject parent_instance;

  FakeState *state; /* the session's */
};

enum { CHANGED, TOAST, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraSession, tra_session, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (TrWorker, tr_worker, G_TYPE_OBJECT)

static void
tra_session_finalize (GObject *object)
{
  FakeState *state = &TRA_SESSION (object)->state;

  g_object_unref (TRA_SESSION (object)->worker);
  g_object_unref (state->reservations);
  g_object_unref (state->activities);
  g_object_unref (state->channels);
  g_object_unref (state->settings);
  g_object_unref (state->clock);
  json_object_unref (state->attributes);
  g_clear_pointer (&state->line, tra_line_free);
  g_clear_pointer (&state->queues, g_ptr_array_unref);
  g_string_free (state->verbs, TRUE);
  g_free (state->notes);
  g_free (state->outcome);
  G_OBJECT_CLASS (tra_session_parent_class)->finalize (object);
}

static void
tra_session_class_init (TraSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_session_finalize;
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[TOAST] = g_signal_new ("toast", TRA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
add_activity (FakeState *state, const char *sid, const char *name, gboolean is_available)
{
  g_autofree char *text = g_strdup_printf (
    "{\"sid\":\"%s\",\"friendly_name\":\"%s\",\"available\":%s}", sid, name,
    is_available ? "true" : "false");
  g_autoptr(JsonNode) node = test_json (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrActivity) activity = tr_activity_new_from_json (node, &error);

  g_assert_no_error (error);
  g_list_store_append (state->activities, activity);
  g_object_unref (g_object_ref (activity));
}

static void
add_channel (FakeState *state, const char *name)
{
  g_autofree char *text = g_strdup_printf (
    "{\"sid\":\"WC00000000000000000000000000000001\",\"task_channel_unique_name\":\"%s\","
    "\"available\":true,\"configured_capacity\":1,\"assigned_tasks\":0,"
    "\"available_capacity_percentage\":100}", name);
  g_autoptr(JsonNode) node = test_json (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrWorkerChannel) channel = tr_worker_channel_new_from_json (node, &error);

  g_assert_no_error (error);
  g_list_store_append (state->channels, channel);
}

static void
tra_session_init (TraSession *self)
{
  FakeState *state = &self->state;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) attributes = test_json (
    "{\"skills\":[\"support\"],\"contact_uri\":\"+16505551111\",\"name\":\"dave\"}");

  state->reservations = g_list_store_new (TR_TYPE_RESERVATION);
  state->activities = g_list_store_new (TR_TYPE_ACTIVITY);
  state->channels = g_list_store_new (TR_TYPE_WORKER_CHANNEL);
  add_activity (state, "WA00000000000000000000000000000001", "Offline", FALSE);
  add_activity (state, "WA00000000000000000000000000000002", "Available", TRUE);
  add_activity (state, "WA00000000000000000000000000000003", "Unavailable", FALSE);
  add_channel (state, "voice");
  state->attributes = json_node_dup_object (attributes);
  state->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  state->clock = tr_clock_new_manual (START);
  state->verbs = g_string_new (NULL);
  state->notes = g_strdup ("");
  state->outcome = g_strdup ("");
  state->wrap_up_left = -1;
  self->worker = g_object_new (TR_TYPE_WORKER, NULL);
  self->worker->state = state;
  fake_session_set_phase (self, TRA_PHASE_OFFLINE);
}

static void
tr_worker_class_init (TrWorkerClass *klass)
{
}

static void
tr_worker_init (TrWorker *self)
{
}

TraSession *
fake_session_new (void)
{
  return g_object_new (TRA_TYPE_SESSION, NULL);
}

FakeState *
fake_session_get (TraSession *session)
{
  return &session->state;
}

void
fake_session_changed (TraSession *session)
{
  g_signal_emit (session, signals[CHANGED], 0);
}

void
fake_session_toast (TraSession *session, const char *text)
{
  g_signal_emit (session, signals[TOAST], 0, text);
}

static TrActivity *
nth_activity (FakeState *state, guint n)
{
  g_autoptr(TrActivity) activity = g_list_model_get_item (G_LIST_MODEL (state->activities), n);

  return activity; /* the list holds it */
}

/* The phase with what belongs to it: the status, and for work a reservation. */
void
fake_session_set_phase (TraSession *session, TraPhase phase)
{
  static const char *const statuses[] = {
    [TRA_PHASE_RESERVED] = "pending",
    [TRA_PHASE_RINGING] = "pending",
    [TRA_PHASE_IN_CALL] = "accepted",
    [TRA_PHASE_WRAP_UP] = "wrapping",
    [TRA_PHASE_ELSEWHERE] = NULL,
  };
  FakeState *state = &session->state;

  state->phase = phase;
  state->reservation = NULL;
  g_list_store_remove_all (state->reservations);
  state->activity = nth_activity (state, phase == TRA_PHASE_AVAILABLE || phase == TRA_PHASE_RESERVED ||
                                         phase == TRA_PHASE_CONNECTION_LOST ? 1 : 0);
  if (phase == TRA_PHASE_AWAY || phase == TRA_PHASE_IN_CALL)
    state->activity = nth_activity (state, 2);
  state->notice_caller = "+14155550142";
  state->notice_activity = "Offline";
  state->notice_rang = phase == TRA_PHASE_MISSED ? 10 : 20;
  state->elapsed = phase == TRA_PHASE_WRAP_UP ? 38 * S : phase == TRA_PHASE_IN_CALL ? 252 * S : 725 * S;
  state->left = phase == TRA_PHASE_RINGING ? 16 * S : 7 * S;
  state->talk_time = 277 * S;
  state->lost_time = START;
  state->retry_in = 8 * S;
  if (statuses[phase] != NULL)
    state->reservation = fake_session_offer (session, "+14155550142", statuses[phase]);
  g_clear_pointer (&state->line, tra_line_free);
  state->hold_time = 0;
  if (phase == TRA_PHASE_IN_CALL)
    state->line = tra_line_new (state->reservation);
  fake_session_changed (session);
}

TrReservation *
fake_session_offer (TraSession *session, const char *caller, const char *status)
{
  FakeState *state = &session->state;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (state->reservations)) + 1;
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *object = json_node_get_object (node);
  JsonObject *task = json_object_get_object_member (object, "task");
  g_autofree char *sid = g_strdup_printf ("WR%032u", n);
  g_autofree char *attributes = g_strdup_printf (
    "{\"from\":\"%s\",\"caller\":\"%s\",\"call_sid\":\"CA%032u\",\"product\":\"Accounts\","
    "\"language\":\"Spanish\",\"calls_today\":2,\"caller_city\":\"MILLBRAE\","
    "\"caller_state\":\"CA\",\"caller_country\":\"US\",\"called\":\"+16505552222\","
    "\"conference\":{\"sid\":\"CF00000000000000000000000000000001\",\"participants\":"
    "{\"worker\":\"CA1\",\"customer\":\"CA2\"}}}", caller, caller, n);
  g_autoptr(TrReservation) reservation = NULL;
  g_autoptr(GError) error = NULL;

  json_object_set_string_member (object, "sid", sid);
  json_object_set_string_member (object, "reservation_status", status);
  json_object_set_string_member (task, "attributes", attributes);
  json_object_set_int_member (task, "date_created", 1768471160);
  reservation = tr_reservation_new_from_json (node, &error);
  g_assert_no_error (error);
  g_list_store_append (state->reservations, reservation);
  return reservation; /* the list holds it */
}

/* The contract, from here on. */

TraPhase tra_session_get_phase (TraSession *self) { return self->state.phase; }
TrWorker *tra_session_get_worker (TraSession *self) { return self->worker; }
TrReservation *tra_session_get_reservation (TraSession *self) { return self->state.reservation; }
const char *tra_session_get_workspace_name (TraSession *self) { return "writers"; }
const char *tra_session_get_demo_url (TraSession *self) { return NULL; }
gboolean tra_session_is_demo (TraSession *self) { return self->state.is_demo; }
TrClock *tra_session_get_clock (TraSession *self) { return self->state.clock; }
gboolean tra_session_is_supervisor (TraSession *self) { return FALSE; }
TrClient *tra_session_get_supervisor_client (TraSession *self) { return NULL; }
const char *tra_session_get_company_address (TraSession *self) { return NULL; }
GSettings *tra_session_get_settings (TraSession *self) { return self->state.settings; }
gboolean tra_session_is_call (TraSession *self) { return self->state.reservation != NULL; }
const char *tra_session_get_busy (TraSession *self) { return self->state.busy; }
TrActivity *tra_session_get_wanted_activity (TraSession *self) { return self->state.wanted_activity; }
TrActivity *tra_session_get_next_activity (TraSession *self) { return self->state.next_activity; }
const char *tra_session_get_notice_caller (TraSession *self) { return self->state.notice_caller; }
const char *tra_session_get_notice_activity (TraSession *self) { return self->state.notice_activity; }
const char *tra_session_get_notice_queue (TraSession *self) { return "Support"; }
int tra_session_get_notice_rang_seconds (TraSession *self) { return self->state.notice_rang; }
gint64 tra_session_get_lost_time (TraSession *self) { return self->state.lost_time; }
int tra_session_get_ringing_timeout (TraSession *self) { return 20; }
gint64 tra_session_get_record_again_left (TraSession *self) { return self->state.record_again_left; }
TraRecording tra_session_get_recording (TraSession *self) { return self->state.recording; }
TraLine *tra_session_get_line (TraSession *self) { return self->state.line; }
TraDirectory *tra_session_get_directory (TraSession *self) { return NULL; }
const char *tra_session_get_colleague_name (TraSession *self, const char *sid) { return sid != NULL ? "edith" : NULL; }
char *tra_session_dup_sender_name (TraSession *self, TrReservation *reservation)
{
  return tr_reservation_get_incoming_transfer (reservation) != NULL ? g_strdup ("edith") : NULL;
}
gboolean tra_session_can_hand_over (TraSession *self) { return FALSE; }
gboolean tra_session_can_mute_leg (TraSession *self, TraLeg *leg) { return TRUE; }
gboolean tra_session_can_hold_leg (TraSession *self, TraLeg *leg) { return leg->role != TRA_LEG_OWN; }
gboolean tra_session_can_remove_leg (TraSession *self, TraLeg *leg) { return TRUE; }
TraEnding tra_session_get_ending (TraSession *self) { return TRA_ENDING_UNKNOWN; }
gint64 tra_session_get_hold_time (TraSession *self) { return self->state.hold_time; }
gint64 tra_session_get_phase_elapsed (TraSession *self) { return self->state.elapsed; }
gint64 tra_session_get_talk_time (TraSession *self) { return self->state.talk_time; }

gint64
tra_session_get_ringing_left (TraSession *self)
{
  return self->state.phase == TRA_PHASE_RINGING ? self->state.left : 0;
}

gboolean
tra_session_can_complete (TraSession *self)
{
  return self->state.phase == TRA_PHASE_WRAP_UP;
}

gboolean
tra_session_is_offered (TraSession *self, TrReservation *reservation)
{
  return (self->state.phase == TRA_PHASE_RESERVED || self->state.phase == TRA_PHASE_IN_CALL) &&
         tr_reservation_get_status (reservation) == TR_RESERVATION_PENDING;
}

TrReservation *
tra_session_get_offered (TraSession *self)
{
  GListModel *list = G_LIST_MODEL (self->state.reservations);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrReservation) item = g_list_model_get_item (list, i);

      if (tra_session_is_offered (self, item))
        return item; /* the list holds it */
    }
  return NULL;
}

gint64
tra_session_get_reservation_left (TraSession *self, TrReservation *reservation)
{
  GListModel *list = G_LIST_MODEL (self->state.reservations);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrReservation) item = g_list_model_get_item (list, i);

      if (item == reservation)
        return self->state.left > 0 ? self->state.left + i * S : 0;
    }
  return 0;
}

TrWorkerState
tr_worker_get_state (TrWorker *self)
{
  return self->state->phase == TRA_PHASE_CONNECTION_LOST ? TR_WORKER_WAITING : TR_WORKER_READY;
}

gint64
tr_worker_get_retry_time (TrWorker *self)
{
  return self->state->retry_in > 0
           ? tr_clock_get_monotonic_time (self->state->clock) + self->state->retry_in : 0;
}

gboolean tra_session_is_saved (TraSession *self) { return self->state.is_saved; }
gint64 tr_worker_get_token_expires (TrWorker *self) { return START / S + 3600; }
gint64 tr_worker_get_service_time (TrWorker *self) { return 0; }
const char *tr_worker_get_workspace_sid (TrWorker *self) { return "WS00000000000000000000000000000001"; }
TrActivity *tr_worker_find_activity (TrWorker *self, const char *sid) { return NULL; }
const char *tr_worker_get_sid (TrWorker *self) { return "WK00000000000000000000000000000001"; }
const char *tr_worker_get_friendly_name (TrWorker *self) { return "dave"; }
TrActivity *tr_worker_get_activity (TrWorker *self) { return self->state->activity; }
GListModel *tr_worker_get_activities (TrWorker *self) { return G_LIST_MODEL (self->state->activities); }
JsonObject *tr_worker_get_attributes (TrWorker *self) { return self->state->attributes; }
GListModel *tr_worker_get_channels (TrWorker *self) { return G_LIST_MODEL (self->state->channels); }
void tr_worker_refresh_activities (TrWorker *self) { }
GListModel *tr_worker_get_reservations (TrWorker *self) { return G_LIST_MODEL (self->state->reservations); }

void
tra_session_forget_saved (TraSession *self)
{
  self->state.is_saved = FALSE;
  g_string_append (self->state.verbs, "forget;");
  fake_session_changed (self);
}

gint64 tra_session_get_wrap_up_left (TraSession *self) { return self->state.wrap_up_left; }
const char *tra_session_get_notes (TraSession *self, TrReservation *r) { return self->state.notes; }
const char *tra_session_get_outcome (TraSession *self, TrReservation *r) { return self->state.outcome; }
const char *tra_session_get_notes_problem (TraSession *self, TrReservation *r) { return self->state.notes_problem; }
gboolean tra_session_is_outcome_missed (TraSession *self, TrReservation *r) { return self->state.is_outcome_missed; }

void
tra_session_set_notes (TraSession *self, TrReservation *reservation, const char *notes)
{
  g_free (self->state.notes);
  self->state.notes = g_strdup (notes);
}

void
tra_session_set_outcome (TraSession *self, TrReservation *reservation, const char *outcome)
{
  g_free (self->state.outcome);
  self->state.outcome = g_strdup (outcome);
}

char **
tra_session_dup_outcomes (TraSession *self, TrReservation *reservation)
{
  return g_settings_get_strv (self->state.settings, "outcomes");
}

gboolean
tra_session_is_outcome_required (TraSession *self, TrReservation *reservation)
{
  return g_settings_get_boolean (self->state.settings, "outcome-required");
}

gint64 tra_session_get_task_elapsed (TraSession *self, TrReservation *r) { return self->state.elapsed; }
gboolean tra_session_is_call_task (TraSession *self, TrReservation *r) { return TRUE; }

GPtrArray *
tra_session_dup_tasks (TraSession *self)
{
  GListModel *list = G_LIST_MODEL (self->state.reservations);
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (tasks, g_list_model_get_item (list, i));
  return tasks;
}

TraPhase
tra_session_get_task_phase (TraSession *self, TrReservation *reservation)
{
  switch (tr_reservation_get_status (reservation))
    {
    case TR_RESERVATION_ACCEPTED:
      return TRA_PHASE_IN_CALL;
    case TR_RESERVATION_WRAPPING:
      return TRA_PHASE_WRAP_UP;
    default:
      return TRA_PHASE_RESERVED;
    }
}

void
tra_session_fetch_queues_async (TraSession *self,
                                GPtrArray *known,
                                gboolean of_all,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->state.n_queues_asked++;
  if (self->state.are_queues_limited)
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_RATE_LIMIT, "too many requests");
  else if (self->state.queues == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not here");
  else
    g_task_return_pointer (task, g_ptr_array_ref (self->state.queues),
                           (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
tra_session_fetch_queues_finish (TraSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean tra_session_is_away_told (TraSession *self) { return FALSE; }
TraAwayCause tra_session_get_away_cause (TraSession *self) { return TRA_AWAY_SLEEP; }
TrActivity *tra_session_get_away_origin (TraSession *self) { return NULL; }
gboolean
tra_session_is_auto_accepting (TraSession *self, TrReservation *reservation)
{
  return self->state.is_auto_accepting;
}

gboolean
tra_session_is_unclear (TraSession *self, TrReservation *reservation)
{
  return reservation != NULL && self->state.is_unclear;
}

GPtrArray *
tra_session_dup_stuck (TraSession *self)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}
