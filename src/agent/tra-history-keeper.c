/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-keeper.h"

#include "tr-json.h"
#include "tra-flight-recorder.h"
#include "tra-plain-text.h"

#define MAX_NAME 64
#define MAX_OUTCOME 200

struct _TraHistoryKeeper
{
  GObject parent_instance;

  TraSession *session;         /* owned */
  TraHistory *history;         /* owned */
  TraFlightRecorder *recorder; /* owned */
  GSignalGroup *worker_says;   /* owned */
  GHashTable *drafts;          /* owned: TrReservation → Draft */
  gboolean was_lost;           /* the connection, when it was looked at last */
  guint open_id;               /* source */
};

/* A reservation that is open. */
typedef struct
{
  TrReservation *reservation; /* owned */
  TraCallRecord *record;      /* owned */
  gboolean was_accepting;     /* Accept was pressed here */
  gboolean has_rung;          /* the agent's phone */
  gboolean was_lost;          /* the connection, while it waited for an answer */
  gboolean is_ending;         /* End Conference was pressed here */
} Draft;

G_DEFINE_FINAL_TYPE (TraHistoryKeeper, tra_history_keeper, G_TYPE_OBJECT)

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_object_unref (draft->reservation);
  g_clear_pointer (&draft->record, tra_call_record_free);
  g_free (draft);
}

static gint64
get_now (TraHistoryKeeper *self)
{
  return tr_clock_get_real_time (tra_session_get_clock (self->session));
}

static char *
dup_plain (const char *text, glong max_chars)
{
  return text != NULL && *text != '\0' ? tra_plain_text (text, max_chars) : NULL;
}

static gboolean
is_pending (Draft *draft)
{
  return tr_reservation_get_status (draft->reservation) == TR_RESERVATION_PENDING;
}

static Draft *
find_or_add_draft (TraHistoryKeeper *self, TrReservation *reservation)
{
  Draft *draft = g_hash_table_lookup (self->drafts, reservation);
  TrTask *task = tr_reservation_get_task (reservation);

  if (draft != NULL)
    return draft;

  draft = g_new0 (Draft, 1);
  draft->reservation = g_object_ref (reservation);
  draft->record = tra_call_record_new ();
  draft->record->reservation_sid = g_strdup (tr_reservation_get_sid (reservation));
  draft->record->task_sid = g_strdup (tr_task_get_sid (task));
  draft->record->caller = dup_plain (tr_task_get_caller (task), MAX_NAME);
  draft->record->queue = dup_plain (tr_task_get_queue_name (task), MAX_NAME);
  draft->record->channel = dup_plain (tr_task_get_channel (task), MAX_NAME);
  draft->record->offered = get_now (self);
  g_hash_table_insert (self->drafts, reservation, draft);
  /* What was found open at sign-in came some time ago. */
  if (!is_pending (draft) && tr_reservation_get_date_created (reservation) > 0)
    draft->record->offered = tr_reservation_get_date_created (reservation) * G_USEC_PER_SEC;
  else
    tra_flight_recorder_begin (self->recorder, draft->record->reservation_sid);
  return draft;
}

/* ---- What becomes of it ---- */

/* Of an end that the agent may ask about; last heard is when the socket said something at all. */
static void
finish_flight (TraHistoryKeeper *self, Draft *draft)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  const char *sid = draft->record->reservation_sid;
  gint64 heard = worker != NULL ? tr_worker_get_last_heard (worker) : 0;

  if (heard != 0)
    tra_flight_recorder_note_at (self->recorder, sid, TRA_FLIGHT_LAST_HEARD, heard);
  tra_flight_recorder_note (self->recorder, sid, TRA_FLIGHT_ENDED);
}

static void
finish (TraHistoryKeeper *self, TrReservation *reservation, TraCallEnd end)
{
  Draft *draft = find_or_add_draft (self, reservation);
  g_autofree char *flight = NULL;

  draft->record->end = end;
  draft->record->completed = get_now (self);
  finish_flight (self, draft);
  flight = tra_flight_recorder_end (self->recorder, draft->record->reservation_sid);
  if (tra_call_end_is_missed (end))
    draft->record->flight = g_steal_pointer (&flight);
  if (tra_history_is_open (self->history))
    tra_history_add (self->history, g_steal_pointer (&draft->record));
  g_hash_table_remove (self->drafts, reservation);
}

static void
created_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  find_or_add_draft (self, reservation);
}

static void
accepted_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  gboolean is_known = g_hash_table_contains (self->drafts, reservation);
  Draft *draft = find_or_add_draft (self, reservation);
  gint64 updated = tr_reservation_get_date_updated (reservation) * G_USEC_PER_SEC;

  draft->record->answered = is_known || updated <= 0 ? get_now (self) : updated;
}

static void
wrapup_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  Draft *draft = find_or_add_draft (self, reservation);

  draft->record->ended = get_now (self);
  draft->record->was_ended_here = draft->is_ending;
}

/* What wrap-up wrote, where the service's own reports read it. */
static char *
dup_outcome (TrTask *task)
{
  JsonObject *conversations = NULL;
  const char *outcome = NULL;

  if (!tr_json_optional_member_object (tr_task_get_attributes (task), "conversations",
                                       &conversations, NULL) ||
      conversations == NULL ||
      !tr_json_optional_string (conversations, "outcome", &outcome, NULL))
    return NULL;
  return dup_plain (outcome, MAX_OUTCOME);
}

static void
handled (TraHistoryKeeper *self, TrReservation *reservation)
{
  Draft *draft = find_or_add_draft (self, reservation);

  draft->record->outcome = dup_outcome (tr_reservation_get_task (reservation));
  if (draft->record->ended == 0)
    draft->record->ended = get_now (self);
  finish (self, reservation, TRA_CALL_HANDLED);
}

static void
completed_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  handled (self, reservation);
}

static void
rejected_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  finish (self, reservation, TRA_CALL_REJECTED);
}

static void
timeout_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  Draft *draft = find_or_add_draft (self, reservation);

  finish (self, reservation, draft->was_lost ? TRA_CALL_DISCONNECTED : TRA_CALL_TIMED_OUT);
}

/* The three meanings of canceled, as the session tells them apart. */
static void
canceled_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  Draft *draft = find_or_add_draft (self, reservation);
  TrTask *task = tr_reservation_get_task (reservation);

  if (draft->record->answered != 0)
    handled (self, reservation);
  else if (tr_task_get_status (task) == TR_TASK_CANCELED)
    finish (self, reservation, TRA_CALL_CALLER_LEFT);
  else if (draft->has_rung || (draft->was_accepting && tr_task_get_call_sid (task) != NULL))
    finish (self, reservation, TRA_CALL_NOT_ANSWERED);
  else
    finish (self, reservation, draft->was_lost ? TRA_CALL_DISCONNECTED : TRA_CALL_WITHDRAWN);
}

static void
rescinded_cb (TraHistoryKeeper *self, TrReservation *reservation)
{
  finish (self, reservation, TRA_CALL_TAKEN);
}

/* ---- What the session says ---- */

static void
look_at_draft (TraHistoryKeeper *self, Draft *draft)
{
  TraPhase phase = tra_session_get_phase (self->session);
  const char *busy = tra_session_get_busy (self->session);
  const char *sid = draft->record->reservation_sid;

  if (draft->reservation != tra_session_get_reservation (self->session))
    return;

  if (!draft->was_accepting && g_strcmp0 (busy, "accept") == 0)
    {
      draft->was_accepting = TRUE;
      tra_flight_recorder_note (self->recorder, sid, TRA_FLIGHT_ACCEPT_PRESSED);
    }
  if (!draft->has_rung && phase == TRA_PHASE_RINGING)
    {
      draft->has_rung = TRUE;
      tra_flight_recorder_note (self->recorder, sid, TRA_FLIGHT_PHONE_RINGS);
    }
  if (g_strcmp0 (busy, "end-conference") == 0)
    draft->is_ending = TRUE;
}

static void
look_at_connection (TraHistoryKeeper *self)
{
  gboolean is_lost = tra_session_get_lost_time (self->session) != 0;

  if (is_lost == self->was_lost)
    return;

  self->was_lost = is_lost;
  tra_flight_recorder_note (self->recorder, NULL,
                            is_lost ? TRA_FLIGHT_CONNECTION_LOST : TRA_FLIGHT_CONNECTION_BACK);
}

/* While the connection is lost nobody knows the status. */
static void
look_at_status (TraHistoryKeeper *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  TrActivity *activity = NULL;
  g_autofree char *name = NULL;

  if (worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY)
    activity = tr_worker_get_activity (worker);
  if (activity != NULL)
    name = dup_plain (tr_activity_get_friendly_name (activity), MAX_NAME);
  if (tra_history_is_open (self->history))
    tra_history_tell_status (self->history, name,
                             activity != NULL && tr_activity_is_available (activity));
}

/* The worker's list, too: this is called before the windows learn of a call, but a signal of the worker
 * may reach this one after them. */
static void
find_created (TraHistoryKeeper *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *open = worker != NULL ? tr_worker_get_reservations (worker) : NULL;

  for (guint i = 0; open != NULL && i < g_list_model_get_n_items (open); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (open, i);

      if (tr_reservation_get_status (reservation) == TR_RESERVATION_PENDING)
        find_or_add_draft (self, reservation);
    }
}

/* Whose the history is: NULL while nobody is signed in, and until the service has said it. */
static const char *
get_whose (TraHistoryKeeper *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  return worker != NULL && tra_session_get_phase (self->session) != TRA_PHASE_SIGNED_OUT
             ? tr_worker_get_sid (worker)
             : NULL;
}

/* After the window is drawn: nobody looks at the history before. */
static gboolean
open_cb (gpointer user_data)
{
  TraHistoryKeeper *self = user_data;
  const char *whose = get_whose (self);

  self->open_id = 0;
  if (whose != NULL)
    tra_history_open (self->history, whose, !tra_session_is_demo (self->session));
  look_at_status (self);
  return G_SOURCE_REMOVE;
}

/* Who signs in again is signed in before the service has answered, which may take as long as it likes:
 * so not at that moment only. */
static void
open_soon (TraHistoryKeeper *self)
{
  if (self->open_id == 0 && !tra_history_is_open (self->history) && get_whose (self) != NULL)
    self->open_id = g_idle_add_full (G_PRIORITY_LOW, open_cb, self, NULL);
}

static void
changed_cb (TraHistoryKeeper *self)
{
  GHashTableIter iter;
  gpointer draft;

  open_soon (self);
  find_created (self);
  look_at_connection (self);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &draft))
    {
      look_at_draft (self, draft);
      if (self->was_lost && is_pending (draft))
        ((Draft *) draft)->was_lost = TRUE;
    }
  look_at_status (self);
}

static void
signed_out_cb (TraHistoryKeeper *self)
{
  g_clear_handle_id (&self->open_id, g_source_remove);
  g_hash_table_remove_all (self->drafts);
  tra_history_close (self->history);
}

static void
worker_changed_cb (TraHistoryKeeper *self)
{
  g_signal_group_set_target (self->worker_says, tra_session_get_worker (self->session));
}

static void
follow_workers (TraHistoryKeeper *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } says[] = {
    { "reservation-created", G_CALLBACK (created_cb) },
    { "reservation-accepted", G_CALLBACK (accepted_cb) },
    { "reservation-wrapup", G_CALLBACK (wrapup_cb) },
    { "reservation-completed", G_CALLBACK (completed_cb) },
    { "reservation-rejected", G_CALLBACK (rejected_cb) },
    { "reservation-timeout", G_CALLBACK (timeout_cb) },
    { "reservation-canceled", G_CALLBACK (canceled_cb) },
    { "reservation-rescinded", G_CALLBACK (rescinded_cb) },
  };

  self->worker_says = g_signal_group_new (TR_TYPE_WORKER);
  for (gsize i = 0; i < G_N_ELEMENTS (says); i++)
    g_signal_group_connect_swapped (self->worker_says, says[i].signal, says[i].callback, self);
  worker_changed_cb (self);
}

static void
tra_history_keeper_dispose (GObject *object)
{
  TraHistoryKeeper *self = TRA_HISTORY_KEEPER (object);

  g_clear_handle_id (&self->open_id, g_source_remove);
  g_clear_object (&self->worker_says);
  g_clear_object (&self->recorder);
  g_clear_object (&self->history);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_history_keeper_parent_class)->dispose (object);
}

static void
tra_history_keeper_finalize (GObject *object)
{
  g_hash_table_unref (TRA_HISTORY_KEEPER (object)->drafts);
  G_OBJECT_CLASS (tra_history_keeper_parent_class)->finalize (object);
}

static void
tra_history_keeper_class_init (TraHistoryKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_history_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_history_keeper_finalize;
}

static void
tra_history_keeper_init (TraHistoryKeeper *self)
{
  self->drafts = g_hash_table_new_full (NULL, NULL, NULL, draft_free);
}

/**
 * tra_history_keeper_new:
 * @session: whose doings
 * @history: where to; opened when somebody is signed in, closed when they leave
 *
 * Returns: (transfer full): what writes down, until it is dropped
 */
TraHistoryKeeper *
tra_history_keeper_new (TraSession *session, TraHistory *history)
{
  TraHistoryKeeper *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TRA_IS_HISTORY (history), NULL);

  self = g_object_new (TRA_TYPE_HISTORY_KEEPER, NULL);
  self->session = g_object_ref (session);
  self->history = g_object_ref (history);
  self->recorder = tra_flight_recorder_new (session);
  follow_workers (self);
  g_signal_connect_object (session, "notify::worker", G_CALLBACK (worker_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-out", G_CALLBACK (signed_out_cb), self,
                           G_CONNECT_SWAPPED);
  open_soon (self);
  return self;
}
