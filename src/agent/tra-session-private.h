/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"
#include "tra-company.h"
#include "tra-demo.h"
#include "tra-directory.h"
#include "tra-line.h"
#include "tra-draft-store.h"
#include "tra-messages.h"
#include "tra-offer.h"
#include "tra-phase.h"
#include "tra-request.h"
#include "tra-session.h"
#include "tra-sign-in-attempt.h"

G_BEGIN_DECLS

/* One object in several files: tra-session.c is the object, -situation.c derives the phase, -state.c
 * tells, -sign-in.c, -keyring.c, -forget.c and -leave.c come and go, -offers.c, -calls.c and -status.c ask the
 * service for what the agent wants, -events.c takes what it says. */

/* What is owed to the service when it does not change the status by itself. */
typedef enum
{
  TRA_DEBT_NONE,
  TRA_DEBT_NOT_ANSWERED, /* be unavailable, or the same caller is offered again and again */
  TRA_DEBT_CALL_STARTED,
  TRA_DEBT_CALL_ENDED,
  TRA_DEBT_NEXT, /* what the agent chose for afterwards */
} TraDebt;

struct _TraSession
{
  GObject parent_instance;

  TrClock *clock;       /* owned */
  GSettings *settings;  /* owned */
  char *service_url;    /* owned, nullable: the official service */
  TraKeyring *keyring;  /* owned */
  SoupSession *network; /* owned, nullable: made when it is needed first */
  TraKeyringState keyring_state;
  GPtrArray *dividing; /* owned GTasks of those who wait for secrets of their own; NULL: nobody */
  gboolean secret_remains; /* in a locked keyring, and that is still to be said */

  TraSignInAttempt *attempt; /* owned; NULL unless signing in */

  /* From here to the next empty line: of who is signed in, or about to be; NULL before and after. */
  TraDemo *demo;             /* owned */
  TrClient *client;          /* owned; asks with the account's secret, or has a company's server
                              * ask; NULL if that one does not */
  TraCompany *company;       /* owned; NULL with an account */
  TrWorker *worker;          /* owned */
  GSignalGroup *worker_says; /* owned; its target is the worker */
  GCancellable *cancellable; /* owned; of all requests */
  char *workspace_name;      /* owned */
  char *account_sid;         /* owned */
  char *worker_name;         /* owned */
  GHashTable *offers;        /* owned; SID → TraOffer, of the open reservations */
  TraDraftStore *drafts;     /* owned; also NULL until there is something to write about */
  GQueue ended;              /* owned TrReservations, the newest first */
  gboolean is_signed_in;
  gboolean was_ready;
  gboolean is_refreshing; /* connects anew by our own wish; not shown */
  guint64 refresh_timer;  /* but not for long */
  gint64 lost_time; /* real; 0: connected */
  GPtrArray *leaving; /* owned GTasks of those who wait for the end; NULL while nobody leaves */
  char *next_profile; /* owned, nullable: who is signed in after it; "": somebody new */
  guint64 leave_timer;

  TraPhase phase;
  TrReservation *reservation; /* owned, nullable */
  char *front_sid;            /* owned, nullable: of the one that the agent brought to the front */
  TraDirectory *directory;    /* owned, nullable: made when it is needed first */
  TraLine *line;              /* owned, nullable: of the reservation, if it is a call that runs */
  char *outgoing_to;          /* owned, nullable: whom the agent calls; its task is not here yet */
  guint64 outgoing_timer;     /* of the clock: that task does not come any more */
  guint64 line_timer;         /* of the clock: when to look at it again */
  GPtrArray *requests;        /* TraRequests that show as busy, owned by their callbacks */
  const char *busy;           /* as it was notified last */
  TrActivity *wanted_activity; /* owned, nullable; likewise */
  TrActivity *next_activity;   /* owned, nullable */

  TraNoticeKind notice;
  char *notice_caller;         /* owned, nullable */
  char *notice_queue;          /* owned, nullable */
  TrActivity *notice_activity; /* owned, nullable */
  int notice_rang;             /* seconds */

  TraDebt debt;
  gboolean is_settling;       /* the status that was owed is on its way */
  TraAwayCause away_cause;
  TrActivity *away_from;      /* owned, nullable: the status before nobody was there */
  TrActivity *away_to;        /* owned, nullable: what it was set to */
  gboolean is_away_over;
  gboolean choice_rejects;    /* what waits for an answer, with the agent's own choice */
  TraRequest *waiting_choice; /* owned, nullable: the agent's own choice, sent after that one */
  TrActivity *seen_activity; /* owned, nullable: the last one that was looked at */
  TrActivity *own_wish;      /* owned, nullable: what was asked for from here, and is not there yet */
  TrActivity *post_work;     /* owned, nullable: what the service was told to set after the call */
  guint mover_id;            /* source: who else changed it? */
  char *hushed_task;      /* owned, nullable: SID of one that is not offered while the debt is paid */
  guint64 hush_timer;     /* of the clock, as is the next */
  guint64 auto_accept_timer;
  guint64 record_again_timer;
  guint64 unclear_timer;  /* an Accept without a clear answer is asked again */
  guint64 complete_timer; /* the first wrap-up ends by itself */
  guint settle_id;        /* source */
};

/* tra-session.c */
void tra_session_update (TraSession *self);
void tra_session_toast (TraSession *self, const char *text);
void tra_session_toast_event (TraSession *self, const char *text);
void tra_session_note (TraSession *self, const char *text);
void tra_session_emit_signed_in (TraSession *self);
void tra_session_emit_signed_out (TraSession *self);
void tra_session_emit_sign_in_failed (TraSession *self,
                                      const GError *error,
                                      const char *field,
                                      const char *text);
void tra_session_emit_reservation_ended (TraSession *self, TrReservation *reservation);
void tra_session_set_keyring_state (TraSession *self, TraKeyringState state);
void tra_session_set_next_activity (TraSession *self, TrActivity *activity);
void tra_session_notify_signing_in (TraSession *self);

/* tra-session-situation.c */
TraOffer *tra_session_look (TraSession *self, TraSituation *situation);
TraOffer *tra_session_get_offer (TraSession *self, TrReservation *reservation);
TrActivity *tra_session_pick_activity (TraSession *self, const char *key, int is_available);
TrActivity *tra_session_pick_unanswered_activity (TraSession *self);
gboolean tra_session_offers (TraSession *self, TraOffer *offer);
gboolean tra_session_is_connected (TraSession *self);

/* tra-session-sign-in.c */
gboolean tra_session_make_client (TraSession *self);
gboolean tra_session_make_network (TraSession *self, TrEndpoints *endpoints, GError **error);
void tra_session_fail_attempt (TraSession *self, GError *error); /* takes @error */
void tra_session_connect_to (TraSession *self, TrEndpoints *endpoints, TrTokenSource *source);
void tra_session_connect (TraSession *self);
void tra_session_connection_changed (TraSession *self);
void tra_session_succeed (TraSession *self);
void tra_session_end_attempt (TraSession *self);

/* tra-session-keyring.c */
void tra_session_remember (TraSession *self);
TraKeyringKey tra_session_keyring_key (TraSession *self,
                                       const char *account_sid,
                                       const char *worker,
                                       const char *worker_sid);
TraKeyringKey tra_session_own_key (TraSession *self);

/* tra-session-company.c */
gboolean tra_session_remembers_company (TraSession *self);
void tra_session_remember_company (TraSession *self);
void tra_session_resume_company (TraSession *self, const char *refresh_token);

/* tra-session-forget.c */
void tra_session_forget_secret (TraSession *self, const TraKeyringKey *key);
void tra_session_keep_secret (TraSession *self, const TraKeyringKey *key);
void tra_session_forget_owed (TraSession *self);
void tra_session_tell_secret_remains (TraSession *self);

/* tra-session-own-secrets.c */
gboolean tra_session_has_own_secrets (TraSession *self);
void tra_session_divide_secrets_async (TraSession *self,
                                       const TraKeyringKey *also,
                                       gboolean unlock,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean tra_session_divide_secrets_finish (TraSession *self,
                                            GAsyncResult *result,
                                            TraKeyringState *state,
                                            GError **error);

/* tra-session-removal.c */
void tra_session_end_removed (TraSession *self, const TraKeyringKey *key, const char *place);

/* tra-session-profile.c */
void tra_session_keep_profile (TraSession *self);
void tra_session_take_profile (TraSession *self);

/* tra-session-leave.c */
void tra_session_let_go (TraSession *self);

/* tra-request.c */
gboolean tra_session_is_asking (TraSession *self, const char *verb);
gboolean tra_session_is_asking_about (TraSession *self,
                                      const char *verb,
                                      TrReservation *reservation);
const char *tra_session_latest_verb (TraSession *self);
TrActivity *tra_session_latest_wanted (TraSession *self);
void tra_session_forget_requests (TraSession *self);

/* tra-session-line.c */
void tra_session_follow_line (TraSession *self);
void tra_session_drop_line (TraSession *self);
void tra_session_look_at_line (TraSession *self);
void tra_session_task_updated (TraSession *self);

/* tra-session-own-leg.c */
void tra_session_find_own_leg (TraSession *self);

/* tra-session-recording.c */
void tra_session_look_at_recording (TraSession *self);

/* tra-session-transfer.c */
void tra_session_transfer_changed (TraSession *self, TrTransfer *transfer);
void tra_session_transfer_failed (TraSession *self, TrTransfer *transfer);

/* tra-session-transfer-doubt.c */
void tra_session_settle_transfer (TraSession *self,
                                  TraRequest *request,
                                  const GError *error,
                                  gboolean is_begun);

/* tra-session-adopt.c */
void tra_session_adopt_number (TraSession *self);
void tra_session_forget_number (TraSession *self);

/* tra-session-aside.c */
void tra_session_put_number_aside (TraSession *self);
void tra_session_take_number_back (TraSession *self, TraOffer *offer);

/* tra-session-number.c */
void tra_session_check_number (TraSession *self);
void tra_session_stop_number (TraSession *self);

/* tra-session-depart.c */
void tra_session_check_own_leg (TraSession *self);

/* tra-session-dial.c */
void tra_session_take_outgoing (TraSession *self, TraOffer *offer);
void tra_session_outgoing_canceled (TraSession *self, TraOffer *offer);
void tra_session_reservation_failed (TraSession *self, TrTask *task);

/* tra-session-ending.c */
void tra_session_find_ending (TraSession *self, TraOffer *offer);

/* tra-session-offers.c */
JsonObject *tra_session_conference_parameters (TraSession *self, int ring_timeout);
void tra_session_send_accept_again (TraSession *self, TraOffer *offer);
void tra_session_give_up (TraSession *self, const char *verb, TraOffer *offer, TrActivity *activity);

/* tra-session-calls.c */
/* tra-session-complete.c */
void tra_session_complete_offer (TraSession *self, TraOffer *offer);
void tra_session_rescue_notes (TraSession *self, TraOffer *offer);

/* tra-session-auto-accept.c */
void tra_session_arm_auto_accept (TraSession *self);

/* tra-session-recording.c */
void tra_session_resume_recording (TraSession *self, TrReservation *reservation, const char *sid);

/* tra-session-record-again.c */
void tra_session_arm_record_again (TraSession *self);

/* tra-session-unclear.c */
void tra_session_arm_unclear (TraSession *self);
void tra_session_doubt_accept (TraSession *self, TraOffer *offer);

/* tra-session-stuck.c */
void tra_session_look_for_stuck (TraSession *self);

/* tra-session-tasks.c */
TraOffer *tra_session_get_front (TraSession *self);

/* tra-session-wrap-up.c */
void tra_session_arm_complete_timer (TraSession *self);

/* tra-session-notes.c */
gboolean tra_session_lacks_outcome (TraSession *self, TrReservation *reservation);
JsonObject *tra_session_get_unsaved (TraSession *self, TrReservation *reservation);
void tra_session_forget_notes (TraSession *self, TrReservation *reservation);
char *tra_session_describe_notes_failure (TraSession *self,
                                          TrReservation *reservation,
                                          const GError *error);

/* tra-session-choice.c */
void tra_session_send_choice (TraSession *self, TraRequest *request);
void tra_session_check_next (TraSession *self);

/* tra-session-mover.c */
void tra_session_expect_status (TraSession *self, TrActivity *activity);
void tra_session_expect_after_call (TraSession *self, TrActivity *activity);
void tra_session_note_status (TraSession *self, TrActivity *activity);
void tra_session_note_away (TraSession *self);
void tra_session_forget_status (TraSession *self);

/* tra-session-status.c */
void tra_session_settle_soon (TraSession *self, TraDebt debt);
void tra_session_unhush (TraSession *self);

/* tra-session-away.c */
void tra_session_forget_away (TraSession *self);

/* tra-session-elsewhere.c */
void tra_session_be_elsewhere (TraSession *self);

/* tra-session-events.c */
void tra_session_follow_worker (TraSession *self);
void tra_session_refresh (TraSession *self);
void tra_session_clear_notice (TraSession *self);

G_END_DECLS
