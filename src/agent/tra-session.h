/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-client.h"
#include "tr-worker.h"
#include "tra-keyring.h"

G_BEGIN_DECLS

/**
 * TraPhase:
 *
 * The one answer to "what is happening, and what can I do?". Derived from the worker, its
 * reservations and the connection, and from nothing else; the page Now, the header, the popup and
 * the actions all follow it. Order of precedence is from the bottom up.
 */
typedef enum
{
  TRA_PHASE_SIGNED_OUT,
  TRA_PHASE_CONNECTING,      /* signed in, first connection on its way */
  TRA_PHASE_OFFLINE,         /* the activity that is the workspace's offline one by its name */
  TRA_PHASE_AWAY,            /* another unavailable activity */
  TRA_PHASE_AVAILABLE,
  TRA_PHASE_MISSED,          /* until the agent acts or the status changes */
  TRA_PHASE_NOT_ANSWERED,    /* likewise: the agent's phone was not answered */
  TRA_PHASE_RESERVED,        /* a reservation waits for Accept or Reject */
  TRA_PHASE_RINGING,         /* accepted; the service rings the agent's phone */
  TRA_PHASE_IN_CALL,         /* an accepted task; a call if it has a conference */
  TRA_PHASE_WRAP_UP,
  TRA_PHASE_CONNECTION_LOST, /* the call, if any, goes on on the phone */
  TRA_PHASE_EXPIRED,         /* the sign-in ran out and could not be renewed */
  TRA_PHASE_ELSEWHERE,       /* another desk of this worker took over; nothing is known here */
} TraPhase;

#define TRA_TOAST_EVENT "event"

/* Why nobody sits at the desk. */
typedef enum
{
  TRA_AWAY_SLEEP,
  TRA_AWAY_LOCK,
  TRA_AWAY_LID,
  TRA_AWAY_NETWORK,
  TRA_N_AWAY_CAUSES
} TraAwayCause;

#define TRA_TYPE_SESSION (tra_session_get_type ())
G_DECLARE_FINAL_TYPE (TraSession, tra_session, TRA, SESSION, GObject)

/*
 * One agent at one desk: signs in and out, owns the TrWorker, turns what the service says into a
 * phase, and what the agent wants into requests. Knows no widget.
 *
 * Properties (read-only, notified): phase, worker (nullable), reservation (TrReservation, nullable:
 * the one that the phase is about), busy (string, nullable: the verb on its way), wanted-activity,
 * next-activity, signing-in, keyring-state, is-demo, workspace-name.
 * Signals:
 *   changed (): something that the accessors tell may be new; after the notifies: what is shown can
 *     be made anew from here alone
 *   toast (char *text): a short sentence for the passing; its detail is %TRA_TOAST_EVENT if a signal
 *     of the worker says the same
 *   noted (char *text): a sentence for the log only
 *   sign-in-failed (GError *, char *field, char *text): @field is one of "account-sid",
 *     "api-key-sid", "secret", "workspace", "worker", "service", "server-address", "password" or NULL;
 *     @text a whole sentence
 *   reservation-ended (TrReservation *): an offer went away; popup and notification follow
 *   signed-in (), signed-out ()
 */
TraSession *tra_session_new (TrClock *clock, GSettings *settings, const char *service_url /* nullable */);

/* What the Twilio Account form holds. */
typedef struct
{
  const char *account_sid;
  const char *api_key_sid; /* nullable or empty: secret is the auth token */
  const char *secret;
  const char *workspace;   /* name or SID */
  const char *worker_name;
  gboolean remember;
} TraSignInForm;

void tra_session_sign_in (TraSession *self, const TraSignInForm *form);
void tra_session_start_demo (TraSession *self);
gboolean tra_session_can_resume (TraSession *self); /* the last session was to be remembered */
void tra_session_resume (TraSession *self);   /* signs in again from the keyring, if it holds one */
void tra_session_cancel_sign_in (TraSession *self);
void tra_session_sign_in_again (TraSession *self); /* from TRA_PHASE_EXPIRED */
void tra_session_probe_keyring (TraSession *self);  /* finds out keyring-state, if nobody did */
void tra_session_unlock_keyring (TraSession *self); /* asks the agent, then signs in */
/* Sets the offline activity (waits for it 3 s at most), then lets go of the worker and the secret. */
void tra_session_sign_out (TraSession *self);
/* The same without forgetting: the next start signs in again. For quitting. */
void tra_session_leave_async (TraSession *self, GAsyncReadyCallback callback, gpointer user_data);
void tra_session_leave_finish (TraSession *self, GAsyncResult *result);
TrActivity *tra_session_get_leave_activity (TraSession *self); /* nullable: what both set */
gboolean tra_session_is_signing_in (TraSession *self);
TraKeyringState tra_session_get_keyring_state (TraSession *self);

TraPhase tra_session_get_phase (TraSession *self);
TrWorker *tra_session_get_worker (TraSession *self);           /* nullable */
TrReservation *tra_session_get_reservation (TraSession *self); /* nullable */
const char *tra_session_get_workspace_name (TraSession *self); /* nullable */
const char *tra_session_get_service_url (TraSession *self);    /* nullable: the official service */
const char *tra_session_get_demo_url (TraSession *self);       /* nullable: the sandbox's base URL */
gboolean tra_session_is_demo (TraSession *self);
gboolean tra_session_is_supervisor (TraSession *self);
TrClient *tra_session_get_supervisor_client (TraSession *self); /* nullable */
TrClock *tra_session_get_clock (TraSession *self);
GSettings *tra_session_get_settings (TraSession *self);

/* Whether @reservation is to be answered by the agent now: pending, and neither accepted nor about
 * to be rejected by the session itself. Popup, notification and sound follow this. */
gboolean tra_session_is_offered (TraSession *self, TrReservation *reservation);
/* By SID: an open one, or one that ended lately; nullable. */
TrReservation *tra_session_find_reservation (TraSession *self, const char *sid);
TrReservation *tra_session_get_offered (TraSession *self); /* nullable */
gboolean tra_session_is_call (TraSession *self); /* the current reservation is a voice call */

/* Pending requests, so that buttons can show a spinner: the name of the verb ("accept", "reject",
 * "end-conference", "complete", "set-activity", "stop-ringing") or NULL. */
const char *tra_session_get_busy (TraSession *self);
TrActivity *tra_session_get_wanted_activity (TraSession *self); /* nullable: "Setting Available…" */

/* What the agent wants. Idempotent: a second click while one is on its way does nothing. Failures
 * come back as a toast, and the truth is shown again. @reservation: nullable = the current one.
 * While the phone rings and in a call an activity is taken for afterwards: next-activity. */
void tra_session_set_activity (TraSession *self, TrActivity *activity);
void tra_session_set_activity_now (TraSession *self, TrActivity *activity);
gboolean tra_session_would_drop (TraSession *self, TrActivity *activity);
void tra_session_take_back_next (TraSession *self);
void tra_session_take_status (TraSession *self, const char *name);
void tra_session_go_online (TraSession *self);
void tra_session_go_offline (TraSession *self);
void tra_session_accept (TraSession *self, TrReservation *reservation);
void tra_session_reject (TraSession *self, TrReservation *reservation);
void tra_session_reject_to (TraSession *self, TrReservation *reservation, TrActivity *activity);
void tra_session_stop_ringing (TraSession *self);
void tra_session_end_conference (TraSession *self);
void tra_session_complete (TraSession *self);
void tra_session_wrap_up (TraSession *self); /* of a task that is no call */
void tra_session_reconnect_now (TraSession *self);
void tra_session_take_over (TraSession *self); /* from TRA_PHASE_ELSEWHERE */
void tra_session_dismiss_notice (TraSession *self);
TrActivity *tra_session_get_next_activity (TraSession *self); /* nullable: after this call */
gboolean tra_session_can_go_online (TraSession *self);
gboolean tra_session_can_go_offline (TraSession *self);
gboolean tra_session_can_end_conference (TraSession *self);
gboolean tra_session_can_complete (TraSession *self);

/* What the agent writes about a task, kept as typed through a crash, and merged into the task's
 * attributes "conversations" (content, outcome) by tra_session_complete(). */
const char *tra_session_get_notes (TraSession *self, TrReservation *reservation);
void tra_session_set_notes (TraSession *self, TrReservation *reservation, const char *notes);
const char *tra_session_get_outcome (TraSession *self, TrReservation *reservation);
void tra_session_set_outcome (TraSession *self, TrReservation *reservation, const char *outcome);
char **tra_session_dup_outcomes (TraSession *self, TrReservation *reservation);
gboolean tra_session_is_outcome_required (TraSession *self, TrReservation *reservation);
gboolean tra_session_is_outcome_missed (TraSession *self, TrReservation *reservation);
const char *tra_session_get_notes_problem (TraSession *self, TrReservation *reservation);
void tra_session_complete_anyway (TraSession *self);

/* Of the wrap-up in front, which may end by itself. */
gint64 tra_session_get_wrap_up_left (TraSession *self); /* µs; -1: it does not */
void tra_session_extend_wrap_up (TraSession *self);     /* by two minutes */

/* What is set while nobody sits at the desk, and told when the agent is back. */
TrActivity *tra_session_get_away_activity (TraSession *self, const char *key); /* nullable */
void tra_session_step_away_async (TraSession *self,
                                  TraAwayCause cause,
                                  TrActivity *activity,
                                  gboolean reject_pending,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean tra_session_step_away_finish (TraSession *self, GAsyncResult *result);
void tra_session_come_back (TraSession *self, TraAwayCause cause);
gboolean tra_session_is_away_told (TraSession *self);
TraAwayCause tra_session_get_away_cause (TraSession *self);
TrActivity *tra_session_get_away_origin (TraSession *self); /* nullable: the status before */
void tra_session_undo_away (TraSession *self);
void tra_session_dismiss_away (TraSession *self);

/* The notice behind TRA_PHASE_MISSED and TRA_PHASE_NOT_ANSWERED. */
const char *tra_session_get_notice_caller (TraSession *self);   /* nullable */
int tra_session_get_notice_rang_seconds (TraSession *self);
const char *tra_session_get_notice_activity (TraSession *self); /* nullable: name of the status set */
const char *tra_session_get_notice_queue (TraSession *self);    /* nullable */

/* When the connection was lost (µs since the epoch; 0: it is there), and the status until then. */
gint64 tra_session_get_lost_time (TraSession *self);

/* Offers on channels that the settings name accept themselves after a moment. */
gboolean tra_session_is_auto_accepting (TraSession *self, TrReservation *reservation);
void tra_session_cancel_auto_accept (TraSession *self, TrReservation *reservation);

/* Tasks that were found open at sign-in and that nobody works on. */
GPtrArray *tra_session_dup_stuck (TraSession *self); /* of TrReservation, the oldest first */
void tra_session_complete_stuck (TraSession *self);
void tra_session_keep_stuck (TraSession *self);

/* Several tasks at once. The one in front is what the phase and the accessors without a reservation
 * are about: the one that was accepted or shown last, else what needs the agent most. */
GPtrArray *tra_session_dup_tasks (TraSession *self); /* of TrReservation, the oldest first */
void tra_session_show_task (TraSession *self, TrReservation *reservation);
TraPhase tra_session_get_task_phase (TraSession *self, TrReservation *reservation);
gint64 tra_session_get_task_elapsed (TraSession *self, TrReservation *reservation); /* µs */
gboolean tra_session_is_call_task (TraSession *self, TrReservation *reservation);
gboolean tra_session_has_call (TraSession *self); /* on the phone, in front or not */

/* Deadlines, by the service's clock. */
gint64 tra_session_get_reservation_left (TraSession *self, TrReservation *reservation); /* µs, 0 or more */
gint64 tra_session_get_ringing_left (TraSession *self);  /* µs, 0 or more */
int tra_session_get_ringing_timeout (TraSession *self);  /* seconds */
gint64 tra_session_get_phase_elapsed (TraSession *self); /* µs in this call, wrap-up or status */
gint64 tra_session_get_talk_time (TraSession *self);     /* µs; in wrap-up: how long the call was */

G_END_DECLS
